"""Problems and errors: what is wrong, where, what was expected, and the nearest valid name.

Every reader of outside input collects :class:`Problem` values and raises one
:class:`InputError` with all of them, so that a user mends an input in one go.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence

from attrs import evolve, frozen

__all__ = [
    "ConflictError",
    "FupinError",
    "InputError",
    "OutsidePeriodError",
    "Place",
    "Problem",
    "UnknownNameError",
    "nearest",
    "with_article",
]


@frozen
class Place:
    """Where a problem is; every part may be absent.

    >>> print(Place(file="household.yaml", line=12, path="members[1].stage"))
    household.yaml:12: members[1].stage
    """

    file: str | None = None
    line: int | None = None
    path: str | None = None
    clause: str | None = None

    def __str__(self) -> str:
        head = self.file or ""
        if self.line is not None:
            head = f"{head}:{self.line}" if head else f"line {self.line}"
        parts = [head, self.clause or "", self.path or ""]
        return ": ".join(part for part in parts if part)


@frozen
class Problem:
    """One thing that is wrong with an input.

    >>> print(Problem("unknown key 'stagge'", Place(path="members[0]"), nearest="stage"))
    members[0]: unknown key 'stagge'; did you mean 'stage'?
    """

    what: str
    place: Place = Place()
    expected: str | None = None
    nearest: str | None = None

    def __str__(self) -> str:
        where = str(self.place)
        text = f"{where}: {self.what}" if where else self.what
        if self.expected:
            text += f"; expected {self.expected}"
        if self.nearest:
            text += f"; did you mean '{self.nearest}'?"
        return text

    def within(self, *, file: str | None = None, line: int | None = None, path: str | None = None) -> Problem:
        """The same problem seen from further out: missing parts of its place filled in."""
        place = evolve(
            self.place,
            file=self.place.file or file,
            line=self.place.line if self.place.line is not None else line,
            path=".".join(part for part in (path, self.place.path) if part) or None,
        )
        return evolve(self, place=place)


class FupinError(Exception):
    """Base of every error this library raises on purpose."""


class InputError(FupinError, ValueError):
    """An input is refused; ``problems`` holds everything that is wrong with it.

    >>> print(InputError([Problem("no members", expected="at least one")]))
    no members; expected at least one
    """

    def __init__(self, problems: Problem | Iterable[Problem] | str) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnknownNameError(InputError, KeyError):
    """A name that does not exist, with the nearest one that does."""

    def __init__(self, kind: str, name: str, candidates: Sequence[str]) -> None:
        near = nearest(name, candidates)
        shown = ", ".join(candidates) if len(candidates) <= 12 else None
        super().__init__(
            Problem(f"unknown {kind} '{name}'", expected=f"one of {shown}" if shown else None, nearest=near)
        )

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class OutsidePeriodError(InputError):
    """A day on which the policy is not in force."""


class ConflictError(FupinError):
    """Two rules that apply together and exclude each other, with both citations."""


def with_article(noun: object) -> str:
    """What something is called after ``a`` or ``an``.

    >>> with_article("household"), with_article("Enterprise")
    ('a household', 'an Enterprise')
    """
    return f"an {noun}" if str(noun)[:1].lower() in tuple("aeiou") else f"a {noun}"


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate most like ``word``, or None when nothing is close.

    >>> nearest("universty", ["university", "primary"])
    'university'
    """
    found = difflib.get_close_matches(word, list(candidates), n=1, cutoff=0.6)
    return found[0] if found else None
