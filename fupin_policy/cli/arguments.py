"""What the command line takes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import NoReturn, TypeAlias

from fupin_policy import __version__
from fupin_policy.cli import commands, register, showing, synthesize, watching
from fupin_policy.policy import Kind
from fupin_policy.problems import FupinError

__all__ = ["language_of", "parser"]

Adds: TypeAlias = "argparse._SubParsersAction[Parser]"

_EXAMPLES = """examples:
  fupin assess household.yaml --policy ruyuan-2016 --on 2017-09-01
  fupin questions household.yaml --policy ruyuan-2016 --on 2017-09-01 --lang en
  fupin show education-grant
  fupin export figures --policy ruyuan-2016 --format csv --bom -o figures.csv
"""


class Parser(argparse.ArgumentParser):
    """A parser that tells in the language of its own what is wrong with a call."""

    lang = "en"

    def error(self, message: str) -> NoReturn:
        """Tell how the command is called and what is wrong, and exit with code 2."""
        self.print_usage(sys.stderr)
        head = "错误：" if self.lang == "zh" else "error: "
        self.exit(2, f"{self.prog}: {head}{FupinError(message).describe(self.lang)}\n")


def language_of(argv: Sequence[str] | None) -> str:
    """The language that a call asks for, whatever else is wrong with it."""
    asks = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    asks.add_argument("--lang", nargs="?", default="zh")
    return str(asks.parse_known_args(argv)[0].lang)


def parser(lang: str = "zh") -> Parser:
    """The parser with all commands; ``lang`` is the language in which it tells what is wrong with a call."""
    top = Parser(
        prog="fupin",
        description="Poverty-alleviation policy documents as exact rules.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"fupin-policy {__version__}")
    adds = top.add_subparsers(required=True, metavar="COMMAND")

    one = _command(adds, "assess", commands.assess, "what the policies dictate for the cases in a file")
    _case(one)
    one.add_argument("--format", choices=("text", "json", "html", "receipt"), default="text")
    one.add_argument("--all", action="store_true", help="show measures that fail or do not apply as well")
    one.add_argument(
        "--explain", action="store_true", help="in sentences, with reasons and sources (text only)"
    )

    one = _command(adds, "questions", commands.questions, "what to find out next, most helpful first")
    _case(one)
    one.add_argument("--limit", type=int, default=10, metavar="N")
    one.add_argument("--format", choices=("text", "json"), default="text")

    one = _command(adds, "list", commands.list_, "the policies, or the measures of one")
    one.add_argument("--policy", metavar="SLUG")
    one.add_argument("--clause", metavar="LOCATOR", help="this clause and all below it, such as 二(一)")
    one.add_argument("--kind", choices=[kind.value for kind in Kind])
    one.add_argument("--agency", metavar="NAME", help="key or printed name")
    _lang(one)

    one = _command(adds, "show", showing.show, "one measure: wording, figures, rules, source")
    one.add_argument("id", metavar="ID", help="a measure's id, or policy/id")
    one.add_argument("--policy", metavar="SLUG")
    _lang(one)

    one = _command(adds, "facts", commands.facts, "the fact dictionary")
    one.add_argument("--entity", metavar="NAME", help="one entity only, such as household")
    one.add_argument("--format", choices=("text", "markdown", "json"), default="text")
    _lang(one)

    one = _command(
        adds, "check", commands.check, "lint and consistency findings; exit 1 where one is unexplained"
    )
    one.add_argument("--policy", metavar="SLUG", help="default: all")
    one.add_argument("--folder", metavar="DIR", help="policies of your own, in folders below this one")
    one.add_argument("--cases", action="store_true", help="run the policies' stored cases as well")
    one.add_argument(
        "--registers",
        metavar="N",
        type=int,
        default=0,
        help="compare what a register run says of N invented cases with what is said of each by itself",
    )
    _lang(one)

    one = _command(adds, "export", commands.export, "data for other programs")
    one.add_argument("what", choices=("provisions", "figures"), help="one record each")
    one.add_argument("--policy", metavar="SLUG", required=True)
    one.add_argument("--format", choices=("json", "csv"), default="json")
    one.add_argument(
        "--bom", action="store_true", help="begin the CSV with a byte-order mark, for spreadsheets"
    )
    one.add_argument("-o", "--output", metavar="FILE")
    _lang(one, "language of the names of actors, and of messages; all else is keys or as printed")

    one = _command(
        adds, "check-source", commands.check_source, "rules against the document's text, both ways"
    )
    one.add_argument("--policy", metavar="SLUG", required=True)
    one.add_argument("--text", metavar="FILE", required=True)
    _lang(one)
    one = _command(
        adds,
        "synthesize",
        synthesize.synthesize,
        "a register to work on, which counts to every total that a document prints",
    )
    synthesize.add_options(one)
    _lang(one)
    _watching(adds)

    one = _command(adds, "run", register.run, "assess a whole register from files, in any size, resumably")
    register.add_run(one)
    _choices(one)
    _lang(one)
    for each in (top, *adds.choices.values()):
        each.lang = lang
    return top


def _watching(adds: Adds) -> None:
    one = _command(
        adds,
        "targets",
        watching.targets,
        "the targets of a policy, and how they stand by observed indicators",
    )
    one.add_argument("--policy", metavar="SLUG", help="default: every policy in force on the day")
    one.add_argument("--on", metavar="DATE", required=True)
    one.add_argument(
        "--indicators",
        metavar="FILE",
        help="CSV or YAML: level, division or area, indicator, value, on or year",
    )
    one.add_argument("--all", action="store_true", help="show targets without observations as well")
    one.add_argument("--format", choices=("text", "json"), default="text")
    _choices(one)
    _lang(one)

    one = _command(
        adds, "duties", watching.duties_, "the duties of a policy, and how they stand by what was done"
    )
    one.add_argument("--policy", metavar="SLUG", required=True)
    one.add_argument("--on", metavar="DATE", required=True)
    one.add_argument("--events", metavar="FILE", help="CSV or YAML: measure, on, note")
    one.add_argument("--agency", metavar="NAME", help="only what this agency must do or shares in")
    one.add_argument("--all", action="store_true", help="show duties without any date as well")
    _reading(one)
    one.add_argument("--format", choices=("text", "json"), default="text")
    _lang(one)

    one = _command(adds, "calendar", watching.calendar, "what falls due when, and for whom")
    one.add_argument("--policy", metavar="SLUG", help="default: all")
    one.add_argument("--from", metavar="DATE", dest="start", required=True)
    one.add_argument("--to", metavar="DATE", dest="end", required=True)
    one.add_argument(
        "--ics", metavar="FILE", help="write an iCalendar file instead (needs the extra 'calendar')"
    )
    _reading(one)
    _lang(one)

    one = _command(adds, "agencies", watching.agencies, "who leads what; all that one agency must do")
    one.add_argument("name", metavar="NAME", nargs="?", help="name of an agency, as printed or in English")
    one.add_argument("--policy", metavar="SLUG")
    _lang(one)

    one = _command(adds, "compare", watching.compare, "two policies side by side, by topic")
    one.add_argument("left", metavar="SLUG")
    one.add_argument("right", metavar="SLUG")
    one.add_argument("--all", action="store_true", help="show what only one of them has as well")
    _lang(one)


def _command(adds: Adds, name: str, run: object, what: str) -> Parser:
    one = adds.add_parser(name, help=what, description=what[0].upper() + what[1:] + ".")
    one.set_defaults(run=run)
    return one


def _lang(one: argparse.ArgumentParser, of: str = "language of the output") -> None:
    one.add_argument("--lang", choices=("zh", "en"), default="zh", help=f"{of} (default zh)")


def _case(one: argparse.ArgumentParser) -> None:
    one.add_argument("file", metavar="FILE", help="facts in YAML or JSON, English keys or Chinese labels")
    one.add_argument(
        "--policy", metavar="SLUG", help="default: every policy that covers the place and the day"
    )
    one.add_argument("--on", metavar="DATE", required=True, help="day of the facts, YYYY-MM-DD")
    _choices(one)
    _lang(one)


def _reading(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--reading",
        metavar="NAME=OPTION",
        action="append",
        default=[],
        help="choose an option (with --policy; may be repeated)",
    )


def _choices(one: argparse.ArgumentParser) -> None:
    _reading(one)
    one.add_argument(
        "--term",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="fill an open term (with --policy; may be repeated)",
    )
