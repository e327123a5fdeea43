"""Plans and terrains for the chapter of coverage, on the equator where sums can be done by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from overflight.coverage import Look, Scene
from overflight.geodesy import FlatTerrain, Floats, Terrain
from overflight.missions import (
    HeightSystem,
    MissionPlan,
    Observation,
    Side,
    Surroundings,
    TurnPoint,
)
from overflight.sensors import SensorCategory
from tests.plan_cases import AROUND, PLAN, site

RADIUS_M = 6_371_000.0
FLAT = FlatTerrain(0.0)
OPTICAL = SensorCategory.OPTICAL_FRAMING
RADAR = SensorCategory.RADAR


def sees(
    category: SensorCategory = OPTICAL,
    *,
    sensor: str = "S",
    start: str = "IT-S",
    stop: str = "IT-E",
    height_m: float = 3000.0,
    h_min_m: float | None = 1500.0,
    side: Side | None = None,
    km: tuple[float | None, float | None] = (None, None),
) -> Observation:
    """Return an observation period of the plan on the equator."""
    return Observation(sensor, category, start, stop, height_m, h_min_m, side, *km)


def plan(
    *periods: Observation,
    route: tuple[TurnPoint, ...] = PLAN.route,
    system: HeightSystem = HeightSystem.AGL,
) -> MissionPlan:
    """Return the plan from 0 E over 1 E to 2 E on the equator, with observation periods."""
    return replace(PLAN, observations=periods, route=route, height_system=system)


def around(
    start: tuple[float, float] = (0.0, 0.0), end: tuple[float, float] = (2.0, 0.0)
) -> Surroundings:
    """Return surroundings with other airfields."""
    return replace(AROUND, sites={"IT-S": site("IT-S", *start), "IT-E": site("IT-E", *end)})


def scene(*periods: Observation, terrain: Terrain = FLAT) -> Scene:
    """Return a scene on the equator."""
    return Scene(plan(*periods), AROUND, terrain)


def reach_m(look_deg: float, height_m: float = 3000.0) -> float:
    """Return how far away on a smooth Earth the ground lies at a look angle: law of sines."""
    angle = math.radians(look_deg)
    return RADIUS_M * (math.asin((RADIUS_M + height_m) / RADIUS_M * math.sin(angle)) - angle)


class Drawn:
    """Ground drawn by a function of longitude and latitude in degrees."""

    def __init__(
        self,
        draw: Callable[[Floats, Floats], Floats],
        *,
        error_m: float = 0.0,
        height_system: str = "EGM96",
    ) -> None:
        self._draw, self._error_m, self._system = draw, error_m, height_system

    @property
    def source(self) -> str:
        """Say who drew it."""
        return "drawn by hand"

    @property
    def height_system(self) -> str:
        """Return the surface heights count from."""
        return self._system

    @property
    def error_m(self) -> float:
        """Return the stated error."""
        return self._error_m

    def heights_m(self, lon_deg: Floats, lat_deg: Floats) -> Floats:
        """Return heights."""
        lon, lat = np.broadcast_arrays(lon_deg, lat_deg)
        return np.asarray(self._draw(lon, lat), dtype=np.float64)


def wall(at_m: float, height_m: float, width_m: float = 400.0) -> Drawn:
    """Return flat ground with a wall north of the equator, parallel to it.

    Args:
        at_m: Its middle, metres north of the equator.
        height_m: Its height.
        width_m: Its width.
    """

    def draw(_: Floats, lat: Floats) -> Floats:
        north = lat * math.pi / 180.0 * 6_335_439.0  # radius of the meridian at the equator
        return np.where(np.abs(north - at_m) <= width_m / 2, height_m, 0.0)

    return Drawn(draw)


NADIR = {"S": Look(-20.0, 20.0)}
