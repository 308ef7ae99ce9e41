"""Areas from the county to the nation, whose indicators most targets speak of."""

import datetime as dt
from typing import ClassVar

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
from fupin_policy.domain.facts import fact
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
    id: str | None = fact(
        "编号", "Identifier", "Text that tells this area from all others of its level."
    )
    name: str | None = fact("名称", "Name", "Name of the area.")
    division: str | None = fact(
        "行政区划代码", "Division code", "GB/T 2260 code of the area.", check=check_division
    )
    city: "City | None" = fact("所在市", "City", "The city the county belongs to.")
    province: "Province | None" = fact(
        "所在省", "Province", "The province the area belongs to; that of a county follows from its city.",
        derive=_province,
    )
    nation: "Nation | None" = fact("全国", "Nation", "The nation the province belongs to.")

    # Measures
    equity_persons: int | None = fact(
        "入股计算人数", "Persons in the equity scheme", "People for whom money is invested as shares.",
        unit="人", low=0,
    )
    equity_invested_on: dt.date | None = fact(
        "资产入股投入日期", "Equity invested", "Day on which the money is invested as shares."
    )
    equity_households_exited: bool | None = fact(
        "入股户已全部脱贫", "Equity households lifted",
        "Whether every household with shares has left poverty.",
    )
    free_school_years: int | None = fact(
        "免学费年限", "Free school years", "Years of schooling that are free of tuition.", unit="年", low=0
    )
    pv_households: int | None = fact(
        "建光伏贫困户数", "Solar households", "Poor households for which solar plants are built.",
        unit="户", low=0,
    )

    # Organisation
    coordination_meetings: int | None = fact(
        "当年联席会议次数", "Coordination meetings", "Joint coordination meetings held in the year.",
        unit="次", low=0,
    )
    inspections: int | None = fact(
        "当年督导考核次数", "Inspections", "Inspections or appraisals of poverty work in the year.",
        unit="次", low=0,
    )
    guarantee_fund: bool | None = fact(
        "设立贷款担保基金", "Guarantee fund", "Whether a loan guarantee fund has been set up."
    )
    interest_fund: bool | None = fact(
        "设立贴息基金", "Interest fund", "Whether a fund for interest subsidies has been set up."
    )
    risk_fund: bool | None = fact(
        "设立风险补偿基金", "Risk fund", "Whether a fund that shares lenders' losses has been set up."
    )
    quarter_meetings: int | None = fact(
        "本季度联席会议次数", "Meetings this quarter", "Joint coordination meetings held in the quarter.",
        unit="次", low=0,
    )
    action_plans: int | None = fact(
        "已实施对口帮扶计划数", "Action plans", "Partner-city action plans that are being carried out.",
        unit="项", low=0,
    )
    leading_group: bool | None = fact(
        "县级扶贫领导小组已成立", "Leading group",
        "Whether the county has set up its leading group for poverty work.",
    )
    leader_households: int | None = fact(
        "县领导挂钩户数", "Households per leader",
        "Poor households helped by each county leader: the fewest of any.", unit="户", low=0,
    )
    poverty_day_month: int | None = fact(
        "国家扶贫日活动月份", "Month of the national poverty-relief day",
        "Number of the month on which the national poverty-relief day is marked.", low=1, high=12,
    )
    poverty_day_day: int | None = fact(
        "国家扶贫日活动日", "Day of the national poverty-relief day",
        "Number of the day on which the national poverty-relief day is marked.", low=1, high=31,
    )
    charity_day_month: int | None = fact(
        "济困日活动月份", "Month of the provincial charity day",
        "Number of the month on which the provincial charity day is marked.", low=1, high=12,
    )
    charity_day_day: int | None = fact(
        "济困日活动日", "Day of the provincial charity day",
        "Number of the day on which the provincial charity day is marked.", low=1, high=31,
    )
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
