"""Areas from the county to the nation, whose indicators most targets speak of."""

import datetime as dt
from typing import Annotated, ClassVar

from fupin_policy.domain.area_economy import AreaEconomy
from fupin_policy.domain.area_housing import AreaHousing
from fupin_policy.domain.area_income import AreaIncome
from fupin_policy.domain.area_public import AreaPublic
from fupin_policy.domain.area_roads import AreaRoads
from fupin_policy.domain.area_roll import AreaRoll
from fupin_policy.domain.area_services import AreaServices
from fupin_policy.domain.area_standing import AreaStanding
from fupin_policy.domain.checks import Consistent, NotMore, OneEntity
from fupin_policy.domain.divisions import check_division
from fupin_policy.domain.facts import Fact
from fupin_policy.domain.parts import entity

__all__ = ["Area", "City", "County", "Nation", "Province"]


def _province(area: "Area") -> "Province | None":
    return None if area.city is None else area.city.province


@entity
class Area(
    AreaStanding,
    AreaRoll,
    AreaIncome,
    AreaEconomy,
    AreaHousing,
    AreaRoads,
    AreaServices,
    AreaPublic,
):
    """What county, city, province and nation have in common: every indicator.

    An indicator means the same at each level, so that a county's share can be compared with its
    province's. The facts are spread over several classes by subject; here are what places the area and
    its own measures.
    """

    consistent: ClassVar[tuple[Consistent, ...]] = (
        *(
            NotMore(f"{part}_{counted}", f"roll_{counted}")
            for part in ("general", "dibao", "wubao", "able", "unable", "unable_insured", "unable_general")
            for counted in ("households", "persons")
        ),
        NotMore("poor_villages_exited", "poor_villages"),
        NotMore("poor_counties_exited", "poor_counties"),
        OneEntity(("province", "city.province")),
    )

    # fmt: off
    id: Annotated[str | None, Fact(
        "编号", "Identifier", "Text that tells this area from all others of its level."
    )] = None
    name: Annotated[str | None, Fact("名称", "Name", "Name of the area.")] = None
    division: Annotated[str | None, Fact(
        "行政区划代码", "Division code", "GB/T 2260 code of the area.", check=check_division
    )] = None
    city: Annotated["City | None", Fact("所在市", "City", "The city the county belongs to.")] = None
    province: Annotated["Province | None", Fact(
        "所在省", "Province", "The province the area belongs to; that of a county follows from its city.",
        derive=_province,
    )] = None
    nation: Annotated["Nation | None", Fact("全国", "Nation", "The nation the province belongs to.")] = None

    # Measures
    equity_persons: Annotated[int | None, Fact(
        "入股计算人数", "Persons in the equity scheme", "People for whom money is invested as shares.",
        unit="人", low=0,
    )] = None
    equity_invested_on: Annotated[dt.date | None, Fact(
        "资产入股投入日期", "Equity invested", "Day on which the money is invested as shares."
    )] = None
    equity_households_exited: Annotated[bool | None, Fact(
        "入股户已全部脱贫", "Equity households lifted",
        "Whether every household with shares has left poverty.",
    )] = None
    free_school_years: Annotated[int | None, Fact(
        "免学费年限", "Free school years", "Years of schooling that are free of tuition.", unit="年", low=0
    )] = None
    pv_households: Annotated[int | None, Fact(
        "建光伏贫困户数", "Solar households", "Poor households for which solar plants are built.",
        unit="户", low=0,
    )] = None

    # Organisation
    coordination_meetings: Annotated[int | None, Fact(
        "当年联席会议次数", "Coordination meetings", "Joint coordination meetings held in the year.",
        unit="次", low=0,
    )] = None
    inspections: Annotated[int | None, Fact(
        "当年督导考核次数", "Inspections", "Inspections or appraisals of poverty work in the year.",
        unit="次", low=0,
    )] = None
    guarantee_fund: Annotated[bool | None, Fact(
        "设立贷款担保基金", "Guarantee fund", "Whether a loan guarantee fund has been set up."
    )] = None
    interest_fund: Annotated[bool | None, Fact(
        "设立贴息基金", "Interest fund", "Whether a fund for interest subsidies has been set up."
    )] = None
    risk_fund: Annotated[bool | None, Fact(
        "设立风险补偿基金", "Risk fund", "Whether a fund that shares lenders' losses has been set up."
    )] = None
    quarter_meetings: Annotated[int | None, Fact(
        "本季度联席会议次数", "Meetings this quarter", "Joint coordination meetings held in the quarter.",
        unit="次", low=0,
    )] = None
    action_plans: Annotated[int | None, Fact(
        "已实施对口帮扶计划数", "Action plans", "Partner-city action plans that are being carried out.",
        unit="项", low=0,
    )] = None
    leading_group: Annotated[bool | None, Fact(
        "县级扶贫领导小组已成立", "Leading group",
        "Whether the county has set up its leading group for poverty work.",
    )] = None
    leader_households: Annotated[int | None, Fact(
        "县领导挂钩户数", "Households per leader",
        "Poor households helped by each county leader: the fewest of any.", unit="户", low=0,
    )] = None
    poverty_day_month: Annotated[int | None, Fact(
        "国家扶贫日活动月份", "Month of the national poverty-relief day",
        "Number of the month on which the national poverty-relief day is marked.", low=1, high=12,
    )] = None
    poverty_day_day: Annotated[int | None, Fact(
        "国家扶贫日活动日", "Day of the national poverty-relief day",
        "Number of the day on which the national poverty-relief day is marked.", low=1, high=31,
    )] = None
    charity_day_month: Annotated[int | None, Fact(
        "济困日活动月份", "Month of the provincial charity day",
        "Number of the month on which the provincial charity day is marked.", low=1, high=12,
    )] = None
    charity_day_day: Annotated[int | None, Fact(
        "济困日活动日", "Day of the provincial charity day",
        "Number of the day on which the provincial charity day is marked.", low=1, high=31,
    )] = None
    # fmt: on


