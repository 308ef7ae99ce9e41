"""One file of a table, read a few rows at a time: CSV as text, Parquet and Arrow with their types."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from fupin_policy.problems import InputError, Place, Problem

__all__ = ["FORMATS", "format_of", "plain", "schema_of", "stream"]

FORMATS = {
    ".parquet": "parquet",
    ".csv": "csv",
    ".csv.gz": "csv",
    ".arrow": "arrow",
    ".feather": "arrow",
}
"""Endings of names, and the format of the file."""

_ROWS = 8_192
_BLOCK = 4 * 2**20
_SHOWN = 10


def format_of(path: Path) -> tuple[str, str | None]:
    """The name of a file without its ending, and its format; None for an ending that no table has.

    >>> format_of(Path("persons.csv.gz")), format_of(Path("persons.xlsx"))
    (('persons', 'csv'), ('persons', None))
    """
    for ending, form in FORMATS.items():
        if path.name.lower().endswith(ending):
            return path.name[: -len(ending)], form
    return path.name.partition(".")[0], None


def schema_of(path: Path, form: str) -> pa.Schema:
    """The columns of a file, before its first row. Raises InputError where the file cannot be read."""
    with _told(path):
        if form == "parquet":
            with pa.parquet.ParquetFile(path) as file:
                found = file.schema_arrow
        elif form == "arrow":
            with pa.OSFile(str(path)) as source, pa.ipc.open_file(source) as reader:
                found = reader.schema
        else:
            with _open_csv(path, None, []) as reader:
                found = pa.schema([(name, pa.string()) for name in reader.schema.names])
    twice = sorted({name for name in found.names if found.names.count(name) > 1})
    unnamed = [index for index, name in enumerate(found.names, 1) if not name.strip()]
    problems = [Problem(f"two columns are named '{name}'", Place(str(path))) for name in twice]
    problems += [
        Problem(f"column {index} has no name", Place(str(path))) for index in unnamed if "" not in twice
    ]
    if problems:
        raise InputError(problems)
    return pa.schema([field.with_type(plain(field.type)) for field in found], found.metadata)


def plain(type_: pa.DataType) -> pa.DataType:
    """A type with every dictionary in it replaced by its values, so that all parts of a table are alike.

    >>> plain(pa.list_(pa.dictionary(pa.int8(), pa.string())))
    ListType(list<item: string>)
    """
    if pa.types.is_dictionary(type_):
        return plain(type_.value_type)
    if pa.types.is_struct(type_):
        return pa.struct([field.with_type(plain(field.type)) for field in type_])
    if pa.types.is_large_list(type_):
        return pa.large_list(type_.value_field.with_type(plain(type_.value_type)))
    if pa.types.is_list(type_):
        return pa.list_(type_.value_field.with_type(plain(type_.value_type)))
    return type_


def stream(path: Path, form: str, schema: pa.Schema, columns: list[str] | None = None) -> Iterator[pa.Table]:
    """The rows of a file as small tables in its order, with all columns of ``schema`` or just some.

    The rows are given as they stand; a file that cannot be read to its end raises InputError with every line
    that is malformed (the first ten), or whose text is not UTF-8.
    """
    wanted = schema if columns is None else pa.schema([schema.field(name) for name in columns])
    with _told(path):
        chunks = {"parquet": _parquet, "arrow": _arrow, "csv": _csv}[form](path, wanted)
        for chunk in chunks:
            table = pa.Table.from_batches([chunk]) if isinstance(chunk, pa.RecordBatch) else chunk
            yield table.select(wanted.names).cast(wanted)


def _parquet(path: Path, wanted: pa.Schema) -> Iterator[pa.RecordBatch]:
    with pa.parquet.ParquetFile(path) as file:
        # A name with a dot would be taken for a way into a struct: then everything is read.
        some = None if any("." in name for name in wanted.names) else wanted.names
        yield from file.iter_batches(batch_size=_ROWS, columns=some, use_threads=False)


def _arrow(path: Path, wanted: pa.Schema) -> Iterator[pa.RecordBatch]:
    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as reader:
        for index in range(reader.num_record_batches):
            batch = reader.get_batch(index)
            for start in range(0, batch.num_rows, _ROWS):
                yield batch.slice(start, _ROWS)


def _csv(path: Path, wanted: pa.Schema) -> Iterator[pa.RecordBatch]:
    bad: list[pa.csv.InvalidRow] = []
    with _open_csv(path, wanted.names, bad) as reader:
        for batch in reader:
            if not bad:
                yield batch
    if bad:
        raise InputError(
            [
                Problem(
                    f"data row {row.number - 1} has {row.actual_columns} cells",
                    Place(str(path)),
                    f"{row.expected_columns}, one a column",
                )
                for row in bad[:_SHOWN]
            ]
        )


def _open_csv(path: Path, names: list[str] | None, bad: list[pa.csv.InvalidRow]) -> pa.csv.CSVStreamingReader:
    def note(row: pa.csv.InvalidRow) -> str:
        bad.append(row) if len(bad) < _SHOWN else None
        return "skip"

    return pa.csv.open_csv(
        pa.input_stream(str(path), compression="gzip" if path.name.lower().endswith(".gz") else None),
        read_options=pa.csv.ReadOptions(block_size=_BLOCK, use_threads=False),
        parse_options=pa.csv.ParseOptions(newlines_in_values=True, invalid_row_handler=note),
        convert_options=pa.csv.ConvertOptions(
            column_types=None if names is None else {name: pa.string() for name in names},
            include_columns=names,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Failures of reading as input errors that name the file."""
    try:
        yield
    except InputError:
        raise
    except (pa.ArrowException, OSError, EOFError, UnicodeDecodeError) as error:
        text = str(error)
        if "UTF8" in text or isinstance(error, UnicodeDecodeError):
            raise InputError(_not_utf8(path)) from None
        if text == "Empty CSV file":
            raise InputError(
                Problem("the file is empty", Place(str(path)), "a first line with the names of columns")
            ) from None
        if isinstance(error, FileNotFoundError | PermissionError):
            text = error.strerror or text
        raise InputError(
            Problem(f"the file cannot be read ({text.splitlines()[0].rstrip('.')})", Place(str(path)))
        ) from None


def _not_utf8(path: Path) -> Problem:
    """The first line of a CSV file that is not UTF-8, and whether it is text in the older Chinese encoding."""
    with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return Problem(
                    "this is not UTF-8 text" + (" but GB 18030" if _is_gb18030(line) else ""),
                    Place(str(path), number),
                    "UTF-8: save the file again in that encoding",
                )
    return Problem("this is not UTF-8 text", Place(str(path)), "UTF-8: save the file again in that encoding")


def _is_gb18030(line: bytes) -> bool:
    try:
        text = line.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return any("\u4e00" <= char <= "\u9fff" for char in text)
