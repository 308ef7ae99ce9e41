"""JSON through the same door as YAML: no float, no NaN, no key twice, every line known."""

from __future__ import annotations

import re
from collections.abc import Callable
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined]  # not in the stubs
from typing import NoReturn

from fupin_policy.domain.tree import Builder

__all__ = ["feed"]

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]*))((?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)")
_WORD = re.compile(r"-?[A-Za-z_]+")
_WORDS = {"true": True, "false": False, "null": None}
_MAX_DIGITS = 18


def feed(text: str, builder: Builder) -> None:
    """Give the builder what the JSON text holds.

    >>> builder = Builder()
    >>> feed('{"a": [1, null]}', builder)
    >>> builder.tree().data
    {'a': [1, None]}
    """
    _Reader(text, builder).run()


class _Reader:
    """One pass over the text; the builder's limit on depth keeps the recursion short."""

    def __init__(self, text: str, builder: Builder) -> None:
        self.text = text
        self.builder = builder
        self.position = 0
        self.line = 1

    def run(self) -> None:
        self.value()
        if self.peek():
            self.fail("the end of the text")

    def value(self) -> None:
        mark = self.peek()
        if mark == "{":
            self.builder.open({}, self.line)
            self.members("}", self.pair)
        elif mark == "[":
            self.builder.open([], self.line)
            self.members("]", self.value)
        elif mark == '"':
            self.builder.value(self.string(), self.line)
        else:
            self.scalar()

    def members(self, closer: str, member: Callable[[], None]) -> None:
        """Members with commas between them, up to the closer."""
        self.position += 1
        if self.peek() != closer:
            member()
            while self.peek() == ",":
                self.position += 1
                member()
            if self.peek() != closer:
                self.fail(f"',' or '{closer}'")
        self.position += 1
        self.builder.close()

    def pair(self) -> None:
        if self.peek() != '"':
            self.fail("a key in double quotes")
        self.builder.value(self.string(), self.line)
        if self.peek() != ":":
            self.fail("':'")
        self.position += 1
        self.value()

    def peek(self) -> str:
        """The next character that is no space, or nothing at the end; keeps count of lines."""
        end = _SPACE.match(self.text, self.position).end()  # type: ignore[union-attr]  # matches always
        self.line += self.text.count("\n", self.position, end)
        self.position = end
        return self.text[end : end + 1]

    def string(self) -> str:
        try:
            value: str
            value, self.position = scanstring(self.text, self.position + 1, True)
        except JSONDecodeError as error:
            self.builder.problem(f"no JSON: {error.msg.lower()}", error.lineno)
            self.builder.refuse()
        return value

    def scalar(self) -> None:
        if number := _NUMBER.match(self.text, self.position):
            self.position = number.end()
            if number[2]:
                shown = number[0][:24]
                self.odd(number[0], f"{shown} is a bare number with a point", f'it in quotes: "{shown}"')
            elif len(number[1]) > _MAX_DIGITS:
                shown = number[1][:24]
                self.odd(number[1], f"{shown} has more than {_MAX_DIGITS} digits", "it in quotes")
            else:
                self.builder.value(int(number[1]), self.line)
        elif word := _WORD.match(self.text, self.position):
            self.position = word.end()
            if word[0] in _WORDS:
                self.builder.value(_WORDS[word[0]], self.line)
            else:
                expected = "true, false, null, a whole number or text in quotes"
                self.odd(word[0], f"{word[0][:24]} is no JSON", expected)
        else:
            self.fail("a value")

    def odd(self, text: str, what: str, expected: str) -> None:
        self.builder.problem(what, self.line, expected)
        self.builder.skip(self.line, text)

    def fail(self, expected: str) -> NoReturn:
        found = self.text[self.position : self.position + 1]
        what = f"'{found}'" if found else "the text ends"
        self.builder.problem(f"no JSON: {what}", self.line, expected)
        self.builder.refuse()
