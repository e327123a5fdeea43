"""Lines made ready for measuring: cut into short pieces, in space, with bounding balls.

A short piece of a geodesic leaves its chord only upwards, by its length squared over eight radii:
half a metre in 5 km. So distances between chords in space bound distances on the ellipsoid, at the
poles and at the antimeridian as anywhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from overflight.errors import UsageError
from overflight.geodesy.geodesics import Floats, Path, coordinates_deg, inverse, travels
from overflight.geodesy.positions import Position

__all__ = ["PIECE_M", "Ints", "Lines", "Pieces", "cut", "from_space", "sag_m", "to_space"]

PIECE_M = 5_000.0
_GROUP = 8
_A = 6_378_137.0
_F = 1 / 298.257223563
_E2 = _F * (2 - _F)
_LEAST_RADIUS_M = 6_335_400.0  # of curvature: north-south on the equator

Ints = NDArray[np.intp]


def sag_m(piece_m: float) -> float:
    """Return how far a piece of geodesic of some length may rise above its chord, in metres."""
    return piece_m * piece_m / (8 * _LEAST_RADIUS_M)


def to_space(lon_deg: Floats, lat_deg: Floats) -> Floats:
    """Return Earth-centred coordinates of positions on the ellipsoid.

    Args:
        lon_deg: Longitudes in degrees, shape (n,).
        lat_deg: Latitudes in degrees, shape (n,).

    Returns:
        Metres, shape (n, 3): x towards 0 E 0 N, y towards 90 E, z towards the north pole.
    """
    lon, lat = np.radians(lon_deg), np.radians(lat_deg)
    sin, cos = np.sin(lat), np.cos(lat)
    across = _A / np.sqrt(1 - _E2 * sin * sin)
    flat = across * cos
    return np.stack([flat * np.cos(lon), flat * np.sin(lon), across * (1 - _E2) * sin], axis=-1)


def from_space(xyz: Floats) -> tuple[Floats, Floats]:
    """Return the positions below or above points within some metres of the ellipsoid.

    Args:
        xyz: Earth-centred metres, shape (n, 3).

    Returns:
        Longitudes and latitudes in degrees.
    """
    x, y, z = xyz[:, 0], xyz[:, 1], xyz[:, 2]
    flat = np.hypot(x, y)
    # Bowring's formula; for points this near to the surface its error is below 1e-9 m.
    b = _A * (1 - _F)
    reduced = np.arctan2(z * _A, flat * b)
    lat = np.arctan2(
        z + _E2 / (1 - _E2) * b * np.sin(reduced) ** 3, flat - _E2 * _A * np.cos(reduced) ** 3
    )
    return np.degrees(np.arctan2(y, x)), np.degrees(lat)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Short pieces of geodesics, and groups of neighbouring pieces in bounding balls.

    Args:
        lon: Longitudes of starts and ends in degrees, shape (n, 2).
        lat: Latitudes of starts and ends in degrees, shape (n, 2).
        start: Starts in space, metres, shape (n, 3).
        end: Ends in space, metres, shape (n, 3).
        edge: Number of the edge (leg) each piece belongs to, shape (n,).
        first: Index of the first piece of each group, shape (g,), and n at the end.
        centre: Centres of the balls, metres, shape (g, 3).
        radius: Radii of the balls, metres, shape (g,); a ball holds the pieces and their arcs.
    """

    lon: Floats
    lat: Floats
    start: Floats
    end: Floats
    edge: Ints
    first: Ints
    centre: Floats
    radius: Floats

    def side(self, which: int) -> tuple[Floats, Floats]:
        """Return longitudes and latitudes of the starts (0) or the ends (1)."""
        return self.lon[:, which], self.lat[:, which]


