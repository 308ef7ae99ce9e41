"""The household, its dwelling and its loans."""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, ClassVar

import attrs

from fupin_policy.domain.areas import County
from fupin_policy.domain.checks import higher, repeated
from fupin_policy.domain.codes import DangerGrade, DwellingWork, HouseholdType, LoanPurpose, Relation
from fupin_policy.domain.divisions import check_division
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import Fact
from fupin_policy.domain.people import Person
from fupin_policy.domain.places import Town, Village
from fupin_policy.problems import Place, Problem
from fupin_policy.values import Quantity

__all__ = ["Dwelling", "Household", "Loan"]


@attrs.frozen(kw_only=True, repr=False)
class Dwelling(Entity):
    """The house a household lives in.

    >>> Dwelling(danger="D级", work="新建", only_home=True).work.en
    'New building'
    """

    key: ClassVar[str] = "dwelling"
    labels: ClassVar[tuple[str, str]] = ("住房", "Dwelling")

    # fmt: off
    danger: Annotated[DangerGrade | None, Fact(
        "房屋危险性等级", "Grade of danger", "Grade of the appraisal; C is dangerous in part, D as a whole."
    )] = None
    only_home: Annotated[bool | None, Fact(
        "唯一住房", "Only home", "Whether the household has no other house to live in."
    )] = None
    can_afford: Annotated[bool | None, Fact(
        "有能力改造", "Can afford the work", "Whether the household can pay its part of the work."
    )] = None
    most_urgent: Annotated[bool | None, Fact(
        "最急需改造", "Most urgent", "Whether the house is among those listed as needing work most urgently."
    )] = None
    work: Annotated[DwellingWork | None, Fact(
        "住房改造方式", "Kind of work", "What is done, or is to be done, to the house."
    )] = None
    cost: Annotated[Quantity | None, Fact(
        "改造费用", "Cost of the work", "What the work costs in all.", unit="元", low=0
    )] = None
    upper_subsidy: Annotated[Quantity | None, Fact(
        "上级住房补助", "Subsidy from above", "What levels above the county pay towards the work.",
        unit="元", low=0,
    )] = None
    completed_on: Annotated[dt.date | None, Fact(
        "竣工日期", "Completed", "Day on which the work was finished and accepted."
    )] = None
    housed_elsewhere: Annotated[bool | None, Fact(
        "已集中安置", "Housed elsewhere",
        "Whether it was given a home in a former school, a home for the aged or a village building.",
    )] = None
    # fmt: on

    def contradictions(self) -> Iterator[Problem]:
        if self.work is DwellingWork.NONE and self.completed_on is not None:
            yield Problem("work that is not done cannot be completed", Place(path="completed_on"))


@attrs.frozen(kw_only=True, repr=False)
class Loan(Entity):
    """A loan the household has taken.

    >>> Loan(purpose="发展生产", principal="5万元", term="36个月").principal.number
    50000
    """

    key: ClassVar[str] = "loan"
    labels: ClassVar[tuple[str, str]] = ("贷款", "Loan")

    # fmt: off
    id: Annotated[str | None, Fact(
        "编号", "Identifier", "Text that tells this loan from the household's others."
    )] = None
    purpose: Annotated[LoanPurpose | None, Fact("贷款用途", "Purpose", "What the loan is taken for.")] = None
    principal: Annotated[Quantity | None, Fact(
        "贷款本金", "Principal", "The amount lent.", unit="元", low=0
    )] = None
    term: Annotated[Quantity | None, Fact(
        "贷款期限", "Term", "Time from drawing the loan to its maturity.", unit="个月", low=0, high=600
    )] = None
    drawn_on: Annotated[dt.date | None, Fact(
        "放款日期", "Drawn", "Day on which the loan was paid out."
    )] = None
    repaid_on: Annotated[dt.date | None, Fact(
        "还清日期", "Repaid", "Day on which the last of the loan was paid back; nothing before."
    )] = None
    secured: Annotated[bool | None, Fact(
        "需担保或抵押", "Secured", "Whether the lender demands a guarantee or a mortgage."
    )] = None
    at_base_rate: Annotated[bool | None, Fact(
        "按基础利率", "At base rate", "Whether interest is charged at the benchmark rate without a surcharge."
    )] = None
    interest: Annotated[Quantity | None, Fact(
        "当年应付利息", "Interest due", "Interest the borrower owes for the year before any subsidy.",
        unit="元/年", low=0,
    )] = None
    province_subsidy: Annotated[Quantity | None, Fact(
        "省级贴息", "Province's interest subsidy", "Part of the year's interest that the province pays.",
        unit="元/年", low=0,
    )] = None
    city_subsidy: Annotated[Quantity | None, Fact(
        "市级贴息", "City's interest subsidy", "Part of the year's interest that the city pays.",
        unit="元/年", low=0,
    )] = None
    guarantee_premium: Annotated[Quantity | None, Fact(
        "保证保险保费", "Guarantee-insurance premium",
        "Premium of the year for insurance against the borrower's default.", unit="元/年", low=0,
    )] = None
    repaid_on_time: Annotated[bool | None, Fact(
        "按期还款", "Repaid on time", "Whether every instalment so far was paid when it was due."
    )] = None
    # fmt: on

    def contradictions(self) -> Iterator[Problem]:
        if self.drawn_on is not None and self.repaid_on is not None and self.repaid_on < self.drawn_on:
            yield Problem(f"{self.repaid_on} is before the drawn_on {self.drawn_on}", Place(path="repaid_on"))
        for name in ("province_subsidy", "city_subsidy"):
            yield from higher(self, name, "interest")


def _on_roll(home: "Household") -> bool | None:
    return None if home.type is None else home.type is not HouseholdType.NOT_ON_ROLL


def _size(home: "Household") -> int | None:
    return None if home.members is None else len(home.members)


def _town(home: "Household") -> Town | None:
    return None if home.village is None else home.village.fact("town")


def _county(home: "Household") -> County | None:
    town: Town | None = home.fact("town")
    below = home.village if town is None or town.fact("county") is None else town
    return None if below is None else below.fact("county")


@attrs.frozen(kw_only=True, repr=False)
class Household(Entity):
    """A household, with everybody who is registered in it.

    >>> home = Household(type="低保户", members=[Person(id="a"), Person(id="b")])
    >>> home.fact("on_roll"), home.fact("size"), home.size
    (True, 2, None)
    """

    key: ClassVar[str] = "household"
    labels: ClassVar[tuple[str, str]] = ("户", "Household")

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
        unit="人", low=1, high=100, derive=_size,
    )] = None
    members: Annotated[tuple[Person, ...] | None, Fact(
        "家庭成员", "Members", "The people registered in the household."
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

    def contradictions(self) -> Iterator[Problem]:
        members = self.members or ()
        listed = _on_roll(self)
        if self.on_roll is not None and listed is not None and self.on_roll is not listed:
            says = "true" if self.on_roll else "false"
            yield Problem(f"{says} contradicts the type {self.type}", Place(path="on_roll"))
        if self.size is not None and self.size < len(members):
            yield Problem(f"{self.size} is fewer than the {len(members)} members listed", Place(path="size"))
        yield from repeated("person id", "members", self.members)
        yield from repeated("loan id", "loans", self.loans)
        heads = [index for index, member in enumerate(members) if member.relation is Relation.HEAD]
        for index in heads[1:]:
            where = f"members[{index}].relation"
            yield Problem(f"members[{heads[0]}] is the head already", Place(path=where))
