"""The formulas of the workload, for OpenFisca-Core and policyengine-core; how truths and amounts are held, see
variables.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from benchmarks.register import workload as w
from benchmarks.register.data import Array
from benchmarks.register.variables import PERIOD, Core, Rules, simulation_of, word_of
from benchmarks.register.workload import CODES, COLUMNS, UNBOUNDED

__all__ = ["calculate"]


def calculate(core: Core, households: pa.Table, persons: pa.Table) -> dict[str, Array]:
    """The results as arrays."""
    complete = not any(column.null_count for table in (households, persons) for column in table.columns)
    rules = Rules(core, complete)
    _add_formulas(rules)
    simulation = simulation_of(core, rules, households, persons)
    results: dict[str, Array] = {}
    for name in w.VERDICT_COLUMNS:
        results[name] = simulation.calculate(word_of(name), PERIOD).astype(np.int8)
    for name in w.AMOUNTS:
        word = word_of(name)
        results[f"{name}.low"] = simulation.calculate(f"{word}_low", PERIOD).astype(np.int64)
        high = simulation.calculate(f"{word}_high", PERIOD).astype(np.int64)
        if f"{word}_endless" in rules.names:
            high = np.where(simulation.calculate(f"{word}_endless", PERIOD), UNBOUNDED, high)
        results[f"{name}.high"] = high
    return {name: results[name] for name in COLUMNS}


_ANY = (w.HOLDS, w.UNDETERMINED, w.FAILS)
_ALL = (w.FAILS, w.UNDETERMINED, w.HOLDS)


def _add_formulas(rules: Rules) -> None:
    """Add what is worked out: first what several measures ask, then verdicts, amounts and totals."""
    r = rules
    both, either, no = r.both, r.either, r.no

    def truth(entity: Any, name: str, formula: Callable[[Any, Any], Array]) -> None:
        r.add(entity, name, r.truth_type, formula)

    def all_true(entity: Any, name: str, *parts: str) -> None:
        truth(entity, name, lambda e, t: both(*(e(part, t) for part in parts)))

    h, p = r.household, r.person
    truth(h, "poor", lambda e, t: r.among(e, t, "household_type", "general", "dibao", "wubao"))
    truth(p, "able", lambda e, t: r.among(e, t, "person_labour", "full", "partial"))
    truth(p, "unable", lambda e, t: r.among(e, t, "person_labour", "partial", "none"))
    truth(h, "works", lambda e, t: r.some(e, e.members("able", t)))
    truth(h, "lost", lambda e, t: r.every(e, e.members("unable", t)))
    all_true(h, "working_poor", "poor", "works")
    all_true(h, "willing", "working_poor", "household_wants_industry")
    securities = (
        "food_secure",
        "clothing_secure",
        "compulsory_education_secured",
        "medical_secured",
        "housing_safe",
    )
    all_true(h, "assured", *(f"household_{name}" for name in securities))
    truth(
        h,
        "below_dibao_line",
        lambda e, t: no(r.least(e, t, "household_income_per_head", w.DIBAO_LINE)),
    )
    truth(
        h,
        "dibao_due",
        lambda e, t: either(
            e("below_dibao_line", t),
            e("household_meets_dibao_conditions", t),
            both(e("lost", t), no(e("household_lifted_by_work", t))),
            both(r.among(e, t, "household_type", "dibao"), e("household_on_dibao", t)),
        ),
    )
    truth(h, "dangerous", lambda e, t: r.among(e, t, "household_dwelling_danger", "c", "d"))
    truth(h, "has_trade", lambda e, t: r.least(e, t, "household_industry_projects", 1))
    all_true(h, "rewarded", "willing", "has_trade")
    all_true(h, "joins", "working_poor", "household_joins_equity")
    truth(h, "sunny", lambda e, t: both(e("working_poor", t), r.least(e, t, "household_pv_kw", w.PV_KW)))
    truth(
        h,
        "housed",
        lambda e, t: both(e("poor", t), r.among(e, t, "household_dwelling_work", "rebuild", "repair")),
    )
    all_true(h, "receives", "poor", "dibao_due")
    truth(p, "poor_person", lambda e, t: e.household("poor", t))
    all_true(p, "able_poor", "poor_person", "able")
    truth(p, "skilled", lambda e, t: r.least(e, t, "person_skills", 1))
    truth(
        p,
        "schooled",
        lambda e, t: both(
            e("poor_person", t), r.among(e, t, "person_stage", "primary", "junior", "senior_high")
        ),
    )
    all_true(p, "pensioned", "poor_person", "person_pension_enrolled")
    truth(p, "studies", lambda e, t: _studies(r, e, t))
    _add_verdicts(r)
    _add_amounts(r)


def _studies(r: Rules, person: Any, period: Any) -> Array:
    """Whether the student grant is due."""
    stage = person("person_stage", period)
    university = stage == stage.possible_values["university"]
    schools = ("preschool", "primary", "junior", "senior_high", "secondary_vocational")
    below = r.among(person, period, "person_stage", *schools)
    full_time = person("person_full_time", period)
    return r.both(person("poor_person", period), np.where(university, full_time, below))


def _add_verdicts(r: Rules) -> None:
    both, either, no = r.both, r.either, r.no

    def home(
        measure: str, when: Callable[[Any, Any], Array], applies: Callable[[Any, Any], Array] | None = None
    ) -> None:
        def formula(household: Any, period: Any) -> Array:
            return r.verdict(when(household, period), None if applies is None else applies(household, period))

        r.add(r.household, word_of(measure), int, formula)

    def people(
        measure: str,
        when: Callable[[Any, Any], Array],
        applies: Callable[[Any, Any], Array],
        order: tuple[int, ...] = _ANY,
    ) -> None:
        own = f"{word_of(measure)}_of_person"
        r.add(r.person, own, int, lambda e, t: r.verdict(when(e, t), applies(e, t)))
        r.add(r.household, word_of(measure), int, lambda e, t: r.joint(e, e.members(own, t), order))

    def somebody(measure: str, when: Callable[[Any, Any], Array]) -> None:
        r.add(r.household, word_of(measure), int, lambda e, t: r.verdict(r.some(e, when(e.members, t))))

    home(
        "all-exit-by-2018",
        lambda e, t: e("household_exited", t),
        lambda e, t: both(e("poor", t), e("household_exited", t)),
    )
    home(
        "roll-line",
        lambda e, t: no(r.least(e, t, "household_roll_income", w.ROLL_LINE)),
        lambda e, t: e("household_registered_rural", t),
    )
    home(
        "exit-standard",
        lambda e, t: both(e("assured", t), r.least(e, t, "household_income_per_head", w.EXIT_INCOME)),
        lambda e, t: e("working_poor", t),
    )
    people(
        "dibao-inclusion",
        lambda e, t: e.household("dibao_due", t),
        lambda e, t: both(e("poor_person", t), e("unable", t)),
    )
    home(
        "exit-by-dibao",
        lambda e, t: both(e("household_on_dibao", t), e("assured", t)),
        lambda e, t: both(
            e("poor", t), either(no(e("works", t)), both(e("lost", t), e("household_on_dibao", t)))
        ),
    )
    home("helper-for-everyone", lambda e, t: e("household_helper_assigned", t), lambda e, t: e("poor", t))
    home("equity-income", lambda e, t: e("joins", t))
    home("industry-standard", lambda e, t: e("has_trade", t), lambda e, t: e("willing", t))
    home("skills-standard", lambda e, t: r.least(e, t, "household_skills", 1), lambda e, t: e("willing", t))
    home("industry-reward", lambda e, t: e("rewarded", t))
    somebody("transfer-training", lambda e, t: both(e("able_poor", t), e("person_wants_transfer_work", t)))
    somebody("employment-service", lambda e, t: both(e("able_poor", t), e("person_wants_work", t)))
    home(
        "job-per-household",
        lambda e, t: r.some(e, e.members("person_transfer_employed", t)),
        lambda e, t: e("working_poor", t),
    )
    somebody("free-schooling", lambda e, t: e("schooled", t))
    somebody("education-grant", lambda e, t: e("studies", t))
    home(
        "relocation",
        lambda e, t: both(
            e("poor", t),
            e("household_in_unviable_village", t),
            e("household_scattered", t),
            e("household_wants_relocation", t),
        ),
    )
    home("county-housing-grant", lambda e, t: e("housed", t))
    home("medical-premium", lambda e, t: e("poor", t))
    people(
        "midyear-entitlement",
        lambda e, t: r.before(e, t, "person_medical_joined_on", w.ENTITLED_BEFORE),
        lambda e, t: both(e("poor_person", t), e("person_joined_midyear", t)),
    )
    home("dibao", lambda e, t: e("receives", t))
    somebody("pension-premium", lambda e, t: e("pensioned", t))
    somebody(
        "care-for-left-behind",
        lambda e, t: either(
            r.among(e, t, "person_left_behind", "child", "woman", "elder"), e("person_disabled", t)
        ),
    )
    home("pv-income", lambda e, t: e("sunny", t))
    people(
        "one-skill-each",
        lambda e, t: e("skilled", t),
        lambda e, t: both(e("able_poor", t), e("skilled", t)),
        _ALL,
    )
    home(
        "only-home-included",
        lambda e, t: both(e("household_dwelling_only_home", t), e("dangerous", t)),
        lambda e, t: e("poor", t),
    )
    home(
        "wubao-resettled",
        lambda e, t: both(
            r.among(e, t, "household_type", "wubao"),
            no(e("household_dwelling_can_afford", t)),
            e("dangerous", t),
        ),
    )


def _add_amounts(r: Rules) -> None:
    ends: dict[str, tuple[str, ...]] = {}

    def put(measure: str, **formulas: Callable[[Any, Any], Array]) -> None:
        for end, formula in formulas.items():
            kind = bool if end == "endless" else int
            r.add(r.household, f"{word_of(measure)}_{end}", kind, formula)
        ends[measure] = tuple(formulas)

    def fixed(measure: str, when: str, amount: Callable[[Any, Any], Array | int]) -> None:
        put(
            measure,
            low=lambda e, t: np.where(r.sure(e(when, t)), amount(e, t), 0),
            high=lambda e, t: np.where(r.may(e(when, t)), amount(e, t), 0),
        )

    def open_ended(measure: str, when: str) -> None:
        put(
            measure,
            low=lambda e, t: np.zeros(e.count, np.int32),
            high=lambda e, t: np.zeros(e.count, np.int32),
            endless=lambda e, t: r.may(e(when, t)),
        )

    def charged(measure: str, when: str, charge: str, percent: int = 100) -> None:
        """A share of what each person is charged."""

        def due(person: Any, period: Any) -> Array:
            amount = person(charge, period)
            if percent != 100:
                amount = (amount.astype(np.int64) * percent + 50) // 100
            return amount if r.complete else np.where(person(f"{charge}_known", period), amount, 0)

        own = f"{word_of(measure)}_due"
        r.add(r.person, own, int, due)
        formulas: dict[str, Callable[[Any, Any], Array]] = {
            "low": lambda e, t: e.sum(np.where(r.sure(e.members(when, t)), e.members(own, t), 0)),
            "high": lambda e, t: e.sum(np.where(r.may(e.members(when, t)), e.members(own, t), 0)),
        }
        if not r.complete:
            formulas["endless"] = lambda e, t: e.any(
                r.may(e.members(when, t)) & ~e.members(f"{charge}_known", t)
            )
        put(measure, **formulas)

    def housing(household: Any, period: Any) -> Array:
        work = household("household_dwelling_work", period)
        return np.where(work == work.possible_values["repair"], w.HOUSING_REPAIR, w.HOUSING_REBUILD)

    fixed("equity-income", "joins", lambda e, t: e.nb_persons() * w.EQUITY_INCOME)
    open_ended("industry-reward", "rewarded")
    charged("free-schooling", "schooled", "person_tuition")
    r.add(r.person, "student_grant", int, lambda e, t: _student_grant(r, e, t))
    put(
        "education-grant",
        low=lambda e, t: e.sum(np.where(r.sure(e.members("studies", t)), e.members("student_grant", t), 0)),
        high=lambda e, t: e.sum(np.where(r.may(e.members("studies", t)), e.members("student_grant", t), 0)),
    )
    fixed("county-housing-grant", "housed", housing)
    charged("medical-premium", "poor_person", "person_medical_premium")
    fixed("dibao", "receives", lambda e, t: w.DIBAO_AMOUNT)
    charged("pension-premium", "pensioned", "person_pension_premium", w.PENSION_PERCENT)
    open_ended("pv-income", "sunny")
    for total in w.TOTALS:
        parts = [one.name for one in w.MEASURES if one.total == total]
        formulas = {end: _sum_of(end, [word_of(part) for part in parts]) for end in ("low", "high")}
        endless = [word_of(part) for part in parts if "endless" in ends[part]]
        if endless:
            formulas["endless"] = _sum_of("endless", endless)
        put(f"total.{total}", **formulas)


def _sum_of(end: str, parts: list[str]) -> Callable[[Any, Any], Array]:
    def formula(household: Any, period: Any) -> Array:
        found: Array = sum(household(f"{part}_{end}", period) for part in parts[1:]) + household(
            f"{parts[0]}_{end}", period
        )
        return found

    return formula


def _student_grant(r: Rules, person: Any, period: Any) -> Array:
    """The grant of a person's stage; where it is not known, the greatest it can be."""
    stage = person("person_stage", period)
    codes: Mapping[str, Any] = {code: stage.possible_values[code] for code in (*CODES["stage"], "unknown")}
    amount = np.select(
        [
            stage == codes["university"],
            (stage == codes["senior_high"]) | (stage == codes["secondary_vocational"]),
            (stage == codes["primary"]) | (stage == codes["junior"]),
            stage == codes["preschool"],
        ],
        [w.GRANT_UNIVERSITY, w.GRANT_UPPER, w.GRANT_COMPULSORY, w.GRANT_PRESCHOOL],
        0,
    )
    if r.complete:
        return amount
    greatest = np.where(r.may(person("person_full_time", period)), w.GRANT_UNIVERSITY, w.GRANT_UPPER)
    return np.where(stage == codes["unknown"], greatest, amount)
