"""What stands in for the assessing of a batch: a grant of 100 yuan a person where the income is below 4000 yuan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from fupin_policy.register.counts import Count
from fupin_policy.register.files.running import Batch
from fupin_policy.register.intake.schema import ROW

VERDICTS = pa.array(["fails", "holds", "undetermined", "not_in_force", "does_not_apply"])
MONEY = {b"unit": "元/年".encode()}
SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("case.row", pa.int64()),
        ("division", pa.string()),
        ("case.persons", pa.int64()),
        ("case.failure", pa.string()),
        ("grant", pa.dictionary(pa.int8(), pa.string())),
        pa.field("grant.low", pa.int64(), metadata=MONEY),
        pa.field("grant.high", pa.int64(), metadata=MONEY),
        ("grant.missing", pa.list_(pa.string())),
        pa.field("total.yearly_cash.low", pa.int64(), metadata=MONEY),
        pa.field("total.yearly_cash.high", pa.int64(), metadata=MONEY),
    ]
)
REJECTED = pa.schema(
    [
        ("table", pa.string()), ("row", pa.int64()), ("column", pa.string()),
        ("value", pa.string()), ("reason", pa.string()),
    ]
)  # fmt: skip


def work(tables: Mapping[str, pa.Table]) -> Batch:
    """Assess a batch, row by row; nothing but the tables counts."""
    households = tables["households"].to_pylist()
    lower = {name: table.to_pylist() for name, table in tables.items() if name != "households"}
    rejected: list[dict[str, Any]] = []

    def reject(table: str, row: Mapping[str, Any], column: str, reason: str) -> None:
        value = row.get(column)
        rejected.append(
            {
                "table": table, "row": row[ROW], "column": column,
                "value": None if value is None else str(value), "reason": reason,
            }
        )  # fmt: skip

    times = Counter(text(row["id"]) for row in households)
    bad: set[str | None] = {None}
    for row in households:
        if row["id"] is None:
            reject("households", row, "id", "no id")
        elif times[text(row["id"])] > 1:
            reject("households", row, "id", f"'{row['id']}' is told more than once")
            bad.add(text(row["id"]))
        elif number(row.get("income")) is None and row.get("income") is not None:
            reject("households", row, "income", f"'{row['income']}' is no number")
            bad.add(text(row["id"]))
    members: Counter[str] = Counter()
    used: Counter[str] = Counter()
    for name, rows in lower.items():
        for row in rows:
            owner = text(row["household_id"])
            if owner not in times or owner is None:
                reject(name, row, "household_id", f"there is no household '{row['household_id']}'")
            elif owner not in bad:
                used[name] += 1
                members[owner] += name == "persons"
    good = [row for row in households if text(row["id"]) not in bad]
    counts = {
        "households": Count(len(households), len(good), len(households) - len(good)),
        **{name: Count(len(rows), used[name], len(rows) - used[name]) for name, rows in lower.items()},
    }
    return Batch(results(good, members), pa.Table.from_pylist(rejected, REJECTED), counts)


def results(good: list[dict[str, Any]], members: Counter[str]) -> pa.Table:
    verdicts, low, high, missing = [], [], [], []
    for row in good:
        income = number(row.get("income"))
        amount = 10_000 * members[text(row["id"]) or ""]
        verdicts.append(2 if income is None else int(income < 4000))
        low.append(amount if income is not None and income < 4000 else 0)
        high.append(
            None if income is None and not amount else 0 if income is not None and income >= 4000 else amount
        )
        missing.append(["household.roll_income"] if income is None else [])
    coded = pa.DictionaryArray.from_arrays(pa.array(verdicts, pa.int8()), VERDICTS)
    columns = [
        [text(row["id"]) for row in good], [row[ROW] for row in good], [row.get("division") for row in good],
        [members[text(row["id"]) or ""] for row in good], [None] * len(good), coded, low, high, missing, low, high,
    ]  # fmt: skip
    arrays = [
        column if isinstance(column, pa.Array) else pa.array(column, field.type)
        for column, field in zip(columns, SCHEMA, strict=True)
    ]
    return pa.table(arrays, schema=SCHEMA)


def text(value: Any) -> str | None:
    """An id as text."""
    return None if value is None else str(value)


def number(value: Any) -> int | None:
    """A whole number, or None."""
    return int(value) if value is not None and str(value).isdigit() else None
