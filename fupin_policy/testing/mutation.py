"""Rule-data mutation: whether a policy's cases notice that a figure is not what it should be.

Every figure is changed by its smallest step and every bound is turned (see :mod:`.mutant`); of each such
policy it is asked who notices: a stored *case* whose result changes, an arithmetic *check* of the document, a
rule that can no longer be *loaded*, or the comparison of the figure with its printed *phrase*. A mutant that
nobody notices survives: the figure could be wrong without anybody knowing. One that cannot be told from the
policy by any fact there can be (a share of at least 100%) is no other policy, and counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from attrs import field, frozen

from fupin_policy.assess import Plan
from fupin_policy.domain import ENTITIES
from fupin_policy.domain.facts import facts_of
from fupin_policy.policy import Check, Measure, Rulebook, check_rulebook
from fupin_policy.rules import Node, names_read
from fupin_policy.rules.exact import fact_default
from fupin_policy.rules.nodes import FactRef, FigureRef, In, children
from fupin_policy.testing.cases import Case, cases_of
from fupin_policy.testing.mutant import Mutant, mutants
from fupin_policy.testing.points import rule_nodes
from fupin_policy.testing.running import run_case
from fupin_policy.values import Interval, Quantity, Value
from fupin_policy.values.intervals import intersect
from fupin_policy.verify.arithmetic import holds
from fupin_policy.verify.phrases import figure_agrees

__all__ = ["INSTRUMENTS", "MutationReport", "Noticed", "run_mutation"]

INSTRUMENTS = ("case", "check", "load", "phrase")
"""Who may notice a mutant: stored cases, the document's arithmetic, the loader, the printed phrase."""

Key = tuple[str, str]


@frozen
class Noticed:
    """A mutant and the instruments that noticed it; ``by_case`` names the first case that did.

    ``equivalent``: no fact can tell it from the policy as it is.
    """

    mutant: Mutant
    by: frozenset[str]
    by_case: str | None = None
    equivalent: bool = False

    @property
    def survived(self) -> bool:
        """Whether nobody noticed, though there is something to notice."""
        return not self.by and not self.equivalent

    def __str__(self) -> str:
        left = "the same for every fact" if self.equivalent else "survived"
        return f"{self.mutant}: {', '.join(sorted(self.by)) or left}"


@frozen
class MutationReport:
    """What became of every mutant of a policy."""

    policy: str
    results: tuple[Noticed, ...]

    @property
    def survivors(self) -> tuple[Mutant, ...]:
        """The mutants that nobody noticed."""
        return tuple(one.mutant for one in self.results if one.survived)

    @property
    def equivalents(self) -> tuple[Mutant, ...]:
        """The mutants that nobody noticed and no fact can tell from the policy as it is."""
        return tuple(one.mutant for one in self.results if one.equivalent and not one.by)

    def noticed_by(self, instrument: str) -> tuple[Mutant, ...]:
        """The mutants that an instrument noticed."""
        return tuple(one.mutant for one in self.results if instrument in one.by)

    def unnoticed_by(self, instrument: str) -> tuple[Mutant, ...]:
        """The mutants that an instrument did not notice."""
        return tuple(one.mutant for one in self.results if instrument not in one.by)

    def score(self, instrument: str | None = None) -> tuple[int, int]:
        """How many mutants were noticed (by an instrument, or by any), and how many could be."""
        total = len(self.results) - len(self.equivalents)
        return total - len(self.survivors) if instrument is None else len(self.noticed_by(instrument)), total

    def __str__(self) -> str:
        figures = len({(one.mutant.measure, one.mutant.figure) for one in self.results})
        lines = [f"{self.policy}: {len(self.results)} mutants of {figures} figures"]
        for name, instrument in (("noticed", None), *((f"by {one}", one) for one in INSTRUMENTS)):
            found, total = self.score(instrument)
            lines.append(
                f"  {name}: {found} of {total}" + (f" ({100 * found / total:.1f}%)" if total else "")
            )
        lines += [f"  the same for every fact: {mutant}" for mutant in self.equivalents]
        lines += [f"  survived: {mutant}" for mutant in self.survivors]
        return "\n".join(lines)


def run_mutation(
    book: Rulebook, cases: Iterable[Case] | None = None, only: Iterable[Mutant] | None = None
) -> MutationReport:
    """Make every mutant of a policy (or those given) and find out who notices it.

    >>> import fupin_policy as fp
    >>> policy = fp.load_policy("ruyuan-2016")
    >>> one = next(m for m in mutants(policy) if (m.measure, m.change) == ("roll-line", "closed"))
    >>> report = run_mutation(policy, only=[one])
    >>> report.noticed_by("case") == (one,), report.survivors
    (True, ())
    """
    bench = _Bench.of(book, cases_of(book) if cases is None else tuple(cases))
    found = mutants(book) if only is None else only
    return MutationReport(book.slug, tuple(bench.notice(mutant) for mutant in found))


