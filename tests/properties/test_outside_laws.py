"""How deep a path leaves a territory: the short way gives what looking at every piece gives."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from overflight.geodesy import Lines, Path, Position, Territory, spaced_deg
from overflight.missions.plan.outside import _depth_m

_MOST_SPOTS = 400


def slowly(territory: Territory, line: Path) -> float:
    """Return the depth by looking at every piece of the edge from every position, one by one."""
    pieces = territory.boundary.pieces
    every = Lines.of(line).pieces.start
    chord = pieces.end - pieces.start
    square = np.maximum((chord * chord).sum(axis=1), 1e-12)
    most = 0.0
    for spot in every[:: -(-len(every) // _MOST_SPOTS)]:
        part = (((spot - pieces.start) * chord).sum(axis=1) / square).clip(0, 1)
        apart = spot - pieces.start - part[:, None] * chord
        most = max(most, float((apart * apart).sum(axis=1).min()))
    return math.sqrt(most)


def ring(lon_deg: float, lat_deg: float, sizes_deg: list[float]) -> list[Position]:
    """Return a star of corners around a place."""
    corners = []
    for number, size in enumerate(sizes_deg):
        turn = 2 * math.pi * number / len(sizes_deg)
        wide = size / max(math.cos(math.radians(lat_deg)), 0.2)
        lon = (lon_deg + wide * math.cos(turn) + 540) % 360 - 180
        corners.append(Position(lon, max(-88.0, min(88.0, lat_deg + size * math.sin(turn)))))
    return corners


rings = st.builds(
    ring,
    st.floats(-180, 180),
    st.floats(-80, 80),
    st.lists(st.floats(0.1, 6.0), min_size=3, max_size=24),
)
positions = st.builds(Position, st.floats(-180, 180), st.floats(-90, 90))
paths = st.one_of(
    st.lists(positions, min_size=2, max_size=3),
    st.builds(
        lambda at, east, north: [at, Position(at.lon_deg * 0.99 + east, at.lat_deg * 0.98 + north)],
        positions,
        st.floats(-1, 1),
        st.floats(-1, 1),
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(rings, min_size=1, max_size=3), paths)
def test_the_short_way_and_the_slow_way_agree(rings: list[list[Position]], path: Path) -> None:
    """Near and far, over the poles and the antimeridian, the depth is the same to a micrometre."""
    territory = Territory.of(*rings)
    lon, lat = spaced_deg(tuple(path), 50_000.0)
    line = tuple(Position(x, y) for x, y in zip(lon.tolist(), lat.tolist(), strict=True))
    assert abs(_depth_m(territory, line) - slowly(territory, line)) < 1e-6
