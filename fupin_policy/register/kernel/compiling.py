"""A program as a compiled function, remembered on disk under what it was written from."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pkgutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from fupin_policy.register.kernel.graph import INT_MAX
from fupin_policy.register.kernel.outcomes import Program
from fupin_policy.register.kernel.scalar import Output, source_of
from fupin_policy.register.layout import Layout
from fupin_policy.register.tables import Array

__all__ = [
    "cache_folder",
    "compiled_kernel",
    "is_compiled",
    "outputs_of",
    "plain_kernel",
    "program_source",
    "run_plain",
]


def outputs_of(program: Program) -> list[Output]:
    """What is written for every case of a register, in order."""
    found: list[Output] = []
    for answer in program.answers:
        found.append(Output(answer.measure, answer.verdict, "int8"))
        if answer.amount is not None:
            found += _ends(answer.measure, answer.amount)
        for index, word in enumerate(answer.gaps.words if answer.gaps is not None else ()):
            found.append(Output(f"{answer.measure}.missing{index}", word, "int64"))
    for total in program.totals:
        found += _ends(f"total.{total.key}", total.amount)
    if program.reasons:
        found.append(Output("failure", program.failure, "int32"))
    return found


def _ends(name: str, amount: Any) -> list[Output]:
    ends = [Output(f"{name}.low", amount.low, "int64"), Output(f"{name}.high", amount.high, "int64")]
    marks = (("endless", amount.no_high), ("low_open", amount.low_open), ("high_open", amount.high_open))
    return ends + [Output(f"{name}.{mark}", value, "bool") for mark, value in marks if not value.never]


def program_source(program: Program, outputs: Sequence[Output]) -> str:
    """The text of the function that works a program out."""
    layout = program.layout
    about = f"The rules of a policy as one loop over a register whose cases are of the kind '{layout.root}'."
    return source_of([name for name, _ in layout.inputs()], outputs, layout.root, about)


def plain_kernel(source: str) -> Callable[..., None]:
    """The function as Python runs it, uncompiled: over lists, and without a limit to its numbers."""
    space: dict[str, Any] = {}
    exec(compile(source, "<rules>", "exec"), space)
    found: Callable[..., None] = space["kernel"]
    return found


def run_plain(
    kernel: Callable[..., None],
    inputs: Mapping[str, Array],
    written: Mapping[str, Array],
    failed: Array,
    span: tuple[int, int],
    on: int,
) -> None:
    """Run the uncompiled function over arrays; numbers that these cannot hold are noted as failures."""
    outputs = [array.tolist() for array in written.values()]
    kernel(*span, on, *(array.tolist() for array in inputs.values()), *outputs, failed)
    for array, values in zip(written.values(), outputs, strict=True):
        for row in range(*span):
            if -INT_MAX <= values[row] <= INT_MAX:
                array[row] = values[row]
            else:
                failed[row] = True


def cache_folder() -> Path:
    """Where compiled rules are remembered: ``fupin_policy`` in the user's folder for such things.

    It can be removed at any time; the rules are then compiled again.
    """
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    return Path(base) / "fupin_policy"


def compiled_kernel(
    source: str, layout: Layout, outputs: Sequence[Output], folder: Path | None = None
) -> Callable[..., None]:
    """The function compiled by Numba, or as it was compiled before.

    What is remembered is found under a digest of the text, of how it is compiled and of the compiler's version, so that
    a change of any never meets older code. Where nothing can be remembered, or what was is damaged, it is compiled for
    this once.
    """
    signature = _signature(layout, outputs)
    digest = _digest(source, signature)
    try:
        kept = cache_folder() if folder is None else folder
        return _compiled(_module(source, digest, kept), signature, remembered=True)
    except Exception:
        # A folder may hold anything. What is wrong with the rules themselves is met again below.
        _forget(digest, folder)
        module = ModuleType(f"fupin_rules_{digest}")
        exec(compile(source, "<rules>", "exec"), module.__dict__)
        return _compiled(module, signature, remembered=False)


def _compiled(module: ModuleType, signature: Any, *, remembered: bool) -> Callable[..., None]:
    import numba

    for helper in ("civil", "wide"):
        setattr(module, helper, numba.njit(getattr(module, helper)))
    for name, instruction in _instructions().items():
        setattr(module, name, instruction)
    compiled: Callable[..., None] = numba.njit(
        signature, nogil=True, cache=remembered, boundscheck=False, error_model="numpy"
    )(module.kernel)
    return compiled


def _forget(digest: str, folder: Path | None) -> None:
    """Remove what is remembered under a digest, as far as that can be done."""
    with suppress(OSError, RuntimeError):
        for path in (cache_folder() if folder is None else folder).rglob(f"rules_{digest}.*"):
            path.unlink()


def is_compiled(source: str, layout: Layout, outputs: Sequence[Output], folder: Path | None = None) -> bool:
    """Whether the function was compiled before and is remembered."""
    name = f"rules_{_digest(source, _signature(layout, outputs))}"
    try:
        kept = (cache_folder() if folder is None else folder) / "__pycache__"
        return any(kept.glob(f"{name}.*.nbi"))
    except (OSError, RuntimeError):  # a folder that must not be looked into, or a user without one
        return False


def _digest(source: str, signature: Any) -> str:
    import numba

    told = f"{numba.__version__}\n{signature}\n{source}".encode()
    return hashlib.sha256(told + _own_text()).hexdigest()[:32]


@cache
def _own_text() -> bytes:
    """The text of this module, which tells how a function is compiled."""
    return pkgutil.get_data(__package__, "compiling.py") or b""


def _signature(layout: Layout, outputs: Sequence[Output]) -> Any:
    import numba

    inputs = [_input_type(layout, name) for name, _ in layout.inputs()]
    written = [_array(numba.from_dtype(_dtype(output.dtype)), mutable=True) for output in outputs]
    span_and_day = (numba.int64, numba.int64, numba.int64)
    return numba.void(*span_and_day, *inputs, *written, _array(numba.boolean, mutable=True))


@cache
def _instructions() -> dict[str, Any]:
    """What the functions of the same names do in one instruction each: a branch for each would take the compiler
    several times as long.
    """
    from numba import types
    from numba.extending import intrinsic

    def choose(typing: Any, when: Any, then: Any, other: Any) -> Any:
        def write(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return builder.select(*args)

        return types.int64(types.boolean, types.int64, types.int64), write

    def ordered(sign: str) -> Any:
        def least(typing: Any, a: Any, b: Any) -> Any:
            def write(context: Any, builder: Any, signature: Any, args: Any) -> Any:
                return builder.select(builder.icmp_signed(sign, *args), *args)

            return types.int64(types.int64, types.int64), write

        return least

    made = {"choose": choose, "min": ordered("<"), "max": ordered(">")}
    return {name: intrinsic(function) for name, function in made.items()}


def _module(source: str, digest: str, folder: Path) -> ModuleType:
    """The text as a module in a file of its own, which is where Numba remembers what it compiled."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"rules_{digest}.py"
    if not path.is_file() or path.read_text(encoding="utf-8") != source:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=folder, suffix=".tmp", delete=False
        ) as written:
            written.write(source)
        os.replace(written.name, path)
    spec = importlib.util.spec_from_file_location(f"fupin_rules_{digest}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # what was compiled before looks for its module by name
    spec.loader.exec_module(module)
    return module


def _dtype(name: str) -> Any:
    import numpy as np

    return np.dtype(name)


def _array(of: Any, *, mutable: bool) -> Any:
    from numba import types

    return types.Array(of, 1, "C", readonly=not mutable)


def _input_type(layout: Layout, name: str) -> Any:
    from numba import types

    from fupin_policy.domain.facts import Kind
    from fupin_policy.register.tables import spec_of

    if name[-1] in "?!%":
        return _array(types.uint8, mutable=False)
    if name[-1] == "#":
        return _array(types.int64, mutable=False)
    kind = spec_of(name.removesuffix("^")).kind
    of = {Kind.BOOL: types.uint8, Kind.CODE: types.int8, Kind.DATE: types.int32}.get(kind, types.int64)
    return _array(of, mutable=False)
