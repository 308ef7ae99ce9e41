"""Every command: what it prints, its exit code, and its errors."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from fupin_policy.cli import main

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
HOME = str(EXAMPLES / "household.yaml")
CASE = [HOME, "--policy", "ruyuan-2016", "--on", "2017-09-01"]


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(argv)
    out, err = capsys.readouterr()
    return code, out, err


def test_assess_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "assess", *CASE)
    assert code == 0 and "# 应得事项" in out and "贫困学生助学金" in out
    _, out, _ = run(capsys, "assess", *CASE, "--lang", "en")
    assert "# What is due" in out and "Student grant" in out
    _, shorter, _ = run(capsys, "assess", *CASE, "--lang", "en")
    _, longer, _ = run(capsys, "assess", *CASE, "--lang", "en", "--all")
    assert len(longer) > len(shorter)


def test_assess_as_data(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "assess", *CASE, "--format", "json")
    (found,) = json.loads(out)
    assert found["policy"] == "ruyuan-2016" and found["on"] == "2017-09-01"
    _, out, _ = run(capsys, "assess", *CASE, "--format", "receipt")
    assert len(json.loads(out)[0]["sha256"]) == 64
    _, out, _ = run(capsys, "assess", *CASE, "--format", "html")
    assert out.startswith("<!DOCTYPE html>") and "</html>" in out


def test_assess_explains(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "assess", *CASE, "--explain", "--lang", "en")
    assert "Student grant [education-grant]: holds" in out and "Source: 《" in out


def test_readings_and_terms(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(
        capsys, "assess", *CASE, "--term", "two_waivers=800元/人/年", "--reading", "equity_per_head=average"
    )
    assert code == 0 and "800元/年" in out
    code, _, err = run(capsys, "assess", *CASE, "--term", "two_waiver=1元")
    assert code == 2 and "did you mean 'two_waivers'?" in err
    code, _, err = run(capsys, "assess", *CASE, "--reading", "equity_per_head")
    assert (code, err) == (2, "fupin: --reading equity_per_head; expected NAME=VALUE\n")
    code, _, err = run(capsys, "assess", HOME, "--on", "2017-09-01", "--term", "a=b")
    assert code == 2 and "belong to one policy" in err


def test_assess_under_every_policy_that_covers_the_place(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "assess", HOME, "--on", "2017-09-01", "--lang", "en")
    assert code == 0 and "Ruyuan" in out and "Zhejiang" not in out
    code, _, err = run(capsys, "assess", HOME, "--on", "2035-09-01")
    assert code == 2 and "no policy covers household" in err


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["assess", HOME, "--policy", "ruyuan-2017", "--on", "2017-09-01"], "unknown policy 'ruyuan-2017'"),
        (["assess", HOME, "--policy", "ruyuan-2016", "--on", "2017-9-1"], "'2017-9-1' is no day; expected YYYY-MM-DD"),
        (["assess", HOME, "--policy", "ruyuan-2016", "--on", "2035-01-01"], "ruyuan-2016 is not in force on 2035-01-01"),
        (["assess", "no-such.yaml", "--policy", "ruyuan-2016", "--on", "2017-09-01"], "no-such.yaml"),
        (["show", "education-grnt"], "did you mean 'education-grant'?"),
        (["facts", "--entity", "houshold"], "did you mean 'household'?"),
        (["list", "--policy", "ruyuan-2016", "--clause", "九"], "unknown clause of ruyuan-2016 '九'"),
        (["agencies", "县扶贫局"], "unknown agency '县扶贫局'"),
    ],
)  # fmt: skip
def test_wrong_input_is_told_on_standard_error(
    capsys: pytest.CaptureFixture[str], argv: list[str], message: str
) -> None:
    code, out, err = run(capsys, *argv)
    assert code == 2 and message in err and out == ""


def test_all_problems_of_a_file_are_told_with_their_lines(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "home.yaml"
    path.write_text("household:\n  type: gneral\n  members:\n  - id: a\n    stagee: university\n", "utf-8")
    code, _, err = run(capsys, "assess", str(path), "--policy", "ruyuan-2016", "--on", "2017-09-01")
    assert code == 2
    assert f"{path}:2: " in err and "did you mean 'general'?" in err
    assert f"{path}:5: " in err and "did you mean 'stage'?" in err


def test_questions(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "questions", *CASE, "--limit", "3")
    assert code == 0 and len(out.splitlines()) == 5
    _, out, _ = run(capsys, "questions", *CASE, "--format", "json", "--limit", "3")
    settles = [one["settles"] for one in json.loads(out)]
    assert len(settles) == 3 and settles == sorted(settles, reverse=True)


def test_list_and_show(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "list", "--lang", "en")
    assert "ruyuan-2016" in out
    _, out, _ = run(capsys, "list", "--policy", "ruyuan-2016", "--kind", "loan_terms")
    assert "micro-credit" in out
    _, out, _ = run(capsys, "show", "ruyuan-2016/education-grant", "--lang", "en")
    assert "5000元/人/年" in out and "Tier university" in out and "tiers.university.when: " in out


def test_facts(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "facts", "--entity", "bill")
    assert "bill.kind" in out and "person.stage" not in out
    _, out, _ = run(capsys, "facts", "--entity", "bill", "--format", "json")
    assert {row["key"] for row in json.loads(out)} >= {"kind", "in_scope"}
    _, out, _ = run(capsys, "facts", "--format", "markdown", "--lang", "en")
    assert out.startswith("#") or "|" in out


def test_check(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "check", "--policy", "ruyuan-2016", "--lang", "en")
    assert code == 0 and "unexplained: 0" in out and "[finding]" in out


def test_export(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    _, out, _ = run(capsys, "export", "provisions", "--policy", "ruyuan-2016")
    records = json.loads(out)
    keys = [
        "policy",
        "locator",
        "provision",
        "kind",
        "subject",
        "modality",
        "deadline",
        "agencies",
        "figures",
    ]
    assert all(list(record)[: len(keys)] == keys for record in records)
    path = tmp_path / "out.csv"
    _, out, _ = run(
        capsys, "export", "provisions", "--policy", "ruyuan-2016", "--format", "csv", "-o", str(path)
    )
    assert out == ""
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    assert [row["provision"] for row in rows] == [record["provision"] for record in records]


def test_check_source_finds_what_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "other.txt"
    path.write_text("另一份文件\n一、总体要求\n共有12345户。\n", "utf-8")
    code, out, _ = run(capsys, "check-source", "--policy", "ruyuan-2016", "--text", str(path))
    assert code == 1 and "12345" in out
    path.write_bytes(b"\xff\xfe\x00")
    code, _, err = run(capsys, "check-source", "--policy", "ruyuan-2016", "--text", str(path))
    assert code == 2 and "not UTF-8" in err


def test_targets(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    argv = ["targets", "--policy", "jiangxi-2014", "--on", "2016-02-01", "--lang", "en"]
    _, out, _ = run(capsys, *argv)
    assert "incidence-goal" in out
    code, out, _ = run(capsys, *argv, "--indicators", str(EXAMPLES / "indicators.csv"))
    assert code == 0 and "on course" in out
    path = tmp_path / "bad.csv"
    path.write_text("level,area,indicator,value,year\nprovince,江西,poverty_incidense,5.7%,2015\n", "utf-8")
    code, _, err = run(capsys, *argv, "--indicators", str(path))
    assert code == 1
    assert (
        err
        == f"{path}:2: indicator: unknown indicator 'poverty_incidense' of a province; did you mean 'poverty_incidence'?\n"
    )


def test_duties_and_calendar(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    argv = ["duties", "--policy", "ruyuan-2016", "--on", "2017-09-01", "--lang", "en"]
    code, out, _ = run(capsys, *argv, "--events", str(EXAMPLES / "events.csv"), "--agency", "县扶贫办")
    assert code == 0 and "quarterly-meeting" in out and "late" in out and "charity-day" not in out
    argv = ["calendar", "--policy", "ruyuan-2016", "--from", "2017-09-01", "--to", "2017-10-31"]
    _, out, _ = run(capsys, *argv)
    assert "2017-10-17" in out
    path = tmp_path / "out.ics"
    run(capsys, *argv, "--ics", str(path))
    assert path.read_bytes().startswith(b"BEGIN:VCALENDAR")


def test_without_a_policy_all_are_asked(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "calendar", "--from", "2016-12-01", "--to", "2017-12-31", "--lang", "en")
    assert code == 0 and out.startswith("Policy") and "ruyuan-2016" in out
    argv = ["targets", "--on", "2016-02-01", "--lang", "en"]
    code, out, _ = run(capsys, *argv)
    assert code == 0 and "jiangxi-2014" in out and "xianning-2020" not in out
    code, _, err = run(capsys, *argv, "--reading", "a=b")
    assert code == 2 and "belong to one policy" in err
    code, _, err = run(capsys, *argv, "--policy", "jiangxi-2014", "--reading", "a=b")
    assert code == 2 and "unknown reading of jiangxi-2014 'a'" in err
    code, out, _ = run(capsys, *argv, "--policy", "jiangxi-2014", "--term", "about_share=1%")
    assert code == 0


def test_agencies_and_compare(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "agencies", "县扶贫办", "--policy", "ruyuan-2016")
    assert "quarterly-meeting" in out
    _, out, _ = run(capsys, "compare", "ruyuan-2016", "jiangxi-2014", "--lang", "en")
    assert "clinics_share" in out


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    assert "assess" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stop:
        main(["asses"])
    assert stop.value.code == 2
