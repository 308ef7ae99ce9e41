"""What a case expects of an assessment, and how an assessment differs from it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import field, frozen

from fupin_policy.assess import Assessment, Item, Outcome, Verdict
from fupin_policy.rules import Missing
from fupin_policy.values import Interval, Quantity
from fupin_policy.values.intervals import add

__all__ = ["Expectation", "ItemExpectation", "differences", "same_amount"]


@frozen
class ItemExpectation:
    """What is expected of one item; what is None is not compared."""

    verdict: Verdict | None = None
    amount: Quantity | None = None
    tier: str | None = None


@frozen
class Expectation:
    """What is expected of a measure's outcome; what is None or empty is not compared."""

    verdict: Verdict | None = None
    amount: Quantity | None = None
    tier: str | None = None
    missing: tuple[str, ...] | None = None
    items: Mapping[str, ItemExpectation] = field(factory=dict)
    layers: Mapping[str, Quantity] = field(factory=dict)
    totals: Mapping[str, Quantity] = field(factory=dict)
    error: str | None = None


def same_amount(expected: Quantity, found: Quantity) -> bool:
    """Whether two amounts are the same set of values in the same dimension, and nominally the same where
    the expected one is written with a nominal value. No amount is negative, so that an end below is 0.

    >>> same_amount(Quantity.parse(">=2000元/年"), Quantity.parse("2000元/年.."))
    False
    >>> same_amount(Quantity.parse("2000元/年.."), Quantity.parse(">=2000元/年"))
    True
    """
    if not expected.unit.same_kind(found.unit):
        return False
    a, b = expected.value, found.value
    if not isinstance(a, Interval) or not isinstance(b, Interval):
        return a == b
    ends = (a.low or 0, a.high, a.low_open, a.high_open) == (b.low or 0, b.high, b.low_open, b.high_open)
    return ends and (a.nominal is None or a.nominal == b.nominal)


def differences(expect: Expectation, measure: str, result: Assessment) -> Iterator[str]:
    """Every point in which an assessment is not what was expected of a measure."""
    outcome = result[measure]
    if expect.verdict is not None and outcome.verdict is not expect.verdict:
        yield f"verdict: expected {expect.verdict.value}, found {outcome.verdict.value}{_gaps(outcome)}"
    yield from _amount("amount", expect.amount, outcome.amount)
    if expect.tier is not None:
        tiers = sorted({str(item.tier) for item in outcome.items if item.verdict is Verdict.HOLDS})
        if tiers != [expect.tier]:
            yield f"tier: expected {expect.tier}, found {', '.join(tiers) or 'none'}"
    if expect.missing is not None:
        yield from _missing(expect.missing, outcome.missing)
    items = {item.subject: item for item in outcome.items}
    for subject, wanted in expect.items.items():
        item = items.get(subject)
        if item is None:
            yield f"items.{subject}: not among {', '.join(str(name) for name in items) or 'no items'}"
        else:
            yield from _item(f"items.{subject}", wanted, item)
    for payer, amount in expect.layers.items():
        yield from _amount(f"layers.{payer}", amount, _paid(payer, outcome.items))
    for key, amount in expect.totals.items():
        yield from _amount(f"totals.{key}", amount, result.totals.get(key))


def _gaps(outcome: Outcome) -> str:
    return f" (for want of {', '.join(str(gap) for gap in outcome.missing)})" if outcome.missing else ""


def _amount(where: str, expected: Quantity | None, found: Quantity | None) -> Iterator[str]:
    if expected is not None and (found is None or not same_amount(expected, found)):
        yield f"{where}: expected {expected}, found {found if found is not None else 'none'}"


def _item(where: str, expected: ItemExpectation, item: Item) -> Iterator[str]:
    if expected.verdict is not None and item.verdict is not expected.verdict:
        yield f"{where}.verdict: expected {expected.verdict.value}, found {item.verdict.value}"
    yield from _amount(f"{where}.amount", expected.amount, item.amount)
    if expected.tier is not None and item.tier != expected.tier:
        yield f"{where}.tier: expected {expected.tier}, found {item.tier or 'none'}"


def _missing(expected: Sequence[str], found: Sequence[Missing]) -> Iterator[str]:
    lacking = [name for name in expected if not any(name in (gap.key, str(gap)) for gap in found)]
    surplus = [str(gap) for gap in found if gap.key not in expected and str(gap) not in expected]
    if lacking:
        yield f"missing: expected {', '.join(lacking)} too, found {', '.join(map(str, found)) or 'none'}"
    if surplus:
        yield f"missing: found {', '.join(surplus)}, which was not expected"


def _paid(payer: str, items: Sequence[Item]) -> Quantity | None:
    """What a payer pays for all items together."""
    total: Quantity | None = None
    for item in items:
        for name, share in item.layers:
            if name == payer:
                total = share if total is None else Quantity(add(total.value, share.value), share.unit)
    return total
