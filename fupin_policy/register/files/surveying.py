"""A first look through a register: how many rows there are, and in which order they stand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Literal, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import asdict, evolve, field, frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.problems import InputError, Place, Problem, nearest
from fupin_policy.register.files.finding import RegisterFiles, TableFiles
from fupin_policy.register.intake.schema import MALFORMED
from fupin_policy.values import frozen_map

__all__ = ["Order", "Survey", "key_columns", "keys_of", "meant", "survey", "up_to"]

Order: TypeAlias = Literal["text", "length"]
"""Orders of ids: as text, or the shorter first and those of one length as text (so that h9 is before h10)."""


@frozen
class Survey:
    """What the first look has found.

    ``rows`` are the numbers of rows in each part of each table, ``bytes`` about how much memory all rows of
    a table take. ``order`` is the order in which the ids of the cases ascend, each once, and all lower tables
    with them; None where they stand in no such order. ``malformed`` are the tables with malformed lines.
    """

    rows: Mapping[str, tuple[int, ...]] = field(converter=frozen_map)
    bytes: Mapping[str, int] = field(converter=frozen_map)
    order: Order | None
    malformed: tuple[str, ...] = ()

    def telling(self, register: RegisterFiles) -> RegisterFiles:
        """The register with its malformed lines told, where there are any."""
        tables = {
            name: table.telling() if name in self.malformed else table
            for name, table in register.tables.items()
        }
        return evolve(register, tables=tables)

    def total(self, table: str) -> int:
        """The number of rows in a table."""
        return sum(self.rows[table])

    def locate(self, table: str, rows: Any) -> tuple[Any, Any]:
        """For numbers of rows in a table: the index of the part each is in, and its number in that part.

        >>> Survey({"persons": (3, 2)}, {}, None).locate("persons", np.array([1, 3, 4]))
        (array([0, 0, 1]), array([1, 3, 1]))
        """
        ends = np.cumsum(self.rows[table])
        parts = np.searchsorted(ends, rows)
        return parts, rows - (ends - self.rows[table])[np.minimum(parts, len(ends) - 1)]

    def to_dict(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(
            self, value_serializer=lambda _, __, value: dict(value) if isinstance(value, Mapping) else value
        )

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> Survey:
        """Read back what :meth:`to_dict` wrote."""
        rows = {name: tuple(parts) for name, parts in data["rows"].items()}
        return Survey(rows, data["bytes"], data["order"], tuple(data["malformed"]))


def key_columns(register: RegisterFiles, mapping: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """The column of each table that tells the case: ``id`` (编号) of the cases, ``household_id`` (户编号) below.

    ``mapping`` gives columns other names (``{"户号": "household_id"}``, or ``{"loans.户号": …}`` for one table's).
    Raises InputError with every table that has no such column or two.
    """
    problems: list[Problem] = []
    found: dict[str, str] = {}
    label = ENTITIES[register.root].labels[0]
    for table in register.tables.values():
        names = ("id", "编号") if table is register.cases else (f"{register.root}_id", f"{label}编号")
        columns = [
            column
            for column in table.schema.names
            if meant(mapping or {}, table.name, column)
            in (*names, *(f"{table.entity}.{name}" for name in names))
        ]
        place = Place(str(table.parts[0].path))
        if not columns:
            near = nearest(names[0], table.schema.names) or nearest(names[1], table.schema.names)
            expected = f"{names[0]} (or {names[1]})"
            problems.append(
                Problem(f"no column tells the {register.root} of a row", place, expected, near)
                if table is not register.cases
                else Problem("no column tells the id of a row", place, expected, near)
            )
        elif len(columns) > 1:
            problems.append(
                Problem(f"several columns are the {names[0]}: {', '.join(columns)}", place, "one")
            )
        else:
            found[table.name] = columns[0]
            type_ = table.schema.field(columns[0]).type
            if not _is_id(type_):
                problems.append(
                    Problem(f"the column '{columns[0]}' is {type_}", place, "ids as text or whole numbers")
                )
    if problems:
        raise InputError(problems)
    return found


def meant(mapping: Mapping[str, str | None], table: str, column: str) -> str | None:
    """The name that a column is given, its own where it is given none."""
    return mapping.get(f"{table}.{column}", mapping.get(column, column))


def _is_id(type_: pa.DataType) -> bool:
    checks = (
        pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view, pa.types.is_integer,
        pa.types.is_decimal, pa.types.is_null,
    )  # fmt: skip
    return any(check(type_) for check in checks)


def keys_of(table: pa.Table, column: str) -> pa.Array:
    """The ids in a column, as text."""
    found = table.column(column).cast(pa.string()).combine_chunks()
    return pa.concat_arrays(found.chunks) if isinstance(found, pa.ChunkedArray) else found


def survey(
    register: RegisterFiles,
    keys: Mapping[str, str],
    *,
    also: Collection[str] = (),
    look: Callable[[TableFiles, pa.Table], object] = lambda table, rows: None,
) -> Survey:
    """Look through all tables once. ``look`` is shown all rows of each, a few at a time: their ids, the columns
    ``also`` (such as ``persons.id``), and their numbers.

    Of Parquet and Arrow files only these are read; CSV files are read whole, so that every malformed line
    is found before anything is worked out; such lines are counted as rows. Raises InputError with all problems of all files.
    """
    problems: list[Problem] = []
    rows: dict[str, tuple[int, ...]] = {}
    sizes: dict[str, int] = {}
    orders: set[Order] = {"text", "length"}
    malformed: list[str] = []
    for table in map(TableFiles.telling, register.tables.values()):
        broken = False
        counts = [0] * len(table.parts)
        last: str | None = None
        column = keys[table.name]
        try:
            for part, chunk in table.read_parts(
                None if table.form == "csv" else [column, *_more(table, also)]
            ):
                counts[part] += len(chunk)
                ids = keys_of(chunk, column)
                orders = {
                    one
                    for one in orders
                    if _ascends(ids, last, one, strictly=table.name == register.cases.name)
                }
                last = ids[-1].as_py() if len(ids) else last
                broken |= table.told and chunk.column(MALFORMED).null_count < len(chunk)
                look(table, chunk)
            sizes[table.name] = _size(table, sum(counts))
        except InputError as error:
            problems.extend(error.problems)
        rows[table.name] = tuple(counts)
        malformed += [table.name] if broken else []
    if problems:
        raise InputError(problems)
    return Survey(rows, sizes, min(orders, default=None), tuple(malformed))


def _more(table: TableFiles, also: Collection[str]) -> list[str]:
    return [name for name in table.schema.names if f"{table.name}.{name}" in also]


def _size(table: TableFiles, rows: int) -> int:
    """About how many bytes a table takes in memory, by the first rows of it."""
    for chunk in table.read():
        if len(chunk):
            return int(chunk.nbytes * rows // len(chunk))
    return 0


def _ascends(ids: pa.Array, last: str | None, order: Order, *, strictly: bool) -> bool:
    """Whether ids that follow ``last`` are all there and ascend."""
    if ids.null_count:
        return False
    before = pa.concat_arrays([pa.array([last], pa.string()), ids]) if last is not None else ids
    if len(before) < 2:
        return True
    ahead, after = before[:-1], before[1:]
    sure = pc.less(ahead, after) if strictly else pc.less_equal(ahead, after)
    if order == "length":
        short, long = pc.binary_length(ahead), pc.binary_length(after)
        sure = pc.or_(pc.less(short, long), pc.and_(pc.equal(short, long), sure))
    return bool(pc.all(sure).as_py())


def up_to(ids: pa.Array, last: str, order: Order) -> int:
    """How many of the ascending ids come before ``last`` or are it.

    >>> up_to(pa.array(["h9", "h10", "h10", "h11"]), "h10", "length")
    3
    """
    before = pc.less_equal(ids, last)
    if order == "length":
        size = len(last.encode())
        sizes = pc.binary_length(ids)
        before = pc.or_(pc.less(sizes, size), pc.and_(pc.equal(sizes, size), before))
    return int(pc.sum(before).as_py() or 0)
