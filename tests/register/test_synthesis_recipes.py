"""Recipes that cannot be: every problem is told, with its place. And the whole numbers they rest on."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numpy")
pytest.importorskip("pyarrow")

import fupin_policy as fp
from fupin_policy.register.synthesis import parse_recipe, plan, read_recipe, tables
from fupin_policy.register.synthesis.apportion import apportion, nearest_whole, sizes_for

GOOD = """\
register: ruyuan-2016
facts_on: "2017-09-01"
populations:
- root: household
  says: {zh: 册, en: The roll}
  strata:
    able: {rows: figure.roll_able.households, members: figure.roll_able.persons}
    unable: {rows: figure.roll_unable.households, members: figure.roll_unable.persons}
  sizes:
    shares: [5, 5, 5, 5, 5]
    within: {unable: [6, 3, 1]}
    why: {zh: 设, en: Assumed}
  splits:
    exit:
      why: {zh: 设, en: Assumed}
      options:
        early: {members: figure.exit_2016.persons, whole: [unable], weights: {able: 1}}
        late: {}
  marks:
    illness: {rows: figure.roll_ill.households, members: figure.roll_ill.persons, why: {zh: 设, en: Assumed}}
  facts:
  - of: household
    why: {zh: 设, en: Assumed}
    draw:
      type:
      - {when: {stratum: able}, shares: {general: 1, dibao: 1}}
      - {is: wubao}
      roll_income: {between: [1000元/人/年, 'figure.roll_line.line - "1元/人/年"'], step: 1元/人/年}
  - of: person
    why: {zh: 设, en: Assumed}
    draw:
      birth_date:
      - {when: {place: 1}, years: [30, 60]}
      - {when: {place: [2, 9]}, younger: [20, 25]}
      - {years: [30, 60]}
      ill:
      - {when: {illness: true}, is: true}
      - {is: false}
  - of: bill
    why: {zh: 设, en: Assumed}
    number: {shares: {"0": 1, "2": 1}}
  - of: bill
    why: {zh: 设, en: Assumed}
    draw:
      total: {between: [10元, 90元], step: 0.5元}
      in_scope: {part: total, ratio: ["50%", "90%"]}
  printed:
  - {figure: figure.roll_ill.persons, of: person, when: {ill: true}}
  not_reproduced:
  - {figure: figure.pv_county.capacity, why: {zh: 无, en: Not a count}}
