"""How large a fact may be: said in one place, told alike by every reader, and never beyond what is stored."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fupin_policy import InputError
from fupin_policy.domain import (
    ENTITIES,
    County,
    Entity,
    FactSpec,
    Household,
    Kind,
    Loan,
    MedicalBill,
    Nation,
    Person,
    Village,
    build,
    facts_of,
    parse_facts,
)
from fupin_policy.domain.accept import accept
from fupin_policy.domain.limits import MOST_PARTS, STORED, Extent, ceiling, parts_of
from fupin_policy.problems import with_article
from fupin_policy.rules.exact import fact_default
from fupin_policy.values import Interval, Quantity, Unit, exact
from fupin_policy.values.intervals import high_of, low_of

NUMBERS = [
    (cls, spec)
    for cls in ENTITIES.values()
    for spec in facts_of(cls).values()
    if spec.kind is Kind.NUMBER and cls.key not in ("city", "province")
]
PREMIUM = "expected 0元/年 to 100000000元/年"


def test_every_number_has_limits_that_a_register_can_store() -> None:
    for _, spec in NUMBERS:
        least, most = spec.limits
        scale = Fraction(1 if spec.unit is None else spec.unit.scale)
        parts = parts_of(spec.unit, is_count=spec.is_count)
        assert least <= 0 < most or 0 < least < most, spec.name
        assert max(-least, most) * scale * parts <= STORED, spec.name


def test_what_a_fact_declares_goes_before_what_is_usual() -> None:
    assert facts_of(County)["tap_water_share"].limits == (0, 100)
    assert facts_of(Household)["size"].limits == facts_of(Household)["members"].limits == (1, 100)
    assert facts_of(Household)["income_per_head"].limits == (-(10**8), 10**8)
    assert facts_of(Village)["collective_income"].limits == (0, 10**12)
    assert facts_of(Person)["name"].range is None
    with pytest.raises(KeyError, match="吨"):
        ceiling(Unit.parse("吨"), Extent.AREA)


def test_a_ceiling_is_no_knowledge() -> None:
    """Of a premium that is not known it is known that it is not negative, and nothing more."""
    assert fact_default(facts_of(Person)["medical_premium"]) == Interval(low=0)


@pytest.mark.parametrize(
    ("cls", "facts"),
    [
        (Nation, {"poverty_fund": "5万亿元/年", "population": 1_443_497_378, "roll_persons": 98_990_000}),
        (Nation, {"microcredit_lent": "7100亿元", "rural_road_length": "5354837公里", "pv_kw": "2636万千瓦"}),
        (Nation, {"poor_counties": 832, "key_villages": 2_600_000, "erosion_treated": "11000平方公里"}),
        (
            County,
            {"farmland_improved": "20亿亩", "rural_income_growth": "1000%", "poverty_fund": "1万亿元/年"},
        ),
        (Village, {"collective_income": "500亿元/年", "population": 300_000}),
        (Household, {"net_income": "-20万元/人/年", "roll_income": "1亿元/人/年", "pv_kw": "50千瓦"}),
        (MedicalBill, {"total": "2000万元"}),
        (Loan, {"principal": "5000万元", "rate": "36%"}),
    ],
)
def test_what_there_is_goes_well_within_the_limits(cls: type[Entity], facts: dict[str, Any]) -> None:
    assert set(cls(**facts).known()) == set(facts)


@pytest.mark.parametrize(
    ("cls", "facts", "message"),
    [
        (Person, {"medical_premium": "999999999999999999999999元/年"},
         f"Person.medical_premium: '999999999999999999999999元/年' is out of range; {PREMIUM}"),
        (Person, {"medical_premium": "100000000.01元/年"},
         f"Person.medical_premium: '100000000.01元/年' is out of range; {PREMIUM}"),
        (Person, {"medical_premium": ">=2亿元/年"},
         f"Person.medical_premium: '>=200000000元/年' is out of range; {PREMIUM}"),
        (Person, {"medical_premium": ">100000000元/年"},
         f"Person.medical_premium: '>100000000元/年' is out of range; {PREMIUM}"),
        (Person, {"medical_premium": "0元/年..9999999999元/年"},
         f"Person.medical_premium: '0元/年..9999999999元/年' is out of range; {PREMIUM}"),
        (Person, {"medical_premium": Quantity(10**5000, Unit.parse("元/年"))},
         f"Person.medical_premium: 'a number of thousands of digits' is out of range; {PREMIUM}"),
        (Household, {"income_per_head": "-100000001元/人/年"},
         "Household.income_per_head: '-100000001元/人/年' is out of range;"
         " expected -100000000元/人/年 to 100000000元/人/年"),
        (County, {"population": 10**30},
         "County.population: 1000000000000000000000000000000 is out of range; expected 0人 to 10000000000人"),
        (County, {"population": 10**5000},
         "County.population: a number of thousands of digits is out of range; expected 0人 to 10000000000人"),
        (County, {"secretary_workdays": 32},
         "County.secretary_workdays: 32 is out of range; expected 0天 to 31天"),
        (County, {"rural_road_length": f"1/{10**12 + 1}公里"},
         "County.rural_road_length: '1/1000000000001公里' is too finely divided;"
         " expected at most 1000000000000 parts of 1公里"),
        (County, {"rural_road_length": f"0公里..{'9' * 30}/{'7' * 31}公里"},
         "County.rural_road_length: '0公里..142857142857142857142857142857/111111111111111111111...'"
         " is too finely divided; expected at most 1000000000000 parts of 1公里"),
        (Household, {"members": []},
         "Household.members: the list is empty;"
         " expected 1 to 100 elements, or no list at all where they are not known"),
        (Household, {"members": [Person()] * 10_000},
         "Household.members: the list has 10000 elements; expected 1 to 100 elements"),
        (Household, {"loans": [Loan()] * 10_001},
         "Household.loans: the list has 10001 elements; expected 0 to 10000 elements"),
    ],
)  # fmt: skip
def test_a_slip_is_told_with_the_range(cls: type[Entity], facts: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError) as error:
        cls(**facts)
    assert str(error.value) == message


@pytest.mark.parametrize(
    "text",
    ["household:\n  members:\n  - medical_premium: 999999999999元/年\n",
     '{"household": {"members": [{"个人应缴基本医保费":\n\n"999999999999元/年"}]}}'],
)  # fmt: skip
def test_files_tell_the_same_with_file_and_line(text: str) -> None:
    with pytest.raises(InputError) as error:
        parse_facts(text, form="json" if text[0] == "{" else "yaml", file="h")
    key = "个人应缴基本医保费" if text[0] == "{" else "medical_premium"
    assert str(error.value) in {
        f"h:{line}: household.members[0].{key}: '999999999999元/年' is out of range; {PREMIUM}"
        for line in (1, 3)
    }


def test_an_empty_list_of_members_is_told_beside_what_else_is_wrong() -> None:
    with pytest.raises(InputError) as error:
        build(Household, {"members": [], "on_roll": False, "type": "general", "loans": []})
    assert str(error.value).splitlines() == [
        "members: the list is empty; expected 1 to 100 elements, or no list at all where they are not known",
        "on_roll: false contradicts the type general",
    ]


def test_articles() -> None:
    assert [with_article(name) for name in ("Enterprise", "household", "area")] == [
        "an Enterprise", "a household", "an area",
    ]  # fmt: skip


# --- laws --------------------------------------------------------------------------------------------

WHOLE = (
    st.integers(-10, 10) | st.integers(-(10**30), 10**30) | st.builds(pow, st.just(10), st.integers(0, 40))
)
FRACTIONS = st.builds(Fraction, WHOLE, st.integers(1, 10**14))
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=3).map(exact)


@st.composite
def told(draw: st.DrawFn, spec: FactSpec) -> Any:
    """Any number that somebody may give for a fact, sensible or not: near its limits above all."""
    least, most = spec.limits
    near = st.sampled_from([least, most]).flatmap(lambda end: st.integers(end - 2, end + 2))
    if spec.is_count:
        return draw(near | WHOLE)
    assert spec.unit is not None
    scale = Fraction(spec.unit.scale)
    number = st.one_of(near, WHOLE, FRACTIONS, DECIMALS).map(lambda n: exact(n * scale))
    one, other = draw(number), draw(number)
    form = draw(st.sampled_from(["exact", "exact", "least", "most", "between"]))
    if form == "between":
        assume(one != other)
        return Quantity(Interval(min(one, other), max(one, other)), spec.unit)
    ends = {"exact": one, "least": Interval(low=one, nominal=one), "most": Interval(high=one, nominal=one)}
    return Quantity(ends[form], spec.unit)


@given(st.sampled_from(NUMBERS).flatmap(lambda one: st.tuples(st.just(one), told(one[1]))))
def test_what_is_accepted_is_within_its_limits_and_survives_files(drawn: Any) -> None:
    (cls, spec), value = drawn
    try:
        accepted = accept(spec, value)
    except InputError:
        return
    least, most = spec.limits
    scale = 1 if spec.is_count or spec.unit is None else spec.unit.scale
    known = accepted if spec.is_count else accepted.value
    for end in (low_of(known), high_of(known)):
        if end is not None:
            assert least * scale <= end <= most * scale
            assert Fraction(end / Fraction(scale)).denominator <= MOST_PARTS
    entity = cls(**{spec.name: accepted})
    for form, text in (("yaml", entity.to_yaml()), ("json", entity.to_json("zh"))):
        assert parse_facts(text, form=form) == (entity,)


@given(st.sampled_from(NUMBERS), st.booleans())
def test_the_limits_themselves_are_accepted_and_one_more_is_not(
    one: tuple[type[Entity], FactSpec], upper: bool
) -> None:
    _, spec = one
    end, step = (spec.limits[1], 1) if upper else (spec.limits[0], -1)
    unit = spec.unit

    def value(number: int) -> Any:
        return (
            number if spec.is_count or unit is None else Quantity(exact(number * Fraction(unit.scale)), unit)
        )

    assert accept(spec, value(end)) == value(end)
    with pytest.raises(InputError, match="is out of range; expected "):
        accept(spec, value(end + step))


@pytest.mark.parametrize("number", [Decimal("1e30"), 10**5000, Fraction(10**5000, 3)], ids="dif")
def test_a_number_without_a_unit_is_told_however_large(number: Any) -> None:
    with pytest.raises(InputError, match="has no unit; expected text with its unit"):
        Person(medical_premium=number)
