"""What cases cannot say of the national plan: its calendar, its aims, and whom its indicators count."""

from __future__ import annotations

from datetime import date

import pytest

import fupin_policy as fp

NATIONAL = fp.load_policy("national-2016")
GOALS = {"yearly-counties", "yearly-villages", "yearly-persons"}


@pytest.mark.parametrize(("option", "found"), [("each_year", GOALS), ("in_the_plan", set[str]())])
def test_yearly_goals_recur_unless_they_are_laid_down_in_the_plan(option: str, found: set[str]) -> None:
    entries = NATIONAL.calendar(date(2019, 1, 1), date(2019, 12, 31), readings={"yearly_goals": option})
    assert {one.measure for one in entries} & GOALS == found


@pytest.mark.parametrize(
    "measure",
    [
        "natural-village-road",
        "network-roads",
        "network-market-towns",
        "network-villages",
        "network-scenic",
        "broadband-number",
    ],
)
def test_the_end_of_what_is_promoted_is_an_aim(measure: str) -> None:
    promoted = NATIONAL[measure]
    assert (str(promoted.modality), str(promoted.status)) == ("aim", "promote")


@pytest.mark.parametrize("measure", ["tap-water", "centralised-water", "waste-treated", "cleaning-system"])
def test_a_rate_of_the_whole_country_says_nothing_of_the_poor_areas(measure: str) -> None:
    nation = fp.Nation.from_dict(
        {"tap_water_share": "100%", "waste_treated_share": "100%", "cleaning_share": "100%"}
    )
    assert NATIONAL.assess(nation, on=date(2020, 12, 31))[measure].verdict == "undetermined"
