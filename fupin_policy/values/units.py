"""The closed set of units that policy texts use, with exact scales and dimensions.

A number with a unit is held in the base scale of its dimension: money in fen, length in metres, area in
square metres, power in watts, time in years (so that 元/月 and 元/年, 个月 and 年 can be compared), a
percentage as a pure ratio. Counts of different things (人, 户, 村 …) are different dimensions: 元/人 is
not 元/户.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from attrs import field, frozen

from fupin_policy.problems import InputError, Problem, nearest
from fupin_policy.values.numbers import Number, exact

__all__ = ["PURE", "SYMBOLS", "Unit"]

# symbol: (dimension, scale to the base of that dimension, English name), in the order units write them
_BASES: dict[str, tuple[str, Number, str]] = {
    "元": ("money", 100, "yuan"),
    "角": ("money", 10, "jiao"),
    "分": ("money", 1, "fen"),
    "人": ("person", 1, "person"),
    "人次": ("visit", 1, "person-time"),
    "户": ("household", 1, "household"),
    "村": ("village", 1, "village"),
    "镇": ("town", 1, "town"),
    "县": ("county", 1, "county"),
    "家": ("organisation", 1, "organisation"),
    "个": ("item", 1, "item"),
    "次": ("time", 1, "time"),
    "岁": ("age", 1, "year of age"),
    "米": ("length", 1, "metre"),
    "公里": ("length", 1000, "kilometre"),
    "平方米": ("area", 1, "square metre"),
    "平方公里": ("area", 10**6, "square kilometre"),
    "公顷": ("area", 10**4, "hectare"),
    "亩": ("area", Fraction(2000, 3), "mu"),
    "千瓦": ("power", 1000, "kilowatt"),
    "瓦": ("power", 1, "watt"),
    "千伏": ("voltage", 1, "kilovolt"),
    "千伏安": ("apparent power", 1, "kilovolt-ampere"),
    "兆": ("bandwidth", 1, "megabit per second"),
    "吨": ("mass", 1, "tonne"),
    "立方米": ("volume", 1, "cubic metre"),
    "年": ("duration", 1, "year"),
    "月": ("duration", Fraction(1, 12), "month"),
    "天": ("day", 1, "day"),
    "小时": ("hour", 1, "hour"),
    "%": ("", Fraction(1, 100), "per cent"),
}

_PLURALS = {
    "元": "yuan", "角": "jiao", "分": "fen", "亩": "mu", "%": "per cent",
    "县": "counties", "岁": "years of age", "兆": "megabits per second",
}  # fmt: skip
"""English names of several, where they are not made with an s."""

_SAME = {
    "名": "人", "个月": "月", "日": "天", "周岁": "岁", "项": "个", "处": "个", "点": "个", "所": "个",
    "座": "个", "类": "个", "本": "个", "千米": "公里", "km": "公里", "m": "米", "kW": "千瓦",
    "kVA": "千伏安", "Mbps": "兆", "yuan": "元", "CNY": "元", "person": "人", "household": "户",
    "village": "村", "town": "镇", "county": "县", "year": "年", "month": "月", "day": "天",
    "m2": "平方米", "mu": "亩", "乡镇": "镇", "乡": "镇",
}  # fmt: skip

SYMBOLS: tuple[str, ...] = (*_BASES, *_SAME)
_ORDER = {symbol: index for index, symbol in enumerate(_BASES)}


@frozen(repr=False)
class Unit:
    """A unit such as 元/人/年: symbols over symbols, in one fixed order.

    Two units are equal when they are written with the same symbols; ``dimension`` tells whether their
    numbers may be added or compared.

    >>> Unit.parse("元/人/年").dimension
    (('duration', -1), ('money', 1), ('person', -1))
    >>> Unit.parse("公里").scale
    1000
    """

    symbols: tuple[tuple[str, int], ...]
    scale: Number = field(eq=False, repr=False)
    dimension: tuple[tuple[str, int], ...] = field(eq=False, repr=False)

    @staticmethod
    @cache
    def parse(text: str) -> Unit:
        """Read a unit; the empty text is a pure number.

        ``·`` joins symbols on either side of a stroke: 千瓦·小时 is a product, 元/人·年 is 元/人/年.
        Raises InputError for a symbol outside the closed set, with the nearest one.

        >>> str(Unit.parse("元/公里/年"))
        '元/公里/年'
        """
        over, *under = text.strip().split("/")
        powers = (
            Counter[str]()
            if over.strip() in ("", "1")
            else Counter(_symbol(part, text) for part in over.split("·"))
        )
        powers.subtract(_symbol(part, text) for parts in under for part in parts.split("·"))
        return _unit(powers)

    def __repr__(self) -> str:
        return f"Unit.parse({str(self)!r})"

    def __str__(self) -> str:
        return self._written({symbol: symbol for symbol, _ in self.symbols})

    def _written(self, names: Mapping[str, str]) -> str:
        over = [names[symbol] for symbol, power in self.symbols for _ in range(power)]
        under = [names[symbol] for symbol, power in self.symbols for _ in range(-power)]
        return "/".join(["·".join(over) or ("1" if under else ""), *under])

    def describe(self, lang: str = "zh", *, several: bool = False) -> str:
        """The unit for people, set off from its number where the language does so; that of ``several`` is plural.

        >>> Unit.parse("元/人/年").describe("en"), Unit.parse("%").describe("en")
        (' yuan/person/year', '%')
        >>> Unit.parse("个/村").describe("en", several=True)
        ' items/village'
        """
        if lang == "zh" or str(self) in ("", "%"):
            return str(self)
        names = {symbol: _BASES[symbol][2] for symbol, _ in self.symbols}
        over = [symbol for symbol, power in self.symbols if power > 0]
        if several and over:
            names[over[-1]] = _PLURALS.get(over[-1], f"{names[over[-1]]}s")
        return " " + self._written(names)

    def __mul__(self, other: Unit) -> Unit:
        """The unit of a product, like symbols cancelled: 元/人/年 times 人 is 元/年."""
        return _product(self, other)

    @property
    def per(self) -> Unit:
        """The inverse unit."""
        return _unit({symbol: -power for symbol, power in self.symbols})

    @property
    def is_money(self) -> bool:
        """Whether numbers of this unit are held in fen."""
        return any(dimension == "money" and power == 1 for dimension, power in self.dimension)

    def same_kind(self, other: Unit) -> bool:
        """Whether numbers of the two units may be added and compared."""
        return self.dimension == other.dimension


def _symbol(part: str, text: str) -> str:
    symbol = _SAME.get(part.strip(), part.strip())
    if symbol not in _BASES:
        expected = "a policy unit such as 元/人/年"
        raise InputError(
            Problem(f"unknown unit '{text}'", expected=expected, nearest=nearest(symbol, SYMBOLS))
        )
    return symbol


@cache
def _product(a: Unit, b: Unit) -> Unit:
    powers: dict[str, int] = {}
    for symbol, power in (*a.symbols, *b.symbols):
        # Like dimensions cancel whatever the symbol: 元/公里 times a length in 米 is 元.
        twin = next((s for s in powers if _BASES[s][0] == _BASES[symbol][0]), symbol)
        powers[twin] = powers.get(twin, 0) + power
    return _unit({symbol: power for symbol, power in powers.items() if _BASES[symbol][0]})


def _unit(powers: Mapping[str, int]) -> Unit:
    kept = [(symbol, power) for symbol, power in powers.items() if power]
    symbols = tuple(sorted(kept, key=lambda one: (one[1] < 0, _ORDER[one[0]])))
    scale = Fraction(1)
    dimension = Counter[str]()
    for symbol, power in symbols:
        name, factor, _ = _BASES[symbol]
        scale *= Fraction(factor) ** power
        dimension[name] += power
    return Unit(
        symbols, exact(scale), tuple(sorted((name, n) for name, n in dimension.items() if name and n))
    )


PURE = _unit({})
