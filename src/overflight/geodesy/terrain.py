"""What the Earth's height looks like to those who only compute with it."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["FlatTerrain", "Floats", "Terrain"]

Floats = NDArray[np.float64]


class Terrain(Protocol):
    """Ground heights, wherever they come from; adapters read them from files.

    Attributes:
        source: Who made the heights, of which day, shown with everything computed from them.
        height_system: Name of the surface the heights count from (``EGM96``, ``WGS 84``).
        error_m: Greatest stated error of a height in metres.
    """

    @property
    def source(self) -> str:
        """Return who made the heights, and when."""
        ...

    @property
    def height_system(self) -> str:
        """Return the surface the heights count from."""
        ...

    @property
    def error_m(self) -> float:
        """Return the greatest stated error in metres."""
        ...

    def heights_m(self, lon_deg: Floats, lat_deg: Floats) -> Floats:
        """Return ground heights in metres at positions, NaN where they are not known.

        Args:
            lon_deg: Longitudes in degrees, any shape.
            lat_deg: Latitudes in degrees, the same shape.
        """
        ...


class FlatTerrain:
    """Ground at one height everywhere: for regimes without terrain, and for checks by hand."""

    def __init__(self, height_m: float = 0.0, *, height_system: str = "WGS 84") -> None:
        self._height_m = height_m
        self._height_system = height_system

    @property
    def source(self) -> str:
        """Say that no terrain was used."""
        return f"flat ground at {self._height_m:g} m, no terrain model"

    @property
    def height_system(self) -> str:
        """Return the surface the height counts from."""
        return self._height_system

    @property
    def error_m(self) -> float:
        """Return zero: the height is an assumption, not a measurement."""
        return 0.0

    def heights_m(self, lon_deg: Floats, lat_deg: Floats) -> Floats:
        """Return the one height for every position."""
        return np.full(np.broadcast(lon_deg, lat_deg).shape, self._height_m)
