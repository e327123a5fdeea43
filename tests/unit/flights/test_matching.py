"""Legs are taken in the order of the plan, through crossings and beside parallels."""

from __future__ import annotations

import numpy as np
import pytest

from overflight.flights import matching
from overflight.flights.matching import legs_in_order
from overflight.geodesy import Path, Position, coordinates_deg, densify


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
    monkeypatch.setattr(matching, "_CELLS", len(lon) * (len(line) - 1) // 10)
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
