"""How high an observation period is flown, above what, and how far that may be off."""

from __future__ import annotations

from dataclasses import dataclass

from overflight.geodesy import Terrain
from overflight.missions import (
    HeightSystem,
    MissionPlan,
    Observation,
    SegmentWeather,
    Surroundings,
    height_doubt_m,
)
from overflight.sensors import LengthUnit, segment_altitude

__all__ = ["FlownHeight", "flown_height"]


@dataclass(frozen=True, slots=True)
class FlownHeight:
    """The height of one period, as far as it can be set against the ground.

    Args:
        height_m: Metres above the ground below the aircraft, or above the surface of the terrain.
        above_ground: Whether it counts from the ground below the aircraft.
        doubt_m: How far it may be off when set against the ground.
        basis: What it counts from, and what was made of it.
    """

    height_m: float
    above_ground: bool
    doubt_m: float
    basis: str


def flown_height(
    plan: MissionPlan, period: Observation, around: Surroundings, terrain: Terrain
) -> FlownHeight:
    """Return how high a period is flown.

    Args:
        plan: The plan, which names what its heights count from.
        period: The period.
        around: The surroundings, with the forecast where there is one.
        terrain: Ground heights, which name what they count from.

    Treaty: art.VI.II.4.D, annex.D.I.2; dec.unnumbered.altitude-formula for pressure altitudes.
    """
    planned = f"{period.height_m:g} m {plan.height_system.value}"
    if plan.height_system is HeightSystem.AGL:
        basis = f"{planned}: above the ground below the aircraft"
        return FlownHeight(period.height_m, True, terrain.error_m, basis)
    given = [one for one in around.weather if one.covers(period.start, period.stop)]
    if plan.height_system is HeightSystem.PRESSURE and given:
        found = [_true_m(period.height_m, one) for one in given]
        low_m = min(found)
        doubt = height_doubt_m(HeightSystem.MSL, terrain, low_m) + max(found) - low_m
        basis = f"{planned}: {low_m:.0f} m above mean sea level by the forecast"
        return FlownHeight(low_m, False, doubt, basis)
    doubt = height_doubt_m(plan.height_system, terrain, period.height_m)
    basis = f"{planned}, set against heights from {terrain.height_system}"
    return FlownHeight(period.height_m, False, doubt, basis)


def _true_m(pressure_m: float, one: SegmentWeather) -> float:
    """Return the altitude above mean sea level at which an altimeter shows a pressure altitude."""
    nothing, kilometre = (
        segment_altitude(
            ground=0.0, h_min=height_m, weather=one.forecast, shown=LengthUnit.METRES
        ).pressure
        for height_m in (0.0, 1000.0)
    )
    return 1000.0 * (pressure_m - nothing) / (kilometre - nothing)
