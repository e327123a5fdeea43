"""Legs against the edges of zones: the answer of the grid is that of the geometry itself."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from overflight.planning.sight import grid_of, meets


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_grid_tells_what_the_geometry_tells(seed: int) -> None:
    """Long legs and short ones, inside, outside, beyond and along the axes."""
    noise = np.random.default_rng(seed)
    rounds = shapely.buffer(shapely.points(noise.random((30, 2))), noise.random(30) * 0.08 + 0.01)
    ring = shapely.Polygon([(0.4, 0.4), (0.8, 0.4), (0.8, 0.8), (0.4, 0.8)])
    area = shapely.union_all([*rounds, ring.difference(ring.buffer(-0.05))])
    starts, ends = noise.random((2, 4_000, 2)) * 1.6 - 0.3
    ends[:500] = starts[:500] + noise.normal(0, 0.01, (500, 2))
    ends[500:700, 0] = starts[500:700, 0]
    ends[700:900, 1] = starts[700:900, 1]
    edge = shapely.boundary(area)
    legs = shapely.linestrings(np.stack([starts, ends], axis=1))
    told = meets(grid_of(area), starts, ends)
    assert np.array_equal(told, shapely.intersects(edge, legs))
    assert 0 < told.mean() < 1


def test_a_leg_that_touches_a_corner_meets_it() -> None:
    """A path along the edge of a zone is not outside it."""
    square = shapely.box(0.0, 0.0, 1.0, 1.0)
    starts = np.array([[-1.0, 2.0], [-1.0, 1.0], [1.0, -1.0], [0.2, 0.2], [-1.0, 1.1]])
    ends = np.array([[2.0, -1.0], [2.0, 1.0], [1.0, 2.0], [0.8, 0.8], [2.0, 1.1]])
    assert meets(grid_of(square), starts, ends).tolist() == [True, True, True, False, False]
