"""Stations along a path, places beside them, and the plane on which areas are true."""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import Geod
from tests.plan_cases import DEGREE_M

from overflight.errors import UsageError
from overflight.geodesy import (
    EqualAreaPlane,
    Path,
    Position,
    Stations,
    beside,
    can_compile,
    compiled,
    compiling,
    stations_of,
)

GEOD = Geod(ellps="WGS84")
PATHS: tuple[Path, ...] = (
    (Position(6.0, 43.0), Position(7.0, 45.0), Position(12.0, 50.0)),
    (Position(179.0, 10.0), Position(-179.0, -10.0)),
    (Position(20.0, 89.0), Position(-150.0, 89.5)),
    (Position(0.0, -89.99), Position(90.0, -80.0)),
)


def truth(stations: Stations, across_m: float) -> tuple[object, object]:
    """Return places at the end of geodesics to the right."""
    count = len(stations)
    lon, lat, _ = GEOD.fwd(
        stations.lon_deg, stations.lat_deg, stations.heading_deg + 90.0, np.full(count, across_m)
    )
    return lon, lat


@pytest.mark.parametrize("path", PATHS)
def test_places_beside_a_path_are_those_of_geodesics(path: Path) -> None:
    """A millimetre at 50 km, a decimetre at 200 km, to both sides and at the poles."""
    stations = stations_of(path, 10_000.0)
    for across, within in ((1e3, 1e-5), (-5e4, 1e-3), (2e5, 0.1)):
        lon, lat = beside(stations, np.full(len(stations), across))
        _, _, apart = GEOD.inv(lon, lat, *truth(stations, across))
        assert np.max(apart) < within


def test_places_beside_stand_in_rows() -> None:
    """Many places at each station, a row each."""
    stations = stations_of(PATHS[0], 50_000.0)
    wide = np.tile(np.array([-100.0, 0.0, 100.0]), (len(stations), 1))
    lon, lat = beside(stations, wide)
    assert lon.shape == lat.shape == wide.shape
    one_lon, one_lat = beside(stations, wide[:, 2])
    assert np.array_equal(lon[:, 2], one_lon)
    assert np.array_equal(lat[:, 2], one_lat)


def test_a_leg_has_stations_with_middles_between() -> None:
    """Odd in number on each leg; a turn point ends one leg and begins the next."""
    path = (Position(0.0, 0.0), Position(1.0, 0.0), Position(1.0, 0.0), Position(1.0, 1.0))
    stations = stations_of(path, DEGREE_M / 2.5)
    assert stations.leg.tolist() == [0] * 7 + [2] * 7
    assert stations.along_m[6] == pytest.approx(DEGREE_M)
    assert stations.along_m[7] == pytest.approx(DEGREE_M)
    assert stations.heading_deg[0] == pytest.approx(90.0)
    assert stations.heading_deg[7] == pytest.approx(0.0)
    assert np.diff(stations.along_m[:7]) == pytest.approx(np.full(6, DEGREE_M / 6))


def test_a_path_of_no_length_has_no_station() -> None:
    """And one of a single place is none."""
    here = Position(1.0, 1.0)
    assert len(stations_of((here, here), 100.0)) == 0
    with pytest.raises(UsageError):
        stations_of((here,), 100.0)


def test_the_plane_goes_there_and_back() -> None:
    """Within 5 mm 3,000 km away; its middle is that of the places, wherever they lie."""
    plane = EqualAreaPlane.over(np.array([170.0, -170.0]), np.array([0.0, 0.0]))
    assert abs(plane.middle.lon_deg) == pytest.approx(180.0)
    lon, lat = np.array([-175.0, 155.0]), np.array([20.0, -12.0])
    back = plane.unproject(*plane.project(lon, lat))
    assert back[0] == pytest.approx(lon, abs=5e-8)
    assert back[1] == pytest.approx(lat, abs=5e-8)
    assert EqualAreaPlane.over(np.zeros(0), np.zeros(0)).middle == Position(0.0, 0.0)
    assert plane == EqualAreaPlane(plane.middle)


def test_kernels_compute_what_they_say_compiled_or_not() -> None:
    """The extra is found without being loaded."""
    assert can_compile()

    def twice(number: float) -> float:
        return 2.0 * number

    assert compiled(twice)(21.0) == 42.0
    assert compiling.__all__ == ["can_compile", "compiled"]
