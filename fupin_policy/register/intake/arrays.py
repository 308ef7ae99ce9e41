"""Arrays of Arrow in few forms: one chunk, plain types, and the types that each kind of fact can be told in."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from fupin_policy.domain.facts import FactSpec, Kind
from fupin_policy.problems import Problem
from fupin_policy.register.tables import Array, pack, unpack

__all__ = [
    "beyond", "bits_of", "coded", "either", "is_text", "numbers_of", "plain", "type_problem", "valid_of",
    "without_empty",
]  # fmt: skip


def plain(values: Any) -> pa.Array:
    """An array in one piece and of a plain type: views, long offsets, runs and extensions are resolved."""
    if isinstance(values, pa.ChunkedArray):
        # A chunk without rows that was handed over by another library may lie behind the end of its buffer.
        values = pa.chunked_array([chunk for chunk in values.chunks if len(chunk)], values.type)
        if pa.types.is_dictionary(values.type) and values.num_chunks > 1:
            values = values.unify_dictionaries()
        values = values.chunk(0) if values.num_chunks == 1 else values.combine_chunks()
        if isinstance(values, pa.ChunkedArray):  # more text than one array can hold
            values = pa.concat_arrays([chunk.cast(pa.large_string()) for chunk in values.chunks])
    if isinstance(values, pa.ExtensionArray):
        values = values.storage
    kind = values.type
    if pa.types.is_run_end_encoded(kind):
        return plain(pc.run_end_decode(values))
    if pa.types.is_dictionary(kind):
        if pa.types.is_string_view(kind.value_type) or not pa.types.is_signed_integer(kind.index_type):
            words = values.dictionary
            words = words.cast(pa.large_string()) if is_text(kind) else words
            kind_of_index = pa.int8() if len(words) < 2**7 else pa.int64()
            values = pa.DictionaryArray.from_arrays(values.indices.cast(kind_of_index), words)
        if not is_text(kind):
            return plain(values.dictionary_decode())
        # A dictionary may have nothing as one of its values.
        return values.dictionary_decode().dictionary_encode() if values.dictionary.null_count else values
    if pa.types.is_string_view(kind):
        return values.cast(pa.large_string())
    if _is_other_list(kind):
        lengths = pc.list_value_length(values).fill_null(0).to_numpy(zero_copy_only=False)
        starts = pa.array(np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)]), pa.int64())
        return pa.LargeListArray.from_arrays(starts, values.flatten(), mask=values.is_null())
    return values


def without_empty(values: pa.Array) -> pa.Array:
    """Text without any sign in it is as good as none, as it is in a file of CSV.

    >>> without_empty(pa.array(["a", "", None])).to_pylist()
    ['a', None, None]
    """
    if not is_text(values.type):
        return values
    words = values.dictionary if pa.types.is_dictionary(values.type) else values
    if pc.min(pc.binary_length(words)).as_py() != 0:
        return values
    told = pc.if_else(pc.greater(pc.binary_length(words), 0), words, None)
    return (
        told if words is values else pa.DictionaryArray.from_arrays(values.indices, told).dictionary_decode()
    )


def _is_other_list(kind: pa.DataType) -> bool:
    types = pa.types
    return any(
        test(kind) for test in (types.is_list_view, types.is_large_list_view, types.is_fixed_size_list)
    )


def is_text(kind: pa.DataType) -> bool:
    """Whether a type holds text, directly or by a dictionary."""
    if pa.types.is_dictionary(kind):
        return is_text(kind.value_type)
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def type_problem(spec: FactSpec, kind: pa.DataType) -> Problem | None:
    """What is wrong with a column of a type for a fact, or None."""
    types = pa.types
    if types.is_null(kind):
        return None
    match spec.kind:
        case Kind.ENTITY:
            fits, expected = types.is_struct(kind), f"a struct, or columns such as {spec.name}.…"
        case Kind.COLLECTION:
            items = kind.value_type if types.is_list(kind) or types.is_large_list(kind) else None
            fits = items is not None and (types.is_struct(items) or types.is_null(items))
            expected = "a list of structs, or a table of its own"
        case Kind.BOOL:
            fits, expected = types.is_boolean(kind) or is_text(kind), "truths, or text: 是, 否, true, false"
        case Kind.DATE:
            fits, expected = _is_day(kind) or is_text(kind), "days, or text such as 2018-12-31"
        case Kind.CODE:
            fits, expected = is_text(kind), f"text such as {next(iter(spec.type)).value}"
        case Kind.TEXT:
            fits, expected = is_text(kind) or types.is_integer(kind), "text, or whole numbers"
        case _:
            fits = types.is_integer(kind) or types.is_decimal(kind) or is_text(kind)
            expected = _numbers_expected(spec)
    if fits:
        return None
    if spec.kind is Kind.NUMBER and types.is_floating(kind):
        money = spec.unit is not None and spec.unit.is_money
        return Problem(
            f"floats ({kind}) are never {'money' if money else 'exact'}",
            expected=f"{expected} {_FROM_FLOATS}",
        )
    return Problem(f"a column of the type {kind} tells no {spec.kind}", expected=expected)


_FROM_FLOATS = "(whole numbers that pandas made floats: .astype('Int64'); in Polars: .cast(pl.Int64))"


def _is_day(kind: pa.DataType) -> bool:
    return bool(pa.types.is_date(kind) or (pa.types.is_timestamp(kind) and kind.tz is None))


def _numbers_expected(spec: FactSpec) -> str:
    if spec.is_count:
        return "whole numbers"
    if spec.unit is not None and spec.unit.is_money:
        fen = str(spec.unit).replace("元", "分")
        return f"decimals, whole numbers in {fen} with the unit named, or text such as '3200.50{spec.unit}'"
    return f"decimals, whole numbers, or text such as '4.5{spec.unit or ''}'"


# --- out of Arrow ----------------------------------------------------------------------------------


def bits_of(buffer: pa.Buffer, offset: int, rows: int) -> Array:
    """Packed bits as they lie in a buffer, shifted only where they do not begin with it."""
    bits = np.frombuffer(buffer, np.uint8)
    if offset == 0:
        return bits[: (rows + 7) // 8]
    return pack(unpack(bits[offset // 8 :], offset % 8 + rows)[offset % 8 :])


def valid_of(values: pa.Array) -> Array | None:
    """Packed bits that tell where an array has values; None where it has them all."""
    if values.null_count == 0:
        return None
    if pa.types.is_null(values.type):
        return pack(np.zeros(len(values), bool))
    return bits_of(values.buffers()[0], values.offset, len(values))


def numbers_of(values: pa.Array, dtype: Any) -> Array:
    """The numbers of an array of a type of fixed width, seen where they lie; anything where it has no value."""
    if len(values) == 0:
        return np.zeros(0, dtype)
    width = np.dtype(dtype).itemsize
    return np.frombuffer(values.buffers()[1], dtype, len(values), values.offset * width)


def coded(values: pa.Array) -> tuple[Array, list[Any]]:
    """Positions in a list of distinct values, and the list; what is missing has the position of any of them."""
    if not pa.types.is_dictionary(values.type):
        values = values.dictionary_encode()
    distinct = values.dictionary.to_pylist()
    if not distinct:
        return np.zeros(len(values), np.int64), []
    indices = values.indices
    if beyond(numbers_of(indices, indices.type.to_pandas_dtype()), 0, len(distinct) - 1) is not None:
        indices = indices.fill_null(0)
    return numbers_of(indices, indices.type.to_pandas_dtype()), distinct


def beyond(numbers: Array, low: int, high: int) -> Array | None:
    """Where numbers leave a range; None where none does."""
    if not len(numbers) or (low <= numbers.min() and numbers.max() <= high):
        return None
    return np.asarray((numbers < low) | (numbers > high))


def either(one: Array | None, other: Array | None) -> Array | None:
    """Where one of two things is so; None stands for nowhere."""
    return other if one is None else one if other is None else one | other
