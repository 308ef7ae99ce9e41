"""Assessments in words: why each measure holds, may hold, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from fupin_policy.assess.results import ELSEWHERE, Assessment, Item, Outcome, Verdict
from fupin_policy.domain import ENTITIES
from fupin_policy.domain.facts import facts_of
from fupin_policy.policy import Rulebook, Stream
from fupin_policy.rules import (
    Lang,
    Missing,
    Step,
    ancestors,
    describe_value,
    fact_label,
    inside,
    language_of,
    word,
)
from fupin_policy.rules.nodes import FactRef, TermRef
from fupin_policy.values import Bound, Unit

__all__ = [
    "amount_text",
    "elsewhere_text",
    "explain",
    "gaps_text",
    "missing_text",
    "reasons",
    "rule_lines",
    "total_label",
]

_WORDS = {
    "zh": {
        "head": "{title}:{on} 评估",
        "why": "依据事实", "missing": "尚缺", "cite": "出处", "amount": "金额", "pays": "支付方",
        "none": "没有成立或待定的条款。", "totals": "合计", "says": "内容", "not": "不计入合计", "because": "原因",
        "note": "说明",
    },
    "en": {
        "head": "{title}: assessed on {on}", "why": "Facts", "missing": "Missing", "cite": "Source", "amount": "amount",
        "pays": "Paid by", "none": "No measure holds or may hold.", "totals": "Totals",
        "says": "Says", "not": "Not in the totals", "because": "Reason", "note": "Note",
    },
}  # fmt: skip


def elsewhere_text(lang: Lang) -> str:
    """That a case lies elsewhere, as a sentence.

    >>> elsewhere_text("en")
    'The case lies outside the divisions that the policy covers.'
    """
    text = ELSEWHERE.get(lang)
    return f"{text}。" if lang == "zh" else f"{text[0].upper()}{text[1:]}."


def missing_text(missing: Missing, lang: Lang, book: Rulebook | None = None) -> str:
    """A missing fact or term for people.

    >>> missing_text(Missing("person.stage", "a"), "zh")
    '就读学段(a)'
    """
    entity, _, name = missing.key.partition(".")
    if entity == "term":
        label = book.terms[name].label.get(lang) if book is not None and name in book.terms else name
    else:
        label = fact_label(missing.key, lang)
    if not missing.subject:
        return label
    return f"{label}({missing.subject})" if lang == "zh" else f"{label} ({missing.subject})"


def gaps_text(
    gaps: Sequence[Missing], lang: Lang, book: Rulebook | None = None, *, most: int | None = None
) -> str:
    """Missing facts in one line, the same fact of several persons once: 学费 ×3; of facts with one name, whose each is.

    >>> gaps_text([Missing("person.tuition", "a"), Missing("person.tuition", "b")], "zh")
    '学费 ×2'
    >>> gaps_text([Missing("village.rural_net_income"), Missing("province.rural_net_income")], "en")
    'Rural net income of the village, Rural net income of the province'
    """
    by_key: dict[str, list[Missing]] = {}
    for gap in gaps:
        by_key.setdefault(gap.key, []).append(gap)
    named = Counter(missing_text(Missing(key), lang, book) for key in by_key)

    def told(gap: Missing) -> str:
        text = missing_text(gap, lang, book)
        entity = ENTITIES.get(gap.key.partition(".")[0])
        if entity is None or named[missing_text(Missing(gap.key), lang, book)] < 2:
            return text
        zh, en = entity.labels
        return f"{zh}的{text}" if lang == "zh" else f"{text} of the {en.lower()}"

    texts = [
        told(same[0]) if len(same) == 1 else f"{told(Missing(key))} ×{len(same)}"
        for key, same in by_key.items()
    ]
    if most is not None and len(texts) > most:
        texts = [*texts[:most], f"+{len(texts) - most}"]
    return ("、" if lang == "zh" else ", ").join(texts)


def amount_text(outcome: Outcome | Item, lang: Lang) -> str:
    """The amount for people, or a dash where the measure has none or nothing is due."""
    if outcome.amount is None or outcome.verdict not in (Verdict.HOLDS, Verdict.UNDETERMINED):
        return "—"
    return outcome.amount.describe(lang)


def explain(assessment: Assessment, lang: str = "zh", *, everything: bool = False) -> str:
    """Every measure that holds or may hold, with amounts, the facts it rests on, what is missing, and its source.

    ``everything`` tells of the measures that fail, are not in force or do not apply as well, and why.
    """
    language = language_of(lang)
    words = _WORDS[language]
    lines = [words["head"].format(title=assessment.title.get(language), on=assessment.on), ""]
    shown = assessment.outcomes if everything else assessment.having(Verdict.HOLDS, Verdict.UNDETERMINED)
    if assessment.is_elsewhere:
        lines += [elsewhere_text(language), ""]
    elif not shown:
        lines.append(words["none"])
    for outcome in shown:
        lines.extend(_outcome_lines(assessment, outcome, language))
        lines.append("")
    if assessment.totals:
        lines.append(words["totals"])
        lines.extend(
            f"  {total_label(key, language)}: {total.describe(language)}"
            for key, total in assessment.totals.items()
        )
    return "\n".join(lines).rstrip() + "\n"


def total_label(key: str, lang: Lang) -> str:
    """The name of a total.

    >>> total_label("cost_relief_per_year", "zh")
    '费用减免(每年)'
    """
    stream = Stream(key.removesuffix("_per_year"))
    yearly = key.endswith("_per_year")
    return stream.label(lang) + (("(每年)" if lang == "zh" else " (per year)") if yearly else "")


def _outcome_lines(assessment: Assessment, outcome: Outcome, lang: Lang) -> Iterator[str]:
    words, book = _WORDS[lang], assessment.book
    stop = "。" if lang == "zh" else "."
    head = f"{outcome.name.get(lang)} [{outcome.measure}]: {outcome.verdict.label(lang)}"
    if outcome.amount is not None and outcome.verdict in (Verdict.HOLDS, Verdict.UNDETERMINED):
        head += (
            f", {words['amount']} {amount_text(outcome, lang)}"
            if lang == "en"
            else f",{words['amount']}{amount_text(outcome, lang)}"
        )
    yield head
    if book is not None:
        yield f"  {words['says']}: {book[outcome.measure].says.get(lang).rstrip(stop)}"
    for item in outcome.items:
        if item.subject is not None and item.verdict in (Verdict.HOLDS, Verdict.UNDETERMINED):
            yield f"  - {item.subject}: {item.verdict.label(lang)}{_item_amount(item, lang)}"
        for payer, share in item.layers:
            name = book.actor(payer, lang) if book is not None else payer
            yield f"    {words['pays']} {inside(name, lang)}: {share.describe(lang)}"
    facts = list(reasons(outcome, lang, book)) if outcome.told_missing is None else []
    if facts:
        yield f"  {words['why']}: " + ("; " if lang == "en" else ";").join(facts)
    if outcome.missing:
        yield f"  {words['missing']}: {gaps_text(outcome.missing, lang, book)}"
    if outcome.reason is not None:
        due = outcome.verdict in (Verdict.HOLDS, Verdict.UNDETERMINED)
        head = ("note" if outcome.counted else "not") if due else "because"
        yield f"  {words[head]}: {outcome.reason.get(lang)}"
    yield f"  {words['cite']}: {outcome.citation}"


def _item_amount(item: Item, lang: Lang) -> str:
    if item.amount is None:
        return ""
    if lang == "zh":
        return f" {amount_text(item, lang)}"
    known = item.amount.bound is not Bound.UNKNOWN
    return f", {'' if known else 'amount '}{amount_text(item, lang)}"


def reasons(outcome: Outcome, lang: Lang, book: Rulebook | None) -> Iterator[str]:
    """The known facts an outcome rests on, each once: 户类型 一般扶贫户. What is alike of several is told once for all."""
    told: dict[str, dict[str, None]] = {}
    for step in outcome.trace:
        for leaf, subject in _leaves(step, None):
            node = leaf.node
            if isinstance(node, FactRef) and not leaf.is_unknown:
                spec = facts_of(ENTITIES[node.entity])[node.name]
                text = _told(fact_label(f"{node.entity}.{node.name}", lang), leaf.value, spec.unit, lang)
            elif isinstance(node, TermRef) and not leaf.is_unknown and book is not None:
                term = book.terms[node.name]
                text = _told(term.label.get(lang), leaf.value, term.type.unit, lang)
            else:
                continue
            whose = told.setdefault(text, {})
            if subject and isinstance(node, FactRef) and ancestors(node.entity):
                whose[subject] = None
    comma, (left, right) = ("、", "()") if lang == "zh" else (", ", (" (", ")"))
    for text, whose in told.items():
        yield f"{text}{left}{comma.join(whose)}{right}" if whose else text


def _told(label: str, value: object, unit: Unit | None, lang: Lang) -> str:
    """A fact with its value: 户类型 一般扶贫户."""
    described = describe_value(value, unit, lang)
    return f"{label} {described}" if lang == "zh" else f"{label}: {inside(described, lang)}"


def _leaves(step: Step, subject: str | None) -> Iterator[tuple[Step, str | None]]:
    subject = step.subject or subject
    if not step.parts or isinstance(step.node, FactRef | TermRef):
        yield step, subject
    for part in step.parts:
        yield from _leaves(part, subject)


def rule_lines(book: Rulebook, measure_id: str, lang: Lang) -> Iterator[str]:
    """A measure's rules in words: who gets it, when, and how much."""
    measure = book[measure_id]
    if measure.rule is None:
        return
    names = book.names(measure)
    heads = {
        "zh": ("条件", "金额", "档", "生效", "对象"),
        "en": ("When", "Amount", "Tier", "In force", "Only for"),
    }[lang]
    if measure.rule.applies is not None:
        yield f"{heads[4]}: {word(measure.rule.applies, names, lang)}"
    yield f"{heads[0]}: {word(measure.rule.when, names, lang)}"
    if measure.rule.in_force is not None:
        yield f"{heads[3]}: {word(measure.rule.in_force, names, lang)}"
    if measure.rule.amount is not None:
        yield f"{heads[1]}: {word(measure.rule.amount, names, lang)}"
    for tier in measure.rule.tiers:
        amount = f" → {word(tier.amount, names, lang)}" if tier.amount is not None else ""
        yield f"{heads[2]} {tier.name}: {word(tier.when, names, lang)}{amount}"
