"""Measure loading and assessing; see README.md beside this file."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent

COLD_START = """
import sys, time
start = time.perf_counter()
import fupin_policy
imported = time.perf_counter()
fupin_policy.load_policy(sys.argv[1])
print(imported - start, time.perf_counter() - start)
"""

PEAK_MEMORY = """
import sys
if len(sys.argv) > 1:
    from datetime import date
    import fupin_policy as fp
    policy = fp.load_policy(sys.argv[1])
    result = policy.assess(fp.Household.from_yaml(sys.argv[2]), on=date.fromisoformat(sys.argv[3]))
    traces = [outcome.trace for outcome in result]
try:  # resource.ru_maxrss would count the process that started this one as well
    with open("/proc/self/status") as status:
        print(next(line.split()[1] for line in status if line.startswith("VmHWM")))
except (OSError, StopIteration):
    import resource
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def in_fresh_interpreter(code: str, *arguments: str) -> list[float]:
    """Numbers printed by ``code`` in an interpreter that sees only installed packages."""
    command = [sys.executable, "-I", "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [float(word) for word in done.stdout.split()]


def summary(values: list[float], digits: int = 4) -> dict[str, float]:
    """Median, least and greatest of the measured values."""
    return {
        "median": round(statistics.median(values), digits),
        "least": round(min(values), digits),
        "greatest": round(max(values), digits),
        "times": len(values),
    }


def milliseconds(action: Callable[[], object], rounds: int) -> dict[str, float]:
    """Time of single calls after a warm-up of a tenth of the rounds."""
    for _ in range(max(3, rounds // 10)):
        action()
    values = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        values.append((time.perf_counter() - start) * 1000)
    return summary(values)


def peak_memory(*arguments: str) -> float:
    """Largest resident size in megabytes."""
    (size,) = in_fresh_interpreter(PEAK_MEMORY, *arguments)
    return round(size / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


def processor() -> str:
    """Model of the processor as the system names it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def measure(policy: str, household: Path, on: date, starts: int, rounds: int) -> dict[str, Any]:
    """Everything that is measured, as it is written to the file."""
    import fupin_policy as fp

    cold = [in_fresh_interpreter(COLD_START, policy) for _ in range(starts + 1)][1:]
    loaded = fp.load_policy(policy)
    home = fp.Household.from_yaml(household)

    def assess() -> object:
        return loaded.assess(home, on=on).totals

    def assess_with_trace() -> object:
        return [outcome.trace for outcome in loaded.assess(home, on=on)]

    return {
        "machine": {
            "processor": processor(),
            "cores": os.cpu_count(),
            "system": f"{platform.system()} {platform.machine()}",
            "python": f"{platform.python_implementation()} {platform.python_version()}",
        },
        "fupin_policy": fp.library_version(),
        "policy": policy,
        "household": household.name,
        "on": on.isoformat(),
        "import_s": summary([imported for imported, _ in cold]),
        "cold_start_s": summary([total for _, total in cold]),
        "assess_ms": milliseconds(assess, rounds),
        "assess_with_trace_ms": milliseconds(assess_with_trace, rounds),
        "peak_memory_mb": {
            "bare_interpreter": peak_memory(),
            "load_and_assess": peak_memory(policy, str(household), on.isoformat()),
        },
    }


def main() -> None:
    """Measure and write the results."""
    parser = argparse.ArgumentParser(description="Measure loading and assessing.")
    parser.add_argument("--policy", default="ruyuan-2016")
    parser.add_argument("--household", type=Path, default=HERE.parent / "examples" / "household.yaml")
    parser.add_argument("--on", type=date.fromisoformat, default=date(2017, 9, 1))
    parser.add_argument("--starts", type=int, default=15, help="fresh interpreters for the cold start")
    parser.add_argument("--rounds", type=int, default=300, help="assessments that are timed")
    parser.add_argument("--output", type=Path, default=HERE / "results.json")
    given = parser.parse_args()
    results = measure(given.policy, given.household.resolve(), given.on, given.starts, given.rounds)
    given.output.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(given.output.read_text(encoding="utf-8"), end="")


if __name__ == "__main__":
    main()
