"""What the engines are measured on: measures of ruyuan-2016, the facts they read, and how they are read.

Data only. A register has households and persons; loans and medical bills are left out, since the entities of
OpenFisca and policyengine-core are persons and groups of them, without a level below the person.

The facts are columns of two Arrow tables named as the library names them. Persons stand in the order of their
households. A null is a fact that is not known. Money is in fen, in int64; counts in int32; days in date32; codes
are dictionaries over the lists below, in their order, with int8 positions.

The results are arrays over the households: the verdict of each measure (int8, see ``VERDICTS``), and the ends of
each amount and of each total (int64 fen, ``UNBOUNDED`` where there is no upper end).
"""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

POLICY: Final = "ruyuan-2016"
ON: Final = date(2017, 9, 1)

READINGS: Final = {
    "fen_rounding": "half_up",
    "equity_income": "exact",
    "five_guarantees": "allowance_too",
    "industry_reach": "willing_households",
}
"""All other readings are the defaults, of which these bear on the measures: exited households are covered, partly
able persons count as able, all members of a household count for equity if it joins, each person is due the sum per
head, the county pays for any home, grades C and D are dangerous, an income just on the allowance line is not below
it, and a family is unable to work where every member is.
"""

TERMS: Final = {
    "dibao_line": "2800元/人/年",
    "dibao_amount": "4320元/户/年",
    "province_income": "13360元/人/年",
    "pension_premium_share": "35%",
}
"""What other documents would fill; the reward for production (``industry_reward``) stays open, without an upper end."""

VERDICTS: Final = ("fails", "holds", "undetermined", "not_in_force", "does_not_apply")
FAILS, HOLDS, UNDETERMINED, NOT_IN_FORCE, DOES_NOT_APPLY = range(5)

UNBOUNDED: Final = -1
"""Stands for no upper end where results are compared: amounts are never negative."""


class Fact(NamedTuple):
    """One column: its name, its type (bool, fen, count, date, or the name of a code list), its unit."""

    name: str
    type: str
    unit: str = ""


CODES: Final[dict[str, tuple[str, ...]]] = {
    "household_type": ("general", "dibao", "wubao", "not_on_roll"),
    "danger": ("a", "b", "c", "d"),
    "work": ("none", "rebuild", "repair"),
    "labour": ("full", "partial", "none"),
    "stage": (
        "not_enrolled", "preschool", "primary", "junior", "senior_high", "secondary_vocational", "university",
    ),
    "left_behind": ("no", "child", "woman", "elder"),
}  # fmt: skip

HOUSEHOLD_FACTS: Final = (
    Fact("type", "household_type"),
    Fact("registered_rural", "bool"),
    Fact("roll_income", "fen", "分/人/年"),
    Fact("income_per_head", "fen", "分/人/年"),
    Fact("joins_equity", "bool"),
    Fact("wants_industry", "bool"),
    Fact("industry_projects", "count", "项"),
    Fact("skills", "count", "项"),
    Fact("pv_kw", "count", "千瓦"),
    Fact("lifted_by_work", "bool"),
    Fact("helper_assigned", "bool"),
    Fact("wants_relocation", "bool"),
    Fact("in_unviable_village", "bool"),
    Fact("scattered", "bool"),
    Fact("meets_dibao_conditions", "bool"),
    Fact("on_dibao", "bool"),
    Fact("food_secure", "bool"),
    Fact("clothing_secure", "bool"),
    Fact("compulsory_education_secured", "bool"),
    Fact("medical_secured", "bool"),
    Fact("housing_safe", "bool"),
    Fact("exited", "bool"),
    Fact("dwelling.danger", "danger"),
    Fact("dwelling.work", "work"),
    Fact("dwelling.only_home", "bool"),
    Fact("dwelling.can_afford", "bool"),
)

PERSON_FACTS: Final = (
    Fact("labour", "labour"),
    Fact("stage", "stage"),
    Fact("full_time", "bool"),
    Fact("tuition", "fen", "分/年"),
    Fact("medical_premium", "fen", "分/年"),
    Fact("joined_midyear", "bool"),
    Fact("medical_joined_on", "date"),
    Fact("pension_enrolled", "bool"),
    Fact("pension_premium", "fen", "分/年"),
    Fact("transfer_employed", "bool"),
    Fact("wants_work", "bool"),
    Fact("wants_transfer_work", "bool"),
    Fact("left_behind", "left_behind"),
    Fact("disabled", "bool"),
    Fact("skills", "count", "项"),
)


class Measure(NamedTuple):
    """One measure: whom it is about, whether it takes all of them to hold, and the total its amount goes into."""

    name: str
    to: str
    for_all: bool = False
    total: str | None = None


MEASURES: Final = (
    Measure("all-exit-by-2018", "household"),
    Measure("roll-line", "household"),
    Measure("exit-standard", "household"),
    Measure("dibao-inclusion", "person"),
    Measure("exit-by-dibao", "household"),
    Measure("helper-for-everyone", "household"),
    Measure("equity-income", "person", total="yearly_cash"),
    Measure("industry-standard", "household"),
    Measure("skills-standard", "household"),
    Measure("industry-reward", "household", total="one_off_cash"),
    Measure("transfer-training", "person"),
    Measure("employment-service", "person"),
    Measure("job-per-household", "household"),
    Measure("free-schooling", "person", total="cost_relief_per_year"),
    Measure("education-grant", "person", total="yearly_cash"),
    Measure("relocation", "household"),
    Measure("county-housing-grant", "household", total="one_off_cash"),
    Measure("medical-premium", "person", total="cost_relief_per_year"),
    Measure("midyear-entitlement", "person"),
    Measure("dibao", "household", total="yearly_cash"),
    Measure("pension-premium", "person", total="cost_relief_per_year"),
    Measure("care-for-left-behind", "person"),
    Measure("pv-income", "household", total="yearly_cash"),
    Measure("one-skill-each", "person", for_all=True),
    Measure("only-home-included", "household"),
    Measure("wubao-resettled", "household"),
)

TOTALS: Final = ("yearly_cash", "one_off_cash", "cost_relief_per_year")

VERDICT_COLUMNS: Final = tuple(one.name for one in MEASURES)
AMOUNTS: Final = (*(one.name for one in MEASURES if one.total), *(f"total.{one}" for one in TOTALS))
END_COLUMNS: Final = tuple(f"{name}.{end}" for name in AMOUNTS for end in ("low", "high"))
COLUMNS: Final = (*VERDICT_COLUMNS, *END_COLUMNS)

# The figures of the document that the measures use, for engines whose rules are written by hand. All are to have left
# poverty, and each worker to have a skill, by the end of 2018. While that day has not passed, what is reached is reached
# in time, whenever that was, and to whom has not reached it the goal does not apply yet.
ROLL_LINE: Final = 4000_00
EXIT_INCOME: Final = 6012_00  # 45% of the province's income
DIBAO_LINE: Final = 2800_00
DIBAO_AMOUNT: Final = 4320_00
EQUITY_INCOME: Final = 2000_00
PV_KW: Final = 3
HOUSING_REBUILD: Final = 10000_00
HOUSING_REPAIR: Final = 2000_00
GRANT_UNIVERSITY: Final = 5000_00
GRANT_UPPER: Final = 3000_00
GRANT_COMPULSORY: Final = 2500_00
GRANT_PRESCHOOL: Final = 1000_00
PENSION_PERCENT: Final = 35
ENTITLED_BEFORE: Final = ON.replace(day=1)  # the month after joining has begun
