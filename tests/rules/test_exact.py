"""The exact evaluator: Python's answers on what is known, Kleene's on what is not."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from fupin_policy.domain import County, Dwelling, Household, Loan, MedicalBill, Person, Town, Village
from fupin_policy.problems import InputError
from fupin_policy.rules import Step, compile_rule, entities_in_scope, entity_environment, facts_read, parse
from fupin_policy.rules.compiled import MEMO, element_environment, elements_of, memo_of
from fupin_policy.rules.nodes import And, Or
from fupin_policy.testing.rules import blurred, complete, environment, environments, rules, sample_scope
from fupin_policy.values import ANYTHING, NOT_NEGATIVE, Interval, Quantity, Unit
from fupin_policy.values.intervals import covers

SCOPE = sample_scope("household")
ON = date(2017, 9, 1)
TERMS = {"line": 300000, "open": True, "day": date(2017, 1, 1)}


def env_of(home: Household, on: date = ON, **terms: Any) -> dict[str, Any]:
    return environment(SCOPE, home, on, {"covers": "all"}, terms)


def value(text: str, home: Household, on: date = ON, **terms: Any) -> Any:
    return compile_rule(parse(text), SCOPE).run(env_of(home, on, **terms))


def known(result: Any) -> bool:
    return result is not None and not isinstance(result, Interval)


@pytest.mark.parametrize("kind", ["bool", "number", "date"])
@given(data=st.data())
def test_rules_are_evaluated_on_any_case(kind: str, data: st.DataObject) -> None:
    """On a case that is known, on one that is known in part, and on one of which nothing is known."""
    rule = data.draw(rules(SCOPE, kind))
    compiled = compile_rule(rule, SCOPE)
    for env in (*data.draw(environments(SCOPE, rule)), env_of(Household())):
        result = compiled.run(env)
        assert isinstance(
            result, {"bool": bool, "number": int | Interval | Quantity, "date": date}[kind]
        ) or (result is None if kind != "number" else result == result + 0)
        assert compiled.run(env) == result
        assert compiled.trace(env).value == result
        assert compiled.run({**env, MEMO: {}}) == result


@pytest.mark.parametrize("kind", ["bool", "date"])
@given(data=st.data())
def test_knowing_more_never_changes_an_answer(kind: str, data: st.DataObject) -> None:
    rule = data.draw(rules(SCOPE, kind))
    full, part = data.draw(environments(SCOPE, rule))
    run = compile_rule(rule, SCOPE).run
    before = run(part)
    assert before is None or run(full) == before


@given(data=st.data())
def test_knowing_more_never_widens_an_amount(data: st.DataObject) -> None:
    rule = data.draw(rules(SCOPE, "number"))
    full, part = data.draw(environments(SCOPE, rule))
    run = compile_rule(rule, SCOPE).run
    assert covers(run(part), run(full))


@given(data=st.data())
def test_step_by_step(data: st.DataObject) -> None:
    """The same between two cases neither of which is fully known."""
    rule = data.draw(rules(SCOPE, data.draw(st.sampled_from(["bool", "number"]))))
    more = data.draw(complete(SCOPE, rule).flatmap(blurred))
    less = data.draw(blurred(more))
    run = compile_rule(rule, SCOPE).run
    before, after = run(env_of(less)), run(env_of(more))
    if before is not None:
        assert after is before if isinstance(before, bool) else covers(before, after)


@given(data=st.data())
def test_what_is_known_settles_a_rule_without_bounded_figures(data: st.DataObject) -> None:
    rule = data.draw(rules(SCOPE, "bool", loose=False))
    full, _ = data.draw(environments(SCOPE, rule))
    assert compile_rule(rule, SCOPE).run(full) is not None


@given(data=st.data())
def test_facts_that_a_rule_does_not_read_do_not_matter(data: st.DataObject) -> None:
    rule, other = data.draw(rules(SCOPE, depth=2)), data.draw(rules(SCOPE, depth=2))
    home = data.draw(complete(SCOPE, rule, other))
    read = facts_read(rule, SCOPE) | {
        "household.type",
        "household.members",
    }  # the size follows from the members
    run = compile_rule(rule, SCOPE).run
    assert run(env_of(only(home, read), **TERMS)) == run(env_of(home, **TERMS))


def only(entity: Any, read: frozenset[str]) -> Any:
    kept: dict[str, Any] = {}
    for name, fact in entity.known().items():
        if isinstance(fact, tuple):
            kept[name] = tuple(only(item, read) for item in fact)
        elif hasattr(fact, "known"):
            kept[name] = only(fact, read)
        elif name != "id" and f"{entity.key}.{name}" not in read:
            fact = None
        if not isinstance(fact, tuple) and not hasattr(fact, "known"):
            kept[name] = fact
    return evolve(entity, **kept)


@given(data=st.data())
def test_the_order_of_conditions_does_not_matter(data: st.DataObject) -> None:
    args = tuple(data.draw(st.lists(rules(SCOPE, depth=1), min_size=2, max_size=4)))
    _, env = data.draw(environments(SCOPE, *args))
    turned = tuple(data.draw(st.permutations(args)))
    for junction in (And, Or):
        assert compile_rule(junction(args), SCOPE).run(env) is compile_rule(junction(turned), SCOPE).run(env)


TRUTHS = [True, False, None]


@given(
    st.lists(st.sampled_from(TRUTHS), min_size=1, max_size=5),
    st.lists(st.sampled_from([0, 1, 500, None]), min_size=1, max_size=4),
)
def test_aggregates_against_python(disabled: list[bool | None], tuitions: list[int | None]) -> None:
    people = [Person(disabled=one) for one in disabled]
    pupils = [Person(tuition=None if one is None else Quantity(one, Unit.parse("元/年"))) for one in tuitions]
    home, school = Household(members=people), Household(members=pupils)
    worlds = [[one if one is not None else guess for one in disabled] for guess in (True, False)]
    for op, of in (("any", any), ("all", all)):
        possible = {of(bool(one) for one in world) for world in worlds}
        expected = possible.pop() if len(possible) == 1 else None
        assert value(f"{op}(household.members, person.disabled)", home) is expected
    counts = sorted(sum(bool(one) for one in world) for world in worlds)
    counted = value("count(household.members, person.disabled)", home)
    assert counted == (counts[0] if counts[0] == counts[1] else Interval(*counts))
    total = value("sum(household.members, person.tuition)", school)
    sure = sum(one for one in tuitions if one is not None)
    assert total == (Interval(low=sure) if None in tuitions else sure)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("any(household.members, person.disabled)", None),
        ("all(household.members, person.disabled)", None),
        ("count(household.members, person.disabled)", NOT_NEGATIVE),
        ("sum(household.members, person.tuition)", ANYTHING),
        ("household.size", Interval(1, 100)),
        ("household.on_roll", None),
        ("household.type == dibao", None),
        ("household.type in (dibao, wubao)", None),
        ("household.roll_income", ANYTHING),
        ("household.roll_income * 0", 0),
        ("dwelling.cost", NOT_NEGATIVE),
        ('dwelling.cost >= "0元"', True),
        ('dwelling.cost < "0元"', False),
        ("term.line", ANYTHING),
        ("term.open", None),
        ("term.day < on", None),
        ("term.open or true", True),
        ("term.open and false", False),
        ("1 if term.open else 1", 1),
        ("1 if term.open else 2", Interval(1, 2)),
        ("on if term.open else on", ON),
        ("on == on if term.open else on >= on", True),
        ("on in (figure.by if term.open else figure.of_all.period)", True),
        ('on in (figure.of_all.period if term.open else figure.by) or on == "2015-01-01"', True),
        ("age(term.day)", ANYTHING),
        ("months_since(term.day)", ANYTHING),
        ("months_between(term.day, on)", ANYTHING),
        ("month_after(term.day)", None),
        ("household.roll_income in figure.roughly", None),
        ('"3000元/户/年" in figure.roughly', True),
        ('"2999元/户/年" in figure.roughly', None),
        ("reading.covers == all", True),
        ("reading.covers not in (some, none)", True),
        ("household.size in figure.of_all.few", None),
        ("household.size not in figure.of_all.few", None),
        ('"3人" in figure.of_all.few and "4人" not in figure.of_all.few', True),
    ],
)
def test_what_follows_when_nothing_is_known(text: str, result: Any) -> None:
    found = value(text, Household())
    assert found == result and type(found) is type(result)


def test_a_set_is_chosen_and_never_merged_with_the_other() -> None:
    rule = 'household.roll_income in ("1000元/人/年" if term.open else "3000元/人/年")'
    home = Household(roll_income="2000元/人/年")
    assert value(rule, home) is False
    assert value(rule, Household(roll_income="1000元/人/年")) is None
    assert value(rule, Household(roll_income="1000元/人/年"), open=True) is True


def test_an_end_that_is_not_stated_is_the_one_the_fact_has_anyway() -> None:
    assert value("dwelling.cost", Household(dwelling=Dwelling(cost="<=5000元"))) == Interval(
        0, 500000, nominal=500000
    )


def test_counts_are_held_in_their_base_scale() -> None:
    assert value("household.size", Household(size=3)) == 3
    assert value("household.equity_years", Household(equity_years=2)) == 2


def test_facts_that_follow_from_others() -> None:
    home = Household(type="general", members=[Person(), Person()])
    assert value("household.on_roll", home) is True
    assert value("household.size", home) == 2
    assert value("define.home", home) is True


def test_places_that_follow_from_the_village() -> None:
    county = County(name="c", roll_households=7)
    home = Household(village=Village(town=Town(county=county), clinic=True))
    env = entity_environment("household", home, {})
    assert env["village"].clinic is True and env["town"] is home.village.town and env["county"] is county
    assert value("county.roll_households", home) == 7
    nobody = entity_environment("household", Household(), {"on": ON})
    unknown = dict.fromkeys(entities_in_scope("household"))
    assert nobody == {**unknown, "on": ON, "household": Household()}


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("age(on) == 0", True),
        ('age("2000-09-02") == 16', True),
        ('age("2000-09-01") == 17', True),
        ('age("2017-09-02") < "0岁"', True),
        ('months_since("2016-09-01") == "12个月"', True),
        ('months_since("2016-09-02") == "11个月"', True),
        ('months_since("2016-09-01") >= "1年"', True),
        ('months_between("2016-03-01", "2017-02-28") == "11个月"', True),
        ('month_after("2016-12-05") == "2017-01-01"', True),
        ('on in figure.by and on >= "2017-09-01" and on <= "2017-09-01"', True),
        ('"2019-01-01" in figure.by', False),
        ('"4000元/人/年" in figure.below', False),
        ('"3999.99元/人/年" in figure.below', True),
        ('figure.ratio * "1000元" == "700元"', True),
        ('min("5元", "3元", "4元") == "3元" and max("5元", "3元", "9元") == "9元"', True),
        ('"0.1元" + "0.2元" == "0.3元"', True),
        ('"100元/月" == "1200元/年"', True),
        ('"5元" - "7元" == "-2元"', True),
        ("not (true and (false or not false))", False),
    ],
)
def test_what_is_written_in_a_rule(text: str, result: bool) -> None:
    assert value(text, Household()) is result


def test_elements_of_elements() -> None:
    home = Household(
        members=[
            Person(id="a", bills=[MedicalBill(id="1", total="100元"), MedicalBill(id="2", total="300元")]),
            Person(id="b", bills=[MedicalBill(id="1", total="50元")]),
        ],
        loans=[Loan(principal="5万元")],
    )
    total = "sum(household.members, sum(person.bills, bill.total))"
    assert value(total, home) == 45000
    assert value('count(household.members, any(person.bills, bill.total > "200元"))', home) == 1
    assert value('all(household.loans, loan.principal == "50000元")', home) is True


def test_a_trace_tells_every_part_and_whose_it_is() -> None:
    home = Household(type="dibao", members=[Person(id="a", disabled=True), Person()])
    rule = parse("household.on_roll and any(household.members, person.disabled)")
    step = compile_rule(rule, SCOPE).trace(env_of(home))
    assert step.value is True and [part.value for part in step.parts] == [True, True]
    assert [(part.subject, part.value) for part in step.parts[1].parts] == [("a", True), ("#2", None)]
    assert step.parts[1].parts[1].is_unknown and not step.is_unknown


def test_a_step_is_a_value_with_four_fields() -> None:
    home = Household(type="dibao", members=[Person(id="a", disabled=True)])
    rule = parse("household.on_roll and any(household.members, person.disabled)")
    step = compile_rule(rule, SCOPE).trace(env_of(home))
    for one in (copy.copy(step), copy.deepcopy(step), pickle.loads(pickle.dumps(step))):
        assert type(one) is Step and one == step and hash(one) == hash(step)
        assert one.parts[1].parts[0].subject == "a"
    match step:
        case Step(node, value, (first, second), subject):
            assert (node, value, subject) == (rule, True, None)
            assert (first.node, second.node) == rule.args
        case _:
            pytest.fail("a step is not taken apart")
    assert tuple(step) == (step.node, step.value, step.parts, step.subject)
    assert Step.subject.__doc__ == "The id of the element an aggregate looked at, where it looked at one."
    with pytest.raises(AttributeError):
        step.value = False


@given(data=st.data())
def test_a_trace_holds_the_value_of_every_part(data: st.DataObject) -> None:
    rule = data.draw(rules(SCOPE))
    _, env = data.draw(environments(SCOPE, rule))
    for step in steps(compile_rule(rule, SCOPE).trace(env)):
        assert compile_rule(step.node, SCOPE).run(env) == step.value


def steps(step: Step) -> Iterator[Step]:
    """The step and those below it, as far as they speak of the case itself and not of an element."""
    yield step
    for part in step.parts:
        if part.subject is None:
            yield from steps(part)


def test_a_definition_is_worked_out_once_for_each_entity() -> None:
    scope = evolve(SCOPE, definitions={"able": ("person", parse("person.labour == full"))})
    rule = compile_rule(
        parse("count(household.members, define.able) == 1 and any(household.members, define.able)"), scope
    )
    home = Household(members=[Person(labour="full"), Person(labour="none")])
    env = {**env_of(home), MEMO: {}}
    assert rule.run(env) is True and rule.run({**env, MEMO: {}}) is True
    ((_, members),) = env[MEMO].items()
    assert [one[memo_of("person")] for one in members.listed] == [{"able": True}, {"able": False}]


def test_what_is_remembered_of_one_element_is_not_taken_for_another() -> None:
    scope = evolve(SCOPE, entity="bill", definitions={"dear": ("bill", parse('bill.total > "100元"'))})
    dear = compile_rule(parse("define.dear"), scope)
    home = Household(members=[Person(bills=[MedicalBill(total="200元")]), Person()])
    first = elements_of({**env_of(home), MEMO: {}}, "household", "members", "person").listed[0]
    (bill,) = elements_of(first, "person", "bills", "bill").listed
    assert dear.run(bill) is True and dear.trace(bill).value is True
    # The members as they are found from the bill, and a bill that is not known of the second.
    second = elements_of(bill, "household", "members", "person").listed[1]
    unknown = element_environment(second, "bill", None)
    assert dear.run(unknown) is None and dear.trace(unknown).value is None


def test_a_day_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(InputError, match="is no day of the calendar"):
        value('month_after("9999-12-31") > on', Household())


def test_an_entity_that_is_described_along_several_ways_is_one() -> None:
    home = Household(
        county=County(roll_households=3),
        town=Town(county=County(name="甲县")),
        village=Village(town=Town(county=County(poor_county=True))),
    )
    env = entity_environment("household", home, {})
    assert env["county"] == County(name="甲县", roll_households=3, poor_county=True)
    assert env["town"] == Town(county=County(name="甲县", poor_county=True))
