"""What falls due when and for whom: deadlines and recurring duties as dated entries, and as an iCalendar file."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from attrs import frozen

from fupin_policy.policy import Citation, Label, Measure, Rulebook
from fupin_policy.problems import FupinError
from fupin_policy.rules import Lang
from fupin_policy.values import Period

__all__ = ["Entry", "calendar", "occurrences", "to_ics"]


@frozen
class Entry:
    """Something that is due: in the days of ``period``, on its last day at the latest."""

    due: date
    period: Period
    measure: str
    name: Label
    says: Label
    subject: str
    agencies: tuple[str, ...]
    citation: Citation
    recurs: bool


def calendar(
    book: Rulebook, start: date, end: date, *, readings: Mapping[str, str] | None = None
) -> tuple[Entry, ...]:
    """Everything of a policy that falls due from ``start`` to ``end``, both included, in order of the days.

    Raises InputError where the end lies before the start.
    """
    Period(start, end)
    chosen = book.choose(readings)
    found: list[Entry] = []
    for measure in book.measures:
        for period in occurrences(measure, start, end, chosen):
            if period.end is not None and start <= period.end <= end:
                found.append(_entry(book, measure, period, period.end))
    return tuple(sorted(found, key=lambda entry: entry.due))


def _entry(book: Rulebook, measure: Measure, period: Period, due: date) -> Entry:
    return Entry(
        due=due,
        period=period,
        measure=measure.id,
        name=measure.name,
        says=measure.says,
        subject=measure.subject,
        agencies=measure.agencies,
        citation=book.cite(measure),
        recurs=measure.recurrence is not None,
    )


def occurrences(measure: Measure, start: date, end: date, readings: Mapping[str, str]) -> Iterator[Period]:
    """The periods in which a measure is to be done, whose last days lie from ``start`` to ``end``.

    A rule with days (the 10th of every month) is due on those days, each period beginning after the day
    before it; a rule without days (every quarter) is due by the end of each quarter, counted from 1 January.
    A recurring measure with a deadline of its own recurs until then.
    """
    due = measure.due_under(readings)
    if measure.recurrence is None:
        if due is not None:
            yield due
        return
    last = end if due is None or due.end is None else min(end, due.end)
    yield from (
        period for period in _recurring(measure.recurrence, start, last) if period.end and period.end >= start
    )


def _recurring(rule: str, start: date, end: date) -> Iterator[Period]:
    from dateutil.rrule import rrulestr

    anchor = datetime(start.year - 1, 1, 1)
    dated = any(part.startswith(("BYMONTHDAY", "BYDAY", "BYYEARDAY", "BYMONTH")) for part in rule.split(";"))
    # One more period than asked for: where days are counted, each ends where the next begins.
    horizon = datetime(end.year + 2, 1, 1)
    days = [
        found.date() for found in rrulestr(f"RRULE:{rule}", dtstart=anchor).between(anchor, horizon, inc=True)
    ]
    for earlier, later in itertools.pairwise(days):
        period = (
            Period(earlier + timedelta(days=1), later)
            if dated
            else Period(earlier, later - timedelta(days=1))
        )
        if period.end is not None and period.end <= end:
            yield period


def to_ics(entries: Iterable[Entry], *, title: str = "fupin", lang: Lang = "zh") -> bytes:
    """The entries as an iCalendar file (RFC 5545) that a calendar program opens, one all-day event each.

    Needs the extra ``calendar``. The same entries give the same bytes: nothing in it tells when it was made.
    """
    try:
        from icalendar import Calendar, Event
    except ImportError:
        raise FupinError(
            "writing a calendar file needs the extra 'calendar': pip install 'fupin-policy[calendar]'"
        ) from None
    found = Calendar()
    found.add("prodid", "-//fupin_policy//calendar//ZH")
    found.add("version", "2.0")
    found.add("x-wr-calname", title)
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.measure}-{entry.due:%Y%m%d}@fupin-policy")
        event.add("dtstamp", datetime(entry.due.year, entry.due.month, entry.due.day))
        event.add("dtstart", entry.due)
        event.add("dtend", entry.due + timedelta(days=1))
        event.add("summary", entry.name.get(lang))
        event.add("description", f"{entry.says.get(lang)}\n{entry.citation}")
        found.add_component(event)
    data: bytes = found.to_ical()
    return data
