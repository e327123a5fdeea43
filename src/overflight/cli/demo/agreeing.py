"""The plan: found by the planner, judged, questioned, changed, agreed and filed."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from overflight.cli.demo.stage import Stage
from overflight.cli.demo.story import AT, MISSION, OBSERVED, OBSERVING

if TYPE_CHECKING:
    from overflight.desk import AsOf
    from overflight.desk.planning.plans import Lands
    from overflight.flights import Route
    from overflight.missions import Judgement, MissionPlan, Surroundings

__all__ = ["Agreed", "agree"]


@dataclass(frozen=True, slots=True)
class Agreed:
    """The agreed plan and what it was judged against.

    Args:
        plan: The version both signed.
        around: Surroundings of its day.
        route: Its path with times.
        judgement: What the rules say of it.
    """

    plan: MissionPlan
    around: Surroundings
    route: Route
    judgement: Judgement


def agree(stage: Stage, first: MissionPlan, lands: Lands) -> Agreed:
    """Submit a plan, take the observed Party's change of time, sign, file."""
    from overflight.missions.said.facts_plan import (
        ChangeGround,
        ChangeProposed,
        FlightPlanFiled,
        PlanAccepted,
        PlanCountered,
        PlanSigned,
        PlanSubmitted,
    )

    end = first.commencement + flying_time(first)
    stage.act(
        OBSERVING, PlanSubmitted(MISSION, AT["plan submitted"], first.commencement, end, 1, first)
    )
    second = replace(
        first,
        version=2,
        submitted=AT["plan countered"],
        commencement=AT["commencement"],
    )
    text = "Thunderstorms forecast from 11:00 UTC; commencement one hour earlier is proposed."
    proposed = ChangeProposed(MISSION, AT["change proposed"], ChangeGround.WEATHER, 1, text)
    stage.act(OBSERVED, proposed)
    end = second.commencement + flying_time(second)
    countered = PlanCountered(
        MISSION, AT["plan countered"], 2, second.commencement, end, plan=second
    )
    stage.act(OBSERVING, countered)
    stage.act(OBSERVED, PlanAccepted(MISSION, AT["plan accepted"], 2))
    stage.act(OBSERVING, PlanSigned(MISSION, AT["signed by observing"], 2))
    stage.act(OBSERVED, PlanSigned(MISSION, AT["signed by observed"], 2))
    stage.act(OBSERVING, FlightPlanFiled(MISSION, AT["flight plan filed"]))
    agreed = judge(stage, second, lands)
    stage.tell(
        "plan submitted, change of time proposed for weather (art.VIII.I.4.A), signed after"
        f" {(AT['signed by observed'] - AT['plan submitted']).total_seconds() / 3600:.0f} h of 8"
    )
    return agreed


def flying_time(plan: MissionPlan) -> timedelta:
    """Return the planned duration at the planned speed, to the minute, rounded up."""
    from overflight.geodesy import length_m

    line = tuple(point.at for point in plan.route)
    km = length_m(line) / 1000 + 2 * 250  # the ways from and to the airfield, generously
    return timedelta(minutes=round(60 * km / plan.speed_km_h))


def judge(stage: Stage, plan: MissionPlan, lands: Lands) -> Agreed:
    """Judge a plan against what the record says of its day, and keep the answer."""
    from overflight.desk import from_record
    from overflight.desk.planning.plans import surroundings_of
    from overflight.flights import route_of
    from overflight.missions import judge_plan, judgement_form, judgement_geojson, planned_path
    from overflight.treaty import write_form

    held: AsOf = from_record(stage.record.desk.records, source="record")
    around = surroundings_of(plan, held, lands)
    judgement = judge_plan(plan, around)
    folder = stage.out / "plan"
    folder.mkdir(exist_ok=True)
    for name, value in (
        ("plan.json", write_form(plan)),
        ("judgement.json", write_form(judgement_form(judgement))),
        ("plan.geojson", judgement_geojson(plan, around, judgement)),
    ):
        (folder / name).write_text(json.dumps(value, indent=2, ensure_ascii=False))
    return Agreed(plan, around, route_of(plan, planned_path(plan, around)), judgement)
