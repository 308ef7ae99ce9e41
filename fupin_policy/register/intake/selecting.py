"""Some rows of a register: those of given places, or the cases that are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import evolve

from fupin_policy.domain.facts import Kind
from fupin_policy.register.intake.arrays import bits_of, numbers_of, valid_of
from fupin_policy.register.side_by_side import each
from fupin_policy.register.tables import Array, Column, Table, pack, spec_of, unpack
from fupin_policy.rules import ancestors
from fupin_policy.values import frozen_map

__all__ = ["select", "taken"]

Choice: TypeAlias = Callable[[pa.Array], pa.Array]


def taken(table: Table, rows: Array, threads: int | None = None) -> Table:
    """The rows of a table at given places, in their order; what belongs to upper rows is left as it is."""
    # Arrow is quickest with such places: short ones, of which none can be negative.
    places = pa.array(rows.astype(np.uint32 if table.rows < 2**32 else np.uint64))
    return _chosen(table, partial(pc.take, indices=places), len(rows), threads)


def _chosen(table: Table, choice: Choice, rows: int, threads: int | None) -> Table:
    columns = each(partial(_column, choice, table.rows), table.columns.items(), threads)
    ids = None if table.ids is None else choice(table.ids)
    return evolve(table, rows=rows, columns=frozen_map(dict(columns)), ids=ids)


_TYPES = {Kind.BOOL: pa.bool_(), Kind.CODE: pa.int8(), Kind.DATE: pa.int32(), Kind.NUMBER: pa.int64()}


def _column(choice: Choice, rows: int, one: tuple[str, Column]) -> tuple[str, Column]:
    key, column = one
    kind = _TYPES[spec_of(key).kind]
    values, valid = _part(choice, rows, kind, column.values, column.valid)
    high = None if column.high is None else _part(choice, rows, kind, column.high)[0]
    ends = None if column.ends is None else _part(choice, rows, pa.uint8(), column.ends)[0]
    return key, Column(values, valid, column.denominator, high, ends)


def _part(
    choice: Choice, rows: int, kind: pa.DataType, values: Array, valid: Array | None = None
) -> tuple[Array, Array | None]:
    """Chosen values, and where there are some, as Arrow chooses both together."""
    bits = None if valid is None else pa.py_buffer(valid)
    found = choice(pa.Array.from_buffers(kind, rows, [bits, pa.py_buffer(values)]))
    if pa.types.is_boolean(kind):
        return bits_of(found.buffers()[1], found.offset, len(found)), valid_of(found)
    return numbers_of(found, kind.to_pandas_dtype()), valid_of(found)


def _filter(truths: Array) -> Choice:
    mask = pa.array(truths)
    return lambda values: values.filter(mask)


def select(
    tables: Mapping[str, Table], root: str, good: Array, threads: int | None = None
) -> dict[str, Table]:
    """The tables with the cases that are kept, and the rows that belong to them."""
    kept: dict[str, Array] = {root: good}
    found: dict[str, Table] = {}
    for entity, table in tables.items():
        starts, listed = table.starts, table.listed
        if starts is not None:
            above, counts = kept[ancestors(entity)[0][0]], np.diff(starts)
            kept[entity] = np.repeat(above, counts)
            starts = np.concatenate([[0], np.cumsum(counts[above], dtype=np.int64)])
            listed = None if listed is None else pack(unpack(listed, len(above))[above])
        rows = _chosen(table, _filter(kept[entity]), int(kept[entity].sum()), threads)
        found[entity] = evolve(rows, starts=starts, listed=listed)
    return found
