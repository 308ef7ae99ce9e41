"""Typed reading of a mapping out of a data file: every problem is collected with its file, line and path."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from attrs import field, frozen

from fupin_policy.domain.tree import Flawed, Tree
from fupin_policy.policy.model import Label
from fupin_policy.policy.places import place_at
from fupin_policy.problems import InputError, Problem, nearest
from fupin_policy.rules import Node, parse
from fupin_policy.rules.scope import FigureSet
from fupin_policy.values import Period, Quantity, parse_date

__all__ = ["NO_LABEL", "Section", "figure_value", "names_in"]

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


def names_in(data: Any) -> frozenset[str] | None:
    """Every text in a list or mapping, as key or as value; None where what stands there may have any name.

    That is so of a scalar, which stands where a list or mapping was meant, and of a scalar that was refused.

    >>> sorted(names_in([{"idd": "dibao"}])), names_in("none"), names_in([{"id": Flawed("1.5")}])
    (['dibao', 'idd'], None, None)
    """
    found: set[str] = set()
    waiting: list[Any] = [data] if isinstance(data, (dict, list)) else [Flawed("")]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Flawed):
            return None
        if isinstance(one, (dict, list)):
            waiting += [*one, *one.values()] if isinstance(one, dict) else one
        elif isinstance(one, str):
            found.add(one)
    return frozenset(found)


NO_LABEL = Label("", "")
_LANGUAGES = frozenset({"zh", "en"})


@frozen(eq=False, repr=False)
class Section:
    """One mapping of a file. Getters add to ``problems`` and return None where something is wrong.

    ``unread`` are the names that stand for what could not be read, for all sections of an input as ``problems``
    are: whoever uses one of them is not wrong (see :func:`~fupin_policy.rules.scope.covered`).
    """

    data: Mapping[str, Any]
    tree: Tree
    path: str
    problems: list[Problem]
    start: int | None = None
    seen: set[str] = field(factory=set)
    missing: dict[str, Problem] = field(factory=dict)
    unread: set[tuple[str, ...]] = field(factory=set)

    @property
    def line(self) -> int | None:
        """The line the section starts at."""
        return self.tree.line(self.path) if self.start is None else self.start

    def fail(
        self, what: str, key: str | None = None, expected: str | None = None, near: str | None = None
    ) -> None:
        """Record a problem at this section or one of its keys."""
        place = place_at(self.tree, self.at(key) if key else self.path)
        self.problems.append(Problem(what, place, expected, near))

    def at(self, key: str) -> str:
        """The path of a key below this section."""
        return f"{self.path}.{key}" if self.path else key

    def adopt(self, error: InputError, key: str) -> None:
        """Record the problems of an error raised while reading a key."""
        for problem in error.problems:
            column = f" ({problem.place.path})" if problem.place.path else ""
            self.fail(problem.what + column, key, problem.expected, problem.nearest)

    def lose(self, data: Any, *within: str) -> None:
        """Keep as ``unread`` the names that data which cannot be read may have given, or all where it may be any."""
        names = names_in(data)
        self.unread.update([within] if names is None else [(*within, name) for name in names])

    def lose_misspelt(self, *keys: str, within: tuple[str, ...] = ()) -> None:
        """Lose what stands under keys that nobody asked for, where one of these is meant."""
        for key, near in self.misspelt().items():
            if near in keys:
                self.lose(self.data[key], near, *within)

    def raw(self, key: str, *, required: bool = False) -> Any:
        """The plain value of a key, or None; None as well for what is no plain value at all, which has been told."""
        self.seen.add(key)
        value = self.data.get(key)
        if value is None and required and not self.tree.lost:
            self.fail(f"'{key}' is missing", key if key in self.data else None)
            self.missing[key] = self.problems[-1]
        if type(value) is Flawed:
            self.unread.add((self.tree.file or "", self.at(key)))
            return None
        return value

    def text(self, key: str, *, required: bool = False) -> str | None:
        """A text; one that is required says something."""
        self.seen.add(key)
        value = self.data.get(key)
        if isinstance(value, str) and (value or not required):
            return value
        if value is None and not required:
            return None
        value = self.raw(key, required=required)
        if value is not None:
            self.fail(f"'{key}' is empty" if value == "" else f"{value!r} is no text", key, "text (quote it)")
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
        items = value if isinstance(value, list) else ()
        if items is not value or not all(isinstance(item, (str, Flawed)) for item in items):
            self.fail(f"{value!r} is no list of texts", key)
        return tuple(item for item in items if isinstance(item, str))

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

    def labels(self, key: str) -> dict[str, Label] | None:
        """Texts in both languages under the keys of a mapping, empty where one is bad; None where it is no mapping."""
        outer = self.section(key)
        if outer is None:
            return {} if self.data.get(key) is None else None
        return {name: outer.label(name, required=True) or NO_LABEL for name in outer.data}

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
        return self._inner(value, self.at(key), self.tree.line_in(self.data, key))

    def _inner(self, data: Mapping[str, Any], path: str, start: int | None) -> Section:
        return Section(data, self.tree, path, self.problems, start, unread=self.unread)

    def sections(self, key: str) -> Iterator[tuple[str, Section]]:
        """The mappings under the keys of a mapping: name and section."""
        outer = self.section(key)
        for name in outer.data if outer is not None else ():
            inner = outer.section(name, required=True) if outer is not None else None
            if inner is not None:
                yield name, inner

    def named(self, key: str, read: Callable[[str, Section], T | None], *within: str) -> dict[str, T]:
        """What ``read`` makes of the mappings under the keys of a mapping.

        The names of what it makes nothing of are kept as ``unread``, under the key and what they are ``within``.
        """
        outer = self.section(key)
        if outer is None and self.data.get(key) is not None:
            self.lose(self.data[key], key, *within)
        found: dict[str, T] = {}
        for name in outer.data if outer is not None else ():
            inner = outer.section(name, required=True) if outer is not None else None
            one = None if inner is None else read(name, inner)
            if one is None:
                self.unread.add((key, *within, name))
            else:
                found[name] = one
        return found

    def items(self, key: str) -> Iterator[Section]:
        """The mappings in the list under a key; where one is none, the key is kept as ``unread``."""
        value = self.raw(key)
        if not isinstance(value, list):
            if self.data.get(key) is not None:
                self.lose(self.data[key], key)
            if value is not None:
                self.fail(f"'{key}' is no list", key)
            return
        for index, item in enumerate(value):
            if isinstance(item, dict):
                yield self._inner(item, f"{self.at(key)}[{index}]", self.tree.line_in(value, index))
                continue
            self.lose(item, key)
            if not isinstance(item, Flawed):
                self.fail(f"item {index} of '{key}' is no mapping", f"{key}[{index}]")

    @property
    def wrong(self) -> int:
        """How much of the input has been found wrong so far, here or elsewhere."""
        return len(self.problems) + len(self.unread)

    def misspelt(self) -> dict[str, str | None]:
        """Each key that nobody asked for, with the nearest one that exists; to be asked when all have been read."""
        if self.data.keys() <= self.seen:
            return {}
        return {key: nearest(key, sorted(self.seen)) for key in self.data if key not in self.seen}

    def has(self, key: str) -> bool:
        """Whether anything stands under a key."""
        return self.data.get(key) not in (None, {}, [])

    def lacks(self, key: str) -> bool:
        """Whether nothing stands under a key, not even misspelt; to be asked when all keys have been read."""
        return not (self.has(key) or self.tree.lost or key in self.misspelt().values())

    def finish(self) -> None:
        """Report every key that nobody asked for; the one that is nearest to it is then not missing."""
        for key, near in self.misspelt().items():
            self.fail(f"unknown key '{key}'", key, near=near)
            missing = self.missing.pop(near or "", None)
            if missing is not None:
                self.problems.remove(missing)
