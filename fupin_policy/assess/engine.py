"""Assessing one case: every rule of a plan evaluated on a household, enterprise, village or other entity.

The result depends on the plan, the entity, the day, the readings and the open terms, and on nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from itertools import chain
from typing import Any, TypeAlias

from attrs import evolve

from fupin_policy.assess.checks import check_all, check_day
from fupin_policy.assess.items import STEADY, Element, decided, without_element
from fupin_policy.assess.place import is_in_place, placeless
from fupin_policy.assess.plan import Plan, PlannedRule
from fupin_policy.assess.results import ELSEWHERE, Assessment, Outcome, Verdict
from fupin_policy.assess.stacking import settle
from fupin_policy.assess.tracing import Asked, Traced
from fupin_policy.domain.entity import Entity
from fupin_policy.policy import Kind
from fupin_policy.problems import InputError, OutsidePeriodError, Place, Problem
from fupin_policy.rules import Missing, ancestors, entity_environment, names_read
from fupin_policy.rules.compiled import MEMO, Environment, element_environment, elements_of
from fupin_policy.rules.nodes import ReadingRef
from fupin_policy.values import Period, Quantity
from fupin_policy.values.intervals import total

__all__ = ["assess", "base_of", "refuse_day"]


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
    on which the policy is not in force, with them; ConflictError where two rules exclude each other.
    """
    book = plan.book
    try:
        chosen, filled = check_all(book, subject, on, readings, terms)
    except InputError as error:
        raise _with_day(plan, on, readings, error) from None
    base = base_of(plan, on, readings or {}, {name: value for name, (_, value) in filled.items()})
    base[MEMO] = {}
    refuse_day(plan, base)
    division = getattr(subject, "division", None)
    in_place = is_in_place(book, division)
    presumed = ("division",) if in_place is None and not place_required else ()
    outcomes = _outcomes(plan, subject, base, in_place is not False)
    if place_required and in_place is None:
        outcomes = [placeless(outcome, subject.key) for outcome in outcomes]
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


def base_of(plan: Plan, on: date, readings: Mapping[str, str], terms: Mapping[str, Any]) -> dict[str, Any]:
    """The part of an environment that is the same for every case: the day, the readings, and the open terms."""
    base = {**plan.base, "on": on, STEADY: {} if readings or terms else plan.steady}
    base |= {f"reading.{name}": option for name, option in readings.items()}
    base |= {f"term.{name}": value for name, value in terms.items()}
    return base


def refuse_day(plan: Plan, base: Mapping[str, Any]) -> None:
    """Raise OutsidePeriodError where the policy is not in force on the day, under the readings."""
    if plan.in_force.run(base) is not True:
        raise OutsidePeriodError(_outside(plan, base))


def _with_day(plan: Plan, on: object, readings: Mapping[str, str] | None, error: InputError) -> InputError:
    """A refusal together with that of the day, where it lies outside the period under readings that exist."""
    try:
        base = base_of(plan, check_day(on), plan.book.choose(readings), {})
    except InputError:
        return error
    if plan.in_force.run(base) is not False:
        return error
    return OutsidePeriodError([_outside(plan, base), *error.problems])


def _outside(plan: Plan, base: Mapping[str, Any]) -> Problem:
    """The refusal of a day: the days in force under the readings, and the readings that other days hang on."""
    book, on, spans = plan.book, base["on"], _in_force(plan, base)
    names = dict.fromkeys(names_read(book.in_force, book.scope))
    readings = [name.name for name in names if isinstance(name, ReadingRef)]
    days = f"a day {' or '.join(_span(one) for one in spans)}" if spans else "a day of which there is none"
    return Problem(
        f"{book.slug} is not in force on {on}",
        Place(path="on"),
        expected=days + (f" (other readings of {', '.join(readings)} may change that)" if readings else ""),
    )


def _in_force(plan: Plan, base: Mapping[str, Any]) -> list[Period]:
    """The days in force under the readings."""
    days = plan.book.days_of_change
    spans: list[list[date]] = []
    before = False
    for day in days:
        holds = plan.in_force.run({**base, MEMO: {}, "on": day}) is True
        if holds and not before:
            spans.append([day, day])
        elif holds:
            spans[-1][1] = day
        before = holds
    return [
        Period(None if first == days[0] else first, None if last == days[-1] else last)
        for first, last in spans
    ]


