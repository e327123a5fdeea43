"""Claims as an answer, and claims said on record as part of their claimant's view."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests.plan_cases import AROUND, DEGREE_M, PLAN, border, box, under

from overflight.commission import ClaimMade, ReadingChosen
from overflight.desk import AsOf, fold_as_of, founding_said, from_package
from overflight.desk.commission.claim_views import ALL, ViewsAsked, judge_views
from overflight.desk.commission.claims import claim_list, claim_show
from overflight.errors import UsageError
from overflight.geodesy import Lines, Position
from overflight.missions import (
    BorderLine,
    Borders,
    MissionPlan,
    Surroundings,
    ViewedJudgement,
)
from overflight.record import Reference, Said
from overflight.treaty import Outcome, open_skies

HELD = from_package()
CLAIM = ClaimMade(
    "IT-100",
    "IT",
    "maximum-distance",
    "100 km",
    "traffic",
    ("DE",),
    date(2005, 1, 1),
    provision="annex.A.III",
    rule="GEO-1",
    sites=("IT-S",),
    limit_km=Decimal(100),
)
CORRIDOR = ClaimMade(
    "IT-LINE",
    "IT",
    "stand-off",
    "10 km from Elsewhere",
    "",
    provision="art.VI.II.2",
    rule="GEO-4",
    neighbours=("Elsewhere",),
    part_of="CH",
)


def with_claims(*said: tuple[str, object]) -> AsOf:
    """Return the founding facts and what parties say about claims and readings."""
    at = datetime(2008, 1, 1, tzinfo=UTC)
    spoken = [
        Said(fact, party, at, Reference(f"log/{party.lower()}/1", i, "00"))
        for i, (party, fact) in enumerate(said)
    ]
    return fold_as_of([*founding_said(), *spoken], source="test")


def views(
    held: AsOf, asked: ViewsAsked, around: Surroundings = AROUND, plan: MissionPlan = PLAN
) -> ViewedJudgement:
    """Judge a plan on the equator, 222.6 km from IT-S to IT-E, under views."""
    return judge_views(plan, {"asked": around}, held, asked)


def names(viewed: ViewedJudgement) -> list[str]:
    """Return the names of the views."""
    return [name for name, _ in viewed.views]


def test_the_list_is_that_of_the_day() -> None:
    """A claim that has ended is not listed; one whose day is not known is, and says so."""
    before = {row.id: row for row in claim_list(HELD, date(2017, 12, 31)).claims}
    assert "US-HAWAII-DISTANCE" not in before
    assert before["RU-KALININGRAD-500"].stands == "not known"
    assert before["GE-NO-RU-FLIGHTS"].stands == "yes"
    during = {row.id for row in claim_list(HELD, date(2018, 1, 1)).claims}
    assert "US-HAWAII-DISTANCE" in during
    after = {row.id for row in claim_list(HELD, date(2020, 11, 22)).claims}
    assert "US-HAWAII-DISTANCE" not in after


def test_within_a_month_that_is_all_that_is_known_a_claim_may_stand() -> None:
    """February 2016: not in January, perhaps in February, from its last day on for sure."""
    stands = [
        claim_show(HELD, "TR-NO-PLAN-NO-FLIGHT", day).claim.stands
        for day in (date(2016, 1, 31), date(2016, 2, 1), date(2016, 2, 29))
    ]
    assert stands == ["no", "not known", "yes"]


def test_a_party_sees_what_it_makes_and_what_it_contests() -> None:
    """Both sides of a dispute."""
    rows = claim_list(HELD, date(2012, 4, 5), party="GE").claims
    assert {row.id for row in rows} == {"RU-ABKHAZIA-10", "GE-NO-RU-FLIGHTS"}


def test_every_claim_of_the_table_is_a_report() -> None:
    """Only the claimant makes a claim its own."""
    rows = claim_list(HELD, date(2021, 6, 7)).claims
    assert {row.said_by for row in rows} == {"reported"}
    law = open_skies()
    assert all(row.rule in law.rules for row in rows)
    applied = {row.id for row in rows if row.applies != "listed only"}
    assert applied == {"RU-KALININGRAD-500", "RU-ABKHAZIA-10"}


def test_the_claimants_word_stands_in_the_place_of_a_report() -> None:
    """Said on record, it is its own; said by another, it is that other's telling."""
    said = ClaimMade("RU-KALININGRAD-500", "RU", "maximum-distance", "500 km", "traffic")
    own = claim_show(with_claims(("RU", said)), "RU-KALININGRAD-500", date(2008, 1, 1)).claim
    assert own.said_by == "the claimant, on record"
    listed = claim_list(with_claims(("RU", said)), date(2008, 1, 1)).claims
    assert [row.id for row in listed].count("RU-KALININGRAD-500") == 1
    told = claim_show(with_claims(("PL", said)), "RU-KALININGRAD-500", date(2008, 1, 1)).claim
    assert told.said_by == "another Party, on record"
    dated = replace(said, since=date(2007, 1, 1), until=date(2009, 1, 1))
    row = claim_show(with_claims(("RU", dated)), "RU-KALININGRAD-500", date(2008, 1, 1)).claim
    assert (row.since, row.stands) == ("2007-01-01", "yes")