@frozen
class _Bench:
    """A policy with its cases sorted by the figures they can depend on, and their results as they are now."""

    book: Rulebook
    plan: Plan
    cases: Mapping[Key, tuple[Case, ...]]
    checks: Mapping[Key, tuple[Check, ...]]
    before: dict[str, tuple[str, ...]] = field(factory=dict)

    @classmethod
    def of(cls, book: Rulebook, cases: tuple[Case, ...]) -> _Bench:
        measures = _dependents(book)
        everywhere = frozenset(_figures(book, "", (book.in_force,)))
        by_case = {
            key: tuple(one for one in cases if key in everywhere or _bears_on(book, one, names))
            for key, names in measures.items()
        }
        checks = {
            key: tuple(one for one in book.checks if key in _figures(book, "", (one.holds,)))
            for key in measures
        }
        return cls(book, Plan.of(book), by_case, checks)

    def notice(self, mutant: Mutant) -> Noticed:
        key = (mutant.measure, mutant.figure)
        book = mutant.book(self.book)
        by: set[str] = set()
        case = None
        if any(check_rulebook(book)):
            by.add("load")
        else:
            case = self._case(Plan.of(book), key)
            if case is not None:
                by.add("case")
        if any(holds(book, one) is not holds(self.book, one) for one in self.checks[key]):
            by.add("check")
        measure = book[mutant.measure]
        if figure_agrees(book, measure, measure.figures[mutant.figure]) is False:
            by.add("phrase")
        return Noticed(mutant, frozenset(by), case, _same_for_every_fact(self.book, mutant))

    def _case(self, plan: Plan, key: Key) -> str | None:
        """The first case whose result is another one than before."""
        for case in self.cases[key]:
            if case.id not in self.before:
                self.before[case.id] = run_case(self.plan, case).differences
            if run_case(plan, case).differences != self.before[case.id]:
                return case.id
        return None


def _dependents(book: Rulebook) -> dict[Key, frozenset[str]]:
    """For every figure, the measures whose rules read it, themselves or through definitions."""
    found: dict[Key, set[str]] = {(m.id, name): set() for m in book.measures for name in m.figures}
    for measure in book.measures:
        if measure.rule is not None:
            for key in _figures(book, measure.id, rule_nodes(measure.rule)):
                found[key].add(measure.id)
    return {key: frozenset(names) for key, names in found.items()}


def _figures(book: Rulebook, here: str, nodes: Iterable[Node]) -> Iterable[Key]:
    for node in nodes:
        for name in names_read(node, book.scope):
            if isinstance(name, FigureRef):
                yield name.measure or here, name.name


def _bears_on(book: Rulebook, case: Case, measures: frozenset[str]) -> bool:
    """Whether a change of these measures can show in a case: it is about one, or one that stands with it, or
    about totals.
    """
    if case.measure in measures or case.expect.totals:
        return True
    return any(_stand_together(book[case.measure], book[name]) for name in measures)


def _stand_together(one: Measure, other: Measure) -> bool:
    if one.rule is None or other.rule is None:
        return False
    a, b = one.rule.stacking, other.rule.stacking
    return b.instead_of == one.id or (a.exclusive is not None and a.exclusive == b.exclusive)


def _same_for_every_fact(book: Rulebook, mutant: Mutant) -> bool:
    """Whether facts are only asked to lie in the figure, and those that can be lie in both or in neither."""
    key = (mutant.measure, mutant.figure)
    ranges: list[Value] = []
    for here, node in _rules(book):
        for use in _uses(node, here, key):
            if not (isinstance(use, In) and isinstance(use.item, FactRef)):
                return False
            ranges.append(fact_default(facts_of(ENTITIES[use.item.entity])[use.item.name]))
    if not ranges or not isinstance(mutant.before, Quantity) or not isinstance(mutant.after, Quantity):
        return False
    return all(_ends(mutant.before, known) == _ends(mutant.after, known) for known in ranges)


def _rules(book: Rulebook) -> Iterator[tuple[str, Node]]:
    yield "", book.in_force
    yield from (("", one.holds) for one in book.checks)
    yield from (("", one.body) for one in book.definitions.values())
    for measure in book.measures:
        if measure.rule is not None:
            yield from ((measure.id, node) for node in rule_nodes(measure.rule))


def _uses(node: Node, here: str, key: Key) -> Iterator[Node]:
    """The nodes right above a figure."""
    for child in children(node):
        if isinstance(child, FigureRef) and (child.measure or here, child.name) == key:
            yield node
        yield from _uses(child, here, key)


def _ends(figure: Quantity, known: Value) -> tuple[object, ...]:
    """The ends of what is left of a figure within the values a fact can have."""
    found = intersect(figure.value, known)
    if not isinstance(found, Interval):
        return (found,)
    return found.low, found.high, found.low_open, found.high_open
