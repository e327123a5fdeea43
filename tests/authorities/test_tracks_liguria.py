"""A real survey of the coast beside a plan that goes all round northern Italy.

The plan is one the planner of this house made, its turn points written out; the aircraft never flew
it. Distances are held to the exact ones of the geodesy chapter, leg by leg.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache

import numpy as np
import pytest
from tests.flown import around, plan
from tests.shared_data import shared

from overflight.adapters.tracks import read_track
from overflight.flights import (
    Comparison,
    FlownCase,
    clean,
    compare,
    flown_report,
    judge_flight,
    route_of,
)
from overflight.geodesy import Position, along_across
from overflight.missions import PlannedPath, Waypoint
from overflight.treaty import Finding

TURNS = (
    (8.73333, 45.63333), (9.203, 45.542), (9.277, 45.445), (9.704, 45.674), (10.268, 45.432),
    (10.331, 45.429), (10.889, 45.396), (10.02, 45.13), (9.7, 45.06), (9.723, 44.913),
    (10.296, 44.825), (10.578, 43.828), (10.393, 43.684), (10.3, 43.55), (10.143, 43.986),
    (9.988, 44.088), (9.83, 44.1), (8.92, 44.4), (8.838, 44.413), (8.49, 44.31), (8.127, 44.051),
    (8.17, 43.96), (8.03, 43.88), (7.79, 43.82), (7.67, 43.78), (7.623, 44.547), (7.603, 45.086),
    (7.65, 45.201), (8.103, 45.495), (8.28, 45.18), (8.456, 45.111), (8.417, 45.311),
    (8.669, 45.53), (8.73333, 45.63333),
)  # fmt: skip
COAST = range(18, 25)  # from T18 off Genoa to beyond T24 off Sanremo
START = datetime(2003, 5, 10, 6, tzinfo=UTC)


@cache
def flown() -> Comparison:
    """Return the track beside the plan."""
    track = clean(read_track(shared("data", "tracks", "liguria.json.gz")))
    last = len(TURNS) - 1
    names = ("XX-HOME", *(f"T{i:02}" for i in range(1, last)), "XX-HOME")
    places = tuple(Waypoint(n, Position(*at)) for n, at in zip(names, TURNS, strict=True))
    agreed = plan(commencement=START, submitted=START - timedelta(hours=25), observations=())
    return compare(track, route_of(agreed, PlannedPath(places)))


@cache
def judged() -> tuple[Finding, ...]:
    """Return what the rules say of it."""
    return judge_flight(FlownCase(flown(), around()))


def test_only_the_coast_was_seen() -> None:
    """A leg tens of kilometres from every point has none, and is not seen."""
    for leg in flown().legs:
        part = flown().route.line[leg.leg : leg.leg + 2]
        away = along_across(part, flown().track.lon_deg, flown().track.lat_deg).distance_m.min()
        assert (leg.points > 0) is (leg.leg in COAST)
        if away > 20_000:
            assert (leg.points, leg.seen_m, leg.kept_m) == (0, 0.0, 0.0)
    assert all(
        flown().legs[k].seen_m == pytest.approx(flown().legs[k].length_m) for k in range(18, 24)
    )


def test_the_way_back_to_genoa_belongs_to_the_coast() -> None:
    """The last half hour is flown beside the first legs of the coast, out of the declared order."""
    back = flown().track.time_s > flown().track.time_s[-1] - 1_500
    assert set(flown().leg[back].tolist()) <= set(range(18, 23))
    assert flown().off_m[back].max() < 7_000
    late = flown().out_of_order[-1]
    assert late.past == len(flown().track)
    assert any(f.rule == "GEO-3" and "T18 - " in f.says for f in judged())


def test_one_number_is_the_farthest_from_the_path() -> None:
    """The exact distance to the whole path, the report, DEV-1 and DEV-4 agree."""
    track = flown().track
    exact = along_across(flown().route.line, track.lon_deg, track.lat_deg).distance_m
    far = flown().off_m > flown().settings.tolerance_m
    assert flown().nearest_m[far] == pytest.approx(exact[far], abs=0.05)
    most = float(exact.max())
    assert flown_report(flown(), judged()).most_off_m == pytest.approx(most, abs=0.05)
    assert max(run.excursion for run in flown().off_path) == pytest.approx(most, abs=0.05)
    (beyond,) = [f for f in judged() if f.rule == "DEV-4"]
    assert beyond.measured is not None
    assert beyond.measured.value == pytest.approx(most / 1000, abs=1e-4)


def test_people_read_a_page_and_not_a_list() -> None:
    """Some thirty runs off the path are four findings, and one that nobody was told of them."""
    assert len(flown().off_path) > 25
    assert len([f for f in judged() if "off the agreed path" in f.says or "further" in f.says]) == 4
    assert len([f for f in judged() if f.rule == "DEV-7"]) == 1
    assert len(judged()) < 20


def test_both_ends_of_the_path_are_named_unseen() -> None:
    """From Malpensa to Genoa before the first point, from the Alps home after the last."""
    before, after = flown_report(flown(), ()).unseen
    lengths = np.cumsum(flown().route.leg_lengths_m())
    assert lengths[16] < before.to_m < lengths[18]
    assert lengths[23] < after.from_m < lengths[24]
    assert after.to_m == pytest.approx(lengths[-1], abs=0.01)
