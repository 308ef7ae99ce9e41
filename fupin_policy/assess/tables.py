"""Assessments as plain-text tables."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from fupin_policy.assess.results import Assessment, Outcome, Verdict
from fupin_policy.assess.wording import amount_text, elsewhere_text, gaps_text, total_label
from fupin_policy.rules import Lang, fact_label, language_of

__all__ = ["HEADS", "WORDS", "cells", "remarks", "sections", "text_table", "to_text", "totals", "width"]

HEADS = {
    "zh": ("条款", "措施", "结果", "去向", "金额", "尚缺"),
    "en": ("Clause", "Measure", "Verdict", "Stream", "Amount", "Missing"),
}
WORDS = {
    "zh": {
        "due": "应得事项", "standards": "资格、标准与目标", "totals": "合计", "none": "无",
        "comma": "、", "many": "{}项",
        "presumed": "未提供行政区划代码,假定在本政策适用范围内。", "hash": "政策内容哈希",
        "unused": "没有条款用到的事实:{}。",
        "failing": "另有{}项不符合(用 --all 或 everything=True 列出)。",
    },
    "en": {
        "due": "What is due", "standards": "Eligibility, standards and goals", "totals": "Totals", "none": "nothing",
        "comma": ", ", "many": "{} measures",
        "presumed": "The division is not known; it is presumed that the policy covers it.", "hash": "policy content hash",
        "unused": "No rule looks at: {}.",
        "failing": "{} more {} (listed with --all or everything=True).",
    },
}  # fmt: skip


def sections(assessment: Assessment, everything: bool) -> tuple[tuple[str, list[Outcome]], ...]:
    """What is due (measures that give something), and the conditions and goals beside it."""
    shown = [
        one
        for one in assessment.outcomes
        if everything or one.verdict in (Verdict.HOLDS, Verdict.UNDETERMINED)
    ]
    return (
        ("due", [one for one in shown if one.stream is not None]),
        ("standards", [one for one in shown if one.stream is None]),
    )


def cells(assessment: Assessment, outcome: Outcome, lang: Lang) -> tuple[str, ...]:
    """One row: clause, measure, verdict, stream, amount, what is missing."""
    return (
        outcome.citation.clause,
        outcome.name.get(lang),
        outcome.verdict.label(lang),
        outcome.stream.label(lang) if outcome.stream is not None else "",
        amount_text(outcome, lang) + ("" if outcome.counted else "*"),
        gaps_text(outcome.missing, lang, assessment.book, most=2),
    )


def width(text: str) -> int:
    """Columns a text takes on a terminal; Chinese characters take two.

    >>> width("户A")
    3
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def text_table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, rule: bool = True) -> str:
    """A table in plain text, columns aligned on a terminal.

    >>> print(text_table(("k", "v"), [("a", "1"), ("户", "22")]))
    k   v
    --  --
    a   1
    户  22
    """
    widths = [max(width(row[i]) for row in (heads, *rows)) for i in range(len(heads))]
    lines = [heads, *([["-" * w for w in widths]] if rule else []), *rows]
    return "\n".join(
        "  ".join(cell + " " * (w - width(cell)) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in lines
    )


def to_text(assessment: Assessment, lang: str = "zh", *, everything: bool = False) -> str:
    """Plain-text tables of the outcomes with the totals below them."""
    language = language_of(lang)
    words = WORDS[language]
    parts = [f"{assessment.title.get(language)}  {assessment.on}"]
    for name, outcomes in sections(assessment, everything):
        rows = [cells(assessment, outcome, language) for outcome in outcomes]
        heads: Sequence[str] = HEADS[language]
        if name == "standards":
            heads, rows = _without_amounts(heads), [_without_amounts(row) for row in rows]
        parts += ["", f"# {words[name]}", text_table(heads, rows) if rows else words["none"]]
        parts += _notes(outcomes, language)
        if name == "due":
            parts += _total_lines(assessment, language)
    more = remarks(assessment, language, everything=everything)
    parts += ["", *more] if more else []
    return "\n".join(parts) + "\n"


_FEW = 3
"""So many measures are named before their common reason."""


def _notes(outcomes: Sequence[Outcome], lang: Lang) -> list[str]:
    """The reasons of outcomes, each once with those it is said of; a star where an amount is not counted."""
    said: dict[tuple[str, str], list[str]] = {}
    for one in outcomes:
        if one.reason is not None:
            mark = "-" if one.counted or one.verdict is Verdict.DOES_NOT_APPLY else "*"
            said.setdefault((mark, one.reason.get(lang)), []).append(one.name.get(lang))
    comma, many = WORDS[lang]["comma"], WORDS[lang]["many"]
    return [
        f"{mark} {comma.join(names) if len(names) <= _FEW else many.format(len(names))}: {reason}"
        for (mark, reason), names in said.items()
    ]


def remarks(assessment: Assessment, lang: Lang, *, everything: bool = False) -> list[str]:
    """What a reader should know besides: what was presumed, what is not shown, and facts that no rule looked at."""
    words = WORDS[lang]
    failing = len(assessment.having(Verdict.FAILS))
    fail = "measure does not hold" if failing == 1 else "measures do not hold"
    unused = words["comma"].join(fact_label(key, lang) for key in assessment.unused)
    return [
        *([words["presumed"]] if assessment.presumed else []),
        *([elsewhere_text(lang)] if assessment.is_elsewhere else []),
        *([words["failing"].format(failing, fail)] if failing and not everything else []),
        *([words["unused"].format(unused)] if unused else []),
    ]


def _without_amounts(cells: Sequence[str]) -> tuple[str, ...]:
    return (*cells[:3], *cells[5:])


def totals(assessment: Assessment, lang: Lang) -> list[tuple[str, str]]:
    """Name and amount of every total that is not nothing."""
    return [
        (total_label(key, lang), total.describe(lang))
        for key, total in assessment.totals.items()
        if total.value != 0
    ]


def _total_lines(assessment: Assessment, lang: Lang) -> list[str]:
    rows = totals(assessment, lang)
    return [] if not rows else ["", f"# {WORDS[lang]['totals']}", text_table(rows[0], rows[1:], rule=False)]
