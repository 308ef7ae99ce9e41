"""What is said of files and options that a command can do nothing with, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest

from fupin_policy.cli import main
from fupin_policy.domain import ENTITIES
from fupin_policy.domain.codes import SchoolStage

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
            "--policy只用于单独的编号；应只给ruyuan-2016/education-grant与--policy之一",
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


FACTS = """household:
  type: gneral
  size: 3.5
  roll_incom: 3000元
  members:
  - {id: a, birth_date: 2018-02-30, stage: 17}
  - {id: a, gendre: female}
  - 5
extra: 1
"""
ROWS = (
    "level,division,indicator,value,on,odd\ncounty,440232,poverty_rate,3,2017-12-31,x\n,440232,x,3%,2017,\n"
)
POLICY = """policy: s-2021
title: {zh: 小, en: Small}
division: "99"
level: contry
in_force: on in "2020-01-01..2020-12-31"
parts: [a.yaml, a.yaml]
"""
CLAUSES = """- clause: 一
  heading: {zh: 甲, en: A}
  measures:
  - id: Grant
    name: {zh: 补助}
    when: household.size > 3.5
"""
TYPES = ("general", "dibao", "wubao", "not_on_roll")
STAGES = tuple(stage.value for stage in SchoolStage)
A_DAY = "a day such as 2018-12-31"


@pytest.mark.parametrize(
    ("argv", "english", "chinese"),
    [
        (
            ["assess", "home.yaml", *DAY],
            f"""
home.yaml:2: household.type: unknown code 'gneral'; expected one of {', '.join(TYPES)}; did you mean 'general'?
home.yaml:3: household.size: 3.5 is a bare number with a point; expected it in quotes: "3.5"
home.yaml:4: household.roll_incom: household has no fact 'roll_incom'; did you mean 'roll_income'?
home.yaml:6: household.members[0].birth_date: '2018-02-30' is no day of the calendar; expected {A_DAY}
home.yaml:6: household.members[0].stage: 17 is no SchoolStage; expected one of {', '.join(STAGES)}
home.yaml:7: household.members[1].id: person id 'a' occurs already at members[0]
home.yaml:7: household.members[1].gendre: person has no fact 'gendre'
home.yaml:8: household.members[2]: 5 is no person; expected a mapping of facts
home.yaml:9: extra: unknown entity 'extra'; expected one of {', '.join(ENTITIES)}
""",
            f"""
home.yaml:2: household.type: 没有代码“gneral”；应为{"、".join(TYPES)}之一；是否为“general”？
home.yaml:3: household.size: 3.5是未加引号的小数；应加引号："3.5"
home.yaml:4: household.roll_incom: household没有事实“roll_incom”；是否为“roll_income”？
home.yaml:6: household.members[0].birth_date: 日历上没有“2018-02-30”这一天；应为2018-12-31一类的日期
home.yaml:6: household.members[0].stage: 17不是SchoolStage；应为{'、'.join(STAGES)}之一
home.yaml:7: household.members[1].id: person的编号“a”在members[0]已出现
home.yaml:7: household.members[1].gendre: person没有事实“gendre”
home.yaml:8: household.members[2]: 5不是person；应为事实的映射
home.yaml:9: extra: 没有对象“extra”；应为{'、'.join(ENTITIES)}之一
""",
        ),
        (
            ["targets", *DAY, "--indicators", "rows.csv"],
            """
rows.csv:2: unknown column 'odd'
rows.csv:2: indicator: unknown indicator 'poverty_rate' of a county; did you mean 'poverty_line'?
rows.csv:3: unknown column 'odd'
rows.csv:3: level: 'level' is missing; expected village, town, county, city, province, nation; did you mean 'Nation'?
rows.csv:3: on: '2017' is no day; expected YYYY-MM-DD such as 2018-12-31
""",
            """
rows.csv:2: 没有“odd”列
rows.csv:2: indicator: county没有指标“poverty_rate”；是否为“poverty_line”？
rows.csv:3: 没有“odd”列
rows.csv:3: level: 缺少“level”；应为village、town、county、city、province、nation；是否为“Nation”？
rows.csv:3: on: “2017”不是日期；应为YYYY-MM-DD，如2018-12-31
""",
        ),
        (
            ["check", "--folder", "o"],
            """
o/s-2020/policy.yaml:1: policy: the policy is called 's-2021' but its folder 's-2020'
o/s-2020/policy.yaml:1: 'issuer' is missing
o/s-2020/policy.yaml:4: level: unknown level 'contry'; expected one of nation, province, city, county; did you mean 'county'?
o/s-2020/policy.yaml:5: in_force: '2020-01-01..2020-12-31' is no day (column 7); expected YYYY-MM-DD such as 2018-12-31
o/s-2020/policy.yaml:6: parts: the part 'a.yaml' is listed 2 times; expected each part once
o/s-2020/a.yaml:4: 一: Grant.id: 'Grant' is no id; expected lower case words joined with -
o/s-2020/a.yaml:4: 一: Grant: 'kind' is missing
o/s-2020/a.yaml:4: 一: Grant: 'says' is missing
o/s-2020/a.yaml:4: 一: Grant: 'modality' is missing
o/s-2020/a.yaml:4: 一: Grant: 'subject' is missing
o/s-2020/a.yaml:4: 一: Grant: when without 'to'; expected the entity the rule is about
o/s-2020/a.yaml:5: 一: Grant.name: 'en' is missing
o/s-2020/a.yaml:6: 一: Grant.when: 3.5 is a float (column 18); expected a quoted quantity such as '3.5元' or '3.5%'
""",
            """
