"""Assessing one case against a policy: verdicts, amounts, totals, explanations, questions, receipts."""

from typing import TYPE_CHECKING

from fupin_policy.assess.engine import assess
from fupin_policy.assess.plan import Plan
from fupin_policy.assess.results import Assessment, Item, Outcome, Verdict
from fupin_policy.later import imported_later

if TYPE_CHECKING:
    from fupin_policy.assess.joint import Breach, Filled, JointAssessment
    from fupin_policy.assess.questions import Question, next_questions
    from fupin_policy.assess.wording import missing_text, rule_lines

__all__ = [
    "Assessment",
    "Breach",
    "Filled",
    "Item",
    "JointAssessment",
    "Outcome",
    "Plan",
    "Question",
    "Verdict",
    "assess",
    "missing_text",
    "next_questions",
    "rule_lines",
]

# What an assessment can do without is imported when it is first asked for.
__getattr__, __dir__ = imported_later(
    __name__,
    {
        "joint": ("Breach", "Filled", "JointAssessment"),
        "questions": ("Question", "next_questions"),
        "wording": ("missing_text", "rule_lines"),
    },
)
