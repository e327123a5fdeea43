"""Airspace: hazardous areas and obstacles as they are published, and what a path meets of them."""

from overflight.airspace.activity import (
    Activation,
    Activity,
    Always,
    Between,
    Weekly,
    activity,
)
from overflight.airspace.areas import Airspace, AirspaceArea, Hazard, Obstacle, Unread
from overflight.airspace.levels import (
    FOOT_M,
    GROUND_LEVEL,
    UNLIMITED,
    Level,
    LevelSystem,
    is_above,
)
from overflight.airspace.outlines import (
    ARC_ERROR_M,
    NAUTICAL_MILE_M,
    arc,
    arc_between,
    circle,
    closed_outline,
)

__all__ = [
    "ARC_ERROR_M",
    "FOOT_M",
    "GROUND_LEVEL",
    "NAUTICAL_MILE_M",
    "UNLIMITED",
    "Activation",
    "Activity",
    "Airspace",
    "AirspaceArea",
    "Always",
    "Between",
    "Hazard",
    "Level",
    "LevelSystem",
    "Obstacle",
    "Unread",
    "Weekly",
    "activity",
    "arc",
    "arc_between",
    "circle",
    "closed_outline",
    "is_above",
]
