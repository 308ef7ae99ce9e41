"""The text form of rules: parser and printer, inverse to each other.

The text form is a strict subset of Python's expression grammar. Python's parser reads it into a syntax
tree, which is translated node by node; anything outside the subset is refused with its column. Nothing
is ever evaluated as code.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from datetime import date
from typing import Any

from fupin_policy.problems import InputError, Place, Problem
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
from fupin_policy.values import Quantity, parse_date

__all__ = ["MAX_DEPTH", "MAX_LENGTH", "parse", "to_text"]

MAX_LENGTH = 4000
MAX_DEPTH = 40
_SHOWN = 60
AGGREGATES = ("count", "sum", "any", "all")
FUNCTIONS = {"age": 1, "months_since": 1, "months_between": 2, "month_after": 1}
_COMPARISONS: dict[type[ast.cmpop], Any] = {
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=",
}  # fmt: skip
_SPECIAL: dict[str, Callable[[str], Node]] = {
    "figure": FigureRef, "reading": ReadingRef, "term": TermRef, "define": DefinitionRef,
}  # fmt: skip
_ARITHMETIC: dict[type[ast.operator], Any] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*"}


def parse(text: str) -> Node:
    """Read a rule from its text form.

    Raises InputError, with the column, for anything outside the language.

    >>> parse("person.stage == university")
    Compare(op='==', left=FactRef(entity='person', name='stage'), right=CodeRef(key='university'))
    >>> parse("__import__('os')")
    Traceback (most recent call last):
    ...
    fupin_policy.problems.InputError: column 1: unknown function '__import__'; expected one of count, ...
    """
    if len(text) > MAX_LENGTH:
        raise InputError(Problem(f"a rule of {len(text)} characters", expected=f"at most {MAX_LENGTH}"))
    plain = text.strip()
    indent = len(text) - len(text.lstrip())
    try:
        return _translate(ast.parse(plain, mode="eval").body, 0)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        if isinstance(error, InputError):
            raise
        offset = getattr(error, "offset", None)
        problem = Problem("this is not a rule: the expression cannot be read", _column(offset, indent))
    except _Refused as refused:
        line = re.split("\r\n|[\r\n]", plain)[refused.node.lineno - 1].encode()
        before = len(line[: refused.node.col_offset].decode())
        source = ast.get_source_segment(plain, refused.node) or ""
        shown = source if len(source) <= _SHOWN else f"{source[:_SHOWN]}…"
        place = _column(before + 1, indent if refused.node.lineno == 1 else 0)
        problem = Problem(refused.what.replace("{}", shown), place, refused.expected)
    raise InputError(problem)


def _column(offset: int | None, indent: int) -> Place:
    return Place(path=f"column {offset + indent}" if offset else None)


class _Refused(Exception):
    """A part of the text that is outside the language; ``{}`` in ``what`` stands for it as written."""

    def __init__(self, node: ast.expr, what: str, expected: str | None = None) -> None:
        self.node, self.what, self.expected = node, what, expected


def _translate(node: ast.expr, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise _Refused(node, "a rule nested too deeply", f"at most {MAX_DEPTH} levels")
    handler = _HANDLERS.get(type(node))
    if handler is None:
        raise _Refused(node, "'{}' is not part of the rule language")
    return handler(node, depth + 1)


def _boolop(node: ast.BoolOp, depth: int) -> Node:
    args = tuple(_translate(value, depth) for value in node.values)
    return And(args) if isinstance(node.op, ast.And) else Or(args)


def _unary(node: ast.UnaryOp, depth: int) -> Node:
    if isinstance(node.op, ast.Not):
        return Not(_translate(node.operand, depth))
    if (
        isinstance(node.op, ast.USub)
        and isinstance(node.operand, ast.Constant)
        and type(node.operand.value) is int
    ):
        return Literal_(-node.operand.value)
    raise _Refused(node, "a sign stands only before a whole number", "0 - x to turn a sign")


def _compare(node: ast.Compare, depth: int) -> Node:
    if len(node.ops) != 1:
        raise _Refused(node, "a chained comparison", "two comparisons joined with 'and'")
    left, op, right = _translate(node.left, depth), node.ops[0], node.comparators[0]
    if isinstance(op, (ast.In, ast.NotIn)):
        items = right.elts if isinstance(right, ast.Tuple) else [right]
        if not items:
            raise _Refused(right, "an empty list of options")
        return In(left, tuple(_translate(item, depth) for item in items), isinstance(op, ast.NotIn))
    if type(op) not in _COMPARISONS:
        raise _Refused(node, "'is' is not part of the rule language", "==")
    return Compare(_COMPARISONS[type(op)], left, _translate(right, depth))


def _binop(node: ast.BinOp, depth: int) -> Node:
    if type(node.op) not in _ARITHMETIC:
        raise _Refused(node, "'{}' is not part of the rule language", "+, - or *")
    return Arithmetic(_ARITHMETIC[type(node.op)], _translate(node.left, depth), _translate(node.right, depth))


def _ifexp(node: ast.IfExp, depth: int) -> Node:
    return If(_translate(node.test, depth), _translate(node.body, depth), _translate(node.orelse, depth))


def _call(node: ast.Call, depth: int) -> Node:
    known = (*AGGREGATES, "min", "max", *FUNCTIONS)
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in known:
        raise _Refused(node.func, "unknown function '{}'", f"one of {', '.join(known)}")
    if node.keywords or any(isinstance(arg, ast.Starred) for arg in node.args):
        raise _Refused(node, f"{name}() takes plain arguments only")
    args = tuple(_translate(arg, depth) for arg in node.args)
    if name in AGGREGATES:
        if len(args) != 2 or not isinstance(args[0], FactRef):
            raise _Refused(
                node, f"{name}() is malformed", f"{name}(household.members, something of each person)"
            )
        return Aggregate(name, args[0], args[1])  # type: ignore[arg-type]  # the name is one of AGGREGATES
    if name in ("min", "max"):
        if len(args) < 2:
            raise _Refused(node, f"{name}() of fewer than two values")
        return Extreme(name, args)  # type: ignore[arg-type]  # the name is min or max
    if len(args) != FUNCTIONS[name]:
        raise _Refused(node, f"{name}() takes {FUNCTIONS[name]} argument(s), not {len(args)}")
    return Call(name, args)  # type: ignore[arg-type]  # the name is one of FUNCTIONS


def _attribute(node: ast.Attribute, depth: int) -> Node:
    names: list[str] = []
    at: ast.expr = node
    while isinstance(at, ast.Attribute):
        names.insert(0, at.attr)
        at = at.value
    if not isinstance(at, ast.Name):
        raise _Refused(node, "'{}' is not part of the rule language", "a fact such as person.stage")
    head = at.id
    if head == "figure" and len(names) == 2:
        return FigureRef(names[1], names[0].replace("_", "-"))
    if len(names) != 1:
        raise _Refused(node, "'{}' has too many parts", "entity.fact")
    special = _SPECIAL.get(head)
    return FactRef(head, names[0]) if special is None else special(names[0])


def _name(node: ast.Name, depth: int) -> Node:
    if node.id in ("true", "false"):
        return Literal_(node.id == "true")
    return Today() if node.id == "on" else CodeRef(node.id)


def _constant(node: ast.Constant, depth: int) -> Node:
    value = node.value
    if type(value) is int:
        return Literal_(value)
    if isinstance(value, str):
        is_day = value[:4].isdigit() and value[4:5] == "-"
        try:
            return Literal_(parse_date(value) if is_day else Quantity.parse(value))
        except InputError as error:
            raise _Refused(node, error.problems[0].what, error.problems[0].expected) from None
    if isinstance(value, float):
        raise _Refused(node, "{} is a float", f"a quoted quantity such as '{value!r}元' or '{value!r}%'")
    raise _Refused(
        node, "'{}' is not part of the rule language", "true or false" if isinstance(value, bool) else None
    )


_HANDLERS: dict[type[ast.expr], Callable[[Any, int], Node]] = {
    ast.BoolOp: _boolop,
    ast.UnaryOp: _unary,
    ast.Compare: _compare,
    ast.BinOp: _binop,
    ast.IfExp: _ifexp,
    ast.Call: _call,
    ast.Attribute: _attribute,
    ast.Name: _name,
    ast.Constant: _constant,
}

# How tightly each form binds, loosest first, as in Python's grammar.
_IF, _OR, _AND, _NOT, _COMPARE, _SUM, _PRODUCT, _ATOM = range(8)


def to_text(node: Node) -> str:
    """The text form of a rule; :func:`parse` gives the same rule back.

    >>> to_text(parse("not (a.b and c.d) or e.f*(2 + 1)>= 3"))
    'not (a.b and c.d) or e.f * (2 + 1) >= 3'
    """
    return _print(node)[0]


def _at(node: Node, level: int) -> str:
    text, own = _print(node)
    return text if own >= level else f"({text})"


def _print(node: Node) -> tuple[str, int]:
    match node:
        case Literal_(value=value):
            return _literal(value), _ATOM
        case FactRef(entity=entity, name=name):
            return f"{entity}.{name}", _ATOM
        case CodeRef(key=key):
            return key, _ATOM
        case FigureRef(name=name, measure=measure):
            return (f"figure.{measure.replace('-', '_')}.{name}" if measure else f"figure.{name}"), _ATOM
        case ReadingRef(name=name):
            return f"reading.{name}", _ATOM
        case TermRef(name=name):
            return f"term.{name}", _ATOM
        case DefinitionRef(name=name):
            return f"define.{name}", _ATOM
        case Today():
            return "on", _ATOM
        case Not(arg=arg):
            return f"not {_at(arg, _NOT)}", _NOT
        case And(args=args):
            return " and ".join(_at(arg, _NOT) for arg in args), _AND
        case Or(args=args):
            return " or ".join(_at(arg, _AND) for arg in args), _OR
        case Compare(op=op, left=left, right=right):
            return f"{_at(left, _SUM)} {op} {_at(right, _SUM)}", _COMPARE
        case In(item=item, options=options, negated=negated):
            word = "not in" if negated else "in"
            listed = ", ".join(_at(option, _IF) for option in options)
            many = f"({listed})" if len(options) > 1 else _at(options[0], _SUM)
            return f"{_at(item, _SUM)} {word} {many}", _COMPARE
        case Arithmetic(op="*", left=left, right=right):
            return f"{_at(left, _PRODUCT)} * {_at(right, _ATOM)}", _PRODUCT
        case Arithmetic(op=op, left=left, right=right):
            return f"{_at(left, _SUM)} {op} {_at(right, _PRODUCT)}", _SUM
        case If(when=when, then=then, other=other):
            return f"{_at(then, _OR)} if {_at(when, _OR)} else {_at(other, _IF)}", _IF
        case Extreme(op=op, args=args):
            return f"{op}({', '.join(_at(arg, _IF) for arg in args)})", _ATOM
        case Aggregate(op=op, over=over, body=body):
            return f"{op}({to_text(over)}, {_at(body, _IF)})", _ATOM
        case Call(function=function, args=args):
            return f"{function}({', '.join(_at(arg, _IF) for arg in args)})", _ATOM
    raise InputError(Problem(f"{type(node).__name__} is not a node of the rule language"))


def _literal(value: bool | int | date | Quantity) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else f'"{value}"'
