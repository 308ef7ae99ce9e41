"""Mappings that nobody can change."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

__all__ = ["frozen_map"]


def frozen_map(mapping: Mapping[Any, Any]) -> Mapping[Any, Any]:
    """A copy of a mapping that refuses every change.

    >>> frozen_map({"a": 1})["a"]
    1
    """
    return MappingProxyType(dict(mapping))
