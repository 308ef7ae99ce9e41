"""Tables of any dataframe library as tables of Arrow, and results back as what the caller works with.

Whatever offers the Arrow stream interface can be handed over: data frames of Polars and pandas, relations of DuckDB,
tables and record batches of pyarrow. Nothing is copied where the library keeps its data as Arrow does.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw
import pyarrow as pa

from fupin_policy.problems import InputError, Place, Problem

__all__ = ["from_arrow", "to_arrow"]


def to_arrow(table: Any, name: str = "table") -> pa.Table:
    """A table that was handed over, as a table of Arrow; ``name`` is what it is called in problems.

    The index of a data frame of pandas is no column and is left out. Raises InputError for what is no table, and
    for columns that hold values of several types.

    >>> to_arrow(pa.record_batch({"id": ["1"]})).column_names
    ['id']
    >>> to_arrow([{"id": "1"}], "households")
    Traceback (most recent call last):
    ...
    fupin_policy.problems.InputError: households: list is no table; expected a data frame or an Arrow table
    """
    if isinstance(table, pa.Table):
        return table
    if isinstance(table, nw.DataFrame):
        table = table.to_native()
    try:
        if nw.dependencies.is_pandas_dataframe(table):
            return pa.Table.from_pandas(table, preserve_index=False)
        if hasattr(table, "__arrow_c_stream__") or hasattr(table, "__arrow_c_array__"):
            return pa.table(table)
    except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
        what = " ".join(str(part) for part in error.args)
        raise InputError(
            Problem(f"not a table that Arrow can hold ({what})", Place(path=name), "one type in a column")
        ) from None
    expected = "a data frame or an Arrow table"
    if hasattr(table, "collect"):
        expected += ": collect() it first"
    raise InputError(Problem(f"{type(table).__name__} is no table", Place(path=name), expected))


def from_arrow(result: pa.Table, like: Any) -> Any:
    """A result as a data frame of the library that ``like`` is of; a table of Arrow where it is no data frame.

    In pandas, whole numbers and truths that can be missing keep their type (``Int64``, ``boolean``): amounts never
    turn into floats. A relation of DuckDB is one of its default connection.

    >>> from_arrow(pa.table({"fen": [500000, None]}), pa.record_batch({"id": ["1"]})).schema.types
    [DataType(int64)]
    """
    if isinstance(like, nw.DataFrame):
        return nw.from_native(from_arrow(result, like.to_native()), eager_only=True)
    if nw.dependencies.is_pandas_dataframe(like):
        return result.to_pandas(types_mapper=_nullable().get, date_as_object=True)
    if nw.dependencies.is_polars_dataframe(like):
        return nw.from_arrow(result, backend="polars").to_native()
    if (duckdb := nw.dependencies.get_duckdb()) and isinstance(like, duckdb.DuckDBPyRelation):
        return duckdb.from_arrow(result)
    return result


def _nullable() -> dict[pa.DataType, Any]:
    """For types of Arrow, the types of pandas that can have missing values without turning into floats."""
    import pandas as pd

    return {
        pa.bool_(): pd.BooleanDtype(),
        pa.int8(): pd.Int8Dtype(),
        pa.int16(): pd.Int16Dtype(),
        pa.int32(): pd.Int32Dtype(),
        pa.int64(): pd.Int64Dtype(),
        pa.uint8(): pd.UInt8Dtype(),
        pa.uint16(): pd.UInt16Dtype(),
        pa.uint32(): pd.UInt32Dtype(),
        pa.uint64(): pd.UInt64Dtype(),
    }
