"""What a measure says of each row it is about: verdict and amount, as :mod:`fupin_policy.assess.items` decides them."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import evolve, frozen

from fupin_policy.assess import Plan
from fupin_policy.assess.plan import PlannedRule
from fupin_policy.policy import Rounding
from fupin_policy.register.kernel.graph import Value
from fupin_policy.register.kernel.logic import chain
from fupin_policy.register.kernel.lower import Context, Lowering
from fupin_policy.register.kernel.numbers import Num, Truth
from fupin_policy.values import NOT_NEGATIVE

__all__ = ["Apart", "Items", "Said", "apart", "items_of"]


@frozen(eq=False)
class Said:
    """The verdict on the rows of one level, and what is due for each; ``amount`` is nothing where nothing is due.

    ``exists`` tells for which rows it is said at all: rows of a table all exist, those that stand for elements
    that are not listed exist where there are such. ``conflict`` is where two tiers apply together.
    """

    level: str
    exists: Value
    holds: Value
    fails: Value
    undetermined: Value
    not_in_force: Value
    not_meant: Value
    amount: Num | None
    conflict: Value
    context: Context

    def paid(self, amount: Num) -> Said:
        """The same with another amount."""
        return evolve(self, amount=amount)


@frozen(eq=False)
class Items:
    """All that a measure says of the parts of a case: of those listed, and of those that are not."""

    rule: PlannedRule
    parts: tuple[Said, ...]


def items_of(plan: Plan, one: PlannedRule, lowering: Lowering) -> Items:
    """What a measure says of the rows it is about, and of elements that are not listed, level by level."""
    context = Context(plan.book.scope_of(one.measure))
    g = lowering.graph
    to = one.rule.to
    parts: list[Said] = []
    way = chain(to)
    for depth, (owner, collection, element) in enumerate(way):
        level = lowering.layout.level(owner)
        listed = lowering.stated.listed(owner, collection)
        beyond = g.less(g.number(0), lowering.stated.unlisted(owner, collection))
        exists = g.either(g.no(listed), beyond)
        unknown = frozenset(kind for _, _, kind in way[depth:])
        if not exists.never:
            parts.append(_unlisted(one, lowering, evolve(context, unknown=unknown), level, exists))
        if element not in lowering.layout.tables:
            return Items(one, tuple(parts))
    parts.append(decided(one, lowering, context, lowering.layout.level(to), g.truth(True)))
    return Items(one, tuple(parts))


def _unlisted(one: PlannedRule, lowering: Lowering, context: Context, level: str, exists: Value) -> Said:
    """What may be due for elements that are not listed: anything, unless the rule fails whatever they are."""
    g = lowering.graph
    said = decided(one, lowering, context, level, exists, priced=False)
    may = g.either(said.holds, said.undetermined)
    said = evolve(said, holds=g.truth(False), undetermined=may)
    if one.unit is None:
        return said
    nothing = lowering.numbers.of(0)
    return said.paid(lowering.numbers.hull(may, lowering.numbers.of(NOT_NEGATIVE), g.no(may), nothing))


@frozen(eq=False)
class Apart:
    """What is said of the cases that have no element a rule could be about."""

    present: Value
    in_force: Truth
    addressed: Truth
    context: Context


def apart(items: Items, lowering: Lowering) -> Apart:
    """Which cases have an element that a rule could be about, and what is asked of those that have none."""
    g, one = lowering.graph, items.rule
    present = []
    for said in items.parts:
        there = said.exists
        for owner, _, element in reversed(chain(said.level)):
            there = g.any(element, lowering.layout.level(owner), there)
        present.append(there)
    context = items.parts[0].context
    outer = None if one.outer is None else one.outer.node
    return Apart(
        g.either(*present),
        lowering.truth(one.rule.in_force, context),
        lowering.truth(outer, context),
        context,
    )


def decided(
    one: PlannedRule, lowering: Lowering, context: Context, level: str, exists: Value, *, priced: bool = True
) -> Said:
    """The verdict on each row of a level and, where it is ``priced``, what is due for it."""
    g, rule = lowering.graph, one.rule
    in_force, applies = lowering.truth(rule.in_force, context), lowering.truth(rule.addressed, context)
    when = lowering.truth(rule.when, context)
    tiers = [lowering.truth(tier.when, context) for tier in rule.tiers]
    reached = g.both(g.no(in_force.fails), g.no(applies.fails), g.no(when.fails))
    sure, conflict = _one_of([tier.holds for tier in tiers], lowering)
    if tiers:
        possible = g.either(*(g.no(tier.fails) for tier in tiers))
        when = lowering.logic.all_of([when, Truth(sure, g.no(possible))])
    meant = g.both(in_force.holds, applies.holds)
    holds, fails = g.both(meant, when.holds), g.both(meant, when.fails)
    not_meant = g.both(in_force.holds, applies.fails)
    undetermined = g.both(*(g.no(one) for one in (holds, fails, not_meant, in_force.fails)))
    said = Said(
        level, exists, holds, fails, undetermined, in_force.fails, not_meant, None,
        g.both(reached, conflict, exists), context,
    )  # fmt: skip
    if one.unit is None or not priced:
        return said
    due = g.both(g.no(in_force.fails), g.no(applies.fails), g.no(when.fails))
    return said.paid(_amount(one, lowering, context, tiers, sure, due, holds))


def _one_of(truths: Sequence[Value], lowering: Lowering) -> tuple[Value, Value]:
    """Whether any of the truths holds, and whether two of them hold together."""
    g = lowering.graph
    some, two = g.truth(False), g.truth(False)
    for truth in truths:
        two = g.either(two, g.both(some, truth))
        some = g.either(some, truth)
    return some, two


def _amount(
    one: PlannedRule,
    lowering: Lowering,
    context: Context,
    tiers: Sequence[Truth],
    sure: Value,
    due: Value,
    certain: Value,
) -> Num:
    """What is due for each row: in full where that is certain, else from nothing to that."""
    g, numbers, rule = lowering.graph, lowering.numbers, one.rule
    nothing = numbers.of(0)
    amount, told = nothing, g.truth(False)
    if rule.amount is not None:
        amount, told = lowering.num(rule.amount, context), g.truth(True)
    for tier, truth in zip(rule.tiers, tiers, strict=True):
        if tier.amount is not None:
            may = g.either(truth.holds, g.both(g.no(sure), g.no(truth.fails)))
            found = lowering.num(tier.amount, context)
            amount = found if told.never else numbers.hull(told, amount, may, found)
            told = g.either(told, may)
    if told.never:
        return nothing
    amount = _rounded(_not_negative(amount, lowering), one, lowering)
    paid = g.both(due, told)
    perhaps = evolve(
        amount, low=g.choose(certain, amount.low, g.number(0)), low_open=g.both(certain, amount.low_open)
    )
    perhaps = numbers.between(
        perhaps.low,
        amount.high,
        amount.no_low,
        amount.no_high,
        perhaps.low_open,
        amount.high_open,
        amount.denominator,
    )
    return numbers.hull(paid, perhaps, g.no(paid), nothing)


def _not_negative(amount: Num, lowering: Lowering) -> Num:
    """An amount is never negative."""
    g, nil = lowering.graph, lowering.graph.number(0)
    low = g.choose(amount.no_low, nil, g.greatest(amount.low, nil))
    high = g.choose(amount.no_high, nil, g.greatest(amount.high, nil))
    open_low = g.both(amount.low_open, g.no(amount.no_low), g.at_most(nil, amount.low))
    open_high = g.both(amount.high_open, g.less(nil, amount.high))
    found = lowering.numbers.between(
        low, high, g.truth(False), amount.no_high, open_low, open_high, amount.denominator
    )
    return evolve(found, known=amount.known) if amount.known.always else found


def _rounded(amount: Num, one: PlannedRule, lowering: Lowering) -> Num:
    """The ends brought to whole units where the rule says so."""
    g = lowering.graph
    mode = Rounding(lowering.readings[one.rule.rounding]) if one.rule.rounding else Rounding.EXACT
    if mode is Rounding.EXACT or amount.denominator == 1:
        return amount if mode is Rounding.EXACT else _closed(amount, lowering)
    parts = amount.denominator

    def whole(value: Value) -> Value:
        if mode is Rounding.HALF_UP:
            twice = g.plus(g.times(value, g.number(2)), g.number(parts))
            return g.over(twice, 2 * parts)
        return g.over(g.plus(value, g.number(parts - 1)) if mode is Rounding.UP else value, parts)

    return _closed(evolve(amount, low=whole(amount.low), high=whole(amount.high), denominator=1), lowering)


def _closed(amount: Num, lowering: Lowering) -> Num:
    no = lowering.graph.truth(False)
    return lowering.numbers.between(
        amount.low, amount.high, amount.no_low, amount.no_high, no, no, amount.denominator
    )
