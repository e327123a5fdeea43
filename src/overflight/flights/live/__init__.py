"""On board, without network: a stream in, the next acts and the margins out."""

from overflight.flights.live.courses import Course, LiveSettings, course_of
from overflight.flights.live.forms import (
    LiveAct,
    LiveAction,
    LiveAlarm,
    LiveMargins,
    LiveStatus,
)
from overflight.flights.live.items import CrewSaid, Fix, Item, SensorSwitched, Word
from overflight.flights.live.states import LiveState, taken
from overflight.flights.live.views import status_of

__all__ = [
    "Course",
    "CrewSaid",
    "Fix",
    "Item",
    "LiveAct",
    "LiveAction",
    "LiveAlarm",
    "LiveMargins",
    "LiveSettings",
    "LiveState",
    "LiveStatus",
    "SensorSwitched",
    "Word",
    "course_of",
    "status_of",
    "taken",
]
