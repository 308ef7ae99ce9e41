"""Running the cases of a policy."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from fupin_policy.assess import Plan, Verdict, assess
from fupin_policy.policy import Rulebook
from fupin_policy.problems import FupinError, OutsidePeriodError
from fupin_policy.testing.cases import Case, cases_of
from fupin_policy.testing.expectation import differences

__all__ = ["CaseResult", "run_case", "run_cases"]


@frozen
class CaseResult:
    """A case and every point in which the rules say something else; none where it passes."""

    case: Case
    differences: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether the rules say what the case expects."""
        return not self.differences

    def __str__(self) -> str:
        head = f"{self.case.place}: {self.case.id}"
        return f"{head}: passed" if self.passed else "\n  ".join([head, *self.differences])


def run_case(plan: Plan, case: Case) -> CaseResult:
    """Ask the rules about one case."""
    return CaseResult(case, tuple(_differences(plan, case)))


def _differences(plan: Plan, case: Case) -> Iterable[str]:
    error = case.expect.error
    if case.subject is None:
        message = case.refusal
    else:
        try:
            result = assess(plan, case.subject, case.on, readings=case.readings, terms=case.terms)
        except OutsidePeriodError as refusal:
            # Outside the document's own period every measure is out of force, whichever way a case puts it.
            if case.expect.verdict is Verdict.NOT_IN_FORCE and len(refusal.problems) == 1:
                return []
            message = str(refusal)
        except FupinError as refusal:
            message = str(refusal)
        else:
            if error is not None:
                return [f"error: expected '{error}', found none"]
            return differences(case.expect, case.measure, result)
    if error is None:
        return [f"refused: {message}"]
    return [] if error in message else [f"error: expected '{error}', found '{message}'"]


def run_cases(book: Rulebook, cases: Iterable[Case] | None = None) -> tuple[CaseResult, ...]:
    """The result of every case of a policy, or of the cases given.

    >>> import fupin_policy as fp
    >>> from fupin_policy.testing import run_cases
    >>> [str(result) for result in run_cases(fp.load_policy("ruyuan-2016")) if not result.passed]
    []
    """
    plan = Plan.of(book)
    return tuple(run_case(plan, case) for case in (cases_of(book) if cases is None else cases))
