"""A planned flight as a document: what ``overflight plan solve --json`` writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from overflight.desk.planning.flight import PlannedFlight
from overflight.missions import JudgementForm, MissionPlan, judgement_form
from overflight.planning import RULES, Reason, Solution

__all__ = [
    "LeftOutForm",
    "PlannedAnswer",
    "RoutePointForm",
    "bound_says",
    "found_says",
    "left_out_says",
    "planned_answer",
]

_SHOWN = 4  # names of a reason
# The bound is proven for what the engine was given: a place or a bend it did not have is not in it.
_SPEAKS = (
    "Proven for every route over the places of this search, along its ways (straight, or round the "
    "stand-offs by the corners drawn), within the distance; also for routes that cross themselves. "
    "Targets left out before the search, for any reason but their worth, are not in it."
)


@dataclass(frozen=True, slots=True)
class RoutePointForm:
    """A turn point of the route.

    Args:
        name: Its name in the draft plan.
        lon_deg: Longitude in degrees.
        lat_deg: Latitude in degrees.
        targets: Names of the targets taken there; none where it leads round a stand-off.
    """

    name: str
    lon_deg: float
    lat_deg: float
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LeftOutForm:
    """A target that is not taken.

    Args:
        name: Its name.
        value: What it is worth.
        reason: Why, one of a few.
        says: Why, with its numbers.
    """

    name: str
    value: float
    reason: Reason
    says: str


@dataclass(frozen=True, slots=True)
class PlannedAnswer:
    """A planned flight.

    Args:
        value: What the targets taken are worth.
        bound: No plan is worth more, as far as ``bound_says`` says; none if nothing was proven.
        gap: By how much another plan can be better at most, as a share of the bound; none if open.
        bound_says: Of which plans the bound speaks.
        nearest_neighbour_value: What going always to the nearest would be worth.
        distance_km: Length of the path in kilometres.
        max_distance_km: What is allowed.
        engine: What found it.
        seed: Seed of its random choices.
        iterations: Rounds it searched.
        route: Turn points in order.
        left_out: Targets not taken.
        rows_without_position: Rows of the list that are no targets.
        notes: What is doubtful, and where the numbers come from.
        plan: The draft of the mission plan.
        judgement: The draft judged.
    """

    value: float
    bound: float | None
    gap: float | None
    bound_says: str
    nearest_neighbour_value: float
    distance_km: float
    max_distance_km: float
    engine: str
    seed: int
    iterations: int
    route: tuple[RoutePointForm, ...]
    left_out: tuple[LeftOutForm, ...]
    rows_without_position: int
    notes: tuple[str, ...]
    plan: MissionPlan
    judgement: JudgementForm


def planned_answer(planned: PlannedFlight, skipped: int) -> PlannedAnswer:
    """Return a planned flight as a document.

    Args:
        planned: The flight.
        skipped: Rows of the list that have no position.
    """
    solution = planned.solution
    return PlannedAnswer(
        value=solution.value,
        bound=solution.bound,
        gap=solution.gap,
        bound_says=bound_says(solution),
        nearest_neighbour_value=planned.nearest.value,
        distance_km=round(solution.distance_m / 1000, 3),
        max_distance_km=planned.problem.most_m / 1000,
        engine=solution.engine,
        seed=solution.seed,
        iterations=solution.iterations,
        route=tuple(
            RoutePointForm(p.name, p.at.lon_deg, p.at.lat_deg, tuple(t.name for t in p.targets))
            for p in solution.route
        ),
        left_out=tuple(
            LeftOutForm(left.target.name, left.target.value, left.reason, left.says)
            for left in solution.left_out
        ),
        rows_without_position=skipped,
        notes=planned.notes,
        plan=planned.plan,
        judgement=judgement_form(planned.judgement),
    )


def left_out_says(solution: Solution) -> Iterator[str]:
    """Yield what is left out, counted by reason, with rule, provision, names and what is near.

    Args:
        solution: The solution.
    """
    counted: dict[Reason, list[str]] = {}
    for left in solution.left_out:
        near = f" ({left.says})" if left.reason is Reason.STAND_OFF else ""
        counted.setdefault(left.reason, []).append(f"{left.target.name}{near}")
    for reason, names in sorted(counted.items(), key=lambda item: -len(item[1])):
        rule = f" ({' '.join(RULES[reason])})" if reason in RULES else ""
        shown = ", ".join(names[:_SHOWN]) + (", ..." if len(names) > _SHOWN else "")
        yield f"{len(names):4} left out: {reason.value}{rule}: {shown}"


def found_says(solution: Solution) -> str:
    """Return what found a solution, and that the search did not run where it made no round.

    Args:
        solution: The solution.
    """
    says = f"found by {solution.engine}, seed {solution.seed}, {solution.iterations} rounds"
    if solution.iterations:
        return says
    return f"{says}: the time went into preparing; the search did not run, give it more"


def bound_says(solution: Solution) -> str:
    """Return of which plans the bound of a solution speaks.

    Args:
        solution: The solution.
    """
    return "Nothing was proven." if solution.bound is None else _SPEAKS
