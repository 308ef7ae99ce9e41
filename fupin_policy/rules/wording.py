"""Rules put into words, in Chinese and English, made from the rule itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Literal, cast, get_args

from attrs import field, frozen

from fupin_policy.domain import ENTITIES
from fupin_policy.domain.facts import Code, Kind, facts_of
from fupin_policy.problems import UnknownNameError
from fupin_policy.rules.english import denied, is_plural
from fupin_policy.rules.nodes import (
    Aggregate,
    And,
    Arithmetic,
    Call,
    CodeRef,
    Compare,
    DefinitionRef,
    Extreme,
    FactRef,
    FigureRef,
    If,
    In,
    Literal_,
    Node,
    Not,
    Or,
    ReadingRef,
    TermRef,
    Today,
)
from fupin_policy.rules.scope import Scope, code_keys, element_of
from fupin_policy.values import Interval, Period, Quantity, Record, Unit, Value

__all__ = ["Lang", "Names", "describe_value", "fact_label", "inside", "language_of", "word"]

Lang = Literal["zh", "en"]

_COME_TO = {
    "==": "come to", "!=": "do not come to", "<": "come to less than", "<=": "come to at most",
    ">": "come to more than", ">=": "come to at least",
}  # fmt: skip
"""What is said of several in English, where one of them "is"."""
_COMPARE = {
    "zh": {"==": "等于", "!=": "不等于", "<": "低于", "<=": "不高于", ">": "高于", ">=": "不低于"},
    "en": {
        "==": "is",
        "!=": "is not",
        "<": "is below",
        "<=": "is at most",
        ">": "is above",
        ">=": "is at least",
    },
}
_COMPARE_DAYS = {
    "zh": {"==": "为", "!=": "不为", "<": "早于", "<=": "不晚于", ">": "晚于", ">=": "不早于"},
    "en": {
        "==": "is",
        "!=": "is not",
        "<": "is before",
        "<=": "is no later than",
        ">": "is after",
        ">=": "is no earlier than",
    },
}
_EQUAL = {"==": "=", "!=": "≠"}
_JOIN = {"zh": {"and": "且", "or": "或", ",": "、"}, "en": {"and": " and ", "or": " or ", ",": ", "}}


_AREAS = ("county", "city", "province", "nation")


@frozen(eq=False, repr=False)
class Names(Record):
    """Labels of a policy's own names, for wording: kind and name to a text in a language."""

    scope: Scope = field(factory=Scope)
    label: Callable[[str, str, Lang], str] = lambda kind, name, lang: name


def language_of(lang: str) -> Lang:
    """A language that results are worded in. Raises UnknownNameError for any other.

    >>> language_of("fr")
    Traceback (most recent call last):
    ...
    fupin_policy.problems.UnknownNameError: unknown language 'fr'; expected one of zh, en
    """
    if lang not in get_args(Lang):
        raise UnknownNameError("language", lang, list(get_args(Lang)))
    return cast(Lang, lang)


def fact_label(key: str, lang: Lang) -> str:
    """The label of a fact by its key.

    >>> fact_label("household.type", "zh")
    '户类型'
    """
    entity, _, name = key.partition(".")
    spec = facts_of(ENTITIES[entity])[name]
    return spec.fact.zh if lang == "zh" else spec.fact.en


def inside(label: str, lang: Lang) -> str:
    """A label as it stands within a sentence: an English one without its capital, unless it is a name or letters.

    >>> inside("Stage of schooling", "en"), inside("4G cover", "en"), inside("Tibet and southern Xinjiang", "en")
    ('stage of schooling', '4G cover', 'Tibet and southern Xinjiang')
    """
    first, *others = label.split(" ")
    is_name = any(len(word) > 1 and word[0].isupper() for word in others)
    if lang == "zh" or is_name or (len(first) > 1 and first[1].isupper()):
        return label
    return label[:1].lower() + label[1:]


def _is_shared(node: FactRef, entity: str | None) -> bool:
    """Whether a fact of an area is also one of the entity that a rule is about."""
    if entity is None or entity == node.entity or node.entity not in _AREAS:
        return False
    return entity in _AREAS or node.name in facts_of(ENTITIES[entity])


def _is_day(node: Node, scope: Scope) -> bool:
    """Whether a value is a day."""
    match node:
        case FactRef():
            return facts_of(ENTITIES[node.entity])[node.name].kind is Kind.DATE
        case TermRef(name=name):
            return name in scope.terms and scope.terms[name].kind == "date"
        case Literal_(value=value):
            return isinstance(value, date)
    return isinstance(node, Today) or (isinstance(node, Call) and node.function == "month_after")


