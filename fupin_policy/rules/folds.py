"""How the values of the elements of a collection become one: count, sum, any, all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fupin_policy.rules.compiled import Result
from fupin_policy.values import ANYTHING, NOT_NEGATIVE, Interval
from fupin_policy.values.intervals import add

__all__ = ["FOLDS", "OF_UNKNOWN"]


def _count(values: Sequence[Result]) -> Result:
    sure = values.count(True)
    maybe = values.count(None)
    return Interval(sure, sure + maybe) if maybe else sure


def _sum(values: Sequence[Result]) -> Result:
    total: Result = 0
    for value in values:
        total = add(total, value)
    return total


def _any(values: Sequence[Result]) -> Result:
    return True if True in values else (None if None in values else False)


def _all(values: Sequence[Result]) -> Result:
    return False if False in values else (None if None in values else True)


FOLDS: dict[str, Callable[[Sequence[Result]], Result]] = {
    "count": _count,
    "sum": _sum,
    "any": _any,
    "all": _all,
}

OF_UNKNOWN: dict[str, Result] = {"count": NOT_NEGATIVE, "sum": ANYTHING, "any": None, "all": None}
"""What each makes of a collection that is not known."""