def test_an_unknown_claim_is_refused() -> None:
    """With the way to the list."""
    with pytest.raises(UsageError, match="claim list"):
        claim_show(HELD, "XX-1", date(2008, 1, 1))


def test_a_claim_on_record_enters_its_claimants_view_and_no_other() -> None:
    """100 km from IT-S: 222.6 km are broken as Italy sees it, kept as Germany does."""
    viewed = views(with_claims(("IT", CLAIM)), ViewsAsked(("DE", "IT")))
    assert names(viewed) == ["asked", "the readings of DE", "the view of IT with IT-100"]
    (contested,) = viewed.findings
    assert (contested.rule, contested.outcome) == ("GEO-1", Outcome.CONTESTED)
    assert contested.limit is not None
    assert contested.limit.value == 100
    (ground,) = (g for g in contested.basis if "claim IT-100" in g)
    assert ground.endswith("claim IT-100 of IT, ground: traffic; contested by DE")
    assert viewed.outcome is Outcome.CONTESTED


def test_what_another_tells_of_a_party_enters_no_view() -> None:
    """Neither as its own nor as a report of ours."""
    viewed = views(with_claims(("DE", CLAIM)), ViewsAsked(("DE", "IT"), reported=True))
    assert names(viewed) == ["asked", "the readings of DE, IT"]


def test_a_claim_before_its_day_or_over_others_does_not_bear() -> None:
    """It begins in 2009; or the flight is over another Party; or the limit is lower already."""
    later = with_claims(("IT", replace(CLAIM, since=date(2009, 1, 1))))
    assert names(views(later, ViewsAsked(("IT",)))) == ["asked", "the readings of IT"]
    held = with_claims(("IT", CLAIM))
    over = replace(PLAN, observed="DE", observing="IT")
    assert names(views(held, ViewsAsked(("IT",)), plan=over)) == ["asked", "the readings of IT"]
    wider = with_claims(("IT", replace(CLAIM, limit_km=Decimal(1000))))
    assert names(views(wider, ViewsAsked(("IT",)))) == ["asked", "the readings of IT"]
    none = replace(AROUND, distance=None)
    assert "the view of IT with IT-100" in names(views(held, ViewsAsked(("IT",)), none))


def test_readings_and_claims_stand_together() -> None:
    """A view is both; Parties that see a plan alike share one view."""
    chosen = ReadingChosen("AMB-29", "none", date(2005, 1, 1))
    held = with_claims(("IT", CLAIM), ("DE", chosen))
    everybody = replace(AROUND, parties=frozenset({"DE", "FR", "IT"}))
    viewed = views(held, ViewsAsked((ALL,)), everybody)
    assert names(viewed) == [
        "asked",
        "the readings of DE",
        "the readings of FR",
        "the view of IT with IT-100",
    ]
    unknown = views(held, ViewsAsked((ALL,)), replace(AROUND, parties=None))
    assert names(unknown) == ["asked"]


