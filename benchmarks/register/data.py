"""Registers for the measurements: invented households and persons, always the same for a number and a seed."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from benchmarks.register import workload
from benchmarks.register.workload import CODES, HOUSEHOLD_FACTS, PERSON_FACTS, Fact

__all__ = ["UNKNOWN", "Array", "generate", "stored", "whole"]

Array: TypeAlias = np.ndarray[Any, Any]

SEED = 20170901
UNKNOWN = 0.03
"""The share of facts that are not known, where some are not."""

_SIZES = np.array([0.6, 0.25, 0.1, 0.04, 0.01])  # of 2, 3, 4, 5, 6 persons: 2.61 on average

_EPOCH = date(1970, 1, 1)

# How often a fact is true, and how often each code comes, where not even.
_TRUE = {
    "registered_rural": 0.95, "joins_equity": 0.6, "wants_industry": 0.5, "lifted_by_work": 0.6,
    "helper_assigned": 0.9, "wants_relocation": 0.4, "in_unviable_village": 0.2, "scattered": 0.3,
    "meets_dibao_conditions": 0.2, "on_dibao": 0.3, "exited": 0.4, "dwelling.only_home": 0.8,
    "dwelling.can_afford": 0.3, "joined_midyear": 0.1, "pension_enrolled": 0.6, "transfer_employed": 0.25,
    "wants_work": 0.5, "wants_transfer_work": 0.3, "disabled": 0.1,
    "food_secure": 0.95, "clothing_secure": 0.95, "compulsory_education_secured": 0.9, "medical_secured": 0.9,
    "housing_safe": 0.8,
}  # fmt: skip
_SHARES = {
    "household_type": (0.3, 0.45, 0.15, 0.1),
    "danger": (0.35, 0.3, 0.2, 0.15),
    "work": (0.6, 0.2, 0.2),
    "labour": (0.55, 0.2, 0.25),
    "stage": (0.65, 0.05, 0.1, 0.07, 0.05, 0.04, 0.04),
    "left_behind": (0.75, 0.1, 0.05, 0.1),
}
_FEN = {  # from, to; and in steps of
    "roll_income": (-200000, 700000, 1),
    "income_per_head": (-100000, 1200000, 1),
    "tuition": (0, 1500000, 50),
    "medical_premium": (12000, 24000, 100),
    "pension_premium": (10000, 360000, 1),
}
_COUNTS = {"industry_projects": 3, "skills": 3, "pv_kw": 6}
_DAYS = {
    "medical_joined_on": (date(2017, 1, 1), date(2017, 12, 31)),
}


def generate(households: int, unknown: float = 0.0, seed: int = SEED) -> tuple[pa.Table, pa.Table]:
    """A table of households and one of their persons; the share ``unknown`` of the facts is null.

    The facts that are known are the same with and without unknown ones.
    """
    values, gaps = np.random.default_rng((seed, 1)), np.random.default_rng((seed, 2))
    sizes = values.choice(np.arange(2, 7), households, p=_SIZES)
    ids = np.arange(1, households + 1, dtype=np.int64)
    persons = int(sizes.sum())
    homes = {fact.name: _values(fact, households, values) for fact in HOUSEHOLD_FACTS}
    people = {fact.name: _values(fact, persons, values) for fact in PERSON_FACTS}
    people["full_time"] &= people["stage"] != 0  # who is not enrolled is no full-time student
    keys = {"id": pa.array(ids)}
    links = {
        "id": pa.array(np.arange(1, persons + 1, dtype=np.int64)),
        "household_id": pa.array(np.repeat(ids, sizes)),
    }
    return _table(keys, HOUSEHOLD_FACTS, homes, unknown, gaps), _table(
        links, PERSON_FACTS, people, unknown, gaps
    )


def _values(fact: Fact, rows: int, random: np.random.Generator) -> Array:
    if fact.type == "bool":
        return random.random(rows, np.float32) < _TRUE.get(fact.name, 0.5)
    if fact.type == "fen":
        low, high, step = _FEN[fact.name]
        return random.integers(low // step, high // step, rows, np.int64) * step
    if fact.type == "count":
        return random.integers(0, _COUNTS[fact.name], rows, np.int32)
    if fact.type == "date":
        first, last = ((day - _EPOCH).days for day in _DAYS[fact.name])
        return random.integers(first, last, rows, np.int32, endpoint=True)
    return random.choice(len(CODES[fact.type]), rows, p=_SHARES[fact.type]).astype(np.int8)


def _table(
    keys: dict[str, pa.Array],
    facts: tuple[Fact, ...],
    values: dict[str, Array],
    unknown: float,
    gaps: np.random.Generator,
) -> pa.Table:
    fields = [pa.field(name, column.type) for name, column in keys.items()]
    columns = list(keys.values())
    for fact in facts:
        column = values[fact.name]
        mask = gaps.random(len(column), np.float32) < unknown if unknown else None
        if fact.type in CODES:
            array = pa.DictionaryArray.from_arrays(pa.array(column, mask=mask), pa.array(CODES[fact.type]))
        else:
            array = pa.array(column, pa.date32() if fact.type == "date" else None, mask=mask)
        fields.append(pa.field(fact.name, array.type, metadata={"unit": fact.unit} if fact.unit else None))
        columns.append(array)
    return pa.Table.from_arrays(columns, schema=pa.schema(fields))


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array, without a copy where it is one already."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def stored(folder: Path, households: int, unknown: float = 0.0) -> tuple[pa.Table, pa.Table]:
    """The tables of :func:`generate`, made once and kept in a folder; read by mapping the files into memory."""
    source = b"".join(Path(module).read_bytes() for module in (__file__, workload.__file__))
    digest = hashlib.sha256(source).hexdigest()[:8]
    names = [folder / f"{table}-{households}-{unknown}-{digest}.arrow" for table in ("households", "persons")]
    if not all(name.exists() for name in names):
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in zip(names, generate(households, unknown), strict=True):
            fresh = name.with_suffix(".part")
            with pa.OSFile(str(fresh), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
                writer.write_table(table)
            fresh.replace(name)
    read = [pa.ipc.open_file(pa.memory_map(str(name))).read_all() for name in names]
    return read[0], read[1]
