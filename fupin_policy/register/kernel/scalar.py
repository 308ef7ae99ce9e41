"""A program written as one Python function: a plain loop over cases and, inside it, over their members.

The function is readable, runs as it is (on lists or arrays), and is in the part of Python that Numba compiles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from attrs import define, field, frozen

from fupin_policy.register.kernel.graph import INT_MAX, Value, closure

__all__ = ["Output", "argument", "source_of"]


@frozen(eq=False)
class Output:
    """A value to be written for every case, into an array of a type of NumPy's."""

    name: str
    value: Value
    dtype: str


def argument(name: str) -> str:
    """The name of an input or output as a name of Python.

    >>> argument("person.stage?"), argument("education-grant.low")
    ('person__stage_known', 'education_grant__low')
    """
    marks = {"?": "_known", "^": "_high", "%": "_ends", "#": "_starts", "!": "_listed", ".": "__", "-": "_"}
    return re.sub("[?^%#!.-]", lambda found: marks[found[0]], name)


def source_of(inputs: Sequence[str], outputs: Sequence[Output], root: str, doc: str) -> str:
    """The text of the function ``kernel(start, stop, on, <inputs>, <outputs>, failed)``.

    It works out the cases from ``start`` to before ``stop``. ``failed`` is set for a case whose numbers leave the
    range of 64 bits.
    """
    names = [*map(argument, inputs), *(f"out_{argument(output.name)}" for output in outputs)]
    writer = _Writer(root)
    writer.write(outputs)
    head = [
        f'"""{doc}"""',
        "",
        "",
        "def civil(days):",
        '    """A day counted from 1970 as (12 * year + month - 1) * 32 + day."""',
        "    z = days + 719468",
        "    era = z // 146097",
        "    doe = z - era * 146097",
        "    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365",
        "    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)",
        "    mp = (5 * doy + 2) // 153",
        "    months = (yoe + era * 400) * 12 + mp + 2",
        "    return months * 32 + doy - (153 * mp + 2) // 5 + 1",
        "",
        "",
        "def choose(when, then, other):",
        '    """One number where a truth holds, another elsewhere."""',
        "    return then if when else other",
        "",
        "",
        "def wide(a, b):",
        '    """A negative number if a product leaves the range of 64 bits, else 0."""',
        "    if a == 0 or b == 0:",
        "        return 0",
        "    return -1 if abs(a) > 9223372036854775807 // abs(b) else 0",
        "",
        "",
        "def kernel(",
        "    start, stop, on,",
        *(f"    {name}," for name in names),
        "    failed,",
        "):",
        *writer.lines,
    ]
    return "\n".join(head) + "\n"


