"""Work done side by side: the order and the results are those of one thread."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fupin_policy.register.side_by_side import ahead, each


@pytest.mark.parametrize("threads", [None, 1, 2, 9])
def test_the_order_is_that_of_the_items(threads: int | None) -> None:
    assert each(lambda number: number * 2, range(50), threads) == list(range(0, 100, 2))


def test_what_goes_wrong_first_in_order_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        each(lambda number: 1 // number, [2, 0, 1], 2)


def test_items_got_ready_ahead_end_as_they_would_otherwise() -> None:
    def items() -> Iterator[int]:
        yield 1
        yield 2
        raise ValueError("no more")

    met = []
    with pytest.raises(ValueError, match="no more"):
        for item in ahead(items()):
            met.append(item)
    assert met == [1, 2]
