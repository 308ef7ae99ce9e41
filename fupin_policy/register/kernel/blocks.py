"""A program worked out array by array with NumPy, block of cases by block: where there is no compiler.

Slower than the compiled loop and equal to it, overflow included.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from attrs import frozen

from fupin_policy.register.kernel.graph import INT_MAX, Value, closure
from fupin_policy.register.kernel.logic import chain
from fupin_policy.register.kernel.scalar import Output
from fupin_policy.register.layout import Layout
from fupin_policy.register.tables import Array

__all__ = ["BLOCK", "run_blocks"]

BLOCK = 1 << 15


def run_blocks(
    layout: Layout,
    outputs: Sequence[Output],
    inputs: Mapping[str, Array],
    written: Mapping[str, Array],
    failed: Array,
    span: tuple[int, int],
    on: int,
) -> None:
    """Work out the cases of a span, and write what is wanted of them."""
    order = closure([output.value for output in outputs])
    for start in range(span[0], span[1], BLOCK):
        stop = min(start + BLOCK, span[1])
        block = _Block(layout, inputs, _spans(layout, inputs, start, stop), on, failed[start:stop])
        found: dict[int, Any] = {}
        for value in order:
            found[value.index] = block.value(value, [found[arg.index] for arg in value.args])
        for output in outputs:
            written[output.name][start:stop] = found[output.value.index]


def _spans(layout: Layout, inputs: Mapping[str, Array], start: int, stop: int) -> dict[str, tuple[int, int]]:
    """The rows of each table that belong to a span of cases."""
    spans = {layout.root: (start, stop)}
    for entity in layout.tables:
        for _, _, element in chain(entity):
            if element not in spans:
                first, last = spans[layout.level(chain(element)[-1][0])]
                starts = inputs[f"{element}#"]
                spans[element] = (int(starts[first]), int(starts[last]))
    return spans


@frozen(eq=False)
class _Block:
    layout: Layout
    inputs: Mapping[str, Array]
    spans: Mapping[str, tuple[int, int]]
    on: int
    failed: Array

    def starts(self, element: str) -> Array:
        """Where the rows of each upper row begin, counted from the first row of the block."""
        first, last = self.spans[self.owner(element)]
        starts = self.inputs[f"{element}#"][first : last + 1]
        return np.asarray(starts - starts[0], dtype=np.int64)

    def owner(self, element: str) -> str:
        return self.layout.level(chain(element)[-1][0])

    def down(self, found: Any, level: str, to: str) -> Any:
        """What holds of the rows of a table, of each row of a lower one."""
        if not isinstance(found, np.ndarray) or level in ("", to):
            return found
        for _, _, element in chain(to):
            if self.owner(element) == level:
                found, level = np.repeat(found, np.diff(self.starts(element))), element
        return found

    def value(self, value: Value, found: list[Any]) -> Any:
        first, last = self.spans.get(value.level, (0, 0))
        match value.op:
            case "constant":
                return bool(value.number) if value.kind == "bool" else np.int64(value.number)
            case "given":
                return np.int64(self.on)
            case "bit":
                bits = self.inputs[value.name][first >> 3 : (last + 7) >> 3]
                return np.unpackbits(bits, bitorder="little")[first & 7 :][: last - first].view(bool)
            case "load":
                return self.inputs[value.name][first:last].astype(np.int64)
            case "rows":
                return np.diff(self.starts(value.name))
            case "any" | "sum" | "bits":
                return self.fold(value, found[0])
        args = [self.down(one, arg.level, value.level) for one, arg in zip(found, value.args, strict=True)]
        return self.operation(value, args)

    def operation(self, value: Value, args: list[Any]) -> Any:
        with np.errstate(over="ignore"):
            result = _OPERATIONS[value.op](value, args)
        if value.checked:
            self.fail(value.level, _left_range(value, args, result))
        return result

    def fold(self, value: Value, found: Any) -> Any:
        starts = self.starts(value.name)
        body = found
        if value.op == "any":
            return _sums(body.astype(np.int64), starts) > 0
        if value.op == "bits":
            result = np.zeros(len(starts) - 1, np.int64)
            owners = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
            np.bitwise_or.at(result, owners, body)
            return result
        if value.checked:
            high, low = _sums(body >> 32, starts), _sums(body & 0xFFFFFFFF, starts)
            whole = high + (low >> 32)
            self.fail(value.level, (whole >= 2**31) | (whole < -(2**31)))
        return _sums(body, starts)

    def fail(self, level: str, where: Any) -> None:
        """Mark the cases whose rows left the range of 64 bits."""
        if level == "":
            self.failed[:] |= bool(where)
            return
        for _, _, element in reversed(chain(level)):
            where = _sums(where.astype(np.int64), self.starts(element)) > 0
        self.failed[:] |= where


def _sums(values: Array, starts: Array) -> Array:
    """The sums of the values that belong to each upper row; what leaves the range wraps around."""
    running = np.zeros(len(values) + 1, np.int64)
    np.cumsum(values, out=running[1:])
    return np.asarray(running[starts[1:]] - running[starts[:-1]])


def _left_range(value: Value, args: list[Any], result: Any) -> Any:
    a, b = args
    if value.op == "+":
        return ((a ^ result) & (b ^ result)) < 0
    if value.op == "-":
        return ((a ^ b) & (a ^ result)) < 0
    size = np.abs(np.where(b == 0, 1, b))
    return (b != 0) & (np.abs(a) > INT_MAX // size)


def _all(args: list[Any], how: Any) -> Any:
    result = args[0]
    for arg in args[1:]:
        result = how(result, arg)
    return result


def _civil(days: Any) -> Any:
    z = days + 719468
    era = z // 146097
    doe = z - era * 146097
    yoe = (doe - doe // 1460 + doe // 36524 - doe // 146096) // 365
    doy = doe - (365 * yoe + yoe // 4 - yoe // 100)
    mp = (5 * doy + 2) // 153
    months = (yoe + era * 400) * 12 + mp + 2
    return months * 32 + doy - (153 * mp + 2) // 5 + 1


_OPERATIONS: dict[str, Any] = {
    "not": lambda value, args: np.logical_not(args[0]),
    "and": lambda value, args: _all(args, np.logical_and),
    "or": lambda value, args: _all(args, np.logical_or),
    "<": lambda value, args: args[0] < args[1],
    "==": lambda value, args: args[0] == args[1],
    "+": lambda value, args: args[0] + args[1],
    "-": lambda value, args: args[0] - args[1],
    "*": lambda value, args: args[0] * args[1],
    "|": lambda value, args: args[0] | args[1],
    "//": lambda value, args: args[0] // value.number,
    "min": lambda value, args: np.minimum(args[0], args[1]),
    "max": lambda value, args: np.maximum(args[0], args[1]),
    "choose": lambda value, args: np.where(args[0], args[1], args[2]),
    "civil": lambda value, args: _civil(args[0]),
}
