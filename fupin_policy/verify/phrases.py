"""Reads the phrase of a figure as it is printed, independently of whoever encoded it.

Each figure of a policy carries its phrase and the value that was made of it. Reading the phrase a second
time, here, notices a slip in the value without any case: ``不低于1万元`` can only be at least 10000 yuan.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fractions import Fraction

from attrs import evolve, frozen

from fupin_policy.policy import Figure, Measure, Role, Rulebook
from fupin_policy.values import Bound, Interval, Number, Period, Quantity, Unit, Value, exact
from fupin_policy.values.units import SYMBOLS
from fupin_policy.verify.dates import lasts_as_printed, periods
from fupin_policy.verify.lexicon import without_words
from fupin_policy.verify.numerals import NUMERAL, normal, number_of

__all__ = ["Printed", "agrees", "figure_agrees", "read_phrase"]


@frozen
class Printed:
    """A number as a phrase prints it: from ``low`` to ``high`` (the same for one number), its bound and unit.

    ``bound`` is what a word beside the number says; ``perhaps`` what a word further off suggests
    (达到90%, 不低于平均水平的60%), which an encoder may take up or leave to the rule.
    """

    low: Number
    high: Number
    unit: Unit | None = None
    bound: Bound | None = None
    perhaps: Bound | None = None

    @property
    def is_range(self) -> bool:
        """Whether two ends are printed."""
        return self.low != self.high


_LEAST = "不低于 不得低于 不少于 不得少于 不小于 至少 最少 最低"
_MOST = "不超过 不得超过 不高于 不得高于 不大于 不多于 至多 最多 最高"


def _table(**words: str) -> dict[str, Bound]:
    return {word: Bound(bound) for bound, listed in words.items() for word in listed.split()}


_BEFORE = _table(
    at_least=_LEAST,
    at_most=f"{_MOST} 控制在",
    more_than="超过 高于 大于 多于",
    less_than="低于 少于 小于 不足 不到 未满 不满",
    about="大约 约 接近 将近 近",
)
_AFTER = _table(at_least="以上", at_most="以下 以内 之内 范围内")
_CLOSE_AFTER = _table(at_most="内", about="左右 上下")
_FAR_BEFORE = _table(
    at_least=f"{_LEAST} 达到 达 提高到 扩大到 增加到",
    at_most=f"{_MOST} 降到 降至 控制在",
    about="预计 预测",
)
_BOUND_OF = _BEFORE | _AFTER | _CLOSE_AFTER


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


# Words that count like a unit of the closed set, so many to one.
_ODD_UNITS: dict[str, tuple[Number, str]] = {
    "成": (10, "%"),
    "个百分点": (1, "%"),
    "级": (1, "个"),
    "届": (1, "次"),
}
_UNIT = _any_of([*(symbol for symbol in SYMBOLS if not symbol.isascii() or symbol == "%"), *_ODD_UNITS])
_GAP = "[^\\d一二三四五六七八九十两半,，。;、:]{0,6}?"
_PHRASE = re.compile(
    rf"(?:(?P<before>{_any_of(_BEFORE)})(?:[有为到在]|达到?)*)?(?:(?P<under>百|千|{NUMERAL})分之)?"
    rf"(?P<low>{NUMERAL})(?:(?P<low_unit>{_UNIT})?[-至到](?:百分之)?(?P<high>{NUMERAL}))?(?P<unit>{_UNIT})?(?P<half>半)?"
    rf"(?=(?P<close>{_any_of(_CLOSE_AFTER)})|{_GAP}(?P<after>{_any_of(_AFTER)})|)"
)
_FAR = re.compile(_any_of(_FAR_BEFORE))
_RATIO = re.compile(r"(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)")
_WHOLE = re.compile("全覆盖|全面覆盖|全额|全部|全面|全体|全员|所有|每个|村村|户户|人人")
# Numbers that count nothing: a calendar year, the generation of a network, half of a year by name, a rank.
_NO_COUNT = re.compile(r"(?:19|20)\d\d年|\d+[A-Za-z]+|[A-Za-z]+\d+|[上下]半年|第\d+")


def read_phrase(phrase: str) -> tuple[Printed, ...]:
    """Every number that a phrase prints, with its bound and unit; calendar years are left out.

    >>> [(str(one.low), str(one.unit), one.bound) for one in read_phrase("不低于1万元")]
    [('10000', '元', <Bound.AT_LEAST: 'at_least'>)]
    >>> [(one.low, one.high) for one in read_phrase("控制在2—4%以内")]
    [(2, 4)]
    >>> read_phrase("全额")
    ()
    """
    plain = _NO_COUNT.sub("|", without_words(normal(re.sub(r"\s", "", phrase))))
    if match := _RATIO.search(plain):
        ratio = exact(Fraction(match[2]) / Fraction(match[1]))
        return (Printed(ratio, ratio),)
    return tuple(_numbers(plain))


def _numbers(plain: str) -> Iterator[Printed]:
    end = 0
    for match in _PHRASE.finditer(plain):
        far = _FAR.findall(plain, end, match.start("low"))
        printed = _read(match, _FAR_BEFORE[far[-1]] if far else None)
        if printed is not None:
            yield printed
        end = match.end()


def _read(match: re.Match[str], perhaps: Bound | None) -> Printed | None:
    low = number_of(match["low"])
    high = low if match["high"] is None else number_of(match["high"])
    if low is None or high is None:
        return None
    if match["high"] and not match["low_unit"] and low < high:
        low = exact(low * _shared_multiple(match["low"], match["high"]))
    if match["half"]:
        low, high = exact(low + Fraction(1, 2)), exact(high + Fraction(1, 2))
    symbol = match["unit"] or match["low_unit"]
    times: Number
    times, symbol = _ODD_UNITS.get(symbol or "", (1, symbol))
    if under := {"百": 100, "千": 1000}.get(match["under"], number_of(match["under"] or "")):
        times, symbol = Fraction(100) / under, "%"
    low, high = exact(low * times), exact(high * times)
    unit = Unit.parse(symbol) if symbol else None
    word = match["close"] or match["after"] or match["before"]
    bound = _BOUND_OF[word] if word else None
    return Printed(low, high, unit, bound, None if bound else perhaps)


def _shared_multiple(low: str, high: str) -> int:
    """2至3万 counts both ends in 万."""
    last = high[-1]
    value = number_of(f"1{last}") if last in "万亿" and low[-1] not in "万亿" else 1
    return int(value or 1)


def agrees(figure: Figure, beside: Iterable[Figure] = ()) -> bool | None:
    """Whether a figure's value is what its phrase prints; None where the phrase prints no number.

    A value that is one end of a printed range agrees when a figure ``beside`` it, with the same phrase or
    one around it, takes the other end. Words of wholeness (全覆盖, 所有) are 100% for a percentage.

    >>> from fupin_policy.policy.section import figure_value
    >>> def figure(phrase, value, role=Role.AMOUNT): return Figure("x", phrase, figure_value(value), role)
    >>> agrees(figure("每户0.2万元", "2000元/户")), agrees(figure("每户0.2万元", "2001元/户"))
    (True, False)
    >>> agrees(figure("到2018年底", "<=2018-12-30")), agrees(figure("每季度", "4次/年"))
    (False, None)
    """
    if isinstance(figure.value, Period):
        return _agrees_in_time(figure.value, figure.as_written)
    numbers = read_phrase(figure.as_written)
    if not numbers:
        whole = str(figure.value.unit) == "%" and _WHOLE.search(figure.as_written)
        return figure.value == Quantity.parse("100%") if whole else None
    others = [other for other in beside if other is not figure and _same_words(other, figure)]
    return any(_matches(printed, figure, figure.value, others) for printed in numbers)


def figure_agrees(book: Rulebook, measure: Measure, figure: Figure) -> bool | None:
    """The same for a figure of a policy: beside those of its clause, with damage of the text repaired.

    >>> import fupin_policy as fp
    >>> ruyuan = fp.load_policy("ruyuan-2016")
    >>> skills = ruyuan["skills-standard"]
    >>> figure_agrees(ruyuan, skills, skills.figures["least"])
    True
    """
    repairs = [repair for repair in book.repairs if repair.clause == measure.clause]

    def mended(one: Figure) -> Figure:
        meant = one.as_written
        for repair in repairs:
            meant = meant.replace(repair.printed, repair.meant)
        return evolve(one, as_written=meant)

    beside = [
        mended(other)
        for one in book.measures
        for other in one.figures.values()
        if one.clause == measure.clause and (one.id, other.name) != (measure.id, figure.name)
    ]
    return agrees(mended(figure), beside)


def _agrees_in_time(period: Period, phrase: str) -> bool | None:
    admissible = periods(phrase)
    if period in admissible:
        return True
    lasts = lasts_as_printed(period, phrase)
    return False if lasts is None and admissible else lasts


def _same_words(one: Figure, other: Figure) -> bool:
    return one.as_written in other.as_written or other.as_written in one.as_written


def _matches(printed: Printed, figure: Figure, value: Quantity, others: list[Figure]) -> bool:
    ends = _in_base(printed, value.unit)
    if ends is None:
        return False
    low, high = ends
    if not printed.is_range:
        return any(value.value == _set(bound, low) for bound in _allowed(printed, figure.role))
    if value.value == Interval(low, high):
        return True
    takes_low = value.value in (low, _set(Bound.AT_LEAST, low))
    takes_high = value.value in (high, _set(Bound.AT_MOST, high))
    wanted = high if takes_low else low
    return (takes_low or takes_high) and any(_reaches(other, wanted) for other in others)


def _reaches(figure: Figure, end: Number) -> bool:
    """Whether a figure has this end, or is this number."""
    if not isinstance(figure.value, Quantity):
        return False
    value = figure.value.value
    return end in (value.low, value.high) if isinstance(value, Interval) else end == value


_COUNTED = {"person", "household", "village", "town", "county", "organisation", "item", "time", "visit"}
_FLOORS = {Role.FLOOR, Role.THRESHOLD, Role.TARGET}


def _in_base(printed: Printed, unit: Unit) -> tuple[Number, Number] | None:
    """Both ends in the base scale of a figure's unit, or None where the printed unit is another one."""
    scale = Fraction(unit.scale)
    head = Unit.parse(next((symbol for symbol, power in unit.symbols if power > 0), ""))
    if printed.unit is not None and unit.symbols:
        one, other = dict(printed.unit.dimension), dict(head.dimension)
        classifier = set(one) == {"item"} and set(other) <= _COUNTED
        if one != other and not classifier:
            return None
        if not classifier:
            scale = scale / head.scale * printed.unit.scale
    elif printed.unit is not None and str(printed.unit) == "%":
        scale = Fraction(printed.unit.scale)
    return exact(printed.low * scale), exact(printed.high * scale)


def _allowed(printed: Printed, role: Role) -> set[Bound]:
    """The bounds a value may have: the printed one; where none is printed what the role allows."""
    if printed.bound is None:
        allowed = {Bound.EXACTLY}
        if printed.perhaps is not None:
            allowed.add(printed.perhaps)
        if role in _FLOORS:
            allowed.add(Bound.AT_LEAST)
        if role is Role.CAP:
            allowed.add(Bound.AT_MOST)
        return allowed
    # A cap that a rule calculates with is the printed number itself.
    is_cap = printed.bound is Bound.AT_MOST and role is Role.CAP
    return {printed.bound, Bound.EXACTLY} if is_cap else {printed.bound}


def _set(bound: Bound, number: Number) -> Value:
    """The set of values that a bound and a number make, as a quantity holds it."""
    point = Interval(nominal=number)
    match bound:
        case Bound.AT_LEAST | Bound.MORE_THAN:
            return evolve(point, low=number, low_open=bound is Bound.MORE_THAN)
        case Bound.AT_MOST | Bound.LESS_THAN:
            return evolve(point, high=number, high_open=bound is Bound.LESS_THAN)
        case Bound.ABOUT:
            return point
    return number
