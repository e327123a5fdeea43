"""Take the route of a plan from a file that somebody drew: a draft, to be judged and submitted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from overflight.errors import UsageError
from overflight.geodesy import Position, distance_m
from overflight.missions import MissionPlan, Surroundings, TurnPoint
from overflight.treaty import count_of

__all__ = ["RouteDraft", "with_route"]

_AT_AIRFIELD_M = 3_000.0
_MOST_POINTS = 500


@dataclass(frozen=True, slots=True)
class RouteDraft:
    """A plan with a new route.

    Args:
        plan: The next version of the plan; its times are those of the version before.
        notes: What was left out or named anew, for a person.
    """

    plan: MissionPlan
    notes: tuple[str, ...]


def with_route(
    plan: MissionPlan, around: Surroundings, points: Sequence[tuple[str, Position]]
) -> RouteDraft:
    """Return the next version of a plan, with another route.

    Points at the airfields of the plan are left out, for a plan names these by themselves. Points
    that keep their names keep how they are flown; observation periods and stops are kept where
    their points are still there.

    Args:
        plan: The plan.
        around: What it is judged against, for the positions of airfields.
        points: Names and positions in order of flight; an empty name is given one.

    Raises:
        UsageError: No point is left, or more than 500 are.

    Treaty: art.VI.II.4.F; MPL-3. Nothing is submitted: the observing Party decides and signs.
    """
    sites = {plan.start_site, plan.end_site, *(stop.site for stop in plan.stops)}
    fields = [site.at for key in sites if (site := around.sites.get(key)) and site.at]
    flown = [one for one in points if not _at_airfield(one[1], fields)]
    if not 0 < len(flown) <= _MOST_POINTS:
        raise UsageError(
            "E-PLAN",
            where="route",
            expected=f"1 to {_MOST_POINTS} turn points beside the airfields",
            found=f"{len(flown)}",
            remedy="Draw the route with its turn points only.",
        )
    before = {point.name: point for point in plan.route}
    route = tuple(
        replace(before[name], at=at) if name in before else TurnPoint(name, at)
        for name, at in _named(flown)
    )
    names = {*(point.name for point in route), *sites}
    periods = tuple(one for one in plan.observations if {one.start, one.stop} <= names)
    stops = tuple(stop for stop in plan.stops if stop.after in names)
    left = {
        count_of(len(points) - len(flown), "point"): "at airfields left out",
        count_of(len(plan.observations) - len(periods), "observation period"): "left out",
        count_of(len(plan.stops) - len(stops), "stop"): "left out",
    }
    notes = [f"{what} {how}" for what, how in left.items() if not what.startswith("0 ")]
    renamed = sum(name != given for (name, _), (given, _) in zip(_named(flown), flown, strict=True))
    if renamed:
        notes.append(f"{count_of(renamed, 'point')} named anew")
    draft = replace(plan, version=plan.version + 1, route=route, observations=periods, stops=stops)
    return RouteDraft(draft, tuple(notes))


def _at_airfield(at: Position, fields: Sequence[Position]) -> bool:
    return any(distance_m(at, field) <= _AT_AIRFIELD_M for field in fields)


def _named(points: Sequence[tuple[str, Position]]) -> Iterator[tuple[str, Position]]:
    """Yield points with names that stand once."""
    taken = {name for name, _ in points if name}
    used: set[str] = set()
    for number, (given, at) in enumerate(points, start=1):
        fits = bool(given) and given not in used
        name = given if fits else next(n for n in _names(given, number) if n not in taken | used)
        used.add(name)
        yield name, at


def _names(name: str, number: int) -> Iterator[str]:
    """Yield names for a point; the last of them stands nowhere, for there are not so many."""
    start = f"{name or 'T'}{number}"
    return (start if more == 1 else f"{start}-{more}" for more in range(1, 2 * _MOST_POINTS))
