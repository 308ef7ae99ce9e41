"""The rows of a block as Arrow tables, in the form that a register is read in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fupin_policy.domain.facts import FactSpec, Kind
from fupin_policy.register.synthesis.draws import Drawn
from fupin_policy.register.synthesis.recipe import HUNDREDTHS, FactRule, spec_for
from fupin_policy.register.tables import Array

__all__ = ["column_name", "element_ids", "field_of", "row_ids", "to_array"]

_DIGITS = 8
_DECIMAL = pa.decimal128(16, 2)


def column_name(rule: FactRule, table: str) -> str:
    """The column of a fact: its key, with the entity before it where it is not the table's own."""
    return rule.name if rule.entity == table else f"{rule.entity}.{rule.name}"


def field_of(rule: FactRule, table: str) -> Any:
    """The field of a fact's column, with the unit of a number."""
    spec = spec_for(rule.entity, rule.name)
    unit = {} if spec.unit is None else {"unit": str(spec.unit)}
    return pa.field(column_name(rule, table), _type(spec, rule.decimals), metadata=unit)


def _type(spec: FactSpec, decimals: bool) -> Any:
    match spec.kind:
        case Kind.BOOL:
            return pa.bool_()
        case Kind.CODE:
            return pa.dictionary(pa.int8(), pa.string())
        case Kind.DATE:
            return pa.date32()
    return _DECIMAL if decimals else pa.int64()


def to_array(rule: FactRule, drawn: Drawn) -> Any:
    """A drawn fact as a column."""
    spec = spec_for(rule.entity, rule.name)
    mask = None if drawn.known is None else ~drawn.known
    match spec.kind:
        case Kind.BOOL:
            return pa.array(drawn.values.astype(bool), mask=mask)
        case Kind.CODE:
            keys = pa.array([member.value for member in spec.type])
            return pa.DictionaryArray.from_arrays(pa.array(drawn.values.astype(np.int8), mask=mask), keys)
        case Kind.DATE:
            return pa.array(drawn.values.astype(np.int32), pa.int32(), mask=mask).cast(pa.date32())
    if rule.decimals:
        return _decimals(drawn.values, drawn.known)
    return pa.array(drawn.values // HUNDREDTHS, mask=mask)


def _decimals(values: Array, known: Array | None) -> Any:
    """Hundredths as decimals with two places: 128 bits each, the lower half first."""
    halves = np.empty((len(values), 2), dtype=np.int64)
    halves[:, 0] = values
    halves[:, 1] = values >> 63
    bits = None if known is None else pa.py_buffer(np.packbits(known, bitorder="little"))
    return pa.Array.from_buffers(_DECIMAL, len(values), [bits, pa.py_buffer(halves)])


def row_ids(prefix: str, first: int, count: int) -> Any:
    """Identifiers of cases: the prefix and a running number."""
    numbers = pc.cast(pa.array(np.arange(first + 1, first + count + 1)), pa.string())
    return pc.binary_join_element_wise(pa.scalar(prefix), pc.utf8_lpad(numbers, _DIGITS, "0"), "")


def element_ids(owners: Any, at: Array, numbers: Array, letter: str = "") -> Any:
    """Identifiers of what belongs to a case: its own and a running number."""
    return pc.binary_join_element_wise(
        pc.take(owners, pa.array(at)), pc.cast(pa.array(numbers), pa.string()), f"-{letter}"
    )


def table_of(columns: Mapping[str, Any], fields: Mapping[str, Any]) -> Any:
    """Columns as a table with their fields."""
    return pa.table(list(columns.values()), schema=pa.schema([fields[name] for name in columns]))
