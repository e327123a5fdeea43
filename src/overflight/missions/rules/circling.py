"""GEO-5: the path does not circle round a point.

Treaty: art.VI.II.4.G. The text gives no measure. Ours, said in the finding: turns all to one side
that add up to a full turn go round some point once, and within 50 km across, the optical coverage
to one side (art.IV.2.A), that is circling. A wider round tour is shown and not held against a plan.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from overflight.geodesy import azimuth_deg, distance_m
from overflight.missions.plan.paths import PlannedPath, Waypoint, planned_path
from overflight.missions.plan.plans import MissionPlan
from overflight.missions.plan.surroundings import Surroundings
from overflight.missions.rules.answers import PROPOSE
from overflight.sensors import SensorCategory, limits_of
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, judge

__all__ = ["FULL_TURN_DEG", "Bend", "bends", "no_circling"]

FULL_TURN_DEG = 360.0
_ERROR_DEG = 0.1  # directions at places that are written to some metres
_REVERSAL_DEG = 179.9  # a turn right back has no side


@dataclass(frozen=True, slots=True)
class Bend:
    """A run of turns all to one side.

    Args:
        places: The turn points, in order.
        turned_deg: Sum of the turns; right is positive.
    """

    places: tuple[Waypoint, ...]
    turned_deg: float

    @property
    def across_km(self) -> float:
        """Return the greatest distance between two of its places, in kilometres."""
        spots = [place.at for place in self.places]
        return max((distance_m(a, b) for a in spots for b in spots), default=0.0) / 1000


def _turn_deg(before: Waypoint, here: Waypoint, after: Waypoint) -> float:
    """Return the turn at a place, right positive, from -180 to 180 degrees."""
    inbound = azimuth_deg(here.at, before.at) + 180.0
    return math.remainder(azimuth_deg(here.at, after.at) - inbound, 360.0)


def bends(path: PlannedPath) -> Iterator[Bend]:
    """Yield the runs of turns to one side; airfields, calibration passes and reversals end a run.

    Args:
        path: The planned path; places at the same spot one after the other count as one.
    """
    places = [
        place
        for k, place in enumerate(path.places)
        if k == 0 or distance_m(path.places[k - 1].at, place.at) > 0
    ]
    run: list[Waypoint] = []
    turned = 0.0
    for before, here, after in zip(places, places[1:], places[2:], strict=False):
        turn = _turn_deg(before, here, after)
        ends = here.airfield or here.calibration or abs(turn) > _REVERSAL_DEG
        if run and (ends or turn * turned < 0):
            yield Bend(tuple(run), turned)
            run, turned = [], 0.0
        if not ends:
            run.append(here)
            turned += turn
    if run:
        yield Bend(tuple(run), turned)


def no_circling(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge whether the path makes a full turn to one side.

    Treaty: art.VI.II.4.G; GEO-5.
    """
    limit = Limit(FULL_TURN_DEG, "deg", Sense.AT_MOST)
    coverage = limits_of(SensorCategory.OPTICAL_FRAMING).each_side
    reach_km = math.inf if coverage is None else float(coverage.on(around.day))
    found = []
    most_deg = 0.0
    for bend in bends(planned_path(plan, around)):
        measured = Quantity(abs(bend.turned_deg), "deg", _ERROR_DEG)
        most_deg = max(most_deg, measured.value)
        if judge(measured, limit) is not Outcome.KEPT:
            found.append(_circling(bend, measured, limit, reach_km))
    if found:
        return tuple(found)
    says = f"Turns to one side add up to {most_deg:.0f} degrees at most, less than a full turn."
    return (Finding("GEO-5", "art.VI.II.4.G", Outcome.KEPT, says),)


def _circling(bend: Bend, measured: Quantity, limit: Limit, reach_km: float) -> Finding:
    side = "right" if bend.turned_deg > 0 else "left"
    says = (
        f"From {bend.places[0].name} to {bend.places[-1].name} the path turns"
        f" {measured.value:.0f} degrees to the {side}, within {bend.across_km:.0f} km."
    )
    outcome = Outcome.KEPT if bend.across_km > reach_km else judge(measured, limit)
    if outcome is Outcome.KEPT:
        says += f" Wider than {reach_km:g} km, that is a round tour."
    elif outcome is Outcome.OPEN:
        says += " Is that circling round a point?"
    return Finding(
        "GEO-5",
        "art.VI.II.4.G",
        outcome,
        says,
        measured=measured,
        limit=limit,
        consequence="" if outcome is Outcome.KEPT else PROPOSE,
        where=tuple(place.at for place in bend.places),
        basis=("no measure of circling in the text; a full turn within 50 km across is ours",),
    )
