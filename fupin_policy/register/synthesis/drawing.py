"""Reading how facts are drawn: conditions, cases, groups of facts, numbers of elements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

from attrs import field, frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.facts import FactSpec, Kind, facts_of
from fupin_policy.policy import Rulebook
from fupin_policy.policy.section import Section
from fupin_policy.problems import nearest
from fupin_policy.register.synthesis.amounts import encoded, number_of, place_of
from fupin_policy.register.synthesis.recipe import (
    HUNDREDTHS,
    Age,
    Between,
    Case,
    Choice,
    Condition,
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
from fupin_policy.rules.scope import ancestors, entities_in_scope, family
from fupin_policy.values import PURE

__all__ = ["Reader", "read_elements", "read_group"]

_TEN_THOUSANDTHS = 10_000
_EVER = 10**7
_DRAWS = ("is", "shares", "between", "part", "days_before", "years", "younger", "older", "given")
_COUNTED = ("size", "place", "age")


@frozen
class Reader:
    """What the conditions and draws of one population may speak of."""

    book: Rulebook
    root: str
    labels: Mapping[str, tuple[str, ...]]
    marks: tuple[str, ...]
    drawn: dict[tuple[str, str], FactSpec] = field(factory=dict)
    listed: list[str] = field(factory=list)

    @property
    def tables(self) -> tuple[str, ...]:
        """The entities whose facts the register has: the root, what it has one of, and what is listed below it."""
        linked = tuple(entity for entity in entities_in_scope(self.root) if entity != self.root)
        below = tuple(entity for entity in ENTITIES if entity != self.root and family(entity) == self.root)
        return (self.root, *linked, *below)

    def owner(self, of: str) -> str:
        """The entity whose rows have the facts of ``of`` as columns: the root for its dwelling or village."""
        return of if family(of) == self.root and of != self.root and ancestors(of) else self.root

    def conditions(
        self, section: Section | None, of: str, drawing: FactSpec | None = None
    ) -> tuple[Condition, ...]:
        """Every condition of a mapping, for rows of ``of``; the head's value of the fact that is being drawn counts too."""
        if section is None:
            return ()
        found = [self._condition(section, key, of, drawing) for key in section.data]
        return tuple(one for one in found if one is not None)

    def _condition(self, section: Section, key: str, of: str, drawing: FactSpec | None) -> Condition | None:
        value = section.raw(key)
        if key in self.labels:
            return self._labelled(section, key, value)
        if key in self.marks:
            return self._one_of(section, key, value, Condition("", key), {"true": 1, "false": 0})
        if key in _COUNTED:
            return self._counted(section, key, value, Condition("", key))
        entity, _, name = key.rpartition(".")
        spec = self.drawn.get(("person" if entity == "head" else entity or of, name))
        if entity == "head" and of == "person" and drawing is not None and drawing.name == name:
            spec = drawing
        allowed = ("head", of, *(owner for owner, _ in ancestors(of)), self.root)
        if spec is None or (entity and entity not in allowed and self.owner(entity) != self.root):
            names = [*self.labels, *self.marks, *_COUNTED]
            names += [name if drawn == of else f"{drawn}.{name}" for drawn, name in self.drawn]
            section.fail(
                f"the condition '{key}' is no label and no fact drawn before",
                key,
                near=nearest(key, names),
            )
            return None
        where = Condition(entity or of, name)
        if spec.kind is Kind.NUMBER:
            return self._counted(section, key, value, where, HUNDREDTHS) if spec.is_count else None
        if spec.kind is Kind.DATE:
            if value != "given":
                section.fail(f"{value!r} is no condition on the day {name}", key, "given")
            return Condition(where.of, name, low=-_EVER, high=_EVER)
        options = value if isinstance(value, list) else [value]
        codes = [encoded(section, key, one, spec, self.book) for one in options]
        return None if None in codes else Condition(where.of, name, frozenset(cast(list[int], codes)))

    def _labelled(self, section: Section, key: str, value: Any) -> Condition | None:
        options = self.labels[key]
        return self._one_of(section, key, value, Condition("", key), {o: i for i, o in enumerate(options)})

    @staticmethod
    def _one_of(
        section: Section, key: str, value: Any, where: Condition, known: Mapping[str, int]
    ) -> Condition | None:
        asked = value if isinstance(value, list) else [value]
        names = [str(one).lower() if isinstance(one, bool) else one for one in asked]
        unknown = [one for one in names if not isinstance(one, str) or one not in known]
        for one in unknown:
            section.fail(
                f"'{one}' is no {key}", key, f"one of {', '.join(known)}", nearest(str(one), list(known))
            )
        return None if unknown else Condition(where.of, where.name, frozenset(known[one] for one in names))

    @staticmethod
    def _counted(
        section: Section, key: str, value: Any, where: Condition, parts: int = 1
    ) -> Condition | None:
        ends = value if isinstance(value, list) else [value, value]
        if len(ends) != 2 or not all(isinstance(one, int) and not isinstance(one, bool) for one in ends):
            section.fail(f"{value!r} is no span", key, "a whole number, or [least, most]")
            return None
        return Condition(where.of, where.name, low=ends[0] * parts, high=ends[1] * parts)

    def cases(self, outer: Section, key: str, of: str, spec: FactSpec | None) -> Iterator[Case]:
        """The cases under a key: a list, or one that is for all."""
        value = outer.raw(key)
        if isinstance(value, list):
            sections = list(outer.items(key))
        else:
            one = outer.section(key)
            sections = [] if one is None else [one]
        for section in sections:
            draw = self._draw(section, of, spec)
            when = self.conditions(section.section("when"), of, spec)
            if (
                isinstance(draw, Age)
                and draw.sign
                and not any(c.name == "place" and (c.low or 0) > 1 for c in when)
            ):
                section.fail("who is the head is not left out", "when", "a condition such as place: [2, 30]")
            section.finish()
            if draw is not None:
                yield Case(when, draw, place_of(section, next(iter(section.data), "")))
        if sections and sections[-1].data.get("when") is not None:
            sections[-1].fail("the last case has a condition", "when", "a last case for all other rows")

    def _draw(self, section: Section, of: str, spec: FactSpec | None) -> Draw | None:
        kinds = [key for key in _DRAWS if key in section.data]
        if len(kinds) != 1:
            section.fail(
                "no draw" if not kinds else f"several draws: {', '.join(kinds)}",
                expected=f"one of {', '.join(_DRAWS)}",
            )
            section.seen.update(kinds)
            return None
        kind = kinds[0]
        if spec is None:
            return self._number_of_elements(section, kind)
        match kind:
            case "is":
                return self._constant(section, spec)
            case "shares":
                return self._choice(section, spec)
            case "between":
                return self._between(section, spec)
            case "part":
                return self._part(section, spec, of)
            case "days_before":
                return self._days(section, spec)
            case "given":
                return self._given(section, spec, of)
        return self._age(section, kind, spec, of)

    def _constant(self, section: Section, spec: FactSpec) -> Draw | None:
        value = section.raw("is")
        if value == "unknown":
            return Constant(None)
        found = encoded(section, "is", value, spec, self.book)
        return None if found is None else Constant(found)

    def _choice(self, section: Section, spec: FactSpec) -> Draw | None:
        inner = section.section("shares")
        if inner is None:
            return None
        values, weights = [], []
        for key in inner.data:
            weight = _weight(inner, key)
            value = encoded(inner, key, key, spec, self.book)
            if weight is not None and value is not None:
                values.append(value)
                weights.append(weight)
        return _choice(inner, values, weights)

    def _number_of_elements(self, section: Section, kind: str) -> Draw | None:
        if kind != "shares":
            section.fail(f"'{kind}' is no way to say how many there are", kind, "shares")
            section.seen.add(kind)
            return None
        inner = section.section("shares")
        if inner is None:
            return None
        values, weights = [], []
        for key in inner.data:
            weight = _weight(inner, key)
            if not key.isdigit() or int(key) > HUNDREDTHS:
                inner.fail(f"'{key}' is no number of elements", key, "a small whole number")
            elif weight is not None:
                values.append(int(key))
                weights.append(weight)
        return _choice(inner, values, weights)

    def _between(self, section: Section, spec: FactSpec) -> Draw | None:
        ends = section.raw("between")
        if not isinstance(ends, list) or len(ends) != 2 or spec.kind not in (Kind.NUMBER, Kind.DATE):
            section.fail(f"{ends!r} is no span of {spec.name}", "between", "[least, most] of a number or day")
            section.seen.add("step")
            return None
        low, high = (encoded(section, "between", end, spec, self.book) for end in ends)
        step = 1 if spec.kind is Kind.DATE else HUNDREDTHS
        if section.data.get("step") is not None:
            step = encoded(section, "step", section.raw("step"), spec, self.book) or 0
        if low is None or high is None:
            return None
        if high < low or step <= 0 or (high - low) % step:
            section.fail("from the least to the most is no whole number of steps", "between")
            return None
        return Between(low, high, step)

    def _part(self, section: Section, spec: FactSpec, of: str) -> Draw | None:
        fact, ratios = section.text("part"), section.raw("ratio")
        whole = self.drawn.get((of, fact or ""))
        if whole is None or not is_money_or_measure(whole) or not is_money_or_measure(spec):
            section.fail(
                f"'{fact}' is no amount of a {of} drawn before",
                "part",
                near=nearest(fact or "", [name for entity, name in self.drawn if entity == of]),
            )
            return None
        if not isinstance(ratios, list) or len(ratios) != 2 or not all(isinstance(r, str) for r in ratios):
            section.fail(f"{ratios!r} is no span of ratios", "ratio", 'such as ["60%", "90%"]')
            return None
        ends = [number_of(section, "ratio", ratio, self.book, PURE) for ratio in ratios]
        if ends[0] is None or ends[1] is None:
            return None
        low, high = (int(end * _TEN_THOUSANDTHS) for end in ends if end is not None)
        if not 0 <= low <= high <= _TEN_THOUSANDTHS:
            section.fail(f"{ratios} are no parts", "ratio", "between 0% and 100%, the least first")
            return None
        return Part(fact or "", low, high)

    def _days(self, section: Section, spec: FactSpec) -> Draw | None:
        span = _span(section, "days_before")
        if span is None or spec.kind is Kind.DATE:
            return None if span is None else DaysBefore(*span)
        section.fail(f"{spec.name} is no day", "days_before")
        return None

    def _given(self, section: Section, spec: FactSpec, of: str) -> Draw | None:
        fact = section.text("given")
        if spec.kind is Kind.BOOL and (of, fact or "") in self.drawn:
            return Present(fact or "")
        section.fail(
            f"whether '{fact}' is given cannot be told",
            "given",
            f"a fact of a {of} drawn before, for a yes-or-no fact",
            nearest(fact or "", [name for entity, name in self.drawn if entity == of]),
        )
        return None

    def _age(self, section: Section, kind: str, spec: FactSpec, of: str) -> Draw | None:
        span = _span(section, kind)
        if (of, spec.name) != ("person", "birth_date"):
            section.fail(f"'{kind}' is for the birth_date of a person", kind)
            return None
        return None if span is None else Age(*span, {"years": 0, "younger": -1, "older": 1}[kind])