"""


@pytest.fixture(scope="module")
def ruyuan() -> fp.Policy:
    return fp.load_policy("ruyuan-2016")


def test_the_small_recipe_is_sound(ruyuan: fp.Policy) -> None:
    made = tables(plan(ruyuan, recipe=parse_recipe(GOOD, ruyuan)))
    assert [made[name].num_rows for name in ("households", "persons")] == [2944, 7508]
    assert made["bills"].num_rows > 0


BAD = [
    # what is replaced, by what, and the whole message
    ("register: ruyuan-2016", "register: xianning-2020",
     "r:1: register: the recipe is for 'xianning-2020', the policy is 'ruyuan-2016'"),
    ('facts_on: "2017-09-01"', 'facts_on: "2017-13-01"',
     "r:2: facts_on: '2017-13-01' is no day of the calendar; expected a day such as 2018-12-31"),
    ("- root: household", "- root: houshold",
     "r:4: populations[0].root: there is no register of 'houshold'; expected one of household, village, town,"
     " county, enterprise; did you mean 'household'?"),
    ("  says: {zh: 册, en: The roll}\n", "", "r:4: populations[0]: 'says' is missing"),
    ("  says:", "  colour: red\n  says:", "r:5: populations[0].colour: unknown key 'colour'"),
    ("rows: figure.roll_able.households, members", "rows: figure.roll_abel.households, members",
     "r:7: populations[0].strata.able.rows: measure 'roll-abel' has no figure 'households'"),
    ("rows: figure.roll_able.households, members", "rows: figure.roll_able.persons, members",
     "r:7: populations[0].strata.able.rows: 'figure.roll_able.persons' is a number in 人; expected a number in 户"),
    ("rows: figure.roll_able.households, members", "rows: county.able_households, members",
     "r:7: populations[0].strata.able.rows: 'county.able_households': there is no 'county' in scope; expected no"
     " entity (the rule is about nothing)"),
    ("rows: figure.roll_able.households, members: figure.roll_able.persons}", "rows: figure.roll_able.households}",
     "r:7: populations[0].strata.able: 'members' is missing"),
    ("shares: [5, 5, 5, 5, 5]", "shares: [5, 0, 5]",
     "r:10: populations[0].sizes.shares: [5, 0, 5] are no shares of sizes; expected how often 1, 2, 3 … members"
     " occur: at most 30 whole numbers above 0"),
    ("within: {unable: [6, 3, 1]}", "within: {unabel: [6, 3, 1]}",
     "r:11: populations[0].sizes.within.unabel: 'unabel' is no stratum; expected one of able, unable; did you mean"
     " 'unable'?"),
    ("        late: {}\n", "", "r:16: populations[0].splits.exit.options: fewer than two options"),
    ("late: {}", "late: {members: figure.exit_2018.persons}",
     "r:16: populations[0].splits.exit.options: the option 'late' has a total; expected a last one that takes the"
     " rest"),
    ("whole: [unable], weights", "whole: [unabl], weights",
     "r:17: populations[0].splits.exit.options.early.whole: 'unabl' is no stratum; expected one of able, unable; did"
     " you mean 'unable'?"),
    ("weights: {able: 1}", "weights: {able: half}",
     "r:17: populations[0].splits.exit.options.early.weights: 'half' is no weight of able; expected a whole number"
     " from 0 up"),
    ("    illness: {rows", "    person: {rows",
     "r:20: populations[0].marks.person: 'person' cannot be a label: it means something already\n"
     "r:37: populations[0].facts[1].draw.ill[0].when.illness: 'illness' is nothing that is known of a person here;"
     " expected a label, or a fact drawn before"),
    ("{rows: figure.roll_ill.households, members: figure.roll_ill.persons, why",
     "{why", "r:20: populations[0].marks.illness: the mark 'illness' has no total; expected rows, members or both"),
    ("- of: household\n    why", "- of: houses\n    why",
     "r:22: populations[0].facts[0].of: a register of household has no 'houses' here; expected one of household,"
     " village, town, county, dwelling, city, province, nation, person, bill, loan; did you mean 'household'?"),
    ("      type:\n", "      typ:\n",
     "r:25: populations[0].facts[0].draw.typ: household has no fact 'typ'; did you mean 'type'?"),
    ("{general: 1, dibao: 1}", "{general: 1, dipao: 1}",
     "r:26: populations[0].facts[0].draw.type[0].shares.dipao: unknown type 'dipao'; expected one of general, dibao,"
     " wubao, not_on_roll; did you mean 'dibao'?"),
    ("{general: 1, dibao: 1}", "{general: 0, dibao: 0}",
     "r:26: populations[0].facts[0].draw.type[0].shares: no share is above 0"),
    ("when: {stratum: able}, shares", "when: {stratum: abl}, shares",
     "r:26: populations[0].facts[0].draw.type[0].when.stratum: 'abl' is no stratum; expected one of able, unable; did"
     " you mean 'able'?"),
    ("when: {stratum: able}, shares", "when: {place: 1}, shares",
     "r:26: populations[0].facts[0].draw.type[0].when.place: 'place' is nothing that is known of a household here;"
     " expected a label, or a fact drawn before"),
    ("      - {is: wubao}\n", "",
     "r:26: populations[0].facts[0].draw.type[0].when: the last case has a condition; expected a last case for all"
     " other rows"),
    ("{is: wubao}", "{is: wubao, given: on_roll}",
     "r:27: populations[0].facts[0].draw.type[1]: several draws: is, given; expected one of is, shares, between, part,"
     " days_before, years, younger, older, given"),
    ("1000元/人/年, ", "1000元/人, ",
     "r:28: populations[0].facts[0].draw.roll_income.between: '1000元/人' is no number in 元/人/年"),
    ("step: 1元/人/年", "step: 7元/人/年",
     "r:28: populations[0].facts[0].draw.roll_income.between: no whole number of steps leads from the least to the"
     " most"),
    ("{when: {place: [2, 9]}, younger: [20, 25]}", "{younger: [20, 25]}",
     "r:34: populations[0].facts[1].draw.birth_date[1]: the head is not left out; expected a condition such as place:"
     " [2, 30]"),
    ("      ill:\n", "      id: {is: a}\n      ill:\n",
     "r:36: populations[0].facts[1].draw.id: 'id' of person cannot be drawn; expected a yes-or-no fact, number, day or"
     " code"),
    ("is: true}\n      - {is: false}", "is: yes}\n      - {is: false}",
     "r:37: populations[0].facts[1].draw.ill[0].is: 'yes' is no value of ill; expected a bool"),
    ('  - of: bill\n    why: {zh: 设, en: Assumed}\n    number: {shares: {"0": 1, "2": 1}}\n', "",
     "r:39: populations[0].facts[2].of: how many of 'bill' there are is not said before; expected an item with their"
     " number"),
    ('{"0": 1, "2": 1}', '{"0": 1, many: 1}',
     "r:41: populations[0].facts[2].number.shares.many: 'many' is no number of elements; expected a whole number up to"
     " 100"),
    ("{part: total,", "{part: totl,",
     "r:46: populations[0].facts[3].draw.in_scope.part: 'totl' is no amount of a bill drawn before; did you mean"
     " 'total'?"),
    ('["50%", "90%"]', '["90%", "50%"]',
     "r:46: populations[0].facts[3].draw.in_scope.ratio: ['90%', '50%'] are no parts; expected between 0% and 100%,"
     " the least first"),
    ("of: person, when: {ill: true}", "of: persons, when: {ill: true}",
     "r:48: populations[0].printed[0].of: 'persons' is not counted; expected one of household, person; did you mean"
     " 'person'?"),
    ("figure: figure.pv_county.capacity", "figure: figure.pv_county.power",
     "r:50: populations[0].not_reproduced[0].figure: measure 'pv-county' has no figure 'power'; expected households,"
     " capacity"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), BAD, ids=[f"{n}" for n in range(len(BAD))])
def test_a_recipe_that_cannot_be_is_refused(ruyuan: fp.Policy, old: str, new: str, message: str) -> None:
    assert GOOD.count(old) >= 1
    with pytest.raises(fp.InputError) as caught:
        parse_recipe(GOOD.replace(old, new, 1), ruyuan, file="r")
    assert str(caught.value) == message


IMPOSSIBLE = [
    ("members: figure.roll_able.persons}",
     "members: figure.roll_general.persons - figure.roll_able.households * \"1人/户\"}",
     "r:7: populations[0].strata.able.members: members of 'able': 1491 cannot be reached; expected 1530 to 7650"),
    ("members: figure.exit_2016.persons, whole: [unable], weights: {able: 1}",
     "members: figure.exit_2016_able.persons, whole: [unable], weights: {able: 1}",
     "r:17: populations[0].splits.exit.options.early.members: 'exit', 'early': 321 cannot be reached; expected 2156 to"
     " 7508"),
    ("members: figure.exit_2016.persons, whole: [unable], weights: {able: 1}",
     "rows: figure.roll_able.households, members: figure.exit_2016_able.persons, weights: {able: 1}",
     "r:17: populations[0].splits.exit.options.early.members: 'exit', 'early', members of 1530 rows: 321 cannot be"
     " reached; expected 5352 to 5352"),
    ("rows: figure.roll_ill.households, members: figure.roll_ill.persons",
     "rows: figure.roll_ill.households * 2, members: figure.roll_ill.persons",
     "r:20: populations[0].marks.illness.rows: 'illness': 3470 cannot be reached; expected 0 to 2944"),
    ("rows: figure.roll_ill.households, members: figure.roll_ill.persons",
     "rows: figure.roll_ill.households, members: figure.roll_general.households * \"1人/户\"",
     "r:20: populations[0].marks.illness.members: 'illness', members: 880 cannot be reached; expected 1735 to"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), IMPOSSIBLE, ids=[f"{n}" for n in range(len(IMPOSSIBLE))])
def test_totals_that_exclude_each_other_are_refused(
    ruyuan: fp.Policy, old: str, new: str, message: str
) -> None:
    assert old in GOOD
    recipe = parse_recipe(GOOD.replace(old, new, 1), ruyuan, file="r")
    with pytest.raises(fp.InputError) as caught:
        plan(ruyuan, recipe=recipe)
    assert str(caught.value).startswith(message)


def test_rows_that_do_not_count_to_a_figure_are_refused(ruyuan: fp.Policy) -> None:
    recipe = parse_recipe(GOOD.replace("when: {ill: true}", "when: {ill: false}"), ruyuan, file="r")
    with pytest.raises(fp.InputError) as caught:
        tables(plan(ruyuan, recipe=recipe))
    assert str(caught.value) == (
        "r:48: populations[0].printed[0].figure: figure.roll_ill.persons: the rows count to 5257; expected 2251 as"
        " printed"
    )


def test_a_file_that_is_no_recipe_is_refused(ruyuan: fp.Policy, tmp_path: Path) -> None:
    with pytest.raises(fp.InputError, match="no mapping at the top"):
        parse_recipe("[]", ruyuan)
    with pytest.raises(fp.InputError, match="r:2: the key 'a' is given twice"):
        parse_recipe("a: 1\na: 2", ruyuan, file="r")
    with pytest.raises(fp.InputError, match="cannot be read: No such file"):
        read_recipe(ruyuan, tmp_path / "none.yaml")


def test_all_problems_are_told_together(ruyuan: fp.Policy) -> None:
    text = (
        GOOD.replace("is: wubao", "is: wupao")
        .replace("ratio:", "ration:")
        .replace("root: household", "root: household\n  odd: 1")
    )
    with pytest.raises(fp.InputError) as caught:
        parse_recipe(text, ruyuan)
    assert [problem.what for problem in caught.value.problems] == [
        "unknown type 'wupao'",
        "unknown key 'ration'",
        "unknown key 'odd'",
    ]


def _paths(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    for key, value in (
        data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    ):
        yield from _paths(value, (*path, key))


DATA = yaml.safe_load(GOOD)
ODD = [
    None,
    [],
    {},
    0,
    -1,
    3,
    True,
    "",
    "x",
    "figure.roll",
    "1人",
    "figure.roll.persons",
    [1],
    [1, "a"],
    {"a": 1},
    "unknown",
]


@given(st.sampled_from([path for path in _paths(DATA) if path]), st.sampled_from(ODD))
@settings(deadline=None, max_examples=300)
def test_whatever_stands_in_a_recipe_it_is_refused_or_made(
    ruyuan: fp.Policy, path: tuple[Any, ...], value: Any
) -> None:
    data = copy.deepcopy(DATA)
    at = data
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    try:
        made = tables(
            plan(
                ruyuan, recipe=parse_recipe(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), ruyuan)
            )
        )
    except fp.InputError as error:
        assert error.problems
    else:
        assert made["households"].num_rows > 0


# --- whole numbers -----------------------------------------------------------------------------


@st.composite
def shared(draw: st.DrawFn) -> tuple[int, list[int], list[int], list[int]]:
    count = draw(st.integers(1, 8))
    low = draw(st.lists(st.integers(0, 20), min_size=count, max_size=count))
    high = [one + draw(st.integers(0, 50)) for one in low]
    weights = draw(st.lists(st.integers(0, 9), min_size=count, max_size=count))
    return draw(st.integers(sum(low), sum(high))), weights, low, high


@given(shared())
def test_parts_add_up_within_their_bounds(case: tuple[int, list[int], list[int], list[int]]) -> None:
    total, weights, low, high = case
    parts = apportion(total, weights, low, high)
    assert sum(parts) == total
    assert all(a <= part <= b for a, part, b in zip(low, parts, high, strict=True))


@given(st.integers(0, 500), st.lists(st.integers(1, 50), min_size=1, max_size=8))
def test_without_bounds_no_part_is_a_whole_one_off(total: int, weights: list[int]) -> None:
    parts = apportion(total, weights)
    assert sum(parts) == total
    assert all(abs(p - Fraction(total * w, sum(weights))) < 1 for p, w in zip(parts, weights, strict=True))


@given(st.integers(1, 40), st.lists(st.integers(1, 30), min_size=1, max_size=6))
def test_so_many_times_the_total_is_so_many_times_each_exact_part(times: int, weights: list[int]) -> None:
    assert apportion(times * sum(weights), weights) == [times * weight for weight in weights]


def test_a_total_outside_the_bounds_is_refused() -> None:
    with pytest.raises(ValueError, match="9 lies outside 0 to 8"):
        apportion(9, [1, 1], [0, 0], [4, 4])
    with pytest.raises(ValueError, match="least number is above its most"):
        apportion(9, [1, 1], [5, 0], [4, 9])


@given(st.integers(0, 3000), st.data())
def test_sizes_hold_all_members(rows: int, data: st.DataObject) -> None:
    weights = data.draw(st.lists(st.integers(1, 40), min_size=1, max_size=10))
    members = data.draw(st.integers(rows, rows * len(weights)))
    counts = sizes_for(rows, members, weights)
    assert min(counts) >= 0
    assert sum(counts) == rows
    assert sum(size * count for size, count in enumerate(counts, 1)) == members


@given(st.fractions())
def test_the_nearest_whole_number_is_no_half_away(number: Fraction) -> None:
    assert -Fraction(1, 2) < nearest_whole(number) - number <= Fraction(1, 2)
