"""A register in batches of whole cases, in bounded memory, whatever the order of its rows.

Where the ids of the cases ascend and the lower tables follow them, all tables are read side by side. Otherwise
the rows are put into buckets by case first. The same register gives the same batches every time.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import field, frozen

from fupin_policy.register.files.finding import RegisterFiles
from fupin_policy.register.files.spilling import spill
from fupin_policy.register.files.surveying import Order, Survey, keys_of, up_to
from fupin_policy.register.tables import Array
from fupin_policy.values import frozen_map

__all__ = ["CASES", "MEMORY", "Piece", "batches", "cases_at_once"]

CASES = 65_536
"""How many cases a batch has."""

MEMORY = 256 * 2**20
"""About how many bytes of tables are held at once."""


@frozen(eq=False)
class Piece:
    """A batch: its number from 0, and the rows of every table that belong to its cases.

    Rows of no case are in one of the batches as well, and cases with the same id are in the same batch.
    """

    number: int
    tables: Mapping[str, pa.Table] = field(converter=frozen_map)


def cases_at_once(register: RegisterFiles, survey: Survey, *, most: int = CASES, memory: int = MEMORY) -> int:
    """How many cases a batch has so that about ``memory`` bytes are not exceeded; at least one, at most ``most``."""
    cases = max(1, survey.total(register.cases.name))
    return max(1, min(most, memory * cases // max(1, sum(survey.bytes.values()))))


def batches(
    register: RegisterFiles,
    survey: Survey,
    keys: Mapping[str, str],
    folder: Path,
    *,
    most: int = CASES,
    memory: int = MEMORY,
    done: Container[int] = (),
) -> Iterator[Piece]:
    """All batches in order, but those whose numbers are in ``done``.

    ``keys`` are the columns that tell the case (:func:`~fupin_policy.register.files.surveying.key_columns`); what has
    to be put aside is put below ``folder``. Raises InputError where a file cannot be read.
    """
    size = cases_at_once(register, survey, most=most, memory=memory)
    if survey.order is not None:
        yield from _side_by_side(register, keys, survey.order, size, done)
        return
    total = survey.total(register.cases.name)
    # A bucket is as large as memory allows: a register that fits into one keeps the order of its cases.
    buckets = max(1, -(-sum(survey.bytes.values()) // memory), -(-total // (4 * most)))
    spilled = spill(register, keys, buckets, folder)
    number = 0
    for index, rows in enumerate(spilled.rows):
        count = max(1, -(-rows // size))
        if any(number + at not in done for at in range(count)):
            for at, tables in enumerate(_divided(spilled.bucket(index), keys, size, count)):
                if number + at not in done:
                    yield Piece(number + at, tables)
        number += count


def _divided(
    tables: dict[str, pa.Table], keys: Mapping[str, str], size: int, count: int
) -> Iterator[dict[str, pa.Table]]:
    """A bucket in ``count`` batches of at most ``size`` cases, but that a case told twice stays with the first."""
    if count == 1:
        yield tables
        return
    (cases, *_) = tables
    coded = keys_of(tables[cases], keys[cases]).dictionary_encode()
    codes = coded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    here = np.arange(len(codes)) // size
    _, firsts = np.unique(codes[codes >= 0], return_index=True)
    homes = np.append(here[np.flatnonzero(codes >= 0)[firsts]], 0)
    batch_of: dict[str, Array] = {cases: np.where(codes >= 0, homes[codes], here)}
    for name in tables:
        if name != cases:
            found = pc.index_in(
                keys_of(tables[name], keys[name]), value_set=coded.dictionary, skip_nulls=True
            )
            batch_of[name] = homes[found.fill_null(-1).to_numpy(zero_copy_only=False)]
    for at in range(count):
        yield {name: table.filter(pa.array(batch_of[name] == at)) for name, table in tables.items()}


def _side_by_side(
    register: RegisterFiles, keys: Mapping[str, str], order: Order, size: int, done: Container[int]
) -> Iterator[Piece]:
    cases = _Rows(register.cases.read(), register.cases.empty())
    lower = {table.name: _Rows(table.read(), table.empty()) for table in register.lower}
    number = 0
    while True:
        taken = cases.first(size)
        if cases.is_at_end():
            tables = {name: rows.rest() for name, rows in lower.items()}
        else:
            last = keys_of(taken.slice(len(taken) - 1), keys[register.cases.name])[0].as_py()
            tables = {name: rows.until(last, keys[name], order) for name, rows in lower.items()}
        if number not in done:
            yield Piece(number, {register.cases.name: taken, **tables})
        number += 1
        if cases.is_at_end():
            return


class _Rows:
    """The rows of a table, taken from the front."""

    def __init__(self, chunks: Iterator[pa.Table], empty: pa.Table) -> None:
        self._chunks = chunks
        self._empty = empty
        self._held = empty

    def _more(self) -> bool:
        """Whether rows are at hand, the next ones read if need be."""
        while not len(self._held):
            chunk = next(self._chunks, None)
            if chunk is None:
                return False
            self._held = chunk
        return True

    def is_at_end(self) -> bool:
        """Whether nothing is left."""
        return not self._more()

    def _take(self, rows: int) -> pa.Table:
        taken, self._held = self._held.slice(0, rows), self._held.slice(rows)
        return taken

    def first(self, rows: int) -> pa.Table:
        """The next rows, fewer at the end."""
        taken = [self._empty]
        while rows and self._more():
            taken.append(self._take(rows))
            rows -= len(taken[-1])
        return pa.concat_tables(taken)

    def until(self, last: str, key: str, order: Order) -> pa.Table:
        """The next rows whose id does not come after ``last``."""
        taken = [self._empty]
        while self._more():
            before = up_to(keys_of(self._held, key), last, order)
            taken.append(self._take(before))
            if len(self._held):
                break
        return pa.concat_tables(taken)

    def rest(self) -> pa.Table:
        """All rows that are left."""
        taken = [self._empty]
        while self._more():
            taken.append(self._take(len(self._held)))
        return pa.concat_tables(taken)
