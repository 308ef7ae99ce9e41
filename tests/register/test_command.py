"""``fupin run``: what it hands on, prints and gives as its exit code."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from fupin_policy.cli import main
from fupin_policy.cli.arguments import parser
from fupin_policy.register.files.running import Batch

Asked = dict[str, Any]


@pytest.fixture
def asked(standin: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What the command asks of the assessing, for which a simple one stands in."""
    told: Asked = {}

    def assessing(plan: Any, register: Any, on: Any, **options: Any) -> Any:
        told.update(options, policy=plan.book.slug, on=str(on), tables=list(register.tables))
        return standin.work

    monkeypatch.setitem(sys.modules, "fupin_policy.register.files.work", SimpleNamespace(assessing=assessing))
    return told


@pytest.fixture
def register(tmp_path: Path, write: Callable[..., Path], register_rows: Callable[..., Any]) -> Path:
    """A register without a fault."""
    return write(tmp_path / "register", register_rows(9))


def run(capsys: pytest.CaptureFixture[str], register: Path, out: Path, *more: str) -> tuple[int, str, str]:
    code = main(
        ["run", str(register), "-o", str(out), "--policy", "ruyuan-2016", "--on", "2017-09-01", *more]
    )
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_a_register_without_a_fault(
    asked: Asked, register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, register, tmp_path / "out", "--lang", "en")
    assert (code, err) == (0, "")
    assert out.startswith("# Input\n") and out == (tmp_path / "out" / "summary.txt").read_text("utf-8")
    assert (tmp_path / "out" / "results" / "part-00000.parquet").exists()
    assert asked == {
        "policy": "ruyuan-2016", "on": "2017-09-01", "tables": ["households", "persons", "loans"], "readings": {},
        "terms": {}, "measures": None, "missing": True, "engine": "auto", "threads": None, "columns": None,
    }  # fmt: skip
    again, out, err = run(capsys, register, tmp_path / "out", "--summary-format", "json")
    assert again == 0 and json.loads(out)["cases"] == 9
    assert err == "fupin: 此前已全部完成(1批),未重新评估。\n"


def test_a_run_that_is_finished_is_told_in_the_language_asked_for(
    asked: Asked, register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, register, tmp_path / "zh")
    _, in_english, _ = run(capsys, register, tmp_path / "en", "--lang", "en")
    before = {path: path.read_bytes() for path in (tmp_path / "zh").rglob("*") if path.is_file()}
    code, out, err = run(capsys, register, tmp_path / "zh", "--lang", "en")
    assert (code, out) == (0, in_english)
    assert err == "fupin: this run had been finished before (1 parts); nothing was worked out again.\n"
    after = {path: path.read_bytes() for path in (tmp_path / "zh").rglob("*") if path.is_file()}
    assert {path.name for path in after if after[path] != before[path]} == {"summary.txt"}


def test_every_option_is_handed_on(
    asked: Asked, register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "columns.yaml").write_text("收入: roll_income\n备注: ~\n", "utf-8")
    more = ["--reading", "equity_per_head=average", "--term", "two_waivers=800元/人/年", "--measures", "dibao, pv-home",
            "--missing", "--engine", "numpy", "--threads", "2", "--batch", "4",
            "--columns", str(tmp_path / "columns.yaml"), "--quiet"]  # fmt: skip
    code, out, _ = run(capsys, register, tmp_path / "all.csv", *more)
    assert code == 0 and out.startswith("# 输入")
    assert asked["readings"] == {"equity_per_head": "average"} and asked["terms"] == {
        "two_waivers": "800元/人/年"
    }
    assert asked["measures"] == ["dibao", "pv-home"] and asked["missing"] and asked["engine"] == "numpy"
    assert asked["threads"] == 2 and asked["columns"] == {"收入": "roll_income", "备注": None}
    manifest = json.loads((tmp_path / "all.run.json").read_text("utf-8"))
    assert manifest["key"]["on"] == "2017-09-01" and len(manifest["key"]["rules"]) == 64
    assert manifest["key"]["readings"]["equity_per_head"] == "average" and len(manifest["parts"]) == 3
    with (tmp_path / "all.csv").open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 9


