"""Rows of lower tables brought together with the rows above them, by identifiers or by their place in a list."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
from attrs import field, frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.facts import facts_of
from fupin_policy.register.intake.identifiers import places, places_within
from fupin_policy.register.intake.refusals import Refused
from fupin_policy.register.intake.schema import Given, Source
from fupin_policy.register.tables import Array
from fupin_policy.rules import ancestors

__all__ = ["Join", "join"]


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


def join(sources: Mapping[str, Source], entity: str, joins: Mapping[str, Join]) -> Join:
    """How the rows of a table stand below those of the table above it, whose own ``joins`` are known."""
    source, (owner, collection) = sources[entity], ancestors(entity)[0]
    upper = sources[owner]
    refused: tuple[tuple[Given, Refused], ...] = ()
    strayed = _NONE
    if source.nest is not None:
        above, listed = np.repeat(np.arange(upper.rows), np.diff(source.nest.starts)), source.nest.listed
    else:
        above, refused, strayed = _found(sources, entity, joins)
        listed = np.ones(upper.rows, bool)
        if upper.id is not None:
            listed = upper.id.values.is_valid().to_numpy(zero_copy_only=False)
    cases, rows = above, upper.rows
    if owner in joins:
        cases = np.append(joins[owner].cases, -1)[above]
        above, rows = _moved(above, joins[owner], upper.rows), len(joins[owner].above)
        listed = listed[joins[owner].sources()]
    order = None
    if (above < 0).any() or (above[1:] < above[:-1]).any():
        inside = np.flatnonzero(above >= 0)
        order = _stable(above[inside], inside)
        above = above[order]
    counts = np.bincount(above, minlength=rows)
    starts = np.zeros(rows + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    if source.nest is None and facts_of(ENTITIES[owner])[collection].limits[0] > 0:
        # Where there must be some, a row without any tells nothing of them.
        listed = listed & (counts > 0)
    return Join(order, above, starts, listed, cases, refused, strayed)


def _stable(keys: Array, rows: Array) -> Array:
    """Rows, which ascend, in the order of their keys; equal ones stay in theirs."""
    if len(keys) and max(int(keys.max()), int(rows[-1])) < 2**31:
        return np.sort(keys << 32 | rows) & (2**32 - 1)
    return np.asarray(rows[np.argsort(keys, kind="stable")])


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
    above, named = np.zeros(0, np.int64), list[Array]()
    for owner in way:
        keys, ids = source.keys[owner], sources[owner].id
        found = np.full(source.rows, -1) if ids is None else places(keys.values, ids.values)
        lost = np.flatnonzero(found < 0)
        if len(lost):
            refused.append((keys, Refused(lost, [_nowhere(owner, one) for one in _shown(keys, lost)])))
        cases = found if owner not in joins else np.append(joins[owner].cases, -1)[found]
        if named and len(apart := np.flatnonzero((found >= 0) & (above >= 0) & (cases != named[0]))):
            # Several may have the identifier that a row names: the one that counts is in the case it names.
            nearer, first = sources[way[0]], source.keys[way[0]]
            assert nearer.id is not None
            ids = first.values.take(pa.array(apart))
            above[apart] = places_within(ids, cases[apart], nearer.id.values, joins[way[0]].cases)
            apart = apart[above[apart] < 0]
        if named and len(apart):
            first = source.keys[way[0]]
            pairs = zip(_shown(first, apart), _shown(keys, apart), strict=True)
            reasons = [f"{way[0]} '{one}' is not of {owner} '{other}'" for one, other in pairs]
            refused.append((first, Refused(apart, reasons)))
        above = above if named else found
        named.append(cases)
    if not refused:
        return above, (), _NONE
    bad = np.unique(np.concatenate([one.rows for _, one in refused]))
    strayed = np.unique(np.concatenate([cases[bad] for cases in named]))
    above[bad] = -1
    return above, tuple(refused), strayed[strayed >= 0]


_NONE = np.zeros(0, np.int64)


def _shown(given: Given, rows: Array) -> list[object]:
    found: list[object] = given.values.take(pa.array(rows)).to_pylist()
    return found


def _nowhere(owner: str, key: object) -> str:
    return f"it belongs to no {owner}; expected its id" if key is None else f"there is no {owner} '{key}'"
