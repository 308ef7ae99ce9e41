"""Codes of administrative divisions (GB/T 2260 down to the county, GB/T 10114 below it).

A code has 2, 4 or 6 digits for a province, a city and a county, 9 for a town and 12 for a village;
trailing zeros stand for "all of it", so that ``44``, ``4400`` and ``440000`` are the same province and
``000000`` is the whole country.

Only the form of a code is checked, and its province: the lists below the province change every year.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from fupin_policy.problems import InputError, Problem

__all__ = ["LEVELS", "check_division", "covers", "level", "parent", "significant"]

LEVELS = {0: "nation", 2: "province", 4: "city", 6: "county", 9: "town", 12: "village"}
"""Number of digits that count, and the level of the division they name."""

_PROVINCES = frozenset(
    f"{code}"
    for codes in (
        range(11, 16),
        range(21, 24),
        range(31, 38),
        range(41, 47),
        range(50, 55),
        range(61, 66),
        (71, 81, 82),
        (99,),  # no province has it: for places that are made up
    )
    for code in codes
)
_FORM = "2, 4, 6, 9 or 12 digits such as 440232"


def check_division(code: str) -> Problem | None:
    """What is wrong with a code, or None.

    >>> print(check_division("980232"))
    there is no province 98 (division '980232'); expected a code of GB/T 2260 such as 440232
    """
    if not (code.isascii() and code.isdigit()) or len(code) not in (2, 4, 6, 9, 12):
        return Problem(f"'{code}' is no division code", expected=_FORM)
    if not code.strip("0"):
        return None
    if code[:2] not in _PROVINCES:
        return Problem(
            f"there is no province {code[:2]} (division '{code}')",
            expected="a code of GB/T 2260 such as 440232",
        )
    ends = (2, 4, 6, 9, 12)
    parts = [code[start:end] for start, end in pairwise(ends) if end <= len(code)]
    empty = [not part.strip("0") for part in parts]
    if any(above and not below for above, below in pairwise(empty)):
        return Problem(f"division '{code}' names a part of a division it does not name", expected=_FORM)
    return None


def significant(code: str) -> str:
    """The digits that count: the code without the levels it leaves open. Raises InputError for a bad code.

    >>> significant("440200"), significant("44"), significant("000000"), significant("440232100000")
    ('4402', '44', '', '440232100')
    """
    return _significant(code)


# Registers and assessments ask again and again of the same few.
@lru_cache(maxsize=4096)
def _significant(code: str) -> str:
    wrong = check_division(code)
    if wrong is not None:
        raise InputError(wrong)
    return next(code[:length] for length in LEVELS if not code[length:].strip("0"))


def level(code: str) -> str:
    """The level of the division: nation, province, city, county, town or village.

    >>> level("440232"), level("440000")
    ('county', 'province')
    """
    return LEVELS[len(significant(code))]


def parent(code: str) -> str | None:
    """The division next above, in six digits or more; None for the nation.

    >>> parent("440232"), parent("440232100"), parent("440000")
    ('440200', '440232', '000000')
    """
    digits = significant(code)
    if not digits:
        return None
    above = max(length for length in LEVELS if length < len(digits))
    return digits[:above].ljust(6, "0")


def covers(policy_code: str, code: str) -> bool:
    """Whether the division of a policy takes in another one (itself included).

    >>> covers("440200", "440232"), covers("000000", "440232100"), covers("440232", "440200")
    (True, True, False)

    Raises InputError when either code is malformed.
    """
    return significant(code).startswith(significant(policy_code))
