"""Plain data read from a file, and where in the file each part of it stands.

A path such as ``members[1].stage`` names a part: keys joined by points, positions in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NoReturn

import attrs
from attrs import frozen

from fupin_policy.problems import InputError, Place, Problem

__all__ = ["MAX_DEPTH", "MAX_KEY", "MAX_PROBLEMS", "Builder", "Tree", "join"]

MAX_DEPTH = 40
"""Levels of nesting a document may have."""
MAX_PROBLEMS = 100
"""Problems collected before reading stops."""
MAX_KEY = 200
"""Characters a key may have."""


def join(path: str, *steps: str | int) -> str:
    """The path of a part further in.

    >>> join("members", 1, "stage")
    'members[1].stage'
    """
    for step in steps:
        path = f"{path}[{step}]" if isinstance(step, int) else f"{path}.{step}" if path else step
    return path


@frozen
class Tree:
    """Plain data (dict, list, str, int, bool, None) with the lines it was read from.

    ``path`` is where the data stands in its file: empty for a whole file, and set for a part taken out
    with :meth:`at`, whose own paths then start from there.

    >>> from fupin_policy.domain.strict_yaml import parse
    >>> tree = parse("name: 某户\\nmembers:\\n- id: a\\n- id: b\\n", file="household.yaml")
    >>> tree.line("members[1].id"), tree.at("members", 1).data
    (4, {'id': 'b'})
    >>> print(tree.at("members", 1).problem("unknown code 'x'", "id"))
    household.yaml:4: members[1].id: unknown code 'x'
    """

    data: Any
    lines: Mapping[str, int] = attrs.field(factory=dict, repr=False)
    file: str | None = None
    path: str = ""

    def at(self, *steps: str | int) -> Tree:
        """The part reached by these keys and positions. Raises KeyError or IndexError where there is none."""
        data = self.data
        for step in steps:
            data = data[step]
        return attrs.evolve(self, data=data, path=join(self.path, *steps))

    def full(self, path: str = "") -> str:
        """The path in the file of a path from here."""
        joint = "." if self.path and path and not path.startswith("[") else ""
        return f"{self.path}{joint}{path}"

    def line(self, path: str = "") -> int | None:
        """The line on which the part stands, or else the part around it; None for data without lines."""
        wanted = self.full(path)
        while wanted and wanted not in self.lines:
            wanted = wanted[: max(wanted.rfind("."), wanted.rfind("["), 0)]
        return self.lines.get(wanted)

    def place(self, path: str = "", clause: str | None = None) -> Place:
        """File, line and path of a part."""
        return Place(self.file, self.line(path), self.full(path) or None, clause)

    def problem(
        self,
        what: str,
        path: str = "",
        *,
        expected: str | None = None,
        nearest: str | None = None,
        clause: str | None = None,
    ) -> Problem:
        """A problem with the part at ``path``."""
        return Problem(what, self.place(path, clause), expected, nearest)

    def placed(self, problem: Problem, path: str = "") -> Problem:
        """A problem found elsewhere as one with the part at ``path``."""
        return attrs.evolve(problem, place=self.place(path, problem.place.clause))


class _Frame:
    """A mapping or list that is being filled."""

    __slots__ = ("as_key", "items", "key", "path")

    def __init__(self, items: dict[str, Any] | list[Any], path: str, as_key: bool) -> None:
        self.items = items
        self.path = path
        self.as_key = as_key
        self.key: object = _AWAITED


_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_AWAITED = object()
_DROPPED = object()


class Builder:
    """Makes a :class:`Tree` from what a reader of some notation finds, one piece after the other."""

    def __init__(self, file: str | None = None) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._data: Any = None
        self._lines: dict[str, int] = {"": 1}
        self._stack: list[_Frame] = []
        self._documents = False

    @property
    def wants_key(self) -> bool:
        """Whether the next value is a key of a mapping."""
        if not self._stack:
            return False
        top = self._stack[-1]
        return isinstance(top.items, dict) and top.key is _AWAITED

    def document(self, line: int) -> None:
        """The start of a document, which must be the only one."""
        if self._documents:
            self.problem("a second document begins here", line, "one document in a file")
            self.refuse()
        self._documents = True

    def value(self, value: Any, line: int) -> None:
        """A scalar: a key where one is wanted, else a value."""
        if isinstance(value, str) and (odd := _ODD.search(value)):
            self.problem(f"the character U+{ord(odd[0]):04X} is not allowed", line, "printable text")
            value = _ODD.sub("?", value)
        if self.wants_key:
            self._key(value, line)
        else:
            self._put(value, line)

    def skip(self, line: int) -> None:
        """Something in the place of a scalar whose problem is noted already."""
        if self.wants_key:
            self._stack[-1].key = _DROPPED
        else:
            self._put(None, line)

    def open(self, items: dict[str, Any] | list[Any], line: int) -> None:
        """The start of a mapping or a list."""
        if len(self._stack) >= MAX_DEPTH:
            self.problem("nested too deeply", line, f"at most {MAX_DEPTH} levels")
            self.refuse()
        as_key = self.wants_key
        if as_key:
            self.problem("a key that is a list or a mapping", line, "text")
        path = f"{self._path()}.?" if as_key else self._put(items, line)
        self._stack.append(_Frame(items, path, as_key))

    def close(self) -> None:
        """The end of the mapping or list opened last."""
        if self._stack.pop().as_key:
            self._stack[-1].key = _DROPPED

    def problem(self, what: str, line: int | None, expected: str | None = None) -> None:
        """Note a problem here; reading goes on until there are too many."""
        self.problems.append(Problem(what, Place(self.file, line, self._path() or None), expected))
        if len(self.problems) >= MAX_PROBLEMS:
            self.problems.append(Problem("too many problems: reading stopped here", Place(self.file, line)))
            self.refuse()

    def refuse(self) -> NoReturn:
        """Stop, with every problem so far."""
        raise InputError(self.problems)

    def tree(self) -> Tree:
        """What was built. Raises InputError with every problem."""
        if self.problems:
            self.refuse()
        return Tree(self._data, self._lines, self.file)

    def _path(self) -> str:
        if not self._stack:
            return ""
        top = self._stack[-1]
        if isinstance(top.items, list):
            return f"{top.path}[{len(top.items)}]"
        return join(top.path, top.key) if isinstance(top.key, str) else top.path

    def _key(self, key: Any, line: int) -> None:
        top = self._stack[-1]
        top.key = _DROPPED
        if not isinstance(key, str):
            shown = str(key).lower() if isinstance(key, bool) else key
            what = "a key is empty" if key is None else f"the key {shown} is no text"
            self.problem(what, line, "a key" if key is None else f'it in quotes: "{shown}"')
        elif len(key) > MAX_KEY:
            self.problem(f"a key of {len(key)} characters", line, f"at most {MAX_KEY}")
        elif key in top.items:
            first = self._lines.get(join(top.path, key))
            self.problem(
                f"the key '{key}' is given twice", line, f"each key once (the first is on line {first})"
            )
        else:
            top.key = key
            self._lines[join(top.path, key)] = line

    def _put(self, value: Any, line: int) -> str:
        path = self._path()
        if not self._stack:
            self._data = value
            self._lines[""] = line
            return path
        top = self._stack[-1]
        if isinstance(top.items, list):
            self._lines[path] = line
            top.items.append(value)
        else:
            if isinstance(top.key, str):
                top.items[top.key] = value
            else:
                path = f"{top.path}.?"
            top.key = _AWAITED
        return path
