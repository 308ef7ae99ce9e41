"""What the commands share for printing."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["heads", "print_json"]


def heads(options: argparse.Namespace, zh: tuple[str, ...], en: tuple[str, ...]) -> tuple[str, ...]:
    """The heads of a table in the language asked for."""
    return zh if options.lang == "zh" else en


def print_json(data: Sequence[Mapping[str, Any]]) -> None:
    """Indented JSON of a list."""
    print(json.dumps(data, ensure_ascii=False, indent=2))
