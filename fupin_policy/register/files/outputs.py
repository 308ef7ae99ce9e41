"""Where the results of a run go: a folder of parts, or one file, and what stands beside them."""

from __future__ import annotations

import codecs
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet
from attrs import frozen

from fupin_policy.problems import InputError, Place, Problem
from fupin_policy.register.files.reading import FORMATS, format_of, plain
from fupin_policy.register.files.storing import writing

__all__ = ["REJECTED_ROWS", "Output", "guarded", "mark", "read_part", "write_table"]

REJECTED_ROWS = pa.schema(
    [
        ("table", pa.string()), ("file", pa.string()), ("row", pa.int64()),
        ("column", pa.string()), ("value", pa.string()), ("reason", pa.string()),
    ]
)  # fmt: skip
"""The columns of rows that were set aside; ``row`` is the number of the row in its file, from 1."""


MANIFEST = frozenset({"form", "key", "batch", "files", "columns"})
"""What ``run.json`` tells of every run."""


@frozen
class Output:
    """The names of all that a run writes: in a folder, or beside the one file with the results.

    ``form`` is that of the results: a folder has parts in Parquet. ``work`` is the folder of what only serves
    to go on with a run that was interrupted.

    >>> Output(Path("out/2017.csv"), "csv").summary_json.as_posix()
    'out/2017.summary.json'
    """

    path: Path
    form: str

    @staticmethod
    def of(path: Path | str) -> Output:
        """The output of a name: .parquet, .csv or .arrow is one file, a name without an ending is a folder.

        Raises InputError for another ending.
        """
        path = Path(path)
        form = format_of(path)[1]
        if path.is_dir():
            return Output(path, "folder")
        if form is not None and not path.name.lower().endswith(".gz"):
            return Output(path, form)
        if path.exists() or path.suffix[1:].isalpha():
            expected = [ending for ending in FORMATS if not ending.endswith(".gz")]
            raise InputError(
                Problem(
                    "results cannot be written there",
                    Place(str(path)),
                    f"a file ending in {', '.join(expected)}, or the name of a folder",
                )
            )
        return Output(path, "folder")

    @property
    def is_folder(self) -> bool:
        """Whether the results stay in parts."""
        return self.form == "folder"

    def _beside(self, name: str) -> Path:
        return self.path / name if self.is_folder else self.path.with_name(f"{self.path.stem}.{name}")

    @property
    def results(self) -> Path:
        """The file with all results, or the folder of parts."""
        return self.path / "results" if self.is_folder else self.path

    @property
    def rejected(self) -> Path:
        """The rows that were set aside, as CSV."""
        return self._beside("rejected.csv")

    @property
    def summary_json(self) -> Path:
        """The summary as data."""
        return self._beside("summary.json")

    @property
    def summary_text(self) -> Path:
        """The summary for people."""
        return self._beside("summary.txt")

    @property
    def manifest(self) -> Path:
        """What the run was of, what was asked, and the parts; there when all else is."""
        return self._beside("run.json")

    @property
    def work(self) -> Path:
        """What is kept while the run goes on."""
        return self._beside(".run") if self.is_folder else self.path.with_name(f".{self.path.name}.run")

    @property
    def csv(self) -> tuple[Path, ...]:
        """What is written as CSV."""
        return (self.results, self.rejected) if self.form == "csv" else (self.rejected,)

    @property
    def finished(self) -> tuple[Path, ...]:
        """All that is there in the end; the manifest last."""
        return self.results, self.rejected, self.summary_json, self.summary_text, self.manifest

    @property
    def elsewhere(self) -> Path:
        """Who is in two households, where anybody is, while the run goes on."""
        return self.work / "elsewhere.arrow"

    def part(self, number: int) -> Path:
        """The results of a batch."""
        folder, ending = (self.results, "parquet") if self.is_folder else (self.work, "arrow")
        return folder / f"part-{number:05}.{ending}"

    def part_rejected(self, number: int) -> Path:
        """The rows of a batch that were set aside."""
        return self.work / f"rejected-{number:05}.arrow"

    def record(self, number: int) -> Path:
        """What says that a batch is done, and what of it was written."""
        return self.work / f"part-{number:05}.json"

    def check_free(self) -> None:
        """Raise InputError where something is in the way that no run has written, whatever it is called."""
        if any(_tells_a_run(path) for path in (self.manifest, self.work / "run.json")):
            return
        if self.is_folder:
            strangers = [one for one in sorted(self.path.glob("*")) if one != self.work]
        else:
            strangers = [one for one in self.finished if one.exists()]
        if strangers:
            raise InputError(
                Problem(
                    "this is there already, and no run has written it",
                    Place(str(strangers[0])),
                    "another name",
                )
            )

    def clear(self) -> None:
        """Remove all that a run has written, and nothing else; what tells that it was a run goes last."""
        if self.is_folder:
            for part in self.results.glob("part-*.parquet"):
                part.unlink()
            _remove_empty(self.results)
        for path in self.finished[self.is_folder :]:
            path.unlink(missing_ok=True)
        if self.work.is_dir():
            shutil.rmtree(self.work)


