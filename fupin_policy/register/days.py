"""Days as registers hold them: as numbers, counted from the first of January 1970."""

from __future__ import annotations

from datetime import date, timedelta

__all__ = ["counted", "day_of"]

_FIRST = date(1970, 1, 1)


def counted(day: date) -> int:
    """The number of a day.

    >>> counted(date(1970, 1, 2)), counted(date(1969, 12, 31))
    (1, -1)
    """
    return (day - _FIRST).days


def day_of(number: int) -> date:
    """The day that has a number. Raises OverflowError where the calendar has none.

    >>> day_of(17410)
    datetime.date(2017, 9, 1)
    """
    return _FIRST + timedelta(days=number)
