"""What people of an area earn, what aid they have, and who leaves poverty for good."""

from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import fact, share
from fupin_policy.domain.parts import part
from fupin_policy.values import Quantity

__all__ = ["AreaIncome"]


@part
class AreaIncome(Entity):
    """The part of an area's facts that is about incomes and aid."""

    __slots__ = ()

    # fmt: off
    # Poverty and incomes
    poverty_line: Quantity | None = fact(
        "扶贫标准", "Poverty line", "Income per head below which people count as poor.",
        unit="元/人/年", low=0,
    )
    local_poverty_line: Quantity | None = fact(
        "地方扶贫标准", "Local poverty line",
        "Line that a developed city sets for its own low-income households.", unit="元/人/年", low=0,
    )
    poverty_incidence: Quantity | None = share(
        "农村贫困发生率", "Poverty incidence", "Share of the rural population that is poor."
    )
    poor_income: Quantity | None = fact(
        "扶贫对象人均年收入", "Income of the poor",
        "Income per head of the people who were on the roll when the policy began.", unit="元/人/年", low=0,
    )
    rural_net_income: Quantity | None = fact(
        "农民人均纯收入", "Rural net income", "Net income per head of rural residents in the year.",
        unit="元/人/年", low=0,
    )
    rural_net_income_growth: Quantity | None = fact(
        "农民人均纯收入年增长率", "Growth of rural net income",
        "Change of rural net income per head against the year before.", unit="%", low=-100,
    )
    rural_net_income_2012: Quantity | None = fact(
        "2012年农民人均纯收入", "Rural net income of 2012", "Net income per head of rural residents in 2012.",
        unit="元/人/年", low=0,
    )
    resident_net_income: Quantity | None = fact(
        "城乡居民人均纯收入", "Residents' net income",
        "Net income per head of urban and rural residents together.", unit="元/人/年", low=0,
    )
    low_income_income: Quantity | None = fact(
        "低收入农户人均纯收入", "Low-income net income",
        "Net income per head of the low-income rural households.", unit="元/人/年", low=0,
    )
    low_income_2012: Quantity | None = fact(
        "2012年低收入农户人均纯收入", "Low-income net income of 2012",
        "Net income per head of the low-income rural households in 2012.", unit="元/人/年", low=0,
    )
    low_income_above_8000_share: Quantity | None = share(
        "超过8000元低收入农户占比", "Low-income households above 8000",
        "Share of low-income households, those on the allowance left out, with a net income per head above "
        "8000 yuan.",
    )
    low_income_at_8000_share: Quantity | None = share(
        "达到8000元低收入农户占比", "Low-income households at 8000",
        "Share of low-income households, those on the allowance left out, with a net income per head of "
        "8000 yuan or more.",
    )
    low_income_households: int | None = fact(
        "低收入农户数", "Low-income households", "Rural households found to have a low income.",
        unit="户", low=0,
    )
    low_income_persons: int | None = fact(
        "低收入农户人口", "Low-income persons", "People in rural households found to have a low income.",
        unit="人", low=0,
    )
    low_income_share: Quantity | None = share(
        "低收入农户人口占比", "Share of low-income people",
        "Share of the registered rural population that lives in low-income households.",
    )

    # Gaps
    low_income_province_gap: Quantity | None = fact(
        "低收入农户与全省农民收入差距", "Low-income gap to the province",
        "How far the low-income net income lies below the province's rural net income, as a share of the "
        "latter.", unit="%", low=0,
    )
    low_income_province_gap_change: Quantity | None = fact(
        "低收入农户与全省农民差距变动", "Change of that gap",
        "Change of the gap against the year before, in percentage points; below nought it narrows.",
        unit="%", low=-100,
    )
    low_income_farmer_gap_change: Quantity | None = fact(
        "低收入农户与当地农民差距变动", "Change of the local gap",
        "Change of the gap between low-income and all rural net income of the area, in percentage points.",
        unit="%", low=-100,
    )
    resident_province_gap_change: Quantity | None = fact(
        "城乡居民与全省收入差距变动", "Change of the residents' gap",
        "Change of the gap between residents' net income and the province's mean, in percentage points.",
        unit="%", low=-100,
    )
    development_gap_change: Quantity | None = fact(
        "发展差距变动", "Change of the development gap",
        "Change of the area's lag behind the province's mean, in percentage points.", unit="%", low=-100,
    )
    low_income_education_medical_share: Quantity | None = share(
        "低收入农户教育医疗支出占比", "Low-income education and medical share",
        "What low-income households themselves spend on schooling and medical care, net of aid, as a share "
        "of their living costs.",
    )
    rural_education_medical_share: Quantity | None = share(
        "农村居民教育医疗支出占比", "Rural education and medical share",
        "The same share for all rural residents of the area.",
    )
    education_medical_gap_change: Quantity | None = fact(
        "教育医疗支出占比差距变动", "Change of that difference",
        "Change of the difference between those two shares, in percentage points.", unit="%", low=-100,
    )

    # Assistance
    dibao_line: Quantity | None = fact(
        "农村低保标准", "Allowance line", "Rural subsistence-allowance line of the area.",
        unit="元/人/年", low=0,
    )
    dibao_min_topup: Quantity | None = fact(
        "低保最低补差标准", "Least allowance", "Least monthly allowance that is paid to a person.",
        unit="元/人/月", low=0,
    )
    support_coverage: Quantity | None = share(
        "应扶尽扶率", "Support coverage",
        "Share of the poor able and willing to work that development measures support.",
    )
    aid_students_share: Quantity | None = share(
        "教育资助落实率", "Student aid coverage",
        "Share of pupils of households on the roll that receive the aid due to them.",
    )

    # Leaving poverty, and falling back
    stably_exited_persons: int | None = fact(
        "稳定脱贫人口", "Persons lastingly out of poverty", "People on the roll who have left poverty for good.",
        unit="人", low=0,
    )
    relapsed_persons: int | None = fact(
        "返贫人数", "Persons fallen back", "People who fell back into poverty in the year.", unit="人", low=0
    )
    monitored_persons: int | None = fact(
        "监测对象人数", "Persons monitored", "People who are followed because they might become poor.",
        unit="人", low=0,
    )
    survey_share: Quantity | None = share(
        "摸底对象占建档立卡人口比例", "Share surveyed for monitoring",
        "People surveyed for monitoring as a share of the people on the roll.",
    )
    housing_aid_share: Quantity | None = share(
        "困难群众住房救助覆盖率", "Housing aid coverage",
        "Share of people in housing hardship whom housing aid reaches.",
    )
    living_conditions_improved: bool | None = fact(
        "贫困地区生产生活条件显著改善", "Living conditions improved",
        "Whether living and working conditions have markedly improved.",
    )
    inner_ability_improved: bool | None = fact(
        "扶贫对象自我发展能力增强", "Ability improved",
        "Whether the poor can markedly better help themselves.",
    )

    # Living conditions as a whole
    new_countryside_share: Quantity | None = share(
        "贫困村新农村建设完成率", "New countryside built",
        "Share of the poor villages whose building as new countryside is complete.",
    )
    social_undertakings_improved: bool | None = fact(
        "社会事业水平明显提高", "Social services improved",
        "Whether education, health and other social services have markedly improved.",
    )
    ecology_leading: bool | None = fact(
        "生态环境全省前列", "Environment among the best",
        "Whether its environment ranks among the best of the province.",
    )
    # fmt: on
