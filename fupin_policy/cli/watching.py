"""The commands of the office that watches: targets, duties, calendar, agencies, compare."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from fupin_policy.assess.checks import check_terms
from fupin_policy.assess.tables import text_table
from fupin_policy.assess.wording import gaps_text
from fupin_policy.cli.output import ONE_POLICY, heads, pairs, print_json, refuse_idle
from fupin_policy.domain import ENTITIES, Lang
from fupin_policy.domain.facts import Code
from fupin_policy.library import Policy, load_policies
from fupin_policy.monitor import (
    Rejected,
    TargetReport,
    compare_policies,
    read_observations,
    tasks_of,
    to_ics,
)
from fupin_policy.monitor import agencies as all_agencies
from fupin_policy.monitor.crosswalk import Part, indicator_label
from fupin_policy.policy import Measure, Rulebook
from fupin_policy.problems import InputError, Problem
from fupin_policy.values import Quantity, parse_date

__all__ = ["agencies", "calendar", "compare", "duties_", "targets"]


def targets(options: argparse.Namespace) -> int:
    """``fupin targets``."""
    on = parse_date(options.on)
    readings, terms = pairs(options.reading, "--reading"), pairs(options.term, "--term")
    if (readings or terms) and options.policy is None:
        refuse_idle("--reading and --term", *ONE_POLICY)
    policies = _policies(options, on)
    several = options.policy is None
    if options.indicators is None:
        for option, given in (("--all", options.all), ("--format json", options.format == "json")):
            if given:
                refuse_idle(
                    option,
                    "observed indicators",
                    "--indicators as well",
                )
        for policy in policies:
            policy.choose(readings)
            check_terms(policy, terms)
        listed = [
            (policy.slug, *_target_row(measure, readings, options.lang))
            for policy in policies
            for measure in policy.targets()
        ]
        zh = ("条款", "编号", "目标", "指标", "口径", "力度", "期限")
        en = ("Clause", "Id", "Target", "Indicator", "Scope", "Modality", "Due")
        _table(options, zh, en, listed, several)
        return 0
    observed = read_observations(options.indicators)
    shown = [
        (policy, one)
        for policy in policies
        for one in policy.monitor(observed, on=on, readings=readings, terms=terms)
        if options.all
        or not (
            (one.state == "undetermined" and one.value is None) or (several and one.state == "does_not_apply")
        )
    ]
    if options.format == "json":
        print_json([{"policy": policy.slug, **_target_record(one)} for policy, one in shown])
    else:
        names = ("条款", "目标", "地区", "状态", "现值", "目标值", "差距", "每年尚需", "期限", "说明")
        english = ("Clause", "Target", "Area", "State", "Value", "Goal", "Gap", "Pace a year", "Due", "Why")
        rows = [(policy.slug, *_report_row(one, options.lang, policy)) for policy, one in shown]
        _table(options, names, english, rows, several)
    return _tell_rejected(observed.rejected, options.lang)


def _policies(options: argparse.Namespace, on: date | None = None) -> list[Policy]:
    """The policy asked for, or all of them: those in force where a day is given."""
    registry = load_policies()
    if options.policy is not None:
        return [registry[options.policy]]
    found = [policy for policy in registry.values() if on is None or policy.is_in_force(on)]
    if not found:
        expected = f"one of {', '.join(registry)} with --policy"
        raise InputError(Problem(f"no policy is in force on {on}", expected=expected))
    return found


def _table(
    options: argparse.Namespace,
    zh: tuple[str, ...],
    en: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    several: bool,
) -> None:
    """A table of rows that begin with their policy, which is shown where there are several."""
    first = 0 if several else 1
    print(
        text_table(
            heads(options, ("政策", *zh)[first:], ("Policy", *en)[first:]), [row[first:] for row in rows]
        )
    )


def _target_row(measure: Measure, readings: Mapping[str, str], lang: str) -> tuple[str, ...]:
    target = measure.target_under(readings)
    assert target is not None  # only measures with one are listed
    due = measure.due_under(readings)
    until = due.describe(lang) if due is not None else ""
    area = ENTITIES[target.indicator.entity].labels[0 if lang == "zh" else 1]
    name, what = measure.name.zh if lang == "zh" else measure.name.en, indicator_label(target.indicator, lang)
    return (
        *(measure.clause, measure.id, name, f"{area}: {what}"),
        *(target.scope.label(lang), measure.modality.label(lang), until),
    )


def _shown(value: Any, lang: str) -> str:
    if isinstance(value, Quantity):
        return value.describe(lang)
    if isinstance(value, bool):
        return {"zh": ("否", "是"), "en": ("no", "yes")}[lang][value]
    if isinstance(value, Code):
        return value.zh if lang == "zh" else value.en
    return "" if value is None else str(value)


def _report_row(one: TargetReport, lang: Lang, book: Rulebook) -> tuple[str, ...]:
    why = "" if one.reason is None else one.reason.get(lang)
    if not why and one.missing:
        head = "尚缺:" if lang == "zh" else "missing: "
        why = head + gaps_text(one.missing, lang, book, most=2)
    return (
        one.citation.clause,
        one.name.zh if lang == "zh" else one.name.en,
        one.area,
        one.state.label(lang),
        *(_shown(part, lang) for part in (_plain(one.value), one.goal, _plain(one.gap), _short(one.pace))),
        "" if one.due is None else str(one.due),
        why,
    )


def _plain(value: Any) -> Any:
    """A value as it is, or to two decimals where it has no end of them, as an average of years may."""
    endless = isinstance(value, Quantity) and value.is_exact and 10**9 % value.number.denominator != 0
    return _short(value) if endless else value


def _short(pace: Quantity | None) -> Quantity | None:
    """A yearly pace to two decimals, for people: its exact value is a long fraction."""
    if pace is None or not pace.is_exact or pace.number == 0:
        return pace
    return pace * (Fraction(round(pace.number * 100), 100) / pace.number)


def _target_record(one: TargetReport) -> dict[str, Any]:
    return {
        "measure": one.measure, "clause": one.citation.clause, "modality": one.modality.value, "level": one.level,
        "area": one.area, "state": one.state.value, "due": None if one.due is None else one.due.isoformat(),
        "value": None if one.value is None else str(one.value), "goal": None if one.goal is None else str(one.goal),
        "gap": None if one.gap is None else str(one.gap), "pace": None if one.pace is None else str(one.pace),
        "missing": [str(gap) for gap in one.missing],
        "reason": None if one.reason is None else {"zh": one.reason.zh, "en": one.reason.en},
    }  # fmt: skip


def _tell_rejected(rejected: Iterable[Rejected], lang: str) -> int:
    """Every row that was left out, on standard error; exit code 1 where there is one."""
    problems = [problem for one in rejected for problem in one.problems]
    for problem in problems:
        print(problem.describe(lang), file=sys.stderr)
    return 1 if problems else 0


def duties_(options: argparse.Namespace) -> int:
    """``fupin duties``."""
    policy, on = load_policies()[options.policy], parse_date(options.on)
    readings = pairs(options.reading, "--reading")
    policy.find(agency=options.agency)  # refuses one that the policy does not have
    found = policy.duties(() if options.events is None else options.events, on=on, readings=readings)
    reports = [
        one
        for one in found
        if options.agency is None or options.agency in _people(policy[one.measure], policy.actor)
    ]
    if options.all and options.format == "json":
        refuse_idle("--all", "text", "no --all: data holds everything")
    undated = [one for one in reports if one.state == "undetermined"]
    if not (options.all or options.format == "json"):
        reports = [one for one in reports if one not in undated]
    if options.format == "json":
        print_json(
            [
                {
                    "measure": one.measure, "clause": one.citation.clause, "subject": policy.actor(one.subject),
                    "modality": one.modality.value, "state": one.state.value,
                    "period": None if one.period is None else str(one.period),
                    "done_on": None if one.done_on is None else one.done_on.isoformat(), "consequence": one.consequence,
                }
                for one in reports
            ]
        )  # fmt: skip
    else:
        names, english = (
            ("条款", "编号", "职责", "主体", "力度", "状态", "期间", "后果"),
            ("Clause", "Id", "Duty", "Subject", "Modality", "State", "Period", "Consequence"),
        )
        rows = [
            (
                one.citation.clause, one.measure, one.name.zh if options.lang == "zh" else one.name.en,
                policy.actor(one.subject, options.lang), one.modality.label(options.lang), one.state.label(options.lang),
                "" if one.period is None else one.period.describe(options.lang),
                "" if one.consequence is None else policy[one.consequence].name.get(options.lang),
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
    return _tell_rejected(found.rejected, options.lang)


def _people(measure: Measure, name: Any) -> set[str]:
    keys = (measure.subject, *measure.agencies)
    return {text for key in keys for text in (key, name(key, "zh"), name(key, "en"))}


def calendar(options: argparse.Namespace) -> int:
    """``fupin calendar``."""
    start, end = parse_date(options.start), parse_date(options.end)
    readings = pairs(options.reading, "--reading")
    if readings and options.policy is None:
        refuse_idle("--reading", *ONE_POLICY)
    policies = {policy.slug: policy for policy in _policies(options)}
    entries = sorted(
        (entry for policy in policies.values() for entry in policy.calendar(start, end, readings=readings)),
        key=lambda entry: entry.due,
    )
    if options.ics is not None:
        title = "fupin" if options.policy is None else policies[options.policy].title.get(options.lang)
        Path(options.ics).write_bytes(to_ics(entries, title=title, lang=options.lang))
        return 0
    rows = [
        (
            one.policy,
            str(one.due),
            one.citation.clause,
            one.measure,
            one.name.get(options.lang),
            policies[one.policy].actor(one.subject, options.lang),
            one.modality.label(options.lang),
        )
        for one in entries
    ]
    zh, en = (
        ("期限", "条款", "编号", "事项", "主体", "力度"),
        ("Due", "Clause", "Id", "What", "Who", "Modality"),
    )
    _table(options, zh, en, rows, options.policy is None)
    return 0


def agencies(options: argparse.Namespace) -> int:
    """``fupin agencies``."""
    registry = load_policies()
    books = [registry[options.policy]] if options.policy is not None else list(registry.values())
    if options.name is None:
        english = options.lang == "en"
        rows = [
            (
                name,
                *((tasks[0].agency.en,) if english else ()),
                *(str(sum(part in task.parts for task in tasks)) for part in Part),
            )
            for name, tasks in all_agencies(books).items()
        ]
        zh, en = ("部门", "牵头", "责任", "主体"), ("Printed", "Agency", "Leads", "Shares", "Subject")
        print(text_table(en if english else zh, rows))
        return 0
    comma = "、" if options.lang == "zh" else ", "
    rows = [
        (
            task.policy,
            task.measure.clause,
            task.measure.id,
            comma.join(part.label(options.lang) for part in task.parts),
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
        (row.topic.label(options.lang), row.label(options.lang), names(row.left), names(row.right))
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
