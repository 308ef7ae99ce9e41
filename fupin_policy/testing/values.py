"""Hypothesis strategies for values: exact numbers, intervals, units, quantities, periods.

Small whole numbers are frequent, so that ends of intervals meet. Needs the extra ``test``.

>>> from hypothesis import find
>>> print(find(quantities(), lambda quantity: not quantity.is_exact and quantity.unit.is_money))
..元
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from fupin_policy.values import Interval, Number, Period, Quantity, Unit, Value, exact
from fupin_policy.values.units import SYMBOLS

__all__ = ["inside", "intervals", "narrower", "numbers", "periods", "quantities", "units", "values"]

_FAR = 10**9
_DENOMINATORS = (2, 3, 5, 7, 8, 10, 12, 100, 1000)


def numbers(low: int = -_FAR, high: int = _FAR) -> SearchStrategy[Number]:
    """Exact numbers between two whole ones, whole ones above all."""
    near = st.integers(max(low, -3), min(high, 3)) if low <= 3 and high >= -3 else st.nothing()
    parts = st.builds(Fraction, st.integers(low, high), st.sampled_from(_DENOMINATORS)).map(exact)
    return st.one_of(near, st.integers(low, high), parts.filter(lambda part: low <= part <= high))


@st.composite
def intervals(draw: DrawFn) -> Interval:
    """Intervals with any ends: finite, infinite, open, closed; with a nominal value or none."""
    low, high = draw(st.none() | numbers()), draw(st.none() | numbers())
    if low is not None and high is not None:
        low, high = min(low, high), max(low, high)
        if low == high:
            high = low + 1
    low_open, high_open = low is not None and draw(st.booleans()), high is not None and draw(st.booleans())
    found = Interval(low, high, low_open, high_open)
    printed = [end for end in (low, high) if end is not None]
    nominal = draw(st.one_of(st.none(), *([st.sampled_from(printed)] if printed else []), inside(found)))
    return Interval(low, high, low_open, high_open, nominal)


def values() -> SearchStrategy[Value]:
    """What may be known of a number: the number itself, or an interval."""
    return st.one_of(numbers(), intervals())


@st.composite
def inside(draw: DrawFn, value: Value) -> Number:
    """Numbers that lie in a value: its ends where they are included, numbers close to them, and others."""
    if not isinstance(value, Interval):
        return value
    low, high = value.low, value.high
    ends = [end for end, is_open in ((low, value.low_open), (high, value.high_open)) if not is_open]
    known = [end for end in ends if end is not None]
    far = st.one_of(st.integers(1, 3), st.integers(1, _FAR), st.just(Fraction(1, 10**6)))
    if low is not None and high is not None:
        some = st.integers(1, 99).map(lambda n: exact(low + (high - low) * Fraction(n, 100)))
    elif low is not None:
        some = far.map(lambda step: exact(low + step))
    elif high is not None:
        some = far.map(lambda step: exact(high - step))
    else:
        some = numbers()
    return draw(st.sampled_from(known) | some if known else some)


@st.composite
def narrower(draw: DrawFn, value: Value) -> Value:
    """Values that lie wholly in a value: a number, or an interval within it."""
    if not isinstance(value, Interval) or draw(st.booleans()):
        return draw(inside(value))
    cut = draw(inside(value))
    low, low_open = draw(st.sampled_from([(value.low, value.low_open), (cut, False), (cut, True)]))
    high, high_open = draw(st.sampled_from([(value.high, value.high_open), (cut, False), (cut, True)]))
    if low is not None and low == high:
        return cut
    return Interval(low, high, low_open, high_open)


@st.composite
def units(draw: DrawFn) -> Unit:
    """Units of at most two symbols over two, a pure number among them."""
    symbols = st.lists(st.sampled_from(SYMBOLS), max_size=2)
    over, under = draw(symbols), draw(symbols)
    return Unit.parse("/".join(["·".join(over) or "1", *under]))


def quantities(unit: Unit | None = None) -> SearchStrategy[Quantity]:
    """Quantities of a unit, or of any."""
    return st.builds(Quantity, values(), units() if unit is None else st.just(unit))


@st.composite
def periods(draw: DrawFn) -> Period:
    """Periods of days, open ones among them."""
    days = st.dates(date(1990, 1, 1), date(2030, 12, 31))
    start, end = draw(st.none() | days), draw(st.none() | days)
    if start is not None and end is not None:
        start, end = min(start, end), max(start, end)
    return Period(start, end)
