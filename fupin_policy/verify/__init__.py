"""Checks of a policy against itself and against its source text, and its provisions as flat records."""

from fupin_policy.verify.export import (
    FIELDS,
    FIGURE_FIELDS,
    figures,
    figures_to_csv,
    figures_to_json,
    provisions,
    to_csv,
    to_json,
)
from fupin_policy.verify.findings import Finding, Severity, Summary, check, report, summary
from fupin_policy.verify.outline import CLOSING, PREAMBLE, Passage, split
from fupin_policy.verify.phrases import Printed, agrees, figure_agrees, read_phrase
from fupin_policy.verify.source import check_source
from fupin_policy.verify.source_report import How, Numeral, SourceReport

__all__ = [
    "CLOSING",
    "FIELDS",
    "FIGURE_FIELDS",
    "PREAMBLE",
    "Finding",
    "How",
    "Numeral",
    "Passage",
    "Printed",
    "Severity",
    "SourceReport",
    "Summary",
    "agrees",
    "check",
    "check_source",
    "figure_agrees",
    "figures",
    "figures_to_csv",
    "figures_to_json",
    "provisions",
    "read_phrase",
    "report",
    "split",
    "summary",
    "to_csv",
    "to_json",
]
