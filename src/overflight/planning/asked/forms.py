"""The problem as a person writes it: one JSON document that says what a flight is to see.

Every field but observed, on, start and one list of targets may be left out. Positions are longitude
before latitude in degrees on WGS 84; instants end in Z.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from overflight.deadlines import Instant
from overflight.errors import UsageError
from overflight.geodesy import Path, Position, Territory, travel
from overflight.missions import HeightSystem, Side, TurnType
from overflight.planning.asked.looks import Look
from overflight.planning.asked.wanted import Area, Course, Hours, KeepOut, Target
from overflight.sensors import SensorCategory

__all__ = [
    "AircraftForm",
    "AreaForm",
    "HazardWay",
    "KeepOutForm",
    "LineForm",
    "PlanProblem",
    "PointForm",
    "SensorForm",
    "StopForm",
    "keep_out_of",
]

_CIRCLE_CORNERS = 72
_MOST_CORNERS = 2_000

# A longitude and a latitude in degrees.
LonLat = tuple[float, float]


class HazardWay(StrEnum):
    """What the planner does about hazardous airspace (art.VI.II.5)."""

    AVOID = "avoid"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class PointForm:
    """A point target.

    Args:
        name: Its name.
        lon_deg: Longitude in degrees.
        lat_deg: Latitude in degrees.
        value: What seeing it is worth, above zero.
        sensors: Which sensors must all see it: ids, category codes (``SAR``), or ``optical``.
        group: Of everything with this name one suffices.
        not_before: Earliest light.
        not_after: Latest light.
    """

    name: str
    lon_deg: float
    lat_deg: float
    value: float = 1.0
    sensors: tuple[str, ...] = ()
    group: str = ""
    not_before: Instant | None = None
    not_after: Instant | None = None


@dataclass(frozen=True, slots=True)
class AreaForm:
    """An area to be covered to a share.

    Args:
        name: Its name.
        ring: Its outer ring, three or more corners.
        value: What reaching the share is worth.
        share: Share to be seen, above 0 to 1.
        sensors: Which sensors may see it; one of them suffices.
        direction_deg: Bearing of the strips; chosen by the search if not given.
        group: Of everything with this name one suffices.
        not_before: Earliest light.
        not_after: Latest light.
    """

    name: str
    ring: tuple[LonLat, ...]
    value: float = 1.0
    share: float = 1.0
    sensors: tuple[str, ...] = ()
    direction_deg: float | None = None
    group: str = ""
    not_before: Instant | None = None
    not_after: Instant | None = None


@dataclass(frozen=True, slots=True)
class LineForm:
    """A line to follow from one end to the other.

    Args:
        name: Its name.
        points: Two or more positions, joined by straight legs.
        value: What following it is worth.
        sensors: Which sensors may see it; one of them suffices.
        group: Of everything with this name one suffices.
        not_before: Earliest light.
        not_after: Latest light.
    """

    name: str
    points: tuple[LonLat, ...]
    value: float = 1.0
    sensors: tuple[str, ...] = ()
    group: str = ""
    not_before: Instant | None = None
    not_after: Instant | None = None


@dataclass(frozen=True, slots=True)
class SensorForm:
    """A sensor on board.

    Args:
        id: Its id in the certified package.
        category: ``OP``, ``OF``, ``TV``, ``IRLS`` or ``SAR``.
        height_m: Height above ground at which it is flown, in metres.
        h_min_m: Certified minimum height above ground; none for a radar.
        side: ``below``, ``left`` or ``right``; left out for a radar that is turned.
        from_deg: Least look angle from straight below.
        to_deg: Greatest look angle.
    """

    id: str
    category: SensorCategory
    height_m: float
    h_min_m: float | None = None
    side: Side | None = None
    from_deg: float = 0.0
    to_deg: float = 45.0


@dataclass(frozen=True, slots=True)
class AircraftForm:
    """What the aircraft can do.

    Args:
        speed_km_h: Ground speed.
        range_km: Greatest length flown from one refuelling to the next.
        leg_hours: Greatest flying time from one landing to the next: crew and daylight.
        climb_m_s: Rate of climb; nothing is seen before the height is reached.
        turn_radius_m: Radius of its turns; none to draw no turns.
    """

    speed_km_h: float = 450.0
    range_km: float | None = None
    leg_hours: float | None = None
    climb_m_s: float | None = None
    turn_radius_m: float | None = None


@dataclass(frozen=True, slots=True)
class StopForm:
    """An airfield where the aircraft may land to be refuelled or to rest (GEO-11).

    Args:
        site: Site id of a designated airfield.
        hours: How long a stop there takes.
    """

    site: str
    hours: float = 2.0


@dataclass(frozen=True, slots=True)
class KeepOutForm:
    """An area to keep out of, or to ask for.

    Args:
        name: Its name.
        ring: Its outer ring; or
        centre: the middle of a circle
        radius_km: and its radius.
        why: What it is, for people.
        treat: ``avoid``, or ``ask`` to plan through it and list it as a request.
    """

    name: str
    ring: tuple[LonLat, ...] = ()
    centre: LonLat | None = None
    radius_km: float | None = None
    why: str = ""
    treat: HazardWay = HazardWay.AVOID


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """What a flight is to see, and what it may do.

    Args:
        observed: Unit observed: ``IT``.
        on: Day of commencement.
        start: Site id of the airfield of commencement.
        end: Site id where the flight ends; the start if not given.
        observing: Unit observing, for the draft plan; the observed one if not given.
        targets: Points.
        areas: Areas.
        lines: Lines.
        sensors: Sensors on board; without any, flying over a point is enough.
        aircraft: What the aircraft can do.
        stops: Airfields where it may land on the way.
        keep_outs: Areas to keep out of, or to ask for.
        max_km: Greatest distance; that of annex.A.III if not given.
        max_hours: Greatest flying time.
        reach_km: How far beside the path a point is seen where no sensor is named.
        commencement: When the flight commences; 08:00 UTC if not given.
        estimated_arrival: Notified arrival at the point of entry; 36 h before if not given.
        turns: How turn points are flown; chosen point by point if not given.
        heights: What planned heights count from: ``agl``, or ``msl`` over the terrain.
        mission: Mission key of the draft.
    """

    observed: str
    on: date
    start: str
    end: str = ""
    observing: str = ""
    targets: tuple[PointForm, ...] = ()
    areas: tuple[AreaForm, ...] = ()
    lines: tuple[LineForm, ...] = ()
    sensors: tuple[SensorForm, ...] = ()
    aircraft: AircraftForm = AircraftForm()
    stops: tuple[StopForm, ...] = ()
    keep_outs: tuple[KeepOutForm, ...] = ()
    max_km: float | None = None
    max_hours: float | None = None
    reach_km: float = 1.0
    commencement: Instant | None = None
    estimated_arrival: Instant | None = None
    turns: TurnType | None = None
    heights: HeightSystem = HeightSystem.AGL
    mission: str = ""

    @property
    def looks(self) -> tuple[Look, ...]:
        """Return the sensors as values.

        Raises:
            UsageError: A sensor cannot be.
        """
        return tuple(
            Look(s.id, s.category, s.height_m, s.h_min_m, s.side, s.from_deg, s.to_deg)
            for s in self.sensors
        )

    @property
    def points(self) -> tuple[Target, ...]:
        """Return the point targets as values.

        Raises:
            UsageError: A position is none.
        """
        return tuple(
            Target(
                p.name,
                Position(p.lon_deg, p.lat_deg),
                p.value,
                p.sensors,
                p.group,
                Hours(p.not_before, p.not_after),
            )
            for p in self.targets
        )

    @property
    def grounds(self) -> tuple[Area, ...]:
        """Return the areas as values.

        Raises:
            UsageError: A position or a share is none.
        """
        return tuple(
            Area(
                a.name,
                _path(a.ring, f"area {a.name}", 3),
                a.value,
                _share(a),
                a.sensors,
                a.direction_deg,
                a.group,
                Hours(a.not_before, a.not_after),
            )
            for a in self.areas
        )

    @property
    def courses(self) -> tuple[Course, ...]:
        """Return the lines as values.

        Raises:
            UsageError: A position is none, or two that follow each other are the same.
        """
        return tuple(
            Course(
                one.name,
                _path(one.points, f"line {one.name}", 2),
                one.value,
                one.sensors,
                one.group,
                Hours(one.not_before, one.not_after),
            )
            for one in self.lines
        )


def _share(area: AreaForm) -> float:
    if not 0 < area.share <= 1:
        raise _refused(f"area {area.name}: share", "a share above 0 and up to 1", area.share)
    return area.share


def _path(places: tuple[LonLat, ...], where: str, least: int) -> Path:
    """Return positions without repeats."""
    path: list[Position] = []
    for lon, lat in places:
        at = Position(lon, lat)
        if not path or path[-1] != at:
            path.append(at)
    if not least <= len(path) <= _MOST_CORNERS:
        expected = f"{least} to {_MOST_CORNERS} positions that differ"
        raise _refused(where, expected, len(path))
    return tuple(path)


def keep_out_of(form: KeepOutForm) -> KeepOut:
    """Return an area to keep out of as a value.

    Args:
        form: The area as a person wrote it.

    Raises:
        UsageError: It is neither a ring nor a circle.
    """
    where = f"keep-out {form.name}"
    if form.centre is not None and form.radius_km is not None and not form.ring:
        if not 0 < form.radius_km <= 2_000:
            raise _refused(where, "a radius above 0 and up to 2,000 km", form.radius_km)
        middle = Position(*form.centre)
        ring: Path = tuple(
            travel(middle, 360.0 * k / _CIRCLE_CORNERS, form.radius_km * 1000.0)
            for k in range(_CIRCLE_CORNERS)
        )
    elif form.ring and form.centre is None and form.radius_km is None:
        ring = _path(form.ring, where, 3)
    else:
        raise _refused(where, "either a ring, or a centre and a radius_km", "neither or both")
    return KeepOut(form.name, Territory.of(ring), form.why)


def _refused(where: str, expected: str, found: object) -> UsageError:
    return UsageError(
        "E-PROBLEM",
        where=where,
        expected=expected,
        found=found,
        remedy="Correct the problem; its form is described in docs/reference.",
    )