def _days(node: Node, scope: Scope) -> Period | None:
    """The days that a figure means, where it is one of days."""
    if not isinstance(node, FigureRef):
        return None
    value = scope.figures.get((node.measure or scope.here, node.name))
    return value if isinstance(value, Period) else None


def _within(days: Period, negated: bool) -> str:
    """That a day lies within a period, or not, in English."""
    if days.start is None:
        return f"{'' if negated else 'no '}later than {days.end}"
    if days.end is None:
        return f"{'before' if negated else 'on or after'} {days.start}"
    told = f"{days.start}" if days.start == days.end else f"from {days.start} to {days.end}"
    return f"not {told}" if negated else told


def describe_value(value: object, unit: Unit | None, lang: Lang) -> str:
    """A value of a trace for people: 是/否/未知, a code's label, an amount with its unit."""
    if value is None:
        return "未知" if lang == "zh" else "unknown"
    if isinstance(value, bool):
        return {"zh": ("否", "是"), "en": ("no", "yes")}[lang][value]
    if isinstance(value, Code):
        return value.zh if lang == "zh" else value.en
    if isinstance(value, Interval) and value.low is None and value.high is None and value.nominal is None:
        return "未知" if lang == "zh" else "unknown"
    if unit is not None and not isinstance(value, (str, date)):
        quantity: Value = value  # type: ignore[assignment]  # numbers are all that is left
        return Quantity(quantity, unit).describe(lang)
    return str(value)


def word(node: Node, names: Names, lang: Lang = "zh") -> str:
    """The rule in words.

    >>> from fupin_policy.rules import parse
    >>> word(parse("person.stage == university and not person.disabled"), Names(), "zh")
    '就读学段为大学且不符合“残疾”'
    """
    zh = lang == "zh"

    def say(part: Node) -> str:
        return word(part, names, lang)

    def apart(part: Node, *kinds: type[Node]) -> str:
        return f"({say(part)})" if isinstance(part, (If, *kinds)) else say(part)

    match node:
        case Literal_(value=value):
            if isinstance(value, Quantity):
                return value.describe(lang)
            if isinstance(value, bool) and not zh:
                return "always" if value else "never"
            return describe_value(value, None, lang)
        case FactRef():
            label = inside(fact_label(f"{node.entity}.{node.name}", lang), lang)
            if _is_shared(node, names.scope.entity):
                # Areas of all levels share their indicators: say whose this one is.
                zh_name, en_name = ENTITIES[node.entity].labels
                return f"{zh_name}的{label}" if zh else f"{label} of the {en_name.lower()}"
            return label
        case CodeRef(key=key):
            return key
        case FigureRef(name=name, measure=measure):
            found = names.scope.figures.get((measure or names.scope.here, name))
            return found.describe(lang) if found is not None else name
        case ReadingRef(name=name):
            return names.label("reading", name, lang)
        case TermRef(name=name):
            return inside(names.label("term", name, lang), lang)
        case DefinitionRef(name=name):
            return inside(names.label("definition", name, lang), lang)
        case Today():
            return "当日" if zh else "the day"
        case Not(arg=arg):
            if zh:
                return f"不符合“{say(arg)}”"
            named = isinstance(arg, FactRef | DefinitionRef | TermRef)
            return denied(say(arg)) if named else f"not ({say(arg)})"
        case And(args=args):
            return _JOIN[lang]["and"].join(apart(arg, Or) for arg in args)
        case Or(args=args):
            return _JOIN[lang]["or"].join(apart(arg, And) for arg in args)
        case Compare(op=op, left=left, right=right):
            if isinstance(left, CodeRef):
                left, right = right, left
            if isinstance(left, ReadingRef) and isinstance(right, CodeRef) and not zh:
                verb = "is" if op == "==" else "is not"
                question, answer = say(left), _code(left, right, names, lang)
                return f"the answer to “{question}” {verb} “{answer}”"
            if isinstance(right, CodeRef):
                verb = {"==": "为", "!=": "不为"}[op] if zh else {"==": " is ", "!=": " is not "}[op]
                return f"{apart(left)}{verb}{_code(left, right, names, lang)}"
            days = _is_day(left, names.scope) or _is_day(right, names.scope)
            if zh:
                return f"{apart(left)}{(_COMPARE_DAYS if days else _COMPARE)['zh'][op]}{apart(right)}"
            return f"{apart(left)} {_compared(op, left, say(left), days)} {apart(right)}"
        case In(item=item, options=options, negated=negated):
            if isinstance(options[0], CodeRef):
                codes = (option for option in options if isinstance(option, CodeRef))
                listed = _JOIN[lang][","].join(_code(item, code, names, lang) for code in codes)
                verb = (
                    ("不属于" if negated else "属于")
                    if zh
                    else (" is none of " if negated else " is one of ")
                )
                return f"{apart(item)}{verb}{listed}"
            if zh:
                return f"{apart(item)}{'不在' if negated else '为'}{apart(options[0])}"
            period = _days(options[0], names.scope)
            if period is not None:
                verb = "" if isinstance(item, FactRef) else "is "
                return f"{apart(item)} {verb}{_within(period, negated)}"
            verb = _compared("!=" if negated else "==", item, say(item), days=False, equal=False)
            return f"{apart(item)} {verb} {apart(options[0])}"
        case Arithmetic(op=op, left=left, right=right):
            sign = {"*": "×", "-": "−", "+": "+"}[op]
            sides = (
                apart(left, *([Arithmetic] if op == "*" else [])),
                apart(right, *([] if op == "+" else [Arithmetic])),
            )
            return f"{sides[0]} {sign} {sides[1]}"
        case If(when=when, then=then, other=other):
            form = "{when}时为{then},否则为{other}" if zh else "{then} if {when}, else {other}"
            return form.format(when=say(when), then=say(then), other=say(other))
        case Extreme(op=op, args=args):
            extremes = {
                "min": ("{}中的较小者", "the smaller of {}", "the smallest of {}"),
                "max": ("{}中的较大者", "the greater of {}", "the greatest of {}"),
            }
            *first, last = [say(arg) for arg in args]
            listed = f"{_JOIN[lang][','].join(first)}{'、' if zh else ' and '}{last}"
            return extremes[op][0 if zh else 1 if len(args) == 2 else 2].format(listed)
        case Aggregate(op=op, over=over, body=body):
            told = apart(body, Arithmetic) if op == "sum" else say(body)
            return _aggregate(op, element_of(over), told, lang)
        case Call(function=function, args=args):
            listed = _JOIN[lang]["and" if function == "months_between" and not zh else ","].join(
                map(say, args)
            )
            forms = {
                "age": ("按{}计的周岁", "age by {}"),
                "months_since": ("自{}起的整月数", "whole months since {}"),
                "months_between": ("{}之间的整月数", "whole months between {}"),
                "month_after": ("{}的次月首日", "the first day of the month after {}"),
            }
            return forms[function][0 if zh else 1].format(listed)
    return str(node)


