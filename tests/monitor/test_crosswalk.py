"""Documents laid side by side, and the lists of the agencies."""

from __future__ import annotations

import pytest

from fupin_policy.library import Policy
from fupin_policy.monitor import agencies, compare_policies, tasks_of
from fupin_policy.problems import UnknownNameError


def test_every_measure_of_both_stands_in_one_row(qinghe: Policy) -> None:
    rows = compare_policies(qinghe, qinghe)
    ids = sorted(measure.id for measure in qinghe)
    assert sorted(measure.id for row in rows for measure in row.left) == ids
    assert sorted(measure.id for row in rows for measure in row.right) == ids


def test_the_same_indicator_meets_in_one_row(qinghe: Policy) -> None:
    row = next(row for row in compare_policies(qinghe, qinghe) if row.subject == "tap_water_share")
    assert [one.id for one in row.left] == [one.id for one in row.right] == ["tap-water"]


def test_an_agency_has_all_it_must_do(qinghe: Policy) -> None:
    tasks = tasks_of([qinghe], "县扶贫办")
    assert "quarterly-meeting" in [task.measure.id for task in tasks]
    for task in tasks:
        assert "poverty_office" in (task.measure.subject, *task.measure.agencies)


def test_who_leads(qinghe: Policy) -> None:
    bridges = {
        task.agency.zh: task.part
        for tasks in agencies([qinghe]).values()
        for task in tasks
        if task.measure.id == "bridges"
    }
    assert bridges == {"县政府": "lead", "省": "lead"}
    task = next(task for task in tasks_of([qinghe], "县政府") if task.measure.id == "bridges")
    assert task.parts == ("lead", "subject")


def test_an_agency_is_found_in_either_language(qinghe: Policy) -> None:
    found = tasks_of([qinghe], "County poverty office")
    assert found == tasks_of([qinghe], "县扶贫办")
    assert {task.agency.zh for task in found} == {"县扶贫办"}


def test_an_agency_nobody_knows(qinghe: Policy) -> None:
    with pytest.raises(UnknownNameError, match="unknown agency '县扶贫局'; did you mean '县扶贫办'"):
        tasks_of([qinghe], "县扶贫局")
