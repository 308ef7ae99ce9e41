"""Typed reading of a mapping out of a data file: every problem is collected with its file, line and path."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from attrs import field, frozen

from fupin_policy.domain.tree import Tree
from fupin_policy.policy.model import Label
from fupin_policy.problems import InputError, Place, Problem, nearest
from fupin_policy.rules import Node, parse
from fupin_policy.rules.scope import FigureSet
from fupin_policy.values import Period, Quantity, parse_date

__all__ = ["Section", "figure_value"]

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


@lru_cache(maxsize=1024)
def figure_value(text: str) -> FigureSet:
    """A figure's value from its text: a quantity, or a set of days.

    >>> figure_value("<=2018-12-31")
    Period(start=None, end=datetime.date(2018, 12, 31))
    """
    digits = text.strip().lstrip("<>= ")
    return Period.parse(text) if digits[:4].isdigit() and digits[4:5] == "-" else Quantity.parse(text)


_LANGUAGES = frozenset({"zh", "en"})


@frozen(eq=False, repr=False)
class Section:
    """One mapping of a file. Getters add to ``problems`` and return None where something is wrong."""

    data: Mapping[str, Any]
    tree: Tree
    path: str
    problems: list[Problem]
    clause: str | None = None
    start: int | None = None
    seen: set[str] = field(factory=set)

    @property
    def line(self) -> int | None:
        """The line the section starts at."""
        return self.tree.line(self.path) if self.start is None else self.start

    def fail(
        self, what: str, key: str | None = None, expected: str | None = None, near: str | None = None
    ) -> None:
        """Record a problem at this section or one of its keys."""
        path = self.at(key) if key else self.path
        line = self.tree.line(path) or self.line
        self.problems.append(Problem(what, Place(self.tree.file, line, path, self.clause), expected, near))

    def at(self, key: str) -> str:
        """The path of a key below this section."""
        return f"{self.path}.{key}" if self.path else key

    def adopt(self, error: InputError, key: str) -> None:
        """Record the problems of an error raised while reading a key."""
        for problem in error.problems:
            column = f" ({problem.place.path})" if problem.place.path else ""
            self.fail(problem.what + column, key, problem.expected, problem.nearest)

    def raw(self, key: str, *, required: bool = False) -> Any:
        """The plain value of a key, or None."""
        self.seen.add(key)
        value = self.data.get(key)
        if value is None and required:
            self.fail(f"'{key}' is missing")
        return value

    def text(self, key: str, *, required: bool = False) -> str | None:
        """A text."""
        self.seen.add(key)
        value = self.data.get(key)
        if isinstance(value, str):
            return value
        if value is not None:
            self.fail(f"{value!r} is no text", key, "text (quote it)")
        elif required:
            self.fail(f"'{key}' is missing")
        return None

    def flag(self, key: str) -> bool | None:
        """true or false."""
        value = self.raw(key, required=True)
        if isinstance(value, bool):
            return value
        if value is not None:
            self.fail(f"{value!r} is neither true nor false", key)
        return None

    def choice(self, key: str, options: type[E], *, required: bool = False) -> E | None:
        """A member of a closed list."""
        value = self.text(key, required=required)
        if value is None:
            return None
        try:
            return options(value)
        except ValueError:
            keys = [option.value for option in options]
            self.fail(
                f"unknown {options.__name__.lower()} '{value}'",
                key,
                f"one of {', '.join(keys)}",
                nearest(value, keys),
            )
            return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self.raw(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.fail(f"{value!r} is no list of texts", key)
        return ()

    def label(self, key: str, *, required: bool = False) -> Label | None:
        """A text in both languages, ``{zh: …, en: …}``."""
        # Two texts, as nearly every label is, need no section of their own.
        both = self.data.get(key)
        if type(both) is dict and both.keys() == _LANGUAGES:
            zh, en = both["zh"], both["en"]
            if zh and en and isinstance(zh, str) and isinstance(en, str):
                self.seen.add(key)
                return Label(zh, en)
        inner = self.section(key, required=required)
        if inner is None:
            return None
        zh, en = inner.text("zh", required=True), inner.text("en", required=True)
        inner.finish()
        return Label(zh, en) if zh and en else None

    def convert(self, key: str, how: Callable[[str], T], *, required: bool = False) -> T | None:
        """A text turned into a value."""
        value = self.text(key, required=required)
        if value is None:
            return None
        try:
            return how(value)
        except InputError as error:
            self.adopt(error, key)
            return None

    def rule(self, key: str, *, required: bool = False) -> Node | None:
        """A rule in the text form (a bare truth value or whole number stands for itself)."""
        value = self.data.get(key)
        if isinstance(value, (bool, int)):
            self.seen.add(key)
            return parse(str(value).lower())
        return self.convert(key, parse, required=required)

    def day(self, key: str, *, required: bool = False) -> Any:
        """A day."""
        return self.convert(key, parse_date, required=required)

    def section(self, key: str, *, required: bool = False) -> Section | None:
        """The mapping under a key."""
        value = self.raw(key, required=required)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.fail(f"{value!r} is no mapping", key)
            return None
        start = self.tree.line_in(self.data, key)
        return Section(value, self.tree, self.at(key), self.problems, self.clause, start)

    def sections(self, key: str) -> Iterator[tuple[str, Section]]:
        """The mappings under the keys of a mapping: name and section."""
        outer = self.section(key)
        for name in outer.data if outer is not None else ():
            inner = outer.section(name) if outer is not None else None
            if inner is not None:
                yield name, inner

    def items(self, key: str) -> Iterator[Section]:
        """The mappings in the list under a key."""
        value = self.raw(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.fail(f"'{key}' is no list", key)
            return
        for index, item in enumerate(value):
            path = f"{self.at(key)}[{index}]"
            if isinstance(item, dict):
                start = self.tree.line_in(value, index)
                yield Section(item, self.tree, path, self.problems, self.clause, start)
            else:
                self.fail(f"item {index} of '{key}' is no mapping", key)

    def finish(self) -> None:
        """Report every key that nobody asked for, with the nearest one that exists."""
        if self.data.keys() <= self.seen:
            return
        for key in self.data:
            if key not in self.seen:
                self.fail(f"unknown key '{key}'", key, near=nearest(key, sorted(self.seen)))
