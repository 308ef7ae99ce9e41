"""Batches of whole cases: they part the input, whatever its order, and are the same every time."""

from __future__ import annotations

import random
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_policy.register.files.batches import batches, cases_at_once
from fupin_policy.register.files.finding import find
from fupin_policy.register.files.surveying import Survey, key_columns, survey
from fupin_policy.register.intake.schema import ROW

Pieces = list[dict[str, list[dict[str, Any]]]]


def pieces(
    folder: Path, *, most: int = 4, memory: int = 2**28, done: frozenset[int] = frozenset()
) -> Iterator[Any]:
    found = find(folder)
    keys = key_columns(found)
    with TemporaryDirectory() as work:
        yield from batches(
            found, survey(found, keys), keys, Path(work) / "w", most=most, memory=memory, done=done
        )


def read(folder: Path, **options: Any) -> Pieces:
    return [
        {name: table.to_pylist() for name, table in piece.tables.items()}
        for piece in pieces(folder, **options)
    ]


def order(folder: Path) -> str | None:
    found = find(folder)
    return survey(found, key_columns(found)).order


def check_parts(found: Pieces, rows: Mapping[str, list[dict[str, Any]]], most: int) -> None:
    """Every row of the input is in one batch, with all rows of its case; no batch has too many cases."""
    for name, given_rows in rows.items():
        told = [row for piece in found for row in piece[name]]
        assert sorted(told, key=lambda row: row[ROW]) == [
            {**row, ROW: at} for at, row in enumerate(given_rows, 1)
        ]
    home: dict[str, int] = {}
    for number, piece in enumerate(found):
        ids = [row["id"] for row in piece["households"]]
        assert len(set(ids)) <= most
        for one in set(ids) - {None}:
            assert home.setdefault(one, number) == number
    for number, piece in enumerate(found):
        for name in piece.keys() - {"households"}:
            rows_here = [row[ROW] for row in piece[name]]
            assert rows_here == sorted(rows_here)
            assert all(home.get(row["household_id"], number) == number for row in piece[name])


@pytest.mark.parametrize("form", ["csv", "parquet", "arrow"])
def test_in_order_all_tables_are_read_side_by_side(
    form: str, tmp_path: Path, write: Callable[..., Path], register_rows: Callable[..., Any]
) -> None:
    rows = register_rows(23)
    write(tmp_path, rows, form)
    assert order(tmp_path) == "length"
    found = read(tmp_path)
    check_parts(found, rows, 4)
    assert [len(piece["households"]) for piece in found] == [4, 4, 4, 4, 4, 3]
    assert [row["id"] for piece in found for row in piece["households"]] == [
        row["id"] for row in rows["households"]
    ]


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["1", "2", "10", "11"], "length"),
        (["1", "10", "11", "2"], "text"),
        (["1", "2", "2", "3"], None),
        (["2", "1"], None),
        (["1", "2", None], None),
        ([], "length"),
    ],
)
def test_orders_that_ids_ascend_in(
    ids: list[str | None], expected: str | None, tmp_path: Path, write: Callable[..., Path]
) -> None:
    persons = [{"household_id": one, "id": "p"} for one in ids for _ in range(2)]
    rows = {"households": [{"id": one, "x": "1"} for one in ids], "persons": persons}
    write(tmp_path, rows)
    assert order(tmp_path) == expected
    check_parts(read(tmp_path, most=2), rows, 2)


def test_numbers_are_ids_as_well(tmp_path: Path, write_one: Callable[..., None]) -> None:
    households = pa.table({"id": pa.array(range(8, 13), pa.int64())})
    with (
        pa.OSFile(str(tmp_path / "households.arrow"), "wb") as file,
        pa.ipc.new_file(file, households.schema) as out,
    ):
        out.write_table(households)
    write_one(tmp_path / "persons.csv", [{"household_id": str(one)} for one in (8, 10, 10, 12)])
    assert order(tmp_path) == "length"
    found = read(tmp_path, most=2)
    assert [[row["household_id"] for row in piece["persons"]] for piece in found] == [
        ["8"],
        ["10", "10"],
        ["12"],
    ]


@pytest.mark.parametrize("memory", [2**28, 1500])
def test_any_order_gives_whole_cases(
    memory: int, tmp_path: Path, write: Callable[..., Path], register_rows: Callable[..., Any]
) -> None:
    rows = register_rows(60)
    for part in rows.values():
        random.Random(1).shuffle(part)
    write(tmp_path, rows)
    assert order(tmp_path) is None
    found = read(tmp_path, memory=memory)
    check_parts(found, rows, 4)
    assert read(tmp_path, memory=memory) == found


