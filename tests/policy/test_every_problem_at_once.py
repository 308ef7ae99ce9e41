"""Whatever is wrong with a policy's files is told in one round, at its line, and nothing that merely follows from it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from attrs import frozen
from hypothesis import given, settings
from hypothesis import strategies as st

import fupin_policy as fp
from fupin_policy.cli import main
from fupin_policy.domain.strict_yaml import parse
from fupin_policy.policy import rebuild_rulebook

QINGHE = Path(__file__).parent.parent / "fictional" / "qinghe-2020"


@frozen
class Spoil:
    """A change of one place of the fictional policy, and all that is to be told of it."""

    file: str
    old: str
    new: str
    told: str

    @property
    def line(self) -> int:
        return int(self.told.split(":")[1])


def spoil(file: str, old: str, new: str, told: str) -> Spoil:
    return Spoil(f"{file}.yaml", old, new, f"{file}.yaml:{told}")


# No two of these touch one another.
SPOILS = {
    "misspelt key": spoil(
        "measures",
        "    rounding: fen_rounding\n  - id: outpatient",
        "    roundin: fen_rounding\n  - id: outpatient",
        "78: 二/2: inpatient.roundin: unknown key 'roundin'; did you mean 'rounding'?",
    ),
    "misspelt subject": spoil(
        "measures",
        "    subject: cooperatives",
        "    subjekt: cooperatives",
        "272: 二/4: dividend.subjekt: unknown key 'subjekt'; did you mean 'subject'?",
    ),
    "misspelt stream": spoil(
        "measures",
        "    when: village.bridge_dangerous\n    amount: term.bridge_subsidy\n    stream:",
        "    when: village.bridge_dangerous\n    amount: term.bridge_subsidy\n    straem:",
        "391: 三(一): bridges.straem: unknown key 'straem'; did you mean 'stream'?",
    ),
    "misspelt figures": spoil(
        "measures",
        "    figures:\n      principal:",
        "    figurs:\n      principal:",
        "204: 二/4: credit.figurs: unknown key 'figurs'; did you mean 'figures'?",
    ),
    "bad figure": spoil(
        "measures",
        'is: ">=5000元/人"',
        'is: "5000 and more"',
        "236: 二/4: equity-upper.figures.per_head.is: '5000 and more' is no quantity (unknown"
        " unit 'andmore'; expected a policy unit such as 元/人/年); expected text such as"
        " '5000元/人/年', '>=70%' or '3%..6.5%'",
    ),
    "bad rule": spoil(
        "measures",
        "when: define.listed and person.disabled",
        "when: define.listed and and person.disabled",
        "103: 二/2: disability-allowance.when: this is not a rule: the expression cannot be read (column 19)",
    ),
    "bad amount": spoil(
        "measures",
        "amount: figure.city * loan.interest}",
        'amount: "figure.city *"}',
        "225: 二/4: credit-interest.layers[0].amount: this is not a rule: the expression cannot be read",
    ),
    "bad definition": spoil(
        "policy",
        "is: household.on_roll",
        "is: household.on_roll or",
        "77: definitions.listed.is: this is not a rule: the expression cannot be read",
    ),
    "bad entity of a definition": spoil(
        "policy",
        "  worker:\n    to: person",
        "  worker:\n    to: persn",
        "80: definitions.worker.to: unknown entity 'persn'; expected household, person, bill,"
        " dwelling, loan, enterprise, worker, village, town, county, city, province, nation; did"
        " you mean 'person'?",
    ),
    "bad term": spoil(
        "policy",
        "county_income: {clause: 一(二), unit: 元/人/年",
        "county_income: {clause: 一(二), unit: 元//年",
        "66: terms.county_income.unit: unknown unit '元//年'; expected a policy unit such as 元/人/年",
    ),
    "bad reading": spoil(
        "policy",
        '    options:\n      able: {zh: 算, en: "Yes"}\n      unable: {zh: 不算, en: "No"}',
        "    options: able or unable\n\n",
        "49: readings.partial_labour.options: 'able or unable' is no mapping",
    ),
    "bad entity of a rule": spoil(
        "measures",
        "    to: enterprise\n",
        "    to: enterprize\n",
        "309: 二/5: hiring-reward.to: unknown entity 'enterprize'; expected household, person,"
        " bill, dwelling, loan, enterprise, worker, village, town, county, city, province,"
        " nation; did you mean 'enterprise'?",
    ),
    "bad stream": spoil(
        "measures",
        "    amount: figure.range\n    stream: yearly_cash",
        "    amount: figure.range\n    stream: yearly",
        "278: 二/4: dividend.stream: unknown stream 'yearly'; expected one of yearly_cash,"
        " one_off_cash, cost_relief, equity_or_kind, to_others; did you mean 'yearly_cash'?",
    ),
    "bad target": spoil(
        "measures",
        "indicator: county.tap_water_share",
        "indicator: county.tap_water_share + 1",
        "358: 三(一): tap-water.target.indicator: 'county.tap_water_share + 1' is no"
        " indicator; expected a fact such as county.tap_water_share",
    ),
    "number for a text": spoil(
        "policy",
        "repairs:\n- {clause: 三(二), printed: 24次",
        "repairs:\n- {clause: 三(二), printed: 24",
        "92: repairs[0].printed: 24 is no text; expected text (quote it)",
    ),
    "bare float": spoil(
        "general",
        "as_written: 平均水平的60%",
        "as_written: 0.6",
        "123: 一(二): exit-standard.figures.ratio.as_written: 0.6 is a bare number with a point;"
        ' expected it in quotes: "0.6"',
    ),
    "unknown figure": spoil(
        "measures",
        "when: county.inspections in figure.times",
        "when: county.inspections in figure.tims",
        "429: 三(二): inspections.when: measure 'inspections' has no figure 'tims'; expected times; did"
        " you mean 'times'?",
    ),
    "unknown goal": spoil(
        "measures",
        "county.medical_cost_growth, goal: range",
        "county.medical_cost_growth, goal: rang",
        "402: 三(一): medical-costs.target.goal: unknown figure 'rang'; expected range; did you mean 'range'?",
    ),
    "unknown deadline": spoil(
        "measures",
        "deadline: must",
        "deadline: mus",
        "376: 三(一): buses.deadline: unknown figure 'mus'; expected aim, must, goal; did you mean 'must'?",
    ),
    "unknown figure of the head": spoil(
        "policy",
        "on in figure.plan.period",
        "on in figure.plan.perio",
        "9: in_force: measure 'plan' has no figure 'perio'; expected published, period, after;"
        " did you mean 'period'?",
    ),
    "unknown fact": spoil(
        "measures",
        "when: define.listed and household.wants_relocation",
        "when: define.listed and household.wants_relocatio",
        "174: 二/3: relocation-grant.when: household has no fact 'wants_relocatio'; did you mean"
        " 'wants_relocation'?",
    ),
    "unknown actor": spoil(
        "general",
        "subject: towns",
        "subject: town",
        "159: 一(三): household-by-household.subject: unknown actor 'town'; did you mean 'towns'?",
    ),
    "unknown agency": spoil(
        "measures",
        "agencies: [county_government, stationed_cadres]",
        "agencies: [county_government, stationed_cadre]",
        "449: 三(二): slow-work-circular.agencies[1]: unknown actor 'stationed_cadre'; did you mean"
        " 'stationed_cadres'?",
    ),
    "unknown measure": spoil(
        "measures",
        "consequence: slow-work-circular",
        "consequence: slow-work-circula",
        "440: 三(二): stationed-officials.consequence: unknown measure 'slow-work-circula'; did you mean"
        " 'slow-work-circular'?",
    ),
    "unknown stacking": spoil(
        "measures",
        "stacks: {same_as: fee-waiver}",
        "stacks: {same_as: fee-waver}",
        "325: 二/5: fee-waiver-again.stacks.same_as: unknown measure 'fee-waver'; did you mean 'fee-waiver'?",
    ),
    "unknown clause": spoil(
        "policy",
        "  after_2022:\n    clause: 前言",
        "  after_2022:\n    clause: 前言一",
        "31: readings.after_2022.clause: unknown clause '前言一'; did you mean '前言'?",
    ),
    "wrong clause": spoil(
        "measures",
        "- clause: 三(三)",
        "- clause: 三(二)",
        "463: 三(二): clause 三(二) stands 2 times (measures.yaml:404, measures.yaml:463)",
    ),
    "unit error": spoil(
        "measures",
        'is: "600元/人/年"',
        'is: "600米"',
        "104: 二/2: disability-allowance.amount: 'figure.amount' is in 米, which is not 元/年 for one person",
    ),
    "type error of a check": spoil(
        "general",
        "figure.roll_types.special_persons == figure.roll.persons",
        "figure.roll_types.special_persons",
        "75: 一(一): persons-by-type.holds: 'figure.roll_types.general_persons +"
        " figure.roll_types.dibao_persons + figure.roll_types.special_persons' is a number in 人;"
        " expected bool",
    ),
    "type error": spoil(
        "measures",
        "when: define.listed_worker and person.wants_work",
        "when: define.listed_worker and person.hired_on",
        "296: 二/5: training.when: person has no fact 'hired_on'",
    ),
    "unknown name in a definition": spoil(
        "policy",
        "is: define.listed and define.worker",
        "is: define.listd and define.worker",
        "85: definitions.listed_worker.is: unknown definition 'listd'; did you mean 'listed'?",
    ),
    "twice the same id": spoil(
        "measures",
        "- id: repair-grant",
        "- id: dividend",
        "267: 二/4: dividend.id: the id 'dividend' is used 2 times (measures.yaml:139, measures.yaml:267)",
    ),
    "no division": spoil(
        "policy",
        'division: "990101"',
        'division: "99010"',
        "7: division: '99010' is no division code; expected 2, 4, 6, 9 or 12 digits such as 440232",
    ),
}


def written(folder: Path, spoils: Iterable[Spoil]) -> Path:
    """The fictional policy in a folder, spoilt."""
    texts = {path.name: path.read_text("utf-8") for path in QINGHE.glob("*.yaml")}
    for one in spoils:
        assert texts[one.file].count(one.old) == 1, one
        texts[one.file] = texts[one.file].replace(one.old, one.new)
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def told(folder: Path, spoils: Iterable[Spoil]) -> list[str]:
    """What is wrong with the spoilt policy, its files named as they are in the folder."""
    with pytest.raises(fp.InputError) as refused:
        fp.load_policy(written(folder, spoils))
    return str(refused.value).replace(f"{folder}{os.sep}", "").splitlines()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spoilt") / "qinghe-2020"


@pytest.mark.parametrize("name", SPOILS)
def test_one_mistake_is_one_problem_with_its_line(folder: Path, name: str) -> None:
    assert told(folder, [SPOILS[name]]) == [SPOILS[name].told]


def in_order(spoils: Iterable[Spoil]) -> list[str]:
    """What is to be told of several mistakes: file by file as the policy lists them, and line by line."""
    files = ["policy.yaml", "general.yaml", "measures.yaml"]
    return [one.told for one in sorted(spoils, key=lambda one: (files.index(one.file), one.line))]


@given(st.sets(st.sampled_from(sorted(SPOILS)), min_size=2, max_size=6))
@settings(max_examples=50)
def test_any_mistakes_are_told_together_and_nothing_else(folder: Path, names: set[str]) -> None:
    spoils = [SPOILS[name] for name in names]
    assert sorted(told(folder, spoils)) == sorted(in_order(spoils))


def test_all_mistakes_are_told_together_in_the_order_of_the_files(folder: Path) -> None:
    assert told(folder, SPOILS.values()) == in_order(SPOILS.values())


def test_the_command_tells_what_loading_tells(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problems = told(folder, SPOILS.values())
    other = folder.with_name("others") / "qinghe-2021"
    other.parent.mkdir(exist_ok=True)
    shutil.copytree(folder, other.with_name("qinghe-2020"), dirs_exist_ok=True)
    written(other, [])
    assert main(["check", "--folder", str(other.parent), "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    names = "the policy is called 'qinghe-2020' but its folder 'qinghe-2021'"
    assert err.replace(f"{other.parent}{os.sep}qinghe-2020{os.sep}", "").splitlines() == [
        "fupin:",
        *problems,
        f"{other}{os.sep}policy.yaml:2: policy: {names}",
    ]


# Whole groups of names that nobody can know: one problem, however many rules use them.
GROUPS = [
    ("policy", "actors:\n", "actorz:\n", "14: actorz: unknown key 'actorz'; did you mean 'actors'?"),
    ("policy", "terms:\n", "terms: none\nterm_s:\n", "65: terms: 'none' is no mapping\n"
     "policy.yaml:66: term_s: unknown key 'term_s'; did you mean 'terms'?"),
    ("policy", "parts: [general.yaml,", "part: [general.yaml,", "88: part: unknown key 'part'; did you mean 'parts'?"),
    ("policy", "general.yaml, measures.yaml]", "general.yaml, measures.yml]",
     "88: parts: 'measures.yml' is no name of a part; expected a plain file name such as general.yaml"),
    ("policy", "general.yaml, measures.yaml]", "general.yaml, measures.yaml, general.yaml]",
     "88: parts: the part 'general.yaml' is listed 2 times; expected each part once"),
    ("policy", "  society: {zh: 社会各界, en: Society at large}", "  society:",
     "27: actors.society: 'society' is missing"),
    ("measures", "- id: rebuild-grant", "- idd: rebuild-grant",
     "126: 二/3: measures[0].idd: unknown key 'idd'; did you mean 'id'?"),
    ("measures", "  measures:\n  - id: state-aid", "  measure:\n  - id: state-aid",
     "17: 二/1: measure: unknown key 'measure'; did you mean 'measures'?"),
    ("measures", "- clause: 二/3\n", "- clause: 二/3: [\n",
     "122: 二/3: no YAML: mapping values are not allowed in this context"),
    ("measures", "- id: rebuild-grant\n    kind: grant\n", "- id: rebuild-grant\n\t    kind: grant\n",
     "127: 二/3: measures[0].id: no YAML: found a tab character that violates indentation"),
    ("measures", "- clause: 二/3\n", "- no clause\n- clause: 二/3\n", "122: [3]: clause 3 is no mapping"),
    ("measures", "  - id: rebuild-grant\n", "  - none\n  - id: rebuild-grant\n",
     "126: 二/3: measures[0]: item 0 of 'measures' is no mapping"),
    ("measures", "    target: {indicator: county.bus_share,", "    targt: {indicator: county.bus_share,",
     "378: 三(一): buses.targt: unknown key 'targt'; did you mean 'target'?"),
    ("measures", "amount: loan.interest\n", "amunt: loan.interest\n",
     "222: 二/4: credit-interest.amunt: unknown key 'amunt'; did you mean 'amount'?"),
    ("measures", "    agencies: [county_government, province]\n", "    agency: [county_government, province]\n",
     "385: 三(一): bridges.agency: unknown key 'agency'; did you mean 'agencies'?"),
    ("policy", "is: household.on_roll", "is: define.listed_worker",
     "77: definitions.listed.is: definition 'listed' goes round in a circle"),
    ("measures", "    subject: society", '    subject: ""',
     "472: 三(三): giving-day.subject: 'subject' is empty; expected text (quote it)"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "problem"), GROUPS)
def test_nothing_follows_from_what_could_not_be_read(
    folder: Path, file: str, old: str, new: str, problem: str
) -> None:
    one = spoil(file, old, new, problem)
    assert told(folder, [one]) == one.told.splitlines()


@given(
    st.sampled_from(["general.yaml", "measures.yaml", "policy.yaml"]),
    st.integers(0),
    st.sampled_from("\t\x01%@"),
)
@settings(max_examples=30)
def test_a_file_can_break_off_at_any_line(folder: Path, file: str, number: int, sign: str) -> None:
    path = written(folder, []) / file
    lines = path.read_text("utf-8").splitlines(keepends=True)
    number %= len(lines)
    path.write_text("".join([*lines[:number], sign, *lines[number:]]), "utf-8")
    with pytest.raises(fp.InputError, match=rf"{file}:\d+: (.*: )?no YAML: "):
        fp.load_policy(folder)


def test_a_file_that_is_not_there_does_not_hide_the_others(folder: Path) -> None:
    lost = spoil("policy", "general.yaml, measures.yaml]", "general.yaml, measure.yaml]", "")
    known = [SPOILS[name] for name in ("bad definition", "type error of a check")]
    assert told(folder, [lost, *known]) == [
        *in_order(known),
        "measure.yaml: cannot be read: No such file or directory",
    ]


def test_two_circles_are_two_problems_and_the_rest_is_checked(folder: Path) -> None:
    around = [
        spoil("policy", "is: household.on_roll", "is: define.listed or household.on_rol", ""),
        spoil(
            "policy", "is: define.listed and define.worker", "is: define.listed_worker and define.work", ""
        ),
    ]
    assert told(folder, around) == [
        "policy.yaml:77: definitions.listed.is: definition 'listed' goes round in a circle",
        "policy.yaml:77: definitions.listed.is: household has no fact 'on_rol'; did you mean 'on_roll'?",
        "policy.yaml:85: definitions.listed_worker.is: definition 'listed_worker' goes round in a circle",
        "policy.yaml:85: definitions.listed_worker.is: unknown definition 'work'; did you mean 'worker'?",
    ]


def test_two_mistakes_of_one_provision_are_both_told(folder: Path) -> None:
    both = [
        spoil("measures", "    to: enterprise\n", "    to: enterprize\n", ""),
        spoil("measures", "    applies: enterprise.in_county", "    applies: enterprise.in_countie", ""),
        spoil(
            "measures",
            "hired_on) in figure.stable) * figure.reward",
            "hired_on) in figure.stabl) * figure.reward",
            "",
        ),
    ]
    assert [line.split("; expected")[0] for line in told(folder, both)] == [
        "measures.yaml:309: 二/5: hiring-reward.to: unknown entity 'enterprize'",
        "measures.yaml:310: 二/5: hiring-reward.applies: enterprise has no fact 'in_countie'; did you mean 'in_county'?",
        "measures.yaml:312: 二/5: hiring-reward.amount: measure 'hiring-reward' has no figure 'stabl'",
    ]


def test_rules_that_were_sent_are_told_the_same_without_lines(folder: Path) -> None:
    names = ("unknown figure", "bad rule", "unknown clause", "twice the same id")
    content = {
        path.name: parse(path.read_bytes()).data
        for path in written(folder, [SPOILS[name] for name in names]).glob("*.yaml")
    }
    with pytest.raises(fp.InputError) as refused:
        rebuild_rulebook("qinghe-2020", content)
    assert [(one.place.file, one.place.line, one.what[:20]) for one in refused.value.problems] == [
        ("policy.yaml", None, "unknown clause '前言一'"),
        ("measures.yaml", None, "this is not a rule: "),
        ("measures.yaml", None, "the id 'dividend' is"),
        ("measures.yaml", None, "measure 'inspections"),
    ]


def test_a_notation_that_breaks_off_hides_no_other_mistake(folder: Path) -> None:
    known = [SPOILS[name] for name in ("bad definition", "unit error", "type error of a check")]
    broken = spoil("measures", "- clause: 三(三)\n", "- clause: 三(三): [\n", "463: 三(三): no YAML: …")
    lines = told(folder, [broken, *known])
    assert lines[:-1] == in_order(known)
    assert lines[-1].startswith("measures.yaml:463: 三(三): no YAML: mapping values are not allowed")


def test_names_under_a_key_that_was_left_out_are_not_told(folder: Path) -> None:
    twice = spoil("policy", "parts: [", "actors: {cooks: {zh: 厨, en: Cooks}}\nparts: [", "")
    cook = spoil("measures", "    subject: society", "    subject: cooks", "")
    figure = SPOILS["bad figure"]
    assert told(folder, [twice, cook, figure]) == [
        "policy.yaml:88: the key 'actors' is given twice; expected each key once (the first is on line 14)",
        figure.told,
    ]


# A value in plain words or figures, where no comma inside quotes could cut it short.
_VALUE = re.compile(r"(?<=\w: )[^\s{\[>\"#(][^,}\n(]*(?=[,}\n])")
VALUES = [
    (path.name, found.span())
    for path in sorted(QINGHE.glob("*.yaml"))
    for found in _VALUE.finditer(path.read_text("utf-8"))
    if "#" not in path.read_text("utf-8")[: found.start()].rpartition("\n")[2]
]


@given(st.sampled_from(VALUES))
@settings(max_examples=50)
def test_whatever_value_is_refused_it_is_one_problem(
    folder: Path, value: tuple[str, tuple[int, int]]
) -> None:
    """Nothing follows from a value that could not be read, whatever it is the value of."""
    name, (start, end) = value
    text = (QINGHE / name).read_text("utf-8")
    part = written(folder, []) / name
    part.write_text(f"{text[:start]}1.5{text[end:]}", "utf-8")
    with pytest.raises(fp.InputError) as refused:
        fp.load_policy(folder)
    (problem,) = refused.value.problems
    assert problem.what == "1.5 is a bare number with a point"
    assert problem.place.line == text[:start].count("\n") + 1


PARTS = [
    (name, clause["clause"], one["id"])
    for name in ("general.yaml", "measures.yaml")
    for clause in parse((QINGHE / name).read_bytes()).data
    for one in (*clause.get("measures", ()), *clause.get("checks", ()))
]


@given(st.sampled_from(PARTS))
@settings(max_examples=50)
def test_wherever_something_is_wrong_its_clause_and_its_provision_are_told(
    part: tuple[str, str, str],
) -> None:
    """Of structure as of names, and with lines as without."""
    name, clause, ident = part
    content = {path.name: parse(path.read_bytes()).data for path in QINGHE.glob("*.yaml")}
    for item in content[name]:
        for one in (*item.get("measures", ()), *item.get("checks", ())):
            if one["id"] == ident:
                one["says"] = {**one["says"], "fr": "?"}
                one["agencies"] = ["nobody"]
    with pytest.raises(fp.InputError) as refused:
        rebuild_rulebook("qinghe-2020", content)
    places = [one.place for one in refused.value.problems]
    assert {(one.file, one.clause) for one in places} == {(name, clause)}
    paths = {str(one.path).split("[")[0] for one in places}
    assert paths - {f"{ident}.leads"} == {f"{ident}.says.fr", f"{ident}.agencies"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("goal: goal, scope: share", "goal: 1.5, scope: share"),
        ("{goal: first, by: first_by}", "{goal: first, by: 1.5}"),
        ("county.medical_cost_growth, goal: range", "county.medical_cost_growth, goal: [range]"),
    ],
)
def test_what_follows_from_a_target_does_not_follow_from_a_part_of_it(
    folder: Path, old: str, new: str
) -> None:
    assert len(told(folder, [spoil("measures", old, new, "")])) == 1


# What could not be read, with a name that is used elsewhere and stands in it, and with what is told of it.
LOST = {
    "an id": ("measures", "- id: rebuild-grant", "- idd: rebuild-grant", "rebuild-grant"),
    "the measures of a clause": ("measures", "  measures:\n  - id: state-aid", "  measure:\n  - id: state-aid", "state-aid"),
    "the rest of a file": ("measures", "- clause: 二/3\n", "- clause: 二/3: [\n", "repair-grant"),
    "a clause": ("measures", "- clause: 二/3\n", "- [{id: other-grant}]\n- clause: 二/3\n", "other-grant"),
    "a measure": ("measures", "  - id: rebuild-grant\n", "  - [other-grant]\n  - id: rebuild-grant\n", "other-grant"),
}  # fmt: skip


def consequences(folder: Path, lost: tuple[str, str, str], name: str) -> list[str]:
    """What is told beside what could not be read, where the measure that follows on another is called so."""
    part, old, new = lost
    alone = told(folder, [spoil(part, old, new, "")])
    assert len(alone) == 1
    # The measure that names the other moves to where it is read whatever breaks off.
    general = (QINGHE / "general.yaml").read_text("utf-8")
    (first,) = [line for line in general.splitlines() if "subject: towns" in line]
    both = [spoil(part, old, new, ""), spoil("general", first, f"{first}\n    consequence: {name}", "")]
    return [line for line in told(folder, both) if line not in alone]


@pytest.mark.parametrize("what", LOST)
def test_a_name_that_may_be_that_of_what_could_not_be_read_is_not_told(folder: Path, what: str) -> None:
    *lost, name = LOST[what]
    assert consequences(folder, (lost[0], lost[1], lost[2]), name) == []


@pytest.mark.parametrize("what", LOST)
def test_a_name_that_stands_nowhere_in_what_could_not_be_read_is_told(folder: Path, what: str) -> None:
    part, old, new, _ = LOST[what]
    (line,) = consequences(folder, (part, old, new), "xyz")
    assert line.endswith("household-by-household.consequence: unknown measure 'xyz'")


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("measures", "  - id: rebuild-grant\n    kind:", "  - kind:"),
        ("measures", "  - id: rebuild-grant\n", "  - id: 1.5\n"),
        ("measures", "  - id: rebuild-grant\n", "  - none\n  - id: rebuild-grant\n"),
        ("measures", "- clause: 二/3\n", "- no clause\n- clause: 二/3\n"),
    ],
)
def test_any_name_may_be_that_of_what_stands_nowhere(folder: Path, part: str, old: str, new: str) -> None:
    assert consequences(folder, (part, old, new), "xyz") == []


def test_what_a_part_that_is_missing_cannot_have_named_is_told(folder: Path) -> None:
    spoils = [
        spoil("policy", "general.yaml, measures.yaml]", "general.yaml, measure.yaml]", ""),
        spoil("policy", "is: define.listed and define.worker", "is: define.listed and term.worker", ""),
    ]
    assert told(folder, spoils) == [
        "policy.yaml:85: definitions.listed_worker.is: unknown open term 'worker'",
        "measure.yaml: cannot be read: No such file or directory",
    ]
