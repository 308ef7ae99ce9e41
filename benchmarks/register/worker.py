"""One engine in a process of its own: run as ``python -m benchmarks.register.worker``, prints one line of JSON."""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from pathlib import Path
from typing import Any

from benchmarks.register.data import Array, stored
from benchmarks.register.engines import ENGINES, EXACT
from benchmarks.register.workload import COLUMNS

__all__ = ["main", "measure", "peak_mb"]

FEW, MANY = 10**4, 10**6


def peak_mb() -> float:
    """The most memory this process has held so far, files that are mapped included."""
    try:  # resource.ru_maxrss would count the process that started this one as well
        with open("/proc/self/status", encoding="ascii") as status:
            line = next(line for line in status if line.startswith("VmHWM"))
        return round(int(line.split()[1]) / 1024, 1)
    except (OSError, StopIteration):
        import resource

        return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def digest(results: dict[str, Array]) -> str:
    """A fingerprint of all results."""
    found = hashlib.sha256()
    for name in COLUMNS:
        column = results[name]
        found.update(f"{name} {column.dtype} {len(column)}\n".encode())
        found.update(column.tobytes())
    return found.hexdigest()


def measure(
    name: str, folder: Path, households: int, unknown: float, calls: int, spawned: float, told: bool = True
) -> dict[str, Any]:
    """Time and memory of the first call, and of the last one: time on the clock and of all cores.

    A very large register is worked out once, after a small one, so that what is imported or compiled at the first call
    is not measured with it. The fingerprint of all results is ``told`` where that is asked for.
    """
    engine = EXACT if name == "exact" else ENGINES[name]
    if households > MANY:
        calls = 1
        engine.start(*stored(folder, FEW, unknown))()
    tables = stored(folder, households, unknown)
    before = peak_mb()
    start, cpu = time.perf_counter(), time.process_time()
    call = engine.start(*tables)
    result = call()
    first_cpu, first = time.process_time() - cpu, time.perf_counter() - start
    since_spawned = time.time() - spawned
    peak = peak_mb()
    wall_s, cpu_s = first, first_cpu
    for _ in range(calls - 1):
        del result
        start, cpu = time.perf_counter(), time.process_time()
        result = call()
        cpu_s, wall_s = time.process_time() - cpu, time.perf_counter() - start
    return {
        "wall_s": wall_s,
        "cpu_s": cpu_s,
        "first_s": first,
        "since_start_s": since_spawned,
        "before_mb": before,
        "peak_mb": peak,
        **({"digest": digest(engine.arrays(result))} if told else {}),
    }


def main() -> None:
    """Measure one engine once."""
    parser = argparse.ArgumentParser()
    parser.add_argument("engine", choices=["exact", *ENGINES])
    parser.add_argument("households", type=int)
    parser.add_argument("unknown", type=float)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--calls", type=int, default=2)
    parser.add_argument("--spawned", type=float, required=True)
    parser.add_argument("--untold", action="store_true", help="no fingerprint of the results")
    given = parser.parse_args()
    found = measure(
        given.engine,
        given.folder,
        given.households,
        given.unknown,
        given.calls,
        given.spawned,
        not given.untold,
    )
    print(json.dumps(found))


if __name__ == "__main__":
    main()
