"""The nearest position on the whole path: held to the exact distance from every leg."""

from __future__ import annotations

import numpy as np
import pytest

from overflight.flights.compared import nearest
from overflight.flights.compared.nearest import nearest_m
from overflight.geodesy import Path, Position, along_across

LINES: dict[str, Path] = {
    "legs of 5 to 110 km": (
        Position(8.9, 44.4),
        Position(8.49, 44.31),
        Position(8.127, 44.051),
        Position(8.17, 43.96),
        Position(7.67, 43.78),
        Position(7.62, 44.55),
    ),
    "a leg of 5,700 km beside short ones": (
        Position(30, 50),
        Position(120, 55),
        Position(119, 56),
        Position(60, 65),
    ),
    "over the antimeridian, a place twice": (
        Position(179, -60),
        Position(-178, -61),
        Position(-178, -61),
        Position(179.5, -63),
    ),
}


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
@pytest.mark.parametrize("at_once", [1, 7, 4_096])
def test_no_leg_is_nearer(line: Path, at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the sphere leaves out was never the nearest; points are taken in any number of parts."""
    monkeypatch.setattr(nearest, "_AT_ONCE", at_once)
    random = np.random.default_rng(11)
    on = random.integers(0, len(line), 120)
    lon = np.array([line[i].lon_deg for i in on]) + random.uniform(-4, 4, 120)
    lat = np.array([line[i].lat_deg for i in on]) + random.uniform(-3, 3, 120)
    lon = np.remainder(lon + 180, 360) - 180
    found = nearest_m(line, lon, lat, np.full(120, 1e7))
    exact = along_across(line, lon, lat).distance_m
    assert found == pytest.approx(exact, abs=0.05)


def test_what_is_known_already_is_never_made_worse() -> None:
    """The answer is the least of what was known and what was found."""
    line = LINES["legs of 5 to 110 km"]
    assert nearest_m(line, np.array([8.9]), np.array([45.4]), np.array([7.0])).tolist() == [7.0]
