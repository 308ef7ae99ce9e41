"""What to find out next: each unknown fact is answered in every way that matters, and the case assessed again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from attrs import evolve, frozen

from fupin_policy.assess.engine import assess
from fupin_policy.assess.plan import Plan
from fupin_policy.assess.results import Assessment, Outcome, Verdict
from fupin_policy.assess.wording import missing_text
from fupin_policy.domain import ENTITIES
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.facts import FactSpec, Kind, facts_of
from fupin_policy.policy import Rulebook
from fupin_policy.problems import FupinError, InputError, Place, Problem
from fupin_policy.rules import Missing, walk
from fupin_policy.rules.nodes import Compare, FactRef, FigureRef, In, Literal_
from fupin_policy.values import Interval, Period, Quantity, Record
from fupin_policy.values.numbers import exact

__all__ = ["Question", "next_questions"]


@frozen(eq=False, repr=False)
class Question(Record):
    """A fact to find out. Whatever the answer, at least ``settles`` open verdicts and amounts are settled;
    the most helpful answer settles ``could_settle``. ``measures`` are those it bears on.
    """

    missing: Missing
    zh: str
    en: str
    settles: int
    could_settle: int
    measures: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<Question {self.missing}: settles {self.settles} to {self.could_settle}>"

    def text(self, lang: str = "zh") -> str:
        """The name of the fact, and whose."""
        return self.zh if lang == "zh" else self.en


def next_questions(assessment: Assessment, limit: int | None = 10) -> tuple[Question, ...]:
    """The open facts of an assessment, the one whose answer settles most first.

    Codes and yes-or-no facts are tried with every value, numbers and days on both sides of every figure
    they are compared with, a list that is not known as an empty one. Ties keep the document's order.

    ``limit`` is how many are wanted, None for all. Raises InputError for any other limit.
    """
    if limit is not None and (type(limit) is not int or limit < 1):
        expected = "a whole number from 1 up, or None for all"
        raise InputError(Problem(f"{limit!r} is no number of questions", Place(path="limit"), expected))
    plan = assessment.plan
    if plan is None:
        raise InputError(
            Problem(
                "a stored assessment asks nothing", expected="policy.restore(...) to have its rules again"
            )
        )
    questions = [_question(plan, assessment, gap) for gap in assessment.missing]
    ranked = sorted(questions, key=lambda q: (-q.settles, -q.could_settle, -len(q.measures)))
    return tuple(ranked if limit is None else ranked[:limit])


def _question(plan: Plan, assessment: Assessment, gap: Missing) -> Question:
    book = plan.book
    bearing = [outcome for outcome in assessment.outcomes if gap in outcome.missing]
    measures = tuple(outcome.measure for outcome in bearing)
    before = _open(bearing)
    part = evolve(plan, rules=tuple(one for one in plan.rules if one.measure.id in measures))
    gains = [before - _open(after.outcomes) for after in _answered(part, assessment, gap)]
    return Question(
        missing=gap,
        zh=missing_text(gap, "zh", book),
        en=missing_text(gap, "en", book),
        settles=max(min(gains, default=0), 0),
        could_settle=max(max(gains, default=0), 0),
        measures=measures,
    )


def _open(outcomes: Iterable[Outcome]) -> int:
    """How many verdicts are open, and how many amounts are for want of facts."""
    return sum((outcome.verdict is Verdict.UNDETERMINED) + bool(outcome.missing) for outcome in outcomes)


def _answered(plan: Plan, assessment: Assessment, gap: Missing) -> Iterator[Assessment]:
    """The case assessed again with each answer; an answer that contradicts what is known of the case is left out."""
    book = plan.book
    entity, _, name = gap.key.partition(".")
    placeless = getattr(assessment.subject, "division", None) is None and not assessment.presumed
    answers = list(
        _term_answers(book, name, assessment.on)
        if entity == "term"
        else (book.division, "000000")
        if name == "division"
        else _fact_answers(book, gap.key, facts_of(ENTITIES[entity])[name], assessment)
    )
    for answer in answers:
        subject, terms = assessment.subject, dict[str, Any](assessment.terms)
        try:
            if entity == "term":
                terms[name] = answer
            else:
                subject = with_fact(subject, gap, answer)
            readings = assessment.readings
            yield assess(
                plan, subject, assessment.on, readings=readings, terms=terms, place_required=placeless
            )
        except FupinError:
            continue


def _term_answers(book: Rulebook, name: str, on: date) -> Iterator[Any]:
    term = book.terms[name]
    if term.type.kind == "bool":
        yield from (True, False)
    elif term.type.kind == "date":
        yield from (on, on - timedelta(days=800))
    elif term.known is not None:
        value = term.known.value
        inside = (
            value
            if not isinstance(value, Interval)
            else (value.high if value.high is not None else value.low or 0)
        )
        yield Quantity(inside, term.type.unit)


def _fact_answers(book: Rulebook, key: str, spec: FactSpec, assessment: Assessment) -> Iterator[Any]:
    match spec.kind:
        case Kind.BOOL:
            yield from (True, False)
        case Kind.CODE:
            yield from spec.type
        case Kind.COLLECTION:
            yield ()
        case Kind.NUMBER:
            yield from _number_answers(book, key, spec)
        case Kind.DATE:
            for figure in dict.fromkeys(_compared(book, key)):
                if isinstance(figure, Period):
                    yield from (d for d in (figure.start, figure.end) if d is not None)
            yield from (assessment.on, assessment.on - timedelta(days=800))
        case _:
            yield from ()


def _number_answers(book: Rulebook, key: str, spec: FactSpec) -> Iterator[Any]:
    scale = spec.unit.scale if spec.unit is not None else 1
    points: dict[Any, None] = {}
    for figure in _compared(book, key):
        if isinstance(figure, Quantity):
            value = figure.value
            ends = [value] if not isinstance(value, Interval) else [value.nominal, value.low, value.high]
            for end in ends:
                if end is not None:
                    points |= dict.fromkeys((end, end + 1, max(end - 1, 0)))
    for point in points or {exact(Fraction(scale)): None}:
        number = exact(Fraction(point) / scale)
        if spec.is_count:
            if isinstance(number, int):
                yield number
        elif spec.unit is not None:
            yield Quantity(point, spec.unit)


def _compared(book: Rulebook, key: str) -> Iterator[Quantity | Period]:
    """Every figure and literal that a fact is compared with."""
    for measure in book.measures:
        if measure.rule is None:
            continue
        for node in (part for _, top in measure.rule.nodes() for part in walk(top)):
            sides = (
                (node.item, *node.options)
                if isinstance(node, In)
                else (node.left, node.right)
                if isinstance(node, Compare)
                else ()
            )
            if any(isinstance(side, FactRef) and f"{side.entity}.{side.name}" == key for side in sides):
                for side in sides:
                    if isinstance(side, FigureRef):
                        yield book.scope.figures[(side.measure or measure.id, side.name)]
                    elif isinstance(side, Literal_) and isinstance(side.value, Quantity):
                        yield side.value


def with_fact(subject: Entity, gap: Missing, value: Any) -> Entity:
    """The same case with one fact stated: of the entity itself, of one of its elements, or of a single entity below it."""
    entity, _, name = gap.key.partition(".")
    return _with(subject, entity, gap.subject or "", name, value) or subject


def _with(at: Any, entity: str, names: str, fact: str, value: Any) -> Any:
    """``names`` leads from an entity to the element that is meant: a/b1 is bill b1 of person a."""
    if at.key == entity and not names:
        return evolve(at, **{fact: value})
    for link, spec in facts_of(type(at)).items():
        if spec.kind is Kind.ENTITY and spec.type.key == entity and not names:
            # Rules read the entity that belongs to the one they are about, stated or derived.
            below = at.fact(link)
            return evolve(at, **{link: evolve(spec.type() if below is None else below, **{fact: value})})
        if spec.kind is Kind.COLLECTION and names:
            items = getattr(at, link) or ()
            for index, item in enumerate(items, 1):
                own = item.id or f"#{index}"
                rest = "" if names == own else names.removeprefix(f"{own}/")
                if rest != names and (changed := _with(item, entity, rest, fact, value)) is not None:
                    return evolve(at, **{link: (*items[: index - 1], changed, *items[index:])})
    return None