# The four levels are plain classes: they take everything from Area, and building them costs nothing.


class County(Area):
    """A county and its indicators.

    >>> home = City(province=Province(name="示例省", rural_income="12000元/人/年"))
    >>> County(division="440232", tap_water_share="88.5%", city=home).fact("province").name
    '示例省'
    """

    __slots__ = ()
    key: ClassVar[str] = "county"
    labels: ClassVar[tuple[str, str]] = ("县", "County")
    absent: ClassVar[frozenset[str]] = frozenset({"nation"})


class City(Area):
    """A city at the level of a prefecture, and its indicators.

    >>> City(nation=Nation())
    Traceback (most recent call last):
    ...
    fupin_policy.problems.InputError: City.nation: a city has no fact 'nation'
    """

    __slots__ = ()
    key: ClassVar[str] = "city"
    labels: ClassVar[tuple[str, str]] = ("市", "City")
    absent: ClassVar[frozenset[str]] = frozenset({"city", "nation"})


class Province(Area):
    """A province and its indicators.

    >>> Province(poverty_incidence="9.2%", poor_villages=3400).poor_villages
    3400
    """

    __slots__ = ()
    key: ClassVar[str] = "province"
    labels: ClassVar[tuple[str, str]] = ("省", "Province")
    absent: ClassVar[frozenset[str]] = frozenset({"city", "province"})


class Nation(Area):
    """The nation and its indicators.

    >>> Nation(power_reliability="99.8%") == Province(power_reliability="99.8%")
    False
    """

    __slots__ = ()
    key: ClassVar[str] = "nation"
    labels: ClassVar[tuple[str, str]] = ("全国", "Nation")
    absent: ClassVar[frozenset[str]] = frozenset({"city", "province", "nation"})
