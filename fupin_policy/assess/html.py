"""Assessments as an HTML page."""

from __future__ import annotations

from html import escape

from fupin_policy.assess.results import Assessment, Outcome
from fupin_policy.assess.tables import HEADS, WORDS, cells, remarks, sections, totals
from fupin_policy.rules import Lang, language_of

__all__ = ["to_html"]

_STYLE = """
body{font-family:"Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei",system-ui,sans-serif;margin:2rem;color:#1d2733}
h1{font-size:1.25rem;margin:0 0 .25rem}h2{font-size:1rem;margin:1.5rem 0 .5rem}p{margin:.25rem 0 1rem;color:#5a6675}
table{border-collapse:collapse;font-size:.92rem}
th,td{padding:.4rem .7rem;border-bottom:1px solid #e1e6ec;text-align:left;vertical-align:top}
th{background:#f4f6f9;font-weight:600}td.amount{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
.verdict{white-space:nowrap;font-weight:600}.stream{white-space:nowrap}.holds{color:#11703d}.undetermined{color:#9a5b00}.fails,.does_not_apply,.not_in_force{color:#7b8794}
.totals td{background:#fafbfc;font-weight:600}small{color:#7b8794}
"""


def to_html(assessment: Assessment, lang: str = "zh", *, everything: bool = False) -> str:
    """A self-contained HTML page: the totals, what is due, then standards and goals; every text is escaped."""
    language = language_of(lang)
    words, title = WORDS[language], escape(assessment.title.get(language))
    heads = "".join(f"<th>{escape(head)}</th>" for head in HEADS[language])
    tables = [_totals_table(assessment, language)]
    for name, outcomes in sections(assessment, everything):
        rows = "\n".join(_row(assessment, outcome, language) for outcome in outcomes)
        tables.append(
            f"<h2>{escape(words[name])}</h2>\n<table><thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody></table>"
        )
    more = "".join(
        f"<p>{escape(remark)}</p>" for remark in remarks(assessment, language, everything=everything)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{"en" if language == "en" else "zh-CN"}"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>\n<h1>{title}</h1><p>{assessment.on}</p>\n"
        + "\n".join(tables)
        + f"\n{more}<p><small>fupin_policy {escape(assessment.library)}, {escape(words['hash'])}"
        f" {assessment.policy_hash[:16]}</small></p>\n</body></html>\n"
    )


def _totals_table(assessment: Assessment, lang: Lang) -> str:
    rows = "\n".join(
        f'<tr><td>{escape(name)}</td><td class="amount">{escape(amount)}</td></tr>'
        for name, amount in totals(assessment, lang)
    )
    return (
        f"<h2>{escape(WORDS[lang]['totals'])}</h2>\n<table class=totals><tbody>{rows}</tbody></table>"
        if rows
        else ""
    )


def _row(assessment: Assessment, outcome: Outcome, lang: Lang) -> str:
    clause, name, verdict, stream, amount, gaps = (escape(cell) for cell in cells(assessment, outcome, lang))
    reason = f"<br><small>{escape(outcome.reason.get(lang))}</small>" if outcome.reason is not None else ""
    cite = escape(str(outcome.citation), quote=True)
    return (
        f'<tr title="{cite}"><td>{clause}</td><td>{name}{reason}</td>'
        f'<td class="verdict {outcome.verdict.value}">{verdict}</td>'
        f'<td class="stream">{stream}</td><td class="amount">{amount}</td><td>{gaps}</td></tr>'
    )
