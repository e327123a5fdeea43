"""Legs are taken in the order of the plan where that can be, else where they were flown."""

from __future__ import annotations

import numpy as np
import pytest

from overflight.flights.compared import matching
from overflight.flights.compared.matching import parts_flown
from overflight.geodesy import Path, Position, coordinates_deg, densify, rhumb_line

BACK_M = 5_000.0


def legs_in_order(
    line: Path, lon_deg: np.ndarray, lat_deg: np.ndarray, back_m: float = BACK_M
) -> np.ndarray:
    """Return the leg of each point, every part of the line a leg of its own."""
    return parts_flown(line, np.arange(len(line) - 1), lon_deg, lat_deg, back_m=back_m)


def path(*places: tuple[float, float]) -> Path:
    """Return a path through places."""
    return tuple(Position(x, y) for x, y in places)


def flown(line: Path, step_m: float = 500.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return points on a line, and the leg each was made from."""
    lon, lat, leg = [], [], []
    for k in range(len(line) - 1):
        made = densify(line[k : k + 2], step_m)[:-1]
        x, y = coordinates_deg(made)
        lon.append(x)
        lat.append(y)
        leg.append(np.full(len(made), k))
    return np.concatenate(lon), np.concatenate(lat), np.concatenate(leg)


LINES = {
    "a square": path((0, 0), (1, 0), (1, 1), (0, 1), (0, 0)),
    "an eight that crosses itself": path((0, 0), (1, 1), (1, 0), (0, 1)),
    "to and fro on one line": path((0, 0), (1, 0), (0, 0), (1, 0)),
    "survey lines 1 km apart": path((0, 0), (1, 0), (1, 0.009), (0, 0.009), (0, 0.018), (1, 0.018)),
    "over the pole": path((0, 88), (180, 88), (90, 87)),
    "over the antimeridian": path((179, 10), (-179, 11), (179, 12)),
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_flight_along_the_plan_finds_its_own_legs(line: Path) -> None:
    """Every point lies on the leg it was made from, but for those at the turns."""
    lon, lat, made = flown(line)
    found = legs_in_order(line, lon, lat)
    assert (np.diff(found) >= 0).all()
    assert np.count_nonzero(found != made) <= len(line)


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_many_points_are_weighed_coarsely_first(
    line: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long track is cut by a coarse look, and each turn is then looked at closely."""
    lon, lat, made = flown(line)
    monkeypatch.setattr(matching, "_LOOKS", len(lon) // 10)
    found = legs_in_order(line, lon, lat)
    assert (np.diff(found) >= 0).all()
    assert np.count_nonzero(found != made) <= 3 * len(line)


def test_a_flight_cut_short_keeps_its_first_legs() -> None:
    """Legs that were never flown need no points."""
    line = LINES["a square"]
    lon, lat, made = flown(line)
    part = made < 2
    assert legs_in_order(line, lon[part], lat[part]).max() <= 2


def test_no_points_have_no_legs() -> None:
    """An empty stretch is answered, not refused."""
    assert len(legs_in_order(LINES["a square"], np.zeros(0), np.zeros(0))) == 0


def test_a_leg_of_no_length_takes_no_part() -> None:
    """A turn point named twice is one place."""
    line = path((0, 0), (1, 0), (1, 0), (2, 0))
    lon, lat, _ = flown(line)
    assert set(legs_in_order(line, lon, lat).tolist()) <= {0, 1, 2}


# Along the equator, then round by the north and home: far legs, as most of a long plan is far.
ROUND = path((0, 0), (0.5, 0), (1, 0), (1, 1), (0, 1), (0, 0.3))


def test_the_way_back_belongs_to_the_legs_it_is_flown_beside() -> None:
    """Out along the first legs and back 6 km beside them: no leg a degree away is flown."""
    out, back = np.linspace(0, 0.95, 96), np.linspace(0.95, 0.05, 91)
    lon = np.concatenate([out, back])
    lat = np.concatenate([np.zeros(96), np.full(91, 0.055)])
    found = legs_in_order(ROUND, lon, lat)
    assert set(found.tolist()) == {0, 1}
    assert (found[lon < 0.45] == 0).all()
    assert (found[lon > 0.55] == 1).all()


def test_the_way_back_is_found_in_a_coarse_look_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Going back between two looks has its own place, to the point."""
    out, back = np.linspace(0, 0.95, 960), np.linspace(0.95, 0.05, 900)
    lon = np.concatenate([out, back])
    lat = np.concatenate([np.zeros(960), np.full(900, 0.055)])
    fine = legs_in_order(ROUND, lon, lat)
    monkeypatch.setattr(matching, "_LOOKS", 93)
    coarse = legs_in_order(ROUND, lon, lat)
    assert np.count_nonzero(fine != coarse) <= 20
    assert (np.diff(coarse) < 0).sum() == 1


def test_a_track_of_the_middle_of_the_path_has_only_the_middle_legs() -> None:
    """Legs before and after a partial track have no point of it."""
    line = LINES["a square"]
    lon, lat, made = flown(line)
    part = (made == 1) | (made == 2)
    assert set(legs_in_order(line, lon[part], lat[part])[1:-1].tolist()) == {1, 2}


def test_beside_a_parallel_line_the_line_due_is_flown() -> None:
    """Survey lines 1 km apart, one of them flown 700 m off: the next one is not flown twice."""
    line = LINES["survey lines 1 km apart"]
    lon, lat, made = flown(line)
    astray = lat + np.where(made == 0, 0.0063, 0.0)
    found = legs_in_order(line, lon, astray)
    assert (np.diff(found) >= 0).all()
    assert np.count_nonzero(found != made) <= 10


def test_going_back_costs_what_the_setting_says() -> None:
    """Some 22 km flown some 6 km off are 120 square kilometres: cheaper than 144, not than 100."""
    out, back = np.linspace(0, 0.9, 91), np.linspace(0.7, 0.9, 21)
    line = path((0, 0), (1, 0), (1, 0.5), (0.6, 0.05), (0.6, -1))
    # The first leg, then beside it again: the third leg runs away from it to the north.
    lon = np.concatenate([out, np.full(50, 1.0), back])
    lat = np.concatenate([np.zeros(91), np.linspace(0, 0.5, 50), np.zeros(21)])
    assert (legs_in_order(line, lon, lat, 10_000.0)[-21:] == 0).all()
    assert (legs_in_order(line, lon, lat, 1e6)[-21:] > 0).all()


def test_without_a_cost_the_nearest_leg_stands() -> None:
    """A setting of zero asks for no order, but for the direction of flight."""
    lon = np.array([0.25, 0.75, 0.25, 0.75])
    found = legs_in_order(ROUND, lon, np.zeros(4), 0.0)
    assert found.tolist() == [0, 1, 0, 1]


def test_going_back_inside_one_leg_is_free() -> None:
    """A rhumb line is one leg in many parts; to and fro on it is no other leg."""
    parts = rhumb_line(Position(0, 40), Position(3, 41), 5_000.0)
    lon, lat, made = flown((*parts, *parts[-2::-1]))
    whole = np.zeros(len(parts) - 1, dtype=np.intp)
    found = parts_flown(parts, whole, lon, lat, back_m=1e9)
    wanted = np.where(made < len(parts) - 1, made, 2 * len(parts) - 3 - made)
    assert np.count_nonzero(np.abs(found - wanted) > 1) == 0


def test_a_parked_aircraft_weighs_little() -> None:
    """An hour on the apron beside the last leg does not make the first one flown late."""
    line = path((0, 0), (1, 0), (1, 1), (0, 0.005))
    parked = np.full(3600, -0.02)
    lon = np.concatenate([parked, np.linspace(0, 1, 200)])
    lat = np.concatenate([np.full(3600, 0.006), np.zeros(200)])
    assert (legs_in_order(line, lon, lat)[-190:] == 0).all()
