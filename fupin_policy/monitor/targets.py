"""Targets against observed indicators: met, missed, on course, behind, not yet due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from fupin_policy.assess import Plan
from fupin_policy.assess.checks import check_terms
from fupin_policy.assess.why import not_addressed
from fupin_policy.domain import ENTITIES
from fupin_policy.domain.divisions import check_division, covers
from fupin_policy.domain.facts import facts_of
from fupin_policy.monitor.days import first_day, plain_day
from fupin_policy.monitor.observations import LEVELS, Observation, Observations, Rejected
from fupin_policy.monitor.series import Series, Window
from fupin_policy.monitor.states import TargetState, tally
from fupin_policy.policy import Citation, Label, Measure, Modality, Rulebook, Target, TargetScope
from fupin_policy.policy.goals import goal_rule
from fupin_policy.problems import InputError
from fupin_policy.rules import (
    Missing,
    Node,
    Scope,
    compile_rule,
    entity_environment,
    facts_read,
    missing,
)
from fupin_policy.values import Interval, Period, Quantity, Value, exact
from fupin_policy.values.intervals import contains, high_of, low_of, multiply

__all__ = ["MonitorReport", "TargetReport", "monitor", "targets_of"]

# Aims and duties on one target have days of their own.
_STRENGTHS = {"aim": Modality.AIM, "must": Modality.MUST}


@frozen(repr=False)
class TargetReport:
    """How one target stands in one area on the day of the report.

    ``value`` is the indicator on the day that counts (the due day, once it has passed), ``goal`` what it
    must lie in, ``gap`` what is still to go (negative: to come down), ``pace`` the gap a year until due.
    """

    measure: str
    name: Label
    citation: Citation
    modality: Modality
    level: str
    area: str
    state: TargetState
    due: date | None = None
    value: Any = None
    goal: Quantity | None = None
    gap: Quantity | None = None
    pace: Quantity | None = None
    missing: tuple[Missing, ...] = ()
    reason: Label | None = None

    def __repr__(self) -> str:
        return f"<TargetReport {self.measure}, {self.level} {self.area}: {self.state.en}>"


@frozen(repr=False)
class MonitorReport:
    """How all targets of a policy stand, and the rows of the input that could not be used."""

    policy: str
    on: date
    reports: tuple[TargetReport, ...]
    rejected: tuple[Rejected, ...] = ()

    def __repr__(self) -> str:
        told = tally(one.state for one in self.reports) or "nothing"
        return f"<MonitorReport of {self.policy} on {self.on}: {told}>"

    def __iter__(self) -> Iterator[TargetReport]:
        return iter(self.reports)

    def __len__(self) -> int:
        return len(self.reports)

    def having(self, *states: TargetState | str) -> tuple[TargetReport, ...]:
        """The reports in one of these states."""
        wanted = {TargetState(state) for state in states}
        return tuple(report for report in self.reports if report.state in wanted)

    def of(self, measure: str) -> tuple[TargetReport, ...]:
        """The reports on one measure."""
        return tuple(report for report in self.reports if report.measure == measure)


def targets_of(book: Rulebook, *, on: date | None = None) -> tuple[Measure, ...]:
    """The measures with a measurable target, in the document's order; with ``on``, those not past their last due day."""
    found = tuple(measure for measure in book.measures if measure.target is not None)
    if on is None:
        return found
    plain_day(on, "on")
    chosen = book.choose()
    return tuple(
        measure for measure in found if any(one.by is None or on <= one.by for one in _dues(measure, chosen))
    )


def monitor(
    plan: Plan,
    observations: Observations,
    on: date,
    *,
    readings: Mapping[str, str] | None = None,
    terms: Mapping[str, Any] | None = None,
) -> MonitorReport:
    """How every target of the plan's rulebook stands on a day, in every area that was observed.

    A target whose level was not observed at all is reported once, undetermined; one that is asked of each person
    or household, and so of no area, once as not applying. One for every year is reported for each finished year
    that was observed, and for the running one. Raises InputError for unknown readings and terms.
    """
    book = plan.book
    plain_day(on, "on")
    chosen, filled = book.choose(readings), check_terms(book, terms)
    base: dict[str, Any] = {f"reading.{name}": option for name, option in chosen.items()}
    for name, term in book.terms.items():
        base[f"term.{name}"] = (
            filled[name][1] if name in filled else (term.known.value if term.known else None)
        )
    series = Series.of(observations.good)
    first, reports = first_day(book, chosen), list[TargetReport]()
    for measure in targets_of(book):
        dues = _dues(measure, chosen)
        areas: list[str | None] = [*series.areas(dues[0].target.indicator.entity)] or [None]
        for area in areas:
            for one in (*_years(book, measure, dues, series, area, on, chosen), *dues):
                reports.append(_report(book, measure, one, series, area, on, first, base))
    return MonitorReport(book.slug, on, tuple(reports), observations.rejected)