@pytest.mark.parametrize("memory", [500, 2**28])
def test_lower_tables_whose_names_come_before_that_of_the_cases(
    memory: int, tmp_path: Path, write_one: Callable[..., None]
) -> None:
    homes = [{"id": f"h{at}"} for at in (4, 1, 3, 0, 2)]
    bills = [
        {"household_id": f"h{at % 4}", "person_id": f"p{at % 4}", "id": f"b{at}"} for at in range(11, -1, -1)
    ]
    persons = [{"household_id": f"h{at}", "id": f"p{at}"} for at in (2, 0, 1, 3)]
    rows = {"households": homes, "persons": persons, "bills": bills}
    for name, table in rows.items():
        write_one(tmp_path / f"{name}.parquet", table)
    found = read(tmp_path, most=2, memory=memory)
    check_parts(found, rows, 2)
    assert all(next(iter(piece)) == "households" for piece in found)


def test_what_fits_into_memory_keeps_the_order_of_the_cases(
    tmp_path: Path, write: Callable[..., Path], register_rows: Callable[..., Any]
) -> None:
    rows = register_rows(16)
    rows["persons"].reverse()
    write(tmp_path, rows)
    found = read(tmp_path)
    assert len(found) == 4
    assert [row["id"] for piece in found for row in piece["households"]] == [
        row["id"] for row in rows["households"]
    ]


def test_cases_told_twice_and_rows_of_no_case_are_met(
    tmp_path: Path, write: Callable[..., Path], register_rows: Callable[..., Any]
) -> None:
    rows = register_rows(50)
    rows["households"].append({**rows["households"][0], "income": "9"})
    rows["persons"] += [{"household_id": "h99999", "id": "stray"}, {"household_id": None, "id": "nobody's"}]
    write(tmp_path, rows)
    for memory in (2**28, 1500):
        found = read(tmp_path, memory=memory)
        check_parts(found, rows, 4)
        (twice,) = [p for p in found if any(row["id"] == "h00000" for row in p["households"])]
        assert [row["income"] for row in twice["households"] if row["id"] == "h00000"] == ["0", "9"]


def test_rows_of_no_case_in_a_register_in_order(
    tmp_path: Path, write: Callable[..., Path], register_rows: Callable[..., Any]
) -> None:
    rows = register_rows(9)
    rows["persons"].insert(0, {"household_id": "a0000", "id": "before"})
    rows["persons"].append({"household_id": "z00000", "id": "after"})
    write(tmp_path, rows)
    assert order(tmp_path) == "length"
    check_parts(read(tmp_path), rows, 4)


def test_an_empty_register_is_one_empty_batch(tmp_path: Path, write: Callable[..., Path]) -> None:
    write(tmp_path, {"households": [], "persons": []})
    assert read(tmp_path) == [{"households": [], "persons": []}]
    write(
        tmp_path,
        {"households": [], "persons": [{"household_id": "h", "id": "p"}, {"household_id": "a", "id": "p"}]},
    )
    (found,) = read(tmp_path)
    assert len(found["persons"]) == 2


@pytest.mark.parametrize("shuffled", [False, True])
def test_batches_that_are_done_are_left_out(
    shuffled: bool, tmp_path: Path, write: Callable[..., Path], register_rows: Callable[..., Any]
) -> None:
    rows = register_rows(60)
    if shuffled:
        random.Random(1).shuffle(rows["households"])
    write(tmp_path, rows)
    whole = list(pieces(tmp_path, memory=3000))
    rest = list(pieces(tmp_path, memory=3000, done=frozenset({0, 1, 5})))
    assert [one.number for one in whole] == list(range(len(whole)))
    assert [one.number for one in rest] == [one.number for one in whole if one.number not in {0, 1, 5}]
    for one in rest:
        assert one.tables == whole[one.number].tables


