"""The workload in this library: from tables of Arrow to a table of Arrow, and the compiled rules alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
import pyarrow as pa

import fupin_policy as fp
from benchmarks.register import workload as w
from benchmarks.register.data import Array, whole
from benchmarks.register.workload import COLUMNS, END_COLUMNS, UNBOUNDED, VERDICT_COLUMNS
from fupin_policy.register.intake.ingest import ingest
from fupin_policy.register.kernel.engine import Engine, Results, prepare
from fupin_policy.register.layout import Layout

__all__ = ["arrays", "policy", "ready", "run"]


@cache
def policy() -> fp.Policy:
    """The policy, loaded once."""
    return fp.load_policy(w.POLICY)


def run(households: pa.Table, persons: pa.Table, engine: Engine = "numba", threads: int = 1) -> pa.Table:
    """The results as the library gives them."""
    return (
        policy()
        .assess_register(
            households,
            persons,
            on=w.ON,
            readings=w.READINGS,
            terms=w.TERMS,
            measures=list(VERDICT_COLUMNS),
            engine=engine,
            threads=threads,
        )
        .arrow
    )


def arrays(results: pa.Table | Results) -> dict[str, Array]:
    """The results as arrays."""
    table = results.table() if isinstance(results, Results) else results
    found: dict[str, Array] = {}
    for name in COLUMNS:
        column = whole(table[name])
        if name in END_COLUMNS:
            found[name] = column.fill_null(UNBOUNDED).to_numpy()
        else:
            found[name] = np.asarray(column.indices)
    return found


def ready(
    households: pa.Table, persons: pa.Table, engine: Engine = "numba", threads: int = 1
) -> Callable[[], Results]:
    """The rules alone: the tables are checked and the rules compiled before."""
    plan = policy().plan
    found = ingest({"household": households, "person": persons}, root="household", on=w.ON)
    run = prepare(
        plan,
        Layout.of(found.register, plan.facts),
        readings=w.READINGS,
        terms=w.TERMS,
        measures=VERDICT_COLUMNS,
        engine=engine,
    )
    return lambda: run(found.register, w.ON, threads)
