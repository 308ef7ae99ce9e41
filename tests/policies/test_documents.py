"""What holds of every shipped document: its cases, its own arithmetic, and that each figure is pinned."""

from __future__ import annotations

import pytest

import fupin_policy as fp
from fupin_policy.policy import available
from fupin_policy.testing import cases_of, run_cases, run_mutation
from fupin_policy.verify import check

SLUGS = available()


@pytest.mark.parametrize("slug", SLUGS)
def test_every_case_holds(slug: str) -> None:
    failed = [str(one) for one in run_cases(fp.load_policy(slug)) if not one.passed]
    assert failed == []


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_is_unexplained(slug: str) -> None:
    policy = fp.load_policy(slug)
    assert [one.describe("en") for one in check(policy) if not one.explained] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_measure_that_can_be_decided_has_cases(slug: str) -> None:
    policy = fp.load_policy(slug)
    with_cases = {case.measure for case in cases_of(policy)}
    assert [one.id for one in policy if one.rule is not None and one.id not in with_cases] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_mutants_of_the_figures_are_noticed(slug: str) -> None:
    report = run_mutation(fp.load_policy(slug))
    noticed, total = report.score()
    assert total > 100
    assert noticed == total, str(report)


def test_names_are_shared_between_the_documents() -> None:
    """An agency printed the same way in two documents is found under one name."""
    policies = list(fp.load_policies().values())
    names = [{label.zh for label in policy.actors.values()} for policy in policies]
    assert set.intersection(*names[:2]) or len(policies) == 1
