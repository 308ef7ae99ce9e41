"""One file of a table, read a few rows at a time: CSV as text, Parquet and Arrow with their types."""

from __future__ import annotations

import codecs
import csv
import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
from attrs import field, frozen

from fupin_policy.domain.encodings import is_gb18030
from fupin_policy.problems import InputError, Place, Problem, UnknownNameError
from fupin_policy.register.intake.schema import MALFORMED, MALFORMED_TYPE

__all__ = ["ENCODINGS", "FORMATS", "Dialect", "format_of", "plain", "schema_of", "stream"]

FORMATS = {
    ".parquet": "parquet",
    ".csv": "csv",
    ".csv.gz": "csv",
    ".arrow": "arrow",
    ".feather": "arrow",
}
"""Endings of names, and the format of the file."""

ENCODINGS = ("utf-8", "gb18030", "gbk", "utf-16", "big5")
"""Encodings that a CSV file may be in."""

_ROWS = 8_192
_BLOCK = 4 * 2**20
_SHOWN = 10
_MOST_MALFORMED = 10_000


def _sign(text: str) -> str:
    return "\t" if text in ("tab", "\\t") else text


@frozen
class Dialect:
    """How CSV files are written: the encoding of their text, and the sign between two cells.

    Raises InputError for an encoding that is not known, and for a sign that cannot stand between cells.

    >>> Dialect("gb18030", "tab").delimiter
    '\\t'
    """

    encoding: str = "utf-8"
    delimiter: str = field(default=",", converter=_sign)

    def __attrs_post_init__(self) -> None:
        problems: list[Problem] = []
        if self.encoding not in ENCODINGS:
            problems += UnknownNameError("encoding", self.encoding, ENCODINGS).problems
        sign = self.delimiter
        if len(sign) != 1 or not sign.isascii() or sign.isalnum() or sign in '"\r\n\0':
            problems.append(
                Problem(f"'{sign}' cannot stand between cells", expected="one sign such as , ; or tab")
            )
        if problems:
            raise InputError(problems)


_PLAIN = Dialect()


def format_of(path: Path) -> tuple[str, str | None]:
    """The name of a file without its ending, and its format; None for an ending that no table has.

    >>> format_of(Path("persons.csv.gz")), format_of(Path("persons.xlsx"))
    (('persons', 'csv'), ('persons', None))
    """
    for ending, form in FORMATS.items():
        if path.name.lower().endswith(ending):
            return path.name[: -len(ending)], form
    return path.name.partition(".")[0], None


def schema_of(path: Path, form: str, dialect: Dialect = _PLAIN) -> pa.Schema:
    """The columns of a file, before its first row. Raises InputError where the file cannot be read, and where
    the cells of a CSV file have another sign between them.
    """
    with _told(path, dialect):
        if form == "parquet":
            with pa.parquet.ParquetFile(path) as file:
                found = file.schema_arrow
        elif form == "arrow":
            with pa.OSFile(str(path)) as source, pa.ipc.open_file(source) as reader:
                found = reader.schema
        else:
            found = pa.schema([(name, pa.string()) for name in _names(path, dialect)])
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


def _names(path: Path, dialect: Dialect) -> list[str]:
    """The first line of a CSV file."""
    if dialect.encoding == "utf-8" and (wrong := _as_utf16(path)) is not None:
        raise InputError(wrong)
    with _opened(path) as file:  # a malformed line in another encoding could not even be told
        codecs.getincrementaldecoder(dialect.encoding)().decode(file.read(_BLOCK))
    with _open_csv(path, None, [], dialect) as reader:
        names: list[str] = reader.schema.names
    sign = next((sign for sign in _SIGNS if sign != dialect.delimiter and sign in names[0]), None)
    if len(names) == 1 and sign is not None:
        given = _SIGNS.get(dialect.delimiter, f"'{dialect.delimiter}'")
        option = "tab" if sign == "\t" else f"'{sign}'"
        what = f"the names of columns have {_SIGNS[sign]} between them"
        raise InputError(Problem(what, Place(str(path), 1), f"{given}, or --delimiter {option}"))
    return names


