"""Reading indicators: good rows are used, bad ones are kept apart with their reasons, none is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_policy.monitor import Observations, indicators, read_observations
from fupin_policy.problems import InputError

GOOD = {"level": "county", "area": "清河", "indicator": "tap_water_share", "value": "80%", "year": "2020"}

BAD = [
    (
        {"level": "conty"},
        "row: level: unknown level 'conty'; expected village, town, county, city, province, nation; did you mean 'county'?",
    ),
    (
        {"indicator": "tap_water_shar"},
        "row: indicator: unknown indicator 'tap_water_shar' of a county; did you mean 'tap_water_share'?",
    ),
    ({"value": "80公里"}, "公里"),
    ({"value": "0.8"}, "row: value: '0.8' is no percentage; expected a number with its sign, such as 80%"),
    ({"value": 0.8}, "row: value: 0.8 is a float, which is not exact; expected text such as '0.8%'"),
    ({"value": "180%"}, "180%"),
    ({"value": ""}, "row: value: 'value' is missing"),
    (
        {"year": "20"},
        "row: year: '20' is no year; expected a day (2017-12-31), a period (2017-01-01..2017-12-31) or a year (2017)",
    ),
    ({"year": ""}, "neither 'on' nor 'year'"),
    ({"on": "2020-02-30", "year": ""}, "'2020-02-30' is no day of the calendar"),
    ({"area": ""}, "neither 'division' nor 'area'"),
    ({"division": "99"}, "99"),
    ({"valeu": "1"}, "unknown column 'valeu'; did you mean 'value'?"),
]


@pytest.mark.parametrize(("change", "message"), BAD, ids=lambda value: str(value)[:30])
def test_a_bad_row_is_kept_apart_with_its_reason(change: dict[str, Any], message: str) -> None:
    found = read_observations([GOOD, {**GOOD, "area": "别处", **change}])
    assert len(found.good) == 1
    (rejected,) = found.rejected
    assert rejected.row == 2
    assert message.removeprefix("row: ") in str(rejected)


def test_all_problems_of_a_row_are_told() -> None:
    (rejected,) = read_observations([{"level": "x", "value": "", "year": "x"}]).rejected
    assert len(rejected.problems) >= 3
    with pytest.raises(InputError) as caught:
        read_observations([{"level": "x", "value": "", "year": "x"}]).require()
    assert len(caught.value.problems) == len(rejected.problems)


def test_the_same_twice_and_overlapping_periods_are_rejected() -> None:
    found = read_observations([GOOD, GOOD, {**GOOD, "area": "别处"}])
    assert [one.row for one in found.rejected] == [1, 2]
    assert "tap_water_share of 清河 has the same period (2020-01-01..2020-12-31) in row 2" in str(
        found.rejected[0]
    )
    overlapping = {**GOOD, "year": "", "on": "2020-06-01..2021-05-31"}
    assert len(read_observations([GOOD, overlapping]).rejected) == 2


def test_csv_with_chinese_heads_and_lines(tmp_path: Path) -> None:
    path = tmp_path / "indicators.csv"
    path.write_text(
        "层级,地区,指标,数值,单位,年份\n县,清河,农村自来水普及率,80,%,2020年\n县,清河,没有的,80,%,2020\n",
        "utf-8-sig",
    )
    found = read_observations(path)
    assert str(found.good[0].value) == "80%"
    assert str(found.rejected[0]).startswith(f"{path}:3: indicator: unknown indicator '没有的' of a county")


def test_yaml(tmp_path: Path) -> None:
    path = tmp_path / "indicators.yaml"
    path.write_text(
        '- {level: county, area: 清河, indicator: tap_water_share, value: "80%", year: 2020}\n', "utf-8"
    )
    assert len(read_observations(path).good) == 1
    path.write_text("a: 1\n", "utf-8")
    with pytest.raises(InputError, match="no list of rows"):
        read_observations(path)


class Frame:
    """What reading needs of a dataframe."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows


def frame(method: str, *args: Any) -> Callable[[list[dict[str, Any]]], Frame]:
    def build(rows: list[dict[str, Any]]) -> Frame:
        cls = type("Frame", (Frame,), {method: lambda self, *given: self.rows})
        return cls(rows)

    return build


@pytest.mark.parametrize("method", ["to_dicts", "to_pylist", "to_dict"])
def test_dataframes_of_every_kind(method: str) -> None:
    assert len(read_observations(frame(method)([GOOD])).good) == 1


