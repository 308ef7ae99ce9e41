"""Whether recurrences are rules that a calendar can follow, and days lie in a policy's period."""

from __future__ import annotations

from datetime import date, datetime
from itertools import product

from dateutil.rrule import rrulestr

from fupin_policy.policy import Rulebook
from fupin_policy.rules import walk
from fupin_policy.rules.nodes import ReadingRef

__all__ = ["in_force_on", "recurrence_problem"]

_ANY_DAY = datetime(2016, 1, 1)
"""Where a recurrence is tried out; which day it is makes no difference to whether it is a rule."""


def recurrence_problem(text: str) -> str | None:
    """What is wrong with a recurrence (RFC 5545 rule text), or None.

    >>> recurrence_problem("FREQ=MONTHLY;INTERVAL=3")
    >>> recurrence_problem("FREQ=MONTHLY;EVERY=3")
    "unknown parameter 'EVERY'"
    """
    try:
        rule = rrulestr(text, dtstart=_ANY_DAY)
    except (ValueError, TypeError, KeyError) as error:
        return str(error)
    return None if next(iter(rule), None) is not None else "it names no day at all"


def in_force_on(book: Rulebook, day: date) -> bool:
    """Whether a policy is in force on a day under some choice of its readings.

    >>> import fupin_policy as fp
    >>> in_force_on(fp.load_policy("ruyuan-2016"), date(2018, 12, 31))
    True
    """
    names = sorted({node.name for node in walk(book.in_force) if isinstance(node, ReadingRef)})
    choices = product(*(book.readings[name].options for name in names))
    return any(book.is_in_force(day, dict(zip(names, choice, strict=True))) for choice in choices)
