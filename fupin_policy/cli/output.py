"""What the commands share for printing."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from fupin_policy.problems import InputError, Problem

__all__ = ["ONE_POLICY", "at_least", "heads", "pairs", "print_json", "refuse_idle"]


ONE_POLICY = ("one policy", "--policy as well")
"""What readings and open terms belong to."""


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
            before = f"{name}={found[name]}"
            problems.append(Problem(f"{option} {text}", expected=f"each name once ({before} before it)"))
        else:
            found[name] = value
    if problems:
        raise InputError(problems)
    return found


def refuse_idle(option: str, to: str, expected: str) -> NoReturn:
    """Refuse an option that would have no effect: what it belongs to, and what to give with it."""
    belongs = "belong" if " and " in option else "belongs"
    raise InputError(Problem(f"{option} {belongs} to {to}", expected=expected))


def at_least(option: str, number: int, least: int) -> int:
    """A number given for an option. Raises InputError where it is too small."""
    if number < least:
        raise InputError(Problem(f"{option} {number}", expected=f"a whole number from {least} up"))
    return number


def print_json(data: Sequence[Mapping[str, Any]]) -> None:
    """Indented JSON of a list."""
    print(json.dumps(data, ensure_ascii=False, indent=2))
