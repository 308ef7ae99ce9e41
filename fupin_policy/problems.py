"""Problems and errors: what is wrong, where, what was expected, and the nearest valid name.

Every reader of outside input collects :class:`Problem` values and raises one
:class:`InputError` with all of them, so that a user mends an input in one go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from attrs import evolve, frozen

__all__ = [
    "ConflictError",
    "FupinError",
    "InputError",
    "OutsidePeriodError",
    "Place",
    "Problem",
    "UnknownNameError",
    "in_language",
    "mapping_of",
    "nearest",
    "with_article",
]

T = TypeVar("T")


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
        return self.describe("en")

    def describe(self, lang: str) -> str:
        """The place in a language."""
        head = self.file or ""
        if self.line is not None:
            alone = f"第{self.line}行" if lang == "zh" else f"line {self.line}"
            head = f"{head}:{self.line}" if head else alone
        path = self.path or ""
        if lang == "zh" and path.startswith("column "):
            path = f"第{path.removeprefix('column ')}列"
        return ": ".join(part for part in (head, self.clause or "", path) if part)


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

    def describe(self, lang: str) -> str:
        """The problem in a language: in English where there are no Chinese words for it.

        >>> print(Problem("'May' is no day", Place(line=2), "a day", nearest="1 May").describe("zh"))
        第2行: “May”不是日期；应为日期；是否为“1 May”？
        """
        if lang != "zh":
            return str(self)
        from fupin_policy.chinese import in_chinese, wanted  # loaded when somebody asks for it

        text = in_chinese(self.what)
        if text is None:
            return str(self)
        if where := self.place.describe(lang):
            text = f"{where}: {text}"
        if self.expected:
            text += f"；{wanted(self.expected)}"
        return f"{text}；是否为“{self.nearest}”？" if self.nearest else text

    def within(self, *, file: str | None = None, line: int | None = None, path: str | None = None) -> Problem:
        """The same problem seen from further out: missing parts of its place filled in."""
        place = evolve(
            self.place,
            file=self.place.file or file,
            line=self.place.line if self.place.line is not None else line,
            path=".".join(part for part in (path, self.place.path) if part) or None,
        )
        return evolve(self, place=place)


def in_language(text: str, lang: str) -> str:
    """What a problem that was written out in English says in a language: as it is, where that has no words for it.

    >>> in_language("'May' is no day; expected a day", "zh")
    '“May”不是日期；应为日期'
    """
    if lang != "zh":
        return text
    from fupin_policy.chinese import in_chinese

    return in_chinese(text) or text


class FupinError(Exception):
    """Base of every error this library raises on purpose."""

    def describe(self, lang: str) -> str:
        """The error in a language: in English where there are no Chinese words for it."""
        return in_language(str(self), lang)


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

    def describe(self, lang: str) -> str:
        """Every problem in a language, one a line."""
        return "\n".join(problem.describe(lang) for problem in self.problems)


class UnknownNameError(InputError, KeyError):
    """A name that does not exist, with the nearest one that does.

    Of many names the nearest is told, or the first of them where none is near.

    >>> print(UnknownNameError("total", 3, ["yearly_cash"]))
    unknown total 3; expected one of yearly_cash
    >>> print(UnknownNameError("total", "yearly_cash", []))
    unknown total 'yearly_cash': there is none
    """

    def __init__(self, kind: str, name: object, candidates: Sequence[str]) -> None:
        near = nearest(name, candidates) if isinstance(name, str) else None
        what = f"unknown {kind} '{name}'" if isinstance(name, str) else f"unknown {kind} {name!r}"
        if not candidates:
            expected, what = None, f"{what}: there is none"
        elif len(candidates) <= _FEW:
            expected = f"one of {', '.join(candidates)}"
        else:
            expected = None if near else f"one of {len(candidates)}, such as {', '.join(candidates[:3])}"
        super().__init__(Problem(what, expected=expected, nearest=near))

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class OutsidePeriodError(InputError):
    """A day on which the policy is not in force."""


class ConflictError(FupinError):
    """Two rules that apply together and exclude each other, with both citations."""


_FEW = 12
"""Of so many names all are told."""


def mapping_of(given: Mapping[str, T] | None, name: str, expected: str) -> Mapping[str, T]:
    """What a caller gave under a name that takes a mapping, or nothing. Raises InputError for anything else.

    >>> mapping_of(["plan_start"], "readings", "options by the name of their reading")
    Traceback (most recent call last):
    ...
    fupin_policy.problems.InputError: readings: ['plan_start'] is no mapping; expected options by the name of their reading
    """
    if given is not None and not isinstance(given, Mapping):
        raise InputError(Problem(f"{given!r} is no mapping", Place(path=name), expected))
    return given or {}


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
    import difflib

    found = difflib.get_close_matches(word, list(candidates), n=1, cutoff=0.6)
    return found[0] if found else None
