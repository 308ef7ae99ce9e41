"""What is measured of this library alone: one household, a stream of many from files, and a local Spark."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.register import exact, rival_fupin
from benchmarks.register import workload as w
from benchmarks.register.data import UNKNOWN, generate, stored
from benchmarks.run import milliseconds, summary

__all__ = ["EXTRAS", "NotHere"]

_STREAMED = 10**7
_NATION = 3 * 10**7
_SPARK = 10**6


class NotHere(Exception):
    """Something that a measurement needs is not on this machine."""


def one_household(folder: Path, rounds: int) -> dict[str, Any]:
    """Milliseconds for one household: the generated function as plain Python, and the exact evaluator."""
    from fupin_policy.register.days import counted
    from fupin_policy.register.intake.ingest import ingest
    from fupin_policy.register.kernel.engine import prepare
    from fupin_policy.register.kernel.fitting import arrays_of
    from fupin_policy.register.layout import Layout

    households, persons = generate(1, UNKNOWN)
    policy = rival_fupin.policy()
    register = ingest({"household": households, "person": persons}, root="household", on=w.ON).register
    run = prepare(
        policy.plan,
        Layout.of(register, policy.plan.facts),
        readings=w.READINGS,
        terms=w.TERMS,
        measures=w.VERDICT_COLUMNS,
        engine="python",
    )
    assert run.kernel is not None
    kernel, on = run.kernel, counted(w.ON)
    inputs = [array.tolist() for array in arrays_of(register, run.program.layout).values()]
    outputs = [[0] for _ in run.outputs]
    (home,) = exact.homes(households, persons)

    def whole_policy() -> object:
        return [outcome.trace for outcome in exact.assess(policy, home)]

    return {
        "generated_function_ms": milliseconds(lambda: kernel(0, 1, on, *inputs, *outputs, [False]), 300),
        "exact_whole_policy_ms": milliseconds(lambda: exact.assess(policy, home).totals, 100),
        "exact_whole_policy_with_trace_ms": milliseconds(whole_policy, 100),
    }


# What the system tells of a process that is over counts the memory of the one that started it as well.
_COMMAND = """
import sys, time
from fupin_policy.cli import main
code = main(sys.argv[1:])
with open("/proc/self/status") as status:
    peak = next(line.split()[1] for line in status if line.startswith("VmHWM"))
print(peak, time.process_time())
sys.exit(code)
"""


def _command(*words: str) -> dict[str, float]:
    """Time on the clock, time of the processor and the most memory of a command of ``fupin``."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, *words], stdout=subprocess.PIPE, text=True, check=True
    )
    wall = time.perf_counter() - start
    peak, cpu = done.stdout.split()[-2:]
    return {"wall_s": wall, "cpu_s": float(cpu), "peak_mb": int(peak) / 1024}


def _run(register: Path, out: Path, *words: str) -> dict[str, float]:
    """``fupin run`` under the workload's policy, day, readings and open terms."""
    chosen = [word for name, option in w.READINGS.items() for word in ("--reading", f"{name}={option}")]
    filled = [word for name, value in w.TERMS.items() for word in ("--term", f"{name}={value}")]
    asked = ["--policy", w.POLICY, "--on", str(w.ON), *chosen, *filled]
    return _command("run", str(register), "-o", str(out), "--quiet", *asked, *words)


def streamed(folder: Path, rounds: int) -> dict[str, Any]:
    """``fupin run`` over a register in Parquet files: time and the most memory it held."""
    register = folder / f"register-{_STREAMED}"
    if not register.is_dir():
        made = folder / "register.part"
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()
        for name, table in zip(("households", "persons"), stored(folder, _STREAMED, UNKNOWN), strict=True):
            pq.write_table(table, made / f"{name}.parquet", row_group_size=1 << 18)
        made.replace(register)
    found: list[dict[str, float]] = []
    for _ in range(min(rounds, 3)):
        with tempfile.TemporaryDirectory(dir=folder) as out:
            found.append(_run(register, Path(out, "out"), "--measures", ",".join(w.VERDICT_COLUMNS)))
    figures = {key: summary([one[key] for one in found]) for key in found[0]}
    return {"households": _STREAMED, "unknown": UNKNOWN, **figures}


