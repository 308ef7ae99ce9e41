"""The household."""

import datetime as dt
from collections.abc import Mapping
from typing import ClassVar

from fupin_policy.domain.areas import County
from fupin_policy.domain.checks import Agrees, AllListed, AtMostOne, Consistent, OneEntity, Unique
from fupin_policy.domain.circumstances import Circumstances
from fupin_policy.domain.codes import HouseholdType, Relation
from fupin_policy.domain.derived import CodeIsNot, Listed
from fupin_policy.domain.divisions import check_division
from fupin_policy.domain.dwelling import Dwelling
from fupin_policy.domain.facts import fact
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
    id: str | None = fact(
        "编号", "Identifier", "Text that tells this household from all others."
    )
    name: str | None = fact(
        "户主姓名", "Name of the head", "Name of the head of the household."
    )
    division: str | None = fact(
        "行政区划代码", "Division code",
        "GB/T 2260 code of the division the household is registered in, as deep as it is known.",
        check=check_division,
    )
    village: Village | None = fact(
        "所在村", "Village", "The village the household lives in."
    )
    town: Town | None = fact(
        "所在镇", "Town", "The town the household lives in; follows from the village.", derive=_town
    )
    county: County | None = fact(
        "所在县", "County", "The county the household lives in; follows from town or village.", derive=_county
    )

    type: HouseholdType | None = fact(
        "户类型", "Type", "How the household stands on the register of the poor."
    )
    on_roll: bool | None = fact(
        "建档立卡", "On the roll", "Whether the household is on the roll of the poor; follows from its type.",
        derive=_on_roll,
    )
    registered_rural: bool | None = fact(
        "农村户籍", "Rural registration", "Whether the household is registered as a rural one."
    )
    roll_income: Quantity | None = fact(
        "认定年度人均可支配收入", "Income in the year of assessment for the roll",
        "Disposable income per head in the year on which the roll was drawn up (a loss is negative).",
        unit="元/人/年",
    )
    roll_income_as_of: dt.date | None = fact(
        "认定收入所属日期", "Year of the roll income", "Any day of the year whose income decided on the roll."
    )
    income_per_head: Quantity | None = fact(
        "当年人均可支配收入", "Income per head",
        "Disposable income per head in the year of the assessment (a loss is negative).", unit="元/人/年",
    )
    size: int | None = fact(
        "户籍人口", "Size",
        "Number of people registered in the household; follows from the members when all are listed.",
        unit="人", low=1, high=100, derive=Listed("members"),
    )
    members: tuple[Person, ...] | None = fact(
        "家庭成员", "Members",
        "The people registered in the household: one at least, where any list of them is known.",
        low=1, high=100,
    )

    loans: tuple[Loan, ...] | None = fact(
        "贷款", "Loans", "The household's loans; an empty list when there are none."
    )
    dwelling: Dwelling | None = fact("住房", "Dwelling", "The house the household lives in.")

    joins_equity: bool | None = fact(
        "愿意参加资产入股", "Joins the equity scheme",
        "Whether it wants support money invested for it as shares.",
    )
    equity_years: int | None = fact(
        "已入股年数", "Years in the equity scheme", "Full years for which shares have been held for it.",
        unit="年", low=0, high=100,
    )
    wants_industry: bool | None = fact(
        "有产业发展意愿", "Wants to produce",
        "Whether it is willing to work in a farming or other small trade.",
    )
    industry_projects: int | None = fact(
        "已发展特色产业项数", "Trades developed", "Number of special trades it has taken up with support.",
        unit="项", low=0,
    )
    skills: int | None = fact(
        "掌握实用技术数", "Skills mastered", "Number of practical techniques its members have mastered.",
        unit="项", low=0,
    )
    pv_kw: Quantity | None = fact(
        "已建光伏容量", "Solar capacity built", "Capacity of the solar plant built for it.",
        unit="千瓦", low=0,
    )
    lifted_by_work: bool | None = fact(
        "可依靠产业和就业脱贫", "Can leave poverty by work",
        "Whether help with production and jobs is enough to lift it out of poverty.",
    )
    helper_assigned: bool | None = fact(
        "有挂钩帮扶责任人", "Helper assigned", "Whether a named official is answerable for helping it."
    )

    wants_relocation: bool | None = fact(
        "愿意搬迁", "Wants to relocate", "Whether the household wishes to move elsewhere."
    )
    in_unviable_village: bool | None = fact(
        "居住地不宜生产生活", "In an unviable village",
        "Whether its village lacks what living and working need.",
    )
    scattered: bool | None = fact(
        "零散居住", "Lives scattered", "Whether it lives apart from the village's other households."
    )

    meets_dibao_conditions: bool | None = fact(
        "符合最低生活保障条件", "Meets allowance conditions",
        "Whether it qualifies for the subsistence allowance.",
    )
    on_dibao: bool | None = fact(
        "已纳入低保", "Receives the allowance", "Whether it receives the subsistence allowance."
    )

    food_secure: bool | None = fact(
        "不愁吃", "Food secure", "Whether it has enough to eat all year."
    )
    clothing_secure: bool | None = fact(
        "不愁穿", "Clothing secure", "Whether it has enough clothing for every season."
    )
    compulsory_education_secured: bool | None = fact(
        "义务教育有保障", "Schooling secured",
        "Whether all its children of school age attend compulsory school.",
    )
    medical_secured: bool | None = fact(
        "基本医疗有保障", "Medical care secured", "Whether all its members are covered by basic medical care."
    )
    housing_safe: bool | None = fact(
        "住房安全有保障", "Housing safe", "Whether the house it lives in is safe."
    )
    exited_on: dt.date | None = fact(
        "脱贫日期", "Left poverty", "Day from which it counts as lifted out of poverty."
    )
    exited: bool | None = fact(
        "已脱贫", "Has left poverty", "Whether it is recorded as lifted out of poverty."
    )
    assured_on: dt.date | None = fact(
        "两不愁三保障达成日期", "All assured",
        "Day on which food, clothing, schooling, medical care and housing are all assured.",
    )
    # fmt: on
