"""Rows of lower tables brought together with the rows above them, by identifiers or by their place in a list."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import field, frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.register.arrays import is_text
from fupin_policy.register.refusals import Refused
from fupin_policy.register.schema import Given, Source
from fupin_policy.register.tables import Array
from fupin_policy.rules import ancestors

__all__ = ["Join", "join", "repeated", "texts"]


@frozen(eq=False)
class Join:
    """How the rows of a table stand in a register.

    ``order`` are the rows of the table as it was handed over in the order of the register, None where they are in
    order and none is left out; ``above`` the row of the register's upper table that each belongs to. ``cases`` tells
    for each row as handed over the row of the case it is of, -1 for one that has no place. ``refused`` are such rows,
    by the column that leads nowhere, and ``strayed`` the cases that they name all the same.
    """

    order: Array | None
    above: Array
    starts: Array
    listed: Array
    cases: Array
    refused: tuple[tuple[Given, Refused], ...] = ()
    strayed: Array = field(factory=lambda: np.zeros(0, np.int64))

    def sources(self) -> Array:
        """The rows of the table as handed over, in the order of the register."""
        return np.arange(len(self.above)) if self.order is None else self.order


def texts(values: pa.Array) -> pa.Array:
    """Identifiers as text."""
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    return values if is_text(values.type) else values.cast(pa.string())


def _alike(one: pa.Array, other: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Identifiers of two columns in one type."""
    if pa.types.is_integer(one.type) and pa.types.is_integer(other.type):
        if one.type == other.type:
            return one, other
        if pa.types.is_signed_integer(one.type) and pa.types.is_signed_integer(other.type):
            return one.cast(pa.int64()), other.cast(pa.int64())
    one, other = texts(one), texts(other)
    if one.type != other.type:
        one, other = one.cast(pa.large_string()), other.cast(pa.large_string())
    return one, other


def _places(keys: Given, ids: Given) -> Array:
    """For each key the first row that has it as its id, -1 where none has."""
    wanted, known = _alike(keys.values, ids.values)
    found = pc.index_in(wanted, value_set=known, skip_nulls=True)
    return np.asarray(found.fill_null(-1).to_numpy(zero_copy_only=False), dtype=np.int64)


def join(sources: Mapping[str, Source], entity: str, joins: Mapping[str, Join]) -> Join:
    """How the rows of a table stand below those of the table above it, whose own ``joins`` are known."""
    source, (owner, collection) = sources[entity], ancestors(entity)[0]
    upper = sources[owner]
    refused: tuple[tuple[Given, Refused], ...] = ()
    strayed = np.zeros(0, np.int64)
    if source.nest is not None:
        above, listed = np.repeat(np.arange(upper.rows), np.diff(source.nest.starts)), source.nest.listed
    else:
        above, refused, strayed = _found(sources, entity, joins)
        listed = np.ones(upper.rows, bool)
        if upper.id is not None:
            listed = upper.id.values.is_valid().to_numpy(zero_copy_only=False)
    cases, rows = above, upper.rows
    if owner in joins:
        cases = np.where(above < 0, -1, joins[owner].cases[above])
        above, rows = _moved(above, joins[owner], upper.rows), len(joins[owner].above)
        listed = listed[joins[owner].sources()]
    order = None
    if len(above) and ((above < 0).any() or (np.diff(above) < 0).any()):
        inside = np.flatnonzero(above >= 0)
        order = inside[np.argsort(above[inside], kind="stable")]
        above = above[order]
    counts = np.bincount(above, minlength=rows)
    starts = np.zeros(rows + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    if source.nest is None and collection in ENTITIES[owner].sizes:
        listed = listed & (counts > 0)
    return Join(order, above, starts, listed, cases, refused, strayed)


def _moved(above: Array, upper: Join, rows: int) -> Array:
    """Rows of a table as handed over as its rows in the register, -1 where they have no place in it."""
    if upper.order is None:
        return above
    place = np.full(rows + 1, -1)  # the last is for those that are -1 already
    place[upper.order] = np.arange(len(upper.order))
    return np.asarray(place[above])


def _found(
    sources: Mapping[str, Source], entity: str, joins: Mapping[str, Join]
) -> tuple[Array, tuple[tuple[Given, Refused], ...], Array]:
    """The upper row that each row refers to, those that have none, and the cases which these name all the same.

    A row names a row of each table above its own. One that names an upper row of another case than the case it
    names belongs to neither, and neither case is fully told.
    """
    source, way = sources[entity], [owner for owner, _ in ancestors(entity)]
    refused: list[tuple[Given, Refused]] = []
    named: list[Array] = []
    above = np.full(source.rows, -1)
    for owner in way:
        keys, ids = source.keys[owner], sources[owner].id
        found = np.full(source.rows, -1) if ids is None else _places(keys, ids)
        lost = np.flatnonzero(found < 0)
        if len(lost):
            refused.append((keys, Refused(lost, [_nowhere(owner, one) for one in _shown(keys, lost)])))
        cases = found if owner not in joins else np.where(found < 0, -1, joins[owner].cases[found])
        if named and len(apart := np.flatnonzero((found >= 0) & (named[0] >= 0) & (cases != named[0]))):
            first = source.keys[way[0]]
            pairs = zip(_shown(first, apart), _shown(keys, apart), strict=True)
            reasons = [f"{way[0]} '{one}' is not of {owner} '{other}'" for one, other in pairs]
            refused.append((first, Refused(apart, reasons)))
        if not named:
            above = found.copy()
        named.append(cases)
    bad = np.unique(np.concatenate([one.rows for _, one in refused])) if refused else np.zeros(0, np.int64)
    strayed = np.unique(np.concatenate([cases[bad] for cases in named]))
    above[bad] = -1
    return above, tuple(refused), strayed[strayed >= 0]


def _shown(given: Given, rows: Array) -> list[object]:
    found: list[object] = given.values.take(pa.array(rows)).to_pylist()
    return found


def _nowhere(owner: str, key: object) -> str:
    return f"it belongs to no {owner}; expected its id" if key is None else f"there is no {owner} '{key}'"


def repeated(source: Source) -> tuple[Array, Array]:
    """Rows whose id other rows of the table have too, and the place of their id among the repeated ones."""
    nothing = np.zeros(0, np.int64)
    if source.id is None or pa.types.is_null(source.id.values.type):
        return nothing, nothing
    ids = source.id.values
    if pa.types.is_integer(ids.type) and ids.null_count == 0:
        numbers = ids.to_numpy()
        if len(numbers) < 2 or (numbers[1:] > numbers[:-1]).all():
            return nothing, nothing
    ids = texts(ids)
    if pc.count_distinct(ids).as_py() == len(ids) - ids.null_count:
        return nothing, nothing
    coded = ids.dictionary_encode()
    codes = coded.indices.fill_null(len(coded.dictionary)).to_numpy(zero_copy_only=False)
    often = np.bincount(codes, minlength=len(coded.dictionary) + 1) > 1
    often[len(coded.dictionary)] = False
    rows = np.flatnonzero(often[codes])
    return rows, codes[rows].astype(np.int64)
