"""The Chinese of what problems say, found by the pattern of their English.

Problems are made with English words only. What they say is put into Chinese when somebody asks for that, by a
catalogue of patterns (:data:`PATTERNS`) that is loaded then and not before. In a pattern, ``{name}`` stands for a
part that is told as it is; in its Chinese the part may be told otherwise:

- ``{name:zh}`` in Chinese, by the same catalogue; the pattern is none for a part that has no Chinese,
- ``{name:zh?}`` in Chinese where there is some, and else as it is,
- ``{name:whole}`` in Chinese too; a part is none where a bracket is opened or closed only,
- ``{name:wanted}`` as what is expected instead of what was given,
- ``{name:noun}`` in Chinese, or as it is where it is a single name,
- ``{name:digits}`` as it is; the pattern is none for a part that is no number,
- ``{name:list}`` with 、 between what English parts by commas.

Of several patterns that fit a text the one with most words of its own counts, but what is joined is parted first.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from attrs import frozen

from fupin_policy.chinese import asking, data, outside, policies, registers, values, words

__all__ = ["PATTERNS", "in_chinese", "wanted"]

PATTERNS = {
    english: chinese
    for part in (values, data, policies, asking, registers, outside, words)
    for english, chinese in part.SAID.items()
}
"""The Chinese pattern of each English one."""

_PART = re.compile(r"\{([a-z]+)(?::([a-z]+\??))?\}")


DEEPEST = 16
"""How many patterns may lie in each other: what is joined of more parts than anything the library says stays English."""


def in_chinese(text: str) -> str | None:
    """What an English text of a problem says in Chinese, or None where the catalogue does not have it.

    >>> in_chinese("'May' is no day")
    '“May”不是日期'
    >>> in_chinese("unknown option of plan_start 'may'"), in_chinese("something else")
    ('plan_start没有选项“may”', None)
    """
    return _in_chinese(text, 0)


@lru_cache(maxsize=1024)
def _in_chinese(text: str, depth: int) -> str | None:
    if depth > DEEPEST:
        return None
    return next(filter(None, (one.told(text, depth + 1) for one in _patterns())), None)


_WANTED = ("应", "可用")
"""How Chinese words begin that say by themselves that something is expected."""


def wanted(expected: str) -> str:
    """That something is expected, in Chinese, as far as the catalogue has it.

    >>> wanted("a day"), wanted("one home"), wanted("0元")
    ('应为日期', '应只属于一户', '应为0元')
    """
    return _wanted(expected, 0)


def _wanted(expected: str, depth: int) -> str:
    said = _in_chinese(expected, depth)
    if said is None:
        return f"应为{_listed(expected)}"
    return said if said.startswith(_WANTED) else f"应为{said}"


def _listed(part: str, depth: int = 0) -> str:
    return part.replace(", ", "、")


@frozen
class _Pattern:
    """An English pattern: its own words in order, the names of the parts between them, and its Chinese."""

    words: tuple[str, ...]
    names: tuple[str, ...]
    chinese: str

    def told(self, text: str, depth: int) -> str | None:
        """The Chinese of a text that has this pattern; ``depth`` is how many patterns it lies in."""
        found = self.parts(text)
        if found is None:
            return None
        parts = dict(zip(self.names, found, strict=True))
        said: list[str] = []
        end = 0
        for slot in _PART.finditer(self.chinese):
            part = _HOW[slot[2]](parts[slot[1]], depth)
            if part is None:
                return None
            said += (self.chinese[end : slot.start()], part)
            end = slot.end()
        return "".join((*said, self.chinese[end:]))

    def parts(self, text: str) -> tuple[str, ...] | None:
        """What stands between its words: each is taken where it first comes outside of quotes, in one pass over the text."""
        first, last = self.words[0], self.words[-1]
        if not (text.startswith(first) and text.endswith(last)):
            return None
        if not self.names:
            return () if text == first else None
        start, stop, found = len(first), len(text) - len(last), list[str]()
        for word in self.words[1:-1]:
            end = _unquoted(text, word, start, stop)
            if end < 0:
                return None
            found.append(text[start:end])
            start = end + len(word)
        return (*found, text[start:stop]) if start <= stop else None


_QUOTES = re.compile(r"(?<![A-Za-z0-9])'[^']*'(?![A-Za-z0-9])")


@lru_cache(maxsize=1024)
def _quoted(text: str) -> tuple[tuple[int, int], ...]:
    """Where quotes begin and end in a text: an apostrophe within or after a word is none."""
    return tuple(found.span() for found in _QUOTES.finditer(text))


def _unquoted(text: str, word: str, start: int, stop: int) -> int:
    """Where a word first comes in this part of a text, but not within quotes that open there; -1 for nowhere."""
    at = text.find(word, start, stop)
    for opened, closed in _quoted(text):
        if start <= opened < at < closed - 1:
            at = text.find(word, closed - 1, stop)
    return at


_HOW: dict[str | None, Callable[[str, int], str | None]] = {
    None: lambda part, depth: part,
    "digits": lambda part, depth: part if part.isdigit() else None,
    "list": _listed,
    "noun": lambda part, depth: _in_chinese(part, depth) or (part if part.isidentifier() else None),
    "wanted": _wanted,
    "whole": lambda part, depth: _in_chinese(part, depth) if part.count("(") == part.count(")") else None,
    "zh": _in_chinese,
    "zh?": lambda part, depth: _in_chinese(part, depth) or part,
}
"""How a part is told."""


@cache
def _patterns() -> tuple[_Pattern, ...]:
    """All patterns in the order in which they are tried."""
    single = (english for english in PATTERNS if english not in words.JOINED)
    by_words = sorted(single, key=lambda english: -len(_PART.sub("", english)))
    return tuple(_pattern(english, PATTERNS[english]) for english in (*words.JOINED, *by_words))


def _pattern(english: str, chinese: str) -> _Pattern:
    pieces = _PART.split(english)
    return _Pattern(tuple(pieces[::3]), tuple(pieces[1::3]), chinese)
