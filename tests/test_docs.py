"""Every Python block and every link in the README and in docs/ works.

The blocks of one page share their names, from top to bottom. A block with ``>>>`` is compared with
the output it shows; any other Python block is run. A YAML block that begins with ``# file: <path>``
is written to that path below the folder the page's blocks run in.
"""

from __future__ import annotations

import doctest
import json
import re
import runpy
import shutil
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PAGES = [page for page in PAGES if not any(part.startswith("_") for part in page.relative_to(ROOT).parts)]
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]

BLOCK = re.compile(r"^```(python|yaml)\n(.*?)^```$", re.S | re.M)
FILE = re.compile(r"^# file: (\S+)\n")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def run_page(page: Path, folder: Path) -> None:
    text = page.read_text(encoding="utf-8")
    names: dict[str, Any] = {"__name__": "page"}
    parser = doctest.DocTestParser()
    for block in BLOCK.finditer(text):
        kind, body = block.groups()
        line = text.count("\n", 0, block.start()) + 1
        if kind == "yaml":
            if named := FILE.match(body):
                target = folder / named[1]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(body, encoding="utf-8")
        elif ">>>" in body:
            test = parser.get_doctest(body, names, f"{page.name}:{line}", str(page), line)
            report: list[str] = []
            runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False)
            runner.run(test, out=report.append, clear_globs=False)
            assert runner.summarize(verbose=False).failed == 0, "".join(report)
            names = test.globs
        else:
            exec(compile("\n" * line + body, str(page), "exec"), names)


@pytest.mark.parametrize("name", NAMES)
def test_blocks(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    run_page(ROOT / name, tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    targets = [target.partition("#")[0] for target in LINK.findall(page.read_text(encoding="utf-8"))]
    local = [target for target in targets if target and "://" not in target]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_measured_figures_are_those_of_the_stored_run() -> None:
    folder = ROOT / "benchmarks" / "register"
    markdown = runpy.run_path(str(folder / "report.py"))["markdown"]
    stored = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    page = (ROOT / "docs" / "measured.md").read_text(encoding="utf-8")
    assert page == markdown(stored, "measured.svg")
