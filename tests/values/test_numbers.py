"""Exact numbers: what is taken, what is refused, how they are written."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fupin_policy.problems import InputError
from fupin_policy.testing.values import numbers
from fupin_policy.values import Number, decimal_text, exact, parse_number

EXPECTED = "expected an int, a Fraction, a Decimal or text"
MANY = "of more digits than a number may have; expected at most 40 on either side of the point"


@given(numbers())
def test_a_number_is_read_back_from_its_text(number: Number) -> None:
    assert parse_number(decimal_text(number)) == number
    assert exact(decimal_text(number)) == number


@given(st.integers(), st.integers(1, 60))
def test_decimals_are_exact_and_have_no_tail(number: int, places: int) -> None:
    value = Fraction(number, 10**places)
    text = decimal_text(exact(value))
    assert Fraction(Decimal(text)) == value
    assert "." not in text or not text.endswith(("0", "."))


@given(st.integers(), st.integers(1, 20))
def test_whole_numbers_are_ints(number: int, factor: int) -> None:
    found = exact(Fraction(number * factor, factor))
    assert type(found) is int and found == number


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (Decimal("0.30"), Fraction(3, 10)),
        (Decimal(7), 7),
        (" +0.2 ", Fraction(1, 5)),
        ("-1.5/3", Fraction(-1, 2)),
        ("007", 7),
        ("4/2", 2),
    ],
)
def test_what_is_taken(value: Any, number: Number) -> None:
    assert exact(value) == number
    assert type(exact(value)) is type(number)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (0.1, f"a float (0.1) is not exact; {EXPECTED} such as '0.1'"),
        (float("inf"), f"a float (inf) is not exact; {EXPECTED} such as 'inf'"),
        (True, f"True is no number; {EXPECTED}"),
        (None, f"None is no number; {EXPECTED}"),
        (1j, f"1j is no number; {EXPECTED}"),
        (Decimal("NaN"), f"Decimal('NaN') is no number; {EXPECTED}"),
        (Decimal("1e999999999"), f"a Decimal {MANY}"),
        (Decimal("1e-999999999"), f"a Decimal {MANY}"),
        (Decimal("1." + "1" * 81), f"a Decimal {MANY}"),
    ],
)
def test_what_is_refused(value: Any, message: str) -> None:
    with pytest.raises(InputError) as caught:
        exact(value)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text", ["", "1e5", "1,000", "1.", ".5", "1/0", "1/2/3", "0x10", "1_000", "--1", "1" * 41, "元", "1\n2"]
)
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_number(text)
    assert str(caught.value) == f"'{text}' is no number; expected digits such as 3000, 0.2 or 1/3"
