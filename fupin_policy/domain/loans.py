"""The loans of a household."""

import datetime as dt
from typing import ClassVar

from fupin_policy.domain.checks import Consistent, Later
from fupin_policy.domain.codes import Lender, LoanPurpose
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import fact
from fupin_policy.domain.limits import Extent
from fupin_policy.domain.parts import entity
from fupin_policy.values import Quantity

__all__ = ["Loan"]


@entity
class Loan(Entity):
    """A loan the household has taken.

    >>> Loan(purpose="发展生产", principal="5万元", term="36个月").principal.number
    50000
    """

    key: ClassVar[str] = "loan"
    labels: ClassVar[tuple[str, str]] = ("贷款", "Loan")
    extent: ClassVar[Extent] = Extent.HOME
    consistent: ClassVar[tuple[Consistent, ...]] = (Later("drawn_on", "repaid_on"),)

    # fmt: off
    id: str | None = fact(
        "编号", "Identifier", "Text that tells this loan from the household's others."
    )
    purpose: LoanPurpose | None = fact("贷款用途", "Purpose", "What the loan is taken for.")
    principal: Quantity | None = fact(
        "贷款本金", "Principal", "The amount lent.", unit="元", low=0
    )
    term: Quantity | None = fact(
        "贷款期限", "Term", "Time from drawing the loan to its maturity.", unit="个月", low=0, high=600
    )
    drawn_on: dt.date | None = fact(
        "放款日期", "Drawn", "Day on which the loan was paid out."
    )
    repaid_on: dt.date | None = fact(
        "还清日期", "Repaid", "Day on which the last of the loan was paid back; nothing before."
    )
    secured: bool | None = fact(
        "需担保或抵押", "Secured", "Whether the lender demands a guarantee or a mortgage."
    )
    at_base_rate: bool | None = fact(
        "按基础利率", "At base rate", "Whether interest is charged at the benchmark rate without a surcharge."
    )
    interest: Quantity | None = fact(
        "当年应付利息", "Interest due", "Interest the borrower owes for the year before any subsidy.",
        unit="元/年", low=0,
    )
    guarantee_premium: Quantity | None = fact(
        "保证保险保费", "Guarantee-insurance premium",
        "Premium of the year for insurance against the borrower's default.", unit="元/年", low=0,
    )
    repaid_on_time: bool | None = fact(
        "按期还款", "Repaid on time", "Whether every instalment so far was paid when it was due."
    )
    microcredit: bool | None = fact(
        "扶贫小额信贷", "Micro-credit", "Whether it is a small loan for poverty relief."
    )
    lender: Lender | None = fact("贷款机构", "Lender", "What kind of institution lends.")
    rate: Quantity | None = fact(
        "年利率", "Rate", "Yearly rate of interest.", unit="%", low=0
    )
    base_rate: Quantity | None = fact(
        "同期基准利率", "Benchmark rate", "Yearly benchmark rate for the same term at the time.",
        unit="%", low=0,
    )
    overdue: bool | None = fact("逾期", "Overdue", "Whether an instalment is overdue.")
    # fmt: on
