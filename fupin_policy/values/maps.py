"""Mappings that nobody can change."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NoReturn

from fupin_policy.problems import UnknownNameError

__all__ = ["frozen_map", "named_map"]


def frozen_map(mapping: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """A copy of a mapping that refuses every change.

    >>> frozen_map({"a": 1})["a"]
    1
    """
    return MappingProxyType(dict(mapping))


class _Named(dict[str, Any]):
    """A mapping that knows of which kind its names are."""

    __slots__ = ("kind",)

    kind: str

    def __missing__(self, name: object) -> NoReturn:
        raise UnknownNameError(self.kind, name, list(self))


def named_map(kind: str, mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    """Such a copy whose KeyError tells of which kind its names are, and the nearest of them.

    >>> named_map("total", {"yearly_cash": 1})["yearly"]
    Traceback (most recent call last):
    ...
    fupin_policy.problems.UnknownNameError: unknown total 'yearly'; expected one of yearly_cash; did you mean 'yearly_cash'?
    """
    found = _Named(mapping)
    found.kind = kind
    return MappingProxyType(found)
