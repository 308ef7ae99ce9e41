"""Holds a policy against a copy of its source text, both ways.

Every figure must stand in its clause, and every numeral of the text must be claimed by a figure, listed
with a reason, or be part of the numbering. What neither explains is reported, and so are clauses that only
one of the two has. The text itself is never part of the library.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from attrs import evolve, field, frozen

from fupin_policy.policy import Label, Rulebook
from fupin_policy.problems import Place, Problem, nearest
from fupin_policy.verify.lexicon import plain_words
from fupin_policy.verify.numerals import Run, normal, numerals
from fupin_policy.verify.outline import PREAMBLE, Passage, places_of, split
from fupin_policy.verify.source_report import How, Numeral, SourceReport

__all__ = ["check_source"]

_TITLE = Label("标题或其上的网页内容", "the title, or what the page prints above it")


def check_source(book: Rulebook, text: str) -> SourceReport:
    """Hold a policy against the text of its document.

    ``text`` is a plain copy, as published or as crawled, in which each clause begins on a line of its own.

    >>> import fupin_policy as fp
    >>> report = check_source(fp.load_policy("ruyuan-2016"), "一、总体要求")
    >>> report.ok, str(report.problems[0])
    (False, "前言: publication.day: '2016-11-29' does not stand in the clause")
    """
    source = _Source(book, _lines_restored(book, normal(text)))
    return SourceReport(
        policy=book.slug,
        figures=sum(len(measure.figures) for measure in book),
        missing=tuple(source.missing()),
        mismatches=(*source.clauses_of_one_side(), *source.idle_entries(), *source.idle_repairs()),
        numerals=tuple(one for passage in source.passages for one in source.numerals(passage)),
    )


def _lines_restored(book: Rulebook, plain: str) -> str:
    """The text with the line breaks that were lost in print, as the policy's repairs say."""
    for repair in book.repairs:
        if "\n" in repair.meant:
            plain = plain.replace(normal(repair.printed), normal(repair.meant))
    return plain


