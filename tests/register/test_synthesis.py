"""Registers to work on: every printed total comes out, any size, and no row contradicts itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numpy")
pa = pytest.importorskip("pyarrow")

import pyarrow.compute as pc  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

import fupin_policy as fp  # noqa: E402
from fupin_policy.domain import ENTITIES  # noqa: E402
from fupin_policy.domain.facts import Kind, facts_of  # noqa: E402
from fupin_policy.register.synthesis import (  # noqa: E402
    BLOCK,
    plan,
    read_recipe,
    synthesize,
    tables,
)
from fupin_policy.register.synthesis.blocks import PLURALS  # noqa: E402
from fupin_policy.rules import facts_read, family, names_read  # noqa: E402
from fupin_policy.rules.nodes import FigureRef  # noqa: E402

SLUGS = sorted(fp.load_policies())
ON = date(2017, 9, 1)


@pytest.fixture(scope="module")
def ruyuan() -> fp.Policy:
    return fp.load_policy("ruyuan-2016")


@pytest.fixture(scope="module")
def county(ruyuan: fp.Policy) -> dict[str, Any]:
    """The whole register of the county, as it is today."""
    return tables(plan(ruyuan, seed=1))


def figure(policy: fp.Policy, measure: str, name: str) -> int:
    return int(policy[measure].figures[name].value.value)


def plain(entity: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row as the plain data of an entity; what it has one of is nested."""
    found: dict[str, Any] = {}
    for column, value in row.items():
        if value is None or column.endswith("_id"):
            continue
        of, _, name = column.rpartition(".")
        spec = facts_of(ENTITIES[of or entity])[name]
        if spec.kind is Kind.DATE or (spec.kind is Kind.NUMBER and not spec.is_count):
            value = f"{value}{spec.unit}" if spec.kind is Kind.NUMBER else str(value)
        (found.setdefault(of, {}) if of else found)[name] = value
    return found


def households(made: dict[str, Any], only: set[str] | None = None) -> Iterator[fp.Household]:
    """The households of a register as entities, which refuse facts that cannot hold together."""
    below: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for entity, owner in (("bill", "person_id"), ("loan", "household_id"), ("person", "household_id")):
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in made[PLURALS[entity]].to_pylist() if PLURALS[entity] in made else ():
            data = plain(entity, row)
            if entity == "person":
                data["bills"] = below["bill"][row["id"]]
            rows[row[owner]].append(data)
        below[entity] = rows
    for row in made["households"].to_pylist():
        if only is None or row["id"] in only:
            yield fp.Household.from_dict(
                plain("household", row)
                | {"members": below["person"][row["id"]], "loans": below["loan"][row["id"]]}
            )


def test_every_number_of_the_roll_is_in_the_tables(ruyuan: fp.Policy, county: dict[str, Any]) -> None:
    """Counted here from the tables alone, against the figures of the document."""
    people = county["persons"].to_pylist()
    homes = {row["id"]: row for row in county["households"].to_pylist()}
    members: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for person in people:
        members[person["household_id"]].append(person)
    assert set(members) == set(homes)

    def check(measure: str, chosen: list[str], persons: int | None = None) -> None:
        assert len(chosen) == figure(ruyuan, measure, "households"), measure
        if "persons" in ruyuan[measure].figures:
            heads = sum(len(members[one]) for one in chosen) if persons is None else persons
            assert heads == figure(ruyuan, measure, "persons"), measure

    able = {one for one in homes if any(person["labour"] != "none" for person in members[one])}
    general = {one for one, home in homes.items() if home["type"] == "general"}
    check("roll", list(homes))
    for kind in ("general", "dibao", "wubao"):
        check(f"roll-{kind}", [one for one, home in homes.items() if home["type"] == kind])
    check("roll-able", list(able))
    check("roll-unable", list(homes.keys() - able))
    check("roll-unable-general", list(general - able))
    check("roll-unable-insured", list(homes.keys() - general - able))
    check("roll-disabled", [one for one in homes if any(person["disabled"] for person in members[one])])
    ill = [person for person in people if person["ill"]]
    check("roll-ill", list({person["household_id"] for person in ill}), len(ill))
    check("roll-housing", [one for one, home in homes.items() if home["dwelling.work"] != "none"])
    joined = sum(len(members[one]) for one, home in homes.items() if home["joins_equity"])
    assert joined == figure(ruyuan, "equity-heads", "persons")


@pytest.mark.parametrize("partial", ["able", "unable"])
def test_who_is_able_holds_under_both_readings_of_a_partial_loss(
    ruyuan: fp.Policy, county: dict[str, Any], partial: str
) -> None:
    counted = {"full"} if partial == "unable" else {"full", "partial"}
    able = {p["household_id"] for p in county["persons"].to_pylist() if p["labour"] in counted}
    assert len(able) == figure(ruyuan, "roll-able", "households")


