"""Rows counted: none is lost between a table that is handed over and the cases that are assessed."""

from __future__ import annotations

from attrs import frozen

__all__ = ["Count"]


@frozen
class Count:
    """The rows of a table: all of them, those that went into cases, and those that were set aside.

    >>> (Count(5, 3, 2) + Count(1, 1, 0)).adds_up
    True
    """

    rows: int = 0
    used: int = 0
    set_aside: int = 0

    def __add__(self, other: Count) -> Count:
        """The rows of both."""
        return Count(self.rows + other.rows, self.used + other.used, self.set_aside + other.set_aside)

    @property
    def adds_up(self) -> bool:
        """Whether no row is lost."""
        return self.rows == self.used + self.set_aside
