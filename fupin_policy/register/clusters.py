"""The rules of a policy on an engine that spreads a register over machines: Spark, Dask, Ray.

A :class:`Worker` can be sent anywhere. It turns a table of whole cases, their members in columns of lists, into a
table of results, so that what comes out does not depend on where it was worked out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import evolve, field, frozen
from attrs.converters import optional

from fupin_policy.assess import Plan
from fupin_policy.policy import Rulebook
from fupin_policy.register.intake.identifiers import texts
from fupin_policy.register.intake.ingest import Ingested, ingest
from fupin_policy.register.intake.schema import ROW, Source, match
from fupin_policy.register.kernel.columns import TOO_FINE
from fupin_policy.register.kernel.engine import Engine, Run, prepare
from fupin_policy.register.layout import Layout
from fupin_policy.register.steady import Layouts, conformed

__all__ = ["REASON", "Worker", "assess_dask", "assess_ray", "assess_spark"]

REASON = "set_aside"
"""The column that tells why there are no results of a case: a bad row of it, or rules that contradict each other."""


@lru_cache(maxsize=8)
def _plan(book: Rulebook) -> Plan:
    return Plan.of(book)


def _pairs(mapping: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted(dict(mapping).items()))


@frozen
class Worker:
    """Assesses tables of cases wherever it is sent: a document, a day, and what was chosen.

    Calling it with a table (or record batch) of Arrow gives a table with ``id``, the columns of
    :meth:`fupin_policy.register.kernel.engine.Results.table`, and ``set_aside``.
    """

    book: Rulebook
    on: date
    root: str = "household"
    columns: tuple[tuple[str, str | None], ...] = field(default=(), converter=_pairs)
    ignore: tuple[str, ...] = field(default=(), converter=tuple)
    readings: tuple[tuple[str, str], ...] = field(default=(), converter=_pairs)
    terms: tuple[tuple[str, Any], ...] = field(default=(), converter=_pairs)
    measures: tuple[str, ...] | None = field(default=None, converter=optional(tuple))
    missing: bool = False
    engine: Engine = "auto"

    def __call__(self, table: Any) -> pa.Table:
        """The results of a table of whole cases, in its order. Raises InputError as :func:`ingest` does."""
        return self.worked_out(pa.table(table), self.engine)

    def schema(self, cases: pa.Schema) -> pa.Schema:
        """The columns of the results of cases with these columns, whatever is in them."""
        return self.worked_out(cases.empty_table(), "numpy").schema

    def stream(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The results of batch after batch."""
        for batch in batches:
            yield from self(batch).to_batches()

    def worked_out(self, cases: pa.Table, engine: Engine) -> pa.Table:
        """The results of a table of whole cases by one of the ways to run rules."""
        found, sources = self._read(cases)
        layouts, schema = _steady(self, cases.schema)
        results = _prepared(self, layouts.fit(found.register), engine)(found.register, self.on, threads=1)
        reasons: list[str | None] = [None] * found.register.rows
        for row, reason in results.failures:
            reasons[row] = reason
        columns, fine = conformed(_plain(results.table()), schema)
        for row in fine.tolist():
            reasons[row] = TOO_FINE
        table = pa.table(columns, schema=schema)
        table = table.append_column(REASON, pa.array(reasons, pa.string()))
        ids = sources[self.root].id
        none = pa.nulls(cases.num_rows, pa.string())
        return _with_set_aside(table, found, none if ids is None else texts(ids.values))

    def _read(self, cases: pa.Table) -> tuple[Ingested, dict[str, Source]]:
        if ROW in cases.column_names:  # cases are told from each other by their place here
            cases = cases.drop_columns([ROW])
        columns = dict(self.columns)
        found = ingest(
            {self.root: cases}, root=self.root, on=self.on, columns=columns, ignore=self.ignore, threads=1
        )
        return found, match({self.root: cases}, self.root, columns, self.ignore)


@lru_cache(maxsize=64)
def _prepared(worker: Worker, layout: Layout, engine: Engine) -> Run:
    """The rules made ready once for all batches of one layout: a worker is a value, and so is what it gives."""
    return prepare(
        _plan(worker.book), layout, readings=dict(worker.readings), terms=dict(worker.terms), measures=worker.measures,
        missing=worker.missing, engine=engine,
    )  # fmt: skip


