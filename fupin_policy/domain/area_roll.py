"""Who is poor in an area, how many have left poverty, and what they live on."""

import datetime as dt

from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import fact, share
from fupin_policy.domain.parts import part
from fupin_policy.values import Quantity

__all__ = ["AreaRoll"]


@part
class AreaRoll(Entity):
    """The part of an area's facts that is about its poor."""

    __slots__ = ()

    # fmt: off
    # The roll as the area counts it
    roll_households: int | None = fact(
        "建档立卡户数", "Households on the roll", "Households on the roll of the poor.", unit="户", low=0
    )
    roll_persons: int | None = fact(
        "建档立卡人数", "Persons on the roll", "People in households on the roll of the poor.",
        unit="人", low=0,
    )
    general_households: int | None = fact(
        "一般扶贫户数", "General poor households", "Households on the roll as general poor households.",
        unit="户", low=0,
    )
    general_persons: int | None = fact(
        "一般扶贫人数", "General poor persons",
        "People in households on the roll as general poor households.", unit="人", low=0,
    )
    dibao_households: int | None = fact(
        "低保扶贫户数", "Households on the allowance",
        "Households on the roll that receive the subsistence allowance.", unit="户", low=0,
    )
    dibao_persons: int | None = fact(
        "低保扶贫人数", "Persons on the allowance",
        "People in households on the roll that receive the subsistence allowance.", unit="人", low=0,
    )
    wubao_households: int | None = fact(
        "五保贫困户数", "Households under the five guarantees", "Households on the roll under the five guarantees.",
        unit="户", low=0,
    )
    wubao_persons: int | None = fact(
        "五保贫困人数", "Persons under the five guarantees",
        "People in households on the roll under the five guarantees.", unit="人", low=0,
    )
    able_households: int | None = fact(
        "有劳动能力贫困户数", "Households able to work",
        "Households on the roll with somebody able to work.", unit="户", low=0,
    )
    able_persons: int | None = fact(
        "有劳动能力贫困人数", "Persons in households able to work",
        "People in households on the roll with somebody able to work.", unit="人", low=0,
    )
    unable_households: int | None = fact(
        "无劳动能力贫困户数", "Households unable to work",
        "Households on the roll with nobody able to work.", unit="户", low=0,
    )
    unable_persons: int | None = fact(
        "无劳动能力贫困人数", "Persons in households unable to work",
        "People in households on the roll with nobody able to work.", unit="人", low=0,
    )
    unable_insured_households: int | None = fact(
        "无劳力低保五保户数", "Insured households unable to work",
        "Households with nobody able to work that have the allowance or the five guarantees.",
        unit="户", low=0,
    )
    unable_insured_persons: int | None = fact(
        "无劳力低保五保人数", "Persons in insured households unable to work",
        "People in households with nobody able to work that have the allowance or the five guarantees.",
        unit="人", low=0,
    )
    unable_general_households: int | None = fact(
        "无劳力一般贫困户数", "General poor households unable to work",
        "Households with nobody able to work that are general poor households.", unit="户", low=0,
    )
    unable_general_persons: int | None = fact(
        "无劳力一般贫困人数", "Persons in general poor households unable to work",
        "People in households with nobody able to work that are general poor households.", unit="人", low=0,
    )
    disabled_households: int | None = fact(
        "残疾贫困户数", "Households with a disability", "Households on the roll with a disabled member.",
        unit="户", low=0,
    )
    disabled_household_persons: int | None = fact(
        "残疾户人数", "Persons in households with a disability",
        "Number of persons given for the households with a disabled member.", unit="人", low=0,
    )
    ill_households: int | None = fact(
        "患病贫困户数", "Households with an illness", "Households on the roll with an ill member.",
        unit="户", low=0,
    )
    ill_persons: int | None = fact(
        "患病贫困人数", "Persons with an illness", "Ill people on the roll.", unit="人", low=0
    )
    housing_households: int | None = fact(
        "需住房改造户数", "Households in need of housing work", "Households on the roll whose house needs work.",
        unit="户", low=0,
    )

    # Progress
    exit_year_on: dt.date | None = fact(
        "脱贫统计所属日期", "Year of the exit count",
        "Any day of the year to which the counts of people lifted belong.",
    )
    exited_backstop: int | None = fact(
        "政策兜底脱贫人数", "Persons lifted by support",
        "People lifted in that year by the subsistence allowance and like support.", unit="人", low=0,
    )
    exited_unable_general: int | None = fact(
        "无劳力一般贫困脱贫人数", "Persons lifted, general poor and unable to work",
        "People lifted in that year from general poor households unable to work.", unit="人", low=0,
    )
    exited_able: int | None = fact(
        "有劳动能力脱贫人数", "Persons lifted, able to work", "People lifted in that year who are able to work.",
        unit="人", low=0,
    )

    poor_persons: int | None = fact(
        "贫困人口", "Poor persons", "People on the roll, or below the line, who have not left poverty.",
        unit="人", low=0,
    )
    poor_households: int | None = fact(
        "贫困户数", "Poor households", "Households on the roll that have not left poverty.",
        unit="户", low=0,
    )
    exited_persons: int | None = fact(
        "当年脱贫人口", "Persons lifted this year", "People who left poverty in the year.", unit="人", low=0
    )
    exited_persons_total: int | None = fact(
        "累计脱贫人口", "Persons lifted in all", "People who have left poverty since the roll was drawn up.",
        unit="人", low=0,
    )
    exited_persons_cycle: int | None = fact(
        "本周期脱贫人口", "Persons lifted in this cycle",
        "People who left poverty since the present cycle of help began.", unit="人", low=0,
    )
    rural_income: Quantity | None = fact(
        "农村居民人均可支配收入", "Rural income per head",
        "Disposable income per head of the area's rural residents in the year.", unit="元/人/年", low=0,
    )
    rural_income_growth: Quantity | None = fact(
        "农村居民收入年增长率", "Growth of rural income",
        "Change of rural disposable income per head against the year before.", unit="%", low=-100,
    )
    able_poor_income_per_head: Quantity | None = fact(
        "有劳动能力贫困人口人均收入", "Income of the poor able to work",
        "Disposable income per head of the people on the roll who are able to work.", unit="元/人/年", low=0,
    )
    equity_per_able_person: Quantity | None = fact(
        "人均投入上级入股资金", "Equity money from above per person",
        "Special funds from above invested as shares, for each poor person able to work.",
        unit="元/人", low=0,
    )
    county_match_per_able_person: Quantity | None = fact(
        "县级人均配套入股资金", "County's matching money per person",
        "The county's own money added to those shares, for each poor person able to work.",
        unit="元/人", low=0,
    )
    helper_share: Quantity | None = share(
        "挂钩帮扶覆盖率", "Helper coverage",
        "Share of poor households that have an official answerable for them.",
    )
    dibao_coverage: Quantity | None = share(
        "应保尽保率", "Allowance coverage", "Share of those who qualify for the allowance that receive it."
    )
    employment_served_share: Quantity | None = share(
        "就业创业服务率", "Employment service share",
        "Share of poor people able and willing to work that were served.",
    )
    transfer_employed_share: Quantity | None = share(
        "转移就业户占比", "Households with off-farm work",
        "Share of poor households with a member in off-farm work.",
    )
    dangerous_homes_left: int | None = fact(
        "未改造危房户数", "Dangerous homes left", "Households whose dangerous home is not yet rebuilt.",
        unit="户", low=0,
    )
    urgent_homes_left: int | None = fact(
        "最急需改造未完成户数", "Most urgent homes left",
        "Households listed as most urgent whose home is not yet rebuilt.", unit="户", low=0,
    )
    pv_kw: Quantity | None = fact(
        "光伏扶贫装机容量", "Solar capacity", "Solar capacity built for poor households.", unit="千瓦", low=0
    )
    # fmt: on
