"""Reading clauses and measures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Literal, TypeVar

from attrs import evolve, fields

from fupin_policy.policy.kinds import Kind, Modality, Role, Status, Stream, TargetScope, Topic
from fupin_policy.policy.model import (
    ByReading,
    Check,
    Clause,
    Figure,
    Layer,
    Measure,
    Reading,
    Rule,
    Stacking,
    Step,
    Target,
    Tier,
)
from fupin_policy.policy.reading import NO_LABEL, check_name, or_true, read_entity
from fupin_policy.policy.section import Section, figure_value
from fupin_policy.problems import nearest
from fupin_policy.rules import Node, parse
from fupin_policy.rules.nodes import (
    And,
    Arithmetic,
    Compare,
    FactRef,
    FigureRef,
    If,
    In,
    Literal_,
    Not,
    Or,
    TermRef,
    Today,
)
from fupin_policy.values import Period, Quantity

__all__ = ["goal_rule", "read_clause", "read_leads"]

T = TypeVar("T")

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
_NOTHING = "none"
"""Written for an option of a reading under which there is no date, or no rhythm, at all."""
_TARGET_KEYS = frozenset(field.name for field in fields(Target))
_RECURRENCE = re.compile(r"FREQ=(YEARLY|MONTHLY|WEEKLY|DAILY)(;[A-Z]+=[A-Z0-9,+-]+)*\Z")


def read_clause(
    section: Section, readings: Mapping[str, Reading], leads: int = 0
) -> tuple[Clause, list[Measure], list[Check]]:
    """One clause with its measures and checks; ``readings`` are those of the policy, and of its agencies the first
    ``leads`` lead where a measure does not say otherwise.
    """
    locator = section.text("clause", required=True) or ""
    heading = section.label("heading", required=True) or NO_LABEL
    topic = section.choice("topic", Topic) or Topic.PRINCIPLES
    measures = [_measure(item, locator, topic, readings, leads) for item in section.items("measures")]
    checks = [_check(item, locator) for item in section.items("checks")]
    section.finish()
    return Clause(locator, heading, topic, tuple(measure.id for measure in measures)), measures, checks


def _check(section: Section, locator: str) -> Check:
    expect = section.flag("expect")
    found = Check(
        id=section.text("id", required=True) or "",
        clause=locator,
        says=section.label("says", required=True) or NO_LABEL,
        holds=or_true(section.rule("holds", required=True)),
        expect=expect is not False,
        explanation=section.label("explanation", required=expect is False),
    )
    section.finish()
    return found


def read_leads(section: Section, agencies: Sequence[str] | None) -> int | None:
    """How many agencies of a list lead, None where it is not said; ``agencies`` are the list, where there is one."""
    leads = section.raw("leads")
    if leads is None:
        return None
    most = None if agencies is None else len(agencies)
    if type(leads) is not int or leads < 0 or (most is not None and leads > most):
        expected = "a whole number" if most is None else f"0 to {most}"
        section.fail(f"{leads!r} is no number of leading agencies", "leads", expected)
        return None
    return leads


def _measure(
    section: Section, locator: str, topic: Topic, readings: Mapping[str, Reading], first: int
) -> Measure:
    ident = section.text("id", required=True) or ""
    if ident and not _ID.match(ident):
        section.fail(f"'{ident}' is no id", "id", "lower case words joined with -")
    figures = {name: _figure(name, inner) for name, inner in section.sections("figures")}
    deadline, deadline_by = _named_by_reading(
        section, "deadline", readings, lambda inner, key: _figure_name(inner, key, figures)
    )
    recurrence, recurrence_by = _named_by_reading(section, "recurrence", readings, _recurrence)
    target, target_by = _target_by_reading(section, readings)
    agencies = section.texts("agencies")
    leads = read_leads(section, agencies)
    measure = Measure(
        id=ident,
        clause=locator,
        kind=section.choice("kind", Kind, required=True) or Kind.PRINCIPLE,
        name=section.label("name", required=True) or NO_LABEL,
        says=section.label("says", required=True) or NO_LABEL,
        modality=section.choice("modality", Modality, required=True) or Modality.MUST,
        subject=section.text("subject", required=True) or "",
        topic=section.choice("topic", Topic) or topic,
        agencies=agencies,
        leads=min(first, len(agencies)) if leads is None else leads,
        figures=figures,
        deadline=deadline,
        deadline_by=deadline_by,
        recurrence=recurrence,
        recurrence_by=recurrence_by,
        consequence=section.text("consequence"),
        status=section.choice("status", Status),
        target=target,
        target_by=target_by,
        note=section.label("note"),
        file=section.tree.file or "",
        line=section.line,
    )
    rule = _rule(section, measure)
    section.finish()
    return measure if rule is None else evolve(measure, rule=rule)


def _by_reading(
    section: Section, key: str, readings: Mapping[str, Reading], take: Callable[[Section, str], T | None]
) -> tuple[T | None, ByReading[T] | None]:
    """What ``take`` makes of each option of the reading that a key hangs on: that of the default, and all."""
    given = section.data.get(key)
    if len(given or ()) != 1:
        section.fail(f"'{key}' hangs on {len(given or ())} readings", key, "one reading with its options")
    for name, inner in section.sections(key):
        reading = readings.get(name)
        if reading is None:
            section.fail(f"unknown reading '{name}'", key, near=nearest(name, readings))
            continue
        options = {option: take(inner, option) for option in reading.options}
        inner.finish()
        return options.get(reading.default), ByReading(name, options)
    return None, None


def _named_by_reading(
    section: Section, key: str, readings: Mapping[str, Reading], take: Callable[[Section, str], str | None]
) -> tuple[str | None, ByReading[str] | None]:
    """What ``take`` makes of a text, or of each option; one that is ``none`` stands for nothing."""
    if not isinstance(section.data.get(key), dict):
        return take(section, key), None

    def option(inner: Section, name: str) -> str | None:
        return None if inner.text(name, required=True) in (None, _NOTHING) else take(inner, name)

    return _by_reading(section, key, readings, option)


def _recurrence(section: Section, key: str) -> str | None:
    rule = section.text(key)
    if rule is not None and not _RECURRENCE.match(rule):
        section.fail(f"'{rule}' is no recurrence rule", key, "such as FREQ=MONTHLY;INTERVAL=3")
        return None
    return rule


def _figure_name(section: Section, key: str, figures: Mapping[str, Figure]) -> str | None:
    name = section.text(key)
    if name is not None and name not in figures:
        section.fail(f"no figure '{name}'", key, ", ".join(figures) or "a figure", nearest(name, figures))
        return None
    return name


def _figure(name: str, section: Section) -> Figure:
    check_name(name, section)
    found = Figure(
        name=name,
        as_written=section.text("as_written", required=True) or "",
        value=section.convert("is", figure_value, required=True) or Quantity(0),
        role=section.choice("role", Role, required=True) or Role.AMOUNT,
        line=section.line,
    )
    section.finish()
    return found


def _target(section: Section, key: str = "target") -> Target | None:
    inner = section.section(key, required=key != "target")
    if inner is None:
        return None
    indicator, start = inner.rule("indicator", required=True), inner.rule("start")
    steps = tuple(_step(item) for item in inner.items("steps"))
    found = {key: inner.text(key) for key in ("goal", "tolerance", "start_on", "aim", "must")}
    scope, times = inner.choice("scope", TargetScope) or TargetScope.POOLED, inner.rule("times")
    falling = inner.flag("falling") if "falling" in inner.data else None
    reached_on = inner.rule("reached_on")
    inner.seen.add("falling")
    inner.finish()
    if reached_on is not None and not isinstance(reached_on, FactRef):
        inner.fail(f"'{reached_on}' is no fact", "reached_on", "a fact such as county.tap_water_reached_on")
    if not isinstance(indicator, FactRef):
        if indicator is not None:
            inner.fail(f"'{indicator}' is no indicator", "indicator", "a fact such as county.tap_water_share")
        return None
    return Target(
        indicator,
        scope=scope,
        times=times,
        start=start,
        steps=steps,
        falling=falling is True,
        reached_on=reached_on if isinstance(reached_on, FactRef) else None,
        **found,
    )


def _target_by_reading(
    section: Section, readings: Mapping[str, Reading]
) -> tuple[Target | None, ByReading[Target] | None]:
    """What a measure watches; where its keys are no target's, what it watches under each option of a reading."""
    given = section.data.get("target")
    if not isinstance(given, dict) or any(key in _TARGET_KEYS for key in given):
        return _target(section), None
    return _by_reading(section, "target", readings, _target)


