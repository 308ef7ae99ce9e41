"""A quantity: what is known of a number, with its unit.

A quantity is a *set*: ``5000元`` holds one value, ``>=70%`` all from 70% up, ``~3000元`` is nominally 3000
with no tolerance printed (so nothing but the nominal value is known), ``?元`` is not known but not negative.
As a condition it is asked whether a value lies in it, as an amount it is calculated with.
"""

from __future__ import annotations

import re
from fractions import Fraction

from attrs import field, frozen

from fupin_policy.problems import InputError, Problem
from fupin_policy.values.intervals import (
    ANYTHING,
    NOT_NEGATIVE,
    Interval,
    Value,
    add,
    high_of,
    low_of,
    multiply,
    nominal_of,
    subtract,
)
from fupin_policy.values.labelled import Labelled
from fupin_policy.values.numbers import Number, decimal_text, exact, parse_number, ungrouped
from fupin_policy.values.units import PURE, Unit

__all__ = [
    "Bound",
    "Quantity",
    "about",
    "at_least",
    "at_most",
    "between",
    "exactly",
    "less_than",
    "more_than",
    "percent",
    "yuan",
]


class Bound(Labelled):
    """How a printed figure bounds the value it speaks of."""

    EXACTLY = "exactly", "恰为", "exactly"
    AT_LEAST = "at_least", "至少", "at least"
    MORE_THAN = "more_than", "超过", "more than"
    AT_MOST = "at_most", "至多", "at most"
    LESS_THAN = "less_than", "不足", "less than"
    ABOUT = "about", "约", "about"
    BETWEEN = "between", "介于", "between"
    UNKNOWN = "unknown", "未知", "unknown"


_SIGNS = {
    Bound.AT_LEAST: ">=",
    Bound.MORE_THAN: ">",
    Bound.AT_MOST: "<=",
    Bound.LESS_THAN: "<",
    Bound.ABOUT: "~",
}
_MULTIPLES = {"": 1, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "万亿": 10**12}

_ONE = re.compile(
    r"(?P<number>[+-]?\d+(?:\.\d+)?(?:/\d+)?)(?P<multiple>万亿|万|亿|百(?!分)|千(?![瓦米伏]))?(?P<unit>(?:\D.*)?)\Z"
)
_RATIO = re.compile(r"(\d+(?:\.\d+)?)[::](\d+(?:\.\d+)?)\Z")


def _exact(value: Value) -> Value:
    return value if type(value) is int or isinstance(value, Interval) else exact(value)