def test_the_schedule_of_exits_comes_out_year_by_year(ruyuan: fp.Policy) -> None:
    """On the last day of the campaign all have left, in the years and numbers that the schedule prints."""
    made = tables(plan(ruyuan, seed=3, on=date(2018, 12, 31)))
    years = {row["id"]: row["exited_on"].year for row in made["households"].to_pylist()}
    left = Counter(years[person["household_id"]] for person in made["persons"].to_pylist())
    assert left == {year: figure(ruyuan, f"exit-{year}", "persons") for year in (2016, 2017, 2018)}


def test_only_exits_that_have_come_are_on_record(ruyuan: fp.Policy, county: dict[str, Any]) -> None:
    rows = county["households"].to_pylist()
    assert {row["exited_on"] for row in rows} == {date(2016, 12, 31), None}
    assert all(row["exited"] == (row["exited_on"] is not None) for row in rows)
    early = tables(plan(ruyuan, seed=1, on=date(2016, 11, 29)))["households"]
    assert pc.sum(early["exited"]).as_py() == 0


def test_the_county_of_the_register_meets_the_documents_own_baselines(
    ruyuan: fp.Policy, county: dict[str, Any]
) -> None:
    """Counts of the register, put into a county, satisfy the baselines as rules."""
    counts = Counter(row["type"] for row in county["households"].to_pylist())
    types = {row["id"]: row["type"] for row in county["households"].to_pylist()}
    heads = Counter(types[row["household_id"]] for row in county["persons"].to_pylist())
    facts = {f"{kind}_households": counts[kind] for kind in counts}
    facts |= {f"{kind}_persons": heads[kind] for kind in heads}
    facts |= {"roll_households": counts.total(), "roll_persons": heads.total()}
    result = ruyuan.assess(fp.County(**facts), on=ON)
    for measure in ("roll", "roll-general", "roll-dibao", "roll-wubao"):
        assert result[measure].verdict == "holds"


def test_the_rules_give_the_documents_own_money(ruyuan: fp.Policy, county: dict[str, Any]) -> None:
    """All households are built (none contradicts itself) and assessed: the sums of the equity scheme come out."""
    sums: Counter[str] = Counter()
    held: Counter[str] = Counter()
    undecided: Counter[str] = Counter()
    verdicts = 0
    for home in households(county):
        result = ruyuan.assess(home, on=ON)
        for outcome in result:
            if outcome.verdict == "does_not_apply":
                continue
            verdicts += 1
            held[outcome.measure] += outcome.verdict == "holds"
            if outcome.verdict == "undetermined":
                undecided.update({one.key for one in outcome.missing if not one.key.startswith("term.")})
            if outcome.amount is not None and outcome.amount.nominal is not None:
                sums[outcome.measure] += int(outcome.amount.nominal.value)
    persons = figure(ruyuan, "equity-heads", "persons")
    for measure, name in (
        ("equity-total", "per_head"),
        ("equity-upper", "per_head"),
        ("equity-income", "exact"),
    ):
        assert sums[measure] == persons * ruyuan[measure].figures[name].value.nominal.value, measure
    able = figure(ruyuan, "roll-able", "households")
    assert held["equity-total"] == held["pv-home"] == able
    assert held["medical-premium"] == held["roll-line"] == figure(ruyuan, "roll", "households")
    assert (
        held["upper-housing-subsidy"]
        == held["county-housing-grant"]
        == figure(ruyuan, "roll-housing", "households")
    )
    # Of facts only the day of a work that is not finished leaves anything open.
    assert set(undecided) == {"dwelling.completed_on"}
    assert undecided["dwelling.completed_on"] < verdicts / 100


@pytest.mark.parametrize("slug", SLUGS)
def test_every_printed_figure_of_a_recipe_is_counted(slug: str) -> None:
    policy = fp.load_policy(slug)
    for part in plan(policy, seed=5).parts:
        counts = [sum(column) for column in zip(*(block.counts for block in part.blocks()), strict=True)]
        for one, counted in zip(part.population.printed, counts, strict=True):
            assert counted == one.figure.value * part.factor, one.figure.node
            names = list(names_read(one.figure.node, policy.scope))
            assert len(names) == 1 and isinstance(names[0], FigureRef)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_baseline_is_reproduced_or_its_absence_explained(slug: str) -> None:
    policy, recipe = fp.load_policy(slug), read_recipe(fp.load_policy(slug))
    told = {
        (name.measure, name.name)
        for population in recipe.populations
        for figure in (
            *(one.figure for one in population.printed),
            *(one.figure for one in population.omitted),
        )
        for name in names_read(figure.node, policy.scope)
        if isinstance(name, FigureRef)
    }
    counts = {
        (measure.id, one.name)
        for measure in policy.find(kind="baseline")
        for one in measure.figures.values()
        if one.role == "baseline"
    }
    assert counts <= told


