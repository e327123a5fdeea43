"""The states of a mission and of its parallel regions."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

__all__ = [
    "BEFORE_FLIGHT",
    "ENDED_EARLY",
    "ON_GROUND",
    "DataState",
    "FlightState",
    "MissionState",
    "QuotaState",
]


class MissionState(StrEnum):
    """Where a mission stands; the value is the code, the name is the word."""

    PLANNED = "M00"
    NOTIFIED = "M10"
    ACKNOWLEDGED = "M20"
    ARRIVED = "M30"
    INSPECTING = "M40"
    DEMONSTRATING = "M45"
    CLEARED = "M50"
    PLAN_OPEN = "M60"
    PLAN_CHANGES = "M65"
    PLAN_AGREED = "M70"
    FILED = "M75"
    FLYING = "M80"
    FLOWN = "M85"
    AT_EXIT = "M90"
    DEPARTED = "M95"
    CLOSED = "M99"
    PROHIBITED = "Z10"
    DECLINED = "Z20"
    CANCELLED = "Z30"
    WITHDRAWN = "Z40"

    @property
    def label(self) -> str:
        """Return code and word, as ``M60 PLAN_OPEN``."""
        return f"{self.value} {self.name}"


class FlightState(StrEnum):
    """Sub-states of an observation flight under way."""

    ON_PLAN = "F10"
    STOP = "F20"
    DEVIATING = "F30"
    BELOW_HMIN = "F31"
    BEYOND_50KM = "F32"
    EMERGENCY = "F40"
    CURTAILED = "F50"
    GROUP_TRANSFER = "F60"


class QuotaState(StrEnum):
    """What the mission does to the quotas of both Parties."""

    RESERVED = "reserved"
    DEBITED_BOTH = "debited on both sides"
    RELEASED = "released"
    PENDING_CHOICE = "waiting for the choice of the observing Party"
    UNREGULATED = "not regulated by the text"
    CONTESTED = "contested: the Parties state different causes"


class DataState(StrEnum):
    """What became of the sensor data, as far as the mission itself says it."""

    NONE = "no data"
    ABOARD = "D10 ABOARD"
    REMOVED = "D20 REMOVED"
    DEVELOPED = "D60 DEVELOPED"
    UNCOUNTED = "D80 UNCOUNTED"


ON_GROUND: Final = frozenset(
    {
        MissionState.ARRIVED,
        MissionState.INSPECTING,
        MissionState.DEMONSTRATING,
        MissionState.CLEARED,
        MissionState.PLAN_OPEN,
        MissionState.PLAN_CHANGES,
        MissionState.PLAN_AGREED,
        MissionState.FILED,
    }
)
BEFORE_FLIGHT: Final = ON_GROUND | {MissionState.NOTIFIED, MissionState.ACKNOWLEDGED}
ENDED_EARLY: Final = frozenset(
    {
        MissionState.PROHIBITED,
        MissionState.DECLINED,
        MissionState.CANCELLED,
        MissionState.WITHDRAWN,
    }
)
