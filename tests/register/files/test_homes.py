"""People listed in two households are found over a whole register, whatever its batches and its order."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fupin_policy as fp
from fupin_policy.register.files import homes as homes_of_files
from fupin_policy.register.files.finding import find
from fupin_policy.register.files.homes import people_of
from fupin_policy.register.files.outputs import Output
from fupin_policy.register.files.running import Report, run
from fupin_policy.register.files.shelves import Shelves
from fupin_policy.register.files.surveying import key_columns
from fupin_policy.register.files.work import assessing

POLICY = fp.load_policy("ruyuan-2016")
DAY = date(2017, 9, 1)

Rows = list[dict[str, str | None]]


def go(folder: Path, out: Path, mapping: Mapping[str, str | None] | None = None, **options: Any) -> Report:
    found = find(folder)
    work = assessing(
        POLICY.plan, found, DAY, measures=["roll-line"], missing=False, engine="numpy", columns=mapping
    )
    return run(found, work, out, key={}, mapping=mapping, **options)


def rejected(out: Path) -> list[tuple[str, str, str, str, str]]:
    told = csv.DictReader(io.StringIO(Output.of(out).rejected.read_text("utf-8")))
    return sorted((one["table"], one["row"], one["column"], one["value"], one["reason"]) for one in told)


def kept(out: Path) -> list[str]:
    return sorted(
        row["id"]
        for path in sorted((out / "results").iterdir())
        for row in pyarrow.parquet.read_table(path).to_pylist()
    )


def flat(homes: list[str], persons: list[tuple[str | None, str | None]]) -> dict[str, Rows]:
    return {
        "households": [{"id": one, "type": "dibao"} for one in homes],
        "persons": [{"household_id": home, "id": one, "sex": "male"} for home, one in persons],
    }


def test_both_households_go_aside_though_no_batch_has_them_both(
    tmp_path: Path, write: Callable[..., Path]
) -> None:
    write(tmp_path / "r", flat(list("12345"), [("1", "a"), ("2", "b"), ("4", "c"), ("5", "a"), ("9", "b")]))
    for most in (1, 2, 100):
        report = go(tmp_path / "r", tmp_path / str(most), most=most)
        assert report.counts["households"] == fp_count(5, 3) and report.counts["persons"] == fp_count(5, 2)
        assert rejected(tmp_path / str(most)) == [
            ("households", "1", "", "", "rows that belong to it are refused"),
            ("households", "5", "", "", "rows that belong to it are refused"),
            ("persons", "1", "id", "a", "person 'a' is in households row 5 too; expected one home"),
            ("persons", "4", "id", "a", "person 'a' is in households row 1 too; expected one home"),
            ("persons", "5", "household_id", "9", "there is no household '9'"),
        ]
        assert kept(tmp_path / str(most)) == ["2", "3", "4"]


def fp_count(rows: int, used: int) -> Any:
    from fupin_policy.register.counts import Count

    return Count(rows, used, rows - used)


EMPTY = "the list is empty; expected 1 to 100 elements, or no list at all where they are not known"


@pytest.mark.parametrize("name", ["members", "家庭成员"])
def test_people_in_lists(name: str, tmp_path: Path) -> None:
    members = [["a", "b"], None, [], ["c", None], [None, "b"], ["c"]]
    homes = pa.table(
        {
            "id": [str(at) for at in range(6)],
            name: pa.array(
                [None if one is None else [{"id": id_} for id_ in one] for one in members],
                pa.list_(pa.struct([("id", pa.string())])),
            ),
        }
    )
    (tmp_path / "r").mkdir()
    pyarrow.parquet.write_table(homes, tmp_path / "r" / "households.parquet")
    for most in (1, 4, 100):
        go(tmp_path / "r", tmp_path / str(most), most=most)
        assert rejected(tmp_path / str(most)) == [
            ("households", "1", f"{name}[1].id", "b", "person 'b' is in households row 5 too; expected one home"),
            ("households", "3", name, "", EMPTY),
            ("households", "4", f"{name}[0].id", "c", "person 'c' is in households row 6 too; expected one home"),
            ("households", "5", f"{name}[1].id", "b", "person 'b' is in households row 1 too; expected one home"),
            ("households", "6", f"{name}[0].id", "c", "person 'c' is in households row 4 too; expected one home"),
        ]  # fmt: skip
        assert kept(tmp_path / str(most)) == ["1"]


@pytest.mark.parametrize(
    ("mapping", "spelt", "found"),
    [
        ({}, "编号", True),
        ({"证号": "id"}, "证号", True),
        ({"persons.证号": "id"}, "证号", True),
        ({"证号": None}, "证号", False),
    ],
)
def test_names_of_the_column_of_people(
    mapping: dict[str, str | None], spelt: str, found: bool, tmp_path: Path, write: Callable[..., Path]
) -> None:
    rows = flat(["1", "2"], [("1", "a"), ("2", "a")])
    rows["persons"] = [{"户编号": one["household_id"], spelt: one["id"]} for one in rows["persons"]]
    write(tmp_path / "r", rows)
    go(tmp_path / "r", tmp_path / "out", mapping, most=1)
    assert len(rejected(tmp_path / "out")) == (4 if found else 0)


def test_other_cases_have_no_people_to_compare(tmp_path: Path, write: Callable[..., Path]) -> None:
    folder = write(
        tmp_path / "r", {"enterprises": [{"id": "1"}], "workers": [{"enterprise_id": "1", "id": "w"}]}
    )
    found = find(folder)
    assert people_of(found, key_columns(found)) is None


def test_a_name_that_is_taken(tmp_path: Path, write: Callable[..., Path]) -> None:
    write(tmp_path / "r", {"households": [{"id": "1", "__elsewhere__": "1"}]})
    with pytest.raises(fp.InputError, match="the column name '__elsewhere__' is taken"):
        find(tmp_path / "r")


@contextmanager
def small_shelves() -> Iterator[None]:
    """Everything is written to the disk at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            homes_of_files,
            "Shelves",
            lambda folder, name, schema, count: Shelves(folder, name, schema, count, 1),
        )
        yield


