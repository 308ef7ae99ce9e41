"""A policy held against its text: the fictional one here, the real ones where their texts are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from fupin_policy import Policy, load_policies
from fupin_policy.policy import Label, Unclaimed
from fupin_policy.policy.model import Repair
from fupin_policy.verify import How, check_source, split


def test_policy_and_text_account_for_each_other(qinghe: Policy, qinghe_text: str) -> None:
    report = check_source(qinghe, qinghe_text)
    assert report.ok, report.to_text("en")
    assert report.figures == sum(len(measure.figures) for measure in qinghe)
    assert report.missing == report.mismatches == report.unexplained == ()
    assert sum(report.count(how) for how in How) == len(report.numerals)
    assert [one.text for one in report.claims["credit"]] == ["3万", "两"]
    assert {one.why.en for one in report.numerals if one.how is How.UNCLAIMED and one.why} >= {"Slogan"}


def test_clauses_follow_the_numbering_of_the_document(qinghe: Policy, qinghe_text: str) -> None:
    passages = split(qinghe_text, qinghe.outline)
    assert "".join(qinghe_text[one.start : one.end] for one in passages) == qinghe_text
    headings = {"一"}, {"三"}
    mine = [clause.locator for clause in qinghe.clauses]
    assert [one.locator for one in passages if {one.locator} not in headings] == mine


def test_what_explains_a_numeral(qinghe: Policy, qinghe_text: str) -> None:
    report = check_source(qinghe, qinghe_text)
    assert {one.how for one in report.numerals} == set(How) - {How.NOTHING}
    words = [one.around for one in report.numerals if one.how is How.WORD]
    assert any("统一标准" in around for around in words)
    number, *_ = report.numerals
    assert (number.text, number.how, number.line) == ("0990", How.FURNITURE, 2)
    meeting = next(one for one in report.numerals if "召开一次" in one.around)
    assert meeting.measures == ("quarterly-meeting",)
    assert "召开一次" in report.to_text(everything=True)
    assert "召开一次" not in report.to_text()


def test_a_figure_in_another_clause_is_named_with_that_clause(qinghe: Policy, qinghe_text: str) -> None:
    moved = qinghe_text.replace("每户补助3万元", "每户另得补助").replace("一千元。", "一千元，搬迁3万元。")
    (problem,) = check_source(qinghe, moved).missing
    assert (
        str(problem)
        == "二/3: relocation-grant.amount: '3万元' does not stand in the clause; did you mean '二/4'?"
    )


def test_a_phrase_does_not_stand_inside_a_longer_number(qinghe: Policy, qinghe_text: str) -> None:
    report = check_source(qinghe, qinghe_text.replace("600户", "1600户"))
    assert [problem.place.path for problem in report.missing] == ["roll.households"]
    assert [one.text for one in report.unexplained] == ["1600"]


def test_a_new_numeral_is_not_explained(qinghe: Policy, qinghe_text: str) -> None:
    report = check_source(qinghe, qinghe_text.replace("免费培训。", "免费培训，每期不少于十五天。"))
    (numeral,) = report.unexplained
    assert (numeral.text, numeral.clause) == ("十五", "二/5")
    assert not report.ok
    assert report.to_text("zh").splitlines()[-1].startswith(f"? 二/5,第{numeral.line}行")
    assert "not explained" in report.to_text("en")


def test_layout_does_not_matter(qinghe: Policy, qinghe_text: str) -> None:
    wider = (
        qinghe_text.replace("每户补助2万元", "每户 补助\u30002 万\u00a0元")
        .replace("（", "(")
        .replace("—", "－")
    )
    assert check_source(qinghe, wider).ok


def test_clauses_that_one_side_lacks_are_problems(qinghe: Policy, qinghe_text: str) -> None:
    text = qinghe_text.replace("四、附则", "附则：") + "\n五、监督\n接受群众监督。\n"
    other = evolve(qinghe, outline=("^([一二三四五])、", *qinghe.outline[1:]))
    problems = [str(problem) for problem in check_source(other, text).mismatches]
    assert problems == ["四: the text has no such clause", "五: the policy has no measure of this clause"]


def test_a_clause_that_is_numbered_twice_is_a_problem(qinghe: Policy, qinghe_text: str) -> None:
    (problem,) = check_source(qinghe, qinghe_text + "\n四、附则\n又一条。\n").mismatches
    assert problem.what == "the text numbers 2 clauses so"


def test_a_listed_phrase_that_explains_nothing_is_a_problem(qinghe: Policy, qinghe_text: str) -> None:
    idle = Unclaimed("一(二)", "一户一策", Label("x", "x"))
    (problem,) = check_source(evolve(qinghe, unclaimed=(*qinghe.unclaimed, idle)), qinghe_text).mismatches
    assert (
        str(problem)
        == "一(二): unclaimed: '一户一策' explains no numeral of the clause; did you mean '一(三)'?"
    )


def test_a_repair_of_damage_that_is_not_there_is_a_problem(qinghe: Policy, qinghe_text: str) -> None:
    repairs = (
        Repair("三(二)", "11月底前", "11月30日前", Label("x", "x")),
        Repair("三(二)", "11月末", "11月底", Label("x", "x")),
    )
    (problem,) = check_source(evolve(qinghe, repairs=repairs), qinghe_text).mismatches
    assert str(problem) == "三(二): repairs: '11月末' does not stand in the clause"


def test_an_empty_text_is_reported_and_does_not_fail(qinghe: Policy) -> None:
    report = check_source(qinghe, "")
    assert len(report.missing) == report.figures
    assert report.numerals == ()


@pytest.mark.sources
def test_real_policies_and_their_texts(sources: dict[str, Path]) -> None:
    for slug, policy in load_policies().items():
        if slug in sources:
            report = check_source(policy, sources[slug].read_text(encoding="utf-8"))
            assert report.ok, report.to_text("en")
