"""Dates, rhythms and goals that hang on a reading: how they are written, and what is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import fupin_policy as fp

REPORT = 'recurrence: "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30"'
GROWTH = "target: {indicator: county.medical_cost_growth, goal: range, scope: yearly}"
HOMES = "deadline:\n      before_2021: {end_2020: before, end_2021: within}"


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(root / "tests" / "fictional" / "qinghe-2020", tmp_path / "qinghe-2020"))


def with_text(folder: Path, old: str, new: str) -> fp.Policy:
    part = folder / "measures.yaml"
    text = part.read_text("utf-8")
    assert text.count(old) == 1
    part.write_text(text.replace(old, new), "utf-8")
    return fp.load_policy(folder)


def refused(folder: Path, old: str, new: str) -> list[str]:
    with pytest.raises(fp.InputError) as error:
        with_text(folder, old, new)
    return [line.split(": ", 1)[1] for line in str(error.value).splitlines()]


def test_a_rhythm_by_reading(folder: Path) -> None:
    rules = "{end_2020: FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30, end_2021: none}"
    report = with_text(folder, REPORT, f"recurrence: {{before_2021: {rules}}}")["yearly-report"]
    assert report.recurrence == "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30"
    assert report.recurrences == (report.recurrence,)
    assert report.recurrence_under({"before_2021": "end_2020"}) == report.recurrence
    assert report.recurrence_under({"before_2021": "end_2021"}) is None
    assert report.recurrence_under({}) == report.recurrence


def test_no_date_may_be_the_default(folder: Path) -> None:
    homes = with_text(folder, HOMES, "deadline: {before_2021: {end_2020: none, end_2021: within}}")[
        "homes-done"
    ]
    assert homes.due is None and homes.deadlines == ("within",)
    assert str(homes.due_under({"before_2021": "end_2021"})) == "<=2021-12-31"


def test_a_target_by_reading(folder: Path) -> None:
    growth = "{indicator: county.medical_cost_growth, goal: range, scope: %s}"
    both = f"{{end_2020: {growth % 'yearly'}, end_2021: {growth % 'average'}}}"
    measure = with_text(folder, GROWTH, f"target: {{before_2021: {both}}}")["medical-costs"]
    assert measure.rule is not None and str(measure.rule.when) == (
        "county.medical_cost_growth in figure.range if reading.before_2021 == end_2020"
        " else county.medical_cost_growth in figure.range"
    )
    target = measure.target_under({"before_2021": "end_2021"})
    assert target is not None and target.scope.value == "average"
    assert measure.target == measure.target_under({}) == measure.targets[0] != target


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            GROWTH,
            f"when: county.inspections == 1\n    {GROWTH}",
            ["三(一): medical-costs.when: a rule beside a goal; expected none: it follows from the goal"],
        ),
        (
            GROWTH,
            "target: {before_2021: {end_2020: {indicator: county.inspections}}}",
            ["三(一): medical-costs.target.before_2021: 'end_2021' is missing"],
        ),
        (
            GROWTH,
            "target: {indicator: county.medical_cost_growth, goal: range, falling: 1, reached_on: on}",
            [
                "三(一): medical-costs.target.falling: 1 is neither true nor false",
                "三(一): medical-costs.target.reached_on: 'on' is no fact;"
                " expected a fact such as county.tap_water_reached_on",
            ],
        ),
        (
            GROWTH,
            "target: {indicator: village.road_surface_width, goal: range, falling: true}",
            [
                "三(一): medical-costs.target.falling: 'falling' without a tolerance;"
                " expected the bound at the goal itself",
                "三(一): medical-costs.target.indicator: 'village.road_surface_width' is no fact of a county;"
                " expected an indicator of the entity the rule is about",
            ],
        ),
        (
            REPORT,
            "recurrence: {before_2021: {end_2020: FREQ=ALWAYS, end_2012: none}}",
            [
                "三(二): yearly-report.recurrence.before_2021.end_2020: 'FREQ=ALWAYS' is no recurrence rule;"
                " expected such as FREQ=MONTHLY;INTERVAL=3",
                "三(二): yearly-report.recurrence.before_2021.end_2012: unknown key 'end_2012';"
                " did you mean 'end_2021'?",
            ],
        ),
        (
            REPORT,
            "recurrence: {befor_2021: {end_2020: none, end_2021: none}}",
            [
                "三(二): yearly-report.recurrence: unknown reading 'befor_2021'; did you mean 'before_2021'?",
            ],
        ),
        (
            HOMES,
            "deadline: {}",
            [
                "二/3: homes-done.deadline: 'deadline' hangs on 0 readings; expected one reading with its options"
            ],
        ),
        (
            HOMES,
            "deadline: {before_2021: {end_2020: befor, end_2021: none}, after_2022: {ends: before, continues: none}}",
            [
                "二/3: homes-done.deadline: 'deadline' hangs on 2 readings; expected one reading with its options",
                "二/3: homes-done.deadline.before_2021.end_2020: unknown figure 'befor'; expected before, within;"
                " did you mean 'before'?",
            ],
        ),
    ],
)
def test_refused(folder: Path, old: str, new: str, told: list[str]) -> None:
    assert refused(folder, old, new) == told
