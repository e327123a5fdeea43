"""GEO-6: at every point of an observation period the height above ground is at least H_min.

Treaty: art.VI.II.4.D, annex.D.I.2. H_min counts from the ground, so rising ground can break a leg
of constant altitude. Where heights and terrain count from different surfaces and no geoid or
weather is at hand, the difference goes into the error bound. With the forecast of a segment a
pressure altitude is held against the lowest one by the commission's formulas.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from overflight.geodesy import Path, Position, Terrain, length_m, spaced_deg
from overflight.missions.plan.paths import PlannedPath, planned_path
from overflight.missions.plan.plans import HeightSystem, MissionPlan, Observation
from overflight.missions.plan.surroundings import SegmentWeather, Surroundings
from overflight.missions.rules.answers import PROPOSE
from overflight.sensors import HEIGHT_DEPENDENT, LengthUnit, segment_altitude
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, judge

__all__ = [
    "STEP_M",
    "Lowest",
    "floor_of",
    "height_doubt_m",
    "height_floor",
    "lowest_above",
    "period_weather",
]

STEP_M = 100.0
_MOST_STEPS = 50_000  # of a stretch longer than any limit of the text; steps are longer there
_ELLIPSOID = "WGS 84"
# The geoid lies between 107 m below and 86 m above the ellipsoid (EGM96).
_GEOID_M = 107.0
# Zero heights of States and geoid models differ by up to this much from each other.
_LEVELS_M = 3.0
# Weather: sea-level pressure 950 to 1050 hPa at 27.287 ft per hPa (derived, decisions section 4:
# 63.25 hPa are 526 m), and air up to 30 degrees C off the standard 288 K.
_PRESSURE_M = 526.0
_TEMPERATURE = 30.0 / 288.0


def height_doubt_m(system: HeightSystem, terrain: Terrain, height_m: float) -> float:
    """Return how far a planned height may be off when set against terrain heights, in metres.

    Args:
        system: What the planned height counts from.
        terrain: The terrain, which names what its own heights count from.
        height_m: The planned height; only the doubt of pressure heights depends on it.
    """
    ellipsoid = terrain.height_system == _ELLIPSOID
    if system is HeightSystem.AGL:
        return 0.0
    if system is HeightSystem.ELLIPSOID:
        doubt = 0.0 if ellipsoid else _GEOID_M
    else:
        doubt = _GEOID_M if ellipsoid else _LEVELS_M
    if system is HeightSystem.PRESSURE:
        doubt += _PRESSURE_M + _TEMPERATURE * abs(height_m)
    return doubt + terrain.error_m


@dataclass(frozen=True, slots=True)
class Lowest:
    """The lowest height above ground along a stretch.

    Args:
        height_m: Height above ground; none where no ground height is known.
        at: Where.
        between_m: How much higher the ground may rise between the places looked at.
        unknown: How many of the places looked at have no ground height.
        looked: How many places were looked at.
    """

    height_m: float | None
    at: Position
    between_m: float
    unknown: int
    looked: int


def lowest_above(stretch: Path, height_m: float, terrain: Terrain) -> Lowest:
    """Return the lowest height above ground of a stretch flown at one height."""
    lon, lat = spaced_deg(stretch, max(STEP_M, length_m(stretch) / _MOST_STEPS))
    ground = terrain.heights_m(lon, lat)
    unknown = int(np.isnan(ground).sum())
    if unknown == len(ground):
        return Lowest(None, stretch[0], 0.0, unknown, len(ground))
    highest = int(np.nanargmax(ground))
    # Between two places the ground is taken to rise above the higher one by no more than the two
    # differ; on SRTM in the Alps that holds for all of 400 legs (bench/height_steps.py).
    pairs = np.fmax(ground[1:], ground[:-1]) + np.nan_to_num(np.abs(np.diff(ground)))
    between_m = max(0.0, float(np.nanmax(pairs) - ground[highest]))
    at = Position(float(lon[highest]), float(lat[highest]))
    return Lowest(height_m - float(ground[highest]), at, between_m, unknown, len(ground))


def _finding(outcome: Outcome, says: str, *basis: str) -> Finding:
    consequence = "" if outcome is Outcome.KEPT else PROPOSE
    return Finding(
        "GEO-6",
        "art.VI.II.4.D",
        outcome,
        says,
        consequence=consequence,
        basis=tuple(ground for ground in basis if ground),
    )


def floor_of(period: Observation, around: Surroundings) -> tuple[float | None, tuple[str, ...]]:
    """Return the minimum height in force for a sensor, and where it comes from."""
    certificate = around.certificates.get(period.sensor)
    if certificate is not None and certificate.h_min_m is not None:
        grounds = [f"H_min of {period.sensor}: {certificate.source}"]
        if period.h_min_m not in {None, float(certificate.h_min_m)}:
            grounds.append(f"the plan says {period.h_min_m:g} m; the certificate is used")
        return float(certificate.h_min_m), tuple(grounds)
    return period.h_min_m, ("H_min as the plan says; no certificate at hand",)


def _of_period(
    plan: MissionPlan, period: Observation, path: PlannedPath, around: Surroundings
) -> Finding:
    what = f"{period.sensor} from {period.start} to {period.stop}"
    if period.category not in HEIGHT_DEPENDENT:
        return _finding(Outcome.KEPT, f"{what}: a radar has no minimum height (annex.D.I.2.E).")
    floor_m, grounds = floor_of(period, around)
    if floor_m is None:
        return _finding(Outcome.OPEN, f"{what}: no certified minimum height is at hand.")
    limit = Limit(floor_m, "m", Sense.AT_LEAST)
    if plan.height_system is HeightSystem.AGL:
        grounds = (*grounds, "height above ground as planned: the aircraft follows the ground")
        measured = Quantity(period.height_m, "m")
        return _judged(what, None, measured, limit, grounds)
    return _over_terrain(plan, period, path, around, (limit, grounds))


def _over_terrain(
    plan: MissionPlan,
    period: Observation,
    path: PlannedPath,
    around: Surroundings,
    asked: tuple[Limit, tuple[str, ...]],
) -> Finding:
    """Return the finding of a period whose height counts from the sea, ellipsoid or pressure."""
    what = f"{period.sensor} from {period.start} to {period.stop}"
    limit, grounds = asked
    stretch, terrain = path.stretch(period.start, period.stop), around.terrain
    if stretch is None:
        return _finding(Outcome.OPEN, f"{what}: where that is on the path is not known.")
    if terrain is None:
        says = f"{what}: no terrain is at hand, so the height above ground is not known."
        return _finding(Outcome.OPEN, says, *grounds)
    lowest = lowest_above(stretch, period.height_m, terrain)
    source = f"terrain: {terrain.source}, heights from {terrain.height_system}"
    if lowest.height_m is None:
        says = f"{what}: the terrain says nothing about the ground there."
        return _finding(Outcome.OPEN, says, *grounds, source)
    given = period_weather(plan, period, around)
    if given and limit.value > 0:
        return _in_weather(what, period, lowest, (limit, given, (*grounds, source)), terrain)
    doubt = height_doubt_m(plan.height_system, terrain, period.height_m) + lowest.between_m
    heights = f"planned heights from {plan.height_system.value}, together within {doubt:.0f} m"
    measured = Quantity(lowest.height_m, "m", doubt)
    return _judged(what, lowest, measured, limit, (*grounds, source, heights))


def _in_weather(
    what: str,
    period: Observation,
    lowest: Lowest,
    asked: tuple[Limit, tuple[SegmentWeather, ...], tuple[str, ...]],
    terrain: Terrain,
) -> Finding:
    """Return the finding of a pressure altitude with the forecast of its segment.

    Treaty: dec.unnumbered.altitude-formula. Of several forecasts the strictest counts.
    """
    limit, given, grounds = asked
    ground_m = period.height_m - (lowest.height_m or 0.0)
    ways = [
        segment_altitude(
            ground=ground_m, h_min=limit.value, weather=one.forecast, shown=LengthUnit.METRES
        )
        for one in given
    ]
    altitude = max(ways, key=lambda way: way.pressure)
    sea = _GEOID_M if terrain.height_system == _ELLIPSOID else _LEVELS_M
    doubt = terrain.error_m + lowest.between_m + sea
    least = Limit(altitude.pressure, "m", Sense.AT_LEAST)
    measured = Quantity(period.height_m, "m", doubt)
    outcome = judge(measured, least)
    says = (
        f"{what}: planned {period.height_m:.0f} m pressure altitude;"
        f" {altitude.pressure:.0f} m pressure altitude, within {doubt:.0f} m, are asked for"
        f" {limit.value:g} m above ground."
    )
    if lowest.unknown and outcome is Outcome.KEPT:
        outcome = Outcome.OPEN
        says += f" Of {lowest.looked} places {lowest.unknown} have no ground height."
    sources = tuple(f"forecast: {one.source}" for one in given if one.source)
    told = (*grounds, *altitude.steps, altitude.label, *sources)
    finding = _finding(outcome, says, *told)
    return replace(finding, measured=measured, limit=least, where=(lowest.at,))


def period_weather(
    plan: MissionPlan, period: Observation, around: Surroundings
) -> tuple[SegmentWeather, ...]:
    """Return the forecasts that bear on a period; none unless heights are pressure altitudes."""
    if plan.height_system is not HeightSystem.PRESSURE:
        return ()
    return tuple(one for one in around.weather if one.covers(period.start, period.stop))


def _judged(
    what: str, lowest: Lowest | None, measured: Quantity, limit: Limit, grounds: tuple[str, ...]
) -> Finding:
    outcome = judge(measured, limit)
    doubt = f", within {measured.error:.0f} m" if measured.error else ""
    says = (
        f"{what}: at the lowest {measured.value:.0f} m above ground{doubt};"
        f" {limit.value:g} m are asked."
    )
    if lowest and lowest.unknown and outcome is Outcome.KEPT:
        outcome = Outcome.OPEN
        says += f" Of {lowest.looked} places {lowest.unknown} have no ground height."
    return Finding(
        "GEO-6",
        "art.VI.II.4.D",
        outcome,
        says,
        measured=measured,
        limit=limit,
        consequence="" if outcome is Outcome.KEPT else PROPOSE,
        where=(lowest.at,) if lowest else (),
        basis=grounds,
    )


def height_floor(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge the height above ground of every observation period.

    Treaty: art.VI.II.4.D; GEO-6.
    Accuracy: the ground is looked at every 100 m below the path (of a stretch longer than 5,000 km
    at 50,000 places); how far it may rise between stands in the error bound.
    """
    path = planned_path(plan, around)
    return tuple(_of_period(plan, period, path, around) for period in plan.observations)
