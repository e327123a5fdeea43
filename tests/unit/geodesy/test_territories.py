"""Territory: inside, outside, and how much of a path lies inside."""

from __future__ import annotations

import numpy as np
import pytest

from overflight.errors import UsageError
from overflight.geodesy import Gap, Position, Territory, azimuth_deg, distance_m, travel


def at(*pairs: tuple[float, float]) -> tuple[Position, ...]:
    """Return a path of positions."""
    return tuple(Position(*pair) for pair in pairs)


SQUARE = Territory.of(at((9, 44), (12, 44), (12, 46), (9, 46)))
POLAR = Territory.of(at((0, 80), (90, 80), (180, 80), (-90, 80)))
FIJI = Territory.of(at((178, -18), (-178, -18), (-178, -16), (178, -16)))


def square(west: float, south: float, size: float) -> tuple[np.ndarray, np.ndarray]:
    """Return a ring."""
    lon = np.array([west, west + size, west + size, west])
    return lon, np.array([south, south, south + size, south + size])


@pytest.mark.parametrize(
    ("territory", "inside", "outside"),
    [
        (SQUARE, at((10, 45), (9, 44), (9, 45)), at((8.99, 45), (-170, -45), (10, -45))),
        (POLAR, at((0, 90), (45, 89), (0, 80)), at((0, 79.9), (0, -90), (45, 80))),
        (FIJI, at((180, -17), (-180, -17), (179, -17), (-179, -17)), at((0, -17), (177, -17))),
    ],
    ids=["square", "pole", "antimeridian"],
)
def test_inside_and_outside(
    territory: Territory, inside: tuple[Position, ...], outside: tuple[Position, ...]
) -> None:
    """A border position is inside; the other side of the Earth is not."""
    assert [territory.contains(p) for p in inside] == [True] * len(inside)
    assert [territory.contains(p) for p in outside] == [False] * len(outside)


def test_a_hole_is_outside() -> None:
    """An enclave of another State is not territory."""
    ring = Territory([[square(9, 44, 3), square(10, 45, 1)]])
    assert not ring.contains(Position(10.5, 45.5))
    assert ring.contains(Position(9.5, 44.5))
    whole = distance_m(Position(9, 45.5), Position(12, 45.5))
    hole = distance_m(Position(10, 45.5), Position(11, 45.5))
    gap = ring.length_inside(at((9, 45.5), (12, 45.5)))
    assert gap.least_m - 100 <= whole - hole <= gap.most_m + 100


def test_the_length_inside_is_what_the_border_leaves() -> None:
    """The meridian halfway enters and leaves in the middle of two edges."""
    gap = SQUARE.length_inside(at((10.5, 40), (10.5, 50)))
    south, north = (
        travel(Position(9, lat), azimuth_deg(*edge), distance_m(*edge) / 2)
        for lat, edge in ((44, at((9, 44), (12, 44))), (46, at((9, 46), (12, 46))))
    )
    truth = distance_m(south, north)
    assert gap.least_m <= truth <= gap.most_m
    assert gap.most_m - gap.least_m <= 1.0


def test_a_path_along_the_border_is_inside() -> None:
    """A border position is inside, so a path along an edge is, from corner to corner."""
    gap = SQUARE.length_inside(at((9, 40), (9, 50)))
    truth = distance_m(Position(9, 44), Position(9, 46))
    assert gap.least_m - 0.1 <= truth <= gap.most_m + 0.1


def test_the_length_over_the_pole() -> None:
    """Two meridians meet at the pole; nothing is lost there."""
    gap = POLAR.length_inside(at((0, 70), (180, 70)))
    truth = 2 * distance_m(Position(0, 80), Position(0, 90))
    assert gap.least_m <= truth <= gap.most_m


def test_a_seam_along_the_antimeridian_is_no_border() -> None:
    """A territory cut at 180 degrees, as RFC 7946 asks, is still one."""
    cut = Territory.of(at((178, -18), (180, -18), (180, -16), (178, -16))) + Territory.of(
        at((-180, -18), (-178, -18), (-178, -16), (-180, -16))
    )
    path = at((177, -17), (-177, -17))
    one, other = cut.length_inside(path), FIJI.length_inside(path)
    assert one.least_m <= other.most_m + 60  # its edges bend less: they are shorter geodesics
    assert other.least_m <= one.most_m + 60


def test_outside_is_nothing() -> None:
    """A path elsewhere has no metre inside, and one inside has them all."""
    assert SQUARE.length_inside(at((0, 0), (1, 1))) == Gap(0.0, 0.0)
    path = at((10, 45), (11, 45))
    assert SQUARE.length_inside(path).least_m == pytest.approx(distance_m(*path), abs=1e-3)
    assert Territory(()).length_inside(path) == Gap(0.0, 0.0)
    assert not Territory(())


def test_the_boundary_is_the_rings() -> None:
    """Distances to a coast are measured to the same line that bounds the territory."""
    assert len(SQUARE.boundary.parts) == 1
    assert SQUARE.boundary.parts[0][0].tolist() == [9, 12, 12, 9, 9]


@pytest.mark.parametrize(
    "ring",
    [
        ([0.0, 1.0], [0.0, 1.0]),
        ([0.0, 1.0, 1.0], [0.0, 1.0, 91.0]),
        ([0.0, np.nan, 1.0], [0.0, 1.0, 1.0]),
        ([0.0, 120.0, -120.0], [-10.0, -10.0, -10.0]),
        ([], []),
    ],
    ids=["two positions", "off the Earth", "NaN", "round the Earth", "empty"],
)
def test_rings_that_bound_nothing_are_refused(ring: tuple[list[float], list[float]]) -> None:
    """A ring must say which side is inside: so it fits into a hemisphere."""
    with pytest.raises(UsageError, match="E-RING"):
        Territory([[(np.array(ring[0]), np.array(ring[1]))]])
