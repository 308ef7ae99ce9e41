"""What a policy's data says about itself: contradictions of the document, and slips of whoever encoded it.

A contradiction that the document itself contains is a *finding* with its explanation. Everything else is an
*error* (the data is wrong) or a *warning* (something is there that nothing uses), and neither is explained:
a policy in order has findings only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from attrs import frozen

from fupin_policy.policy import Check, Label, Measure, Role, Rulebook
from fupin_policy.rules import Lang
from fupin_policy.values import Labelled, Period
from fupin_policy.verify.arithmetic import holds
from fupin_policy.verify.phrases import figure_agrees
from fupin_policy.verify.timing import in_force_on, recurrence_problem
from fupin_policy.verify.usage import Usage

__all__ = ["Finding", "Severity", "Summary", "check", "report", "summary"]


class Severity(Labelled):
    """How grave a finding is: the data is wrong, something idles, or the document contradicts itself."""

    ERROR = "error", "错误", "error"
    WARNING = "warning", "警告", "warning"
    FINDING = "finding", "矛盾", "finding"


@frozen
class Finding:
    """One thing that a check of a policy brings up; ``explained`` where the policy itself says why."""

    id: str
    level: Severity
    clause: str
    text: Label
    measure: str | None = None
    explained: bool = False

    def describe(self, lang: Lang = "zh") -> str:
        """One line for people."""
        where = " ".join(part for part in (self.clause, self.measure) if part)
        return f"[{self.level.label(lang)}] {where}{': ' if where else ''}{self.text.get(lang)}"


@frozen
class Summary:
    """How much there is of a policy; ``only_printed`` are figures that no rule, target or check uses."""

    clauses: int
    measures: int
    rules: int
    figures: int
    readings: int
    terms: int
    checks_that_hold: int
    contradictions: int
    unexplained: int
    phrases_read: int
    only_printed: tuple[str, ...]

    def describe(self, lang: Lang = "zh") -> str:
        """One paragraph for people."""
        if lang == "zh":
            return (
                f"{self.clauses}个条款,{self.measures}项措施(可判定{self.rules}项),{self.figures}个数字"
                f"(核对印刷文字{self.phrases_read}个),{self.readings}处读法,{self.terms}个开放项;"
                f"成立的算术{self.checks_that_hold}条,文件自身矛盾{self.contradictions}处;未解释{self.unexplained}项"
            )
        return (
            f"{self.clauses} clauses, {self.measures} measures ({self.rules} with a rule), "
            f"{self.figures} figures ({self.phrases_read} read again from their phrases), "
            f"{self.readings} readings, {self.terms} open terms; checks that hold: {self.checks_that_hold}, "
            f"contradictions of the document: {self.contradictions}, unexplained: {self.unexplained}"
        )


def check(book: Rulebook) -> tuple[Finding, ...]:
    """Everything that a policy's own data brings up, in the document's order of each kind.

    >>> import fupin_policy as fp
    >>> found = check(fp.load_policy("ruyuan-2016"))
    >>> [one.id for one in found if not one.explained]
    []
    >>> "check:pv-households-on-roll" in [one.id for one in found]
    True
    """
    found: list[Finding] = [one for each in book.checks if (one := _arithmetic(book, each)) is not None]
    for part in (_phrases, _unused, _stacking, _measures, _wording):
        found.extend(part(book))
    return tuple(found)


def summary(book: Rulebook) -> Summary:
    """Counts of a policy, for the end of a report.

    >>> import fupin_policy as fp
    >>> summary(fp.load_policy("ruyuan-2016")).unexplained
    0
    """
    found = check(book)
    used = Usage.of(book).figures
    figures = [(measure, figure) for measure in book for figure in measure.figures.values()]
    return Summary(
        clauses=len(book.clauses),
        measures=len(book),
        rules=sum(measure.rule is not None for measure in book),
        figures=len(figures),
        readings=len(book.readings),
        terms=len(book.terms),
        checks_that_hold=sum(one.expect and holds(book, one) is True for one in book.checks),
        contradictions=sum(one.level is Severity.FINDING for one in found),
        unexplained=sum(not one.explained for one in found),
        phrases_read=sum(figure_agrees(book, measure, figure) is not None for measure, figure in figures),
        only_printed=tuple(f"{m.id}.{f.name}" for m, f in figures if (m.id, f.name) not in used),
    )


def report(book: Rulebook, findings: Iterable[Finding], lang: Lang = "zh") -> str:
    """The findings of a policy for people, with the summary under them."""
    lines = [one.describe(lang) for one in findings]
    return "\n".join([*lines, f"{book.slug}: {summary(book).describe(lang)}"])


def _arithmetic(book: Rulebook, one: Check) -> Finding | None:
    found = holds(book, one)
    if found is True and one.expect:
        return None
    named = found is False and not one.expect
    if found is None:
        zh, en = "凭印出的数字无法判定", "the printed figures do not decide it"
    elif found:
        zh, en = "实际成立,却列为矛盾", "holds, though listed as a contradiction"
    else:
        why = one.explanation if named and one.explanation is not None else Label("", "")
        zh, en = f"不成立。{why.zh}", f"does not hold. {why.en}".rstrip()
    text = Label(f"{one.says.zh}:{zh}", f"{one.says.en}: {en}")
    level = Severity.FINDING if named else Severity.ERROR
    return Finding(f"check:{one.id}", level, one.clause, text, explained=named)


def _phrases(book: Rulebook) -> Iterator[Finding]:
    for measure in book:
        for figure in measure.figures.values():
            if figure_agrees(book, measure, figure) is False:
                text = Label(
                    f"数字{figure.name}印作“{figure.as_written}”,取值却是{figure.value}",
                    f"figure {figure.name} is printed “{figure.as_written}” but has the value {figure.value}",
                )
                name = f"phrase:{measure.id}.{figure.name}"
                yield Finding(name, Severity.ERROR, measure.clause, text, measure.id)


def _unused(book: Rulebook) -> Iterator[Finding]:
    used = Usage.of(book)
    kinds: tuple[tuple[str, str, Mapping[str, object], frozenset[str]], ...] = (
        ("reading", "读法", book.readings, used.readings),
        ("term", "开放项", book.terms, used.terms),
        ("definition", "定义", book.definitions, used.definitions),
        ("actor", "主体", book.actors, used.actors),
    )
    for key, zh, named, wanted in kinds:
        for name, one in named.items():
            if name not in wanted:
                text = Label(f"{zh}{name}没有被用到", f"{key} {name} is never used")
                yield Finding(f"unused:{key}.{name}", Severity.WARNING, getattr(one, "clause", ""), text)


def _stacking(book: Rulebook) -> Iterator[Finding]:
    groups: Counter[tuple[str, str]] = Counter()
    for measure in book:
        if measure.rule is None:
            continue
        stacking = measure.rule.stacking
        for key in ("same_as", "part_of", "instead_of", "on_top_of"):
            if _comes_round(book, measure, key):
                text = Label(f"{key}绕回到自身", f"{key} leads back to the measure itself")
                yield Finding(f"stacking:{measure.id}", Severity.ERROR, measure.clause, text, measure.id)
        for key in ("higher_of", "exclusive"):
            group = getattr(stacking, key)
            groups.update([(key, group)] if group is not None else [])
    for (key, group), count in groups.items():
        if count == 1:
            text = Label(f"{key}组{group}只有一项", f"the {key} group {group} has one measure only")
            yield Finding(f"stacking:{key}.{group}", Severity.WARNING, "", text)


def _comes_round(book: Rulebook, measure: Measure, key: str) -> bool:
    seen = {measure.id}
    at: str | None = measure.id
    while at is not None:
        rule = book[at].rule if at in book else None
        at = getattr(rule.stacking, key) if rule is not None else None
        if at == measure.id:
            return True
        if at in seen:
            return False
        seen.add(at or "")
    return False


def _measures(book: Rulebook) -> Iterator[Finding]:
    for measure in book:
        for problem in filter(None, map(recurrence_problem, measure.recurrences)):
            text = Label(f"周期不成规则:{problem}", f"the recurrence is no rule: {problem}")
            yield Finding(f"recurrence:{measure.id}", Severity.ERROR, measure.clause, text, measure.id)
        for name, end in _deadlines(measure):
            if not in_force_on(book, end):
                text = Label(
                    f"期限{end}不在政策有效期内", f"the deadline {end} lies outside the policy's period"
                )
                yield Finding(
                    f"deadline:{measure.id}.{name}", Severity.WARNING, measure.clause, text, measure.id
                )
        goals = [figure.name for figure in measure.figures.values() if figure.role is Role.TARGET]
        if goals and measure.rule is None:
            text = Label(f"目标{goals[0]}没有判断的办法", f"nothing decides whether {goals[0]} is reached")
            yield Finding(f"undecided:{measure.id}", Severity.WARNING, measure.clause, text, measure.id)


def _deadlines(measure: Measure) -> Iterator[tuple[str, date]]:
    """The figures that date a measure, one for each reading that it hangs on, with their last day."""
    for name in measure.deadlines:
        value = measure.figures[name].value
        if isinstance(value, Period) and value.end is not None:
            yield name, value.end


def _wording(book: Rulebook) -> Iterator[Finding]:
    first: dict[str, Measure] = {}
    for measure in book:
        says = measure.says.zh.strip()
        if not says or not measure.says.en.strip():
            text = Label("说明为空", "it says nothing")
            yield Finding(f"says:{measure.id}", Severity.ERROR, measure.clause, text, measure.id)
        elif (twin := first.setdefault(says, measure)) is not measure:
            text = Label(f"说明与{twin.id}相同", f"it says the same as {twin.id}")
            yield Finding(f"says:{measure.id}", Severity.WARNING, measure.clause, text, measure.id)