@pytest.mark.parametrize("slug", SLUGS)
def test_every_row_of_every_register_is_an_entity(slug: str) -> None:
    policy = fp.load_policy(slug)
    made = tables(plan(policy, seed=2))
    if "households" in made:
        some = set(made["households"]["id"].to_pylist()[:400])
        assert sum(1 for _ in households(made, some)) == len(some)
    for entity in ("village", "county"):
        for row in made[PLURALS[entity]].to_pylist()[:400] if PLURALS[entity] in made else ():
            built = ENTITIES[entity].from_dict(plain(entity, row))
            policy.assess(built, on=plan(policy).on)


@pytest.mark.parametrize("slug", ["ruyuan-2016", "jiangxi-2014", "xianning-2020"])
def test_households_have_the_facts_that_the_rules_read(slug: str) -> None:
    policy = fp.load_policy(slug)
    recipe = read_recipe(policy)
    home = next(one for one in recipe.populations if one.root == "household")
    drawn = {f"{group.of}.{rule.name}" for group in home.groups for rule in getattr(group, "facts", ())}
    listed = {"household.members", "household.loans", "person.bills"}
    follows = {"household.on_roll"}  # from the type
    read = {
        key
        for measure in policy
        if measure.rule is not None and family(measure.rule.to) == "household"
        for _, node in measure.rule.nodes()
        for key in facts_read(node, policy.scope_of(measure))
    }
    lines = {"county.dibao_line"}  # of the county, not of its households
    assert read - drawn - listed - follows - lines == set()


def test_the_same_seed_gives_the_same_rows(ruyuan: fp.Policy) -> None:
    once, again, other = (tables(plan(ruyuan, seed=seed)) for seed in (7, 7, 8))
    assert all(once[name].equals(again[name]) for name in once)
    assert not once["persons"].equals(other["persons"])


def test_a_longer_register_is_made_block_by_block(ruyuan: fp.Policy, tmp_path: Path) -> None:
    """Streamed to files it is the same as in memory, and its totals hold over all blocks together."""
    scale = 45  # two blocks and a bit
    register = plan(ruyuan, seed=4, scale=scale)
    assert register.parts[0].rows > 2 * BLOCK
    whole = tables(register)
    made = synthesize(ruyuan, tmp_path, seed=4, scale=scale)
    for name, table in whole.items():
        file = pq.ParquetFile(tmp_path / f"{name}.parquet")
        assert file.num_row_groups >= 3
        assert file.read().equals(table)
    wanted = [one.figure.value * scale for one in register.parts[0].population.printed]
    assert list(made.counts[0]) == wanted
    assert len(set(whole["persons"]["id"].to_pylist())) == whole["persons"].num_rows


@given(scale=st.integers(1, 12), seed=st.integers(0, 2**63))
@settings(max_examples=10, deadline=None)
def test_at_any_scale_every_total_is_so_many_times(ruyuan: fp.Policy, scale: int, seed: int) -> None:
    part = plan(ruyuan, seed=seed, scale=scale).parts[0]
    counts = [sum(column) for column in zip(*(block.counts for block in part.blocks()), strict=True)]
    assert counts == [one.figure.value * scale for one in part.population.printed]


