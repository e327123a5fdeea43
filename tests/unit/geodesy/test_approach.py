"""Nearest approach: crossings, touches, and what is refused."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from overflight.errors import UsageError
from overflight.geodesy import (
    Gap,
    Lines,
    Position,
    azimuth_deg,
    closest_approach,
    densify,
    distance_m,
    travel,
)


def at(*pairs: tuple[float, float]) -> tuple[Position, ...]:
    """Return a path of positions."""
    return tuple(Position(*pair) for pair in pairs)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (at((8.7, 45.6), (12, 46)), at((9, 46.5), (13, 45))),
        (at((179.5, 0), (-179.5, 0.1)), at((180, -1), (-180, 1))),
        (at((0, 89), (180, 89)), at((90, 89), (-90, 89))),
        (at((0, 0), (1, 0), (1, 1)), at((1, 0), (2, -1))),
        (at((0, 0), (2, 0)), at((0.5, 0), (1.5, 0))),
        (at((10, 50), (10, 50)), at((10, 50), (10, 51))),
    ],
    ids=["cross", "antimeridian", "pole", "turn point", "along", "no length"],
)
def test_lines_that_cross_or_touch_have_no_distance(
    path: tuple[Position, ...], line: tuple[Position, ...]
) -> None:
    """A path that crosses a border is at zero from it, and no rounding may say otherwise."""
    assert closest_approach(path, line).gap == Gap(0.0, 0.0)


def test_several_lines_answer_as_the_nearest_of_them() -> None:
    """A border in parts is one border."""
    path = at((10, 45), (12, 45))
    near, far = at((10, 45.5), (11, 45.6)), at((10, 44), (12, 43))
    both = closest_approach(path, Lines.of(far, near))
    assert both.gap == closest_approach(path, near).gap


def test_the_leg_is_named() -> None:
    """A finding says which leg comes too near."""
    path = at((10, 45), (12, 45), (12, 47))
    assert closest_approach(path, at((12.5, 46), (13, 46))).leg == 1


def test_ten_kilometres_are_ten_kilometres() -> None:
    """A border put exactly 10 km beside a leg is found at 10 km to a centimetre (GEO-4)."""
    start, end = at((20, 52), (23, 53))
    beside = travel(travel(start, 62, 100_000), 152, 0)
    foot = closest_approach((start, end), (beside, travel(beside, 152, 1_000))).at
    side = travel(foot, 152.0, 10_000)
    found = closest_approach((start, end), (side, travel(side, 152, 5_000)))
    assert found.gap.least_m <= distance_m(found.at, side) <= found.gap.most_m


def test_nothing_is_not_a_line() -> None:
    """Where there is no border, nobody may ask how near it is."""
    with pytest.raises(UsageError, match="E-LINE"):
        closest_approach(at((0, 0), (1, 1)), Lines(()))


@pytest.mark.parametrize(
    ("lon", "lat"),
    [([0.0], [0.0]), ([0, 1], [0, 91]), ([0, np.nan], [0, 1]), ([0, 1], [0, 1, 2])],
)
def test_lines_refuse_what_is_no_line(lon: list[float], lat: list[float]) -> None:
    """One position, a place off the Earth or missing latitudes make no line."""
    with pytest.raises(UsageError, match="E-LINE"):
        Lines([(np.array(lon), np.array(lat))])


def test_lines_keep_what_they_were_given() -> None:
    """What is measured cannot change under the measurer."""
    lon, lat = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    lines = Lines([(lon, lat)])
    lon[0] = 5.0
    assert lines.paths() == (at((0, 0), (1, 1)),)
    assert len((lines + lines).parts) == 2
    assert lines
    assert not Lines(())
    with pytest.raises(ValueError, match="read-only"):
        lines.parts[0][0][0] = 7.0


def test_a_path_along_a_border_of_many_parts_is_at_zero() -> None:
    """Hundreds of equally near pieces are no trouble: the first touch ends the search."""
    border = densify(at((10, 45), (14, 46)), 1_000)
    assert closest_approach(at((10, 45), (14, 46)), border).gap == Gap(0.0, 0.0)


def test_a_border_that_keeps_its_distance_is_searched_to_the_end() -> None:
    """Beside a path at nearly one distance for 700 km, the nearest place is still found."""
    path = at((10, 45), (19, 45))
    dense = densify(path, 4_000)
    border = tuple(
        travel(p, azimuth_deg(p, ahead) - 90, 10_000 + abs(k - 57))
        for k, (p, ahead) in enumerate(pairwise(dense))
    )
    found = closest_approach(path, border)
    assert 9_999 < found.gap.least_m <= found.gap.most_m < 10_001
    assert distance_m(found.near, border[57]) < 5_000
