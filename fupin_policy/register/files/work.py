"""What a run does with a batch: its tables checked, the rules of a policy worked out, the results as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fupin_policy.assess import Plan
from fupin_policy.register.files.finding import TABLES, RegisterFiles
from fupin_policy.register.files.running import Batch, Work
from fupin_policy.register.intake.ingest import Ingested, ingest
from fupin_policy.register.intake.schema import ROW, match
from fupin_policy.register.kernel.columns import TOO_FINE
from fupin_policy.register.kernel.engine import Engine, Results, Run, prepare
from fupin_policy.register.layout import Layout
from fupin_policy.register.steady import Layouts, conformed
from fupin_policy.register.summary.summing import DIVISION
from fupin_policy.register.summary.tallying import FAILURE, PERSONS
from fupin_policy.register.tables import Register
from fupin_policy.rules import ancestors

__all__ = ["NUMBER", "assessing"]

NUMBER = "case.row"
"""The column of results with the number of the row that a case is from."""

_SMALL = 16 * 2**20
"""Bytes of a register for which compiling rules would take longer than working them out by arrays."""

_PEOPLE = ("person", "worker")


def assessing(
    plan: Plan,
    register: RegisterFiles,
    on: date,
    *,
    readings: Mapping[str, str] | None = None,
    terms: Mapping[str, Any] | None = None,
    measures: Sequence[str] | None = None,
    missing: bool = False,
    engine: Engine = "auto",
    threads: int | None = None,
    columns: Mapping[str, str | None] | None = None,
) -> Work:
    """The work of a run: assess the cases of a batch on a day (see :func:`~fupin_policy.register.kernel.engine.prepare`).

    Results have the columns id, case.row (the number of its row), division, case.persons, case.failure (why a
    case could not be worked out), and those of the engine. Every batch has the same columns: where bounds are given
    in one of them only, an end is marked as left out or not in all.

    Raises InputError for columns that state no fact, and unknown readings, terms and measures.
    """

    def check(tables: Mapping[str, pa.Table]) -> Ingested:
        return ingest(
            {TABLES[name]: table for name, table in tables.items()},
            root=register.root,
            on=on,
            columns=columns,
            threads=threads,
        )

    rows = 0 if register.bytes < _SMALL else None

    def ready(layout: Layout, engine: Engine) -> Run:
        return prepare(
            plan, layout, readings=readings, terms=terms, measures=measures, missing=missing, engine=engine,
            rows=rows,
        )  # fmt: skip

    empty = {table.name: table.empty() for table in register.tables.values()}
    nothing = check(empty).register
    layouts = Layouts.of(
        plan, nothing, match({TABLES[name]: table for name, table in empty.items()}, register.root, columns)
    )

    @cache
    def rules(layout: Layout) -> Run:
        return ready(layout, engine)

    # Without cases there is nothing to compile for.
    schema = ready(layouts.bounded, "numpy")(nothing, on).table().schema

    def work(tables: Mapping[str, pa.Table]) -> Batch:
        found = check(tables)
        results = rules(layouts.fit(found.register))(found.register, on, threads)
        cases = tables[register.cases.name]
        return Batch(
            _results(results, schema, _numbers(cases, found.rejected, register.cases.name)),
            found.rejected,
            {name: count for name, count in found.counts.items() if name in tables},
        )

    return work


def _numbers(cases: pa.Table, rejected: pa.Table, name: str) -> pa.ChunkedArray:
    """The numbers of the rows that went into cases: each row set aside is among the rejected ones."""
    bad = rejected.filter(pc.equal(rejected.column("table"), name)).column("row")
    numbers = cases.column(ROW)
    return numbers.filter(pc.invert(pc.is_in(numbers, value_set=bad.combine_chunks())))


def _results(results: Results, schema: pa.Schema, numbers: pa.ChunkedArray) -> pa.Table:
    """The table of results with what a register adds: where a case is from, and where it lies."""
    register = results.register
    table = results.table()
    failures: list[str | None] = [None] * register.rows
    for row, reason in results.failures:
        failures[row] = reason
    rest = pa.schema([field for field in schema if field.name != "id"])
    columns, fine = conformed(table, rest)
    for row in fine.tolist():
        failures[row] = TOO_FINE
    divisions = register.divisions
    found = {
        "id": table.column("id").cast(pa.string()),
        NUMBER: numbers,
        DIVISION: pa.nulls(register.rows, pa.string()) if divisions is None else divisions.cast(pa.string()),
    }
    if (persons := _persons(register)) is not None:
        found[PERSONS] = persons
    found[FAILURE] = pa.array(failures, pa.string())
    heads = [pa.field(name, pa.int64() if name in (NUMBER, PERSONS) else pa.string()) for name in found]
    return pa.table([*found.values(), *columns], schema=pa.schema([*heads, *rest]))


def _persons(register: Register) -> pa.Array | None:
    """How many persons, or workers, each case lists."""
    for entity in _PEOPLE:
        table = register.tables.get(entity)
        if table is not None and table.starts is not None and ancestors(entity)[0][0] == register.root:
            return pa.array(np.diff(table.starts), pa.int64())
    return None
