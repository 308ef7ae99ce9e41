"""The commands, each a function of its options that prints and gives an exit code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from fupin_policy.assess import Assessment
from fupin_policy.assess.tables import text_table
from fupin_policy.cli.output import ONE_POLICY, at_least, heads, pairs, print_json, refuse_idle
from fupin_policy.domain import ENTITIES
from fupin_policy.domain.encodings import read_text
from fupin_policy.domain.entity import Entity
from fupin_policy.library import Policy, Registry, load_policies
from fupin_policy.problems import InputError, Place, Problem, UnknownNameError
from fupin_policy.values import parse_date

__all__ = ["assess", "check", "check_source", "export", "facts", "list_", "questions"]


def assess(options: argparse.Namespace) -> int:
    """``fupin assess``."""
    if options.explain and options.format != "text":
        refuse_idle("--explain", "text", "--format text, or none")
    if options.all and options.format in ("json", "receipt"):
        refuse_idle("--all", "text and html", "no --all: data holds everything")
    results = list(_assessments(options))
    if options.format == "json":
        print_json([result.to_dict() for _, result in results])
    elif options.format == "receipt":
        print_json([result.receipt() for _, result in results])
    elif options.format == "html":
        print("\n".join(result.to_html(options.lang, everything=options.all) for _, result in results))
    else:
        for name, result in results:
            if len(results) > 1:
                print(f"# {name}\n")
            text = (
                result.explain(options.lang, everything=options.all)
                if options.explain
                else result.to_text(options.lang, everything=options.all)
            )
            print(text)
    return 0


def questions(options: argparse.Namespace) -> int:
    """``fupin questions``."""
    limit = at_least("--limit", options.limit, 1)
    found = [(name, result, result.next_questions(limit)) for name, result in _assessments(options)]
    if options.format == "json":
        print_json(
            [
                {
                    "policy": result.policy, "case": name, "fact": one.missing.key, "subject": one.missing.subject,
                    "zh": one.zh, "en": one.en, "settles": one.settles, "could_settle": one.could_settle,
                    "measures": list(one.measures),
                }
                for name, result, asked in found
                for one in asked
            ]
        )  # fmt: skip
        return 0
    zh = options.lang == "zh"
    columns = (
        ("事实", "键", "至少解决", "至多解决", "涉及措施")
        if zh
        else ("Fact", "Key", "Settles", "Up to", "Measures")
    )
    for name, _, asked in found:
        if len(found) > 1:
            print(f"== {name}")
        rows = [
            (
                one.text(options.lang),
                str(one.missing),
                str(one.settles),
                str(one.could_settle),
                ", ".join(one.measures),
            )
            for one in asked
        ]
        print(
            text_table(columns, rows) if rows else ("没有待查的事实。" if zh else "Nothing is left to ask.")
        )
    return 0


def _assessments(options: argparse.Namespace) -> Iterator[tuple[str, Assessment]]:
    from fupin_policy.domain import read_facts

    on = parse_date(options.on)
    registry = load_policies()
    readings, terms = pairs(options.reading, "--reading"), pairs(options.term, "--term")
    if (readings or terms) and options.policy is None:
        refuse_idle("--reading and --term", *ONE_POLICY)
    policy = registry[options.policy] if options.policy is not None else None
    cases: Iterable[Entity] = read_facts(_facts_file(options.file))
    for index, case in enumerate(cases, 1):
        name = f"{case.key} {getattr(case, 'id', None) or index}"
        if policy is not None:
            yield name, policy.assess(case, on=on, readings=readings, terms=terms)
            continue
        found = registry.assess(case, on=on)
        if not found:
            raise InputError(
                Problem(
                    f"no policy covers {name} on {on}",
                    Place(options.file),
                    f"one of {', '.join(registry)} with --policy",
                )
            )
        for slug, result in found.items():
            yield f"{name}, {slug}", result


def _facts_file(name: str) -> str:
    """The name of a facts file. Raises InputError for that of a table."""
    if Path(name).suffix.lower() in (".csv", ".xlsx", ".xls", ".parquet", ".arrow", ".feather"):
        raise InputError(
            Problem(
                "this is a table, not a facts file",
                Place(name),
                "YAML or JSON; fupin run assesses tables",
            )
        )
    return name


def list_(options: argparse.Namespace) -> int:
    """``fupin list``."""
    registry = load_policies()
    filters = (options.clause, options.kind, options.agency)
    if options.policy is None and all(one is None for one in filters):
        rows = [
            (
                slug,
                policy.level.label(options.lang),
                policy.division,
                str(len(policy)),
                policy.title.get(options.lang),
            )
            for slug, policy in registry.items()
        ]
        print(
            text_table(
                heads(
                    options,
                    ("政策", "级别", "区划", "条数", "名称"),
                    ("Policy", "Level", "Division", "Measures", "Title"),
                ),
                rows,
            )
        )
        return 0
    chosen = {"clause": options.clause, "kind": options.kind, "agency": options.agency}
    if options.policy is None:
        found = registry.find(**chosen)
    else:
        policy = registry[options.policy]
        found = tuple((policy, one) for one in policy.find(**chosen))
    listed = [
        (
            policy.slug,
            one.clause,
            one.id,
            one.kind.label(options.lang),
            one.modality.label(options.lang),
            one.name.get(options.lang),
        )
        for policy, one in found
    ]
    zh = ("政策", "条款", "编号", "类别", "力度", "名称")
    en = ("Policy", "Clause", "Id", "Kind", "Modality", "Name")
    first = 0 if options.policy is None else 1  # the policy is shown where there are several
    print(text_table(heads(options, zh, en)[first:], [row[first:] for row in listed]))
    return 0


def facts(options: argparse.Namespace) -> int:
    """``fupin facts``."""
    from fupin_policy.domain.dictionary import fact_dictionary, to_markdown

    if options.entity is not None and options.entity not in ENTITIES:
        raise UnknownNameError("entity", options.entity, list(ENTITIES))
    if options.format == "markdown":
        print(to_markdown(options.lang, options.entity), end="")
        return 0
    rows = [row for row in fact_dictionary() if options.entity in (None, row.entity)]
    if options.format == "json":
        import attrs

        print_json([attrs.asdict(row) for row in rows])
        return 0
    columns = heads(
        options,
        ("键", "名称", "类型", "单位", "范围", "定义", "取值"),
        ("Key", "Label", "Type", "Unit", "Range", "Definition", "Values"),
    )
    zh = options.lang == "zh"
    print(
        text_table(
            columns,
            [
                (
                    f"{row.entity}.{row.key}",
                    row.zh if zh else row.en,
                    row.type,
                    row.unit,
                    row.range,
                    row.definition,
                    _codes(row.codes, zh),
                )
                for row in rows
            ],
        )
    )
    return 0


def _codes(codes: tuple[tuple[str, str, str], ...], zh: bool) -> str:
    return ", ".join(f"{key} {label}" if zh else key for key, label, _ in codes)


def check(options: argparse.Namespace) -> int:
    """``fupin check``."""
    from fupin_policy import verify

    registry = load_policies(None if options.folder is None else Path(options.folder))
    if not registry:
        what = f"no policy below {options.folder}"
        raise InputError(Problem(what, expected="folders with a policy.yaml"))
    at_least("--registers", options.registers, 0)
    policies = _loaded(registry, list(registry) if options.policy is None else [options.policy])
    unexplained = 0
    for policy in policies:
        print(f"{policy.slug}: {verify.summary(policy).describe(options.lang)}")
        for finding in verify.check(policy):
            print(f"  {finding.describe(options.lang)}")
            unexplained += not finding.explained
        unexplained += _failed_cases(policy, options.lang) if options.cases else 0
        unexplained += _differences(policy, options.registers, options.lang) if options.registers else 0
    return 1 if unexplained else 0


def _loaded(registry: Registry, slugs: Iterable[str]) -> list[Policy]:
    """Policies by slug. Raises InputError with the problems of all that cannot be loaded."""
    policies: list[Policy] = []
    problems: list[Problem] = []
    for slug in slugs:
        try:
            policies.append(registry[slug])
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return policies


def _differences(policy: Policy, cases: int, lang: str) -> int:
    """How many invented cases a register run says something else of than the evaluator of one case."""
    from fupin_policy.testing import sweep

    compared = differing = 0
    for chunk, found in sweep(policy, cases, processes=os.cpu_count() or 1):
        compared += chunk.cases
        differing += len(found)
        for difference in found:
            print(difference)
    if lang == "zh":
        print(f"  {compared}个虚构案例与批量运行比较,不一致{differing}个")
    else:
        print(f"  {compared} invented cases compared with a register run, {differing} of them differ")
    return differing


def _failed_cases(policy: Policy, lang: str) -> int:
    from fupin_policy.testing import run_cases

    results = run_cases(policy)
    failed = [one for one in results if not one.passed]
    for one in failed:
        print(one)
    if lang == "zh":
        print(f"  案例{len(results)}个,成立{len(results) - len(failed)}个")
    else:
        print(f"  {len(results) - len(failed)} of {len(results)} cases hold")
    return len(failed)


def export(options: argparse.Namespace) -> int:
    """``fupin export``."""
    from fupin_policy.verify import export as records

    if options.bom and options.format != "csv":
        refuse_idle("--bom", "CSV", "--format csv as well")
    policy = load_policies()[options.policy]
    as_csv = options.format == "csv"
    if options.what == "figures":
        text = (records.figures_to_csv if as_csv else records.figures_to_json)(policy)
    else:
        text = (records.to_csv if as_csv else records.to_json)(policy, options.lang)
    text = f"\ufeff{text}" if options.bom else text
    if options.output is None:
        sys.stdout.write(text)
    else:
        Path(options.output).write_text(text, encoding="utf-8", newline="")
    return 0


def check_source(options: argparse.Namespace) -> int:
    """``fupin check-source``."""
    from fupin_policy import verify

    policy = load_policies()[options.policy]
    report = verify.check_source(policy, read_text(options.text))
    print(report.to_text(options.lang))
    return 0 if report.ok else 1
