"""The corridor of a path: exactly at the limit is inside, and every run beyond is named."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from tests.flown import along, route, track

from overflight.errors import UsageError
from overflight.flights import check_corridor, check_heights, clean, corridor_of
from overflight.flights.corridor import lookups
from overflight.flights.corridor.lookups import look_up_plainly
from overflight.geodesy import Position

LINE = route().line


def north(metres: float) -> float:
    """Return the latitude that many metres of meridian north of the equator, by GeographicLib."""
    return float(Geodesic.WGS84.Direct(0, 0, 0, metres)["lat2"])


@pytest.mark.parametrize("points", [10, 1_000_000])
@pytest.mark.parametrize(
    ("metres", "beyond"),
    [(0.0, False), (49_999.999, False), (50_000.001, True), (60_000.0, True), (900_000.0, True)],
)
def test_the_limit_itself_is_inside(metres: float, beyond: bool, points: int) -> None:
    """A millimetre inside, a millimetre beyond; with cells and without."""
    corridor = corridor_of(LINE, 50_000.0, points=points)
    lon, lat = np.array([1.5]), np.array([north(metres)])
    assert corridor.beyond(lon, lat).tolist() == [beyond]


def test_exactly_fifty_kilometres_is_not_beyond() -> None:
    """Along the meridian the distance is GeographicLib's to a nanometre; a micrometre is left."""
    corridor = corridor_of(LINE, 50_000.000001)
    assert not corridor.beyond(np.array([1.5]), np.array([north(50_000.0)]))[0]


