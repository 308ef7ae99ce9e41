"""What the tests of registers as files share: a stand-in for the assessing, and tables written in any form."""

from __future__ import annotations

import gzip
import importlib.util
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

STANDIN = Path(__file__).with_name("standin.py")

Rows = Sequence[Mapping[str, Any]]
Write = Callable[[Path, Mapping[str, Rows], str], Path]


@pytest.fixture(scope="session")
def standin() -> ModuleType:
    """The module that stands in for the assessing of a batch."""
    spec = importlib.util.spec_from_file_location("standin", STANDIN)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_table(path: Path, rows: Rows, columns: Sequence[str] | None = None) -> None:
    """Rows as a file of the form that its name tells; all values are text."""
    names = list(columns if columns is not None else dict.fromkeys(name for row in rows for name in row))
    table = pa.table({name: pa.array([row.get(name) for row in rows], pa.string()) for name in names})
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        pyarrow.parquet.write_table(table, path)
    elif path.suffix in (".arrow", ".feather"):
        with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as writer:
            writer.write_table(table)
    else:
        lines = [",".join(names), *(",".join(row.get(name) or "" for name in names) for row in rows)]
        data = ("\ufeff" + "\r\n".join(lines) + "\r\n").encode()
        path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)


@pytest.fixture(scope="session")
def write() -> Write:
    """Write a register to a folder: a file a table, of one form (parquet, csv, csv.gz, arrow, feather)."""

    def write_all(folder: Path, tables: Mapping[str, Rows], form: str = "csv") -> Path:
        for name, rows in tables.items():
            columns = None if rows else (["id"] if name == "households" else ["household_id", "id"])
            write_table(folder / f"{name}.{form}", rows, columns)
        return folder

    return write_all


@pytest.fixture(scope="session")
def write_one() -> Callable[..., None]:
    """Write one table."""
    return write_table


@pytest.fixture(scope="session")
def register_rows() -> Callable[..., dict[str, list[dict[str, str | None]]]]:
    """Rows of a register of some households with persons and loans, in order."""

    def rows(households: int, *, persons: int = 3) -> dict[str, list[dict[str, str | None]]]:
        ids = [f"h{number:05}" for number in range(households)]
        return {
            "households": [
                {
                    "id": one, "income": None if at % 7 == 3 else str(at * 37 % 8000),
                    "division": f"4402321{at % 3:02}{at % 2 + 1:03}",
                }
                for at, one in enumerate(ids)
            ],
            "persons": [
                {"household_id": one, "id": f"{one}-{person}"}
                for at, one in enumerate(ids)
                for person in range(at % (persons + 1))
            ],
            "loans": [{"household_id": one, "id": f"{one}-l"} for at, one in enumerate(ids) if at % 5 == 0],
        }  # fmt: skip

    return rows
