"""What the commands share for printing."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from typing import Any

from fupin_policy.problems import InputError, Problem

__all__ = ["heads", "pairs", "print_json"]


def heads(options: argparse.Namespace, zh: tuple[str, ...], en: tuple[str, ...]) -> tuple[str, ...]:
    """The heads of a table in the language asked for."""
    return zh if options.lang == "zh" else en


def pairs(texts: Sequence[str], option: str) -> dict[str, str]:
    """The names and values of an option that is repeated. Raises InputError for one without both."""
    found = {}
    for text in texts:
        name, sign, value = text.partition("=")
        if not sign or not name or not value:
            raise InputError(Problem(f"{option} {text}", expected="NAME=VALUE"))
        found[name.strip()] = value.strip()
    return found


def print_json(data: Sequence[Mapping[str, Any]]) -> None:
    """Indented JSON of a list."""
    print(json.dumps(data, ensure_ascii=False, indent=2))