def _step(section: Section) -> Step:
    step = Step(section.text("goal", required=True) or "", section.text("by", required=True) or "")
    section.finish()
    return step


def _reached(measure: Measure) -> Node:
    """The rule that a measure's target is reached, in time where it tells the day: the reading's own target counts.

    What is reached while the deadline runs is reached in time; only afterwards the day has to be known.
    """
    node = _each_option(measure.target_by, measure.targets, _goal_reached)
    day = next((target.reached_on for target in measure.targets if target.reached_on is not None), None)
    if day is None or not measure.deadlines:
        return node
    days = (Today(), day)

    def in_time(name: str) -> Node:
        return Or(tuple(In(one, (FigureRef(name),)) for one in days))

    return And((node, _each_option(measure.deadline_by, measure.deadlines, in_time)))


_GOALS = frozenset({Kind.TARGET, Kind.STANDARD, Kind.EXIT_STANDARD, Kind.DUTY})


def _due(measure: Measure) -> Node | None:
    """The rule that the deadline of a goal has passed, None where it has none: the last one counts."""
    if measure.kind not in _GOALS:
        return None

    def passed(name: str) -> Node:
        figure = measure.figures.get(name)
        period = None if figure is None else figure.value
        if not isinstance(period, Period) or period.end is None:
            return parse("true")
        if period.start is None:
            return Not(In(Today(), (FigureRef(name),)))
        return Compare(">", Today(), Literal_(period.end))

    def last(target: Target) -> Node:
        return passed(target.steps[-1].by if target.steps else target.must or target.aim or "")

    if measure.deadlines:
        return _each_option(measure.deadline_by, measure.deadlines, passed)
    if any(target.steps or target.must or target.aim for target in measure.targets):
        return _each_option(measure.target_by, measure.targets, last)
    return None


