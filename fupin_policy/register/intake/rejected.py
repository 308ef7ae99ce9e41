"""The rows that are set aside, told by table, row, column, value and reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import define, field

from fupin_policy.register.intake.identifiers import texts
from fupin_policy.register.intake.refusals import Refused
from fupin_policy.register.intake.schema import Given, Source
from fupin_policy.register.tables import Array
from fupin_policy.rules import ancestors

__all__ = ["REJECTED", "Rejected"]

REJECTED = pa.schema(
    [
        ("table", pa.string()),
        ("row", pa.int64()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("reason", pa.string()),
    ]
)
"""The columns of rejected rows; rows count from 1, and a reason may be about a row as a whole."""


@define(eq=False)
class Rejected:
    """What is wrong with the rows of each table as it was handed over."""

    sources: Mapping[str, Source]
    found: dict[str, list[tuple[Given, Refused]]] = field(factory=dict)
    aside: list[pa.Table] = field(factory=list)

    def add(self, entity: str, given: Given, refused: Refused) -> None:
        """Note rows whose value in a column is refused; of malformed lines only that they are (a column without name)."""
        lines = self.sources[entity].malformed
        if lines is not None and given.name:
            whole = lines.is_null().to_numpy(zero_copy_only=False)[refused.rows]
            refused = Refused(
                refused.rows[whole], [refused.reasons[at] for at in np.flatnonzero(whole).tolist()]
            )
        if len(refused.rows):
            self.found.setdefault(entity, []).append((given, refused))

    def rows(self, entity: str) -> Array:
        """The rows with something wrong."""
        parts = [refused.rows for _, refused in self.found.get(entity, ())]
        return np.unique(np.concatenate(parts)) if parts else np.zeros(0, np.int64)

    def place(self, entity: str, row: int) -> str:
        """Where a row is, in words."""
        table, number, column = self._at(entity, row)
        return f"{table} row {number}" + (f", {column}" if column else "")

    def _at(self, entity: str, row: int) -> tuple[str, int, str]:
        """The table that a row is in, its number there, and the path to it where it is in a list."""
        source, inside = self.sources[entity], ""
        while source.nest is not None:
            upper = int(np.searchsorted(source.nest.starts, row, "right")) - 1
            name = source.nest.column
            inside = f"{name}[{row - int(source.nest.starts[upper])}]" + (f".{inside}" if inside else "")
            source, row = self.sources[ancestors(source.entity)[0][0]], upper
        return source.name, _number(source, row), inside

    def _outer(self, entity: str, rows: Array) -> tuple[str, Array]:
        """The table as handed over that rows stand in, and the rows of it that hold them."""
        while (nest := self.sources[entity].nest) is not None:
            entity, rows = ancestors(entity)[0][0], np.searchsorted(nest.starts, rows, "right") - 1
        return entity, rows

    def set_aside(self, entity: str, used: Array, cases: Array, root: str) -> None:
        """Note the rows that nothing is wrong with, and that are set aside with their case."""
        source = self.sources[entity]
        if source.nest is not None:
            return
        others = ~used
        for inner in self.found:
            holder, rows = self._outer(inner, self.rows(inner))
            if holder == entity:
                others[rows] = False
        rows = np.flatnonzero(others)
        if not len(rows):
            return
        if entity == root:
            reasons: Any = pa.repeat("rows that belong to it are refused", len(rows))
        else:
            reasons = self._with_case(cases[rows], root)
        nothing = pa.nulls(len(rows), pa.string())
        numbers = pa.array(_numbers(source)[rows])
        self.aside.append(_table(source.name, numbers, nothing, nothing, reasons))

    def _with_case(self, cases: Array, root: str) -> Any:
        """Why rows are set aside whose case has something wrong."""
        ids = self.sources[root].id
        if ids is None:
            return pa.repeat(f"its {root} is set aside", len(cases))
        named = pc.binary_join_element_wise(
            f"{root} '", texts(ids.values).take(pa.array(cases)).cast(pa.string()), "' is set aside", ""
        )
        return pc.fill_null(named, f"its {root} is set aside")

    def table(self) -> pa.Table:
        """All rejected rows, table by table in the order of their rows."""
        parts: dict[str, list[pa.Table]] = {}
        for entity, refusals in self.found.items():
            for given, refused in refusals:
                table = self._refused(entity, given, refused)
                parts.setdefault(table.column("table")[0].as_py(), []).append(table)
        for table in self.aside:
            parts.setdefault(table.column("table")[0].as_py(), []).append(table)
        found = [REJECTED.empty_table()]
        for source in self.sources.values():
            if source.name in parts:
                whole = pa.concat_tables(parts[source.name])
                order = np.argsort(whole.column("row").to_numpy(), kind="stable")
                found.append(whole.take(pa.array(order)))
        return pa.concat_tables(found).combine_chunks()

    def _refused(self, entity: str, given: Given, refused: Refused) -> pa.Table:
        values = _words(given.values.take(pa.array(refused.rows)))
        source = self.sources[entity]
        if source.nest is None:
            numbers = pa.array(_numbers(source)[refused.rows])
            columns: Any = pa.repeat(pa.scalar(given.name or None, pa.string()), len(values))
            return _table(source.name, numbers, columns, pa.array(values, pa.string()), refused.reasons)
        places = [self._at(entity, row) for row in refused.rows.tolist()]
        columns = [f"{inside}.{given.name}" for _, _, inside in places]
        numbers = pa.array([number for _, number, _ in places], pa.int64())
        return _table(places[0][0], numbers, columns, pa.array(values, pa.string()), refused.reasons)


def _words(values: pa.Array) -> list[str | None]:
    """Values as they are shown; days through Arrow, which knows more of them than Python."""
    if pa.types.is_date(values.type) or pa.types.is_timestamp(values.type):
        values = values.cast(pa.string())
    return [None if value is None else str(value) for value in values.to_pylist()]


def _number(source: Source, row: int) -> int:
    """The number of one row of a table."""
    return row + 1 if source.numbers is None else int(source.numbers[row].as_py())


def _numbers(source: Source) -> Array:
    """The numbers of the rows of a table."""
    if source.numbers is None:
        return np.arange(1, source.rows + 1)
    return np.asarray(source.numbers.to_numpy(zero_copy_only=False), dtype=np.int64)


def _table(name: str, numbers: Any, columns: Any, values: Any, reasons: Any) -> pa.Table:
    return pa.table([pa.repeat(name, len(numbers)), numbers, columns, values, reasons], schema=REJECTED)