def test_a_refused_scalar_costs_its_row_alone(tmp_path: Path) -> None:
    path = tmp_path / "rows.yaml"
    row = "- {level: county, area: 某县, indicator: tap_water_share, year: 2017, value: %s}\n"
    path.write_text(row % "88%" + row % "0.88" + "- 1.5\n- {level: &x cuonty, on: 1e3}\n", "utf-8")
    found = read_observations(path)
    assert [one.row for one in found.good] == [1]
    assert [str(one).replace(str(path), "f") for one in found.rejected] == [
        'f:2: value: 0.88 is a bare number with a point; expected it in quotes: "0.88"',
        'f:3: 1.5 is a bare number with a point; expected it in quotes: "1.5"',
        "f:4: level: the anchor '&x' is not allowed; expected plain data, written out\n"
        'f:4: on: 1e3 is a bare number with a point; expected it in quotes: "1e3"',
    ]
    assert [one.data for one in found.rejected[1:]] == [{"row": "1.5"}, {"level": "cuonty", "on": "1e3"}]
    assert found.rejected[0].data["value"] == "0.88"


def test_rows_of_a_file_are_numbered_by_their_lines(tmp_path: Path) -> None:
    rows = tmp_path / "rows.yaml"
    rows.write_text("- level: cuonty\n  area: x\n\n- level: county\n  value: 0.88\n", "utf-8")
    assert [one.row for one in read_observations(rows).rejected] == [1, 4]
    first, second = (
        str(one).replace(str(rows), "f").splitlines() for one in read_observations(rows).rejected
    )
    assert first[0] == (
        "f:1: level: unknown level 'cuonty'; expected village, town, county, city, province, nation;"
        " did you mean 'county'?"
    )
    assert second == ['f:5: value: 0.88 is a bare number with a point; expected it in quotes: "0.88"']
    together = tmp_path / "rows.json"
    together.write_text('[{"level": "x"}, {"level": "y"}]', "utf-8")
    assert [one.row for one in read_observations(together).rejected] == [1, 2]


@pytest.mark.parametrize("text", ["- 1.5\n- [\n", "!t\n- a: 1\n", "a: 1.5\n"])
def test_a_file_without_rows_to_go_on_with_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "rows.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError):
        read_observations(path)


def test_something_else_is_refused() -> None:
    with pytest.raises(
        InputError, match="int holds no rows; expected a path, a list of mappings or a dataframe"
    ):
        read_observations(3)


def test_rows_that_are_none_are_rejected(tmp_path: Path) -> None:
    rows: list[Any] = [
        GOOD,
        "x",
        None,
        {**GOOD, "level": []},
        {**GOOD, "indicator": {}},
        {**GOOD, "year": "²015"},
    ]
    rows += [{**GOOD, "year": "0000"}, {**GOOD, "year": "", "on": ".."}, {**GOOD, "value": 10**5000}]
    found = read_observations(rows)
    assert (len(found.good), len(found.rejected)) == (1, len(rows) - 1)
    assert "str is no row" in str(found.rejected[0])
    path = tmp_path / "rows.yaml"
    path.write_text("- x\n", "utf-8")
    assert len(read_observations(path).rejected) == 1


@pytest.mark.parametrize(
    ("level", "code", "good"),
    [
        ("county", "440232", True), ("county", "440200", False), ("city", "440200", True), ("nation", "000000", True),
        ("city", "440000", False), ("province", "440000", True), ("province", "440232", False), ("town", "440232", False),
    ],
)  # fmt: skip
def test_a_level_fits_its_code(level: str, code: str, good: bool) -> None:
    (name, *_) = [spec for spec in indicators(level) if spec.unit is not None and str(spec.unit) == "%"] or [
        None
    ]
    row = {"level": level, "division": code, "indicator": name and name.name, "value": "80%", "year": "2020"}
    found = read_observations([row])
    text = "".join(str(one) for one in found.rejected)
    assert ("division" in text) is not good


def test_files_that_are_no_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    for text, message in [
        ("", "no header"),
        ("level,level\n", "column 'level' stands twice in the header"),
        (f"level,area\n{'x' * 200000},y\n", "field larger than"),
    ]:
        path.write_text(text, "utf-8")
        with pytest.raises(InputError, match=message):
            read_observations(path)
    for missing in (tmp_path, tmp_path / "none.csv", tmp_path / "none.yaml", "a\0.csv"):
        with pytest.raises(InputError):
            read_observations(missing)


def test_a_long_period_overlaps_with_all_inside_it() -> None:
    rows = [{**GOOD, "year": "", "on": on} for on in ("2020-01-01..2020-12-31", "2020-02-01", "2020-06-01")]
    assert [one.row for one in read_observations(rows).rejected] == [1, 2, 3]


@given(
    st.lists(
        st.fixed_dictionaries({key: st.sampled_from([value, "", "x"]) for key, value in GOOD.items()}),
        max_size=6,
    )
)
def test_no_row_is_lost(rows: list[dict[str, Any]]) -> None:
    found: Observations = read_observations(rows)
    numbers = sorted([one.row for one in found.good] + [one.row for one in found.rejected])
    assert numbers == list(range(1, len(rows) + 1))
