"""Which agencies of a list lead: only those that a document says do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import fupin_policy as fp


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(root / "tests" / "fictional" / "qinghe-2020", tmp_path / "qinghe-2020"))


def written(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def test_of_a_plain_list_none_leads(qinghe: fp.Policy) -> None:
    assert qinghe["credit-interest"].agencies == ("city", "county_finance", "fund")
    assert qinghe["credit-interest"].leading == ()


def test_a_measure_says_how_many_lead(qinghe: fp.Policy) -> None:
    assert qinghe["bridges"].leading == ("county_government", "province")


def test_a_document_can_say_that_the_first_of_each_list_leads(folder: Path) -> None:
    written(folder / "policy.yaml", "actors:\n", "leads: 1\nactors:\n")
    policy = fp.load_policy(folder)
    assert policy["credit-interest"].leading == ("city",)
    assert policy["bridges"].leading == ("county_government", "province")
    assert policy["student-grant"].leading == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("measures.yaml", "leads: 2", "leads: 3", "3 is no number of leading agencies; expected 0 to 2"),
        (
            "measures.yaml",
            "leads: 2",
            "leads: true",
            "True is no number of leading agencies; expected 0 to 2",
        ),
        (
            "policy.yaml",
            "actors:\n",
            "leads: first\nactors:\n",
            "'first' is no number of leading agencies; expected a whole",
        ),
        (
            "policy.yaml",
            "actors:\n",
            "leads: -1\nactors:\n",
            "-1 is no number of leading agencies; expected a whole number",
        ),
    ],
)
def test_what_is_no_number_of_a_list_is_refused(
    folder: Path, file: str, old: str, new: str, told: str
) -> None:
    written(folder / file, old, new)
    with pytest.raises(fp.InputError, match=told):
        fp.load_policy(folder)


def test_agencies_are_shown_as_the_document_prints_them(capsys: pytest.CaptureFixture[str]) -> None:
    from fupin_policy.cli import main

    assert main(["show", "ruyuan-2016/upper-decisions", "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert (
        "\nAgencies: Central committee of the party, State Council, Party committee of the province" in told
    )
    assert "Lead:" not in told and "Share:" not in told
