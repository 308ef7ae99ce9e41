"""How facts that are right one by one must go together, told so that every reader can look.

Each rule is a frozen value that can be called with an entity, and gives the problems of its facts with paths
from it; a reader that works on columns of many entities looks at its fields instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
from attrs import frozen

from fupin_policy.domain.derived import CodeIsNot
from fupin_policy.problems import InputError, Place, Problem
from fupin_policy.values import Record
from fupin_policy.values.intervals import Value, high_of, low_of
from fupin_policy.values.quantities import Quantity

__all__ = [
    "Agrees",
    "AllListed",
    "AtMostOne",
    "Consistent",
    "EachLater",
    "Excludes",
    "Later",
    "NotMore",
    "OneEntity",
    "Unique",
    "inside",
]


def inside(problem: Problem, path: str) -> Problem:
    """The problem seen from the entity that has it at ``path``.

    >>> print(inside(Problem("is no Person", Place(path="[2]")), "members"))
    members[2]: is no Person
    """
    tail = problem.place.path or ""
    joint = "" if not path or not tail or tail.startswith("[") else "."
    return attrs.evolve(problem, place=attrs.evolve(problem.place, path=f"{path}{joint}{tail}"))


@frozen(eq=False, repr=False)
class Later(Record):
    """The day ``second`` does not lie before the day ``first``."""

    first: str
    second: str

    def __call__(self, entity: Any) -> Iterator[Problem]:
        """The problem of one entity, if it has it."""
        start, end = getattr(entity, self.first), getattr(entity, self.second)
        if start is not None and end is not None and end < start:
            yield Problem(f"{end} is before the {self.first} {start}", Place(path=self.second))


@frozen(eq=False, repr=False)
class EachLater(Record):
    """The day ``second`` of no element of a ``collection`` lies before the entity's day ``first``."""

    collection: str
    first: str
    second: str

    def __call__(self, entity: Any) -> Iterator[Problem]:
        """The problems of one entity."""
        start = getattr(entity, self.first)
        for index, item in enumerate(getattr(entity, self.collection) or ()):
            end = getattr(item, self.second)
            if start is not None and end is not None and end < start:
                path = f"{self.collection}[{index}].{self.second}"
                yield Problem(f"{end} is before the {self.first} {start}", Place(path=path))


@frozen(eq=False, repr=False)
class NotMore(Record):
    """The number ``part`` is not certainly more than the number ``whole``: two counts, or two quantities."""

    part: str
    whole: str

    def __call__(self, entity: Any) -> Iterator[Problem]:
        """The problem of one entity, if it has it."""
        some, all_of_it = getattr(entity, self.part), getattr(entity, self.whole)
        if some is None or all_of_it is None:
            return
        low, high = low_of(_value(some)), high_of(_value(all_of_it))
        if low is not None and high is not None and low > high:
            yield Problem(f"{some} is more than the {self.whole} {all_of_it}", Place(path=self.part))


def _value(number: int | Quantity) -> Value:
    return number.value if isinstance(number, Quantity) else number


@frozen(eq=False, repr=False)
class Unique(Record):
    """No two elements of a ``collection`` have the same id; ``element`` is what one is called."""

    collection: str
    element: str

    def __call__(self, entity: Any) -> Iterator[Problem]:
        """A problem for each element whose id an earlier one has."""
        seen: dict[str, int] = {}
        for index, item in enumerate(getattr(entity, self.collection) or ()):
            if item.id is None:
                continue
            if item.id in seen:
                what = f"{self.element} id '{item.id}' occurs already at {self.collection}[{seen[item.id]}]"
                yield Problem(what, Place(path=f"{self.collection}[{index}].id"))
            else:
                seen[item.id] = index


@frozen(eq=False, repr=False)
class AtMostOne(Record):
    """The ``fact`` of at most one element of a ``collection`` is this ``code``."""

    collection: str
    fact: str
    code: str

    def __call__(self, entity: Any) -> Iterator[Problem]:
        """A problem for each element after the first."""
        items = getattr(entity, self.collection) or ()
        found = [index for index, item in enumerate(items) if getattr(item, self.fact) == self.code]
        for index in found[1:]:
            what = f"{self.collection}[{found[0]}] is the {self.code} already"
            yield Problem(what, Place(path=f"{self.collection}[{index}].{self.fact}"))


@frozen(eq=False, repr=False)
class Excludes(Record):
    """Where ``fact`` is ``value``, the fact ``other`` is not ``unfit``: not known at all, where that is None."""

    fact: str
    value: Any
    other: str
    unfit: Any
    what: str

    def __call__(self, entity: Any) -> Iterator[Problem]:
        """The problem of one entity, if it has it."""
        found = getattr(entity, self.other)
        unfit = found is not None if self.unfit is None else found == self.unfit
        if unfit and getattr(entity, self.fact) == self.value:
            yield Problem(self.what, Place(path=self.other))


@frozen(eq=False, repr=False)
class Agrees(Record):
    """A yes-or-no ``fact`` that is stated is what would follow from another."""

    fact: str
    derived: CodeIsNot

    def __call__(self, entity: Any) -> Iterator[Problem]:
        """The problem of one entity, if it has it."""
        stated, follows = getattr(entity, self.fact), self.derived(entity)
        if stated is not None and follows is not None and stated is not follows:
            says, source = "true" if stated else "false", self.derived.fact
            yield Problem(f"{says} contradicts the {source} {getattr(entity, source)}", Place(path=self.fact))


@frozen(eq=False, repr=False)
class AllListed(Record):
    """No more elements of a ``collection`` are listed than there are, as the count ``size`` tells."""

    size: str
    collection: str

    def __call__(self, entity: Any) -> Iterator[Problem]:
        """The problem of one entity, if it has it."""
        size, listed = getattr(entity, self.size), len(getattr(entity, self.collection) or ())
        if size is not None and size < listed:
            what = f"{size} is fewer than the {listed} {self.collection} listed"
            yield Problem(what, Place(path=self.size))


@frozen(eq=False, repr=False)
class OneEntity(Record):
    """What is stated of one linked entity along several ``ways`` (``county``, ``town.county``) goes together."""

    ways: tuple[str, ...]

    def __call__(self, entity: Any) -> Iterator[Problem]:
        """The problems of one entity: facts that one way states otherwise than those before it."""
        joined = None
        for way in self.ways:
            found = entity
            for link in way.split("."):
                found = None if found is None else getattr(found, link)
            try:
                joined = found if joined is None else joined.joined(found)
            except InputError as error:
                yield from (inside(problem, way) for problem in error.problems)


Consistent = Later | EachLater | NotMore | Unique | AtMostOne | Excludes | Agrees | AllListed | OneEntity
