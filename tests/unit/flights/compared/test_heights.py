"""Heights are compared only where both count from surfaces that can be brought together."""

from __future__ import annotations

import numpy as np
import pytest
from tests.flown import track

from overflight.flights import HeightSettings
from overflight.flights.compared.heights import above_ground, heights_as
from overflight.geodesy import FlatTerrain
from overflight.missions import HeightSystem

ASKED = HeightSettings(error_m=30.0, geoid_m=5.0)
LON = [0.0, 0.001, 0.002]


def test_the_same_system_is_taken_as_it_is() -> None:
    """With the stated error of the source."""
    found = heights_as(track(LON), HeightSystem.ELLIPSOID, ASKED)
    assert found.height_m is not None
    assert found.error_m is not None
    assert found.height_m.tolist() == [3000.0] * 3
    assert found.error_m.tolist() == [30.0] * 3


@pytest.mark.parametrize(
    ("system", "reason"),
    [
        (HeightSystem.PRESSURE, "state the pressure at sea level"),
        (HeightSystem.ELLIPSOID, "the source gives height above the WGS 84 ellipsoid"),
        (None, "heights of unknown origin"),
    ],
)
def test_other_systems_are_not_comparable_and_say_why(
    system: HeightSystem | None, reason: str
) -> None:
    """No geoid and no weather is guessed."""
    found = heights_as(track(LON, system=system), HeightSystem.MSL, ASKED)
    assert found.height_m is None
    assert found.says.startswith("not comparable")
    assert reason in found.says


def test_a_track_without_heights_says_so() -> None:
    """Nothing to compare is a reason too."""
    from dataclasses import replace

    bare = replace(track(LON), heights=())
    assert heights_as(bare, HeightSystem.MSL, ASKED).says.endswith("gives no heights")


def test_a_stated_pressure_brings_flight_levels_to_the_sea() -> None:
    """27.287 feet a hectopascal, as the commission's altitude formula has it."""
    asked = HeightSettings(error_m=30.0, qnh_hpa=1023.25)
    found = heights_as(track(LON, system=HeightSystem.PRESSURE), HeightSystem.MSL, asked)
    assert found.height_m is not None
    assert found.error_m is not None
    assert found.height_m[0] == pytest.approx(3000 + 10 * 27.287 * 0.3048)
    assert found.error_m[0] == pytest.approx(30 + 0.07 * found.height_m[0])


def test_above_ground_needs_ground_of_the_same_kind() -> None:
    """The ellipsoid goes with terrain on the ellipsoid, the sea with terrain over the sea."""
    on_ellipsoid = above_ground(track(LON), ASKED, FlatTerrain(200.0))
    assert on_ellipsoid.height_m is not None
    assert on_ellipsoid.height_m.tolist() == [2800.0] * 3
    over_sea = FlatTerrain(200.0, height_system="EGM96")
    assert above_ground(track(LON), ASKED, over_sea).height_m is None
    found = above_ground(track(LON, system=HeightSystem.MSL), ASKED, over_sea)
    assert found.error_m is not None
    assert found.error_m.tolist() == [35.0] * 3
    assert above_ground(track(LON), ASKED, None).says.endswith("no ground heights at hand")


def test_a_source_may_know_its_height_above_ground_itself() -> None:
    """A radio altimeter needs no terrain."""
    found = heights_as(track(LON, system=HeightSystem.AGL), HeightSystem.AGL, ASKED)
    assert found.height_m is not None
    assert np.array_equal(found.height_m, np.full(3, 3000.0))
    own = above_ground(track(LON, system=HeightSystem.AGL), ASKED, None)
    assert own.height_m is not None
    assert own.height_m[0] == 3000.0


def test_a_height_above_ground_is_asked_of_the_terrain() -> None:
    """The plan's own system may be above ground."""
    found = heights_as(track(LON), HeightSystem.AGL, ASKED, FlatTerrain(500.0))
    assert found.height_m is not None
    assert found.height_m[0] == 2500.0
