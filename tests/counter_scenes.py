"""Plans on the equator and what is changed in them, for tests of counter-proposals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from overflight.geodesy import Territory
from overflight.missions import MissionPlan, Surroundings
from overflight.missions.said.facts_plan import ChangeGround
from overflight.planning.negotiation import AreaGround, Countered, Scene
from tests.plan_cases import AROUND, PLAN, at, border, box, camera, point, site

__all__ = [
    "BENT",
    "BORDERED",
    "FIELDS",
    "SEEING",
    "STORM",
    "fixed",
    "kinds",
    "names",
]

# A bend at B, 0.2 degrees (22.1 km) north of the equator; a border of a State not a Party at 0.28
# degrees, 8,846 m north of B.
BENT = replace(PLAN, route=(point("A", 0.5, 0.0), point("B", 1.0, 0.2), point("C", 1.5, 0.0)))
BORDERED = replace(AROUND, borders=border("CH", (0.9, 0.28), (1.1, 0.28)))
# A camera that sees three kilometres to each side from A to C.
SEEING = replace(BENT, observations=(replace(camera("A", "C"), left_km=3.0, right_km=3.0),))
STORM = AreaGround(
    ChangeGround.WEATHER,
    "a storm",
    box(0.9, -0.1, 1.1, 0.3),
    at("2008-05-06 14:00"),
    at("2008-05-06 15:00"),
)
FIELDS = replace(
    AROUND,
    sites={
        **AROUND.sites,
        "IT-F": site("IT-F", 0.2, -0.5),
        "IT-G": site("IT-G", 2.1, 0.4),
    },
)


def fixed(around: Surroundings, sites: Iterable[str] = (), refuelling: Iterable[str] = ()) -> Scene:
    """Return a scene whose surroundings are the same for every plan but for the day."""

    def around_of(plan: MissionPlan) -> Surroundings:
        return replace(around, day=plan.commencement.date())

    return Scene(around_of, tuple(sites), tuple(refuelling))


def kinds(found: Countered) -> list[str]:
    """Return the kinds of the proposals, in order."""
    return [one.move.kind.value for one in found.proposals]


def names(plan: MissionPlan) -> list[str]:
    """Return the names of the turn points."""
    return [turn.name for turn in plan.route]


def land(west: float, south: float, east: float, north: float) -> Territory:
    """Return an area between meridians and parallels."""
    return box(west, south, east, north)