def _each_option(by: ByReading[T] | None, plain: tuple[T, ...], rule: Callable[[T], Node]) -> Node:
    """A rule of what hangs on a reading: that of the option which is chosen."""
    if by is None:
        return rule(plain[0])
    *earlier, (_, last) = by.options.items()
    node = parse("true") if last is None else rule(last)
    for option, one in reversed(earlier):
        chosen = parse(f"reading.{by.reading} == {option}")
        node = If(chosen, parse("true") if one is None else rule(one), node)
    return node


def _goal_reached(target: Target) -> Node:
    """The rule that a target's indicator is where it should be; of a series, the step due next counts."""
    if target.steps:
        *earlier, last = target.steps
        node: Node = goal_rule(target, last.goal)
        for step in reversed(earlier):
            node = If(In(Today(), (FigureRef(step.by),)), goal_rule(target, step.goal), node)
        return node
    return target.indicator if target.goal is None else goal_rule(target, target.goal)


def goal_rule(target: Target, goal: str) -> Node:
    """The rule that a target's indicator lies in one of its goals."""
    wanted: Node = FigureRef(goal)
    if target.times is not None:
        wanted = Arithmetic("*", wanted, target.times)
    if target.tolerance is None:
        return In(target.indicator, (wanted,))
    sides: tuple[Literal["<=", ">="], Literal["+", "-"]] = ("<=", "+") if target.falling else (">=", "-")
    return Compare(sides[0], target.indicator, Arithmetic(sides[1], wanted, TermRef(target.tolerance)))


def _rule(section: Section, measure: Measure) -> Rule | None:
    target = measure.target
    to = read_entity(section, "to", required=False)
    applies, when = section.rule("applies"), section.rule("when")
    if target is not None:
        to = to or target.indicator.entity
        if when is not None and (target.goal is not None or target.steps):
            section.fail("a rule beside a goal", "when", "none: it follows from the goal")
        when = _reached(measure) if when is None else when
    tiers = tuple(
        Tier(name, or_true(inner.rule("when", required=True)), inner.rule("amount"))
        for name, inner in _finished(section.sections("tiers"))
    )
    rule_keys = [
        key
        for key in ("applies", "when", "amount", "tiers", "stream", "layers", "rounding")
        if key in section.data
    ]
    amount = section.rule("amount")
    layers = tuple(_layer(item) for item in section.items("layers"))
    stream = section.choice("stream", Stream)
    stacks = section.section("stacks")
    stacking = Stacking()
    if stacks is not None:
        stacking = Stacking(**{key: stacks.text(key) for key in Stacking.__annotations__})
        stacks.finish()
    rounding, in_force = section.text("rounding"), section.rule("in_force")
    if to is None:
        if rule_keys:
            section.fail(f"{', '.join(rule_keys)} without 'to'", expected="the entity the rule is about")
        return None
    if when is None and not tiers and amount is None:
        section.fail("a rule without 'when'", "to", "'when', 'amount' or 'tiers'")
    if tiers and amount is not None:
        section.fail("both 'amount' and 'tiers'", "tiers")
    due = _due(measure) if stream is None else None
    return Rule(to, or_true(when), applies, amount, tiers, stream, layers, stacking, rounding, in_force, due)


def _finished(sections: Iterator[tuple[str, Section]]) -> Iterator[tuple[str, Section]]:
    for name, section in sections:
        check_name(name, section)
        yield name, section
        section.seen.update(("when", "amount"))
        section.finish()


def _layer(section: Section) -> Layer:
    payer = section.text("payer", required=True) or ""
    amount: Node | None = None
    if section.data.get("amount") == "remainder":
        section.seen.add("amount")
    else:
        amount = section.rule("amount", required=True)
    section.finish()
    return Layer(payer, amount)