@frozen(repr=False)
class Quantity:
    """What is known of a number, with its unit; ``value`` is in base scale (money in fen).

    Raises InputError for a float.

    >>> Quantity.parse("<=5万元").value
    Interval(high=5000000, nominal=5000000)
    >>> print(Quantity.parse("5000元/人/年") + Quantity.parse(">=2000元/人/年"))
    >=7000元/人/年
    """

    value: Value = field(converter=_exact)
    unit: Unit = field(default=PURE)

    @classmethod
    def parse(cls, text: str) -> Quantity:
        """Read the text form: ``5000元/人/年``, ``>=70%``, ``~3000元``, ``3%..6.5%``, ``1:4``, ``?元``.

        ``>3%..<6.5%`` leaves out its ends, ``..元`` is any amount, ``a:b`` how much of the second goes with
        one of the first. Raises InputError with what was expected.
        """
        if not isinstance(text, str):
            raise InputError(
                Problem(f"{text!r} is no quantity", expected="text such as '5000元/人/年' or '>=70%'")
            )
        try:
            return cls._parse(_plain(text))
        except InputError as error:
            expected = "text such as '5000元/人/年', '>=70%' or '3%..6.5%'"
            raise InputError(Problem(f"'{text}' is no quantity ({error})", expected=expected)) from None

    @classmethod
    def _parse(cls, plain: str) -> Quantity:
        if plain.startswith("?"):
            return cls(Interval(low=0), Unit.parse(plain[1:]))
        if (match := _RATIO.match(plain)) and exact(match[1]):
            return cls(exact(Fraction(match[2]) / Fraction(match[1])))
        if ".." in plain:
            return cls._parse_range(plain)
        for bound, sign in _SIGNS.items():
            if plain.startswith(sign):
                number, unit = _scaled(plain[len(sign) :])
                return cls(_bounded(bound, number), unit)
        return cls(*_scaled(plain))

    @classmethod
    def _parse_range(cls, plain: str) -> Quantity:
        start, _, end = plain.partition("..")
        nominal = None
        if "(~" in end and end.endswith(")"):
            end, _, nominal_text = end[:-1].partition("(~")
            nominal = _scaled(nominal_text)[0]
        low_open, high_open = start.startswith(">"), end.startswith("<")
        if not start and not re.search(r"\d", end):
            return cls(ANYTHING, Unit.parse(end))
        high, unit = (None, None) if end.lstrip("<") == "" else _scaled(end.removeprefix("<"))
        low_text = start.removeprefix(">")
        if unit is not None and re.fullmatch(r"[+-]?\d+(?:\.\d+)?(?:/\d+)?", low_text):
            low: Number | None = exact(parse_number(low_text) * _multiple_of(end) * unit.scale)
        elif low_text == "":
            low = None
        else:
            low, low_unit = _scaled(low_text)
            if unit is not None and not unit.same_kind(low_unit):
                raise InputError(Problem(f"the ends have different units ({low_unit} and {unit})"))
            unit = unit or low_unit
        if unit is None:
            raise InputError(Problem("a range without ends"))
        if low is not None and low == high:
            return cls(low, unit)
        return cls(Interval(low, high, low_open, high_open, nominal), unit)

    def __repr__(self) -> str:
        return f"Quantity.parse({str(self)!r})"

    @property
    def bound(self) -> Bound:
        """Which of the printed bounds this is."""
        value = self.value
        if not isinstance(value, Interval):
            return Bound.EXACTLY
        if value.low is not None and value.high is None and value.nominal == value.low:
            return Bound.MORE_THAN if value.low_open else Bound.AT_LEAST
        if (
            value.high is not None
            and value.low in (0, None)
            and value.nominal == value.high
            and not value.low_open
        ):
            return Bound.LESS_THAN if value.high_open else Bound.AT_MOST
        if value.low in (0, None) and value.high is None:
            return Bound.UNKNOWN if value.nominal is None else Bound.ABOUT
        return Bound.BETWEEN

    @property
    def low(self) -> Quantity | None:
        """The greatest lower bound as a quantity, or None."""
        low = low_of(self.value)
        return None if low is None else Quantity(low, self.unit)

    @property
    def high(self) -> Quantity | None:
        """The least upper bound as a quantity, or None."""
        high = high_of(self.value)
        return None if high is None else Quantity(high, self.unit)

    @property
    def nominal(self) -> Quantity | None:
        """The printed value, or None where there is none."""
        nominal = nominal_of(self.value)
        return None if nominal is None else Quantity(nominal, self.unit)

    @property
    def is_exact(self) -> bool:
        """Whether one value is left."""
        return not isinstance(self.value, Interval)

    @property
    def number(self) -> Number:
        """The exact number in this quantity's own unit (元, not fen). Raises InputError unless exact.

        >>> Quantity.parse("0.2万元").number
        2000
        """
        if isinstance(self.value, Interval):
            raise InputError(Problem(f"{self} is not one number", expected="an exact quantity"))
        return _unscaled(self.value, self.unit)

    @property
    def fen(self) -> int:
        """Whole fen of an exact amount of money. Raises InputError for anything else.

        >>> yuan("12.34").fen
        1234
        """
        if not self.unit.is_money or isinstance(self.value, Interval) or not isinstance(self.value, int):
            raise InputError(
                Problem(f"{self} is not a whole number of fen", expected="an exact amount of money")
            )
        return self.value

    def __add__(self, other: Quantity) -> Quantity:
        self._check(other)
        return Quantity(add(self.value, other.value), self.unit)

    def __sub__(self, other: Quantity) -> Quantity:
        self._check(other)
        return Quantity(subtract(self.value, other.value), self.unit)

    def __mul__(self, other: Quantity | int | Fraction) -> Quantity:
        if isinstance(other, Quantity):
            return Quantity(multiply(self.value, other.value), self.unit * other.unit)
        return Quantity(multiply(self.value, exact(other)), self.unit)

    __rmul__ = __mul__

    def _check(self, other: Quantity) -> None:
        if not isinstance(other, Quantity):
            raise InputError(Problem(f"{other!r} has no unit", expected=f"a quantity in {self.unit}"))
        if not self.unit.same_kind(other.unit):
            kinds = " and ".join(str(unit) or "a pure number" for unit in (self.unit, other.unit))
            raise InputError(Problem(f"{kinds} do not go together"))

    def to(self, unit: Unit | str) -> Quantity:
        """The same quantity written in another unit of the same dimension.

        >>> print(Quantity.parse("3年").to("个月"))
        36月
        """
        target = Unit.parse(unit) if isinstance(unit, str) else unit
        if not target.same_kind(self.unit):
            raise InputError(Problem(f"{self} cannot be written in {target}"))
        return Quantity(self.value, target)

    def __str__(self) -> str:
        """The canonical text form, which :meth:`parse` reads back."""
        value, bound = self.value, self.bound
        if not isinstance(value, Interval):
            return self._one(value)
        if value in (NOT_NEGATIVE, ANYTHING):
            return f"{'?' if value == NOT_NEGATIVE else '..'}{str(self.unit).removeprefix('1')}"
        nominal = value.nominal
        if bound in _SIGNS and nominal is not None and value == _bounded(bound, nominal):
            return _SIGNS[bound] + self._one(nominal)
        low = "" if value.low is None else (">" if value.low_open else "") + self._one(value.low)
        high = "" if value.high is None else ("<" if value.high_open else "") + self._one(value.high)
        tail = "" if value.nominal is None else f"(~{self._one(value.nominal)})"
        return f"{low}..{high}{tail}"

    def _one(self, number: Number, lang: str = "zh") -> str:
        several = _unscaled(number, self.unit) not in (1, -1)
        unit = re.sub("^ ?1(?=/)", "", self.unit.describe(lang, several=several))
        return f"{self._digits(number, lang)}{unit}"

    def _digits(self, number: Number, lang: str) -> str:
        text = decimal_text(_unscaled(number, self.unit))
        if lang == "zh" or "/" in text:
            return text
        whole, dot, rest = text.removeprefix("-").partition(".")
        return f"{'-' if number < 0 else ''}{int(whole):,}{dot}{rest}"

    def describe(self, lang: str = "zh") -> str:
        """For people: 至少7000元/年, 约3000元/年, 0–5000元/年.

        The nominal value follows where it adds something.

        >>> Quantity.parse(">=70%").describe("en")
        'at least 70%'
        """
        value, bound = self.value, self.bound

        def one(number: Number) -> str:
            return self._one(number, lang)

        if not isinstance(value, Interval):
            return one(value)

        def bounded(bound: Bound, number: Number) -> str:
            return bound.label(lang) + ("" if lang == "zh" else " ") + one(number)

        if bound is Bound.UNKNOWN:
            return "数额未知" if lang == "zh" else "not known"
        if bound in _SIGNS and value.nominal is not None:
            return bounded(bound, value.nominal)
        if value.low is None or value.high is None or value.low_open or value.high_open:
            ends = (
                (value.low, Bound.MORE_THAN if value.low_open else Bound.AT_LEAST),
                (value.high, Bound.LESS_THAN if value.high_open else Bound.AT_MOST),
            )
            joint = "且" if lang == "zh" else " and "
            text = joint.join(bounded(bound, end) for end, bound in ends if end is not None)
        else:
            text = f"{self._digits(value.low, lang)}–{one(value.high)}"
        if value.nominal is not None:
            text += f"(名义{one(value.nominal)})" if lang == "zh" else f" (nominally {one(value.nominal)})"
        return text