@frozen
class _Due:
    """One thing to reach: of which target, the goal figure, the day it is due, how strongly, and the rule that it is
    reached.
    """

    target: Target
    goal: str | None
    by: date | None
    modality: Modality
    rule: Node


def _years(
    book: Rulebook,
    measure: Measure,
    dues: list[_Due],
    series: Series,
    area: str | None,
    on: date,
    readings: Mapping[str, str],
) -> list[_Due]:
    """Of a target for every year: the finished years that were observed, in force, and are not due by themselves."""
    target = dues[0].target
    if target.scope is not TargetScope.YEARLY or target.steps or area is None:
        return []
    ends = [one.by for one in dues if one.by is not None]
    last = min(on, *ends) if ends else on
    key = (target.indicator.entity, area, target.indicator.name)
    observed = sorted({one.day.year for one in series.by_key.get(key, ())})
    days = [date(year, 12, 31) for year in observed]
    return [
        evolve(dues[0], by=day, modality=measure.modality)
        for day in days
        if day < last and book.is_in_force(day, readings)
    ]


def _dues(measure: Measure, readings: Mapping[str, str]) -> list[_Due]:
    target = measure.target_under(readings)
    assert target is not None  # every option of a reading has its target

    def day(name: str | None) -> date | None:
        value = measure.figures[name].value if name is not None else None
        return None if value is None or isinstance(value, Quantity) else value.end

    def due(goal: str | None, by: date | None, modality: Modality, rule: Node) -> _Due:
        return _Due(target, goal, by, modality, rule)

    if target.steps:
        return [due(s.goal, day(s.by), measure.modality, goal_rule(target, s.goal)) for s in target.steps]
    # A goal is looked at on the due day itself; without one, the measure's own rule says what is wanted.
    own = measure.rule.when if measure.rule is not None else target.indicator
    rule = own if target.goal is None else goal_rule(target, target.goal)
    if target.aim is None and target.must is None:
        by = measure.due_under(readings)
        return [due(target.goal, None if by is None else by.end, measure.modality, rule)]
    return [
        due(target.goal, day(name), _STRENGTHS[key], rule)
        for key, name in (("aim", target.aim), ("must", target.must))
        if name is not None
    ]


def _report(
    book: Rulebook,
    measure: Measure,
    due: _Due,
    series: Series,
    area: str | None,
    on: date,
    first: date | None,
    base: Mapping[str, Any],
) -> TargetReport:
    target = due.target
    level = target.indicator.entity
    report = TargetReport(
        measure.id,
        measure.name,
        book.cite(measure),
        due.modality,
        level,
        area or "",
        TargetState.UNDETERMINED,
        due.by,
    )
    if level not in LEVELS:
        return evolve(report, state=TargetState.DOES_NOT_APPLY, reason=_of_cases(level))
    if area is None:
        unseen = Missing(f"{level}.{target.indicator.name}")
        return evolve(report, missing=(unseen,), reason=Label("没有观测值", "nothing was observed"))
    if check_division(area) is None and not covers(book.division, area) and not covers(area, book.division):
        outside = Label(f"不在{book.division}范围内", f"outside the division {book.division}")
        return evolve(report, state=TargetState.DOES_NOT_APPLY, reason=outside)
    scope = book.scope_of(measure)
    if due.by is not None and on > due.by:
        window = Window(due.by, _from(target, scope, first), due.by.year)
    else:
        window = Window(on, _from(target, scope, first))
    own = evolve(window, opens=_opens(target, scope))
    known = series.known(level, area, target.indicator.name, target.scope, own)
    try:
        entity = series.entity(
            level, area, window, {target.indicator.name: known.value}, facts_read(due.rule, scope)
        )
        env = entity_environment(level, entity, {**base, "on": window.day})
    except InputError as error:
        return evolve(
            report,
            reason=Label(
                f"观测值互相矛盾:{error.describe('zh')}", f"the observations contradict each other: {error}"
            ),
        )
    applies = measure.rule.applies if measure.rule is not None else None
    addressed = compile_rule(applies, scope).trace(env) if applies is not None else None
    if addressed is not None and addressed.value is False:
        reason = not_addressed(addressed, book.names(measure))
        return evolve(report, state=TargetState.DOES_NOT_APPLY, reason=reason)
    step = compile_rule(due.rule, scope).trace(env)
    value = compile_rule(target.indicator, scope).run(env)
    goal, gap, pace = _distance(target, due, scope, env, value, on)
    report = evolve(report, value=_shown(target, value), goal=goal, gap=gap, pace=pace)
    gaps = [one for one in (addressed, step) if one is not None and one.value is None]
    if gaps:
        unknown = tuple(dict.fromkeys(gap for one in gaps for gap in missing(one, {})))
        return evolve(report, missing=unknown, reason=known.reason)
    if step.value:
        return evolve(report, state=TargetState.MET)
    if due.by is not None and on > due.by:
        return evolve(report, state=TargetState.MISSED)
    if due.by is None:
        undated = Label("未载期限", "no date is printed")
        return evolve(report, state=TargetState.NOT_YET_DUE, reason=undated)
    return evolve(report, state=_course(target, due, series, area, scope, env, value, on))


