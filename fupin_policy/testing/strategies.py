"""Hypothesis strategies for facts: every entity, as far as it may be known.

``entities`` draws any entity from the descriptions of its facts alone. Given a policy, the facts are those
its rules read, and numbers and days lie at and beside the policy's own figures, where answers change.
``narrowed`` draws the same case with more known of it. Needs the extra ``test``.

>>> from hypothesis import find
>>> find(entities("household"), lambda home: home.type == "dibao").type
<HouseholdType.DIBAO: 'dibao'>
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from attrs import evolve, field, frozen
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from fupin_policy.assess.checks import PAST
from fupin_policy.domain import ENTITIES, Household
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import FactSpec, Kind, facts_of
from fupin_policy.policy import OpenTerm, Rulebook
from fupin_policy.problems import InputError
from fupin_policy.testing.points import Point, boundaries, facts_of_policy
from fupin_policy.values import Interval, Quantity, Unit, exact
from fupin_policy.values.intervals import covers, high_of, low_of

__all__ = ["days", "entities", "households", "narrowed", "open_terms"]

_FIRST, _LAST = date(1930, 1, 1), date(2030, 12, 31)
_DIVISIONS = ("440232", "440232100", "440232100201", "4402", "110101")
_TEXTS = ("张三", "a", "<script>alert('x')</script>", "O'Brien & 子", "长" * 40)
_MOST = {"worker": 8}
_MANY, _FEW = 50, 15
"""Of an entity with very many facts (a county) a few are drawn, each time others."""


@frozen
class _World:
    """What is drawn: which facts (None: all), which values are of interest, up to which day."""

    facts: frozenset[str] | None = field(repr=False)
    points: Mapping[str, tuple[Point, ...]] = field(repr=False)
    on: date

    @classmethod
    @lru_cache(maxsize=16)
    def of(cls, name: str, book: Rulebook | None, on: date | None) -> _World:
        if book is None:
            return cls(None, {}, on or _LAST)
        return cls(facts_of_policy(book, name), boundaries(book), on or _first_day(book))

    def wants(self, entity: str, spec: FactSpec) -> bool:
        """Whether a fact is drawn. Single entities are, where a fact of theirs is read."""
        if self.facts is None or spec.name == "id":
            return True
        if spec.kind in (Kind.ENTITY, Kind.COLLECTION):
            inside = (inner for inner in facts_of(spec.type).values() if inner.name != "id")
            return any(self.wants(spec.type.key, inner) for inner in inside)
        return f"{entity}.{spec.name}" in self.facts


def _first_day(book: Rulebook) -> date:
    return min((day for day in book.days_of_change if book.is_in_force(day)), default=_LAST)


def entities(name: str, policy: Rulebook | None = None, *, on: date | None = None) -> SearchStrategy[Any]:
    """Entities by their key (``household``, ``person``, ``enterprise`` …), each fact known or not.

    With a policy, the facts are those its rules read when such an entity is assessed, and numbers lie about
    its figures. ``on`` is the day of the assessment: what can only have happened lies before it.
    """
    return _entity(ENTITIES[name], _World.of(name, policy, on))


def households(policy: Rulebook, *, on: date | None = None) -> SearchStrategy[Household]:
    """Households for a policy; see :func:`entities`."""
    return entities("household", policy, on=on)


def days(policy: Rulebook) -> SearchStrategy[date]:
    """Days on which a policy is in force by its default readings, those beside its printed days above all."""
    marked = [day for day in policy.days_of_change if policy.is_in_force(day)]
    first, last = (min(marked), max(marked)) if marked else (_FIRST, _LAST)
    between = st.dates(first, last).filter(policy.is_in_force)
    return st.sampled_from(marked) | between if marked else between


def open_terms(policy: Rulebook) -> SearchStrategy[dict[str, Any]]:
    """Values for some of a policy's open terms, as ``assess`` takes them."""
    return st.fixed_dictionaries({}, optional={name: _term(term) for name, term in policy.terms.items()})


def _term(term: OpenTerm) -> SearchStrategy[Any]:
    if term.type.kind == "bool":
        return st.booleans()
    if term.type.kind == "date":
        return st.dates(_FIRST, _LAST)
    known = term.known.value if term.known is not None else Interval()
    return st.integers(0, 2 * 10**6).map(lambda n: _inside(known, n, term.type.unit))


def _inside(known: Any, number: int, unit: Unit) -> Quantity:
    """A quantity among those known to be possible, as far into them as a number says."""
    low, high = low_of(known), high_of(known)
    if high is not None:
        low = 0 if low is None else low
        return Quantity(exact(low + (high - low) * Fraction(number, 2 * 10**6)), unit)
    return Quantity(exact((low or 0) + number), unit)


