"""The sun against PyEphem (VSOP87, an arc second), the example of NREL's report, and almanacs."""

from __future__ import annotations

import math
import random
from datetime import UTC, date, datetime, timedelta

import ephem
import pytest

from overflight.geodesy import Light, Position, sun_at, sun_day

_SINCE = datetime(1992, 1, 1, tzinfo=UTC)
_SPAN_S = 108 * 365.25 * 86_400


def observer(place: Position, at: datetime) -> ephem.Observer:
    """Return the outside program's observer, without air."""
    seen = ephem.Observer()
    seen.lon, seen.lat = math.radians(place.lon_deg), math.radians(place.lat_deg)
    seen.pressure, seen.elevation = 0, 0
    seen.date = ephem.Date(at.replace(tzinfo=None))
    return seen


def test_height_and_azimuth_at_any_place_and_instant() -> None:
    """0.02 degrees in height, 0.05 in azimuth below 80 degrees, as the docstring states."""
    draw = random.Random(7)  # noqa: S311 - places to look at, no secret
    for _ in range(3_000):
        at = _SINCE + timedelta(seconds=draw.uniform(0, _SPAN_S))
        place = Position(draw.uniform(-180, 180), draw.uniform(-90, 90))
        theirs, ours = ephem.Sun(observer(place, at)), sun_at(at, place)
        assert ours.height_deg == pytest.approx(math.degrees(theirs.alt), abs=0.02)
        if abs(ours.height_deg) < 80:
            apart = (math.degrees(theirs.az) - ours.azimuth_deg + 180) % 360 - 180
            assert abs(apart) < 0.05


def test_the_example_of_the_solar_position_algorithm() -> None:
    """NREL/TP-560-34302, table A5.1: Golden, 2003-10-17 12:30:30 at UTC-7, before refraction."""
    golden = Position(-105.1786, 39.742476)
    seen = sun_at(datetime(2003, 10, 17, 19, 30, 30, tzinfo=UTC), golden)
    assert seen.height_deg == pytest.approx(39.872046, abs=0.01)
    assert seen.azimuth_deg == pytest.approx(194.340241, abs=0.01)


@pytest.mark.parametrize(
    ("light", "horizon"),
    [
        (Light.DAY, "-0:50"),
        (Light.CIVIL, "-6"),
        (Light.NAUTICAL, "-12"),
        (Light.ASTRONOMICAL, "-18"),
    ],
)
@pytest.mark.parametrize("place", [Position(8.7, 45.6), Position(37.6, 55.8), Position(-150, -33)])
def test_rising_setting_and_twilights(light: Light, horizon: str, place: Position) -> None:
    """To 15 s of the outside program at middle latitudes, in every month."""
    for month in range(1, 13):
        on = date(2015, month, 11)
        ours = sun_day(on, place)
        noon = observer(place, ours.noon_at)
        noon.horizon = horizon
        if ours.begins(light) is None:
            assert light in {Light.NAUTICAL, Light.ASTRONOMICAL}  # white nights in Moscow
            with pytest.raises(ephem.CircumpolarError):
                noon.previous_rising(ephem.Sun(), use_center=True)
            continue
        rises = noon.previous_rising(ephem.Sun(), use_center=True).datetime().replace(tzinfo=UTC)
        sets = noon.next_setting(ephem.Sun(), use_center=True).datetime().replace(tzinfo=UTC)
        begins, ends = ours.begins(light), ours.ends(light)
        assert begins is not None
        assert abs((begins - rises).total_seconds()) < 15
        assert ends is not None
        assert abs((ends - sets).total_seconds()) < 15
