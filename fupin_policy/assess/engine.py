"""Assessing one case: every rule of a plan evaluated on a household, enterprise, village or other entity.

The result depends on the plan, the entity, the day, the readings and the open terms, and on nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from fupin_policy.assess.checks import check_all
from fupin_policy.assess.plan import Plan, PlannedRule
from fupin_policy.assess.results import Assessment, Item, Outcome, Trace, TracedStep, Verdict
from fupin_policy.assess.stacking import settle
from fupin_policy.domain.entity import Entity
from fupin_policy.policy import Label, Rounding
from fupin_policy.problems import ConflictError, OutsidePeriodError, Place, Problem
from fupin_policy.rules import Missing, Step, ancestors, entity_environment, missing, names_read
from fupin_policy.rules.compiled import MEMO, Environment
from fupin_policy.rules.nodes import FigureRef, ReadingRef
from fupin_policy.values import NOT_NEGATIVE, Interval, Quantity, Value
from fupin_policy.values.intervals import add, hull, maximum, minimum, subtract

__all__ = ["assess"]

_MAY_PAY = (Verdict.HOLDS, Verdict.UNDETERMINED)
_OTHER_PLACE = Label(
    "评估对象不在本政策适用的行政区划内", "the case lies outside the divisions this policy covers"
)


def assess(
    plan: Plan,
    subject: Entity,
    on: date,
    *,
    readings: Mapping[str, str] | None = None,
    terms: Mapping[str, Any] | None = None,
    version: str = "",
    place_required: bool = False,
) -> Assessment:
    """What the plan's rulebook says of ``subject`` on the day ``on``.

    ``readings`` choose options by name, ``terms`` fill open terms (text such as ``"4200元/人/年"``, or a
    quantity). ``place_required`` makes an unknown division leave every verdict open; otherwise it is
    presumed that the case lies where the policy applies, and the result says so.

    Raises InputError for unknown names and impossible facts, all together; OutsidePeriodError for a day
    on which the policy is not in force; ConflictError where two rules exclude each other.
    """
    book = plan.book
    chosen, filled = check_all(book, subject, on, readings, terms)
    base: dict[str, Any] = {"on": on, MEMO: {}}
    base |= {f"reading.{name}": option for name, option in chosen.items()}
    for name, term in book.terms.items():
        base[f"term.{name}"] = (
            filled[name][1] if name in filled else (term.known.value if term.known else None)
        )
    if plan.in_force.run(base) is not True:
        raise OutsidePeriodError(_outside(plan, on))
    division = getattr(subject, "division", None)
    in_place = None if division is None else book.covers(division)
    presumed = ("division",) if division is None and not place_required else ()
    outcomes = _outcomes(plan, subject, base, in_place is not False)
    if place_required and in_place is None:
        outcomes = [_placeless(outcome, subject.key) for outcome in outcomes]
    settled, totals = settle(plan, outcomes)
    return Assessment(
        policy=book.slug,
        title=book.title,
        policy_hash=book.content_hash,
        library=version,
        on=on,
        subject=subject,
        readings=chosen,
        terms={name: text for name, (text, _) in filled.items()},
        outcomes=tuple(settled),
        totals=totals,
        presumed=presumed,
        plan=plan,
    )


def _outside(plan: Plan, on: date) -> Problem:
    """The refusal of a day: what the document says of its own period, with the periods and readings it names."""
    book = plan.book
    names = dict.fromkeys(names_read(book.in_force, book.scope))
    periods = [
        f"{name} is {book.scope.figures[(name.measure or '', name.name)]}"
        for name in names
        if isinstance(name, FigureRef)
    ]
    readings = [name.name for name in names if isinstance(name, ReadingRef)]
    hints = [", ".join(periods), f"the readings {', '.join(readings)} bear on it" if readings else ""]
    told = "".join(f"; {hint}" for hint in hints if hint)
    return Problem(
        f"{book.slug} is not in force on {on}",
        Place(path="on"),
        expected=f"a day for which '{book.in_force}' is true{told}",
    )


@frozen
class Element:
    """One element a rule is about, with its environment. ``gap`` is the collection that is not known:
    the element then stands for all that may be in it.
    """

    name: str | None
    env: Environment
    gap: Missing | None = None


def _outcomes(plan: Plan, subject: Entity, base: Mapping[str, Any], in_place: bool) -> list[Outcome]:
    env = entity_environment(subject.key, subject, base)
    elements = {subject.key: [Element(None, env)]}
    outcomes: list[Outcome] = []
    for one in plan.rules:
        if one.family != subject.key:
            outcomes.append(one.aside)
        elif not in_place:
            outcomes.append(evolve(one.aside, reason=_OTHER_PLACE))
        else:
            to = one.rule.to
            if to not in elements:
                elements[to] = _elements(to, env)
            outcomes.append(_outcome(one, elements[to], env))
    return outcomes


def _elements(to: str, env: Environment) -> list[Element]:
    """Every element of a kind with its environment; a collection that is not known is one unknown element."""
    level = [Element(None, env)]
    path = list(reversed(ancestors(to)))
    kinds = [*(owner for owner, _ in path[1:]), to]
    for (owner, collection), kind in zip(path, kinds, strict=True):
        found: list[Element] = []
        for outer in level:
            items = getattr(outer.env[owner], collection) if outer.gap is None else None
            if items is None:
                gap = outer.gap or Missing(f"{owner}.{collection}", outer.name)
                found.append(Element(outer.name, {**outer.env, kind: None}, gap))
                continue
            for index, item in enumerate(items, 1):
                own = item.id or f"#{index}"
                found.append(Element(f"{outer.name}/{own}" if outer.name else own, {**outer.env, kind: item}))
        level = found
    return level


def _outcome(one: PlannedRule, elements: list[Element], outer: Environment) -> Outcome:
    items = [
        _item(one, element.name, element.env) if element.gap is None else _open_item(one, element)
        for element in elements
    ]
    measure = one.measure
    verdict = _joint([item.verdict for item in items]) if items else _of_none(one, outer)

    def tracer() -> Trace:
        return _trace(one, elements)

    return Outcome(
        measure.id,
        measure.name,
        measure.kind,
        one.citation,
        verdict,
        one.rule.stream,
        _sum(one, items),
        tuple(items),
        counted=one.uncounted is None,
        reason=one.uncounted,
        tracer=tracer,
    )


def _of_none(one: PlannedRule, env: Environment) -> Verdict:
    """The verdict where there is no element: what would be said of any element, if that is that none is meant."""
    kinds = (one.rule.to, *(owner for owner, _ in ancestors(one.rule.to)))
    found = _item(one, None, {**dict.fromkeys(kinds), **env}, priced=False)
    return found.verdict if found.verdict in (Verdict.NOT_IN_FORCE, Verdict.DOES_NOT_APPLY) else Verdict.FAILS


def _sum(one: PlannedRule, items: list[Item]) -> Quantity | None:
    """The amounts of all items together."""
    due = [item.amount for item in items if item.verdict in _MAY_PAY and item.amount is not None]
    if one.unit is None or not due:
        return one.nothing
    total = due[0].value
    for amount in due[1:]:
        total = add(total, amount.value)
    return due[0] if len(due) == 1 else Quantity(total, one.unit)


def _joint(verdicts: list[Verdict]) -> Verdict:
    """The verdict on all elements together: one that holds decides, then one that may."""
    for verdict in (
        Verdict.HOLDS,
        Verdict.UNDETERMINED,
        Verdict.NOT_IN_FORCE,
        Verdict.FAILS,
        Verdict.DOES_NOT_APPLY,
    ):
        if verdict in verdicts:
            return verdict
    return Verdict.FAILS


def _open_item(one: PlannedRule, element: Element) -> Item:
    """What may be due for the elements of a collection that is not known: nothing, if the rule fails whatever they are."""
    found = _item(one, element.name, element.env, priced=False)
    if found.verdict not in _MAY_PAY:
        return found
    amount = None if one.unit is None else Quantity(NOT_NEGATIVE, one.unit)
    return Item(element.name, Verdict.UNDETERMINED, amount)


def _item(one: PlannedRule, name: str | None, env: Environment, *, priced: bool = True) -> Item:
    """The verdict on one element and, where it is ``priced``, what is due for it."""
    in_force = True if one.in_force is None else one.in_force.run(env)
    if in_force is False:
        return Item(name, Verdict.NOT_IN_FORCE, one.nothing)
    addressed = True if one.applies is None else one.applies.run(env)
    if addressed is False:
        return Item(name, Verdict.DOES_NOT_APPLY if in_force else Verdict.UNDETERMINED, one.nothing)
    # As long as it may turn out that the measure is out of force or not for this case, it does not fail either.
    failing = Verdict.FAILS if in_force and addressed else Verdict.UNDETERMINED
    holds = one.when.run(env)
    if holds is False:
        return Item(name, failing, one.nothing)
    tier = None
    amount: Value | None = None
    if one.tiers:
        fits, tier, amount = _tier(one, name, env, priced)
        holds = False if fits is False else (None if fits is None or holds is None else True)
        if holds is False:
            return Item(name, failing, one.nothing)
    elif one.amount is not None and priced:
        amount = one.amount.run(env)
    certain = bool(holds and in_force and addressed)
    verdict = Verdict.HOLDS if certain else Verdict.UNDETERMINED
    if one.unit is None or amount is None:
        return Item(name, verdict, None, tier)
    amount = _rounded(_due(amount), one, env)
    layers = _layers(one, amount, certain, env) if one.layers else ()
    return Item(name, verdict, Quantity(amount if certain else _perhaps(amount), one.unit), tier, layers)


def _due(amount: Value) -> Value:
    """An amount is never negative."""
    if not isinstance(amount, Interval):
        return max(amount, 0)
    if amount.low is not None and amount.low >= 0:
        return amount
    if amount.high is not None and amount.high <= 0:
        return 0
    return evolve(amount, low=0, low_open=False)


def _perhaps(amount: Value) -> Value:
    """From nothing to the amount."""
    if isinstance(amount, Interval) and amount.low == 0 and not amount.low_open and amount.nominal is None:
        return amount
    return hull(0, amount)


def _tier(
    one: PlannedRule, name: str | None, env: Environment, priced: bool
) -> tuple[bool | None, str | None, Value | None]:
    """The tier that applies: (True, name, amount), or what may apply: (None, None, the hull of it)."""
    truths = [tier.when.run(env) for tier in one.tiers]
    sure = [tier for tier, truth in zip(one.tiers, truths, strict=True) if truth is True]
    if len(sure) > 1:
        names = ", ".join(tier.name for tier in sure)
        raise ConflictError(
            f"{one.citation}: the tiers {names} of '{one.measure.id}' apply together{_of(name)}"
        )
    if sure:
        return True, sure[0].name, sure[0].amount.run(env) if sure[0].amount is not None and priced else None
    possible = [tier for tier, truth in zip(one.tiers, truths, strict=True) if truth is None]
    if not possible:
        return False, None, None
    amounts = [tier.amount.run(env) for tier in possible if tier.amount is not None and priced]
    joined: Value | None = None
    for amount in amounts:
        joined = amount if joined is None else hull(joined, amount)
    return None, None, joined


def _of(name: str | None) -> str:
    return f" to {name}" if name else ""


def _rounded(amount: Value, one: PlannedRule, env: Environment) -> Value:
    if one.rule.rounding is None:
        return amount
    mode = Rounding(env[f"reading.{one.rule.rounding}"])
    if mode is Rounding.EXACT:
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


def _round(number: int | Fraction, mode: Rounding) -> int | Fraction:
    match mode:
        case Rounding.EXACT:
            return number
        case Rounding.DOWN:
            return number.__floor__()
        case Rounding.UP:
            return number.__ceil__()
    return (number + Fraction(1, 2)).__floor__()


def _layers(
    one: PlannedRule, amount: Value, certain: bool, env: Environment
) -> tuple[tuple[str, Quantity], ...]:
    """Who pays how much: each layer up to its amount of what is left, in order."""
    assert one.unit is not None
    left, shares = amount, []
    for layer in one.layers:
        share = (
            left if layer.amount is None else minimum(_rounded(_due(layer.amount.run(env)), one, env), left)
        )
        left = maximum(0, subtract(left, share)) if layer.amount is not None else 0
        shares.append((layer.payer, Quantity(share if certain else _perhaps(share), one.unit)))
    return tuple(shares)


def _trace(one: PlannedRule, elements: list[Element]) -> Trace:
    steps: list[TracedStep] = []
    unknown: list[Missing] = []
    for element in elements:
        if element.gap is not None and _open_item(one, element).verdict is Verdict.UNDETERMINED:
            unknown.append(element.gap)
        gaps = _gap_finder(one, element)
        steps += [
            TracedStep(step, gaps if relevant and step.is_unknown else _no_gaps)
            for step, relevant in _steps(one, element)
        ]
    return Trace(tuple(steps), tuple(unknown))


def _gap_finder(one: PlannedRule, element: Element) -> Callable[[Step], Iterable[Missing]]:
    def gaps(step: Step) -> Iterator[Missing]:
        found = missing(step, _ids(one.rule.to, element.name))
        return (gap for gap in found if _has_owner(gap, element.env))

    return gaps


def _no_gaps(step: Step) -> Iterable[Missing]:
    return ()


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
    truths = [tier.when.trace(env, name) for tier in one.tiers]
    decided = any(step.value is True for step in truths)
    for tier, step in zip(one.tiers, truths, strict=True):
        steps.append((step, not decided))
        if tier.amount is not None and step.value is not False and (step.value or not decided):
            steps.append((tier.amount.trace(env, name), True))
    if one.amount is not None:
        steps.append((one.amount.trace(env, name), True))
    steps.extend((layer.amount.trace(env, name), True) for layer in one.layers if layer.amount is not None)
    return steps


def _placeless(outcome: Outcome, key: str) -> Outcome:
    """An outcome of a case whose place is not known: it may be that the policy does not apply at all."""
    if outcome.verdict is Verdict.DOES_NOT_APPLY:
        return outcome
    gap = Missing(f"{key}.division")
    inner = outcome.tracer

    def tracer() -> Trace:
        found = inner() if inner is not None else Trace()
        return evolve(found, unknown=(gap, *found.unknown))

    if outcome.verdict is not Verdict.HOLDS:
        return evolve(outcome, tracer=tracer)
    items = tuple(
        evolve(
            item,
            verdict=Verdict.UNDETERMINED if item.verdict is Verdict.HOLDS else item.verdict,
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
