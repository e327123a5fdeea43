"""What a plan is judged against, gathered from founding facts, a record, a map and a case."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from tests.plan_cases import PLAN, outcomes

from overflight.adapters.lands.world_map import world_borders
from overflight.desk import AsOf, fold_as_of, founding_said, from_package
from overflight.desk.planning.plans import (
    Lands,
    case_surroundings,
    contested_views,
    surroundings_of,
)
from overflight.errors import UsageError
from overflight.geodesy import Position, Territory
from overflight.missions import Borders, LineKind, MissionFact, judge_plan, read_case
from overflight.missions.said.facts_ground import (
    Arrived,
    DemonstrationRequested,
    InspectionReported,
    InspectionStarted,
    WindowExtended,
)
from overflight.missions.said.facts_notice import AgreedOtherwise, Notified, WaivableRule
from overflight.notifications import IntentionToFly
from overflight.record import Reference, Said
from overflight.treaty import Outcome

FACTS = from_package()
IT = replace(PLAN, start_site="IT-MALPENSA", end_site="IT-PALERMO", point_of_entry="IT-MALPENSA")


class NoMap:
    """A source that has drawn nothing."""

    source = "nobody"
    error_m = 0.0

    def borders_of(self, codes: Iterable[str]) -> Borders:
        """Return no border."""
        return Borders((), f"nobody drew {' '.join(codes)}")

    def territory(self, codes: Iterable[str]) -> Territory:
        """Return no territory."""
        return Territory(())


def test_the_founding_facts_give_parties_sites_and_distance() -> None:
    """From Malpensa the Treaty allows 1,130 km (annex.A.III)."""
    around = surroundings_of(IT, FACTS, Lands())
    assert around.parties is not None
    assert "IT" in around.parties
    assert around.distance is not None
    assert around.distance.km == Decimal(1130)
    assert around.sites["IT-MALPENSA"].inspection is True
    assert around.sites["GB-HEATHROW"].scheduled_only
    assert around.borders is None
    assert around.terrain is None


def test_doubts_of_sites_and_distances_come_along() -> None:
    """Wunstorf is printed with impossible seconds; Dulles with two distances."""
    wunstorf = surroundings_of(IT, FACTS, Lands()).sites["DE-WUNSTORF"]
    assert any("not valid" in doubt for doubt in wunstorf.doubts)
    dulles = surroundings_of(replace(PLAN, start_site="US-DULLES"), FACTS, Lands()).distance
    assert dulles is not None
    assert any("4000" in doubt for doubt in dulles.doubts)
    assert surroundings_of(PLAN, FACTS, Lands()).distance is None


def test_the_map_gives_borders_and_territory_of_the_whole_unit() -> None:
    """Benelux is one observed Party: its outer borders, its three territories."""
    plan = replace(PLAN, observed="BNL")
    around = surroundings_of(plan, FACTS, Lands(world_borders()))
    assert around.states_of("BNL") == {"BE", "LU", "NL"}
    assert around.borders is not None
    pairs = {line.between for line in around.borders.lines}
    assert ("BE", "NL") not in pairs
    assert ("BE", "FR") in pairs
    assert around.territory is not None
    for lon, lat in ((4.4, 50.8), (6.1, 49.7), (5.3, 52.1)):
        assert around.territory.contains(Position(lon, lat))
    assert "without legal meaning" in around.territory_source


def test_a_territory_nobody_drew_is_not_known() -> None:
    """An empty territory would make every place outside; it is left open instead."""
    around = surroundings_of(IT, FACTS, Lands(NoMap()))
    assert around.territory is None
    assert around.borders is not None


def with_mission() -> AsOf:
    """Return the founding facts and a mission that ran until its inspection."""
    eta = IT.estimated_arrival
    key, hour = IT.mission, timedelta(hours=1)
    intention = IntentionToFly(eta, inspection_site="IT-MALPENSA")
    reported = InspectionReported(key, eta + 7 * hour, ended_at=eta + 6 * hour)
    agreed = AgreedOtherwise(key, eta + 9 * hour, rule=WaivableRule.PLAN_LEAD, amount=12)
    said: list[tuple[str, MissionFact]] = [
        ("DE", Notified(key, eta - 80 * hour, "DE", "IT", intention)),
        ("DE", Arrived(key, eta)),
        ("IT", InspectionStarted(key, eta + 2 * hour)),
        ("DE", reported),
        ("IT", reported),
        ("IT", DemonstrationRequested(key, eta + 8 * hour)),
        ("DE", WindowExtended(key, eta + 9 * hour, hours=Decimal(12))),
        ("DE", agreed),
        ("IT", agreed),
    ]
    spoken = [
        Said(fact, party, fact.at, Reference(f"log/{party}", i, "0" * 64))
        for i, (party, fact) in enumerate(said)
    ]
    return fold_as_of([*founding_said(), *spoken], source="test")


def test_the_record_gives_what_happened_to_the_mission() -> None:
    """Arrival, end of inspection, extension and agreements are those that were said."""
    facts = with_mission()
    around = surroundings_of(IT, facts, Lands())
    assert around.arrived_at == IT.estimated_arrival
    assert around.inspection_ended_at == IT.estimated_arrival + timedelta(hours=6)
    assert around.inspection_site == "IT-MALPENSA"
    assert around.extension_h == 12
    (agreement,) = around.agreements
    assert (agreement.rule, agreement.amount, agreement.by) == ("MPL-4", Decimal(12), ("DE", "IT"))
    assert surroundings_of(replace(IT, mission="2008-OS8009"), facts, Lands()).arrived_at is None


def test_points_and_parties_make_views() -> None:
    """Each other reading of a point is a view; a Party that stated none reads by default."""
    around = surroundings_of(IT, FACTS, Lands())
    views = contested_views(around, FACTS, points=("AMB-29",), parties=("IT",))
    own = "the defaults: IT has stated no reading"
    assert list(views) == ["the readings asked", "AMB-29=none", own]
    assert views["AMB-29=none"].readings.of("AMB-29") == "none"
    assert views[own].readings.of("AMB-29") == "one-crossing"
    with pytest.raises(UsageError, match="E-CODE"):
        contested_views(around, FACTS, parties=("XX",))
    with pytest.raises(UsageError, match="E-READING"):
        contested_views(around, FACTS, points=("AMB-999",))


CASE = {
    "plan": json.loads((Path(__file__).parents[2] / "plans" / "liguria.json").read_text("utf-8")),
    "around": {
        "parties": ["DE", "IT", "CH"],
        "members": {"XX": ["X1", "X2"]},
        "max_distance_km": 400,
        "sites": {
            "IT-HILL": {"roles": ["OSA"], "lon_deg": 9, "lat_deg": 45, "inspection": False},
            "IT-NOWHERE": {"roles": ["REFUEL"]},
        },
        "borders": {
            "source": "the case",
            "error_m": 50,
            "lines": [
                {"between": ["IT", "SM"], "line": [[8.2, 44.4], [8.2, 44.5]], "kind": "maritime"}
            ],
        },
        "territory": {"source": "the case", "rings": [[[7, 44], [12, 44], [12, 46], [7, 46]]]},
        "ground": {"height_m": 100},
        "languages": ["it"],
        "arrived_at": "2003-05-05T09:00:00Z",
        "inspection_ended_at": "2003-05-05T20:00:00Z",
        "inspection_site": "IT-HILL",
        "extension_h": "12",
        "changed_by_observing": False,
        "certified_h_min_m": {"OF-1": 1700},
        "agreements": [{"rule": "MPL-4", "by": ["DE", "IT"], "says": "12 h", "amount": 12}],
        "hazards": ["LI-R1"],
        "readings": {"AMB-29": "none"},
    },
}


def test_a_case_lays_everything_it_says_over_the_founding_facts() -> None:
    """An outsider can put any case without a record."""
    case = read_case(json.dumps(CASE).encode(), where="case.json")
    around = case_surroundings(case, FACTS, Lands(world_borders()), where="case.json")
    assert around.parties == frozenset({"DE", "IT", "CH"})
    assert around.states_of("XX") == {"X1", "X2"}
    assert around.states_of("BNL") == {"BE", "LU", "NL"}
    assert around.distance is not None
    assert (around.distance.km, around.distance.source) == (
        Decimal(400),
        "as the case says, no provision: the case",
    )
    assert around.sites["IT-HILL"].at == Position(9, 45)
    assert around.sites["IT-NOWHERE"].at is None
    assert "IT-MALPENSA" in around.sites
    assert around.borders is not None
    (line,) = around.borders.lines
    assert (line.between, line.kind, line.error_m) == (("IT", "SM"), LineKind.MARITIME, 50.0)
    assert around.territory_source == "the case"
    assert around.terrain is not None
    assert around.terrain.height_system == "EGM96"
    assert around.languages == frozenset({"it"})
    assert around.changed_by_observing is False
    assert around.readings.of("AMB-29") == "none"
    answers = {
        (finding.rule, finding.outcome) for finding in judge_plan(case.plan, around).findings
    }
    assert ("GEO-1", Outcome.BROKEN) in answers
    assert ("GEO-4", Outcome.BROKEN) in answers
    assert ("GEO-6", Outcome.BROKEN) in answers
    assert ("ARR-11", Outcome.BROKEN) in answers
    assert ("MPL-8", Outcome.OPEN) in answers


def test_a_case_that_says_nothing_changes_nothing() -> None:
    """A plan alone is a case too."""
    case = read_case(json.dumps(CASE["plan"]).encode(), where="plan.json")
    bare = surroundings_of(case.plan, FACTS, Lands())
    laid = case_surroundings(case, FACTS, Lands(), where="plan.json")
    assert laid == bare
    assert set(outcomes(judge_plan(case.plan, laid).findings)) == {"kept", "open"}
