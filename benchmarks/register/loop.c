/* The workload as one loop over households and their persons: the limit that the other engines are held against.
 *
 * columns.h, written by rival_c.py, names the columns in the order in which they are handed over. With COMPLETE
 * defined nothing is unknown, and the compiler drops all that has to do with it.
 */

#include <stddef.h>
#include <stdint.h>

#include "columns.h"

enum verdict { FAILS, HOLDS, UNDETERMINED, NOT_IN_FORCE, DOES_NOT_APPLY };

#define UNBOUNDED (-1)

/* An Arrow array without an offset: its values and its validity bits. */
struct column {
    const void *values;
    const uint8_t *valid;
};

struct tables {
    const struct column *household, *person;
    const int64_t *starts; /* where the persons of each household begin, and at the end their number */
    void *const *result;
};

/* A truth: bit 1 if it may be true, bit 0 if it is sure to be. False is 0, open 2, true 3; in COMPLETE 0 and 1. */
typedef unsigned truth;

#ifdef COMPLETE
enum { NO = 0, OPEN = 0, YES = 1 };
static inline truth no(truth a) { return 1 ^ a; }
#else
enum { NO = 0, OPEN = 2, YES = 3 };
static inline truth no(truth a) { return 3 ^ (a >> 1 | (a & 1) << 1); }
#endif

static inline int may(truth a) { return a != NO; }
static inline int sure(truth a) { return a & 1; }
static inline truth of(int holds) { return holds ? YES : NO; }

static inline int bit(const void *bits, int64_t row) { return ((const uint8_t *)bits)[row >> 3] >> (row & 7) & 1; }

static inline int known(struct column c, int64_t row)
{
#ifdef COMPLETE
    (void)c, (void)row;
    return 1;
#else
    return bit(c.valid, row);
#endif
}

/* Without a branch: which facts are unknown cannot be foreseen. */
static inline truth told(int known, int holds)
{
#ifdef COMPLETE
    (void)known;
    return holds;
#else
    return (unsigned)(holds | !known) << 1 | (unsigned)(holds & known);
#endif
}

static inline truth flag(struct column c, int64_t row) { return told(known(c, row), bit(c.values, row)); }

static inline int64_t fen(struct column c, int64_t row) { return ((const int64_t *)c.values)[row]; }
static inline int32_t number(struct column c, int64_t row) { return ((const int32_t *)c.values)[row]; } /* and days */
static inline int code(struct column c, int64_t row) { return ((const int8_t *)c.values)[row]; }

/* Whether a code is one of a set of them, given as bits. */
static inline truth among(struct column c, int64_t row, unsigned set)
{
    return told(known(c, row), set >> (code(c, row) & 7) & 1);
}

static inline int8_t plain_verdict(truth when)
{
#ifdef COMPLETE
    return (int8_t)when;
#else
    static const int8_t verdicts[4] = {[NO] = FAILS, [OPEN] = UNDETERMINED, [YES] = HOLDS};
    return verdicts[when];
#endif
}

static inline int8_t verdict(truth applies, truth when)
{
#ifdef COMPLETE
    return applies ? (int8_t)when : DOES_NOT_APPLY;
#else
    static const int8_t verdicts[4][4] = {
        [NO] = {[NO] = DOES_NOT_APPLY, [OPEN] = DOES_NOT_APPLY, [YES] = DOES_NOT_APPLY},
        [OPEN] = {[NO] = UNDETERMINED, [OPEN] = UNDETERMINED, [YES] = UNDETERMINED},
        [YES] = {[NO] = FAILS, [OPEN] = UNDETERMINED, [YES] = HOLDS},
    };
    return verdicts[applies][when];
#endif
}

struct amount {
    int64_t low, high;
    int endless;
};

static inline void pay(struct amount *sum, truth when, int64_t low, int64_t high)
{
    sum->low += low & -(int64_t)sure(when);
    sum->high += high & -(int64_t)may(when);
}

/* A share of a charge that is due: without an upper end where the charge is not known. */
static inline void remit(struct amount *sum, truth when, struct column charge, int64_t row, int percent)
{
    int64_t due = fen(charge, row);
    if (percent != 100)
        due = (due * percent + 50) / 100;
    const int told = known(charge, row);
    due &= -(int64_t)told;
    pay(sum, when, due, due);
    sum->endless |= may(when) & !told;
}

static inline struct amount plus(struct amount a, struct amount b)
{
    return (struct amount){a.low + b.low, a.high + b.high, a.endless | b.endless};
}