def narrowed(
    entity: Entity, policy: Rulebook | None = None, *, on: date | None = None, fully: bool = False
) -> SearchStrategy[Any]:
    """The same entity with more known of it: unknown facts stated, ranges narrowed; ``fully``, all of them.

    What is known stays true: what follows from other facts is not stated anew, and names, identifiers and
    places stay as they are.
    """
    return _narrowed(entity, _World.of(entity.key, policy, on), fully)


@st.composite
def _entity(draw: DrawFn, cls: type[Entity], world: _World, alone: bool = False) -> Entity:
    specs = {
        name: spec
        for name, spec in facts_of(cls).items()
        if name != "id" and world.wants(cls.key, spec) and not (alone and spec.kind is Kind.ENTITY)
    }
    if len(specs) > _MANY:
        some = draw(st.lists(st.sampled_from(list(specs)), max_size=_FEW, unique=True))
        facts = draw(st.fixed_dictionaries({name: _value(cls.key, specs[name], world) for name in some}))
    else:
        optional = {name: _value(cls.key, spec, world) for name, spec in specs.items()}
        facts = draw(st.fixed_dictionaries({}, optional=optional))
    return _settled(cls, facts)


def _settled(cls: type[Entity], facts: dict[str, Any]) -> Entity:
    """The entity without the facts that contradict others: knowing less never makes a contradiction."""
    while True:
        try:
            return cls(**facts)
        except InputError as error:
            before = dict(facts)
            for problem in error.problems:
                path = (problem.place.path or "").removeprefix(f"{cls.__name__}.")
                name, index, inner = re.match(r"(\w*)(?:\[(\d+)\]\.(\w+))?", path).groups()  # type: ignore[union-attr]  # matches all
                if index is not None and facts.get(name) is not None:
                    items = list(facts[name])
                    items[int(index)] = evolve(items[int(index)], **{inner: None})
                    facts[name] = tuple(items)
                else:  # several facts of one entity may contradict: it goes once
                    facts.pop(name, None)
            if facts == before:
                raise


def _value(entity: str, spec: FactSpec, world: _World) -> SearchStrategy[Any]:
    """Values of a fact that are known, wholly or within bounds."""
    points = world.points.get(f"{entity}.{spec.name}", ())
    match spec.kind:
        case Kind.BOOL:
            return st.booleans()
        case Kind.CODE:
            return st.sampled_from(list(spec.type))
        case Kind.TEXT:
            return st.sampled_from(_DIVISIONS if spec.fact.check is not None else _TEXTS)
        case Kind.DATE:
            return _day(spec, points, world)
        case Kind.NUMBER:
            return _count(spec, points) if spec.is_count else _quantity(spec, points)
        case Kind.COLLECTION:
            many = _MOST.get(spec.type.key, 3)
            return st.lists(_entity(spec.type, world), min_size=spec.limits[0], max_size=many).map(_named)
    return _entity(spec.type, world)


def _named(items: list[Entity]) -> tuple[Entity, ...]:
    """Elements with identifiers of their own; the last of three or more has none."""
    marks = ["a", "b", "c", "d", "e", "f", "g", "h"]
    return tuple(
        evolve(item, id=None if 2 <= index == len(items) - 1 else marks[index])  # type: ignore[misc]  # elements are attrs
        for index, item in enumerate(items)
    )


def _day(spec: FactSpec, points: tuple[Point, ...], world: _World) -> SearchStrategy[date]:
    last = world.on if spec.name in PAST else _LAST
    months = [world.on - timedelta(days=30 * n) for n in range(0, 72, 6)]
    near = [day for day in (*points, *months) if isinstance(day, date) and day <= last]
    between = st.dates(min(_FIRST, last), last)
    return st.sampled_from(near) | between if near else between


def _limits(spec: FactSpec) -> tuple[int | Fraction, int | Fraction]:
    """The least and the greatest value of a fact in base scale, usual ones where it does not declare them."""
    least, most = spec.limits
    scale = spec.unit.scale if spec.unit is not None else 1
    low = spec.fact.low if spec.fact.low is not None else max(least, -5000)
    high = spec.fact.high if spec.fact.high is not None else min(most, max(low, 0) + 20000)
    return exact(low * Fraction(scale)), exact(high * Fraction(scale))


def _count(spec: FactSpec, points: tuple[Point, ...]) -> SearchStrategy[int]:
    low = spec.fact.low or 0
    high = spec.fact.high if spec.fact.high is not None else low + 10
    scale = spec.unit.scale if spec.unit is not None else 1
    numbers = [exact(Fraction(p) / scale) for p in points if not isinstance(p, date) and _fits(spec, p)]
    near = [n for n in numbers if isinstance(n, int)]
    some: SearchStrategy[int] = st.integers(low, min(high, low + 10))
    return st.sampled_from(near) | some if near else some


