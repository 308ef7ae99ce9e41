"""The texts of all problems, read from the source of the package without running it.

A text is followed from where it is told back to where it is written: through names, choices, functions that make
it, and functions and classes that are given it. What is filled in only when it is told stands as ``{}``.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from pathlib import Path

HOLE = "{}"
"""What stands for a part that is not written in the source."""

TELLERS = {
    "Problem": ((0, "what"), (2, "expected")),
    "InputError": ((0, "problems"),),
    "OutsidePeriodError": ((0, "problems"),),
    "FupinError": ((0, "what"),),
    "ConflictError": ((0, "what"),),
    "ArgumentTypeError": ((0, "what"),),
    "_Refused": ((1, "what"), (2, "expected")),
}
"""What is told at once, and which of its arguments are texts."""

NAMERS = ("UnknownNameError", "named_map")
"""What tells that there is no such name, of the kind that it is given first."""

WORDS = frozenset({"expected", "kind", "to", "unknown", "what", "why"})
"""What the parameters and fields are called through which texts are handed on."""

_MOST = 64
"""In more ways than these no text should be put together."""


class Texts:
    """Where each text of a problem is told: file and line by template."""

    def __init__(self, folder: Path) -> None:
        self.parent: dict[ast.AST, ast.AST] = {}
        self.file: dict[ast.AST, Path] = {}
        self.functions = defaultdict[str, list[ast.FunctionDef]](list)
        self.calls = defaultdict[str, list[ast.Call]](list)
        for path in sorted(folder.rglob("*.py")):
            self._index(ast.parse(path.read_text("utf-8")), path)
        self.found = defaultdict[str, list[str]](list)
        self.tellers: set[tuple[str, int | None, str, ast.AST | None]] = set()
        for name, taken in TELLERS.items():
            for at, text in taken:
                self._follow(name, at, text)
        for name in NAMERS:
            self._follow(name, 0, "kind", None, f"unknown {HOLE} '{HOLE}'")

    def _index(self, module: ast.Module, path: Path) -> None:
        for node in ast.walk(module):
            self.file[node] = path
            for child in ast.iter_child_nodes(node):
                self.parent[child] = node
            if isinstance(node, ast.FunctionDef):
                self.functions[node.name].append(node)
            elif isinstance(node, ast.Call):
                self.calls[_name(node.func)].append(node)

    def _follow(
        self, teller: str, at: int | None, text: str, owner: ast.AST | None = None, says: str = HOLE
    ) -> None:
        """What is given to a teller, wherever it is called; ``owner`` is the class whose method it is.

        The teller ``says`` more than what it is given.
        """
        if (teller, at, text, owner) in self.tellers:
            return
        self.tellers.add((teller, at, text, owner))
        for call in self.calls[teller]:
            if owner is not None and not self._meant(call, owner):
                continue
            given = [one.value for one in call.keywords if one.arg == text]
            if at is not None and at < len(call.args):
                given.append(call.args[at])
            for one in given:
                for template in self.texts(one) or ():
                    whole = says.replace(HOLE, template, 1)
                    if whole.replace(HOLE, "").strip():
                        self.found[whole].append(f"{self.file[call].name}:{call.lineno}")
                for part in ast.walk(one):
                    self._handed_on(part, says)

    def _meant(self, call: ast.Call, owner: ast.AST) -> bool:
        """Whether it is the method of this class that is called, as far as the source tells."""
        if self.file[call] == self.file[owner]:
            return True
        hidden = isinstance(owner, ast.ClassDef) and owner.name.startswith("_")
        own = any(self.file[one] == self.file[call] for one in self.functions[_name(call.func)])
        return not hidden and not own

    def _handed_on(self, node: ast.AST, says: str) -> None:
        """Whoever hands on a text that is given to it tells it too."""
        if isinstance(self.parent[node], ast.Subscript):
            return
        if isinstance(node, ast.Name) and node.id in WORDS:
            function = self._around(node, ast.FunctionDef)
            if not isinstance(function, ast.FunctionDef):
                return
            places = [arg.arg for arg in (*function.args.posonlyargs, *function.args.args)]
            if node.id in (*places, *(arg.arg for arg in function.args.kwonlyargs)):
                made = self._around(function, ast.ClassDef)
                at = places.index(node.id) - (places[0] == "self") if node.id in places else None
                started = isinstance(made, ast.ClassDef) and function.name == "__init__"
                name = made.name if started else function.name  # type: ignore[union-attr]  # started: made is a class
                self._follow(name, at, node.id, None if started else made, says)
        elif isinstance(node, ast.Attribute) and _name(node.value) == "self" and node.attr in WORDS:
            made = self._around(node, ast.ClassDef)
            if isinstance(made, ast.ClassDef):
                fields = [_name(one.target) for one in made.body if isinstance(one, ast.AnnAssign)]
                if node.attr in fields:
                    self._follow(made.name, fields.index(node.attr), node.attr, None, says)

    def _around(self, node: ast.AST, kind: type[ast.AST]) -> ast.AST | None:
        while node in self.parent:
            node = self.parent[node]
            if isinstance(node, kind):
                return node
        return None

    def texts(self, node: ast.AST, depth: int = 0) -> list[str] | None:
        """All that an expression may say; None where the source does not tell."""
        if depth > 6:
            return None
        deeper = depth + 1
        match node:
            case ast.Constant(value=str(value)):
                return [value]
            case ast.Constant():
                return []
            case ast.JoinedStr(values=parts):
                filled = [self.texts(part, deeper) for part in parts]
                return self._joined([[HOLE] if one is None else one or [HOLE] for one in filled])
            case ast.FormattedValue(value=value):
                return self.texts(value, deeper)
            case ast.BinOp(op=ast.Add(), left=left, right=right):
                return self._joined([self.texts(one, deeper) or [HOLE] for one in (left, right)])
            case ast.IfExp(body=body, orelse=orelse):
                return self._either([body, orelse], deeper)
            case ast.BoolOp(values=values):
                return self._either(values, deeper)
            case ast.Name(id=name):
                return self._named(node, name, deeper)
            case ast.Subscript(value=ast.Name() as table):
                return self._values(table, deeper)
            case ast.Call(func=ast.Name(id=name)) if len(self.functions[name]) == 1:
                (function,) = self.functions[name]
                given = [one.value for one in ast.walk(function) if isinstance(one, ast.Return) and one.value]
                return self._either(given, deeper) if _name(function.returns or function) == "str" else None
        return None

    def _either(self, nodes: list[ast.expr], depth: int) -> list[str] | None:
        found = [self.texts(one, depth) for one in nodes]
        if all(one is None for one in found):
            return None
        return list(dict.fromkeys(text for one in found for text in ([HOLE] if one is None else one)))

    def _joined(self, parts: list[list[str]]) -> list[str]:
        many = list(dict.fromkeys("".join(one) for one in product(*parts)))
        assert len(many) <= _MOST, many[0]
        return many

    def _named(self, node: ast.AST, name: str, depth: int) -> list[str] | None:
        owner = self._around(node, ast.FunctionDef)
        while owner is not None:
            # What a name is set to by itself says no more than what it was set to before.
            given = [one for one in _given(owner, name) if node not in ast.walk(one)]
            if given:
                return self._either(given, depth)
            owner = self._around(owner, ast.FunctionDef)
        return self._either(list(_given(self._around(node, ast.Module), name)), depth)

    def _values(self, table: ast.Name, depth: int) -> list[str] | None:
        for given in _given(self._around(table, ast.Module), table.id):
            if isinstance(given, ast.Dict):
                return self._either(given.values, depth)
        return None


def _given(owner: ast.AST | None, name: str) -> Iterator[ast.expr]:
    """What a name is set to in a function, or at the top of a module."""
    body: Iterator[ast.AST] = iter(())
    if isinstance(owner, ast.Module):
        body = iter(owner.body)
    elif owner is not None:
        body = ast.walk(owner)
    for node in body:
        match node:
            case ast.Assign(targets=[target], value=value):
                yield from _taken(target, value, name)
            case ast.AnnAssign(target=target, value=value) if value is not None:
                yield from _taken(target, value, name)


def _taken(target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.expr]:
    match target, value:
        case ast.Name(id=found), _ if found == name:
            yield value
        case (ast.Tuple(elts=targets), ast.Tuple(elts=values)) if len(targets) == len(values):
            for one, other in zip(targets, values, strict=True):
                yield from _taken(one, other, name)
        case ast.Tuple(), ast.IfExp(body=body, orelse=orelse):
            yield from _taken(target, body, name)
            yield from _taken(target, orelse, name)


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
