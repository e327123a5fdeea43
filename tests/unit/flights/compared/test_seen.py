"""What counts as seen of the agreed path, and what as flown in its order."""

from __future__ import annotations

import numpy as np
import pytest
from tests.flown import DEGREE_M, along, beside, track

from overflight.flights import CleaningSettings, ComparisonSettings
from overflight.flights.compared.seen import Flown, out_of_order

FAST = CleaningSettings(fastest_m_s=20_000.0)


def test_a_leg_jumped_over_in_one_step_is_not_seen() -> None:
    """From A straight to B in one step without a point between: nobody came past that leg."""
    flown = along()
    keep = np.flatnonzero((flown.lon_deg < 0.995) | (flown.lon_deg > 2.005))
    found = beside(flown.only(keep), cleaning=CleaningSettings(gap_s=5_000.0))
    assert found.clean.unseen == ()
    assert (found.legs[1].points, found.legs[1].seen_m) == (0, 0.0)
    assert found.legs[0].seen_m == pytest.approx(0.99 * DEGREE_M, rel=1e-6)


def test_a_step_over_a_turn_comes_past_both_legs() -> None:
    """Between neighbouring legs the turn itself is seen."""
    found = beside(track([0.95, 1.05], time_s=[1.0527e9, 1.0527e9 + 50]))
    assert found.legs[0].seen_m == pytest.approx(0.05 * DEGREE_M, rel=1e-6)
    assert found.legs[1].seen_m == pytest.approx(0.05 * DEGREE_M, rel=1e-6)
    back = beside(track([1.05, 0.95], time_s=[1.0527e9, 1.0527e9 + 50]))
    assert sum(leg.seen_m for leg in back.legs) == pytest.approx(0.1 * DEGREE_M, rel=1e-6)


@pytest.mark.parametrize(("metres", "share"), [(11_058.0, 1.0), (11_057.0, 0.0)])
def test_far_from_its_leg_a_point_shows_nothing_of_it(metres: float, share: float) -> None:
    """0.1 degree of meridian is 11,057.43 m: within the setting, and a little beyond it."""
    settings = ComparisonSettings(abreast_m=metres)
    found = beside(along(lat_deg=0.1), settings=settings)
    assert found.legs[1].seen_m == pytest.approx(share * DEGREE_M, rel=1e-3)
    assert found.ends_m[0] == pytest.approx((1 - share) * 3 * DEGREE_M, abs=1.0)


def test_the_ends_nobody_saw_lie_before_and_after() -> None:
    """A track of the middle leaves both ends of the path unseen."""
    flown = along()
    keep = np.flatnonzero((flown.lon_deg > 0.695) & (flown.lon_deg < 2.105))
    found = beside(flown.only(keep))
    assert found.ends_m == pytest.approx((0.7 * DEGREE_M, 2.1 * DEGREE_M), abs=0.1)
    assert found.legs[1].seen_m == pytest.approx(DEGREE_M)


def test_sides_are_told_of_points_abreast_only() -> None:
    """Beyond the end of a leg its line goes on, but the leg does not."""
    found = beside(track([3.1, 3.15], [0.2, 0.3]), cleaning=FAST)
    last = found.legs[2]
    assert (last.points, last.most_right_m, last.most_left_m) == (2, None, None)
    assert last.since_s is not None


def order(leg: list[int], step_m: list[float]) -> list[bool]:
    """Return which points are out of order."""
    count = len(leg)
    empty = np.zeros(count)
    seen = np.ones(count - 1, dtype=np.bool_)
    flown = Flown(
        np.array(leg), empty, empty, empty, np.ones(count, dtype=np.bool_), np.array(step_m), seen
    )
    return [bool(x) for x in out_of_order(max(leg) + 1, flown)]


def test_the_longest_part_in_order_stands() -> None:
    """One leg flown too early does not put the whole flight out of order."""
    early = order([3, 0, 0, 1, 1, 2, 2, 3], [1.0] * 7)
    assert early == [True, False, False, False, False, False, False, False]
    # The way back is longer than the way out, and stands; legs may be left out.
    long = order([0, 4, 1, 1, 3], [1.0, 1.0, 9.0, 1.0])
    assert long == [False, True, False, False, False]


def test_a_flight_in_order_has_nothing_out_of_it() -> None:
    """Legs flown twice in a row, or jumped over, keep the order."""
    assert not any(order([0, 0, 2, 2, 5], [0.0, 0.0, 0.0, 0.0]))
    assert not any(order([4], []))


def test_taxiing_to_and_fro_is_not_flying_back() -> None:
    """A step counts as flown back where it leads back by more than half its length."""
    lon = [1.5, 1.5001, 1.4999]
    found = beside(track(lon, [0.0, 0.001, 0.003]))
    assert found.against_m == 0.0
