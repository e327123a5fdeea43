"""GEO-8 in flight: sensors work only over the territory of the observed Party.

Territory is land, islands, internal and territorial waters (art.II.8, DEF-8); where the data hold
land only, a stretch over water near the coast is a question, judged as the plan rule judges it.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from overflight.flights.compared.runs import stretches_where
from overflight.flights.judged.cases import OSCC, FlownCase
from overflight.flights.judged.sensing import SensorLog, points_with, sensor_periods
from overflight.geodesy import Path, closest_approach, distance_m, travel
from overflight.missions import BorderLine, LineKind, Outside, judge_outside, outside_stretches
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense

__all__ = ["only_inside"]

_STEP_M = 1_000.0  # how well the depth of a stretch is known (outside_stretches)
_SAME_M = 1.0
_CORNER_M = 1_000.0


def only_inside(case: FlownCase) -> tuple[Finding, ...]:
    """Judge whether every stretch with a sensor on lies over the territory of the observed Party.

    Treaty: art.VII.3, art.IV.4; GEO-8, DEF-8.
    """
    if case.log is None:
        says = "Whether and where sensors were on is not known: no sensor log."
        return (_open(case, says),)
    if case.around.territory is None:
        says = "Whether sensors were on over other States is not known: no territory at hand."
        return (_open(case, says),)
    sensors = sorted({period.sensor for period in case.log.periods})
    return tuple(_inside(case, case.log, sensor) for sensor in sensors)


def _open(case: FlownCase, says: str) -> Finding:
    return Finding("GEO-8", "art.VII.3", Outcome.OPEN, says, basis=case.basis)


def _inside(case: FlownCase, log: SensorLog, sensor: str) -> Finding:
    compared = case.comparison
    on = points_with(compared, log, sensor)
    pieces = stretches_where(on, compared.clean.pieces)
    outside = [o for first, past in pieces for o in _outside(case, first, past)]
    periods = sensor_periods(compared, log)
    unseen = sum(p.unseen_s for p in periods if p.on.sensor == sensor)
    more = f" For {unseen:,.0f} s of it the aircraft was unseen." if unseen > 1 else ""
    basis = (f"territory: {case.around.territory_source}", *case.basis)
    if not outside:
        outcome = Outcome.OPEN if unseen > 1 or not on.any() else Outcome.KEPT
        count = np.count_nonzero(on)
        says = f"{sensor} was on over the territory only, in {count:,} points seen.{more}"
        return Finding("GEO-8", "art.VII.3", outcome, says, basis=basis)
    return _judged(case, sensor, outside, (more, basis))


def _judged(
    case: FlownCase, sensor: str, outside: list[Outside], words: tuple[str, tuple[str, ...]]
) -> Finding:
    """Return the finding on stretches outside the land; the deepest of the gravest stands."""
    around, more = case.around, words[0]
    doubt_m = around.territory_error_m + case.comparison.settings.position_error_m
    judged = [(*judge_outside(o, doubt_m), o) for o in outside]
    broken = [j for j in judged if j[0] is Outcome.BROKEN]
    outcome, what, worst = max(broken or judged, key=lambda j: j[2].depth_m)
    length_m = sum(o.length_m for o in outside)
    end = "" if what.endswith("?") else "."
    return Finding(
        "GEO-8",
        "art.VII.3",
        outcome,
        f"{sensor} was on outside the land of the territory, for {length_m / 1000:,.1f} km in"
        f" {len(outside)} {'stretch' if len(outside) == 1 else 'stretches'}, {what}{end}{more}",
        measured=Quantity(worst.depth_m / 1000, "km", (doubt_m + _STEP_M) / 1000),
        limit=Limit(0.0, "km", Sense.AT_MOST),
        consequence=OSCC,
        where=(worst.line[0], worst.line[-1]),
        basis=words[1],
    )


def _outside(case: FlownCase, first: int, past: int) -> tuple[Outside, ...]:
    """Return where the path flown between two points lies outside the land."""
    line = case.line(first, past)
    if len(line) == 1:
        # A sensor may have been on at one point only: drawn out to a metre, it is a path.
        line = (line[0], travel(line[0], 0.0, 1.0))
    found = outside_stretches(line, case.around)
    return tuple(replace(o, over_border=o.over_border or _abroad(case, o.line)) for o in found)


def _abroad(case: FlownCase, line: Path) -> bool:
    """Tell whether a stretch lies behind a land border, though the sensor came on beyond it.

    It does where no edge of the territory is nearer than a land border. Where the end of the border
    is the nearest, the stretch may as well lie over the sea: that is not said to be abroad.
    """
    around = case.around
    borders = around.borders.lines if around.borders else ()
    land = [border for border in borders if border.kind is LineKind.LAND]
    if around.territory is None or not land:
        return False
    edge = closest_approach(line, around.territory.boundary)
    nearest = [(closest_approach(line, border.line), border) for border in land]
    approach, border = min(nearest, key=lambda pair: pair[0].gap.least_m)
    if approach.gap.least_m > edge.gap.most_m + _SAME_M or edge.gap.least_m == 0:
        return False
    return all(distance_m(approach.near, end) > _CORNER_M for end in _ends(border))


def _ends(border: BorderLine) -> Path:
    return tuple(end for path in border.line.paths() for end in (path[0], path[-1]))
