"""How the shipped documents stand to one another: every declared link is real, and what it does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from attrs import evolve

import fupin_policy as fp
from fupin_policy.assess import Plan, assess
from fupin_policy.assess.joint import joined
from fupin_policy.policy import Level, Measure, Rulebook, replace_measure
from fupin_policy.values import Quantity

ALL = dict(fp.load_policies())
LINKS = [(slug, link) for slug, policy in ALL.items() for link in policy.links]
NAMES = [f"{slug}-{link.fills or link.repeats or link.floor}" for slug, link in LINKS]


def goal(measure: Measure) -> Quantity:
    assert measure.target is not None and measure.target.goal is not None
    value = measure.figures[measure.target.goal].value
    assert isinstance(value, Quantity)
    return value


def test_the_declared_links() -> None:
    assert NAMES == [
        "jiangxi-2014-town-officer",
        "jiangxi-2014-broadband-share",
        "ruyuan-2016-letters-signed",
        "xianning-2020-voltage",
        "xianning-2020-power-reliability",
    ]


@pytest.mark.parametrize(("slug", "link"), LINKS, ids=NAMES)
def test_a_link_leads_to_an_upper_document_of_the_same_place_and_time(slug: str, link: Any) -> None:
    lower, upper = ALL[slug], ALL[link.policy]
    assert list(Level).index(upper.level) < list(Level).index(lower.level)
    assert upper.covers(lower.division)
    assert any(
        upper.is_in_force(date(year, 12, 31)) and lower.is_in_force(date(year, 12, 31))
        for year in range(2013, 2021)
    )
    assert link.because is not None
    assert link.fills is None or link.fills in upper.terms
    assert all(name is None or name in upper for name in (link.repeats, link.floor))


@pytest.mark.parametrize(("slug", "link"), [one for one in LINKS if one[1].repeats], ids=str)
def test_what_repeats_binds_the_same_and_asks_the_same(slug: str, link: Any) -> None:
    mine, theirs = ALL[slug][link.by], ALL[link.policy][link.repeats]
    assert mine.modality is theirs.modality
    if mine.rule is not None and theirs.rule is not None:
        assert (mine.rule.to, mine.rule.when, mine.rule.applies) == (
            theirs.rule.to,
            theirs.rule.when,
            theirs.rule.applies,
        )


@pytest.mark.parametrize(("slug", "link"), [one for one in LINKS if one[1].floor], ids=str)
def test_what_keeps_to_a_floor_does_and_in_time(slug: str, link: Any) -> None:
    mine, theirs = ALL[slug][link.by], ALL[link.policy][link.floor]
    assert goal(mine).unit.same_kind(goal(theirs).unit)
    assert mine.due is not None and theirs.due is not None
    assert mine.due.end is not None and theirs.due.end is not None
    assert mine.due.end <= theirs.due.end


def breaches(lower: Rulebook, case: Any, on: date) -> list[str]:
    books = [ALL["national-2016"], lower]
    results = {book.slug: assess(Plan.of(book), case, on) for book in books}
    found = joined(results, {book.slug: Plan.of(book) for book in books}, ())
    return [str(one) for one in found.breaches]


@pytest.mark.parametrize(
    ("slug", "measure", "under", "told"),
    [
        ("xianning-2020", "voltage", "97.89%", "97.89%, less than >=97.9% of"),
        ("xianning-2020", "power-reliability", "99.79%", "99.79%, less than >=99.8% of"),
        ("jiangxi-2014", "broadband-villages", "89.99%", "89.99%, less than >=90% of"),
    ],
)
def test_a_goal_under_the_nations_is_told_with_both_citations(
    slug: str, measure: str, under: str, told: str
) -> None:
    policy, on = ALL[slug], date(2020, 6, 1)
    case = fp.Village(division=None)
    assert breaches(policy, case, on) == []
    mine = policy[measure]
    assert mine.target is not None and mine.target.goal is not None
    figure = evolve(mine.figures[mine.target.goal], value=Quantity.parse(under))
    lowered = replace_measure(policy, evolve(mine, figures={**mine.figures, figure.name: figure}))
    (breach,) = breaches(lowered, case, on)
    assert told in breach and policy.title.zh in breach and ALL["national-2016"].title.zh in breach


@pytest.mark.parametrize(
    ("people", "size", "verdict"),
    [(200, "200人", "fails"), (199, "200人", "does_not_apply"), (200, None, "undetermined")],
)
def test_the_size_of_a_county_survey_does_not_settle_the_nations(
    people: int, size: str | None, verdict: str
) -> None:
    village = fp.Village(division="440232100001", natural_village_population=people, road=False)
    terms = {} if size is None else {"natural_village_size": size}
    found = fp.load_policies().assess(village, on=date(2017, 9, 1), terms={"national-2016": terms})
    assert found.filled == ()
    assert found["ruyuan-2016"]["road-needs-surveyed"].verdict == (
        "holds" if people == 200 else "does_not_apply"
    )
    assert found["national-2016"]["natural-village-road"].verdict == verdict


def test_links_change_no_sum_where_no_amount_is_repeated() -> None:
    home = fp.Household(
        division="440232",
        type="dibao",
        members=[fp.Person(id="a", stage="university", full_time=True)],
    )
    found = fp.load_policies().assess(home, on=date(2017, 9, 1))
    assert {"national-2016", "ruyuan-2016"} <= set(found)
    assert found.totals["yearly_cash"] == found["ruyuan-2016"].totals["yearly_cash"]
    assert found.breaches == ()
