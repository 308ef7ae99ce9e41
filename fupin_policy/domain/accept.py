"""From what a caller or a file gives for a fact to its value, or to the reasons why not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from fupin_policy.domain.facts import Code, FactSpec, Kind
from fupin_policy.domain.limits import MAX_TEXT, MOST_PARTS
from fupin_policy.problems import InputError, Place, Problem, nearest, with_article
from fupin_policy.values import Interval, Number, Quantity, Unit
from fupin_policy.values.dates import read_day
from fupin_policy.values.intervals import Value, intersect

__all__ = ["Refused", "accept", "brief", "check_length"]


class Refused(InputError):
    """The value cannot be this fact; the places of its problems are paths from the fact."""


def accept(spec: FactSpec, value: Any) -> Any:
    """The value of the fact in its proper type. Raises Refused with what was expected instead.

    >>> from fupin_policy.domain import Person
    >>> from fupin_policy.domain.facts import facts_of
    >>> accept(facts_of(Person)["birth_date"], "1998-03-05")
    datetime.date(1998, 3, 5)
    """
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise Refused(Problem(f"a text of {len(value)} characters", expected=f"at most {MAX_TEXT}"))
    accepted = _BY_KIND[spec.kind](spec, value)
    if spec.fact.check is not None and (wrong := spec.fact.check(accepted)):
        raise Refused(wrong)
    return accepted


def _bool(spec: FactSpec, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("是", "否"):
        return bool(value == "是")
    raise Refused(Problem(f"{brief(value)} is no yes-or-no fact", expected="true or false, 是 or 否"))


def _number(spec: FactSpec, value: Any) -> Any:
    return _count(spec, value) if spec.is_count else _quantity(spec, value)


def _count(spec: FactSpec, value: Any) -> int:
    if type(value) is not int:
        unit = f" (in {spec.unit})" if spec.unit is not None and str(spec.unit) else ""
        raise Refused(Problem(f"{brief(value)} is no count", expected=f"a whole number{unit}, such as 5"))
    least, most = spec.limits
    if not least <= value <= most:
        raise Refused(_out_of_range(spec, brief(value)))
    return value


def _quantity(spec: FactSpec, value: Any) -> Quantity:
    unit = spec.unit
    assert unit is not None  # every quantity fact declares its unit
    if isinstance(value, str):
        try:
            value = Quantity.parse(value)
        except InputError as error:
            raise Refused(error.problems) from None
    if not isinstance(value, Quantity):
        raise Refused(_bare_number(unit, value))
    if not unit.same_kind(value.unit):
        given = str(value.unit) or "no unit"
        raise Refused(
            Problem(
                f"'{_cut(value)}' has the wrong unit ({given})",
                expected=f"an amount in {str(unit) or 'pure numbers'}",
            )
        )
    if unit.is_money and isinstance(value.value, Fraction):
        raise Refused(
            Problem(
                f"'{_cut(value)}' is not a whole number of fen", expected="at most two decimals of a yuan"
            )
        )
    least, most = (end * unit.scale for end in spec.limits)
    known = value.value
    if any(not least <= end <= most for end in _ends(known)) or (
        isinstance(known, Interval) and intersect(known, Interval(least, most)) is None
    ):
        # An end that is not there is merely unknown, but something must be left of the range.
        raise Refused(_out_of_range(spec, f"'{_cut(value)}'"))
    if any(Fraction(end / Fraction(unit.scale)).denominator > MOST_PARTS for end in _ends(known)):
        raise Refused(
            Problem(
                f"'{_cut(value)}' is too finely divided", expected=f"at most {MOST_PARTS} parts of 1{unit}"
            )
        )
    return value


def _ends(known: Value) -> Iterator[Number]:
    """The numbers that a value is told by."""
    ends = (known.low, known.high, known.nominal) if isinstance(known, Interval) else (known,)
    return (end for end in ends if end is not None)


def _out_of_range(spec: FactSpec, shown: str) -> Problem:
    least, most = spec.limits
    unit = str(spec.unit or "")
    return Problem(f"{shown} is out of range", expected=f"{least}{unit} to {most}{unit}")


def _bare_number(unit: Unit, value: Any) -> Problem:
    money = unit.is_money
    if isinstance(value, float):
        example = f"'{'3200.50' if money else '4.5'}{unit}'"
        if str(unit) == "元":
            example = f"yuan('3200.50') or {example}"
        return Problem(
            f"{brief(value)} is a float: floats are never {'money' if money else 'exact'}", expected=example
        )
    if isinstance(value, (int, Decimal, Fraction)) and not isinstance(value, bool):
        return Problem(
            f"{_cut(value)} has no unit", expected=f"text with its unit such as '{_cut(value)}{unit}'"
        )
    return Problem(
        f"{brief(value)} is no quantity", expected=f"text such as '{'3200' if money else '5'}{unit}'"
    )


def _date(spec: FactSpec, value: Any) -> date:
    if isinstance(value, str):
        try:
            value = read_day(value)
        except InputError as error:
            raise Refused(error.problems) from None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Refused(Problem(f"{brief(value)} is no day", expected="a date or text such as '2018-12-31'"))
    first, last = spec.limits
    if not first <= value.year <= last:
        raise Refused(Problem(f"the year of {value} is out of range", expected=f"{first} to {last}"))
    return value


def _text(spec: FactSpec, value: Any) -> str:
    if not isinstance(value, str):
        number = isinstance(value, int) and not isinstance(value, bool)
        raise Refused(
            Problem(
                f"{brief(value)} is no text",
                expected=f'text: quote it, "{brief(value)}"' if number else "text",
            )
        )
    if not value or value != value.strip() or not value.isprintable():
        raise Refused(
            Problem(f"{brief(value)} is no usable text", expected="printable text with no space around it")
        )
    return str(value)


def _code(spec: FactSpec, value: Any) -> Any:
    codes = spec.type
    if isinstance(value, codes):
        return value
    # A member of another list is a str as well, and must not slip in by a key that both lists happen to have.
    if type(value) is not str:
        raise Refused(Problem(f"{brief(value)} is no {codes.__name__}", expected=_options(codes, "en")))
    found = codes.named(value)
    if found is not None:
        return found
    close = nearest(value, codes.names()) or nearest(value.lower(), codes.names())
    options = _options(codes, "en" if value.isascii() else "zh")
    raise Refused(Problem(f"unknown code '{value}'", expected=options, nearest=close))


def _options(codes: type[Code], lang: str) -> str:
    return "one of " + ", ".join(code.zh if lang == "zh" else code.value for code in codes)


def _entity(spec: FactSpec, value: Any) -> Any:
    if isinstance(value, spec.type):
        return value
    name = spec.type.__name__
    raise Refused(Problem(f"{brief(value)} is no {name}", expected=with_article(name)))


def _collection(spec: FactSpec, value: Any) -> tuple[Any, ...]:
    name = spec.type.__name__
    if not isinstance(value, (tuple, list)):
        raise Refused(Problem(f"{brief(value)} is no list", expected=f"a list of {name}"))
    check_length(spec, len(value))
    wrong = [
        Problem(f"{brief(item)} is no {name}", Place(path=f"[{index}]"), expected=with_article(name))
        for index, item in enumerate(value)
        if not isinstance(item, spec.type)
    ]
    if wrong:
        raise Refused(wrong)
    return value if type(value) is tuple else tuple(value)


def check_length(spec: FactSpec, length: int) -> None:
    """Raise Refused where a list cannot have so many elements."""
    least, most = spec.limits
    if length < least:
        expected = f"{least} to {most} elements, or no list at all where they are not known"
        raise Refused(Problem("the list is empty", expected=expected))
    if length > most:
        raise Refused(Problem(f"the list has {length} elements", expected=f"{least} to {most} elements"))


def brief(value: Any) -> str:
    """A value as it is shown in a problem, cut when it is long."""
    return _cut(value, repr)


def _cut(value: Any, write: Callable[[Any], str] = str) -> str:
    try:
        text = write(value)
    except ValueError:  # Python writes no number out that has thousands of digits
        return "a number of thousands of digits"
    return text if len(text) <= 60 else f"{text[:57]}..."


_BY_KIND: dict[Kind, Callable[[FactSpec, Any], Any]] = {
    Kind.BOOL: _bool,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.TEXT: _text,
    Kind.CODE: _code,
    Kind.ENTITY: _entity,
    Kind.COLLECTION: _collection,
}
