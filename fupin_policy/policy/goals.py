"""The rules that follow from the goals of a measure: that they are reached, and that their day has passed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

from fupin_policy.policy.kinds import Kind
from fupin_policy.policy.model import ByReading, Measure, Target
from fupin_policy.rules import Node, parse
from fupin_policy.rules.nodes import (
    And,
    Arithmetic,
    Compare,
    FigureRef,
    If,
    In,
    Literal_,
    Not,
    Or,
    TermRef,
    Today,
)
from fupin_policy.values import Period

__all__ = ["due_rule", "goal_rule", "reached"]

T = TypeVar("T")


def reached(measure: Measure) -> Node:
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


def due_rule(measure: Measure) -> Node | None:
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
