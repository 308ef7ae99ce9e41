"""Results in words and tables: both languages, any case, nothing unescaped."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fupin_policy as fp


class Tags(HTMLParser):
    """The tags of a page and whether each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@settings(max_examples=50)
@given(data=st.data())
def test_every_case_can_be_put_into_words(homes, terms, ask, data) -> None:
    result = ask(data.draw(homes), data.draw(terms))
    for lang in ("zh", "en"):
        for everything in (False, True):
            assert result.to_text(lang, everything=everything).startswith(result.title.get(lang))
            page = Tags()
            page.feed(result.to_html(lang, everything=everything))
            assert page.open == [] and "script" not in page.seen
        text = result.explain(lang)
        for outcome in result.having("holds", "undetermined"):
            assert f"[{outcome.measure}]" in text
            assert str(outcome.citation) in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_names_are_escaped(qinghe: fp.Policy, day, lang: str) -> None:
    bad = "<script>alert('a')</script>&\"x\""
    home = fp.Household(
        name=bad,
        members=[fp.Person(id=bad, name=bad, bills=[fp.MedicalBill(id=bad)])],
        loans=[fp.Loan(id=bad)],
    )
    page = qinghe.assess(home, on=day).to_html(lang, everything=True)
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_an_explanation_names_facts_amounts_gaps_and_sources(qinghe: fp.Policy, day) -> None:
    member = fp.Person(id="a", stage="senior_high", tuition="1800元/年")
    result = qinghe.assess(fp.Household(type="general", members=[member]), on=day)
    chinese, english = result.explain("zh"), result.explain("en")
    assert "助学金 [student-grant]: 符合,金额至少2000元/年" in chinese
    assert re.search(r"Student grant \[student-grant\]: holds, .*at least 2,?000", english)
    assert (
        f"《清河县稳定增收三年行动方案》{qinghe['student-grant'].clause}" in chinese
        and "“不低于2000元”" in chinese
    )
    assert "就读学段 普通高中" in chinese
    assert "Stage of schooling: senior high school" in english
    assert "残疾(a)" in chinese and "Disabled (a)" in english


def test_tables_tell_what_is_presumed_and_not_counted(qinghe: fp.Policy, day) -> None:
    member = fp.Person(id="a", stage="senior_high", tuition="1800元/年")
    result = qinghe.assess(fp.Household(type="general", members=[member]), on=day)
    table = result.to_text("en")
    assert "The division is not known; it is presumed that the policy covers it." in table
    assert re.search(r"1,?800 yuan/year\*", table)
    assert (
        "* Free senior high school, stated again: stated again; counted once, under “Free senior high school” (二/1)"
        in table
    )
    assert "student-grant" not in table and "Student grant" in table
    assert "Width of roads" not in table and "Width of roads" in result.to_text("en", everything=True)


def test_payers_are_named(qinghe: fp.Policy, day) -> None:
    home = fp.Household(type="general", loans=[fp.Loan(id="l", purpose="production", interest="1000元/年")])
    text = qinghe.assess(home, on=day, terms={"qualified": True, "county_interest": "10%"}).explain("zh")
    assert "支付方 市财政: 400元/年" in text
    assert "支付方 帮扶基金: 500元/年" in text


def test_an_explanation_tells_of_everything_where_it_is_asked_to(qinghe: fp.Policy, day) -> None:
    result = qinghe.assess(fp.Household(type="general", members=[fp.Person()], loans=[]), on=day)
    told = result.explain("en", everything=True)
    assert all(f"[{one.measure}]: {one.verdict.en}" in told for one in result)
    shown = {one.measure for one in result.having("holds", "undetermined")}
    assert {one.measure for one in result if f"[{one.measure}]: " in result.explain("en")} == shown
    failing = next(one for one in result.having("fails") if one.reason is not None)
    assert f"  Reason: {failing.reason.en}" in told and f"  原因: {failing.reason.zh}" in result.explain(
        everything=True
    )


def test_an_explanation_begins_with_that_the_case_lies_elsewhere(qinghe: fp.Policy, day) -> None:
    result = qinghe.assess(fp.Household(type="general", division="110000"), on=day)
    sentence = "The case lies outside the divisions that the policy covers."
    assert result.explain("en").splitlines()[2:] == [sentence]
    told = result.explain("en", everything=True)
    assert told.splitlines()[2] == sentence
    elsewhere = [one for one in result if one.reason is not None and "outside" in one.reason.en]
    assert len(elsewhere) > 5
    assert told.count("  Reason: the case lies outside the divisions that the policy covers\n") == len(
        elsewhere
    )


def test_what_is_alike_of_several_is_told_once(qinghe: fp.Policy, day) -> None:
    people = [fp.Person(id=name, stage="primary", disabled=name == "c") for name in "abc"]
    home = fp.Household(type="general", members=people)
    text = qinghe.assess(home, on=day).explain("en")
    assert "Stage of schooling: primary school (a, b, c)" in text
    assert "Disabled: no (a, b); Disabled: yes (c)" in text
    assert "  - a: holds, 1,000 yuan/year\n" in text
    assert "就读学段 小学(a、b、c)" in qinghe.assess(home, on=day).explain("zh")


@pytest.mark.parametrize(
    ("fails", "told"), [(1, "1 more measure does not hold ("), (2, "2 more measures do not hold (")]
)
def test_what_is_not_shown_is_counted_in_words(qinghe: fp.Policy, day, fails: int, told: str) -> None:
    village = fp.Village(
        administrative=True, road_surface_width="3.5米", bridge_dangerous=False if fails > 1 else None
    )
    result = qinghe.assess(village, on=day)
    assert len(result.having("fails")) == fails
    assert told in result.to_text("en")


def test_who_pays_and_whose_each_missing_fact_is(qinghe: fp.Policy, day) -> None:
    loan = fp.Loan(id="l", purpose="production", interest="1000元/年")
    paid = qinghe.assess(fp.Household(type="general", loans=[loan]), on=day, terms={"qualified": True})
    assert "Paid by county finance: " in paid.explain("en")
    assert "支付方 县财政: " in paid.explain("zh")
    jiangxi = fp.load_policy("jiangxi-2014").assess(fp.Village(), on=date(2016, 6, 1))
    told = {lang: jiangxi.explain(lang) for lang in ("zh", "en")}
    assert (
        "Missing: On the roll, Rural net income of the village, Rural net income of the province\n"
        in told["en"]
    )
    assert "村的农民人均纯收入、省的农民人均纯收入\n" in told["zh"]
