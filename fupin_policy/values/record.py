"""Comparison, hashing and display shared by small frozen classes.

attrs writes these methods out for each class, and compiling them takes most of the time that the making of
a class takes. A class that is rarely compared leaves them to :class:`Record` instead, which looks at the
fields; it is then declared ``@frozen(eq=False, repr=False)``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from attrs import fields

__all__ = ["Record"]


class Record:
    """Base of attrs classes that are compared, hashed and shown field by field, as attrs would do it.

    >>> from attrs import frozen
    >>> @frozen(eq=False, repr=False)
    ... class Pair(Record):
    ...     left: int
    ...     right: str
    >>> Pair(1, "a"), Pair(1, "a") == Pair(1, "a"), hash(Pair(1, "a")) == hash(Pair(1, "a"))
    (Pair(left=1, right='a'), True, True)
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        compared = _fields_of(self).compared
        return all(told(getattr(self, name)) == told(getattr(other, name)) for name, told in compared)

    def __hash__(self) -> int:
        hashed = _fields_of(self).hashed
        return hash((type(self), *[told(getattr(self, name)) for name, told in hashed]))

    def __repr__(self) -> str:
        shown = [f"{name}={getattr(self, name)!r}" for name in _fields_of(self).shown]
        return f"{type(self).__qualname__.rpartition('>.')[2]}({', '.join(shown)})"


class _Fields(NamedTuple):
    """The fields of a class that are compared, each with what is compared of it; hashed; and shown."""

    compared: tuple[tuple[str, Callable[[Any], Any]], ...]
    hashed: tuple[tuple[str, Callable[[Any], Any]], ...]
    shown: tuple[str, ...]


def _fields_of(record: object) -> _Fields:
    cls: Any = type(record)
    return _fields(cls)


@cache
def _fields(cls: Any) -> _Fields:
    found = fields(cls)
    compared = [(one.name, one.eq_key or _itself, one.hash) for one in found if one.eq]
    return _Fields(
        compared=tuple((name, told) for name, told, _ in compared),
        hashed=tuple((name, told) for name, told, hashed in compared if hashed is not False),
        shown=tuple(one.name for one in found if one.repr),
    )


def _itself(value: Any) -> Any:
    return value
