"""How large a fact may be before it is a slip: the one place that says so, for entities, files and registers alike.

A fact declares the values that make sense for it where there are such (a share, a day of the month). Any other
number has a ceiling by its unit and by whom it is about: generous enough for everything there is, and low enough
for a register, which counts in whole parts (``parts_of``) up to ``STORED``. A ceiling is a guard against slips and
no knowledge: of a fact that is unknown only the declared range is known.
"""

from __future__ import annotations

from enum import IntEnum
from fractions import Fraction

from fupin_policy.values import Unit

__all__ = [
    "ELEMENTS",
    "MAX_TEXT",
    "MOST_PARTS",
    "STORED",
    "YEARS",
    "Extent",
    "ceiling",
    "most_of",
    "parts_of",
]

MAX_TEXT = 500
"""Characters that the text of a fact may have."""

YEARS = (1880, 2100)
"""First and last year a day may have unless the fact says otherwise: beyond them it is a slip."""

ELEMENTS = 10_000
"""Elements that a list may have unless the fact says otherwise."""

MOST_PARTS = 10**12
"""Parts of its unit that a number may be told in: twelve decimals, or a share of everybody there is."""

STORED = 2**53
"""The magnitude a number of a register may have, in the smallest parts it is counted in (fen for money)."""

_DECIMALS = 4


def most_of(unit: Unit) -> int:
    """The most of a unit that can be stored: for what is said by nobody's fact, such as an open term.

    >>> most_of(Unit.parse("元/年"))
    90071992547409
    """
    return int(STORED / (parts_of(unit, is_count=False) * Fraction(unit.scale)))


def parts_of(unit: Unit | None, *, is_count: bool) -> int:
    """Into how many parts a register divides the base unit of a number: whole fen, four decimals of all else.

    >>> parts_of(Unit.parse("元/年"), is_count=False), parts_of(Unit.parse("米"), is_count=False)
    (1, 10000)
    """
    if unit is not None and unit.is_money:
        return 1
    scale = Fraction(1 if unit is None else unit.scale)
    return (scale if is_count else scale / 10**_DECIMALS).denominator


class Extent(IntEnum):
    """Whom the facts of an entity are about, as far as their size goes."""

    HOME = 0
    """A household, and what belongs to it."""
    PLACE = 1
    """A village, a town, a business."""
    AREA = 2
    """A county and everything up to the nation."""


# By the first symbol of the unit: the most for a household, for a village, town or business, and for an area.
# The nation has 1.4 thousand million people, 5 million kilometres of roads and 9.6 million square kilometres;
# its budgets, which rules speak of, are below 10 million million yuan.
_CEILINGS: dict[str, tuple[int, int, int]] = {
    "元": (10**8, 10**12, 10**13),
    "人": (100, 10**7, 10**10),
    "人次": (10**4, 10**8, 10**10),
    "户": (100, 10**7, 10**10),
    "村": (100, 10**5, 10**7),
    "县": (100, 10**4, 10**5),
    "家": (100, 10**5, 10**9),
    "个": (1000, 10**6, 10**9),
    "次": (1000, 10**5, 10**6),
    "年": (100, 100, 100),
    "公里": (1000, 10**5, 10**8),
    "平方米": (10**6, 10**10, 9 * 10**11),
    "平方公里": (1, 10**4, 10**7),
    "亩": (10**5, 10**8, 10**11),
    "千瓦": (10**5, 10**8, 10**10),
    "兆": (10**6, 10**6, 10**6),
    "%": (1000, 10**5, 10**5),
    "": (1000, 10**6, 10**6),
}

# Of one person or one household, in however large an area.
_SHARED = {"人", "户"}
_PER_HEAD = {"元": 10**8}
_ANYTHING_PER_HEAD = 10**6


def ceiling(unit: Unit | None, extent: Extent) -> int:
    """The most that a number may be, in its unit, where the fact does not say so itself.

    Raises KeyError for a unit without a ceiling: its facts must each declare their own.

    >>> ceiling(Unit.parse("元/年"), Extent.HOME), ceiling(Unit.parse("元/年"), Extent.AREA)
    (100000000, 10000000000000)
    >>> ceiling(Unit.parse("元/人/年"), Extent.AREA)
    100000000
    """
    powers = {} if unit is None else dict(unit.symbols)
    symbol = next((symbol for symbol, power in powers.items() if power > 0), "")
    if any(powers.get(each, 0) < 0 for each in _SHARED):
        return _PER_HEAD.get(symbol, _ANYTHING_PER_HEAD)
    return _CEILINGS[symbol][extent]
