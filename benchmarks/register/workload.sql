-- The workload in DuckDB's SQL, written by hand. $figures are put in by rival_duckdb.py.
-- What depends on the household is taken out of what is gathered from its persons: any_of(poor AND x) is
-- poor AND any_of(x).

CREATE OR REPLACE TEMP MACRO any_of(x) AS
  CASE WHEN bool_or(x) THEN true WHEN bool_or(x IS NULL) THEN NULL ELSE false END;

CREATE OR REPLACE TEMP MACRO all_of(x) AS
  CASE WHEN bool_or(NOT x) THEN false WHEN bool_or(x IS NULL) THEN NULL ELSE true END;

CREATE OR REPLACE TEMP MACRO due(x) AS
  (CASE WHEN x THEN 1 WHEN NOT x THEN 0 ELSE 2 END)::TINYINT;

CREATE OR REPLACE TEMP MACRO verdict(applies, x) AS
  (CASE WHEN NOT applies THEN 4 WHEN applies AND x THEN 1 WHEN applies AND NOT x THEN 0 ELSE 2 END)::TINYINT;

-- The ends of sums over persons, and whether one of the charges is unknown.
CREATE OR REPLACE TEMP MACRO least_sum(x, charge) AS coalesce(sum(charge) FILTER (WHERE x), 0)::BIGINT;

CREATE OR REPLACE TEMP MACRO greatest_sum(x, charge) AS
  CASE WHEN coalesce(bool_or(charge IS NULL AND (x OR x IS NULL)), false) THEN NULL
  ELSE coalesce(sum(charge) FILTER (WHERE x OR x IS NULL), 0)::BIGINT END;

CREATE OR REPLACE TEMP MACRO low_end(x, amount) AS (CASE WHEN x THEN amount ELSE 0 END)::BIGINT;

CREATE OR REPLACE TEMP MACRO high_end(x, amount) AS (CASE WHEN NOT x THEN 0 ELSE amount END)::BIGINT;

-- ---

WITH people AS (
  SELECT
    *,
    labour IN ('full', 'partial') AS able,
    labour IN ('partial', 'none') AS unable,
    labour IN ('full', 'partial') AND skills >= 1 AS skilled,
    medical_joined_on < $entitled_before AS entitled,
    stage IN ('primary', 'junior', 'senior_high') AS schooled,
    CASE WHEN stage = 'university' THEN full_time ELSE stage <> 'not_enrolled' END AS studies,
    CASE
      WHEN stage = 'university' THEN $grant_university
      WHEN stage IN ('senior_high', 'secondary_vocational') THEN $grant_upper
      WHEN stage IN ('primary', 'junior') THEN $grant_compulsory
      WHEN stage = 'preschool' THEN $grant_preschool
      WHEN stage = 'not_enrolled' THEN 0
      WHEN NOT full_time THEN $grant_upper
      ELSE $grant_university
    END AS student_grant,
    (pension_premium * $pension_percent + 50) // 100 AS pension_due
  FROM persons
),

members AS (
  SELECT
    household_id,
    count(*) AS heads,
    any_of(able) AS works,
    all_of(unable) AS lost,
    bool_or(unable) IS true AS unable,
    bool_or(unable IS NULL) AS unable_open,
    any_of(able AND wants_transfer_work) AS trains,
    any_of(able AND wants_work) AS served,
    any_of(transfer_employed) AS employed,
    any_of(left_behind IN ('child', 'woman', 'elder') OR disabled) AS cared,
    bool_or(joined_midyear IS NOT false) AS midyear,
    bool_or(joined_midyear AND entitled) IS true AS midyear_holds,
    bool_or(joined_midyear AND NOT entitled) IS true AS midyear_fails,
    bool_or(joined_midyear IS NULL OR (joined_midyear AND entitled IS NULL)) AS midyear_open,
    bool_or(skilled) IS true AS skilled,
    bool_or(skilled IS NULL) AS skilled_open,
    any_of(schooled) AS schooled,
    least_sum(schooled, tuition) AS school_low,
    greatest_sum(schooled, tuition) AS school_high,
    any_of(studies) AS studies,
    least_sum(studies, student_grant) AS student_low,
    greatest_sum(studies, student_grant) AS student_high,
    least_sum(true, medical_premium) AS medical_low,
    greatest_sum(true, medical_premium) AS medical_high,
    any_of(pension_enrolled) AS pensioned,
    least_sum(pension_enrolled, pension_due) AS pension_low,
    greatest_sum(pension_enrolled, pension_due) AS pension_high
  FROM people
  GROUP BY household_id
),

homes AS (
  SELECT
    households.*,
    members.* EXCLUDE (household_id),
    type <> 'not_on_roll' AS poor,
    poor AND works AS working_poor,
    food_secure AND clothing_secure AND compulsory_education_secured AND medical_secured AND housing_safe AS assured,
    income_per_head < $dibao_line
    OR meets_dibao_conditions
    OR (lost AND NOT lifted_by_work)
    OR (type = 'dibao' AND on_dibao) AS dibao_due,
    working_poor AND wants_industry AS willing,
    "dwelling.danger" IN ('c', 'd') AS dangerous,
    industry_projects >= 1 AS has_trade,
    willing AND has_trade AS rewarded,
    working_poor AND joins_equity AS joins,
    working_poor AND pv_kw >= $pv_kw AS sunny,
    poor AND "dwelling.work" IN ('rebuild', 'repair') AS housed,
    CASE WHEN "dwelling.work" = 'repair' THEN $housing_repair ELSE $housing_rebuild END AS housing_rate,
    poor AND dibao_due AS receives
  FROM households
  JOIN members ON members.household_id = households.id
),

