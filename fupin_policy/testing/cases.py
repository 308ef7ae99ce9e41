"""Cases of a policy: what the rules must say of stored facts, read from ``policies/<slug>/cases/*.yaml``.

A case file is a list. Each entry names a measure and its cases::

    - measure: education-grant
      cases:
      - name: full-time university student
        on: "2017-09-01"
        given: {household: {type: general, members: [{id: a, stage: university, full_time: true}]}}
        readings: {after_2018: continues}        # optional, as in assess
        terms: {dibao_line: "4200元/人/年"}       # optional, as in assess
        expect: {verdict: holds, amount: "5000元/年", tier: university}

``expect`` may hold ``verdict``, ``amount``, ``tier``, ``missing`` (exactly these facts, in any order: a key,
or ``key of subject``), ``items`` (by subject: verdict, amount, tier), ``layers`` (by payer), ``totals`` (by
key), or ``error`` (text that the refusal of the case contains). What is not expected is not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from fupin_policy.assess import Verdict
from fupin_policy.assess.checks import check_terms
from fupin_policy.domain import entities_in, read
from fupin_policy.domain.entity import Entity
from fupin_policy.domain.tree import Tree
from fupin_policy.policy import Rulebook, Stream
from fupin_policy.policy.section import Section
from fupin_policy.problems import InputError, Place, Problem, nearest
from fupin_policy.testing.expectation import Expectation, ItemExpectation
from fupin_policy.values import Quantity, parse_date

__all__ = ["Case", "cases_of", "folder_of_cases", "load_cases"]

_TOTALS = [name for stream in Stream for name in (stream.value, f"{stream.value}_per_year")]


@frozen
class Case:
    """One case: facts, a day, readings and open terms, and what a measure must say of them.

    ``subject`` is None where the facts themselves are refused, as an expected ``error`` allows; ``refusal``
    then says why.
    """

    measure: str
    name: str
    on: date
    subject: Entity | None
    expect: Expectation
    readings: Mapping[str, str] = field(factory=dict)
    terms: Mapping[str, Any] = field(factory=dict)
    refusal: str = ""
    file: str = field(default="", eq=False)
    line: int | None = field(default=None, eq=False)

    @property
    def id(self) -> str:
        """Measure and name: what the case is called in reports."""
        return f"{self.measure}: {self.name}"

    @property
    def place(self) -> Place:
        """Where the case stands."""
        return Place(Path(self.file).name or None, self.line)


def folder_of_cases(book: Rulebook) -> Path:
    """The folder of a loaded policy's cases, beside the files of its measures."""
    files = [measure.file for measure in book.measures if measure.file]
    if not files:
        raise InputError(Problem(f"{book.slug} was not loaded from a folder", expected="the files of cases"))
    return Path(files[0]).parent / "cases"


def cases_of(book: Rulebook) -> tuple[Case, ...]:
    """All cases of a policy, file by file in the order of their names; none where there is no such folder.

    Raises InputError with every problem of every file.

    >>> import fupin_policy as fp
    >>> from fupin_policy.testing import cases_of
    >>> len({case.id for case in cases_of(fp.load_policy("ruyuan-2016"))}) > 100
    True
    """
    folder = folder_of_cases(book)
    return load_cases(book, *sorted(folder.glob("*.yaml"))) if folder.is_dir() else ()


def load_cases(book: Rulebook, *files: Path | str) -> tuple[Case, ...]:
    """The cases in these files. Raises InputError with every problem of all of them, with file and line."""
    problems: list[Problem] = []
    cases: list[Case] = []
    for file in files:
        try:
            tree = read(file)
        except InputError as error:
            problems.extend(error.problems)
            continue
        cases.extend(_cases(book, tree, problems))
    seen: dict[str, Case] = {}
    for case in cases:
        first = seen.setdefault(case.id, case)
        if first is not case:
            what = f"the case '{case.id}' occurs already at {first.place}"
            problems.append(Problem(what, Place(case.file, case.line)))
    if problems:
        raise InputError(problems)
    return tuple(cases)


