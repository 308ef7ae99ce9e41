"""Writing tables block by block, so that no more than one block is held."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import pyarrow as pa

__all__ = ["FORMATS", "Format", "TableWriter"]

Format = Literal["parquet", "csv", "arrow"]
FORMATS: tuple[Format, ...] = ("parquet", "csv", "arrow")


class TableWriter:
    """A file of one table that is written in pieces, as Parquet, CSV or an Arrow file."""

    def __init__(self, path: Path, form: Format) -> None:
        self.path = path
        self._form = form
        self._writer: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._writer is not None:
            self._writer.close()

    def write(self, table: Any) -> None:
        """Add rows; the first piece sets the columns."""
        if self._form == "csv":
            table = _plain(table)
        if self._writer is None:
            self._writer = _opened(self.path, self._form, table.schema)
        self._writer.write_table(table)


def _opened(path: Path, form: Format, schema: Any) -> Any:
    if form == "parquet":
        import pyarrow.parquet as pq

        return pq.ParquetWriter(path, schema, compression="zstd", use_dictionary=_texts(schema))
    if form == "arrow":
        return pa.ipc.new_file(path, schema)
    from pyarrow import csv

    return csv.CSVWriter(path, schema, write_options=csv.WriteOptions(quoting_style="needed"))


def _texts(schema: Any) -> list[str]:
    return [field.name for field in schema if pa.types.is_dictionary(field.type)]


def _plain(table: Any) -> Any:
    """Codes as text: CSV knows no others."""
    fields = [
        pa.field(one.name, pa.string()) if pa.types.is_dictionary(one.type) else one for one in table.schema
    ]
    return table.cast(pa.schema(fields))
