"""What an assessment says: verdicts, amounts, and the sums of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from attrs import field, frozen

from fupin_policy.assess.checks import unused_facts
from fupin_policy.domain.entity import Entity
from fupin_policy.policy import Citation, Kind, Label, Rulebook, Stream
from fupin_policy.problems import InputError, Problem, UnknownNameError, with_article
from fupin_policy.rules import Missing, Step
from fupin_policy.values import Labelled, Quantity, Record, named_map

if TYPE_CHECKING:
    from fupin_policy.assess.plan import Plan

__all__ = ["ELSEWHERE", "Assessment", "Item", "Outcome", "Told", "Trace", "Verdict", "totals_map"]

ELSEWHERE = Label(
    "评估对象不在本政策适用的行政区划内", "the case lies outside the divisions that the policy covers"
)


class Verdict(Labelled):
    """What a measure says of a case. Undetermined is not a no: facts are missing."""

    HOLDS = "holds", "符合", "holds"
    FAILS = "fails", "不符合", "fails"
    UNDETERMINED = "undetermined", "待定", "undetermined"
    NOT_IN_FORCE = "not_in_force", "未生效或已失效", "not in force"
    DOES_NOT_APPLY = "does_not_apply", "不适用", "does not apply"

    @property
    def is_determined(self) -> bool:
        """Whether more facts could not change it."""
        return self is not Verdict.UNDETERMINED


class Trace:
    """The traced rules of a measure, and what there is to be told of them."""

    __slots__ = ("steps",)

    def __init__(self, steps: tuple[Step, ...] = ()) -> None:
        self.steps = steps

    def missing(self) -> Iterable[Missing]:
        """The unknown facts in the rules that matter."""
        return ()

    def reason(self, verdict: Verdict) -> Label | None:
        """Why the rules say no more than a verdict."""
        return None


class Item(NamedTuple):
    """A measure's verdict on one person, loan, bill … (``subject``), and what is due for it.

    ``layers`` say who pays how much of the amount, in order. ``amount`` is None for a measure without
    amounts; an undetermined item contributes from zero to its highest amount.
    """

    subject: str | None
    verdict: Verdict
    amount: Quantity | None = None
    tier: str | None = None
    layers: tuple[tuple[str, Quantity], ...] = ()


Told: TypeAlias = tuple[str | None, Verdict, Quantity | None, str | None, tuple[tuple[str, Quantity], ...]]
"""The fields of an item: an assessment has hundreds of items, which few ask for."""


@frozen(slots=False, eq=False, repr=False)
class Outcome(Record):
    """What one measure says of a case.

    ``amount`` is the sum over ``items``; ``counted`` tells whether it enters the totals. Of those with the same
    ``group`` only the highest amount is counted, for each subject. ``items``, ``trace``, ``missing`` and ``reason`` are
    worked out when first asked for.
    """

    measure: str
    name: Label
    kind: Kind
    citation: Citation
    verdict: Verdict
    stream: Stream | None = None
    amount: Quantity | None = None
    told_items: tuple[Told, ...] = field(default=(), alias="items")
    counted: bool = True
    told_reason: Label | None = field(default=None, eq=False, repr=False, alias="reason")
    group: str | None = None
    told_missing: tuple[Missing, ...] | None = field(default=None, eq=False, repr=False)
    tracer: Callable[[], Trace] = field(default=Trace, eq=False, repr=False)

    @staticmethod
    def decided(
        alike: Mapping[str, Any],
        verdict: Verdict,
        amount: Quantity | None,
        items: tuple[Told, ...],
        reason: Label | None,
        tracer: Callable[[], Trace],
    ) -> Outcome:
        """What a measure says once it was decided; ``alike`` has all fields, of which most are the same for all cases.

        An assessment has dozens of outcomes: to copy their fields takes half as long as to set each.
        """
        told = {**alike}
        told["verdict"], told["amount"], told["told_items"] = verdict, amount, items
        told["told_reason"], told["tracer"] = reason, tracer
        found = object.__new__(Outcome)
        object.__setattr__(found, "__dict__", told)
        return found

    def __repr__(self) -> str:
        amount = "" if self.amount is None else f", {self.amount}"
        return f"<Outcome {self.measure}: {self.verdict.label('en')}{amount}>"

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The verdict on each person, loan, bill … and what is due for it."""
        return tuple(map(Item._make, self.told_items))

    @property
    def _traced(self) -> Trace:
        # As cached_property has it, without the lock that it takes for each of dozens of outcomes.
        found: Trace | None = self.__dict__.get("_traced")
        if found is None:
            found = self.__dict__["_traced"] = self.tracer()
        return found

    @property
    def trace(self) -> tuple[Step, ...]:
        """Every rule of the measure with the value of every part, one tree a rule and item.

        Raises InputError on an outcome read back from a file, which holds results and no rules.
        """
        if self.told_missing is not None:
            raise InputError(
                Problem("a stored outcome has no trace", expected="assess the facts again to trace them")
            )
        return self._traced.steps

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """The unknown facts and open terms that leave the verdict or the amount open."""
        return (
            self.told_missing
            if self.told_missing is not None
            else tuple(dict.fromkeys(self._traced.missing()))
        )

    @cached_property
    def reason(self) -> Label | None:
        """Why the amount is not counted, why the measure is not in force or not for the case, why it stays open
        though no fact is missing, or that the payers' shares come to more than the amount; None for nothing to say.
        """
        if self.told_reason is not None or self.told_missing is not None:
            return self.told_reason
        shared = any(item.layers for item in self.items)
        if self.verdict is Verdict.FAILS or (self.verdict is Verdict.HOLDS and not shared):
            return None
        if self.verdict is Verdict.UNDETERMINED and self.missing and not shared:
            return None
        return self._traced.reason(self.verdict)


