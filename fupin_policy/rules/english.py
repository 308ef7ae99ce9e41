"""What English asks of the labels that rules are put into words with: number, and where the "not" goes."""

from __future__ import annotations

import re

__all__ = ["denied", "is_plural"]

_BEYOND = re.compile(
    r"[,:]| (?:above|against|at|below|by|for|from|given|in|into|of|off|on|per|since|that|to|under|with|within|without)\b"
)
_NEGATED = {
    "can": "cannot", "counts": "does not count", "has": "has not", "is": "is not", "joins": "does not join",
    "lends": "does not lend", "lives": "does not live", "meets": "does not meet", "qualifies": "does not qualify",
    "receives": "does not receive", "runs": "does not run", "should": "should not", "takes": "does not take",
    "wants": "does not want",
}  # fmt: skip
"""Verbs that a label begins with where it says what somebody does; of others it is a noun or an adjective."""


def is_plural(label: str) -> bool:
    """Whether a label is about several: what stands before the first preposition decides.

    >>> is_plural("villages with a bus"), is_plural("growth of medical costs"), is_plural("households' solar capacity")
    (True, False, False)
    """
    head = _BEYOND.split(label, maxsplit=1)[0]
    return any(
        word == "people" or (word.endswith("s") and not word.endswith(("'s", "ss", "us", "is")))
        for word in head.split()
    )


def denied(label: str) -> str:
    """That what a label says does not hold.

    >>> denied("has left poverty"), denied("can afford the work"), denied("hardened road")
    ('has not left poverty', 'cannot afford the work', 'not hardened road')
    """
    first, _, rest = label.partition(" ")
    return f"{_NEGATED[first]} {rest}" if rest and first in _NEGATED else f"not {label}"
