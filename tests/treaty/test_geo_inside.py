"""Sensors only inside: art.VII.3 (GEO-8, DEF-8). Stops and sites: art.VI.II.3 (GEO-11, GEO-12)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.plan_cases import (
    ALL_ROLES,
    AROUND,
    DEGREE_M,
    PLAN,
    at,
    border,
    box,
    camera,
    outcomes,
    point,
)

from overflight.missions import Stop, UsableSite
from overflight.missions.rules.sensing import sensors_only_inside
from overflight.missions.rules.sites import (
    site_limits,
    start_and_end,
    stops_at_designated_airfields,
)
from overflight.treaty import Outcome, SiteRole

SENSING = replace(PLAN, observations=(camera("IT-S", "A"),))
inside_rules = [pytest.mark.rule("GEO-8"), pytest.mark.provision("art.VII.3", "art.II.8")]


def coast(metres_west_of_a: float) -> float:
    """Return the longitude of a coast so far west of point A."""
    return 1.0 - metres_west_of_a / DEGREE_M


class TestSensing:
    """GEO-8: where a sensor may work."""

    pytestmark = inside_rules

    def test_a_period_inside_is_kept(self) -> None:
        """All 111.3 km lie over the territory."""
        (finding,) = sensors_only_inside(SENSING, AROUND)
        assert finding.outcome is Outcome.KEPT
        assert "all 111.3 km" in finding.says

    def test_a_period_across_a_land_border_is_broken(self) -> None:
        """Twenty kilometres into another State is collection over a third State."""
        lon = coast(20_000)
        around = replace(
            AROUND,
            territory=box(-1, -1, lon, 1),
            borders=border("CH", (lon, -0.5), (lon, 0.5)),
        )
        (finding,) = sensors_only_inside(SENSING, around)
        assert finding.outcome is Outcome.BROKEN
        assert "across a land border" in finding.says
        assert finding.measured is not None
        assert finding.measured.value == pytest.approx(20.0, abs=0.01)

    @pytest.mark.parametrize(
        ("metres", "outcome"), [(10_000, "open"), (21_000, "open"), (30_000, "broken")]
    )
    def test_water_near_the_coast_may_be_territorial(self, metres: float, outcome: str) -> None:
        """Up to 22.2 km from land a State may have waters; beyond no State has."""
        around = replace(AROUND, territory=box(-1, -1, coast(metres), 1))
        assert outcomes(sensors_only_inside(SENSING, around)) == [outcome]

    def test_the_doubt_of_the_edge_is_a_question(self) -> None:
        """Outside by less than the border is known to is neither kept nor broken."""
        lon = coast(3_000)
        around = replace(
            AROUND,
            territory=box(-1, -1, lon, 1),
            territory_error_m=4_000,
            borders=border("CH", (lon, -0.5), (lon, 0.5)),
        )
        (finding,) = sensors_only_inside(SENSING, around)
        assert finding.outcome is Outcome.OPEN
        far = replace(around, territory=box(-1, -1, coast(25_500), 1), borders=None)
        (finding,) = sensors_only_inside(SENSING, far)
        assert finding.outcome is Outcome.OPEN
        assert "as far as territorial waters may reach" in finding.says

    def test_an_excursion_shorter_than_a_kilometre_is_still_told(self) -> None:
        """What the samples miss, the exact length inside does not."""
        around = replace(AROUND, territory=box(-1, -1, 0.5, 1) + box(0.503, -1, 3, 1))
        (finding,) = sensors_only_inside(SENSING, around)
        assert finding.outcome is Outcome.OPEN

    def test_without_territory_or_place_it_is_open(self) -> None:
        """Nobody knows where the edge is, or where the sensor runs."""
        assert outcomes(sensors_only_inside(SENSING, replace(AROUND, territory=None))) == ["open"]
        nowhere = replace(PLAN, observations=(camera("IT-S", "NOWHERE"),))
        assert outcomes(sensors_only_inside(nowhere, AROUND)) == ["open"]


class TestSites:
    """GEO-11, GEO-12, ARR-11: what sites are for."""

    @pytest.mark.rule("GEO-12")
    @pytest.mark.provision("art.VI.II.3", "art.II.27")
    def test_a_flight_starts_and_ends_at_open_skies_airfields(self) -> None:
        """All four places have their role."""
        assert outcomes(start_and_end(PLAN, AROUND)) == ["kept"] * 4

    @pytest.mark.rule("GEO-12")
    @pytest.mark.provision("art.VI.II.3", "art.II.28")
    def test_a_point_of_entry_alone_is_no_start(self) -> None:
        """A site that is only a point of entry cannot be where the flight starts."""
        entry = replace(AROUND.sites["IT-S"], roles=frozenset({SiteRole.POINT_OF_ENTRY_EXIT}))
        around = replace(AROUND, sites={**AROUND.sites, "IT-S": entry})
        assert outcomes(start_and_end(PLAN, around)) == ["broken", "kept", "kept", "kept"]

    @pytest.mark.rule("GEO-12")
    @pytest.mark.provision("art.VI.II.3")
    def test_a_site_nobody_designated_is_no_site(self) -> None:
        """An unknown id is broken; without any list of sites it is a question."""
        assert outcomes(start_and_end(replace(PLAN, end_site="IT-X"), AROUND))[1] == "broken"
        assert outcomes(start_and_end(PLAN, replace(AROUND, sites={}))) == ["open"] * 4

    @pytest.mark.rule("GEO-11")
    @pytest.mark.provision("art.VI.II.3", "art.II.30")
    @pytest.mark.parametrize(
        ("until", "outcome"), [("2008-05-09 08:00", "kept"), ("2008-05-09 08:01", "broken")]
    )
    def test_stops_lie_inside_the_window(self, until: str, outcome: str) -> None:
        """The window ends 96 h after the estimated arrival, to the minute."""
        stop = Stop("IT-E", "A", at("2008-05-06 16:00"), at(until))
        plan = replace(PLAN, stops=(stop,))
        assert outcomes(stops_at_designated_airfields(plan, AROUND)) == ["kept", outcome]

    @pytest.mark.rule("GEO-11")
    @pytest.mark.provision("art.II.30")
    def test_stops_are_at_designated_airfields(self) -> None:
        """A calibration site serves no fuel."""
        target = UsableSite("IT-T", frozenset({SiteRole.CALIBRATION}))
        around = replace(AROUND, sites={**AROUND.sites, "IT-T": target})
        stop = Stop("IT-T", "A", at("2008-05-06 16:00"), at("2008-05-06 17:00"))
        plan = replace(PLAN, stops=(stop,))
        assert outcomes(stops_at_designated_airfields(plan, around)) == ["broken", "kept"]

    @pytest.mark.rule("GEO-11")
    @pytest.mark.provision("art.VI.I.9")
    def test_a_waived_window_asks_nothing_of_stops(self) -> None:
        """Where the Parties waived the 96 h, only the airfield is judged."""
        from overflight.missions import Agreement

        around = replace(AROUND, agreements=(Agreement("FLT-1", ("DE", "IT"), "no window"),))
        stop = Stop("IT-E", "A", at("2008-05-06 16:00"), at("2008-06-06 17:00"))
        plan = replace(PLAN, stops=(stop,))
        assert outcomes(stops_at_designated_airfields(plan, around)) == ["kept"]

    @pytest.mark.rule("ARR-11")
    @pytest.mark.provision("annex.E-1")
    @pytest.mark.parametrize(
        ("possible", "outcome"), [(True, "kept"), (False, "broken"), (None, "open")]
    )
    def test_inspection_only_where_the_list_says_yes(
        self, possible: bool | None, outcome: str
    ) -> None:
        """The column of the list decides; where it is absent people must say."""
        place = UsableSite("IT-I", ALL_ROLES, inspection=possible)
        around = replace(AROUND, sites={**AROUND.sites, "IT-I": place}, inspection_site="IT-I")
        assert outcomes(site_limits(PLAN, around)) == [outcome]

    @pytest.mark.rule("ARR-11")
    @pytest.mark.provision("annex.E-1")
    def test_heathrow_is_for_scheduled_services_only(self) -> None:
        """The founding facts carry that limit, and a plan that enters there is asked."""
        from overflight.desk import from_package
        from overflight.desk.planning.plans import Lands, surroundings_of

        plan = replace(PLAN, observed="GB", point_of_entry="GB-HEATHROW")
        around = surroundings_of(plan, from_package(), Lands())
        (finding,) = site_limits(plan, around)
        assert finding.outcome is Outcome.OPEN
        assert "scheduled services" in finding.says
        assert site_limits(PLAN, AROUND) == ()

    def test_a_route_may_pass_a_place_twice_named_once(self) -> None:
        """The path of a stop leads over the airfield and on."""
        stop = Stop("IT-E", "A", at("2008-05-06 16:00"), at("2008-05-06 17:00"))
        from overflight.missions import planned_path

        plan = replace(PLAN, stops=(stop,), route=(point("A", 1, 0), point("B", 1.5, 0.5)))
        names = [place.name for place in planned_path(plan, AROUND).places]
        assert names == ["IT-S", "A", "IT-E", "B", "IT-E"]
