"""The summary of a table of results: what is counted and added up by division, column by column."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen

from fupin_policy.problems import InputError
from fupin_policy.register.counts import Count
from fupin_policy.register.summary.summing import (
    DIVISION,
    REASONS,
    REJECTED,
    SUM,
    Summary,
    added,
    joined,
    nothing,
)
from fupin_policy.register.tables import Array
from fupin_policy.values import Unit

__all__ = ["FAILURE", "PERSONS", "summarise"]

PERSONS = "case.persons"
"""The column of results with the number of persons of a case; it may be absent."""

FAILURE = "case.failure"
"""The column of results that says why a case could not be worked out; it may be absent."""

_ENDS = ("low", "high", "low_open", "high_open", "missing")


def summarise(
    results: pa.Table, rejected: pa.Table | None = None, tables: Mapping[str, Count] | None = None
) -> Summary:
    """The summary of a table of results, of rows set aside, and of counts of rows.

    Results have a row a case: for each measure a column of verdicts, ``<measure>.low`` and ``.high`` where it has
    amounts (``total.<stream>`` likewise; in fen, unit in the metadata of the field), ``<measure>.missing`` where
    asked for; an amount without a lower end is that of a case that failed, one without an upper end is unbounded.

    >>> table = pa.table({"id": ["a", "b"], "grant": ["holds", "fails"],
    ...                   "grant.low": [500000, 0], "grant.high": pa.array([None, 0], pa.int64())})
    >>> str(summarise(table).whole.money["grant"].quantity), summarise(table).whole["cases/grant/holds"]
    ('5000元..', 1)
    """
    names = results.column_names
    text = (
        results.column(DIVISION).cast(pa.string())
        if DIVISION in names
        else pa.nulls(len(results), pa.string())
    )
    coded = _coded(pc.fill_null(text, ""))
    groups = _Groups(coded.indices.to_numpy(), len(coded.dictionary))
    persons = results.column(PERSONS).fill_null(0).to_numpy() if PERSONS in names else None
    failed = pc.is_valid(results.column(FAILURE)) if FAILURE in names else pa.array([False] * len(results))
    columns: dict[str, Any] = {DIVISION: coded.dictionary, "cases": groups.count()}
    columns["failed"] = groups.count(failed.to_numpy(zero_copy_only=False))
    if persons is not None:
        columns["persons"] = groups.count(weights=persons)
    units: dict[str, str] = {}
    for name in names:
        stem, _, end = name.rpartition(".")
        if name in ("id", DIVISION) or name.startswith("case."):
            continue
        if end not in _ENDS:
            columns |= _verdicts(results.column(name), name, groups, persons)
        elif end == "low" and (unit := _unit(results.schema.field(name))) is not None:
            units[stem] = unit
            columns |= _money(results, stem, groups)
        elif end == "missing":
            columns |= _missing(results.column(name), stem, groups)
    failures = REASONS.empty_table()
    if FAILURE in names:
        reasons = results.column(FAILURE).cast(pa.string())
        failures = pa.table(
            [coded.cast(pa.string()), reasons, pa.repeat(1, len(results)).cast(pa.int64())], schema=REASONS
        )
        failures = failures.filter(pc.is_valid(reasons))
    return Summary(
        tables or {},
        units,
        joined([pa.table(columns)]),
        added([failures], REASONS),
        REJECTED.empty_table() if rejected is None else _rejected(rejected),
    )


@frozen(eq=False, slots=False)
class _Groups:
    """The division of every row, as a position."""

    positions: Array
    size: int

    @cached_property
    def order(self) -> Array:
        """The rows, division by division."""
        return np.argsort(self.positions, kind="stable")

    @cached_property
    def runs(self) -> tuple[Array, Array]:
        """The divisions that there are, and where each begins in that order."""
        return np.unique(self.positions[self.order], return_index=True)

    def count(self, which: Array | None = None, weights: Array | None = None) -> Array:
        """For each division the number of rows that are chosen, or the sum of small whole weights of all."""
        at = self.positions if which is None else self.positions[which]
        return np.bincount(at, weights, self.size).astype(np.int64)

    def tabulate(
        self, stem: str, coded: pa.DictionaryArray, weights: Array | None = None
    ) -> dict[str, Array]:
        """The same for each value of a column apart; the names are the stem and the value."""
        values = coded.dictionary.to_pylist()
        codes = coded.indices.fill_null(len(values)).to_numpy(zero_copy_only=False)
        width = len(values) + 1
        counts = _Groups(self.positions * width + codes, self.size * width).count(None, weights)
        return {f"{stem}/{value}": counts[code::width] for code, value in enumerate(values)}

    def add(self, numbers: pa.ChunkedArray) -> pa.Array:
        """For each division the exact sum of numbers, leaving out those that are not known."""
        exact = _exactly(numbers)
        if exact.type == pa.int64():
            whole = exact.fill_null(0).to_numpy()
            sums = np.zeros(self.size, np.int64)
            if len(whole):
                present, starts = self.runs
                sums[present] = np.add.reduceat(whole[self.order], starts)
            return pa.array(sums).cast(SUM)
        table = pa.table({"at": self.positions, "number": exact})
        every = pa.table(
            {"at": np.arange(self.size), "number": pa.nulls(self.size, table.schema.field("number").type)}
        )
        found = (
            pa.concat_tables([every.cast(table.schema), table])
            .group_by("at", use_threads=False)
            .aggregate([("number", "sum")])
        )
        return pc.fill_null(found.column("number_sum").cast(SUM), nothing(SUM))


def _verdicts(
    verdicts: pa.ChunkedArray, measure: str, groups: _Groups, persons: Array | None
) -> dict[str, Array]:
    coded = _coded(verdicts)
    return groups.tabulate(f"cases/{measure}", coded) | (
        {} if persons is None else groups.tabulate(f"persons/{measure}", coded, persons)
    )


def _coded(column: pa.ChunkedArray | pa.Array) -> pa.DictionaryArray:
    """A column of text in one piece, each text once."""
    whole = column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])
    if not pa.types.is_dictionary(whole.type):
        whole = whole.cast(pa.string()).dictionary_encode()
    chunks = whole.unify_dictionaries().chunks
    return pa.concat_arrays(chunks) if chunks else pa.array([], pa.string()).dictionary_encode()


def _unit(column: pa.Field) -> str | None:
    """The unit of a column of money, in yuan for people; None where its numbers are of another kind."""
    text = (column.metadata or {}).get(b"unit", "元".encode()).decode()
    try:
        unit = Unit.parse(text)
    except InputError:
        return None
    return str(unit).replace("分", "元", 1) if unit.is_money else None


def _exactly(numbers: pa.ChunkedArray) -> pa.ChunkedArray:
    """Numbers in a type in which their sum is exact: whole ones as they are while their sum surely fits."""
    if pa.types.is_decimal(numbers.type):
        return numbers.cast(SUM)
    ends = pc.min_max(numbers).as_py().values()
    greatest = max((abs(end) for end in ends if end is not None), default=0)
    return numbers.cast(pa.int64()) if greatest * max(1, len(numbers)) < 2**63 else numbers.cast(SUM)


def _money(results: pa.Table, stem: str, groups: _Groups) -> dict[str, Any]:
    low, high = results.column(f"{stem}.low"), results.column(f"{stem}.high")
    known = pc.is_valid(low)
    return {
        f"amounts/{stem}": groups.count(known.to_numpy()),
        f"unbounded/{stem}": groups.count(pc.and_(known, pc.is_null(high)).to_numpy()),
        f"low/{stem}": groups.add(low),
        f"high/{stem}": groups.add(pc.if_else(known, high, None)),
    }


def _missing(facts: pa.ChunkedArray, measure: str, groups: _Groups) -> dict[str, Array]:
    rows = pc.list_parent_indices(facts).to_numpy()
    coded = _coded(pc.list_flatten(facts))
    return _Groups(groups.positions[rows], groups.size).tabulate(f"missing/{measure}", coded)


def _rejected(rejected: pa.Table) -> pa.Table:
    """Rows set aside by table, column and reason; the value itself is left out of the reason."""
    texts = (
        rejected.column(name).cast(pa.string()).to_pylist() for name in ("table", "column", "value", "reason")
    )
    keys = [
        (table or "", column or "", reason.replace(f"'{value}'", "…") if value else reason)
        for table, column, value, reason in zip(*texts, strict=True)
    ]
    return added(
        [pa.table([*zip(*keys, strict=True), [1] * len(keys)], schema=REJECTED)] if keys else [], REJECTED
    )
