"""The household."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, ClassVar

from fupin_policy.domain.areas import County
from fupin_policy.domain.checks import Agrees, AllListed, AtMostOne, Consistent, OneEntity, Unique
from fupin_policy.domain.circumstances import Circumstances
from fupin_policy.domain.codes import HouseholdType, Relation
from fupin_policy.domain.derived import CodeIsNot, Listed
from fupin_policy.domain.divisions import check_division
from fupin_policy.domain.dwelling import Dwelling
from fupin_policy.domain.facts import Fact
from fupin_policy.domain.limits import Extent
from fupin_policy.domain.loans import Loan
from fupin_policy.domain.parts import entity
from fupin_policy.domain.people import Person
from fupin_policy.domain.places import Village
from fupin_policy.domain.towns import Town
from fupin_policy.values import Quantity

__all__ = ["Household"]


_on_roll = CodeIsNot("type", HouseholdType.NOT_ON_ROLL)


def _town(home: "Household") -> Town | None:
    return None if home.village is None else home.village.fact("town")


def _county(home: "Household") -> County | None:
    town: Town | None = home.fact("town")
    below = home.village if town is None or town.fact("county") is None else town
    return None if below is None else below.fact("county")


@entity
class Household(Circumstances):
    """A household, with everybody who is registered in it.

    >>> home = Household(type="低保户", members=[Person(id="a"), Person(id="b")])
    >>> home.fact("on_roll"), home.fact("size"), home.size
    (True, 2, None)
    >>> Household(size=4, members=[Person(id="a")]).unlisted("members")
    3
    """

    key: ClassVar[str] = "household"
    labels: ClassVar[tuple[str, str]] = ("户", "Household")
    extent: ClassVar[Extent] = Extent.HOME
    sizes: ClassVar[Mapping[str, str]] = {"members": "size"}
    consistent: ClassVar[tuple[Consistent, ...]] = (
        Agrees("on_roll", _on_roll),
        AllListed("size", "members"),
        Unique("members", "person"),
        Unique("loans", "loan"),
        AtMostOne("members", "relation", Relation.HEAD),
        OneEntity(("town", "village.town")),
        OneEntity(("county", "town.county", "village.county", "village.town.county")),
    )

    # fmt: off
    id: Annotated[str | None, Fact(
        "编号", "Identifier", "Text that tells this household from all others."
    )] = None
    name: Annotated[str | None, Fact(
        "户主姓名", "Name of the head", "Name of the head of the household."
    )] = None
    division: Annotated[str | None, Fact(
        "行政区划代码", "Division code",
        "GB/T 2260 code of the division the household is registered in, as deep as it is known.",
        check=check_division,
    )] = None
    village: Annotated[Village | None, Fact(
        "所在村", "Village", "The village the household lives in."
    )] = None
    town: Annotated[Town | None, Fact(
        "所在镇", "Town", "The town the household lives in; follows from the village.", derive=_town
    )] = None
    county: Annotated[County | None, Fact(
        "所在县", "County", "The county the household lives in; follows from town or village.", derive=_county
    )] = None

    type: Annotated[HouseholdType | None, Fact(
        "户类型", "Type", "How the household stands on the register of the poor."
    )] = None
    on_roll: Annotated[bool | None, Fact(
        "建档立卡", "On the roll", "Whether the household is on the roll of the poor; follows from its type.",
        derive=_on_roll,
    )] = None
    registered_rural: Annotated[bool | None, Fact(
        "农村户籍", "Rural registration", "Whether the household is registered as a rural one."
    )] = None
    roll_income: Annotated[Quantity | None, Fact(
        "认定年度人均可支配收入", "Income in the year of assessment for the roll",
        "Disposable income per head in the year on which the roll was drawn up (a loss is negative).",
        unit="元/人/年",
    )] = None
    roll_income_as_of: Annotated[dt.date | None, Fact(
        "认定收入所属日期", "Year of the roll income", "Any day of the year whose income decided on the roll."
    )] = None
    income_per_head: Annotated[Quantity | None, Fact(
        "当年人均可支配收入", "Income per head",
        "Disposable income per head in the year of the assessment (a loss is negative).", unit="元/人/年",
    )] = None
    size: Annotated[int | None, Fact(
        "户籍人口", "Size",
        "Number of people registered in the household; follows from the members when all are listed.",
        unit="人", low=1, high=100, derive=Listed("members"),
    )] = None
    members: Annotated[tuple[Person, ...] | None, Fact(
        "家庭成员", "Members",
        "The people registered in the household: one at least, where any list of them is known.",
        low=1, high=100,
    )] = None

    loans: Annotated[tuple[Loan, ...] | None, Fact(
        "贷款", "Loans", "The household's loans; an empty list when there are none."
    )] = None
    dwelling: Annotated[Dwelling | None, Fact("住房", "Dwelling", "The house the household lives in.")] = None

    joins_equity: Annotated[bool | None, Fact(
        "愿意参加资产入股", "Joins the equity scheme",
        "Whether it wants support money invested for it as shares.",
    )] = None
    equity_years: Annotated[int | None, Fact(
        "已入股年数", "Years in the equity scheme", "Full years for which shares have been held for it.",
        unit="年", low=0, high=100,
    )] = None
    wants_industry: Annotated[bool | None, Fact(
        "有产业发展意愿", "Wants to produce",
        "Whether it is willing to work in a farming or other small trade.",
    )] = None
    industry_projects: Annotated[int | None, Fact(
        "已发展特色产业项数", "Trades developed", "Number of special trades it has taken up with support.",
        unit="项", low=0,
    )] = None
    skills: Annotated[int | None, Fact(
        "掌握实用技术数", "Skills mastered", "Number of practical techniques its members have mastered.",
        unit="项", low=0,
    )] = None
    pv_kw: Annotated[Quantity | None, Fact(
        "已建光伏容量", "Solar capacity built", "Capacity of the solar plant built for it.",
        unit="千瓦", low=0,
    )] = None
    lifted_by_work: Annotated[bool | None, Fact(
        "可依靠产业和就业脱贫", "Can leave poverty by work",
        "Whether help with production and jobs is enough to lift it out of poverty.",
    )] = None
    helper_assigned: Annotated[bool | None, Fact(
        "有挂钩帮扶责任人", "Helper assigned", "Whether a named official is answerable for helping it."
    )] = None

    wants_relocation: Annotated[bool | None, Fact(
        "愿意搬迁", "Wants to relocate", "Whether the household wishes to move elsewhere."
    )] = None
    in_unviable_village: Annotated[bool | None, Fact(
        "居住地不宜生产生活", "In an unviable village",
        "Whether its village lacks what living and working need.",
    )] = None
    scattered: Annotated[bool | None, Fact(
        "零散居住", "Lives scattered", "Whether it lives apart from the village's other households."
    )] = None

    meets_dibao_conditions: Annotated[bool | None, Fact(
        "符合最低生活保障条件", "Meets allowance conditions",
        "Whether it qualifies for the subsistence allowance.",
    )] = None
    on_dibao: Annotated[bool | None, Fact(
        "已纳入低保", "Receives the allowance", "Whether it receives the subsistence allowance."
    )] = None

    food_secure: Annotated[bool | None, Fact(
        "不愁吃", "Food secure", "Whether it has enough to eat all year."
    )] = None
    clothing_secure: Annotated[bool | None, Fact(
        "不愁穿", "Clothing secure", "Whether it has enough clothing for every season."
    )] = None
    compulsory_education_secured: Annotated[bool | None, Fact(
        "义务教育有保障", "Schooling secured",
        "Whether all its children of school age attend compulsory school.",
    )] = None
    medical_secured: Annotated[bool | None, Fact(
        "基本医疗有保障", "Medical care secured", "Whether all its members are covered by basic medical care."
    )] = None
    housing_safe: Annotated[bool | None, Fact(
        "住房安全有保障", "Housing safe", "Whether the house it lives in is safe."
    )] = None
    exited_on: Annotated[dt.date | None, Fact(
        "脱贫日期", "Left poverty", "Day from which it counts as lifted out of poverty."
    )] = None
    exited: Annotated[bool | None, Fact(
        "已脱贫", "Has left poverty", "Whether it is recorded as lifted out of poverty."
    )] = None
    assured_on: Annotated[dt.date | None, Fact(
        "两不愁三保障达成日期", "All assured",
        "Day on which food, clothing, schooling, medical care and housing are all assured.",
    )] = None
    # fmt: on
