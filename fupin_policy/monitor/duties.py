"""Duties against events: done, late, overdue, pending."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import MAXYEAR, date, timedelta
from pathlib import Path
from typing import Any

from attrs import frozen

from fupin_policy.monitor.calendar import has_days, occurrences
from fupin_policy.monitor.days import plain_day
from fupin_policy.monitor.observations import Rejected, as_mapping, is_blank, read_rows
from fupin_policy.monitor.states import DutyState, tally
from fupin_policy.policy import Citation, Kind, Label, Measure, Modality, Rulebook
from fupin_policy.problems import Place, Problem, nearest
from fupin_policy.values import Period, parse_date

__all__ = ["DutiesReport", "DutyReport", "Event", "Events", "duties", "duties_of", "read_events"]

_COLUMNS = {"measure": "措施", "on": "日期", "note": "说明"}


@frozen
class Event:
    """A duty was done on a day."""

    measure: str
    on: date
    note: str = ""
    row: int = 0


@frozen
class Events:
    """The usable events and the rejected rows of an input: together they are all of it."""

    good: tuple[Event, ...] = ()
    rejected: tuple[Rejected, ...] = ()


@frozen(repr=False)
class DutyReport:
    """How one duty, or one occurrence of a recurring one, stands on the day of the report."""

    measure: str
    name: Label
    citation: Citation
    subject: str
    state: DutyState
    period: Period | None = None
    done_on: date | None = None
    consequence: str | None = None
    modality: Modality = Modality.MUST

    def __repr__(self) -> str:
        when = "" if self.period is None else f", {self.period.describe('en')}"
        return f"<DutyReport {self.measure}{when}: {self.state.en}>"


@frozen(repr=False)
class DutiesReport:
    """How all duties of a policy stand, and the rows of the input that could not be used."""

    policy: str
    on: date
    reports: tuple[DutyReport, ...]
    rejected: tuple[Rejected, ...] = ()

    def __repr__(self) -> str:
        told = tally(one.state for one in self.reports) or "nothing"
        return f"<DutiesReport of {self.policy} on {self.on}: {told}>"

    def __iter__(self) -> Iterator[DutyReport]:
        return iter(self.reports)

    def __len__(self) -> int:
        return len(self.reports)

    def having(self, *states: DutyState | str) -> tuple[DutyReport, ...]:
        """The reports in one of these states."""
        wanted = {DutyState(state) for state in states}
        return tuple(report for report in self.reports if report.state in wanted)

    def of(self, measure: str) -> tuple[DutyReport, ...]:
        """The reports on one measure."""
        return tuple(report for report in self.reports if report.measure == measure)


def read_events(source: Any, book: Rulebook) -> Events:
    """Events from a path to a CSV or YAML file, a list of rows or a dataframe, with the columns measure, on, note.

    Bad rows (unknown measure, one that is no duty, no day, the same event twice) are kept in ``rejected``.
    """
    if isinstance(source, Events):
        return source
    file = str(source) if isinstance(source, (str, Path)) else None
    good: list[Event] = []
    rejected: list[Rejected] = []
    seen: dict[tuple[str, date], int] = {}
    known = frozenset(measure.id for measure in duties_of(book))
    for number, found in read_rows(source):
        problems = list[Problem]()
        row = as_mapping(found, problems)
        event = None if problems else _event(row, number, book, known, problems)
        if event is not None and not problems:
            twin = seen.setdefault((event.measure, event.on), number)
            if twin != number:
                problems.append(Problem(f"'{event.measure}' on {event.on} stands in row {twin} already"))
        if event is None or problems:
            rejected.append(
                Rejected(number, row, tuple(problem.within(file=file, line=number) for problem in problems))
            )
        else:
            good.append(event)
    return Events(tuple(good), tuple(rejected))


def _event(
    row: Mapping[str, Any], number: int, book: Rulebook, known: frozenset[str], problems: list[Problem]
) -> Event | None:
    names = {label: key for key, label in _COLUMNS.items()} | {key: key for key in _COLUMNS}
    data: dict[str, str] = {}
    for name, value in row.items():
        key = names.get(str(name).strip())
        if key is None:
            problems.append(Problem(f"unknown column '{name}'", nearest=nearest(str(name), names)))
        elif key in data:
            problems.append(Problem(f"column '{name}' stands twice"))
        elif not is_blank(value):
            data[key] = f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value).strip()
    measure, day = data.get("measure"), None
    if measure is None:
        problems.append(Problem("'measure' is missing", Place(path="measure")))
    elif measure not in book:
        problems.append(
            Problem(
                f"unknown measure '{measure}'", Place(path="measure"), nearest=nearest(measure, book.by_id)
            )
        )
    elif measure not in known:
        problems.append(Problem(f"'{measure}' is no duty", Place(path="measure"), "a measure that is a duty"))
    try:
        day = parse_date(data.get("on", ""))
    except ValueError as error:
        problems.append(Problem(str(error), Place(path="on")))
    return (
        Event(measure, day, data.get("note", ""), number) if measure is not None and day is not None else None
    )


def duties_of(book: Rulebook) -> tuple[Measure, ...]:
    """The measures that somebody must do: duties, projects and services with a day or a rhythm, and all duties."""
    dated = (Kind.PROJECT, Kind.SERVICE, Kind.PRINCIPLE)
    return tuple(
        measure
        for measure in book.measures
        if measure.kind is Kind.DUTY or (measure.kind in dated and (measure.deadlines or measure.recurrences))
    )


def duties(
    book: Rulebook,
    events: Events,
    on: date,
    *,
    since: date | None = None,
    readings: Mapping[str, str] | None = None,
) -> DutiesReport:
    """How every duty of a policy stands on a day, given what was done.

    Occurrences of a recurring duty are reported from ``since`` (default: the day the document was
    published, else the first of the year) up to the one that is running. A duty without any day is done
    once an event says so, and undetermined until then. What is due on a day on which the document is not in
    force is left out.
    """
    chosen = book.choose(readings)
    plain_day(on, "on")
    begin = book.published or date(on.year, 1, 1) if since is None else plain_day(since, "since")
    done: dict[str, list[Event]] = {}
    for event in sorted(events.good, key=lambda one: one.on):
        if event.on <= on:
            done.setdefault(event.measure, []).append(event)
    reports = tuple(
        report
        for measure in duties_of(book)
        for report in _reports(book, measure, done.get(measure.id, []), begin, on, chosen)
    )
    return DutiesReport(book.slug, on, reports, events.rejected)


def _reports(
    book: Rulebook, measure: Measure, done: list[Event], begin: date, on: date, readings: Mapping[str, str]
) -> Iterator[DutyReport]:
    def report(state: DutyState, period: Period | None = None, event: Event | None = None) -> DutyReport:
        return DutyReport(
            measure.id, measure.name, book.cite(measure), measure.subject, state, period,
            None if event is None else event.on, measure.consequence, measure.modality,
        )  # fmt: skip

    recurrence = measure.recurrence_under(readings)
    if recurrence is None and measure.due_under(readings) is None:
        yield report(DutyState.DONE, None, done[0]) if done else report(DutyState.UNDETERMINED)
        return
    if recurrence is None:
        for due in occurrences(book, measure, date.min, date.max, readings):
            yield _judged(report, due, done, on)
        return
    # Occurrences before the first one reported take the events that belong to them.
    early = min([begin, *(event.on for event in done)]).replace(month=1, day=1)
    early = early.replace(year=max(1, early.year - 1 - _years(recurrence)))
    late = date(min(MAXYEAR, on.year + 1 + _years(recurrence)), 12, 31)
    periods = list(_running(occurrences(book, measure, early, late, readings), on))
    match = _nearest if has_days(recurrence) else _matched
    for period, event in zip(periods, match(periods, done), strict=True):
        if period.end is None or period.end >= begin:
            yield _judged(report, period, [event] if event is not None else [], on)


def _years(rule: str) -> int:
    """So many years at most lie between two occurrences."""
    found = re.search(r"INTERVAL=([0-9]+)", rule)
    return 1 if found is None else min(int(found[1]), 100)


def _nearest(periods: list[Period], done: list[Event]) -> list[Event | None]:
    """The event of each due day: the first of those that lie nearest to it; of two as near, the earlier due day's."""
    found: list[Event | None] = [None] * len(periods)
    days = [period.end for period in periods]
    for event in done:
        gaps = [timedelta.max if day is None else abs(day - event.on) for day in days]
        if gaps:
            index = gaps.index(min(gaps))
            found[index] = found[index] or event
    return found


def _matched(periods: list[Period], done: list[Event]) -> list[Event | None]:
    """The event of each period: the first inside it; what was done besides makes up for the period before, late."""
    found: list[Event | None] = [None] * len(periods)
    spare: list[tuple[int, Event]] = []
    for event in done:
        index = next((i for i, period in enumerate(periods) if period.contains(event.on)), None)
        if index is None:
            continue
        if found[index] is None:
            found[index] = event
        else:
            spare.append((index, event))
    for index, event in spare:
        behind = next((i for i in range(index - 1, -1, -1) if found[i] is None), None)
        if behind is not None:
            found[behind] = event
    return found


def _running(periods: Iterable[Period], on: date) -> Iterator[Period]:
    """Every period up to and including the one that the day lies in."""
    for period in periods:
        if period.start is not None and period.start > on:
            return
        yield period


def _judged(report: Any, period: Period, done: list[Event], on: date) -> DutyReport:
    end = period.end
    event = done[0] if done else None
    if event is not None:
        state = DutyState.DONE if end is None or event.on <= end else DutyState.LATE
    elif end is None or on <= end:
        state = DutyState.PENDING
    else:
        state = DutyState.OVERDUE
    found: DutyReport = report(state, period, event)
    return found
