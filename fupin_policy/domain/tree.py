"""Plain data read from a file, and where in the file each part of it stands.

A path such as ``members[1].stage`` names a part: keys joined by points, positions in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn, TypeAlias

import attrs
from attrs import frozen

from fupin_policy.problems import InputError, Place, Problem
from fupin_policy.values import Record

__all__ = ["MAX_DEPTH", "MAX_KEY", "MAX_PROBLEMS", "Builder", "Flawed", "Tree", "join"]

MAX_DEPTH = 40
"""Levels of nesting a document may have."""
MAX_PROBLEMS = 100
"""Problems collected before reading stops."""
MAX_KEY = 200
"""Characters a key may have."""


# Lines of the parts of each mapping or list, by the identity of the mapping or list; under 0 that of the whole.
Lines: TypeAlias = Mapping[int, Mapping[str | int, int]]


def join(path: str, *steps: str | int) -> str:
    """The path of a part further in.

    >>> join("members", 1, "stage")
    'members[1].stage'
    """
    for step in steps:
        path = f"{path}[{step}]" if isinstance(step, int) else f"{path}.{step}" if path else step
    return path


@frozen(eq=False, repr=False)
class Flawed(Record):
    """What stands in the place of a scalar that was refused, with its text: nothing more is to be said of it."""

    text: str


@frozen(eq=False, repr=False)
class Tree(Record):
    """Plain data (dict, list, str, int, bool, None) with the lines it was read from.

    ``path`` is where the data stands in its file: empty for a whole file, and set for a part taken out
    with :meth:`at`, whose own paths then start from there. ``problems`` are those of the notation, where the
    reader was told to go on, and ``whole`` says whether it came to the end. ``lost`` says whether anything is
    left out of which not even the name is known; ``text`` is then all that was to be read, as far as it is known.

    >>> from fupin_policy.domain.strict_yaml import parse
    >>> tree = parse("name: 某户\\nmembers:\\n- id: a\\n- id: b\\n", file="household.yaml")
    >>> tree.line("members[1].id"), tree.at("members", 1).data
    (4, {'id': 'b'})
    >>> print(tree.at("members", 1).problem("unknown code 'x'", "id"))
    household.yaml:4: members[1].id: unknown code 'x'
    """

    data: Any
    lines: Lines = attrs.field(factory=dict, repr=False, eq=False)
    file: str | None = None
    path: str = ""
    root: Any = attrs.field(default=None, repr=False, eq=False)
    problems: tuple[Problem, ...] = ()
    whole: bool = True
    lost: bool = False
    text: str = attrs.field(default="", repr=False, eq=False)

    def at(self, *steps: str | int) -> Tree:
        """The part reached by these keys and positions. Raises KeyError or IndexError where there is none."""
        data = self.data
        for step in steps:
            data = data[step]
        root = self.root if self.path else self.data
        return attrs.evolve(self, data=data, path=join(self.path, *steps), root=root)

    def full(self, path: str = "") -> str:
        """The path in the file of a path from here."""
        joint = "." if self.path and path and not path.startswith("[") else ""
        return f"{self.path}{joint}{path}"

    def line(self, path: str = "") -> int | None:
        """The line on which the part stands, or else the part around it; None for data without lines."""
        at = self.root if self.path else self.data
        found = self.lines.get(0, {}).get("")
        for name, index in _STEP.findall(self.full(path)):
            step = int(index) if index else name
            known = self.lines.get(id(at), {})
            if step not in known:
                break
            found = known[step]
            try:
                at = at[step]
            except LookupError:  # the text ends between a key and its value
                break
        return found

    def line_in(self, holder: Mapping[str, Any] | list[Any], step: str | int) -> int | None:
        """The line of a part of a mapping or list of this data; None where it is not known."""
        return self.lines.get(id(holder), {}).get(step)

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

    def in_order(self, problems: Iterable[Problem]) -> list[Problem]:
        """Problems of this file in its order: by their lines, and on one line by the parts they are about.

        >>> tree = Tree({"a": 1, "b": [2, 3]})
        >>> [str(one.place) for one in tree.in_order(tree.problem("?", path) for path in ("b[1]", "b[0]", "a"))]
        ['a', 'b[0]', 'b[1]']
        """
        unknown = float("inf")
        return sorted(
            problems, key=lambda one: (one.place.line or unknown, self._position(one.place.path or ""))
        )

    def _position(self, path: str) -> tuple[int, ...]:
        """Where a part stands among its neighbours, level by level; of a path that leads nowhere, as far as it goes."""
        at = self.root if self.path else self.data
        found: list[int] = []
        for name, index in _STEP.findall(path):
            steps = list(at) if isinstance(at, Mapping) else range(len(at)) if isinstance(at, list) else ()
            step = int(index) if index else name
            if step not in steps:
                break
            found.append(steps.index(step))
            at = at[step]
        return tuple(found)


class _Frame:
    """A mapping or list that is being filled, with the line of each of its parts; a list waits for no key."""

    __slots__ = ("as_key", "items", "key", "last", "lines")

    def __init__(self, items: dict[str, Any] | list[Any], as_key: bool, lines: dict[str | int, int]) -> None:
        self.items = items
        self.as_key = as_key
        self.lines = lines
        self.last: str | None = None
        self.key: object = _AWAITED if isinstance(items, dict) else None


_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_AWAITED = object()
_DROPPED = object()


class Builder:
    """Makes a :class:`Tree` from what a reader of some notation finds, one piece after the other."""

    def __init__(self, file: str | None = None) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._data: Any = None
        self._lines: dict[int, dict[str | int, int]] = {0: {"": 1}}
        self._stack: list[_Frame] = []
        self._documents = False
        self._lost = False

    @property
    def wants_key(self) -> bool:
        """Whether the next value is a key of a mapping."""
        return bool(self._stack) and self._stack[-1].key is _AWAITED

    def document(self, line: int) -> None:
        """The start of a document, which must be the only one."""
        if self._documents:
            self.problem("a second document begins here", line, "one document in a file")
            self.refuse()
        self._documents = True

    def value(self, value: Any, line: int) -> None:
        """A scalar: a key where one is wanted, else a value."""
        if isinstance(value, str) and not value.isprintable() and (odd := _ODD.search(value)):
            self.problem(f"the character U+{ord(odd[0]):04X} is not allowed", line, "printable text")
            self.skip(line, _ODD.sub("?", value))
            return
        if not self._stack:
            self._put(value, line)
            return
        top = self._stack[-1]
        if top.key is not _AWAITED:
            self._put(value, line)
        elif isinstance(value, str) and len(value) <= MAX_KEY and value not in top.items:
            top.key = value
            top.lines[value] = line
        else:
            self._refuse_key(value, line)

    def skip(self, line: int, text: str) -> None:
        """Something in the place of a scalar whose problem is noted already."""
        if self.wants_key:
            self._stack[-1].key = _DROPPED
            self._lost = True
        else:
            self._put(Flawed(text), line)

    def open(self, items: dict[str, Any] | list[Any], line: int) -> None:
        """The start of a mapping or a list."""
        if len(self._stack) >= MAX_DEPTH:
            self.problem("nested too deeply", line, f"at most {MAX_DEPTH} levels")
            self.refuse()
        as_key = self.wants_key
        if as_key:
            self.problem("a key that is a list or a mapping", line, "text")
            self._lost = True
        else:
            self._put(items, line)
        self._stack.append(_Frame(items, as_key, self._lines.setdefault(id(items), {})))

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

    def tree(self, *, strict: bool = True, whole: bool = True, text: str = "") -> Tree:
        """What was built, of a text. Raises InputError with every problem, unless they are to be kept with it."""
        if self.problems and strict:
            self.refuse()
        tree = Tree(self._data, self._lines, self.file, problems=tuple(self.problems), whole=whole)
        return attrs.evolve(tree, lost=True, text=text) if self._lost or not whole else tree

    def _path(self) -> str:
        """Where reading stands. A list's part that is open itself is its last one, else the next."""
        path = ""
        for depth, frame in enumerate(self._stack):
            inside = depth + 1 < len(self._stack) and not self._stack[depth + 1].as_key
            if isinstance(frame.items, list):
                path = join(path, len(frame.items) - inside)
            elif isinstance(frame.key, str):
                path = join(path, frame.key)
            elif inside:
                path = join(path, frame.last if frame.last is not None else "?")
            elif depth + 1 < len(self._stack):
                path = join(path, "?")
        return path

    def _refuse_key(self, key: Any, line: int) -> None:
        top = self._stack[-1]
        top.key = _DROPPED
        self._lost = self._lost or not isinstance(key, str) or len(key) > MAX_KEY
        if not isinstance(key, str):
            shown = str(key).lower() if isinstance(key, bool) else key
            what = "a key is empty" if key is None else f"the key {shown} is no text"
            self.problem(what, line, "a key" if key is None else f'it in quotes: "{shown}"')
        elif len(key) > MAX_KEY:
            self.problem(f"a key of {len(key)} characters", line, f"at most {MAX_KEY}")
        else:
            first = top.lines.get(key)
            self.problem(
                f"the key '{key}' is given twice", line, f"each key once (the first is on line {first})"
            )

    def _put(self, value: Any, line: int) -> None:
        if not self._stack:
            self._data = value
            self._lines[0] = {"": line}
            return
        top = self._stack[-1]
        if isinstance(top.items, list):
            top.lines[len(top.items)] = line
            top.items.append(value)
            return
        if isinstance(top.key, str):
            top.items[top.key] = value
        elif isinstance(value, (dict, list)):
            self._lost = True
        top.last = top.key if isinstance(top.key, str) else None
        top.key = _AWAITED
