"""People who are listed in two households of a register, wherever these stand in it.

A batch shows only its own households. So the identifiers of all people are looked through once beforehand: those
whose digest is met again are compared as they are, with the households they are in. All of it is done shelf by
shelf, in bounded memory. What is found is told to a batch by a column beside the people in it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import define, field, frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.facts import Kind, facts_of
from fupin_policy.register.files.finding import RegisterFiles, TableFiles
from fupin_policy.register.files.shelves import Shelves
from fupin_policy.register.files.storing import write_arrow
from fupin_policy.register.files.surveying import keys_of, meant
from fupin_policy.register.intake.arrays import is_text, plain
from fupin_policy.register.intake.identifiers import digests, elsewhere, places
from fupin_policy.register.intake.schema import ELSEWHERE, ROW
from fupin_policy.register.tables import Array

__all__ = ["People", "Watch", "people_of", "with_homes"]

_SHELVES = 64
_PLACE = 24
"""Bits for the place of a person in a list; the number of the row that has the list stands before them."""

_NUMBERED = pa.schema([("number", pa.int64()), ("digest", pa.uint64())])
_NUMBERS = pa.schema([("number", pa.int64())])
_NAMED = pa.schema([("number", pa.int64()), ("id", pa.large_string()), ("home", pa.large_string())])
_HOMES = pa.schema([("row", pa.int64()), ("id", pa.large_string())])
_AT_HOME = pa.schema([("number", pa.int64()), ("id", pa.large_string()), ("row", pa.int64())])
_FOUND = pa.schema([("number", pa.int64()), ("home", pa.int64())])


@frozen(eq=False)
class People:
    """Where a register lists people: in a table of their own, or in the lists of a column (``inside``) of the cases.

    ``id`` is the column, or the field, that tells people from each other, ``home`` the column with their household.
    """

    table: TableFiles
    id: str
    home: str
    inside: str | None = None

    @property
    def columns(self) -> list[str]:
        """The columns that have to be read."""
        return [self.home, self.inside or self.id]

    @property
    def named(self) -> frozenset[str]:
        """The same by the name of the table."""
        return frozenset(f"{self.table.name}.{column}" for column in self.columns[1:])

    def listed(self, chunk: pa.Table) -> tuple[Array, pa.Array]:
        """Some rows as the numbers of people and their identifiers; a number is that of the row where it has one."""
        rows = chunk.column(ROW).to_numpy()
        if self.inside is None:
            return rows, _texts(chunk.column(self.id))
        lists = plain(chunk.column(self.inside))
        places_in, rows = _places_in(lists, rows)
        return rows << _PLACE | places_in, _texts(plain(lists.flatten()).field(self.id))


def _texts(values: pa.Array | pa.ChunkedArray) -> pa.Array:
    return plain(plain(values).cast(pa.large_string()))


def _places_in(lists: pa.Array, rows: Array) -> tuple[Array, Array]:
    """For each element its place in its list, and the row that has the list."""
    lengths = pc.list_value_length(lists).fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    starts = np.cumsum(lengths) - lengths
    return np.arange(int(lengths.sum())) - np.repeat(starts, lengths), np.repeat(rows, lengths)


def people_of(
    register: RegisterFiles, keys: Mapping[str, str], mapping: Mapping[str, str | None] | None = None
) -> People | None:
    """Where a register lists people with identifiers; None where it does not, or has other cases than households."""
    if register.root != "household":
        return None
    mapping = mapping or {}
    table = register.tables.get("persons")
    if table is not None:
        found = [name for name in table.schema.names if meant(mapping, "persons", name) in _IDS]
        return People(table, found[0], keys["persons"]) if found else None
    for column in register.cases.schema:
        if meant(mapping, "households", column.name) in _LISTS and pa.types.is_nested(column.type):
            items = getattr(column.type, "value_type", None)
            if items is not None and pa.types.is_struct(items):
                for index in range(items.num_fields):
                    part = items.field(index)
                    inner = {**mapping, **{
                        f"persons.{part.name}": fact for path, fact in mapping.items()
                        if path == f"households.{column.name}.{part.name}"
                    }}  # fmt: skip
                    if meant(inner, "persons", part.name) in _IDS and _is_id(part.type):
                        return People(register.cases, part.name, keys["households"], column.name)
    return None


_IDS = ("id", "编号", "person.id", "person.编号")
_LISTS = {
    spelt
    for name, spec in facts_of(ENTITIES["household"]).items()
    if spec.kind is Kind.COLLECTION and spec.type.key == "person"
    for spelt in (name, spec.fact.zh, f"household.{name}", f"household.{spec.fact.zh}")
}


def _is_id(kind: pa.DataType) -> bool:
    return is_text(kind) or pa.types.is_integer(kind)


@define(eq=False)
class Watch:
    """Looks at people as a register is read, and finds those in two households afterwards."""

    people: People
    folder: Path
    last: int = field(default=0, init=False)
    seen: Shelves = field(init=False)

    @seen.default
    def _seen(self) -> Shelves:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        return Shelves(self.folder, "seen", _NUMBERED, _SHELVES)

    def look(self, table: TableFiles, chunk: pa.Table) -> None:
        """Take note of the people in some rows, which follow those before."""
        if table.name != self.people.table.name:
            return
        numbers, ids = self.people.listed(chunk)
        known = ids.is_valid().to_numpy(zero_copy_only=False)
        if not known.all():
            numbers, ids = numbers[known], ids.drop_null()
        if len(numbers):
            found = digests(ids)
            self.last = int(numbers[-1])
            self.seen.put(pa.table([numbers, found], schema=_NUMBERED), _shelf(found))

    def finish(self, register: RegisterFiles, keys: Mapping[str, str], path: Path) -> bool:
        """Write to ``path`` which people are in another household too, and the row of that; whether there are any."""
        again = Shelves(self.folder, "again", _NUMBERS, _SHELVES)
        met = 0
        for shelf in range(_SHELVES):
            rows = self.seen.take(shelf)
            found, numbers = rows.column("digest").to_numpy(), rows.column("number").to_numpy()
            ordered = np.sort(found)
            alike = ordered[1:][ordered[1:] == ordered[:-1]]
            if len(alike):
                numbers = numbers[np.isin(found, alike)]
                again.put(pa.table([numbers], schema=_NUMBERS), self._range(numbers))
                met += len(numbers)
        told = self._elsewhere(register, keys, again) if met else None
        if told is not None:
            parts = (told.take(shelf).sort_by("number") for shelf in range(_SHELVES))
            write_arrow(path, _FOUND, lambda writer: [writer.write_table(part) for part in parts])
        shutil.rmtree(self.folder)
        return told is not None

    def _range(self, numbers: Array) -> Array:
        """Shelves whose numbers ascend from one to the next."""
        return numbers // (self.last // _SHELVES + 1)

    def _elsewhere(self, register: RegisterFiles, keys: Mapping[str, str], again: Shelves) -> Shelves | None:
        """Of the people whose digests are met again, those in two households and the row of the other one."""
        at_home = Shelves(self.folder, "at-home", _AT_HOME, _SHELVES)
        if self.people.inside is None:
            named = Shelves(self.folder, "named", _NAMED, _SHELVES)
            for numbers, ids, chunk, mask in self._people_again(register, again):
                homes = _texts(chunk.column(self.people.home)).filter(pa.array(mask))
                lives = homes.is_valid().to_numpy(zero_copy_only=False)
                table = pa.table([numbers, ids, homes], schema=_NAMED).filter(pa.array(lives))
                named.put(table, _shelf(digests(homes.drop_null())))
            homes = _all_homes(register, keys, self.folder)
            for shelf in range(_SHELVES):
                people, known = named.take(shelf).combine_chunks(), homes.take(shelf).combine_chunks()
                found = places(plain(people.column("home")), plain(known.column("id")))
                inside = pa.array(found >= 0)
                people = people.filter(inside)
                rows = known.column("row").to_numpy()[found[found >= 0]]
                _put_at_home(at_home, people.column("number").to_numpy(), plain(people.column("id")), rows)
        else:
            for numbers, ids, _, _ in self._people_again(register, again):
                _put_at_home(at_home, numbers, ids, numbers >> _PLACE)
        told = Shelves(self.folder, "told", _FOUND, _SHELVES)
        some = False
        for shelf in range(_SHELVES):
            rows = at_home.take(shelf).combine_chunks()
            if not len(rows):
                continue
            codes = plain(rows.column("id")).dictionary_encode().indices.to_numpy().astype(np.int64)
            numbers, homes_of = rows.column("number").to_numpy(), rows.column("row").to_numpy()
            order = np.lexsort((numbers, codes))
            numbers, homes_of = numbers[order], homes_of[order]
            other = elsewhere(codes[order], homes_of)
            bad = np.flatnonzero(other >= 0)
            if len(bad):
                some = True
                told.put(
                    pa.table([numbers[bad], homes_of[other[bad]]], schema=_FOUND), self._range(numbers[bad])
                )
        return told if some else None

    def _people_again(
        self, register: RegisterFiles, again: Shelves
    ) -> Iterator[tuple[Array, pa.Array, pa.Table, Array]]:
        """The people to be looked at again, chunk by chunk: numbers, identifiers, the chunk, and which they are."""
        held, wanted = -1, np.zeros(0, np.int64)
        for chunk in register.tables[self.people.table.name].read(self.people.columns):
            numbers, ids = self.people.listed(chunk)
            if not len(numbers):
                continue
            mask = np.zeros(len(numbers), bool)
            shelves = self._range(np.minimum(numbers, self.last))
            for shelf in range(int(shelves[0]), int(shelves[-1]) + 1):
                if shelf != held:
                    held, wanted = shelf, np.sort(again.take(shelf).column("number").to_numpy())
                mask |= np.isin(numbers, wanted) if len(wanted) else False
            if mask.any():
                yield numbers[mask], ids.filter(pa.array(mask)), chunk, mask


def _shelf(found: Array) -> Array:
    return (found >> np.uint64(58)).astype(np.int64)


def _all_homes(register: RegisterFiles, keys: Mapping[str, str], folder: Path) -> Shelves:
    """The rows of all households by their identifiers."""
    key = keys[register.cases.name]
    homes = Shelves(folder, "homes", _HOMES, _SHELVES)
    for chunk in register.cases.read([key]):
        ids = _texts(keys_of(chunk, key))
        table = pa.table([chunk.column(ROW), ids], schema=_HOMES).filter(ids.is_valid())
        homes.put(table, _shelf(digests(ids.drop_null())))
    return homes


def _put_at_home(shelves: Shelves, numbers: Array, ids: pa.Array, rows: Array) -> None:
    if len(numbers):
        shelves.put(pa.table([numbers, ids, rows], schema=_AT_HOME), _shelf(digests(ids)))


def with_homes(tables: Mapping[str, pa.Table], people: People, path: Path) -> dict[str, pa.Table]:
    """The tables of a batch with a column beside the people that tells the row of another household they are in."""
    name = people.table.name
    table = tables[name]
    rows = table.column(ROW).to_numpy()
    with pa.memory_map(str(path)) as source, pa.ipc.open_file(source) as reader:
        found = [reader.get_batch(index) for index in range(reader.num_record_batches)]
        if people.inside is None:
            table = table.append_column(ELSEWHERE, _homes(found, rows))
        else:
            at = table.column_names.index(people.inside)
            lists = plain(table.column(at))
            places_in, inside = _places_in(lists, rows)
            items = plain(lists.flatten())
            parts = [*items.flatten(), _homes(found, inside << _PLACE | places_in)]
            names = [*(items.type.field(index).name for index in range(items.type.num_fields)), ELSEWHERE]
            ends = np.cumsum(
                np.r_[0, pc.list_value_length(lists).fill_null(0).to_numpy(zero_copy_only=False)]
            )
            struct = pa.StructArray.from_arrays(parts, names)
            whole = pa.LargeListArray.from_arrays(
                pa.array(ends, pa.int64()), struct, mask=lists.is_null() if lists.null_count else None
            )
            table = table.set_column(at, people.inside, whole)
    return {**tables, name: table}


def _homes(found: list[pa.RecordBatch], numbers: Array) -> pa.Array:
    """For each person the row of the other household, nothing where there is none."""
    homes, some = np.zeros(len(numbers), np.int64), np.zeros(len(numbers), bool)
    for part in found:
        if not part.num_rows:
            continue
        known = part.column("number").to_numpy()
        at = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
        here = known[at] == numbers
        homes[here], some[here] = part.column("home").to_numpy()[at[here]], True
    return pa.array(homes, mask=~some)