def _span(section: Section, key: str) -> tuple[int, int] | None:
    value = section.raw(key)
    if (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(one, int) and not isinstance(one, bool) for one in value)
        and 0 <= value[0] <= value[1]
    ):
        return value[0], value[1]
    section.fail(f"{value!r} is no span", key, "[least, most], whole numbers from 0 up")
    return None


def _weight(section: Section, key: str) -> int | None:
    value = section.raw(key)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    section.fail(f"{value!r} is no share", key, "a whole number from 0 up")
    return None


def _choice(section: Section, values: list[int], weights: list[int]) -> Draw | None:
    if sum(weights) > 0:
        return Choice(tuple(values), tuple(weights))
    section.fail("no share is above 0")
    return None


def read_group(section: Section, reader: Reader) -> FactGroup | None:
    """One group of facts."""
    of = section.text("of", required=True)
    why = section.label("why", required=True)
    if of not in reader.tables:
        if of is not None:
            section.fail(
                f"a register of {reader.root} has no '{of}'",
                "of",
                f"one of {', '.join(reader.tables)}",
                nearest(of, reader.tables),
            )
        section.seen.add("draw")
        section.finish()
        return None
    if ancestors(of) and of not in ("person", *reader.listed):
        section.fail(f"it is not said before how many of '{of}' there are", "of", "an item with their number")
    inner = section.section("draw", required=True)
    rules = []
    for name in inner.data if inner is not None else ():
        rule = _fact(inner, name, of, reader) if inner is not None else None
        if rule is not None:
            rules.append(rule)
    section.finish()
    return None if why is None else FactGroup(of, why, tuple(rules))


