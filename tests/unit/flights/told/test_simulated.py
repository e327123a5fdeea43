"""A simulated flight looks like one, says what it is, and is the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest
from tests.flown import plan, route

from overflight.errors import UsageError
from overflight.flights import Simulation, clean, compare, route_of, simulated_track
from overflight.geodesy import Position
from overflight.missions import HeightSystem, PlannedPath, Waypoint


def test_it_says_that_nobody_flew_it() -> None:
    """In its label, in its source text and in its form."""
    source = simulated_track(route()).source
    assert source.simulated
    assert "simulated, not flown" in source.label
    assert "nobody flew this" in source.says[0]


def test_the_same_seed_gives_the_same_track() -> None:
    """And another seed another one."""
    one, same = simulated_track(route()), simulated_track(route())
    other = simulated_track(route(), Simulation(seed=2))
    assert one.source.sha256 == same.source.sha256
    assert np.array_equal(one.lon_deg, same.lon_deg)
    assert one.source.sha256 != other.source.sha256


def test_it_deviates_once_and_is_once_out_of_sight() -> None:
    """The comparison finds what was put in, and nothing else."""
    cleaned = clean(simulated_track(route()))
    assert cleaned.dropped == ()
    assert len(cleaned.unseen) == 1
    found = compare(cleaned, route())
    (run,) = found.off_path
    assert run.excursion == pytest.approx(6_000, abs=600)
    assert run.at.lat_deg < 0, "to the right of an eastward flight"


def test_a_plain_flight_stays_near_its_path() -> None:
    """Without gap and deviation only the wobble is left."""
    calm = Simulation(gap=None, off=None)
    found = compare(clean(simulated_track(route(), calm)), route())
    assert found.off_m.max() < 800
    assert found.clean.unseen == ()
    assert found.track.height_system is HeightSystem.MSL


def test_a_leg_of_no_length_is_flown_through() -> None:
    """A turn point named twice is one place."""
    places = tuple(
        Waypoint(n, Position(x, 0)) for n, x in (("P", 0.0), ("Q", 0.5), ("R", 0.5), ("S", 1.0))
    )
    found = simulated_track(route_of(plan(), PlannedPath(places)))
    assert np.isfinite(found.lon_deg).all()


@pytest.mark.parametrize("asked", [Simulation(every_s=0.001), Simulation(climb_m_s=0.0)])
def test_a_flight_that_cannot_be_simulated_is_refused(asked: Simulation) -> None:
    """Millions of points are asked for by mistake only."""
    with pytest.raises(UsageError):
        simulated_track(route(), asked)
