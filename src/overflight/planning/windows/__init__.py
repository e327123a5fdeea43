"""Windows: when the sun and the clouds let a plan see what it is to see, inside its 96 hours."""

from overflight.planning.windows.clouds import CELL_M, CloudRow, CloudSaid, CloudTable
from overflight.planning.windows.hours import (
    MOST_HOURS,
    HourOfStart,
    LightAt,
    WindowAsked,
    ranked,
    starts,
)
from overflight.planning.windows.passing import (
    NEEDS_LIGHT,
    Flown,
    Passed,
    flown,
    moved_to,
    passes,
)

__all__ = [
    "CELL_M",
    "MOST_HOURS",
    "NEEDS_LIGHT",
    "CloudRow",
    "CloudSaid",
    "CloudTable",
    "Flown",
    "HourOfStart",
    "LightAt",
    "Passed",
    "WindowAsked",
    "flown",
    "moved_to",
    "passes",
    "ranked",
    "starts",
]
