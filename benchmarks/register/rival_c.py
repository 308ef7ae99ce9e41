"""The workload as a C loop, written by hand and compiled here, on the buffers of the Arrow tables as they are."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.register import workload as w
from benchmarks.register.data import Array, whole
from benchmarks.register.workload import CODES, COLUMNS, END_COLUMNS, HOUSEHOLD_FACTS, PERSON_FACTS

__all__ = ["available", "run"]

_SOURCE = Path(__file__).with_name("loop.c")
_FLAGS = ("-O3", "-march=native", "-std=c11", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC")
_FIGURES = (
    "ROLL_LINE", "EXIT_INCOME", "DIBAO_LINE", "DIBAO_AMOUNT", "EQUITY_INCOME", "PV_KW",
    "HOUSING_REBUILD", "HOUSING_REPAIR", "GRANT_UNIVERSITY", "GRANT_UPPER", "GRANT_COMPULSORY", "GRANT_PRESCHOOL",
    "PENSION_PERCENT", "ENTITLED_BEFORE",
)  # fmt: skip


def available() -> str | None:
    """The compiler, if there is one."""
    return shutil.which("cc")


def _word(name: str) -> str:
    return name.replace(".", "_").replace("-", "_")


def _header() -> str:
    """The columns and codes as enumerations, the figures as numbers."""
    lists = [
        [f"household_{_word(fact.name)}" for fact in HOUSEHOLD_FACTS],
        [f"person_{_word(fact.name)}" for fact in PERSON_FACTS],
        [f"result_{_word(name)}" for name in COLUMNS],
        *([f"{kind.removeprefix('household_')}_{code}" for code in codes] for kind, codes in CODES.items()),
    ]
    lines = [f"enum {{ {', '.join(names)} }};" for names in lists]
    for name in _FIGURES:
        value = getattr(w, name)
        number = (value - date(1970, 1, 1)).days if isinstance(value, date) else value
        lines.append(f"#define {name} {number}")
    return "\n".join(lines) + "\n"


def _library(complete: bool) -> ctypes.CDLL:
    """The compiled loop, from the cache if it is there."""
    compiler = available()
    if compiler is None:
        raise RuntimeError("no C compiler (cc) was found")
    header = _header()
    digest = hashlib.sha256((header + _SOURCE.read_text(encoding="utf-8")).encode()).hexdigest()[:16]
    cache = Path(os.environ.get("BENCHMARK_CACHE", tempfile.gettempdir())) / f"loop-{digest}"
    library = cache / ("complete.so" if complete else "unknowns.so")
    if not library.exists():
        cache.mkdir(parents=True, exist_ok=True)
        (cache / "columns.h").write_text(header, encoding="utf-8")
        fresh = library.with_suffix(f".{os.getpid()}")
        options = [*_FLAGS, f"-I{cache}", *(["-DCOMPLETE"] if complete else [])]
        subprocess.run([compiler, *options, str(_SOURCE), "-o", str(fresh)], check=True)
        fresh.replace(library)
    return ctypes.CDLL(str(library))


class _Column(ctypes.Structure):
    _fields_ = (("values", ctypes.c_void_p), ("valid", ctypes.c_void_p))


class _Tables(ctypes.Structure):
    _fields_ = (
        ("household", ctypes.c_void_p),
        ("person", ctypes.c_void_p),
        ("starts", ctypes.c_void_p),
        ("result", ctypes.c_void_p),
    )


def run(households: pa.Table, persons: pa.Table, threads: int = 1) -> dict[str, Array]:
    """The results as arrays."""
    rows = households.num_rows
    complete = not any(column.null_count for table in (households, persons) for column in table.columns)
    library = _library(complete)
    keep: list[Any] = []
    homes = (_Column * len(HOUSEHOLD_FACTS))(
        *_columns(households, (f.name for f in HOUSEHOLD_FACTS), complete, keep)
    )
    people = (_Column * len(PERSON_FACTS))(*_columns(persons, (f.name for f in PERSON_FACTS), complete, keep))
    starts = _starts(library, households, persons)
    results = {name: np.empty(rows, np.int64 if name in END_COLUMNS else np.int8) for name in COLUMNS}
    outputs = (ctypes.c_void_p * len(COLUMNS))(*(array.ctypes.data for array in results.values()))
    tables = _Tables(
        ctypes.addressof(homes), ctypes.addressof(people), starts.ctypes.data, ctypes.addressof(outputs)
    )

    def part(number: int) -> None:
        first, last = (rows * k // threads for k in (number, number + 1))
        library.assess(ctypes.byref(tables), ctypes.c_int64(first), ctypes.c_int64(last))

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(part, range(threads)))
    return results


def _columns(table: pa.Table, names: Iterable[str], complete: bool, keep: list[Any]) -> Iterator[_Column]:
    for name in names:
        array = whole(table[name])
        if pa.types.is_dictionary(array.type):
            array = array.indices
        assert array.offset == 0
        valid, values = array.buffers()
        if valid is None and not complete:
            valid = pa.py_buffer(b"\xff" * (len(array) // 8 + 1))
        keep += [array, valid]
        yield _Column(values.address, None if valid is None else valid.address)


def _starts(library: ctypes.CDLL, households: pa.Table, persons: pa.Table) -> Array:
    starts = np.empty(households.num_rows + 1, np.int64)
    ids, links = (column.to_numpy() for column in (households["id"], persons["household_id"]))

    def number(value: int) -> ctypes.c_int64:
        return ctypes.c_int64(value)

    def address(array: Array) -> ctypes.c_void_p:
        return ctypes.c_void_p(array.ctypes.data)

    wrong = library.find_persons(
        address(ids), number(len(ids)), address(links), number(len(links)), address(starts)
    )
    if wrong:
        raise ValueError("the persons do not stand in the order of the households")
    return starts
