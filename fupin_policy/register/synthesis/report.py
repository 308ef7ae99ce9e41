"""What a register was made from, in words: printed totals with their clauses, and everything that was assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fupin_policy.policy import Citation, Label, Rulebook
from fupin_policy.register.synthesis.blocks import PLURALS, Register, Synthesis
from fupin_policy.register.synthesis.recipe import Count, Elements, Population
from fupin_policy.register.tables import Array
from fupin_policy.rules import Lang, names_read
from fupin_policy.rules.nodes import FigureRef
from fupin_policy.values import decimal_text, exact

__all__ = ["assumptions"]


def assumptions(
    book: Rulebook, register: Register, counts: Sequence[Sequence[int]], lang: Lang = "en"
) -> str:
    """The text of ``assumptions.md``; ``counts`` are what was counted of each printed figure of each register."""
    title = Label(
        f"# 合成数据：{book.title.zh}", f"# A synthetic register for: {book.title.en} ({book.title.zh})"
    )
    intro = Label(
        f"本文件夹中没有真实的户和人。事实所属日期 {register.on}，种子 {register.seed}：同一种子得同样的行。"
        "所有份额和幅度见同一文件夹中的 recipe.yaml。",
        f"No household and no person in this folder is real. The facts are of {register.on}; the seed is"
        f" {register.seed}, and the same seed gives the same rows. All shares and ranges stand in recipe.yaml"
        " beside this file.",
    )
    lines = [title.get(lang), "", intro.get(lang)]
    for synthesis, counted in zip(register.parts, counts, strict=True):
        lines += ["", *_population(book, synthesis, counted, lang)]
    return "\n".join(lines) + "\n"


def _population(book: Rulebook, synthesis: Synthesis, counts: Sequence[int], lang: Lang) -> Iterator[str]:
    population, zh = synthesis.population, lang == "zh"
    yield from (f"## {', '.join(synthesis.tables)}", "", population.says.get(lang), "")
    factor = decimal_text(exact(synthesis.factor))
    yield (
        f"共 {synthesis.rows} 行；每个印出的总数乘以 {factor}。"
        if zh
        else f"{synthesis.rows} rows; every printed total is multiplied by {factor}."
    )
    if synthesis.unknown:
        share = decimal_text(exact(synthesis.unknown * 100))
        yield (
            f"{share}% 的事实被抹去为未知；下列数目是抹去之前的。"
            if zh
            else f"{share}% of the facts were then made unknown; the numbers below hold of what was before."
        )
    if population.printed:
        yield from _head("印出并重现的总数" if zh else "Printed and reproduced")
        heads = (
            ("条款", "原文", "条目", "印出", "本册") if zh else ("Clause", "Printed", "What", "Says", "Here")
        )
        pairs = zip(population.printed, counts, strict=True)
        yield from _table(heads, (_count(book, one, number, lang) for one, number in pairs))
    if population.omitted:
        yield from _head("印出而未重现" if zh else "Printed and not reproduced")
        for one in population.omitted:
            yield f"- {_cited(one.figure.citations)}: {one.why.get(lang)}"
    yield from _head("各部分的分布" if zh else "How the parts are made up")
    yield from _joint(synthesis, zh)
    yield from _head("设定" if zh else "Assumed")
    for what, why in _assumed(population, zh):
        yield f"- {what}: {why.get(lang)}"


def _head(text: str) -> tuple[str, ...]:
    return ("", f"### {text}", "")


def _count(book: Rulebook, one: Count, counted: int, lang: Lang) -> tuple[str, ...]:
    figures = [name for name in names_read(one.figure.node, book.scope) if isinstance(name, FigureRef)]
    named = ", ".join(dict.fromkeys(book[name.measure or ""].name.get(lang) for name in figures))
    if one.note is not None:
        named += f" ({one.note.get(lang)})"
    clauses = ", ".join(dict.fromkeys(cited.clause for cited in one.figure.citations))
    phrases = ", ".join(phrase for cited in one.figure.citations for phrase in cited.phrases)
    return clauses, phrases, named, decimal_text(exact(one.figure.value)), f"{counted} {PLURALS[one.of]}"


def _cited(citations: Iterable[Citation]) -> str:
    return "; ".join(f"{one.clause} “{'、'.join(one.phrases)}”" for one in citations)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _joint(synthesis: Synthesis, zh: bool) -> Iterator[str]:
    """For each stratum its rows, with the members in brackets, in all and by every label."""
    population, classes = synthesis.population, synthesis.classes
    strata = [stratum.name for stratum in population.strata]
    members = classes.rows * classes.sizes

    def shown(inside: Array, people: Array) -> str:
        rows = int(classes.rows[inside].sum())
        return f"{rows} ({int(people[inside].sum())})" if population.sizes else str(rows)

    def line(name: str, has: Array, people: Array) -> list[str]:
        return [name, *(shown((classes.labels["stratum"] == i) & has, people) for i in range(len(strata)))]

    everything = classes.rows >= 0
    lines = [line("全部" if zh else "all", everything, members)]
    for split in population.splits:
        for i, option in enumerate(split.options):
            lines.append(line(f"{split.name}: {option.name}", classes.labels[split.name] == i, members))
    for mark in population.marks:
        marked = classes.marked[mark.name]
        people = members if mark.members is None else classes.rows * marked
        lines.append(line(mark.name, marked > 0, people))
    unit = PLURALS[population.root] + (f" ({PLURALS['person']})" if population.sizes else "")
    yield from _table([unit, *strata], lines)


def _assumed(population: Population, zh: bool) -> Iterator[tuple[str, Label]]:
    def name(chinese: str, english: str) -> str:
        return chinese if zh else english

    for stratum in population.strata:
        if stratum.why is not None:
            yield f"{name('层', 'stratum')} `{stratum.name}`", stratum.why
    if population.sizes_why is not None:
        yield name("户规模", "sizes of households"), population.sizes_why
    for split in population.splits:
        yield f"{name('划分', 'split')} `{split.name}`", split.why
    for mark in population.marks:
        yield f"{name('标记', 'mark')} `{mark.name}`", mark.why
    for group in population.groups:
        if isinstance(group, Elements):
            yield f"`{PLURALS[group.of]}`", group.why
        else:
            yield ", ".join(f"`{group.of}.{rule.name}`" for rule in group.facts), group.why
