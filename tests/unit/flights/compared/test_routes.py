"""The agreed route: legs, planned times with stops, planned heights."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest
from tests.flown import COMMENCEMENT, DEGREE_M, START_S, plan, route

from overflight.errors import UsageError
from overflight.flights import route_of
from overflight.geodesy import Position
from overflight.missions import HeightSystem, Observation, PlannedPath, Stop, Waypoint
from overflight.sensors import SensorCategory


def test_times_run_with_the_speed() -> None:
    """400 km/h from commencement."""
    found = route()
    assert found.leaves_s[1] - START_S == pytest.approx(DEGREE_M / 400_000 * 3600)
    assert found.speed_m_s == pytest.approx(400 / 3.6)
    assert found.height_system is HeightSystem.ELLIPSOID
    assert found.begins_m.tolist() == pytest.approx([0, DEGREE_M, 2 * DEGREE_M])


def test_a_stop_holds_the_clock_until_its_continuation() -> None:
    """Legs after a refuelling stop count from its planned time."""
    later = COMMENCEMENT + timedelta(hours=3)
    agreed = plan(stops=(Stop("XX-FUEL", "A", COMMENCEMENT + timedelta(hours=1), later),))
    places = (
        Waypoint("XX-HOME", Position(0, 0), airfield=True),
        Waypoint("A", Position(1, 0)),
        Waypoint("XX-FUEL", Position(1.5, 0), airfield=True),
        Waypoint("B", Position(2, 0)),
        Waypoint("XX-AWAY", Position(3, 0), airfield=True),
    )
    found = route_of(agreed, PlannedPath(places))
    assert found.leaves_s[2] == later.timestamp()
    assert found.leaves_s[3] > found.leaves_s[2]


def test_rhumb_legs_have_many_parts() -> None:
    """A rhumb line is given by places a kilometre apart; its legs are still three."""
    places = tuple(
        Waypoint(n, Position(x, y)) for n, x, y in (("P", 0, 60), ("Q", 2, 60), ("R", 4, 60))
    )
    found = route_of(plan(observations=()), PlannedPath(places, rhumb=True))
    assert found.legs == 2
    assert len(found.line) > 80
    assert set(found.leg.tolist()) == {0, 1}
    assert found.leg_lengths_m()[0] == pytest.approx(found.leg_lengths_m()[1], rel=1e-6)


def test_stretches_are_found_by_name() -> None:
    """A stretch runs from the first place of one name to the last of the other."""
    found = route()
    assert found.stretch_m("A", "B") == pytest.approx((DEGREE_M, 2 * DEGREE_M))
    assert found.stretch_m("B", "A") is None
    assert found.stretch_m("A", "Z") is None
    assert found.name_of(0) == "XX-HOME - A"


def test_planned_heights_are_those_of_the_observations() -> None:
    """Where stretches overlap, the first in the plan counts; an unknown stretch counts nowhere."""
    camera = SensorCategory.OPTICAL_FRAMING
    agreed = plan(
        observations=(
            Observation("C1", camera, "A", "B", 1000.0),
            Observation("C2", camera, "XX-HOME", "B", 2000.0),
            Observation("C3", camera, "Q", "B", 9000.0),
        )
    )
    assert route(agreed).height_m.tolist() == [2000.0, 1000.0, 3000.0]


def test_a_route_without_a_leg_is_refused() -> None:
    """One place is no way."""
    with pytest.raises(UsageError, match="two places"):
        route_of(plan(), PlannedPath((Waypoint("A", Position(1, 0)),)))
    with pytest.raises(UsageError):
        route(plan(speed_km_h=0.0))


def test_airfields_without_a_position_are_named() -> None:
    """They are left out of the path, and said."""
    places = tuple(Waypoint(n, Position(x, 0)) for n, x in (("A", 1), ("B", 2)))
    found = route_of(plan(), PlannedPath(places, missing=("XX-HOME",)))
    assert found.missing == ("XX-HOME",)
    assert np.array_equal(found.leg, [0])
