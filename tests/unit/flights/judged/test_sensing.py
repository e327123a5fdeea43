"""Where sensors were on: agreed stretches, other places, and time in which nobody saw."""

from __future__ import annotations

import numpy as np
import pytest
from tests.flown import DEGREE_M, along, at, beside, log_of, track

from overflight.errors import UsageError
from overflight.flights import SensorOn, sensor_periods

# From A to B the sensor is agreed; the aircraft is there from 1,001.9 s to 2,003.8 s.
LEG_S = DEGREE_M / (400_000 / 3600)


def test_a_sensor_on_where_agreed() -> None:
    """Both ends lie inside its stretch."""
    (period,) = sensor_periods(beside(along(3001)), log_of((LEG_S, 2 * LEG_S)))
    assert period.planned_m == pytest.approx(DEGREE_M, abs=300)
    assert period.other_m == 0.0
    assert period.seen_s == pytest.approx(LEG_S)
    assert period.unseen_s == pytest.approx(0)
    assert period.from_m == pytest.approx(DEGREE_M, abs=150)
    assert period.to_m == pytest.approx(2 * DEGREE_M, abs=150)


def test_a_sensor_on_too_long_is_on_elsewhere() -> None:
    """Half a leg too far; the tolerance of 2 km belongs to the stretch."""
    (period,) = sensor_periods(beside(along(3001)), log_of((LEG_S, 2.5 * LEG_S)))
    assert period.other_m == pytest.approx(DEGREE_M / 2 - 2000, abs=300)


def test_a_sensor_nobody_agreed_is_on_elsewhere_throughout() -> None:
    """Another sensor has no stretch of its own."""
    (period,) = sensor_periods(beside(along(3001)), log_of((LEG_S, 2 * LEG_S), sensor="SAR"))
    assert period.planned_m == 0.0


def test_time_in_a_gap_is_unseen() -> None:
    """Half of the period nobody knows where the aircraft was."""
    flown = along(3001)
    keep = np.flatnonzero((flown.lon_deg < 1.25) | (flown.lon_deg > 1.75))
    (period,) = sensor_periods(beside(flown.only(keep)), log_of((LEG_S, 2 * LEG_S)))
    assert period.unseen_s == pytest.approx(LEG_S / 2, abs=3)


def test_a_sensor_on_while_nobody_saw_is_nowhere() -> None:
    """Nothing is filled in."""
    (period,) = sensor_periods(beside(along()), log_of((90_000, 90_600)))
    assert (period.from_m, period.to_m, period.seen_s) == (None, None, 0.0)
    assert period.unseen_s == 600.0


def test_one_point_has_no_length() -> None:
    """A moment is a place, not a stretch."""
    (period,) = sensor_periods(beside(track([1.5])), log_of((0, 0)))
    assert (period.planned_m, period.other_m) == (0.0, 0.0)
    assert period.from_m is not None


def test_off_before_on_is_refused() -> None:
    """A log that runs backwards is broken."""
    with pytest.raises(UsageError):
        SensorOn("CAM", at(10), at(5))