@lru_cache(maxsize=64)
def _steady(worker: Worker, cases: pa.Schema) -> tuple[Layouts, pa.Schema]:
    """The layouts of batches of cases with these columns, and the columns of their results, but for the ids."""
    found, sources = worker._read(cases.empty_table())
    layouts = Layouts.of(_plan(worker.book), found.register, sources)
    nothing = _prepared(worker, layouts.bounded, "numpy")(found.register, worker.on)
    return layouts, pa.schema([field for field in _plain(nothing.table()).schema if field.name != "id"])


def _plain(table: pa.Table) -> pa.Table:
    """Verdicts and names of facts as plain text, which every engine knows."""

    def plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
        if pa.types.is_dictionary(column.type):
            return column.cast(pa.string())
        return column.cast(pa.list_(pa.string())) if pa.types.is_list(column.type) else column

    return pa.table([plain(column) for column in table.columns], names=table.column_names)


def _with_set_aside(results: pa.Table, found: Ingested, ids: pa.Array) -> pa.Table:
    """The results with a row for each case that was set aside, all in the order of the cases, with their ids."""
    rejected = found.rejected.filter(pc.equal(found.rejected.column("table"), next(iter(found.counts))))
    reasons: dict[int, str] = {}
    for row, reason in zip(
        rejected.column("row").to_pylist(), rejected.column("reason").to_pylist(), strict=True
    ):
        reasons.setdefault(row - 1, reason)
    bad = np.zeros(len(ids), bool)
    bad[list(reasons)] = True
    places = np.cumsum(~bad) - 1
    table = results.take(pa.array(places, mask=bad))
    told = table.column(REASON).to_pylist() if reasons else None
    if told is not None:
        for row, reason in reasons.items():
            told[row] = reason
        table = table.set_column(table.column_names.index(REASON), REASON, pa.array(told, pa.string()))
    return table.add_column(0, "id", ids)


def assess_spark(
    worker: Worker, cases: Any, members: Mapping[str, Any] | None = None, *, by: str = "household_id"
) -> Any:
    """The results of a data frame of Spark, worked out where its partitions are.

    ``cases`` are one row a case, with members in columns of arrays of structs; or ``members`` are data frames of the
    elements by the column they belong in (``{"members": persons}``), which Spark joins by the column ``by`` to the
    ``id`` of the cases. Raises InputError for columns that state no fact, before anything is run.
    """
    from pyspark.sql import functions as f
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

    for collection, frame in (members or {}).items():
        rest = [name for name in frame.columns if name != by]
        lists = frame.groupBy(by).agg(f.sort_array(f.collect_list(f.struct(*rest))).alias(collection))
        cases = cases.join(
            lists.withColumnRenamed(by, "__of__"), cases["id"] == f.col("__of__"), "left"
        ).drop("__of__")
    # A point in the name of a column means a part of it to Spark.
    names = {name: name.replace(".", "__of__") for name in cases.columns}
    if any(name != called for name, called in names.items()):
        known = dict(worker.columns)
        renamed = {called: known.get(name, name) for name, called in names.items() if name != called}
        cases = cases.toDF(*names.values())
        worker = evolve(worker, columns={**known, **renamed})
    schema = worker.schema(to_arrow_schema(cases.schema))
    return cases.mapInArrow(worker.stream, from_arrow_schema(schema))


def assess_dask(worker: Worker, cases: Any) -> Any:
    """The results of a data frame of Dask, partition by partition; members are columns of lists of mappings."""
    nothing = worker.worked_out(pa.Table.from_pandas(cases._meta, preserve_index=False), "python")
    return cases.map_partitions(_of_pandas, worker, meta=_to_pandas(nothing))


def _of_pandas(frame: Any, worker: Worker) -> Any:
    return _to_pandas(worker(pa.Table.from_pandas(frame, preserve_index=False)))


def _to_pandas(table: pa.Table) -> Any:
    import pandas as pd

    return table.to_pandas(types_mapper=pd.ArrowDtype)


def assess_ray(worker: Worker, cases: Any) -> Any:
    """The results of a dataset of Ray, block by block; members are columns of lists."""
    return cases.map_batches(worker, batch_format="pyarrow")
