"""The lowest altitude of a segment: the commission's formulas, worked by hand."""

from __future__ import annotations

import math

import pytest

from overflight.errors import UsageError
from overflight.sensors import (
    LengthUnit,
    PressureUnit,
    SegmentAltitude,
    Weather,
    segment_altitude,
)
from overflight.treaty import DecisionStatus

STANDARD = Weather(0.0, 1013.25)


def lowest(
    weather: Weather,
    given: LengthUnit = LengthUnit.METRES,
    shown: LengthUnit = LengthUnit.FEET,
) -> SegmentAltitude:
    """Return the altitude over ground of 500 with an H_min of 1,500."""
    return segment_altitude(ground=500, h_min=1500, weather=weather, given=given, shown=shown)


def test_metres_become_feet_once_by_the_number_written() -> None:
    """(500 + 1,500) m x 3.281 = 6,562 ft, not the 6,561.68 of an exact foot."""
    found = lowest(STANDARD)
    assert (found.true, found.warm, found.pressure) == pytest.approx((6562.0, 6562.0, 6562.0))
    assert found.unit is LengthUnit.FEET


def test_feet_become_metres_by_their_own_number() -> None:
    """2,000 ft x 0.305 = 610 m; the reciprocal of 3.281 would give 609.57 m."""
    found = lowest(STANDARD, LengthUnit.FEET, LengthUnit.METRES)
    assert found.true == pytest.approx(610.0)


def test_warmer_air_gives_a_lower_indicated_altitude() -> None:
    """10 degrees warmer take 10/288 of it off: 6,562 x 278/288 = 6,334.15."""
    assert lowest(Weather(10.0, 1013.25)).warm == pytest.approx(6562 * 278 / 288)
    assert lowest(Weather(-10.0, 1013.25)).warm > 6562


def test_hectopascals_use_the_derived_coefficient_and_say_so() -> None:
    """QNH 1003.25: 10 hPa x 27.287 ft = 272.87 ft more; QNH above standard gives less."""
    found = lowest(Weather(0.0, 1003.25))
    assert found.pressure == pytest.approx(6562 + 272.87)
    assert found.status is DecisionStatus.DERIVED
    assert lowest(Weather(0.0, 1023.25)).pressure < 6562


def test_inches_use_the_coefficient_that_was_read() -> None:
    """QNH 28.92 inHg: one inch x 924.05 ft."""
    found = lowest(Weather(0.0, 28.92, PressureUnit.INHG))
    assert found.pressure == pytest.approx(6562 + 924.05)
    assert found.status is DecisionStatus.EXACT


def test_a_metric_answer_converts_the_coefficient_only() -> None:
    """2,000 m stay as they are; 10 hPa x 27.287 ft x 0.305 = 83.225 m."""
    found = lowest(Weather(0.0, 1003.25), shown=LengthUnit.METRES)
    assert found.pressure == pytest.approx(2000 + 83.22535)


def test_the_steps_can_be_checked_on_paper() -> None:
    """Each step names its unit and what the height counts from."""
    steps = lowest(Weather(10.0, 1003.25)).steps
    assert steps[0].endswith("2,000.0 m above mean sea level")
    assert "x 3.281 = 6,562.0 ft" in steps[1]
    assert steps[-1].endswith("pressure altitude")
    assert len(lowest(STANDARD, shown=LengthUnit.METRES).steps) == 3


@pytest.mark.parametrize(
    ("ground", "h_min", "warmer", "qnh"),
    [
        (0.0, -1.0, 0.0, 1013.25),
        (0.0, math.nan, 0.0, 1013.25),
        (math.inf, 1500.0, 0.0, 1013.25),
        (0.0, 1500.0, 288.0, 1013.25),
        (0.0, 1500.0, 0.0, 29.92),
        (0.0, 1500.0, 0.0, 0.0),
    ],
)
def test_numbers_no_flight_meets_are_refused(
    ground: float, h_min: float, warmer: float, qnh: float
) -> None:
    """Inches given as hectopascals are the likeliest slip: 29.92 hPa is no weather."""
    with pytest.raises(UsageError, match="E-HEIGHT"):
        segment_altitude(ground=ground, h_min=h_min, weather=Weather(warmer, qnh))
