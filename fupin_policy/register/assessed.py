"""A register handed over as tables, assessed: what :meth:`fupin_policy.Policy.assess_register` gives back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any

import pyarrow as pa
from attrs import frozen

from fupin_policy.assess import Plan
from fupin_policy.register.counts import Count
from fupin_policy.register.intake.frames import from_arrow, to_arrow
from fupin_policy.register.intake.ingest import Ingested, ingest
from fupin_policy.register.kernel.engine import Engine, Results, run

__all__ = ["RegisterAssessment", "assess_register"]


@frozen(eq=False, slots=False, repr=False)
class RegisterAssessment:
    """What a policy says of every case of a register, and what was set aside on the way.

    ``table`` and ``rejected`` are tables of the library that the cases were handed over in; ``counts`` tell for each
    table how many rows there were, how many were used and how many set aside.
    """

    results: Results
    ingested: Ingested
    like: Any

    def __repr__(self) -> str:
        book, aside = self.results.run.plan.book.slug, sum(one.set_aside for one in self.counts.values())
        return (
            f"<{self.results.register.rows} cases under {book} on {self.results.on}, {aside} rows set aside>"
        )

    @cached_property
    def arrow(self) -> pa.Table:
        """One row a case, as a table of Arrow; see :meth:`fupin_policy.register.kernel.engine.Results.table`."""
        return self.results.table()

    @cached_property
    def table(self) -> Any:
        """The same as a table of the caller's library."""
        return from_arrow(self.arrow, self.like)

    @cached_property
    def rejected(self) -> Any:
        """The rows that were set aside: table, row, column, value and reason."""
        return from_arrow(self.ingested.rejected, self.like)

    @property
    def counts(self) -> Mapping[str, Count]:
        """The rows of each table: all, used, set aside."""
        return self.ingested.counts

    @property
    def failures(self) -> list[tuple[int, str]]:
        """The cases that could not be worked out, as position among the results and reason."""
        return self.results.failures


def assess_register(
    plan: Plan,
    tables: Mapping[str, Any],
    on: date,
    *,
    root: str = "household",
    columns: Mapping[str, str | None] | None = None,
    ignore: Collection[str] = (),
    readings: Mapping[str, str] | None = None,
    terms: Mapping[str, Any] | None = None,
    measures: Sequence[str] | None = None,
    missing: bool = False,
    engine: Engine = "auto",
    threads: int | None = None,
) -> RegisterAssessment:
    """Check tables (by entity) and work out every case in them; see :meth:`fupin_policy.Policy.assess_register`."""
    given = {entity: table for entity, table in tables.items() if table is not None}
    arrow = {entity: to_arrow(table, entity) for entity, table in given.items()}
    found = ingest(arrow, root=root, on=on, columns=columns, ignore=ignore, threads=threads)
    results = run(
        plan, found.register, on, readings=readings, terms=terms, measures=measures, missing=missing,
        engine=engine, threads=threads,
    )  # fmt: skip
    return RegisterAssessment(results, found, given[root])
