"""Whole numbers that add up: a total shared out by weights within bounds, and sizes of households that reach
a given number of persons. Everything is exact."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

__all__ = ["apportion", "nearest_whole", "sizes_for"]

_BENDINGS = 200


def nearest_whole(number: Fraction) -> int:
    """The nearest whole number, halves up.

    >>> nearest_whole(Fraction(5, 2)), nearest_whole(Fraction(7, 3))
    (3, 2)
    """
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


def apportion(
    total: int,
    weights: Sequence[Fraction | int],
    low: Sequence[int] | None = None,
    high: Sequence[int] | None = None,
) -> list[int]:
    """A total in whole parts as near to the weights as the bounds allow; what is left goes to the largest remainders.

    ``high`` bounds nothing where it is left out. Raises ValueError where no such parts exist.

    >>> apportion(10, [1, 1, 1])
    [4, 3, 3]
    >>> apportion(10, [8, 1, 1], low=[0, 2, 0], high=[5, 9, 9])
    [5, 3, 2]
    """
    floors = list(low) if low is not None else [0] * len(weights)
    roofs = list(high) if high is not None else [max(total, 0)] * len(weights)
    if any(under > over for under, over in zip(floors, roofs, strict=True)):
        raise ValueError("a part's least number is above its most")
    if not sum(floors) <= total <= sum(roofs):
        raise ValueError(f"{total} lies outside {sum(floors)} to {sum(roofs)}")
    quotas = _quotas(total, [Fraction(weight) for weight in weights], floors, roofs)
    parts = [quota.numerator // quota.denominator for quota in quotas]
    left = total - sum(parts)
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - quotas[i], i))
    for i in order:
        if left and parts[i] < roofs[i]:
            parts[i] += 1
            left -= 1
    return parts


def _quotas(total: int, weights: list[Fraction], floors: list[int], roofs: list[int]) -> list[Fraction]:
    """Shares in proportion to the weights, held at a bound where they would pass it."""
    quotas = [Fraction(floor) for floor in floors]
    open_ = [i for i in range(len(weights)) if weights[i] > 0 and floors[i] < roofs[i]]
    reach = sum(floors) + sum(roofs[i] - floors[i] for i in open_)
    if total > reach:
        # The weights leave some out without whom the total cannot be reached: these share what is missing.
        for i in open_:
            quotas[i] = Fraction(roofs[i])
        rest = [i for i in range(len(weights)) if weights[i] <= 0 and floors[i] < roofs[i]]
        room = sum(roofs[i] - floors[i] for i in rest)
        for i in rest:
            quotas[i] += Fraction((total - reach) * (roofs[i] - floors[i]), room)
        return quotas
    left = Fraction(total - sum(floors[i] for i in range(len(weights)) if i not in set(open_)))
    while open_:
        whole = sum((weights[i] for i in open_), Fraction(0))
        share = {i: left * weights[i] / whole for i in open_}
        above = [i for i in open_ if share[i] > roofs[i]]
        below = [i for i in open_ if share[i] < floors[i]]
        if not above and not below:
            for i in open_:
                quotas[i] = share[i]
            break
        over = sum((share[i] - roofs[i] for i in above), Fraction(0))
        under = sum((floors[i] - share[i] for i in below), Fraction(0))
        held = above if over >= under else below
        for i in held:
            quotas[i] = Fraction(roofs[i] if held is above else floors[i])
            left -= quotas[i]
        open_ = [i for i in open_ if i not in set(held)]
    return quotas


def sizes_for(rows: int, members: int, weights: Sequence[int]) -> list[int]:
    """How many of the rows have 1, 2, 3 … members so that all members are placed.

    The weights give the shape; it is bent by one factor a size until its mean is right, and rounded by
    largest remainders. Raises ValueError where the rows cannot hold the members.

    >>> sizes_for(430, 445, [90, 9, 1])
    [415, 15, 0]
    >>> sizes_for(3, 3, [1, 5, 1])
    [3, 0, 0]
    """
    most = len(weights)
    if not rows <= members <= most * rows:
        raise ValueError(f"{members} members do not go into {rows} rows of 1 to {most}")
    if rows == 0:
        return [0] * most
    counts = apportion(rows, _bent(weights, Fraction(members, rows)))
    off = members - sum(size * count for size, count in enumerate(counts, 1))
    step = 1 if off > 0 else -1
    for _ in range(abs(off)):
        at = max(
            (i for i in range(most) if counts[i] and 0 <= i + step < most), key=lambda i: (counts[i], -i)
        )
        counts[at] -= 1
        counts[at + step] += 1
    return counts


def _bent(weights: Sequence[int], mean: Fraction) -> list[Fraction]:
    """The weights times a power of one factor for each size, so that their mean comes near to the one asked for."""
    low, high = Fraction(0), Fraction(1)
    bent = [Fraction(weight) for weight in weights]
    for _ in range(_BENDINGS):
        # Halves of halves in coarse binary digits keep the numbers small.
        middle = (low + high) / 2
        ratio = middle.limit_denominator(1 << 20)
        up, down = ratio, 1 - ratio
        if up <= 0 or down <= 0:
            break
        most = len(weights)
        bent = [weight * up**size * down ** (most - size) for size, weight in enumerate(weights, 1)]
        whole = sum(bent, Fraction(0))
        found = sum((size * one for size, one in enumerate(bent, 1)), Fraction(0)) / whole
        if found == mean or high - low < Fraction(1, 1 << 20):
            break
        low, high = (middle, high) if found < mean else (low, middle)
    return bent
