"""Sheets of plans over the equator, for the writers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from overflight.desk import from_package
from overflight.desk.planning.footprints import Footprint
from overflight.desk.planning.sheet import PlanSheet, plan_sheet
from overflight.missions import MissionPlan, Surroundings
from overflight.treaty import readings

__all__ = ["sheet_of"]

_FACTS = from_package(readings=readings())


def sheet_of(
    plan: MissionPlan,
    around: Surroundings,
    footprints: tuple[Footprint, ...] = (),
    **changes: Any,  # noqa: ANN401 - fields of the plan
) -> PlanSheet:
    """Return the sheet of a plan with some of its fields changed."""
    return plan_sheet(replace(plan, **changes), around, _FACTS, footprints)
