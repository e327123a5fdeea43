"""The first plan: targets chosen and ordered by the planner, written as a mission plan."""

from __future__ import annotations

import csv
from importlib import resources
from typing import TYPE_CHECKING

from overflight.cli.demo.stage import Stage
from overflight.cli.demo.story import (
    AIRFIELD,
    AT,
    H_MIN_M,
    HEIGHT_M,
    MISSION,
    OBSERVED,
    OBSERVING,
    REACH_M,
    SENSOR,
    SPEED_KM_H,
)

if TYPE_CHECKING:
    from overflight.desk import AsOf
    from overflight.desk.planning.plans import Lands
    from overflight.missions import MissionPlan
    from overflight.planning import PlanningProblem, Solution, StandOff, Target

__all__ = ["first_plan"]

_STEPS = 20_000  # of the simplex method, at most, to prove how good the plan is


def _targets() -> tuple[Target, ...]:
    from overflight.geodesy import Position
    from overflight.planning import Target

    text = resources.files("overflight.cli.demo").joinpath("targets.csv").read_text("utf-8")
    return tuple(
        Target(row["name"], Position(float(row["lon"]), float(row["lat"])), float(row["value"]))
        for row in csv.DictReader(text.splitlines())
    )


def _stand_offs(held: AsOf, lands: Lands) -> tuple[StandOff, ...]:
    """Return the borders with neighbours that are not Parties on the day (GEO-4)."""
    from overflight.planning import StandOff

    if lands.borders is None:
        return ()
    parties = held.parties.members_on(AT["commencement"].date())
    found = []
    for line in lands.borders.borders_of([OBSERVED]).lines:
        neighbour = next(code for code in line.between if code != OBSERVED)
        if neighbour not in parties:
            keep = 10_000.0 + line.error_m
            found.append(StandOff(f"border with {neighbour}", line.line, keep))
    return tuple(found)


def _problem(held: AsOf, lands: Lands) -> PlanningProblem:
    from overflight.planning import Airfield, PlanningProblem

    day = AT["commencement"].date()
    site, limit = held.airfields.site(AIRFIELD, day), held.airfields.distance_km(AIRFIELD, day)
    if site is None or site.position is None or limit is None:
        raise AssertionError("the founding facts place this airfield")
    field = Airfield(AIRFIELD, site.position)
    return PlanningProblem(
        _targets(),
        field,
        field,
        float(limit.km),
        float(SPEED_KM_H),
        stand_offs=_stand_offs(held, lands),
        reach_m=REACH_M,
    )


def _plan(solution: Solution) -> MissionPlan:
    from overflight.missions import MissionPlan, Observation, TurnPoint
    from overflight.sensors import SensorCategory

    route = tuple(TurnPoint(point.name, point.at) for point in solution.route)
    seen = Observation(
        SENSOR,
        SensorCategory.OPTICAL_FRAMING,
        route[0].name,
        route[-1].name,
        float(HEIGHT_M),
        float(H_MIN_M),
    )
    return MissionPlan(
        mission=MISSION,
        version=1,
        observing=OBSERVING,
        observed=OBSERVED,
        start_site=AIRFIELD,
        end_site=AIRFIELD,
        point_of_entry=AIRFIELD,
        point_of_exit=AIRFIELD,
        estimated_arrival=AT["estimated arrival"],
        submitted=AT["plan submitted"],
        original_submitted=AT["plan submitted"],
        commencement=AT["first commencement"],
        speed_km_h=float(SPEED_KM_H),
        route=route,
        observations=(seen,),
        height_m=float(HEIGHT_M),
    )


def _proven(solution: Solution) -> str:
    """Return how good the plan is proven to be; nothing where no bound was computed."""
    if solution.bound is None or solution.gap is None:
        return ""
    if solution.gap < 1e-9:
        return "; no route over these targets is worth more, proven"
    return f"; at most {solution.gap:.1%} below any route over these targets"


def first_plan(stage: Stage, lands: Lands) -> tuple[MissionPlan, Solution]:
    """Find the plan the observing Party submits."""
    from overflight.adapters.compile_cache import keep_compiled
    from overflight.desk import from_record
    from overflight.planning import Proving, can_prove, nearest_neighbour, solve

    held = from_record(stage.record.desk.records, source="record")
    problem = _problem(held, lands)
    keep_compiled()
    proving = Proving(_STEPS) if can_prove() else None
    solution, simple = solve(problem, seed=1, proving=proving), nearest_neighbour(problem)
    stage.tell(
        f"planned: {len(solution.taken)} of {len(problem.targets)} targets, value"
        f" {solution.value:g} (nearest neighbour: {simple.value:g}),"
        f" {solution.distance_m / 1000:,.0f} of {problem.max_distance_km:,.0f} km (annex.A.III)"
        f"{_proven(solution)}"
    )
    return _plan(solution), solution