due_amounts AS (
  SELECT
    *,
    low_end(joins, heads * $equity_income) AS equity_low,
    high_end(joins, heads * $equity_income) AS equity_high,
    high_end(rewarded, NULL) AS reward_high,
    low_end(poor, school_low) AS fees_low,
    high_end(poor, school_high) AS fees_high,
    low_end(poor, student_low) AS grant_low,
    high_end(poor, student_high) AS grant_high,
    low_end(housed, housing_rate) AS housing_low,
    high_end(housed, housing_rate) AS housing_high,
    low_end(poor, medical_low) AS premium_low,
    high_end(poor, medical_high) AS premium_high,
    low_end(receives, $dibao_amount) AS dibao_low,
    high_end(receives, $dibao_amount) AS dibao_high,
    low_end(poor, pension_low) AS pensions_low,
    high_end(poor, pension_high) AS pensions_high,
    high_end(sunny, NULL) AS pv_high
  FROM homes
)

SELECT
  verdict(poor AND exited, exited) AS "all-exit-by-2018",
  verdict(registered_rural, roll_income < $roll_line) AS "roll-line",
  verdict(working_poor, assured AND income_per_head >= $exit_income) AS "exit-standard",
  (CASE
    WHEN NOT poor OR NOT (unable OR unable_open) THEN 4
    WHEN poor AND unable AND dibao_due THEN 1
    WHEN poor AND unable AND NOT dibao_due AND NOT unable_open THEN 0
    ELSE 2
  END)::TINYINT AS "dibao-inclusion",
  verdict(poor AND (NOT works OR (lost AND on_dibao)), on_dibao AND assured) AS "exit-by-dibao",
  verdict(poor, helper_assigned) AS "helper-for-everyone",
  due(joins) AS "equity-income",
  verdict(willing, has_trade) AS "industry-standard",
  verdict(willing, skills >= 1) AS "skills-standard",
  due(rewarded) AS "industry-reward",
  due(poor AND trains) AS "transfer-training",
  due(poor AND served) AS "employment-service",
  verdict(working_poor, employed) AS "job-per-household",
  due(poor AND schooled) AS "free-schooling",
  due(poor AND studies) AS "education-grant",
  due(poor AND in_unviable_village AND scattered AND wants_relocation) AS "relocation",
  due(housed) AS "county-housing-grant",
  due(poor) AS "medical-premium",
  (CASE
    WHEN NOT poor OR NOT midyear THEN 4
    WHEN poor AND midyear_holds THEN 1
    WHEN poor AND midyear_fails AND NOT midyear_open THEN 0
    ELSE 2
  END)::TINYINT AS "midyear-entitlement",
  due(receives) AS "dibao",
  due(poor AND pensioned) AS "pension-premium",
  due(cared) AS "care-for-left-behind",
  due(sunny) AS "pv-income",
  (CASE
    WHEN NOT poor OR NOT (skilled OR skilled_open) THEN 4
    WHEN poor AND NOT skilled_open THEN 1
    ELSE 2
  END)::TINYINT AS "one-skill-each",
  verdict(poor, "dwelling.only_home" AND dangerous) AS "only-home-included",
  due(type = 'wubao' AND NOT "dwelling.can_afford" AND dangerous) AS "wubao-resettled",
  equity_low AS "equity-income.low",
  equity_high AS "equity-income.high",
  0::BIGINT AS "industry-reward.low",
  coalesce(reward_high, $unbounded) AS "industry-reward.high",
  fees_low AS "free-schooling.low",
  coalesce(fees_high, $unbounded) AS "free-schooling.high",
  grant_low AS "education-grant.low",
  grant_high AS "education-grant.high",
  housing_low AS "county-housing-grant.low",
  housing_high AS "county-housing-grant.high",
  premium_low AS "medical-premium.low",
  coalesce(premium_high, $unbounded) AS "medical-premium.high",
  dibao_low AS "dibao.low",
  dibao_high AS "dibao.high",
  pensions_low AS "pension-premium.low",
  coalesce(pensions_high, $unbounded) AS "pension-premium.high",
  0::BIGINT AS "pv-income.low",
  coalesce(pv_high, $unbounded) AS "pv-income.high",
  dibao_low + equity_low + grant_low AS "total.yearly_cash.low",
  coalesce(dibao_high + equity_high + grant_high + pv_high, $unbounded) AS "total.yearly_cash.high",
  housing_low AS "total.one_off_cash.low",
  coalesce(housing_high + reward_high, $unbounded) AS "total.one_off_cash.high",
  fees_low + premium_low + pensions_low AS "total.cost_relief_per_year.low",
  coalesce(fees_high + premium_high + pensions_high, $unbounded) AS "total.cost_relief_per_year.high"
FROM due_amounts
ORDER BY id
