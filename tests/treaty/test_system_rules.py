"""Rules that bind nobody but the reckoning: how distance is measured, what deviations add."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.flown import along as flown_along
from tests.flown import around as flown_around
from tests.flown import beside, case
from tests.plan_cases import AROUND, DEGREE_M, PLAN, at, outcomes, point, site

from overflight.flights import FlownCase
from overflight.flights.judged.account import declared_order
from overflight.flights.judged.flown_distance import distance_flown
from overflight.missions import MaximumDistance, Stop
from overflight.missions.rules.distance import maximum_distance
from overflight.treaty import Outcome

WEST_M = 2 * DEGREE_M  # IT-S to IT-E along the equator
STOP = Stop("IT-R", "A", at("2008-05-06 15:00"), at("2008-05-06 16:00"))


@pytest.mark.rule("GEO-2")
@pytest.mark.provision("art.II.11")
@pytest.mark.case("kept")
@pytest.mark.case("broken")
@pytest.mark.parametrize(("km", "outcome"), [("230", "kept"), ("200", "broken")])
def test_a_stop_does_not_begin_the_distance_again(km: str, outcome: str) -> None:
    """Each half of 111 km would fit 200 km; the whole flight of 223 km has one limit."""
    sites = {**AROUND.sites, "IT-R": site("IT-R", 1.0, 0.0)}
    around = replace(AROUND, sites=sites, distance=MaximumDistance(Decimal(km)))
    first, *beside_it = maximum_distance(replace(PLAN, stops=(STOP,)), around)
    assert first.outcome.value == outcome
    assert first.measured is not None
    assert first.measured.value == pytest.approx(WEST_M / 1000, abs=0.5)
    assert [f.rule for f in beside_it] == ["GEO-2"]


@pytest.mark.rule("GEO-2")
@pytest.mark.provision("art.VI.II.4.F")
def test_legs_count_in_their_declared_order() -> None:
    """The same points in another order make another length."""
    plan = replace(PLAN, route=(point("A", 0.5, 0.0), point("B", 1.5, 0.0)))
    turned = replace(PLAN, route=(point("B", 1.5, 0.0), point("A", 0.5, 0.0)))
    around = replace(AROUND, distance=MaximumDistance(Decimal(300)))
    assert outcomes(maximum_distance(plan, around))[0] == "kept"
    assert outcomes(maximum_distance(turned, around))[0] == "broken"


@pytest.mark.rule("GEO-3")
@pytest.mark.provision("art.VI.II.4.F")
def test_out_of_order_exactly_as_far_as_the_tolerance() -> None:
    """The text has no number; what is flown exactly as far as the setting is still in order."""
    compared = beside(flown_along())
    slack = compared.settings.tolerance_m
    at_limit = replace(compared, out_of_order_m=slack)
    (found,) = declared_order(FlownCase(at_limit, flown_around()))
    assert found.outcome is Outcome.KEPT
    assert found.measured is not None
    assert found.limit is not None
    assert found.measured.value == found.limit.value


@pytest.mark.rule("GEO-13")
@pytest.mark.provision("art.VIII.II.7")
@pytest.mark.case("kept")
@pytest.mark.case("broken")
def test_what_a_deviation_adds_is_not_held_against_the_distance() -> None:
    """A flight 10 % longer than its plan: the plan's own length is what the limit is held to."""
    one = case(flown_along(lat_deg=0.1))
    (flown,) = distance_flown(one)
    assert flown.outcome is Outcome.KEPT
    assert flown.limit is None
    assert flown.measured is not None
    longest = replace(AROUND, distance=MaximumDistance(Decimal(200)))
    assert outcomes(maximum_distance(PLAN, longest))[0] == "broken"
    assert "does not count against the maximum" in flown.says
