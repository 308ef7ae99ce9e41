"""What falls due when and for whom: deadlines and recurring duties as dated entries, and as an iCalendar file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta

from attrs import frozen

from fupin_policy.monitor.days import first_day, plain_day
from fupin_policy.policy import Citation, Label, Measure, Modality, Rulebook
from fupin_policy.problems import FupinError
from fupin_policy.rules import Lang
from fupin_policy.values import Period

__all__ = ["Entry", "calendar", "has_days", "occurrences", "to_ics"]

_BY_DAYS = ("BYMONTHDAY", "BYDAY", "BYYEARDAY", "BYMONTH")


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
    policy: str
    modality: Modality = Modality.MUST


def calendar(
    book: Rulebook, start: date, end: date, *, readings: Mapping[str, str] | None = None
) -> tuple[Entry, ...]:
    """Everything of a policy that falls due from ``start`` to ``end``, both included, in order of the days.

    The days of an aim and an obligation on one target, and the steps of a series, each have their entry.
    What would fall due on a day on which the document is not in force is left out. Raises InputError where
    the end lies before the start, or one of them is no plain day.
    """
    Period(plain_day(start, "start"), plain_day(end, "end"))
    chosen = book.choose(readings)
    found: list[Entry] = []
    for measure in book.measures:
        recurs = measure.recurrence_under(chosen) is not None
        strengths = dict(_target_days(book, measure, chosen))
        periods = dict.fromkeys((*strengths, *occurrences(book, measure, start, end, chosen)))
        for period in periods:
            if period.end is not None and start <= period.end <= end:
                modality = strengths.get(period, measure.modality)
                found.append(
                    _entry(book, measure, period, period.end, recurs and period not in strengths, modality)
                )
    return tuple(sorted(found, key=lambda entry: entry.due))


def _entry(
    book: Rulebook, measure: Measure, period: Period, due: date, recurs: bool, modality: Modality
) -> Entry:
    return Entry(
        due=due,
        period=period,
        measure=measure.id,
        name=measure.name,
        says=measure.says,
        subject=measure.subject,
        agencies=measure.agencies,
        citation=book.cite(measure),
        recurs=recurs,
        policy=book.slug,
        modality=modality,
    )


def _target_days(
    book: Rulebook, measure: Measure, readings: Mapping[str, str]
) -> Iterator[tuple[Period, Modality]]:
    """The days that a target itself names, with how strongly each is meant."""
    target = measure.target_under(readings)
    if target is None:
        return
    named = [(target.aim, Modality.AIM), (target.must, Modality.MUST)]
    named += [(step.by, measure.modality) for step in target.steps]
    for name, modality in named:
        day = None if name is None else measure.figures[name].value
        if isinstance(day, Period) and day.end is not None and book.is_in_force(day.end, readings):
            yield day, modality


def has_days(rule: str) -> bool:
    """Whether a recurrence names days (the 10th of every month), and not only a rhythm (every month)."""
    return any(part.startswith(_BY_DAYS) for part in rule.split(";"))


def occurrences(
    book: Rulebook, measure: Measure, start: date, end: date, readings: Mapping[str, str]
) -> Iterator[Period]:
    """The periods in which a measure is to be done, whose last days lie from ``start`` to ``end``.

    A rule with days (the 10th of every month) is due on those days, each period beginning after the day
    before it; a rule without days (every quarter) is due by the end of each quarter, counted from 1 January.
    A recurring measure with a deadline of its own recurs until then, and where that is a period, from its first
    day on. Every second or fifth year is counted
    from the year in which the document was published, else from its first year in force, whatever ``start`` is.
    What is due on a day on which the document is not in force is left out. Dates and rhythms that hang on a
    reading follow it.
    """
    due, recurrence = measure.due_under(readings), measure.recurrence_under(readings)
    if recurrence is None:
        if due is not None and (due.end is None or book.is_in_force(due.end, readings)):
            yield due
        return
    last = end if due is None or due.end is None else min(end, due.end)
    start = start if due is None or due.start is None else max(start, due.start)
    year = _first_year(book, recurrence, readings)
    yield from (
        period
        for period in _recurring(recurrence, start, last, year)
        if period.end and period.end >= start and book.is_in_force(period.end, readings)
    )


def _first_year(book: Rulebook, rule: str, readings: Mapping[str, str]) -> int:
    """The year from which intervals are counted; of a rhythm without them any year will do."""
    first = book.published
    if first is None and "INTERVAL" in rule:
        first = first_day(book, readings)
    return 2000 if first is None else first.year


def _recurring(rule: str, start: date, end: date, year: int) -> Iterator[Period]:
    from dateutil.rrule import rrulestr

    dated = has_days(rule)
    earlier: date | None = None
    for found in rrulestr(f"RRULE:{rule}", dtstart=_anchor(rule, start, year)):
        later = found.date()
        if earlier is not None:
            period = (
                Period(earlier + timedelta(days=1), later)
                if dated
                else Period(earlier, later - timedelta(days=1))
            )
            if period.end is None or period.end > end:
                return
            yield period
        earlier = later
    if earlier is not None and not dated and end == date.max:
        yield Period(earlier, date.max)


def _anchor(rule: str, start: date, year: int) -> datetime:
    """A day that the rhythm can be counted from: 1 January of ``year`` moved by whole intervals to before ``start``."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    interval = int(parts.get("INTERVAL", "1"))
    if parts["FREQ"] in ("YEARLY", "MONTHLY"):
        # So many years are a whole number of intervals of months as well.
        moved = year + (start.year - 1 - interval - year) // interval * interval
        return datetime(moved if moved >= 1 else (moved - 1) % interval + 1, 1, 1)
    step = interval * (7 if parts["FREQ"] == "WEEKLY" else 1)
    first = date(year, 1, 1).toordinal()
    days = first + (start.toordinal() - 366 - step - first) // step * step
    day = date.fromordinal(days if days >= 1 else (days - 1) % step + 1)
    return datetime(day.year, day.month, day.day)


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
    found.add("prodid", f"-//fupin_policy//calendar//{lang.upper()}")
    found.add("version", "2.0")
    found.add("x-wr-calname", title)
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.policy}-{entry.measure}-{entry.due.isoformat()}@fupin-policy")
        event.add("dtstamp", datetime(entry.due.year, entry.due.month, entry.due.day))
        event.add("dtstart", entry.due)
        if entry.due < date.max:
            event.add("dtend", entry.due + timedelta(days=1))
        event.add("summary", entry.name.get(lang))
        event.add("description", f"{entry.says.get(lang)}\n{entry.citation}")
        found.add_component(event)
    data: bytes = found.to_ical()
    return data