homes = st.lists(st.integers(0, 9).map(str), unique=True, max_size=8)
people = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(0, 9).map(str)), st.one_of(st.none(), st.sampled_from("abcdefgh"))
    ),
    max_size=14,
)


@given(
    homes=homes,
    persons=people,
    bills=st.lists(st.integers(0, 13), max_size=6),
    most=st.integers(1, 4),
    in_order=st.booleans(),
)
@settings(max_examples=60)
def test_what_is_refused_does_not_depend_on_batches(
    homes: list[str], persons: list[tuple[str | None, str | None]], bills: list[int], most: int, in_order: bool,
    write: Callable[..., Path],
) -> None:  # fmt: skip
    if in_order:
        homes, persons = sorted(homes), sorted(persons, key=lambda one: one[0] or "")
    rows = flat(homes, persons)
    if persons:
        of = [persons[at % len(persons)] for at in bills]
        rows["bills"] = [
            {"household_id": home, "person_id": one, "id": str(at)} for at, (home, one) in enumerate(of)
        ]
    with TemporaryDirectory() as folder:
        write(
            Path(folder) / "r",
            {name: part for name, part in rows.items() if part or name == "households"},
            "arrow",
        )
        whole = go(Path(folder) / "r", Path(folder) / "whole", most=100)
        with small_shelves():
            parts = go(Path(folder) / "r", Path(folder) / "parts", most=most)
        assert parts.counts == whole.counts
        assert rejected(Path(folder) / "parts") == rejected(Path(folder) / "whole")
        assert kept(Path(folder) / "parts") == kept(Path(folder) / "whole")
        # Of one batch alone the same is found without a look beforehand.
        tables = {
            name: next(iter(table.read()), table.empty())
            for name, table in find(Path(folder) / "r").tables.items()
        }
        alone = assessing(POLICY.plan, find(Path(folder) / "r"), DAY, measures=["roll-line"], engine="numpy")(
            tables
        )
        assert alone.rejected.num_rows == len(rejected(Path(folder) / "whole"))


def test_shelves_hold_all_rows_in_order(tmp_path: Path) -> None:
    for held in (1, 100, 2**20):
        shelves = Shelves(tmp_path, f"x{held}", pa.schema([("n", pa.int64())]), 3, held)
        for start in range(0, 50, 10):
            numbers = np.arange(start, start + 10)
            shelves.put(pa.table({"n": numbers}), numbers % 3)
        for shelf in range(3):
            assert shelves.take(shelf).column("n").to_pylist() == [
                one for one in range(50) if one % 3 == shelf
            ]
