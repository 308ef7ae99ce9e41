"""Days as the watching office takes them: plain ones, and the first on which a document is in force."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from fupin_policy.policy import Rulebook
from fupin_policy.problems import InputError, Place, Problem
from fupin_policy.rules import to_text
from fupin_policy.values import Period, parse_date

__all__ = ["first_day", "plain_day"]


def plain_day(value: Any, name: str) -> date:
    """The value, where it is a day without a time of day. Raises InputError for anything else."""
    if type(value) is not date:
        raise InputError(
            Problem(
                f"{value!r} is no plain day", Place(path=name), "a datetime.date such as date(2018, 12, 31)"
            )
        )
    return value


def first_day(book: Rulebook, readings: Mapping[str, str]) -> date | None:
    """The first day on which a document is in force; the day it was published where its rule knows no first one."""
    for day in sorted({date.min, *_turns(book)}):
        if book.is_in_force(day, readings):
            return book.published if day == date.min else day
    return book.published


def _turns(book: Rulebook) -> Iterator[date]:
    """Every day on which the answer of the rule ``in_force`` can change: bounds of figures and days it names."""
    for measure in book.measures:
        for figure in measure.figures.values():
            if isinstance(figure.value, Period):
                yield from _bounds(figure.value)
    for text in re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", to_text(book.in_force)):
        day = parse_date(text)
        yield from _bounds(Period(day, day))


def _bounds(period: Period) -> Iterator[date]:
    if period.start is not None:
        yield period.start
    if period.end is not None and period.end < date.max:
        yield period.end + timedelta(days=1)
