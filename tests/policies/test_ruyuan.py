"""The shipped Ruyuan policy against its own cases, checks and figures."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

import fupin_policy as fp
from fupin_policy.assess import Plan
from fupin_policy.testing import Case, cases_of, run_case, run_mutation
from fupin_policy.testing.strategies import days, entities, households, narrowed, open_terms
from fupin_policy.values.intervals import covers
from fupin_policy.verify.arithmetic import holds


@cache
def ruyuan() -> fp.Policy:
    return fp.load_policy("ruyuan-2016")


@cache
def plan() -> Plan:
    return Plan.of(ruyuan())


@pytest.mark.parametrize("case", cases_of(ruyuan()), ids=lambda case: case.id)
def test_case(case: Case) -> None:
    result = run_case(plan(), case)
    assert result.passed, str(result)


def test_every_measure_that_can_be_decided_has_cases() -> None:
    with_cases = {case.measure for case in cases_of(ruyuan())}
    assert [one.id for one in ruyuan() if one.rule is not None and one.id not in with_cases] == []


@pytest.mark.parametrize("check", ruyuan().checks, ids=lambda check: check.id)
def test_sums_of_the_document(check) -> None:
    assert holds(ruyuan(), check) is check.expect, check.says.en
    assert check.expect or check.explanation is not None


def test_mutants_of_the_figures_are_noticed(record_property) -> None:
    report = run_mutation(ruyuan())
    record_property("mutation", str(report))
    noticed, total = report.score()
    assert total > 300
    assert noticed == total, str(report)


@settings(max_examples=30)
@given(data=st.data())
def test_more_knowledge_only_sharpens(data: st.DataObject) -> None:
    on = data.draw(days(ruyuan()))
    home = data.draw(households(ruyuan(), on=on))
    terms = data.draw(open_terms(ruyuan()))
    try:
        before = ruyuan().assess(home, on=on, terms=terms)
        after = ruyuan().assess(data.draw(narrowed(home, ruyuan(), on=on)), on=on, terms=terms)
    except fp.ConflictError:
        reject()
    for one in before:
        other = after[one.measure]
        assert not one.verdict.is_determined or other.verdict is one.verdict, one.measure
        if one.amount is not None and other.amount is not None:
            assert covers(one.amount.value, other.amount.value), (
                f"{one.measure}: {one.amount}, {other.amount}"
            )
    for key, total in after.totals.items():
        assert covers(before.totals[key].value, total.value), key


@settings(max_examples=20)
@given(data=st.data())
def test_every_case_can_be_told_and_stored(data: st.DataObject) -> None:
    on = data.draw(days(ruyuan()))
    name = data.draw(st.sampled_from(["household", "enterprise", "village", "town", "county"]))
    result = ruyuan().assess(data.draw(entities(name, ruyuan(), on=on)), on=on)
    assert fp.Assessment.from_json(result.to_json()) == result
    for lang in ("zh", "en"):
        assert result.explain(lang) and result.to_text(lang, everything=True) and result.to_html(lang)


def test_no_verdict_stays_open_without_a_fact_to_ask_for() -> None:
    on = fp.day("2017-09-01")
    for subject in (fp.Household(), fp.Enterprise(), fp.Village(), fp.Town(), fp.County()):
        for outcome in ruyuan().assess(subject, on=on).having("undetermined"):
            assert outcome.missing, outcome.measure
