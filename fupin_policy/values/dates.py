"""Days, inclusive periods, and month arithmetic that does not guess."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Literal

from attrs import frozen

from fupin_policy.problems import InputError, Problem

__all__ = ["Period", "add_months", "age_on", "month_after", "months_between", "parse_date", "read_day"]

EndOfMonth = Literal["refuse", "last_day", "next_day"]


def parse_date(text: str) -> date:
    """An ISO day, ``2018-12-31``. Raises InputError for anything else.

    >>> parse_date("2018-12-31")
    datetime.date(2018, 12, 31)
    """
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip()):
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            raise InputError(
                Problem(f"'{text}' is no day of the calendar", expected="a day such as 2018-12-31")
            ) from None
    raise InputError(Problem(f"'{text}' is no day", expected="YYYY-MM-DD such as 2018-12-31"))


_DAY = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|([0-9]{2})([0-9]{2})|年([0-9]{1,2})月([0-9]{1,2})日)"
)


def read_day(text: str) -> date:
    """A day as text, the year first, in the ways in which office programs write it.

    Raises InputError for what is no day, or has the year elsewhere.

    >>> {str(read_day(text)) for text in ("2016-12-31", "2016/12/31", "2016.12.31", "20161231", "2016年12月31日")}
    {'2016-12-31'}
    """
    match = _DAY.fullmatch(text.strip().removesuffix(" 00:00:00"))
    if match is None:
        raise InputError(
            Problem(
                f"'{text}' is no day",
                expected="the year first: 2018-12-31, 2018/12/31, 20181231 or 2018年12月31日",
            )
        )
    year, month, day = (int(part) for part in match.groups() if part and part.isdecimal())
    return parse_date(f"{year:04}-{month:02}-{day:02}")


@frozen
class Period:
    """Days from ``start`` to ``end``, both included; an end that is None is open.

    Raises InputError where it ends before it starts.

    >>> Period.parse("2016-01-01..2018-12-31").contains(date(2018, 12, 31))
    True
    >>> print(Period.parse("<=2018-12-31"))
    <=2018-12-31
    """

    start: date | None = None
    end: date | None = None

    def __attrs_post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.start > self.end:
            raise InputError(Problem(f"the period ends ({self.end}) before it starts ({self.start})"))

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``2016-01-01..2018-12-31``, ``<=2018-12-31``, ``>=2016-01-01``, ``<…``, ``>…`` or one day.

        ``..`` is any day.
        """
        plain = text.strip().replace(" ", "")
        if plain == "..":
            return cls()
        if ".." in plain:
            start, _, end = plain.partition("..")
            return cls(parse_date(start), parse_date(end))
        for sign, shift in (("<=", 0), ("<", -1)):
            if plain.startswith(sign):
                return cls(None, _days_later(parse_date(plain.removeprefix(sign)), shift))
        for sign, shift in ((">=", 0), (">", 1)):
            if plain.startswith(sign):
                return cls(_days_later(parse_date(plain.removeprefix(sign)), shift), None)
        day = parse_date(plain)
        return cls(day, day)

    def contains(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def around(self) -> Iterator[date]:
        """Its first and its last day, each between the days beside it.

        >>> [day.day for day in Period(end=date(2018, 12, 30)).around()]
        [29, 30, 31]
        """
        for day in (self.start, self.end):
            if day is not None:
                yield from (day - timedelta(days=1), day, day + timedelta(days=1))

    def __str__(self) -> str:
        if self.start is None or self.end is None:
            return (
                ".."
                if self.start is self.end
                else f"<={self.end}"
                if self.start is None
                else f">={self.start}"
            )
        return str(self.start) if self.start == self.end else f"{self.start}..{self.end}"

    def describe(self, lang: str = "zh") -> str:
        """For people.

        >>> Period.parse("<=2018-12-31").describe("en")
        'by 2018-12-31'
        """
        if self.start is not None and self.end is not None:
            both = f"{self.start}至{self.end}" if lang == "zh" else f"{self.start} to {self.end}"
            return str(self.start) if self.start == self.end else both
        if self.start is self.end:
            return "任何时候" if lang == "zh" else "at any time"
        if self.start is None:
            return f"{self.end}前(含当日)" if lang == "zh" else f"by {self.end}"
        return f"自{self.start}起" if lang == "zh" else f"from {self.start}"


def _days_later(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise _off_calendar(f"{days:+} days from {day}") from None


def _off_calendar(what: str) -> InputError:
    return InputError(Problem(f"{what} is no day of the calendar", expected="years 1 to 9999"))


def add_months(day: date, months: int, *, end_of_month: EndOfMonth = "refuse") -> date:
    """The day so many months later.

    Where that month has no such day (31 January and one month), the answer is refused unless said:
    ``last_day`` of the month or the ``next_day`` after it: both stand in real law.

    >>> add_months(date(2016, 1, 15), 1)
    datetime.date(2016, 2, 15)
    >>> add_months(date(2016, 1, 31), 1, end_of_month="last_day")
    datetime.date(2016, 2, 29)
    """
    import calendar

    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise _off_calendar(f"{day} plus {months} months")
    last = calendar.monthrange(year, month + 1)[1]
    if day.day <= last:
        return date(year, month + 1, day.day)
    if end_of_month == "refuse":
        raise InputError(
            Problem(
                f"{day} plus {months} months is ambiguous: {year}-{month + 1:02} has {last} days",
                expected="end_of_month='last_day' or 'next_day'",
            )
        )
    return (
        date(year, month + 1, last)
        if end_of_month == "last_day"
        else month_after(date(year, month + 1, last))
    )


def months_between(start: date, end: date) -> int:
    """Whole months from ``start`` to ``end``; negative where the end is earlier.

    A month is complete on the same day of a later month; where that month is shorter, on the day after
    its last (a year from 29 February is complete on 1 March).

    >>> start = date(2016, 3, 1)
    >>> months_between(start, date(2017, 2, 28)), months_between(start, date(2017, 3, 1))
    (11, 12)
    """
    if end < start:
        return -months_between(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months - 1 if end.day < start.day else months


def age_on(birth: date, day: date) -> int:
    """Completed years of age on a day.

    The birthday itself completes the year; who is born on 29 February completes it on 1 March in a
    common year.

    >>> age_on(date(2000, 9, 1), date(2018, 8, 31)), age_on(date(2000, 9, 1), date(2018, 9, 1))
    (17, 18)
    """
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def month_after(day: date) -> date:
    """The first day of the month after the day's.

    >>> month_after(date(2016, 12, 5))
    datetime.date(2017, 1, 1)
    """
    return add_months(day.replace(day=1), 1)
