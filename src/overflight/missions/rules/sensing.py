"""GEO-8: sensors work only over the territory of the observed Party.

Treaty: art.VII.3, art.IV.4, art.III.II.2.E. Territory is land, islands, internal and territorial
waters (art.II.8); where the data hold land only, a stretch over water near the coast is a question.
"""

from __future__ import annotations

from overflight.geodesy import Path, length_m
from overflight.missions.plan.outside import TERRITORIAL_SEA_M, Outside, outside_stretches
from overflight.missions.plan.paths import PlannedPath, planned_path
from overflight.missions.plan.plans import MissionPlan, Observation
from overflight.missions.plan.surroundings import Surroundings
from overflight.missions.rules.answers import OSCC
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense

__all__ = ["judge_outside", "sensors_only_inside"]


_ROUNDING_M = 0.1  # sums of lengths along a path that never leaves


def judge_outside(stretch: Outside, doubt_m: float) -> tuple[Outcome, str]:
    """Return how one stretch outside the land stands, and the words for it.

    Args:
        stretch: The stretch, planned or flown.
        doubt_m: How far the edge of the land and the path may lie from where they are drawn.

    Treaty: art.VII.3; GEO-8, DEF-8.
    """
    km = stretch.depth_m / 1000
    if stretch.depth_m <= doubt_m:
        return Outcome.OPEN, f"no farther out than the border is known to ({doubt_m:g} m)"
    if stretch.over_border:
        return Outcome.BROKEN, f"across a land border, up to {km:.1f} km"
    if stretch.may_be_waters:
        return (
            Outcome.OPEN,
            f"up to {km:.1f} km from land: whether that is over territorial waters is not known",
        )
    if stretch.depth_m <= TERRITORIAL_SEA_M + doubt_m:
        return Outcome.OPEN, f"up to {km:.1f} km from land, as far as territorial waters may reach"
    return Outcome.BROKEN, f"up to {km:.1f} km from land, beyond any territorial waters"


def _of_period(period: Observation, path: PlannedPath, around: Surroundings) -> Finding:
    what = f"{period.sensor} from {period.start} to {period.stop}"
    line = path.stretch(period.start, period.stop)
    if line is None or around.territory is None:
        missing = "the territory" if around.territory is None else "that stretch of the path"
        says = f"{what}: {missing} is not at hand."
        return Finding("GEO-8", "art.VII.3", Outcome.OPEN, says, consequence=OSCC)
    inside, total_m = around.territory.length_inside(line), length_m(line)
    outside = () if total_m - inside.least_m <= _ROUNDING_M else outside_stretches(line, around)
    measured = Quantity(
        max(0.0, total_m - (inside.least_m + inside.most_m) / 2) / 1000,
        "km",
        (inside.most_m - inside.least_m) / 2000,
    )
    judged = [(*judge_outside(stretch, around.territory_error_m), stretch) for stretch in outside]
    broken = [j for j in judged if j[0] is Outcome.BROKEN]
    worst = max(broken or judged, key=lambda j: j[2].depth_m, default=None)
    if worst is not None:
        outcome, words, where = worst[0], worst[1], _ends(worst[2].line)
        says = f"{what}: {measured.value:.1f} km outside the land of the territory, {words}."
    elif total_m - inside.most_m > _ROUNDING_M:
        outcome, where = Outcome.OPEN, ()
        says = f"{what}: {measured.value:.1f} km outside, in excursions shorter than 1 km."
    else:
        outcome, where = Outcome.KEPT, ()
        says = f"{what}: all {total_m / 1000:.1f} km inside the territory."
    return Finding(
        "GEO-8",
        "art.VII.3",
        outcome,
        says,
        measured=measured,
        limit=Limit(0.0, "km", Sense.AT_MOST),
        consequence="" if outcome is Outcome.KEPT else OSCC,
        where=where,
        basis=(f"territory: {around.territory_source}",) if around.territory_source else (),
    )


def _ends(line: Path) -> Path:
    """Return the ends of a stretch."""
    return (line[0], line[-1])


def sensors_only_inside(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge every observation period: inside the territory, in doubt, or outside.

    Treaty: art.VII.3; GEO-8, DEF-8.
    """
    path = planned_path(plan, around)
    return tuple(_of_period(period, path, around) for period in plan.observations)
