"""Rows put on shelves by a number, and taken down shelf by shelf: what does not fit into memory lies on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from attrs import define, field

from fupin_policy.register.tables import Array

__all__ = ["Shelves"]

_HELD = 32 * 2**20


@define(eq=False)
class Shelves:
    """``count`` shelves for rows with the columns of ``schema``, in files of a folder that begin with ``name``.

    >>> shelves = Shelves(Path("."), "ids", pa.schema([("id", pa.string())]), 2)
    >>> shelves.put(pa.table({"id": ["a", "b", "c"]}), np.array([1, 0, 1]))
    >>> shelves.take(1).to_pydict()
    {'id': ['a', 'c']}
    """

    folder: Path
    name: str
    schema: pa.Schema
    count: int
    held: int = _HELD
    _waiting: list[tuple[pa.Table, Array]] = field(factory=list, init=False)
    _bytes: int = field(default=0, init=False)
    _files: int = field(default=0, init=False)

    def put(self, table: pa.Table, shelf: Array) -> None:
        """Put each row on a shelf."""
        self._waiting.append((table, shelf))
        self._bytes += table.nbytes
        if self._bytes >= self.held:
            self._write()

    def take(self, shelf: int) -> pa.Table:
        """All rows of a shelf, in the order in which they were put there."""
        return pa.concat_tables([self.schema.empty_table(), *self._rows(shelf)])

    def _rows(self, shelf: int) -> Iterator[pa.Table]:
        for number in range(self._files):
            with pa.OSFile(self._path(number)) as source, pa.ipc.open_file(source) as reader:
                yield pa.Table.from_batches([reader.get_batch(shelf)])
        for table, which in self._waiting:
            yield table.filter(pa.array(which == shelf))

    def _path(self, number: int) -> str:
        return str(self.folder / f"{self.name}-{number:05}.arrow")

    def _write(self) -> None:
        """Write what waits to a file that has a batch of rows a shelf."""
        which = np.concatenate([shelf for _, shelf in self._waiting])
        table = pa.concat_tables([table for table, _ in self._waiting])
        batch = table.take(pa.array(np.argsort(which, kind="stable"))).combine_chunks().to_batches()[0]
        ends = np.cumsum(np.bincount(which, minlength=self.count)).tolist()
        with (
            pa.OSFile(self._path(self._files), "wb") as file,
            pa.ipc.new_file(file, self.schema) as writer,
        ):
            for start, end in zip([0, *ends[:-1]], ends, strict=True):
                writer.write_batch(batch.slice(start, end - start))
        self._waiting, self._bytes, self._files = [], 0, self._files + 1
