"""What a run does with batches that tell the same facts in different ways."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet

import fupin_policy as fp
from fupin_policy.register.counts import Count
from fupin_policy.register.files.finding import find
from fupin_policy.register.files.running import run
from fupin_policy.register.files.work import assessing

DAY = date(2017, 9, 1)


def worked(folder: Path, tables: Mapping[str, Any], batches: list[tuple[int, int]]) -> list[pa.Table]:
    """The results of batches of the rows of the only table."""
    ((name, table),) = tables.items()
    pa.parquet.write_table(table, folder / f"{name}.parquet")
    register = find(folder)
    work = assessing(fp.load_policy("ruyuan-2016").plan, register, DAY, engine="numpy")
    (whole,) = register.cases.read()
    return [work({name: whole.slice(start, rows)}).results for start, rows in batches]


def test_counts_beside_bounds(tmp_path: Path) -> None:
    """How many members a household has is read as a count where other numbers are known by their bounds."""
    incomes, sizes = ["3000", "<=3000元/人/年", ">5000元/人/年"], ["2", "2", None]
    homes = pa.table({"id": ["1", "2", "3"], "type": ["dibao"] * 3, "roll_income": incomes, "size": sizes})
    plain, bounded = worked(tmp_path, {"households": homes}, [(0, 1), (1, 2)])
    assert plain.schema == bounded.schema
    policy = fp.load_policy("ruyuan-2016")
    rows = (*plain.to_pylist(), *bounded.to_pylist())
    for row, income, size in zip(rows, incomes, sizes, strict=True):
        told = {"roll_income": income if "元" in income else f"{income}元/人/年"}
        facts = {"type": "dibao", **told, **({} if size is None else {"size": int(size)})}
        said = policy.assess(fp.Household.from_dict(facts), on=DAY)
        for outcome in said:
            assert row.get(outcome.measure, "does_not_apply") == outcome.verdict.value


def test_numbers_finer_than_usual(tmp_path: Path) -> None:
    power = [Decimal(4), Decimal("3.99999999"), Decimal("4.00000001"), None]
    homes = pa.table({"id": ["1", "2", "3", "4"], "type": ["dibao"] * 4, "pv_kw": pa.array(power)})
    plain, fine = worked(tmp_path, {"households": homes}, [(0, 1), (1, 3)])
    assert plain.schema == fine.schema
    policy = fp.load_policy("ruyuan-2016")
    for row, kilowatts in zip((*plain.to_pylist(), *fine.to_pylist()), power, strict=True):
        told = {} if kilowatts is None else {"pv_kw": f"{kilowatts}千瓦"}
        said = policy.assess(fp.Household.from_dict({"type": "dibao", **told}), on=DAY)
        assert row["pv-home-capacity"] == said["pv-home-capacity"].verdict.value


def test_amounts_finer_than_usual(tmp_path: Path) -> None:
    length = pa.array([Decimal("1.5"), Decimal("1.00001")])
    counties = pa.table({"id": ["1", "2"], "road_fund_year": [1, 1], "rural_road_length": length})
    first, second = worked(tmp_path, {"counties": counties}, [(0, 1), (1, 1)])
    assert first.schema == second.schema
    assert first.column("road-upkeep-fund.low").to_pylist() == [Decimal(75000)]
    assert second.column("road-upkeep-fund.low").to_pylist() == [Decimal("50000.5")]


TOO_FINE = (
    "an amount comes out finer than the results can hold; "
    "expected at most four decimals in the numbers that it is worked out from"
)


def test_cases_with_amounts_that_the_results_cannot_hold_are_not_worked_out(tmp_path: Path) -> None:
    length = pa.array([Decimal("1.5"), Decimal("1.000000001"), Decimal("2.5")])
    counties = pa.table({"id": ["1", "2", "3"], "road_fund_year": [1, 1, 1], "rural_road_length": length})
    (found,) = worked(tmp_path, {"counties": counties}, [(0, 3)])
    assert found.column("case.failure").to_pylist() == [None, TOO_FINE, None]
    assert found.column("id").to_pylist() == ["1", "2", "3"]
    assert found.column("road-upkeep-fund").to_pylist() == ["holds", None, "holds"]
    assert found.column("road-upkeep-fund.low").to_pylist() == [Decimal(75000), None, Decimal(125000)]
    told = fp.load_policy("ruyuan-2016").worker(on=DAY, entity="county", engine="numpy")(counties)
    assert told.column("set_aside").to_pylist() == [None, TOO_FINE, None]
    assert told.column("road-upkeep-fund.low").to_pylist() == [Decimal(75000), None, Decimal(125000)]


def test_amounts_without_end_are_not_worked_out(tmp_path: Path) -> None:
    """A third of a kilometre gives a third of a fen, which no decimals can tell."""
    counties = pa.table(
        {"id": ["1", "2"], "road_fund_year": [1, 1], "rural_road_length": ["1/3000公里", "1.5公里"]}
    )
    policy = fp.load_policy("ruyuan-2016")
    (found,) = worked(tmp_path, {"counties": counties}, [(0, 2)])
    told = policy.worker(on=DAY, entity="county", engine="numpy")(counties)
    assert (
        found.column("case.failure").to_pylist() == told.column("set_aside").to_pylist() == [TOO_FINE, None]
    )
    alone = policy.assess_register(counties, entity="county", on=DAY, engine="numpy")
    assert alone.failures == [(0, TOO_FINE)]
    for table in (found, told, alone.arrow):
        assert table.column("road-upkeep-fund").to_pylist() == [None, "holds"]
        assert table.column("road-upkeep-fund.low").to_pylist() == [None, Decimal(75000)]


def test_malformed_lines_are_set_aside_with_the_case_they_seem_to_be_of(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "households.csv").write_text("id,type\n1,dibao\n2,dibao\n3\n4,dibao\n", "utf-8")
    (tmp_path / "r" / "persons.csv").write_text(
        "household_id,id,sex\n1,a,male\n1,b,fem,ale\n3,c,male\n2,d,male\nx,y\n4,\n", "utf-8"
    )
    for most in (1, 2, 100):
        register = find(tmp_path / "r")
        work = assessing(
            fp.load_policy("ruyuan-2016").plan, register, DAY, measures=["roll-line"], engine="numpy"
        )
        report = run(register, work, tmp_path / str(most), key={}, most=most)
        assert report.counts == {"households": Count(4, 1, 3), "persons": Count(6, 1, 5)}
        with (tmp_path / str(most) / "rejected.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        told = sorted((one["table"], one["row"], one["column"], one["value"], one["reason"]) for one in rows)
        assert told == [
            ("households", "1", "", "", "rows that belong to it are refused"),
            ("households", "3", "", "3", "the line '3' has 1 cells; expected 2, one a column"),
            ("households", "4", "", "", "rows that belong to it are refused"),
            ("persons", "1", "", "", "household '1' is set aside"),
            (
                "persons",
                "2",
                "",
                "1,b,fem,ale",
                "the line '1,b,fem,ale' has 4 cells; expected 3, one a column",
            ),
            ("persons", "3", "", "", "household '3' is set aside"),
            ("persons", "5", "", "x,y", "the line 'x,y' has 2 cells; expected 3, one a column"),
            ("persons", "6", "", "4,", "the line '4,' has 2 cells; expected 3, one a column"),
        ]
        summary = json.loads((tmp_path / str(most) / "summary.json").read_text("utf-8"))
        assert {"table": "persons", "column": "", "reason": "the line … has 2 cells; expected 3, one a column",
                "rows": 2} in summary["rejected"]  # fmt: skip