def test_a_claim_about_an_area_the_path_stays_out_of_does_not_bear() -> None:
    """Its area is the polygon its place lies in; crossing it, or near it, people decide."""
    claim = replace(CLAIM, sites=("IT-X",), at_lon_deg=Decimal(10), at_lat_deg=Decimal(0))
    held = with_claims(("IT", claim))
    two = replace(AROUND, territory=box(-1, -1, 3, 1) + box(9, -1, 11, 1))
    assert views(held, ViewsAsked(("IT",)), two).findings == ()
    doubtful = replace(two, territory_error_m=7 * DEGREE_M)
    assert [f.rule for f in views(held, ViewsAsked(("IT",)), doubtful).findings] == ["GEO-1"]
    for elsewhere in (
        replace(claim, at_lon_deg=Decimal(1)),  # the path crosses this polygon
        replace(claim, at_lon_deg=Decimal(20)),  # no polygon there
        replace(claim, at_lon_deg=None),
    ):
        (question,) = views(with_claims(("IT", elsewhere)), ViewsAsked(("IT",)), two).findings
        assert (question.outcome, question.provision) == (Outcome.OPEN, "annex.A.III")
        assert "it begins at IT-S, not at IT-X" in question.says
    undrawn = replace(AROUND, territory=None)
    assert len(views(held, ViewsAsked(("IT",)), undrawn).findings) == 1


def test_lines_the_claimant_draws_ask_ten_kilometres_in_its_view_alone() -> None:
    """A line 5 km beyond the end of the path, with a neighbour that is no Party."""
    held = with_claims(("IT", CORRIDOR))
    east = 2.0 + 5_000 / DEGREE_M
    line = Lines.of((Position(east, -0.5), Position(east, 0.5)))
    drawn = Borders((BorderLine(("Elsewhere", "IT"), line),), "map of IT")
    asked = ViewsAsked(("DE", "IT"), lines={"IT": drawn})
    viewed = views(held, asked)
    (contested,) = viewed.findings
    assert contested.rule == "GEO-4"
    assert any("map of IT, claim IT-LINE of IT, no ground given" in g for g in contested.basis)
    bare = views(held, asked, replace(AROUND, borders=None))
    assert "GEO-4" in [f.rule for f in bare.findings]


def test_without_lines_only_a_path_far_from_the_whole_border_is_clear() -> None:
    """The claimed lines are part of a border with CH as others see it."""
    held = with_claims(("IT", CORRIDOR))
    asked = ViewsAsked(("IT",))
    parties = frozenset({"DE", "IT", "CH"})
    near = 2.0 + 9_000 / DEGREE_M
    far = 2.0 + 11_000 / DEGREE_M
    for east, rules in ((near, ["GEO-4"]), (far, [])):
        drawn = border("CH", (east, -0.5), (east, 0.5))
        around = replace(AROUND, borders=drawn, parties=parties)
        assert [f.rule for f in views(held, asked, around).findings] == rules
    (question,) = views(held, asked).findings  # no border with CH is drawn at all
    assert "no line with Elsewhere is at hand" in question.says
    other = ViewsAsked(("IT",), lines={"IT": border("FR", (5, 0), (5, 1))})
    assert len(views(held, other).findings) == 1
    assert len(views(held, asked, replace(AROUND, borders=None)).findings) == 1


def test_a_claim_in_words_makes_a_kept_plan_open() -> None:
    """It is named with its ground; whether it bears on the plan is for people."""
    words = ClaimMade("IT-W", "IT", "height-floor", "a floor", "", provision="art.VI.I.14")
    around = replace(under(AROUND), territory=None)
    viewed = views(with_claims(("IT", words)), ViewsAsked(("IT",)), around)
    (question,) = viewed.findings
    assert question.rule == "OSC-4"
    assert viewed.outcome is not Outcome.KEPT