def _remove_empty(folder: Path) -> None:
    """Remove a folder, unless somebody has put something into it; unfinished files of a run count as nothing."""
    for left in folder.glob(".part-*.unfinished"):
        left.unlink()
    with suppress(OSError):
        folder.rmdir()


def _tells_a_run(path: Path) -> bool:
    """Whether a file says what a run is of, as runs write it."""
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and told.keys() >= MANIFEST


def read_part(path: Path) -> pa.Table:
    """The rows of a part."""
    if path.suffix == ".parquet":
        with pa.parquet.ParquetFile(path) as file:
            return file.read()
    with pa.OSFile(str(path)) as source, pa.ipc.open_file(source) as reader:
        return reader.read_all()


def write_table(
    path: Path, form: str, schema: pa.Schema, tables: Iterable[pa.Table], *, bom: bool = False
) -> None:
    """Tables one after another in a file of a format (parquet, csv, arrow), which is there whole or not at all.

    CSV is for spreadsheets as well: see :func:`guarded`; with ``bom`` it begins with a byte-order mark.
    """
    if form == "csv":
        schema, tables = _flat_schema(schema), (_flat(table) for table in tables)
    open_writer: dict[str, Callable[[BinaryIO, pa.Schema], pa.RecordBatchWriter]] = {
        "parquet": pa.parquet.ParquetWriter, "csv": pa.csv.CSVWriter, "arrow": pa.ipc.new_file,
    }  # fmt: skip
    with writing(path) as file:
        if form == "csv" and bom:
            file.write(codecs.BOM_UTF8)
        with open_writer[form](file, schema) as writer:
            for table in tables:
                writer.write_table(table)


def mark(path: Path, bom: bool) -> None:
    """Let a CSV file that is there begin with a byte-order mark, or not."""
    with path.open("rb") as source:
        has = source.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8
        if has != bom:
            if not has:
                source.seek(0)
            with writing(path) as file:
                file.write(codecs.BOM_UTF8 if bom else b"")
                shutil.copyfileobj(source, file)


_TOLD = ("reason", "case.failure")
_FORMULA = r"^[=+\-@\t\r\n\x{ff1d}\x{ff0b}\x{ff0d}\x{ff20}]"
_NUMBER = r"^[+-]?[0-9]+(\.[0-9]+)?$"


def guarded(texts: pa.ChunkedArray, *, told: bool = False) -> pa.ChunkedArray:
    """Text from the input (or ``told`` of it, by the library) that a spreadsheet takes for text, whatever it begins with.

    An apostrophe is put before what begins with ``= + - @`` (of either width), a tab or the end of a line, since that
    may be a formula, and before text of the input that begins with an apostrophe, so that leaving out one gives the
    text again. Numbers stay as they are. The character NUL is shown as ␀.

    >>> guarded(pa.chunked_array([["=1+1", "-5", "'", "a=b", None, "\\0"]])).to_pylist()
    ["'=1+1", '-5', "''", 'a=b', None, '␀']
    """
    risky = pc.match_substring_regex(texts, _FORMULA if told else _FORMULA.replace("[", "['"))
    if pc.any(risky).as_py():
        risky = pc.and_not(risky, pc.match_substring_regex(texts, _NUMBER))
        texts = pc.if_else(risky, pc.binary_join_element_wise("'", texts, ""), texts)
    if pc.any(pc.match_substring(texts, "\0")).as_py():
        texts = pc.replace_substring(texts, "\0", "␀")
    return texts


def _flat_schema(schema: pa.Schema) -> pa.Schema:
    """The columns as CSV can hold them: lists, codes and decimals as text."""
    return pa.schema([field.with_type(_flat_type(field.type)) for field in schema])


def _flat_type(type_: pa.DataType) -> pa.DataType:
    inner = plain(type_)
    return pa.string() if pa.types.is_list(inner) or pa.types.is_decimal(inner) else inner


def _flat(table: pa.Table) -> pa.Table:
    return pa.table(list(_flat_columns(table)), schema=_flat_schema(table.schema))


def _flat_columns(table: pa.Table) -> Iterator[pa.ChunkedArray]:
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_list(column.type):
            yield pc.binary_join(column.cast(pa.list_(pa.string())), ";")
        elif pa.types.is_string(column.type):
            yield guarded(column, told=name in _TOLD)
        else:
            yield column.cast(_flat_type(column.type))
