"""What comes of holding a policy against its text, as a value."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from attrs import frozen

from fupin_policy.policy import Label
from fupin_policy.problems import Problem
from fupin_policy.rules import Lang
from fupin_policy.values import Labelled

__all__ = ["How", "Numeral", "SourceReport"]


class How(Labelled):
    """What explains a numeral of the text."""

    FIGURE = "figure", "由条款的数字认领", "claimed by figures"
    UNCLAIMED = "unclaimed", "列为不认领并有理由", "listed with a reason"
    NUMBERING = "numbering", "文件自身的编号", "numbering of the document"
    FURNITURE = "furniture", "标题及其上的网页内容", "title and page furniture above it"
    WORD = "word", "普通词语", "plain words"
    NOTHING = "nothing", "没有解释", "not explained"


@frozen
class Numeral:
    """One numeral of the text: where it stands, what explains it, and by which measures or why."""

    text: str
    clause: str
    line: int
    around: str
    how: How
    measures: tuple[str, ...] = ()
    why: Label | None = None

    def describe(self, lang: Lang = "zh") -> str:
        """Where it stands, for people."""
        if lang == "zh":
            return f"{self.clause},第{self.line}行: “{self.around}”中的“{self.text}”"
        return f"{self.clause}, line {self.line}: “{self.text}” in “{self.around}”"

    def because(self, lang: Lang = "zh") -> str:
        """What explains it, for people."""
        reason = ", ".join(self.measures) if self.why is None else self.why.get(lang)
        return f"[{self.how.label(lang)}{': ' if reason else ''}{reason}]"


@frozen(slots=False)
class SourceReport:
    """A policy held against its text.

    ``missing`` are figures whose phrase does not stand in their clause, ``mismatches`` clauses and listed
    phrases that only one of the two has, ``numerals`` all numerals of the text in its order.
    """

    policy: str
    figures: int
    missing: tuple[Problem, ...]
    mismatches: tuple[Problem, ...]
    numerals: tuple[Numeral, ...]

    @property
    def ok(self) -> bool:
        """Whether the policy and the text account for each other."""
        return not self.problems and not self.unexplained

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, unexplained numerals aside."""
        return self.missing + self.mismatches

    @cached_property
    def unexplained(self) -> tuple[Numeral, ...]:
        """The numerals that nothing explains."""
        return tuple(one for one in self.numerals if one.how is How.NOTHING)

    @cached_property
    def claims(self) -> Mapping[str, tuple[Numeral, ...]]:
        """The numerals that each measure claims, by its id."""
        names = dict.fromkeys(name for one in self.numerals for name in one.measures)
        return {name: tuple(one for one in self.numerals if name in one.measures) for name in names}

    def count(self, how: How) -> int:
        """How many numerals are explained in this way."""
        return sum(one.how is how for one in self.numerals)

    def to_text(self, lang: Lang = "zh", *, everything: bool = False) -> str:
        """The report for people: counts, what needs a look, and with ``everything`` each numeral as well."""
        stand, total = self.figures - len(self.missing), len(self.numerals)
        if lang == "zh":
            head = [f"{self.policy}: {self.figures}个数字,{stand}个在其条款中", f"原文数目字{total}处:"]
        else:
            head = [
                f"{self.policy}: {self.figures} figures, {stand} stand in their clause",
                f"{total} numerals in the text:",
            ]
        counts = [f"  {self.count(how)} {how.label(lang)}" for how in How]
        problems = [f"! {problem.describe(lang)}" for problem in self.problems]
        unexplained = [f"? {one.describe(lang)}" for one in self.unexplained]
        listed = [f"{one.describe(lang)} {one.because(lang)}" for one in self.numerals] if everything else []
        return "\n".join([*head, *counts, *listed, *problems, *unexplained])
