"""A published hazardous area as a ground for a change: its levels and its times decide.

Treaty: art.VI.II.5 (MPL-8).
"""

from __future__ import annotations

import math
from collections.abc import Callable

from overflight.airspace import Airspace, AirspaceArea, meet
from overflight.desk.planning.times import flight_legs
from overflight.errors import UsageError
from overflight.missions import MissionPlan, Surroundings
from overflight.missions.said.facts_plan import ChangeGround
from overflight.planning.negotiation import AreaGround

__all__ = ["hazard_ground"]

_ROUND_M = 10.0


def hazard_ground(
    plan: MissionPlan,
    airspace: Airspace,
    around_of: Callable[[MissionPlan], Surroundings],
    *,
    name: str = "",
) -> AreaGround:
    """Return a hazardous area as a ground.

    Args:
        plan: The plan.
        airspace: What is published.
        around_of: Surroundings of a plan.
        name: Its name or designator; the first that the plan meets if not given.

    Raises:
        UsageError: No hazardous area has this name, or the plan meets none.
    """
    around = around_of(plan)
    areas = [
        a for a in airspace.hazardous if name.casefold() in {a.name.casefold(), a.id.casefold()}
    ]
    if not name:
        legs = flight_legs(plan, around)
        met = meet(legs, airspace.hazardous, around.terrain)
        areas = [one.area for one in met if one.bears]
    if not areas:
        raise UsageError(
            "E-GROUND",
            where="--name" if name else "--airspace",
            expected=f"a hazardous area of {airspace.source}"
            + (" of this name or id" if name else " that bears on the plan"),
            found=name or f"none of its {len(airspace.hazardous)} hazardous areas does",
            remedy="`overflight airspace check` shows what the plan meets.",
        )
    area = areas[0]

    def bears(changed: MissionPlan) -> bool:
        here = around_of(changed)
        return any(one.bears for one in meet(flight_legs(changed, here), (area,), here.terrain))

    return AreaGround(
        ChangeGround.HAZARDOUS_AIRSPACE,
        area.name,
        area.territory,
        margin_m=area.error_m,
        heights_m=_heights_m(area, plan),
        bears=bears,
    )


def _heights_m(area: AirspaceArea, plan: MissionPlan) -> tuple[float, ...]:
    """Return heights just above and just below an area, where it counts as the plan does."""
    found = []
    if area.upper.system.value == plan.height_system.value:
        found.append((math.floor(area.upper.height_m / _ROUND_M) + 1) * _ROUND_M)
    if area.lower.system.value == plan.height_system.value and area.lower.height_m > _ROUND_M:
        found.append((math.ceil(area.lower.height_m / _ROUND_M) - 1) * _ROUND_M)
    return tuple(found)
