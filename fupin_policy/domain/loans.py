"""The loans of a household."""

import datetime as dt
from typing import Annotated, ClassVar

from fupin_policy.domain.checks import Consistent, Later
from fupin_policy.domain.codes import Lender, LoanPurpose
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import Fact
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
    guarantee_premium: Annotated[Quantity | None, Fact(
        "保证保险保费", "Guarantee-insurance premium",
        "Premium of the year for insurance against the borrower's default.", unit="元/年", low=0,
    )] = None
    repaid_on_time: Annotated[bool | None, Fact(
        "按期还款", "Repaid on time", "Whether every instalment so far was paid when it was due."
    )] = None
    microcredit: Annotated[bool | None, Fact(
        "扶贫小额信贷", "Micro-credit", "Whether it is a small loan for poverty relief."
    )] = None
    lender: Annotated[Lender | None, Fact("贷款机构", "Lender", "What kind of institution lends.")] = None
    rate: Annotated[Quantity | None, Fact(
        "年利率", "Rate", "Yearly rate of interest.", unit="%", low=0
    )] = None
    base_rate: Annotated[Quantity | None, Fact(
        "同期基准利率", "Benchmark rate", "Yearly benchmark rate for the same term at the time.",
        unit="%", low=0,
    )] = None
    overdue: Annotated[bool | None, Fact("逾期", "Overdue", "Whether an instalment is overdue.")] = None
    # fmt: on
