"""``fupin synthesize``: make a register to work on."""

from __future__ import annotations

import argparse
from fractions import Fraction

from fupin_policy.cli.output import heads
from fupin_policy.library import load_policies
from fupin_policy.problems import InputError, Problem
from fupin_policy.values import parse_date
from fupin_policy.values.numbers import parse_number

__all__ = ["add_options", "synthesize"]

_EXTRA = "pip install 'fupin-policy[register]'"


def add_options(one: argparse.ArgumentParser) -> None:
    """The options of the command."""
    one.add_argument(
        "--policy", metavar="SLUG", required=True, help="the policy whose totals the register counts to"
    )
    one.add_argument("-o", "--output", metavar="DIR", required=True, help="folder for the tables")
    one.add_argument("--seed", metavar="N", default="0", help="another seed, other rows (default 0)")
    size = one.add_mutually_exclusive_group()
    size.add_argument(
        "--scale", metavar="K", default="1", help="every printed total times K, such as 10 or 1/100"
    )
    size.add_argument("--households", metavar="N", help="so many households, the totals in proportion")
    one.add_argument(
        "--unknown", metavar="SHARE", default="0", help="leave out so many facts, such as 0.03 or 3%%"
    )
    one.add_argument("--on", metavar="DATE", help="day of the facts (default: that of the recipe)")
    one.add_argument(
        "--format",
        choices=("parquet", "csv", "arrow"),
        default="parquet",
        help="files of the tables (default parquet)",
    )


def synthesize(options: argparse.Namespace) -> int:
    """``fupin synthesize``."""
    try:
        from fupin_policy.register import synthesis
    except ModuleNotFoundError as error:
        raise InputError(Problem(f"{error.name} is not installed", expected=_EXTRA)) from None
    problems: list[Problem] = []
    seed = _whole(options.seed, "--seed", problems)
    households = None if options.households is None else _whole(options.households, "--households", problems)
    scale = _ratio(options.scale, "--scale", problems)
    unknown = _ratio(options.unknown, "--unknown", problems)
    if problems:
        raise InputError(problems)
    made = synthesis.synthesize(
        load_policies()[options.policy],
        options.output,
        seed=seed,
        scale=scale,
        households=households,
        unknown=unknown,
        on=None if options.on is None else parse_date(options.on),
        format=options.format,
        lang=options.lang,
    )
    rows, text, day = heads(
        options, ("行", "说明", "事实所属日期:"), ("rows", "assumptions", "day of the facts: ")
    )
    for path, count in made.files.items():
        print(f"{path}: {count} {rows}")
    print(f"{made.text_path}: {text}")
    print(f"{day}{made.on}")
    return 0


def _whole(text: str, option: str, problems: list[Problem]) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 18:
        return int(text)
    problems.append(Problem(f"{option} {text}", expected="a whole number from 0 up"))
    return 0


def _ratio(text: str, option: str, problems: list[Problem]) -> Fraction:
    try:
        number = Fraction(parse_number(text.removesuffix("%")))
    except InputError:
        problems.append(Problem(f"{option} {text}", expected="a number such as 10, 1/100, 0.03 or 3%"))
        return Fraction(1)
    return number / 100 if text.endswith("%") else number
