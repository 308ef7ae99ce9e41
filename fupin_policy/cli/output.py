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
    """The names and values of an option that is repeated. Raises InputError for each without both or given before."""
    found: dict[str, str] = {}
    problems = []
    for text in texts:
        name, _, value = (part.strip() for part in text.partition("="))
        if not name or not value:
            problems.append(Problem(f"{option} {text}", expected="NAME=VALUE"))
        elif name in found:
            problems.append(
                Problem(f"{option} {text}", expected=f"each name once ({name}={found[name]} before it)")
            )
        else:
            found[name] = value
    if problems:
        raise InputError(problems)
    return found


def print_json(data: Sequence[Mapping[str, Any]]) -> None:
    """Indented JSON of a list."""
    print(json.dumps(data, ensure_ascii=False, indent=2))