def _cases(book: Rulebook, tree: Tree, problems: list[Problem]) -> Iterator[Case]:
    if not isinstance(tree.data, list):
        problems.append(tree.problem("no list of measures at the top", expected="- measure: …"))
        return
    for index, item in enumerate(tree.data):
        if not isinstance(item, dict):
            what = f"entry {index} is no mapping"
            problems.append(tree.problem(what, f"[{index}]", expected="measure and cases"))
            continue
        section = Section(item, tree, f"[{index}]", problems)
        measure = section.text("measure", required=True) or ""
        if measure and measure not in book:
            section.fail(f"unknown measure '{measure}'", "measure", near=nearest(measure, book.by_id))
        elif measure and book[measure].rule is None:
            section.fail(f"'{measure}' has no rule that could be decided", "measure")
        found = list(section.items("cases"))
        if not found:
            section.fail(f"no cases of '{measure}'")
        section.finish()
        for inner in found:
            case = _case(book, measure, inner)
            if case is not None:
                yield case


def _case(book: Rulebook, measure: str, section: Section) -> Case | None:
    before = len(section.problems)
    name = section.text("name", required=True) or ""
    on = section.convert("on", parse_date, required=True)
    readings = _plain(section, "readings", str)
    terms = _plain(section, "terms", (str, bool))
    expect = _expectation(book, measure, section)
    refused = expect.error is not None
    if not refused:
        _adopted(section, "readings", lambda: book.choose(readings))
        _adopted(section, "terms", lambda: check_terms(book, terms))
    subject, refusal = _subject(section, refused)
    section.finish()
    if len(section.problems) > before or on is None:
        return None
    return Case(
        measure, name, on, subject, expect, readings, terms, refusal, section.tree.file or "", section.line
    )


def _adopted(section: Section, key: str, check: Callable[[], object]) -> None:
    """Add what a check refuses to the section's problems."""
    try:
        check()
    except InputError as error:
        section.adopt(error, key)


def _plain(section: Section, key: str, kinds: type | tuple[type, ...]) -> dict[str, Any]:
    inner = section.section(key)
    if inner is None:
        return {}
    for name, value in inner.data.items():
        if not isinstance(value, kinds):
            inner.fail(f"{value!r} is no text", name, "text (quote it)")
    return {name: value for name, value in inner.data.items() if isinstance(value, kinds)}


def _subject(section: Section, refused: bool) -> tuple[Entity | None, str]:
    given = section.section("given", required=True)
    if given is None:
        return None, ""
    try:
        tree = section.tree
        found = entities_in(evolve(tree, data=given.data, path=given.path, root=tree.data))
    except InputError as error:
        if not refused:
            section.problems.extend(error.problems)
        return None, str(error)
    if len(found) != 1:
        section.fail(f"{len(found)} entities are given", "given", "one")
    return found[0], ""


def _expectation(book: Rulebook, measure: str, outer: Section) -> Expectation:
    section = outer.section("expect", required=True)
    if section is None:
        return Expectation()
    if not section.data:
        section.fail("nothing is expected", expected="verdict, amount, missing …")
    error = section.text("error")
    if error is not None and len(section.data) > 1:
        section.fail("an error beside other expectations", "error", "error alone")
    one = _item(section)
    rule = book[measure].rule if measure in book else None
    payers = [layer.payer for layer in rule.layers] if rule is not None else []
    tiers = [tier.name for tier in rule.tiers] if rule is not None else []
    expect = Expectation(
        verdict=one.verdict,
        amount=one.amount,
        tier=one.tier,
        missing=section.texts("missing") if "missing" in section.data else None,
        items={name: _finished(inner) for name, inner in section.sections("items")},
        layers=_amounts(section, "layers", payers),
        totals=_amounts(section, "totals", _TOTALS),
        error=error,
    )
    for name in {one.tier, *(item.tier for item in expect.items.values())} - {None}:
        if name not in tiers:
            near = nearest(str(name), tiers)
            section.fail(f"'{measure}' has no tier '{name}'", "tier", ", ".join(tiers) or None, near)
    section.finish()
    return expect


def _item(section: Section) -> ItemExpectation:
    return ItemExpectation(
        section.choice("verdict", Verdict), section.convert("amount", Quantity.parse), section.text("tier")
    )


def _finished(section: Section) -> ItemExpectation:
    found = _item(section)
    section.finish()
    return found


def _amounts(section: Section, key: str, names: list[str]) -> dict[str, Quantity]:
    inner = section.section(key)
    found: dict[str, Quantity] = {}
    for name in inner.data if inner is not None else ():
        assert inner is not None
        if name not in names:
            inner.fail(f"unknown key '{name}'", name, ", ".join(names) or None, nearest(name, names))
            continue
        amount = inner.convert(name, Quantity.parse)
        if amount is not None:
            found[name] = amount
    return found
