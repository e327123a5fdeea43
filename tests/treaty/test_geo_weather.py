"""GEO-6 with a forecast: pressure altitudes by the commission's formulas, worked by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.plan_cases import AROUND, PLAN, camera

from overflight.errors import UsageError
from overflight.geodesy import FlatTerrain, Floats
from overflight.missions import (
    HeightSystem,
    MissionPlan,
    Observation,
    SegmentWeather,
    period_altitudes,
)
from overflight.missions.rules.height_floor import height_floor
from overflight.sensors import SensorCategory
from overflight.treaty import Finding

pytestmark = [
    pytest.mark.rule("GEO-6"),
    pytest.mark.provision("art.VI.II.4.D", "dec.unnumbered.altitude-formula"),
]
LOW = SegmentWeather(0.0, qnh_hpa=1003.25, source="a forecast by hand")
GROUND = replace(AROUND, terrain=FlatTerrain(500.0, height_system="EGM96"), weather=(LOW,))


def flown_at(height_m: float, h_min_m: float | None = 1500.0) -> MissionPlan:
    """Return the plan with one camera at a pressure altitude."""
    return replace(
        PLAN,
        height_system=HeightSystem.PRESSURE,
        observations=(camera("IT-S", "A", height_m, h_min_m),),
    )


def judged(height_m: float, *weather: SegmentWeather) -> Finding:
    """Return the finding about a camera over ground at 500 m that needs 1,500 m."""
    around = replace(GROUND, weather=weather or (LOW,))
    (finding,) = height_floor(flown_at(height_m), around)
    return finding


def test_low_pressure_asks_for_a_higher_flight_level() -> None:
    """2,000 m + 10 hPa x 27.287 ft x 0.305 = 2,083.2 m; levels of heights leave 3 m of doubt."""
    assert judged(2087).outcome.value == "kept"
    assert judged(2080).outcome.value == "broken"
    middle = judged(2083)
    assert middle.outcome.value == "open"
    assert middle.limit is not None
    assert middle.limit.value == pytest.approx(2083.22535)
    assert "dec.unnumbered.altitude-hpa DERIVED" in " ".join(middle.basis)
    assert "forecast: a forecast by hand" in middle.basis


def test_warm_air_asks_for_less_and_cold_for_more() -> None:
    """28.8 degrees warmer take a tenth off: 1,800 m; colder add a tenth: 2,200 m."""
    warm, cold = SegmentWeather(28.8, 1013.25), SegmentWeather(-28.8, 1013.25)
    assert judged(1804, warm).outcome.value == "kept"
    assert judged(1804, cold).outcome.value == "broken"
    # Of two forecasts for one segment the strictest counts.
    assert judged(1804, warm, cold).outcome.value == "broken"


def test_inches_of_mercury_are_the_line_that_was_read() -> None:
    """One inch below standard: 2,000 m + 924.05 ft x 0.305 = 2,281.8 m."""
    inches = SegmentWeather(0.0, qnh_inhg=28.92)
    assert judged(2286, inches).outcome.value == "kept"
    assert judged(2277, inches).outcome.value == "broken"
    assert "EXACT" in " ".join(judged(2286, inches).basis)


def test_a_forecast_of_another_segment_says_nothing_here() -> None:
    """Then the doubt of a pressure altitude without weather stays: hundreds of metres."""
    other = replace(LOW, start="A", stop="B")
    assert judged(2087, other).outcome.value == "open"
    here = replace(LOW, start="IT-S", stop="A")
    assert judged(2087, here).outcome.value == "kept"


def test_heights_over_the_sea_need_no_forecast() -> None:
    """A height above mean sea level is a true height; the formulas do not touch it."""
    plan = replace(flown_at(2004), height_system=HeightSystem.MSL)
    assert [f.outcome.value for f in height_floor(plan, GROUND)] == ["kept"]


class HalfKnown:
    """Ground at 500 m, unknown beyond 0.5 degrees, counted from the ellipsoid."""

    source = "a plain drawn by hand"
    height_system = "WGS 84"
    error_m = 0.0

    def heights_m(self, lon_deg: Floats, lat_deg: Floats) -> Floats:
        """Return the plain."""
        return np.where(lon_deg <= 0.5, 500.0, np.nan)


def test_unknown_ground_is_asked() -> None:
    """Where half the ground is not known, no altitude is certain."""
    around = replace(GROUND, terrain=HalfKnown())
    (finding,) = height_floor(flown_at(5000), around)
    assert finding.outcome.value == "open"
    assert "no ground height" in finding.says


@pytest.mark.parametrize(
    ("hpa", "inches", "warmer"),
    [(None, None, 0.0), (1013.0, 29.92, 0.0), (29.92, None, 0.0), (1013.0, None, 400.0)],
)
def test_a_forecast_is_one_pressure_that_can_be(
    hpa: float | None, inches: float | None, warmer: float
) -> None:
    """Two pressures may differ; 29.92 hPa and 400 degrees are slips."""
    with pytest.raises(UsageError, match="E-HEIGHT"):
        SegmentWeather(warmer, hpa, inches)


def test_the_altitudes_of_a_plan_name_what_is_missing() -> None:
    """Every period has a row, in metres and in feet; metres become feet once."""
    (row,) = period_altitudes(flown_at(2087), GROUND).periods
    assert row.metric is not None
    assert row.feet is not None
    assert row.metric.pressure == pytest.approx(2083.22535)
    assert row.feet.pressure == pytest.approx(2000 * 3.281 + 272.87)
    assert row.missing == ()
    bare = replace(GROUND, weather=(), terrain=None)
    (row,) = period_altitudes(flown_at(2087, None), bare).periods
    assert row.metric is None
    assert row.missing == (
        "H_min",
        "highest ground of the segment",
        "forecast: temperature and QNH",
    )


def test_a_radar_has_no_lowest_altitude_and_unknown_ground_none() -> None:
    """annex.D.I.2.E; and ground nobody knows gives no sum."""
    radar = Observation("S-1", SensorCategory.RADAR, "IT-S", "A", 6000.0)
    plan = replace(PLAN, height_system=HeightSystem.PRESSURE, observations=(radar,))
    (row,) = period_altitudes(plan, GROUND).periods
    assert "annex.D.I.2.E" in row.missing[0]

    class Nowhere(HalfKnown):
        def heights_m(self, lon_deg: Floats, lat_deg: Floats) -> Floats:
            """Return nothing known."""
            return np.full(len(lon_deg), np.nan)

    (row,) = period_altitudes(flown_at(2087), replace(GROUND, terrain=Nowhere())).periods
    assert row.ground_m is None
