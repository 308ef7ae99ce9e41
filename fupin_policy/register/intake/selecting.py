"""Some rows of a register: those of given places, or the cases that are kept."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from attrs import evolve

from fupin_policy.domain.facts import Kind
from fupin_policy.register.tables import Array, Column, Table, pack, spec_of, unpack
from fupin_policy.rules import ancestors
from fupin_policy.values import frozen_map

__all__ = ["select", "taken"]


def taken(table: Table, rows: Array) -> Table:
    """The rows of a table at given places, in their order; what belongs to upper rows is left as it is."""
    columns = {key: _column(key, column, rows, table.rows) for key, column in table.columns.items()}
    ids = None if table.ids is None else table.ids.take(pa.array(rows))
    return evolve(table, rows=len(rows), columns=frozen_map(columns), ids=ids)


def _column(key: str, column: Column, rows: Array, before: int) -> Column:
    bits = spec_of(key).kind is Kind.BOOL
    return Column(
        pack(unpack(column.values, before)[rows]) if bits else column.values[rows],
        None if column.valid is None else pack(unpack(column.valid, before)[rows]),
        column.denominator,
        None if column.high is None else column.high[rows],
        None if column.ends is None else column.ends[rows],
    )


def select(tables: Mapping[str, Table], root: str, good: Array) -> dict[str, Table]:
    """The tables with the cases that are kept, and the rows that belong to them."""
    kept: dict[str, Array] = {root: good}
    found: dict[str, Table] = {}
    for entity, table in tables.items():
        if entity == root:
            found[entity] = taken(table, np.flatnonzero(good))
            continue
        assert table.starts is not None
        above = kept[ancestors(entity)[0][0]]
        counts = np.diff(table.starts)
        kept[entity] = np.repeat(above, counts)
        starts = np.zeros(int(above.sum()) + 1, np.int64)
        np.cumsum(counts[above], out=starts[1:])
        listed = None if table.listed is None else pack(unpack(table.listed, len(above))[above])
        rows = taken(table, np.flatnonzero(kept[entity]))
        found[entity] = evolve(rows, starts=starts, listed=listed)
    return found
