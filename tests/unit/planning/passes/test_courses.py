"""Lines followed: over them, or beside them at the distance a sensor looks."""

from __future__ import annotations

import pytest

from overflight.geodesy import Path, Position, along_across, length_m, travel
from overflight.missions import Side
from overflight.planning import Look
from overflight.planning.passes.courses import passes_of_line
from overflight.planning.passes.ways_past import Pass
from overflight.sensors import SensorCategory

START = Position(9.0, 51.0)
CAMERA = Look("CAM", SensorCategory.OPTICAL_FRAMING, 2_000.0, to_deg=45.0)
RADAR = Look("RAD", SensorCategory.RADAR, 3_000.0, from_deg=60.0, to_deg=80.0)
LEFT = Look("LFT", SensorCategory.RADAR, 3_000.0, None, Side.LEFT, 60.0, 80.0)


def line() -> Path:
    """Return a line with gentle bends."""
    points = [START]
    for bearing in (40.0, 70.0, 65.0, 30.0):
        points.append(travel(points[-1], bearing, 25_000.0))
    return tuple(points)


def beside_m(one: Pass, points: Path) -> list[float]:
    """Return how far right of a pass the middles of a line's legs lie."""
    middles = [travel(a, 50.0, 0.0) for a in points[1:-1]]
    found = along_across(one.path, [p.lon_deg for p in middles], [p.lat_deg for p in middles])
    return [float(across) for across in found.across_m]


def test_without_a_sensor_the_line_is_flown() -> None:
    """Bend by bend, a little longer at both ends."""
    (one,) = passes_of_line(line(), ())
    assert one.path[1:-1] == line()[1:-1]
    assert one.length_m == pytest.approx(length_m(line()) + 4_000.0, abs=1.0)
    assert one.runs == ()


def test_a_camera_below_flies_over_it() -> None:
    """In either direction, on from end to end."""
    (one,) = passes_of_line(line(), (CAMERA,))
    assert one.either_way
    assert (one.runs[0].first, one.runs[0].last) == (0, len(one.path) - 1)


@pytest.mark.parametrize("look", [RADAR, LEFT])
def test_a_radar_flies_beside_it(look: Look) -> None:
    """The line lies in the swath at every bend, on the side the radar looks to."""
    found = passes_of_line(line(), (look,))
    assert len(found) == 2
    for one in found:
        assert one.either_way is (look is RADAR)
        band = next(b for b in look.bands if b.side is one.runs[0].side)
        assert all(band.least_m <= across <= band.most_m for across in beside_m(one, line()))


def test_a_sharp_bend_is_not_passed_miles_away() -> None:
    """At a hairpin the place beside it would lie far off; it is held near."""
    hairpin = (START, travel(START, 90, 30_000), travel(travel(START, 90, 30_000), 275, 30_000))
    (one, _) = passes_of_line(hairpin, (RADAR,))
    assert one.length_m < 130_000.0
