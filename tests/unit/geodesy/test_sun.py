"""The sun by hand: equinox, solstice, polar day and night, shadows, and what it passes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from overflight.geodesy import Light, Position, SunSeen, sun_at, sun_crossings, sun_day

# March equinox of 2015: 2015-03-20 22:45 UTC; June solstice of 2015: 2015-06-21 16:38 UTC.
EQUINOX = datetime(2015, 3, 20, 22, 45, tzinfo=UTC)


def test_at_the_equinox_the_sun_circles_the_pole_on_the_horizon() -> None:
    """Its declination is nothing then."""
    assert sun_at(EQUINOX, Position(0, 90)).height_deg == pytest.approx(0, abs=0.02)
    assert sun_at(EQUINOX, Position(0, -90)).height_deg == pytest.approx(0, abs=0.02)


def test_at_noon_it_stands_as_high_as_the_latitude_allows() -> None:
    """90 - latitude + tilt of 23.44 degrees on the day of the solstice, in the south."""
    day = sun_day(date(2015, 6, 21), Position(10, 50))
    assert day.highest_deg == pytest.approx(90 - 50 + 23.436, abs=0.02)
    assert sun_at(day.noon_at, Position(10, 50)).azimuth_deg == pytest.approx(180, abs=0.5)
    assert day.lowest_deg == pytest.approx(23.436 - 40, abs=0.02)


def test_polar_day_and_polar_night() -> None:
    """At 75 degrees north there is neither sunrise nor sunset at the solstices."""
    summer, winter = (sun_day(date(2015, m, 21), Position(20, 75)) for m in (6, 12))
    assert summer.all_day(Light.DAY)
    assert not summer.never(Light.DAY)
    assert summer.begins(Light.DAY) is None
    assert winter.never(Light.DAY)
    assert winter.ends(Light.DAY) is None
    assert not winter.all_day(Light.DAY)
    assert winter.begins(Light.NAUTICAL) is not None
    assert not winter.never(Light.NAUTICAL)


def test_the_day_is_that_of_the_place() -> None:
    """On Kamchatka the day begins eleven hours before that of UTC."""
    day = sun_day(date(2015, 6, 1), Position(160, 55))
    assert day.noon_at.date() == date(2015, 6, 1)
    assert day.noon_at.hour == 1
    rises, sets = day.begins(Light.DAY), day.ends(Light.DAY)
    assert rises is not None
    assert sets is not None
    assert rises < day.noon_at < sets


def test_a_sun_that_only_looks_over_the_edge_is_seen() -> None:
    """Between two samples of ten minutes it rises and sets again: both are told."""
    place, noon = Position(0, 67.0), datetime(2015, 12, 8, 12, tzinfo=UTC)
    top = max(sun_at(noon + timedelta(minutes=m / 10), place).height_deg for m in range(-300, 300))
    found = sun_crossings(place, noon - timedelta(hours=6), noon + timedelta(hours=6), top - 0.0005)
    assert [c.rising for c in found] == [True, False]
    assert found[1].at - found[0].at < timedelta(minutes=10)
    assert sun_crossings(place, noon, noon + timedelta(hours=6), top + 0.01) == ()
    assert sun_crossings(place, noon, noon, top) == ()


def test_shadows() -> None:
    """As long as the thing is high at 45 degrees, away from the sun; none at night."""
    assert SunSeen(45.0, 180.0).shadow == pytest.approx(1.0)
    assert SunSeen(30.0, 200.0).shadow == pytest.approx(3**0.5)
    assert SunSeen(30.0, 200.0).shadow_deg == 20.0
    assert SunSeen(-1.0, 0.0).shadow is None
