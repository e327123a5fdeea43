"""Laws that measuring must keep on any part of the Earth."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overflight.geodesy import (
    Path,
    Position,
    Territory,
    along_across,
    closest_approach,
    crossings,
    distance_m,
    length_m,
    split_antimeridian,
    travel,
)

positions = st.builds(
    Position,
    st.floats(-180, 180, allow_subnormal=False),
    st.floats(-90, 90, allow_subnormal=False),
)
ways = st.tuples(st.floats(0, 360), st.floats(100, 800_000))


@st.composite
def paths(draw: st.DrawFn, legs: int = 5) -> Path:
    """Draw a path of up to five legs of at most 800 km."""
    path = [draw(positions)]
    for azimuth, metres in draw(st.lists(ways, min_size=1, max_size=legs)):
        path.append(travel(path[-1], azimuth, metres))
    return tuple(path)


@settings(max_examples=60, deadline=None)
@given(paths(), paths())
def test_the_nearest_approach_has_no_sides(one: Path, other: Path) -> None:
    """From the border to the path it is as far as from the path to the border."""
    there, back = closest_approach(one, other).gap, closest_approach(other, one).gap
    assert there.least_m <= back.most_m + 1e-3
    assert back.least_m <= there.most_m + 1e-3


@settings(max_examples=60, deadline=None)
@given(paths(), paths())
def test_no_pair_of_positions_is_nearer_than_the_nearest(one: Path, other: Path) -> None:
    """The lower bound is one: no declared position pair beats it, and the answer is reached."""
    found = closest_approach(one, other)
    assert all(found.gap.least_m <= distance_m(a, b) + 1e-6 for a in one for b in other)
    assert distance_m(found.at, found.near) <= found.gap.most_m + 0.005


@settings(max_examples=60, deadline=None)
@given(paths())
def test_a_path_flown_backwards_meets_itself_as_often(path: Path) -> None:
    """A crossing does not depend on the direction of flight."""
    there, back = crossings(path), crossings(path[::-1])
    assert sorted(c.visits for c in there) == sorted(c.visits for c in back)


@settings(max_examples=60, deadline=None)
@given(paths(), positions)
def test_the_offset_is_the_nearest_approach(path: Path, place: Position) -> None:
    """Two ways to ask how far a point is from a path have one answer."""
    apart = along_across(path, [place.lon_deg], [place.lat_deg]).distance_m[0]
    gap = closest_approach(path, (place, place)).gap
    assert gap.least_m - 0.005 <= apart <= gap.most_m + 0.005


@settings(max_examples=60, deadline=None)
@given(paths())
def test_cutting_at_the_antimeridian_loses_nothing(path: Path) -> None:
    """A map line in parts is as long as the path."""
    parts = split_antimeridian(path)
    assert sum(length_m(part) for part in parts) == pytest.approx(length_m(path), abs=0.1)
    for part in parts:
        steps = pairwise(part)
        assert all(
            abs(a.lon_deg - b.lon_deg) <= 180 or abs(a.lat_deg) > 89.99 or abs(b.lat_deg) > 89.99
            for a, b in steps
        )


@settings(max_examples=40, deadline=None)
@given(positions, st.floats(10_000, 2_000_000), paths())
def test_inside_and_outside_make_the_whole(middle: Position, reach_m: float, path: Path) -> None:
    """What lies inside a territory is never more than the path, and a ring round it holds it."""
    ring = Territory.of(tuple(travel(middle, azimuth, reach_m) for azimuth in range(0, 360, 30)))
    gap = ring.length_inside(path)
    assert 0 <= gap.least_m <= gap.most_m <= length_m(path) + 1e-6
    assert ring.contains(middle)
    assert not ring.contains(travel(middle, 15, reach_m * 1.01))