def _readings(found: Mapping[str, str]) -> Mapping[str, str]:
    return named_map("reading", found)


def _terms(found: Mapping[str, str]) -> Mapping[str, str]:
    return named_map("filled term", found)


def totals_map(found: Mapping[str, Quantity]) -> Mapping[str, Quantity]:
    """Totals by their names, of which a misspelt one is told."""
    return named_map("total", found)


@frozen(slots=False, eq=False, repr=False)
class Assessment(Record):
    """What a policy says of one case on one day, and on what that rests.

    ``totals`` sums the counted amounts by stream (``cost_relief`` once, ``cost_relief_per_year`` yearly);
    each is a quantity with its bounds. Outcomes are found by measure id: ``assessment["dibao"]``.
    """

    policy: str
    title: Label
    policy_hash: str
    library: str
    on: date
    subject: Entity
    readings: Mapping[str, str] = field(converter=_readings)
    terms: Mapping[str, str] = field(converter=_terms)
    outcomes: tuple[Outcome, ...]
    totals: Mapping[str, Quantity] = field(converter=totals_map)
    presumed: tuple[str, ...] = ()
    plan: Plan | None = field(default=None, eq=False, repr=False)

    @property
    def book(self) -> Rulebook | None:
        """The rules that were applied; None on an assessment read back from a file."""
        return None if self.plan is None else self.plan.book

    def __repr__(self) -> str:
        held, open_ = len(self.having(Verdict.HOLDS)), len(self.having(Verdict.UNDETERMINED))
        case = with_article(self.subject.key)
        return (
            f"<Assessment of {case} under {self.policy} on {self.on}: {held} measures hold, {open_} may hold>"
        )

    @cached_property
    def _by_measure(self) -> Mapping[str, Outcome]:
        return {outcome.measure: outcome for outcome in self.outcomes}

    def __getitem__(self, measure: str) -> Outcome:
        found = self._by_measure.get(measure)
        if found is None:
            raise UnknownNameError("measure with a rule", measure, list(self._by_measure))
        return found

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self.outcomes)

    def __len__(self) -> int:
        return len(self.outcomes)

    def having(self, *verdicts: Verdict | str) -> tuple[Outcome, ...]:
        """The outcomes with one of these verdicts."""
        wanted = {Verdict(verdict) for verdict in verdicts}
        return tuple(outcome for outcome in self.outcomes if outcome.verdict in wanted)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """Every unknown fact and open term that leaves something open, in the document's order."""
        return tuple(dict.fromkeys(one for outcome in self.outcomes for one in outcome.missing))

    @property
    def is_elsewhere(self) -> bool:
        """Whether the case lies outside the divisions that the policy covers, so that nothing applies to it."""
        return any(outcome.told_reason == ELSEWHERE for outcome in self.outcomes)

    @cached_property
    def unused(self) -> tuple[str, ...]:
        """Keys of the facts that were stated and that no rule of the policy looks at."""
        return () if self.plan is None else unused_facts(self.subject, self.plan.facts)

    def explain(self, lang: str = "zh", *, everything: bool = False) -> str:
        """Every measure that holds or may hold, with its reasons, in words; with ``everything`` all others too."""
        from fupin_policy.assess.wording import explain

        return explain(self, lang, everything=everything)

    def next_questions(self, limit: int | None = 10) -> tuple[Any, ...]:
        """The facts to find out next, the one whose answer settles most first."""
        from fupin_policy.assess.questions import next_questions

        return next_questions(self, limit)

    def receipt(self) -> dict[str, Any]:
        """Everything the assessment rests on and says, with a sha256 over its canonical form; no clock in it."""
        from fupin_policy.assess.records import receipt

        return receipt(self)

    def to_dict(self) -> dict[str, Any]:
        """Plain data; :meth:`from_dict` gives an equal assessment back."""
        from fupin_policy.assess.records import to_dict

        return to_dict(self)

    def to_json(self) -> str:
        """JSON text of :meth:`to_dict`."""
        from fupin_policy.assess.records import to_json

        return to_json(self)

    @staticmethod
    def from_dict(data: Mapping[str, Any]) -> Assessment:
        """Read back what :meth:`to_dict` or :meth:`receipt` wrote.

        Raises InputError where it is malformed, where its sums are not those of its parts, and where a receipt was
        changed. Whether it is what the rules say of the case is for ``policy.restore`` to tell.
        """
        from fupin_policy.assess.records import from_dict

        return from_dict(data)

    @staticmethod
    def from_json(text: str) -> Assessment:
        """Read back what :meth:`to_json` wrote; raises InputError as :meth:`from_dict` does."""
        from fupin_policy.assess.records import from_json

        return from_json(text)

    def to_text(self, lang: str = "zh", *, everything: bool = False) -> str:
        """A plain-text table; ``everything`` shows the measures that fail or do not apply as well."""
        from fupin_policy.assess.tables import to_text

        return to_text(self, lang, everything=everything)

    def to_html(self, lang: str = "zh", *, everything: bool = False) -> str:
        """A self-contained HTML page with the same table; all text is escaped."""
        from fupin_policy.assess.html import to_html

        return to_html(self, lang, everything=everything)

    def _repr_html_(self) -> str:
        return self.to_html()
