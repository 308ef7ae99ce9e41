"""The workload as variables and formulas, for OpenFisca-Core and for policyengine-core, which was made from it.

Neither has truths that may be open, nor amounts with two ends, nor whole numbers beyond 32 bits. So, as a careful
user would do:

* a truth is a whole number, 0 false, 1 open, 2 true: *and* is the minimum, *or* the maximum;
* a number that may be unknown has a second variable beside it that tells whether it is known;
* money is a whole number of fen, exact up to 21 million yuan, since their floats have 24 bits;
* an amount is a low and a high variable, and a third one where it may have no upper end.

Where no fact is unknown, truths are plain booleans and the second variables are not there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import frozen

from benchmarks.register import workload as w
from benchmarks.register.data import Array
from benchmarks.register.workload import CODES, HOUSEHOLD_FACTS, PERSON_FACTS, Fact

__all__ = ["PERIOD", "Core", "Rules", "simulation_of", "word_of"]

PERIOD = str(w.ON.year)
_INT32 = 2**31 - 1


@frozen
class Core:
    """What is used of the one core or the other."""

    variable: Any
    enum: Any
    enum_array: Any
    build_entity: Callable[..., Any]
    system: Any
    builder: Any
    year: Any


def word_of(name: str) -> str:
    """The name of a variable."""
    return name.replace(".", "_").replace("-", "_")


def simulation_of(core: Core, rules: Rules, households: pa.Table, persons: pa.Table) -> Any:
    """A simulation with the facts as inputs."""
    builder = core.builder()
    builder.create_entities(rules.system)
    builder.declare_person_entity("person", persons["id"].to_numpy())
    homes = builder.declare_entity("household", households["id"].to_numpy())
    builder.join_with_persons(homes, persons["household_id"].to_numpy(), np.zeros(persons.num_rows, int))
    simulation = builder.build(rules.system)
    for entity, facts, table in (
        ("household", HOUSEHOLD_FACTS, households),
        ("person", PERSON_FACTS, persons),
    ):
        for fact in facts:
            for name, array in rules.inputs(f"{entity}_{word_of(fact.name)}", fact, table[fact.name]):
                simulation.set_input(name, PERIOD, array)
    return simulation


class Rules:
    """The system of variables, and the logic that its formulas share."""

    def __init__(self, core: Core, complete: bool) -> None:
        self.core, self.complete = core, complete
        self.truth_type = bool if complete else int
        self.enums = {
            kind: core.enum(kind, [(code, code) for code in (*codes, "unknown")])
            for kind, codes in CODES.items()
        }
        self.person = core.build_entity("person", "people", "Person", is_person=True)
        role = {"key": "member", "plural": "members", "label": "Members"}
        self.household = core.build_entity("household", "households", "Household", roles=[role])
        self.system = core.system([self.person, self.household])
        self.names: set[str] = set()
        for entity, facts in ((self.household, HOUSEHOLD_FACTS), (self.person, PERSON_FACTS)):
            for fact in facts:
                self._add_fact(entity, fact)

    def add(self, entity: Any, name: str, value_type: type, formula: Any = None, **more: Any) -> None:
        """Add a variable."""
        body = {
            "value_type": value_type,
            "entity": entity,
            "definition_period": self.core.year,
            "label": name,
        }
        if formula is not None:
            body["formula"] = formula
        self.system.add_variable(type(name, (self.core.variable,), {**body, **more}))
        self.names.add(name)

    def _add_fact(self, entity: Any, fact: Fact) -> None:
        name = f"{entity.key}_{word_of(fact.name)}"
        if fact.type == "bool":
            self.add(entity, name, self.truth_type)
        elif fact.type in CODES:
            values = self.enums[fact.type]
            self.add(entity, name, self.core.enum, possible_values=values, default_value=list(values)[-1])
        else:
            self.add(entity, name, date if fact.type == "date" else int)
            if not self.complete:
                self.add(entity, f"{name}_known", bool)

    def inputs(self, name: str, fact: Fact, column: pa.ChunkedArray) -> list[tuple[str, Any]]:
        """The arrays to be set for a fact."""
        array = column.combine_chunks()
        known = None if self.complete else array.is_valid().to_numpy(zero_copy_only=False)
        if fact.type == "bool":
            values = array.fill_null(False).to_numpy(zero_copy_only=False)
            return [(name, values if known is None else np.where(known, values * np.int32(2), 1))]
        if fact.type in CODES:
            unknown = len(CODES[fact.type])
            indices = array.indices.fill_null(unknown).to_numpy().astype(np.int16)
            return [(name, self.core.enum_array(indices, self.enums[fact.type]))]
        if fact.type == "date":
            values = array.fill_null(date(1970, 1, 1)).to_numpy(zero_copy_only=False)
        else:
            values = array.fill_null(0).to_numpy()
            if values.size and max(values.max(), -values.min()) > _INT32:
                raise OverflowError(f"{name} does not fit into 32 bits")
            values = values.astype(np.int32)
        return [(name, values)] if known is None else [(name, values), (f"{name}_known", known)]

    # Logic

    def no(self, a: Array) -> Array:
        return np.logical_not(a) if self.complete else 2 - a

    def both(self, a: Array, *more: Array) -> Array:
        for b in more:
            a = np.minimum(a, b)
        return a

    def either(self, a: Array, *more: Array) -> Array:
        for b in more:
            a = np.maximum(a, b)
        return a

    def told(self, population: Any, period: Any, fact: str, holds: Array) -> Array:
        """A comparison of a number, as far as it is known."""
        if self.complete:
            return holds
        return np.where(population(f"{fact}_known", period), holds * np.int32(2), 1)

    def least(self, population: Any, period: Any, fact: str, limit: int) -> Array:
        return self.told(population, period, fact, population(fact, period) >= limit)

    def before(self, population: Any, period: Any, fact: str, limit: date) -> Array:
        return self.told(population, period, fact, population(fact, period) < np.datetime64(limit))

    def among(self, population: Any, period: Any, fact: str, *codes: str) -> Array:
        found = population(fact, period)
        values = found.possible_values
        chosen = np.logical_or.reduce([found == values[code] for code in codes])
        return chosen if self.complete else np.where(found == values["unknown"], 1, chosen * np.int32(2))

    def some(self, household: Any, a: Array) -> Array:
        """Whether something is true of a member."""
        if self.complete:
            found: Array = household.any(a)
            return found
        return np.where(household.any(a == 2), 2, np.where(household.any(a == 1), 1, 0))

    def every(self, household: Any, a: Array) -> Array:
        return self.no(self.some(household, self.no(a)))

    def sure(self, a: Array) -> Array:
        return a if self.complete else a == 2

    def may(self, a: Array) -> Array:
        return a if self.complete else a >= 1

    def verdict(self, when: Array, applies: Array | None = None) -> Array:
        if self.complete:
            told = when.astype(np.int32)
            return told if applies is None else np.where(applies, told, w.DOES_NOT_APPLY)
        told = np.where(when == 2, w.HOLDS, np.where(when == 1, w.UNDETERMINED, w.FAILS))
        if applies is None:
            return told
        return np.where(applies == 2, told, np.where(applies == 1, w.UNDETERMINED, w.DOES_NOT_APPLY))

    def joint(self, household: Any, verdicts: Array, order: tuple[int, ...]) -> Array:
        """The verdict on all members together: the first in an order that any of them has."""
        found = np.full(household.count, w.DOES_NOT_APPLY, np.int32)
        for verdict in reversed(order):
            if not (self.complete and verdict == w.UNDETERMINED):
                found = np.where(household.any(verdicts == verdict), verdict, found)
        return found
<<<<<<< .merge_file_Ay2oG9


_ANY = (w.HOLDS, w.UNDETERMINED, w.FAILS)
_ALL = (w.FAILS, w.UNDETERMINED, w.HOLDS)


def _add_formulas(rules: _Rules) -> None:
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
    truth(
        h,
        "exit_done",
        lambda e, t: both(
            e("household_exited", t),
            no(r.told(e, t, "household_exited_on", e("household_exited_on", t) > np.datetime64(w.EXIT_BY))),
        ),
    )
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
    truth(
        p,
        "skilled",
        lambda e, t: both(
            r.least(e, t, "person_skills", 1),
            no(
                r.told(
                    e,
                    t,
                    "person_skill_learned_on",
                    e("person_skill_learned_on", t) > np.datetime64(w.SKILL_BY),
                )
            ),
        ),
    )
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


def _studies(r: _Rules, person: Any, period: Any) -> Array:
    """Whether the student grant is due."""
    stage = person("person_stage", period)
    university = stage == stage.possible_values["university"]
    schools = ("preschool", "primary", "junior", "senior_high", "secondary_vocational")
    below = r.among(person, period, "person_stage", *schools)
    full_time = person("person_full_time", period)
    return r.both(person("poor_person", period), np.where(university, full_time, below))


def _add_verdicts(r: _Rules) -> None:
    both, no = r.both, r.no

    def home(
        measure: str, when: Callable[[Any, Any], Array], applies: Callable[[Any, Any], Array] | None = None
    ) -> None:
        def formula(household: Any, period: Any) -> Array:
            return r.verdict(when(household, period), None if applies is None else applies(household, period))

        r.add(r.household, _word(measure), int, formula)

    def people(
        measure: str,
        when: Callable[[Any, Any], Array],
        applies: Callable[[Any, Any], Array],
        order: tuple[int, ...] = _ANY,
    ) -> None:
        own = f"{_word(measure)}_of_person"
        r.add(r.person, own, int, lambda e, t: r.verdict(when(e, t), applies(e, t)))
        r.add(r.household, _word(measure), int, lambda e, t: r.joint(e, e.members(own, t), order))

    def somebody(measure: str, when: Callable[[Any, Any], Array]) -> None:
        r.add(r.household, _word(measure), int, lambda e, t: r.verdict(r.some(e, when(e.members, t))))

    home(
        "all-exit-by-2018", lambda e, t: e("exit_done", t), lambda e, t: both(e("poor", t), e("exit_done", t))
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
        lambda e, t: both(e("poor", t), no(e("works", t))),
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
        lambda e, t: r.either(
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


def _add_amounts(r: _Rules) -> None:
    ends: dict[str, tuple[str, ...]] = {}

    def put(measure: str, **formulas: Callable[[Any, Any], Array]) -> None:
        for end, formula in formulas.items():
            kind = bool if end == "endless" else int
            r.add(r.household, f"{_word(measure)}_{end}", kind, formula)
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

        own = f"{_word(measure)}_due"
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
        formulas = {end: _sum_of(end, [_word(part) for part in parts]) for end in ("low", "high")}
        endless = [_word(part) for part in parts if "endless" in ends[part]]
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


def _student_grant(r: _Rules, person: Any, period: Any) -> Array:
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
=======
>>>>>>> .merge_file_95s1In
