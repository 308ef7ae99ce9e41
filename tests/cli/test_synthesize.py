"""The command that makes a register to work on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from fupin_policy.cli import main


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(argv)
    out, err = capsys.readouterr()
    return code, out, err


def test_a_register_is_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    call = ("synthesize", "--policy", "ruyuan-2016", "-o", str(tmp_path / "new" / "folder"), "--seed", "3")
    code, out, _ = run(capsys, *call, "--lang", "en")
    assert code == 0
    assert f"{tmp_path / 'new' / 'folder' / 'households.parquet'}: 2944 rows\n" in out
    assert f"{tmp_path / 'new' / 'folder' / 'persons.parquet'}: 7508 rows\n" in out
    first = (tmp_path / "new" / "folder" / "persons.parquet").read_bytes()
    code, out, _ = run(capsys, *call)
    assert code == 0 and "persons.parquet: 7508 行\n" in out and out.endswith("\n事实所属日期:2017-09-01\n")
    assert (tmp_path / "new" / "folder" / "persons.parquet").read_bytes() == first


@pytest.mark.parametrize(
    ("size", "households", "persons"),
    [(("--scale", "2"), 5888, 15016), (("--scale", "1/2"), 1472, 3754), (("--households", "100"), 100, 255)],
)
def test_a_register_of_another_size(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, size: tuple[str, ...], households: int, persons: int
) -> None:
    pytest.importorskip("pyarrow")
    options = ("--format", "csv", "--unknown", "3%", "--on", "2018-01-31", "--lang", "en")
    code, out, _ = run(capsys, "synthesize", "--policy", "ruyuan-2016", "-o", str(tmp_path), *size, *options)
    assert code == 0
    assert out.endswith("\nday of the facts: 2018-01-31\n")
    assert f"households.csv: {households} rows\n" in out and f"persons.csv: {persons} rows\n" in out
    assert "The facts are of 2018-01-31" in (tmp_path / "assumptions.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--seed", "x"), "fupin: --seed x; expected a whole number from 0 up\n"),
        (("--households", "-1"), "fupin: --households -1; expected a whole number from 0 up\n"),
        (
            ("--scale", "many", "--unknown", "few"),
            "fupin:\n--scale many; expected a number such as 10, 1/100, 0.03 or 3%\n"
            "--unknown few; expected a number such as 10, 1/100, 0.03 or 3%\n",
        ),
        (("--unknown", "120%"), "fupin: a share of 6/5 unknown facts; expected 0 to 1\n"),
        (("--on", "soon"), "fupin: 'soon' is no day; expected YYYY-MM-DD such as 2018-12-31\n"),
    ],
)
def test_what_makes_no_sense_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, options: tuple[str, ...], message: str
) -> None:
    pytest.importorskip("pyarrow")
    code, out, err = run(
        capsys, "synthesize", "--policy", "ruyuan-2016", "-o", str(tmp_path / "a"), *options, "--lang", "en"
    )
    assert (code, out, err) == (2, "", message)
    assert not (tmp_path / "a").exists()


def test_what_is_missing_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("fupin_policy.register.synthesis", raising=False)
    for name in [name for name in sys.modules if name.startswith("fupin_policy.register.synthesis")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    code, _, err = run(capsys, "synthesize", "--policy", "ruyuan-2016", "-o", str(tmp_path), "--lang", "en")
    assert code == 2
    assert err == "fupin: pyarrow is not installed; expected pip install 'fupin-policy[register]'\n"
