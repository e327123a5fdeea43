"""Other orders: a path that meets itself is turned round between the places where it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from overflight.geodesy import crossings
from overflight.missions import MissionPlan, Surroundings, planned_path
from overflight.planning.negotiation.moves import Kind, Move

__all__ = ["order_moves", "shorter_moves"]


def order_moves(plan: MissionPlan, around: Surroundings) -> Iterator[Move]:
    """Yield plans whose points between two crossing legs are flown in the reverse order.

    Every point stays; an observation period must lie wholly inside or wholly outside the part that
    is turned round, and looks along it the other way.

    Args:
        plan: The plan.
        around: What it is judged against.

    Treaty: art.VI.II.4.G; GEO-5.
    """
    path = planned_path(plan, around)
    if plan.stops or path.rhumb or len(path.places) != len(plan.route) + 2:
        return
    before_km = path.length_km
    for one, other in _crossing_legs(plan, around):
        first, last = one, other - 1  # points of the route from the end of one leg on
        turned = _turned(plan, first, last)
        if turned is not None:
            after_km = planned_path(turned, around).length_km
            names = f"{plan.route[first].name} to {plan.route[last].name}"
            says = f"{names} flown in the reverse order"
            yield Move(Kind.ORDER, turned, says, abs(after_km - before_km), last - first + 1)


def _crossing_legs(plan: MissionPlan, around: Surroundings) -> tuple[tuple[int, int], ...]:
    """Return pairs of legs that cross, the earlier one first."""
    line = planned_path(plan, around).line
    found = {tuple(sorted(meeting.legs)) for meeting in crossings(line)}
    return tuple(sorted((pair[0], pair[-1]) for pair in found if pair[-1] - pair[0] > 1))


def _turned(plan: MissionPlan, first: int, last: int) -> MissionPlan | None:
    """Return the plan with a part of its route turned round; none where a period is torn."""
    names = [point.name for point in plan.route]
    inside = set(names[first : last + 1])
    periods = []
    for period in plan.observations:
        ends = {period.start, period.stop} & inside
        spans = _spans(period.start, period.stop, names, (first, last))
        if len(ends) == 2:
            period = replace(period, start=period.stop, stop=period.start)  # noqa: PLW2901
        elif ends or not spans:
            return None
        periods.append(period)
    route = plan.route
    turned = (*route[:first], *reversed(route[first : last + 1]), *route[last + 1 :])
    return replace(plan, route=turned, observations=tuple(periods))


def _spans(start: str, stop: str, names: list[str], part: tuple[int, int]) -> bool:
    """Tell whether a period that ends outside a part leaves it out or holds all of it."""
    begin = names.index(start) if start in names else -1
    end = names.index(stop) if stop in names else len(names)
    return end < part[0] or begin > part[1] or (begin < part[0] and end > part[1])


def shorter_moves(plan: MissionPlan, around: Surroundings) -> Iterator[Move]:
    """Yield plans without one turn point that no observation period and no stop needs.

    Args:
        plan: The plan.
        around: What it is judged against.

    Treaty: art.VI.II.4.A; GEO-1.
    """
    path = planned_path(plan, around)
    needed = {name for p in plan.observations for name in (p.start, p.stop)}
    needed |= {stop.after for stop in plan.stops}
    for k, point in enumerate(plan.route):
        if point.name not in needed and not point.calibration:
            shorter = replace(plan, route=(*plan.route[:k], *plan.route[k + 1 :]))
            km = path.length_km - planned_path(shorter, around).length_km
            says = f"without {point.name}, which no observation period needs"
            yield Move(Kind.WAY, shorter, says, max(0.0, km * 1000), 1)