@frozen(slots=False)
class _Source:
    """A policy beside the normal form of its text."""

    book: Rulebook
    plain: str
    passages: tuple[Passage, ...] = field(init=False)

    @passages.default
    def _split(self) -> tuple[Passage, ...]:
        return split(self.plain, self.book.outline)

    @cached_property
    def by_locator(self) -> dict[str, list[Passage]]:
        found: dict[str, list[Passage]] = {}
        for passage in self.passages:
            found.setdefault(passage.locator, []).append(passage)
        return found

    @cached_property
    def runs(self) -> dict[Passage, list[Run]]:
        """The numerals of each clause after its number."""
        return {one: list(self.shifted(numerals(self.body(one)), one.number)) for one in self.passages}

    def body(self, passage: Passage) -> str:
        return self.plain[passage.number : passage.end]

    def shifted(self, runs: Iterable[Run], by: int) -> Iterator[Run]:
        return (evolve(run, start=run.start + by, end=run.end + by) for run in runs)

    def places(self, phrase: str, locator: str) -> list[Run]:
        """Where a phrase stands in a clause without cutting a numeral in two: 1项 does not stand in 11项."""
        return [
            Run(start, end, phrase)
            for passage in self.by_locator.get(locator, [])
            for start, end in places_of(phrase, self.plain, passage.number, passage.end)
            if not any(run.start < place < run.end for run in self.runs[passage] for place in (start, end))
        ]

    def clause_with(self, phrase: str, clause: str) -> str | None:
        """The clause next to this one, in the text's order, in which a phrase does stand."""
        order = list(self.by_locator)
        here = order.index(clause) if clause in order else 0
        found = [locator for locator in order if self.places(phrase, locator)]
        return min(found, key=lambda locator: abs(order.index(locator) - here), default=None)

    def missing(self) -> Iterator[Problem]:
        """Figures whose phrase does not stand in their clause."""
        for measure in self.book:
            for figure in measure.figures.values():
                if not self.places(figure.as_written, measure.clause):
                    place = Place(path=f"{measure.id}.{figure.name}", clause=measure.clause)
                    near = self.clause_with(figure.as_written, measure.clause)
                    yield _absent(figure.as_written, place, near)

    def clauses_of_one_side(self) -> Iterator[Problem]:
        """Clauses that only the policy or only the text has."""
        clauses = {clause.locator: clause for clause in self.book.clauses}
        for locator in clauses:
            if locator not in self.by_locator:
                near = nearest(locator, self.by_locator)
                yield Problem("the text has no such clause", Place(clause=locator), nearest=near)
        for locator, passages in self.by_locator.items():
            if len(passages) > 1:
                what = f"the text numbers {len(passages)} clauses so"
                yield Problem(what, Place(clause=locator))
            measured = locator in clauses and clauses[locator].measures
            if not measured and any(self.says_something(one) for one in passages):
                what = "the policy has no measure of this clause"
                yield Problem(what, Place(clause=locator))

    def idle_entries(self) -> Iterator[Problem]:
        """Entries of ``unclaimed`` that explain no numeral of their clause."""
        for entry in self.book.unclaimed:
            places = self.places(entry.text, entry.clause)
            passages = self.by_locator.get(entry.clause, [])
            if not any(_covered(run, places) for passage in passages for run in self.runs[passage]):
                place = Place(path="unclaimed", clause=entry.clause)
                near = self.clause_with(entry.text, entry.clause)
                what = f"'{entry.text}' explains no numeral of the clause"
                yield Problem(what, place, nearest=near)

    def idle_repairs(self) -> Iterator[Problem]:
        """Repairs of damage that the clause does not have."""
        for repair in self.book.repairs:
            if "\n" in repair.meant:
                found = normal(repair.meant) in self.plain
            else:
                found = bool(self.places(repair.printed, repair.clause))
            if not found:
                place = Place(path="repairs", clause=repair.clause)
                near = self.clause_with(repair.printed, repair.clause)
                yield _absent(repair.printed, place, near)

    def says_something(self, passage: Passage) -> bool:
        """Whether a clause has text of its own; where others stand below it, its heading does not count."""
        body = self.body(passage)
        if passage.locator == PREAMBLE:
            body = self.plain[self.title_end : passage.end]
        elif passage.has_parts:
            heading, _, rest = body.partition("\n")
            body = heading.partition("。")[2] + rest
        return bool(body.strip())

    @cached_property
    def title_end(self) -> int:
        """Where the last line of the preamble that is the document's title ends; 0 where there is none."""
        title, preamble = self.book.title.zh, self.passages[0]
        end = 0
        for first, last in places_of(title, self.plain, preamble.start, preamble.end):
            line_end = self.plain.find("\n", last)
            line = self.plain[self.plain.rfind("\n", 0, first) + 1 : line_end if line_end >= 0 else None]
            # A sentence that names the document is longer than its title line.
            end = last if len(line.strip()) <= 2 * len(title) else end
        return end

    def numerals(self, passage: Passage) -> Iterator[Numeral]:
        """Every numeral of a clause with what explains it: a figure before all else, a plain word last."""
        numbering = numerals(self.plain[passage.start : passage.number])
        for run in self.shifted(numbering, passage.start):
            yield self.numeral(passage, run, How.NUMBERING)
        here = [measure for measure in self.book if measure.clause == passage.locator]
        claims = [
            (measure.id, self.places(figure.as_written, measure.clause))
            for measure in here
            for figure in measure.figures.values()
        ]
        listed = [
            (entry.why, self.places(entry.text, entry.clause))
            for entry in self.book.unclaimed
            if entry.clause == passage.locator
        ]
        words = [
            (why, [evolve(word, start=word.start + passage.number, end=word.end + passage.number)])
            for word, why in plain_words(self.body(passage))
        ]
        above = [(_TITLE, [Run(0, self.title_end, "")])]
        for run in self.runs[passage]:
            owners = dict.fromkeys(name for name, places in claims if _covered(run, places))
            if owners:
                yield self.numeral(passage, run, How.FIGURE, tuple(owners))
                continue
            for how, reasons in ((How.UNCLAIMED, listed), (How.FURNITURE, above), (How.WORD, words)):
                why = next((why for why, places in reasons if _covered(run, places)), None)
                if why is not None:
                    yield self.numeral(passage, run, how, why=why)
                    break
            else:
                yield self.numeral(passage, run, How.NOTHING)

    def numeral(
        self, passage: Passage, run: Run, how: How, measures: tuple[str, ...] = (), why: Label | None = None
    ) -> Numeral:
        around = self.plain[max(passage.start, run.start - 8) : min(passage.end, run.end + 8)]
        line = self.plain.count("\n", 0, run.start) + 1
        return Numeral(run.text, passage.locator, line, "".join(around.split()), how, measures, why)


def _absent(phrase: str, place: Place, near: str | None) -> Problem:
    """A phrase that does not stand in its clause, and the clause in which it does."""
    return Problem(f"'{phrase}' does not stand in the clause", place, nearest=near)


def _covered(run: Run, places: Iterable[Run]) -> bool:
    return any(place.start <= run.start and run.end <= place.end for place in places)
