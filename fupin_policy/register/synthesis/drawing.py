"""Reading how facts are drawn: cases, groups of facts, numbers of elements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.facts import FactSpec, Kind, facts_of
from fupin_policy.policy.section import Section
from fupin_policy.problems import nearest, with_article
from fupin_policy.register.synthesis.amounts import encoded, number_of, place_of, words
from fupin_policy.register.synthesis.conditions import Reader, is_whole, span_of
from fupin_policy.register.synthesis.recipe import (
    HUNDREDTHS,
    Age,
    Between,
    Case,
    Choice,
    Constant,
    DaysBefore,
    Draw,
    Elements,
    FactGroup,
    FactRule,
    Part,
    Present,
    is_money_or_measure,
)
from fupin_policy.rules import ancestors
from fupin_policy.values import PURE

__all__ = ["read_elements", "read_group"]

_TEN_THOUSANDTHS = 10_000
_MOST_ELEMENTS = 100

Reads: TypeAlias = "Callable[[Reader, Section, FactSpec, str], Draw | None]"


def _cases(reader: Reader, outer: Section, key: str, of: str, spec: FactSpec | None) -> Iterator[Case]:
    """The cases under a key, a list or one that is for all, for a fact or (without ``spec``) a number of elements."""
    sections: list[Section] = []
    if isinstance(outer.data.get(key), list):
        sections = list(outer.items(key))
    elif (one := outer.section(key, required=True)) is not None:
        sections = [one]
    elif outer.data.get(key) is not None:
        return
    for section in sections:
        draw = _draw(reader, section, of, spec)
        when = reader.conditions(section.section("when"), of, spec)
        section.finish()
        if (
            isinstance(draw, Age)
            and draw.sign
            and not any(c.name == "place" and (c.low or 0) > 1 for c in when)
        ):
            section.fail("the head is not left out", None, "a condition such as place: [2, 30]")
        if draw is not None:
            yield Case(when, draw, place_of(section, next(iter(section.data))))
    if not sections:
        outer.fail(f"no case for '{key}'", key)
    elif sections[-1].data.get("when") is not None:
        sections[-1].fail("the last case has a condition", "when", "a last case for all other rows")


def _draw(reader: Reader, section: Section, of: str, spec: FactSpec | None) -> Draw | None:
    kinds = [key for key in _DRAWS if key in section.data]
    section.seen.update(kinds)
    if len(kinds) != 1:
        what = f"several draws: {', '.join(kinds)}" if kinds else "there is no draw"
        section.fail(what, None, f"one of {', '.join(_DRAWS)}")
        section.seen.update(("step", "ratio"))
        return None
    if spec is not None:
        return _DRAWS[kinds[0]](reader, section, spec, of)
    if kinds[0] == "shares":
        return _shares(section, lambda inner, key: _number(inner, key))
    section.fail(f"'{kinds[0]}' does not say how many there are", kinds[0], "shares")
    return None


def _constant(reader: Reader, section: Section, spec: FactSpec, of: str) -> Draw | None:
    value = section.raw("is", required=True)
    if value == "unknown":
        return Constant(None)
    found = None if value is None else encoded(section, "is", value, spec, reader.book)
    return None if found is None else Constant(found)


def _choice(reader: Reader, section: Section, spec: FactSpec, of: str) -> Draw | None:
    return _shares(section, lambda inner, key: encoded(inner, key, key, spec, reader.book))


def _shares(section: Section, read: Callable[[Section, str], int | None]) -> Draw | None:
    """Values with their shares."""
    inner = section.section("shares", required=True)
    if inner is None:
        return None
    before = len(inner.problems)
    found = [(read(inner, key), _share(inner, key)) for key in inner.data]
    if len(inner.problems) > before:
        return None
    if not any(share for _, share in found):
        section.fail("no share is above 0", "shares")
        return None
    values, weights = zip(*found, strict=True)
    return Choice(values, weights)


def _share(section: Section, key: str) -> int | None:
    value = section.raw(key)
    if is_whole(value) and value >= 0:
        return int(value)
    section.fail(f"{value!r} is no share", key, "a whole number from 0 up")
    return None


def _number(section: Section, key: str) -> int | None:
    if key.isascii() and key.isdigit() and int(key) <= _MOST_ELEMENTS:
        return int(key)
    section.fail(f"'{key}' is no number of elements", key, f"a whole number up to {_MOST_ELEMENTS}")
    return None


def _between(reader: Reader, section: Section, spec: FactSpec, of: str) -> Draw | None:
    ends, step_text = section.raw("between"), section.raw("step")
    if not isinstance(ends, list) or len(ends) != 2 or spec.kind not in (Kind.NUMBER, Kind.DATE):
        section.fail(f"{ends!r} is no span of {spec.name}", "between", "[least, most] of a number or day")
        return None
    low, high = (encoded(section, "between", end, spec, reader.book) for end in ends)
    step: int | None = 1 if spec.kind is Kind.DATE else HUNDREDTHS
    if step_text is not None:
        step = encoded(section, "step", step_text, spec, reader.book) if spec.kind is Kind.NUMBER else None
        if spec.kind is Kind.DATE:
            section.fail("days go by one", "step", "no step")
    if low is None or high is None or step is None:
        return None
    if high < low or step <= 0 or (high - low) % step:
        section.fail("no whole number of steps leads from the least to the most", "between")
        return None
    return Between(low, high, step)


def _part(reader: Reader, section: Section, spec: FactSpec, of: str) -> Draw | None:
    fact, ratios = section.text("part", required=True), section.raw("ratio", required=True)
    whole = reader.drawn.get((of, fact or ""))
    if whole is None or not is_money_or_measure(whole) or not is_money_or_measure(spec):
        section.fail(
            f"'{fact}' is no amount of {with_article(of)} drawn before", "part", near=_near(reader, of, fact)
        )
        return None
    if ratios is None:
        return None
    if not isinstance(ratios, list) or len(ratios) != 2 or not all(isinstance(one, str) for one in ratios):
        section.fail(f"{ratios!r} is no span of ratios", "ratio", 'such as ["60%", "90%"]')
        return None
    low, high = (number_of(section, "ratio", one, reader.book, PURE) for one in ratios)
    if low is None or high is None:
        return None
    if not 0 <= low <= high <= 1:
        section.fail(f"{ratios} are no parts", "ratio", "between 0% and 100%, the least first")
        return None
    return Part(fact or "", int(low * _TEN_THOUSANDTHS), int(high * _TEN_THOUSANDTHS))


def _near(reader: Reader, of: str, fact: str | None) -> str | None:
    return nearest(fact or "", [name for entity, name in reader.drawn if entity == of])


def _days(reader: Reader, section: Section, spec: FactSpec, of: str) -> Draw | None:
    span = span_of(section, "days_before", section.raw("days_before"))
    if spec.kind is not Kind.DATE:
        section.fail(f"{spec.name} is no day", "days_before")
        return None
    return None if span is None else DaysBefore(*span)


def _given(reader: Reader, section: Section, spec: FactSpec, of: str) -> Draw | None:
    fact = section.text("given", required=True)
    if spec.kind is Kind.BOOL and (of, fact or "") in reader.drawn:
        return Present(fact or "")
    expected = f"a fact of {with_article(of)} drawn before, for a yes-or-no fact"
    section.fail(f"'{fact}' does not tell {spec.name}", "given", expected, _near(reader, of, fact))
    return None


def _age(key: str, sign: int) -> Reads:
    def read(reader: Reader, section: Section, spec: FactSpec, of: str) -> Draw | None:
        span = span_of(section, key, section.raw(key))
        if (of, spec.name) != ("person", "birth_date"):
            section.fail(f"{spec.name} is no birth_date of a person", key)
            return None
        return None if span is None else Age(*span, sign)

    return read


_DRAWS: Mapping[str, Reads] = {
    "is": _constant,
    "shares": _choice,
    "between": _between,
    "part": _part,
    "days_before": _days,
    "years": _age("years", 0),
    "younger": _age("younger", -1),
    "older": _age("older", 1),
    "given": _given,
}


def read_group(section: Section, reader: Reader) -> FactGroup | None:
    """One group of facts."""
    of, why = section.text("of", required=True), words(section, "why")
    if not _is_table(section, of, reader.tables, reader) or of is None:
        return None
    if ancestors(of) and of not in ("person", *reader.listed):
        section.fail(f"how many of '{of}' there are is not said before", "of", "an item with their number")
        return None
    inner = section.section("draw", required=True)
    rules = [] if inner is None else [_fact(inner, name, of, reader) for name in inner.data]
    section.finish()
    return FactGroup(of, why, tuple(rule for rule in rules if rule is not None))


def _is_table(section: Section, of: str | None, tables: Iterable[str], reader: Reader) -> bool:
    if of is None or of in tables:
        return of is not None
    known = ", ".join(tables)
    near = nearest(of, tables)
    section.fail(
        f"a register of {reader.root} has no '{of}' here", "of", f"one of {known}" if known else None, near
    )
    return False


def _fact(section: Section, name: str, of: str, reader: Reader) -> FactRule | None:
    specs = facts_of(ENTITIES[of])
    spec = specs.get(name)
    section.seen.add(name)
    if spec is None:
        section.fail(f"{of} has no fact '{name}'", name, near=nearest(name, specs))
        return None
    if spec.kind in (Kind.TEXT, Kind.ENTITY, Kind.COLLECTION):
        section.fail(f"'{name}' of {of} cannot be drawn", name, "a yes-or-no fact, number, day or code")
        return None
    if (of, name) in reader.drawn:
        section.fail(f"'{name}' of {of} is drawn already", name)
        return None
    cases = tuple(_cases(reader, section, name, of, spec))
    reader.drawn[(of, name)] = spec
    return FactRule(
        of, name, cases, spec.kind is Kind.NUMBER and any(_is_broken(case.draw) for case in cases)
    )


def _is_broken(draw: Draw) -> bool:
    """Whether a number that is drawn can have parts of its unit."""
    match draw:
        case Part():
            return True
        case Between(low=low, step=step):
            return bool(low % HUNDREDTHS or step % HUNDREDTHS)
        case Choice(values=values):
            return any(value % HUNDREDTHS for value in values)
        case Constant(value=value):
            return bool((value or 0) % HUNDREDTHS)
    return False


def read_elements(section: Section, reader: Reader) -> Elements | None:
    """How many elements of one kind the rows above have."""
    of, why = section.text("of", required=True), words(section, "why")
    listed = [one for one in reader.tables if ancestors(one) and one != "person"]
    if not _is_table(section, of, listed, reader) or of is None:
        return None
    if of in reader.listed:
        section.fail(f"how many of '{of}' there are is said already", "of")
    reader.listed.append(of)
    cases = tuple(_cases(reader, section, "number", ancestors(of)[0][0], None))
    section.finish()
    return Elements(of, why, cases)
