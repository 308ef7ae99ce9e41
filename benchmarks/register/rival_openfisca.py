"""The workload in OpenFisca-Core."""

from __future__ import annotations

import pyarrow as pa
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from benchmarks.register.data import Array
from benchmarks.register.formulas import calculate
from benchmarks.register.variables import Core

__all__ = ["run"]

_CORE = Core(Variable, Enum, EnumArray, build_entity, TaxBenefitSystem, SimulationBuilder, DateUnit.YEAR)


def run(households: pa.Table, persons: pa.Table) -> dict[str, Array]:
    """The results as arrays."""
    return calculate(_CORE, households, persons)
