"""The reader of printed phrases: what it reads, and that no slip in a value gets past it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import fupin_policy
from fupin_policy.policy import Figure, Role
from fupin_policy.policy.section import figure_value
from fupin_policy.values import Bound, Interval, Period, Quantity, Unit, Value, exact
from fupin_policy.values.numbers import decimal_text
from fupin_policy.verify import agrees, figure_agrees, read_phrase
from fupin_policy.verify.dates import periods
from fupin_policy.verify.numerals import normal, number_of, numerals


def figure(phrase: str, value: str, role: str = "amount") -> Figure:
    return Figure("x", phrase, figure_value(value), Role(role))


@pytest.mark.parametrize(
    ("phrase", "value", "role"),
    [
        ("每户1万元", "1万元/户", "amount"),
        ("1,200元", "1200元", "amount"),
        ("１２００元", "1200元", "amount"),
        ("328万贫困人口", "3280000人", "baseline"),
        ("192个贫困村", "192村", "baseline"),
        ("5 万元以下", "<=5万元", "cap"),
        ("最高不超过300元", "300元", "cap"),
        ("不足100人", "<100人", "threshold"),
        ("超过8000元", ">8000元/人/年", "threshold"),
        ("不得低于20%", ">=20%", "floor"),
        ("百分之二十以上", ">=20%", "ratio"),
        ("三成", "30%", "share"),
        ("提高6.5个百分点", "6.5%", "target"),
        ("千分之五", "0.5%", "ratio"),
        ("一年半以上", ">=18个月", "term"),
        ("36个月", "3年", "term"),
        ("半年", "6个月", "term"),
        ("一百二十万元", "120万元", "amount"),
        ("2至3万元", "2..3万元", "amount"),
        ("百分之三十至百分之四十", "30%..40%", "ratio"),
        ("1∶4", "1:4", "ratio"),
        ("约10亩", "~10亩", "capacity"),
        ("4G网络全覆盖", "100%", "target"),
        ("二〇一八年底", "<=2018-12-31", "deadline"),
        ("20146月底前", "<=2014-06-30", "deadline"),
        ("从2014年起", ">=2014-01-01", "period"),
        ("2019年底", "2019-12-31", "baseline"),
        ("从2016年起三年", "2016-01-01..2018-12-31", "period"),
        ("预计9000元", "9000元", "forecast"),
        ("预计9000元", "~9000元", "forecast"),
        ("“十三五”期间", "2016-01-01..2020-12-31", "period"),
        ("2016年6月至2018年6月", "2016-06-01..2018-06-30", "period"),
        ("前三年", "2016-01-01..2018-12-31", "period"),
    ],
)
def test_phrase_and_value_agree(phrase: str, value: str, role: str) -> None:
    assert agrees(figure(phrase, value, role)) is True


@pytest.mark.parametrize(
    ("phrase", "value", "role"),
    [
        ("5万元以下", "<5万元", "cap"),
        ("5万元以下", "5万元", "amount"),
        ("低于4000元", "<=4000元", "threshold"),
        ("不低于1万元", "<=1万元", "floor"),
        ("10户", "10人", "baseline"),
        ("10元", "10千瓦", "capacity"),
        ("2-3个点", "3个", "count"),
        ("2-3个点", "2个..4个", "count"),
        ("3000元左右", "3000元", "amount"),
        ("500元", ">=500元", "baseline"),
        ("1:4", "4:1", "ratio"),
        ("到2018年底", "<=2019-12-31", "deadline"),
        ("到2018年底", ">=2018-12-31", "deadline"),
        ("前三年", "2016-01-01..2018-12-30", "period"),
        ("全覆盖", "99%", "target"),
        ("从2016年起三年", "2016-01-01..2018-12-30", "period"),
        ("不低于1万元", "1万元", "floor"),
    ],
)
def test_slips_are_seen(phrase: str, value: str, role: str) -> None:
    assert agrees(figure(phrase, value, role)) is False


@pytest.mark.parametrize(
    ("phrase", "value"), [("全额", "1元"), ("每季度", "4次/年"), ("印发之日起", ">=2020-01-01")]
)
def test_no_number_no_opinion(phrase: str, value: str) -> None:
    assert agrees(figure(phrase, value)) is None


@pytest.mark.parametrize("phrase", ["4G", "一般", "一次性", "原则上统一", "十三五", "第一书记", "2018年"])
def test_what_counts_nothing_is_no_number(phrase: str) -> None:
    assert read_phrase(phrase) == ()


def test_one_end_of_a_range_needs_the_other_beside_it() -> None:
    least, most = figure("1至2项", "1项", "threshold"), figure("掌握1至2项", "2项", "count")
    assert agrees(least, [least, most]) is True
    assert agrees(least, [least]) is False
    assert agrees(least, [least, evolve(most, value=Quantity.parse("3项"))]) is False


def test_before_a_year_may_take_the_year_in() -> None:
    assert {str(one) for one in periods("2018年前")} == {"<=2017-12-31", "<=2018-12-31"}


def steps(figure: Figure) -> Iterator[Figure]:
    """The figure with its value changed by the smallest step: a day, or one in the last place printed."""
    value = figure.value
    if isinstance(value, Period):
        for day in (timedelta(days=1), timedelta(days=-1)):
            if value.start is not None and (value.end is None or value.start + day <= value.end):
                yield evolve(figure, value=evolve(value, start=value.start + day))
            if value.end is not None and (value.start is None or value.start <= value.end + day):
                yield evolve(figure, value=evolve(value, end=value.end + day))
        return
    for step in (value.unit.scale, -value.unit.scale, value.unit.scale / Fraction(10)):
        for changed in stepped(value.value, Fraction(step)):
            yield evolve(figure, value=Quantity(changed, value.unit))


def stepped(value: Value, step: Fraction) -> Iterator[Value]:
    if not isinstance(value, Interval):
        yield exact(value + step)
        return
    ends = {
        name: exact(end + step)
        for name in ("low", "high", "nominal")
        if (end := getattr(value, name)) is not None
    }
    if "nominal" in ends:
        yield evolve(value, **ends)
        return
    for name, end in ends.items():
        changed = evolve(value, **{name: end})
        if changed.low is not None and changed.high is not None and changed.low <= changed.high:
            yield changed.low if changed.low == changed.high else changed


def flipped(figure: Figure) -> Iterator[Figure]:
    """The figure with another bound, where its value is one number with a bound."""
    value = figure.value
    if isinstance(value, Quantity) and value.nominal is not None and value.bound is not Bound.EXACTLY:
        number, unit = value.nominal.number, value.unit
        for bound, sign in (
            (Bound.AT_LEAST, ">="),
            (Bound.MORE_THAN, ">"),
            (Bound.AT_MOST, "<="),
            (Bound.LESS_THAN, "<"),
        ):
            if bound is not value.bound:
                yield evolve(figure, value=Quantity.parse(f"{sign}{decimal_text(number)}{unit}"))


def test_every_figure_is_read_and_every_step_is_seen(qinghe: fupin_policy.Policy) -> None:
    unseen = []
    for measure in qinghe:
        for one in measure.figures.values():
            assert figure_agrees(qinghe, measure, one) is True, one
            slips = (*steps(one), *flipped(one))
            unseen += [slip for slip in slips if figure_agrees(qinghe, measure, slip) is not False]
    assert unseen == []


HAN = dict(enumerate("零一二三四五六七八九"))


def in_han(number: int) -> str:
    """A whole number below 10**8 in Chinese numerals, written the textbook way."""
    if number >= 10**4:
        low = number % 10**4
        gap = "零" if 0 < low < 1000 else ""
        return in_han(number // 10**4) + "万" + (gap + in_han(low) if low else "")
    text, gap = "", False
    for size, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            text += ("零" if gap and text else "") + HAN[digit] + sign
            gap = False
        else:
            gap = True
    return text.removeprefix("一") if 10 <= number < 20 else text or "零"


@given(st.integers(0, 10**8 - 1))
def test_chinese_numerals_round_trip(number: int) -> None:
    text = in_han(number)
    assert number_of(text) == number
    assert [run.text for run in numerals(f"共{text}户")] == [text]


@given(st.integers(0, 10**9), st.integers(0, 3), st.sampled_from(["", "万", "亿"]))
def test_arabic_numerals_round_trip(digits: int, places: int, multiple: str) -> None:
    number = Fraction(digits, 10**places)
    text = decimal_text(exact(number)) + multiple
    assert number_of(text) == number * {"": 1, "万": 10**4, "亿": 10**8}[multiple]


BOUNDS = {
    "不低于{}": Bound.AT_LEAST, "{}以上": Bound.AT_LEAST, "{}以下": Bound.AT_MOST, "不超过{}": Bound.AT_MOST,
    "超过{}": Bound.MORE_THAN, "低于{}": Bound.LESS_THAN, "约{}": Bound.ABOUT, "{}左右": Bound.ABOUT,
}  # fmt: skip
SIGNS = {
    Bound.AT_LEAST: ">=",
    Bound.AT_MOST: "<=",
    Bound.MORE_THAN: ">",
    Bound.LESS_THAN: "<",
    Bound.ABOUT: "~",
}


@given(
    st.integers(1, 10**6),
    st.sampled_from(list(BOUNDS)),
    st.sampled_from(["元", "户", "人", "米", "%", "年"]),
    st.booleans(),
)
def test_number_to_phrase_to_number(number: int, form: str, unit: str, han: bool) -> None:
    # A number of years in Arabic digits must not look like a year of the calendar.
    han = han or (unit == "年" and 1900 <= number < 2100)
    printed = form.format((in_han(number) if han else str(number)) + unit)
    (read,) = read_phrase(printed)
    assert (read.low, read.high, read.unit, read.bound) == (number, number, Unit.parse(unit), BOUNDS[form])
    good = figure(printed, f"{SIGNS[BOUNDS[form]]}{number}{unit}", "count")
    assert agrees(good) is True
    assert [step for step in (*steps(good), *flipped(good)) if agrees(step) is not False] == []


@given(st.text())
def test_normal_form_keeps_every_place(text: str) -> None:
    assert len(normal(text)) == len(text)
    assert normal(normal(text)) == normal(text)
