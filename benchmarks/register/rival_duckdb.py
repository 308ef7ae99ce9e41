"""The workload in DuckDB: the hand-written SQL of workload.sql, on the Arrow tables as they are."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from string import Template

import duckdb
import numpy as np
import pyarrow as pa

from benchmarks.register import workload as w
from benchmarks.register.data import Array
from benchmarks.register.workload import COLUMNS

__all__ = ["run"]

_SQL = Path(__file__).with_name("workload.sql")


def _figures() -> dict[str, str]:
    figures = {name.lower(): value for name, value in vars(w).items() if isinstance(value, int | date)}
    return {
        name: f"DATE '{value}'" if isinstance(value, date) else str(value) for name, value in figures.items()
    }


def run(households: pa.Table, persons: pa.Table) -> dict[str, Array]:
    """The results as arrays."""
    macros, _, query = _SQL.read_text(encoding="utf-8").partition("-- ---\n")
    with duckdb.connect() as connection:
        connection.execute(macros)
        connection.register("households", households)
        connection.register("persons", persons)
        found = connection.execute(Template(query).substitute(_figures())).fetchnumpy()
    return {name: np.asarray(found[name]) for name in COLUMNS}
