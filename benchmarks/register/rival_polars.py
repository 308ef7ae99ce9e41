"""The workload in Polars, written by hand: one grouping of the persons, joined to the households.

Polars has three-valued logic of its own. What depends on the household is taken out of the expressions on persons,
so that one pass over them is enough: some(poor and x) is poor and some(x).
"""

from __future__ import annotations

from typing import Literal

import polars as pl
import pyarrow as pa

from benchmarks.register import workload as w
from benchmarks.register.data import Array
from benchmarks.register.workload import COLUMNS, UNBOUNDED

__all__ = ["run"]


def run(
    households: pa.Table, persons: pa.Table, engine: Literal["auto", "streaming"] = "auto"
) -> dict[str, Array]:
    """The results as arrays, by the usual engine of Polars or by the one that streams."""
    homes, people = (_frame(table) for table in (households, persons))
    grouped = people.group_by("household_id").agg(**_people())
    joined = homes.join(grouped, left_on="id", right_on="household_id", how="left", maintain_order="left")
    found = joined.with_columns(**_definitions()).select(**_results()).collect(engine=engine)
    return {name: found[name].to_numpy() for name in COLUMNS}


def _frame(table: pa.Table) -> pl.LazyFrame:
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame.lazy()


def _among(name: str, *codes: str) -> pl.Expr:
    return pl.any_horizontal(*(pl.col(name) == code for code in codes))


def _some(truth: pl.Expr) -> pl.Expr:
    return truth.any(ignore_nulls=False)


def _verdict(when: pl.Expr, applies: pl.Expr | None = None) -> pl.Expr:
    if applies is None:
        found = pl.when(when).then(w.HOLDS).when(~when).then(w.FAILS).otherwise(w.UNDETERMINED)
    else:
        found = (
            pl.when(~applies)
            .then(w.DOES_NOT_APPLY)
            .when(applies & when)
            .then(w.HOLDS)
            .when(applies & ~when)
            .then(w.FAILS)
            .otherwise(w.UNDETERMINED)
        )
    return found.cast(pl.Int8)


def _charges(name: str, when: pl.Expr, charge: pl.Expr) -> dict[str, pl.Expr]:
    """What a household's persons are charged where something holds of them: the ends, and whether there is no upper one."""
    return {
        f"{name}.some": _some(when),
        f"{name}.least": pl.when(when).then(charge).otherwise(0).sum(),
        f"{name}.most": pl.when(~when).then(0).otherwise(charge).sum(),
        f"{name}.endless": (charge.is_null() & when.fill_null(True)).any(),
    }


def _people() -> dict[str, pl.Expr]:
    """What is gathered from the persons of a household."""
    able, unable = _among("labour", "full", "partial"), _among("labour", "partial", "none")
    midyear, skilled = pl.col("joined_midyear"), able & (pl.col("skills") >= 1)
    entitled = pl.col("medical_joined_on") < w.ENTITLED_BEFORE
    upper, compulsory = (
        _among("stage", "senior_high", "secondary_vocational"),
        _among("stage", "primary", "junior"),
    )
    stage, full_time = pl.col("stage"), pl.col("full_time")
    studies = pl.when(stage == "university").then(full_time).otherwise(stage != "not_enrolled")
    grant = (
        pl.when(stage == "university")
        .then(w.GRANT_UNIVERSITY)
        .when(upper)
        .then(w.GRANT_UPPER)
        .when(compulsory)
        .then(w.GRANT_COMPULSORY)
        .when(stage == "preschool")
        .then(w.GRANT_PRESCHOOL)
        .when(stage.is_null())
        .then(pl.when(~full_time).then(w.GRANT_UPPER).otherwise(w.GRANT_UNIVERSITY))
        .otherwise(0)
        .cast(pl.Int64)
    )
    premium = (pl.col("pension_premium") * w.PENSION_PERCENT + 50) // 100
    return {
        "members": pl.len().cast(pl.Int64),
        "works": _some(able),
        "lost": unable.all(ignore_nulls=False),
        "unable": unable.any(),
        "unable_open": unable.is_null().any(),
        "trains": _some(able & pl.col("wants_transfer_work")),
        "served": _some(able & pl.col("wants_work")),
        "employed": _some(pl.col("transfer_employed")),
        "cared": _some(_among("left_behind", "child", "woman", "elder") | pl.col("disabled")),
        "midyear": midyear.fill_null(True).any(),
        "midyear_holds": (midyear & entitled).any(),
        "midyear_fails": (midyear & ~entitled).any(),
        "midyear_open": (midyear.is_null() | (midyear & entitled.is_null())).any(),
        "skilled": skilled.any(),
        "skilled_open": skilled.is_null().any(),
        **_charges("school", _among("stage", "primary", "junior", "senior_high"), pl.col("tuition")),
        **_charges("student", studies, grant),
        **_charges("medical", pl.lit(True), pl.col("medical_premium")),
        **_charges("pension", pl.col("pension_enrolled"), premium),
    }


def _definitions() -> dict[str, pl.Expr]:
    """What several measures ask of a household."""
    poor = pl.col("type") != "not_on_roll"
    working_poor = poor & pl.col("works")
    securities = (
        "food_secure",
        "clothing_secure",
        "compulsory_education_secured",
        "medical_secured",
        "housing_safe",
    )
    return {
        "poor": poor,
        "working_poor": working_poor,
        "assured": pl.all_horizontal(securities),
        "dibao_due": (pl.col("income_per_head") < w.DIBAO_LINE)
        | pl.col("meets_dibao_conditions")
        | (pl.col("lost") & ~pl.col("lifted_by_work"))
        | ((pl.col("type") == "dibao") & pl.col("on_dibao")),
        "willing": working_poor & pl.col("wants_industry"),
        "dangerous": _among("dwelling.danger", "c", "d"),
        "has_trade": pl.col("industry_projects") >= 1,
        "joins": working_poor & pl.col("joins_equity"),
        "sunny": working_poor & (pl.col("pv_kw") >= w.PV_KW),
        "housed": poor & _among("dwelling.work", "rebuild", "repair"),
    }


