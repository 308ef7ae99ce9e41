"""Numerals as Chinese documents print them: where they stand in a text, and which number they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from attrs import frozen

from fupin_policy.values import Number, exact, parse_number

__all__ = ["NUMERAL", "Run", "normal", "number_of", "numerals"]

# One character stands for one, so that places in the normal form are places in the text.
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TWINS = str.maketrans("‘’“”—–―−～〜∶•・〔〕　\xa0", "''\"\"------:··[]  ")
_TABLE = _FULL_WIDTH | _TWINS | {ord("~"): "-"}

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_MYRIADS = {"亿": 10**8, "万": 10**4}
_MULTIPLES = {"百": 100, "千": 1000} | _MYRIADS
_D = "[一二两三四五六七八九]"
_SECTION = re.compile(f"(?:({_D})千)?零?(?:({_D})百)?零?(?:({_D}?)十)?零?({_D}|零)?")

# 百 of 百分之 and 千 of 千瓦 belong to the unit, not to the number before them.
_HUNDRED, _THOUSAND = "百(?!分[之点])", "千(?![瓦米伏克])"
_ARABIC = rf"(?:\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+(?:\.\d+)?)(?:万亿|[万亿]|{_HUNDRED}|{_THOUSAND})?"
_HAN = rf"(?:[零〇一二三四五六七八九十两半万亿]|{_HUNDRED}|{_THOUSAND})+(?:点[零〇一二三四五六七八九]+)?"
NUMERAL = rf"(?:{_ARABIC}|{_HAN})"
"""Regular expression of one numeral: Arabic digits with their 万 or 亿, or a longest run of Chinese ones."""

_RUN = re.compile(NUMERAL)
_ARABIC_PARTS = re.compile(r"([\d,]+(?:\.\d+)?)(.*)")


@frozen
class Run:
    """A numeral of a text: from ``start`` up to, not including, ``end``."""

    start: int
    end: int
    text: str


def normal(text: str) -> str:
    """The text with full-width signs, quotes and dashes made alike; every character keeps its place.

    >>> normal("（一）1∶4，3—6.5％")
    '(一)1:4,3-6.5%'
    """
    return text.translate(_TABLE)


def numerals(text: str) -> Iterator[Run]:
    """Every numeral of a text in normal form, in order.

    >>> [run.text for run in numerals("44160千瓦,5万元以下,三年,百分之二十,10·17")]
    ['44160', '5万', '三', '二十', '10', '17']
    """
    for match in _RUN.finditer(text):
        yield Run(match.start(), match.end(), match[0])


def number_of(text: str) -> Number | None:
    """The number a numeral stands for, or None where it is none (十三五).

    >>> number_of("0.2万"), number_of("一千二百"), number_of("二〇一八"), number_of("半"), number_of("十三五")
    (2000, 1200, 2018, Fraction(1, 2), None)
    """
    if text[:1].isdecimal():
        match = _ARABIC_PARTS.fullmatch(text)
        if match is None:
            return None
        multiple = 1
        for sign in match[2]:
            multiple *= _MULTIPLES[sign]
        return exact(parse_number(match[1].replace(",", "")) * multiple)
    if text == "半":
        return Fraction(1, 2)
    whole, _, decimals = text.partition("点")
    value = _whole(whole)
    if value is None or not decimals:
        return value
    return exact(value + Fraction(int("".join(str(_DIGITS[sign]) for sign in decimals)), 10 ** len(decimals)))


def _whole(text: str) -> int | None:
    if len(text) > 1 and all(sign in _DIGITS for sign in text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    for sign, multiple in _MYRIADS.items():
        head, found, tail = text.rpartition(sign)
        if found:
            many, rest = _whole(head) if head else 1, _whole(tail) if tail else 0
            return None if many is None or rest is None else many * multiple + rest
    match = _SECTION.fullmatch(text)
    if match is None or not text:
        return None
    thousands, hundreds, tens, ones = match.groups()
    parts = ((thousands, 1000), (hundreds, 100), ("一" if tens == "" else tens, 10), (ones, 1))
    return sum(_DIGITS[sign] * size for sign, size in parts if sign is not None)
