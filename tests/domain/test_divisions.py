"""Division codes: their form, their levels, and which takes in which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_policy import InputError
from fupin_policy.domain.divisions import check_division, covers, level, parent, significant

COUNTIES = st.builds(
    "{}{:02}{:02}".format, st.sampled_from(["36", "42", "44", "33"]), st.integers(1, 99), st.integers(1, 99)
)


@pytest.mark.parametrize(
    ("policy", "code", "answer"),
    [
        ("000000", "440232", True),
        ("44", "440232", True),
        ("440000", "440232", True),
        ("440200", "440232", True),
        ("440232", "440232", True),
        ("440232", "440232100", True),
        ("440232", "440232100200", True),
        ("440232100", "440232100200", True),
        ("440232100", "440232", False),
        ("440232", "440200", False),
        ("440232", "440233", False),
        ("420000", "440232", False),
        ("440200", "440000", False),
    ],
)
def test_covers(policy: str, code: str, answer: bool) -> None:
    assert covers(policy, code) is answer


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("4402", None),
        ("44023", "'44023' is no division code; expected 2, 4, 6, 9 or 12 digits such as 440232"),
        (
            "四四〇二三二",
            "'四四〇二三二' is no division code; expected 2, 4, 6, 9 or 12 digits such as 440232",
        ),
        (
            "980100",
            "there is no province 98 (division '980100'); expected a code of GB/T 2260 such as 440232",
        ),
        (
            "440032",
            "division '440032' names a part of a division it does not name;"
            " expected 2, 4, 6, 9 or 12 digits such as 440232",
        ),
        ("000000", None),
    ],
)
def test_check(code: str, message: str | None) -> None:
    problem = check_division(code)
    assert (None if problem is None else str(problem)) == message


@given(COUNTIES)
def test_every_division_lies_in_all_above_it(code: str) -> None:
    above: str | None = code
    while above is not None:
        assert covers(above, code)
        assert significant(code).startswith(significant(above))
        above = parent(above)
    assert not covers(code, parent(code) or "")


@given(COUNTIES, COUNTIES)
def test_two_counties_never_take_in_each_other(one: str, other: str) -> None:
    assert covers(one, other) == (one == other)


def test_levels() -> None:
    codes = ["000000", "44", "440200", "440232", "440232100", "440232100200"]
    assert [level(code) for code in codes] == ["nation", "province", "city", "county", "town", "village"]


def test_a_bad_code_is_refused_whatever_was_asked_before_and_however_often() -> None:
    for _ in range(2):
        assert significant("440232") == "440232"
        for bad in ("44023", "440032", "980232"):
            with pytest.raises(InputError) as refused:
                significant(bad)
            assert str(refused.value) == str(check_division(bad))


def test_a_bad_code_is_refused() -> None:
    with pytest.raises(InputError, match="no division code"):
        covers("4402x2", "440232")
