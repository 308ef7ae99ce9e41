"""Numbers and values out of a recipe's text: worked out from the figures, and brought into the columns' form."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from fupin_policy.domain.facts import FactSpec, Kind
from fupin_policy.policy import Citation, Label, Rulebook
from fupin_policy.policy.section import Section
from fupin_policy.problems import InputError, Place, nearest, with_article
from fupin_policy.register.days import counted
from fupin_policy.register.synthesis.recipe import HUNDREDTHS, LaidDown
from fupin_policy.rules import Node, check, compile_rule, names_read, parse
from fupin_policy.rules.nodes import FigureRef
from fupin_policy.values import Period, Quantity, Unit, parse_date
from fupin_policy.values.intervals import nominal_of

__all__ = ["citations_of", "encoded", "figure_named", "laid_down", "number_of", "place_of", "words"]

_RULE = ("figure.", "(")


def words(section: Section, key: str) -> Label:
    """A text in both languages that must be there."""
    before = len(section.problems)
    found = section.label(key, required=True)
    if found is None and len(section.problems) == before:
        section.fail("an empty text", key, "words in both languages")
    return found or Label("", "")


def place_of(section: Section, key: str) -> Place:
    """Where a key stands."""
    path = section.at(key)
    return Place(section.tree.file, section.tree.line(path) or section.line, path, None)


def citations_of(node: Node, book: Rulebook) -> tuple[Citation, ...]:
    """Where the figures of an expression stand, each with its phrase."""
    found: dict[tuple[str, str], Citation] = {}
    for name in names_read(node, book.scope):
        if isinstance(name, FigureRef):
            measure = book[name.measure or ""]
            phrase = measure.figures[name.name].as_written
            found[(measure.id, name.name)] = Citation(book.title.zh, measure.clause, (phrase,))
    return tuple(found.values())


def laid_down(
    section: Section, key: str, book: Rulebook, unit: Unit, *, required: bool = False
) -> LaidDown | None:
    """A number that the document's figures give, in a unit."""
    node = section.rule(key, required=required)
    if node is None:
        return None
    value = _worked_out(section, key, node, book, unit)
    if value is None:
        return None
    if value < 0:
        section.fail(f"'{node}' is {value}", key, "no less than 0")
        return None
    return LaidDown(value, node, citations_of(node, book), place_of(section, key))


def figure_named(section: Section, key: str, book: Rulebook) -> LaidDown | None:
    """A figure that is only spoken of, whatever it counts."""
    node = section.rule(key, required=True)
    if node is None:
        return None
    _, problems = check(node, book.scope)
    for problem in problems:
        section.fail(problem.what, key, problem.expected, problem.nearest)
    if problems:
        return None
    return LaidDown(Fraction(0), node, citations_of(node, book), place_of(section, key))


def number_of(section: Section, key: str, text: str, book: Rulebook, unit: Unit) -> Fraction | None:
    """A number in a unit, from a quantity such as ``1200元/人/年`` or a rule over the figures."""
    try:
        if text.startswith(_RULE):
            return _worked_out(section, key, parse(text), book, unit)
        quantity = Quantity.parse(text)
    except InputError as error:
        section.adopt(error, key)
        return None
    value = nominal_of(quantity.value)
    if value is None or not quantity.unit.same_kind(unit):
        section.fail(f"'{text}' is no number in {unit}" if str(unit) else f"'{text}' is no plain number", key)
        return None
    return Fraction(value) / unit.scale


def _worked_out(section: Section, key: str, node: Node, book: Rulebook, unit: Unit) -> Fraction | None:
    """The printed number of a rule that reads figures only."""
    found, problems = check(node, book.scope)
    for problem in problems:
        section.fail(problem.what, key, problem.expected, problem.nearest)
    if found is None or problems:
        return None
    if found.kind != "number" or not found.unit.same_kind(unit):
        section.fail(
            f"'{node}' is {with_article(found)}",
            key,
            f"a number in {unit}" if str(unit) else "a plain number",
        )
        return None
    if not all(isinstance(name, FigureRef) for name in names_read(node, book.scope)):
        section.fail(f"'{node}' reads more than figures", key, "figures of the document only")
        return None
    value = nominal_of(compile_rule(node, book.scope).run({}))
    if value is None:
        section.fail(f"'{node}' has no printed number", key)
        return None
    return Fraction(value) / unit.scale


def encoded(section: Section, key: str, value: Any, spec: FactSpec, book: Rulebook) -> int | None:
    """A value of a fact as the columns hold it."""
    if spec.kind is Kind.BOOL and value in ("true", "false"):
        value = value == "true"  # a key of a mapping is text
    if spec.kind is Kind.BOOL and isinstance(value, bool):
        return int(value)
    if spec.kind is Kind.CODE and isinstance(value, str):
        codes = [member.value for member in spec.type]
        if value in codes:
            return codes.index(value)
        section.fail(
            f"unknown {spec.name} '{value}'", key, f"one of {', '.join(codes)}", nearest(value, codes)
        )
        return None
    if spec.kind is Kind.DATE and isinstance(value, str):
        return _day(section, key, value, book)
    if spec.kind is Kind.NUMBER:
        return _hundredths(section, key, value, spec, book)
    section.fail(f"{value!r} is no value of {spec.name}", key, with_article(spec.kind.value))
    return None


def _day(section: Section, key: str, text: str, book: Rulebook) -> int | None:
    """A day as written, or the last day of a figure's period."""
    try:
        if not text.startswith(_RULE):
            return counted(parse_date(text))
        node = parse(text)
    except InputError as error:
        section.adopt(error, key)
        return None
    period = book.scope.figures.get((node.measure or "", node.name)) if isinstance(node, FigureRef) else None
    if isinstance(period, Period) and period.end is not None:
        return counted(period.end)
    section.fail(f"'{text}' has no last day", key, "a day, or a figure that is a period with an end")
    return None


def _hundredths(section: Section, key: str, value: Any, spec: FactSpec, book: Rulebook) -> int | None:
    unit = spec.unit or Unit.parse("")
    if spec.is_count and (
        (isinstance(value, int) and not isinstance(value, bool))
        or (isinstance(value, str) and value.isdigit())
    ):
        number: Fraction | None = Fraction(int(value))
    elif isinstance(value, str):
        number = number_of(section, key, value, book, unit)
    else:
        section.fail(f"{value!r} is no value of {spec.name}", key, f"text with its unit ({unit})")
        return None
    if number is None:
        return None
    least, most = spec.limits
    if not least <= number <= most:
        bounds = f"{least}..{most}{unit}"
        section.fail(f"{value} is outside what makes sense for {spec.name}", key, bounds)
        return None
    parts = number * (1 if spec.is_count else HUNDREDTHS)
    if parts.denominator != 1:
        section.fail(f"{value} has too many decimals for {spec.name}", key, "at most two decimals")
        return None
    return int(parts) * (HUNDREDTHS if spec.is_count else 1)
