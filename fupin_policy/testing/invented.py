"""Registers of invented cases for comparing readers of rules: unknown facts, values at and beside every figure, odd
households; and the same cases as entities.

Needs the extra ``register``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import cache, partial
from itertools import pairwise, repeat
from typing import Any

import numpy as np
from attrs import frozen

from fupin_policy.assess.checks import PAST
from fupin_policy.domain import ENTITIES
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import FactSpec, Kind, facts_of
from fupin_policy.policy import Rulebook
from fupin_policy.register.kernel.logic import chain
from fupin_policy.register.layout import Form, Layout, range_of
from fupin_policy.register.tables import Array, Column, Register, Table, pack, spec_of, unpack
from fupin_policy.testing.points import Point, boundaries
from fupin_policy.values import PURE, Interval, Quantity, exact

__all__ = ["cases_of_register", "invent"]

_EPOCH = date(1970, 1, 1)
_MOST = 10**7


def invent(
    book: Rulebook, layout: Layout, rows: int, on: date, *, seed: int = 0, unknown: float = 0.1
) -> Register:
    """A register of so many cases that nobody would think of, in a layout; the same seed makes the same one.

    ``unknown`` is the share of the facts that are not known. Numbers and days lie at the policy's own figures and
    one step beside them as often as anywhere; collections are empty where they can be, not known, or longer than listed.
    """
    inventor = _Inventor(
        np.random.default_rng(seed), layout, boundaries(book), book.days_of_change, on, unknown
    )
    tables: dict[str, Table] = {}
    counts = {layout.root: rows}
    for entity in layout.tables:
        starts = listed = None
        if entity != layout.root:
            starts, listed = inventor.collection(entity, counts[layout.level(chain(entity)[-1][0])])
            counts[entity] = int(starts[-1])
        tables[entity] = inventor.table(entity, counts[entity], starts, listed)
    return inventor.sized(Register(layout.root, tables))


@frozen(eq=False)
class _Inventor:
    random: np.random.Generator
    layout: Layout
    points: Mapping[str, Sequence[Point]]
    days: Sequence[date]
    on: date
    unknown: float

    def collection(self, entity: str, owners: int) -> tuple[Array, Array]:
        """How many elements each owner has, and of which owners they are known."""
        owner, collection, _ = chain(entity)[-1]
        least, _ = facts_of(ENTITIES[owner])[collection].limits
        listed = self.random.random(owners) > self.unknown / 3
        counts = np.where(listed, np.maximum(self.random.choice([0, 1, 1, 2, 2, 3, 5], owners), least), 0)
        starts = np.zeros(owners + 1, np.int64)
        np.cumsum(counts, out=starts[1:])
        return starts, pack(listed)

    def table(self, entity: str, rows: int, starts: Array | None, listed: Array | None) -> Table:
        columns = {
            key: self.column(key, form, rows)
            for key, form in self.layout.columns.items()
            if self.layout.level(key.partition(".")[0]) == entity
        }
        return Table(entity, rows, columns, starts, listed)

    def column(self, key: str, form: Form, rows: int) -> Column:
        known = self.random.random(rows) >= self.unknown
        spec = spec_of(key)
        if spec.kind is Kind.BOOL:
            return Column(pack(self.random.random(rows) < 0.6), pack(known))
        if spec.kind is Kind.CODE:
            return Column(self.random.integers(0, len(spec.type), rows).astype(np.int8), pack(known))
        if spec.kind is Kind.DATE:
            return Column(self._days(key, rows), pack(known))
        values = self._numbers(key, form, rows)
        if not form.bounded:
            return Column(values, pack(known), form.denominator)
        return self._bounded(key, values, known, form)

    def _days(self, key: str, rows: int) -> Array:
        last = (self.on - _EPOCH).days
        marked = [
            (point - _EPOCH).days
            for point in (*self.days, *self.points.get(key, ()))
            if isinstance(point, date)
        ]
        if key.partition(".")[2] in PAST:
            marked = [day for day in marked if day <= last]
        pool = np.array([*marked, last, last - 1, last - 365, last - 16 * 365 - 4, last - 60 * 365 - 15])
        anywhere = self.random.integers(-15000, last + 1, rows)
        picked = self.random.choice(pool, rows)
        return np.where(self.random.random(rows) < 0.6, picked, anywhere).astype(np.int32)

    def _numbers(self, key: str, form: Form, rows: int) -> Array:
        low, high = range_of(key, form)
        points = [
            point * form.denominator for point in self.points.get(key, ()) if not isinstance(point, date)
        ]
        pool = [int(point) for point in points if Fraction(point).denominator == 1 and low <= point <= high]
        pool += [end for end in (0, 1, form.denominator) if low <= end <= high]
        # A fact that is counted in whole things has no parts of them.
        spec = spec_of(key)
        step = (
            1 if spec.unit is None or not spec.is_count else int(form.denominator * Fraction(spec.unit.scale))
        )
        least = max(low, -_MOST) // step
        anywhere = self.random.integers(least, max(min(high, _MOST) // step, least) + 1, rows) * step
        whole = np.array([number for number in pool if number % step == 0] or [least * step])
        picked = self.random.choice(whole, rows)
        return np.asarray(
            np.where(self.random.random(rows) < 0.6, picked, np.clip(anywhere, low, high)), np.int64
        )

    def _bounded(self, key: str, values: Array, known: Array, form: Form) -> Column:
        rows = len(values)
        high = values + self.random.integers(0, 3, rows) * self.random.choice([1, 1000], rows)
        ends = self.random.choice(np.array([3, 3, 1, 2, 5, 10, 15], np.uint8), rows)
        both = (ends & 3) == 3
        exactly = both & (high == values)
        ends = np.where(exactly, np.uint8(3), ends)
        low, most = range_of(key, form)
        high = np.minimum(high, most)
        ends = np.where((high <= low) & (ends & 8 > 0), ends & 7, ends)  # something must be left of the range
        ends = np.where((values >= most) & (ends & 4 > 0), ends & 11, ends)
        ends = np.where(known, ends, np.uint8(0))
        return Column(values, None, form.denominator, high, ends)

    def sized(self, register: Register) -> Register:
        """The register with stated sizes that its lists do not contradict."""
        for owner in register.tables:
            for collection, size in ENTITIES[owner].sizes.items():
                key = f"{owner}.{size}"
                table = register.tables[owner]
                column = table.columns.get(key)
                element = next(
                    (e for o, c, e in _collections(register) if (o, c) == (owner, collection)), None
                )
                starts = register.tables[element].starts if element else None
                if column is None or starts is None or column.valid is None:
                    continue
                more = self.random.choice([0, 0, 1, 3], table.rows)
                values = np.maximum(np.diff(starts) + more, 1)
                sized = Column(values.astype(np.int64), column.valid, column.denominator)
                tables = dict(register.tables)
                tables[owner] = Table(
                    owner, table.rows, {**table.columns, key: sized}, table.starts, table.listed, table.ids
                )
                register = Register(register.root, tables, register.divisions)
        return register


def _collections(register: Register) -> Iterator[tuple[str, str, str]]:
    for entity in register.tables:
        if entity != register.root:
            yield chain(entity)[-1]


def cases_of_register(register: Register) -> list[Entity]:
    """The cases of a register as entities.

    They are taken as they are, without the checks that entities make of what people hand over.
    """
    made: dict[str, list[Entity]] = {}
    for entity in reversed(list(register.tables)):
        table = register.tables[entity]
        columns: dict[str, dict[str, list[Any]]] = {entity: {}}
        for key, column in table.columns.items():
            about, _, name = key.partition(".")
            columns.setdefault(about, {})[name] = _values(spec_of(key), column, table.rows)
        facts = columns.pop(entity)
        for about, linked in columns.items():
            facts[about] = [
                one if stated else None
                for one, stated in zip(_entities(about, linked, table.rows), _stated(linked), strict=True)
            ]
        for owner, collection, element in _collections(register):
            if owner == entity:
                facts[collection] = _gathered(made[element], register.tables[element], table.rows)
        made[entity] = _entities(entity, facts, table.rows)
    return made[register.root]


def _gathered(elements: list[Entity], below: Table, owners: int) -> list[tuple[Entity, ...] | None]:
    """The elements of each owner, None where they are not known."""
    assert below.starts is not None
    known = [True] * owners if below.listed is None else unpack(below.listed, owners).tolist()
    spans = pairwise(below.starts.tolist())
    return [
        tuple(elements[start:end]) if there else None
        for (start, end), there in zip(spans, known, strict=True)
    ]


def _stated(facts: Mapping[str, list[Any]]) -> list[bool]:
    """In which rows anything is known."""
    return [any(value is not None for value in row) for row in zip(*facts.values(), strict=True)]


def _entities(name: str, facts: Mapping[str, list[Any]], rows: int) -> list[Entity]:
    """An entity for each row, made fact by fact: the places of all facts are filled, column by column."""
    cls: Any = ENTITIES[name]
    entities: list[Entity] = [object.__new__(cls) for _ in range(rows)]
    for fact in (*facts_of(cls), *cls.absent):
        fill = getattr(cls, fact).__set__
        for entity, value in zip(entities, facts.get(fact, repeat(None)), strict=False):
            fill(entity, value)
    return entities


def _values(spec: FactSpec, column: Column, rows: int) -> list[Any]:
    """The facts of a column as entities hold them."""
    if column.high is not None and column.ends is not None:
        found = zip(column.values.tolist(), column.high.tolist(), column.ends.tolist(), strict=True)
        between = cache(partial(_between, spec, column.denominator))
        return [between(*one) for one in found]
    known = [True] * rows if column.valid is None else unpack(column.valid, rows).tolist()
    values = unpack(column.values, rows).tolist() if spec.kind is Kind.BOOL else column.values.tolist()
    read = _reader(spec, column.denominator)
    return [read(value) if there else None for value, there in zip(values, known, strict=True)]


def _reader(spec: FactSpec, denominator: int) -> Any:
    if spec.kind is Kind.CODE:
        return list(spec.type).__getitem__
    if spec.kind is Kind.DATE:
        return cache(lambda days: _EPOCH + timedelta(days=days))
    if spec.kind is Kind.BOOL:
        return bool
    scale = 1 if spec.unit is None else spec.unit.scale
    if spec.is_count:
        return lambda number: int(Fraction(number, denominator) / scale)
    unit = PURE if spec.unit is None else spec.unit
    if denominator == 1:
        return cache(lambda number: Quantity(number, unit))
    return cache(lambda number: Quantity(exact(Fraction(number, denominator)), unit))


def _between(spec: FactSpec, denominator: int, low: int, high: int, ends: int) -> Quantity | None:
    if not ends & 3:
        return None
    unit = PURE if spec.unit is None else spec.unit
    start = exact(Fraction(low, denominator)) if ends & 1 else None
    end = exact(Fraction(high, denominator)) if ends & 2 else None
    if start is not None and start == end:
        return Quantity(start, unit)
    return Quantity(Interval(start, end, bool(ends & 4), bool(ends & 8)), unit)
