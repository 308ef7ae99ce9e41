"""Tools for testing policies and rules: stored cases, rule-data mutation, Hypothesis strategies.

Cases and mutation need nothing but the library. The strategies need the extra ``test``
(``pip install fupin-policy[test]``), the comparison of register runs the extra ``register``; every name
is imported when it is first asked for.

>>> from fupin_policy.testing import cases_of, run_mutation
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fupin_policy.later import imported_later

if TYPE_CHECKING:
    from fupin_policy.testing.cases import Case, cases_of, load_cases
    from fupin_policy.testing.differential import Difference, differences, sweep
    from fupin_policy.testing.mutant import Mutant, mutants
    from fupin_policy.testing.mutation import MutationReport, run_mutation
    from fupin_policy.testing.points import boundaries
    from fupin_policy.testing.running import CaseResult, run_case, run_cases
    from fupin_policy.testing.strategies import days, entities, households, narrowed, open_terms

__all__ = [
    "Case",
    "CaseResult",
    "Difference",
    "Mutant",
    "MutationReport",
    "boundaries",
    "cases_of",
    "days",
    "differences",
    "entities",
    "households",
    "load_cases",
    "mutants",
    "narrowed",
    "open_terms",
    "run_case",
    "run_cases",
    "run_mutation",
    "sweep",
]

__getattr__, __dir__ = imported_later(
    __name__,
    {
        "points": ("boundaries",),
        "differential": ("Difference", "differences", "sweep"),
        "cases": ("Case", "cases_of", "load_cases"),
        "mutant": ("Mutant", "mutants"),
        "mutation": ("MutationReport", "run_mutation"),
        "running": ("CaseResult", "run_case", "run_cases"),
        "strategies": ("days", "entities", "households", "narrowed", "open_terms"),
    },
)
