"""The command that assesses a whole register from files: ``fupin run``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fupin_policy import __version__
from fupin_policy.cli.output import pairs, refuse_idle
from fupin_policy.domain import read
from fupin_policy.library import Policy, load_policies
from fupin_policy.problems import FupinError, InputError, Place, Problem
from fupin_policy.values import parse_date

if TYPE_CHECKING:
    from fupin_policy.register.files.running import Report

__all__ = ["add_run", "run"]

_INTERRUPTED = 130
_WORDS = {
    "zh": (
        "已中断:再次运行同一命令即可继续。",
        "有{}行未采用,{}户(件)未能评估,见{}。",
        "共{}批,此前已完成{}批,其余现已完成。",
        "此前已全部完成({}批),未重新评估。",
    ),
    "en": (
        "interrupted: the same command goes on from here.",
        "{} rows were set aside and {} cases were not worked out, see {}.",
        "of {} parts {} had been done before; the rest was done now.",
        "this run had been finished before ({} parts); nothing was worked out again.",
    ),
}


def run(options: argparse.Namespace) -> int:
    """``fupin run``: 0 done, 1 done with rows set aside or cases that could not be worked out."""
    try:
        report = _run(options)
    except KeyboardInterrupt:
        print(f"fupin: {_WORDS[options.lang][0]}", file=sys.stderr)
        return _INTERRUPTED
    if report.resumed:
        says = _WORDS[options.lang][3 if report.resumed == report.parts else 2]
        print(f"fupin: {says.format(report.parts, report.resumed)}", file=sys.stderr)
    output = report.output
    summary = output.summary_json if options.summary_format == "json" else output.summary_text
    sys.stdout.write(summary.read_text("utf-8"))
    if report.is_clean:
        return 0
    aside = sum(count.set_aside for count in report.counts.values())
    print(f"fupin: {_WORDS[options.lang][1].format(aside, report.failed, output.rejected)}", file=sys.stderr)
    return 1


def _run(options: argparse.Namespace) -> Report:
    try:
        from fupin_policy.register.files.finding import find
        from fupin_policy.register.files.reading import Dialect
        from fupin_policy.register.files.running import run as run_through
        from fupin_policy.register.files.work import assessing
    except ImportError as error:
        raise FupinError(
            f"assessing a register needs the extra 'register' ({error.name} is not there): "
            "pip install 'fupin-policy[register]'"
        ) from None
    from fupin_policy.assess import Plan

    policy, on = load_policies()[options.policy], parse_date(options.on)
    readings, terms = pairs(options.reading, "--reading"), pairs(options.term, "--term")
    measures = None if options.measures is None else [one.strip() for one in options.measures.split(",")]
    columns = None if options.columns is None else _columns(Path(options.columns))
    csv = {"encoding": options.encoding and options.encoding.lower(), "delimiter": options.delimiter}
    csv = {name: told for name, told in csv.items() if told is not None}
    register = find(options.register, root=options.entity, dialect=Dialect(**csv))
    if csv and all(table.form != "csv" for table in register.tables.values()):
        refuse_idle(
            " and ".join(f"--{name}" for name in csv),
            "CSV files",
            f"a register in CSV: this one is in {register.cases.form}",
        )
    work = assessing(
        Plan.of(policy), register, on, readings=readings, terms=terms, measures=measures,
        missing=options.missing, engine=options.engine, threads=options.threads, columns=columns,
    )  # fmt: skip
    return run_through(
        register, work, options.output, key=_key(policy, options, readings, terms, measures, columns),
        mapping=columns, most=options.batch, restart=options.restart, progress=not options.quiet,
        lang=options.lang, book=policy, bom=options.bom,
    )  # fmt: skip


def _key(
    policy: Policy,
    options: argparse.Namespace,
    readings: Mapping[str, str],
    terms: Mapping[str, str],
    measures: list[str] | None,
    columns: Mapping[str, str | None] | None,
) -> dict[str, Any]:
    """What the results depend on besides the register. The engine is not of it: all give the same."""
    return {
        "policy": policy.slug, "rules": policy.content_hash, "library": __version__, "on": options.on,
        "readings": dict(policy.choose(readings)), "terms": dict(terms), "measures": measures,
        "missing": options.missing, "columns": columns,
    }  # fmt: skip


def _columns(path: Path) -> dict[str, str | None]:
    """The mapping of columns in a YAML file: the name of a column, and the fact it states or nothing."""
    data = read(path).data
    if not isinstance(data, Mapping) or not all(
        isinstance(name, str) and isinstance(fact, str | None) for name, fact in data.items()
    ):
        what = "this is no mapping of columns"
        raise InputError(Problem(what, Place(str(path)), "lines such as 收入: roll_income"))
    return dict(data)


def _at_least_one(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of one or more")
    return int(text)


def add_run(one: argparse.ArgumentParser) -> None:
    """The arguments of ``fupin run``, but those that other commands have as well."""
    one.add_argument(
        "register",
        metavar="REGISTER",
        help="a folder with households.parquet|csv|arrow, persons.*, loans.*, bills.* (or enterprises, villages …), "
        "or one file",
    )
    one.add_argument(
        "-o", "--output", metavar="OUT", required=True,
        help="a folder, or a file ending in .parquet, .csv or .arrow; a run that was interrupted goes on there",
    )  # fmt: skip
    one.add_argument(
        "--policy", metavar="SLUG", required=True, help="the policy to assess by; fupin list has them all"
    )
    one.add_argument("--on", metavar="DATE", required=True, help="day of the facts, YYYY-MM-DD")
    one.add_argument("--measures", metavar="ID,ID", help="only these measures")
    one.add_argument(
        "--entity",
        metavar="KIND",
        help="what a case is (household, village, county …) where there are tables of several kinds",
    )
    one.add_argument(
        "--missing",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="tell which facts leave each measure open (default: yes)",
    )
    one.add_argument(
        "--engine", choices=("auto", "numba", "numpy", "python"), default="auto",
        help="how the rules are run: compiled, by arrays, in plain Python, or what serves best (default auto)",
    )  # fmt: skip
    one.add_argument(
        "--threads", type=_at_least_one, metavar="N", help="threads that work (default: one a core)"
    )
    one.add_argument(
        "--batch",
        type=_at_least_one,
        metavar="N",
        default=65_536,
        help="cases in a batch, at most (default 65536)",
    )
    one.add_argument(
        "--columns", metavar="FILE", help="YAML: names of columns, and the facts that they state"
    )
    one.add_argument(
        "--encoding", metavar="NAME",
        help="encoding of CSV files: utf-8, gb18030 or gbk (Chinese office programs), utf-16, big5 (default utf-8)",
    )  # fmt: skip
    one.add_argument(
        "--delimiter",
        metavar="SIGN",
        help="sign between cells of CSV files, such as ';' or tab (default ,)",
    )
    one.add_argument(
        "--bom",
        action="store_true",
        help="begin CSV files that are written with a byte-order mark, for spreadsheets",
    )
    one.add_argument("--restart", action="store_true", help="drop what an earlier run has left in OUT")
    one.add_argument("--quiet", action="store_true", help="no progress bar")
    one.add_argument(
        "--summary-format",
        choices=("text", "json"),
        default="text",
        help="the summary as it is printed (default text)",
    )
