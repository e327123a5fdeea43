"""Counter-proposals on the ground that a plan is inconsistent with art.VI.II.2 or art.VI.II.4."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tests.counter_scenes import BENT, BORDERED, FIELDS, SEEING, fixed, kinds, names
from tests.plan_cases import AROUND, PLAN, at, border, camera, point, site, under

from overflight.geodesy import Lines, Position, closest_approach, distance_m
from overflight.missions import BorderLine, Borders, MaximumDistance, Stop, judge_plan, planned_path
from overflight.planning import Target
from overflight.planning.negotiation import Kind, RuleGround, Scene, Watch, counter
from overflight.treaty import Outcome

NEAR, INCONSISTENT = RuleGround("art.VI.II.2"), RuleGround("art.VI.II.4")


def border_m(plan: object, around: object = BORDERED) -> float:
    """Return how near the path comes to the border, in metres."""
    path = planned_path(plan, around)  # type: ignore[arg-type]
    return closest_approach(path.line, around.borders.lines[0].line).gap.least_m  # type: ignore[attr-defined]


def test_a_point_too_near_to_a_border_moves_by_what_is_missing() -> None:
    """10,000 m are asked and 8,846 m there are: B moves by 1,154 m and some metres to spare."""
    found = counter(BENT, NEAR, fixed(BORDERED))
    best = found.proposals[0]
    assert best.move.kind is Kind.WAY
    assert best.move.says.startswith("B moved by 1.2 km (B at 1.00000 0.")
    assert best.move.points == 1
    assert 1_154 <= best.move.moved <= 1_165
    assert 10_000 <= border_m(best.move.plan) < 10_010
    assert best.move.plan.version == 2
    assert names(best.move.plan) == ["A", "B", "C"]
    assert best.observable.outcome is Outcome.KEPT


def test_every_lawful_metre_is_kept_where_the_ground_is_seen() -> None:
    """Moving B would hide ground beside both lawful legs.

    Cutting the corner hides only what was seen from inside the ten kilometres: a question.
    """
    found = counter(SEEING, NEAR, fixed(BORDERED))
    (best,) = found.proposals
    assert best.observable.outcome is Outcome.OPEN
    assert "from the part of the path that the Treaty forbids" in best.observable.says
    assert 0 < best.loss.area_km2 < 10
    hidden = [one.why for one in found.dropped if one.says.startswith("B moved by 1.2 km")]
    assert hidden[0].startswith("MPL-7 art.VI.II.6: ")
    path = planned_path(SEEING, BORDERED).line
    kept = planned_path(best.move.plan, BORDERED).line
    assert all(closest_approach((spot, spot), path).gap.most_m < 1.0 for spot in kept)


def test_a_leg_past_a_border_gets_a_point() -> None:
    """Nothing lies inside to be moved: the leg bends, or is cut and led round."""
    around = replace(AROUND, borders=border("CH", (0.9, 0.05), (1.1, 0.05)))
    found = counter(replace(PLAN, route=()), NEAR, fixed(around))
    best = found.proposals[0].move
    assert best.points == 1
    assert border_m(best.plan, around) >= 10_000
    # The border is 5,529 m north of the path, so that it bends by what is missing and the slope.
    assert 4_471 <= best.moved < 5_000


def test_the_other_rules_stay_kept() -> None:
    """With a second border across the way out, no way through it is proposed."""
    both = (
        *border("CH", (0.9, 0.28), (1.1, 0.28)).lines,
        *border("SM", (0.0, 0.05), (2.0, 0.05)).lines,
    )
    around = replace(AROUND, borders=Borders(both, "by hand"))
    found = counter(BENT, NEAR, fixed(around))
    assert all(
        judge_plan(p.move.plan, around).outcome is not Outcome.BROKEN for p in found.proposals
    )
    for one in found.proposals:
        assert not [f for f in one.judgement.findings if f.outcome is Outcome.BROKEN]


def test_an_open_distance_is_cured_only_where_asked() -> None:
    """A line good to two kilometres leaves 11,058 m open: curing it needs the word."""
    line = Lines.of((Position(0.9, 0.28), Position(1.1, 0.28)))
    drawn = BorderLine(("IT", "CH"), line, error_m=2_000.0)
    around = replace(AROUND, borders=Borders((drawn,), "by hand"))
    plan = replace(BENT, route=(BENT.route[0], point("B", 1.0, 0.18), BENT.route[2]))
    asked = counter(plan, NEAR, fixed(around))
    assert asked.found == ()
    assert asked.unsettled[0].startswith("GEO-4")
    best = counter(plan, RuleGround("art.VI.II.2", open_too=True), fixed(around)).proposals[0]
    assert border_m(best.move.plan, around) >= 12_000


def test_the_doubt_of_a_line_is_not_kept_from_an_airfield() -> None:
    """The start lies 11.06 km from a line good to four: so much is kept there, and no more."""
    line = Lines.of((Position(-0.1, 0.1), Position(1.1, 0.1)))
    drawn = BorderLine(("IT", "CH"), line, error_m=4_000.0)
    around = replace(AROUND, borders=Borders((drawn,), "by hand"))
    plan = replace(BENT, route=(BENT.route[0], point("B", 1.0, 0.06), BENT.route[2]))
    best = counter(plan, NEAR, fixed(around)).proposals[0]
    assert border_m(best.move.plan, around) >= 10_000
    assert best.newly_open == ("GEO-4",) or best.judgement.outcome is Outcome.OPEN


def test_an_airfield_inside_the_ten_kilometres_cannot_be_led_round() -> None:
    """No other way starts elsewhere."""
    around = replace(AROUND, borders=border("CH", (-0.1, 0.05), (0.1, 0.05)))
    found = counter(BENT, NEAR, fixed(around))
    assert found.found
    assert found.proposals == ()


def test_a_border_all_round_leaves_no_way() -> None:
    """The end lies behind it."""
    around = replace(
        AROUND,
        borders=border("CH", (1.2, 3.0), (1.2, -3.0), (3.0, -3.0), (3.0, 3.0), (1.2, 3.0)),
    )
    found = counter(BENT, NEAR, fixed(around))
    assert found.found
    assert found.proposals == ()


def test_a_stop_before_the_stretch_stays_where_it_is() -> None:
    """Points are put in after it, and it keeps its turn point."""
    around = replace(BORDERED, sites={**AROUND.sites, "IT-R": site("IT-R", 0.5, -0.2)})
    stop = Stop("IT-R", "A", at("2008-05-06 15:00"), at("2008-05-06 16:00"))
    found = counter(replace(BENT, stops=(stop,)), NEAR, fixed(around))
    best = found.proposals[0].move.plan
    assert best.stops == (stop,)
    assert names(best)[0] == "A"
    around = replace(BORDERED, borders=border("CH", (0.7, 0.0), (0.7, 0.02)))
    led = counter(
        replace(BENT, stops=(stop,)),
        NEAR,
        fixed(replace(around, sites={**AROUND.sites, "IT-R": site("IT-R", 0.5, -0.2)})),
    )
    assert names(led.proposals[0].move.plan)[0] == "A"


def test_a_neighbour_that_is_a_party_is_no_ground() -> None:
    """No distance is asked from its border."""
    around = replace(BORDERED, parties=frozenset({"DE", "IT", "CH"}))
    assert counter(BENT, NEAR, fixed(around)).found == ()


def test_the_own_side_of_a_partys_border_is_kept() -> None:
    """Led round CH in the north, the path does not slip over the border with FR in the south."""
    lines = (
        *border("CH", (0.9, 0.28), (1.1, 0.28)).lines,
        *border("FR", (0.0, 0.1), (0.8, 0.1)).lines,
    )
    around = replace(
        AROUND, borders=Borders(lines, "by hand"), parties=frozenset({"DE", "IT", "FR"})
    )
    found = counter(BENT, NEAR, fixed(around))
    assert found.proposals[0].move.says.startswith("B moved by 1.2 km (B at 1.00000 0.")
    far = replace(
        around, borders=Borders((lines[0], *border("FR", (0.0, 0.5), (0.8, 0.5)).lines), "x")
    )
    assert counter(BENT, NEAR, fixed(far)).proposals


def test_too_low_a_period_is_raised_by_what_is_missing() -> None:
    """1,400 m and 1,500 m are asked: 1,500 m; to the next ten metres where it does not fit."""
    low = replace(BENT, observations=(camera("A", "C", 1_393.0), camera("B", "C", 2_000.0)))
    (best,) = counter(low, INCONSISTENT, fixed(AROUND)).proposals
    assert best.move.kind is Kind.HEIGHT
    assert best.move.plan.observations[0].height_m == 1_500.0
    assert best.move.plan.observations[1].height_m == 2_000.0
    assert best.move.moved == 107.0


def test_a_commencement_too_early_is_put_off() -> None:
    """An hour is missing of the 24."""
    early = replace(BENT, commencement=at("2008-05-06 13:00"))
    (best,) = counter(early, INCONSISTENT, fixed(AROUND)).proposals
    assert best.move.kind is Kind.TIME
    assert best.move.plan.commencement == at("2008-05-06 14:00")
    assert best.move.moved == 60.0


def test_two_faults_are_cured_one_after_the_other() -> None:
    """A height and an hour: a change of several kinds, counted and not added up."""
    low = replace(
        SEEING, observations=(camera("A", "C", 1_400.0),), commencement=at("2008-05-06 13:00")
    )
    found = counter(low, INCONSISTENT, fixed(AROUND))
    best = found.proposals[0].move
    assert (best.kind, best.moved) == (Kind.SEVERAL, 2.0)
    assert "commences 1.00 h later" in best.says
    assert "at 1,500 m" in best.says
    assert any("GEO-6" in one.why for one in found.dropped)


def test_a_path_too_long_starts_elsewhere_or_leaves_out_what_nobody_needs() -> None:
    """From IT-F more is allowed; without B, where no sensor runs, it is short enough."""
    plan = replace(PLAN, route=(point("A", 0.5, 0.0), point("B", 1.0, 0.6), point("C", 1.5, 0.0)))
    short = replace(FIELDS, distance=MaximumDistance(Decimal(230)))
    scene = Scene(lambda p: short if p.start_site == "IT-S" else FIELDS, ("IT-F", "IT-S"))
    found = counter(plan, INCONSISTENT, scene)
    assert {"airfield", "way"} <= set(kinds(found))
    way = next(p.move for p in found.proposals if p.move.kind is Kind.WAY)
    assert way.says == "without B, which no observation period needs"
    # A target seen from B is lost without it: then only the other airfield is left.
    watch = Watch((Target("T", plan.route[1].at, 5.0),))
    best = counter(plan, INCONSISTENT, scene, watch).proposals[0]
    assert best.move.says == "commences at IT-F instead of IT-S"


def test_a_return_to_the_start_may_end_where_it_starts_anew() -> None:
    """Where start and end are one airfield, both are offered elsewhere too."""
    plan = replace(PLAN, end_site="IT-S", point_of_exit="IT-S")
    short = replace(FIELDS, distance=MaximumDistance(Decimal(200)))
    wide = replace(FIELDS, distance=MaximumDistance(Decimal(400)))
    scene = Scene(lambda p: short if p.start_site == "IT-S" else wide, ("IT-F", "IT-S"))
    says = {p.move.says for p in counter(plan, INCONSISTENT, scene).proposals}
    assert "commences at IT-F instead of IT-S; ends at IT-F instead of IT-S" in says
    assert "commences at IT-F instead of IT-S" in says


ZIGZAG = tuple(
    point(n, x, y)
    for n, x, y in (("A", 0.5, 0.3), ("B", 1.5, -0.3), ("C", 1.5, 0.3), ("D", 0.6, -0.3))
)


def test_a_path_that_crosses_itself_is_turned_round() -> None:
    """Every point stays; only their order changes."""
    strict = under(AROUND, AMB_29="none")
    found = counter(replace(PLAN, route=ZIGZAG), INCONSISTENT, fixed(strict))
    best = found.proposals[0].move
    assert best.kind is Kind.ORDER
    assert sorted(names(best.plan)) == ["A", "B", "C", "D"]
    assert any("GEO-5" in one.why for one in found.dropped)


def test_what_no_change_of_ours_cures_is_said() -> None:
    """A leg that leads nowhere is for people."""
    still = replace(PLAN, route=(point("A", 1.0, 0.0), point("B", 1.0, 0.0)))
    found = counter(still, INCONSISTENT, fixed(AROUND))
    assert found.found[0].startswith("GEO-3")
    assert found.proposals == ()


def test_what_another_ground_must_cure_stays_and_is_told() -> None:
    """Too early and too near: on the ground of the ten kilometres only these are cured."""
    both = replace(BENT, commencement=at("2008-05-06 13:00"))
    found = counter(both, NEAR, fixed(BORDERED))
    assert [f.rule for f in found.standing] == ["MPL-4"]
    assert found.proposals
    assert distance_m(found.proposals[0].move.plan.route[1].at, BENT.route[1].at) < 1_170


def test_the_proposal_names_when_it_was_made() -> None:
    """A version of another instant, an answer to the observed Party's wish (AMB-12)."""
    found = counter(BENT, NEAR, fixed(BORDERED), proposed=at("2008-05-05 17:00"))
    best = found.proposals[0]
    assert best.move.plan.submitted == at("2008-05-05 17:00")
    assert best.move.plan.original_submitted == BENT.original_submitted
    assert best.newly_open == ()
