"""The provisions as records: one a measure, the same in JSON and CSV, harmless to a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from attrs import evolve

from fupin_policy import Policy
from fupin_policy.policy import Figure, Label, Role, replace_measure
from fupin_policy.policy.section import figure_value
from fupin_policy.verify import FIELDS, provisions, to_csv, to_json
from fupin_policy.verify.export import FIGURE_FIELDS, figures, figures_to_csv, figures_to_json


@pytest.fixture(scope="module")
def records(qinghe: Policy) -> dict[str, dict[str, Any]]:
    return {record["provision"]: record for record in provisions(qinghe)}


def test_one_record_a_measure_in_order(qinghe: Policy, records: dict[str, dict[str, Any]]) -> None:
    assert list(records) == [measure.id for measure in qinghe]
    assert all(tuple(record) == FIELDS for record in records.values())


def test_a_record(records: dict[str, dict[str, Any]]) -> None:
    assert records["credit-interest"] == {
        "policy": "qinghe-2020",
        "locator": "二/4",
        "provision": "credit-interest",
        "kind": "relief",
        "subject": "县财政",
        "modality": "must",
        "deadline": None,
        "agencies": ["市财政", "县财政", "帮扶基金"],
        "figures": [
            {"as_written": "承担40%", "value": "40", "unit": "%", "bound": "exactly", "role": "share"}
        ],
    }
    assert records["all-exit"]["deadline"] == "2022-12-31"


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("5000元/人/年", "5000", "元/人/年", "exactly"),
        ("0.2万元/户", "2000", "元/户", "exactly"),
        (">=70%", "70", "%", "at_least"),
        ("<4000元", "4000", "元", "less_than"),
        ("~3000元/户/年", "3000", "元/户/年", "about"),
        ("3%..6.5%", "3..6.5", "%", "between"),
        ("1:4", "4", "", "exactly"),
        ("3:1", "1/3", "", "exactly"),
        ("?元", "0..", "元", "unknown"),
        ("<=2018-12-31", "2018-12-31", "", "by"),
        (">=2018-12-31", "2018-12-31", "", "from"),
        ("2018-12-31", "2018-12-31", "", "on"),
        ("2016-01-01..2018-12-31", "2016-01-01..2018-12-31", "", "between"),
    ],
)
def test_values_are_printed_in_their_own_unit(
    qinghe: Policy, text: str, value: str, unit: str, bound: str
) -> None:
    figure = Figure("x", "…", figure_value(text), Role.AMOUNT)
    book = replace_measure(qinghe, evolve(qinghe["plan"], figures={"x": figure}))
    (record,) = provisions(book)[0]["figures"]
    assert record == {"as_written": "…", "value": value, "unit": unit, "bound": bound, "role": "amount"}


def test_a_deadline_that_is_a_span_is_printed_as_one(qinghe: Policy) -> None:
    book = replace_measure(qinghe, evolve(qinghe["plan"], deadline="period"))
    assert provisions(book)[0]["deadline"] == "2020-01-01..2022-12-31"


def test_json_and_csv_say_the_same(qinghe: Policy) -> None:
    assert json.loads(to_json(qinghe)) == provisions(qinghe)
    rows = list(csv.DictReader(io.StringIO(to_csv(qinghe))))
    again = [
        row
        | {
            "deadline": row["deadline"] or None,
            "agencies": row["agencies"].split(";") if row["agencies"] else [],
            "figures": json.loads(row["figures"]),
        }
        for row in rows
    ]
    assert again == provisions(qinghe)


@pytest.mark.parametrize(
    ("name", "cell"),
    [("=1+1", "'=1+1"), ("@sum", "'@sum"), ("-x", "'-x"), ("-5", "-5"), ("+86", "+86"), ("县", "县")],
)
def test_csv_is_harmless_to_a_spreadsheet(qinghe: Policy, name: str, cell: str) -> None:
    actors = {**qinghe.actors, "county_government": Label(name, "x")}
    rows = list(csv.DictReader(io.StringIO(to_csv(evolve(qinghe, actors=actors)))))
    assert rows[0]["subject"] == cell


def test_one_record_a_figure_in_order(qinghe: Policy, records: dict[str, dict[str, Any]]) -> None:
    found = figures(qinghe)
    assert all(tuple(one) == FIGURE_FIELDS for one in found)
    assert [(one["provision"], one["name"]) for one in found] == [
        (measure.id, name) for measure in qinghe for name in measure.figures
    ]
    inside = [
        {"policy": record["policy"], "locator": record["locator"], "provision": record["provision"], **figure}
        for record in records.values()
        for figure in record["figures"]
    ]
    assert [{key: value for key, value in one.items() if key != "name"} for one in found] == inside


def test_figures_in_json_and_csv_say_the_same(qinghe: Policy) -> None:
    assert json.loads(figures_to_json(qinghe)) == figures(qinghe)
    assert list(csv.DictReader(io.StringIO(figures_to_csv(qinghe)))) == figures(qinghe)


def test_figures_are_harmless_to_a_spreadsheet(qinghe: Policy) -> None:
    figure = Figure("x", "=1+1", figure_value("1"), Role.AMOUNT)
    book = replace_measure(qinghe, evolve(qinghe["plan"], figures={"x": figure}))
    assert figures_to_csv(book).splitlines()[1] == "qinghe-2020,前言,plan,x,'=1+1,1,,exactly,amount"