def _fits(spec: FactSpec, number: int | Fraction) -> bool:
    """Whether a number in base scale is accepted of a fact."""
    least, most = spec.limits
    scale = spec.unit.scale if spec.unit is not None else 1
    return least * scale <= number <= most * scale


def _number(spec: FactSpec, points: tuple[Point, ...]) -> SearchStrategy[Any]:
    low, high = _limits(spec)
    near = [p for p in points if not isinstance(p, date) and _fits(spec, p)]
    money = spec.unit is not None and spec.unit.is_money
    near = [p for p in near if isinstance(p, int) or not money]
    some = st.integers(int(low), int(high)) if high - low >= 100 else st.sampled_from(_parts(low, high))
    return st.sampled_from(near) | some if near else some


def _parts(low: int | Fraction, high: int | Fraction) -> list[Any]:
    return [exact(low + Fraction(high - low) * Fraction(n, 100)) for n in range(101)]


def _quantity(spec: FactSpec, points: tuple[Point, ...]) -> SearchStrategy[Quantity]:
    assert spec.unit is not None  # every quantity has one
    unit, number = spec.unit, _number(spec, points)
    exactly = number.map(lambda n: Quantity(n, unit))
    ranges = st.one_of(
        number.map(lambda n: Quantity(Interval(low=n, nominal=n), unit)),
        number.map(lambda n: Quantity(Interval(high=n, nominal=n), unit)),
        st.tuples(number, number)
        .filter(lambda ends: ends[0] != ends[1])
        .map(lambda ends: Quantity(Interval(min(ends), max(ends)), unit)),
    )
    return st.one_of(exactly, exactly, ranges)


@st.composite
def _narrowed(draw: DrawFn, entity: Entity, world: _World, fully: bool, alone: bool = False) -> Entity:
    for name, spec in facts_of(type(entity)).items():
        left_out = (Kind.TEXT, Kind.ENTITY) if alone else (Kind.TEXT,)
        if spec.kind in left_out or not world.wants(entity.key, spec):
            continue
        value = getattr(entity, name)
        more: Any = None
        if spec.kind is Kind.ENTITY and value is not None:
            more = draw(_narrowed(value, world, fully))
        elif spec.kind is Kind.COLLECTION and value is not None:
            more = tuple(draw(_narrowed(item, world, fully)) for item in value)
        elif isinstance(value, Quantity) and isinstance(value.value, Interval):
            if _go(draw, fully):
                more = draw(_within(spec, value, world.points.get(f"{entity.key}.{name}", ())))
        elif value is None and entity.fact(name) is None and _go(draw, fully):
            more = draw(_stated(entity.key, spec, world, fully))
        if more is not None and more is not value:
            entity = _stating(entity, spec, more)
    return entity


def _go(draw: Callable[[SearchStrategy[bool]], bool], fully: bool) -> bool:
    return fully or draw(st.booleans())


@st.composite
def _stated(draw: DrawFn, entity: str, spec: FactSpec, world: _World, fully: bool) -> Any:
    """A value for a fact that is not known; an entity without those around it, lest it contradict them."""
    if spec.kind is Kind.ENTITY:
        found = draw(_entity(spec.type, world, True))
        return draw(_narrowed(found, world, True, alone=True)) if fully else found
    value = draw(_value(entity, spec, world))
    if fully and spec.kind is Kind.COLLECTION:
        return tuple(draw(_narrowed(item, world, True)) for item in value)
    if fully and isinstance(value, Quantity) and not value.is_exact:
        return draw(_within(spec, value, ()))
    return value


def _within(spec: FactSpec, value: Quantity, points: tuple[Point, ...]) -> SearchStrategy[Quantity]:
    """Exact values in a range, its own ends above all."""
    low, high = _limits(spec)
    known = value.value
    ends = [end for end in (low_of(known), high_of(known), low, high) if end is not None]
    inside = [n for n in (*ends, *(p for p in points if not isinstance(p, date))) if covers(known, n)]
    inside = [n for n in inside if _fits(spec, n)]
    if value.unit.is_money:
        inside = [n for n in inside if isinstance(n, int)]
    return st.sampled_from(inside).map(lambda n: Quantity(n, value.unit)) if inside else st.just(value)


def _stating(entity: Entity, spec: FactSpec, value: Any) -> Entity:
    """The entity with one fact more: this value, or another where it contradicts what is known, or none."""
    others = {Kind.BOOL: (True, False), Kind.CODE: tuple(spec.type) if spec.kind is Kind.CODE else ()}
    for one in (value, *others.get(spec.kind, ())):
        try:
            return evolve(entity, **{spec.name: one})  # type: ignore[misc]  # every entity is an attrs class
        except InputError:
            continue
    return entity
