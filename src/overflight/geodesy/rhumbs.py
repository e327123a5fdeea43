"""Lines of constant heading, for the reading of "direct route" that means them (AMB-33)."""

from __future__ import annotations

import math

import numpy as np

from overflight.errors import UsageError
from overflight.geodesy.geodesics import Floats, Path, distance_m, position
from overflight.geodesy.positions import Position

__all__ = ["rhumb_line"]

_E = math.sqrt(1 / 298.257223563 * (2 - 1 / 298.257223563))
_POLAR_DEG = 89.99  # a rhumb line winds round a pole without end; there the geodesic stands for it
_MOST_PARTS = 100_000
_ROUNDS = 8  # each round gains two digits and more


def _isometric(lat_deg: Floats) -> Floats:
    """Return isometric latitudes, in which a rhumb line is straight."""
    sin = np.sin(np.radians(lat_deg))
    return np.asarray(np.arctanh(sin) - _E * np.arctanh(_E * sin))


def _geodetic(isometric: Floats) -> Floats:
    """Return geodetic latitudes in degrees of isometric ones."""
    sin = np.tanh(isometric)
    for _ in range(_ROUNDS):
        sin = np.tanh(isometric + _E * np.arctanh(_E * sin))
    return np.asarray(np.degrees(np.arcsin(sin)))


def rhumb_line(start: Position, end: Position, step_m: float = 5_000.0) -> Path:
    """Return positions along the line of constant heading, the shorter way round.

    Args:
        start: Where it begins; the first position returned.
        end: Where it ends; the last position returned.
        step_m: Distance between positions in metres, at most, above zero; between them a geodesic
            leaves the rhumb line by less than step squared x tan(latitude) / 50,000 km.

    Raises:
        UsageError: The step is not above zero, or asks for more than a hundred thousand positions.

    Treaty: serves art.VI.II.4.F under AMB-33=rhumb-line.
    Accuracy: 1 mm up to 89.99 degrees of latitude; nearer a pole the geodesic stands for it.
    """
    # A rhumb line is at most a quarter longer than half the Earth's girth; twice is ample.
    parts = math.ceil(2 * distance_m(start, end) / step_m) if step_m > 0 else _MOST_PARTS + 1
    if parts > _MOST_PARTS:
        raise UsageError(
            "E-STEP",
            where="step_m",
            expected=f"a step above zero that makes at most {_MOST_PARTS} positions",
            found=step_m,
            remedy="Give a longer step.",
        )
    if parts < 2 or max(abs(start.lat_deg), abs(end.lat_deg)) > _POLAR_DEG:
        return (start, end)
    part = np.arange(1, parts) / parts
    ends = _isometric(np.array([start.lat_deg, end.lat_deg]))
    lat = _geodetic(ends[0] + part * (ends[1] - ends[0]))
    turn = math.remainder(end.lon_deg - start.lon_deg, 360.0)
    lon = start.lon_deg + part * turn
    between = (position(x, y) for x, y in zip(lon.tolist(), lat.tolist(), strict=True))
    return (start, *between, end)
