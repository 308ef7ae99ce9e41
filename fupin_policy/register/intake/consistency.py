"""How facts must go together, asked of all rows of a register at once.

Each rule is declared once, at the entity (:mod:`fupin_policy.domain.checks`). Here the rows are found that may break
it; what is said of them is what the rule itself says of each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import singledispatch
from math import lcm

import numpy as np
from attrs import frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.checks import (
    Agrees,
    AllListed,
    AtMostOne,
    Consistent,
    EachLater,
    Excludes,
    Later,
    NotMore,
    OneEntity,
    Unique,
)
from fupin_policy.domain.facts import Kind
from fupin_policy.problems import Problem
from fupin_policy.register.intake.decoding import RowView
from fupin_policy.register.intake.identifiers import repeats
from fupin_policy.register.tables import Array, Column, Table, spec_of, unpack
from fupin_policy.rules.nodes import FactRef
from fupin_policy.rules.scope import element_of
from fupin_policy.values import Unit

__all__ = ["contradictions"]


def contradictions(
    tables: Mapping[str, Table], units: Mapping[str, Unit], distinct: Collection[str] = ()
) -> Iterator[tuple[str, str, int, Problem]]:
    """What is contradictory: the table, the entity whose facts it is about, the row, and the problem with its path.

    In the tables ``distinct`` no identifier is known to be repeated.
    """
    for level, table in tables.items():
        for entity in dict.fromkeys((level, *(key.partition(".")[0] for key in table.columns))):
            for rule in ENTITIES[entity].consistent:
                for row in suspects(rule, _Facts(tables, level, entity, distinct)).tolist():
                    for problem in rule(RowView(tables, units, level, entity, row)):
                        yield level, entity, row, problem


@frozen(eq=False)
class _Facts:
    """The facts of one entity in all rows of a table."""

    tables: Mapping[str, Table]
    level: str
    entity: str
    distinct: Collection[str]

    @property
    def table(self) -> Table:
        return self.tables[self.level]

    def column(self, fact: str) -> Column | None:
        return self.table.columns.get(f"{self.entity}.{fact}")

    def known(self, column: Column) -> Array:
        if column.ends is not None:
            return np.asarray((column.ends & 3) != 0)
        return (
            np.ones(self.table.rows, bool) if column.valid is None else unpack(column.valid, self.table.rows)
        )

    def equal(self, fact: str, value: object) -> Array | None:
        """Where a fact is known to have a value, or any at all where it is None; None where no row is."""
        column = self.column(fact)
        if column is None:
            return None
        spec = spec_of(f"{self.entity}.{fact}")
        if value is None:
            return self.known(column)
        if spec.kind is Kind.CODE:
            return np.asarray(self.known(column) & (column.values == list(spec.type).index(value)))
        assert spec.kind is Kind.BOOL
        return np.asarray(self.known(column) & (unpack(column.values, self.table.rows) == value))

    def below(self, collection: str) -> _Facts | None:
        """The elements of a collection."""
        if self.level != self.entity:
            return None
        element = element_of(FactRef(self.entity, collection))
        return _Facts(self.tables, element, element, self.distinct) if element in self.tables else None


_NOBODY = np.zeros(0, np.int64)


@singledispatch
def suspects(rule: Consistent, facts: _Facts) -> Array:
    """The rows that break a rule."""
    raise TypeError(f"no reader of columns for {type(rule).__name__}")


@suspects.register
def _(rule: Later, facts: _Facts) -> Array:
    first, second = facts.column(rule.first), facts.column(rule.second)
    if first is None or second is None:
        return _NOBODY
    return np.flatnonzero((second.values < first.values) & facts.known(first) & facts.known(second))


@suspects.register
def _(rule: EachLater, facts: _Facts) -> Array:
    items, first = facts.below(rule.collection), facts.column(rule.first)
    second = None if items is None else items.column(rule.second)
    if items is None or first is None or second is None:
        return _NOBODY
    owners = _owners(items.table)
    earlier = (second.values < first.values[owners]) & items.known(second) & facts.known(first)[owners]
    return np.unique(owners[earlier])


@suspects.register
def _(rule: NotMore, facts: _Facts) -> Array:
    part, whole = facts.column(rule.part), facts.column(rule.whole)
    if part is None or whole is None:
        return _NOBODY
    low, high = part.values, whole.values if whole.high is None else whole.high
    if part.denominator != whole.denominator:
        common = lcm(part.denominator, whole.denominator)
        low = low.astype(object) * (common // part.denominator)
        high = high.astype(object) * (common // whole.denominator)
    more = (low > high).astype(bool)
    for column, end in ((part, 1), (whole, 2)):
        more &= facts.known(column) if column.ends is None else (column.ends & end) != 0
    return np.flatnonzero(more)


@suspects.register
def _(rule: Unique, facts: _Facts) -> Array:
    items = facts.below(rule.collection)
    if items is None or items.table.ids is None or items.level in facts.distinct:
        return _NOBODY
    owners = _owners(items.table)
    return np.unique(owners[repeats(items.table.ids, owners)[0]])


@suspects.register
def _(rule: AtMostOne, facts: _Facts) -> Array:
    items = facts.below(rule.collection)
    found = None if items is None else items.equal(rule.fact, rule.code)
    if items is None or found is None:
        return _NOBODY
    counts = np.bincount(_owners(items.table)[found], minlength=facts.table.rows)
    return np.flatnonzero(counts > 1)


@suspects.register
def _(rule: Excludes, facts: _Facts) -> Array:
    one, other = facts.equal(rule.fact, rule.value), facts.equal(rule.other, rule.unfit)
    return _NOBODY if one is None or other is None else np.flatnonzero(one & other)


@suspects.register
def _(rule: Agrees, facts: _Facts) -> Array:
    stated, source = facts.equal(rule.fact, True), facts.column(rule.derived.fact)
    denied = facts.equal(rule.fact, False)
    code = facts.equal(rule.derived.fact, rule.derived.code)
    if stated is None or denied is None or source is None or code is None:
        return _NOBODY
    return np.flatnonzero((stated & code) | (denied & ~code & facts.known(source)))


@suspects.register
def _(rule: AllListed, facts: _Facts) -> Array:
    items, size = facts.below(rule.collection), facts.column(rule.size)
    if items is None or size is None:
        return _NOBODY
    assert items.table.starts is not None
    listed = np.diff(items.table.starts) * size.denominator
    return np.flatnonzero((size.values < listed) & facts.known(size))


@suspects.register
def _(rule: OneEntity, facts: _Facts) -> Array:
    return _NOBODY  # a fact has one column, whatever way leads to its entity


def _owners(table: Table) -> Array:
    """The row above that each row belongs to."""
    assert table.starts is not None
    return np.repeat(np.arange(len(table.starts) - 1), np.diff(table.starts))
