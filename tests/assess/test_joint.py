"""An upper and a lower document on one case."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import fupin_policy as fp
from fupin_policy.problems import InputError

HEAD = """
policy: {slug}
title: {{zh: {slug}, en: {slug}}}
issuer: {{zh: 某处, en: Somewhere}}
division: "{division}"
level: {level}
in_force: "on >= \\"2020-01-01\\""
actors: {{office: {{zh: 某办, en: An office}}}}
parts: [main.yaml]
"""

UPPER = """
terms:
  allowance:
    {clause: 一, unit: 元/人/年, name: {zh: 津贴, en: Allowance}, why: {zh: 由下级定, en: Set below}}
"""

LOWER = """
links:
- {policy: upper, fills: allowance, value: figure.school_grant.amount}
- {policy: upper, repeats: grant, by: school-grant}
- {policy: upper, floor: floor, by: lower-floor}
"""

MEASURE = """
  - id: {id}
    kind: grant
    name: {{zh: {id}, en: {id}}}
    says: {{zh: 每人一笔{id}, en: A sum for each {id}}}
    modality: must
    subject: office
    figures:
      amount: {{as_written: "{amount}", is: "{amount}", role: amount}}
    to: person
    when: person.disabled
    amount: {rule}
    stream: yearly_cash
"""


def policy(
    root: Path, slug: str, level: str, division: str, more: str, measures: list[tuple[str, str, str]]
) -> None:
    folder = root / slug
    folder.mkdir()
    head = HEAD.format(slug=slug, level=level, division=division) + more
    (folder / "policy.yaml").write_text(head, "utf-8")
    body = "".join(MEASURE.format(id=name, amount=amount, rule=rule) for name, amount, rule in measures)
    (folder / "main.yaml").write_text(
        f"- clause: 一\n  heading: {{zh: 一, en: One}}\n  measures:{body}", "utf-8"
    )


@pytest.fixture
def registry(tmp_path: Path) -> fp.Registry:
    upper = [("grant", "900元/人/年", "term.allowance"), ("floor", ">=500元/人/年", "figure.amount")]
    lower = [
        ("school-grant", "1000元/人/年", "figure.amount"),
        ("lower-floor", "400元/人/年", "figure.amount"),
    ]
    policy(tmp_path, "upper", "province", "440000", UPPER, upper)
    policy(tmp_path, "lower", "county", "440232", LOWER, lower)
    policy(tmp_path, "elsewhere", "county", "330102", "", [("own", "1元/人/年", "figure.amount")])
    return fp.load_policies(tmp_path)


HOME = fp.Household(division="440232", members=[fp.Person(id="a", disabled=True)])
DAY = date(2021, 5, 1)


def test_upper_levels_come_first_and_other_places_not_at_all(registry: fp.Registry) -> None:
    assert list(registry.assess(HOME, on=DAY)) == ["upper", "lower"]


def test_a_lower_document_fills_an_open_term(registry: fp.Registry) -> None:
    found = registry.assess(HOME, on=DAY)
    assert str(found["upper"]["grant"].amount) == "1000元/年"
    assert [(one.upper, one.term, one.lower, one.value) for one in found.filled] == [
        ("upper", "allowance", "lower", "1000元/人/年")
    ]


def test_a_caller_knows_better(registry: fp.Registry) -> None:
    found = registry.assess(HOME, on=DAY, terms={"upper": {"allowance": "1200元/人/年"}})
    assert str(found["upper"]["grant"].amount) == "1200元/年"


def test_what_is_repeated_counts_once(registry: fp.Registry) -> None:
    """1000 and 400 of the county, 500 of the province's floor; the province's grant is the county's own."""
    assert str(registry.assess(HOME, on=DAY).totals["yearly_cash"]) == ">=1900元/年"


def test_a_lower_document_under_the_floor_is_told_with_both_citations(registry: fp.Registry) -> None:
    (breach,) = registry.assess(HOME, on=DAY).breaches
    assert str(breach) == (
        "《lower》一:“400元/人/年” has 400元/年, less than >=500元/年 of 《upper》一:“>=500元/人/年”"
    )


def test_nothing_is_breached_where_nothing_is_due(registry: fp.Registry) -> None:
    home = fp.Household(division="440232", members=[fp.Person(id="a", disabled=False)])
    assert registry.assess(home, on=DAY).breaches == ()


def test_an_unknown_policy_is_named(registry: fp.Registry) -> None:
    with pytest.raises(InputError, match=r"unknown policy 'uper'.*did you mean 'upper'\?"):
        registry.assess(HOME, on=DAY, terms={"uper": {}})


def test_a_malformed_link_is_refused(tmp_path: Path) -> None:
    more = "links:\n- {policy: upper, fills: x, floor: y, by: own}\n"
    policy(tmp_path, "lower", "county", "440232", more, [("own", "1元/人/年", "figure.amount")])
    with pytest.raises(InputError, match="a link with 2 of fills, repeats, floor"):
        fp.load_policy(tmp_path / "lower")
