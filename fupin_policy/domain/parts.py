"""How the facts of one large class are declared over several modules.

A class with hundreds of facts is declared in parts by subject, each in a module of its own, and put
together once. A line of attrs classes would copy every field of those before it, and comparison as attrs
writes it would be a method of many hundred lines: more time than the rest of an import takes.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Annotated, Any, TypeVar, dataclass_transform, get_origin

import attrs

__all__ = ["part", "whole"]

C = TypeVar("C", bound=type)


@dataclass_transform(kw_only_default=True, frozen_default=True)
def part(cls: C) -> C:
    """A class that only declares facts, for :func:`whole` to gather; it has no instances of its own."""
    return cls


@dataclass_transform(kw_only_default=True, frozen_default=True)
def whole(cls: C) -> C:
    """A frozen attrs class with its own facts and those of its parts.

    >>> from fupin_policy.domain import Area, County
    >>> attrs.fields(Area).tap_water_share.default is None
    True
    >>> County(tap_water_share="90%") == County(tap_water_share="90%")
    True
    """
    these = {
        name: attrs.field(default=None, type=None if declaring is cls else annotation)
        for declaring in (cls, *cls.__bases__)
        for name, annotation in vars(declaring)["__annotations__"].items()
        if get_origin(annotation) is Annotated
    }
    values = attrgetter(*these)

    def __eq__(self: Any, other: object) -> bool:
        return values(self) == values(other) if type(other) is type(self) else NotImplemented

    def __hash__(self: Any) -> int:
        return hash((type(self), values(self)))

    for method in (__eq__, __hash__):
        setattr(cls, method.__name__, method)
    return attrs.frozen(cls, these=these, kw_only=True, repr=False, eq=False)
