"""The exact evaluator on the rows of a register: what every other engine has to agree with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Any

import numpy as np
import pyarrow as pa

import fupin_policy as fp
from benchmarks.register.data import Array
from benchmarks.register.workload import (
    AMOUNTS,
    HOUSEHOLD_FACTS,
    MEASURES,
    ON,
    PERSON_FACTS,
    POLICY,
    READINGS,
    TERMS,
    TOTALS,
    UNBOUNDED,
    VERDICTS,
    Fact,
)
from fupin_policy.values import Value
from fupin_policy.values.intervals import add

__all__ = ["assess", "homes", "run"]


def homes(households: pa.Table, persons: pa.Table) -> Iterator[fp.Household]:
    """The rows as entities."""
    members = {
        home: [_entity(PERSON_FACTS, row) for row in rows]
        for home, rows in groupby(persons.to_pylist(), key=lambda row: row["household_id"])
    }
    for row in households.to_pylist():
        yield fp.Household.from_dict({**_entity(HOUSEHOLD_FACTS, row), "members": members[row["id"]]})


def _entity(facts: tuple[Fact, ...], row: Mapping[str, Any]) -> dict[str, Any]:
    entity: dict[str, Any] = {"id": str(row["id"])}
    for fact in facts:
        value = row[fact.name]
        if value is None:
            continue
        if fact.unit and fact.unit != "项":
            value = f"{value}{fact.unit}"
        elif isinstance(value, date):
            value = value.isoformat()
        owner, _, name = fact.name.rpartition(".")
        (entity.setdefault(owner, {}) if owner else entity)[name] = value
    return entity


def assess(policy: Any, home: fp.Household) -> fp.Assessment:
    """One household under the workload's day, readings and terms."""
    found: fp.Assessment = policy.assess(home, on=ON, readings=READINGS, terms=TERMS)
    return found


def run(households: pa.Table, persons: pa.Table) -> dict[str, Array]:
    """The results as arrays; the totals are of the workload's measures alone."""
    policy = fp.load_policy(POLICY)
    rows = households.num_rows
    results: dict[str, Array] = {one.name: np.zeros(rows, np.int8) for one in MEASURES}
    results |= {f"{name}.{end}": np.zeros(rows, np.int64) for name in AMOUNTS for end in ("low", "high")}
    for row, home in enumerate(homes(households, persons)):
        found = assess(policy, home)
        totals: dict[str, Value] = dict.fromkeys(TOTALS, 0)
        for one in MEASURES:
            outcome = found[one.name]
            results[one.name][row] = VERDICTS.index(outcome.verdict.value)
            if one.total is not None:
                assert outcome.amount is not None
                assert outcome.counted
                _put(results, one.name, row, outcome.amount.value)
                totals[one.total] = add(totals[one.total], outcome.amount.value)
        for total, value in totals.items():
            _put(results, f"total.{total}", row, value)
    return results


def _put(results: dict[str, Array], name: str, row: int, value: Value) -> None:
    low, high = (value, value) if isinstance(value, int | Fraction) else (value.low, value.high)
    results[f"{name}.low"][row] = low
    results[f"{name}.high"][row] = UNBOUNDED if high is None else high
    assert results[f"{name}.low"][row] == low, "the workload's amounts are whole fen"
