"""Sensors and where they see the ground beside the path."""

from __future__ import annotations

import math

import pytest

from overflight.errors import UsageError
from overflight.missions import Side
from overflight.planning import Look
from overflight.planning.asked.looks import MARGIN, looks_for
from overflight.sensors import SensorCategory

CAMERA = Look("CAM", SensorCategory.OPTICAL_FRAMING, 2_000.0, 1_500.0, to_deg=45.0)
RADAR = Look("RAD", SensorCategory.RADAR, 3_000.0, from_deg=60.0, to_deg=80.0)


def test_a_camera_sees_both_sides_as_far_as_its_angle() -> None:
    """At 45 degrees the ground is as far aside as the aircraft is high, and a little more."""
    (band,) = CAMERA.bands
    assert band.side is Side.BELOW
    assert CAMERA.far_m == pytest.approx(2_000.0, abs=1.0)
    assert band.most_m == -band.least_m == pytest.approx(0.9 * CAMERA.far_m)


@pytest.mark.parametrize("look", [CAMERA, RADAR])
def test_nothing_is_planned_at_the_edge_of_what_is_seen(look: Look) -> None:
    """Ground and hand are never quite as planned: a tenth of half the band stays free."""
    for band in look.bands:
        near = -look.far_m if band.side is Side.BELOW else look.near_m
        edges = sorted((near, look.far_m)) if band.most_m > 0 else [-look.far_m, -look.near_m]
        spare = MARGIN * (edges[1] - edges[0]) / 2
        assert band.least_m - edges[0] == pytest.approx(spare)
        assert edges[1] - band.most_m == pytest.approx(spare)
        assert look.sure_m == pytest.approx(look.far_m - spare)


def test_a_radar_looks_to_one_side_and_never_below() -> None:
    """The text lets a radar look to either side, one at a time (art.IV.2.D)."""
    right, left = RADAR.bands
    near = 3_000.0 * math.tan(math.radians(60))
    assert RADAR.near_m == pytest.approx(near, rel=1e-3)
    assert RADAR.near_m < right.least_m < right.most_m < RADAR.far_m
    assert (left.least_m, left.most_m) == (-right.most_m, -right.least_m)
    fixed = Look("R", SensorCategory.RADAR, 3_000.0, None, Side.LEFT, 60.0, 80.0)
    assert [band.side for band in fixed.bands] == [Side.LEFT]


def test_an_oblique_camera_sees_its_side_only() -> None:
    """A framing camera on the left sees from its near angle to its far one, left."""
    oblique = Look("L", SensorCategory.OPTICAL_FRAMING, 2_000.0, None, Side.LEFT, 20.0, 60.0)
    (band,) = oblique.bands
    assert band.most_m < 0
    assert band.least_m < band.most_m


def test_no_sensor_sees_farther_than_the_text_allows() -> None:
    """Fifty kilometres to each side, and a swath of twenty-five for a radar (GEO-7)."""
    camera = Look("C", SensorCategory.OPTICAL_PANORAMIC, 10_000.0, to_deg=83.0)
    radar = Look("R", SensorCategory.RADAR, 10_000.0, from_deg=45.0, to_deg=83.0)
    assert camera.far_m == 50_000.0
    assert radar.far_m - radar.near_m == pytest.approx(25_000.0)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"height_m": 0.0}, "height above ground"),
        ({"height_m": math.nan}, "height above ground"),
        ({"from_deg": 50.0, "to_deg": 40.0}, "look angles"),
        ({"to_deg": 89.5}, "look angles"),
        ({"height_m": 1_000.0, "h_min_m": 1_500.0}, "H_min"),
        ({"height_m": 40_000.0, "to_deg": 88.9}, "meets the ground"),
        ({"category": SensorCategory.RADAR, "side": Side.BELOW}, "left or right"),
        ({"category": SensorCategory.RADAR}, "looks aside"),
    ],
)
def test_a_sensor_that_cannot_be_is_refused(changes: dict[str, object], says: str) -> None:
    """A height below H_min would break GEO-6 at every point; a radar below itself sees nothing."""
    given: dict[str, object] = {
        "sensor": "X",
        "category": SensorCategory.OPTICAL_FRAMING,
        "height_m": 2_000.0,
    }
    with pytest.raises(UsageError, match="E-SENSOR") as fault:
        Look(**{**given, **changes})  # type: ignore[arg-type]
    assert says in str(fault.value)


def test_a_wish_names_a_sensor_a_category_or_optical() -> None:
    """A target may want the radar, a radar, or any camera on film."""
    every = (CAMERA, RADAR)
    assert looks_for("CAM", every) == looks_for("OF", every) == looks_for("optical", every)
    assert looks_for("SAR", every) == (RADAR,)
    assert looks_for("IRLS", every) == ()
