"""Whether a ground is there: what of a plan it bears on, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import assert_never

from overflight.deadlines import show_instant
from overflight.geodesy import Path, closest_approach
from overflight.missions import (
    Borders,
    MissionPlan,
    PlannedPath,
    Surroundings,
    judge_plan,
    planned_path,
)
from overflight.missions.rules.ten_kilometres import ten_kilometres
from overflight.planning.negotiation.airfields import uses
from overflight.planning.negotiation.grounds import AreaGround, Ground, RuleGround, SiteGround
from overflight.planning.negotiation.meeting import (
    Stretch,
    crossings_in_time,
    place_on_leg,
)
from overflight.planning.zones import Zones
from overflight.treaty import Finding, Outcome

__all__ = ["broken_by", "conflicts", "far_from_borders", "paths_inside"]

_NEAR_M = 100_000.0


def conflicts(plan: MissionPlan, ground: Ground, around: Surroundings) -> tuple[str, ...]:
    """Return what of a plan a ground bears on, in words; nothing where it does not.

    Args:
        plan: The plan.
        ground: The ground.
        around: What the plan is judged against.

    Raises:
        UsageError: The path has no leg with known ends, for a ground that is an area.
    """
    match ground:
        case AreaGround():
            return _over(plan, ground, around)
        case SiteGround():
            return tuple(f"{ground.site} is {use}" for use in uses(plan, ground.site))
        case RuleGround():
            return tuple(f"{f.rule}: {f.says}" for f in broken_by(plan, ground, around))
        case _:
            assert_never(ground)


def broken_by(plan: MissionPlan, ground: RuleGround, around: Surroundings) -> tuple[Finding, ...]:
    """Return the findings that make a plan inconsistent with a provision.

    Open ones count too where the ground says so: whether they are there is not settled.
    """
    counted = {Outcome.BROKEN, *((Outcome.OPEN,) if ground.open_too else ())}
    return tuple(
        f
        for f in judge_plan(plan, around).findings
        if ground.covers(f)
        and f.outcome in counted
        and (f.outcome is Outcome.BROKEN or f.measured is not None)
    )


def far_from_borders(plan: MissionPlan, around: Surroundings) -> Callable[[MissionPlan], bool]:
    """Return the question whether a changed plan keeps the ten kilometres, asked of near borders.

    It is asked often, so borders farther than 100 km from the plan are left out: the change that
    is found is judged whole.

    Args:
        plan: The plan.
        around: What it is judged against.

    Treaty: art.VI.II.2; GEO-4.
    """
    path, borders = planned_path(plan, around).line, around.borders or Borders((), "")
    near = tuple(
        line for line in borders.lines if closest_approach(path, line.line).gap.least_m < _NEAR_M
    )
    bare = replace(around, territory=None, terrain=None, borders=Borders(near, borders.source))

    def kept(changed: MissionPlan) -> bool:
        return all(f.outcome is Outcome.KEPT for f in ten_kilometres(changed, bare) if f.measured)

    return kept


def _over(plan: MissionPlan, ground: AreaGround, around: Surroundings) -> tuple[str, ...]:
    """Return when a plan is over an area while it lasts."""
    if ground.bears is not None and not ground.bears(plan):
        return ()
    found = []
    for begin, end in crossings_in_time(plan, around, ground):
        since, until = plan.commencement + begin, plan.commencement + end
        early = ground.since is not None and until <= ground.since
        late = ground.until is not None and since >= ground.until
        if not early and not late:
            at = [show_instant(one.replace(microsecond=0)) for one in (since, until)]
            found.append(f"over {ground.name} from {at[0]} to {at[1]}")
    return tuple(found)


def paths_inside(path: PlannedPath, zones: Zones, inside: Sequence[Stretch]) -> tuple[Path, ...]:
    """Return the parts of a path that lie in zones, as paths: neighbouring ones joined."""
    found: list[list[tuple[Stretch, Path]]] = []
    for one in inside:
        ends = tuple(place_on_leg(path, zones, one.leg, part) for part in (one.first, one.last))
        here = (one, ends)
        if found and found[-1][-1][0].leg + 1 == one.leg and one.first == 0.0:
            found[-1].append(here)
        else:
            found.append([here])
    return tuple(_joined([ends for _, ends in group]) for group in found)


def _joined(parts: Sequence[Path]) -> Path:
    line = list(parts[0])
    for _, after in pairwise(parts):
        line.append(after[-1])
    return tuple(line)
