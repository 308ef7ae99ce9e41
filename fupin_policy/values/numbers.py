"""Exact numbers: whole numbers stay ``int``, everything else is a ``Fraction``; a float is refused."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from fupin_policy.problems import InputError, Problem

__all__ = ["Number", "decimal_text", "exact", "parse_number", "ungrouped"]

Number: TypeAlias = int | Fraction

_MOST_DIGITS = 40
_NUMBER = re.compile(
    rf"[+-]?(\d{{1,{_MOST_DIGITS}}})(?:\.(\d{{1,{_MOST_DIGITS}}}))?(?:/(\d{{1,{_MOST_DIGITS}}}))?\Z"
)


def exact(value: object) -> Number:
    """The value as an exact number: an int where it is whole, else a Fraction.

    Raises InputError for a float (its digits are not the ones that were meant), a bool and anything
    that is no number.

    >>> exact("1.50"), exact(Fraction(4, 2))
    (Fraction(3, 2), 2)
    >>> exact(0.1)
    Traceback (most recent call last):
    ...
    fupin_policy.problems.InputError: a float (0.1) is not exact; expected an int, a Fraction, a ...
    """
    if type(value) is int:
        return value
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else value
    if isinstance(value, Decimal) and value.is_finite():
        # Written out, a great exponent would be as many digits.
        if abs(value.adjusted()) > _MOST_DIGITS or len(value.as_tuple().digits) > 2 * _MOST_DIGITS:
            what = "a Decimal of more digits than a number may have"
            raise InputError(Problem(what, expected=f"at most {_MOST_DIGITS} on either side of the point"))
        return exact(Fraction(value))
    if isinstance(value, str):
        return parse_number(value)
    if isinstance(value, float):
        problem = Problem(
            f"a float ({value!r}) is not exact",
            expected=f"an int, a Fraction, a Decimal or text such as '{value!r}'",
        )
    else:
        problem = Problem(f"{value!r} is no number", expected="an int, a Fraction, a Decimal or text")
    raise InputError(problem)


def parse_number(text: str) -> Number:
    """A decimal or a fraction in plain digits.

    >>> parse_number("0.2"), parse_number("3000"), parse_number("1/3")
    (Fraction(1, 5), 3000, Fraction(1, 3))
    """
    match = _NUMBER.match(text.strip())
    if match is None or (match[3] is not None and int(match[3]) == 0):
        raise InputError(Problem(f"'{text}' is no number", expected="digits such as 3000, 0.2 or 1/3"))
    if match[2] is None and match[3] is None:
        return int(text)
    return exact(Fraction(text.strip()) if match[3] is None or match[2] is None else _mixed(text))


_GROUPED = re.compile(r"(?<![\d,，])(?<!\d\.)[1-9]\d{0,2}(?:(?:,\d{3})+|(?:，\d{3})+)(?![\d,，])")


def ungrouped(text: str) -> str:
    """Text without the commas, of either width, that set off thousands in its numbers.

    Raises InputError where there is a comma between digits that sets off no thousands: it may as well be a point.

    >>> ungrouped("12,345.60元"), ungrouped("1，234，567")
    ('12345.60元', '1234567')
    >>> ungrouped("12,50元")
    Traceback (most recent call last):
    ...
    fupin_policy.problems.InputError: the commas in '12,50元' do not part ...; expected 1234.5 or 1,234.5
    """
    plain = _GROUPED.sub(lambda found: found[0].replace(",", "").replace("，", ""), text)
    if re.search(r"\d[,，]\d", plain):
        raise InputError(
            Problem(
                f"the commas in '{text}' do not part groups of three digits", expected="1234.5 or 1,234.5"
            )
        )
    return plain


def _mixed(text: str) -> Fraction:
    over, under = text.strip().split("/")
    return Fraction(over) / Fraction(under)


def decimal_text(value: Number) -> str:
    """Shortest plain digits for a number; a fraction whose decimals never end is written ``a/b``.

    >>> decimal_text(Fraction(1, 5)), decimal_text(Fraction(1, 3)), decimal_text(-7)
    ('0.2', '1/3', '-7')
    """
    if isinstance(value, int):
        return str(value)
    rest, places = value.denominator, 0
    while rest % 10 == 0:
        rest, places = rest // 10, places + 1
    twos = fives = 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places += max(twos, fives)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"
