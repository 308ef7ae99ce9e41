"""How the values of the elements of a collection become one: count, sum, any, all.

``values`` gives them for an environment, or None where the collection is not known.
"""

from __future__ import annotations

from collections.abc import Callable

from fupin_policy.rules.compiled import Environment, Result, Run
from fupin_policy.values import ANYTHING, NOT_NEGATIVE, Interval
from fupin_policy.values.intervals import add

__all__ = ["FOLDS"]


def _fold_count(values: Callable[[Environment], list[Result] | None]) -> Run:
    def run(env: Environment) -> Result:
        found = values(env)
        if found is None:
            return NOT_NEGATIVE
        sure = found.count(True)
        maybe = found.count(None)
        return Interval(sure, sure + maybe) if maybe else sure

    return run


def _fold_sum(values: Callable[[Environment], list[Result] | None]) -> Run:
    def run(env: Environment) -> Result:
        found = values(env)
        if found is None:
            return ANYTHING
        total: Result = 0
        for value in found:
            total = add(total, value)
        return total

    return run


def _fold_any(values: Callable[[Environment], list[Result] | None]) -> Run:
    def run(env: Environment) -> Result:
        found = values(env)
        if found is None:
            return None
        return True if True in found else (None if None in found else False)

    return run


def _fold_all(values: Callable[[Environment], list[Result] | None]) -> Run:
    def run(env: Environment) -> Result:
        found = values(env)
        if found is None:
            return None
        return False if False in found else (None if None in found else True)

    return run


FOLDS = {"count": _fold_count, "sum": _fold_sum, "any": _fold_any, "all": _fold_all}