def _span(days: Period) -> str:
    if days.start is None:
        return f"until {days.end}"
    return f"from {days.start} " + ("on" if days.end is None else f"to {days.end}")


def _outcomes(plan: Plan, subject: Entity, base: Mapping[str, Any], in_place: bool) -> list[Outcome]:
    outcomes = list(plan.asides)
    about = plan.about.get(subject.key, {})
    if not in_place:
        for at, one in chain.from_iterable(about.values()):
            outcomes[at] = evolve(one.aside, reason=ELSEWHERE)
        return outcomes
    env = entity_environment(subject.key, subject, base)
    for to, rules in about.items():
        elements = [Element.of(None, env)] if to == subject.key else _elements(to, env)
        for at, one in rules:
            outcomes[at] = _outcome(one, elements, env)
    return outcomes


_Found: TypeAlias = tuple[str | None, Environment, Missing | None]
"""The name, the environment and the gap of what becomes an element."""


def _elements(to: str, env: Environment) -> list[Element]:
    """Every element of a kind with its environment; a collection that is not known is one unknown element."""
    level: list[_Found] = [(None, env, None)]
    path = list(reversed(ancestors(to)))
    kinds = [*(owner for owner, _ in path[1:]), to]
    for (owner, collection), kind in zip(path, kinds, strict=True):
        found: list[_Found] = []
        for name, outer, gap in level:
            elements = None if gap else elements_of(outer, owner, collection, kind)
            if elements is None:
                missing = gap or Missing(f"{owner}.{collection}", name)
                found.append((name, element_environment(outer, kind, None), missing))
                continue
            for index, inner in enumerate(elements.listed, 1):
                own = inner[kind].id or f"#{index}"
                found.append((f"{name}/{own}" if name else own, inner, None))
            if elements.unlisted is not None:
                found.append((name, elements.unlisted, Missing(f"{owner}.{collection}", name)))
        level = found
    return [Element.of(*one) for one in level]


def _outcome(one: PlannedRule, elements: list[Element], outer: Environment) -> Outcome:
    if not elements:
        verdict = without_element(one, outer)
        reason = one.nobody if verdict is Verdict.FAILS else one.uncounted
        return Outcome.decided(one.alike, verdict, one.nothing, (), reason, partial(Asked, one, outer))
    items = decided(one, elements, outer)
    if len(items) == 1:
        ((_, verdict, amount, _, _),) = items
    else:
        _, verdicts, amounts, _, _ = zip(*items, strict=True)
        verdict = _joint(one.measure.kind, set(verdicts))
        amount = None if one.unit is None else _sum(one, amounts)
    tracer = partial(Traced, one, elements, items)
    return Outcome.decided(one.alike, verdict, amount or one.nothing, items, one.uncounted, tracer)


def _sum(one: PlannedRule, amounts: Sequence[Quantity | None]) -> Quantity | None:
    """All amounts together."""
    nothing = one.nothing
    due = [amount for amount in amounts if amount is not None and amount is not nothing]
    if len(due) < 2:
        return due[0] if due else nothing
    return one.quantity(total([amount.value for amount in due]))


# What is due to one is due; a standard is met only where everybody whom it addresses meets it.
_ANY = (
    Verdict.HOLDS, Verdict.UNDETERMINED, Verdict.NOT_IN_FORCE, Verdict.FAILS, Verdict.DOES_NOT_APPLY,
)  # fmt: skip
_ALL = (
    Verdict.FAILS, Verdict.UNDETERMINED, Verdict.NOT_IN_FORCE, Verdict.HOLDS, Verdict.DOES_NOT_APPLY,
)  # fmt: skip
_FOR_ALL = frozenset({Kind.TARGET, Kind.STANDARD, Kind.EXIT_STANDARD})


def _joint(kind: Kind, verdicts: set[Verdict]) -> Verdict:
    """The verdict on all elements together: the first in the order of the kind that any of them has."""
    order = _ALL if kind in _FOR_ALL else _ANY
    return verdicts.pop() if len(verdicts) == 1 else next(one for one in order if one in verdicts)
