"""Maximum flight distance: art.II.11, art.VI.II.4.A, annex.A.III (GEO-1, GEO-2, AMB-10)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from geographiclib.geodesic import Geodesic
from tests.plan_cases import AROUND, DEGREE_M, PLAN, box, outcomes, point, site, under

from overflight.geodesy import Position
from overflight.missions import MaximumDistance
from overflight.missions.rules.distance import maximum_distance
from overflight.treaty import Outcome

pytestmark = [pytest.mark.rule("GEO-1"), pytest.mark.provision("art.VI.II.4.A", "annex.A.III")]

TWO_DEGREES_KM = 2 * DEGREE_M / 1000  # 222.638981586547


def limit(km: str) -> MaximumDistance:
    """Return a maximum distance."""
    return MaximumDistance(Decimal(km), source="the case")


def test_a_path_within_the_distance_is_kept() -> None:
    """A plan of 222.6 km under a limit of 1,000 km leaves 777.4 km of margin."""
    first = maximum_distance(PLAN, AROUND)[0]
    assert first.outcome is Outcome.KEPT
    assert first.margin == pytest.approx(1000 - TWO_DEGREES_KM, abs=0.001)
    assert "limit: annex.A.III" in first.basis


def test_a_path_beyond_the_distance_is_broken_with_its_consequence() -> None:
    """One kilometre too far lets the observed Party propose changes."""
    first = maximum_distance(PLAN, replace(AROUND, distance=limit("221.638")))[0]
    assert first.outcome is Outcome.BROKEN
    assert first.margin == pytest.approx(-1.001, abs=0.001)
    assert "art.VIII.I.4.C" in first.consequence


@pytest.mark.parametrize(
    ("km", "outcome"), [("222.640", "kept"), ("222.638982", "open"), ("222.638", "broken")]
)
def test_the_limit_itself_lies_inside_the_error_bound(km: str, outcome: str) -> None:
    """On the limit the finding is open as far as the length is not known, a metre off it is not."""
    around = under(replace(AROUND, distance=limit(km)), AMB_10="whole-path")
    assert maximum_distance(PLAN, around)[0].outcome.value == outcome


@pytest.mark.rule("GEO-2")
@pytest.mark.provision("art.II.11")
def test_only_the_path_inside_counts_by_default_and_the_whole_is_shown() -> None:
    """Half of the path lies outside: 111.3 km count, 222.6 km are shown beside (AMB-10)."""
    around = replace(AROUND, territory=box(-1, -1, 1, 1), distance=limit("150"))
    inside, whole = maximum_distance(PLAN, around)
    assert inside.outcome is Outcome.KEPT
    assert inside.measured is not None
    # Beyond the coast 22.2 km may be territorial waters, so the interval is wider than the land.
    assert inside.measured.value - inside.measured.error <= DEGREE_M / 1000 + 0.001
    assert (whole.rule, whole.outcome) == ("GEO-2", Outcome.KEPT)
    assert "AMB-10=whole-path would be broken" in whole.says


def test_the_other_reading_judges_the_whole_path() -> None:
    """Under AMB-10=whole-path the same plan is broken, and says so in its readings."""
    around = under(
        replace(AROUND, territory=box(-1, -1, 1, 1), distance=limit("150")), AMB_10="whole-path"
    )
    first, other = maximum_distance(PLAN, around)
    assert first.outcome is Outcome.BROKEN
    assert "AMB-10=whole-path" in first.readings
    assert other.readings == ("AMB-10=inside-territory",)


def test_without_a_territory_a_short_path_is_still_kept() -> None:
    """A part is never longer than the whole: 222.6 km in all keep 1,000 km without a map."""
    assert outcomes(maximum_distance(PLAN, replace(AROUND, territory=None))) == ["kept", "kept"]


def test_without_a_territory_a_long_path_is_open() -> None:
    """Without a map nobody can say how much of a long path counts."""
    around = replace(AROUND, territory=None, distance=limit("200"))
    first, whole = maximum_distance(PLAN, around)
    assert first.outcome is Outcome.OPEN
    assert "AMB-10=whole-path would be broken" in whole.says


def test_without_a_distance_the_finding_is_open() -> None:
    """Annex A names no distance for every airfield (Tokol): then people must say it."""
    assert outcomes(maximum_distance(PLAN, replace(AROUND, distance=None))) == ["open"]


def test_an_airfield_without_a_position_leaves_the_distance_open() -> None:
    """A doubtful end cannot shorten the path: what is not counted is said."""
    sites = {"IT-S": AROUND.sites["IT-S"]}
    first = maximum_distance(PLAN, replace(AROUND, sites=sites))[0]
    assert first.outcome is Outcome.OPEN
    assert "IT-E" in first.says


def test_a_plan_without_any_leg_is_open() -> None:
    """One known place is no path."""
    bare = replace(PLAN, route=())
    assert outcomes(maximum_distance(bare, replace(AROUND, sites={}))) == ["open"]


def test_doubts_of_the_limit_are_told() -> None:
    """Where authentic texts and translations differ, the finding carries both."""
    doubtful = MaximumDistance(Decimal(6500), doubts=("the Dutch text prints 5000 km",))
    assert (
        "the Dutch text prints 5000 km"
        in maximum_distance(PLAN, replace(AROUND, distance=doubtful))[0].basis
    )


@pytest.mark.parametrize(
    ("start", "end", "by"),
    [((10.0, 80.0), (-170.0, 80.0), "the pole"), ((179.0, 60.0), (-179.0, 60.0), "180 degrees")],
)
def test_the_pole_and_the_antimeridian_are_ordinary_places(
    start: tuple[float, float], end: tuple[float, float], by: str
) -> None:
    """The path over the pole and across 180 degrees is as long as geographiclib says."""
    sites = {"IT-S": site("IT-S", *start), "IT-E": site("IT-E", *end)}
    around = replace(AROUND, sites=sites, territory=None)
    first = maximum_distance(replace(PLAN, route=()), under(around, AMB_10="whole-path"))[0]
    truth_m = Geodesic.WGS84.Inverse(start[1], start[0], end[1], end[0])["s12"]
    assert first.measured is not None
    assert first.measured.value * 1000 == pytest.approx(truth_m, abs=0.001), by


def test_a_path_over_the_pole_lies_inside_a_territory_that_holds_it() -> None:
    """A cap round the pole holds all of a path that crosses it."""
    from overflight.geodesy import Territory

    cap = Territory.of(tuple(Position(lon, 79.0) for lon in range(-180, 180, 2)))
    sites = {"IT-S": site("IT-S", 10.0, 80.0), "IT-E": site("IT-E", -170.0, 80.0)}
    around = replace(AROUND, sites=sites, territory=cap, distance=limit("2300"))
    first = maximum_distance(replace(PLAN, route=()), around)[0]
    # Two meridian arcs from 80 to 90 degrees: 2 x 1,116.826 km.
    assert first.measured is not None
    assert first.measured.value == pytest.approx(2 * 1116.826, abs=0.01)
    assert first.outcome is Outcome.KEPT


@pytest.mark.provision("art.VI.II.3")
def test_a_stop_does_not_start_the_count_again() -> None:
    """One limit holds for the whole flight, the way to a stop included (GEO-2)."""
    from tests.plan_cases import at

    from overflight.missions import Stop

    stop = Stop("IT-E", "A", at("2008-05-06 15:00"), at("2008-05-06 16:00"))
    plan = replace(PLAN, stops=(stop,), route=(point("A", 1, 0), point("B", 0.5, 0.5)))
    path = maximum_distance(plan, AROUND)[1]
    assert path.measured is not None
    assert path.measured.value > 3 * DEGREE_M / 1000
