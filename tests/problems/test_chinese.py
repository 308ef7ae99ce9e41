"""Everything that the source says of problems has a Chinese form, and the catalogue has nothing besides."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import fupin_policy
from fupin_policy.chinese import (
    PATTERNS,
    _patterns,
    asking,
    data,
    in_chinese,
    outside,
    policies,
    registers,
    values,
    wanted,
    words,
)
from fupin_policy.problems import (
    ConflictError,
    InputError,
    Place,
    Problem,
    UnknownNameError,
    in_language,
)

PACKAGE = Path(fupin_policy.__file__).parent
PARTS = (asking, data, outside, policies, registers, values, words)

AS_IT_IS = {
    "'3200.50{}'", "'4.5{}'", "'in {}'", "'{}'", "- measure: …", "==", "CSV", "NAME=VALUE", "entity.fact",
    "{household: {…}}", "{}..{}{}",
}  # fmt: skip
"""What is expected and the same in every language: signs, forms and bounds."""

FILLED = {
    "{} ({})": "'May' is no day (column 7)\n'May' is no day (terms.start)",
    "{} do not go together": "元 and a pure number do not go together",
    "{}: the tiers {} of '{}' apply together{}": "《甲》一: the tiers a, b of 'grant' apply together to p1",
}
"""Templates of which a part is not told by its own words."""

ENGLISH = re.compile(r"\b(a|an|and|as|expected|is|no|not|of|or|such|the|there|unknown|with)\b")
"""Words that stand in every English sentence, and in no Chinese one."""


def filled(template: str) -> Iterator[tuple[str, list[str]]]:
    """The template with its parts filled in all ways, by what stands for any value or by a word, and the values."""
    if template in FILLED:
        yield from ((text, []) for text in FILLED[template].splitlines())
        return
    pieces = template.split("{}")
    holes = [(f"#{at}", "number") for at in range(len(pieces) - 1)]
    for parts in product(*holes):
        text = "".join(piece + part for piece, part in zip(pieces, (*parts, ""), strict=True))
        yield text, [part for part in parts if part != "number"]


def own_words(node: ast.AST) -> tuple[str, ...]:
    """The texts of the source; closed lists are called by the names of their classes."""
    if isinstance(node, ast.ClassDef):
        return node.name.lower(), re.sub("(?<=[a-z])(?=[A-Z])", " ", node.name).lower()
    return (node.value,) if isinstance(node, ast.Constant) and isinstance(node.value, str) else ()


def english_in(chinese: str) -> list[str]:
    """The English words of a Chinese text that are not quoted."""
    return ENGLISH.findall(re.sub(r"“[^”]*”|'[^']*'", "", chinese))


def test_the_source_is_searched_for_texts(written: Mapping[str, Sequence[str]]) -> None:
    assert len(written) > 550
    for known in (
        "'{}' is no day of the calendar",  # handed over at once
        "unknown key '{}'",  # by a method of another module
        "a man cannot be a left-behind woman",  # by a field
        "unknown open term of {} '{}'",  # by an error of names
        "the names of columns have tabs between them",  # by a table
        "no --all: data holds everything",  # by a function
        "'{}' has the wrong unit (no unit)",  # by a name within
    ):
        assert known in written


def test_every_text_has_a_chinese_form(written: Mapping[str, Sequence[str]]) -> None:
    english = []
    for template, places in written.items():
        if template in AS_IT_IS:
            continue
        forms = [(in_chinese(text), parts) for text, parts in filled(template)]
        if not any(
            said is not None and not english_in(said) and all(part in said for part in parts)
            for said, parts in forms
        ):
            english.append(f"{places[0]}: {template}: {forms[0][0]}")
    assert english == []
    assert AS_IT_IS | set(FILLED) <= set(written)


def test_the_catalogue_has_nothing_that_is_not_said(written: Mapping[str, Sequence[str]]) -> None:
    """Each pattern fits a text of the source, or its own words stand there, but for what is not of the library."""
    said = "\n".join(text for template in written for text, _ in filled(template))
    source = "\n".join(
        text
        for path in PACKAGE.rglob("*.py")
        if path.parent.name != "chinese"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for text in own_words(node)
    )
    idle = [
        english
        for part in PARTS
        for english in part.SAID
        if part is not outside
        and not all(piece.strip() in source for piece in re.split(r"\{[a-z]+\}", english))
        and not re.search(
            f"^{'.*'.join(map(re.escape, re.split(r'{[a-z]+}', english)))}$", said, re.MULTILINE
        )
    ]
    assert idle == [], idle


def test_no_pattern_stands_twice() -> None:
    assert len(PATTERNS) == sum(len(part.SAID) for part in PARTS)
    shapes = [
        re.sub(r"\{[a-z]+\}", "{}", english)
        for english, chinese in PATTERNS.items()
        if "{number:digits}" not in chinese
    ]
    assert len(set(shapes)) == len(shapes)


def test_patterns_are_well_formed() -> None:
    for english, chinese in PATTERNS.items():
        names = re.findall(r"\{([a-z]+)\}", english)
        told = re.findall(r"\{([a-z]+)(?::(?:zh\??|digits|list|noun|wanted|whole))?\}", chinese)
        assert len(set(names)) == len(names) and set(told) <= set(names), english
        assert set(told) == set(names) or english in outside.SAID, english


def test_chinese_has_marks_of_its_own() -> None:
    """Outside of what is quoted or code, no mark of the narrow form stands beside a character."""
    code = r"\{[a-z]+(:[a-z?]+)?\}|“[^”]*”|[A-Za-z_.]*\([^()]*\)|\[[^]]*\]|\{.*\}|[\d,]+|: \["
    for chinese in PATTERNS.values():
        assert re.search("[一-鿿][,;:?]|[,;:?][一-鿿]", re.sub(code, "", chinese)) is None, chinese


@given(st.text())
def test_any_text_is_told_or_left(text: str) -> None:
    said = in_chinese(text)
    assert said is None or said
    assert in_language(text, "en") == text and in_language(text, "zh") == (said or text)


@given(st.text(min_size=1).filter(lambda text: text not in "'\""))
def test_what_a_user_wrote_is_told_as_it_is(text: str) -> None:
    said = Problem(f"'{text}' is no day", expected="YYYY-MM-DD such as 2018-12-31").describe("zh")
    assert said == f"“{text}”不是日期；应为YYYY-MM-DD，如2018-12-31"


def test_a_name_made_of_the_words_of_patterns_is_looked_through_once() -> None:
    """What stands between words is found in one pass: to try all ways of parting this would take minutes."""
    name = "x) in row" + " of " * 500 + " has the same period (" * 500
    told = subprocess.run(
        [sys.executable, "-c", "import sys; from fupin_policy.chinese import in_chinese as f; f(sys.argv[1])", name],
        timeout=30, check=False,
    )  # fmt: skip
    assert told.returncode == 0
    assert in_chinese(f"unknown key '{name}'") == f"没有键“{name}”"


_PIECES = st.lists(
    st.sampled_from([*"ab ", " of ", "; expected ", "; did you mean ", " and ", ", "]), max_size=12
)


@given(_PIECES.map("".join), st.sampled_from(["", "' is no "]))
def test_the_parts_of_a_text_stand_between_the_words_where_these_come_first(text: str, last: str) -> None:
    text += last
    for one in _patterns():
        found = re.fullmatch("(.*?)".join(map(re.escape, one.words)), text, re.DOTALL)
        assert one.parts(text) == (None if found is None else found.groups())


@given(_PIECES.map("".join))
def test_a_name_within_quotes_is_not_parted(name: str) -> None:
    problem = Problem(f"unknown key '{name}'", expected="one of x, y", nearest=f"{name}x")
    assert problem.describe("zh") == f"没有键“{name}”；应为x、y之一；是否为“{name}x”？"
    assert in_chinese(str(problem)) == problem.describe("zh")


def test_an_apostrophe_opens_no_quotes() -> None:
    for text in ("the list is empty; expected the payers' day", "the list is empty; expected it's 'so'"):
        assert in_language(text, "zh") == text.replace("the list is empty; expected ", "列表为空；应为")


def test_a_problem_in_chinese() -> None:
    place = Place(file="home.yaml", line=3, path="members[0].stage")
    problem = Problem("unknown code 'universty'", place, "one of primary, university", "university")
    assert problem.describe("zh") == (
        "home.yaml:3: members[0].stage: 没有代码“universty”；应为primary、university之一；是否为“university”？"
    )
    assert problem.describe("en") == str(problem)
    assert Problem("'x y' is not part of the rule language", Place(path="column 5")).describe("zh") == (
        "第5列: “x y”不属于规则语言"
    )
    assert Problem("nothing that is known", place).describe("zh") == (
        "home.yaml:3: members[0].stage: nothing that is known"
    )


def test_errors_in_chinese() -> None:
    many = [str(number) for number in range(20)]
    for error, said in (
        (
            UnknownNameError("total", "yearly", ["yearly_cash"]),
            "没有合计“yearly”；应为yearly_cash之一；是否为“yearly_cash”？",
        ),
        (UnknownNameError("total", 3, ["yearly_cash"]), "没有合计3；应为yearly_cash之一"),
        (UnknownNameError("total", "x", []), "没有合计“x”：一个也没有"),
        (UnknownNameError("open term", "x", []), "没有开放项“x”：一个也没有"),
        (UnknownNameError("open term", 3, []), "没有开放项3：一个也没有"),
        (UnknownNameError("open term of ruyuan-2016", "x", ["y"]), "ruyuan-2016没有开放项“x”；应为y之一"),
        (UnknownNameError("open term of ruyuan-2016", 3, ["y"]), "ruyuan-2016没有开放项3；应为y之一"),
        (UnknownNameError("measure with a rule", "x", ["y"]), "没有可评估的措施“x”；应为y之一"),
        (UnknownNameError("total", 3, []), "没有合计3：一个也没有"),
        (UnknownNameError("clause of ruyuan-2016", "x", many), "ruyuan-2016没有条款“x”；应为现有20个之一，如0、1、2"),
        (InputError([Problem("too big"), Problem("not UTF-8")]), "太大\n不是UTF-8文本"),
        (
            ConflictError("'a' (甲一) and 'b' (甲二) exclude each other and both hold for p1"),
            "“a”（甲一）与“b”（甲二）互相排斥，却都适用于p1",
        ),
        (ConflictError("《甲》一: the tiers x, y of 'a' apply together"), "《甲》一：“a”的档x、y同时适用"),
    ):  # fmt: skip
        assert error.describe("zh") == said
        assert error.describe("en") == str(error)


def test_problems_within_problems() -> None:
    inner = Problem("unknown unit '元/人/月份'", expected="a policy unit such as 元/人/年", nearest="月")
    assert Problem(f"'5元/人/月份' is no quantity ({inner})").describe("zh") == (
        "“5元/人/月份”不是数量（没有单位“元/人/月份”；应为元/人/年一类的单位；是否为“月”？）"
    )
    assert in_language("'x' is no count; expected a whole number, such as 5; the list is empty", "zh") == (
        "'x'不是个数；应为整数，如5；列表为空"
    )
    assert Problem("'2020..' is no day (column 7)").describe("zh") == "“2020..”不是日期（第7列）"
    assert Problem("'1元' is less than nothing (terms.aid)").describe("zh") == "“1元”小于零（terms.aid）"
    assert wanted("a Household or an Enterprise or a Village") == "应为Household或Enterprise或Village"
    assert wanted("a, b") == "应为a、b"
    assert wanted("it in quotes") == "应加引号" and wanted("3元") == "应为3元"


def test_why_rows_of_a_register_are_set_aside() -> None:
    for reason, said in (
        ("the row is empty", "此行为空"),
        ("there is no household 'x1'", "没有household“x1”"),
        ("it belongs to no household; expected its id", "不属于任何household；应为它的编号"),
        ("loan 'a' is not of household 'b'", "loan“a”不属于household“b”"),
        (
            "household 'a' is the id of households row 3 too; expected each id once",
            "household“a”也是households第3行的编号；应只用一次",
        ),
        (
            "person 'a' is in households row 3, members[0] too; expected one home",
            "person“a”也在households第3行members[0]中；应只属于一户",
        ),
        ("the line 'a,b' has 2 cells; expected 3, one a column", "“a,b”一行有2格；应为3格，每列一格"),
        ("household 'a' is set aside", "household“a”未采用"),
        ("rows that belong to it are refused", "属于它的行未采用"),
        ("'甲' (一) and '乙' (二) exclude each other and both hold", "“甲”（一）与“乙”（二）互相排斥，却都适用"),
    ):  # fmt: skip
        assert in_language(reason, "zh") == said
        assert in_language(reason, "en") == reason


def test_chinese_is_loaded_only_where_it_is_asked_for() -> None:
    code = (
        "import sys, fupin_policy as fp; from fupin_policy.problems import Problem;"
        "fp.load_policy('ruyuan-2016'); str(Problem('too big')); Problem('too big').describe('en');"
        "assert not any(name.startswith('fupin_policy.chinese') for name in sys.modules);"
        "print(Problem('too big').describe('zh').encode('unicode_escape').decode())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().encode().decode("unicode_escape") == "太大"