def _fact(section: Section, name: str, of: str, reader: Reader) -> FactRule | None:
    specs = facts_of(ENTITIES[of])
    spec = specs.get(name)
    section.seen.add(name)
    if spec is None or name == "id" or spec.kind in (Kind.TEXT, Kind.ENTITY, Kind.COLLECTION):
        what = f"{of} has no fact '{name}'" if spec is None else f"'{name}' is no fact that can be drawn"
        section.fail(what, name, near=nearest(name, specs))
        return None
    if (of, name) in reader.drawn:
        section.fail(f"'{name}' of {of} is drawn already", name)
        return None
    cases = tuple(reader.cases(section, name, of, spec))
    reader.drawn[(of, name)] = spec
    return FactRule(of, name, cases, _decimals(cases))


def _decimals(cases: tuple[Case, ...]) -> bool:
    """Whether a number can have parts of its unit."""
    for case in cases:
        draw = case.draw
        if isinstance(draw, Part):
            return True
        numbers = (
            (draw.low, draw.step)
            if isinstance(draw, Between)
            else draw.values
            if isinstance(draw, Choice)
            else (draw.value or 0,)
            if isinstance(draw, Constant)
            else ()
        )
        if any(number % HUNDREDTHS for number in numbers):
            return True
    return False


def read_elements(section: Section, reader: Reader) -> Elements | None:
    """How many elements of one kind the rows above have."""
    of = section.text("of", required=True)
    why = section.label("why", required=True)
    listed = [one for one in reader.tables if ancestors(one) and one != "person"]
    if of not in listed:
        if of is not None:
            section.fail(
                f"a register of {reader.root} lists no '{of}'",
                "of",
                f"one of {', '.join(listed)}" if listed else None,
                nearest(of, listed),
            )
        section.seen.add("number")
        section.finish()
        return None
    if of in reader.listed:
        section.fail(f"how many of '{of}' there are is said already", "of")
    reader.listed.append(of)
    cases = tuple(reader.cases(section, "number", ancestors(of)[0][0], None))
    section.finish()
    return None if why is None else Elements(of, why, cases)
