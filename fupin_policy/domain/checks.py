"""The checks that several entities make on how their facts go together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import attrs

from fupin_policy.problems import Place, Problem
from fupin_policy.values import Interval

__all__ = ["higher", "inside", "later", "more", "repeated"]


def inside(problem: Problem, path: str) -> Problem:
    """The problem seen from the entity that has it at ``path``.

    >>> print(inside(Problem("is no Person", Place(path="[2]")), "members"))
    members[2]: is no Person
    """
    tail = problem.place.path or ""
    joint = "" if not path or not tail or tail.startswith("[") else "."
    return attrs.evolve(problem, place=attrs.evolve(problem.place, path=f"{path}{joint}{tail}"))


def later(entity: object, first: str, second: str) -> Iterator[Problem]:
    """A problem when the day ``second`` lies before the day ``first``."""
    start, end = getattr(entity, first), getattr(entity, second)
    if start is not None and end is not None and end < start:
        yield Problem(f"{end} is before the {first} {start}", Place(path=second))


def higher(entity: object, part: str, whole: str) -> Iterator[Problem]:
    """A problem when the amount ``part`` is certainly more than the amount ``whole``."""
    some, all_of_it = getattr(entity, part), getattr(entity, whole)
    if some is None or all_of_it is None:
        return
    low = some.value.low if isinstance(some.value, Interval) else some.value
    high = all_of_it.value.high if isinstance(all_of_it.value, Interval) else all_of_it.value
    if low is not None and high is not None and low > high:
        yield Problem(f"{some} is more than the {whole} {all_of_it}", Place(path=part))


def more(entity: object, part: str, whole: str) -> Iterator[Problem]:
    """A problem when the count ``part`` is more than the count ``whole``."""
    some, all_of_them = getattr(entity, part), getattr(entity, whole)
    if some is not None and all_of_them is not None and some > all_of_them:
        yield Problem(f"{some} is more than the {whole} {all_of_them}", Place(path=part))


def repeated(what: str, path: str, items: Iterable[Any] | None) -> Iterator[Problem]:
    """A problem for each item whose id an earlier one has."""
    seen: dict[str, int] = {}
    for index, item in enumerate(items or ()):
        if item.id is None:
            continue
        if item.id in seen:
            where = f"{path}[{seen[item.id]}]"
            yield Problem(f"{what} '{item.id}' occurs already at {where}", Place(path=f"{path}[{index}].id"))
        else:
            seen[item.id] = index
