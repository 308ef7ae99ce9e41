"""Splits the text of a document into its clauses, by the document's own numbering."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from fupin_policy.verify.numerals import normal

__all__ = ["CLOSING", "PREAMBLE", "Passage", "places_of", "split"]

PREAMBLE = "前言"
"""The locator of what stands before the first number."""

CLOSING = "附则"
"""The locator of what stands after the last number."""


@frozen
class Passage:
    """The text of one clause: from ``start`` up to, not including, ``end``; its number ends at ``number``.

    ``has_parts`` tells that numbered clauses stand below it, whose text is not in it.
    """

    locator: str
    start: int
    number: int
    end: int
    has_parts: bool = False


def split(text: str, outline: Sequence[str]) -> tuple[Passage, ...]:
    """The clauses of a text in its order. ``outline`` has one regular expression a level, outermost first.

    Each is tried at the beginning of every line, in normal form (``(一)``, not ``（一）``). Locators join the
    numbers as printed, with a stroke where two bare ones would run together. A pattern that matches without
    taking a sign (``^``, the innermost) numbers the lines that nothing else numbers, by counting them. One with
    a group named ``aside`` is a box: the locators in it begin with its number, and the numbering that it
    interrupts goes on after it. One with a group named ``closing`` is no number but the first words of what
    stands after the last one, up to the end of the text.

    >>> text = "通知。\\n一、总则\\n（一）对象。农户。\\n二、措施\\n1、助学。"
    >>> [one.locator for one in split(text, ["^([一二])、", r"^\\(([一二])\\)", r"^(\\d)、"])]
    ['前言', '一', '一(一)', '二', '二/1']
    >>> text = "第一章 路\\n修路。\\n养路。\\n专栏1 桥\\n修桥。\\n第二章 水\\n打井。"
    >>> [one.locator for one in split(text, [r"^第[一二]章", r"^(?P<aside>专栏\\d)", "^"])]
    ['前言', '第一章', '第一章/1', '第一章/2', '专栏1', '专栏1/1', '第二章', '第二章/1']
    >>> text = "一、修路\\n修桥。\\n本办法即日施行。"
    >>> [one.locator for one in split(text, ["^(一)、", "^(?P<closing>本办法)"])]
    ['前言', '一', '附则']
    """
    plain = normal(text)
    levels = [re.compile(pattern) for pattern in outline]
    asides = [k for k, level in enumerate(levels) if "aside" in level.groupindex]
    found = [Passage(PREAMBLE, 0, 0, len(plain))]
    above: list[str | None] = [None] * len(levels)
    for start, line in _lines(plain):
        numbered = next(((k, m) for k, level in enumerate(levels) if (m := level.match(line))), None)
        if numbered is None or (numbered[0] > 0 and above[0] is None):
            continue
        level, match = numbered
        if "closing" in levels[level].groupindex:
            found[-1] = evolve(found[-1], end=start)
            found.append(Passage(CLOSING, start, start, len(plain)))
            break
        number = match[0].strip().rstrip("、.,。: ") if match[0] else _next(above[level])
        above[level:] = [number, *[None] * (len(levels) - level - 1)]
        outermost = max((k for k in asides if above[k] is not None), default=0)
        found[-1] = evolve(found[-1], end=start)
        found.append(Passage(_joined(above[outermost:]), start, start + match.end(), len(plain)))
    after = [*(one.locator for one in found[1:]), ""]
    return tuple(
        evolve(one, has_parts=nxt.startswith(one.locator)) for one, nxt in zip(found, after, strict=True)
    )


def _lines(plain: str) -> Iterator[tuple[int, str]]:
    """Each line without its indent, and where it begins."""
    for match in re.finditer(r"^[^\S\n]*(\S.*)$", plain, re.M):
        yield match.start(1), match[1]


def _next(counted: str | None) -> str:
    """The number after one that was counted; its stroke tells it from a printed one, 一(二)/1 from 一(二)1."""
    return f"/{int(counted[1:]) + 1 if counted else 1}"


def _joined(numbers: Sequence[str | None]) -> str:
    locator = ""
    for number in numbers:
        if number is not None:
            bare = locator and number[0].isdecimal() and not locator.endswith(")")
            locator += f"/{number}" if bare else number
    return locator


def places_of(phrase: str, plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a phrase stands between two places of a text in normal form; white space does not count.

    >>> list(places_of("5 万元", "借款 5万\\n元以下", 0, 10))
    [(3, 7)]
    """
    signs = [(place, sign) for place, sign in enumerate(plain[start:end], start) if not sign.isspace()]
    squeezed = "".join(sign for _, sign in signs)
    wanted = re.sub(r"\s", "", normal(phrase))
    at = squeezed.find(wanted) if wanted else -1
    while at >= 0:
        yield signs[at][0], signs[at + len(wanted) - 1][0] + 1
        at = squeezed.find(wanted, at + 1)
