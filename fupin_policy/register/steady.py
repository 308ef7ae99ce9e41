"""Results with the same columns for every batch of a register, whatever a batch happens to tell."""

from __future__ import annotations

from collections.abc import Mapping
from math import lcm

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import evolve, frozen

from fupin_policy.assess import Plan
from fupin_policy.domain.facts import Kind
from fupin_policy.register.intake.schema import Source
from fupin_policy.register.layout import Form, Layout, with_sources
from fupin_policy.register.tables import Array, Register, denominator_of, spec_of

__all__ = ["Layouts", "conformed"]


@frozen
class Layouts:
    """The layouts of the batches of a register: ``plain``, or ``bounded`` where both ends of every quantity are told."""

    plain: Layout
    bounded: Layout

    @classmethod
    def of(cls, plan: Plan, nothing: Register, sources: Mapping[str, Source]) -> Layouts:
        """The layouts by the columns of a register without rows: a batch may have no value in one of them."""
        stated = {
            given.key: Form(denominator_of(given.spec))
            for source in sources.values()
            for given in source.columns
            if given.spec.kind is not Kind.TEXT
        }
        wanted = with_sources(plan.facts)
        plain = Layout(
            nothing.root, tuple(nothing.tables), {key: stated[key] for key in sorted(stated) if key in wanted}
        )
        forms = {
            key: evolve(form, bounded=spec_of(key).kind is Kind.NUMBER and not spec_of(key).is_count)
            for key, form in plain.columns.items()
        }
        return cls(plain, evolve(plain, columns=forms))

    def fit(self, register: Register) -> Layout:
        """The layout of one batch: with bounds where it has any, and in parts as fine as its numbers need."""
        columns = {key: column for table in register.tables.values() for key, column in table.columns.items()}
        has_bounds = any(column.high is not None for column in columns.values())
        layout = self.bounded if has_bounds else self.plain
        forms = {
            key: evolve(form, denominator=lcm(form.denominator, columns[key].denominator))
            if key in columns
            else form
            for key, form in layout.columns.items()
        }
        return evolve(layout, columns=forms)


def conformed(table: pa.Table, schema: pa.Schema) -> tuple[list[pa.ChunkedArray], Array]:
    """The columns of results as a schema has them, and the rows with amounts that are finer than it has room for.

    There is nothing in these rows; ends are not left out where no bounds were given.

    >>> from decimal import Decimal
    >>> found = pa.table({"grant": ["holds"] * 2, "grant.low": pa.array([Decimal("5.0"), Decimal("5.5")])})
    >>> wanted = pa.schema([("grant", pa.string()), ("grant.low", pa.int64()), ("grant.low_open", pa.bool_())])
    >>> columns, rows = conformed(found, wanted)
    >>> [column.to_pylist() for column in columns], rows
    ([['holds', None], [5, None], [False, None]], array([1]))
    """
    bad = np.zeros(len(table), bool)
    for field in schema:
        if field.name in table.column_names:
            bad |= _too_fine(table.column(field.name), field.type)
    rows = np.flatnonzero(bad)
    if len(rows):
        table = table.take(pa.array(np.arange(len(table)), mask=bad))
    return [_column(table, field) for field in schema], rows


def _too_fine(column: pa.ChunkedArray, kind: pa.DataType) -> Array | bool:
    """Where decimals do not keep their value in another type."""
    if not pa.types.is_decimal(column.type) or column.type == kind:
        return False
    try:
        column.cast(kind)
    except pa.ArrowInvalid:
        kept = column.cast(kind, safe=False).cast(pa.decimal128(38, column.type.scale))
        changed = pc.not_equal(kept, column)
        return np.asarray(changed.fill_null(False).to_numpy())
    return False


def _column(table: pa.Table, field: pa.Field) -> pa.ChunkedArray:
    if field.name not in table.column_names:
        stem, _, _ = field.name.rpartition(".")
        return pc.if_else(pc.is_valid(table.column(f"{stem}.low")), False, None)
    return table.column(field.name).cast(field.type)
