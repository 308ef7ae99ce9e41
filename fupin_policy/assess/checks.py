"""What must hold of a case before it is assessed: open terms that exist and fit, days that are possible."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, cast

from attrs import evolve

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import FactSpec, Kind, facts_of
from fupin_policy.domain.limits import most_of
from fupin_policy.policy import OpenTerm, Rulebook
from fupin_policy.problems import (
    InputError,
    Place,
    Problem,
    UnknownNameError,
    mapping_of,
    with_article,
)
from fupin_policy.rules import family
from fupin_policy.values import NOT_NEGATIVE, Quantity, parse_date
from fupin_policy.values.intervals import covers, high_of, low_of

__all__ = ["ASSESSED", "PAST", "check_all", "check_case", "check_day", "check_terms", "late"]


def check_all(
    book: Rulebook,
    subject: Entity,
    on: object,
    readings: Mapping[str, str] | None,
    terms: Mapping[str, Any] | None,
) -> tuple[dict[str, str], dict[str, tuple[str, Any]]]:
    """The readings with their options and the open terms that are filled.

    All problems of a question are raised together.
    """
    problems: list[Problem] = []
    chosen: dict[str, str] = {}
    filled: dict[str, tuple[str, Any]] = {}
    try:
        chosen = book.choose(readings)
    except InputError as error:
        problems += error.problems
    try:
        filled = check_terms(book, terms)
    except InputError as error:
        problems += error.problems
    try:
        check_case(subject, on)
    except InputError as error:
        problems += error.problems
    if problems:
        raise InputError(problems)
    return chosen, filled


def check_terms(book: Rulebook, terms: Mapping[str, Any] | None) -> dict[str, tuple[str, Any]]:
    """Each open term that is filled: its canonical text and its value. All problems are raised together."""
    problems: list[Problem] = []
    filled: dict[str, tuple[str, Any]] = {}
    expected = "values by the name of their open term, as in {'NAME': 'VALUE'}"
    for name, value in mapping_of(terms, "terms", expected).items():
        term = book.terms.get(name)
        if term is None:
            problems.extend(UnknownNameError(f"open term of {book.slug}", name, list(book.terms)).problems)
            continue
        try:
            filled[name] = _filled(term, value)
        except InputError as error:
            problems.extend(problem.within(path=f"terms.{name}") for problem in error.problems)
    if problems:
        raise InputError(problems)
    return filled


def _filled(term: OpenTerm, value: Any) -> tuple[str, Any]:
    kind = term.type.kind
    if kind == "bool":
        found = {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value
        if isinstance(found, bool):
            return str(found).lower(), found
        raise InputError(Problem(f"{value!r} is neither true nor false"))
    if kind == "date":
        day = value if isinstance(value, date) and not isinstance(value, datetime) else parse_date(str(value))
        return day.isoformat(), day
    quantity = value if isinstance(value, Quantity) else Quantity.parse(value)
    if not quantity.unit.same_kind(term.type.unit):
        raise InputError(
            Problem(f"'{quantity}' is not in {term.type.unit}", expected=f"a quantity in {term.type.unit}")
        )
    if term.known is not None and not covers(term.known.value, quantity.value):
        if term.known.value == NOT_NEGATIVE:
            raise InputError(
                Problem(f"'{quantity}' is less than nothing", expected=f"at least 0{term.known.unit}")
            )
        raise InputError(
            Problem(f"'{quantity}' is outside what the text says ({term.known})", expected=str(term.known))
        )
    most = most_of(quantity.unit)
    stored = most * quantity.unit.scale
    known = (low_of(quantity.value), high_of(quantity.value))
    if any(end is not None and not -stored <= end <= stored for end in known):
        raise InputError(Problem(f"'{quantity}' is out of range", expected=f"at most {most}{quantity.unit}"))
    return str(quantity), quantity.value


def check_day(on: object) -> date:
    """The day of an assessment. Raises InputError for what is no plain date."""
    if not isinstance(on, date) or isinstance(on, datetime):
        raise InputError(Problem(f"{on!r} is no day", Place(path="on"), "a datetime.date"))
    return on


def check_case(subject: object, on: object) -> None:
    """Refuse a day that is no plain date, and facts dated after it that can only have happened before."""
    day = check_day(on)
    if not isinstance(subject, Entity) or subject.key not in ASSESSED:
        what = f"{with_article(type(subject).__name__)} cannot be assessed"
        raise InputError(
            Problem(what, expected=" or ".join(with_article(ENTITIES[name].__name__) for name in ASSESSED))
        )
    problems = list(_late(subject, day, subject.key))
    if problems:
        raise InputError(problems)


def late(day: date, on: date, path: str | None = None) -> Problem:
    """What is wrong with a fact's day that can only name what has happened, and lies after that of the assessment.

    >>> print(late(date(2018, 1, 2), date(2018, 1, 1)))
    2018-01-02 lies after the day of the assessment (2018-01-01)
    """
    return Problem(f"{day} lies after the day of the assessment ({on})", Place(path=path))


def _late(entity: Entity, on: date, path: str) -> Iterator[Problem]:
    for name, spec in _watched(entity.key):
        value = getattr(entity, name)
        if value is None:
            continue
        if spec.kind is Kind.DATE:
            if value > on:
                yield late(value, on, f"{path}.{name}")
        elif spec.kind is Kind.ENTITY:
            yield from _late(value, on, f"{path}.{name}")
        else:
            for index, item in enumerate(value):
                yield from _late(item, on, f"{path}.{name}[{index}]")


@cache
def _watched(entity: str) -> tuple[tuple[str, FactSpec], ...]:
    """The facts that may hold a day to be looked at: such days themselves, and entities with theirs."""
    return tuple(
        (name, spec)
        for name, spec in facts_of(ENTITIES[entity]).items()
        if spec.kind in (Kind.ENTITY, Kind.COLLECTION) or (spec.kind is Kind.DATE and name in PAST)
    )


ASSESSED = tuple(name for name in ENTITIES if family(name) == name and name != "dwelling")
"""What can be assessed by itself; a person, a loan, a bill or a dwelling is assessed within its household."""

# Days that the facts of a day can only name once they have passed. Of any other a plan is a fact as well: a day on which
# something is reached is, before that, the one on which it is planned to be.
PAST = frozenset({"birth_date", "hired_on", "drawn_on", "exited_on", "date", "completed_on"})


# What tells one case from another is not looked at by rules, and need not be.
_NAMING = frozenset({"id", "name", "division"})


def unused_facts(subject: Entity, read: Collection[str]) -> tuple[str, ...]:
    """Keys of the stated facts that no rule looks at, directly or through a fact that follows from them.

    >>> from fupin_policy.domain import Household
    >>> unused_facts(Household(type="低保户", size=3), {"household.on_roll"})
    ('household.size',)
    """
    return tuple(dict.fromkeys(_unused(subject, read)))


def _unused(entity: Entity, read: Collection[str]) -> Iterator[str]:
    derived = [
        spec.fact.derive
        for name, spec in facts_of(type(entity)).items()
        if spec.fact.derive is not None and f"{entity.key}.{name}" in read
    ]
    collections = [name for name, spec in facts_of(type(entity)).items() if spec.kind is Kind.COLLECTION]
    for name, value in entity.known().items():
        kind, key = facts_of(type(entity))[name].kind, f"{entity.key}.{name}"
        if kind is Kind.ENTITY:
            yield from _unused(value, read)
        elif kind is Kind.COLLECTION:
            for item in value:
                yield from _unused(item, read)
        elif name not in _NAMING and key not in read:
            without = evolve(cast(Any, entity), **{name: None})
            counts = any(entity.unlisted(one) != without.unlisted(one) for one in collections)
            if not counts and all(derive(without) == derive(entity) for derive in derived):
                yield key
