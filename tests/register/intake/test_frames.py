"""Tables of every library in, results back as what the caller works with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from fupin_policy.problems import InputError

pa = pytest.importorskip("pyarrow", reason="registers need the extra 'register'")
nw = pytest.importorskip("narwhals", reason="registers need the extra 'register'")

from fupin_policy.register.intake.frames import from_arrow, to_arrow  # noqa: E402  # needs the extra
from fupin_policy.register.intake.ingest import ingest  # noqa: E402
from fupin_policy.register.tables import unpack  # noqa: E402

ON = date(2018, 1, 1)
ROWS: dict[str, list[Any]] = {
    "id": ["1", "2", "3"],
    "type": ["dibao", None, "wubao"],
    "roll_income": [Decimal("3200.50"), Decimal("-1.00"), None],
    "exited_on": [None, date(2017, 5, 1), date(2016, 1, 31)],
    "wants_industry": [True, None, False],
    "skills": [2, None, 0],
}


def test_every_library_hands_over_the_same_households(library: str) -> None:
    found = ingest({"household": to_arrow(frame_of(library))}, on=ON)
    assert found.rejected.to_pylist() == []
    table = found.register.tables["household"]
    assert found.register.rows == 3
    assert table.columns["household.roll_income"].values[:2].tolist() == [320050, -100]
    assert table.columns["household.type"].values[[0, 2]].tolist() == [1, 2]
    assert table.columns["household.skills"].values[[0, 2]].tolist() == [2, 0]
    assert unpack(table.columns["household.wants_industry"].valid, 3).tolist() == [True, False, True]
    assert table.columns["household.exited_on"].values[1:].tolist() == [17287, 16831]


def frame_of(library: str) -> Any:
    match library:
        case "pyarrow":
            return pa.table(ROWS)
        case "batch":
            return pa.record_batch(ROWS)
        case "polars" | "polars-categorical":
            polars = pytest.importorskip("polars", reason="Polars is not installed")
            frame = polars.DataFrame(ROWS)
            if library == "polars":
                return frame
            return frame.with_columns(polars.col("type").cast(polars.Categorical))
        case "pandas" | "pandas-arrow":
            pandas = pytest.importorskip("pandas", reason="pandas is not installed")
            if library == "pandas-arrow":
                return pa.table(ROWS).to_pandas(types_mapper=pandas.ArrowDtype)
            frame = pandas.DataFrame(
                {**ROWS, "skills": pandas.array(ROWS["skills"], "Int64")}, index=[7, 8, 9]
            )
            return frame.astype({"type": "category"})
        case "duckdb":
            duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
            given = pa.table(ROWS)  # found by its name
            assert len(given) == 3
            return duckdb.sql("select * from given")
        case "narwhals":
            return nw.from_native(pa.table(ROWS))
    raise AssertionError(library)


@pytest.fixture(
    params=[
        *("pyarrow", "batch", "polars", "polars-categorical"),
        *("pandas", "pandas-arrow", "duckdb", "narwhals"),
    ]
)
def library(request: pytest.FixtureRequest) -> str:
    return str(request.param)


RESULT: dict[str, list[Any]] = {"id": ["1", "2"], "grant.low": [500_000, None], "holds": [True, None]}


def test_results_come_back_as_what_was_handed_over(library: str) -> None:
    found = from_arrow(pa.table(RESULT), frame_of(library))
    if library.startswith("polars"):
        assert type(found).__module__.startswith("polars")
        assert found.to_dict(as_series=False) == RESULT
    elif library.startswith("pandas"):
        assert found.dtypes.astype(str).to_dict()["grant.low"] == "Int64"
        assert found["grant.low"].to_list()[0] == 500_000
        assert found.isna().sum().to_dict() == {"id": 0, "grant.low": 1, "holds": 1}
    elif library == "duckdb":
        assert type(found).__name__ == "DuckDBPyRelation"
        assert found.columns == list(RESULT)
        assert found.fetchall() == list(zip(*RESULT.values(), strict=True))
    elif library == "narwhals":
        assert isinstance(found, nw.DataFrame)
        assert found.to_native().to_pydict() == RESULT
    else:
        assert isinstance(found, pa.Table)
        assert found.to_pydict() == RESULT


def test_a_table_of_arrow_is_not_copied() -> None:
    table = pa.table(ROWS)
    assert to_arrow(table) is table


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (3, "households: int is no table; expected a data frame or an Arrow table"),
        ({"id": ["1"]}, "households: dict is no table; expected a data frame or an Arrow table"),
    ],
)
def test_what_is_no_table_is_refused(table: object, message: str) -> None:
    with pytest.raises(InputError) as caught:
        to_arrow(table, "households")
    assert str(caught.value) == message


def test_a_lazy_frame_is_to_be_collected() -> None:
    polars = pytest.importorskip("polars", reason="Polars is not installed")
    with pytest.raises(InputError, match=r"LazyFrame is no table; .*: collect\(\) it first"):
        to_arrow(polars.LazyFrame(ROWS))


def test_mixed_columns_of_pandas_are_refused() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    with pytest.raises(InputError) as caught:
        to_arrow(pandas.DataFrame({"skills": [1, "two"]}), "households")
    message = str(caught.value)
    assert message.startswith("households: not a table that Arrow can hold (") and "skills" in message
    assert message.endswith("expected one type in a column")


def test_numbers_that_pandas_made_floats_are_refused() -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    with pytest.raises(InputError) as caught:
        ingest({"household": to_arrow(pandas.DataFrame({"skills": [1, None]}))}, on=ON)
    assert str(caught.value) == (
        "households.skills: floats (double) are never exact;"
        " expected whole numbers (whole numbers that pandas made floats: .astype('Int64');"
        " in Polars: .cast(pl.Int64))"
    )
