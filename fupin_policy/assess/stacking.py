"""How measures stand together: counted once, part of another, instead of another, the higher of a group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import evolve

from fupin_policy.assess.plan import Plan, total_key
from fupin_policy.assess.results import Item, Outcome, Verdict
from fupin_policy.policy import Label
from fupin_policy.problems import ConflictError
from fupin_policy.values import Quantity
from fupin_policy.values.intervals import hull, maximum, total

__all__ = ["settle", "totals_of"]


def settle(plan: Plan, outcomes: Sequence[Outcome]) -> tuple[list[Outcome], dict[str, Quantity]]:
    """The outcomes with what stacking does to them, and the totals by stream.

    Raises ConflictError where two measures that exclude each other hold of the same subject.
    """
    at, settled = plan.at, list(outcomes)
    _exclude(plan, outcomes)
    for one in plan.replacing:
        other = one.rule.stacking.instead_of
        if other is not None and other in at:
            replaced = plan.book[other].rule
            alike = replaced is not None and replaced.to == one.rule.to
            settled[at[other]] = _displaced(settled[at[other]], outcomes[at[one.measure.id]], alike)
    return settled, _totals(plan, settled)


def _displaced(outcome: Outcome, by: Outcome, alike: bool) -> Outcome:
    """An outcome without what another measure gives in its place.

    Measures about the same kind of thing displace each other one by one (person by person), others as wholes.
    What is displaced is not due: its amount is nothing, or perhaps nothing where the other is undetermined.
    """
    verdicts = {item.subject: item.verdict for item in by.items} if alike else {}
    against = [verdicts.get(item.subject, by.verdict) for item in outcome.items]
    due = [verdict for item, verdict in zip(outcome.items, against, strict=True) if _is_due(item)]
    if not any(verdict in (Verdict.HOLDS, Verdict.UNDETERMINED) for verdict in due):
        return outcome
    clause = by.citation.clause
    reason = Label(f"由{clause}“{by.name.zh}”替代", f"replaced by “{by.name.en}” ({clause})")
    items = tuple(_left(item, verdict) for item, verdict in zip(outcome.items, against, strict=True))
    counted = outcome.counted and not all(verdict is Verdict.HOLDS for verdict in due)
    return evolve(outcome, items=items, amount=_sum(items, outcome.amount), counted=counted, reason=reason)


def _is_due(item: Item) -> bool:
    return item.verdict in (Verdict.HOLDS, Verdict.UNDETERMINED)


def _left(item: Item, by: Verdict) -> Item:
    """What is left of an item beside one that displaces it, surely or perhaps."""
    if by not in (Verdict.HOLDS, Verdict.UNDETERMINED) or item.amount is None:
        return item

    def left(amount: Quantity) -> Quantity:
        return Quantity(0 if by is Verdict.HOLDS else hull(0, amount.value), amount.unit)

    layers = tuple((payer, left(share)) for payer, share in item.layers)
    return item._replace(amount=left(item.amount), layers=layers)


def _sum(items: Sequence[Item], like: Quantity | None) -> Quantity | None:
    if like is None:
        return None
    total = Quantity(0, like.unit)
    for item in items:
        total = total if item.amount is None else total + item.amount
    return total


def _exclude(plan: Plan, outcomes: Sequence[Outcome]) -> None:
    holding: dict[tuple[str, str, str | None], Outcome] = {}
    for one in plan.exclusive:
        group, outcome = one.rule.stacking.exclusive, outcomes[plan.at[one.measure.id]]
        for item in outcome.items:
            if item.verdict is not Verdict.HOLDS:
                continue
            other = holding.setdefault((group or "", one.rule.to, item.subject), outcome)
            if other is not outcome:
                whom = f" for {item.subject}" if item.subject else ""
                raise ConflictError(
                    f"'{other.measure}' ({other.citation}) and '{outcome.measure}' ({outcome.citation}) exclude each"
                    f" other and both hold{whom}"
                )


def _totals(plan: Plan, outcomes: Sequence[Outcome]) -> dict[str, Quantity]:
    return _sums((key, outcomes[at]) for key, at in plan.totalled)


def totals_of(outcomes: Iterable[Outcome]) -> dict[str, Quantity]:
    """The totals by stream of outcomes that have been settled already."""
    return _sums(
        (total_key(one.stream, one.amount.unit), one)
        for one in outcomes
        if one.stream is not None and one.amount is not None
    )


def _sums(keyed: Iterable[tuple[str, Outcome]]) -> dict[str, Quantity]:
    """Sums of the counted amounts by key; of a group the highest counts, for each subject."""
    counted: dict[str, list[Quantity]] = {}
    highest: dict[tuple[str, str, str | None], Quantity] = {}
    for key, outcome in keyed:
        if outcome.amount is None or not outcome.counted:
            continue
        amounts = counted.setdefault(key, [])
        if outcome.group is None:
            amounts.append(outcome.amount)
            continue
        amounts.append(Quantity(0, outcome.amount.unit))
        for subject, amount in _amounts(outcome):
            place = (key, outcome.group, subject)
            best = highest.get(place)
            highest[place] = (
                amount if best is None else Quantity(maximum(best.value, amount.value), amount.unit)
            )
    for (key, *_), amount in highest.items():
        counted[key].append(amount)
    return {
        key: amounts[0]
        if len(amounts) == 1
        else Quantity(total([one.value for one in amounts]), amounts[0].unit)
        for key, amounts in counted.items()
    }


def _amounts(outcome: Outcome) -> Iterator[tuple[str | None, Quantity]]:
    for item in outcome.items:
        if item.amount is not None:
            yield item.subject, item.amount
