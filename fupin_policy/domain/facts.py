"""How a fact is described: its labels, definition, unit and range.

An entity is a frozen class that declares each fact as ``name: type | None = fact(...)``; ``None`` means
that the fact is unknown. Everything that deals with facts (reading files, checking rules, the fact
dictionary) works from these descriptions and from nothing else.
"""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Self, get_args, get_origin

from attrs import frozen

from fupin_policy.domain.limits import ELEMENTS, YEARS, Extent, ceiling
from fupin_policy.problems import Problem
from fupin_policy.values import Labelled, Quantity, Record, Unit

__all__ = [
    "Code",
    "Fact",
    "FactSpec",
    "Kind",
    "declared",
    "entity_labels",
    "fact",
    "facts_of",
    "share",
]


class Code(Labelled):
    """A closed list of codes; each member has an English key, labels and further names it is known by."""

    @classmethod
    def names(cls) -> dict[str, Self]:
        """Every accepted spelling (key, labels, aliases) and the member it stands for."""
        return {
            name: member for member in cls for name in (member.value, member.zh, member.en, *member.aliases)
        }

    @classmethod
    def named(cls, name: str) -> Self | None:
        """The member known by a spelling, or None."""
        return _names(cls).get(name)  # type: ignore[return-value]  # members of this very class


@cache
def _names(codes: type[Code]) -> dict[str, Code]:
    return dict(codes.names())


@frozen
class Fact:
    """Description of one fact.

    Parameters: ``zh`` and ``en`` labels, ``doc`` an English definition, ``unit`` the unit text for
    quantities and counts, ``low`` and ``high`` the values that make sense (in that unit, inclusive; for
    a day, the year; for a list, the number of its elements), ``derive`` a function of the entity that gives
    the value where it is not stated, ``check`` a function of the value that tells what else is wrong with it.

    Where there is no ``high``, :mod:`fupin_policy.domain.limits` says from where on a value is a slip.
    """

    zh: str
    en: str
    doc: str
    unit: str | None = None
    low: int | None = None
    high: int | None = None
    derive: Callable[[Any], Any] | None = None
    check: Callable[[Any], Problem | None] | None = None


def fact(
    zh: str,
    en: str,
    doc: str,
    *,
    unit: str | None = None,
    low: int | None = None,
    high: int | None = None,
    derive: Callable[[Any], Any] | None = None,
    check: Callable[[Any], Problem | None] | None = None,
) -> Any:
    """What declares a fact in the class of an entity; the parameters are those of :class:`Fact`."""
    return Fact(zh, en, doc, unit, low, high, derive, check)


def share(zh: str, en: str, doc: str) -> Any:
    """What declares a fact that is a share of a whole, from none of it to all of it."""
    return Fact(zh, en, doc, unit="%", low=0, high=100)


class Kind(StrEnum):
    """The type a fact has for the rules."""

    BOOL = "bool"
    NUMBER = "number"
    DATE = "date"
    CODE = "code"
    TEXT = "text"
    ENTITY = "entity"
    COLLECTION = "collection"


@frozen(eq=False, repr=False)
class FactSpec(Record):
    """One fact of an entity class as the rules see it; ``range`` is the least and the most that is accepted of its
    numbers, its years or the number of its elements, None where there are no such.
    """

    name: str
    kind: Kind
    type: Any
    fact: Fact
    unit: Unit | None
    is_count: bool
    range: tuple[int, int] | None = None

    @property
    def limits(self) -> tuple[int, int]:
        """The ``range`` of a number, a day or a list, which always have one."""
        assert self.range is not None
        return self.range


def _spec(name: str, inner: Any, fact: Fact, owner: type) -> FactSpec:
    if isinstance(inner, str):
        # An area that belongs to an area: its class is defined below its own base class.
        inner = getattr(sys.modules[owner.__module__], inner.removesuffix(" | None"))
    kind, inner = _kind(inner)
    unit = Unit.parse(fact.unit) if fact.unit is not None else None
    return FactSpec(name, kind, inner, fact, unit, inner is int, _range(kind, fact, unit, owner))


def _range(kind: Kind, fact: Fact, unit: Unit | None, owner: type) -> tuple[int, int] | None:
    """The least and the most that is accepted of a fact: what it declares, else what is usual."""
    low, high = fact.low, fact.high
    match kind:
        case Kind.NUMBER:
            extent: Extent = owner.extent  # type: ignore[attr-defined]  # every entity class has one
            most = ceiling(unit, extent) if high is None else high
            return -most if low is None else low, most
        case Kind.DATE:
            return YEARS[0] if low is None else low, YEARS[1] if high is None else high
        case Kind.COLLECTION:
            return low or 0, ELEMENTS if high is None else high
    return None


_KINDS = {
    bool: Kind.BOOL,
    int: Kind.NUMBER,
    Quantity: Kind.NUMBER,
    date: Kind.DATE,
    str: Kind.TEXT,
}


@cache
def _kind(inner: Any) -> tuple[Kind, Any]:
    """The kind of a fact and its type, or that of its elements, from the type it is annotated with."""
    if get_origin(inner) is types.UnionType:
        inner = next(arg for arg in get_args(inner) if arg is not type(None))
    if get_origin(inner) is tuple:
        return Kind.COLLECTION, get_args(inner)[0]
    if isinstance(inner, type) and issubclass(inner, Code):
        return Kind.CODE, inner
    return _KINDS.get(inner, Kind.ENTITY), inner


def declared(cls: type) -> dict[str, tuple[Any, Fact]]:
    """The facts of a class and its bases by name, with the type of each, its own before those of its bases."""
    return {name: found for base in cls.__mro__[:-1] for name, found in _own(base).items()}


def _own(cls: type) -> Mapping[str, tuple[Any, Fact]]:
    """The facts that a class declares itself."""
    found: Mapping[str, tuple[Any, Fact]] = vars(cls).get("_declares", {})
    return found


@cache
def _specs(cls: type) -> dict[str, FactSpec]:
    """The facts that a class declares itself: areas of all levels share them, and so the reading of them."""
    return {name: _spec(name, inner, fact, cls) for name, (inner, fact) in _own(cls).items()}


_FACTS: dict[type, dict[str, FactSpec]] = {}


def facts_of(cls: type) -> dict[str, FactSpec]:
    """The facts of an entity class by name, in the order they are declared, its own before inherited ones."""
    found = _FACTS.get(cls)
    if found is None:
        absent: frozenset[str] = getattr(cls, "absent", frozenset())
        found = _FACTS[cls] = {
            name: spec
            for declaring in cls.__mro__[:-1]
            for name, spec in _specs(declaring).items()
            if name not in absent
        }
    return found


def entity_labels(cls: type) -> tuple[str, str]:
    """Chinese and English label of an entity class (its ``labels`` class attribute)."""
    zh, en = cls.labels  # type: ignore[attr-defined]  # every entity class has labels
    return zh, en
