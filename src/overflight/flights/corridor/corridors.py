"""The corridor of an agreed path: which points lie farther from it than a limit, by the million.

Every answer is that of the ellipsoid: what a grid of cells cannot say with certainty is measured,
and what lies within ten centimetres of the limit is measured on the geodesic itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overflight.errors import UsageError
from overflight.flights.compared.nearest import nearest_m
from overflight.flights.corridor.grids import Grid, grid_over
from overflight.geodesy import Floats, Path, along_across

__all__ = ["Corridor", "corridor_of"]

Bools = NDArray[np.bool_]

_MANY = 20_000  # fewer points are measured sooner than a grid is laid
_NEAR_M = 0.1  # quick distances are good to two centimetres
_LEAST_M, _MOST_M = 10.0, 500_000.0


@dataclass(frozen=True, slots=True, eq=False)
class Corridor:
    """All places no farther from a path than a limit; a place exactly at the limit belongs to it.

    Args:
        line: Two or more positions, joined by geodesics.
        half_width_m: The limit in metres.
        grid: Cells that answer for most places; none where every point is measured.
    """

    line: Path
    half_width_m: float
    grid: Grid | None = None

    def beyond(self, lon_deg: Floats, lat_deg: Floats) -> Bools:
        """Tell which points lie farther from the path than the limit.

        Args:
            lon_deg: Longitudes in degrees, finite, shape (n,).
            lat_deg: Latitudes in degrees, shape (n,).

        Treaty: serves art.VIII.II.3.
        Accuracy: that of the geodesic, 15 nm; see tests/authorities/test_tracks_corridor.py.
        """
        if self.grid is None:
            return self._measured(lon_deg, lat_deg)
        marks = self.grid.marks(lon_deg, lat_deg)
        asked = np.flatnonzero(marks == 2)
        found = marks == 1
        found[asked] = self._measured(lon_deg[asked], lat_deg[asked])
        return np.asarray(found)

    def away_m(self, lon_deg: Floats, lat_deg: Floats) -> Floats:
        """Return how far points lie from the path, in metres, to two centimetres."""
        return nearest_m(self.line, lon_deg, lat_deg, np.full(len(lon_deg), np.inf))

    def _measured(self, lon_deg: Floats, lat_deg: Floats) -> Bools:
        away = self.away_m(lon_deg, lat_deg)
        near = np.flatnonzero(np.abs(away - self.half_width_m) <= _NEAR_M)
        away[near] = along_across(self.line, lon_deg[near], lat_deg[near]).distance_m
        return np.asarray(away > self.half_width_m)


def corridor_of(line: Path, half_width_m: float, *, points: int = 1_000_000) -> Corridor:
    """Return the corridor of a path.

    Args:
        line: Two or more positions, joined by geodesics.
        half_width_m: Greatest distance from the path, 10 m to 500 km.
        points: How many points will be asked for; for few no grid is laid.

    Raises:
        UsageError: The limit is out of range, or the path has no leg.
    """
    if not _LEAST_M <= half_width_m <= _MOST_M or len(line) < 2:
        raise UsageError(
            "E-CORRIDOR",
            where="corridor",
            expected=f"two places or more, and a limit from {_LEAST_M:g} m to {_MOST_M:,.0f} m",
            found=f"{len(line)} places, {half_width_m:g} m",
            remedy="Give the agreed path and the distance from it in metres.",
        )
    return Corridor(line, half_width_m, grid_over(line, half_width_m) if points > _MANY else None)
