"""Laws of airspace: two ways to measure agree, and what is written reads back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from overflight.adapters.airspace.openair import parse_openair
from overflight.adapters.plan_out.fpl.words import Coordinate, coordinate_of
from overflight.airspace import (
    AirspaceArea,
    FlightLeg,
    Hazard,
    Level,
    LevelSystem,
    circle,
    meet,
)
from overflight.geodesy import Position, Territory, coordinates_deg, distance_m

LEVEL = Level(LevelSystem.SEA, 2000.0)
T0 = datetime(2026, 3, 2, 8, tzinfo=UTC)

centres = st.builds(Position, st.floats(-179.99, 179.99), st.floats(-80.0, 80.0))


def legs(path: tuple[Position, ...]) -> list[FlightLeg]:
    """Return legs of an hour each."""
    hour = timedelta(hours=1)
    return [
        FlightLeg(a, b, T0 + k * hour, T0 + (k + 1) * hour, LEVEL, LEVEL)
        for k, (a, b) in enumerate(pairwise(path))
    ]


def near(centre: Position, east: float, north: float) -> Position:
    """Return a position some degrees beside another, wherever on the Earth."""
    lon = centre.lon_deg + east
    return Position((lon + 180.0) % 360.0 - 180.0, max(-89.9, min(89.9, centre.lat_deg + north)))


beside = st.tuples(st.floats(-2.0, 2.0), st.floats(-2.0, 2.0))


@settings(max_examples=60, deadline=None)
@given(
    centres,
    st.floats(2_000.0, 120_000.0),
    st.lists(beside, min_size=2, max_size=5),
    st.floats(0.0, 200.0),
)
def test_the_length_inside_is_that_of_the_territory(
    centre: Position, radius_m: float, steps: list[tuple[float, float]], error_m: float
) -> None:
    """Another chapter measures how much of a path lies in a territory, in another way."""
    path = tuple(near(centre, *step) for step in steps)
    if any(distance_m(a, b) < 10.0 for a, b in pairwise(path)):
        return
    outline = circle(centre, radius_m)
    area = AirspaceArea("C", Hazard.DANGER, "D", outline, LEVEL, LEVEL, error_m=error_m)
    met = meet(legs(path), [area])
    measured = Territory([[coordinates_deg(outline)]]).length_inside(path)
    assert sum(one.length.least_m for one in met) <= measured.most_m + 1.0
    assert sum(one.length.most_m for one in met) >= measured.least_m - 1.0
    for one in met:
        assert T0 <= one.since <= one.until <= T0 + timedelta(hours=len(path))
        for at in (one.enters, one.leaves):
            assert distance_m(centre, at) <= radius_m + error_m + 1.0


@given(st.integers(-90 * 60, 90 * 60), st.integers(-180 * 60, 180 * 60))
def test_a_coordinate_of_a_flight_plan_reads_back(lat: int, lon: int) -> None:
    """Every minute of arc has one spelling."""
    place = Coordinate.near(Position(lon / 60, lat / 60))
    assert coordinate_of(str(place), "here") == place
    assert (place.lat, place.lon) == (lat, lon)


@settings(max_examples=50, deadline=None)
@given(
    st.integers(0, 89 * 3600 - 1),
    st.integers(0, 179 * 3600 - 1),
    st.sampled_from("NS"),
    st.sampled_from("EW"),
)
def test_an_area_of_openair_stands_where_it_is_written(
    lat: int, lon: int, ns: str, ew: str
) -> None:
    """Degrees, minutes and seconds, on every side of the Earth."""
    rows = [(lat, lon), (lat, lon + 3600), (lat + 3600, lon)]
    text = "".join(
        f"DP {a // 3600:02d}:{a // 60 % 60:02d}:{a % 60:02d} {ns}"
        f" {b // 3600:03d}:{b // 60 % 60:02d}:{b % 60:02d} {ew}\n"
        for a, b in rows
    )
    (area,) = parse_openair(f"AC R\nAN X\nAL SFC\nAH UNL\n{text}", source="a").areas
    for (a, b), at in zip(rows, area.outline, strict=True):
        assert abs(abs(at.lat_deg) * 3600 - a) < 1e-6
        assert abs(abs(at.lon_deg) * 3600 - b) < 1e-6
        assert at.lat_deg <= 0 or ns == "N"
        assert at.lon_deg <= 0 or ew == "E"
