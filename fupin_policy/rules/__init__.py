"""The algebra of rules and its readers: text form, type checker, exact evaluator, needs, wording."""

from typing import TYPE_CHECKING

from fupin_policy.later import imported_later
from fupin_policy.rules.nodes import Node, fact, figure, reading, term, walk
from fupin_policy.rules.scope import ELEMENT_UNITS, Scope, Type, ancestors, entities_in_scope, family
from fupin_policy.rules.text import parse, to_text
from fupin_policy.rules.types import check

if TYPE_CHECKING:
    from fupin_policy.rules.compiled import Compiled, Step, entity_environment
    from fupin_policy.rules.exact import all_of, compile_rule
    from fupin_policy.rules.needs import (
        Missing,
        apart_from,
        asks_any,
        asks_day,
        facts_read,
        missing,
        names_read,
    )
    from fupin_policy.rules.wording import Lang, Names, describe_value, fact_label, inside, language_of, word

__all__ = [
    "ELEMENT_UNITS",
    "Compiled",
    "Lang",
    "Missing",
    "Names",
    "Node",
    "Scope",
    "Step",
    "Type",
    "all_of",
    "ancestors",
    "apart_from",
    "asks_any",
    "asks_day",
    "check",
    "compile_rule",
    "describe_value",
    "entities_in_scope",
    "entity_environment",
    "fact",
    "fact_label",
    "facts_read",
    "family",
    "figure",
    "inside",
    "language_of",
    "missing",
    "names_read",
    "parse",
    "reading",
    "term",
    "to_text",
    "walk",
    "word",
]

# What reading and checking rules can do without is imported when it is first asked for.
__getattr__, __dir__ = imported_later(
    __name__,
    {
        "compiled": ("Compiled", "Step", "entity_environment"),
        "exact": ("all_of", "compile_rule"),
        "needs": ("Missing", "apart_from", "asks_any", "asks_day", "facts_read", "missing", "names_read"),
        "wording": ("Lang", "Names", "describe_value", "fact_label", "inside", "language_of", "word"),
    },
)
