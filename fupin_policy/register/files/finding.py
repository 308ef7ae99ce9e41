"""The files of a register: which table is where, and what columns it has.

A register is a folder with a file a table (``households.parquet``, ``persons.csv`` …), where a table may be a
folder of parts as well (``households/county=440232/part-0.parquet``); or it is one file of cases, whose lower
tables are columns in it or absent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pyarrow as pa
from attrs import evolve, field, frozen

from fupin_policy.assess.checks import ASSESSED
from fupin_policy.problems import InputError, Place, Problem, UnknownNameError, nearest
from fupin_policy.register.files.reading import FORMATS, Dialect, format_of, schema_of, stream
from fupin_policy.register.intake.schema import ELSEWHERE, MALFORMED, MALFORMED_TYPE, NAMES, ROW
from fupin_policy.rules import family
from fupin_policy.values import frozen_map

__all__ = ["TABLES", "Part", "RegisterFiles", "TableFiles", "find"]

TABLES = {name: entity for entity, name in NAMES.items() if family(entity) in ASSESSED}
"""The names of tables, and the entity that a row is."""

_ROOTS = [name for name, entity in TABLES.items() if family(entity) == entity]
_ROOT_ENTITIES = [TABLES[name] for name in _ROOTS]
_LIKE = 0.75
_NULL = "__HIVE_DEFAULT_PARTITION__"


@frozen
class Part:
    """A file with rows of a table: its name, from the folder of parts on where there is one.

    ``fields`` are columns that the names of its folders tell.
    """

    path: Path
    name: str
    fields: Mapping[str, str | None] = field(factory=dict, converter=frozen_map, eq=False)


@frozen(eq=False)
class TableFiles:
    """A table in one file or several, with its columns. Where malformed lines are ``told``, they are rows as well, of
    which the column ``__malformed__`` tells; else they are refused.
    """

    name: str
    form: str
    parts: tuple[Part, ...]
    schema: pa.Schema
    dialect: Dialect = field(factory=Dialect)
    told: bool = False

    @property
    def entity(self) -> str:
        """What a row is."""
        return TABLES[self.name]

    def read(self, columns: list[str] | None = None) -> Iterator[pa.Table]:
        """All rows in order as small tables, numbered through all parts in the column ``__row__``. Raises InputError."""
        for _, table in self.read_parts(columns):
            yield table

    def read_parts(self, columns: list[str] | None = None) -> Iterator[tuple[int, pa.Table]]:
        """The same, each with the position of the part it is from."""
        row = 1
        for index, part in enumerate(self.parts):
            inside = pa.schema([one for one in self.schema if one.name not in part.fields])
            some = (
                None
                if columns is None
                else [name for name in inside.names if name in columns] or inside.names
            )
            for table in stream(part.path, self.form, inside, some, self.dialect, told=self.told):
                for name, value in part.fields.items():
                    table = table.append_column(name, pa.repeat(pa.scalar(value, pa.string()), len(table)))
                names = self.schema.names if columns is None else columns
                table = table.select([*names, MALFORMED] if self.told else names)
                yield index, numbered(table, row)
                row += len(table)

    def empty(self) -> pa.Table:
        """The table without any row."""
        table = self.schema.empty_table()
        if self.told:
            table = table.append_column(MALFORMED, pa.nulls(0, MALFORMED_TYPE))
        return numbered(table, 1)

    def telling(self) -> TableFiles:
        """The same table with its malformed lines told, where it can have any."""
        return evolve(self, told=self.form == "csv")


@frozen(eq=False)
class RegisterFiles:
    """The tables of a register by name, that of the cases first; ``root`` is what a case is."""

    path: Path
    root: str
    tables: Mapping[str, TableFiles] = field(converter=frozen_map)

    @property
    def cases(self) -> TableFiles:
        """The table of the cases."""
        return next(iter(self.tables.values()))

    @property
    def bytes(self) -> int:
        """How large the files are."""
        return sum(part.path.stat().st_size for table in self.tables.values() for part in table.parts)

    @property
    def lower(self) -> tuple[TableFiles, ...]:
        """The tables of what the cases have."""
        return tuple(self.tables.values())[1:]


def numbered(table: pa.Table, first: int) -> pa.Table:
    """A table with the numbers of its rows."""
    return table.append_column(ROW, pa.array(np.arange(first, first + len(table), dtype=np.int64)))


def find(path: Path | str, *, root: str | None = None, dialect: Dialect | None = None) -> RegisterFiles:
    """The tables of the register in a folder or a file. ``root`` tells what a case is where names do not, or where
    there are tables of several kinds of cases, of which the others are left alone. ``dialect`` is that of CSV files.

    Raises InputError with all that is wrong: tables that are missing, there twice, of an unknown name or
    format, unreadable, or whose parts have different columns.

    >>> find("no/such/folder")
    Traceback (most recent call last):
    ...
    fupin_policy.problems.InputError: no/such/folder: there is no such file or folder
    """
    path = Path(path)
    problems: list[Problem] = []
    if root is not None and root not in _ROOT_ENTITIES:
        raise UnknownNameError("kind of case", root, _ROOT_ENTITIES)
    if path.is_dir():
        places = _in_folder(path, problems)
    elif path.exists():
        places = _alone(path, root, problems)
    else:
        siblings = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
        raise InputError(
            Problem("there is no such file or folder", Place(str(path)), nearest=nearest(path.name, siblings))
        )
    if root is not None and any(TABLES[name] == root for name in places):
        places = {name: parts for name, parts in places.items() if family(TABLES[name]) == root}
    first = _root(path, [name for name in places if name in _ROOTS], root, problems)
    for name in places:
        owner = family(TABLES[name])
        if name not in _ROOTS and first is not None and owner != TABLES[first]:
            expected = next(one for one in _ROOTS if TABLES[one] == owner)
            problems.append(
                Problem(f"the table {name} belongs to {expected}", Place(str(path)), f"tables below {first}")
            )
    tables = {
        name: table
        for name in sorted(places, key=list(TABLES).index)
        if (table := _table(name, places[name], dialect or Dialect(), problems)) is not None
    }
    if problems or first is None:
        raise InputError(problems)
    return RegisterFiles(path, TABLES[first], tables)


def _root(path: Path, found: list[str], root: str | None, problems: list[Problem]) -> str | None:
    if root is not None and found and all(TABLES[name] != root for name in found):
        what, expected = (
            f"there is no table of {NAMES[root]}",
            f"{NAMES[root]}.parquet, or --entity {TABLES[found[0]]}",
        )
        problems.append(Problem(what, Place(str(path)), expected))
        return None
    if root is not None:
        found = [name for name in found if TABLES[name] == root]
    if len(found) == 1:
        return found[0]
    if found:
        what, expected = f"there are several tables of cases: {', '.join(found)}", "one; --entity chooses"
    elif problems:
        return None
    else:
        what, expected = (
            "there is no table of cases",
            f"{_ROOTS[0]}.parquet, {_ROOTS[0]}.csv …, or {', '.join(_ROOTS[1:])}",
        )
    problems.append(Problem(what, Place(str(path)), expected))
    return None


def _in_folder(path: Path, problems: list[Problem]) -> dict[str, Path]:
    """Where each table of a folder is."""
    found: dict[str, list[Path]] = {}
    for entry in sorted(path.iterdir()):
        if entry.name.startswith((".", "_")):
            continue
        name, form = (entry.name, "folder") if entry.is_dir() else format_of(entry)
        if name in TABLES and form is not None:
            found.setdefault(name, []).append(entry)
        elif name in TABLES:
            problems.append(Problem("this is no format of a table", Place(str(entry)), ", ".join(FORMATS)))
        elif form is not None and (form != "folder" or _parts(entry)):
            near = nearest(name, TABLES)
            # A short name is soon like another one: only what differs by a slip is taken for it.
            near = near if near and SequenceMatcher(None, name, near).ratio() >= _LIKE else None
            problems.append(
                Problem(
                    f"'{name}' is no table of a register",
                    Place(str(entry)),
                    None if near else f"one of {', '.join(TABLES)}",
                    near,
                )
            )
    if path.name in _ROOTS and not found and _parts(path):
        problems.clear()
        return {path.name: path}
    for name, entries in found.items():
        if len(entries) > 1:
            names = ", ".join(entry.name for entry in entries)
            problems.append(
                Problem(f"the table {name} is there more than once: {names}", Place(str(path)), "one")
            )
    return {name: entries[0] for name, entries in found.items()}


def _alone(path: Path, root: str | None, problems: list[Problem]) -> dict[str, Path]:
    """A file that is the whole register: cases of the kind its name tells, or else of the root, or households."""
    name, form = format_of(path)
    if form is None:
        problems.append(Problem("this is no format of a table", Place(str(path)), ", ".join(FORMATS)))
        return {}
    if name in TABLES and name not in _ROOTS:
        problems.append(
            Problem(f"the table {name} is no table of cases", Place(str(path)), "the folder that it is in")
        )
        return {}
    return {name if name in _ROOTS else NAMES[root or TABLES[_ROOTS[0]]]: path}


def _parts(folder: Path) -> list[Path]:
    """The files in a folder of parts, in the order of their names; what is hidden or marked by ``_`` is left out."""
    return [
        path
        for path in sorted(folder.rglob("*"), key=lambda path: path.parts)
        if path.is_file()
        and format_of(path)[1] is not None
        and not any(step.startswith((".", "_")) for step in path.relative_to(folder).parts)
    ]


def _table(name: str, place: Path, dialect: Dialect, problems: list[Problem]) -> TableFiles | None:
    paths = _parts(place) if place.is_dir() else [place]
    forms = sorted({format_of(path)[1] or "" for path in paths})
    if len(forms) != 1:
        what = f"parts in several formats: {', '.join(forms)}" if forms else "a folder without parts"
        problems.append(Problem(what, Place(str(place)), f"files of one format ({', '.join(FORMATS)})"))
        return None
    parts: list[Part] = []
    schemas: list[pa.Schema] = []
    before = len(problems)
    for path in paths:
        inside = path.relative_to(place) if place.is_dir() else Path(path.name)
        fields, twice = _fields(inside.parts[:-1])
        try:
            schema = schema_of(path, forms[0], dialect)
        except InputError as error:
            problems.extend(error.problems)
            continue
        problems.extend(
            Problem(f"the column '{one}' is told by the folder's name as well", Place(str(path)))
            for one in fields
            if one in schema.names
        )
        problems.extend(
            Problem(f"the folders tell the column '{one}' twice", Place(str(path))) for one in twice
        )
        problems.extend(
            Problem(f"the column name '{one}' is taken", Place(str(path)))
            for one in (ROW, ELSEWHERE, MALFORMED)
            if one in schema.names
        )
        fields = {one: value for one, value in fields.items() if one not in schema.names}
        for one in fields:
            schema = schema.append(pa.field(one, pa.string()))
        parts.append(Part(path, inside.as_posix(), fields))
        schemas.append(schema)
    for part, schema in zip(parts[1:], schemas[1:], strict=True):
        problems.extend(_differences(schemas[0], schema, parts[0].path, part.path))
    if len(problems) > before:
        return None
    return TableFiles(name, forms[0], tuple(parts), schemas[0], dialect)


def _fields(steps: tuple[str, ...]) -> tuple[dict[str, str | None], list[str]]:
    """The columns that names of folders tell (``county=440232``), and those that they tell differently."""
    found: dict[str, str | None] = {}
    twice: list[str] = []
    for name, value in (step.split("=", 1) for step in steps if "=" in step):
        told = None if value == _NULL else unquote(value)
        if found.setdefault(unquote(name), told) != told:
            twice.append(unquote(name))
    return found, twice


def _differences(first: pa.Schema, other: pa.Schema, at: Path, path: Path) -> Iterator[Problem]:
    """How the columns of a part differ from those of the first."""
    for name in first.names:
        if name not in other.names:
            yield Problem(f"the column '{name}' is missing", Place(str(path)), f"the columns of {at.name}")
    for name in other.names:
        if name not in first.names:
            near = nearest(name, first.names)
            yield Problem(f"the column '{name}' is not in {at.name}", Place(str(path)), nearest=near)
        elif _kind(other.field(name)) != _kind(first.field(name)):
            yield Problem(
                f"the column '{name}' is {_kind(other.field(name))}",
                Place(str(path)),
                f"{_kind(first.field(name))} as in {at.name}",
            )


def _kind(column: pa.Field) -> str:
    unit = (column.metadata or {}).get(b"unit", b"").decode()
    return f"{column.type}" + (f" in {unit}" if unit else "")
