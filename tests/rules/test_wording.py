"""Rules in words: complete, in one language, without the names that programs use."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.codes import SchoolStage
from fupin_policy.domain.facts import Kind, facts_of
from fupin_policy.rules import Lang, Names, describe_value, fact_label, inside, parse, word
from fupin_policy.rules.english import denied, is_plural
from fupin_policy.testing.rules import rules, sample_scope
from fupin_policy.values import ANYTHING, Interval, Unit

SCOPE = sample_scope("household")
NAMES = Names(SCOPE, lambda kind, name, lang: {"zh": "某名", "en": "Some name"}[lang])
SHOWN = Names(SCOPE, lambda kind, name, lang: f"[{kind} {name}]")

CHINESE = re.compile("[\u4e00-\u9fff]")
PROGRAM = re.compile(r"[a-z]_[a-z]|[a-z]\.[a-z]|Interval|Fraction|[=!<>]=")
ENGLISH = re.compile("[a-z]{2}")


@pytest.mark.parametrize("kind", ["bool", "number", "date"])
@given(data=st.data())
def test_words_are_of_one_language_and_no_program(kind: str, data: st.DataObject) -> None:
    rule = data.draw(rules(SCOPE, kind))
    zh, en = word(rule, NAMES, "zh"), word(rule, NAMES, "en")
    assert zh.strip() and en.strip()
    assert not ENGLISH.search(zh), zh
    assert not CHINESE.search(en), en
    assert not PROGRAM.search(zh) and not PROGRAM.search(en), (zh, en)


def test_every_fact_has_labels_of_its_language() -> None:
    for entity, cls in ENTITIES.items():
        for name, spec in facts_of(cls).items():
            assert fact_label(f"{entity}.{name}", "zh") == spec.fact.zh
            assert not ENGLISH.search(fact_label(f"{entity}.{name}", "zh"))
            assert not CHINESE.search(fact_label(f"{entity}.{name}", "en"))
            if spec.kind is Kind.CODE:
                assert not any(ENGLISH.search(code.zh) or CHINESE.search(code.en) for code in spec.type)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("household.on_roll", "建档立卡", "on the roll"),
        ("not household.on_roll", "不符合“建档立卡”", "not on the roll"),
        (
            "not (household.on_roll or household.exited)",
            "不符合“建档立卡或已脱贫”",
            "not (on the roll or has left poverty)",
        ),
        (
            "household.on_roll and (household.exited or term.open)",
            "建档立卡且(已脱贫或[term open])",
            "on the roll and (has left poverty or [term open])",
        ),
        ("person.stage == university", "就读学段为大学", "stage of schooling is university"),
        ("university == person.stage", "就读学段为大学", "stage of schooling is university"),
        ("person.stage != university", "就读学段不为大学", "stage of schooling is not university"),
        (
            "person.stage not in (primary, junior)",
            "就读学段不属于小学、初中",
            "stage of schooling is none of primary school, junior secondary school",
        ),
        (
            "reading.covers == all",
            "[reading covers]为[option covers.all]",
            "the answer to “[reading covers]” is “[option covers.all]”",
        ),
        (
            "(person.stage if term.open else person.stage) == university",
            "([term open]时为就读学段,否则为就读学段)为大学",
            "(stage of schooling if [term open], else stage of schooling) is university",
        ),
        (
            "household.roll_income in figure.below",
            "认定年度人均可支配收入为不足4000元/人/年",
            "income in the year of assessment for the roll is less than 4,000 yuan/person/year",
        ),
        ("on not in figure.by", "当日不在2018-12-31前(含当日)", "the day is later than 2018-12-31"),
        ("on in figure.by", "当日为2018-12-31前(含当日)", "the day is no later than 2018-12-31"),
        (
            "on not in figure.of_all.period",
            "当日不在2016-01-01至2018-12-31",
            "the day is not from 2016-01-01 to 2018-12-31",
        ),
        ("household.size >= 3", "户籍人口不低于3", "size is at least 3"),
        (
            '"5元" - ("3元" + "1元")',
            "5元 − (3元 + 1元)",
            "5 yuan − (3 yuan + 1 yuan)",
        ),
        ('("5元" - "3元") + "1元"', "5元 − 3元 + 1元", "5 yuan − 3 yuan + 1 yuan"),
        (
            'figure.ratio * ("5元" + "3元")',
            "70% × (5元 + 3元)",
            "70% × (5 yuan + 3 yuan)",
        ),
        (
            '("5元" if term.open else "3元") + "1元"',
            "([term open]时为5元,否则为3元) + 1元",
            "(5 yuan if [term open], else 3 yuan) + 1 yuan",
        ),
        ('min("5元", "3元")', "5元、3元中的较小者", "the smaller of 5 yuan and 3 yuan"),
        ('max("5元", "3元")', "5元、3元中的较大者", "the greater of 5 yuan and 3 yuan"),
        ("any(household.members, person.disabled)", "至少一个人残疾", "at least one person (disabled)"),
        ("all(household.members, person.disabled)", "每个人残疾", "every person (disabled)"),
        ("count(household.members, person.disabled)", "残疾的人数", "number of persons (disabled)"),
        ("sum(household.members, person.tuition)", "各人学费之和", "sum of tuition over all persons"),
        ("age(person.birth_date)", "按出生日期计的周岁", "age by date of birth"),
        ("month_after(on)", "当日的次月首日", "the first day of the month after the day"),
        ('max("5元", "3元", "1元")', "5元、3元、1元中的较大者", "the greatest of 5 yuan, 3 yuan and 1 yuan"),
        ('on > "2018-12-31"', "当日晚于2018-12-31", "the day is after 2018-12-31"),
        (
            'person.birth_date <= "2000-01-01"',
            "出生日期不晚于2000-01-01",
            "date of birth no later than 2000-01-01",
        ),
        (
            'person.birth_date == "2000-01-01"',
            "出生日期为2000-01-01",
            "date of birth is 2000-01-01",
        ),
        (
            "person.birth_date in figure.by",
            "出生日期为2018-12-31前(含当日)",
            "date of birth no later than 2018-12-31",
        ),
        ("person.skills >= 2", "掌握致富技能数不低于2", "skills come to at least 2"),
        ("person.skills != 2", "掌握致富技能数不等于2", "skills do not come to 2"),
        ("person.skills < 2", "掌握致富技能数低于2", "skills come to less than 2"),
        ("not household.exited", "不符合“已脱贫”", "has not left poverty"),
        ("not person.wants_work", "不符合“有就业创业意愿”", "does not want work"),
        ('"3元" + "2元" == "5元"', "3元 + 2元等于5元", "3 yuan + 2 yuan = 5 yuan"),
        ('"3元" != "5元"', "3元不等于5元", "3 yuan ≠ 5 yuan"),
        ("define.home", "[definition home]", "[definition home]"),
        ("true", "是", "always"),
    ],
)
def test_the_words_of_each_form(text: str, zh: str, en: str) -> None:
    assert (word(parse(text), SHOWN, "zh"), word(parse(text), SHOWN, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (None, None, "未知", "unknown"),
        (True, None, "是", "yes"),
        (False, None, "否", "no"),
        (SchoolStage.UNIVERSITY, None, "大学", "University"),
        (ANYTHING, Unit.parse("元"), "未知", "unknown"),
        (500, Unit.parse("元"), "5元", "5 yuan"),
        (Interval(low=500, nominal=500), Unit.parse("元"), "至少5元", "at least 5 yuan"),
        (3, None, "3", "3"),
    ],
)
def test_values_in_words(value: object, unit: Unit | None, zh: str, en: str) -> None:
    described: dict[Lang, str] = {lang: describe_value(value, unit, lang) for lang in ("zh", "en")}
    assert described == {"zh": zh, "en": en}


def test_an_area_names_whose_indicator_it_is_compared_with() -> None:
    names = Names(sample_scope("village"))
    rule = parse("village.rural_net_income > province.rural_net_income")
    assert word(rule, names, "en") == "rural net income is above rural net income of the province"
    assert word(rule, names, "zh") == "农民人均纯收入高于省的农民人均纯收入"


def test_what_a_label_says_of_a_fact_can_be_said_in_english() -> None:
    """Of several "is" is not said, of one it is; and a verb that a label begins with is denied as a verb."""
    facts = [spec for cls in ENTITIES.values() for spec in facts_of(cls).values()]
    numbers, truths = (
        {inside(one.fact.en, "en") for one in facts if one.kind is kind} for kind in (Kind.NUMBER, Kind.BOOL)
    )
    assert {"villages with a bus", "skills", "living costs", "people and livestock together"} <= numbers
    assert all(
        is_plural(one) for one in numbers if one.split()[0] in {"villages", "households", "persons", "roads"}
    )
    assert not any(
        is_plural(one) for one in numbers if one.split()[0] in {"share", "growth", "income", "term", "cost"}
    )
    assert not any(":" in one or one.startswith(("with ", "of ", "lifted")) for one in numbers)
    verbs = {"has", "can", "wants", "meets", "receives", "joins", "takes", "lends", "lives", "runs"}
    assert all(
        denied(one).startswith(("does not ", "has not ", "cannot "))
        for one in truths
        if one.split()[0] in verbs
    )
    assert {one.split()[0] for one in truths} & {"is", "counts", "needs", "qualifies"} == set()