def _unscaled(number: Number, unit: Unit) -> Number:
    return exact(Fraction(number) / unit.scale)


def _plain(text: str) -> str:
    """The text without spaces, and without commas where they set off thousands."""
    return ungrouped(text.strip().replace(" ", ""))


def _multiple_of(text: str) -> int:
    match = _ONE.match(text.removeprefix("<"))
    return _MULTIPLES[match["multiple"] or ""] if match else 1


def _scaled(text: str) -> tuple[Number, Unit]:
    match = _ONE.match(text)
    if match is None:
        raise InputError(Problem(f"'{text}' does not begin with a number"))
    unit = Unit.parse(match["unit"])
    number = parse_number(match["number"]) * _MULTIPLES[match["multiple"] or ""] * unit.scale
    return exact(number), unit


def _bounded(bound: Bound, number: Number) -> Interval:
    match bound:
        case Bound.AT_LEAST | Bound.MORE_THAN:
            return Interval(low=number, low_open=bound is Bound.MORE_THAN, nominal=number)
        case Bound.AT_MOST | Bound.LESS_THAN:
            return Interval(high=number, high_open=bound is Bound.LESS_THAN, nominal=number)
        case _:
            return Interval(nominal=number)


def _of(bound: Bound, text: str) -> Quantity:
    number, unit = _scaled(_plain(text))
    return Quantity(_bounded(bound, number), unit)


def exactly(text: str) -> Quantity:
    """Just this: ``exactly("5000元")``."""
    return Quantity(*_scaled(_plain(text)))


def at_least(text: str) -> Quantity:
    """This or more (不低于, 不少于, 以上)."""
    return _of(Bound.AT_LEAST, text)


def more_than(text: str) -> Quantity:
    """More than this (超过, 高于)."""
    return _of(Bound.MORE_THAN, text)


def at_most(text: str) -> Quantity:
    """This or less (以下, 以内, 不超过)."""
    return _of(Bound.AT_MOST, text)


def less_than(text: str) -> Quantity:
    """Less than this (低于, 不足)."""
    return _of(Bound.LESS_THAN, text)


def about(text: str) -> Quantity:
    """Nominally this, no tolerance printed (左右, 约)."""
    return _of(Bound.ABOUT, text)


def between(low: str, high: str) -> Quantity:
    """From the first to the second, both included.

    >>> print(between("3%", "6.5%"))
    3%..6.5%
    """
    return Quantity.parse(f"{low}..{high}")


def yuan(amount: str | int) -> Quantity:
    """An amount of money in yuan, whole fen.

    >>> yuan("12.34").fen
    1234
    >>> yuan("0.005")
    Traceback (most recent call last):
    ...
    fupin_policy.problems.InputError: 0.005 yuan is not a whole number of fen; expected at most two decimals
    """
    fen = exact(exact(amount) * 100)
    if not isinstance(fen, int):
        raise InputError(
            Problem(f"{amount} yuan is not a whole number of fen", expected="at most two decimals")
        )
    return Quantity(fen, Unit.parse("元"))


def percent(number: str | int) -> Quantity:
    """A percentage.

    >>> print(percent("6.5"))
    6.5%
    """
    return Quantity(exact(exact(number) * Fraction(1, 100)), Unit.parse("%"))