@given(rows=st.integers(30, 6000), seed=st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_any_number_of_households_comes_near_to_every_total(ruyuan: fp.Policy, rows: int, seed: int) -> None:
    part = plan(ruyuan, seed=seed, households=rows).parts[0]
    counts = [sum(column) for column in zip(*(block.counts for block in part.blocks()), strict=True)]
    assert part.rows == rows
    for one, counted in zip(part.population.printed, counts, strict=True):
        # Each total is rounded for itself; those made of several parts can gather one step a part.
        assert abs(counted - one.figure.value * part.factor) < 3, one.figure.node


@pytest.mark.parametrize("rows", [1, 2, 3, 7])
def test_a_handful_of_households_can_be_made(ruyuan: fp.Policy, rows: int) -> None:
    made = tables(plan(ruyuan, households=rows))
    assert made["households"].num_rows == rows
    assert sum(1 for _ in households(made)) == rows


def test_a_share_of_the_facts_is_left_out_and_nothing_else_changes(ruyuan: fp.Policy, tmp_path: Path) -> None:
    whole = tables(plan(ruyuan, seed=6, scale=3))
    register = plan(ruyuan, seed=6, scale=3, unknown=Fraction(3, 100))
    partly = tables(register)
    for name, table in whole.items():
        cells = missing = 0
        for column in table.column_names:
            before, after = table[column], partly[name][column]
            kept = pc.is_valid(after)
            assert before.filter(kept).equals(after.filter(kept)), column
            if column in ("id", "division") or column.endswith("_id"):
                assert after.null_count == 0
                continue
            there = len(before) - before.null_count
            cells, missing = cells + there, missing + there - (len(after) - after.null_count)
        assert abs(missing / cells - 0.03) < 0.005, name
    some = set(partly["households"]["id"].to_pylist()[:200])
    assert sum(1 for _ in households(partly, some)) == 200  # what is left never contradicts itself


def test_the_columns_are_exact_and_say_their_unit(county: dict[str, Any]) -> None:
    for name, table in county.items():
        entity = next(key for key, plural in PLURALS.items() if plural == name)
        for one in table.schema:
            assert not pa.types.is_floating(one.type), one.name
            if one.name.endswith("_id") or one.name in ("id", "division"):
                continue
            of, _, fact = one.name.rpartition(".")
            spec = facts_of(ENTITIES[of or entity])[fact]
            if spec.kind is Kind.NUMBER:
                assert one.metadata[b"unit"].decode() == str(spec.unit)
                assert pa.types.is_integer(one.type) or (
                    pa.types.is_decimal(one.type) and one.type.scale == 2
                )
            elif spec.kind is Kind.CODE:
                assert pa.types.is_dictionary(one.type)
    assert pa.types.is_decimal(county["bills"].schema.field("total").type)


@pytest.mark.parametrize("form", ["csv", "arrow"])
def test_the_other_formats_hold_the_same_rows(ruyuan: fp.Policy, tmp_path: Path, form: Any) -> None:
    from pyarrow import csv

    made = synthesize(ruyuan, tmp_path, seed=9, format=form)
    for path, rows in made.files.items():
        table = pa.ipc.open_file(path).read_all() if form == "arrow" else csv.read_csv(path)
        assert table.num_rows == rows
        assert table["id"].to_pylist() == tables(plan(ruyuan, seed=9))[path.stem]["id"].to_pylist()


def test_the_text_beside_the_tables_tells_printed_from_assumed(ruyuan: fp.Policy, tmp_path: Path) -> None:
    made = synthesize(ruyuan, tmp_path, seed=1, lang="en", unknown=Fraction(1, 50))
    text = made.text_path.read_text(encoding="utf-8")
    assert "| 一(二) | 残疾户949户 | Households with a disabled member | 949 | 949 households |" in text
    assert "- 二(一)9 “44160千瓦”: The product of 2944 households and 15 kW" in text
    assert "| exit: backstop | 0 (0) | 0 (0) | 7 (23) | 847 (1458) | 430 (445) |" in text
    assert "2% of the facts were then made unknown" in text
    recipe = read_recipe(ruyuan)
    assert (tmp_path / "recipe.yaml").read_text(encoding="utf-8") == recipe.source
    for group in recipe.populations[0].groups:
        assert group.why.en in text


def test_every_recipe_says_why_in_both_languages(tmp_path: Path) -> None:
    for slug in SLUGS:
        made = synthesize(fp.load_policy(slug), tmp_path / slug, lang="zh")
        assert "### 设定" in made.text_path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"seed": -1}, "seed -1; expected a whole number from 0 up"),
        ({"scale": 0}, "scale 0; expected a number above 0"),
        ({"households": 0}, "0 households; expected 1 or more"),
        ({"unknown": 2}, "a share of 2 unknown facts; expected 0 to 1"),
        ({"scale": 2, "households": 5}, "scale and households; expected one of them"),
    ],
)
def test_sizes_that_make_no_sense_are_refused(
    ruyuan: fp.Policy, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(fp.InputError) as caught:
        plan(ruyuan, **options)
    assert str(caught.value) == message


def test_a_register_too_small_or_too_big_is_refused(ruyuan: fp.Policy) -> None:
    with pytest.raises(fp.InputError, match="a register of 0 rows; expected 1 to 300000000 rows"):
        plan(ruyuan, scale=Fraction(1, 10**6))
    with pytest.raises(fp.InputError, match="expected 1 to 300000000 rows"):
        plan(ruyuan, scale=10**6)
    with pytest.raises(
        fp.InputError, match="national-2016 has no register of households; expected village, county"
    ):
        plan(fp.load_policy("national-2016"), households=10)
