"""Compiled rules and the folder they are remembered in, whatever is in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import fupin_policy as fp
from fupin_policy.assess import Plan
from fupin_policy.register.intake.entities import register_of
from fupin_policy.register.kernel import compiling
from fupin_policy.register.kernel.compiling import cache_folder
from fupin_policy.register.kernel.engine import run

pytest.importorskip("numba", reason="compiling needs numba")

DAY = date(2021, 6, 1)


@pytest.fixture
def said(qinghe: fp.Policy, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], list[str]]:
    """What the compiled rules say of a household, with a folder to remember them in."""
    homes = register_of([fp.Household(type="一般扶贫户", members=[fp.Person(stage="大学")])], "household")

    def ask(folder: Path) -> list[str]:
        monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
        plan = Plan.of(qinghe)  # what was compiled for another plan is not at hand, as in a new process
        found = run(plan, homes, DAY, measures=["student-grant"], engine="numba")
        return found.table().column("student-grant").to_pylist()  # type: ignore[no-any-return]

    return ask


EXPECTED = ["undetermined"]


@pytest.mark.parametrize("damaged", ["*.nbi", "*.nbc", "rules_*.py"])
@pytest.mark.parametrize("content", [b"", b"\xff no such thing"])
def test_what_is_damaged_is_compiled_again(
    said: Callable[[Path], list[str]], tmp_path: Path, damaged: str, content: bytes
) -> None:
    assert said(tmp_path) == EXPECTED
    found = list(cache_folder().rglob(damaged))
    assert found
    for path in found:
        path.write_bytes(content)
    assert said(tmp_path) == EXPECTED
    # The next time it is remembered as before.
    assert said(tmp_path) == EXPECTED
    assert all(path.read_bytes() != content for path in cache_folder().rglob(damaged))


def test_what_another_version_of_the_compiler_made_is_not_used(
    said: Callable[[Path], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert said(tmp_path) == EXPECTED
    before = set(cache_folder().rglob("*.nbi"))
    monkeypatch.setattr(compiling, "_own_text", lambda: b"written otherwise")
    assert said(tmp_path) == EXPECTED
    assert len(set(cache_folder().rglob("*.nbi")) - before) == 1


def test_a_folder_that_cannot_be_written(said: Callable[[Path], list[str]], tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("no folder")
    assert said(tmp_path / "taken") == EXPECTED


def test_where_nothing_can_be_looked_up_small_registers_are_worked_out_by_arrays(
    qinghe: fp.Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", no_home)
    homes = register_of([fp.Household(type="一般扶贫户")], "household")
    assert run(qinghe.plan, homes, DAY, measures=["student-grant"]).run.engine == "numpy"
