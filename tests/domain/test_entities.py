"""Entities: what their constructors take, what they refuse and in which words."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import attrs
import pytest

from fupin_policy import InputError
from fupin_policy.domain import (
    ENTITIES,
    Area,
    City,
    County,
    Dwelling,
    Enterprise,
    Entity,
    Household,
    HouseholdType,
    Loan,
    MedicalBill,
    Nation,
    Person,
    Province,
    SchoolStage,
    Sex,
    Town,
    Village,
    Worker,
    facts_of,
)
from fupin_policy.domain.facts import Fact, Kind
from fupin_policy.problems import UnknownNameError
from fupin_policy.values import Quantity, yuan


def message(error: pytest.ExceptionInfo[InputError]) -> str:
    return str(error.value)


@pytest.mark.parametrize("cls", ENTITIES.values(), ids=list(ENTITIES))
def test_labels_tell_the_facts_of_an_entity_apart(cls: type[Entity]) -> None:
    facts = [spec.fact for spec in facts_of(cls).values()]
    assert len({fact.zh for fact in facts}) == len(facts)
    assert len({fact.en for fact in facts}) == len(facts)
    assert all(fact.doc.endswith(".") and fact.doc[0].isupper() for fact in facts)


@pytest.mark.parametrize("cls", ENTITIES.values(), ids=list(ENTITIES))
def test_every_field_is_a_fact_that_may_be_unknown(cls: type[Entity]) -> None:
    assert {field.name for field in attrs.fields(cls)} == {*facts_of(cls), *cls.absent}
    assert cls().known() == {}
    assert all(spec.unit is not None for spec in facts_of(cls).values() if spec.type is Quantity)


def test_text_is_taken_where_a_file_has_text() -> None:
    person = Person(stage="大学", birth_date="1998-03-05", tuition="0.5万元/年", bills=[MedicalBill()])
    assert person.stage is SchoolStage.UNIVERSITY
    assert person.birth_date == date(1998, 3, 5)
    assert person.tuition == Quantity.parse("5000元/年")
    assert person.bills == (MedicalBill(),)


def test_typed_values_are_kept() -> None:
    bill = MedicalBill(total=yuan("12.34"), date=date(2017, 5, 1))
    assert bill.total == yuan("12.34")


@pytest.mark.parametrize(
    ("cls", "facts", "expected"),
    [
        (
            MedicalBill,
            {"total": 3200.5},
            "MedicalBill.total: 3200.5 is a float: floats are never money;"
            " expected yuan('3200.50') or '3200.50元'",
        ),
        (
            Household,
            {"roll_income": 3200.0},
            "Household.roll_income: 3200.0 is a float: floats are never money; expected '3200.50元/人/年'",
        ),
        (
            Village,
            {"road_base_width": 4.5},
            "Village.road_base_width: 4.5 is a float: floats are never exact; expected '4.5米'",
        ),
        (
            Household,
            {"roll_income": 3200},
            "Household.roll_income: 3200 has no unit; expected text with its unit such as '3200元/人/年'",
        ),
        (
            MedicalBill,
            {"total": Decimal("3200.5")},
            "MedicalBill.total: 3200.5 has no unit; expected text with its unit such as '3200.5元'",
        ),
        (
            MedicalBill,
            {"total": True},
            "MedicalBill.total: True is no quantity; expected text such as '3200元'",
        ),
        (
            Person,
            {"tuition": "5000元/人/年"},
            "Person.tuition: '5000元/人/年' has the wrong unit (元/人/年); expected an amount in 元/年",
        ),
        (
            Person,
            {"tuition": "5000"},
            "Person.tuition: '5000' has the wrong unit (no unit); expected an amount in 元/年",
        ),
        (
            MedicalBill,
            {"total": "-1元"},
            "MedicalBill.total: '-1元' is out of range; expected 0元 to 100000000元",
        ),
        (
            MedicalBill,
            {"total": "0.005元"},
            "MedicalBill.total: '0.005元' is not a whole number of fen;"
            " expected at most two decimals of a yuan",
        ),
        (
            County,
            {"tap_water_share": "101%"},
            "County.tap_water_share: '101%' is out of range; expected 0% to 100%",
        ),
        (
            County,
            {"tap_water_share": ">=101%"},
            "County.tap_water_share: '>=101%' is out of range; expected 0% to 100%",
        ),
        (
            Household,
            {"type": "低保护"},
            "Household.type: unknown code '低保护';"
            " expected one of 一般扶贫户, 低保扶贫户, 五保贫困户, 非建档立卡户; did you mean '低保户'?",
        ),
        (
            Household,
            {"type": "Dibao"},
            "Household.type: unknown code 'Dibao';"
            " expected one of general, dibao, wubao, not_on_roll; did you mean 'dibao'?",
        ),
        (
            Person,
            {"relation": Sex.MALE},
            "Person.relation: <Sex.MALE: 'male'> is no Relation; expected one of head, spouse, child,"
            " parent, grandchild, grandparent, sibling, other",
        ),
        (
            Person,
            {"disabled": 1},
            "Person.disabled: 1 is no yes-or-no fact; expected true or false, 是 or 否",
        ),
        (
            Person,
            {"disabled": "yes"},
            "Person.disabled: 'yes' is no yes-or-no fact; expected true or false, 是 or 否",
        ),
        (
            Household,
            {"size": "5"},
            "Household.size: '5' is no count; expected a whole number (in 人), such as 5",
        ),
        (
            Household,
            {"size": True},
            "Household.size: True is no count; expected a whole number (in 人), such as 5",
        ),
        (
            Household,
            {"size": 0},
            "Household.size: 0 is out of range; expected 1人 to 100人",
        ),
        (
            Person,
            {"birth_date": "3.2.1998"},
            "Person.birth_date: '3.2.1998' is no day; "
            "expected the year first: 2018-12-31, 2018/12/31, 20181231 or 2018年12月31日",
        ),
        (
            Person,
            {"birth_date": "1998-02-30"},
            "Person.birth_date: '1998-02-30' is no day of the calendar; expected a day such as 2018-12-31",
        ),
        (
            Person,
            {"birth_date": "0198-02-03"},
            "Person.birth_date: the year of 0198-02-03 is out of range; expected 1880 to 2100",
        ),
        (
            Person,
            {"birth_date": datetime(1998, 2, 3)},
            "Person.birth_date: datetime.datetime(1998, 2, 3, 0, 0) is no day;"
            " expected a date or text such as '2018-12-31'",
        ),
        (
            Household,
            {"division": 440232},
            'Household.division: 440232 is no text; expected text: quote it, "440232"',
        ),
        (
            Household,
            {"division": "440332x"},
            "Household.division: '440332x' is no division code;"
            " expected 2, 4, 6, 9 or 12 digits such as 440232",
        ),
        (
            Person,
            {"name": " 甲"},
            "Person.name: ' 甲' is no usable text; expected printable text with no space around it",
        ),
        (
            Person,
            {"name": "甲" * 501},
            "Person.name: a text of 501 characters; expected at most 500",
        ),
        (
            Household,
            {"members": Person()},
            "Household.members: Person() is no list; expected a list of Person",
        ),
        (
            Household,
            {"members": [Person(), "b"]},
            "Household.members[1]: 'b' is no Person; expected a Person",
        ),
        (
            Household,
            {"dwelling": Loan()},
            "Household.dwelling: Loan() is no Dwelling; expected a Dwelling",
        ),
    ],
)
def test_refused(cls: type[Entity], facts: dict[str, Any], expected: str) -> None:
    with pytest.raises(InputError) as error:
        cls(**facts)
    assert message(error) == expected


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(InputError) as error:
        Person(disabled=1, birth_date="gestern", stage="universty", name="甲")
    assert [problem.place.path for problem in error.value.problems] == [
        "Person.birth_date",
        "Person.disabled",
        "Person.stage",
    ]


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (
            lambda: Household(type="not_on_roll", on_roll=True),
            "Household.on_roll: true contradicts the type not_on_roll",
        ),
        (
            lambda: Household(type="dibao", on_roll=False),
            "Household.on_roll: false contradicts the type dibao",
        ),
        (
            lambda: Household(size=1, members=[Person(), Person()]),
            "Household.size: 1 is fewer than the 2 members listed",
        ),
        (
            lambda: Household(members=[Person(id="a"), Person(), Person(id="a")]),
            "Household.members[2].id: person id 'a' occurs already at members[0]",
        ),
        (
            lambda: Household(loans=[Loan(id="a"), Loan(id="a")]),
            "Household.loans[1].id: loan id 'a' occurs already at loans[0]",
        ),
        (
            lambda: Household(members=[Person(relation="head"), Person(relation="户主")]),
            "Household.members[1].relation: members[0] is the head already",
        ),
        (
            lambda: Person(bills=[MedicalBill(id="a"), MedicalBill(id="a")]),
            "Person.bills[1].id: bill id 'a' occurs already at bills[0]",
        ),
        (
            lambda: Person(stage="not_enrolled", full_time=True),
            "Person.full_time: a person who is not enrolled cannot be a full-time student",
        ),
        (
            lambda: Person(sex="male", left_behind="woman"),
            "Person.left_behind: a man cannot be a left-behind woman",
        ),
        (
            lambda: Person(birth_date="2016-05-01", medical_joined_on="2016-04-30"),
            "Person.medical_joined_on: 2016-04-30 is before the birth_date 2016-05-01",
        ),
        (
            lambda: Person(birth_date="2016-05-01", bills=[MedicalBill(date="2016-04-30")]),
            "Person.bills[0].date: 2016-04-30 is before the birth_date 2016-05-01",
        ),
        (
            lambda: MedicalBill(total="100元", in_scope="100.01元"),
            "MedicalBill.in_scope: 100.01元 is more than the total 100元",
        ),
        (
            lambda: MedicalBill(total="<=100元", own_compliant=">=200元"),
            "MedicalBill.own_compliant: >=200元 is more than the total <=100元",
        ),
        (
            lambda: Worker(hired_on="2017-01-02", left_on="2017-01-01"),
            "Worker.left_on: 2017-01-01 is before the hired_on 2017-01-02",
        ),
        (
            lambda: Enterprise(workers=[Worker(id="1"), Worker(id="1")]),
            "Enterprise.workers[1].id: worker id '1' occurs already at workers[0]",
        ),
        (
            lambda: Loan(drawn_on="2017-01-02", repaid_on="2017-01-01"),
            "Loan.repaid_on: 2017-01-01 is before the drawn_on 2017-01-02",
        ),
        (
            lambda: MedicalBill(total="100元", reimbursed="101元"),
            "MedicalBill.reimbursed: 101元 is more than the total 100元",
        ),
        (
            lambda: Person(trainings=1, free_trainings=2),
            "Person.free_trainings: 2 is more than the trainings 1",
        ),
        (
            lambda: Province(poor_villages=3400, poor_villages_exited=3401),
            "Province.poor_villages_exited: 3401 is more than the poor_villages 3400",
        ),
        (
            lambda: Dwelling(work="none", completed_on="2017-01-01"),
            "Dwelling.completed_on: work that is not done cannot be completed",
        ),
        (
            lambda: Household(county=County(name="甲县"), town=Town(county=County(name="乙县"))),
            "Household.town.county.name: '乙县' differs from '甲县', which is stated of the same county too",
        ),
        (
            lambda: Household(
                county=County(roll_households=3), village=Village(county=County(general_households=4))
            ),
            "Household.village.county.general_households: 4 is more than the roll_households 3",
        ),
        (
            lambda: Village(county=County(roll_households=3), town=Town(county=County(roll_households=4))),
            "Village.town.county.roll_households: 4 differs from 3, which is stated of the same county too",
        ),
        (
            lambda: County(province=Province(name="甲"), city=City(province=Province(name="乙"))),
            "County.city.province.name: '乙' differs from '甲', which is stated of the same province too",
        ),
        (
            lambda: Village(households=10, poor_households=11),
            "Village.poor_households: 11 is more than the households 10",
        ),
        (
            lambda: County(roll_persons=10, able_persons=11),
            "County.able_persons: 11 is more than the roll_persons 10",
        ),
    ],
)
def test_contradictions(make: Any, expected: str) -> None:
    with pytest.raises(InputError) as error:
        make()
    assert message(error) == expected


def test_what_may_be_is_no_contradiction() -> None:
    MedicalBill(total=">=100元", in_scope="200元")
    MedicalBill(total="100元", in_scope="<=200元")
    Household(size=5, members=[Person(id="a")])
    Household(members=[Person(), Person()])
    Worker(hired_on="2017-01-01", left_on="2017-01-01")


def test_derived_facts_are_not_stored() -> None:
    home = Household(type="一般户", members=[Person(), Person()])
    assert (home.on_roll, home.size) == (None, None)
    assert (home.fact("on_roll"), home.fact("size")) == (True, 2)
    assert home.to_dict() == {"type": "general", "members": [{}, {}]}
    assert Household(type=HouseholdType.NOT_ON_ROLL).fact("on_roll") is False
    assert Household().fact("on_roll") is None
    assert Household(size=4, members=[Person()]).fact("size") == 4


def test_places_follow_from_the_nearest_one_that_knows() -> None:
    county, town = County(name="县"), Town(name="镇")
    assert Household(village=Village(town=Town(name="镇", county=county))).fact("county") == county
    assert Household(village=Village(town=town, county=county)).fact("county") == county
    assert Household(town=Town(county=county)).fact("county") == county
    assert Household(village=Village(town=town)).fact("town") == town
    assert Household(village=Village()).fact("county") is None


def test_the_province_of_a_county_follows_from_its_city() -> None:
    province = Province(rural_net_income="8000元/人/年")
    assert County(city=City(province=province)).fact("province") == province
    assert County(city=City(), province=province).fact("province") == province
    assert County(city=City()).fact("province") is None
    assert County().fact("province") is None


AREAS = (County, City, Province, Nation)


def test_every_level_has_every_indicator() -> None:
    links = {"city", "province", "nation"}
    shared = {field.name for field in attrs.fields(Area)} - links
    for cls in AREAS:
        own = {name for name, spec in facts_of(cls).items() if spec.kind is Kind.ENTITY}
        assert set(facts_of(cls)) - own == shared
        assert own == links - cls.absent
        assert cls.__slots__ == () and not hasattr(cls(), "__dict__")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Province(city=City()), "Province.city: a province has no fact 'city'"),
        (lambda: Nation(nation=Nation()), "Nation.nation: a nation has no fact 'nation'"),
        (lambda: County(nation=Nation()), "County.nation: a county has no fact 'nation'"),
    ],
)
def test_an_area_lies_in_a_larger_one(make: Callable[[], Entity], says: str) -> None:
    with pytest.raises(InputError) as error:
        make()
    assert message(error) == says


@pytest.mark.parametrize("cls", AREAS, ids=[cls.key for cls in AREAS])
def test_areas_are_values(cls: type[Area]) -> None:
    one = cls(name="甲", tap_water_share="90%")
    assert one == cls(name="甲", tap_water_share="90%") and hash(one) == hash(cls(**one.known()))
    assert one != cls(name="甲") and one != one.to_dict()
    assert all(one != other(name="甲", tap_water_share="90%") for other in AREAS if other is not cls)
    assert attrs.evolve(one, name="乙").name == "乙"
    assert pickle.loads(pickle.dumps(one)) == copy.deepcopy(one) == one
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one.name = "乙"  # type: ignore[misc]  # frozen: that is tested


@pytest.mark.parametrize(
    ("risks", "at_risk"),
    [
        ({}, None),
        ({"risk_illness": True}, True),
        ({"risk_other": False}, None),
        (dict.fromkeys(("risk_illness", "risk_disaster", "risk_education", "risk_other"), False), False),
    ],
)
def test_a_point_of_risk_follows_from_the_kinds_of_risk(risks: dict[str, Any], at_risk: bool | None) -> None:
    assert Household(**risks).fact("risk_point") is at_risk


def test_facts_of_a_class_come_before_inherited_ones() -> None:
    names = list(facts_of(Household))
    assert names[0] == "id" and names.index("assured_on") < names.index("identified_on")


def test_an_unknown_fact_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'members'"):
        Household().fact("member")


def test_entities_are_values() -> None:
    one, other = Person(id="a", stage="大学"), Person(id="a", stage="university")
    assert one == other and hash(one) == hash(other) and one != Person(id="b")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        one.id = "c"  # type: ignore[misc]  # frozen: that is tested
    assert attrs.evolve(one, id="c").id == "c"
    assert not dataclasses.is_dataclass(one)


def test_tools_see_the_facts_of_a_class() -> None:
    parameters = inspect.signature(MedicalBill).parameters
    assert list(parameters) == list(facts_of(MedicalBill))
    assert {one.kind for one in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    assert {one.default for one in parameters.values()} == {None}
    assert parameters["total"].annotation == MedicalBill.__annotations__["total"]
    (total,) = (field for field in attrs.fields(MedicalBill) if field.name == "total")
    assert total.type == MedicalBill.__annotations__["total"] and total.default is None
    assert attrs.asdict(MedicalBill(id="a"))["id"] == "a"


@pytest.mark.parametrize("cls", ENTITIES.values(), ids=list(ENTITIES))
def test_a_class_shows_its_facts_and_no_trace_of_how_they_are_declared(cls: type[Entity]) -> None:
    facts = {*facts_of(cls), *cls.absent}
    told = {*dir(Entity), *Entity.__annotations__, *facts}
    assert {name for name in dir(cls) if not name.startswith("_")} == {
        name for name in told if not name.startswith("_")
    }
    assert not any(isinstance(vars(base).get(name), Fact) for base in cls.__mro__ for name in facts)


def test_a_keyword_that_is_no_fact_is_refused() -> None:
    with pytest.raises(TypeError) as error:
        Person(stagge="大学")  # type: ignore[call-arg]  # misspelt: that is tested
    assert str(error.value) == "Person.__init__() got an unexpected keyword argument 'stagge'"
    with pytest.raises(TypeError, match="takes 1 positional argument but 2 were given"):
        Person("a")  # type: ignore[misc]  # by position: that is tested


@pytest.mark.parametrize("cls", ENTITIES.values(), ids=list(ENTITIES))
def test_every_entity_is_frozen_and_has_slots_only(cls: type[Entity]) -> None:
    one = cls()
    assert not hasattr(one, "__dict__")
    for name in (next(iter(facts_of(cls))), "unheard_of"):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(one, name, None)
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            delattr(one, name)


def test_an_entity_survives_copying_with_everything_in_it() -> None:
    home = Household(id="h", members=[Person(id="a", bills=[MedicalBill(total="8000元")])], county=County())
    copies = (copy.copy(home), copy.deepcopy(home), pickle.loads(pickle.dumps(home)), attrs.evolve(home))
    assert all(one == home and hash(one) == hash(home) and one.type is None for one in copies)
    assert home.__replace__(id="i") == attrs.evolve(home, id="i") != home
    with pytest.raises(InputError):
        home.__replace__(type="nonsense")
