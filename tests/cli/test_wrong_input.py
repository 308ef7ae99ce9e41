"""What is said of files and options that a command can do nothing with, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from fupin_policy.cli import main

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
HOME = str(EXAMPLES / "household.yaml")
DAY = ("--policy", "ruyuan-2016", "--on", "2017-09-01")


def run(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, str, str]:
    code = main(argv)
    out, err = capsys.readouterr()
    return code, out, err


GB = "household: {户类型: 低保户}".encode("gbk")
FILES = {
    "none.yaml": (None, "none.yaml: cannot be read: ", "none.yaml: 无法读取："),
    "folder": (None, "folder: cannot be read: ", "folder: 无法读取："),
    "gbk.yaml": (
        GB,
        "gbk.yaml:1: not UTF-8 but GB 18030 (GBK); expected text in UTF-8: save the file again in that encoding",
        "gbk.yaml:1: 不是UTF-8文本，而是GB 18030（GBK）；应另存为UTF-8",
    ),
    "bytes.yaml": (
        b"a: 1\n\xff\xfe\x00",
        "bytes.yaml:2: not UTF-8; expected text in UTF-8",
        "bytes.yaml:2: 不是UTF-8文本；应为UTF-8文本",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "command",
    [
        ("assess", "FILE", *DAY),
        ("questions", "FILE", *DAY),
        ("targets", "--indicators", "FILE", *DAY),
        ("duties", "--events", "FILE", *DAY),
        ("check-source", "--policy", "ruyuan-2016", "--text", "FILE"),
    ],
)
def test_a_file_that_cannot_be_read(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch, command: tuple[str, ...], name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    content, english, chinese = FILES[name]
    if name == "folder":
        Path(name).mkdir()
    elif content is not None:
        Path(name).write_bytes(content)
    argv = [name if one == "FILE" else one for one in command]
    for lang, message in (("en", english), ("zh", chinese)):
        code, out, err = run(capsys, *argv, "--lang", lang)
        why = "" if content else err.removeprefix(f"fupin: {message}").strip()
        assert (code, out, err) == (2, "", f"fupin: {message}{why}\n")


@pytest.mark.parametrize("option", ["--indicators", "--events"])
@pytest.mark.parametrize("text", ["", "household: {}\n", "3\n"])
def test_rows_that_are_none(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, option: str, text: str
) -> None:
    path = tmp_path / "rows.yaml"
    path.write_text(text, "utf-8")
    argv = ["targets" if option == "--indicators" else "duties", *DAY, option, str(path)]
    english = "no list of rows; expected a list of mappings, one for each row"
    assert run(capsys, *argv, "--lang", "en") == (2, "", f"fupin: {path}: {english}\n")
    assert run(capsys, *argv) == (2, "", f"fupin: {path}: 没有行的列表；应为每行一个映射的列表\n")


@pytest.mark.parametrize(
    ("argv", "english", "chinese"),
    [
        (
            ["assess", "cases.csv", *DAY],
            "cases.csv: this is a table, not a facts file; expected YAML or JSON; fupin run assesses tables",
            "cases.csv: 这是表格，不是事实文件；应为YAML或JSON，表格请用fupin run",
        ),
        (
            ["assess", HOME, "--policy", "ruyuan-2016", "--on", "2030-01-01"],
            "on: ruyuan-2016 is not in force on 2030-01-01; expected a day from 2016-11-29 to 2018-12-31"
            " (other readings of start_of_force, after_2018 may change that)",
            "on: ruyuan-2016在2030-01-01不在有效期内；应为2016-11-29至2018-12-31"
            "（改选读法start_of_force、after_2018或可改变）",
        ),
        (
            ["assess", HOME, *DAY, "--all", "--format", "json"],
            "--all belongs to text and html; expected no --all: data holds everything",
            "--all只用于text和html；应不给--all：数据本已列出全部",
        ),
        (
            ["assess", HOME, "--on", "2017-09-01", "--reading", "a=b"],
            "--reading and --term belong to one policy; expected --policy as well",
            "--reading、--term只用于一个政策；应同时给出--policy",
        ),
        (
            ["targets", *DAY, "--format", "json"],
            "--format json belongs to observed indicators; expected --indicators as well",
            "--format json只用于观测指标；应同时给出--indicators",
        ),
        (
            ["targets", *DAY, "--all"],
            "--all belongs to observed indicators; expected --indicators as well",
            "--all只用于观测指标；应同时给出--indicators",
        ),
        (
            ["targets", "--on", "1990-01-01"],
            "no policy is in force on 1990-01-01; expected one of jiangxi-2014, national-2016, ruyuan-2016,"
            " xianning-2020, zhejiang-2013 with --policy",
            "1990-01-01没有有效的政策；可用--policy指定jiangxi-2014、national-2016、ruyuan-2016、xianning-2020、zhejiang-2013之一",
        ),
        (
            ["duties", *DAY, "--all", "--format", "json"],
            "--all belongs to text; expected no --all: data holds everything",
            "--all只用于文本；应不给--all：数据本已列出全部",
        ),
        (
            ["show", "ruyuan-2016/education-grant", "--policy", "jiangxi-2014"],
            "--policy belongs to an id alone; expected ruyuan-2016/education-grant or --policy, not both",
            "--policy只用于单独的编号;两者应只给其一",
        ),
        (
            ["check", "--policy", "ruyuan-2016", "--registers", "-3"],
            "--registers -3; expected a whole number from 0 up",
            "--registers -3；应为不小于0的整数",
        ),
        (
            ["check", "--folder", "none"],
            "no policy below none; expected folders with a policy.yaml",
            "none下没有政策；应为含policy.yaml的文件夹",
        ),
        (
            ["list", "--policy", "ruyuan-2017"],
            "unknown policy 'ruyuan-2017'; expected one of jiangxi-2014, national-2016, ruyuan-2016, xianning-2020,"
            " zhejiang-2013; did you mean 'ruyuan-2016'?",
            "没有政策“ruyuan-2017”；应为jiangxi-2014、national-2016、ruyuan-2016、xianning-2020、zhejiang-2013之一；是否为“ruyuan-2016”？",
        ),
        (
            ["list", "--agency", "", "--policy", "ruyuan-2016"],
            "unknown actor of ruyuan-2016 ''; expected one of",
            "ruyuan-2016没有主体“”；应为现有",
        ),
        (
            ["calendar", "--from", "2017-02-30", "--to", "2017-03-01"],
            "'2017-02-30' is no day of the calendar; expected a day such as 2018-12-31",
            "日历上没有“2017-02-30”这一天；应为2018-12-31一类的日期",
        ),
    ],
)  # fmt: skip
def test_wrong_options(
    capsys: pytest.CaptureFixture[str], argv: list[str], english: str, chinese: str
) -> None:
    for lang, message in (("en", english), ("zh", chinese)):
        code, out, err = run(capsys, *argv, "--lang", lang)
        assert (code, out) == (2, "") and err.startswith(f"fupin: {message}")


def test_explain_tells_of_everything_where_it_is_asked_to(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["assess", HOME, *DAY, "--explain", "--lang", "en"]
    _, shorter, _ = run(capsys, *argv)
    _, longer, _ = run(capsys, *argv, "--all")
    assert ": does not apply" not in shorter and ": fails" not in shorter
    assert "[roll]: does not apply" in longer and ": fails" in longer
    assert "  Reason: this measure is about another kind of case (county)" in longer


def test_a_terminal_that_cannot_show_the_output(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(text: object, file: object = None) -> None:
        if file is None:
            str(text).encode("ascii")

    monkeypatch.setattr("fupin_policy.cli.commands.print", cannot, raising=False)
    code, out, err = run(capsys, "list")
    assert (code, out) == (2, "")
    assert err == "fupin: this cannot be shown in ascii; set PYTHONUTF8=1 for UTF-8\n"
