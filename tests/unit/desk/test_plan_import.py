"""The route of a plan from a file that somebody drew."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.plan_cases import AROUND, PLAN, at, camera, point, site

from overflight.desk.plan_import import with_route
from overflight.errors import UsageError
from overflight.geodesy import Position
from overflight.missions import Stop, TurnPoint, TurnType

A, B = ("A", Position(0.5, 0.1)), ("B", Position(1.5, 0.1))
ENDS = ("IT-S", Position(0.01, 0.0)), ("somewhere", Position(1.99, 0.0))


def test_airfields_at_the_ends_are_left_out() -> None:
    """A plan names its airfields by itself; twice the same place would be a repeated point."""
    draft = with_route(PLAN, AROUND, (ENDS[0], A, B, ENDS[1]))
    assert [p.name for p in draft.plan.route] == ["A", "B"]
    assert draft.plan.version == PLAN.version + 1
    assert draft.notes == ("2 points at airfields left out",)


def test_points_that_keep_their_names_keep_how_they_are_flown() -> None:
    """Only their place is new."""
    short = TurnPoint("A", Position(9.0, 9.0), TurnType.TURN_SHORT, calibration=True)
    draft = with_route(replace(PLAN, route=(short,)), AROUND, (A, B))
    assert draft.plan.route[0] == replace(short, at=A[1])
    assert draft.plan.route[1].turn is TurnType.OVERFLIGHT
    assert draft.notes == ()


def test_periods_and_stops_are_kept_where_their_points_are() -> None:
    """What refers to a point that is gone is left out, and the note says so."""
    around = replace(AROUND, sites={**AROUND.sites, "IT-R": site("IT-R", 1.2, 0.0)})
    times = (at("2008-05-06 15:00"), at("2008-05-06 16:00"))
    plan = replace(
        PLAN,
        route=(point("A", 0.5, 0.1), point("C", 1.0, 0.1)),
        observations=(camera("A", "IT-E"), camera("A", "C")),
        stops=(Stop("IT-R", "A", *times), Stop("IT-R", "C", *times)),
    )
    draft = with_route(plan, around, (A, ("at the stop", Position(1.2, 0.001)), B))
    assert [one.stop for one in draft.plan.observations] == ["IT-E"]
    assert [stop.after for stop in draft.plan.stops] == ["A"]
    assert draft.notes == (
        "1 point at airfields left out",
        "1 observation period left out",
        "1 stop left out",
    )


def test_names_stand_once() -> None:
    """Without a name, or with one that stands twice, a point is named anew."""
    spots = [Position(0.1 * k + 0.3, 0.2) for k in range(5)]
    names = ("", "A", "A", "A3", "T1")
    draft = with_route(PLAN, AROUND, tuple(zip(names, spots, strict=True)))
    assert [p.name for p in draft.plan.route] == ["T1-2", "A", "A3-2", "A3", "T1"]
    assert draft.notes == ("2 points named anew",)


@pytest.mark.parametrize("points", [(), ENDS, (A,) * 501])
def test_a_route_of_nothing_or_of_everything_is_told(
    points: tuple[tuple[str, Position], ...],
) -> None:
    """A track is no route, and two airfields are none either."""
    with pytest.raises(UsageError, match="turn points beside the airfields"):
        with_route(PLAN, AROUND, points)


def test_airfields_that_are_not_known_leave_nothing_out() -> None:
    """Their places cannot be told from turn points."""
    draft = with_route(PLAN, replace(AROUND, sites={}), (ENDS[0], A))
    assert len(draft.plan.route) == 2