_SIGNS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def stream(
    path: Path,
    form: str,
    schema: pa.Schema,
    columns: list[str] | None = None,
    dialect: Dialect = _PLAIN,
    *,
    told: bool = False,
) -> Iterator[pa.Table]:
    """The rows of a file as small tables in its order, with all columns of ``schema`` or just some.

    The rows are given as they stand; a file that cannot be read to its end raises InputError with every line
    that is malformed (the first ten), or whose text is in another encoding. With ``told`` malformed lines are
    rows as well, up to ten thousand, and the column ``__malformed__`` tells of them.
    """
    wanted = schema if columns is None else pa.schema([schema.field(name) for name in columns])
    with _told(path, dialect):
        if form == "csv" and told:
            yield from _csv_told(path, wanted, dialect)
            return
        chunks = (
            _csv(path, wanted, dialect)
            if form == "csv"
            else {"parquet": _parquet, "arrow": _arrow}[form](path, wanted)
        )
        for chunk in chunks:
            yield pa.Table.from_batches([chunk]).select(wanted.names).cast(wanted)


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


def _csv(path: Path, wanted: pa.Schema, dialect: Dialect) -> Iterator[pa.RecordBatch]:
    bad: list[pa.csv.InvalidRow] = []
    with _open_csv(path, wanted.names, bad, dialect) as reader:
        for batch in reader:
            if not bad:
                yield batch
    if bad:
        raise InputError(_malformed(path, bad))


def _malformed(path: Path, bad: list[pa.csv.InvalidRow]) -> list[Problem]:
    return [
        Problem(
            f"data row {row.number - 1} has {row.actual_columns} cells",
            Place(str(path)),
            f"{row.expected_columns}, one a column",
        )
        for row in bad[:_SHOWN]
    ]


def _csv_told(path: Path, wanted: pa.Schema, dialect: Dialect) -> Iterator[pa.Table]:
    """The rows of a CSV file, malformed lines among them at their places."""
    bad: list[pa.csv.InvalidRow] = []
    names = _names(path, dialect)
    schema = wanted.append(pa.field(MALFORMED, MALFORMED_TYPE))
    number = met = 0  # of the rows and malformed lines given so far
    with _open_csv(path, wanted.names, bad, dialect) as reader:
        for batch in reader:
            if len(bad) > _MOST_MALFORMED:
                raise InputError(
                    [
                        Problem(f"more than {_MOST_MALFORMED} lines are malformed", Place(str(path))),
                        *_malformed(path, bad),
                    ]
                )
            good = pa.Table.from_batches([batch]).select(wanted.names).cast(wanted)
            good = good.append_column(MALFORMED, pa.nulls(len(good), MALFORMED_TYPE))
            parts = []
            # A number counts the line with the names too.
            while met < len(bad) and (ahead := bad[met].number - 2 - number) <= len(good):
                parts += [good.slice(0, ahead), _line(bad[met], names, schema, dialect)]
                good, number, met = good.slice(ahead), number + ahead + 1, met + 1
            number += len(good)
            yield pa.concat_tables([*parts, good])
    if met < len(bad):
        yield pa.concat_tables([_line(row, names, schema, dialect) for row in bad[met:]])


def _line(row: pa.csv.InvalidRow, names: list[str], schema: pa.Schema, dialect: Dialect) -> pa.Table:
    """A malformed line as a row: its cells by their places from the left, as far as they go."""
    cells = next(csv.reader(row.text.splitlines(keepends=True), delimiter=dialect.delimiter), [])
    told = {"line": row.text, "cells": row.actual_columns, "expected": row.expected_columns}
    values = {name: cell or None for name, cell in zip(names, cells, strict=False)} | {MALFORMED: told}
    return pa.table({name: [values.get(name)] for name in schema.names}, schema=schema)


