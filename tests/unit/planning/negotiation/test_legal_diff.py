"""What differs in law between two versions: outcomes, margins, and which finding is which."""

from __future__ import annotations

from dataclasses import replace

from tests.counter_scenes import BENT, BORDERED
from tests.plan_cases import camera

from overflight.geodesy import Position
from overflight.missions import judge_plan
from overflight.planning.negotiation import Turn, legal_changes
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense

KEPT, BROKEN, OPEN = Outcome.KEPT, Outcome.BROKEN, Outcome.OPEN
KM10 = Limit(10.0, "km", Sense.AT_LEAST)


def found(
    outcome: Outcome, says: str = "x", km: float | None = None, rule: str = "GEO-4"
) -> Finding:
    """Return a finding, with a measured distance where one is given."""
    measured = None if km is None else Quantity(km, "km")
    return Finding(rule, "art.VI.II.2", outcome, says, measured, None if km is None else KM10)


def turns(before: list[Finding], after: list[Finding]) -> list[Turn]:
    """Return how the findings changed."""
    return [change.turn for change in legal_changes(before, after)]


def test_what_is_cured_and_what_is_newly_broken() -> None:
    """The worst stands first; what stays as it was is not listed."""
    before = [found(BROKEN, km=8.0), found(KEPT, rule="GEO-5"), found(KEPT, rule="GEO-1")]
    after = [found(KEPT, km=10.0), found(BROKEN, rule="GEO-5"), found(KEPT, rule="GEO-1")]
    changes = legal_changes(before, after, view="the view of IT")
    assert [change.turn for change in changes] == [Turn.BROKEN, Turn.CURED]
    cured = changes[1]
    assert (cured.before, cured.after, cured.unit) == (BROKEN, KEPT, "km")
    assert (cured.margin_before, cured.margin_after) == (-2.0, 0.0)
    assert cured.view == "the view of IT"


def test_steps_between_kept_open_and_broken() -> None:
    """Open is worse than kept and better than broken."""
    assert turns([found(KEPT)], [found(OPEN)]) == [Turn.WORSE]
    assert turns([found(OPEN)], [found(KEPT)]) == [Turn.BETTER]
    assert turns([found(OPEN)], [found(BROKEN)]) == [Turn.BROKEN]
    assert turns([found(BROKEN)], [found(OPEN)]) == [Turn.CURED]


def test_a_margin_that_changed_is_told() -> None:
    """Though both are kept; the same margin is not, nor one that measures nothing."""
    assert turns([found(KEPT, km=12.0)], [found(KEPT, km=11.0)]) == [Turn.MARGIN]
    assert turns([found(KEPT, km=12.0)], [found(KEPT, km=12.0)]) == []
    assert turns([found(KEPT)], [found(KEPT)]) == []
    assert turns([found(KEPT)], [found(KEPT, km=12.0)]) == [Turn.MARGIN]


def test_findings_that_come_and_go() -> None:
    """A new period is a new finding; a broken one that is new is newly broken."""
    assert turns([], [found(KEPT)]) == [Turn.NEW]
    assert turns([], [found(BROKEN)]) == [Turn.BROKEN]
    assert turns([found(OPEN)], []) == [Turn.GONE]
    (gone,) = legal_changes([found(OPEN, "was")], [])
    assert (gone.before, gone.after, gone.says_before, gone.says_after) == (OPEN, None, "was", "")


def test_a_finding_is_known_by_its_subject() -> None:
    """Which neighbour, which sensor: its words without the numbers; what is left goes by order."""
    before = [found(KEPT, "12 km from CH", 12.0), found(BROKEN, "8 km from SM", 8.0)]
    after = [found(BROKEN, "7 km from SM", 7.0), found(KEPT, "13 km from CH", 13.0)]
    changes = legal_changes(before, after)
    assert {(c.says_before, c.says_after) for c in changes} == {
        ("12 km from CH", "13 km from CH"),
        ("8 km from SM", "7 km from SM"),
    }
    other = legal_changes([found(KEPT, "fits")], [found(BROKEN, "does not fit")])
    assert [change.turn for change in other] == [Turn.BROKEN]


def test_two_judged_plans() -> None:
    """B moved away from the border is cured; a period added is new."""
    moved = replace(BENT.route[1], at=Position(1.0, 0.15))
    after = replace(
        BENT,
        version=2,
        route=(BENT.route[0], moved, BENT.route[2]),
        observations=(camera("A", "C"),),
    )
    changes = legal_changes(
        judge_plan(BENT, BORDERED).findings, judge_plan(after, BORDERED).findings
    )
    told = {(change.rule, change.turn) for change in changes}
    assert ("GEO-4", Turn.CURED) in told
    assert ("GEO-6", Turn.NEW) in told