def test_memory_bounds_the_batches(
    tmp_path: Path, write: Callable[..., Path], register_rows: Callable[..., Any]
) -> None:
    write(tmp_path, register_rows(50))
    found = find(tmp_path)
    looked = survey(found, key_columns(found))
    assert (
        cases_at_once(found, looked) == 50 * 2**28 // sum(looked.bytes.values())
        or looked.total("households") < 65_536
    )
    assert cases_at_once(found, looked, memory=sum(looked.bytes.values()) // 5) in (9, 10)
    assert cases_at_once(found, looked, memory=1) == 1
    assert cases_at_once(found, looked, most=7) == 7


def test_a_survey_is_read_back(
    tmp_path: Path, write: Callable[..., Path], register_rows: Callable[..., Any]
) -> None:
    write(tmp_path, register_rows(5))
    found = find(tmp_path)
    looked = survey(found, key_columns(found))
    assert Survey.from_dict(looked.to_dict()) == looked


ids = st.one_of(st.none(), st.integers(0, 12).map(str), st.sampled_from(["户1", "户2", " 1"]))


@given(
    homes=st.lists(ids, max_size=15), persons=st.lists(ids, max_size=25), loans=st.lists(ids, max_size=5),
    most=st.integers(1, 5), memory=st.integers(50, 5000),
)  # fmt: skip
def test_batches_part_the_input(
    homes: list[str | None], persons: list[str | None], loans: list[str | None], most: int, memory: int,
    write: Callable[..., Path],
) -> None:  # fmt: skip
    rows = {
        "households": [{"id": one, "x": str(at)} for at, one in enumerate(homes)],
        "persons": [{"household_id": one, "id": str(at)} for at, one in enumerate(persons)],
        "loans": [{"household_id": one, "id": str(at)} for at, one in enumerate(loans)],
    }
    with TemporaryDirectory() as folder:
        write(Path(folder), rows, "arrow")
        found = read(Path(folder), most=most, memory=memory)
        assert read(Path(folder), most=most, memory=memory) == found
    if rows["households"]:
        check_parts(found, rows, most)


@given(numbers=st.sets(st.integers(0, 200), min_size=1), most=st.integers(1, 7))
def test_side_by_side_or_by_buckets_the_same_cases_have_the_same_rows(
    numbers: set[int], most: int, write: Callable[..., Path]
) -> None:
    def by_case(found: Pieces) -> dict[str, list[Any]]:
        persons: dict[str, list[Any]] = {}
        for piece in found:
            for row in piece["persons"]:
                persons.setdefault(row["household_id"], []).append(row["id"])
        return persons

    households = [{"id": str(one)} for one in sorted(numbers)]
    persons = [
        {"household_id": row["id"], "id": f"{row['id']}-{at}"} for row in households for at in range(2)
    ]
    with TemporaryDirectory() as folder:
        write(Path(folder), {"households": households, "persons": persons}, "arrow")
        in_order = by_case(read(Path(folder), most=most))
        write(
            Path(folder),
            {"households": households[::-1], "persons": sorted(persons, key=lambda row: row["id"][-1])},
            "arrow",
        )
        assert by_case(read(Path(folder), most=most, memory=200)) == in_order


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
@pytest.mark.parametrize("step", [1, 7919])
def test_memory_stays_bounded(step: int, tmp_path: Path) -> None:
    """A register of some 300 MB in memory (its files are small) is read in less, in order or not."""
    (tmp_path / "r").mkdir()
    households, group = 100_003, 8192
    for name, key, times in (("households", "id", 1), ("persons", "household_id", 2)):
        schema = pa.schema([(key, pa.string()), *((f"c{at}", pa.string()) for at in range(12))])
        with pyarrow.parquet.ParquetWriter(tmp_path / "r" / f"{name}.parquet", schema) as out:
            for start in range(0, households, group):
                ids = [f"{at * step % households:06}" for at in range(start, min(households, start + group))]
                cells = pa.array(["一二三四五" * 6] * len(ids) * times)
                column = pa.array([one for one in ids for _ in range(times)])
                out.write_table(pa.table([column, *([cells] * 12)], schema=schema))
    code = f"""
        from pathlib import Path
        from fupin_policy.register.files.batches import batches
        from fupin_policy.register.files.finding import find
        from fupin_policy.register.files.surveying import key_columns, survey

        def peak():
            status = Path("/proc/self/status").read_text()
            return int(status.partition("VmHWM:")[2].split()[0]) // 1024

        found = find(r"{tmp_path / "r"}")
        keys, start = key_columns(found), peak()
        looked = survey(found, keys)
        rows = 0
        for piece in batches(found, looked, keys, Path(r"{tmp_path / "w"}"), most=5000, memory=16 * 2**20):
            rows += sum(table.num_rows for table in piece.tables.values())
        print(rows, peak() - start, sum(looked.bytes.values()) // 2**20, looked.order)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )
    rows, used, whole, found_order = done.stdout.split()
    assert int(rows) == households * 3 and (found_order == "None") == (step != 1)
    assert int(whole) > 300
    assert int(used) < 260, f"{used} MB for {whole} MB"
