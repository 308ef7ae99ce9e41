"""Why a measure has no verdict on the facts, and what else has to be said of it, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from fupin_policy.assess.items import Element
from fupin_policy.assess.plan import PlannedRule
from fupin_policy.assess.results import Item, Verdict
from fupin_policy.policy import Label
from fupin_policy.rules import Lang, Names, Node, Step, describe_value, word
from fupin_policy.rules.nodes import And, FigureRef, If, In, Literal_, Or
from fupin_policy.values import Interval, Period, Quantity
from fupin_policy.values.intervals import high_of, low_of, maximum, total

__all__ = ["not_addressed", "overpaid", "reason_of"]


def reason_of(one: PlannedRule, verdict: Verdict, traced: Sequence[Sequence[Step]]) -> Label | None:
    """Why a measure is out of force, is not for the case, or stays open though nothing is missing; else None.

    ``traced`` are the steps of its rules, element by element.
    """
    match verdict:
        case Verdict.NOT_IN_FORCE:
            return _joined(_out_of_force(one, steps) for steps in traced)
        case Verdict.DOES_NOT_APPLY:
            return _joined(_outside(one, steps) for steps in traced)
        case Verdict.UNDETERMINED:
            return _joined(_unsettled(one, steps) for steps in traced)
    return None


def overpaid(one: PlannedRule, elements: Sequence[Element], items: Sequence[Item]) -> Label | None:
    """That the shares of the payers surely come to more than the amount, which is never exceeded; else None."""
    for element, item in zip(elements, items, strict=True):
        if item.amount is None or not item.layers:
            continue
        shares = [
            maximum(0, layer.amount.run(element.env)) for layer in one.layers if layer.amount is not None
        ]
        asked, most = total(shares) if shares else 0, high_of(item.amount.value)
        least = low_of(asked)
        if least is not None and most is not None and least > most:
            sum_ = Quantity(asked, item.amount.unit)
            return Label(
                f"各方应付合计{sum_.describe('zh')},多于金额{item.amount.describe('zh')};排在后面的按余额支付",
                f"the payers' shares come to {sum_.describe('en')}, more than the amount of "
                f"{item.amount.describe('en')}; those named last pay what is left",
            )
    return None


def _joined(reasons: Iterator[Iterator[Label]]) -> Label | None:
    """All reasons of all elements, each once."""
    told = list(dict.fromkeys(reason for each in reasons for reason in each))
    if not told:
        return None
    return Label(";".join(one.zh for one in told), "; ".join(one.en for one in told))


def _outside(one: PlannedRule, steps: Sequence[Step]) -> Iterator[Label]:
    """What a case would have to be for the rule to be about it, or the day before which a goal is not due."""
    asked = one.rule.addressed
    step = next((step for step in steps if step.node in (asked, one.outer and one.outer.node)), None)
    goal = None if one.rule.due is None else Or((one.rule.when, one.rule.due))
    for part in _false(step):
        if part.node == goal:
            day = _day(part.parts[-1], one.names)
            zh, en = ("", "") if day is None else (f"({day})", f" ({day})")
            yield Label(
                f"目标尚未达到,期限{zh}未过", f"not reached yet, and not missed before its day{en} has passed"
            )
        else:
            yield _only_for(part, one.names)


def _only_for(step: Step, names: Names) -> Label:
    return _labelled(step.node, names, "只适用于:{}", "only for: {}")


def not_addressed(step: Step, names: Names) -> Label | None:
    """Why a traced condition that says whom a rule addresses leaves a case out; None where it does not."""
    return _joined(iter([(_only_for(part, names) for part in _false(step))]))


def _out_of_force(one: PlannedRule, steps: Sequence[Step]) -> Iterator[Label]:
    step = next((step for step in steps if step.node == one.rule.in_force), None)
    return (
        _labelled(part.node, one.names, "只在此时施行:{}", "in force only where {}") for part in _false(step)
    )


def _false(step: Step | None) -> Iterator[Step]:
    """Those of the conditions which must hold together that do not hold."""
    if step is None or step.value is not False:
        return
    if isinstance(step.node, And):
        for part in step.parts:
            yield from _false(part)
    else:
        yield step


def _day(step: Step, names: Names) -> date | None:
    """The day that a traced rule about a deadline looks at."""
    match step.node:
        case If():
            return _day(step.parts[1 if step.parts[0].value else 2], names)
        case FigureRef(name=name, measure=measure):
            period = names.scope.figures.get((measure or names.scope.here, name))
            return period.end if isinstance(period, Period) else None
        case Literal_(value=date() as last):
            return last
    return next((day for part in step.parts if (day := _day(part, names)) is not None), None)


def _unsettled(one: PlannedRule, steps: Sequence[Step]) -> Iterator[Label]:
    """What stays open though all that it asks is known: the text is no sharper."""
    for step in steps:
        for part in _open(step):
            yield _too_vague(part, one.names) or _labelled(
                part.node,
                one.names,
                "已有的数只到这个精度,无法判定:{}",
                "what is known is too rough to tell: {}",
            )


def _open(step: Step) -> Iterator[Step]:
    """The smallest parts of a condition that are open."""
    if step.value is not None:
        return
    inner = [found for part in step.parts for found in _open(part)]
    yield from inner or [step]


def _too_vague(step: Step, names: Names) -> Label | None:
    """Where a known number is compared with a printed one that has no sharp end."""
    if not isinstance(step.node, In) or not step.parts or isinstance(step.parts[0].value, Interval):
        return None
    figure = next(
        (
            names.scope.figures.get((node.measure or names.scope.here, node.name))
            for node in step.node.options
            if isinstance(node, FigureRef)
        ),
        None,
    )
    if not isinstance(figure, Quantity):
        return None

    def told(lang: Lang) -> tuple[str, str]:
        return figure.describe(lang), describe_value(step.parts[0].value, figure.unit, lang)

    (zh, zh_value), (en, en_value) = told("zh"), told("en")
    return Label(
        f"原文只说{zh},{zh_value}算不算在内无从分辨",
        f"the text says {en}; whether {en_value} is that cannot be told",
    )


def _labelled(node: Node, names: Names, zh: str, en: str) -> Label:
    return Label(zh.format(word(node, names, "zh")), en.format(word(node, names, "en")))