o/s-2020/policy.yaml:1: policy: 政策名为“s-2021”，文件夹却名为“s-2020”
o/s-2020/policy.yaml:1: 缺少“issuer”
o/s-2020/policy.yaml:4: level: 没有级别“contry”；应为nation、province、city、county之一；是否为“county”？
o/s-2020/policy.yaml:5: in_force: “2020-01-01..2020-12-31”不是日期（第7列）；应为YYYY-MM-DD，如2018-12-31
o/s-2020/policy.yaml:6: parts: 部分“a.yaml”列了2次；应只列一次
o/s-2020/a.yaml:4: 一: Grant.id: “Grant”不能作编号；应为以-相连的小写词
o/s-2020/a.yaml:4: 一: Grant: 缺少“kind”
o/s-2020/a.yaml:4: 一: Grant: 缺少“says”
o/s-2020/a.yaml:4: 一: Grant: 缺少“modality”
o/s-2020/a.yaml:4: 一: Grant: 缺少“subject”
o/s-2020/a.yaml:4: 一: Grant: 有when而无“to”；应为规则所针对的对象
o/s-2020/a.yaml:5: 一: Grant.name: 缺少“en”
o/s-2020/a.yaml:6: 一: Grant.when: 3.5是浮点数（第18列）；应为引号中的数量，如“3.5元”或“3.5%”
""",
        ),
    ],
    ids=("facts", "observations", "policy"),
)  # fmt: skip
def test_every_problem_of_a_file(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    argv: list[str],
    english: str,
    chinese: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path("o", "s-2020")
    folder.mkdir(parents=True)
    for path, text in (
        (Path("home.yaml"), FACTS),
        (Path("rows.csv"), ROWS),
        (folder / "policy.yaml", POLICY),
        (folder / "a.yaml", CLAUSES),
    ):
        path.write_text(text, "utf-8")
    for lang, message in (("en", english), ("zh", chinese)):
        _, _, err = run(capsys, *argv, "--lang", lang)
        assert err.removeprefix("fupin:").strip() == message.strip()


@pytest.mark.parametrize(
    ("argv", "english", "chinese"),
    [
        (
            ["assess"],
            "fupin assess: error: the following arguments are required: FILE, --on",
            "fupin assess: 错误：缺少参数：FILE、--on",
        ),
        (
            ["assess", HOME, *DAY, "--format", "pdf"],
            "fupin assess: error: argument --format: invalid choice: 'pdf' (choose from ",
            "fupin assess: 错误：--format：没有'pdf'；应为",
        ),
        (
            ["asses"],
            "fupin: error: argument COMMAND: invalid choice: 'asses' (choose from ",
            "fupin: 错误：COMMAND：没有'asses'；应为",
        ),
        (
            ["questions", HOME, *DAY, "--limit", "many"],
            "fupin questions: error: argument --limit: invalid int value: 'many'",
            "fupin questions: 错误：--limit：'many'不是整数",
        ),
        (
            ["synthesize", "--policy", "x", "-o", "y", "--scale", "2", "--households", "3"],
            "fupin synthesize: error: argument --households: not allowed with argument --scale",
            "fupin synthesize: 错误：--households：不能与--scale同用",
        ),
        (
            ["list", "--policy"],
            "fupin list: error: argument --policy: expected one argument",
            "fupin list: 错误：--policy：应有一个值",
        ),
        (["list", "extra"], "fupin: error: unrecognized arguments: extra", "fupin: 错误：没有这些参数：extra"),
    ],
)  # fmt: skip
def test_a_call_that_is_none(
    capsys: pytest.CaptureFixture[str], argv: list[str], english: str, chinese: str
) -> None:
    for more, message in ((["--lang", "en"], english), (["--lang", "zh"], chinese), ([], chinese)):
        with pytest.raises(SystemExit) as stop:
            main([*argv, *more])
        usage, told = capsys.readouterr().err.split("\nfupin", 1)
        assert stop.value.code == 2 and usage.startswith("usage: fupin")
        assert f"fupin{told}".startswith(message)


def test_a_place_that_cannot_be_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    argv = ["export", "figures", "--policy", "ruyuan-2016", "-o", "no/figures.json"]
    assert run(capsys, *argv) == (2, "", "fupin: no/figures.json: 没有该文件或文件夹\n")
    assert run(capsys, *argv, "--lang", "en") == (
        2,
        "",
        "fupin: no/figures.json: No such file or directory\n",
    )


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
