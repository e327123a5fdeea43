"""The sub-states of a flight, in the codes of the mission life cycle (timeline, region M80)."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["FlownState"]


class FlownState(StrEnum):
    """What a flight is seen, or said, to be doing."""

    ON_PLAN = "F10"
    STOP = "F20"
    DEVIATING = "F30"
    BELOW_MINIMUM = "F31"
    BEYOND_FIFTY = "F32"
    EMERGENCY = "F40"
    CURTAILED = "F50"
    GROUP_TRANSFER = "F60"
    UNSEEN = "unseen"