def _compared(op: str, left: Node, said: str, days: bool, equal: bool = True) -> str:
    """How something is compared, in English: of a day the verb can go, of several it is another."""
    if days:
        verb = _COMPARE_DAYS["en"][op]
        return verb if op in _EQUAL or not isinstance(left, FactRef) else verb.removeprefix("is ")
    if isinstance(left, FactRef | TermRef | DefinitionRef):
        return _COME_TO[op] if is_plural(said) else _COMPARE["en"][op]
    if equal and op in _EQUAL and isinstance(left, FigureRef | Literal_ | Arithmetic):
        return _EQUAL[op]
    return _COMPARE["en"][op]


def _code(item: Node, option: CodeRef, names: Names, lang: Lang) -> str:
    """The label of a code, as the fact or the reading that it is compared with has it."""
    for part in _values(item, names.scope):
        if isinstance(part, ReadingRef):
            return names.label("option", f"{part.name}.{option.key}", lang)
        if isinstance(part, FactRef):
            spec = facts_of(ENTITIES[part.entity])[part.name]
            if spec.kind is Kind.CODE and option.key in code_keys(spec.type):
                return inside(describe_value(spec.type(option.key), None, lang), lang)
    return option.key


def _values(node: Node, scope: Scope) -> Iterator[Node]:
    """The nodes from which the value of a node is taken, choices and definitions followed."""
    match node:
        case If(then=then, other=other):
            yield from _values(then, scope)
            yield from _values(other, scope)
        case DefinitionRef(name=name) if name in scope.definitions:
            yield from _values(scope.definitions[name][1], scope)
        case _:
            yield node


def _aggregate(op: str, element: str, body: str, lang: Lang) -> str:
    zh, en = ENTITIES[element].labels
    if lang == "zh":
        return {
            "count": f"{body}的{zh}数",
            "sum": f"各{zh}{body}之和",
            "any": f"至少一个{zh}{body}",
            "all": f"每个{zh}{body}",
        }[op]
    name = en.lower()
    return {
        "count": f"number of {name}s ({body})",
        "sum": f"sum of {body} over all {name}s",
        "any": f"at least one {name} ({body})",
        "all": f"every {name} ({body})",
    }[op]