def _results() -> dict[str, pl.Expr]:
    c = pl.col
    poor, working_poor, willing, due = c("poor"), c("working_poor"), c("willing"), c("dibao_due")
    included = (
        pl.when(~poor | ~(c("unable") | c("unable_open")))
        .then(w.DOES_NOT_APPLY)
        .when(poor & c("unable") & due)
        .then(w.HOLDS)
        .when(poor & c("unable") & ~due & ~c("unable_open"))
        .then(w.FAILS)
        .otherwise(w.UNDETERMINED)
    )
    entitled = (
        pl.when(~poor | ~c("midyear"))
        .then(w.DOES_NOT_APPLY)
        .when(poor & c("midyear_holds"))
        .then(w.HOLDS)
        .when(poor & c("midyear_fails") & ~c("midyear_open"))
        .then(w.FAILS)
        .otherwise(w.UNDETERMINED)
    )
    taught = (
        pl.when(~poor | ~(c("skilled") | c("skilled_open")))
        .then(w.DOES_NOT_APPLY)
        .when(poor & ~c("skilled_open"))
        .then(w.HOLDS)
        .otherwise(w.UNDETERMINED)
    )
    rewarded, receives = willing & c("has_trade"), poor & due
    verdicts = {
        "all-exit-by-2018": _verdict(c("exited"), poor & c("exited")),
        "roll-line": _verdict(c("roll_income") < w.ROLL_LINE, c("registered_rural")),
        "exit-standard": _verdict(c("assured") & (c("income_per_head") >= w.EXIT_INCOME), working_poor),
        "dibao-inclusion": included.cast(pl.Int8),
        "exit-by-dibao": _verdict(
            c("on_dibao") & c("assured"), poor & (~c("works") | (c("lost") & c("on_dibao")))
        ),
        "helper-for-everyone": _verdict(c("helper_assigned"), poor),
        "equity-income": _verdict(c("joins")),
        "industry-standard": _verdict(c("has_trade"), willing),
        "skills-standard": _verdict(c("skills") >= 1, willing),
        "industry-reward": _verdict(rewarded),
        "transfer-training": _verdict(poor & c("trains")),
        "employment-service": _verdict(poor & c("served")),
        "job-per-household": _verdict(c("employed"), working_poor),
        "free-schooling": _verdict(poor & c("school.some")),
        "education-grant": _verdict(poor & c("student.some")),
        "relocation": _verdict(poor & c("in_unviable_village") & c("scattered") & c("wants_relocation")),
        "county-housing-grant": _verdict(c("housed")),
        "medical-premium": _verdict(poor),
        "midyear-entitlement": entitled.cast(pl.Int8),
        "dibao": _verdict(receives),
        "pension-premium": _verdict(poor & c("pension.some")),
        "care-for-left-behind": _verdict(c("cared")),
        "pv-income": _verdict(c("sunny")),
        "one-skill-each": taught.cast(pl.Int8),
        "only-home-included": _verdict(c("dwelling.only_home") & c("dangerous"), poor),
        "wubao-resettled": _verdict((c("type") == "wubao") & ~c("dwelling.can_afford") & c("dangerous")),
    }
    rate = (
        pl.when(c("dwelling.work") == "repair")
        .then(pl.lit(w.HOUSING_REPAIR, pl.Int64))
        .otherwise(pl.lit(w.HOUSING_REBUILD, pl.Int64))
    )
    equity, allowance = c("members") * w.EQUITY_INCOME, pl.lit(w.DIBAO_AMOUNT, pl.Int64)
    none = pl.lit(None, pl.Int64)
    amounts = {
        "equity-income": _due(c("joins"), equity, equity),
        "industry-reward": _due(rewarded, pl.lit(0, pl.Int64), none),
        **{
            name: _due(poor, c(f"{short}.least"), pl.when(~c(f"{short}.endless")).then(c(f"{short}.most")))
            for name, short in _CHARGED.items()
        },
        "county-housing-grant": _due(c("housed"), rate, rate),
        "dibao": _due(receives, allowance, allowance),
        "pv-income": _due(c("sunny"), pl.lit(0, pl.Int64), none),
    }
    for total in w.TOTALS:
        lows, highs = zip(*(amounts[one.name] for one in w.MEASURES if one.total == total), strict=True)
        amounts[f"total.{total}"] = (pl.sum_horizontal(lows), pl.sum_horizontal(highs, ignore_nulls=False))
    ends = {f"{name}.low": low for name, (low, _) in amounts.items()}
    ends |= {f"{name}.high": high.fill_null(UNBOUNDED) for name, (_, high) in amounts.items()}
    return verdicts | ends


_CHARGED = {
    "free-schooling": "school",
    "education-grant": "student",
    "medical-premium": "medical",
    "pension-premium": "pension",
}


def _due(when: pl.Expr, low: pl.Expr, high: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """The ends of an amount that is due where something holds."""
    return pl.when(when).then(low).otherwise(0), pl.when(~when).then(0).otherwise(high)
