"""Negotiation as an answer: what may be proposed, what it costs, what to say, what differs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.counter_scenes import SEEING, STORM
from tests.plan_cases import PLAN, at, box, camera, point

from overflight.airspace import (
    Airspace,
    AirspaceArea,
    Between,
    Hazard,
    Level,
    LevelSystem,
)
from overflight.desk import Lands, from_package
from overflight.desk.commission.claim_views import ViewsAsked
from overflight.desk.kinds import KINDS
from overflight.desk.planning.hazard_ground import hazard_ground
from overflight.desk.planning.negotiation import (
    CounterAnswer,
    CounterAsked,
    around_of,
    counter_proposals,
    no_ground,
)
from overflight.desk.planning.versions import DiffAsked, plan_diff
from overflight.errors import UsageError
from overflight.geodesy import Position
from overflight.missions import HeightSystem, MissionPlan, PlanCase
from overflight.missions.review.plan_forms import (
    AroundForm,
    BorderForm,
    BordersForm,
    SiteForm,
    TerritoryForm,
)
from overflight.missions.said.facts_plan import ChangeGround
from overflight.planning import Target
from overflight.planning.negotiation import Ground, Kind, RuleGround, SiteGround, Turn, Watch
from overflight.treaty import Outcome, SiteRole, write_form

HELD = from_package()
ROLES = tuple(SiteRole)
AROUND = AroundForm(
    parties=("DE", "IT"),
    max_distance_km=Decimal(1000),
    sites={
        "IT-S": SiteForm(ROLES, 0.0, 0.0, True),
        "IT-E": SiteForm(ROLES, 2.0, 0.0, True),
        "IT-F": SiteForm(ROLES, 0.2, -0.5, True),
    },
    borders=BordersForm("drawn by hand", (BorderForm(("IT", "CH"), ((0.9, 0.28), (1.1, 0.28))),)),
    territory=TerritoryForm(
        "drawn by hand", (((-1.0, -1.0), (3.0, -1.0), (3.0, 1.0), (-1.0, 1.0)),)
    ),
)
NEAR = RuleGround("art.VI.II.2")


def ask(ground: Ground, plan: MissionPlan = SEEING, **asked: object) -> CounterAnswer:
    """Return what may be proposed to the plan."""
    given = CounterAsked(ground, **asked)  # type: ignore[arg-type]
    return counter_proposals(PlanCase(plan, AROUND), given, HELD, Lands(), where="test")


def test_a_proposal_says_what_it_changes_and_what_it_costs() -> None:
    """With the digest of the changed plan, and targets where they are known."""
    plan = replace(SEEING, observations=())
    watch = Watch((Target("T", Position(1.0, 0.205), 4.0),), reach_m=1_000.0)
    answer = ask(NEAR, plan, watch=watch)
    assert answer.ground is ChangeGround.INCONSISTENT
    best = answer.proposals[0]
    assert best.kind is Kind.WAY
    assert best.plan.version == 2
    assert len(best.plan_sha256) == 64
    assert best.lost_targets == ("T",)
    assert best.lost_value == 4.0
    assert best.observable.outcome is Outcome.OPEN
    assert answer.outcome is Outcome.OPEN
    assert answer.findings[0].rule == "MPL-7"
    assert any("no observation period" in says for says in answer.assumed)


def test_the_statement_is_one_the_observed_party_can_say() -> None:
    """A proposed change with its ground, the version it is about, and the plan's digest."""
    answer = ask(STORM, proposed=at("2008-05-05 16:00"))
    draft = answer.statement
    assert draft is not None
    assert (draft.type, draft.party) == ("missions.change-proposed/1", "IT")
    assert KINDS[draft.type] is type(draft.body)
    assert draft.body.ground is ChangeGround.WEATHER
    assert draft.body.version == 1
    assert draft.body.at == at("2008-05-05 16:00")
    assert answer.proposals[0].plan_sha256 in draft.body.text
    assert write_form(draft)["body"]["mission"] == "2008-OS8001"
    assert any("targets of the observing Party are not known" in one for one in answer.assumed)


