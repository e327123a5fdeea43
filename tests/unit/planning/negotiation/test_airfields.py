"""Counter-proposals on the ground that an airfield cannot be used."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.counter_scenes import FIELDS, fixed
from tests.plan_cases import PLAN, at, camera, point

from overflight.missions import Stop
from overflight.planning.negotiation import Kind, SiteGround, counter

SITES = ("IT-E", "IT-F", "IT-G", "IT-S")
SEEING = replace(
    PLAN,
    route=(point("A", 0.5, 0.0), point("B", 1.5, 0.0)),
    observations=(replace(camera("A", "B"), left_km=3.0, right_km=3.0),),
)
STOPPING = replace(
    SEEING, stops=(Stop("IT-F", "B", at("2008-05-06 15:00"), at("2008-05-06 16:00")),)
)


def test_the_start_is_the_airfield_that_changes_the_path_least() -> None:
    """Nothing is hidden by any; the one that opens a question comes last."""
    found = counter(SEEING, SiteGround("IT-S"), fixed(FIELDS, SITES, SITES))
    assert [p.move.plan.start_site for p in found.proposals] == ["IT-F", "IT-G", "IT-E"]
    assert found.proposals[0].move.says == "commences at IT-F instead of IT-S"
    assert found.proposals[-1].newly_open == ("GEO-5",)
    assert all(p.move.kind is Kind.AIRFIELD for p in found.proposals)


def test_the_end_is_changed_alone() -> None:
    """The start stays."""
    found = counter(SEEING, SiteGround("IT-E"), fixed(FIELDS, SITES, SITES))
    assert found.proposals[0].move.plan.start_site == "IT-S"
    assert found.proposals[0].move.says == "ends at IT-G instead of IT-E"


def test_a_period_from_the_airfield_begins_at_the_other() -> None:
    """Its ground near the old airfield is hidden, so it is not proposed alone."""
    from_start = replace(
        SEEING, observations=(replace(camera("IT-S", "IT-E"), left_km=3.0, right_km=3.0),)
    )
    found = counter(from_start, SiteGround("IT-S"), fixed(FIELDS, SITES, SITES))
    assert found.proposals == ()
    assert all("MPL-7" in d.why or "GEO" in d.why for d in found.dropped)


def test_a_stop_is_made_elsewhere_and_lasts_as_long() -> None:
    """It lands no earlier than planned, and when the longer way allows."""
    found = counter(STOPPING, SiteGround("IT-F"), fixed(FIELDS, SITES, SITES))
    (best,) = found.proposals
    assert best.move.says == "stops at IT-G instead of IT-F"
    (stop,) = best.move.plan.stops
    assert stop.continues_at - stop.lands_at == timedelta(hours=1)
    assert stop.lands_at == at("2008-05-06 15:00")
    early = replace(
        STOPPING,
        stops=(
            replace(
                STOPPING.stops[0],
                lands_at=at("2008-05-06 14:10"),
                continues_at=at("2008-05-06 14:40"),
            ),
        ),
    )
    found = counter(early, SiteGround("IT-F"), fixed(FIELDS, SITES, SITES))
    (stop,) = found.proposals[0].move.plan.stops
    # 1.5 degrees to B and 80 km on at 500 km/h.
    assert at("2008-05-06 14:25") < stop.lands_at < at("2008-05-06 14:35")
    assert stop.continues_at - stop.lands_at == timedelta(minutes=30)


def test_a_stop_whose_place_is_not_known_keeps_its_times() -> None:
    """Without a position nothing can be said of when it is reached."""
    around = replace(FIELDS, sites={**FIELDS.sites, "IT-H": replace(FIELDS.sites["IT-G"], at=None)})
    found = counter(STOPPING, SiteGround("IT-F"), fixed(around, SITES, ("IT-H",)))
    tried = [p.move.plan.stops for p in found.proposals]
    assert all(stops[0].lands_at == at("2008-05-06 15:00") for stops in tried)


def test_an_alternate_is_left_out() -> None:
    """A plan may do with fewer."""
    found = counter(
        replace(SEEING, alternates=("IT-G", "IT-F")),
        SiteGround("IT-G"),
        fixed(FIELDS, SITES, SITES),
    )
    (best,) = found.proposals
    assert best.move.plan.alternates == ("IT-F",)
    assert best.move.says == "without IT-G"


@pytest.mark.parametrize("site", ["IT-G", "IT-X"])
def test_an_airfield_the_plan_does_not_use_is_no_ground(site: str) -> None:
    """Nobody is helped by a change."""
    assert counter(SEEING, SiteGround(site), fixed(FIELDS, SITES, SITES)).found == ()


def test_without_another_airfield_nothing_can_be_proposed() -> None:
    """The only one cannot be used."""
    found = counter(SEEING, SiteGround("IT-S"), fixed(FIELDS, ("IT-S",)))
    assert found.found == ("IT-S is where it commences",)
    assert found.proposals == ()
    both = replace(SEEING, end_site="IT-S", stops=STOPPING.stops)
    assert len(counter(both, SiteGround("IT-S"), fixed(FIELDS, SITES, SITES)).found) == 2
