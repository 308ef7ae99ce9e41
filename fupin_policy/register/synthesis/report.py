"""What a register was made from, in words: printed totals with their clauses, and everything that was assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fupin_policy.policy import Citation, Label, Rulebook
from fupin_policy.register.synthesis.blocks import PLURALS, Synthesis
from fupin_policy.register.synthesis.recipe import Elements, LaidDown, Population
from fupin_policy.rules import Lang
from fupin_policy.values import decimal_text, exact

__all__ = ["assumptions"]


def assumptions(
    book: Rulebook, made: Sequence[tuple[Synthesis, Sequence[int]]], seed: int, on: str, lang: Lang = "en"
) -> str:
    """The text of ``assumptions.md``; ``made`` are the registers with what was counted of each printed figure."""
    say = Label(
        f"# 合成数据：{book.title.zh}", f"# A synthetic register for: {book.title.en} ({book.title.zh})"
    )
    intro = Label(
        f"本文件夹中没有真实的户和人。事实所属日期 {on}，种子 {seed}：同一种子得同样的行。",
        f"No household and no person in this folder is real. The facts are of {on}; the seed is {seed}, and the"
        " same seed gives the same rows.",
    )
    lines = [say.get(lang), "", intro.get(lang)]
    for synthesis, counts in made:
        lines += ["", *_population(synthesis, counts, lang)]
    return "\n".join(lines) + "\n"


def _population(synthesis: Synthesis, counts: Sequence[int], lang: Lang) -> Iterator[str]:
    population, zh = synthesis.population, lang == "zh"
    yield f"## {', '.join(synthesis.tables)}"
    yield ""
    yield population.says.get(lang)
    yield ""
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
        yield ""
        yield f"### {'印出并重现的总数' if zh else 'Printed and reproduced'}"
        yield ""
        heads = (
            ("条款", "原文", "数字", "印出", "本册")
            if zh
            else ("Clause", "Printed", "Figure", "Says", "Here")
        )
        yield from _table(
            heads,
            (
                _count(one.figure, one.of, n, one.note, lang)
                for one, n in zip(population.printed, counts, strict=True)
            ),
        )
    if population.omitted:
        yield ""
        yield f"### {'印出而未重现' if zh else 'Printed and not reproduced'}"
        yield ""
        for one in population.omitted:
            yield f"- {_cited(one.figure.citations)}: {one.why.get(lang)}"
    yield ""
    yield f"### {'设定' if zh else 'Assumed'}"
    yield ""
    for what, why in _assumed(population, zh):
        yield f"- {what}: {why.get(lang)}"


def _count(figure: LaidDown, of: str, counted: int, note: Label | None, lang: Lang) -> tuple[str, ...]:
    named = f"{figure.node}" if note is None else f"{figure.node} ({note.get(lang)})"
    clauses = ", ".join(dict.fromkeys(one.clause for one in figure.citations))
    phrases = ", ".join(phrase for one in figure.citations for phrase in one.phrases)
    return clauses, phrases, f"{named}", decimal_text(exact(figure.value)), f"{counted} {PLURALS[of]}"


def _cited(citations: Iterable[Citation]) -> str:
    return "; ".join(f"{one.clause} “{'、'.join(one.phrases)}”" for one in citations)


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _assumed(population: Population, zh: bool) -> Iterator[tuple[str, Label]]:
    for stratum in population.strata:
        if stratum.why is not None:
            yield f"{'层' if zh else 'stratum'} `{stratum.name}`", stratum.why
    if population.sizes_why is not None:
        yield "户规模" if zh else "household sizes", population.sizes_why
    for split in population.splits:
        yield f"{'划分' if zh else 'split'} `{split.name}`", split.why
    for mark in population.marks:
        yield f"{'标记' if zh else 'mark'} `{mark.name}`", mark.why
    for group in population.groups:
        if isinstance(group, Elements):
            yield f"`{PLURALS[group.of]}`", group.why
        else:
            yield ", ".join(f"`{group.of}.{rule.name}`" for rule in group.facts), group.why
