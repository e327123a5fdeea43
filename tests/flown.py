"""Plans, tracks and surroundings of flights that a person can check with a pencil.

The agreed path is a square on the equator's north side: one degree of longitude along 45 N is not
straight, so legs run along meridians and the equator, where distances are known from tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import numpy as np

from overflight.flights import (
    CleaningSettings,
    CleanTrack,
    Comparison,
    ComparisonSettings,
    FlightSaid,
    FlownCase,
    HeightSettings,
    Route,
    SensorLog,
    SensorOn,
    Track,
    TrackForm,
    TrackHeights,
    TrackSource,
    clean,
    compare,
    route_of,
)
from overflight.geodesy import FlatTerrain, Position
from overflight.missions import (
    HeightSystem,
    MissionPlan,
    Observation,
    PlannedPath,
    Surroundings,
    TurnPoint,
    Waypoint,
)
from overflight.sensors import SensorCategory
from overflight.treaty import readings

COMMENCEMENT = datetime(2003, 5, 10, 10, 0, tzinfo=UTC)
START_S = COMMENCEMENT.timestamp()
MISSION = "2003-OS3001"

# A degree of longitude on the equator of WGS 84: a x pi / 180 (6,378,137 m).
DEGREE_M = 6_378_137.0 * np.pi / 180.0

PLACES = (
    ("XX-HOME", 0.0, 0.0),
    ("A", 1.0, 0.0),
    ("B", 2.0, 0.0),
    ("XX-AWAY", 3.0, 0.0),
)


def plan(**changes: object) -> MissionPlan:
    """Return a plan that runs east along the equator: home, A, B, away; 400 km/h."""
    given: dict[str, object] = {
        "mission": MISSION,
        "version": 1,
        "observing": "XA",
        "observed": "XB",
        "start_site": "XX-HOME",
        "end_site": "XX-AWAY",
        "point_of_entry": "XX-HOME",
        "point_of_exit": "XX-AWAY",
        "estimated_arrival": COMMENCEMENT - timedelta(hours=48),
        "submitted": COMMENCEMENT - timedelta(hours=25),
        "original_submitted": COMMENCEMENT - timedelta(hours=25),
        "commencement": COMMENCEMENT,
        "speed_km_h": 400.0,
        "route": tuple(TurnPoint(n, Position(x, y)) for n, x, y in PLACES[1:3]),
        "observations": (
            Observation("CAM", SensorCategory.OPTICAL_FRAMING, "A", "B", 3000.0, 2000.0),
        ),
        "height_system": HeightSystem.ELLIPSOID,
        "height_m": 3000.0,
    }
    return MissionPlan(**{**given, **changes})  # type: ignore[arg-type]


def route(flown: MissionPlan | None = None) -> Route:
    """Return the route of the plan, airfields found."""
    places = (
        Waypoint(name, Position(x, y), airfield=name.startswith("XX")) for name, x, y in PLACES
    )
    return route_of(flown or plan(), PlannedPath(tuple(places)))


def track(
    lon_deg: Sequence[float],
    lat_deg: Sequence[float] | None = None,
    *,
    time_s: Sequence[float] | None = None,
    height_m: Sequence[float] | float = 3000.0,
    system: HeightSystem | None = HeightSystem.ELLIPSOID,
) -> Track:
    """Return a track; points are 10 s apart and 3,000 m high unless said otherwise."""
    count = len(lon_deg)
    lat = np.zeros(count) if lat_deg is None else np.array(lat_deg, dtype=np.float64)
    seconds = START_S + 10.0 * np.arange(count)
    time = np.array(seconds if time_s is None else time_s, dtype=np.float64)
    height = np.broadcast_to(np.array(height_m, dtype=np.float64), (count,)).copy()
    return Track(
        time,
        np.array(lon_deg, dtype=np.float64),
        lat,
        np.arange(1, count + 1, dtype=np.int64),
        (TrackHeights(system, height, "by hand"),),
        TrackSource("hand.csv", TrackForm.CSV, "0" * 64),
    )


def along(points: int = 301, *, lat_deg: float = 0.0) -> Track:
    """Return a track along the whole path at the planned speed, at a latitude."""
    lon = np.linspace(0.0, 3.0, points)
    hours = lon * DEGREE_M / 400_000.0
    return track(lon.tolist(), [lat_deg] * points, time_s=(START_S + hours * 3600).tolist())


def beside(
    flown: Track,
    *,
    agreed: MissionPlan | None = None,
    settings: ComparisonSettings | None = None,
    cleaning: CleaningSettings | None = None,
    flat: FlatTerrain | None = None,
) -> Comparison:
    """Return a track beside the plan, position and height errors zero unless said otherwise."""
    exact = ComparisonSettings(position_error_m=0.0, heights=HeightSettings(0.0, 0.0))
    cleaned: CleanTrack = clean(flown, cleaning)
    return compare(cleaned, route(agreed), settings or exact, terrain=flat)


def around(**changes: object) -> Surroundings:
    """Return surroundings with flat ground on the ellipsoid and nothing else."""
    given: dict[str, object] = {
        "day": COMMENCEMENT.date(),
        "readings": readings(),
        "terrain": FlatTerrain(0.0),
        "sites": MappingProxyType({}),
    }
    return Surroundings(**{**given, **changes})  # type: ignore[arg-type]


def case(
    flown: Track,
    *,
    said: FlightSaid | None = None,
    log: SensorLog | None = None,
    world: Surroundings | None = None,
    settings: ComparisonSettings | None = None,
) -> FlownCase:
    """Return a case for the rules."""
    compared = beside(flown, settings=settings)
    return FlownCase(compared, world or around(), said or FlightSaid(), log)


def at(seconds: float) -> datetime:
    """Return an instant some seconds after commencement."""
    return COMMENCEMENT + timedelta(seconds=seconds)


def log_of(*periods: tuple[float, float], sensor: str = "CAM") -> SensorLog:
    """Return a sensor log; periods in seconds after commencement."""
    return SensorLog(tuple(SensorOn(sensor, at(a), at(b)) for a, b in periods), MISSION, "by hand")
