"""A register on engines that spread tables over machines: the same results, whoever works them out."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

import fupin_policy as fp
from fupin_policy.register.clusters import assess_dask, assess_ray
from fupin_policy.register.intake.entities import tables_of
from fupin_policy.testing.differential import full_layout
from fupin_policy.testing.invented import cases_of_register, invent

DAY = date(2021, 6, 1)

pytestmark = pytest.mark.filterwarnings(
    "ignore:PySpark does not yet:FutureWarning", "ignore::ResourceWarning"
)

CASES = pa.table(
    {
        "id": ["1", "2", "3", "4"],
        "type": ["dibao", "dib", "general", "general"],
        "wants_relocation": [False, False, True, False],
        "dwelling": [None, None, {"danger": "d", "work": "rebuild"}, None],
        "members": [
            [{"id": "a", "stage": "university", "full_time": True}],
            None,
            None,
            [{"id": "d", "stage": "not_enrolled"}],
        ],
    }
)


def test_results_of_whole_cases_in_their_order(qinghe: fp.Policy) -> None:
    found = qinghe.worker(
        on=DAY, measures=["student-grant", "rebuild-grant", "relocation-grant"], engine="numpy"
    )(CASES)
    assert found.column("id").to_pylist() == ["1", "2", "3", "4"]
    assert found.column("student-grant").to_pylist() == ["holds", None, None, "fails"]
    assert found.column("student-grant.low").to_pylist() == [400000, None, None, 0]
    first, second, third, fourth = found.column("set_aside").to_pylist()
    assert (first, fourth) == (None, None)
    assert (
        second
        == "unknown code 'dib'; expected one of general, dibao, wubao, not_on_roll; did you mean 'dibao'?"
    )
    assert third.endswith("exclude each other and both hold")


def test_a_worker_can_be_sent(qinghe: fp.Policy) -> None:
    worker = qinghe.worker(
        on=DAY, measures=["student-grant"], terms={"state_aid": "750元/人/年"}, engine="numpy"
    )
    sent = pickle.loads(pickle.dumps(worker))
    assert sent(CASES).equals(worker(CASES))
    assert sent == pickle.loads(pickle.dumps(worker))
    assert worker.schema(CASES.schema) == worker(CASES).schema


def test_columns_that_state_no_fact_are_refused_before_anything_runs(qinghe: fp.Policy) -> None:
    with pytest.raises(fp.InputError, match=r"did you mean 'type'\?"):
        qinghe.worker(on=DAY).schema(pa.schema([("id", pa.string()), ("typ", pa.string())]))


@pytest.mark.parametrize(
    "bills",
    [
        None,
        [],
        [{"kind": "inpatient", "in_scope": "100.05元"}],
        [{"kind": "inpatient", "in_scope": "<100元"}],
    ],
)
def test_columns_of_results_do_not_depend_on_what_a_batch_tells(qinghe: fp.Policy, bills: Any) -> None:
    bill = pa.struct([("kind", pa.string()), ("in_scope", pa.string())])
    person = pa.struct([("id", pa.string()), ("bills", pa.list_(bill))])
    schema = pa.schema([("id", pa.string()), ("type", pa.string()), ("members", pa.list_(person))])
    row = {"id": "1", "type": "dibao", "members": [{"id": "a", "bills": bills}]}
    cases = pa.Table.from_pylist([row], schema=schema)
    worker = qinghe.worker(on=DAY, measures=["inpatient"], engine="numpy")
    found = worker(cases)
    assert found.schema == worker.schema(schema)
    assert "inpatient.high_open" in found.column_names
    said = qinghe.assess_register(cases, on=DAY, measures=["inpatient"], engine="numpy").table
    for name in ("inpatient", "inpatient.low", "inpatient.high"):
        assert found.column(name).to_pylist() == said.column(name).to_pylist()


def test_rows_that_are_numbered_already(qinghe: fp.Policy) -> None:
    worker = qinghe.worker(on=DAY, measures=["student-grant"], engine="numpy")
    numbered = CASES.append_column("__row__", pa.array([5, 6, 7, 9]))
    assert worker(numbered).equals(worker(CASES))


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "100")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture(scope="module")
def invented(qinghe: fp.Policy) -> pa.Table:
    """A thousand cases with members, loans and bills in columns of lists."""
    layout = full_layout(qinghe, "household")
    cases = cases_of_register(invent(qinghe, layout, 1000, DAY, seed=11))
    table = tables_of(cases, "household", nested=True)["household"]
    return table.add_column(0, "id", pa.array([f"{number:04}" for number in range(len(cases))]))


def as_bytes(table: pa.Table, schema: pa.Schema) -> bytes:
    """Everything in a table, its rows by id and its columns as a schema has them."""
    plain = pa.schema([pa.field(one.name, one.type) for one in schema])
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, plain) as writer:
        writer.write_table(table.sort_by("id").select(schema.names).cast(plain).combine_chunks())
    return bytes(sink.getvalue())


def test_spark_says_the_same_byte_for_byte(spark: Any, qinghe: fp.Policy, invented: pa.Table) -> None:
    choices = {"on": DAY, "missing": True}
    there = qinghe.assess_spark(spark.createDataFrame(invented).repartition(3), **choices).toArrow()
    here = qinghe.worker(**choices)(invented)
    assert as_bytes(there, here.schema) == as_bytes(here, here.schema)
    assert set(here.column("student-grant").to_pylist()) > {"holds", "fails", "undetermined"}


def test_spark_joins_members_to_their_households(spark: Any, qinghe: fp.Policy) -> None:
    homes = spark.createDataFrame(
        [("1", "dibao"), ("2", "general"), ("3", "dibao")], "id string, type string"
    )
    rows = [("1", "a", "university", True), ("1", "b", "primary", None), ("2", "c", "primary", None)]
    persons = spark.createDataFrame(rows, "household_id string, id string, stage string, full_time boolean")
    found = qinghe.assess_spark(homes, {"members": persons}, on=DAY, measures=["student-grant"]).toArrow()
    said = {row["id"]: (row["student-grant"], row["student-grant.low"]) for row in found.to_pylist()}
    assert said == {"1": ("holds", 500000), "2": ("holds", 100000), "3": ("undetermined", 0)}


def test_dask_says_the_same(qinghe: fp.Policy, invented: pa.Table) -> None:
    pd = pytest.importorskip("pandas", reason="pandas is not installed")
    dask = pytest.importorskip("dask.dataframe", reason="dask is not installed")
    worker = qinghe.worker(on=DAY, engine="numpy")
    frame = dask.from_pandas(invented.to_pandas(types_mapper=pd.ArrowDtype), npartitions=3)
    found = pa.Table.from_pandas(assess_dask(worker, frame).compute(), preserve_index=False)
    here = worker(invented)
    assert as_bytes(found, here.schema) == as_bytes(here, here.schema)


def test_ray_says_the_same(qinghe: fp.Policy, invented: pa.Table) -> None:
    ray = pytest.importorskip("ray", reason="ray is not installed")
    worker = qinghe.worker(on=DAY, engine="numpy")
    found = assess_ray(worker, ray.data.from_arrow(invented).repartition(3)).to_arrow_refs()
    here = worker(invented)
    assert as_bytes(pa.concat_tables(ray.get(found)), here.schema) == as_bytes(here, here.schema)
