"""How an entity class is made of the facts that it declares.

A class with hundreds of facts is declared in parts by subject, each in a module of its own. The class has
a slot for every fact and no method of its own for them: construction, comparison and the rest are written
once, in :class:`~fupin_policy.domain.entity.Entity`, and look at the facts. Methods written out for each
class would take longer to compile than all other parts of an import.
"""

from __future__ import annotations

from typing import Any, TypeVar, dataclass_transform

from fupin_policy.domain.facts import Fact, declared

__all__ = ["entity", "part"]

C = TypeVar("C", bound=type)


@dataclass_transform(kw_only_default=True, frozen_default=True)
def part(cls: C) -> C:
    """A class that only declares facts, for an :func:`entity` to gather; it has no instances of its own."""
    facts = _in_body(cls)
    for name in facts:
        delattr(cls, name)
    cls._declares = facts  # type: ignore[attr-defined]  # what facts.declared gathers
    return cls


@dataclass_transform(kw_only_default=True, frozen_default=True)
def entity(cls: C) -> C:
    """A frozen class with its own facts and those of its parts.

    >>> from fupin_policy.domain import Area, County
    >>> Area.__slots__[:2]
    ('id', 'name')
    >>> County(tap_water_share="90%") == County(tap_water_share="90%")
    True
    """
    facts = _in_body(cls)
    kept = {name: value for name, value in vars(cls).items() if name not in facts and name not in _OWN}
    slots = (*facts, *declared(cls), "__weakref__")
    made: Any = type(cls)(cls.__name__, cls.__bases__, {**kept, "_declares": facts, "__slots__": slots})
    made.__qualname__ = cls.__qualname__
    return made  # type: ignore[no-any-return]  # the same class again, with slots


def _in_body(cls: type) -> dict[str, tuple[Any, Fact]]:
    """The facts that stand in the body of a class, with the types they are annotated with."""
    types = cls.__annotations__
    return {name: (types[name], value) for name, value in vars(cls).items() if isinstance(value, Fact)}


# What a class without slots has, and one with slots makes anew.
_OWN = frozenset({"__dict__", "__weakref__"})