@pytest.mark.parametrize(
    ("lang", "message"),
    [
        ("zh", "有3行未采用,0户(件)未能评估,见"),
        ("en", "3 rows were set aside and 0 cases were not worked out, see"),
    ],
)
def test_rows_set_aside(
    lang: str, message: str, asked: Asked, register: Path, tmp_path: Path, write_one: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    write_one(register / "loans.csv", [{"household_id": f"x{at}", "id": "l"} for at in range(3)])
    code, _, err = run(capsys, register, tmp_path / "out", "--lang", lang)
    assert code == 1 and err.startswith(
        f"fupin: {message} {tmp_path / 'out' / 'rejected.csv'}".replace("见 ", "见")
    )


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--policy", "ruyuan-2017"], "unknown policy 'ruyuan-2017'"),
        (["--on", "2017-9-1"], "'2017-9-1' is no day; expected YYYY-MM-DD"),
        (["--reading", "x"], "--reading x; expected NAME=VALUE"),
        (["-o", "all.xlsx"], "all.xlsx: results cannot be written there; expected"),
        (["--columns", "LIST"], "this is no mapping of columns; expected lines such as 收入: roll_income"),
        (["--columns", "no-such.yaml"], "no-such.yaml"),
    ],
)
def test_bad_calls(
    more: list[str],
    message: str,
    asked: Asked,
    register: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "list.yaml").write_text("- 收入\n", "utf-8")
    code, out, err = run(
        capsys,
        register,
        tmp_path / "out",
        *(one.replace("LIST", str(tmp_path / "list.yaml")) for one in more),
        *("--lang", "en"),
    )
    assert (code, out) == (2, "") and message in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["list.yaml", "register"]


def test_a_file_of_an_office_program(
    asked: Asked, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "households.csv").write_bytes("id;备注\n王家;无\n".encode("gbk"))
    code, _, err = run(capsys, tmp_path / "r", tmp_path / "all.csv")
    assert code == 2 and err.endswith(
        "households.csv:1: 不是UTF-8文本，而是GB 18030（GBK）；应另存为UTF-8，或给出--encoding gb18030\n"
    )
    code, _, err = run(capsys, tmp_path / "r", tmp_path / "all.csv", "--lang", "en")
    assert code == 2 and err.endswith("or give --encoding gb18030\n")
    code, _, err = run(capsys, tmp_path / "r", tmp_path / "all.csv", "--encoding", "GBK", "--lang", "en")
    assert code == 2 and err.endswith("or --delimiter ';'\n")
    assert run(capsys, tmp_path / "r", tmp_path / "all.csv", "--encoding", "GBK", "--delimiter", ";")[0] == 0
    assert "王家" in (tmp_path / "all.csv").read_text("utf-8")
    manifest = json.loads((tmp_path / "all.run.json").read_text("utf-8"))
    assert manifest["csv"] == {"encoding": "gbk", "delimiter": ";"}
    code, _, err = run(
        capsys,
        tmp_path / "r",
        tmp_path / "all.csv",
        "--encoding",
        "gb18030",
        "--delimiter",
        ";",
        "--lang",
        "en",
    )
    assert (code == 2 and "--encoding is gb18030; expected gbk" in err) or "--encoding is gb18030" in err


