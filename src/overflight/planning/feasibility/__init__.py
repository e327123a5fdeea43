"""Feasibility over a territory: which part of it flights from its airfields can reach."""

from overflight.planning.feasibility.changes import ReachChange, reach_change
from overflight.planning.feasibility.field import (
    Cap,
    Cells,
    Far,
    ReachField,
    ReachSetting,
    cells_of,
    largest_part,
    reach_field,
)

__all__ = [
    "Cap",
    "Cells",
    "Far",
    "ReachChange",
    "ReachField",
    "ReachSetting",
    "cells_of",
    "largest_part",
    "reach_change",
    "reach_field",
]
