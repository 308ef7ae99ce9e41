"""Three-valued logic and comparison: True, False, and None for what the facts leave open.

Kleene's strong logic: an unknown part matters only where the known parts do not already decide.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, TypeAlias

from fupin_policy.values import Interval, Value
from fupin_policy.values.intervals import ends

__all__ = ["COMPARE", "COMPARE_KNOWN", "Truth", "equal", "less", "less_equal", "negation"]

Truth: TypeAlias = bool | None


def negation(a: Truth) -> Truth:
    """Not."""
    return None if a is None else not a


def less(a: Value, b: Value) -> Truth:
    """Whether a is below b, as far as their bounds tell.

    >>> less(3, Interval(low=4)), less(Interval(low=2), 3)
    (True, None)
    """
    return _order(a, b, strict=True)


def less_equal(a: Value, b: Value) -> Truth:
    """Whether a is at most b, as far as their bounds tell."""
    return _order(a, b, strict=False)


def _order(a: Value, b: Value, *, strict: bool) -> Truth:
    if not isinstance(a, Interval) and not isinstance(b, Interval):
        return a < b if strict else a <= b
    a_low, a_high, a_low_open, a_high_open = ends(a)
    b_low, b_high, b_low_open, b_high_open = ends(b)
    if a_high is not None and b_low is not None:
        touch_apart = not strict or a_high_open or b_low_open
        if a_high < b_low or (touch_apart and a_high == b_low):
            return True
    if b_high is not None and a_low is not None:
        touch_apart = strict or b_high_open or a_low_open
        if b_high < a_low or (touch_apart and b_high == a_low):
            return False
    return None


def equal(a: Value, b: Value) -> Truth:
    """Whether the two are the same number, as far as their bounds tell."""
    if not isinstance(a, Interval) and not isinstance(b, Interval):
        return a == b
    below, above = less(a, b), less(b, a)
    return False if below or above else None


COMPARE_KNOWN: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
"""The comparisons of values that are fully known: numbers, days, codes, truth values."""

COMPARE: dict[str, Callable[[Value, Value], Truth]] = {
    "==": equal,
    "!=": lambda a, b: negation(equal(a, b)),
    "<": less,
    "<=": less_equal,
    ">": lambda a, b: less(b, a),
    ">=": lambda a, b: less_equal(b, a),
}
"""The comparisons of numbers of which bounds are known."""
