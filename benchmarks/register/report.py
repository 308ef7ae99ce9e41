"""The figures of results.json as tables in Markdown and a chart: ``python -m benchmarks.register.report``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

__all__ = ["chart", "markdown"]

HERE = Path(__file__).resolve().parent


def markdown(found: Mapping[str, Any], picture: str) -> str:
    """All figures as a page."""
    return "\n".join(_lines(found, picture)).rstrip() + "\n"


def _lines(found: Mapping[str, Any], picture: str) -> Iterator[str]:
    machine = found["machine"]
    yield "# Registers, measured"
    yield ""
    yield (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_mb'] / 1024:.0f} GiB, {machine['system']},"
        f" {machine['python']}. Medians of {found['rounds']}; every engine gave the same results in each row."
    )
    yield ""
    yield ", ".join(f"{name} {version}" for name, version in found["versions"].items()) + "."
    yield ""
    yield f"![Seconds per million households]({picture})"
    for register in found["registers"]:
        yield ""
        yield f"## {register['households']:,} households, {_share(register['unknown'])}"
        yield ""
        yield "| engine | seconds | times the C loop | CPU seconds | peak MiB |"
        yield "|---|---:|---:|---:|---:|"
        engines = register["engines"]
        base = next(iter(engines.values()))["wall_s"]["median"]
        for name, one in engines.items():
            wall = one["wall_s"]["median"]
            cells = (
                _digits(wall),
                _digits(wall / base),
                _digits(one["cpu_s"]["median"]),
                f"{one['peak_mb']['median']:.0f}",
            )
            yield f"| {name} | {' | '.join(cells)} |"
    yield from _starts(found.get("starts", {}))
    yield from _extras(found)
    if found["skipped"]:
        yield ""
        yield "## Not measured"
        yield ""
        for one in found["skipped"]:
            where = (
                f", {one['households']:,} households, {_share(one['unknown'])}" if "households" in one else ""
            )
            yield f"- {one['engine']}{where}: {one['reason']}"


def _share(unknown: float) -> str:
    return f"{unknown:.0%} of the facts unknown" if unknown else "nothing unknown"


def _digits(number: float) -> str:
    """Three digits, thousandths at the finest."""
    return f"{number:.{3 if number < 1 else 2 if number < 10 else 1}f}"


def _starts(starts: Mapping[str, Any]) -> Iterator[str]:
    if not starts:
        return
    yield ""
    yield "## From starting a process to its first result"
    yield ""
    yield "10,000 households; seconds with nothing compiled before, and with what is remembered."
    yield ""
    yield "| engine | cold | warm |"
    yield "|---|---:|---:|"
    for name, one in starts.items():
        yield f"| {name} | {_digits(one['cold']['median'])} | {_digits(one['warm']['median'])} |"


def _extras(found: Mapping[str, Any]) -> Iterator[str]:
    if "one_household" in found:
        one = found["one_household"]
        yield ""
        yield "## One household"
        yield ""
        yield "| | ms |"
        yield "|---|---:|"
        for key, name in (
            ("generated_function_ms", "the workload, by the generated function as plain Python"),
            ("exact_whole_policy_ms", "the whole policy, by the exact evaluator"),
            ("exact_whole_policy_with_trace_ms", "the same with the trace of every outcome"),
        ):
            yield f"| {name} | {one[key]['median']:.3f} |"
    if "streamed" in found:
        one = found["streamed"]
        yield ""
        yield "## From files to files"
        yield ""
        yield (
            f"`fupin run` over {one['households']:,} households in Parquet files: {one['wall_s']['median']:.0f} s,"
            f" {one['peak_mb']['median']:.0f} MiB at most."
        )
    if "nation" in found:
        one = found["nation"]
        rows = ", ".join(f"{number:,} {name}" for name, number in one["rows"].items())
        made, ran = one["synthesize"], one["run"]
        yield ""
        yield "## A nation's register"
        yield ""
        yield (
            f"{rows}; {_share(one['unknown'])}. `fupin synthesize` wrote {one['given_mb']:,} MiB of Parquet in"
            f" {made['wall_s']:.0f} s ({made['cpu_s']:.0f} s of processor time) and held {made['peak_mb']:.0f} MiB at most."
            f" `fupin run` with every measure, missing facts and the summary wrote {one['written_mb']:,} MiB in"
            f" {ran['wall_s']:.0f} s ({ran['cpu_s']:.0f} s of processor time) and held {ran['peak_mb']:.0f} MiB at most."
        )
    if "spark" in found:
        one = found["spark"]
        yield ""
        yield "## A local Spark"
        yield ""
        yield (
            f"{one['households']:,} households with their members in a column: {one['assessed_s']['median']:.1f} s; moving"
            f" the same batches through `mapInArrow` untouched: {one['untouched_s']['median']:.1f} s"
            f" ({one['ratio']:.1f} times)."
        )


def chart(found: Mapping[str, Any], path: Path) -> None:
    """Seconds per million households of every engine, on the largest register that all were measured on."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    mpl.rcParams["svg.hashsalt"] = "register"
    pairs: dict[int, dict[float, Any]] = {}
    for register in found["registers"]:
        pairs.setdefault(register["households"], {})[register["unknown"]] = register["engines"]
    most = max(len(engines) for pair in pairs.values() for engines in pair.values())
    size = max(size for size, pair in pairs.items() if all(len(engines) == most for engines in pair.values()))
    names = [name for name in next(iter(pairs[size].values()))][::-1]
    figure = Figure(figsize=(8, 0.4 * len(names) + 1.2), layout="constrained")
    axes = figure.subplots()
    for step, (unknown, engines) in enumerate(sorted(pairs[size].items())):
        seconds = [engines[name]["wall_s"]["median"] * 1e6 / size for name in names]
        places = [place + 0.2 - 0.4 * step for place in range(len(names))]
        axes.barh(places, seconds, 0.38, label=_share(unknown), color=("#4477aa", "#cc6677")[step % 2])
    axes.set_yticks(range(len(names)), names)
    axes.set_xlim(left=0)
    axes.set_xlabel(f"seconds per million households (measured on {size:,})")
    axes.grid(axis="x", alpha=0.3)
    axes.legend(loc="upper right", frameon=False)
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def main() -> None:
    """Write the page and the chart."""
    parser = argparse.ArgumentParser(description="Write the measured figures as a page with a chart.")
    parser.add_argument("results", type=Path, nargs="?", default=HERE / "results.json")
    parser.add_argument("--page", type=Path, default=HERE / "results.md")
    parser.add_argument("--chart", type=Path, help="default: beside the page, .svg")
    given = parser.parse_args()
    found = json.loads(given.results.read_text(encoding="utf-8"))
    picture = given.chart or given.page.with_suffix(".svg")
    chart(found, picture)
    given.page.write_text(markdown(found, picture.name), encoding="utf-8")


if __name__ == "__main__":
    main()