def _of_cases(entity: str) -> Label:
    """Why no area shows how a target stands that is asked of each case."""
    zh, en = ENTITIES[entity].labels
    return Label(
        f"不是地区指标，按每个{zh}判定(fupin assess)",
        f"no indicator of an area, but asked of each {en.lower()}: see fupin assess",
    )


def _from(target: Target, scope: Scope, first: date | None) -> date | None:
    """The day from which a sum is counted: the one the text starts from, else the document's first in force."""
    period = None if target.start_on is None else scope.figures[(scope.here, target.start_on)]
    day = period.start or period.end if isinstance(period, Period) else None
    return first if day is None else day


def _opens(target: Target, scope: Scope) -> int | None:
    """The year before which nothing was measured yet: that of the day the text starts from, if it names one."""
    day = _from(target, scope, None)
    return None if day is None else day.year


def _shown(target: Target, value: Any) -> Any:
    unit = facts_of(ENTITIES[target.indicator.entity])[target.indicator.name].unit
    if value is None or isinstance(value, (bool, date)) or unit is None:
        return value
    return None if isinstance(value, Interval) and value.nominal is None else Quantity(value, unit)


def _wanted(target: Target, due: _Due, scope: Scope, env: Mapping[str, Any]) -> Value | None:
    if due.goal is None:
        return None
    figure = scope.figures[(scope.here, due.goal)]
    if not isinstance(figure, Quantity):
        return None
    if target.times is None:
        return figure.value
    factor = compile_rule(target.times, scope).run(env)
    return None if isinstance(factor, Interval) else multiply(figure.value, factor)


def _distance(
    target: Target, due: _Due, scope: Scope, env: Mapping[str, Any], value: Any, on: date
) -> tuple[Quantity | None, Quantity | None, Quantity | None]:
    """Goal, gap and pace, as far as they are numbers."""
    wanted, shown = _wanted(target, due, scope, env), _shown(target, value)
    if wanted is None or not isinstance(shown, Quantity):
        return None, None, None
    goal = Quantity(wanted, shown.unit)
    gap = _gap(wanted, shown.value)
    if gap is None or due.by is None or on >= due.by or gap == 0:
        return goal, None if gap is None else Quantity(gap, shown.unit), None
    # A year has 365.25 days.
    years = Fraction((due.by - on).days * 4, 1461)
    return goal, Quantity(gap, shown.unit), Quantity(exact(gap / years), shown.unit)


def _gap(wanted: Value, value: Value) -> int | Fraction | None:
    """How far a known value is from a goal: positive to go up, negative to come down, nothing once inside."""
    if isinstance(value, Interval):
        return None
    if contains(wanted, value):
        return 0
    low, high = low_of(wanted), high_of(wanted)
    if low is not None and value <= low:
        return exact(low - value)
    return exact(high - value) if high is not None else None


def _course(
    target: Target,
    due: _Due,
    series: Series,
    area: str,
    scope: Scope,
    env: Mapping[str, Any],
    value: Any,
    on: date,
) -> TargetState:
    """On course if the value has come at least as far as an even pace from the start would have brought it."""
    wanted = _wanted(target, due, scope, env)
    start = _start(target, series, area, scope, env)
    if (
        start is None
        or wanted is None
        or due.by is None
        or isinstance(value, (Interval, bool, date))
        or value is None
    ):
        return TargetState.NOT_YET_DUE
    first, day = start
    gap = _gap(wanted, first)
    if not gap or day >= min(on, due.by):
        return TargetState.NOT_YET_DUE
    expected = first + gap * Fraction((on - day).days, (due.by - day).days)
    return (
        TargetState.ON_COURSE if (value >= expected if gap > 0 else value <= expected) else TargetState.BEHIND
    )


def _start(
    target: Target, series: Series, area: str, scope: Scope, env: Mapping[str, Any]
) -> tuple[int | Fraction, date] | None:
    """The value a target starts from and its day: what the text prints, else the first observation."""
    if target.start is not None and target.start_on is not None:
        value = compile_rule(target.start, scope).run(env)
        period = scope.figures[(scope.here, target.start_on)]
        if not isinstance(value, Interval) and not isinstance(period, Quantity) and period.end is not None:
            return value, period.end
    indicator = target.indicator
    first: Observation | None = series.first(indicator.entity, area, indicator.name, _opens(target, scope))
    if first is None or not isinstance(first.value, Quantity) or isinstance(first.value.value, Interval):
        return None
    return first.value.value, first.day
