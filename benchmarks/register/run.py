"""Measure the workload in every engine: ``python -m benchmarks.register.run``; see README.md one folder up.

Each measurement is a process of its own, and the engines take turns, so that a busy machine is slow for all of them.
What was measured is kept, and a run that was interrupted goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from attrs import define, field

import fupin_policy
from benchmarks.register import extras
from benchmarks.register.data import UNKNOWN, stored
from benchmarks.register.engines import ENGINES
from benchmarks.run import processor, summary

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SIZES = (10**4, 10**5, 10**6, 10**7)
SAMPLE = 300
"""Households on which every engine is compared with the exact evaluator."""

PACKAGES = (
    "numpy", "numba", "pyarrow", "polars", "duckdb", "openfisca-core", "policyengine-core", "pyspark",
)  # fmt: skip


class UnequalError(Exception):
    """Two engines gave different results."""


@define
class Runner:
    """Starts processes, and remembers what they measured under the sources they were measured with."""

    folder: Path
    limit: float
    known: dict[str, Any] = field(factory=dict)

    @classmethod
    def of(cls, folder: Path, limit: float, fresh: bool) -> Runner:
        """A runner that goes on with what is in a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        runner = cls(folder, limit)
        if runner._file.exists() and not fresh:
            lines = runner._file.read_text(encoding="utf-8").splitlines()
            runner.known = dict(json.loads(line) for line in lines if line.endswith("]"))
        else:
            runner._file.unlink(missing_ok=True)
        return runner

    @property
    def _file(self) -> Path:
        return self.folder / f"measured-{_sources()}.jsonl"

    def remember(self, key: str, found: Any) -> Any:
        """Keep something that was measured."""
        self.known[key] = found
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps([key, found], ensure_ascii=False) + "\n")
        return found

    def one(
        self,
        engine: str,
        households: int,
        unknown: float,
        turn: int,
        *,
        calls: int = 2,
        caches: Path | None = None,
    ) -> dict[str, Any]:
        """One measurement of an engine; ``{"failed": reason}`` where it could not be made.

        Results are compared in the first turn.
        """
        key = f"{engine}|{households}|{unknown}|{turn}|{'' if caches is None else 'cold'}"
        if key not in self.known:
            self.remember(
                key,
                self._start(engine, households, unknown, calls, caches or self.folder / "caches", turn > 0),
            )
        found: dict[str, Any] = self.known[key]
        return found

    def _start(
        self, engine: str, households: int, unknown: float, calls: int, caches: Path, untold: bool
    ) -> dict[str, Any]:
        caches.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "XDG_CACHE_HOME": str(caches), "BENCHMARK_CACHE": str(caches)}
        command = [sys.executable, "-m", "benchmarks.register.worker", engine, str(households), str(unknown)]
        command += ["--folder", str(self.folder), "--calls", str(calls), "--spawned", str(time.time())]
        command += ["--untold"] if untold else []
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=self.limit, cwd=ROOT, env=environment
            )
        except subprocess.TimeoutExpired:
            return {"failed": f"took longer than {self.limit:.0f} s"}
        if done.returncode:
            last = done.stderr.strip().splitlines()[-1:] or [f"ended with {done.returncode}"]
            missing = "No module named" in last[0] or "no C compiler" in last[0]
            return {"failed": last[0], "missing": missing}
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found


def _sources() -> str:
    """A fingerprint of what is measured: the library, the policy, the engines, the packages they use."""
    found = hashlib.sha256()
    for folder in (Path(fupin_policy.__file__).parent, HERE):
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".py", ".c", ".sql", ".yaml"} and path.name not in {"report.py", "run.py"}:
                found.update(path.read_bytes())
    found.update(fupin_policy.load_policy("ruyuan-2016").content_hash.encode())
    found.update(repr(versions()).encode())
    return found.hexdigest()[:16]


def versions() -> dict[str, str]:
    """The versions of the packages that take part, as far as they are there."""
    found = {"fupin-policy": fupin_policy.__version__}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "memory_mb": memory,
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def compare(found: Mapping[str, Mapping[str, Any]], what: str) -> None:
    """Refuse results that are not all equal."""
    digests = {name: one["digest"] for name, one in found.items() if "digest" in one}
    first = next(iter(digests), None)
    other = [name for name, digest in digests.items() if first is not None and digest != digests[first]]
    if other:
        raise UnequalError(f"{what}: {', '.join(other)} differ from {first}")


def check(runner: Runner, engines: Sequence[str]) -> dict[str, str]:
    """Compare every engine with the exact evaluator; returns those that are not installed, with the reason."""
    absent: dict[str, str] = {}
    for unknown in (0.0, UNKNOWN, 0.3):
        stored(runner.folder, SAMPLE, unknown)
        names = ["exact", *(name for name in engines if name not in absent)]
        found = {name: runner.one(name, SAMPLE, unknown, 0, calls=1) for name in names}
        for name, one in found.items():
            if one.get("missing"):
                absent[name] = one["failed"]
            elif "failed" in one:
                raise UnequalError(f"{name} failed on {SAMPLE} households: {one['failed']}")
        compare(found, f"{SAMPLE} households, {unknown:.0%} unknown")
        print(f"{SAMPLE} households, {unknown:.0%} unknown: all equal the exact evaluator", flush=True)
    return absent


