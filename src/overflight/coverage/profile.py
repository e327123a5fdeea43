"""The profile of a plan: ground, planned height, and the lowest lawful height of each period.

GEO-6 asks for H_min above the ground below the aircraft. Ground beside the path may stand higher:
over it a sensor would resolve better than its category may. So both are looked at: the ground below
the path, as the text asks, and the highest ground that the sensor sees across it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from overflight.coverage.looks import Looks
from overflight.coverage.passing import places_m
from overflight.coverage.swaths import FINE, Fineness, Scene, Swath, Unseen, swath_of
from overflight.geodesy import Floats, Position, beside, distances_m, length_m, spaced_deg
from overflight.missions import HeightSystem, Observation, floor_of, planned_path
from overflight.sensors import HEIGHT_DEPENDENT, LengthUnit, SegmentAltitude, segment_altitude
from overflight.treaty import Limit, Outcome, Quantity, Sense, judge

__all__ = ["Binding", "PeriodProfile", "Profile", "profile_of"]

_MOST = 20_000  # places along the whole path


@dataclass(frozen=True, slots=True)
class Binding:
    """The place that decides how high a period must be flown.

    Args:
        along_m: Metres from the start of the path.
        at: The place.
        across_m: Metres beside the path, right positive.
        ground_m: Height of the ground there, from the surface of the terrain.
        above: Height of the aircraft above it in metres, with its error bound.
        outcome: Whether H_min is kept there.
    """

    along_m: float
    at: Position
    across_m: float
    ground_m: float
    above: Quantity
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class PeriodProfile:
    """The profile of one observation period; arrays have one entry a station.

    Args:
        period: The observation period.
        along_m: Metres from the start of the path of the plan.
        eye_m: Height of the aircraft, from the surface of the terrain; NaN where not known.
        ground_m: Ground below the path, the same; NaN where not known.
        highest_m: Highest ground seen across the path, the same; NaN where nothing is seen.
        h_min_m: Minimum height above ground; none for a radar or where not at hand.
        below: The binding place below the path (GEO-6); none where nothing is known.
        across: The binding place within the swath; none the same.
        lowest_m: Lowest altitude that keeps H_min over all ground seen, from the surface of the
            terrain; none where H_min or the ground is not known.
        metric: That altitude with temperature and pressure, in metres; none without a forecast.
        feet: The same in feet.
        finest_m: Finest ground resolution anywhere in the swath; none where it cannot be told.
        basis: Where the numbers come from.
    """

    period: Observation
    along_m: Floats
    eye_m: Floats
    ground_m: Floats
    highest_m: Floats
    h_min_m: float | None
    below: Binding | None
    across: Binding | None
    lowest_m: float | None
    metric: SegmentAltitude | None
    feet: SegmentAltitude | None
    finest_m: float | None
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """The profile of a plan.

    Args:
        mission: Mission key.
        version: Version of the plan.
        along_m: Places along the whole path, metres from its start.
        ground_m: Ground below them; NaN where not known.
        places: Names of turn points and airfields, and where they are along the path.
        periods: The profile of each observation period.
        unseen: Periods that cannot be told, each with the reason.
        source: Who made the terrain.
        height_system: The surface every height counts from.
        error_m: Greatest stated error of the terrain.
        planned_from: What the heights of the plan count from.
    """

    mission: str
    version: int
    along_m: Floats
    ground_m: Floats
    places: tuple[tuple[str, float], ...]
    periods: tuple[PeriodProfile, ...]
    unseen: tuple[Unseen, ...]
    source: str
    height_system: str
    error_m: float
    planned_from: HeightSystem


def profile_of(scene: Scene, *, looks: Looks | None = None, fine: Fineness = FINE) -> Profile:
    """Return the profile of a plan.

    Args:
        scene: The plan, its surroundings and the terrain.
        looks: Look angles by sensor id; without them the kilometres of the plan are used.
        fine: How closely the ground is looked at.

    Treaty: art.VI.II.4.D, annex.D.I.2.D, dec.unnumbered.altitude-formula; GEO-6.
    Accuracy: the ground is looked at every ``fine.along_m`` along and ``fine.across`` times to each
        side; GEO-6 itself is judged every 100 m by the rules of the plan.
    """
    plan, terrain = scene.plan, scene.terrain
    path = planned_path(plan, scene.around)
    along, ground = np.zeros(0), np.zeros(0)
    if len(path.places) > 1:
        whole_m = length_m(path.line)
        lon, lat = spaced_deg(path.line, max(fine.along_m / 2.0, whole_m / _MOST))
        ground = terrain.heights_m(lon, lat)
        along = np.append(0.0, np.cumsum(distances_m(lon[:-1], lat[:-1], lon[1:], lat[1:])))
    before = places_m(path).tolist()
    swaths = [swath_of(scene, one, looks=looks or {}, fine=fine) for one in plan.observations]
    return Profile(
        plan.mission,
        plan.version,
        along,
        ground,
        tuple((place.name, at) for place, at in zip(path.places, before, strict=True)),
        tuple(_period(one, scene) for one in swaths if not isinstance(one, Unseen)),
        tuple(one for one in swaths if isinstance(one, Unseen)),
        terrain.source,
        terrain.height_system,
        terrain.error_m,
        plan.height_system,
    )


def _period(swath: Swath, scene: Scene) -> PeriodProfile:
    """Return the profile of one period."""
    few = swath.stations.only(swath.ends)
    ground = scene.terrain.heights_m(few.lon_deg, few.lat_deg)
    highest, at_m = np.full(len(few), np.nan), np.zeros(len(few))
    seen = swath.seen
    order = np.argsort(seen.highest_m)
    highest[seen.station[order]] = seen.highest_m[order]
    at_m[seen.station[order]] = seen.highest_at_m[order]
    h_min: float | None = None
    grounds: tuple[str, ...] = ()
    if swath.period.category in HEIGHT_DEPENDENT:
        h_min, grounds = floor_of(swath.period, scene.around)
    below = _binding(swath, (ground, np.zeros(len(few))), h_min, _doubt(swath, scene, True))
    across = _binding(swath, (highest, at_m), h_min, _doubt(swath, scene, False))
    lowest = None
    if h_min is not None and across is not None:
        lowest = float(np.nanmax(np.fmax(highest, ground))) + h_min
    metric, feet = _altitudes(swath, scene, None if lowest is None else lowest - (h_min or 0.0))
    slants = seen.finest_m
    finest = swath.resolution.at_one_m(float(slants.min())) if slants.size else None
    return PeriodProfile(
        swath.period,
        swath.before_m + few.along_m,
        swath.eye_m,
        ground,
        highest,
        h_min,
        below,
        across,
        lowest,
        metric,
        feet,
        finest,
        (swath.flown.basis, *grounds, *swath.resolution.basis[:1]),
    )


def _doubt(swath: Swath, scene: Scene, below: bool) -> float:
    """Return how far a height above ground may be off."""
    if not swath.flown.above_ground:
        return swath.flown.doubt_m
    return 0.0 if below else 2.0 * scene.terrain.error_m


def _binding(
    swath: Swath, ground: tuple[Floats, Floats], h_min: float | None, doubt_m: float
) -> Binding | None:
    """Return the place where the aircraft is lowest above ground; none where nothing is known."""
    above = swath.eye_m - ground[0]
    if not np.isfinite(above).any():
        return None
    low = int(np.nanargmin(above))
    station = swath.stations.only(swath.ends[low : low + 1])
    lon, lat = beside(station, ground[1][low : low + 1])
    measured = Quantity(float(above[low]), "m", doubt_m)
    return Binding(
        swath.before_m + float(station.along_m[0]),
        Position(float(lon[0]), float(lat[0])),
        float(ground[1][low]),
        float(ground[0][low]),
        measured,
        _outcome(swath.period, measured, h_min),
    )


def _outcome(period: Observation, above: Quantity, h_min: float | None) -> Outcome:
    """Return whether a minimum height is kept; a radar has none (annex.D.I.2.E)."""
    if period.category not in HEIGHT_DEPENDENT:
        return Outcome.KEPT
    if h_min is None:
        return Outcome.OPEN
    return judge(above, Limit(h_min, "m", Sense.AT_LEAST))


def _altitudes(
    swath: Swath, scene: Scene, ground_m: float | None
) -> tuple[SegmentAltitude | None, SegmentAltitude | None]:
    """Return the altitude to fly with temperature and pressure, in metres and in feet."""
    period, around = swath.period, scene.around
    h_min, _ = floor_of(period, around)
    given = [one for one in around.weather if one.covers(period.start, period.stop)]
    if ground_m is None or h_min is None or h_min < 0.0 or not given:
        return None, None
    found = [
        max(
            (
                segment_altitude(ground=ground_m, h_min=h_min, weather=one.forecast, shown=unit)
                for one in given
            ),
            key=lambda altitude: altitude.pressure,
        )
        for unit in LengthUnit
    ]
    return found[0], found[1]