def test_what_the_plan_does_not_state_is_said_to_be_assumed() -> None:
    """Two kilometres to each side stand in, and the answer says so."""
    silent = replace(SEEING, observations=(camera("A", "C"),))
    answer = ask(STORM, silent)
    assert answer.assumed[0].startswith("OF-1: the plan states no coverage; 2 km")


def test_a_ground_that_is_not_there_and_one_that_is_none() -> None:
    """Both are refused by MPL-6."""
    clear = ask(replace(STORM, area=box(2.5, 0.5, 2.6, 0.6)))
    assert clear.outcome is Outcome.BROKEN
    assert "The ground is not there" in clear.findings[0].says
    assert clear.statement is None
    none = no_ground(SEEING, "secrecy", HELD)
    assert none.outcome is Outcome.BROKEN
    assert none.ground is ChangeGround.NONE


def test_a_ground_that_may_be_there_is_a_question() -> None:
    """A line good to two kilometres: open, and cured only where asked."""
    assert AROUND.borders is not None
    doubtful = replace(AROUND, borders=replace(AROUND.borders, error_m=2_000.0))
    plan = replace(SEEING, route=(SEEING.route[0], point("B", 1.0, 0.18), SEEING.route[2]))
    asked = CounterAsked(NEAR)
    answer = counter_proposals(PlanCase(plan, doubtful), asked, HELD, Lands(), where="test")
    assert answer.outcome is Outcome.OPEN
    assert answer.findings[0].rule == "MPL-6"
    assert "open is GEO-4: The path comes within" in answer.findings[0].says
    assert answer.proposals == ()


def test_where_nothing_may_be_proposed_people_must_agree() -> None:
    """A storm all week hides ground whatever is changed; a hazard is coordinated or suppressed."""
    week = replace(STORM, since=None, until=None)
    answer = ask(week)
    assert answer.outcome is Outcome.OPEN
    assert answer.findings[0].rule == "MPL-7"
    assert "suppresses" not in answer.findings[0].says
    assert answer.dropped
    hazard = ask(replace(week, code=ChangeGround.HAZARDOUS_AIRSPACE))
    assert "suppresses the activity (art.VI.II.5.B)" in hazard.findings[0].says


def test_another_airfield_has_its_own_distance() -> None:
    """The distance of the case is that of the start it names; elsewhere the facts are asked."""
    answer = ask(SiteGround("IT-S"))
    assert answer.proposals == () or all(
        row.newly_open for row in answer.proposals if row.plan.start_site != "IT-S"
    )
    of = around_of(PlanCase(SEEING, AROUND), HELD, Lands(), "test")
    assert of(SEEING).distance is not None
    assert of(replace(SEEING, start_site="IT-F")).distance is None
    assert of(SEEING) is of(SEEING)


def test_a_standing_fault_is_told() -> None:
    """Too early as well: another ground."""
    answer = ask(NEAR, replace(SEEING, commencement=at("2008-05-06 13:00")))
    assert [f.rule for f in answer.standing] == ["MPL-4"]


def danger(**changes: object) -> Airspace:
    """Return one danger area over the storm's place, from the ground to 3,500 m."""
    corners = tuple(Position(x, y) for x, y in ((0.9, -0.1), (1.1, -0.1), (1.1, 0.3), (0.9, 0.3)))
    area = AirspaceArea(
        "D-1",
        Hazard.DANGER,
        "D",
        corners,
        Level(LevelSystem.GROUND, 0.0, "SFC"),
        Level(LevelSystem.GROUND, 3_500.0),
        id="EDD1",
    )
    return Airspace("by hand", (replace(area, **changes),))  # type: ignore[arg-type]


def hazard_of(airspace: Airspace, plan: MissionPlan = SEEING, name: str = "") -> object:
    """Return the ground of a published area."""
    of = around_of(PlanCase(plan, AROUND), HELD, Lands(), "test")
    return hazard_ground(plan, airspace, of, name=name)


