"""How far a territory is from its airfields: by hand on the equator, where a degree is 111.3 km."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from tests.plan_cases import DEGREE_M, box

from overflight.errors import UsageError
from overflight.geodesy import Position, Territory
from overflight.missions import Reach
from overflight.planning.feasibility import (
    Cap,
    ReachField,
    ReachSetting,
    cells_of,
    largest_part,
    reach_change,
    reach_field,
)

# Two by two degrees on the equator, an airfield in the middle: the corners lie 157 km away.
LAND = box(0, -1, 2, 1)
CELLS = cells_of(LAND, 5_000)
MIDDLE = Position(1.0, 0.0)


def field(km: float, at: Position = MIDDLE, site: str = "A") -> Reach:
    """Return an airfield with its maximum distance."""
    return Reach(site, at, Decimal(str(km)))


def reached(*fields: Reach, largest: bool = False, caps: tuple[Cap, ...] = ()) -> ReachField:
    """Return the field of a setting over the square."""
    return reach_field(CELLS, ReachSetting("x", fields, largest, caps))


def test_the_area_is_that_of_the_ellipsoid() -> None:
    """Two degrees by two on the equator: 49,233 km2 (a zone of the ellipsoid)."""
    # Area between the equator and latitude p: pi b2 (sin p/(1-e2 sin2 p) + atanh(e sin p)/e), for
    # two degrees of 360 and both sides of the equator.
    e2 = 0.00669437999014
    e, b2, s = math.sqrt(e2), 6_356.752314245**2, math.sin(math.radians(1))
    zone = 2 * math.pi * b2 * (s / (1 - e2 * s * s) + math.atanh(e * s) / e)
    assert CELLS.area_km2 == pytest.approx(zone * 2 / 360, rel=1e-4)


def test_beyond_a_circle_lies_the_rest_of_the_square() -> None:
    """35 % of 286.25 km is 100.2 km, nine tenths of a degree: pi 0.81 / 4 of the square is near."""
    km = 0.9 * DEGREE_M / 1000 / 0.35
    beyond = reached(field(km)).beyond(35.0)
    # A degree of latitude is 110.57 km there, so the circle is a little less of the square.
    whole = 2 * DEGREE_M / 1000 * 2 * 110.574
    share = 100 * (1 - math.pi * (0.9 * DEGREE_M / 1000) ** 2 / whole)
    assert beyond.value - beyond.error < share < beyond.value + beyond.error
    assert beyond.error < 8


def test_the_farthest_point_is_the_corner() -> None:
    """157 km away: of 500 km a share of 31.4 %."""
    far = reached(field(500)).farthest
    assert far is not None
    assert far.km == pytest.approx(156.9, abs=0.2)
    assert far.share.value - far.share.error == pytest.approx(31.4, abs=0.1)
    assert abs(far.at.lat_deg) == pytest.approx(1.0)
    assert far.site == "A"


def test_without_an_airfield_everything_is_beyond() -> None:
    """There is no farthest point then, and nothing is in reach."""
    nothing = reached()
    assert nothing.beyond(35.0).value == pytest.approx(100)
    assert nothing.out_of_reach(back=True).value == pytest.approx(100)
    assert nothing.farthest is None


def test_out_and_back_asks_twice_and_across_asks_for_any_landing() -> None:
    """112 km from the west edge are out and back; an airfield in the east lets the flight cross."""
    west = field(225, Position(0.0, 0.0), "W")
    back = reached(west).out_of_reach(back=True)
    assert 50 < back.value < 65
    both = reached(west, field(1, Position(2.0, 0.0), "E"))
    across = both.out_of_reach(back=False)
    assert across.value < back.value - 5
    assert both.out_of_reach(back=True).value == pytest.approx(back.value, abs=0.1)


def test_the_largest_distance_reads_further() -> None:
    """AMB-30: a small airfield counts with the distance of the large one."""
    small, large = field(200, Position(0.0, 0.0), "W"), field(900, Position(2.0, 0.0), "E")
    own, wide = reached(small, large), reached(small, large, largest=True)
    assert (wide.share <= own.share + 1e-9).all()
    assert wide.share.max() < own.share.max()


def test_a_claim_counts_where_it_is_about() -> None:
    """In the east the distance is 100 km, elsewhere it stays."""
    east = box(1.5, -1, 2, 1)
    plain, claimed = reached(field(900)), reached(field(900), caps=(Cap(east, Decimal(100)),))
    assert plain.beyond(35.0).value == 0
    beyond = claimed.beyond(35.0)
    assert beyond.value == pytest.approx(25, abs=2)
    assert claimed.setting.caps


def test_what_an_airfield_closed_changes() -> None:
    """What was within because of it falls out; nothing comes in; and the reverse."""
    one, two = field(500, Position(0.0, 0.0), "W"), field(500, Position(2.0, 0.0), "E")
    before, after = reached(one, two), reached(one)
    change = reach_change(before, after, 35.0)
    assert change.newly_beyond.value > 10
    assert change.newly_within.value == 0
    again = reach_change(after, before, 35.0)
    assert again.newly_within == change.newly_beyond
    none = reach_change(before, before, 35.0)
    assert none.newly_beyond.value == none.newly_beyond.error == 0
    all_gone = reach_change(before, reached(), 35.0)
    assert all_gone.newly_beyond.value == pytest.approx(100 - before.beyond(35.0).value, abs=5)
    assert reach_change(reached(), reached(), 35.0).newly_beyond.value == 0


def test_surely_beyond_leaves_the_doubtful_out() -> None:
    """A cell counts only with all of it."""
    found = reached(field(300))
    surely = found.surely_beyond(35.0)
    assert not surely[found.share < 35.0].any()
    assert surely.sum() < (found.share > 35.0).sum()


def test_a_small_island_counts_by_its_edge() -> None:
    """Smaller than a cell, it has its area all the same; the mainland is the largest part."""
    island = box(3.0, 0.0, 3.01, 0.01)
    land = island + LAND
    cells = cells_of(land, 5_000)
    assert cells.area_km2 == pytest.approx(CELLS.area_km2 + 1.113 * 1.106, rel=1e-4)
    assert largest_part(land) == 1


def test_a_hole_is_no_territory() -> None:
    """A state inside another is not asked."""
    outer, inner = LAND.polygons[0][0], box(0.5, -0.5, 1.5, 0.5).polygons[0][0]
    holed = cells_of(Territory([[outer, inner]]), 5_000)
    assert holed.area_km2 == pytest.approx(CELLS.area_km2 * 0.75, rel=2e-3)


def test_a_ring_that_crosses_itself_is_mended() -> None:
    """Drawn lines touch themselves now and then."""
    ring = tuple(Position(x, y) for x, y in ((0, 0), (1, 1), (1, 0), (0, 1)))
    assert cells_of(Territory.of(ring), 5_000).area_km2 > 0


def test_no_territory_and_too_many_cells_are_refused() -> None:
    """Each with one clear word."""
    with pytest.raises(UsageError, match="E-REACH-MAP"):
        cells_of(Territory([]), 1_000)
    with pytest.raises(UsageError, match="200000 cells"):
        cells_of(LAND, 200)
    far = box(-85, -1, -84, 1) + box(84, -1, 85, 1)
    with pytest.raises(UsageError, match="E-REACH-MAP"):
        cells_of(far, 100_000)
