"""Tables in any order, put once into buckets by the case that their rows belong to.

A bucket holds whole cases: all rows whose id has the same remainder. The rows are written in runs; a run is a
file with one batch of rows a bucket, so that a bucket is read back from a few places without reading the rest.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from zlib import crc32

import numpy as np
import pyarrow as pa
from attrs import field, frozen

from fupin_policy.register.files.finding import RegisterFiles, TableFiles
from fupin_policy.register.files.storing import write_arrow, write_json
from fupin_policy.register.files.surveying import keys_of
from fupin_policy.register.tables import Array
from fupin_policy.values import frozen_map

__all__ = ["Spill", "spill"]

_RUN = 32 * 2**20
_DONE = "spill.json"


@frozen(eq=False)
class Spill:
    """The buckets of a register in a folder; ``runs`` are the numbers of files, ``rows`` the rows of cases a bucket."""

    folder: Path
    register: RegisterFiles
    runs: Mapping[str, int] = field(converter=frozen_map)
    rows: tuple[int, ...]

    def bucket(self, index: int) -> dict[str, pa.Table]:
        """All rows of a bucket, the table of the cases first, those of a table in the order they came in."""
        return {name: self._rows(name, index) for name in self.register.tables}

    def _rows(self, name: str, index: int) -> pa.Table:
        found = [self.register.tables[name].empty()]
        for run in range(self.runs[name]):
            with pa.OSFile(str(_run(self.folder, name, run))) as source, pa.ipc.open_file(source) as reader:
                found.append(pa.Table.from_batches([reader.get_batch(index)]))
        return pa.concat_tables(found)


def spill(register: RegisterFiles, keys: Mapping[str, str], buckets: int, folder: Path) -> Spill:
    """Put the rows of all tables into buckets, unless the folder has them already.

    What a run that was killed has left there unfinished is thrown away. Raises InputError where a file cannot
    be read.
    """
    done = folder / _DONE
    if not done.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        rows = np.zeros(buckets, dtype=np.int64)
        runs = {}
        for table in register.tables.values():
            runs[table.name], counts = _spill_table(table, keys[table.name], buckets, folder)
            if table is register.cases:
                rows = counts
        write_json(done, {"runs": runs, "rows": rows.tolist()})
    data = json.loads(done.read_text("utf-8"))
    return Spill(folder, register, data["runs"], tuple(data["rows"]))


def _run(folder: Path, name: str, run: int) -> Path:
    return folder / f"{name}-{run:05}.arrow"


def _spill_table(table: TableFiles, key: str, buckets: int, folder: Path) -> tuple[int, Array]:
    rows = np.zeros(buckets, dtype=np.int64)
    runs = 0
    for chunk in _in_runs(table.read()):
        which = _buckets(keys_of(chunk, key), buckets)
        counts = np.bincount(which, minlength=buckets)
        batch = chunk.take(pa.array(np.argsort(which, kind="stable"))).combine_chunks().to_batches()[0]
        starts = np.concatenate([[0], np.cumsum(counts)])

        def write(
            writer: pa.RecordBatchWriter, batch: pa.RecordBatch = batch, starts: Array = starts
        ) -> None:
            for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
                writer.write_batch(batch.slice(start, end - start))

        write_arrow(_run(folder, table.name, runs), batch.schema, write)
        rows += counts
        runs += 1
    return runs, rows


def _in_runs(chunks: Iterator[pa.Table]) -> Iterator[pa.Table]:
    """Small tables put together until they fill a run; none is empty."""
    held: list[pa.Table] = []
    size = 0
    for chunk in chunks:
        if not len(chunk):
            continue
        held.append(chunk)
        size += chunk.nbytes
        if size >= _RUN:
            yield pa.concat_tables(held)
            held, size = [], 0
    if held:
        yield pa.concat_tables(held)


def _buckets(ids: pa.Array, buckets: int) -> Array:
    """The bucket of each id; an id that is not known goes into the first."""
    coded = ids.dictionary_encode()
    hashes = [crc32(text.encode()) % buckets for text in coded.dictionary.to_pylist()]
    positions = coded.indices.fill_null(len(hashes)).to_numpy(zero_copy_only=False)
    found: Array = np.array([*hashes, 0], dtype=np.int64)[positions]
    return found
