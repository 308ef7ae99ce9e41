"""The workload in policyengine-core."""

from __future__ import annotations

import pyarrow as pa
from policyengine_core.entities import build_entity
from policyengine_core.enums import Enum, EnumArray
from policyengine_core.periods import YEAR
from policyengine_core.simulations import SimulationBuilder
from policyengine_core.taxbenefitsystems import TaxBenefitSystem
from policyengine_core.variables import Variable

from benchmarks.register.data import Array
from benchmarks.register.formulas import calculate
from benchmarks.register.variables import Core

__all__ = ["run"]

_CORE = Core(Variable, Enum, EnumArray, build_entity, TaxBenefitSystem, SimulationBuilder, YEAR)


def run(households: pa.Table, persons: pa.Table) -> dict[str, Array]:
    """The results as arrays."""
    return calculate(_CORE, households, persons)
