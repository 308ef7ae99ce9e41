"""How a household lives: its income and risks, its hardship and aid, its move, its business."""

import datetime as dt
from typing import Annotated, ClassVar

from fupin_policy.domain.codes import RelocationKind, SettlementKind
from fupin_policy.domain.derived import AnyOf
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import Fact
from fupin_policy.domain.limits import Extent
from fupin_policy.domain.parts import part
from fupin_policy.values import Quantity

__all__ = ["Circumstances"]


@part
class Circumstances(Entity):
    """The part of a household's facts that is about how it lives.

    >>> from fupin_policy.domain import Household
    >>> Household(risk_disaster=True).fact("risk_point"), Household(risk_disaster=False).fact("risk_point")
    (True, None)
    """

    __slots__ = ()
    extent: ClassVar[Extent] = Extent.HOME

    # fmt: off
    # Income and standing
    identified_on: Annotated[dt.date | None, Fact(
        "认定日期", "Identified", "Day on which the household was found to be poor or of low income."
    )] = None
    net_income: Annotated[Quantity | None, Fact(
        "家庭人均纯收入", "Net income per head",
        "Net income per head in the year of the assessment (a loss is negative).", unit="元/人/年",
    )] = None
    income_2010: Annotated[Quantity | None, Fact(
        "2010年家庭人均收入", "Income of 2010",
        "Income per head of the household in 2010 (a loss is negative).", unit="元/人/年",
    )] = None
    low_income: Annotated[bool | None, Fact(
        "低收入农户", "Low-income household", "Whether it is recorded as a low-income rural household."
    )] = None
    marginal: Annotated[bool | None, Fact(
        "贫困边缘户", "On the margin",
        "Whether its income is only a little above that of the poor on the roll.",
    )] = None

    # Risks of becoming poor
    risk_illness: Annotated[bool | None, Fact(
        "大病致贫风险", "Risk by illness", "Whether major illness might make it poor."
    )] = None
    risk_disaster: Annotated[bool | None, Fact(
        "受灾致贫风险", "Risk by disaster", "Whether a disaster might make it poor."
    )] = None
    risk_education: Annotated[bool | None, Fact(
        "教育致贫风险", "Risk by schooling", "Whether the cost of schooling might make it poor."
    )] = None
    risk_other: Annotated[bool | None, Fact(
        "其他致贫风险", "Other risk", "Whether anything else might make it poor."
    )] = None
    risk_point: Annotated[bool | None, Fact(
        "存在致贫风险点", "Point of risk",
        "Whether anything might make it poor; follows from the four kinds of risk.",
        derive=AnyOf(("risk_illness", "risk_disaster", "risk_education", "risk_other")),
    )] = None
    monitored: Annotated[bool | None, Fact(
        "已纳入监测", "Monitored", "Whether it is followed because it might become poor."
    )] = None
    wants_insurance: Annotated[bool | None, Fact(
        "自愿参加防贫保", "Wants the insurance", "Whether it wants the insurance against becoming poor."
    )] = None

    # Hardship and allowance
    hard_on_dibao: Annotated[bool | None, Fact(
        "低保后生活仍困难", "Still in hardship",
        "Whether it is still in hardship with the subsistence allowance.",
    )] = None
    dibao_payment: Annotated[Quantity | None, Fact(
        "人均月低保补差", "Allowance paid", "Allowance paid per person and month.", unit="元/人/月", low=0
    )] = None
    dibao_extra: Annotated[Quantity | None, Fact(
        "人均月增发补助金", "Extra allowance", "Amount paid per person and month on top of the allowance.",
        unit="元/人/月", low=0,
    )] = None
    supported_at_home: Annotated[bool | None, Fact(
        "分散供养特困", "Supported at home",
        "Whether it is supported under the five guarantees while living at home.",
    )] = None
    small_nationality: Annotated[bool | None, Fact(
        "人口较少民族", "Small nationality",
        "Whether it belongs to one of the nationalities of small population.",
    )] = None
    in_hardship: Annotated[bool | None, Fact(
        "困难群众", "In hardship", "Whether it counts as one in hardship for aid."
    )] = None
    disaster_hit: Annotated[bool | None, Fact(
        "遭受自然灾害", "Hit by disaster",
        "Whether a natural disaster left it, or may leave it, in hardship it cannot overcome by itself.",
    )] = None
    temporary_hardship: Annotated[bool | None, Fact(
        "临时生活困难", "Temporary hardship", "Whether a special cause left it in hardship for a time."
    )] = None
    education_hardship: Annotated[bool | None, Fact(
        "因学困难", "Hardship by schooling", "Whether the cost of schooling holds its income low."
    )] = None
    illness_hardship: Annotated[bool | None, Fact(
        "因病困难", "Hardship by illness", "Whether illness holds its income low."
    )] = None

    # Spending, and aid towards it
    living_spending: Annotated[Quantity | None, Fact(
        "生活消费支出", "Living costs", "What it spends on living in the year.", unit="元/年", low=0
    )] = None
    education_spending: Annotated[Quantity | None, Fact(
        "教育支出", "Schooling costs", "What it spends on schooling in the year.", unit="元/年", low=0
    )] = None
    medical_spending: Annotated[Quantity | None, Fact(
        "医疗支出", "Medical costs", "What it spends on medical care in the year.", unit="元/年", low=0
    )] = None
    education_aid: Annotated[Quantity | None, Fact(
        "教育救助金", "Schooling aid", "Aid from state and society for schooling in the year.",
        unit="元/年", low=0,
    )] = None
    medical_aid: Annotated[Quantity | None, Fact(
        "医疗救助金", "Medical aid", "Aid from state and society for medical care in the year.",
        unit="元/年", low=0,
    )] = None

    # Relocation
    relocation: Annotated[RelocationKind | None, Fact(
        "搬迁类别", "Kind of relocation", "From what kind of place it moves."
    )] = None
    settlement: Annotated[SettlementKind | None, Fact(
        "安置方式", "Kind of settlement", "How it is settled after the move."
    )] = None
    relocated_on: Annotated[dt.date | None, Fact(
        "搬迁入住日期", "Relocated", "Day on which it moved into the new home."
    )] = None
    whole_village_move: Annotated[bool | None, Fact(
        "自然村整体搬迁", "Whole village moves", "Whether its whole natural village moves."
    )] = None
    homestead_reclaimed: Annotated[bool | None, Fact(
        "宅基地同步复垦", "Homestead reclaimed",
        "Whether its old homestead is turned back into farmland at once.",
    )] = None
    relocation_possible: Annotated[bool | None, Fact(
        "具备易地搬迁安置条件", "Relocation possible", "Whether the conditions for relocating it are met now."
    )] = None

    # Trades and business
    main_trade: Annotated[bool | None, Fact(
        "有长效增收主业", "Lasting trade", "Whether it has a trade that raises its income for long."
    )] = None
    stable_workers: Annotated[int | None, Fact(
        "稳定就业劳动力数", "Stable workers", "Members in stable employment.", unit="人", low=0
    )] = None
    joint_business: Annotated[bool | None, Fact(
        "参与合作经营", "In joint business",
        "Whether it takes part in a family farm, joint farm, joint household business or cooperative.",
    )] = None
    land_as_shares: Annotated[bool | None, Fact(
        "以承包经营权入股", "Land as shares",
        "Whether it puts its right to work the land into a business as shares.",
    )] = None
    farm_tourism: Annotated[bool | None, Fact(
        "农家乐经营户", "Runs a farm stay", "Whether it runs a farm stay."
    )] = None
    farm_tourism_revenue: Annotated[Quantity | None, Fact(
        "农家乐年营业收入", "Farm-stay revenue", "Revenue of its farm stay in the year.", unit="元/年", low=0
    )] = None
    wants_business: Annotated[bool | None, Fact(
        "有创业意愿", "Wants a business", "Whether it wishes to start a business."
    )] = None
    credit_conditions: Annotated[bool | None, Fact(
        "符合扶贫贷款条件", "Meets loan conditions",
        "Whether it meets the conditions of a loan for poverty relief.",
    )] = None
    has_card: Annotated[bool | None, Fact(
        "持有爱心卡", "Has the card",
        "Whether it has the card that names it for loans to low-income households.",
    )] = None

    # Help, and fees of broadcasting
    help_plan: Annotated[bool | None, Fact(
        "有帮扶对策", "Help plan", "Whether a plan of help was made for it."
    )] = None
    broadcast_fee_initial: Annotated[Quantity | None, Fact(
        "广播电视初装费", "Installation fee", "Fee for connecting it to radio and television.",
        unit="元", low=0,
    )] = None
    broadcast_fee: Annotated[Quantity | None, Fact(
        "广播电视收视费", "Viewing fee", "Yearly fee for radio and television.", unit="元/年", low=0
    )] = None
    # fmt: on
