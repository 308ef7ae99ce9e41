"""Measure loading and assessing; see README.md beside this file."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent

TURN = 20
"""How often an action is called before it is the turn of the next."""

START = """
import sys, time
start, used = time.perf_counter(), time.process_time()
{code}
print(time.perf_counter() - start, time.process_time() - used)
"""

STARTS = {
    "import": "import fupin_policy",
    "import_every_name": "from fupin_policy import *",
    "one_policy": "import fupin_policy; fupin_policy.load_policy(sys.argv[1])",
    "first_assessment": (
        "import fupin_policy as fp; "
        "fp.load_policy(sys.argv[1]).assess(fp.Household.from_yaml(sys.argv[2]), on=fp.day(sys.argv[3]))"
    ),
    "all_policies": "import fupin_policy; [*fupin_policy.load_policies().values()]",
}

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


def in_fresh_interpreter(code: str, *arguments: str, options: Sequence[str] = ()) -> list[float]:
    """Numbers printed by ``code`` in an interpreter that sees only installed packages."""
    command = [sys.executable, "-I", *options, "-c", code, *arguments]
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
    return in_turns({"action": action}, rounds)["action"]


def in_turns(actions: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, dict[str, float]]:
    """Time of single calls after a warm-up of a tenth of the rounds.

    The actions take turns of some calls each, so that a machine that is slow for a while is slow for all of them.
    """
    for _ in range(max(3, rounds // 10)):
        for action in actions.values():
            action()
    values: dict[str, list[float]] = {name: [] for name in actions}
    for start in range(0, rounds, TURN):
        for name, action in actions.items():
            action()  # what the others have left in the caches of the processor is not what is measured
            for _ in range(start, min(start + TURN, rounds)):
                begun = time.perf_counter()
                action()
                values[name].append((time.perf_counter() - begun) * 1000)
    return {name: summary(times) for name, times in values.items()}


def fixed_loop() -> object:
    """Plain Python that never changes, to tell a slow machine from slow rules."""
    found: dict[int, tuple[int, str]] = {}
    for number in range(4000):
        found[number % 97] = (number, str(number))
    return found


def starts(arguments: Sequence[str], times: int) -> tuple[dict[str, Any], dict[str, float]]:
    """How long each kind of start takes, with the library's modules compiled before and with none compiled.

    All kinds take turns, so that a machine that is busy for a while is busy for each of them; and with them the
    fixed loop, whose times are the second thing that is given.
    """
    import fupin_policy

    package = Path(fupin_policy.__file__).parent
    measured: dict[tuple[str, str], list[list[float]]] = {}
    loops: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        compiled = Path(folder, *package.parts[1:])
        options = ("-X", f"pycache_prefix={folder}")
        for code in STARTS.values():  # what is compiled is kept in the folder
            in_fresh_interpreter(START.format(code=code), *arguments, options=options)
        aside = compiled.with_name("compiled")
        for _ in range(times):
            for kind, code in STARTS.items():
                begun = time.perf_counter()
                fixed_loop()
                loops.append((time.perf_counter() - begun) * 1000)
                for name in ("compiled", "not_compiled"):
                    if name == "not_compiled":
                        compiled.rename(aside)
                    found = in_fresh_interpreter(
                        START.format(code=code), *arguments, options=(*options, "-B")
                    )
                    measured.setdefault((kind, name), []).append(found)
                    if name == "not_compiled":
                        aside.rename(compiled)
    kinds = {
        kind: {
            name: {
                "wall_s": summary([wall for wall, _ in measured[kind, name]]),
                "cpu_s": summary([cpu for _, cpu in measured[kind, name]]),
            }
            for name in ("compiled", "not_compiled")
        }
        for kind in STARTS
    }
    return kinds, summary(loops)


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


def measure(policy: str, household: Path, on: date, times: int, rounds: int) -> dict[str, Any]:
    """Everything that is measured, as it is written to the file."""
    import fupin_policy as fp

    case = (policy, str(household), on.isoformat())
    loaded = fp.load_policy(policy)
    home = fp.Household.from_yaml(household)

    def assess() -> object:
        return loaded.assess(home, on=on).totals

    def assess_with_trace() -> object:
        return [outcome.trace for outcome in loaded.assess(home, on=on)]

    spent = in_turns(
        {
            "assess_ms": assess,
            "assess_with_trace_ms": assess_with_trace,
            "fixed_loop_ms": fixed_loop,
        },
        rounds,
    )
    started, loop_at_start = starts(case, times)
    return {
        "machine": {
            "processor": processor(),
            "cores": os.cpu_count(),
            "system": f"{platform.system()} {platform.machine()}",
            "python": f"{platform.python_implementation()} {platform.python_version()}",
        },
        "fupin_policy": fp.__version__,
        "policy": policy,
        "household": household.name,
        "on": on.isoformat(),
        "start": started,
        "fixed_loop_at_start_ms": loop_at_start,
        **spent,
        "times_the_fixed_loop": {
            name: round(spent[f"{name}_ms"]["median"] / spent["fixed_loop_ms"]["median"], 2)
            for name in ("assess", "assess_with_trace")
        },
        "peak_memory_mb": {
            "bare_interpreter": peak_memory(),
            "load_and_assess": peak_memory(*case),
        },
    }


def main() -> None:
    """Measure and write the results."""
    parser = argparse.ArgumentParser(description="Measure loading and assessing.")
    parser.add_argument("--policy", default="ruyuan-2016")
    parser.add_argument("--household", type=Path, default=HERE.parent / "examples" / "household.yaml")
    parser.add_argument("--on", type=date.fromisoformat, default=date(2017, 9, 1))
    parser.add_argument("--starts", type=int, default=15, help="fresh interpreters for each kind of start")
    parser.add_argument("--rounds", type=int, default=300, help="assessments that are timed")
    parser.add_argument("--output", type=Path, default=HERE / "results.json")
    given = parser.parse_args()
    results = measure(given.policy, given.household.resolve(), given.on, given.starts, given.rounds)
    given.output.write_text(json.dumps(results, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(given.output.read_text(encoding="utf-8"), end="")


if __name__ == "__main__":
    main()
