"""Policies as users meet them: load one, load all, ask it about a case."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from attrs import frozen

from fupin_policy import __version__
from fupin_policy.policy import (
    Kind,
    Level,
    Measure,
    Rulebook,
    available,
    folder_of,
    load_rulebook,
    rebuild_rulebook,
)
from fupin_policy.problems import InputError, Problem, UnknownNameError, mapping_of

if TYPE_CHECKING:
    from pathlib import Path

    from fupin_policy.assess import Assessment, JointAssessment, Plan
    from fupin_policy.domain.entity import Entity
    from fupin_policy.monitor import DutiesReport, Entry, MonitorReport
    from fupin_policy.register.assessed import RegisterAssessment
    from fupin_policy.register.clusters import Worker
    from fupin_policy.register.kernel.engine import Engine

# What only some callers need is imported when it is first asked for.
__all__ = ["Policy", "Registry", "load_policies", "load_policy"]


@frozen(eq=False, slots=False, repr=False)
class Policy(Rulebook):
    """One document's rules, ready to be asked.

    >>> import fupin_policy as fp
    >>> ruyuan = fp.load_policy("ruyuan-2016")
    >>> home = fp.Household(type="低保户", members=[fp.Person(id="a", stage="大学", full_time=True)])
    >>> print(ruyuan.assess(home, on=date(2017, 9, 1))["education-grant"].amount)
    5000元/年
    """

    def __reduce__(self) -> tuple[Any, ...]:
        # What is sent to another process is the document's data; the rules are read from it again there, once.
        return _received, (self.slug, json.dumps(dict(self.content), ensure_ascii=False))

    @cached_property
    def plan(self) -> Plan:
        """The rules ready to be evaluated."""
        from fupin_policy.assess import Plan

        return Plan.of(self)

    def assess(
        self,
        subject: Entity,
        *,
        on: date,
        readings: Mapping[str, str] | None = None,
        terms: Mapping[str, Any] | None = None,
    ) -> Assessment:
        """What the document dictates for a household, enterprise, village, town or county on a day.

        ``on`` is the day of the facts. ``readings`` choose options by name (see ``policy.readings``),
        ``terms`` fill open terms (see ``policy.terms``) with text such as ``"4200元/人/年"``.

        Raises InputError with all problems, OutsidePeriodError for a day on which the document is not in
        force, ConflictError where two of its rules exclude each other.
        """
        from fupin_policy.assess import assess

        return assess(self.plan, subject, on, readings=readings, terms=terms, version=__version__)

    def restore(self, stored: Mapping[str, Any] | str) -> Assessment:
        """An assessment read back from its data or JSON text, with its rules: the case is assessed again.

        Raises InputError where it was made under other rules, or where what it says is not what the rules
        say of its facts.

        >>> from datetime import date
        >>> from fupin_policy import Household, load_policy
        >>> policy = load_policy("ruyuan-2016")
        >>> stored = policy.assess(Household(type="dibao"), on=date(2017, 9, 1)).to_json()
        >>> policy.restore(stored).book is policy
        True
        """
        from fupin_policy.assess import Assessment, assess

        found = Assessment.from_json(stored) if isinstance(stored, str) else Assessment.from_dict(stored)
        if found.policy_hash != self.content_hash:
            raise InputError(Problem(f"the assessment was made under other rules of {found.policy}"))
        again = assess(
            self.plan,
            found.subject,
            found.on,
            readings=found.readings,
            terms=found.terms,
            version=found.library,
            place_required="division" not in found.presumed,
        )
        # Their data: what is only worked out when asked for, such as a reason, is compared as well.
        if again.to_dict() != found.to_dict():
            raise InputError(Problem("the stored results are not what the rules say of the stored facts"))
        return again

    def assess_register(
        self,
        cases: Any,
        members: Any = None,
        *,
        on: date,
        entity: str = "household",
        loans: Any = None,
        bills: Any = None,
        columns: Mapping[str, str | None] | None = None,
        ignore: Collection[str] = (),
        readings: Mapping[str, str] | None = None,
        terms: Mapping[str, Any] | None = None,
        measures: Sequence[str] | None = None,
        missing: bool = False,
        engine: Engine = "auto",
        threads: int | None = None,
    ) -> RegisterAssessment:
        """What the document dictates for every case of a register on a day. Needs the extra ``register``.

        ``cases`` are one row a household (or ``entity``), ``members`` one row a person (of enterprises: a worker),
        ``loans`` and ``bills`` one row each, joined by ``household_id`` and ``person_id``; or members, loans and bills
        are columns of lists. Any table that speaks the Arrow stream interface will do, and the results are tables
        of the same library. Columns are facts by English key or Chinese label, ``columns`` maps others to them,
        ``ignore`` names those to be left out. Money is in yuan, as integers or decimals, or in the unit that the
        column names. ``measures`` chooses some measures, ``missing`` asks for the facts that leave each open.

        Rows that cannot be used are set aside with their reasons. Raises InputError with every problem of names,
        types and units before any row is read, OutsidePeriodError for a day on which the document is not in force.
        """
        from fupin_policy.register.assessed import assess_register

        below = {"enterprise": "worker"}.get(entity, "person")
        tables = {entity: cases, below: members, "loan": loans, "bill": bills}
        return assess_register(
            self.plan, tables, on, root=entity, columns=columns, ignore=ignore, readings=readings, terms=terms,
            measures=measures, missing=missing, engine=engine, threads=threads,
        )  # fmt: skip

    def worker(self, *, on: date, entity: str = "household", **choices: Any) -> Worker:
        """The document's rules as of a day, ready to be sent to an engine that spreads tables over machines.

        ``choices`` are ``columns``, ``ignore``, ``readings``, ``terms``, ``measures``, ``missing`` and ``engine``, as for
        :meth:`assess_register`. Needs the extra ``register``.
        """
        from fupin_policy.register.clusters import Worker

        return Worker(self, on, entity, **choices)

    def assess_spark(
        self, cases: Any, members: Mapping[str, Any] | None = None, *, on: date, **choices: Any
    ) -> Any:
        """What the document dictates for every case of a data frame of Spark, worked out by its own workers.

        ``cases`` are one row a household with members, loans and bills in columns of arrays; or ``members`` are data
        frames of these by the column they belong in, ``{"members": persons, "loans": loans}``, joined by
        ``household_id``. ``choices`` are those of :meth:`worker`. Needs the extra ``spark``.
        """
        from fupin_policy.register.clusters import assess_spark

        return assess_spark(self.worker(on=on, **choices), cases, members)

    def targets(self, *, on: date | None = None) -> tuple[Measure, ...]:
        """The measures with a measurable target; with ``on``, those that are not past their last due day.

        The steps of a series, and the days of an aim and an obligation, are due days as well.
        """
        from fupin_policy.monitor import targets_of

        return targets_of(self, on=on)

    def monitor(
        self,
        indicators: Any,
        *,
        on: date,
        readings: Mapping[str, str] | None = None,
        terms: Mapping[str, Any] | None = None,
    ) -> MonitorReport:
        """How every target stands on a day: met, missed, on course, behind, not yet due.

        ``indicators`` are a path to a CSV or YAML file, rows, or a dataframe with the columns level,
        division or area, indicator, value, and on or year (English names or Chinese labels). Rows that
        cannot be used are kept in the report's ``rejected``.
        """
        from fupin_policy.monitor import monitor, read_observations

        return monitor(self.plan, read_observations(indicators), on, readings=readings, terms=terms)

    def calendar(
        self, start: date, end: date, *, readings: Mapping[str, str] | None = None
    ) -> tuple[Entry, ...]:
        """Everything that falls due from ``start`` to ``end``, both included: deadlines and recurring duties."""
        from fupin_policy.monitor import calendar

        return calendar(self, start, end, readings=readings)

    def duties(
        self,
        events: Any = (),
        *,
        on: date,
        since: date | None = None,
        readings: Mapping[str, str] | None = None,
    ) -> DutiesReport:
        """How every duty stands on a day, given what was done: done, late, overdue, pending, undetermined.

        ``events`` are a path to a CSV or YAML file, rows, or a dataframe with the columns measure and on.
        Rows that cannot be used are kept in the report's ``rejected``.
        """
        from fupin_policy.monitor import duties, read_events

        return duties(self, read_events(events, self), on, since=since, readings=readings)


@lru_cache(maxsize=8)
def _received(slug: str, content: str) -> Policy:
    return rebuild_rulebook(slug, json.loads(content), Policy)


@frozen(eq=False, slots=False, repr=False)
class Registry(Mapping[str, Policy]):
    """Policies by slug; each is loaded when it is first asked for.

    >>> import fupin_policy as fp
    >>> fp.load_policies()["ruyuan-2016"].division
    '440232'
    """

    folders: Mapping[str, Path]
    _loaded: dict[str, Policy]

    def __getitem__(self, slug: str) -> Policy:
        if slug not in self.folders:
            raise UnknownNameError("policy", slug, list(self.folders))
        if slug not in self._loaded:
            self._loaded[slug] = load_rulebook(self.folders[slug], Policy)
        return self._loaded[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self.folders)

    def __len__(self) -> int:
        return len(self.folders)

    def __repr__(self) -> str:
        return f"<Registry: {', '.join(self.folders)}>"

    def find(
        self,
        *,
        division: str | None = None,
        on: date | None = None,
        clause: str | None = None,
        kind: Kind | str | None = None,
        agency: str | None = None,
        measure: str | None = None,
    ) -> tuple[tuple[Policy, Measure], ...]:
        """Every measure that matches all filters, with its policy: policies that cover a division and are in
        force on a day, measures by clause, kind, agency (key or printed name) or id.

        A policy that has no such clause or agency has no such measure either. Raises InputError, with what
        each policy says of the name, where none of the registry's has it; UnknownNameError for an id or a
        kind that no policy has.
        """
        if measure is not None and not any(measure in policy for policy in self.values()):
            raise UnknownNameError("measure", measure, [one.id for policy in self.values() for one in policy])
        found: list[tuple[Policy, Measure]] = []
        unknown: list[UnknownNameError] = []
        for policy in self.values():
            try:
                matches = policy.find(clause=clause, kind=kind, agency=agency)
            except UnknownNameError as error:
                unknown.append(error)
                continue
            if (division is None or policy.covers(division)) and (on is None or policy.is_in_force(on)):
                found.extend((policy, one) for one in matches if measure is None or one.id == measure)
        if unknown and len(unknown) == len(self):
            raise InputError(dict.fromkeys(problem for error in unknown for problem in error.problems))
        return tuple(found)

    def assess(
        self,
        subject: Entity,
        *,
        on: date,
        readings: Mapping[str, Mapping[str, str]] | None = None,
        terms: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> JointAssessment:
        """What every policy that covers the case's division and is in force on the day dictates for it.

        Upper levels come first. An open term of an upper document that a lower one fills is filled; what a
        lower document repeats is counted once; a floor of an upper document that a lower one stays under
        is reported with both citations. ``readings`` and ``terms`` are given per policy. A case whose
        division is not known is assessed under every policy in force, with every verdict that would hold
        left open until the division is known. Raises InputError for a slug that does not exist.
        """
        from fupin_policy.assess import assess
        from fupin_policy.assess.checks import check_case
        from fupin_policy.assess.joint import filled_terms, joined
        from fupin_policy.assess.place import is_in_place

        chosen = mapping_of(readings, "readings", "for each policy, as in {'SLUG': {'NAME': 'OPTION'}}")
        given = mapping_of(terms, "terms", "for each policy, as in {'SLUG': {'NAME': 'VALUE'}}")
        unknown = [slug for slug in (*chosen, *given) if slug not in self.folders]
        if unknown:
            problems = [
                p for slug in unknown for p in UnknownNameError("policy", slug, list(self.folders)).problems
            ]
            raise InputError(problems)
        check_case(subject, on)
        division = getattr(subject, "division", None)
        policies = sorted(
            (
                policy
                for slug, policy in self.items()
                if is_in_place(policy, division) is not False and policy.is_in_force(on, chosen.get(slug))
            ),
            key=lambda policy: list(Level).index(policy.level),
        )
        filled = filled_terms(policies)
        results = {
            policy.slug: assess(
                policy.plan,
                subject,
                on,
                readings=chosen.get(policy.slug),
                terms={one.term: one.value for one in filled if one.upper == policy.slug}
                | {
                    **mapping_of(
                        given.get(policy.slug), "terms", f"as in {{'{policy.slug}': {{'NAME': 'VALUE'}}}}"
                    )
                },
                version=__version__,
                place_required=True,
            )
            for policy in policies
        }
        return joined(results, {policy.slug: policy.plan for policy in policies}, filled)


def load_policy(source: str | Path) -> Policy:
    """Load one policy: by slug one that comes with the library, by path one of your own.

    Raises UnknownNameError for a slug that does not exist, InputError with every problem of its files.

    >>> load_policy("ruyuan-2016").title.en
    'Ruyuan Yao Autonomous County three-year campaign plan for targeted poverty alleviation'
    """
    folder = folder_of(source) if isinstance(source, str) else source
    return load_rulebook(folder, Policy)


def load_policies(folder: Path | None = None) -> Registry:
    """All policies that come with the library, or all below a folder of your own, each loaded on first use."""
    if folder is None:
        return Registry({slug: folder_of(slug) for slug in available()}, {})
    found = {path.parent.name: path.parent for path in sorted(folder.glob("*/policy.yaml"))}
    return Registry(found, {})
