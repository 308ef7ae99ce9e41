"""The commands of the office that watches: targets, duties, calendar, agencies, compare."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fupin_policy.assess.tables import text_table
from fupin_policy.cli.output import heads, print_json
from fupin_policy.domain.facts import Code
from fupin_policy.library import load_policies
from fupin_policy.monitor import (
    Events,
    Rejected,
    TargetReport,
    compare_policies,
    duties,
    read_events,
    tasks_of,
    to_ics,
)
from fupin_policy.monitor import agencies as all_agencies
from fupin_policy.policy import Measure
from fupin_policy.values import Quantity, parse_date

__all__ = ["agencies", "calendar", "compare", "duties_", "targets"]


def targets(options: argparse.Namespace) -> int:
    """``fupin targets``."""
    policy, on = load_policies()[options.policy], parse_date(options.on)
    if options.indicators is None:
        rows = [_target_row(measure, options.lang) for measure in policy.targets()]
        print(
            text_table(
                heads(
                    options,
                    ("条款", "编号", "目标", "指标", "期限"),
                    ("Clause", "Id", "Target", "Indicator", "Due"),
                ),
                rows,
            )
        )
        return 0
    report = policy.monitor(options.indicators, on=on)
    shown = [one for one in report if options.all or one.state != "undetermined"]
    if options.format == "json":
        print_json([_target_record(one) for one in shown])
    else:
        names = ("条款", "目标", "地区", "状态", "现值", "目标值", "差距", "每年尚需", "期限")
        english = ("Clause", "Target", "Area", "State", "Value", "Goal", "Gap", "Pace a year", "Due")
        print(text_table(heads(options, names, english), [_report_row(one, options.lang) for one in shown]))
    return _tell_rejected(report.rejected)


def _target_row(measure: Measure, lang: str) -> tuple[str, ...]:
    target = measure.target
    indicator = "" if target is None else str(target.indicator)
    due = measure.due.describe(lang) if measure.due is not None else ""
    return measure.clause, measure.id, measure.name.zh if lang == "zh" else measure.name.en, indicator, due


def _shown(value: Any, lang: str) -> str:
    if isinstance(value, Quantity):
        return value.describe(lang)
    if isinstance(value, bool):
        return {"zh": ("否", "是"), "en": ("no", "yes")}[lang][value]
    if isinstance(value, Code):
        return value.zh if lang == "zh" else value.en
    return "" if value is None else str(value)


def _report_row(one: TargetReport, lang: str) -> tuple[str, ...]:
    return (
        one.citation.clause,
        one.name.zh if lang == "zh" else one.name.en,
        one.area,
        one.state.label(lang),
        *(_shown(part, lang) for part in (one.value, one.goal, one.gap, _short(one.pace))),
        "" if one.due is None else str(one.due),
    )


def _short(pace: Quantity | None) -> Quantity | str | None:
    """A yearly pace to two decimals, for people: its exact value is a long fraction."""
    if pace is None or not pace.is_exact:
        return pace
    hundredths = round(pace.number * 100)
    return f"{hundredths / 100:g}{pace.unit}"


def _target_record(one: TargetReport) -> dict[str, Any]:
    return {
        "measure": one.measure, "clause": one.citation.clause, "modality": one.modality.value, "level": one.level,
        "area": one.area, "state": one.state.value, "due": None if one.due is None else one.due.isoformat(),
        "value": None if one.value is None else str(one.value), "goal": None if one.goal is None else str(one.goal),
        "gap": None if one.gap is None else str(one.gap), "pace": None if one.pace is None else str(one.pace),
        "missing": [str(gap) for gap in one.missing],
    }  # fmt: skip


def _tell_rejected(rejected: Iterable[Rejected]) -> int:
    """Every row that was left out, on standard error; exit code 1 where there is one."""
    problems = [problem for one in rejected for problem in one.problems]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def duties_(options: argparse.Namespace) -> int:
    """``fupin duties``."""
    policy, on = load_policies()[options.policy], parse_date(options.on)
    events = read_events(options.events, policy) if options.events is not None else Events()
    reports = [
        one
        for one in duties(policy, events, on)
        if options.agency is None or options.agency in _people(policy[one.measure], policy.actor)
    ]
    undated = [one for one in reports if one.state == "undetermined"]
    if not (options.all or options.format == "json"):
        reports = [one for one in reports if one not in undated]
    if options.format == "json":
        print_json(
            [
                {
                    "measure": one.measure, "clause": one.citation.clause, "subject": policy.actor(one.subject),
                    "state": one.state.value, "period": None if one.period is None else str(one.period),
                    "done_on": None if one.done_on is None else one.done_on.isoformat(), "consequence": one.consequence,
                }
                for one in reports
            ]
        )  # fmt: skip
    else:
        names, english = (
            ("条款", "编号", "职责", "主体", "状态", "期间"),
            ("Clause", "Id", "Duty", "Subject", "State", "Period"),
        )
        rows = [
            (
                one.citation.clause, one.measure, one.name.zh if options.lang == "zh" else one.name.en,
                policy.actor(one.subject, options.lang), one.state.label(options.lang),
                "" if one.period is None else one.period.describe(options.lang),
            )
            for one in reports
        ]  # fmt: skip
        print(text_table(heads(options, names, english), rows))
        if undated and not options.all:
            more = (
                "另有{}项职责未载期限(--all)"
                if options.lang == "zh"
                else "{} more duties without a date (--all)"
            )
            print(more.format(len(undated)))
    return _tell_rejected(events.rejected)


def _people(measure: Measure, name: Any) -> set[str]:
    keys = (measure.subject, *measure.agencies)
    return {text for key in keys for text in (key, name(key, "zh"), name(key, "en"))}


def calendar(options: argparse.Namespace) -> int:
    """``fupin calendar``."""
    policy = load_policies()[options.policy]
    entries = policy.calendar(parse_date(options.start), parse_date(options.end))
    if options.ics is not None:
        Path(options.ics).write_bytes(
            to_ics(entries, title=policy.title.get(options.lang), lang=options.lang)
        )
        return 0
    names, english = ("期限", "条款", "编号", "事项", "主体"), ("Due", "Clause", "Id", "What", "Who")
    rows = [
        (
            str(one.due),
            one.citation.clause,
            one.measure,
            one.name.get(options.lang),
            policy.actor(one.subject, options.lang),
        )
        for one in entries
    ]
    print(text_table(heads(options, names, english), rows))
    return 0


def agencies(options: argparse.Namespace) -> int:
    """``fupin agencies``."""
    registry = load_policies()
    books = [registry[options.policy]] if options.policy is not None else list(registry.values())
    if options.name is None:
        rows = [
            (
                name,
                *(
                    str(sum(task.part == part for task in tasks))
                    for part in ("lead", "responsible", "subject")
                ),
            )
            for name, tasks in all_agencies(books).items()
        ]
        print(
            text_table(
                heads(options, ("部门", "牵头", "责任", "主体"), ("Agency", "Leads", "Shares", "Subject")),
                rows,
            )
        )
        return 0
    parts = {"lead": ("牵头", "leads"), "responsible": ("责任", "shares"), "subject": ("主体", "subject")}
    rows = [
        (
            task.policy,
            task.measure.clause,
            task.measure.id,
            parts[task.part][options.lang == "en"],
            task.measure.name.get(options.lang),
        )
        for task in tasks_of(books, options.name)
    ]
    print(
        text_table(
            heads(
                options, ("政策", "条款", "编号", "角色", "事项"), ("Policy", "Clause", "Id", "Part", "What")
            ),
            rows,
        )
    )
    return 0


def compare(options: argparse.Namespace) -> int:
    """``fupin compare``."""
    registry = load_policies()
    left, right = registry[options.left], registry[options.right]

    def names(measures: tuple[Measure, ...]) -> str:
        shown = [f"{one.name.get(options.lang)}({one.clause})" for one in measures[:3]]
        return ("、" if options.lang == "zh" else ", ").join(
            [*shown, *([f"+{len(measures) - 3}"] if len(measures) > 3 else [])]
        )

    rows = [
        (row.topic.label(options.lang), row.subject, names(row.left), names(row.right))
        for row in compare_policies(left, right)
        if options.all or (row.left and row.right)
    ]
    print(
        text_table(
            heads(
                options,
                ("主题", "指标或类别", left.slug, right.slug),
                ("Topic", "Indicator or kind", left.slug, right.slug),
            ),
            rows,
        )
    )
    return 0
