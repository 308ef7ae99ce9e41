"""A rulebook made ready for assessing: the rules compiled, sorted by what they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from attrs import field, frozen

from fupin_policy.assess.results import Outcome, Verdict
from fupin_policy.domain import ENTITIES
from fupin_policy.domain.facts import entity_labels
from fupin_policy.policy import Citation, Label, Measure, Rule, Rulebook, Stream, amount_unit
from fupin_policy.rules import (
    Compiled,
    Names,
    Scope,
    all_of,
    ancestors,
    apart_from,
    asks_any,
    asks_day,
    check,
    compile_rule,
    facts_read,
    family,
)
from fupin_policy.rules.nodes import And
from fupin_policy.values import NOT_NEGATIVE, Quantity, Unit, Value

__all__ = ["CompiledLayer", "CompiledTier", "Due", "Plan", "PlannedRule", "total_key"]

_ONCE = Unit.parse("元")

Due: TypeAlias = tuple[Quantity | None, Quantity | None]
"""What is due where a rule holds, and where nobody can say whether it does."""


@frozen(eq=False)
class CompiledTier:
    """A tier ready to be evaluated."""

    name: str
    when: Compiled
    amount: Compiled | None


@frozen(eq=False)
class CompiledLayer:
    """A layer ready to be evaluated; without an amount it takes what is left."""

    payer: str
    amount: Compiled | None


@frozen(eq=False, repr=False)
class PlannedRule:
    """One measure's rule ready to be evaluated: its amount is in ``unit`` and goes into ``total``.

    ``uncounted`` says why it does not, ``aside`` is its outcome for a case it is not about, ``alike`` the fields of all.
    Of ``when``, ``shared`` are the conditions that ask nothing of the single element, ``own`` the others; None for none.
    ``applies`` is what must hold of a case for the rule to be met or failed, ``outer`` what of it is asked whether or
    not the case has such an element, ``nobody`` why the rule fails where there is none. ``nothing`` and ``anything`` are
    what is due where nothing is, and where nobody can say; ``rounding`` names the reading that rounds in an environment,
    ``names`` has the words for what the rule names. A rule is ``conditional`` where it may be out of force or not apply,
    ``steady`` where neither facts nor the day bear on its amount, and ``plain`` where it only holds or fails.
    ``asked`` are its conditions in the order in which they decide, ``paid`` its amount and those of its layers.
    """

    measure: Measure
    rule: Rule
    citation: Citation
    family: str
    when: Compiled
    shared: Compiled | None
    own: Compiled | None
    applies: Compiled | None
    in_force: Compiled | None
    outer: Compiled | None
    amount: Compiled | None
    tiers: tuple[CompiledTier, ...]
    layers: tuple[CompiledLayer, ...]
    unit: Unit | None
    total: str | None
    uncounted: Label | None
    nobody: Label
    aside: Outcome
    names: Names
    steady: bool
    alike: Mapping[str, Any] = field(init=False, repr=False)
    asked: tuple[Compiled, ...] = field(init=False, repr=False)
    paid: tuple[Compiled, ...] = field(init=False, repr=False)
    conditional: bool = field(init=False, repr=False)
    plain: bool = field(init=False, repr=False)
    nothing: Quantity | None = field(init=False, repr=False)
    anything: Quantity | None = field(init=False, repr=False)
    rounding: str | None = field(init=False, repr=False)

    def __repr__(self) -> str:
        return f"<PlannedRule {self.measure.id}>"

    @alike.default
    def _alike(self) -> Mapping[str, Any]:
        return dict(vars(self.aside))

    @asked.default
    def _asked(self) -> tuple[Compiled, ...]:
        return tuple(one for one in (self.in_force, self.applies, self.when) if one is not None)

    @paid.default
    def _paid(self) -> tuple[Compiled, ...]:
        amounts = (self.amount, *(layer.amount for layer in self.layers))
        return tuple(one for one in amounts if one is not None)

    @conditional.default
    def _conditional(self) -> bool:
        return self.in_force is not None or self.applies is not None

    @plain.default
    def _plain(self) -> bool:
        return self.unit is None and not (self.conditional or self.tiers)

    @nothing.default
    def _nothing(self) -> Quantity | None:
        return None if self.unit is None else Quantity(0, self.unit)

    @anything.default
    def _anything(self) -> Quantity | None:
        return None if self.unit is None else Quantity(NOT_NEGATIVE, self.unit)

    @rounding.default
    def _rounding(self) -> str | None:
        return None if self.rule.rounding is None else f"reading.{self.rule.rounding}"

    def quantity(self, value: Value) -> Quantity | None:
        """An amount of the rule."""
        if self.unit is None or value is NOT_NEGATIVE:
            return self.anything
        return Quantity(value, self.unit)


@frozen(eq=False, repr=False)
class Plan:
    """All rules of a rulebook ready to be evaluated, in the document's order, and the facts they look at.

    ``at`` tells the place of each measure among the rules; ``about`` gives those that are about a kind of case by what of
    it each is about, with their places. ``asides`` are the outcomes for a case that no rule is about. ``exclusive`` are
    those that exclude others, ``replacing`` those that stand in the place of another, ``totalled`` the totals that amounts
    go into, with the places of these. ``base`` are the readings and open terms as they are where nobody says otherwise,
    ``steady`` the amounts on which nothing else bears, remembered once they were worked out.
    """

    book: Rulebook
    in_force: Compiled
    rules: tuple[PlannedRule, ...]
    facts: frozenset[str]
    at: Mapping[str, int] = field(init=False, repr=False)
    about: Mapping[str, Mapping[str, Sequence[tuple[int, PlannedRule]]]] = field(init=False, repr=False)
    asides: tuple[Outcome, ...] = field(init=False, repr=False)
    exclusive: tuple[PlannedRule, ...] = field(init=False, repr=False)
    replacing: tuple[PlannedRule, ...] = field(init=False, repr=False)
    totalled: tuple[tuple[str, int], ...] = field(init=False, repr=False)
    base: Mapping[str, Any] = field(init=False, repr=False)
    steady: dict[str, Due] = field(factory=dict, init=False, repr=False)

    @at.default
    def _at(self) -> Mapping[str, int]:
        return {one.measure.id: index for index, one in enumerate(self.rules)}

    @about.default
    def _about(self) -> Mapping[str, Mapping[str, Sequence[tuple[int, PlannedRule]]]]:
        found: dict[str, dict[str, list[tuple[int, PlannedRule]]]] = {}
        for at, one in enumerate(self.rules):
            found.setdefault(one.family, {}).setdefault(one.rule.to, []).append((at, one))
        return found

    @asides.default
    def _asides(self) -> tuple[Outcome, ...]:
        return tuple(one.aside for one in self.rules)

    @exclusive.default
    def _exclusive(self) -> tuple[PlannedRule, ...]:
        return tuple(one for one in self.rules if one.rule.stacking.exclusive is not None)

    @replacing.default
    def _replacing(self) -> tuple[PlannedRule, ...]:
        return tuple(one for one in self.rules if one.rule.stacking.instead_of is not None)

    @totalled.default
    def _totalled(self) -> tuple[tuple[str, int], ...]:
        return tuple((one.total, at) for at, one in enumerate(self.rules) if one.total is not None)

    @base.default
    def _base(self) -> Mapping[str, Any]:
        readings = {f"reading.{name}": one.default for name, one in self.book.readings.items()}
        terms = {
            f"term.{name}": None if one.known is None else one.known.value
            for name, one in self.book.terms.items()
        }
        return readings | terms

    def __repr__(self) -> str:
        return f"<Plan of {self.book.slug}: {len(self.rules)} rules over {len(self.facts)} facts>"

    @classmethod
    def of(cls, book: Rulebook) -> Plan:
        """Compile a rulebook."""
        rules = tuple(_planned(book, m, m.rule) for m in book.measures if m.rule is not None)
        return cls(book, compile_rule(book.in_force, book.scope), rules, _facts(book))


def _facts(book: Rulebook) -> frozenset[str]:
    """Keys of all facts that the rules of a rulebook look at."""
    nodes = [node for m in book.measures if m.rule is not None for _, node in m.rule.nodes()]
    return frozenset(key for node in nodes for key in facts_read(node, book.scope))


def _planned(book: Rulebook, measure: Measure, rule: Rule) -> PlannedRule:
    scope, citation, about = book.scope_of(measure), book.cite(measure), family(rule.to)
    unit = _unit(book, measure, rule)
    elements = {rule.to, *(owner for owner, _ in ancestors(rule.to))} - {about}
    addressed = rule.addressed
    outer = None if addressed is None else apart_from(addressed, elements, scope)
    when = compile_rule(rule.when, scope)
    conditions = when.parts if isinstance(rule.when, And) else (when,)
    own = [one for one in conditions if asks_any(one.node, elements, scope)]
    zh, en = entity_labels(ENTITIES[about])
    reason = Label(
        f"此项针对{zh},不针对本次评估对象",
        f"this measure is about another kind of case ({en.lower()})",
    )
    return PlannedRule(
        measure=measure,
        rule=rule,
        citation=citation,
        family=about,
        when=when,
        shared=when if not own else all_of([one for one in conditions if one not in own]),
        own=all_of(own),
        applies=compile_rule(addressed, scope) if addressed is not None else None,
        in_force=compile_rule(rule.in_force, scope) if rule.in_force is not None else None,
        outer=None if outer is None else compile_rule(outer, scope),
        amount=compile_rule(rule.amount, scope) if rule.amount is not None else None,
        tiers=tuple(
            CompiledTier(
                tier.name,
                compile_rule(tier.when, scope),
                compile_rule(tier.amount, scope) if tier.amount is not None else None,
            )
            for tier in rule.tiers
        ),
        layers=tuple(
            CompiledLayer(
                layer.payer, compile_rule(layer.amount, scope) if layer.amount is not None else None
            )
            for layer in rule.layers
        ),
        unit=unit,
        total=None if unit is None or rule.stream is None else total_key(rule.stream, unit),
        uncounted=_uncounted(book, rule),
        nobody=_nobody(rule.to),
        aside=Outcome(
            measure.id,
            measure.name,
            measure.kind,
            citation,
            Verdict.DOES_NOT_APPLY,
            rule.stream,
            counted=rule.stacking.counted,
            reason=reason,
            group=None if rule.stacking.higher_of is None else f"{rule.stacking.higher_of}/{rule.to}",
        ),
        names=book.names(measure),
        steady=unit is not None and _is_steady(rule, scope),
    )


def _is_steady(rule: Rule, scope: Scope) -> bool:
    """Whether the amount of a rule is the same for all, on any day."""
    amount = rule.amount
    if amount is None or rule.tiers or rule.layers:
        return False
    return not (facts_read(amount, scope) or asks_day(amount, scope))


def _nobody(to: str) -> Label:
    """Why a rule fails for a case that has none of what it is about."""
    zh, en = entity_labels(ENTITIES[to])
    return Label(f"没有这里所说的{zh}", f"there is no {en.lower()} it could be about")


def _uncounted(book: Rulebook, rule: Rule) -> Label | None:
    """Why the amounts of a rule are not counted under its own name, or None."""
    stacking = rule.stacking
    if stacking.same_as is not None:
        measure = book[stacking.same_as]
        zh = f"与{measure.clause}“{measure.name.zh}”为同一款项,只计一次"
        return Label(zh, f"stated again; counted once, under “{measure.name.en}” ({measure.clause})")
    if stacking.part_of is not None:
        measure = book[stacking.part_of]
        en = f"part of “{measure.name.en}” ({measure.clause})"
        return Label(f"已含在{measure.clause}“{measure.name.zh}”中", en)
    return None


def _unit(book: Rulebook, measure: Measure, rule: Rule) -> Unit | None:
    """The unit of the amounts of a rule: 元/年 or 元 for one ``to``."""
    nodes = [rule.amount, *(tier.amount for tier in rule.tiers)]
    for node in nodes:
        if node is not None and rule.stream is not None:
            found, _ = check(node, book.scope_of(measure))
            if found is not None:
                return amount_unit(rule.to, found.unit, rule.stream)
    return None


def total_key(stream: Stream, unit: Unit) -> str:
    """The name of the total an amount goes into: the stream, with ``_per_year`` where it flows yearly.

    Yearly cash is yearly by its name; all other streams keep yearly and one-off amounts apart.
    """
    if stream is Stream.YEARLY_CASH or unit == _ONCE:
        return stream.value
    return f"{stream.value}_per_year"
