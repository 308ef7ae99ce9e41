"""Whether a case lies where a policy applies, and what is said while that is not known."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import evolve

from fupin_policy.assess.results import Outcome, Trace, Verdict
from fupin_policy.domain.divisions import covers
from fupin_policy.policy import Label, Rulebook
from fupin_policy.rules import Missing
from fupin_policy.values import Quantity
from fupin_policy.values.intervals import hull

__all__ = ["is_in_place", "placeless"]


def is_in_place(book: Rulebook, division: str | None) -> bool | None:
    """Whether a division lies where the document applies; None where only a wider area is known."""
    if division is None:
        return None
    if book.covers(division):
        return True
    return None if covers(division, book.division) else False


class _Placeless(Trace):
    """A trace in which the place is missing too."""

    __slots__ = ("gap", "inner")

    def __init__(self, inner: Trace, gap: Missing) -> None:
        super().__init__(inner.steps)
        self.inner, self.gap = inner, gap

    def missing(self) -> Iterable[Missing]:
        return (self.gap, *self.inner.missing())

    def reason(self, verdict: Verdict) -> Label | None:
        return self.inner.reason(verdict)


def placeless(outcome: Outcome, key: str) -> Outcome:
    """An outcome of a case whose place is not known: it may be that the policy does not apply at all."""
    if outcome.verdict is Verdict.DOES_NOT_APPLY:
        return outcome

    def tracer() -> Trace:
        return _Placeless(outcome.tracer(), Missing(f"{key}.division"))

    items = tuple(
        item._replace(
            verdict=Verdict.UNDETERMINED,
            amount=_maybe(item.amount),
            layers=tuple((payer, Quantity(hull(0, share.value), share.unit)) for payer, share in item.layers),
        )
        for item in outcome.items
    )
    return evolve(
        outcome, verdict=Verdict.UNDETERMINED, amount=_maybe(outcome.amount), items=items, tracer=tracer
    )


def _maybe(amount: Quantity | None) -> Quantity | None:
    return None if amount is None else Quantity(hull(0, amount.value), amount.unit)
