"""Duties against events, and the calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fupin_policy.library import Policy
from fupin_policy.monitor import DutyReport, calendar, duties, read_events, to_ics
from fupin_policy.problems import InputError


def of(
    qinghe: Policy, measure: str, days: list[str], on: date, since: date = date(2021, 1, 1)
) -> list[DutyReport]:
    events = read_events([{"measure": measure, "on": day} for day in days], qinghe)
    assert not events.rejected
    return [one for one in duties(qinghe, events, on, since=since) if one.measure == measure]


def shown(reports: list[DutyReport]) -> list[tuple[str, str]]:
    return [(str(one.period), one.state.value) for one in reports]


def test_quarters_are_due_by_their_end(qinghe: Policy) -> None:
    reports = of(qinghe, "quarterly-meeting", ["2021-03-31", "2021-07-01"], date(2021, 9, 30))
    assert shown(reports) == [
        ("2021-01-01..2021-03-31", "done"),
        ("2021-04-01..2021-06-30", "overdue"),
        ("2021-07-01..2021-09-30", "done"),
    ]


def test_a_second_event_makes_up_for_the_period_before(qinghe: Policy) -> None:
    reports = of(qinghe, "quarterly-meeting", ["2021-02-01", "2021-07-01", "2021-07-02"], date(2021, 8, 1))
    assert [state for _, state in shown(reports)] == ["done", "late", "done"]
    assert reports[1].done_on == date(2021, 7, 2)


def test_a_duty_with_a_day_is_due_on_it(qinghe: Policy) -> None:
    (before,) = of(qinghe, "yearly-report", [], date(2021, 11, 30))
    assert (str(before.period), before.state.value) == ("2020-12-01..2021-11-30", "pending")
    first, second = of(qinghe, "yearly-report", ["2021-11-30"], date(2021, 12, 1))
    assert (first.state.value, second.state.value) == ("done", "pending")
    first, _ = of(qinghe, "yearly-report", [], date(2021, 12, 1))
    assert first.state.value == "overdue"


def test_a_duty_without_any_day_is_done_or_undetermined(qinghe: Policy) -> None:
    undated = next(m.id for m in qinghe.find(kind="duty") if m.recurrence is None and m.due is None)
    assert [one.state.value for one in of(qinghe, undated, [], date(2021, 1, 1))] == ["undetermined"]
    assert [one.state.value for one in of(qinghe, undated, ["2021-01-01"], date(2021, 1, 1))] == ["done"]


def test_what_is_done_later_does_not_count_yet(qinghe: Policy) -> None:
    assert of(qinghe, "quarterly-meeting", ["2021-03-31"], date(2021, 3, 30))[0].state.value == "pending"


def test_bad_events_are_kept_apart(qinghe: Policy) -> None:
    rows = [
        {"measure": "quarterly-meetin", "on": "2021-03-01"},
        {"measure": "quarterly-meeting", "on": "1 March"},
        {"measure": "quarterly-meeting", "on": "2021-03-01", "who": "x"},
        {"措施": "quarterly-meeting", "日期": "2021-03-02"},
        {"措施": "quarterly-meeting", "日期": "2021-03-02"},
    ]
    events = read_events(rows, qinghe)
    assert [one.row for one in events.good] == [4]
    texts = [str(one) for one in events.rejected]
    assert (
        texts[0] == "line 1: measure: unknown measure 'quarterly-meetin'; did you mean 'quarterly-meeting'?"
    )
    assert "'1 March' is no day" in texts[1]
    assert "unknown column 'who'" in texts[2]
    assert "'quarterly-meeting' on 2021-03-02 stands in row 4 already" in texts[3]
    with pytest.raises(InputError) as caught:
        qinghe.duties(rows, on=date(2021, 4, 1))
    assert len(caught.value.problems) == len(texts)


def test_calendar_lists_deadlines_and_rhythms_in_order(qinghe: Policy) -> None:
    entries = qinghe.calendar(date(2021, 1, 1), date(2021, 12, 31))
    assert [one.due for one in entries] == sorted(one.due for one in entries)
    meetings = [str(one.due) for one in entries if one.measure == "quarterly-meeting"]
    assert meetings == ["2021-03-31", "2021-06-30", "2021-09-30", "2021-12-31"]
    assert [str(one.due) for one in entries if one.measure == "yearly-report"] == ["2021-11-30"]
    assert [str(one.due) for one in entries if one.measure == "giving-day"] == ["2021-06-18"]


def test_the_bounds_of_the_calendar_are_included(qinghe: Policy) -> None:
    day = date(2021, 6, 18)
    assert "giving-day" in [one.measure for one in qinghe.calendar(day, day)]
    assert "giving-day" not in [one.measure for one in qinghe.calendar(date(2021, 6, 19), date(2021, 6, 30))]
    with pytest.raises(InputError, match="the period ends"):
        calendar(qinghe, date(2021, 2, 1), date(2021, 1, 1))


def test_a_deadline_follows_its_reading(qinghe: Policy) -> None:
    def due(**readings: str) -> list[Any]:
        found = calendar(qinghe, date(2020, 1, 1), date(2022, 1, 1), readings=readings)
        return [one.due for one in found if one.measure == "homes-done"]

    assert due() == [date(2020, 12, 31)]
    assert due(before_2021="end_2021") == [date(2021, 12, 31)]


def test_the_calendar_file_is_read_by_other_programs(qinghe: Policy, tmp_path: Path) -> None:
    from icalendar import Calendar

    entries = qinghe.calendar(date(2021, 1, 1), date(2021, 12, 31))
    data = to_ics(entries, title="清河")
    assert data == to_ics(entries, title="清河")
    events = [part for part in Calendar.from_ical(data).walk() if part.name == "VEVENT"]
    assert len(events) == len(entries)
    assert len({str(event["uid"]) for event in events}) == len(entries)
    assert {event.decoded("dtstart") for event in events} == {entry.due for entry in entries}
