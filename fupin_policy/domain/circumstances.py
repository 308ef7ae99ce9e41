"""How a household lives: its income and risks, its hardship and aid, its move, its business."""

import datetime as dt
from typing import ClassVar

from fupin_policy.domain.codes import RelocationKind, SettlementKind
from fupin_policy.domain.derived import AnyOf
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import fact
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
    identified_on: dt.date | None = fact(
        "认定日期", "Identified", "Day on which the household was found to be poor or of low income."
    )
    net_income: Quantity | None = fact(
        "家庭人均纯收入", "Net income per head",
        "Net income per head in the year of the assessment (a loss is negative).", unit="元/人/年",
    )
    income_2010: Quantity | None = fact(
        "2010年家庭人均收入", "Income of 2010",
        "Income per head of the household in 2010 (a loss is negative).", unit="元/人/年",
    )
    low_income: bool | None = fact(
        "低收入农户", "Low-income household", "Whether it is recorded as a low-income rural household."
    )
    marginal: bool | None = fact(
        "贫困边缘户", "On the margin",
        "Whether its income is only a little above that of the poor on the roll.",
    )

    # Risks of becoming poor
    risk_illness: bool | None = fact(
        "大病致贫风险", "Risk by illness", "Whether major illness might make it poor."
    )
    risk_disaster: bool | None = fact(
        "受灾致贫风险", "Risk by disaster", "Whether a disaster might make it poor."
    )
    risk_education: bool | None = fact(
        "教育致贫风险", "Risk by schooling", "Whether the cost of schooling might make it poor."
    )
    risk_other: bool | None = fact(
        "其他致贫风险", "Other risk", "Whether anything else might make it poor."
    )
    risk_point: bool | None = fact(
        "存在致贫风险点", "Point of risk",
        "Whether anything might make it poor; follows from the four kinds of risk.",
        derive=AnyOf(("risk_illness", "risk_disaster", "risk_education", "risk_other")),
    )
    monitored: bool | None = fact(
        "已纳入监测", "Monitored", "Whether it is followed because it might become poor."
    )
    wants_insurance: bool | None = fact(
        "自愿参加防贫保", "Wants the insurance", "Whether it wants the insurance against becoming poor."
    )

    # Hardship and allowance
    hard_on_dibao: bool | None = fact(
        "低保后生活仍困难", "Still in hardship",
        "Whether it is still in hardship with the subsistence allowance.",
    )
    dibao_payment: Quantity | None = fact(
        "人均月低保补差", "Allowance paid", "Allowance paid per person and month.", unit="元/人/月", low=0
    )
    dibao_extra: Quantity | None = fact(
        "人均月增发补助金", "Extra allowance", "Amount paid per person and month on top of the allowance.",
        unit="元/人/月", low=0,
    )
    supported_at_home: bool | None = fact(
        "分散供养特困", "Supported at home",
        "Whether it is supported under the five guarantees while living at home.",
    )
    small_nationality: bool | None = fact(
        "人口较少民族", "Small nationality",
        "Whether it belongs to one of the nationalities of small population.",
    )
    in_hardship: bool | None = fact(
        "困难群众", "In hardship", "Whether it counts as one in hardship for aid."
    )
    disaster_hit: bool | None = fact(
        "遭受自然灾害", "Hit by disaster",
        "Whether a natural disaster left it, or may leave it, in hardship it cannot overcome by itself.",
    )
    temporary_hardship: bool | None = fact(
        "临时生活困难", "Temporary hardship", "Whether a special cause left it in hardship for a time."
    )
    education_hardship: bool | None = fact(
        "因学困难", "Hardship by schooling", "Whether the cost of schooling holds its income low."
    )
    illness_hardship: bool | None = fact(
        "因病困难", "Hardship by illness", "Whether illness holds its income low."
    )

    # Spending, and aid towards it
    living_spending: Quantity | None = fact(
        "生活消费支出", "Living costs", "What it spends on living in the year.", unit="元/年", low=0
    )
    education_spending: Quantity | None = fact(
        "教育支出", "Schooling costs", "What it spends on schooling in the year.", unit="元/年", low=0
    )
    medical_spending: Quantity | None = fact(
        "医疗支出", "Medical costs", "What it spends on medical care in the year.", unit="元/年", low=0
    )
    education_aid: Quantity | None = fact(
        "教育救助金", "Schooling aid", "Aid from state and society for schooling in the year.",
        unit="元/年", low=0,
    )
    medical_aid: Quantity | None = fact(
        "医疗救助金", "Medical aid", "Aid from state and society for medical care in the year.",
        unit="元/年", low=0,
    )

    # Relocation
    relocation: RelocationKind | None = fact(
        "搬迁类别", "Kind of relocation", "From what kind of place it moves."
    )
    settlement: SettlementKind | None = fact(
        "安置方式", "Kind of settlement", "How it is settled after the move."
    )
    relocated_on: dt.date | None = fact(
        "搬迁入住日期", "Relocated", "Day on which it moved into the new home."
    )
    whole_village_move: bool | None = fact(
        "自然村整体搬迁", "Whole village moves", "Whether its whole natural village moves."
    )
    homestead_reclaimed: bool | None = fact(
        "宅基地同步复垦", "Homestead reclaimed",
        "Whether its old homestead is turned back into farmland at once.",
    )
    relocation_possible: bool | None = fact(
        "具备易地搬迁安置条件", "Relocation possible", "Whether the conditions for relocating it are met now."
    )

    # Trades and business
    main_trade: bool | None = fact(
        "有长效增收主业", "Lasting trade", "Whether it has a trade that raises its income for long."
    )
    stable_workers: int | None = fact(
        "稳定就业劳动力数", "Stable workers", "Members in stable employment.", unit="人", low=0
    )
    joint_business: bool | None = fact(
        "参与合作经营", "In joint business",
        "Whether it takes part in a family farm, joint farm, joint household business or cooperative.",
    )
    land_as_shares: bool | None = fact(
        "以承包经营权入股", "Land as shares",
        "Whether it puts its right to work the land into a business as shares.",
    )
    farm_tourism: bool | None = fact(
        "农家乐经营户", "Runs a farm stay", "Whether it runs a farm stay."
    )
    farm_tourism_revenue: Quantity | None = fact(
        "农家乐年营业收入", "Farm-stay revenue", "Revenue of its farm stay in the year.", unit="元/年", low=0
    )
    wants_business: bool | None = fact(
        "有创业意愿", "Wants a business", "Whether it wishes to start a business."
    )
    credit_conditions: bool | None = fact(
        "符合扶贫贷款条件", "Meets loan conditions",
        "Whether it meets the conditions of a loan for poverty relief.",
    )
    has_card: bool | None = fact(
        "持有爱心卡", "Has the card",
        "Whether it has the card that names it for loans to low-income households.",
    )

    # Help, and fees of broadcasting
    help_plan: bool | None = fact(
        "有帮扶对策", "Help plan", "Whether a plan of help was made for it."
    )
    broadcast_fee_initial: Quantity | None = fact(
        "广播电视初装费", "Installation fee", "Fee for connecting it to radio and television.",
        unit="元", low=0,
    )
    broadcast_fee: Quantity | None = fact(
        "广播电视收视费", "Viewing fee", "Yearly fee for radio and television.", unit="元/年", low=0
    )
    # fmt: on
