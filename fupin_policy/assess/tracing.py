"""How an outcome came about: every rule of a measure traced on every element, and the gaps in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from fupin_policy.assess.items import Element
from fupin_policy.assess.plan import PlannedRule
from fupin_policy.assess.results import Item, Told, Trace, Verdict
from fupin_policy.assess.why import overpaid, reason_of
from fupin_policy.policy import Label
from fupin_policy.rules import Missing, Step, ancestors, missing
from fupin_policy.rules.compiled import Environment

__all__ = ["Asked", "Traced"]


class Traced(Trace):
    """The rules of a measure traced on all its elements, of which ``items`` are the verdicts."""

    __slots__ = ("elements", "one", "told", "traced")

    def __init__(self, one: PlannedRule, elements: Sequence[Element], items: Sequence[Told]) -> None:
        self.traced = [_steps(one, element) for element in elements]
        super().__init__(tuple(chain.from_iterable(self.traced)))
        self.one, self.elements, self.told = one, elements, items

    @property
    def items(self) -> list[Item]:
        """The verdicts."""
        return [Item._make(one) for one in self.told]

    def missing(self) -> Iterator[Missing]:
        items = self.items
        for element, item in zip(self.elements, items, strict=True):
            if element.gap is not None and item.verdict is Verdict.UNDETERMINED:
                yield element.gap
        for element, item, steps in zip(self.elements, items, self.traced, strict=True):
            ids = _ids(self.one.rule.to, element.name)
            for step in _mattering(self.one, item, steps):
                if step.is_unknown:
                    yield from (gap for gap in missing(step, ids) if _has_owner(gap, element.env))

    def reason(self, verdict: Verdict) -> Label | None:
        told = overpaid(self.one, self.elements, self.items)
        return told or reason_of(self.one, verdict, self.traced)


class Asked(Trace):
    """What is asked of a case that has no element the rule could be about, traced."""

    __slots__ = ("one",)

    def __init__(self, one: PlannedRule, env: Environment) -> None:
        steps = [rule.trace(env) for rule in (one.in_force, one.outer) if rule is not None]
        if one.in_force is not None and steps[0].value is False:
            del steps[1:]
        super().__init__(tuple(steps))
        self.one = one

    def missing(self) -> Iterator[Missing]:
        return (gap for step in self.steps if step.is_unknown for gap in missing(step, {}))

    def reason(self, verdict: Verdict) -> Label | None:
        return reason_of(self.one, verdict, [self.steps])


def _mattering(one: PlannedRule, item: Item, steps: Sequence[Step]) -> Sequence[Step]:
    """The steps of which it matters what they leave open: where a tier applies, whether others do does not."""
    if item.tier is None:
        return steps
    conditions = [tier.when.node for tier in one.tiers]
    return [step for at, step in enumerate(steps) if at < len(one.asked) or step.node not in conditions]


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


def _steps(one: PlannedRule, element: Element) -> list[Step]:
    """Each rule of the measure traced on an element.

    Of elements that are not known there is no amount to be worked out.
    """
    name, env, gap, _ = element
    steps: list[Step] = []
    for rule in one.asked:
        step = rule.trace(env, name)
        steps.append(step)
        if step[1] is False:
            return steps
    if gap is not None:
        return steps
    if one.tiers:
        steps += _traced_tiers(one, env, name)
    for rule in one.paid:
        steps.append(rule.trace(env, name))
    return steps


def _traced_tiers(one: PlannedRule, env: Environment, name: str | None) -> Iterator[Step]:
    """Each tier traced, and the amount of those that apply or may; one that applies decides about the others."""
    truths = [tier.when.trace(env, name) for tier in one.tiers]
    decided = any(step.value is True for step in truths)
    for tier, step in zip(one.tiers, truths, strict=True):
        yield step
        if tier.amount is not None and step.value is not False and (step.value or not decided):
            yield tier.amount.trace(env, name)
