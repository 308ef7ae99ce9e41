"""The command that shows one measure."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import TypeVar

from fupin_policy.assess import rule_lines
from fupin_policy.assess.tables import text_table
from fupin_policy.cli.output import heads, refuse_idle
from fupin_policy.domain import ENTITIES
from fupin_policy.library import Policy, Registry, load_policies
from fupin_policy.monitor import indicator_label, rhythm
from fupin_policy.policy import ByReading, Link, Measure, Target
from fupin_policy.problems import InputError, Problem, UnknownNameError
from fupin_policy.rules import Lang

__all__ = ["show"]

T = TypeVar("T")


def _find(registry: Registry, ident: str, slug: str | None) -> tuple[Policy, Measure]:
    if "/" in ident:
        named, _, ident = ident.partition("/")
        if slug not in (None, named):
            refuse_idle(
                "--policy",
                "an id alone",
                f"{named}/{ident} or --policy, not both",
            )
        slug = named
    policies = [registry[slug]] if slug is not None else list(registry.values())
    found = [policy for policy in policies if ident in policy]
    if len(found) > 1:
        several = ", ".join(f"{policy.slug}/{ident}" for policy in found)
        what = f"several policies have a measure '{ident}'"
        raise InputError(Problem(what, expected=f"one of {several}"))
    if found:
        return found[0], found[0][ident]
    raise UnknownNameError("measure", ident, [one.id for policy in policies for one in policy])


def show(options: argparse.Namespace) -> int:
    """``fupin show``."""
    policy, measure = _find(load_policies(), options.id, options.policy)
    lang, zh = options.lang, options.lang == "zh"
    comma, sharing = "、" if zh else ", ", measure.agencies[measure.leads :]
    # Only where some are printed as leading are the others a part of their own.
    share = ("责任" if zh else "Share") if measure.leads else ("部门" if zh else "Agencies")
    stream = None if measure.rule is None else measure.rule.stream
    lines = [
        f"{measure.name.get(lang)}  [{policy.slug}/{measure.id}]",
        measure.says.get(lang),
        "",
        *_pair("出处" if zh else "Source", f"《{policy.title.zh}》{measure.clause}"),
        *_pair(
            "类别" if zh else "Kind", comma.join((measure.kind.label(lang), measure.modality.label(lang)))
        ),
        *_pair("主题" if zh else "Topic", measure.topic.label(lang)),
        *_pair("进度" if zh else "Status", measure.status.label(lang) if measure.status else ""),
        *_pair("主体" if zh else "Subject", policy.actor(measure.subject, lang)),
        *_pair("牵头" if zh else "Lead", comma.join(policy.actor(one, lang) for one in measure.leading)),
        *_pair(share, comma.join(policy.actor(one, lang) for one in sharing)),
        *_pair("期限" if zh else "Due", measure.due.describe(lang) if measure.due else ""),
        *_options(policy, measure.deadline_by, lambda name: _days(measure, name, lang), lang),
        *_pair("周期" if zh else "Recurs", rhythm(measure.recurrence, lang) if measure.recurrence else ""),
        *_options(policy, measure.recurrence_by, lambda rule: rhythm(rule, lang), lang),
        *_pair("指标" if zh else "Indicator", _target(measure.target, lang) if measure.target else ""),
        *_options(policy, measure.target_by, lambda target: _target(target, lang), lang),
        *_pair("流向" if zh else "Stream", stream.label(lang) if stream else ""),
        *_payers(policy, measure, lang),
        *_stacking(policy, measure, lang),
        *(line for link in policy.links if link.by == measure.id for line in _link(link, lang)),
        *_pair("备注" if zh else "Note", measure.note.get(lang) if measure.note else ""),
    ]
    if measure.figures:
        columns = heads(
            options, ("数字", "原文", "值", "界", "作用"), ("Figure", "As written", "Value", "Bound", "Role")
        )
        rows = [
            (f.name, f.as_written, str(f.value), f.bound.label(lang), f.role.label(lang))
            for f in measure.figures.values()
        ]
        lines += ["", text_table(columns, rows)]
    if measure.rule is not None:
        rule = measure.rule
        whom = ENTITIES[rule.to].labels[0 if zh else 1]
        lines += ["", *rule_lines(policy, measure.id, lang), "", f"to: {rule.to} ({whom})"]
        lines += [f"{path}: {node}" for path, node in rule.nodes()]
    print("\n".join(lines))
    return 0


def _options(policy: Policy, by: ByReading[T] | None, shown: Callable[[T], str], lang: Lang) -> Iterator[str]:
    """What hangs on a reading: a line for each of its options."""
    if by is None:
        return
    reading = policy.readings[by.reading]
    yield f"  {reading.question.get(lang)} [{by.reading}]"
    for option, value in by.options.items():
        nothing = "无" if lang == "zh" else "none"
        yield f"    {option} ({reading.options[option].get(lang)}): {nothing if value is None else shown(value)}"


_STACKS = {
    "on_top_of": ("另加于", "On top of"),
    "same_as": ("同一款项,只计于", "The same, counted once, as"),
    "part_of": ("已含在", "Part of"),
    "instead_of": ("取代", "Instead of"),
    "higher_of": ("取其高者", "The higher of this and"),
    "exclusive": ("不可兼得", "Not together with"),
}
"""How an amount stands to another: the words for each kind of stacking."""

_GROUPS = ("higher_of", "exclusive")
"""The kinds that name a group of measures, not one measure."""


def _stacking(policy: Policy, measure: Measure, lang: Lang) -> Iterator[str]:
    """How the amount stands to those of other measures."""
    for kind, words in _STACKS.items():
        named = _stacked(measure, kind)
        if named is None:
            continue
        if kind in _GROUPS:
            others = [one for one in policy if one is not measure and _stacked(one, kind) == named]
        else:
            others = [policy[named]]
        told = [f"{one.clause} {one.name.get(lang)} [{one.id}]" for one in others]
        yield from _pair(words[0 if lang == "zh" else 1], ("、" if lang == "zh" else ", ").join(told))


def _stacked(measure: Measure, kind: str) -> str | None:
    """The measure or group that a measure's stacking names."""
    return None if measure.rule is None else getattr(measure.rule.stacking, kind)


def _payers(policy: Policy, measure: Measure, lang: Lang) -> list[str]:
    """Who pays, one after the other, and who what is left."""
    zh = lang == "zh"
    rest = "(其余)" if zh else " (what is left)"
    layers = () if measure.rule is None else measure.rule.layers
    payers = [policy.actor(one.payer, lang) + (rest if one.amount is None else "") for one in layers]
    return _pair("依次由谁支付" if zh else "Paid in turn by", ("、" if zh else ", ").join(payers))


def _days(measure: Measure, name: str, lang: Lang) -> str:
    value = measure.figures[name].value
    return value.describe(lang)


def _target(target: Target, lang: Lang) -> str:
    """What is measured, and over what."""
    area = ENTITIES[target.indicator.entity].labels[0 if lang == "zh" else 1]
    words = f"{area}: {indicator_label(target.indicator, lang)} ({target.indicator})"
    return f"{words}, {target.scope.label(lang)}" + ("" if target.goal is None else f", {target.goal}")


def _link(link: Link, lang: Lang) -> list[str]:
    zh = lang == "zh"
    label = ("重申" if zh else "Repeats") if link.repeats is not None else ("不低于" if zh else "Keeps to")
    because = f" ({link.because.get(lang)})" if link.because is not None else ""
    return _pair(label, f"{link.policy}/{link.repeats or link.floor}{because}")


def _pair(label: str, text: str) -> list[str]:
    return [f"{label}: {text}"] if text else []