def nation(folder: Path, rounds: int) -> dict[str, Any]:
    """A register of a nation's size, made up and run once with every measure: time, memory, and room on disk."""
    register = folder / f"nation-{_NATION}"
    shutil.rmtree(register, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=folder) as out:
        made = _command(
            "synthesize", "--policy", w.POLICY, "-o", str(register), "--households", str(_NATION),
            "--unknown", str(UNKNOWN),
        )  # fmt: skip
        rows = {path.stem: pq.read_metadata(path).num_rows for path in sorted(register.glob("*.parquet"))}
        given = _bytes(register)
        ran = _run(register, Path(out, "out"))
        written = _bytes(Path(out, "out"))
    shutil.rmtree(register)
    return {
        "rows": rows,
        "unknown": UNKNOWN,
        "given_mb": given,
        "written_mb": written,
        "synthesize": {key: round(value, 1) for key, value in made.items()},
        "run": {key: round(value, 1) for key, value in ran.items()},
    }


def _bytes(folder: Path) -> int:
    """Megabytes of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) >> 20


def _nested(folder: Path) -> Path:
    """The register as one table with the members of each household in a list, in a Parquet file."""
    path = folder / f"nested-{_SPARK}.parquet"
    if not path.exists():
        households, persons = stored(folder, _SPARK, UNKNOWN)
        links = persons["household_id"].to_numpy()
        starts = [0, *(links[1:] != links[:-1]).nonzero()[0] + 1, len(links)]
        people = persons.drop_columns("household_id")
        columns = [column.combine_chunks() for column in people.columns]
        structs = pa.StructArray.from_arrays(
            [_plain(column) for column in columns], [_with_unit(one) for one in people.schema]
        )
        lists = pa.ListArray.from_arrays(pa.array(starts, pa.int32()), structs)
        homes = pa.table(
            [_plain(column.combine_chunks()) for column in households.columns],
            names=[_with_unit(one) for one in households.schema],
        )
        facts = [name for name in homes.column_names if name.startswith("dwelling.")]
        dwelling = pa.StructArray.from_arrays(
            [homes[name].combine_chunks() for name in facts], [name.partition(".")[2] for name in facts]
        )
        homes = homes.drop_columns(facts).append_column("dwelling", dwelling)
        pq.write_table(homes.append_column("members", lists), path, row_group_size=1 << 16)
    return path


def _plain(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column


def _with_unit(field: pa.Field) -> str:
    """The name with its unit: Spark keeps no metadata of fields."""
    unit = (field.metadata or {}).get(b"unit", b"").decode()
    return f"{field.name}({unit})" if "元" in unit or "分" in unit else str(field.name)


def _untouched(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    return batches


def spark(folder: Path, rounds: int) -> dict[str, Any]:
    """A local Spark: the workload, and the same batches moved through ``mapInArrow`` untouched."""
    if shutil.which("java") is None:
        raise NotHere("no Java was found")
    try:
        from pyspark.sql import SparkSession
    except ModuleNotFoundError as error:
        raise NotHere(str(error)) from None
    path = _nested(folder)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.master(f"local[{os.cpu_count()}]").appName("register")
    session = (
        builder.config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.memory", "4g")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    try:
        cases = session.read.parquet(str(path))
        given = rival_fupin.policy().assess_spark(
            cases, on=w.ON, readings=w.READINGS, terms=w.TERMS, measures=w.VERDICT_COLUMNS
        )
        frames = {"untouched_s": cases.mapInArrow(_untouched, cases.schema), "assessed_s": given}
        _compare(given, folder)
        times: dict[str, list[float]] = {name: [] for name in frames}
        for turn in range(rounds + 1):
            for name, frame in frames.items():
                start = time.perf_counter()
                frame.write.format("noop").mode("overwrite").save()
                if turn:  # the first round starts the workers and compiles the rules
                    times[name].append(time.perf_counter() - start)
    finally:
        session.stop()
    ratio = statistics.median(times["assessed_s"]) / statistics.median(times["untouched_s"])
    return {
        "households": _SPARK,
        "unknown": UNKNOWN,
        **{name: summary(values) for name, values in times.items()},
        "ratio": round(ratio, 2),
    }


def _compare(frame: Any, folder: Path) -> None:
    """Refuse results that are not those of one machine."""
    table = frame.toArrow()
    table = table.sort_by([("id", "ascending")])
    alone = rival_fupin.run(*stored(folder, _SPARK, UNKNOWN))
    alone = alone.sort_by([("id", "ascending")])
    for name in w.COLUMNS:
        there, here = table[name], alone[name]
        if pa.types.is_dictionary(here.type):
            here = here.cast(pa.string())
        if not there.cast(here.type).equals(here):
            raise RuntimeError(f"{name} is not the same on Spark as on one machine")


EXTRAS: Final[Mapping[str, Callable[[Path, int], dict[str, Any]]]] = {
    "one_household": one_household,
    "streamed": streamed,
    "spark": spark,
    "nation": nation,
}