def test_a_published_area_is_passed_at_another_height() -> None:
    """Ten metres above it, where it counts from the ground as the plan does."""
    ground = hazard_of(danger())
    assert ground.heights_m == (3_510.0,)  # type: ignore[attr-defined]
    answer = ask(ground)  # type: ignore[arg-type]
    assert answer.proposals[0].kind is Kind.HEIGHT
    assert answer.proposals[0].plan.height_m == 3_510.0
    aloft = danger(lower=Level(LevelSystem.GROUND, 1_500.0))
    assert hazard_of(aloft).heights_m == (3_510.0, 1_490.0)  # type: ignore[attr-defined]
    sea = replace(SEEING, height_system=HeightSystem.MSL)
    assert hazard_of(danger(), sea).heights_m == ()  # type: ignore[attr-defined]


def test_a_published_area_is_passed_when_it_rests() -> None:
    """Active until 16:00 by its source: another quarter of an hour after it."""
    active = danger(
        active=(Between(at("2008-05-06 10:00"), at("2008-05-06 16:00")),),
        upper=Level(LevelSystem.UNLIMITED, 0.0),
    )
    answer = ask(hazard_of(active, name="edd1"))  # type: ignore[arg-type]
    best = next(row for row in answer.proposals if row.kind is Kind.TIME)
    assert best.plan.commencement >= at("2008-05-06 15:45")


def test_an_area_that_does_not_bear_is_no_ground() -> None:
    """An unknown name, or nothing that the plan meets."""
    with pytest.raises(UsageError, match="E-GROUND"):
        hazard_of(danger(), name="D-2")
    with pytest.raises(UsageError, match="E-GROUND"):
        hazard_of(
            danger(),
            replace(
                SEEING,
                height_m=5_000.0,
                observations=(replace(SEEING.observations[0], height_m=5_000.0),),
            ),
        )


def differ(before: MissionPlan, after: MissionPlan, **asked: object) -> object:
    """Return what differs between two plans."""
    given = DiffAsked(PlanCase(before, AROUND), PlanCase(after, AROUND), **asked)  # type: ignore[arg-type]
    return plan_diff(given, HELD, Lands(), where="test").diff


def test_two_versions_differ_in_plan_ground_and_law() -> None:
    """B moved away from the border: cured, a shorter path, ground and a target lost."""
    after = replace(
        SEEING,
        version=2,
        route=(SEEING.route[0], point("B", 1.0, 0.1), SEEING.route[2]),
    )
    watch = Watch((Target("T", Position(1.0, 0.21)), Target("U", Position(1.0, 0.09))))
    diff = differ(SEEING, after, watch=watch)
    assert [c.what for c in diff.changes] == ["version", "turn point at"]  # type: ignore[attr-defined]
    assert diff.length_km[0] > diff.length_km[1]  # type: ignore[attr-defined]
    assert diff.lost_km2 > 100  # type: ignore[attr-defined]
    assert (diff.lost_targets, diff.gained_targets) == (("T",), ("U",))  # type: ignore[attr-defined]
    assert diff.outcome[0] is Outcome.BROKEN  # type: ignore[attr-defined]
    assert ("GEO-4", Turn.CURED) in {(c.rule, c.turn) for c in diff.legal}  # type: ignore[attr-defined]


def test_the_same_plan_twice() -> None:
    """Nothing differs."""
    diff = differ(SEEING, SEEING, views=ViewsAsked(("IT", "DE")))
    assert diff.changes == diff.legal == ()  # type: ignore[attr-defined]
    assert diff.lost_km2 == 0  # type: ignore[attr-defined]


def test_views_are_told_with_their_name() -> None:
    """Each change under each view that is asked for."""
    after = replace(SEEING, version=2, commencement=at("2008-05-06 13:00"))
    diff = differ(SEEING, after, views=ViewsAsked(("IT",)))
    views = {c.view for c in diff.legal if c.rule == "MPL-4"}  # type: ignore[attr-defined]
    assert views == {"", "the readings of IT"}


def test_without_a_path_the_ground_is_not_compared() -> None:
    """An airfield without a position leaves no leg."""
    lost = replace(PLAN, start_site="IT-X", end_site="IT-X", route=(point("A", 1.0, 0.0),))
    diff = differ(lost, replace(lost, version=2))
    assert diff.lost_km2 is None  # type: ignore[attr-defined]
