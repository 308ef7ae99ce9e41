"""Assessing one case against a policy: verdicts, amounts, totals, explanations, questions, receipts."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from fupin_policy.assess.engine import assess
from fupin_policy.assess.plan import Plan
from fupin_policy.assess.results import Assessment, Item, Outcome, Verdict

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
_LATER = {
    "Breach": "joint",
    "Filled": "joint",
    "JointAssessment": "joint",
    "Question": "questions",
    "missing_text": "wording",
    "next_questions": "questions",
    "rule_lines": "wording",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
