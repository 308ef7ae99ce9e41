"""Reading clauses and measures."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from attrs import evolve, fields

from fupin_policy.policy.goals import due_rule, reached
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
from fupin_policy.policy.reading import check_name, read_entity, read_rule, required_rule
from fupin_policy.policy.section import NO_LABEL, Section, figure_value
from fupin_policy.problems import nearest
from fupin_policy.rules import Node, parse
from fupin_policy.rules.nodes import UNREAD, FactRef
from fupin_policy.rules.scope import covered

__all__ = ["read_clause"]

T = TypeVar("T")

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
_NOTHING = "none"
"""Written for an option of a reading under which there is no date, or no rhythm, at all."""
_RULE_KEYS = ("applies", "when", "amount", "tiers", "stream", "layers", "rounding")
_TARGET_KEYS = frozenset(field.name for field in fields(Target))
_RECURRENCE = re.compile(r"FREQ=(YEARLY|MONTHLY|WEEKLY|DAILY)(;[A-Z]+=[A-Z0-9,+-]+)*\Z")


def read_clause(
    section: Section, readings: Mapping[str, Reading], leads: int = 0
) -> tuple[Clause, list[tuple[Measure, Section]], list[tuple[Check, Section]]]:
    """One clause with its measures and checks and where these stand; ``readings`` are those of the policy, and of its
    agencies the first ``leads`` lead where a measure does not say otherwise.
    """
    locator = section.text("clause", required=True) or ""
    heading = section.label("heading", required=True) or NO_LABEL
    topic = section.choice("topic", Topic) or Topic.PRINCIPLES
    measures = [(_measure(item, locator, topic, readings, leads), item) for item in section.items("measures")]
    checks = [(_check(item, locator), item) for item in section.items("checks")]
    section.finish()
    if not locator:
        section.lose(_misspelt(section, "clause"), "clauses")
    section.lose_misspelt("measures")
    clause = Clause(locator, heading, topic, tuple(measure.id for measure, _ in measures))
    return clause, measures, checks


def _check(section: Section, locator: str) -> Check:
    expect = section.flag("expect")
    found = Check(
        id=section.text("id", required=True) or "",
        clause=locator,
        says=section.label("says", required=True) or NO_LABEL,
        holds=required_rule(section, "holds"),
        expect=expect is not False,
        explanation=section.label("explanation", required=expect is False),
    )
    section.finish()
    return found


def _measure(
    section: Section, locator: str, topic: Topic, readings: Mapping[str, Reading], first: int
) -> Measure:
    ident = section.text("id", required=True) or ""
    if ident and not _ID.match(ident):
        section.fail(f"'{ident}' is no id", "id", "lower case words joined with -")
    figures = section.named("figures", _figure, ident)
    deadline, deadline_by = _named_by_reading(section, "deadline", readings, Section.text)
    recurrence, recurrence_by = _named_by_reading(section, "recurrence", readings, _recurrence)
    before = section.wrong
    target, target_by = _target_by_reading(section, readings)
    sound = section.wrong == before and not section.tree.lost
    agencies = section.texts("agencies")
    leads = section.raw("leads")
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
        leads=leads if type(leads) is int else min(first, len(agencies)),
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
        # After all others: what a rule lacks is known when every key has been read.
        rule=_rule(section, (target,) if target_by is None else target_by.values),
    )
    section.finish()
    if leads is not None:
        _check_leads(section, leads)
    if not ident:
        section.lose(_misspelt(section, "id"), "measures")
    section.lose_misspelt("figures", within=(ident,))
    follows = bool(measure.targets) and sound and not section.has("when")
    rule = _with_goal(measure, follows)
    return measure if rule is measure.rule else evolve(measure, rule=rule)


def _misspelt(section: Section, key: str) -> list[Any] | None:
    """What a name that is missing may be: what stands under a key nearest to its own; None where nothing does."""
    found = [section.data[other] for other, near in section.misspelt().items() if near == key]
    return found or None


def _with_goal(measure: Measure, follows: bool) -> Rule | None:
    """The rule of a measure with the day on which its goal is due, and what ``follows`` from its targets."""
    rule = measure.rule
    if rule is None:
        return None
    due = due_rule(measure) if rule.stream is None else None
    if due is None and not follows:
        return rule
    return evolve(rule, when=reached(measure) if follows else rule.when, due=due)


def _check_leads(section: Section, leads: object) -> None:
    agencies = section.data.get("agencies") or []
    if not isinstance(agencies, list) or (not agencies and not section.lacks("agencies")):
        return
    if type(leads) is not int or not 0 <= leads <= len(agencies):
        section.fail(f"{leads!r} is no number of leading agencies", "leads", f"0 to {len(agencies)}")


def _by_reading(
    section: Section, key: str, readings: Mapping[str, Reading], take: Callable[[Section, str], T | None]
) -> tuple[T | None, ByReading[T] | None]:
    """What ``take`` makes of each option of the reading that a key hangs on: that of the default, and all."""
    given = section.data.get(key)
    if len(given or ()) != 1:
        section.fail(f"'{key}' hangs on {len(given or ())} readings", key, "one reading with its options")
    for name, inner in section.sections(key):
        reading = readings.get(name)
        if reading is not None:
            options = {option: take(inner, option) for option in reading.options}
            inner.finish()
            return options.get(reading.default), ByReading(name, options)
        if not covered(("readings", name), section.unread):
            section.fail(f"unknown reading '{name}'", key, near=nearest(name, readings))
        return None, ByReading(name, {option: take(inner, option) for option in inner.data})
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


def _figure(name: str, section: Section) -> Figure | None:
    """One figure; None where nobody can know its value."""
    check_name(name, section)
    as_written = section.text("as_written", required=True) or ""
    value = section.convert("is", figure_value, required=True)
    role = section.choice("role", Role, required=True) or Role.AMOUNT
    section.finish()
    return None if value is None else Figure(name, as_written, value, role, section.line)


def _target(section: Section, key: str = "target") -> Target | None:
    inner = section.section(key, required=key != "target")
    if inner is None:
        return None
    indicator, start = required_rule(inner, "indicator"), read_rule(inner, "start")
    steps = tuple(_step(item) for item in inner.items("steps"))
    found = {key: inner.text(key) for key in ("goal", "tolerance", "start_on", "aim", "must")}
    scope, times = inner.choice("scope", TargetScope) or TargetScope.POOLED, read_rule(inner, "times")
    falling = inner.flag("falling") if "falling" in inner.data else None
    reached_on = inner.rule("reached_on")
    inner.seen.add("falling")
    inner.finish()
    if reached_on is not None and not isinstance(reached_on, FactRef):
        inner.fail(f"'{reached_on}' is no fact", "reached_on", "a fact such as county.tap_water_reached_on")
    if falling and inner.lacks("tolerance"):
        inner.fail("'falling' without a tolerance", "falling", "the bound at the goal itself")
    if not isinstance(indicator, FactRef):
        inner.fail(f"'{indicator}' is no indicator", "indicator", "a fact such as county.tap_water_share")
    return Target(
        indicator if isinstance(indicator, FactRef) else UNREAD,
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


def _rule(section: Section, watched: tuple[Target | None, ...]) -> Rule | None:
    """What can be decided of a measure, apart from what follows from the targets that are ``watched``."""
    targets = [target for target in watched if target is not None]
    to = read_entity(section, "to", required=False)
    applies, when, amount = (read_rule(section, key) for key in ("applies", "when", "amount"))
    in_force, rounding = read_rule(section, "in_force"), section.text("rounding")
    tiers = tuple(_tier(name, inner) for name, inner in section.sections("tiers"))
    layers = tuple(_layer(item) for item in section.items("layers"))
    stream, stacking = section.choice("stream", Stream), _stacking(section)
    if to is None and targets:
        to = targets[0].indicator.entity
    if to is None and section.lacks("to") and section.lacks("target"):
        keys = [key for key in _RULE_KEYS if key in section.data]
        if keys:
            section.fail(f"{', '.join(keys)} without 'to'", expected="the entity the rule is about")
        return None
    _fit_together(section, tiers, layers, targets)
    if when is None:
        when = parse("true") if section.lacks("target") else UNREAD
    return Rule(to or "", when, applies, amount, tiers, stream, layers, stacking, rounding, in_force)


def _fit_together(
    section: Section, tiers: tuple[Tier, ...], layers: tuple[Layer, ...], targets: list[Target]
) -> None:
    """Which keys of a rule ask for one another, and which exclude one another."""
    if all(map(section.lacks, ("when", "amount", "tiers", "target"))):
        section.fail("a rule without 'when'", "to", "'when', 'amount' or 'tiers'")
    if section.has("when") and any(target.goal is not None or target.steps for target in targets):
        section.fail("a rule beside a goal", "when", "none: it follows from the goal")
    if section.has("tiers") and section.has("amount"):
        section.fail("both 'amount' and 'tiers'", "tiers")
    without = [tier.name for tier in tiers if tier.amount is None]
    if without and len(without) < len(tiers):
        what = f"tiers without an amount ({', '.join(without)}) beside others with one"
        section.fail(what, "tiers")
    amounts = [tier.amount for tier in tiers] + [layer.amount for layer in layers]
    paid = section.has("amount") or any(one is not None for one in amounts)
    if paid and section.lacks("stream"):
        section.fail("an amount without a stream", expected=", ".join(Stream))
    if section.has("layers") and section.lacks("amount") and section.lacks("tiers"):
        section.fail("layers without an amount", "layers")


def _tier(name: str, section: Section) -> Tier:
    check_name(name, section)
    when, amount = required_rule(section, "when"), read_rule(section, "amount")
    section.finish()
    return Tier(name, when, UNREAD if amount is None and not section.lacks("amount") else amount)


def _layer(section: Section) -> Layer:
    payer = section.text("payer", required=True) or ""
    amount: Node | None = None
    if section.data.get("amount") == "remainder":
        section.seen.add("amount")
    else:
        amount = required_rule(section, "amount")
    section.finish()
    return Layer(payer, amount)


def _stacking(section: Section) -> Stacking:
    inner = section.section("stacks")
    if inner is None:
        return Stacking()
    found = Stacking(**{key: inner.text(key) for key in Stacking.__annotations__})
    inner.finish()
    return found
