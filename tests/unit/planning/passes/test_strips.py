"""Strips over areas: what they are said to show is shown, at any bearing, by every sensor."""

from __future__ import annotations

import random

import pytest

from overflight.errors import UsageError
from overflight.geodesy import Position, along_across, travel
from overflight.missions import Side
from overflight.planning import Look
from overflight.planning.passes.strips import MOST_ROWS, Ground, passes_of_area
from overflight.planning.passes.ways_past import Pass
from overflight.sensors import SensorCategory

MIDDLE = Position(12.0, 48.0)
CAMERA = Look("CAM", SensorCategory.OPTICAL_FRAMING, 4_000.0, to_deg=60.0)
RADAR = Look("RAD", SensorCategory.RADAR, 3_000.0, from_deg=60.0, to_deg=78.0)
LEFT = Look("LFT", SensorCategory.OPTICAL_FRAMING, 3_000.0, None, Side.LEFT, 30.0, 70.0)


def ring(half_m: float = 30_000.0) -> tuple[Position, ...]:
    """Return a crooked area with a corner that goes inwards."""
    return tuple(
        travel(MIDDLE, bearing, half_m * share)
        for bearing, share in ((20, 1.0), (80, 0.5), (130, 1.1), (200, 0.9), (250, 0.4), (310, 1.0))
    )


def shown(one: Pass, ground: Ground, count: int = 400) -> float:
    """Return which share of random places of an area a pass shows, measured on the ellipsoid."""
    noise = random.Random(5)  # noqa: S311 - inputs, not secrets
    places: list[Position] = []
    while len(places) < count:
        at = travel(MIDDLE, noise.uniform(0, 360), 33_000 * noise.random() ** 0.5)
        if ground.holds(at):
            places.append(at)
    seen = [False] * count
    for run in one.runs:
        near, far = run.look.near_m, run.look.far_m
        edges = {Side.BELOW: (-far, far), Side.RIGHT: (near, far), Side.LEFT: (-far, -near)}
        least, most = edges[run.side or Side.BELOW]
        leg = one.path[run.first : run.last + 1]
        found = along_across(leg, [p.lon_deg for p in places], [p.lat_deg for p in places])
        for k, (across, away) in enumerate(zip(found.across_m, found.distance_m, strict=True)):
            abeam = abs(abs(across) - away) < 1.0
            seen[k] |= bool(abeam and least <= across <= most)
    return sum(seen) / count


@pytest.mark.parametrize("look", [CAMERA, RADAR, LEFT])
def test_strips_show_the_whole_area(look: Look) -> None:
    """Every bearing, from either side, and turned round where the sensor can be."""
    ground = Ground.of(ring(), "area")
    found = passes_of_area(ground, [look], 1.0, None)
    assert len(found) >= 8
    assert all(shown(one, ground) >= 0.995 for one in found)
    turned = [one.turned for one in found if one.either_way]
    assert bool(turned) is (look is not LEFT)
    assert all(shown(one, ground) >= 0.995 for one in turned)


@pytest.mark.parametrize("share", [0.3, 0.6, 0.8])
def test_a_share_needs_fewer_strips(share: float) -> None:
    """What reaches the share is enough: fewer strips, and not less than the share."""
    ground = Ground.of(ring(), "area")
    whole = passes_of_area(ground, [CAMERA], 1.0, 0.0)[0]
    part = passes_of_area(ground, [CAMERA], share, 0.0)[0]
    assert part.length_m < whole.length_m
    assert share - 0.05 <= shown(part, ground)
    assert part.share >= share


def test_the_bearing_asked_is_flown() -> None:
    """A planner who knows the sun or the wind says in which direction."""
    for one in passes_of_area(Ground.of(ring(), "area"), [CAMERA], 1.0, 90.0):
        assert len(one.runs) * 2 == len(one.path)
        for a, b in zip(one.path[::2], one.path[1::2], strict=True):
            assert abs(a.lat_deg - b.lat_deg) < 0.02


def test_a_small_area_is_one_strip() -> None:
    """What fits under the swath is flown past once."""
    for one in passes_of_area(Ground.of(ring(3_000.0), "area"), [CAMERA], 1.0, None):
        assert len(one.path) == 2
        assert one.share == pytest.approx(1.0)


def test_an_area_too_large_is_not_covered() -> None:
    """More strips than any flight has distance for."""
    slit = Look("SLIT", SensorCategory.OPTICAL_FRAMING, 300.0, to_deg=20.0)
    assert MOST_ROWS == 60
    assert passes_of_area(Ground.of(ring(), "area"), [slit], 1.0, None) == ()


@pytest.mark.parametrize(
    "corners",
    [
        (),
        ring()[:2],
        (Position(0, 0), Position(1, 1), Position(1, 0), Position(0, 1)),
        (Position(0, 0), Position(120, 0), Position(-120, 0)),
    ],
)
def test_a_ring_that_is_none_is_refused(corners: tuple[Position, ...]) -> None:
    """Two corners, a figure of eight, a ring round the Earth."""
    with pytest.raises(UsageError, match="E-AREA"):
        Ground.of(corners, "area")


def test_an_area_over_the_antimeridian_is_an_area() -> None:
    """The plane lies over its middle, wherever that is."""
    corners = tuple(travel(Position(180.0, 66.0), turn, 20_000.0) for turn in (45, 135, 225, 315))
    ground = Ground.of(corners, "Chukotka")
    (one, _) = passes_of_area(ground, [CAMERA], 1.0, 0.0)[:2]
    assert abs(abs(ground.middle.lon_deg) - 180.0) < 0.1
    assert one.length_m < 150_000.0
