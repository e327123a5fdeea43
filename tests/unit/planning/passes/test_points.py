"""Passes of a point: it lies abeam, on the right side, as far aside as the sensor sees."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from overflight.geodesy import Position, along_across
from overflight.missions import Side
from overflight.planning import Look
from overflight.planning.asked.looks import Band
from overflight.planning.passes.points import from_aside, passes_of_point
from overflight.planning.passes.ways_past import Pass
from overflight.sensors import SensorCategory

HERE = Position(10.0, 50.0)
CAMERA = Look("CAM", SensorCategory.OPTICAL_FRAMING, 2_000.0, to_deg=45.0)
NARROW = Look("NAR", SensorCategory.OPTICAL_FRAMING, 1_000.0, to_deg=10.0)
RADAR = Look("RAD", SensorCategory.RADAR, 3_000.0, from_deg=60.0, to_deg=80.0)
STEEP = Look("STP", SensorCategory.RADAR, 3_000.0, from_deg=10.0, to_deg=60.0)
LEFT = Look("LFT", SensorCategory.RADAR, 3_000.0, None, Side.LEFT, 60.0, 80.0)
RIGHT = Look("RGT", SensorCategory.OPTICAL_FRAMING, 3_000.0, None, Side.RIGHT, 60.0, 75.0)


def needs(*looks: Look) -> list[Sequence[Band]]:
    """Return one wish for each sensor."""
    return [look.bands for look in looks]


def is_seen(one: Pass, at: Position) -> bool:
    """Tell, measured on the ellipsoid, whether every sensor of a pass sees a point abeam."""
    for run in one.runs:
        leg = one.path[run.first : run.last + 1]
        found = along_across(leg, [at.lon_deg], [at.lat_deg])
        across, away = float(found.across_m[0]), float(found.distance_m[0])
        band = next(b for b in run.look.bands if b.side is run.side)
        abeam = abs(abs(across) - away) < 1.0
        if not (abeam and band.least_m <= across <= band.most_m):
            return False
    return bool(one.runs)


def test_what_is_seen_from_above_is_flown_over() -> None:
    """A camera that looks below needs one place, in any direction."""
    (one,) = passes_of_point(HERE, needs(CAMERA), 8)
    assert one.path == (HERE,)
    assert one.either_way
    assert not from_aside(needs(CAMERA))
    assert passes_of_point(HERE, [], 8) == (Pass((HERE,)),)


@pytest.mark.parametrize("look", [RADAR, LEFT, RIGHT])
def test_what_is_seen_from_aside_is_passed_at_the_look_distance(look: Look) -> None:
    """Flown as drawn, and turned round where the sensor can be, the point is seen abeam."""
    found = passes_of_point(HERE, needs(look), 8)
    assert from_aside(needs(look))
    assert len(found) == 8
    assert all(is_seen(one, HERE) for one in found)
    assert all(one.either_way is (look is RADAR) for one in found)
    assert all(is_seen(one.turned, HERE) for one in found if one.either_way)
    assert all(one.length_m == pytest.approx(4_000.0, abs=1.0) for one in found)


def test_two_sensors_that_see_the_same_strip_need_one_leg() -> None:
    """Where the swaths of radar and camera overlap, one pass serves both."""
    found = passes_of_point(HERE, needs(STEEP, CAMERA), 6)
    assert len(found) == 6
    assert all(len(one.path) == 2 and len(one.runs) == 2 for one in found)
    assert all(is_seen(one, HERE) and is_seen(one.turned, HERE) for one in found)


@pytest.mark.parametrize("camera", [CAMERA, NARROW])
@pytest.mark.parametrize("radar", [RADAR, LEFT])
def test_two_sensors_that_do_not_are_served_by_two_legs(camera: Look, radar: Look) -> None:
    """Over the point for the camera, then at a right angle past it for the radar."""
    found = passes_of_point(HERE, needs(radar, camera), 5)
    assert found
    assert all(len(one.path) == 3 for one in found)
    assert all(is_seen(one, HERE) for one in found)
    assert all(is_seen(one.turned, HERE) for one in found if one.either_way)


def test_a_wish_may_be_met_by_several_sensors() -> None:
    """Left or right camera: both sets of passes are there to choose from."""
    oblique = Look("L", SensorCategory.OPTICAL_FRAMING, 3_000.0, None, Side.LEFT, 60.0, 75.0)
    found = passes_of_point(HERE, [[*RIGHT.bands, *oblique.bands]], 4)
    assert {run.look.sensor for one in found for run in one.runs} == {"RGT", "L"}
    assert all(is_seen(one, HERE) for one in found)


def test_three_sensors_at_three_distances_are_too_many() -> None:
    """No two legs show a point to three sensors that see it at three distances."""
    far = Look("FAR", SensorCategory.OPTICAL_FRAMING, 8_000.0, None, Side.RIGHT, 75.0, 80.0)
    assert passes_of_point(HERE, needs(NARROW, RADAR, far), 4) == ()


def test_a_longer_lead_makes_longer_passes() -> None:
    """An aircraft with a wide turn is straight long enough before the point is abeam."""
    (one,) = passes_of_point(HERE, needs(LEFT), 1, 6_000.0)
    assert one.length_m == pytest.approx(12_000.0, abs=1.0)