@define(eq=False)
class _Writer:
    """Writes the loops; ``names`` are the variables that hold values where the writing stands."""

    root: str
    lines: list[str] = field(factory=list)
    names: dict[int, str] = field(factory=dict)
    uses: dict[int, int] = field(factory=dict)
    depth: int = 1

    def line(self, text: str) -> None:
        self.lines.append("    " * self.depth + text)

    def write(self, outputs: Sequence[Output]) -> None:
        values = [output.value for output in outputs]
        for value in closure(values):
            for arg in value.args:
                self.uses[arg.index] = self.uses.get(arg.index, 0) + 1
        self._plain([value for value in closure(values) if value.level == "" and not value.is_constant])
        self.line(f"for {_row(self.root)} in range(start, stop):")
        self.depth += 1
        self.line("over = 0")
        self._level(self.root, [value for value in values if value.level == self.root])
        for output in outputs:
            self.line(f"out_{argument(output.name)}[{_row(self.root)}] = {self.read(output.value)}")
        self.line(f"failed[{_row(self.root)}] = over < 0")

    def _level(self, level: str, wanted: Iterable[Value]) -> None:
        """Everything of one level that is wanted, in rounds: sums over lower rows, then what is made of them."""
        values = [value for value in closure(wanted, self.names) if value.level == level]
        stage = _stages(level, values)
        for round_ in range(max(stage.values(), default=0) + 1):
            now = [
                value for value in values if stage[value.index] == round_ and value.index not in self.names
            ]
            folds = [value for value in now if _is_fold(value)]
            for over in dict.fromkeys(value.name for value in folds):
                self._fold(over, level, [value for value in folds if value.name == over])
            self._plain([value for value in now if not _is_fold(value)])

    def _plain(self, values: Iterable[Value]) -> None:
        for value in values:
            text = self.expression(value)
            if value.checked or self.uses.get(value.index, 0) != 1 or len(text) > _LONG:
                name = f"v{value.index}"
                self.line(f"{name} = {text}")
                self.names[value.index] = name
                self._check(value, name)

    def _check(self, value: Value, name: str) -> None:
        """Note in the sign of ``over`` that a number has left the range of 64 bits."""
        if not value.checked:
            return
        a, b = (self.read(arg) for arg in value.args)
        first, second = value.args
        if value.op == "+":
            self.line(f"over = over | {_left_range(a, b, name, min(first.low, second.low) >= 0)}")
        elif value.op == "-":
            self.line(f"over = over | (({a} ^ {b}) & ({a} ^ {name}))")
        elif first.is_constant or second.is_constant:
            constant, other = (second, a) if second.is_constant else (first, b)
            most = INT_MAX // abs(constant.number)
            self.line(f"over = over | ({most} - {other}) | ({other} + {most})")
        else:
            self.line(f"over = over | wide({a}, {b})")

    def _fold(self, over: str, owner: str, folds: list[Value]) -> None:
        """One pass over the lower rows of a row, for every sum over them that can be worked out by now."""
        for fold in folds:
            name = f"v{fold.index}"
            self.line(f"{name} = {'False' if fold.kind == 'bool' else '0'}")
        starts, row = argument(f"{over}#"), _row(over)
        self.line(f"for {row} in range({starts}[{_row(owner)}], {starts}[{_row(owner)} + 1]):")
        self.depth += 1
        outer = dict(self.names)
        bodies = [fold.args[0] for fold in folds]
        self._level(over, bodies)
        for fold, body in zip(folds, bodies, strict=True):
            name, part = f"v{fold.index}", self.read(body)
            if fold.op == "any" or fold.op == "bits":
                self.line(f"{name} = {name} | {part}")
            elif fold.checked:
                self.line(f"t{fold.index} = {part}")
                self.line(f"s{fold.index} = {name} + t{fold.index}")
                left = _left_range(name, f"t{fold.index}", f"s{fold.index}", body.low >= 0)
                self.line(f"over = over | {left}")
                self.line(f"{name} = s{fold.index}")
            else:
                self.line(f"{name} += {part}")
        self.depth -= 1
        self.names = outer | {fold.index: f"v{fold.index}" for fold in folds}

    # --- expressions ---------------------------------------------------------------------------

    def read(self, value: Value) -> str:
        """The text that reads a value here: its variable, or the expression itself."""
        if value.is_constant:
            return repr(value)
        return self.names.get(value.index) or self.expression(value)

    def expression(self, value: Value) -> str:
        """The text of an operation."""
        row = _row(value.level)
        match value.op:
            case "given":
                return value.name
            case "bit":
                return f"((({argument(value.name)}[{row} >> 3] >> ({row} & 7)) & 1) != 0)"
            case "load":
                return f"int({argument(value.name)}[{row}])"
            case "rows":
                starts = argument(f"{value.name}#")
                return f"({starts}[{row} + 1] - {starts}[{row}])"
        parts = [self.read(arg) for arg in value.args]
        match value.op:
            case "not":
                return f"(not {parts[0]})"
            case "and":
                return f"({' & '.join(parts)})"
            case "or":
                return f"({' | '.join(parts)})"
            case "choose":
                return f"choose({', '.join(parts)})"
            case "//":
                return f"({parts[0]} // {value.number})"
            case "min" | "max" | "civil":
                return f"{value.op}({', '.join(parts)})"
        return f"({parts[0]} {value.op} {parts[1]})"


# An expression longer than this gets a name, however often it is used.
_LONG = 200


def _left_range(a: str, b: str, total: str, never_negative: bool) -> str:
    """What is negative if a sum has left the range of 64 bits and wrapped around."""
    return total if never_negative else f"(({a} ^ {total}) & ({b} ^ {total}))"


def _row(level: str) -> str:
    return f"i_{level}"


def _is_fold(value: Value) -> bool:
    return value.op in ("any", "sum", "bits")


def _stages(level: str, values: Sequence[Value]) -> dict[int, int]:
    """For each value of a level the round in which it can be worked out: a sum, one after all that it looks at."""
    stage: dict[int, int] = {}
    for value in values:
        if _is_fold(value):
            below = [part.index for part in closure(value.args) if part.level == level]
            stage[value.index] = 1 + max((stage[index] for index in below), default=-1)
        else:
            stage[value.index] = max((stage.get(arg.index, 0) for arg in value.args), default=0)
    return stage
