"""What people of an area earn, what aid they have, and who leaves poverty for good."""

from typing import Annotated

from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import Fact, share
from fupin_policy.domain.parts import part
from fupin_policy.values import Quantity

__all__ = ["AreaIncome"]


@part
class AreaIncome(Entity):
    """The part of an area's facts that is about incomes and aid."""

    __slots__ = ()

    # fmt: off
    # Poverty and incomes
    poverty_line: Annotated[Quantity | None, Fact(
        "扶贫标准", "Poverty line", "Income per head below which people count as poor.",
        unit="元/人/年", low=0,
    )] = None
    local_poverty_line: Annotated[Quantity | None, Fact(
        "地方扶贫标准", "Local poverty line",
        "Line that a developed city sets for its own low-income households.", unit="元/人/年", low=0,
    )] = None
    poverty_incidence: Annotated[Quantity | None, share(
        "农村贫困发生率", "Poverty incidence", "Share of the rural population that is poor."
    )] = None
    poor_income: Annotated[Quantity | None, Fact(
        "扶贫对象人均年收入", "Income of the poor",
        "Income per head of the people who were on the roll when the policy began.", unit="元/人/年", low=0,
    )] = None
    rural_net_income: Annotated[Quantity | None, Fact(
        "农民人均纯收入", "Rural net income", "Net income per head of rural residents in the year.",
        unit="元/人/年", low=0,
    )] = None
    rural_net_income_growth: Annotated[Quantity | None, Fact(
        "农民人均纯收入年增长率", "Growth of rural net income",
        "Change of rural net income per head against the year before.", unit="%", low=-100,
    )] = None
    rural_net_income_2012: Annotated[Quantity | None, Fact(
        "2012年农民人均纯收入", "Rural net income of 2012", "Net income per head of rural residents in 2012.",
        unit="元/人/年", low=0,
    )] = None
    resident_net_income: Annotated[Quantity | None, Fact(
        "城乡居民人均纯收入", "Residents' net income",
        "Net income per head of urban and rural residents together.", unit="元/人/年", low=0,
    )] = None
    low_income_income: Annotated[Quantity | None, Fact(
        "低收入农户人均纯收入", "Low-income net income",
        "Net income per head of the low-income rural households.", unit="元/人/年", low=0,
    )] = None
    low_income_2012: Annotated[Quantity | None, Fact(
        "2012年低收入农户人均纯收入", "Low-income net income of 2012",
        "Net income per head of the low-income rural households in 2012.", unit="元/人/年", low=0,
    )] = None
    low_income_above_8000_share: Annotated[Quantity | None, share(
        "超过8000元低收入农户占比", "Low-income households above 8000",
        "Share of low-income households, those on the allowance left out, with a net income per head above "
        "8000 yuan.",
    )] = None
    low_income_at_8000_share: Annotated[Quantity | None, share(
        "达到8000元低收入农户占比", "Low-income households at 8000",
        "Share of low-income households, those on the allowance left out, with a net income per head of "
        "8000 yuan or more.",
    )] = None
    low_income_households: Annotated[int | None, Fact(
        "低收入农户数", "Low-income households", "Rural households found to have a low income.",
        unit="户", low=0,
    )] = None
    low_income_persons: Annotated[int | None, Fact(
        "低收入农户人口", "Low-income persons", "People in rural households found to have a low income.",
        unit="人", low=0,
    )] = None
    low_income_share: Annotated[Quantity | None, share(
        "低收入农户人口占比", "Share of low-income people",
        "Share of the registered rural population that lives in low-income households.",
    )] = None

    # Gaps
    low_income_province_gap: Annotated[Quantity | None, Fact(
        "低收入农户与全省农民收入差距", "Low-income gap to the province",
        "How far the low-income net income lies below the province's rural net income, as a share of the "
        "latter.", unit="%", low=0,
    )] = None
    low_income_province_gap_change: Annotated[Quantity | None, Fact(
        "低收入农户与全省农民差距变动", "Change of that gap",
        "Change of the gap against the year before, in percentage points; below nought it narrows.",
        unit="%", low=-100,
    )] = None
    low_income_farmer_gap_change: Annotated[Quantity | None, Fact(
        "低收入农户与当地农民差距变动", "Change of the local gap",
        "Change of the gap between low-income and all rural net income of the area, in percentage points.",
        unit="%", low=-100,
    )] = None
    resident_province_gap_change: Annotated[Quantity | None, Fact(
        "城乡居民与全省收入差距变动", "Change of the residents' gap",
        "Change of the gap between residents' net income and the province's mean, in percentage points.",
        unit="%", low=-100,
    )] = None
    development_gap_change: Annotated[Quantity | None, Fact(
        "发展差距变动", "Change of the development gap",
        "Change of the area's lag behind the province's mean, in percentage points.", unit="%", low=-100,
    )] = None
    low_income_education_medical_share: Annotated[Quantity | None, share(
        "低收入农户教育医疗支出占比", "Low-income education and medical share",
        "What low-income households themselves spend on schooling and medical care, net of aid, as a share "
        "of their living costs.",
    )] = None
    rural_education_medical_share: Annotated[Quantity | None, share(
        "农村居民教育医疗支出占比", "Rural education and medical share",
        "The same share for all rural residents of the area.",
    )] = None
    education_medical_gap_change: Annotated[Quantity | None, Fact(
        "教育医疗支出占比差距变动", "Change of that difference",
        "Change of the difference between those two shares, in percentage points.", unit="%", low=-100,
    )] = None

    # Assistance
    dibao_line: Annotated[Quantity | None, Fact(
        "农村低保标准", "Allowance line", "Rural subsistence-allowance line of the area.",
        unit="元/人/年", low=0,
    )] = None
    dibao_min_topup: Annotated[Quantity | None, Fact(
        "低保最低补差标准", "Least allowance", "Least monthly allowance that is paid to a person.",
        unit="元/人/月", low=0,
    )] = None
    support_coverage: Annotated[Quantity | None, share(
        "应扶尽扶率", "Support coverage",
        "Share of the poor able and willing to work that development measures support.",
    )] = None
    aid_students_share: Annotated[Quantity | None, share(
        "教育资助落实率", "Student aid coverage",
        "Share of pupils of households on the roll that receive the aid due to them.",
    )] = None

    # Leaving poverty, and falling back
    stably_exited_persons: Annotated[int | None, Fact(
        "稳定脱贫人口", "Persons lastingly out of poverty", "People on the roll who have left poverty for good.",
        unit="人", low=0,
    )] = None
    relapsed_persons: Annotated[int | None, Fact(
        "返贫人数", "Persons fallen back", "People who fell back into poverty in the year.", unit="人", low=0
    )] = None
    monitored_persons: Annotated[int | None, Fact(
        "监测对象人数", "Persons monitored", "People who are followed because they might become poor.",
        unit="人", low=0,
    )] = None
    survey_share: Annotated[Quantity | None, share(
        "摸底对象占建档立卡人口比例", "Share surveyed for monitoring",
        "People surveyed for monitoring as a share of the people on the roll.",
    )] = None
    housing_aid_share: Annotated[Quantity | None, share(
        "困难群众住房救助覆盖率", "Housing aid coverage",
        "Share of people in housing hardship whom housing aid reaches.",
    )] = None
    living_conditions_improved: Annotated[bool | None, Fact(
        "贫困地区生产生活条件显著改善", "Living conditions improved",
        "Whether living and working conditions have markedly improved.",
    )] = None
    inner_ability_improved: Annotated[bool | None, Fact(
        "扶贫对象自我发展能力增强", "Ability improved",
        "Whether the poor can markedly better help themselves.",
    )] = None

    # Living conditions as a whole
    new_countryside_share: Annotated[Quantity | None, share(
        "贫困村新农村建设完成率", "New countryside built",
        "Share of the poor villages whose building as new countryside is complete.",
    )] = None
    social_undertakings_improved: Annotated[bool | None, Fact(
        "社会事业水平明显提高", "Social services improved",
        "Whether education, health and other social services have markedly improved.",
    )] = None
    ecology_leading: Annotated[bool | None, Fact(
        "生态环境全省前列", "Environment among the best",
        "Whether its environment ranks among the best of the province.",
    )] = None
    # fmt: on
