"""Duties against events, and the calendar."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

import fupin_policy as fp
from fupin_policy.library import Policy
from fupin_policy.monitor import DutiesReport, DutyReport, calendar, duties, read_events, to_ics
from fupin_policy.monitor.calendar import occurrences
from fupin_policy.policy import ByReading, replace_measure
from fupin_policy.problems import InputError
from fupin_policy.rules import parse


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
    report = qinghe.duties(rows, on=date(2021, 4, 1))
    assert isinstance(report, DutiesReport)
    assert report.rejected == events.rejected and len(report) == len(list(report))
    assert {one.state.value for one in report.having("done")} == {"done"}
    assert report.of("quarterly-meeting")[-1].measure == "quarterly-meeting"


def test_an_event_for_what_is_no_duty_or_no_row_is_rejected(qinghe: Policy) -> None:
    events = read_events(
        [{"measure": "tap-water", "on": "2021-03-01"}, "x", {"measure": [], "on": 3}], qinghe
    )
    assert not events.good
    texts = [str(one) for one in events.rejected]
    assert "'tap-water' is no duty" in texts[0] and "str is no row" in texts[1]


def test_an_event_belongs_to_the_nearest_due_day(qinghe: Policy) -> None:
    late, open_ = of(qinghe, "yearly-report", ["2020-12-05"], date(2021, 6, 1), since=date(2020, 6, 1))
    assert (late.state.value, late.done_on, open_.state.value) == ("late", date(2020, 12, 5), "pending")
    # It counts for the missed day before the first one reported as well.
    (running,) = of(qinghe, "yearly-report", ["2020-12-05"], date(2021, 6, 1), since=date(2020, 12, 1))
    assert running.state.value == "pending"


def test_nothing_outside_the_period_of_the_document(qinghe: Policy) -> None:
    entries = qinghe.calendar(date(2010, 1, 1), date(2040, 1, 1))
    assert entries and all(qinghe.is_in_force(one.due) for one in entries)
    periods = [one.period for one in qinghe.duties(on=date(2040, 1, 1), since=date(2010, 1, 1)) if one.period]
    assert all(one.end is None or qinghe.is_in_force(one.end) for one in periods)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;INTERVAL=3",
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=12;BYMONTHDAY=31",
        "FREQ=MONTHLY;INTERVAL=5",
        "FREQ=WEEKLY;INTERVAL=3",
        "FREQ=DAILY;INTERVAL=50",
    ],
)
def test_the_rhythm_does_not_hang_on_the_day_asked_from(qinghe: Policy, rule: str) -> None:
    whole = evolve(qinghe, in_force=parse("on <= on"))
    measure = evolve(qinghe["quarterly-meeting"], recurrence=rule, deadline=None)
    end = date(2025, 1, 1)
    every = list(occurrences(whole, measure, date(2010, 1, 1), end, {}))
    for year in (2011, 2013, 2018, 2020, 2021):
        start = date(year, 5, 6)
        found = list(occurrences(whole, measure, start, end, {}))
        assert found == [one for one in every if one.end and one.end >= start]


def test_days_are_plain_and_the_last_year_is_no_trap(qinghe: Policy) -> None:
    with pytest.raises(InputError, match=r"on: .* is no plain day"):
        qinghe.duties(on=datetime(2021, 1, 1))
    with pytest.raises(InputError, match=r"start: .* is no plain day"):
        qinghe.calendar("2021-01-01", date(2021, 1, 1))  # type: ignore[arg-type]  # no day: that is tested
    qinghe.duties(on=date.max)
    qinghe.calendar(date(9998, 1, 1), date.max)
    whole = evolve(qinghe, in_force=parse("on <= on"))
    entries = whole.calendar(date(9999, 1, 1), date.max)
    assert "quarterly-meeting" in [one.measure for one in entries]
    to_ics(entries)
    whole.calendar(date.min, date(2, 1, 1))


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
    assert all(str(event["uid"]).startswith("qinghe-2020-") for event in events)
    assert {event.decoded("dtstart") for event in events} == {entry.due for entry in entries}


TWO_WAYS = ByReading(
    "before_2021",
    {"end_2020": "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30", "end_2021": "FREQ=MONTHLY;INTERVAL=6"},
)
NEVER = ByReading("before_2021", {"end_2020": "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30", "end_2021": None})


def test_a_rhythm_follows_its_reading(qinghe: Policy) -> None:
    measure = evolve(qinghe["yearly-report"], recurrence=TWO_WAYS.options["end_2020"], recurrence_by=TWO_WAYS)
    book = replace_measure(qinghe, measure)

    def due(**readings: str) -> list[str]:
        found = book.calendar(date(2021, 1, 1), date(2021, 12, 31), readings=readings)
        assert all(one.recurs for one in found if one.measure == "yearly-report")
        return [str(one.due) for one in found if one.measure == "yearly-report"]

    assert due() == due(before_2021="end_2020") == ["2021-11-30"]
    assert due(before_2021="end_2021") == ["2021-06-30", "2021-12-31"]

    def states(**readings: str) -> list[tuple[str, str]]:
        report = book.duties(
            [{"measure": "yearly-report", "on": "2021-06-30"}],
            on=date(2021, 12, 1),
            since=date(2021, 1, 1),
            readings=readings,
        )
        return shown(list(report.of("yearly-report")))

    # By days, an event belongs to the nearest of them.
    assert states() == [("2020-12-01..2021-11-30", "done"), ("2021-12-01..2022-11-30", "pending")]
    assert states(before_2021="end_2021") == [
        ("2021-01-01..2021-06-30", "done"),
        ("2021-07-01..2021-12-31", "pending"),
    ]


def test_under_an_option_there_may_be_no_rhythm_at_all(qinghe: Policy) -> None:
    measure = evolve(qinghe["yearly-report"], recurrence=NEVER.options["end_2020"], recurrence_by=NEVER)
    book = replace_measure(qinghe, measure)
    entries = book.calendar(date(2021, 1, 1), date(2022, 12, 31), readings={"before_2021": "end_2021"})
    assert "yearly-report" not in [one.measure for one in entries]
    on, readings = date(2021, 12, 1), {"before_2021": "end_2021"}
    assert [one.state.value for one in book.duties(on=on, readings=readings).of("yearly-report")] == [
        "undetermined"
    ]
    assert [one.state.value for one in book.duties(on=on, since=on).of("yearly-report")] == ["pending"]


def test_under_an_option_there_may_be_no_date_at_all(qinghe: Policy) -> None:
    by = ByReading("before_2021", {"end_2020": "before", "end_2021": None})
    book = replace_measure(qinghe, evolve(qinghe["homes-done"], deadline_by=by))
    assert str(book["homes-done"].due) == "<=2020-12-31"
    assert book["homes-done"].due_under({"before_2021": "end_2021"}) is None
    entries = book.calendar(date(2020, 1, 1), date(2022, 12, 31), readings={"before_2021": "end_2021"})
    assert "homes-done" not in [one.measure for one in entries]


def test_the_autumn_reports_of_jiangxi_follow_their_reading() -> None:
    jiangxi = fp.load_policy("jiangxi-2014")
    reports = ["yearly-report-lead-agencies", "yearly-report-cities", "yearly-report-key-counties"]

    def due(**readings: str) -> list[tuple[str, str]]:
        found = jiangxi.calendar(date(2015, 9, 1), date(2015, 10, 31), readings=readings)
        return [(str(one.due), one.measure) for one in found]

    group = ("2015-10-31", "group-report")
    assert due() == [*(("2015-10-10", name) for name in reports), group]
    assert due(early_october="before_the_first") == [*(("2015-09-30", name) for name in reports), group]
    assert not [one.id for one in jiangxi if "september" in one.id]
    assert [one.id for one in jiangxi.find(clause="附则")][-1] == "group-report"


def test_the_days_of_a_target_are_in_the_calendar_with_their_strength(qinghe: Policy) -> None:
    def of_measure(measure: str) -> list[tuple[str, str, bool]]:
        entries = qinghe.calendar(date(2020, 1, 1), date(2022, 12, 31))
        return [(str(one.due), one.modality.value, one.recurs) for one in entries if one.measure == measure]

    assert of_measure("buses") == [("2021-12-31", "aim", False), ("2022-12-31", "must", False)]
    assert of_measure("tap-water") == [("2020-12-31", "aim", False), ("2021-12-31", "aim", False)]
    assert of_measure("giving-day")[0] == ("2020-06-18", "encourage", True)


def test_the_steps_of_a_series_are_in_the_calendar() -> None:
    jiangxi = fp.load_policy("jiangxi-2014")
    days = [
        one.due.year
        for one in jiangxi.calendar(date(2010, 1, 1), date(2030, 1, 1))
        if one.measure == "relocation-series"
    ]
    assert days == list(range(2014, 2021))
    whole = jiangxi.calendar(date(2010, 1, 1), date(2030, 1, 1))
    assert all(jiangxi.is_in_force(one.due) for one in whole)
    assert len({(one.measure, one.due) for one in whole}) == len(whole)


def test_a_duty_is_reported_with_its_strength_and_consequence() -> None:
    ruyuan = fp.load_policy("ruyuan-2016")
    duties = ruyuan.duties(on=date(2017, 9, 1))
    (report,) = duties.of("funds-earmarked")
    assert (report.modality.value, report.consequence) == ("must", "misuse-punished")
    assert report.consequence in ruyuan
    assert duties.of("half-yearly-inspections")[0].consequence is None  # the text threatens nothing for it


def test_the_monthly_count_of_xianning_follows_its_reading() -> None:
    xianning = fp.load_policy("xianning-2020")

    def due(**readings: str) -> list[str]:
        found = xianning.calendar(date(2020, 3, 1), date(2020, 4, 30), readings=readings)
        return [str(one.due) for one in found if one.measure == "dropout-report"]

    assert due() == ["2020-03-10", "2020-04-10"]
    assert due(before_the_tenth="day_excluded") == ["2020-03-09", "2020-04-09"]
    assert xianning["persons-out"].due_under({"exit_counts_by": "undated"}) is None
    assert str(xianning["persons-out"].due_under({"exit_counts_by": "end_of_2020"})) == "<=2020-12-31"


def test_a_rhythm_without_a_publication_is_counted_from_the_first_year_in_force() -> None:
    jiangxi = fp.load_policy("jiangxi-2014")
    assert jiangxi.published is None
    entries = jiangxi.calendar(date(2010, 1, 1), date(2030, 1, 1))
    assert [str(one.period) for one in entries if one.measure == "commendation"] == ["2014-01-01..2018-12-31"]
    undated = {"commendation_years": "undated"}
    entries = jiangxi.calendar(date(2010, 1, 1), date(2030, 1, 1), readings=undated)
    assert [one for one in entries if one.measure == "commendation"] == []


def test_what_only_another_reading_demands_has_no_day() -> None:
    """A goal that is one of the province is not at the same time one of its counties."""
    jiangxi = fp.load_policy("jiangxi-2014")

    def due(**readings: str) -> set[str]:
        found = jiangxi.calendar(date(2015, 12, 31), date(2020, 12, 31), readings=readings)
        kinds = ("schooling-years", "illiteracy-gone", "income-of-each-household")
        return {one.measure for one in found if one.measure.startswith(kinds)}

    assert due() == {"schooling-years", "illiteracy-gone", "income-of-each-household"}
    other = due(schooling_area="poor_areas", income_goal="average")
    assert other == {"schooling-years-poor-areas", "illiteracy-gone-poor-areas"}


def test_a_consequence_falls_on_whoever_breaks_the_duty() -> None:
    """That a summons follows slack work is no consequence of not reporting it, or of no appraisal being held."""
    xianning = fp.load_policy("xianning-2020")
    found = {one.measure: one.consequence for one in xianning.duties([], on=date(2020, 12, 31))}
    assert found["county-main-responsibility"] == "party-discipline"
    assert found["problems-reported"] is None
    assert found["yearly-appraisal"] is None


def test_what_is_done_early_in_a_year_counts_for_that_year() -> None:
    """No day is printed for a yearly plan, so that one of March is not a late one of the year before."""
    zhejiang = fp.load_policy("zhejiang-2013")
    event = [{"measure": "relocation-yearly-plan", "on": "2016-03-01"}]
    found = zhejiang.duties(event, on=date(2016, 6, 1), since=date(2015, 1, 1)).of("relocation-yearly-plan")
    assert shown(list(found)) == [("2015-01-01..2015-12-31", "overdue"), ("2016-01-01..2016-12-31", "done")]
    ruyuan = fp.load_policy("ruyuan-2016")
    event = [{"measure": "half-yearly-inspections", "on": "2017-03-01"}]
    found = ruyuan.duties(event, on=date(2017, 6, 1), since=date(2017, 1, 1)).of("half-yearly-inspections")
    assert shown(list(found)) == [("2017-01-01..2017-06-30", "done")]


def test_what_recurs_in_a_period_begins_with_it() -> None:
    """The plan is of 2013 to 2017, the special support of 2014 to 2016: before and after, no funds are due."""
    zhejiang = fp.load_policy("zhejiang-2013")
    years = [str(date(year, 12, 31)) for year in (2014, 2015, 2016)]
    found = zhejiang.calendar(date(2013, 1, 1), date(2017, 12, 31))
    for measure in ("special-funds", "special-land"):
        assert [str(one.due) for one in found if one.measure == measure] == years
    reports = zhejiang.duties([], on=date(2017, 12, 31), since=date(2013, 1, 1)).of("special-funds")
    assert [state for _, state in shown(list(reports))] == ["overdue"] * 3


def test_a_goal_in_two_forms_is_due_in_the_one_that_is_asked_for() -> None:
    zhejiang = fp.load_policy("zhejiang-2013")
    forms = {one.id.removesuffix("-county") for one in zhejiang if one.id.endswith("-county")}
    forms = {one for one in forms if one in {measure.id for measure in zhejiang}}
    assert len(forms) == 8

    def due(**readings: str) -> set[str]:
        entries = zhejiang.calendar(date(2013, 1, 1), date(2017, 12, 31), readings=readings)
        return {one.measure for one in entries if one.measure.removesuffix("-county") in forms}

    assert due() == due(group_goals="together") == forms
    assert due(group_goals="each") == {f"{one}-county" for one in forms}


def test_no_shipped_rhythm_names_a_day_that_is_only_the_end_of_its_period() -> None:
    ends = ("BYMONTH=12;BYMONTHDAY=31", "BYMONTHDAY=-1")
    assert [
        one.id
        for policy in fp.load_policies().values()
        for one in policy
        for rule in one.recurrences
        if rule.endswith(ends)
    ] == []
