"""What is shown on board: the next acts, the margins, and what asks for attention."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from overflight.deadlines import Instant
from overflight.geodesy import Position
from overflight.missions import HeightSystem

__all__ = ["LiveAct", "LiveAction", "LiveAlarm", "LiveMargins", "LiveStatus"]


class LiveAct(StrEnum):
    """What is due on the way."""

    TURN = "turn"
    STOP = "stop"
    END = "end"
    SENSOR_ON = "sensor on"
    SENSOR_OFF = "sensor off"


@dataclass(frozen=True, slots=True)
class LiveAction:
    """An act that is due ahead.

    Args:
        act: What.
        name: The turn point, the airfield, or the sensor.
        in_m: Along the agreed path, in metres.
        in_s: At the speed of now, in seconds; none while the aircraft stands.
        turn_deg: Change of course there, right positive.
        course_deg: Course after it, degrees clockwise from north.
    """

    act: LiveAct
    name: str
    in_m: float
    in_s: float | None = None
    turn_deg: float | None = None
    course_deg: float | None = None


@dataclass(frozen=True, slots=True)
class LiveMargins:
    """How much is left of every limit; metres and seconds, none where it cannot be known.

    Args:
        across_m: From the geodesic of the leg, right of the flight positive.
        off_m: From the leg being flown.
        nearest_m: From the whole agreed path (AMB-20).
        path_m: What is left to the tolerance, a setting; negative is off the path.
        far_m: What is left to fifty kilometres from the path (art.VIII.II.3).
        border_m: What is left to the ten kilometres from a border (art.VI.II.2).
        border_with: With which State, no Party on that day.
        above_ground_m: Height above ground.
        height_m: What is left above the greatest minimum height of the sensors on, or due here.
        height_of: The sensor that sets it.
        flown_m: Flown since the first position, gaps left out.
        unseen_m: Straight distance over gaps: at least so much was flown unseen.
        extra_m: What deviations added, which does not count (art.VIII.II.7).
        left_m: Left of the agreed path.
        distance_m: What is left of the maximum flight distance when the path is flown to its end,
            what was flown unseen counted by its straight distance.
        late_s: Seconds after the planned time; negative is early.
        window_s: What is left of the window when the path is flown to its end at this speed.
    """

    across_m: float
    off_m: float
    nearest_m: float
    path_m: float
    far_m: float
    flown_m: float
    unseen_m: float
    extra_m: float
    left_m: float
    late_s: float
    border_m: float | None = None
    border_with: str = ""
    above_ground_m: float | None = None
    height_m: float | None = None
    height_of: str = ""
    distance_m: float | None = None
    window_s: float | None = None


@dataclass(frozen=True, slots=True)
class LiveAlarm:
    """Something that asks for attention now; it judges nothing.

    Args:
        key: What tells it from others: the rule, and what it is about.
        says: In one sentence.
        rule: The rule it bears on; empty where it is about the source of positions.
        provision: The provision; empty with the rule.
    """

    key: str
    says: str
    rule: str = ""
    provision: str = ""


@dataclass(frozen=True, slots=True)
class LiveStatus:
    """Where the aircraft is on its agreed path, what is next, and what is left.

    Args:
        at: Time of the last position.
        place: The last position.
        leg: The leg being flown.
        state: Sub-state of the flight, as timeline F10 to F60 has them.
        along_m: Along the agreed path from its start, in metres.
        next: What is due ahead, in order.
        margins: What is left of every limit.
        alarms: What asks for attention.
        sensors_on: Sensors that are on, as far as the stream says.
        height_m: Height of the source.
        height_system: What it is counted from.
        speed_m_s: Ground speed.
        fixes: Positions used.
        set_aside: Positions not used: impossible steps, times gone back.
    """

    at: Instant
    place: Position
    leg: str
    state: str
    along_m: float
    next: tuple[LiveAction, ...]
    margins: LiveMargins
    alarms: tuple[LiveAlarm, ...]
    sensors_on: tuple[str, ...]
    fixes: int
    set_aside: int
    height_m: float | None = None
    height_system: HeightSystem | None = None
    speed_m_s: float | None = None
