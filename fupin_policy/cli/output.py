"""What the commands share for printing."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from fupin_policy.problems import InputError, Problem

__all__ = ["ONE_POLICY", "at_least", "heads", "pairs", "print_json", "refuse_idle"]


ONE_POLICY = ("one policy", "--policy as well", "只用于一个政策;应同时给出--policy")
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
            zh = f"{option} {text};应为NAME=VALUE"
            problems.append(Problem(f"{option} {text}", expected="NAME=VALUE", zh=zh))
        elif name in found:
            before = f"{name}={found[name]}"
            problems.append(
                Problem(
                    f"{option} {text}",
                    expected=f"each name once ({before} before it)",
                    zh=f"{option} {text};每个名称应只给一次(前面已有{before})",
                )
            )
        else:
            found[name] = value
    if problems:
        raise InputError(problems)
    return found


def refuse_idle(option: str, to: str, expected: str, zh: str) -> NoReturn:
    """Refuse an option that would have no effect: what it belongs to, in both languages, and what to give with it."""
    belongs = "belong" if " and " in option else "belongs"
    zh = f"{option.replace(' and ', '、')}{zh}"
    raise InputError(Problem(f"{option} {belongs} to {to}", expected=expected, zh=zh))


def at_least(option: str, number: int, least: int) -> int:
    """A number given for an option. Raises InputError where it is too small."""
    if number < least:
        expected, zh = f"a whole number from {least} up", f"应为不小于{least}的整数"
        raise InputError(Problem(f"{option} {number}", expected=expected, zh=f"{option} {number};{zh}"))
    return number


def print_json(data: Sequence[Mapping[str, Any]]) -> None:
    """Indented JSON of a list."""
    print(json.dumps(data, ensure_ascii=False, indent=2))
