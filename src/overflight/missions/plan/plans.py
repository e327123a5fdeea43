"""The mission plan: what the observing Party proposes to fly (DEF-24, MPL-3).

A plan is a form that anyone can write as JSON. Positions are on WGS 84, legs are geodesics between
turn points in the declared order (GEO-3, AMB-33), heights name their system.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from overflight.deadlines import Instant
from overflight.geodesy import Position
from overflight.sensors import SensorCategory

__all__ = [
    "HeightSystem",
    "MissionPlan",
    "Observation",
    "Side",
    "Stop",
    "TurnPoint",
    "TurnType",
]


class HeightSystem(StrEnum):
    """What a height is counted from."""

    AGL = "agl"  # above the ground below the aircraft, as H_min is (annex.D.I.2)
    MSL = "msl"  # above mean sea level, by whatever geoid the terrain model names
    ELLIPSOID = "wgs84"  # above the WGS 84 ellipsoid
    PRESSURE = "std"  # pressure altitude, 1013.25 hPa: flight levels


class TurnType(StrEnum):
    """How a turn point is flown (dec.16/02; the text names further types we have not seen)."""

    TURN_SHORT = "turn-short"
    OVERFLIGHT = "overflight"


class Side(StrEnum):
    """Where a sensor looks, seen in the direction of flight."""

    BELOW = "below"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class TurnPoint:
    """A declared point of the route.

    Args:
        name: Its name in the plan, unique.
        at: Position on WGS 84.
        turn: How it is flown.
        calibration: A pass over a calibration target, which may be repeated (art.VI.II.4.G).
    """

    name: str
    at: Position
    turn: TurnType = TurnType.OVERFLIGHT
    calibration: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """A refuelling or rest stop at a designated airfield (GEO-11).

    Args:
        site: Site id of the airfield (``IT-PALERMO``).
        after: Name of the turn point after which the aircraft lands.
        lands_at: Planned landing.
        continues_at: Planned time of continuation.
    """

    site: str
    after: str
    lands_at: Instant
    continues_at: Instant


@dataclass(frozen=True, slots=True)
class Observation:
    """An observation period: one sensor at work along part of the route (DEF-15).

    Args:
        sensor: Id of the sensor in the certified package.
        category: Its category.
        start: Name of the turn point (or start airfield) where it is switched on.
        stop: Name of the turn point (or end airfield) where it is switched off.
        h_min_m: Certified minimum height above ground in metres; none for a radar.
        height_m: Planned height in metres, in the plan's height system.
        side: Where it looks; none where the plan does not say.
        left_km: Ground coverage to the left of the path in kilometres, where given.
        right_km: The same to the right.
    """

    sensor: str
    category: SensorCategory
    start: str
    stop: str
    height_m: float
    h_min_m: float | None = None
    side: Side | None = None
    left_km: float | None = None
    right_km: float | None = None


@dataclass(frozen=True, slots=True)
class MissionPlan:
    """One version of a mission plan.

    Args:
        mission: Mission key: year and flight reference (``2003-OS3001``, ANN-9).
        version: 1 for the original submission, then counted up.
        observing: Unit code of the observing Party.
        observed: Unit code of the observed Party.
        start_site: Site id of the Open Skies airfield of commencement.
        end_site: Site id of the Open Skies airfield where the flight ends.
        point_of_entry: Site id.
        point_of_exit: Site id.
        estimated_arrival: ETA at the point of entry, as notified.
        submitted: Submission of this version; the original's starts the 4, 8 and 24 h clocks.
        original_submitted: Submission of version 1.
        commencement: Scheduled commencement C.
        speed_km_h: Planned ground speed.
        route: Turn points in declared order, start and end airfields not repeated.
        observations: Observation periods.
        stops: Refuelling and rest stops.
        height_system: System of every planned height.
        height_m: Planned height where no sensor runs.
        language: BCP 47 tag of the text (MPL-13).
        alternates: Site ids of alternate airfields.
    """

    mission: str
    version: int
    observing: str
    observed: str
    start_site: str
    end_site: str
    point_of_entry: str
    point_of_exit: str
    estimated_arrival: Instant
    submitted: Instant
    original_submitted: Instant
    commencement: Instant
    speed_km_h: float
    route: tuple[TurnPoint, ...]
    observations: tuple[Observation, ...] = ()
    stops: tuple[Stop, ...] = ()
    height_system: HeightSystem = HeightSystem.AGL
    height_m: float = 3000.0
    language: str = "en"
    alternates: tuple[str, ...] = ()
