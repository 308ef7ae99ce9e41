"""Assessments as a plain-text table and as an HTML page."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from html import escape

from fupin_policy.assess.results import Assessment, Outcome, Verdict
from fupin_policy.assess.wording import amount_text, gaps_text, total_label
from fupin_policy.rules import Lang, fact_label

__all__ = ["text_table", "to_html", "to_text"]

_HEADS = {
    "zh": ("条款", "措施", "结果", "去向", "金额", "尚缺"),
    "en": ("Clause", "Measure", "Verdict", "Stream", "Amount", "Missing"),
}
_WORDS = {
    "zh": {
        "due": "应得事项", "standards": "资格、标准与目标", "totals": "合计", "none": "无",
        "presumed": "未提供行政区划代码,假定在本政策适用范围内。", "hash": "政策内容哈希",
        "unused": "没有条款用到的事实:{}。",
    },
    "en": {
        "due": "What is due", "standards": "Eligibility, standards and goals", "totals": "Totals", "none": "nothing",
        "presumed": "The division is not known; it is presumed that the policy covers it.", "hash": "policy content hash",
        "unused": "No rule looks at: {}.",
    },
}  # fmt: skip


def _sections(assessment: Assessment, everything: bool) -> tuple[tuple[str, list[Outcome]], ...]:
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


def _cells(assessment: Assessment, outcome: Outcome, lang: Lang) -> tuple[str, ...]:
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
    language: Lang = "en" if lang == "en" else "zh"
    words = _WORDS[language]
    parts = [f"{assessment.title.get(language)}  {assessment.on}"]
    notes: list[str] = []
    for name, outcomes in _sections(assessment, everything):
        rows = [_cells(assessment, outcome, language) for outcome in outcomes]
        heads: Sequence[str] = _HEADS[language]
        if name == "standards":
            heads, rows = _without_amounts(heads), [_without_amounts(row) for row in rows]
        parts += ["", f"# {words[name]}", text_table(heads, rows) if rows else words["none"]]
        notes += [
            f"* {one.name.get(language)}: {one.reason.get(language)}"
            for one in outcomes
            if one.reason and not one.counted
        ]
        if name == "due":
            parts += notes
            parts += _total_lines(assessment, language)
    parts += ["", *remarks] if (remarks := _remarks(assessment, language)) else []
    return "\n".join(parts) + "\n"


def _remarks(assessment: Assessment, lang: Lang) -> list[str]:
    """What a reader should know besides: what was presumed, and facts that no rule looked at."""
    words = _WORDS[lang]
    unused = ("、" if lang == "zh" else ", ").join(fact_label(key, lang) for key in assessment.unused)
    return [
        *([words["presumed"]] if assessment.presumed else []),
        *([words["unused"].format(unused)] if unused else []),
    ]


def _without_amounts(cells: Sequence[str]) -> tuple[str, ...]:
    return (*cells[:3], *cells[5:])


def _totals(assessment: Assessment, lang: Lang) -> list[tuple[str, str]]:
    """Name and amount of every total that is not nothing."""
    return [
        (total_label(key, lang), total.describe(lang))
        for key, total in assessment.totals.items()
        if total.value != 0
    ]


def _total_lines(assessment: Assessment, lang: Lang) -> list[str]:
    rows = _totals(assessment, lang)
    return [] if not rows else ["", f"# {_WORDS[lang]['totals']}", text_table(rows[0], rows[1:], rule=False)]


_STYLE = """
body{font-family:"Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",system-ui,sans-serif;margin:2rem;color:#1d2733}
h1{font-size:1.25rem;margin:0 0 .25rem}h2{font-size:1rem;margin:1.5rem 0 .5rem}p{margin:.25rem 0 1rem;color:#5a6675}
table{border-collapse:collapse;font-size:.92rem}th,td{padding:.4rem .7rem;border-bottom:1px solid #e1e6ec;text-align:left;vertical-align:top}
th{background:#f4f6f9;font-weight:600}td.amount{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.verdict{white-space:nowrap;font-weight:600}.holds{color:#11703d}.undetermined{color:#9a5b00}.fails,.does_not_apply,.not_in_force{color:#7b8794}
tfoot td{background:#fafbfc;font-weight:600}small{color:#7b8794}
"""


def to_html(assessment: Assessment, lang: str = "zh", *, everything: bool = False) -> str:
    """A self-contained HTML page of the outcomes with the totals; every text is escaped."""
    language: Lang = "en" if lang == "en" else "zh"
    words, title = _WORDS[language], escape(assessment.title.get(language))
    heads = "".join(f"<th>{escape(head)}</th>" for head in _HEADS[language])
    tables = []
    for name, outcomes in _sections(assessment, everything):
        rows = "\n".join(_html_row(assessment, outcome, language) for outcome in outcomes)
        foot = _html_totals(assessment, language) if name == "due" else ""
        tables.append(
            f"<h2>{escape(words[name])}</h2>\n<table><thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody>{foot}</table>"
        )
    remarks = "".join(f"<p>{escape(remark)}</p>" for remark in _remarks(assessment, language))
    return (
        f'<!DOCTYPE html>\n<html lang="{"en" if language == "en" else "zh-CN"}"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>\n<h1>{title}</h1><p>{assessment.on}</p>{remarks}\n"
        + "\n".join(tables)
        + f"\n<p><small>fupin_policy {escape(assessment.library)}, {escape(words['hash'])} {assessment.policy_hash[:16]}"
        "</small></p>\n</body></html>\n"
    )


def _html_totals(assessment: Assessment, lang: Lang) -> str:
    rows = "\n".join(
        f'<tr><td colspan="4">{escape(_WORDS[lang]["totals"])}: {escape(name)}</td>'
        f'<td class="amount">{escape(amount)}</td><td></td></tr>'
        for name, amount in _totals(assessment, lang)
    )
    return f"\n<tfoot>{rows}</tfoot>" if rows else ""


def _html_row(assessment: Assessment, outcome: Outcome, lang: Lang) -> str:
    clause, name, verdict, stream, amount, gaps = (escape(cell) for cell in _cells(assessment, outcome, lang))
    reason = f"<br><small>{escape(outcome.reason.get(lang))}</small>" if outcome.reason is not None else ""
    cite = escape(str(outcome.citation), quote=True)
    return (
        f'<tr title="{cite}"><td>{clause}</td><td>{name}{reason}</td><td class="verdict {outcome.verdict.value}">{verdict}</td>'
        f'<td>{stream}</td><td class="amount">{amount}</td><td>{gaps}</td></tr>'
    )
