"""What a flight meets of areas and obstacles, on the equator where it can be checked by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from tests.plan_cases import DEGREE_M

from overflight.airspace import (
    GROUND_LEVEL,
    Activity,
    AirspaceArea,
    Between,
    FlightLeg,
    Hazard,
    Level,
    LevelSystem,
    Meeting,
    Obstacle,
    Standing,
    circle,
    meet,
    near_obstacles,
)
from overflight.airspace.inside import TrackLine
from overflight.errors import UsageError
from overflight.geodesy import FlatTerrain, Floats, Path, Position

T0 = datetime(2026, 3, 2, 8, tzinfo=UTC)
HIGH = Level(LevelSystem.SEA, 3000)
LOW_M, TOP_M = 1000.0, 5000.0


def box(west: float, east: float, south: float = -0.1, north: float = 0.1) -> AirspaceArea:
    """Return a restricted area between two meridians across the equator."""
    corners = ((west, south), (east, south), (east, north), (west, north))
    return AirspaceArea(
        "R1",
        Hazard.RESTRICTED,
        "R",
        tuple(Position(*corner) for corner in corners),
        Level(LevelSystem.SEA, LOW_M),
        Level(LevelSystem.SEA, TOP_M),
    )


def legs(*corners: tuple[float, float], low: Level = HIGH, high: Level = HIGH) -> list[FlightLeg]:
    """Return legs of an hour each through some positions."""
    path = [Position(*corner) for corner in corners]
    hour = timedelta(hours=1)
    return [
        FlightLeg(a, b, T0 + k * hour, T0 + (k + 1) * hour, low, high)
        for k, (a, b) in enumerate(pairwise(path))
    ]


def one(found: Sequence[Meeting]) -> Meeting:
    """Return the only meeting."""
    (only,) = found
    return only


def test_where_and_how_long() -> None:
    """A degree on the equator is known, and time runs evenly along a leg."""
    met = one(meet(legs((0, 0), (4, 0)), [box(1, 2)]))
    assert met.enters.lon_deg == pytest.approx(1.0, abs=1e-6)
    assert met.leaves.lon_deg == pytest.approx(2.0, abs=1e-6)
    assert met.length.least_m <= DEGREE_M <= met.length.most_m
    assert met.length.most_m - met.length.least_m < 1.0
    assert (met.since, met.until) == (T0 + timedelta(minutes=15), T0 + timedelta(minutes=30))
    assert (met.standing, met.activity) == (Standing.WITHIN, Activity.UNKNOWN)
    assert met.bears


def test_a_turn_inside_is_one_meeting() -> None:
    """Whoever turns in an area crosses it once."""
    met = one(meet(legs((0, 0), (1.5, 0), (1.5, 2.0)), [box(1, 2)]))
    assert met.length.least_m == pytest.approx(0.5 * DEGREE_M + 11_057, rel=1e-3)
    assert met.until > T0 + timedelta(hours=1) > met.since


def test_two_crossings_are_two_meetings_in_order_of_flight() -> None:
    """Each has its own time."""
    met = meet(legs((0, 0), (3, 0.05), (0, -0.05)), [box(1, 2)])
    assert [m.since for m in met] == sorted(m.since for m in met)
    assert len(met) == 2


def test_several_areas_come_in_order_of_flight() -> None:
    """The list reads like the flight."""
    areas = [replace(box(2, 3), name="second"), replace(box(0.5, 1), name="first")]
    assert [m.area.name for m in meet(legs((0, 0), (4, 0)), areas)] == ["first", "second"]


def test_a_flight_inside_an_area_from_end_to_end() -> None:
    """A path that never meets the outline is inside all the same."""
    met = one(meet(legs((1.2, 0), (1.8, 0)), [box(1, 2)]))
    assert met.length.least_m == pytest.approx(0.6 * DEGREE_M, abs=1)
    assert met.enters == Position(1.2, 0)


def test_far_areas_are_not_met() -> None:
    """Neither beside the path nor behind its end."""
    assert meet(legs((0, 0), (4, 0)), [box(1, 2, 0.2, 0.4), box(10, 11), box(4.1, 4.2)]) == ()


def test_the_doubt_of_an_outline_is_in_the_length() -> None:
    """A path along the edge may lie inside or not; the length says from zero."""
    beside = replace(box(1, 2, 0.0005, 0.1), error_m=100.0)  # 55 m north of the path
    met = one(meet(legs((0, 0), (4, 0)), [beside]))
    assert met.length.least_m == 0.0
    assert met.length.most_m == pytest.approx(DEGREE_M, rel=0.01)
    assert meet(legs((0, 0), (4, 0)), [replace(beside, error_m=10.0)]) == ()


def test_a_hole_is_not_inside() -> None:
    """Areas leave out an airfield in their middle."""
    hole = tuple(Position(x, y) for x, y in ((1.4, -0.05), (1.6, -0.05), (1.6, 0.05), (1.4, 0.05)))
    met = meet(legs((0, 0), (4, 0)), [replace(box(1, 2), holes=(hole,))])
    assert [round(m.length.most_m / DEGREE_M, 3) for m in met] == [0.4, 0.4]


def test_a_circle_across_the_antimeridian() -> None:
    """The far East has danger areas too."""
    ring = circle(Position(180.0, 0.0), DEGREE_M)
    met = one(meet(legs((178, 0), (-178, 0)), [replace(box(0, 1), outline=ring)]))
    assert met.length.least_m == pytest.approx(2 * DEGREE_M, abs=25)


def test_a_path_of_no_length_meets_nothing() -> None:
    """There is no flight to speak of."""
    assert meet([], [box(1, 2)]) == ()
    assert meet(legs((1.5, 0), (1.5, 0)), [box(1, 2)]) == ()


def test_legs_follow_each_other() -> None:
    """A gap in the path would hide an area."""
    first, second = legs((0, 0), (1, 0), (2, 0))
    with pytest.raises(UsageError, match="start where the one before ends"):
        meet([first, replace(second, start=Position(1, 1))], [box(1, 2)])


def test_a_leg_of_no_length_between_others() -> None:
    """A wait at a turn point takes time and no way."""
    met = one(meet(legs((0, 0), (1.5, 0), (1.5, 0), (3, 0)), [box(1, 2)]))
    assert met.length.least_m == pytest.approx(DEGREE_M, abs=1)


def test_an_outline_round_the_earth_is_refused() -> None:
    """Readers refuse it; whoever makes one by hand is told."""
    ring = (Position(0, 0), Position(120, 0), Position(-120, 0))
    with pytest.raises(UsageError, match="hemisphere"):
        meet(legs((0, 0), (1, 0)), [replace(box(0, 1), outline=ring)])


@pytest.mark.parametrize(
    ("low_m", "high_m", "found"),
    [
        (3000, 3000, "within"),
        (1000, 5000, "within"),
        (999, 999, "below"),
        (5001, 5001, "above"),
        (900, 3000, "open"),
        (3000, 5100, "open"),
    ],
)
def test_heights_against_limits(low_m: float, high_m: float, found: str) -> None:
    """Limits belong to the area; heights on both sides of one leave it open."""
    flown = legs(
        (0, 0),
        (4, 0),
        low=Level(LevelSystem.SEA, low_m),
        high=Level(LevelSystem.SEA, high_m),
    )
    met = one(meet(flown, [box(1, 2)]))
    assert met.standing is Standing(found)
    assert met.bears is (found in {"within", "open"})


def test_legs_at_different_heights_are_taken_together() -> None:
    """Inside on one of them is inside; above on one and below on the other is not known."""
    first, second = legs((0, 0), (1.5, 0), (1.5, 2))
    below, above = (Level(LevelSystem.SEA, m) for m in (500, 6000))
    mixed = [replace(first, low=below, high=below), replace(second, low=above, high=above)]
    met = one(meet(mixed, [box(1, 2)]))
    assert (met.standing, met.low, met.high) == (Standing.OPEN, below, above)
    assert one(meet([mixed[0], second], [box(1, 2)])).standing is Standing.WITHIN


def test_a_climb_may_be_anywhere_below() -> None:
    """An aircraft that climbs is not above an area because its plan says a height."""
    flown = legs((0, 0), (4, 0), low=GROUND_LEVEL, high=Level(LevelSystem.SEA, 6000))
    assert one(meet(flown, [box(1, 2)])).standing is Standing.OPEN
    to_ground = replace(box(1, 2), lower=GROUND_LEVEL)
    assert one(meet(flown, [to_ground])).low == GROUND_LEVEL


def test_times_of_the_source_are_asked() -> None:
    """An area that its source says is not active then need not be spoken of."""
    closed = replace(box(1, 2), active=(Between(never=True),))
    met = one(meet(legs((0, 0), (4, 0)), [closed]))
    assert met.activity is Activity.INACTIVE
    assert not met.bears


class Ramp:
    """Ground that rises by a kilometre a degree eastwards, unknown beyond three degrees."""

    source, height_system, error_m = "a ramp", "EGM96", 10.0

    def heights_m(self, lon_deg: Floats, lat_deg: Floats) -> Floats:
        """Return the heights."""
        return np.where(lon_deg > 3.0, np.nan, lon_deg * 1000.0) + 0 * lat_deg


def test_terrain_decides_between_systems() -> None:
    """Planned above ground, limited above the sea: the ground between tells, where it is known."""
    flown = legs((0, 0), (4, 0), low=Level(LevelSystem.GROUND, 500), high=HIGH)
    flown = [replace(leg, high=leg.low) for leg in flown]
    assert one(meet(flown, [box(1, 2)])).standing is Standing.OPEN
    assert one(meet(flown, [box(1, 2)], Ramp())).standing is Standing.WITHIN
    assert one(meet(flown, [box(2.9, 3.1)], Ramp())).standing is Standing.OPEN
    assert one(meet(flown, [box(0.1, 0.3)], Ramp())).standing is Standing.BELOW
    wide = FlatTerrain(900.0)  # above the ellipsoid: off by the geoid
    assert one(meet(flown, [box(1, 2)], wide)).standing is Standing.WITHIN
    assert one(meet(flown, [box(1, 2)], FlatTerrain(550.0))).standing is Standing.OPEN


def mast(lon: float, lat: float, top_m: float) -> Obstacle:
    """Return a mast with its top above the sea."""
    return Obstacle("mast", Position(lon, lat), Level(LevelSystem.SEA, top_m))


def test_obstacles_near_the_path() -> None:
    """Within eight kilometres, and not cleared by three hundred metres."""
    flown = legs((0, 0), (4, 0))
    near = near_obstacles(flown, [mast(1, 0.05, 2701), mast(2, 0.0, 2700), mast(3, 0.08, 2900)])
    assert [(round(n.distance_m), n.obstacle.top.height_m) for n in near] == [(5529, 2701.0)]
    assert near[0].clear_m is not None
    assert near[0].clear_m.least_m == 299.0
    assert near_obstacles(flown, []) == ()
    assert near_obstacles([], [mast(1, 0, 1)]) == ()


def test_obstacles_without_a_common_system() -> None:
    """A height above ground is compared where the ground below the obstacle is known."""
    flown = legs((0, 0), (4, 0), low=Level(LevelSystem.GROUND, 500))
    assert near_obstacles(flown, [mast(1, 0, 100)])[0].clear_m is None
    clear = near_obstacles(flown, [mast(1, 0, 1300)], Ramp())[0].clear_m
    assert clear is not None
    assert (round(clear.least_m), round(clear.most_m)) == (190, 210)
    assert near_obstacles(flown, [mast(1, 0, 1100)], Ramp()) == ()


def test_a_line_tells_where_it_is() -> None:
    """Positions along it come from its legs, before the start and beyond the end as well."""
    path: Path = (Position(0, 0), Position(1, 0), Position(1, 1))
    line = TrackLine(path)
    assert line.length_m == pytest.approx(DEGREE_M + 110_574, rel=1e-4)
    assert line.position_at(-5.0) == Position(0, 0)
    assert line.position_at(DEGREE_M / 2).lon_deg == pytest.approx(0.5)
    assert line.leg_at(1e9) == 1
