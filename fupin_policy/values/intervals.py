"""Intervals of exact numbers, and the arithmetic that keeps an unknown inside its bounds.

An :class:`Interval` is the set of values a number may have. Its *nominal* value is the figure that is
printed (3000 for ``3000左右``, 70% for ``70%以上``); it is carried along where every part has one.
A number that is fully known is not an interval but a plain ``int`` or ``Fraction``; every function here
takes both, so that known cases stay fast.

Laws (property-tested): every function encloses the pointwise result, and narrowing an argument never
widens the result.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from attrs import evolve, fields, frozen

from fupin_policy.problems import InputError, Problem
from fupin_policy.values.numbers import Number, exact

__all__ = [
    "ANYTHING",
    "NOT_NEGATIVE",
    "Interval",
    "Value",
    "add",
    "contains",
    "contains_multiple",
    "covers",
    "ends",
    "high_of",
    "hull",
    "intersect",
    "low_of",
    "maximum",
    "minimum",
    "multiply",
    "negate",
    "nominal_of",
    "subtract",
    "total",
    "up_to",
]


_set = object.__setattr__


@frozen(init=False, repr=False)
class Interval:
    """The numbers from ``low`` to ``high``; an end that is None is unbounded, an open end is left out.

    Raises InputError for a float, and where nothing lies between the ends.

    >>> Interval(low=2000) + 5000
    Interval(low=7000)
    """

    low: Number | None = None
    high: Number | None = None
    low_open: bool = False
    high_open: bool = False
    nominal: Number | None = None

    # Written out, since an assessment makes dozens: attrs would call a converter for each of the three numbers.
    def __init__(
        self,
        low: object = None,
        high: object = None,
        low_open: bool = False,
        high_open: bool = False,
        nominal: object = None,
    ) -> None:
        least = low if low is None or type(low) is int else exact(low)
        most = high if high is None or type(high) is int else exact(high)
        if least is not None and most is not None and least >= most:
            self._refuse_empty(least, most, low_open or high_open)
        _set(self, "low", least)
        _set(self, "high", most)
        _set(self, "low_open", low_open)
        _set(self, "high_open", high_open)
        _set(self, "nominal", nominal if nominal is None or type(nominal) is int else exact(nominal))

    @staticmethod
    def _refuse_empty(low: Number, high: Number, is_open: bool) -> None:
        if low > high or is_open:
            raise InputError(Problem(f"the range from {low} to {high} is empty"))

    def __repr__(self) -> str:
        known = ((one.name, getattr(self, one.name)) for one in fields(Interval))
        shown = (f"{name}={value!r}" for name, value in known if value is not None and value is not False)
        return f"Interval({', '.join(shown)})"

    @property
    def is_rough(self) -> bool:
        """Whether nothing but a nominal value is known (约, 左右)."""
        return self.low is None and self.high is None and self.nominal is not None

    def __add__(self, other: Value) -> Value:
        return add(self, other)

    def __contains__(self, value: object) -> bool:
        return isinstance(value, Number) and contains(self, value) is True


Value: TypeAlias = Number | Interval

ANYTHING = Interval()
NOT_NEGATIVE = Interval(low=0)


def _make(
    low: Number | None, high: Number | None, low_open: bool, high_open: bool, nominal: Number | None
) -> Value:
    """An interval, or the number itself where only one is left."""
    if low is not None and low == high:
        return exact(low)
    if low == 0 and high is None and nominal is None and not low_open:
        return NOT_NEGATIVE
    return Interval(low, high, low_open and low is not None, high_open and high is not None, nominal)


def low_of(value: Value) -> Number | None:
    """The greatest lower bound, or None."""
    return value.low if isinstance(value, Interval) else value


def high_of(value: Value) -> Number | None:
    """The least upper bound, or None."""
    return value.high if isinstance(value, Interval) else value


def nominal_of(value: Value) -> Number | None:
    """The nominal value, or None where there is none."""
    return value.nominal if isinstance(value, Interval) else value


def ends(value: Value) -> tuple[Number | None, Number | None, bool, bool]:
    """The low and the high end, each None where unbounded, and whether each is left out."""
    if isinstance(value, Interval):
        return value.low, value.high, value.low_open, value.high_open
    return value, value, False, False


def add(a: Value, b: Value) -> Value:
    """The sum.

    >>> add(5000, Interval(low=2000, nominal=2000)).low
    7000
    """
    if not isinstance(a, Interval):
        if not isinstance(b, Interval):
            return exact(a + b)
        if a == 0:
            return b
    elif not isinstance(b, Interval) and b == 0:
        return a
    a_low, a_high, a_low_open, a_high_open = ends(a)
    b_low, b_high, b_low_open, b_high_open = ends(b)
    a_nominal, b_nominal = nominal_of(a), nominal_of(b)
    return _make(
        None if a_low is None or b_low is None else a_low + b_low,
        None if a_high is None or b_high is None else a_high + b_high,
        a_low_open or b_low_open,
        a_high_open or b_high_open,
        None if a_nominal is None or b_nominal is None else a_nominal + b_nominal,
    )


def total(values: Sequence[Value]) -> Value:
    """The sum of one or more values, as :func:`add` makes it of two.

    >>> total([5000, Interval(low=2000, nominal=2000), 1000]).low
    8000
    """
    first, *others = values
    low, high, low_open, high_open = ends(first)
    nominal = nominal_of(first)
    for value in others:
        if value is NOT_NEGATIVE:
            high = nominal = None
        elif isinstance(value, Interval):
            low = None if low is None or value.low is None else low + value.low
            high = None if high is None or value.high is None else high + value.high
            nominal = None if nominal is None or value.nominal is None else nominal + value.nominal
            low_open, high_open = low_open or value.low_open, high_open or value.high_open
        else:
            low = None if low is None else low + value
            high = None if high is None else high + value
            nominal = None if nominal is None else nominal + value
    return _make(low, high, low_open, high_open, nominal)


def up_to(a: Value) -> Value:
    """From nothing to a value that is not negative: the hull of nought and the value.

    >>> up_to(5000) == hull(0, 5000)
    True
    """
    if not isinstance(a, Interval):
        return Interval(0, a) if a else 0
    if a.low == 0 and not a.low_open and not a.nominal:
        return a
    return _make(0, a.high, False, a.high_open, 0 if a.nominal == 0 else None)


def negate(a: Value) -> Value:
    """The value with its sign turned."""
    if not isinstance(a, Interval):
        return -a
    return Interval(
        None if a.high is None else -a.high,
        None if a.low is None else -a.low,
        a.high_open,
        a.low_open,
        None if a.nominal is None else -a.nominal,
    )


def subtract(a: Value, b: Value) -> Value:
    """The difference."""
    if not isinstance(a, Interval) and not isinstance(b, Interval):
        return exact(a - b)
    return add(a, negate(b))


def multiply(a: Value, b: Value) -> Value:
    """The product.

    >>> from fractions import Fraction
    >>> multiply(1000, Interval(low=Fraction(7, 10), high=1)).low
    700
    """
    if not isinstance(a, Interval):
        return _scale(b, a) if isinstance(b, Interval) else exact(a * b)
    if not isinstance(b, Interval):
        return _scale(a, b)
    if a.low is not None and b.low is not None and a.low >= 0 and b.low >= 0 and a.high != 0 and b.high != 0:
        return _multiply_not_negative(a, b)
    corners = [_corner(x, y) for x in _corners_of(a) for y in _corners_of(b)]
    low = min(corners)
    high = max(corners, key=lambda end: (end[0], end[1], not end[2]))
    a_nominal, b_nominal = nominal_of(a), nominal_of(b)
    return _make(
        None if low[0] else low[1],
        None if high[0] else high[1],
        low[2],
        high[2],
        None if a_nominal is None or b_nominal is None else a_nominal * b_nominal,
    )


def _multiply_not_negative(a: Interval, b: Interval) -> Value:
    """The product of two intervals that reach from nought or above it further up: their ends multiply."""
    assert a.low is not None and b.low is not None
    # Nought times anything is nought: it is reached unless every nought is left out.
    low_open = (
        a.low_open or b.low_open
        if a.low and b.low
        else (a.low_open or a.low > 0) and (b.low_open or b.low > 0)
    )
    return _make(
        a.low * b.low,
        None if a.high is None or b.high is None else a.high * b.high,
        low_open,
        a.high_open or b.high_open,
        None if a.nominal is None or b.nominal is None else a.nominal * b.nominal,
    )


def _scale(a: Interval, factor: Number) -> Value:
    """An interval times a known number."""
    if factor == 0:
        return 0
    if factor < 0:
        return negate(_scale(a, -factor))
    if a is NOT_NEGATIVE:
        return a
    low, high, nominal = (None if end is None else end * factor for end in (a.low, a.high, a.nominal))
    return Interval(low, high, a.low_open, a.high_open, nominal)


# An end of an interval: the sign of its infinity (0 when finite), the number, and whether it is open.
_End: TypeAlias = tuple[int, Number, bool]


def _corners_of(value: Value) -> tuple[_End, _End]:
    low, high, low_open, high_open = ends(value)
    return (
        (-1, 0, False) if low is None else (0, low, low_open),
        (1, 0, False) if high is None else (0, high, high_open),
    )


def _corner(a: _End, b: _End) -> _End:
    a_sign, a_number, a_open = a
    b_sign, b_number, b_open = b
    a_is_nought, b_is_nought = not (a_sign or a_number), not (b_sign or b_number)
    if a_is_nought or b_is_nought:  # nought times anything is nought: reached unless every nought is left out
        return (0, 0, (a_open or not a_is_nought) and (b_open or not b_is_nought))
    if a_sign == 0 and b_sign == 0:
        return (0, a_number * b_number, a_open or b_open)
    positive = ((a_sign or a_number) > 0) == ((b_sign or b_number) > 0)
    return (1 if positive else -1, 0, False)


# One end of a set: its number (None where unbounded) and whether it is open.
_Bound: TypeAlias = tuple[Number | None, bool]


def _looser(a: Number | None, a_open: bool, b: Number | None, b_open: bool, *, sign: int) -> _Bound:
    """The end that leaves out less, of two low ends (sign 1) or two high ends (sign -1)."""
    if a is None or b is None:
        return None, False
    if a == b:
        return a, a_open and b_open
    return (a, a_open) if (a < b) == (sign > 0) else (b, b_open)


def _tighter(a: Number | None, a_open: bool, b: Number | None, b_open: bool, *, sign: int) -> _Bound:
    """The end that leaves out more, of two low ends (sign 1) or two high ends (sign -1)."""
    if a is None or b is None:
        return (b, b_open) if a is None else (a, a_open)
    if a == b:
        return a, a_open or b_open
    return (a, a_open) if (a > b) == (sign > 0) else (b, b_open)


def minimum(a: Value, b: Value) -> Value:
    """The smaller of two values.

    >>> minimum(Interval(low=2000, nominal=2000), 2500)
    Interval(low=2000, high=2500, nominal=2000)
    """
    if not isinstance(a, Interval) and not isinstance(b, Interval):
        return min(a, b)
    # Either may reach the lower low end; neither may pass its own high end.
    return _extreme(a, b, min, _looser, _tighter)


def maximum(a: Value, b: Value) -> Value:
    """The greater of two values."""
    if not isinstance(a, Interval) and not isinstance(b, Interval):
        return max(a, b)
    # Neither may fall below its own low end; either may reach the higher high end.
    return _extreme(a, b, max, _tighter, _looser)


def _extreme(
    a: Value,
    b: Value,
    pick: Callable[[Number, Number], Number],
    low_end: Callable[..., _Bound],
    high_end: Callable[..., _Bound],
) -> Value:
    """One of two values, by which of their nominal values it is and how their low and high ends meet."""
    a_low, a_high, a_low_open, a_high_open = ends(a)
    b_low, b_high, b_low_open, b_high_open = ends(b)
    low, low_open = low_end(a_low, a_low_open, b_low, b_low_open, sign=1)
    high, high_open = high_end(a_high, a_high_open, b_high, b_high_open, sign=-1)
    a_nominal, b_nominal = nominal_of(a), nominal_of(b)
    nominal = None if a_nominal is None or b_nominal is None else pick(a_nominal, b_nominal)
    return _make(low, high, low_open, high_open, nominal)


def hull(a: Value, b: Value) -> Value:
    """The smallest interval that encloses both; nominal only where both have the same.

    >>> hull(0, 5000)
    Interval(low=0, high=5000)
    """
    if a == b:
        return a
    a_low, a_high, a_low_open, a_high_open = ends(a)
    b_low, b_high, b_low_open, b_high_open = ends(b)
    low, low_open = _looser(a_low, a_low_open, b_low, b_low_open, sign=1)
    high, high_open = _looser(a_high, a_high_open, b_high, b_high_open, sign=-1)
    nominal = nominal_of(a) if nominal_of(a) == nominal_of(b) else None
    return _make(low, high, low_open, high_open, nominal)


def intersect(a: Value, b: Value) -> Value | None:
    """What lies in both, or None when nothing does; the nominal value of the first that lies in it.

    >>> intersect(Interval(low=1), Interval(high=0)) is None
    True
    """
    a_low, a_high, a_low_open, a_high_open = ends(a)
    b_low, b_high, b_low_open, b_high_open = ends(b)
    low, low_open = _tighter(a_low, a_low_open, b_low, b_low_open, sign=1)
    high, high_open = _tighter(a_high, a_high_open, b_high, b_high_open, sign=-1)
    if low is not None and high is not None and (low > high or (low == high and (low_open or high_open))):
        return None
    printed = (nominal_of(a), nominal_of(b))
    within = (
        n for n in printed if n is not None and (low is None or low <= n) and (high is None or n <= high)
    )
    return _make(low, high, low_open, high_open, next(within, None))


def contains(outer: Value, value: Value) -> bool | None:
    """Whether ``value`` lies in the set ``outer``; None where that depends on what is not known of it.

    A rough figure prints no tolerance: its nominal value lies in it, of any other value nobody can say.

    >>> contains(Interval(high=400000, high_open=True), 399999)
    True
    >>> contains(Interval(low=2), Interval(low=1, high=3)) is None
    True
    """
    if isinstance(outer, Interval) and outer.is_rough:
        return True if value == outer.nominal else None
    if not isinstance(value, Interval):
        low, high, low_open, high_open = ends(outer)
        above = low is None or (value > low if low_open else value >= low)
        return above and (high is None or (value < high if high_open else value <= high))
    if covers(outer, value):
        return True
    return False if intersect(outer, value) is None else None


def contains_multiple(outer: Value, factor: Value, value: Value) -> bool | None:
    """Whether ``value`` lies in ``factor`` times the set ``outer``, wherever the factor lies in its bounds.

    >>> from fractions import Fraction
    >>> at_least_half = Interval(low=Fraction(1, 2))
    >>> contains_multiple(at_least_half, 100, 50)
    True
    >>> contains_multiple(at_least_half, Interval(low=0), 50) is None
    True
    """
    if not isinstance(factor, Interval):
        return contains(multiply(outer, factor), value)
    if factor.low is None or factor.low < 0 or (isinstance(outer, Interval) and outer.is_rough):
        return None
    if factor.low == 0 and not factor.low_open:  # no times the set is nought, which its ends do not tell
        some = contains_multiple(outer, evolve(factor, low_open=True), value)
        return some if contains(0, value) is some else None
    low, high, low_open, high_open = ends(outer)
    if (low is not None and low < 0) or (high is not None and high < 0):
        return None
    least, most = factor.low, factor.high
    possible = _make(
        None if low is None else low * least,
        None if high is None or most is None else high * most,
        low_open,
        high_open,
        None,
    )
    if intersect(possible, value) is None:
        return False
    if low and most is None:
        return None
    # What lies in every multiple: above the greatest low end and below the least high one.
    above = Interval(low=None if low is None else low * (most or 0), low_open=low_open and low is not None)
    below = Interval(high=None if high is None else high * least, high_open=high_open and high is not None)
    return True if covers(above, value) and covers(below, value) else None


def covers(outer: Value, inner: Value) -> bool:
    """Whether every value of ``inner`` lies in ``outer``."""
    low, high, low_open, high_open = ends(outer)
    in_low, in_high, in_low_open, in_high_open = ends(inner)
    if low is not None and (
        in_low is None or in_low < low or (in_low == low and low_open and not in_low_open)
    ):
        return False
    return high is None or not (
        in_high is None or in_high > high or (in_high == high and high_open and not in_high_open)
    )
