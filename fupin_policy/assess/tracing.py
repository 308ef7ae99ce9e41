"""How an outcome came about: every rule of a measure traced on every element, and the gaps in them."""

from __future__ import annotations

from collections.abc import Iterator

from fupin_policy.assess.items import Element
from fupin_policy.assess.plan import PlannedRule
from fupin_policy.assess.results import Item, Trace, Verdict
from fupin_policy.assess.why import overpaid, reason_of
from fupin_policy.policy import Label
from fupin_policy.rules import Missing, Step, ancestors, missing
from fupin_policy.rules.compiled import Environment

__all__ = ["trace", "trace_without_element"]


def trace(one: PlannedRule, elements: list[Element], items: tuple[Item, ...]) -> Trace:
    """All rules of a measure traced on all elements, of which ``items`` are the verdicts."""
    traced = [_steps(one, element) for element in elements]

    def gaps() -> Iterator[Missing]:
        for element, item in zip(elements, items, strict=True):
            if element.gap is not None and item.verdict is Verdict.UNDETERMINED:
                yield element.gap
        for element, found in zip(elements, traced, strict=True):
            ids = _ids(one.rule.to, element.name)
            for step, relevant in found:
                if relevant and step.is_unknown:
                    yield from (gap for gap in missing(step, ids) if _has_owner(gap, element.env))

    def reason(verdict: Verdict) -> Label | None:
        told = [[step for step, _ in found] for found in traced]
        return overpaid(one, elements, items) or reason_of(one, verdict, told)

    return Trace(tuple([step for found in traced for step, _ in found]), gaps, reason)


def trace_without_element(one: PlannedRule, env: Environment) -> Trace:
    """What is asked of a case that has no element the rule could be about, traced."""
    steps = [rule.trace(env) for rule in (one.in_force, one.outer) if rule is not None]
    if one.in_force is not None and steps[0].value is False:
        del steps[1:]
    return Trace(
        tuple(steps),
        lambda: (gap for step in steps if step.is_unknown for gap in missing(step, {})),
        lambda verdict: reason_of(one, verdict, [steps]),
    )


def _has_owner(gap: Missing, env: Environment) -> bool:
    """Whether a missing fact is one of an element that exists: of an unknown element nothing can be asked yet."""
    entity = gap.key.partition(".")[0]
    return not ancestors(entity) or entity not in env or env[entity] is not None


def _ids(to: str, name: str | None) -> dict[str, str | None]:
    """The names of an element and of its owners: a/b1 is bill b1 of person a."""
    found: dict[str, str | None] = {}
    for entity in (to, *(owner for owner, _ in ancestors(to))):
        if ancestors(entity):
            found[entity] = name
            name = name.rpartition("/")[0] if name else None
    return found


def _steps(one: PlannedRule, element: Element) -> list[tuple[Step, bool]]:
    """Each rule of the measure traced on an element, and whether what it leaves open matters.

    Of elements that are not known there is no amount to be worked out.
    """
    name, env = element.name, element.env
    steps: list[tuple[Step, bool]] = []
    if one.in_force is not None:
        steps.append((one.in_force.trace(env, name), True))
        if steps[0][0].value is False:
            return steps
    if one.applies is not None:
        applies = one.applies.trace(env, name)
        steps.append((applies, True))
        if applies.value is False:
            return steps
    when = one.when.trace(env, name)
    steps.append((when, True))
    if when.value is False or element.gap is not None:
        return steps
    if one.tiers:
        steps += _traced_tiers(one, element)
    if one.amount is not None:
        steps.append((one.amount.trace(env, name), True))
    for layer in one.layers:
        if layer.amount is not None:
            steps.append((layer.amount.trace(env, name), True))
    return steps


def _traced_tiers(one: PlannedRule, element: Element) -> Iterator[tuple[Step, bool]]:
    """Each tier traced, and the amount of those that apply or may; one that applies decides about the others."""
    name, env = element.name, element.env
    truths = [tier.when.trace(env, name) for tier in one.tiers]
    decided = any(step.value is True for step in truths)
    for tier, step in zip(one.tiers, truths, strict=True):
        yield step, not decided
        if tier.amount is not None and step.value is not False and (step.value or not decided):
            yield tier.amount.trace(env, name), True
