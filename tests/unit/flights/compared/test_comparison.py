"""Along, across, late, seen: numbers a person can check on the equator."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.flown import DEGREE_M, START_S, along, beside, plan, route, track

from overflight.errors import UsageError
from overflight.flights import (
    CleaningSettings,
    ComparisonSettings,
    HeightSettings,
    Track,
    clean,
    compare,
)
from overflight.geodesy import FlatTerrain
from overflight.missions import HeightSystem

# Length of 0.1 degree of meridian from the equator on WGS 84 (GeographicLib: 11057.4277 m).
TENTH_M = 11_057.4277


def test_a_flight_on_the_path_is_on_it_and_in_time() -> None:
    """No distance, no delay, every metre seen."""
    found = beside(along())
    assert found.off_m.max() < 1e-3
    assert np.abs(found.late_s).max() < 1e-3
    assert found.off_path == ()
    assert [leg.name for leg in found.legs] == ["XX-HOME - A", "A - B", "B - XX-AWAY"]
    for leg in found.legs:
        assert leg.seen_m == pytest.approx(leg.length_m)
        assert leg.kept_m == pytest.approx(leg.length_m)
        assert leg.length_m == pytest.approx(DEGREE_M)
    assert found.flown_m == pytest.approx(3 * DEGREE_M)


@pytest.mark.parametrize(("lat", "sign"), [(0.1, -1.0), (-0.1, 1.0)])
def test_right_of_the_flight_is_positive(lat: float, sign: float) -> None:
    """Eastward along the equator, south is to the right."""
    found = beside(along(lat_deg=lat))
    middle = found.across_m[100:200]
    assert middle == pytest.approx(np.full(100, sign * TENTH_M), abs=0.05)
    assert found.off_m == pytest.approx(np.full(301, TENTH_M), abs=0.05)
    leg = found.legs[1]
    assert (leg.most_right_m if sign > 0 else leg.most_left_m) == pytest.approx(TENTH_M, abs=0.05)
    assert (leg.most_left_m if sign > 0 else leg.most_right_m) == 0.0
    assert leg.kept_m == 0.0
    assert leg.seen_m == pytest.approx(leg.length_m, rel=1e-6)


def test_a_run_off_the_path_ends_where_the_path_is_met() -> None:
    """Since, until, leg, the most, and where."""
    lat = [0.025 if 140 <= i <= 160 else 0.0 for i in range(301)]
    flown = replace(along(), lat_deg=np.array(lat))
    found = beside(flown)
    (run,) = found.off_path
    assert (run.since_row, run.until_row, run.leg) == (141, 161, 1)
    assert run.excursion == pytest.approx(TENTH_M / 4, abs=0.05)
    assert run.at.lat_deg == 0.025


def test_a_late_flight_is_late_everywhere() -> None:
    """Ten minutes at the start are ten minutes at the end."""
    found = beside(along().moved(600.0))
    assert found.late_s == pytest.approx(np.full(301, 600.0), abs=1e-3)


def test_a_gap_is_not_seen_of_its_leg() -> None:
    """A third of a leg is missing: it is not counted, and no run reaches over it."""
    flown = along()
    keep = np.flatnonzero((flown.lon_deg < 1.2) | (flown.lon_deg > 1.5))
    found = beside(flown.only(keep))
    assert found.legs[1].seen_m == pytest.approx(DEGREE_M * (1 - 0.32), rel=1e-6)
    assert len(found.clean.unseen) == 1
    assert found.flown_m == pytest.approx(DEGREE_M * (3 - 0.32), rel=1e-6)


def test_a_leg_nobody_saw_has_no_numbers() -> None:
    """A flight that was cut short leaves its last legs empty."""
    flown = along()
    found = beside(flown.only(np.flatnonzero(flown.lon_deg < 1.5)))
    last = found.legs[2]
    assert (last.points, last.seen_m, last.since_s, last.most_right_m) == (0, 0.0, None, None)


def test_heights_in_one_system_are_compared() -> None:
    """The climb before and the descent after the planned height are left out."""
    height = [1000.0] * 30 + [3000.0] * 100 + [3400.0] * 50 + [3000.0] * 91 + [500.0] * 30
    flown = along()
    heights = (replace(flown.heights[0], height_m=np.array(height)),)
    loose = CleaningSettings(climb_m_s=1000.0)
    found = beside(replace(flown, heights=heights), cleaning=loose)
    (run,) = found.off_height
    assert (run.since_row, run.until_row, run.excursion) == (131, 180, 400.0)
    assert found.above_m[0] == -2000.0


def test_heights_never_near_the_plan_are_off_throughout() -> None:
    """Where the planned height is never met there is no climb to leave out."""
    found = beside(along(), agreed=plan(height_m=5000.0, observations=()))
    (run,) = found.off_height
    assert run.excursion == 2000.0


def test_heights_of_other_systems_are_not_compared() -> None:
    """The reason stands in the answer, and no number."""
    found = beside(along(), agreed=plan(height_system=HeightSystem.MSL))
    assert found.heights.says.startswith("not comparable")
    assert np.isnan(found.above_m).all()
    assert found.off_height == ()


def test_heights_above_ground_use_the_terrain() -> None:
    """Planned 3,000 m above ground, flown 3,000 m above the ellipsoid, ground at 400 m."""
    agreed = plan(height_system=HeightSystem.AGL)
    found = beside(along(), agreed=agreed, flat=FlatTerrain(400.0))
    assert found.above_m[0] == pytest.approx(-400.0)


def out_and_back() -> Track:
    """Return a flight to the third leg, back to the first, and on to the end."""
    out = np.linspace(0.0, 2.5, 251)
    back = np.linspace(2.5, 0.5, 201)[1:]
    return track([*out.tolist(), *back.tolist(), *np.linspace(0.5, 3.0, 251)[1:].tolist()])


def test_a_flight_back_along_the_path_is_on_the_path() -> None:
    """It belongs to the legs it was flown on, and the metres out of order and back are told."""
    found = beside(out_and_back())
    assert found.off_m.max() < 1e-3
    assert found.nearest_m.max() < 1e-3
    assert found.off_path == ()
    # The third leg before the way back, and the first on it: one degree each, 2 km at the ends.
    assert found.out_of_order_m == pytest.approx(2 * DEGREE_M, abs=5_000)
    assert len(found.out_of_order) == 2
    assert found.against_m == pytest.approx(2 * DEGREE_M, abs=5_000)


def test_without_going_back_the_nearest_leg_is_another_one() -> None:
    """Beside the leg in order stands the distance to the whole path, and no run off it."""
    settings = ComparisonSettings(back_m=1e9)
    found = beside(out_and_back(), settings=settings)
    assert found.off_m.max() > 50_000.0
    assert found.nearest_m.max() < 2_000.0, "within the tolerance that of the leg may stand"
    assert found.nearest_m[found.off_m > 2_000.0].max() < 1e-3
    assert found.off_path == ()


def test_the_distance_aside_has_the_sign_of_the_side() -> None:
    """North of an eastward leg is left of it: negative."""
    assert beside(along(lat_deg=0.1)).aside_m[150] == pytest.approx(-TENTH_M, abs=0.05)


def test_a_track_of_one_point_is_compared() -> None:
    """One point has a place and a delay, and no length."""
    found = beside(track([1.5]))
    assert found.flown_m == 0.0
    assert found.leg.tolist() == [1]


def test_a_track_without_points_is_refused() -> None:
    """There is nothing to compare; the message says where to look."""
    with pytest.raises(UsageError, match="after cleaning"):
        compare(clean(track([float("nan")])), route())


@pytest.mark.parametrize(
    "settings",
    [
        {"tolerance_m": -1.0},
        {"position_error_m": float("nan")},
        {"heights": HeightSettings(error_m=float("inf"))},
        {"abreast_m": -1.0},
        {"back_m": float("inf")},
    ],
)
def test_settings_that_make_no_sense_are_refused(settings: dict[str, object]) -> None:
    """A negative tolerance would find everything off the path."""
    with pytest.raises(UsageError):
        ComparisonSettings(**settings)  # type: ignore[arg-type]


def test_runs_of_anything_can_be_asked() -> None:
    """The rules put their own questions to the points."""
    found = beside(along())
    (run,) = found.runs(found.track.time_s > START_S + 100, found.along_m)
    assert run.past == 301
