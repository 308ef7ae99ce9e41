"""The arrays of a register brought into the layout that rules were compiled for.

One compiled loop serves registers that differ in which columns they have: what a register lacks is not known.
"""

from __future__ import annotations

import numpy as np
from attrs import evolve

from fupin_policy.domain.facts import Kind
from fupin_policy.problems import InputError, Problem
from fupin_policy.register.layout import Form, Layout
from fupin_policy.register.tables import Array, Column, Register, Table, pack, spec_of, unpack

__all__ = ["arrays_of"]

_TYPES = {Kind.BOOL: np.uint8, Kind.CODE: np.int8, Kind.DATE: np.int32, Kind.NUMBER: np.int64}


def arrays_of(register: Register, layout: Layout) -> dict[str, Array]:
    """Every array that a kernel reads, in the order of its arguments.

    Raises InputError for numbers that are finer, or bounded, where the rules were compiled for others.
    """
    found: dict[str, Array] = {}
    tables = _tables(register, layout)
    fitted: dict[str, Column] = {}
    for name, level in layout.inputs():
        table = tables[level]
        if name[-1] == "#":
            assert table.starts is not None
            found[name] = table.starts
        elif name[-1] == "!":
            assert table.listed is not None
            found[name] = table.listed
        else:
            key = name.rstrip("?^%")
            if key not in fitted:
                fitted[key] = _fitted(key, table, layout.columns[key])
            column = fitted[key]
            part = {"?": column.valid, "^": column.high, "%": column.ends}.get(name[-1], column.values)
            assert part is not None
            found[name] = part
    return found


def _tables(register: Register, layout: Layout) -> dict[str, Table]:
    """The tables of a layout; one that the register lacks lists nothing of any row."""
    found: dict[str, Table] = {}
    for entity in layout.tables:
        table = register.tables.get(entity)
        if entity == register.root:
            assert table is not None
            found[entity] = table
            continue
        above = found[layout.level(register.parent(entity))].rows
        if table is None:
            nothing = np.zeros(above + 1, np.int64)
            table = Table(entity, 0, {}, nothing, np.zeros((above + 7) // 8, np.uint8))
        elif table.listed is None:
            table = evolve(table, listed=_ones(above))
        found[entity] = table
    return found


def _ones(rows: int) -> Array:
    return np.full((rows + 7) // 8, 255, np.uint8)


def _fitted(key: str, table: Table, form: Form) -> Column:
    column = table.columns.get(key)
    if column is None:
        column = _unknown(key, table.rows, form)
    elif column.valid is None and column.high is None:
        column = evolve(column, valid=_ones(table.rows))
    factor, rest = divmod(form.denominator, column.denominator)
    if rest or (column.high is not None and not form.bounded):
        raise InputError(
            Problem(
                f"the column '{key}' is of another form than the rules were compiled for", expected=str(form)
            )
        )
    if factor != 1:
        high = None if column.high is None else column.high * factor
        column = evolve(column, values=column.values * factor, high=high, denominator=form.denominator)
    if form.bounded and column.high is None:
        assert column.valid is not None
        ends = np.where(unpack(column.valid, table.rows), np.uint8(3), np.uint8(0))
        column = evolve(column, valid=None, high=column.values, ends=ends)
    return column


def _unknown(key: str, rows: int, form: Form) -> Column:
    """A column of which nothing is known."""
    kind = spec_of(key).kind
    size = (rows + 7) // 8 if kind is Kind.BOOL else rows
    return Column(np.zeros(size, _TYPES[kind]), pack(np.zeros(rows, bool)), form.denominator)
