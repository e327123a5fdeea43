"""Minimum heights and flight altitudes: the commission's arithmetic."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest

from overflight.errors import UsageError
from overflight.sensors import (
    HEIGHT_DEPENDENT,
    HeightReading,
    SensorCategory,
    limits_of,
    minimum_height_m,
    segment_altitude,
)

AGREED = limits_of(SensorCategory.VIDEO).resolution


def test_the_strictest_direction_counts_rounded_up() -> None:
    """H x L_a / L: 1,000 m at 0.25 m gives 1,200 m, at 0.40 m 750 m; the higher one stands."""
    along = [HeightReading(1000.0, 0.25), HeightReading(1000.0, 0.25)]
    across = [HeightReading(1000.0, 0.40)]
    assert minimum_height_m([along, across], AGREED) == 1200
    assert minimum_height_m([[HeightReading(1000.5, 0.30)]], AGREED) == 1001
    assert minimum_height_m([[HeightReading(900.0, 0.30)]], AGREED) == 900


@pytest.mark.parametrize(
    "sets",
    [
        [],
        [[]],
        [[HeightReading(0.0, 0.3)]],
        [[HeightReading(1000.0, -0.3)]],
        [[HeightReading(math.nan, 0.3)]],
        [[HeightReading(1000.0, math.inf)]],
    ],
)
def test_readings_that_are_none_are_refused(sets: list[list[HeightReading]]) -> None:
    """No readings, or numbers that no target gives."""
    with pytest.raises(UsageError, match="E-HEIGHT"):
        minimum_height_m(sets, AGREED)


def test_the_altitude_of_a_segment_follows_the_formulas() -> None:
    """(500 + 1,500) m x 3.281 = 6,562 ft; 10 degrees warmer takes 10/288 of it off."""
    steps = segment_altitude(ground_m=500.0, h_min_m=Decimal(1500), warmer_c=10.0, qnh_hpa=1003.25)
    assert steps.true_ft == pytest.approx(6562.0)
    assert steps.warm_ft == pytest.approx(6562.0 * (1 - 10 / 288))
    assert steps.indicated_ft == pytest.approx(6562.0 * (1 - 10 / 288) + 10 * 27.287)
    assert steps.derived


@pytest.mark.parametrize(("h_min", "qnh"), [("0", 1013.25), ("1500", 0.0), ("1500", math.nan)])
def test_an_altitude_needs_a_pressure_and_a_height(h_min: str, qnh: float) -> None:
    """A forecast of no pressure is no forecast."""
    with pytest.raises(UsageError, match="E-HEIGHT"):
        segment_altitude(ground_m=0.0, h_min_m=Decimal(h_min), warmer_c=0.0, qnh_hpa=qnh)


def test_only_a_radar_does_not_depend_on_height() -> None:
    """annex.D.I.2.E names no minimum height for it."""
    assert set(SensorCategory) - HEIGHT_DEPENDENT == {SensorCategory.RADAR}


def test_the_limits_agree_with_the_table_of_the_treaty() -> None:
    """The product's own table of Article IV and these values are two readings of one text."""
    from overflight.treaty import open_skies

    rows = {row.id: row for row in open_skies().sensor_limits}
    pairs = {
        "OPT-PAN": SensorCategory.OPTICAL_PANORAMIC,
        "OPT-FRM-V": SensorCategory.OPTICAL_FRAMING,
        "VID": SensorCategory.VIDEO,
        "IRLS": SensorCategory.INFRA_RED,
        "SAR": SensorCategory.RADAR,
    }
    for row_id, category in pairs.items():
        assert rows[row_id].limit_m == limits_of(category).resolution.amount