#define HOME(name) t.household[household_##name]
#define PERSON(name) t.person[person_##name]
#define VERDICT(name, value) (((int8_t *)t.result[result_##name])[home] = (value))
#define AMOUNT(name, value) \
    do { \
        const struct amount a_ = (value); \
        ((int64_t *)t.result[result_##name##_low])[home] = a_.low; \
        ((int64_t *)t.result[result_##name##_high])[home] = a_.endless ? UNBOUNDED : a_.high; \
    } while (0)

/* The student grant of one person: how far it is due, and its ends. */
static inline truth grant(struct tables t, int64_t row, int64_t *low, int64_t *high)
{
    static const int64_t rates[8] = {
        0, GRANT_PRESCHOOL, GRANT_COMPULSORY, GRANT_COMPULSORY, GRANT_UPPER, GRANT_UPPER, GRANT_UNIVERSITY, 0,
    };
    const truth full_time = flag(PERSON(full_time), row);
    if (!known(PERSON(stage), row)) {
        *low = 0;
        *high = may(full_time) ? GRANT_UNIVERSITY : GRANT_UPPER;
        return OPEN;
    }
    const int stage = code(PERSON(stage), row) & 7;
    *low = *high = rates[stage];
    return stage == stage_university ? full_time : of(stage != stage_not_enrolled);
}

/* One household. */
static inline void assess_one(struct tables t, int64_t home)
{
    const int64_t first = t.starts[home], last = t.starts[home + 1];

    truth works = NO, lost = YES;
    for (int64_t row = first; row < last; row++) {
        const struct column labour = PERSON(labour);
        works |= among(labour, row, 1 << labour_full | 1 << labour_partial);
        lost &= among(labour, row, 1 << labour_partial | 1 << labour_none);
    }

    const truth poor = among(HOME(type), home, 1 << type_general | 1 << type_dibao | 1 << type_wubao);
    const truth working_poor = poor & works;
    const truth on_dibao = flag(HOME(on_dibao), home);
    const struct column income = HOME(income_per_head);
    const int income_known = known(income, home);
    const truth dibao_due = told(income_known, fen(income, home) < DIBAO_LINE)
        | flag(HOME(meets_dibao_conditions), home)
        | (lost & no(flag(HOME(lifted_by_work), home)))
        | (among(HOME(type), home, 1 << type_dibao) & on_dibao);
    const truth assured = flag(HOME(food_secure), home) & flag(HOME(clothing_secure), home)
        & flag(HOME(compulsory_education_secured), home) & flag(HOME(medical_secured), home)
        & flag(HOME(housing_safe), home);
    const truth willing = working_poor & flag(HOME(wants_industry), home);
    const truth dangerous = among(HOME(dwelling_danger), home, 1 << danger_c | 1 << danger_d);
    const truth exited = flag(HOME(exited), home);
    const truth has_trade
        = told(known(HOME(industry_projects), home), number(HOME(industry_projects), home) >= 1);
    const truth rewarded = willing & has_trade;
    const truth joins = working_poor & flag(HOME(joins_equity), home);
    const truth sunny = working_poor & told(known(HOME(pv_kw), home), number(HOME(pv_kw), home) >= PV_KW);
    const truth receives = poor & dibao_due;
    const truth rebuilds = among(HOME(dwelling_work), home, 1 << work_rebuild);
    const truth housed = poor & among(HOME(dwelling_work), home, 1 << work_rebuild | 1 << work_repair);

    /* Persons: what is due to one is due; sets of the verdicts found where one decides over another. */
    truth trains = NO, served = NO, employed = NO, schooled = NO, studying = NO, pensioned = NO, cared = NO;
    unsigned included = 0, entitled = 0, taught = 0;
    struct amount equity = {0}, school = {0}, student = {0}, medical = {0}, pension = {0};
    for (int64_t row = first; row < last; row++) {
        const struct column labour = PERSON(labour);
        const truth able_poor = poor & among(labour, row, 1 << labour_full | 1 << labour_partial);
        const truth unable_poor = poor & among(labour, row, 1 << labour_partial | 1 << labour_none);
        included |= 1u << verdict(unable_poor, dibao_due);
        trains |= able_poor & flag(PERSON(wants_transfer_work), row);
        served |= able_poor & flag(PERSON(wants_work), row);
        employed |= flag(PERSON(transfer_employed), row);

        const truth schools
            = poor & among(PERSON(stage), row, 1 << stage_primary | 1 << stage_junior | 1 << stage_senior_high);
        schooled |= schools;
        remit(&school, schools, PERSON(tuition), row, 100);

        int64_t low, high;
        const truth studies = poor & grant(t, row, &low, &high);
        studying |= studies;
        pay(&student, studies, low, high);

        remit(&medical, poor, PERSON(medical_premium), row, 100);

        const truth enrolled = poor & flag(PERSON(pension_enrolled), row);
        pensioned |= enrolled;
        remit(&pension, enrolled, PERSON(pension_premium), row, PENSION_PERCENT);

        const struct column joined = PERSON(medical_joined_on);
        entitled |= 1u << verdict(
            poor & flag(PERSON(joined_midyear), row),
            told(known(joined, row), number(joined, row) < ENTITLED_BEFORE));
        cared |= among(PERSON(left_behind), row,
                       1 << left_behind_child | 1 << left_behind_woman | 1 << left_behind_elder)
            | flag(PERSON(disabled), row);

        const truth skill = told(known(PERSON(skills), row), number(PERSON(skills), row) >= 1);
        taught |= 1u << verdict(able_poor & skill, skill);
    }
    pay(&equity, joins, (last - first) * EQUITY_INCOME, (last - first) * EQUITY_INCOME);

    /* Of a set of verdicts: holds, undetermined, fails, does not apply; and with fails first where all are meant. */
    static const int8_t any[32] = {
        [0] = DOES_NOT_APPLY, [16] = DOES_NOT_APPLY, [1] = FAILS, [17] = FAILS,
        [4] = UNDETERMINED, [5] = UNDETERMINED, [20] = UNDETERMINED, [21] = UNDETERMINED,
        [2] = HOLDS, [3] = HOLDS, [6] = HOLDS, [7] = HOLDS, [18] = HOLDS, [19] = HOLDS, [22] = HOLDS, [23] = HOLDS,
    };
    static const int8_t all[32] = {
        [0] = DOES_NOT_APPLY, [16] = DOES_NOT_APPLY, [2] = HOLDS, [18] = HOLDS,
        [4] = UNDETERMINED, [6] = UNDETERMINED, [20] = UNDETERMINED, [22] = UNDETERMINED,
        [1] = FAILS, [3] = FAILS, [5] = FAILS, [7] = FAILS, [17] = FAILS, [19] = FAILS, [21] = FAILS, [23] = FAILS,
    };

    VERDICT(all_exit_by_2018, verdict(poor & exited, exited));
    VERDICT(roll_line, verdict(flag(HOME(registered_rural), home),
                               told(known(HOME(roll_income), home), fen(HOME(roll_income), home) < ROLL_LINE)));
    VERDICT(exit_standard,
            verdict(working_poor, assured & told(income_known, fen(income, home) >= EXIT_INCOME)));
    VERDICT(dibao_inclusion, any[included]);
    VERDICT(exit_by_dibao, verdict(poor & (no(works) | (lost & on_dibao)), on_dibao & assured));
    VERDICT(helper_for_everyone, verdict(poor, flag(HOME(helper_assigned), home)));
    VERDICT(equity_income, plain_verdict(joins));
    VERDICT(industry_standard, verdict(willing, has_trade));
    VERDICT(skills_standard,
            verdict(willing, told(known(HOME(skills), home), number(HOME(skills), home) >= 1)));
    VERDICT(industry_reward, plain_verdict(rewarded));
    VERDICT(transfer_training, plain_verdict(trains));
    VERDICT(employment_service, plain_verdict(served));
    VERDICT(job_per_household, verdict(working_poor, employed));
    VERDICT(free_schooling, plain_verdict(schooled));
    VERDICT(education_grant, plain_verdict(studying));
    VERDICT(relocation, plain_verdict(poor & flag(HOME(in_unviable_village), home)
                                      & flag(HOME(scattered), home) & flag(HOME(wants_relocation), home)));
    VERDICT(county_housing_grant, plain_verdict(housed));
    VERDICT(medical_premium, plain_verdict(poor));
    VERDICT(midyear_entitlement, any[entitled]);
    VERDICT(dibao, plain_verdict(receives));
    VERDICT(pension_premium, plain_verdict(pensioned));
    VERDICT(care_for_left_behind, plain_verdict(cared));
    VERDICT(pv_income, plain_verdict(sunny));
    VERDICT(one_skill_each, all[taught]);
    VERDICT(only_home_included, verdict(poor, flag(HOME(dwelling_only_home), home) & dangerous));
    VERDICT(wubao_resettled, plain_verdict(among(HOME(type), home, 1 << type_wubao)
                                           & no(flag(HOME(dwelling_can_afford), home)) & dangerous));

    struct amount housing = {0}, allowance = {0};
    const int64_t rate = may(rebuilds) ? HOUSING_REBUILD : HOUSING_REPAIR;
    pay(&housing, housed, rate, rate);
    pay(&allowance, receives, DIBAO_AMOUNT, DIBAO_AMOUNT);
    const struct amount reward = {0, 0, may(rewarded)}, sun = {0, 0, may(sunny)};

    AMOUNT(equity_income, equity);
    AMOUNT(industry_reward, reward);
    AMOUNT(free_schooling, school);
    AMOUNT(education_grant, student);
    AMOUNT(county_housing_grant, housing);
    AMOUNT(medical_premium, medical);
    AMOUNT(dibao, allowance);
    AMOUNT(pension_premium, pension);
    AMOUNT(pv_income, sun);
    AMOUNT(total_yearly_cash, plus(plus(allowance, sun), plus(equity, student)));
    AMOUNT(total_one_off_cash, plus(housing, reward));
    AMOUNT(total_cost_relief_per_year, plus(plus(school, medical), pension));
}

/* The households from one row up to another. */
void assess(const struct tables *tables, int64_t from, int64_t to)
{
    const struct tables t = *tables;
    for (int64_t home = from; home < to; home++)
        assess_one(t, home);
}

/* Where the persons of each household begin; -1 if they do not stand in the order of the households. */
int find_persons(const int64_t *ids, int64_t households, const int64_t *links, int64_t persons, int64_t *starts)
{
    int64_t row = 0;
    for (int64_t home = 0; home < households; home++) {
        starts[home] = row;
        while (row < persons && links[row] == ids[home])
            row++;
    }
    starts[households] = persons;
    return row == persons ? 0 : -1;
}