def test_numpy_answers_where_numba_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is not needed for any verdict."""
    monkeypatch.setattr(lookups, "_WORTH_COMPILING", 0)
    asked = corridor_of(LINE, 10_000.0)
    lon, lat = np.linspace(-0.5, 3.5, 5_001), np.full(5_001, north(9_999.0))
    compiled = asked.beyond(lon, lat)
    monkeypatch.setattr(lookups, "can_compile", lambda: False)
    assert (asked.beyond(lon, lat) == compiled).all()
    assert not compiled[2_500]
    assert compiled[0]


def test_the_kernel_as_plain_python_says_the_same() -> None:
    """What the compiler hides is seen and counted: inside, outside, asked, and off the table."""
    corridor = corridor_of(LINE, 10_000.0)
    grid = corridor.grid
    assert grid is not None
    lon = np.concatenate([np.linspace(-0.3, 3.3, 60), [-179.9, 179.9, 1.5, 1.0]])
    metres = np.concatenate([np.linspace(0.0, 20_000.0, 60), [0.0, 0.0, 10_000.0, 9_000_000.0]])
    lat = np.array([north(m) for m in metres.tolist()])
    tables = (grid.coarse, grid.tiles, grid.forms)
    one, other = np.empty(64, dtype=np.uint8), np.empty(64, dtype=np.uint8)
    lookups._one_by_one(lon, lat, grid.numbers, tables, one)
    look_up_plainly(lon, lat, grid.numbers, tables, other)
    assert (one == other).all()
    assert set(one.tolist()) == {0, 1, 2}


def test_a_table_that_begins_beyond_the_date_line_holds_both_sides() -> None:
    """Its west is 180 degrees and a little more; a point there may be written either way."""
    line = (Position(-179.98, 60.0), Position(-179.0, 60.2))
    grid = corridor_of(line, 10_000.0).grid
    assert grid is not None
    lon, lat = np.array([179.95, -179.98, 179.0]), np.array([60.0, 60.0, 60.0])
    marks = np.empty(3, dtype=np.uint8)
    lookups._one_by_one(lon, lat, grid.numbers, (grid.coarse, grid.tiles, grid.forms), marks)
    assert marks.tolist() == [0, 0, 1]
    assert (grid.marks(lon, lat) == marks).all()


def test_points_far_from_every_cell_are_beyond() -> None:
    """Outside the table, on the other side of the Earth, and over the date line."""
    corridor = corridor_of(LINE, 10_000.0)
    lon, lat = np.array([-179.9, 179.9, 1.0, 1.0]), np.array([0.0, 0.0, 80.0, -80.0])
    assert corridor.beyond(lon, lat).all()
    marks = np.empty(4, dtype=np.uint8)
    grid = corridor.grid
    assert grid is not None
    look_up_plainly(lon, lat, grid.numbers, (grid.coarse, grid.tiles, grid.forms), marks)
    assert marks.tolist() == [1, 1, 1, 1]


@pytest.mark.parametrize("line", ["pole", "round the Earth", "vast"])
def test_where_cells_are_of_no_use_every_point_is_measured(line: str) -> None:
    """Near a pole, all round, or over too much of the Earth: slower, never wrong."""
    spots = {
        "pole": [(0.0, 85.0), (90.0, 86.0)],
        "round the Earth": [(0.0, 0.0), (120.0, 0.0), (-120.0, 0.0), (-1.0, 0.0)],
        "vast": [(-170.0, -70.0), (-60.0, 60.0), (60.0, -60.0), (170.0, 70.0)],
    }[line]
    corridor = corridor_of(tuple(Position(x, y) for x, y in spots), 10_000.0)
    assert corridor.grid is None
    first = np.array([spots[0][0]]), np.array([spots[0][1]])
    assert not corridor.beyond(*first)[0]
    assert corridor.away_m(*first)[0] == pytest.approx(0.0, abs=0.02)


@pytest.mark.parametrize("half_width_m", [0.0, 9.0, 600_000.0, float("nan")])
def test_a_limit_out_of_range_is_refused(half_width_m: float) -> None:
    """No corridor is a line, and none is half a continent."""
    with pytest.raises(UsageError) as refused:
        corridor_of(LINE, half_width_m)
    assert refused.value.code == "E-CORRIDOR"


def test_a_path_without_a_leg_is_refused() -> None:
    """One place has no corridor."""
    with pytest.raises(UsageError):
        corridor_of(LINE[:1], 10_000.0)


def test_runs_beyond_are_named_with_their_farthest_point() -> None:
    """Two ways out of the corridor, one of them over a gap: three runs."""
    lat = [north(m) for m in (0, 0, 11_000, 12_000, 0, 15_000, 15_000, 0)]
    lon = np.linspace(0.5, 0.57, 8).tolist()
    time = [0.0, 60.0, 120.0, 180.0, 240.0, 300.0, 500.0, 560.0]
    flown = track(lon, lat, time_s=[1.0e9 + t for t in time])
    found = check_corridor(clean(flown), corridor_of(LINE, 10_000.0))
    assert (found.points, found.beyond, len(found.runs)) == (8, 4, 3)
    first = found.runs[0]
    assert (first.since_row, first.until_row, first.points) == (3, 4, 2)
    assert first.most_m == pytest.approx(12_000.0, abs=0.02)
    assert first.at_s == 1.0e9 + 180.0
    assert found.runs[1].until_s == found.runs[1].since_s


def test_heights_are_held_to_a_band_where_they_are_known() -> None:
    """Exactly at the edge is inside; without a height nothing is said."""
    cleaned = clean(along(5))
    heights = np.array([2_000.0, 1_999.9, np.nan, 3_000.0, 3_000.1])
    found = check_heights(cleaned, heights, least_m=2_000.0, most_m=3_000.0)
    assert [(run.since_row, run.most_m) for run in found.runs] == [(2, 1_999.9), (5, 3_000.1)]
    assert check_heights(cleaned, heights, least_m=None, most_m=None).runs == ()


def test_heights_must_be_as_many_as_points() -> None:
    """One height a point, or it is not known which is whose."""
    with pytest.raises(UsageError):
        check_heights(clean(along(5)), np.zeros(4), least_m=0.0, most_m=None)


def test_rhumb_lines_have_corridors_too() -> None:
    """Many short parts make one leg; the nearest position of all of them counts."""
    parts = tuple(Position(x, 45.0) for x in np.linspace(8.0, 9.0, 101).tolist())
    corridor = corridor_of(parts, 1_000.0)
    found = corridor.beyond(np.array([8.5, 8.5]), np.array([45.008, 45.01]))
    assert found.tolist() == [False, True]
    assert replace(corridor, grid=None).beyond(np.array([8.5]), np.array([45.008])).tolist() == [
        False
    ]
