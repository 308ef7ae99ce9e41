"""Running through a register batch by batch, so that a run that is interrupted at any moment goes on later.

Each batch that is done is on the disk whole, with a record of it written last. A run is continued only with the
same input and the same questions; what it gives in the end are the same bytes, interrupted or not.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from attrs import asdict, field, frozen

from fupin_policy.policy import Rulebook
from fupin_policy.problems import InputError, Place, Problem
from fupin_policy.register.counts import Count
from fupin_policy.register.files.batches import CASES, MEMORY, Piece, batches
from fupin_policy.register.files.finding import RegisterFiles
from fupin_policy.register.files.homes import People, Watch, people_of, with_homes
from fupin_policy.register.files.outputs import REJECTED_ROWS, Output, mark, read_part, write_table
from fupin_policy.register.files.reading import Dialect
from fupin_policy.register.files.storing import digest, write_json, write_text
from fupin_policy.register.files.surveying import Survey, key_columns, survey
from fupin_policy.register.side_by_side import ahead
from fupin_policy.register.summary.reporting import to_json, to_text
from fupin_policy.register.summary.summing import Summary
from fupin_policy.register.summary.tallying import summarise
from fupin_policy.register.summary.told import Told
from fupin_policy.values import frozen_map

__all__ = ["Batch", "Report", "Work", "run"]

_FORM = 1
_LOCK = "lock"


@frozen(eq=False)
class Batch:
    """What comes of a batch: results with a row a case that was assessed, and the rows that were set aside.

    ``rejected`` has the columns table, row (as in the column ``__row__``), column, value, reason. ``counts`` tells
    for every table of the batch how many rows there were, went into cases, and were set aside.
    """

    results: pa.Table
    rejected: pa.Table
    counts: Mapping[str, Count] = field(converter=frozen_map)


Work: TypeAlias = Callable[[Mapping[str, pa.Table]], Batch]
"""What is done with a batch: a function of nothing but its tables. Results always have the same columns."""


@frozen(eq=False)
class Report:
    """How a run went: ``resumed`` of its ``parts`` were done before; ``failed`` cases could not be worked out."""

    output: Output
    parts: int
    resumed: int
    failed: int
    counts: Mapping[str, Count] = field(converter=frozen_map)

    @property
    def is_clean(self) -> bool:
        """Whether every row went into a case that was worked out."""
        return not self.failed and not any(count.set_aside for count in self.counts.values())


def run(
    register: RegisterFiles,
    work: Work,
    out: Path | str,
    *,
    key: Mapping[str, Any],
    mapping: Mapping[str, str | None] | None = None,
    most: int = CASES,
    memory: int = MEMORY,
    restart: bool = False,
    progress: bool = False,
    lang: str = "zh",
    book: Rulebook | None = None,
    bom: bool = False,
) -> Report:
    """Assess a register and write the results, going on with what an earlier run has left.

    ``key`` is what the results depend on besides the register (plain data); ``mapping`` gives columns other names;
    a batch has at most ``most`` cases and about ``memory`` bytes. ``out`` is a folder or a file ending in .parquet,
    .csv or .arrow; with ``restart`` what an earlier run has left there is dropped. With ``progress`` a bar is shown
    on a terminal. ``lang`` and ``book`` are for the wording of the summary; with ``bom`` files of CSV that are written
    begin with a byte-order mark, for spreadsheets.

    Raises InputError, with all problems: for tables without ids or malformed, for columns that ``work`` refuses,
    where ``out`` is taken, or holds a run of another register or key.
    """
    output = Output.of(out)
    if register.path.is_dir() and register.path.resolve() in output.path.resolve().parents:
        raise InputError(
            Problem("the results would lie in the folder of the register", Place(str(out)), "another place")
        )
    keys = key_columns(register, mapping)
    schema = work({table.name: table.empty() for table in register.tables.values()}).results.schema
    output.check_free()
    asked = _identity(register, key, most, memory)
    if restart:
        output.clear()
    if (finished := _finished(output, asked)) is not None:
        _worded(output, lang, book, bom)
        return finished
    with _begun(output, asked):
        people = people_of(register, keys, mapping)
        found = _surveyed(register, keys, people, output)
        register = found.telling(register)
        tell = _telling(people, output)
        done = dict(_done(output))
        resumed = len(done)
        pieces = batches(
            register, found, keys, output.work / "buckets", most=most, memory=memory, done=frozenset(done)
        )

        def worked() -> Iterator[tuple[int, Batch]]:
            for piece in pieces:
                batch = work(tell(piece.tables))
                _check(batch, piece, register.cases.name, schema)
                yield piece.number, batch

        with _bar(progress, found.total(register.cases.name), done, register) as step:
            for number, batch in ahead(worked()):  # a batch is written while the next one is worked out
                done[number] = _store(batch, number, register, found, output)
                step(batch.counts[register.cases.name].rows)
        counts = _counts(done, register.tables)
        for name, count in counts.items():
            if count.rows != found.total(name):
                raise ValueError(f"of {found.total(name)} rows of {name}, {count.rows} were met")
        failed = _finish(output, schema, counts, len(done), lang, book, bom)
    records = [done[number] for number in sorted(done)]
    tables = {name: asdict(count) for name, count in counts.items()}
    write_json(output.manifest, {**asked, "counts": tables, "failed": failed, "parts": records})
    shutil.rmtree(output.work)
    return Report(output, len(done), resumed, failed, counts)


def _identity(register: RegisterFiles, key: Mapping[str, Any], most: int, memory: int) -> dict[str, Any]:
    """What must be the same for a run to go on: the files and their columns, what was asked, the size of batches."""
    above = register.path if register.path.is_dir() else register.path.parent
    return {
        "form": _FORM,
        "key": json.loads(json.dumps(key, ensure_ascii=False)),
        "batch": {"cases": most, "memory": memory},
        **_dialects(register),
        "files": {
            part.path.relative_to(
                above
            ).as_posix(): f"{part.path.stat().st_size} bytes, sha256 {digest(part.path)}"
            for table in register.tables.values()
            for part in table.parts
        },
        "columns": {
            table.name: {
                column.name: " ".join(
                    [str(column.type), (column.metadata or {}).get(b"unit", b"").decode()]
                ).strip()
                for column in table.schema
            }
            for table in register.tables.values()
        },
    }


def _dialects(register: RegisterFiles) -> dict[str, Any]:
    """How CSV files are read, where it is not as usual."""
    dialect = register.cases.dialect
    return {} if dialect == Dialect() else {"csv": asdict(dialect)}


def _differences(now: Any, before: Any, path: str = "") -> Iterator[Problem]:
    if isinstance(now, dict) and isinstance(before, dict):
        for name in sorted(now.keys() | before.keys()):
            yield from _differences(now.get(name), before.get(name), f"{path}/{name}" if path else name)
    elif now != before:
        what = f"{_named(path)} is {_shown(now)}"
        yield Problem(what, expected=f"{_shown(before)} as in the run that was begun")


_NAMED = {
    "key/policy": "--policy", "key/on": "--on", "key/measures": "--measures", "key/missing": "--missing",
    "key/columns": "--columns", "key/library": "the version of the library", "key/rules": "the digest of the rules",
    "batch/cases": "--batch", "batch/memory": "the memory of a batch", "csv": "--encoding and --delimiter",
    "csv/encoding": "--encoding", "csv/delimiter": "--delimiter", "form": "the form of runs",
}  # fmt: skip
_BELOW = {
    "key/readings/": "--reading {}", "key/terms/": "--term {}", "key/columns/": "--columns {}", "key/": "{}",
    "files/": "the file {}", "columns/": "columns of {}",
}  # fmt: skip


def _named(path: str) -> str:
    """What was asked in the words of the command, as far as it has any for it."""
    if path in _NAMED:
        return _NAMED[path]
    return next(
        (says.format(path.removeprefix(start)) for start, says in _BELOW.items() if path.startswith(start)),
        path,
    )


def _shown(value: Any) -> str:
    return (
        "absent"
        if value is None
        else value
        if isinstance(value, str)
        else json.dumps(value, ensure_ascii=False)
    )


def _compare(output: Output, asked: dict[str, Any], stored: dict[str, Any]) -> None:
    differences = list(_differences(asked, {name: stored.get(name) for name in asked}))
    if differences:
        head = Problem(
            "a run of another register or with other questions was begun there",
            Place(str(output.path)),
            "the same again, another name, or to drop it (--restart)",
        )
        raise InputError([head, *differences])


def _worded(output: Output, lang: str, book: Rulebook | None, bom: bool) -> None:
    """Let what a complete run has written for people be as it is wanted now: language, and the mark for spreadsheets."""
    text = to_text(Told.parse(output.summary_json.read_text("utf-8")), lang, book)
    if output.summary_text.read_text("utf-8") != text:
        write_text(output.summary_text, text)
    for path in output.csv:
        mark(path, bom)


def _finished(output: Output, asked: dict[str, Any]) -> Report | None:
    """The report of a run that is complete; what it may have left in its folder of work is removed."""
    if not all(path.exists() for path in output.finished):
        return None
    stored = json.loads(output.manifest.read_text("utf-8"))
    _compare(output, asked, stored)
    shutil.rmtree(output.work, ignore_errors=True)
    counts = {name: Count(**count) for name, count in stored["counts"].items()}
    parts = len(stored["parts"])
    return Report(output, parts, parts, stored["failed"], counts)


@contextmanager
def _begun(output: Output, asked: dict[str, Any]) -> Iterator[None]:
    """A run that nobody else is in, begun or to be gone on with."""
    manifest = output.work / "run.json"
    output.work.mkdir(parents=True, exist_ok=True)
    with _alone(output):
        if manifest.exists():
            _compare(output, asked, json.loads(manifest.read_text("utf-8")))
        else:
            _empty(output.work)
            write_json(manifest, asked)
        if output.is_folder:
            output.results.mkdir(exist_ok=True)
        yield


def _empty(work: Path) -> None:
    """Remove what is left of a run that was being dropped, but the lock."""
    for path in work.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != _LOCK:
            path.unlink()


@contextmanager
def _alone(output: Output) -> Iterator[None]:
    """Hold the lock of a run, which the system lets go when the process ends, however it ends."""
    try:
        import fcntl
    except ImportError:  # a system without such locks
        yield
        return
    with (output.work / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(Problem("another process is at work there", Place(str(output.path)))) from None
        yield


def _surveyed(
    register: RegisterFiles, keys: Mapping[str, str], people: People | None, output: Output
) -> Survey:
    """The first look through the register, once a run: what there is, and who is in two households of it."""
    path = output.work / "survey.json"
    if not path.exists():
        if people is None:
            found = survey(register, keys)
        else:
            watch = Watch(people, output.work / "people")
            found = survey(register, keys, also=people.named, look=watch.look)
            watch.finish(found.telling(register), keys, output.elsewhere)
        write_json(path, found.to_dict())
    return Survey.from_dict(json.loads(path.read_text("utf-8")))


def _telling(
    people: People | None, output: Output
) -> Callable[[Mapping[str, pa.Table]], Mapping[str, pa.Table]]:
    """What tells a batch who of its people is in another household as well."""
    if people is None or not output.elsewhere.exists():
        return lambda tables: tables
    return lambda tables: with_homes(tables, people, output.elsewhere)


def _done(output: Output) -> Iterator[tuple[int, dict[str, Any]]]:
    """The records of batches that are done, their files being as they were written."""
    for path in sorted(output.work.glob("part-*.json")):
        record: dict[str, Any] = json.loads(path.read_text("utf-8"))
        number = record["number"]
        files = {"results": output.part(number), "rejected": output.part_rejected(number)}
        if all(file.exists() and digest(file) == record[name]["sha256"] for name, file in files.items()):
            yield number, record


def _check(batch: Batch, piece: Piece, cases: str, schema: pa.Schema) -> None:
    """Raise ValueError where the work loses rows or changes its columns: that is a defect, and not of the input."""
    rows = {name: table.num_rows for name, table in piece.tables.items()}
    for name, count in batch.counts.items():
        if not count.adds_up or count.rows != rows.get(name):
            raise ValueError(
                f"batch {piece.number} has {rows.get(name)} rows of {name}, but the counts are {count}"
            )
    if batch.counts.keys() != rows.keys() or batch.counts[cases].used != batch.results.num_rows:
        raise ValueError(
            f"batch {piece.number}: the counts do not agree with {batch.results.num_rows} results"
        )
    if not batch.results.schema.equals(schema, check_metadata=True):
        raise ValueError(f"batch {piece.number}: the results have other columns than those before")


def _store(
    batch: Batch, number: int, register: RegisterFiles, found: Survey, output: Output
) -> dict[str, Any]:
    """Write a batch; its record last."""
    results, rejected = output.part(number), output.part_rejected(number)
    write_table(results, "parquet" if output.is_folder else "arrow", batch.results.schema, [batch.results])
    write_table(rejected, "arrow", REJECTED_ROWS, [_placed(batch.rejected, register, found)])
    record = {
        "number": number,
        "counts": {name: asdict(count) for name, count in batch.counts.items()},
        "results": {"rows": batch.results.num_rows, "sha256": digest(results)},
        "rejected": {"rows": batch.rejected.num_rows, "sha256": digest(rejected)},
    }
    write_json(output.record(number), record)
    return record


def _placed(rejected: pa.Table, register: RegisterFiles, found: Survey) -> pa.Table:
    """Rows that were set aside, with the file that each is in and its number there."""
    names = rejected.column("table").cast(pa.string()).to_pylist()
    rows = rejected.column("row").to_pylist()
    files: list[str | None] = []
    inside: list[int | None] = []
    for name, row in zip(names, rows, strict=True):
        if name not in register.tables or row is None:
            files.append(None)
            inside.append(row)
            continue
        part, at = found.locate(name, np.int64(row))
        files.append(register.tables[name].parts[int(part)].name)
        inside.append(int(at))
    texts = {one: rejected.column(one).cast(pa.string()) for one in ("table", "column", "value", "reason")}
    return pa.table({**texts, "file": files, "row": inside}).select(REJECTED_ROWS.names).cast(REJECTED_ROWS)


def _counts(done: Mapping[int, dict[str, Any]], tables: Iterable[str]) -> dict[str, Count]:
    """The rows of each table over all batches, in the order of the tables, however the records were read."""
    counts = dict.fromkeys(tables, Count())
    for record in done.values():
        for name, count in record["counts"].items():
            counts[name] = counts.get(name, Count()) + Count(**count)
    return counts


def _finish(
    output: Output,
    schema: pa.Schema,
    counts: Mapping[str, Count],
    parts: int,
    lang: str,
    book: Rulebook | None,
    bom: bool,
) -> int:
    """Write all that stands beside the parts, and the one file if it is to be one; gives the cases that failed."""
    if not output.is_folder:
        found = (read_part(output.part(n)) for n in range(parts))
        write_table(output.results, output.form, schema, found, bom=bom)
    aside = (read_part(output.part_rejected(n)) for n in range(parts))
    write_table(output.rejected, "csv", REJECTED_ROWS, aside, bom=bom)
    of_parts = (
        summarise(read_part(output.part(n)), read_part(output.part_rejected(n))) for n in range(parts)
    )
    summary = Summary.total([Summary(counts), Summary.total(of_parts)])
    write_text(output.summary_json, to_json(summary))
    write_text(output.summary_text, to_text(summary, lang, book))
    return summary.whole["failed"]


@contextmanager
def _bar(
    progress: bool, cases: int, done: Mapping[int, dict[str, Any]], register: RegisterFiles
) -> Iterator[Callable[[int], object]]:
    """A bar on standard error, where it is a terminal: cases, how many a second, time left."""
    from tqdm import tqdm

    before = sum(record["counts"][register.cases.name]["rows"] for record in done.values())
    with tqdm(
        total=cases,
        initial=before,
        unit=" " + register.cases.name,
        unit_scale=True,
        disable=None if progress else True,
    ) as bar:
        yield bar.update
