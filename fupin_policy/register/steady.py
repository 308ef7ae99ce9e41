"""Results with the same columns for every batch of a register, whatever a batch happens to tell."""

from __future__ import annotations

from collections.abc import Mapping
from math import lcm

import pyarrow as pa
import pyarrow.compute as pc
from attrs import evolve, frozen

from fupin_policy.assess import Plan
from fupin_policy.domain.facts import Kind
from fupin_policy.problems import InputError, Place, Problem
from fupin_policy.register.intake.schema import Source
from fupin_policy.register.layout import Form, Layout, with_sources
from fupin_policy.register.tables import Register, denominator_of, spec_of

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


def conformed(table: pa.Table, schema: pa.Schema) -> list[pa.ChunkedArray]:
    """The columns of results as a schema has them; ends are not left out where no bounds were given.

    Raises InputError for amounts with more decimals than the schema has room for.

    >>> found = pa.table({"grant": ["holds"], "grant.low": [5]})
    >>> wanted = pa.schema([("grant.low", pa.decimal128(38, 2)), ("grant.low_open", pa.bool_())])
    >>> [column.to_pylist() for column in conformed(found, wanted)]
    [[Decimal('5.00')], [False]]
    """
    return [_column(table, field) for field in schema]


def _column(table: pa.Table, field: pa.Field) -> pa.ChunkedArray:
    if field.name not in table.column_names:
        stem, _, _ = field.name.rpartition(".")
        return pc.if_else(pc.is_valid(table.column(f"{stem}.low")), False, None)
    try:
        return table.column(field.name).cast(field.type)
    except pa.ArrowInvalid:
        raise InputError(
            Problem(
                "amounts come out finer than the results can hold",
                Place(path=field.name),
                "at most four decimals in the numbers that they are worked out from",
            )
        ) from None
