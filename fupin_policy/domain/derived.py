"""Facts that follow from other facts of the same entity, told so that every reader can work them out.

Each is a frozen value that can be called with an entity; a reader that works on columns of many entities
looks at its fields instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import field, frozen

from fupin_policy.values import Record

__all__ = ["AnyOf", "CodeIsNot", "Derived", "Listed"]


def _tuple(facts: Iterable[str]) -> tuple[str, ...]:
    return tuple(facts)


@frozen(eq=False, repr=False)
class CodeIsNot(Record):
    """Whether the code ``fact`` is another than ``code``; unknown while the code is."""

    fact: str
    code: str

    def __call__(self, entity: Any) -> bool | None:
        """The truth for one entity."""
        found = getattr(entity, self.fact)
        return None if found is None else found != self.code


@frozen(eq=False, repr=False)
class AnyOf(Record):
    """Whether any of several yes-or-no ``facts`` is true, as far as they are known."""

    facts: tuple[str, ...] = field(converter=_tuple)

    def __call__(self, entity: Any) -> bool | None:
        """The truth for one entity."""
        found = [getattr(entity, fact) for fact in self.facts]
        return True if True in found else (None if None in found else False)


@frozen(eq=False, repr=False)
class Listed(Record):
    """How many elements of a ``collection`` are listed; unknown where none is."""

    collection: str

    def __call__(self, entity: Any) -> int | None:
        """The number for one entity."""
        return len(getattr(entity, self.collection) or ()) or None


Derived = CodeIsNot | AnyOf | Listed
