"""What is measured, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, Final

from attrs import field, frozen

from benchmarks.register.data import Array

__all__ = ["ENGINES", "EXACT", "Engine"]


@frozen
class Engine:
    """One way to work the workload out.

    ``module`` has a function ``run`` from two tables of Arrow to results, and ``arrays`` where results are not arrays
    yet; bringing them into one form for comparison is not measured. With ``made_ready`` what is measured is only what
    its function ``ready`` gives back.
    """

    module: str
    options: Mapping[str, Any] = field(factory=dict)
    made_ready: bool = False

    def start(self, households: Any, persons: Any) -> Callable[[], Any]:
        """What is measured, ready to be called."""
        module = import_module(f"benchmarks.register.{self.module}")
        if self.made_ready:
            ready: Callable[[], Any] = module.ready(households, persons, **self.options)
            return ready
        return lambda: module.run(households, persons, **self.options)

    def arrays(self, results: Any) -> dict[str, Array]:
        """The results in the form that is compared."""
        module = import_module(f"benchmarks.register.{self.module}")
        found: dict[str, Array] = module.arrays(results) if hasattr(module, "arrays") else results
        return found


EXACT: Final = Engine("exact")

ENGINES: Final[Mapping[str, Engine]] = {
    "C loop, 1 thread": Engine("rival_c", {"threads": 1}),
    "C loop, 2 threads": Engine("rival_c", {"threads": 2}),
    "fupin_policy rules, Numba, 1 thread": Engine("rival_fupin", {"threads": 1}, made_ready=True),
    "fupin_policy rules, Numba, 2 threads": Engine("rival_fupin", {"threads": 2}, made_ready=True),
    "fupin_policy, Numba, 1 thread": Engine("rival_fupin", {"threads": 1}),
    "fupin_policy, Numba, 2 threads": Engine("rival_fupin", {"threads": 2}),
    "fupin_policy, NumPy, 2 threads": Engine("rival_fupin", {"engine": "numpy", "threads": 2}),
    "NumPy by hand, 1 thread": Engine("rival_numpy", {"threads": 1}),
    "NumPy by hand, 2 threads": Engine("rival_numpy", {"threads": 2}),
    "Polars": Engine("rival_polars"),
    "Polars, streaming": Engine("rival_polars", {"engine": "streaming"}),
    "DuckDB": Engine("rival_duckdb"),
    "OpenFisca-Core": Engine("rival_openfisca"),
    "policyengine-core": Engine("rival_policyengine"),
}
"""The first one gives the results that all others must equal."""
