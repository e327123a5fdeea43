"""A change of a plan: of which kind it is, how far it goes, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from overflight.missions import MissionPlan, Surroundings

__all__ = ["Kind", "Move", "Scene"]


class Kind(StrEnum):
    """Kinds of change, in the order in which art.VI.II.5.C names them; airfields last."""

    HEIGHT = "height"
    WAY = "way"
    TIME = "time"
    AIRFIELD = "airfield"
    ORDER = "order"
    SEVERAL = "several"  # changes of different kinds together


@dataclass(frozen=True, slots=True)
class Move:
    """A changed plan.

    Args:
        kind: Kind of change.
        plan: The plan with the change.
        says: What changed, for a person.
        moved: How far it goes: metres for ways and heights, minutes for times, kilometres of path
            for airfields and orders, a count of changes for several. Never compared between kinds.
        points: How many points were moved, added or left out.
    """

    kind: Kind
    plan: MissionPlan
    says: str
    moved: float
    points: int = 0


@dataclass(frozen=True, slots=True)
class Scene:
    """What a plan is changed in.

    Args:
        around_of: Surroundings of a plan: its day and its start airfield decide them.
        sites: Site ids that may be offered instead of another: Open Skies airfields of the
            observed Party for start and end, its refuelling airfields for stops.
        refuelling: Site ids for stops.
    """

    around_of: Callable[[MissionPlan], Surroundings]
    sites: tuple[str, ...] = ()
    refuelling: tuple[str, ...] = ()
