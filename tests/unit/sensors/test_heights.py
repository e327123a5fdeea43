"""Minimum heights and flight altitudes: the commission's arithmetic."""

from __future__ import annotations

import math

import pytest

from overflight.errors import UsageError
from overflight.sensors import (
    HEIGHT_DEPENDENT,
    HeightReading,
    SensorCategory,
    limits_of,
    minimum_height_m,
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
