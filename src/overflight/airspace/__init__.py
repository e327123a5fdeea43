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
from overflight.airspace.meetings import (
    OBSTACLE_CLEAR_M,
    OBSTACLE_WITHIN_M,
    FlightLeg,
    Meeting,
    NearObstacle,
    Standing,
    meet,
    near_obstacles,
)
from overflight.airspace.outlines import (
    ARC_ERROR_M,
    NAUTICAL_MILE_M,
    arc,
    arc_between,
    circle,
    closed_outline,
    side_doubt_m,
)

__all__ = [
    "ARC_ERROR_M",
    "FOOT_M",
    "GROUND_LEVEL",
    "NAUTICAL_MILE_M",
    "OBSTACLE_CLEAR_M",
    "OBSTACLE_WITHIN_M",
    "UNLIMITED",
    "Activation",
    "Activity",
    "Airspace",
    "AirspaceArea",
    "Always",
    "Between",
    "FlightLeg",
    "Hazard",
    "Level",
    "LevelSystem",
    "Meeting",
    "NearObstacle",
    "Obstacle",
    "Standing",
    "Unread",
    "Weekly",
    "activity",
    "arc",
    "arc_between",
    "circle",
    "closed_outline",
    "is_above",
    "meet",
    "near_obstacles",
    "side_doubt_m",
]
