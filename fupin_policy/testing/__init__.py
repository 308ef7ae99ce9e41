"""Tools for testing policies and rules: stored cases, rule-data mutation, Hypothesis strategies.

Cases and mutation need nothing but the library; the strategies need the extra ``test``
(``pip install fupin-policy[test]``) and are imported when first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fupin_policy.testing.cases import Case, cases_of, load_cases
    from fupin_policy.testing.running import CaseResult, run_case, run_cases

__all__ = ["Case", "CaseResult", "cases_of", "load_cases", "run_case", "run_cases"]

_HOMES = {
    "Case": "cases",
    "cases_of": "cases",
    "load_cases": "cases",
    "CaseResult": "running",
    "run_case": "running",
    "run_cases": "running",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