class Lines:
    """One or more lines of geodesics, kept as arrays and cut into pieces once.

    Args:
        parts: Longitudes and latitudes in degrees of each line, two or more positions each.

    Raises:
        UsageError: A part has fewer than two positions, or a coordinate is out of range.
    """

    def __init__(self, parts: Iterable[tuple[Floats, Floats]]) -> None:
        self._parts = tuple(
            (np.array(lon, dtype=np.float64), np.array(lat, dtype=np.float64)) for lon, lat in parts
        )
        for lon, lat in self._parts:
            _check(lon, lat)
            lon.flags.writeable = lat.flags.writeable = False

    @classmethod
    def of(cls, *paths: Sequence[Position]) -> Lines:
        """Return lines through positions."""
        return cls(coordinates_deg(path) for path in paths)

    @property
    def parts(self) -> tuple[tuple[Floats, Floats], ...]:
        """Return longitudes and latitudes in degrees of each line; the arrays are read-only."""
        return self._parts

    def paths(self) -> tuple[Path, ...]:
        """Return the lines as paths of positions."""
        return tuple(
            tuple(Position(x, y) for x, y in zip(lon.tolist(), lat.tolist(), strict=True))
            for lon, lat in self._parts
        )

    def __bool__(self) -> bool:
        return bool(self._parts)

    def __add__(self, other: Lines) -> Lines:
        return Lines((*self._parts, *other.parts))

    @cached_property
    def pieces(self) -> Pieces:
        """Return the lines cut into pieces of at most 5 km; made once."""
        return cut(self._parts, PIECE_M)


def _check(lon: Floats, lat: Floats) -> None:
    """Refuse a line that has no length or leaves the Earth."""
    good = lon.ndim == 1 and lon.shape == lat.shape and len(lon) > 1
    if good and bool((np.abs(lon) <= 180).all() and (np.abs(lat) <= 90).all()):
        return
    raise UsageError(
        "E-LINE",
        where="line",
        expected="two or more positions, longitude -180 to 180 and latitude -90 to 90",
        found=f"{lon.size} longitudes and {lat.size} latitudes" if not good else "one outside",
        remedy="Give longitudes and latitudes in degrees on WGS 84, as many of each.",
    )


def cut(parts: Sequence[tuple[Floats, Floats]], piece_m: float) -> Pieces:
    """Return the pieces of lines; edges longer than a piece are divided equally.

    Args:
        parts: Longitudes and latitudes in degrees of each line.
        piece_m: Greatest length of a piece in metres.
    """
    lon = np.concatenate([np.stack([p[:-1], p[1:]], axis=1) for p, _ in parts])
    lat = np.concatenate([np.stack([p[:-1], p[1:]], axis=1) for _, p in parts])
    line = np.repeat(np.arange(len(parts)), [len(p) - 1 for p, _ in parts])
    start, end = to_space(lon[:, 0], lat[:, 0]), to_space(lon[:, 1], lat[:, 1])
    # A chord is shorter than its arc by less than a hundredth for any piece we ask for.
    long = np.linalg.norm(end - start, axis=1) > 0.99 * piece_m
    counts = np.ones(len(lon), dtype=np.intp)
    azimuth, length = np.zeros(len(lon)), np.zeros(len(lon))
    azimuth[long], length[long] = inverse(lon[long, 0], lat[long, 0], lon[long, 1], lat[long, 1])
    counts[long] = np.ceil(length[long] / piece_m).astype(np.intp).clip(1)
    edge = np.repeat(np.arange(len(lon)), counts)
    within = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts)
    ends_lon, ends_lat = lon[edge], lat[edge]
    for side in (0, 1):
        inner = np.flatnonzero((within + side) % counts[edge] != 0)
        of = edge[inner]
        reach = (within[inner] + side) / counts[of] * length[of]
        ends_lon[inner, side], ends_lat[inner, side], _ = travels(
            lon[of, 0], lat[of, 0], azimuth[of], reach
        )
    start, end = to_space(ends_lon[:, 0], ends_lat[:, 0]), to_space(ends_lon[:, 1], ends_lat[:, 1])
    first, centre, radius = _balls(start, end, line[edge], sag_m(piece_m))
    return Pieces(ends_lon, ends_lat, start, end, edge, first, centre, radius)


def _balls(start: Floats, end: Floats, line: Ints, sag: float) -> tuple[Ints, Floats, Floats]:
    """Return groups of neighbouring pieces of the same line, and the balls that hold them."""
    count = len(start)
    begins = np.flatnonzero(np.diff(line, prepend=line[0] - 1))
    within = np.arange(count) - np.repeat(begins, np.diff(begins, append=count))
    first = np.flatnonzero(within % _GROUP == 0)
    sizes = np.diff(first, append=count)
    centre = np.add.reduceat(start + end, first) / (2.0 * sizes[:, None])
    middle = np.repeat(centre, sizes, axis=0)
    reach = np.maximum(np.linalg.norm(start - middle, axis=1), np.linalg.norm(end - middle, axis=1))
    return np.append(first, count), centre, np.maximum.reduceat(reach, first) + sag