def take_turns(
    runner: Runner, engines: Iterable[str], households: int, unknown: float, rounds: int
) -> tuple[dict[str, Any], dict[str, str]]:
    """Figures for every engine, and the reason for those that have none."""
    stored(runner.folder, households, unknown)
    left, reasons = list(engines), dict[str, str]()
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in left}
    for turn in range(rounds):
        for name in [name for name in left if name not in reasons]:
            one = runner.one(name, households, unknown, turn)
            if "failed" in one:
                reasons[name] = one["failed"]
            else:
                found[name].append(one)
        compare(
            {name: ones[0] for name, ones in found.items() if ones},
            f"{households} households, {unknown:.0%} unknown",
        )
        print(f"{households} households, {unknown:.0%} unknown: round {turn + 1} of {rounds}", flush=True)
    figures = {
        name: {
            key: summary([one[key] for one in ones])
            for key in ("wall_s", "cpu_s", "first_s", "since_start_s", "before_mb", "peak_mb")
        }
        for name, ones in found.items()
        if ones and name not in reasons
    }
    return figures, reasons


def fitting(
    engines: Iterable[str], before: Mapping[str, Any], times: int, limit: float
) -> Iterator[tuple[str, str | None]]:
    """Each engine with the reason why so many times the households would be too much for it, or None."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**20
    for name in engines:
        figures = before.get(name)
        if figures is None:
            yield name, "not measured on fewer households"
            continue
        peak = figures["before_mb"]["median"] + times * (
            figures["peak_mb"]["median"] - figures["before_mb"]["median"]
        )
        seconds = times * (figures["first_s"]["median"] + figures["wall_s"]["median"])
        if peak > 0.8 * memory:
            yield name, f"would need about {peak / 1024:.0f} GiB of {memory / 1024:.0f}"
        elif seconds > limit:
            yield name, f"would take about {seconds:.0f} s, more than {limit:.0f}"
        else:
            yield name, None


def cold_starts(runner: Runner, engines: Iterable[str], rounds: int) -> dict[str, Any]:
    """From starting a process to its first result, with nothing compiled before and with what is remembered."""
    figures: dict[str, Any] = {}
    stored(runner.folder, SIZES[0], UNKNOWN)
    found: dict[str, dict[str, list[float]]] = {name: {"cold": [], "warm": []} for name in engines}
    for turn in range(rounds):
        for name, starts in found.items():
            with tempfile.TemporaryDirectory() as caches:
                for kind, number in (("cold", turn), ("warm", rounds + turn)):
                    one = runner.one(name, SIZES[0], UNKNOWN, 1000 + number, calls=1, caches=Path(caches))
                    if "failed" in one:
                        raise RuntimeError(f"{name}: {one['failed']}")
                    starts[kind].append(one["since_start_s"])
    for name, starts in found.items():
        figures[name] = {kind: summary(values) for kind, values in starts.items()}
    return figures


def measure(given: argparse.Namespace) -> dict[str, Any]:
    """Everything, as it is written to the file."""
    runner = Runner.of(given.folder, given.limit, given.fresh)
    engines = given.engines or list(ENGINES)
    absent = check(runner, engines)
    present = [name for name in engines if name not in absent]
    skipped: list[dict[str, Any]] = [{"engine": name, "reason": reason} for name, reason in absent.items()]
    registers: list[dict[str, Any]] = []
    last: dict[float, tuple[int, dict[str, Any]]] = {}
    for households in given.sizes:
        for unknown in (0.0, UNKNOWN):
            names, reasons = present, dict[str, str]()
            if unknown in last:
                smaller, before = last[unknown]
                fits = dict(fitting(present, before, households // smaller, given.limit))
                names = [name for name, reason in fits.items() if reason is None]
                reasons = {name: reason for name, reason in fits.items() if reason is not None}
            figures, failed = take_turns(runner, names, households, unknown, given.rounds)
            last[unknown] = (households, figures)
            registers.append({"households": households, "unknown": unknown, "engines": figures})
            for name, reason in (reasons | failed).items():
                skipped.append(
                    {"engine": name, "households": households, "unknown": unknown, "reason": reason}
                )
    found: dict[str, Any] = {
        "machine": machine(),
        "versions": versions(),
        "rounds": given.rounds,
        "registers": registers,
        "skipped": skipped,
    }
    if not given.quick:
        found["starts"] = cold_starts(runner, present, given.rounds)
        for name, one in extras.EXTRAS.items():
            key = f"extra|{name}"
            try:
                found[name] = (
                    runner.known[key]
                    if key in runner.known
                    else runner.remember(key, one(given.folder, given.rounds))
                )
            except extras.NotHere as reason:
                skipped.append({"engine": name, "reason": str(reason)})
    return found


def main() -> int:
    """Measure and write the results; returns 1 where engines do not agree."""
    parser = argparse.ArgumentParser(description="Measure a register's workload in every engine.")
    parser.add_argument("--quick", action="store_true", help="few households: whether all engines agree")
    parser.add_argument("--sizes", type=lambda text: [int(float(word)) for word in text.split(",")])
    parser.add_argument("--rounds", type=int, help="measurements of each (default 5)")
    parser.add_argument("--engines", type=lambda text: text.split(";"), help="names, divided by semicolons")
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "fupin-register-benchmark"
    )
    parser.add_argument("--limit", type=float, default=300, help="seconds that one measurement may take")
    parser.add_argument("--fresh", action="store_true", help="forget what an interrupted run has measured")
    parser.add_argument("--output", type=Path)
    given = parser.parse_args()
    given.sizes = given.sizes or (SIZES[:1] if given.quick else SIZES)
    given.rounds = given.rounds or (1 if given.quick else 5)
    unknown_names = [name for name in given.engines or () if name not in ENGINES]
    if unknown_names:
        parser.error(f"no engine {', '.join(unknown_names)}; there are: {'; '.join(ENGINES)}")
    try:
        found = measure(given)
    except UnequalError as error:
        print(error, file=sys.stderr)
        return 1
    if given.output or not given.quick:
        output = given.output or HERE / "results.json"
        output.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for one in found["skipped"]:
        print("skipped:", json.dumps(one, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
