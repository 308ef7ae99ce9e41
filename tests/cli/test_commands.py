"""Every command: what it prints, its exit code, and its errors."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from fupin_policy.cli import main
from fupin_policy.library import load_policies
from fupin_policy.policy.kinds import Kind, Level, Modality, Role, Stream, TargetScope

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
    assert "Reason: only for: " not in out
    _, out, _ = run(capsys, "assess", *CASE, "--explain", "--all", "--lang", "en")
    assert "[exit-by-dibao]: does not apply\n" in out
    assert "  Reason: only for: not household able to work or (" in out


def test_readings_and_terms(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(
        capsys, "assess", *CASE, "--term", "two_waivers=800元/人/年", "--reading", "equity_per_head=average"
    )
    assert code == 0 and "800元/年" in out
    code, _, err = run(capsys, "assess", *CASE, "--term", "two_waiver=1元", "--lang", "en")
    assert code == 2 and "did you mean 'two_waivers'?" in err
    code, _, err = run(capsys, "assess", *CASE, "--reading", "equity_per_head", "--lang", "en")
    assert (code, err) == (2, "fupin: --reading equity_per_head; expected NAME=VALUE\n")
    code, _, err = run(capsys, "assess", HOME, "--on", "2017-09-01", "--term", "a=b", "--lang", "en")
    assert code == 2 and "belong to one policy" in err


def test_assess_under_every_policy_that_covers_the_place(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "assess", HOME, "--on", "2017-09-01", "--lang", "en")
    assert code == 0 and "Ruyuan" in out and "Zhejiang" not in out
    code, _, err = run(capsys, "assess", HOME, "--on", "2035-09-01", "--lang", "en")
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
        (["duties", "--policy", "ruyuan-2016", "--on", "2017-09-01", "--agency", "县扶贫局"], "did you mean '县扶贫办'?"),
    ],
)  # fmt: skip
def test_wrong_input_is_told_on_standard_error(
    capsys: pytest.CaptureFixture[str], argv: list[str], message: str
) -> None:
    code, out, err = run(capsys, *argv, "--lang", "en")
    assert code == 2 and message in err and out == ""


def test_all_problems_of_a_file_are_told_with_their_lines(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "home.yaml"
    path.write_text("household:\n  type: gneral\n  members:\n  - id: a\n    stagee: university\n", "utf-8")
    argv = ["assess", str(path), "--policy", "ruyuan-2016", "--on", "2017-09-01"]
    code, _, err = run(capsys, *argv, "--lang", "en")
    assert code == 2
    assert f"{path}:2: " in err and "did you mean 'general'?" in err
    assert f"{path}:5: " in err and "did you mean 'stage'?" in err
    _, _, err = run(capsys, *argv)
    assert f"{path}:2: household.type: 没有代码“gneral”；应为general、" in err
    assert err.endswith(f"{path}:5: household.members[0].stagee: person没有事实“stagee”；是否为“stage”？\n")


def test_questions(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "questions", *CASE, "--limit", "3")
    assert code == 0 and len(out.splitlines()) == 5
    _, out, _ = run(capsys, "questions", *CASE, "--format", "json", "--limit", "3")
    settles = [one["settles"] for one in json.loads(out)]
    assert len(settles) == 3 and settles == sorted(settles, reverse=True)


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["questions", *CASE, "--limit", "0"], "fupin: --limit 0; expected a whole number from 1 up\n"),
        (["questions", *CASE, "--limit", "-1"], "fupin: --limit -1; expected a whole number from 1 up\n"),
        (
            ["assess", *CASE, "--explain", "--format", "json"],
            "fupin: --explain belongs to text; expected --format text, or none\n",
        ),
        (
            [
                "assess",
                *CASE,
                "--term",
                "two_waivers=1元/人/年",
                "--term",
                "two_waivers=2元/人/年",
                "--term",
                "x =",
            ],
            "fupin:\n--term two_waivers=2元/人/年; expected each name once (two_waivers=1元/人/年 before it)\n"
            "--term x =; expected NAME=VALUE\n",
        ),
    ],
)
def test_an_option_without_effect_is_refused(
    capsys: pytest.CaptureFixture[str], argv: list[str], message: str
) -> None:
    assert run(capsys, *argv, "--lang", "en") == (2, "", message)


def test_list_over_all_policies(capsys: pytest.CaptureFixture[str]) -> None:
    """Each row tells its policy, and a name need not be known to every policy, only to one."""
    code, out, _ = run(capsys, "list", "--agency", "县财政", "--lang", "en")
    assert code == 0 and out.startswith("Policy ")
    assert {line.split()[0] for line in out.splitlines()[2:]} == {"ruyuan-2016"}
    _, out, _ = run(capsys, "list", "--kind", "exit_standard")
    assert out.startswith("政策 ") and {line.split()[0] for line in out.splitlines()[2:]} >= {
        "ruyuan-2016",
    }
    code, out, err = run(capsys, "list", "--agency", "县财政局长", "--lang", "en")
    assert (code, out) == (2, "")
    assert err.count("unknown actor of ") == 5 and "ruyuan-2016 '县财政局长'" in err


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
    _, out, _ = run(capsys, "facts", "--entity", "loan", "--format", "markdown")
    assert [line for line in out.splitlines() if line.startswith("##")] == ["## 贷款 `loan`"]
    _, out, _ = run(capsys, "facts", "--entity", "loan", "--lang", "en")
    head, _, *rows = out.splitlines()
    assert head.split() == ["Key", "Label", "Type", "Unit", "Range", "Definition", "Values"]
    (term,) = [row for row in rows if row.startswith("loan.term ")]
    assert "0..600" in term


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


@pytest.mark.parametrize("form", ["json", "csv"])
def test_export_names_the_actors_in_either_language(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["export", "provisions", "--policy", "ruyuan-2016", "--format", form]
    found = {}
    for lang in ("zh", "en"):
        _, out, _ = run(capsys, *argv, "--lang", lang)
        rows = json.loads(out) if form == "json" else list(csv.DictReader(io.StringIO(out)))
        found[lang] = {row.pop("provision"): row for row in rows}
    assert run(capsys, *argv)[1] == run(capsys, *argv, "--lang", "zh")[1]
    assert found["zh"]["roll-line"]["subject"] == "县扶贫办"
    assert found["en"]["roll-line"]["subject"] == "County poverty office"
    for name, row in found["zh"].items():
        assert {key for key, value in row.items() if found["en"][name][key] != value} <= {
            "subject",
            "agencies",
        }
    assert all(str(row["agencies"]).isascii() and row["subject"].isascii() for row in found["en"].values())


def test_export_of_figures_for_a_spreadsheet(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    argv = ["export", "figures", "--policy", "ruyuan-2016", "--format"]
    _, out, _ = run(capsys, *argv, "json")
    records = json.loads(out)
    path = tmp_path / "figures.csv"
    run(capsys, *argv, "csv", "--bom", "-o", str(path))
    assert path.read_bytes().startswith(b"\xef\xbb\xbfpolicy,locator,provision,name,as_written,")
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    assert rows == records and len(rows) > 100
    run(capsys, *argv, "csv", "-o", str(path))
    assert path.read_bytes().startswith(b"policy,")
    _, out, _ = run(capsys, *argv, "csv", "--bom")
    assert out.startswith("\ufeffpolicy,")
    assert run(capsys, *argv, "json", "--bom") == (2, "", "fupin: --bom只用于CSV；应同时给出--format csv\n")
    code, _, err = run(capsys, *argv, "json", "--bom", "--lang", "en")
    assert (code, err) == (2, "fupin: --bom belongs to CSV; expected --format csv as well\n")


@pytest.mark.parametrize(
    ("argv", "zh", "en"),
    [
        (["list"], ["级别", "国家", "市"], ["Level", "nation", "city"]),
        (
            ["list", "--policy", "xianning-2020", "--clause", "二/8"],
            ["目标", "必须", "职责"],
            ["target", "must", "duty"],
        ),
        (
            ["show", "xianning-2020/voltage"],
            [
                "类别: 目标、必须",
                "主题: 电力能源",
                "牵头: 市电力公司",
                "责任: ",
                "合计",
                "恰为",
                "期限",
                "不低于: national-2016/voltage",
            ],
            [
                "Kind: target, must",
                "Topic: Power",
                "Lead: City power company",
                "Share: ",
                "pooled",
                "exactly",
                "deadline",
            ],
        ),
        (
            ["show", "ruyuan-2016/e-government-cover"],
            ["first_half (只管分号前): 无", "指标: 县: 电子政务服务覆盖率 (county.egov_share), 占比, goal"],
            ["first_half (It governs the part before the semicolon): none", "County: E-government coverage"],
        ),
        (
            ["show", "jiangxi-2014/yearly-report-cities"],
            ["周期: 每年10月10日", "before_the_first (不含，至9月30日): 每年9月30日"],
            ["Recurs: every year, Oct 10", "every year, Sep 30"],
        ),
        (
            ["show", "jiangxi-2014/town-officer"],
            ["重申: national-2016/town-officer"],
            ["Repeats: national-2016/town-officer"],
        ),
        (
            ["show", "ruyuan-2016/education-grant"],
            ["流向: 每年现金", "作用", "另加于: 二(一)4 国家和省助学政策 [existing-student-aid]"],
            ["Stream: Yearly cash", "amount", "On top of: 二(一)4 Student aid of state and province"],
        ),
        (
            ["show", "interest-subsidy"],
            ["依次由谁支付: 省、市、上级财政专项扶贫资金(其余)"],
            [
                "Paid in turn by: Province (Guangdong), City (Shaoguan), "
                "Special poverty fund of the upper levels (what is left)"
            ],
        ),
        (
            ["show", "micro-credit-interest"],
            ["同一款项,只计于: 二(一)2 生产贷款贴息 [interest-subsidy]"],
            ["The same, counted once, as: 二(一)2 Interest on production loans [interest-subsidy]"],
        ),
        (["show", "national-2016/merged-village-roads"], ["进度: 建设"], ["Status: To be built"]),
        (
            ["targets", "--policy", "zhejiang-2013", "--on", "2015-01-01"],
            ["口径", "县: 低收入农户人均纯收入", "各自"],
            ["Scope", "County: Low-income net income", "each"],
        ),
        (
            ["duties", "--policy", "ruyuan-2016", "--on", "2017-09-01"],
            ["逾期未完成", "未到期"],
            ["overdue", "pending"],
        ),
        (["agencies", "县扶贫办"], ["主体"], ["subject"]),
        (["agencies", "--policy", "ruyuan-2016"], ["县扶贫办"], ["县扶贫办", "County poverty office"]),
        (["compare", "ruyuan-2016", "jiangxi-2014"], ["认定", "卫生室"], ["eligibility", "Clinics"]),
        (["check", "--policy", "ruyuan-2016"], ["[矛盾]"], ["[finding]"]),
    ],
)
def test_labels_follow_the_language(
    capsys: pytest.CaptureFixture[str], argv: list[str], zh: list[str], en: list[str]
) -> None:
    _, chinese, _ = run(capsys, *argv)
    _, english, _ = run(capsys, *argv, "--lang", "en")
    assert [text for text in zh if text not in chinese] == []
    assert [text for text in en if text not in english] == []


KEYS = {one.value for members in (Kind, Modality, Role, Level, TargetScope, Stream) for one in members}


@pytest.mark.parametrize(
    "argv",
    [
        ["list", "--policy", "xianning-2020"],
        ["targets", "--policy", "xianning-2020", "--on", "2020-06-01"],
        ["duties", "--policy", "xianning-2020", "--on", "2020-06-01", "--all"],
        ["calendar", "--policy", "xianning-2020", "--from", "2020-02-01", "--to", "2020-03-31"],
        ["agencies", "市政府扶贫办"],
        ["compare", "xianning-2020", "ruyuan-2016"],
    ],
)
def test_no_english_key_stands_alone_in_a_chinese_table(
    capsys: pytest.CaptureFixture[str], argv: list[str]
) -> None:
    code, out, _ = run(capsys, *argv)
    cells = {cell.strip() for line in out.splitlines() for cell in line.split("  ")}
    assert code == 0 and len(out.splitlines()) > 2
    assert cells & KEYS == set()


def test_duties_and_calendar_follow_readings(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["calendar", "--from", "2015-09-01", "--to", "2015-10-20", "--lang", "en"]
    _, out, _ = run(capsys, *argv, "--policy", "jiangxi-2014", "--reading", "early_october=before_the_first")
    assert "2015-09-30" in out and "2015-10-10" not in out
    code, _, err = run(capsys, *argv, "--reading", "early_october=before_the_first")
    assert (code, err) == (2, "fupin: --reading belongs to one policy; expected --policy as well\n")
    argv = ["duties", "--policy", "jiangxi-2014", "--on", "2015-09-01", "--lang", "en"]
    _, out, _ = run(capsys, *argv, "--reading", "early_october=before_the_first")
    assert "2014-10-01 to 2015-09-30" in out
    code, _, err = run(capsys, *argv, "--reading", "early_october=x")
    assert code == 2 and "unknown option of early_october 'x'" in err


def test_check_source_finds_what_is_not_there(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "other.txt"
    path.write_text("另一份文件\n一、总体要求\n共有12345户。\n", "utf-8")
    code, out, _ = run(capsys, "check-source", "--policy", "ruyuan-2016", "--text", str(path))
    assert code == 1 and "12345" in out
    path.write_bytes(b"\xff\xfe\x00")
    argv = ["check-source", "--policy", "ruyuan-2016", "--text", str(path)]
    code, _, err = run(capsys, *argv, "--lang", "en")
    assert (code, err) == (2, f"fupin: {path}:1: not UTF-8; expected text in UTF-8\n")
    path.write_bytes("一、总体要求\n共有3户".encode("gbk"))
    assert run(capsys, *argv) == (
        2,
        "",
        f"fupin: {path}:1: 不是UTF-8文本，而是GB 18030（GBK）；应另存为UTF-8\n",
    )
    path.write_bytes(b" \n")
    assert run(capsys, *argv) == (2, "", f"fupin: {path}: 文件为空；应为文件全文\n")
    path.unlink()
    code, _, err = run(capsys, *argv)
    assert code == 2 and err.startswith(f"fupin: {path}: 无法读取：")


def test_check_source_tells_its_problems_in_both_languages(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "other.txt"
    path.write_text(
        "另一份文件2016-11-29\n一、总体要求\n共有1户。\n一、总体要求\n共有2户。\n八、其他\n3户\n", "utf-8"
    )
    argv = ["check-source", "--policy", "ruyuan-2016", "--text", str(path)]
    _, chinese, _ = run(capsys, *argv)
    _, english, _ = run(capsys, *argv, "--lang", "en")
    problems = [line for line in chinese.splitlines() if line.startswith("! ")]
    told = [line for line in english.splitlines() if line.startswith("! ")]
    assert len(problems) == len(told) > 100
    ends = (
        "不在此条款中",
        "原文没有此条款",
        "个条款如此编号",
        "政策中没有此条款的措施",
        "未说明条款中的任何数目字",
    )
    assert all(line.partition("；是否为")[0].endswith(ends) for line in problems)
    assert {end for end in ends for line in problems if end in line} == set(ends)
    assert not any(word in line for line in problems for word in ("expected", "did you mean", "clause"))


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


def test_targets_of_persons_and_open_ones(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    argv_of_persons = ["targets", "--policy", "zhejiang-2013", "--on", "2016-02-01", "--lang", "en"]
    argv_of_persons += ["--indicators", str(EXAMPLES / "indicators.csv")]
    _, out, _ = run(capsys, *argv_of_persons)
    (line,) = [line for line in out.splitlines() if "The willing are trained" in line]
    assert "does not apply" in line and line.endswith("asked of each person: see fupin assess")
    _, out, _ = run(capsys, *argv_of_persons, "--format", "json")
    (one,) = [one for one in json.loads(out) if one["measure"] == "willing-trained"]
    assert one["reason"]["en"].startswith("no indicator of an area")
    path = tmp_path / "nation.csv"
    path.write_text(
        "level,area,indicator,value,on\nnation,000000,reliable_power_village_share,99.9%,2020-06-30\n",
        "utf-8",
    )
    _, out, _ = run(
        *(capsys, "targets", "--policy", "national-2016", "--on", "2020-07-01"), *("--indicators", str(path))
    )
    (line,) = [line for line in out.splitlines() if "贫困村可靠供电" in line]
    assert (
        "待定" in line and "99.9%" in line and "尚缺:" in line
    )  # what was observed is shown, though it is open


def test_targets_on_average(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    argv = ["targets", "--policy", "jiangxi-2014", "--on", "2016-02-01", "--lang", "en"]
    path = tmp_path / "roads.csv"
    lengths = "".join(
        f"province,江西,roads_built_length,{km}公里,{year}-12-31\n"
        for year, km in ((2013, 1), (2014, 7000), (2015, 9000))
    )
    path.write_text(f"level,area,indicator,value,on\n{lengths}", "utf-8")
    _, out, _ = run(capsys, *argv, "--indicators", str(path))
    assert "8,000 kilometre" in out
    path.write_text(
        f"level,area,indicator,value,on\n{lengths}province,江西,roads_built_length,8001公里,2016-12-31\n",
        "utf-8",
    )
    on = ["targets", "--policy", "jiangxi-2014", "--on", "2017-02-01", "--lang", "en"]
    _, out, _ = run(capsys, *on, "--indicators", str(path))
    assert "8,000.33 kilometre" in out and "24001/3" not in out


def test_duties_and_calendar(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    argv = ["duties", "--policy", "ruyuan-2016", "--on", "2017-09-01", "--lang", "en"]
    code, out, _ = run(capsys, *argv, "--events", str(EXAMPLES / "events.csv"), "--agency", "县扶贫办")
    assert code == 0 and "quarterly-meeting" in out and "late" in out and "charity-day" not in out
    _, out, _ = run(capsys, *argv, "--all")
    assert "Consequence" in out and "Circular and deadline" in out
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
    assert "Clinics" in out and "clinics_share" not in out


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--help"])
    assert stop.value.code == 0
    assert "assess" in capsys.readouterr().out
    with pytest.raises(SystemExit) as stop:
        main(["asses"])
    assert stop.value.code == 2


def test_show_names_the_other_measures_of_a_group(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    fictional = load_policies(root / "tests" / "fictional")
    monkeypatch.setattr("fupin_policy.cli.showing.load_policies", lambda: fictional)
    _, out, _ = run(capsys, "show", "disability-allowance", "--lang", "en")
    assert "The higher of this and: " in out and "Allowance for the ill [illness-allowance]" in out
    _, out, _ = run(capsys, "show", "repair-grant")
    assert "新建补助 [rebuild-grant]、" in out and "搬迁补助 [relocation-grant]" in out
    _, out, _ = run(capsys, "show", "special-rebuild-grant")
    assert "新建补助 [rebuild-grant]" in out