@pytest.mark.parametrize("form", ["parquet", "arrow"])
@pytest.mark.parametrize(
    ("more", "zh", "en"),
    [
        (["--encoding", "gbk"], "--encoding只用于CSV文件", "--encoding belongs to CSV files"),
        (["--delimiter", ","], "--delimiter只用于CSV文件", "--delimiter belongs to CSV files"),
        (
            ["--encoding", "gbk", "--delimiter", ";"],
            "--encoding、--delimiter只用于CSV文件",
            "--encoding and --delimiter belong to CSV files",
        ),
    ],
)
def test_how_csv_is_written_where_there_is_none(
    form: str, more: list[str], zh: str, en: str, asked: Asked, tmp_path: Path, write_one: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    write_one(tmp_path / f"households.{form}", [{"id": "a"}])
    told = {
        "zh": f"{zh}；应为CSV格式的登记册：此册为{form}格式",
        "en": f"{en}; expected a register in CSV: this one is in {form}",
    }
    for lang, says in told.items():
        code, out, err = run(capsys, tmp_path / f"households.{form}", tmp_path / "out", *more, "--lang", lang)
        assert (code, out, err) == (2, "", f"fupin: {says}\n")
    assert not (tmp_path / "out").exists()


def test_numbers_below_one(register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--threads", "--batch"):
        with pytest.raises(SystemExit):
            run(capsys, register, tmp_path / "out", option, "0")
        assert f"fupin run: 错误：{option}：“0”不是1以上的数\n" in capsys.readouterr().err
        with pytest.raises(SystemExit):
            run(capsys, register, tmp_path / "out", option, "0", "--lang", "en")
        assert f"argument {option}: '0' is no number of one or more" in capsys.readouterr().err


def test_a_register_that_is_not_there(
    asked: Asked, register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, tmp_path / "registre", tmp_path / "out")
    assert code == 2 and err.endswith("registre: 没有该文件或文件夹；是否为“register”？\n")
    code, _, err = run(capsys, tmp_path / "registre", tmp_path / "out", "--lang", "en")
    assert code == 2 and err.endswith("there is no such file or folder; did you mean 'register'?\n")


def test_other_questions_and_restart(
    asked: Asked, register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, register, tmp_path / "out")
    other = ("--on", "2017-10-01", "--no-missing")
    code, _, err = run(capsys, register, tmp_path / "out", *other)
    assert code == 2 and "--restart" in err
    assert "--missing是false；应与已开始的运行一样是true\n" in err
    code, _, err = run(capsys, register, tmp_path / "out", *other, "--lang", "en")
    assert "--missing is false; expected true as in the run that was begun" in err
    assert "--on is 2017-10-01; expected 2017-09-01 as in the run that was begun" in err
    assert run(capsys, register, tmp_path / "out", "--on", "2017-10-01", "--no-missing", "--restart")[0] == 0


@pytest.mark.parametrize(
    ("lang", "message"), [("zh", "再次运行同一命令即可继续"), ("en", "the same command goes on from here")]
)
def test_interrupted_from_the_keyboard(
    lang: str, message: str, asked: Asked, standin: ModuleType, register: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def work(tables: Mapping[str, pa.Table]) -> Batch:
        if len(tables["households"]):
            raise KeyboardInterrupt
        batch: Batch = standin.work(tables)
        return batch

    with monkeypatch.context() as patch:
        patch.setattr(sys.modules["fupin_policy.register.files.work"], "assessing", lambda *_, **__: work)
        code, out, err = run(capsys, register, tmp_path / "out", "--lang", lang)
    assert (code, out) == (130, "") and message in err
    assert run(capsys, register, tmp_path / "out", "--lang", lang)[0] == 0


def test_a_run_that_is_gone_on_with_says_so(
    asked: Asked, standin: ModuleType, register: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    times = iter(range(3))

    def work(tables: Mapping[str, pa.Table]) -> Batch:
        if next(times, None) is None:
            raise KeyboardInterrupt
        batch: Batch = standin.work(tables)
        return batch

    more = ("--batch", "2", "--lang", "en")
    with monkeypatch.context() as patch:
        patch.setattr(sys.modules["fupin_policy.register.files.work"], "assessing", lambda *_, **__: work)
        assert run(capsys, register, tmp_path / "out", *more)[0] == 130
    code, _, err = run(capsys, register, tmp_path / "out", *more)
    assert (code, err) == (0, "fupin: of 5 parts 2 had been done before; the rest was done now.\n")


@pytest.mark.parametrize("command", ["run", "synthesize"])
def test_every_option_says_what_it_does(command: str) -> None:
    (commands,) = (action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    for action in commands.choices[command]._actions:
        assert action.help, action.option_strings


def test_without_the_extra(
    register: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "fupin_policy.register.files.finding", None)
    code, _, err = run(capsys, register, tmp_path / "out")
    assert code == 2 and err.startswith("fupin: 评估名册要用附加组件“register”（未安装fupin_policy.")
    code, _, err = run(capsys, register, tmp_path / "out", "--lang", "en")
    assert code == 2 and "needs the extra 'register'" in err and "pip install 'fupin-policy[register]'" in err


def test_a_real_policy(
    tmp_path: Path, write_one: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each case of the output has the verdicts that it has when it is assessed alone."""
    pytest.importorskip("fupin_policy.register.intake.ingest")
    from datetime import date

    import fupin_policy as fp
    from fupin_policy.register.files.outputs import read_part

    homes = [
        {"编号": str(at), "户类型": "低保户" if at % 2 else "一般扶贫户", "division": "440232100001",
         "认定年度人均可支配收入": ">=3000元/人/年" if at == 7 else f"{2000 + 500 * at}"}
        for at in range(1, 11)
    ]  # fmt: skip
    people = [
        {"户编号": str(at), "编号": f"{at}-{one}", "就读学段": "大学", "是否全日制": "是"}
        for at in range(1, 11)
        for one in range(at % 3)
    ]
    write_one(tmp_path / "r" / "households.csv", [*homes, {"编号": "11", "户类型": "富户"}])
    write_one(tmp_path / "r" / "persons.csv", people)
    columns = tmp_path / "columns.yaml"
    columns.write_text("是否全日制: full_time\n", "utf-8")
    more = [
        "--engine",
        "numpy",
        "--batch",
        "4",
        "--columns",
        str(columns),
        "--measures",
        "roll-line,education-grant",
    ]
    code, _, _ = run(capsys, tmp_path / "r", tmp_path / "all.arrow", *more)
    assert code == 1
    rows = read_part(tmp_path / "all.arrow").to_pylist()
    assert [row["id"] for row in rows] == [home["编号"] for home in homes]
    policy = fp.load_policy("ruyuan-2016")
    for row, home in zip(rows, homes, strict=True):
        mine = [
            {"id": one["编号"], "stage": "大学", "full_time": True}
            for one in people
            if one["户编号"] == home["编号"]
        ]
        income = home["认定年度人均可支配收入"]
        facts = {"type": home["户类型"], "roll_income": income if "元" in income else f"{income}元/人/年",
                 "division": home["division"], **({"members": mine} if mine else {})}  # fmt: skip
        found = policy.assess(fp.Household.from_dict(facts), on=date(2017, 9, 1))
        assert row["roll-line"] == found["roll-line"].verdict.value
        assert row["education-grant"] == found["education-grant"].verdict.value
        assert row["case.persons"] == len(mine) and row["division"] == home["division"]
