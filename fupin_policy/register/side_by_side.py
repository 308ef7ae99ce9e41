"""Work that falls into parts which do not depend on each other, done side by side on the cores there are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

__all__ = ["ahead", "cores", "each"]

Item = TypeVar("Item")
Found = TypeVar("Found")


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(function: Callable[[Item], Found], items: Iterable[Item], threads: int | None = None) -> list[Found]:
    """What a function gives for each of some items, in their order however many ``threads`` there are.

    >>> each(str, [3, 1, 2], threads=2)
    ['3', '1', '2']
    """
    every = list(items)
    workers = min(len(every), threads or cores())
    if workers < 2:
        return [function(item) for item in every]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(function, every))


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """The same items in the same order; while one is used, the next is got ready.

    >>> list(ahead([3, 1, 2]))
    [3, 1, 2]
    """
    rest = iter(items)
    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(lambda: list(islice(rest, 1)))
        while found := coming.result():
            coming = pool.submit(lambda: list(islice(rest, 1)))
            yield found.pop()
