"""One rule on one element: its verdict, what is due, and who pays it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from fupin_policy.assess.plan import CompiledTier, Due, PlannedRule
from fupin_policy.assess.results import Told, Verdict
from fupin_policy.policy import Rounding
from fupin_policy.problems import ConflictError
from fupin_policy.rules import Missing
from fupin_policy.rules.compiled import Environment
from fupin_policy.rules.kleene import Truth
from fupin_policy.values import ANYTHING, NOT_NEGATIVE, Interval, Quantity, Value
from fupin_policy.values.intervals import hull, maximum, minimum, subtract, up_to

__all__ = ["STEADY", "Element", "decided", "without_element"]

_HOLDS, _FAILS, _UNDETERMINED = Verdict.HOLDS, Verdict.FAILS, Verdict.UNDETERMINED
_NOT_IN_FORCE, _DOES_NOT_APPLY = Verdict.NOT_IN_FORCE, Verdict.DOES_NOT_APPLY

STEADY = "steady"
"""Where an environment holds the amounts that are the same for all cases under its readings and open terms."""

_Layers: TypeAlias = tuple[tuple[str, Quantity], ...]


class Element(NamedTuple):
    """One element a rule is about, with its environment. ``gap`` is the collection that is not known:
    the element then stands for all that may be in it. ``plain`` are the items that say no more than whether a rule
    without amounts holds of it.
    """

    name: str | None
    env: Environment
    gap: Missing | None
    plain: Mapping[bool | None, Told]

    @classmethod
    def of(cls, name: str | None, env: Environment, gap: Missing | None = None) -> Element:
        """An element, with what is said of it alike by many rules."""
        fails = (name, _FAILS, None, None, ())
        perhaps = (name, _UNDETERMINED, None, None, ())
        holds = (name, _HOLDS, None, None, ()) if gap is None else perhaps
        return cls(name, env, gap, {True: holds, False: fails, None: perhaps})


def decided(one: PlannedRule, elements: Sequence[Element], outer: Environment) -> tuple[Told, ...]:
    """The verdicts on elements of the case that ``outer`` is the environment of, and what is due for them."""
    if one.conditional:
        return tuple([_where_it_stands(one, element) for element in elements])
    # What asks nothing of the single element is looked at once for all, and so is an amount that is the same for all.
    shared = True if one.shared is None else one.shared.run(outer)
    run = None if one.own is None or shared is False else one.own.run
    plain, nothing, steady = one.plain, one.nothing, _steady(one, outer) if one.steady else None
    items: list[Told] = []
    for element in elements:
        holds = shared if run is None else run(element[1]) and shared
        if plain:
            item = element[3][holds]
        elif holds is False:
            item = (element[0], _FAILS, nothing, None, ())
        elif steady is not None and element[2] is None:
            due, perhaps = steady
            name = element[0]
            item = (name, _HOLDS, due, None, ()) if holds else (name, _UNDETERMINED, perhaps, None, ())
        else:
            item = _decide(one, element, holds)
        items.append(item)
    return tuple(items)


def _where_it_stands(one: PlannedRule, element: Element) -> Told:
    """The verdict of a rule that may be out of force or not for an element, and what is due for it."""
    env = element[1]
    in_force = True if one.in_force is None else one.in_force.run(env)
    if in_force is False:
        return _without_amount(one, element, _NOT_IN_FORCE)
    addressed = True if one.applies is None else one.applies.run(env)
    if addressed is False:
        return _without_amount(one, element, _DOES_NOT_APPLY if in_force else _UNDETERMINED)
    return _decide(one, element, one.when.run(env), bool(in_force and addressed))


def _decide(one: PlannedRule, element: Element, holds: Truth, sure: bool = True) -> Told:
    """The verdict on one element of which a rule holds or not, and what is due for it.

    For the elements of a collection that is not known anything may be due, unless the rule fails whatever they are.
    """
    name, env, gap, plain = element
    tier: str | None = None
    amount: Value | None = None
    if one.tiers and holds is not False:
        fits, tier, amount = _tier(one, element)
        holds = False if fits is False else (None if fits is None or holds is None else True)
    if holds is False:
        # As long as it may turn out that the measure is out of force or not for this case, it does not fail either.
        return _without_amount(one, element, _FAILS if sure else _UNDETERMINED)
    certain = sure and holds is True and gap is None
    if one.unit is None and tier is None:
        return plain[certain or None]
    verdict = _HOLDS if certain else _UNDETERMINED
    if gap is not None:
        return _without_amount(one, element, verdict)
    if one.steady:
        due, perhaps = _steady(one, env)
        return (name, verdict, due if certain else perhaps, None, ())
    if one.amount is not None and not one.tiers:
        amount = one.amount.run(env)
    if one.unit is None or amount is None:
        return (name, verdict, None, tier, ())
    amount = _rounded(_due(amount), one, env)
    layers = _layers(one, amount, certain, env) if one.layers else ()
    return (name, verdict, one.quantity(amount if certain else up_to(amount)), tier, layers)


def _without_amount(one: PlannedRule, element: Element, verdict: Verdict) -> Told:
    """An item for which nothing is due; of an element that is not known nobody can say so while it is undetermined."""
    open_ended = verdict is _UNDETERMINED and element.gap is not None
    return (element.name, verdict, one.anything if open_ended else one.nothing, None, ())


def _steady(one: PlannedRule, env: Environment) -> Due:
    """An amount on which only readings and open terms bear: under the same ones it is worked out once."""
    assert one.amount is not None
    known: dict[str, Due] = env[STEADY]
    key = one.measure.id
    if key not in known:
        amount = _rounded(_due(one.amount.run(env)), one, env)
        known[key] = one.quantity(amount), one.quantity(up_to(amount))
    return known[key]


def without_element(one: PlannedRule, env: Environment) -> Verdict:
    """The verdict on a case that has no element the rule could be about."""
    in_force = True if one.in_force is None else one.in_force.run(env)
    if in_force is False:
        return _NOT_IN_FORCE
    addressed = True if one.outer is None else one.outer.run(env)
    if in_force is None or addressed is None:
        return _UNDETERMINED
    return _FAILS if addressed else _DOES_NOT_APPLY


def _due(amount: Value) -> Value:
    """An amount is never negative."""
    if not isinstance(amount, Interval):
        return amount if amount > 0 else 0
    if amount.low is not None and amount.low >= 0:
        return amount
    if amount.high is not None and amount.high <= 0:
        return 0
    if amount is ANYTHING:
        return NOT_NEGATIVE
    return Interval(0, amount.high, False, amount.high_open, amount.nominal)


def _tier(one: PlannedRule, element: Element) -> tuple[bool | None, str | None, Value | None]:
    """The tier that applies: (True, name, amount), or what may apply: (None, None, the hull of it)."""
    env = element.env
    sure: list[CompiledTier] = []
    possible: list[CompiledTier] = []
    for tier in one.tiers:
        truth = tier.when.run(env)
        if truth is not False:
            (possible if truth is None else sure).append(tier)
    if len(sure) > 1:
        names = ", ".join(tier.name for tier in sure)
        raise ConflictError(
            f"{one.citation}: the tiers {names} of '{one.measure.id}' apply together{_of(element.name)}"
        )
    if sure:
        return True, sure[0].name, None if sure[0].amount is None else sure[0].amount.run(env)
    if not possible:
        return False, None, None
    amounts = [tier.amount.run(env) for tier in possible if tier.amount is not None]
    joined: Value | None = None
    for amount in amounts:
        joined = amount if joined is None else hull(joined, amount)
    return None, None, joined


def _of(name: str | None) -> str:
    return f" to {name}" if name else ""


def _rounded(amount: Value, one: PlannedRule, env: Environment) -> Value:
    if one.rounding is None:
        return amount
    mode: str = env[one.rounding]
    if mode == Rounding.EXACT:
        return amount
    if not isinstance(amount, Interval):
        return _round(amount, mode)
    low = None if amount.low is None else _round(amount.low, mode)
    high = None if amount.high is None else _round(amount.high, mode)
    nominal = None if amount.nominal is None else _round(amount.nominal, mode)
    if low is not None and low == high:
        return low
    # An end that was left out may round onto the kept value, so rounded ends are included.
    return Interval(low, high, nominal=nominal)


def _round(number: int | Fraction, mode: str) -> int | Fraction:
    match mode:
        case Rounding.EXACT:
            return number
        case Rounding.DOWN:
            return number.__floor__()
        case Rounding.UP:
            return number.__ceil__()
    return (number + Fraction(1, 2)).__floor__()


def _layers(one: PlannedRule, amount: Value, certain: bool, env: Environment) -> _Layers:
    """Who pays how much: each layer up to its amount of what is left, in order."""
    assert one.unit is not None
    left, shares = amount, []
    for layer in one.layers:
        share = (
            left if layer.amount is None else minimum(_rounded(_due(layer.amount.run(env)), one, env), left)
        )
        left = maximum(0, subtract(left, share)) if layer.amount is not None else 0
        shares.append((layer.payer, Quantity(share if certain else up_to(share), one.unit)))
    return tuple(shares)