def _open_csv(
    path: Path, names: list[str] | None, bad: list[pa.csv.InvalidRow], dialect: Dialect
) -> pa.csv.CSVStreamingReader:
    def note(row: pa.csv.InvalidRow) -> str:
        bad.append(row) if len(bad) <= _MOST_MALFORMED else None
        return "skip"

    return pa.csv.open_csv(
        pa.input_stream(str(path), compression="gzip" if path.name.lower().endswith(".gz") else None),
        read_options=pa.csv.ReadOptions(block_size=_BLOCK, use_threads=False, encoding=dialect.encoding),
        parse_options=pa.csv.ParseOptions(
            delimiter=dialect.delimiter, newlines_in_values=True, invalid_row_handler=note
        ),
        convert_options=pa.csv.ConvertOptions(
            column_types=None if names is None else {name: pa.string() for name in names},
            include_columns=names,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
        ),
    )


@contextmanager
def _told(path: Path, dialect: Dialect) -> Iterator[None]:
    """Failures of reading as input errors that name the file."""
    try:
        yield
    except InputError:
        raise
    except (pa.ArrowException, OSError, EOFError, UnicodeError) as error:
        text = str(error)
        if "UTF8" in text or isinstance(error, UnicodeError):
            raise InputError(_undecodable(path, dialect)) from None
        if (
            dialect.encoding == "utf-8"
            and text.startswith("CSV parse")
            and (line := _undecodable_line(path, dialect))
        ):
            raise InputError(line) from None
        if text == "Empty CSV file":
            raise InputError(
                Problem("the file is empty", Place(str(path)), "a first line with the names of columns")
            ) from None
        if isinstance(error, FileNotFoundError | PermissionError):
            text = error.strerror or text
        raise InputError(
            Problem(f"the file cannot be read ({text.splitlines()[0].rstrip('.')})", Place(str(path)))
        ) from None


def _as_utf16(path: Path) -> Problem | None:
    """What to say of a file that is in UTF-16: it begins with the mark of that, or every other byte is nought."""
    with _opened(path) as file:
        first = file.read(4)
    if first[:2] not in (b"\xff\xfe", b"\xfe\xff") and b"\0" not in first:
        return None
    return Problem("this is UTF-16 text", Place(str(path)), _again("utf-16"))


def _again(encoding: str) -> str:
    return f"UTF-8: save the file again in that encoding, or give --encoding {encoding}"


def _opened(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path)) if path.name.lower().endswith(".gz") else path.open("rb")


def _undecodable(path: Path, dialect: Dialect) -> Problem:
    """What to say of a CSV file that is not in the encoding."""
    if dialect.encoding == "utf-8" and (wrong := _as_utf16(path)) is not None:
        return wrong
    found = None if dialect.encoding == "utf-16" else _undecodable_line(path, dialect)
    return found or Problem(f"this is not {_shown(dialect)} text", Place(str(path)), "another --encoding")


def _shown(dialect: Dialect) -> str:
    return dialect.encoding.upper().replace("GB18030", "GB 18030")


def _undecodable_line(path: Path, dialect: Dialect) -> Problem | None:
    """The first line of a CSV file that is not in the encoding, and whether it is in the older Chinese one."""
    with _opened(path) as lines:
        for number, line in enumerate(lines, 1):
            try:
                line.decode(dialect.encoding)
            except UnicodeDecodeError:
                what, place = f"this is not {_shown(dialect)} text", Place(str(path), number)
                if dialect.encoding != "utf-8":
                    return Problem(what, place, "another --encoding")
                if is_gb18030(line):
                    return Problem(f"{what} but GB 18030 (GBK)", place, _again("gb18030"))
                return Problem(what, place, "UTF-8: save the file again in that encoding")
    return None
