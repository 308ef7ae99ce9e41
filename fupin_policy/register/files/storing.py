"""Files that are there whole or not at all, and what tells them apart."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa

from fupin_policy.assess.records import canonical_json

__all__ = ["digest", "write_arrow", "write_json", "write_text", "writing"]


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A file that takes its name only when all of it is on the disk; one of that name before is replaced.

    A file left behind by a run that was killed begins with a dot, and is written over.
    """
    temporary = path.with_name(f".{path.name}.unfinished")
    with temporary.open("wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make sure that a new name in a folder lasts, where the system lets a folder be opened."""
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all."""
    with writing(path) as file:
        file.write(text.encode())


def write_json(path: Path, data: Any) -> None:
    """Write canonical JSON, whole or not at all."""
    write_text(path, canonical_json(data) + "\n")


def write_arrow(path: Path, schema: pa.Schema, write: Callable[[pa.RecordBatchWriter], object]) -> None:
    """Write an Arrow file, whole or not at all."""
    with writing(path) as file, pa.ipc.new_file(file, schema) as writer:
        write(writer)


def digest(path: Path) -> str:
    """The sha256 of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
