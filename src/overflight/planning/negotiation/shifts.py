"""Another time or another height: the route stays, and with it what can be seen."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from overflight.deadlines import format_instant
from overflight.missions import MissionPlan, Surroundings
from overflight.planning.negotiation.grounds import AreaGround
from overflight.planning.negotiation.meeting import crossings_in_time
from overflight.planning.negotiation.moves import Kind, Move
from overflight.planning.windows import moved_to
from overflight.treaty import Finding

__all__ = ["height_moves", "later", "raised", "time_moves"]

_MINUTE = timedelta(minutes=1)
_ROUND_M = 10.0
_STEP, _FARTHEST = timedelta(minutes=15), timedelta(hours=96)


def _whole_minutes(shift: timedelta) -> timedelta:
    """Return a shift in whole minutes, away from nothing."""
    minutes = shift / _MINUTE
    return _MINUTE * (math.ceil(minutes) if minutes > 0 else math.floor(minutes))


def later(plan: MissionPlan, shift: timedelta) -> Move:
    """Return a plan that commences earlier or later, in whole minutes."""
    whole = _whole_minutes(shift)
    moved = moved_to(plan, plan.commencement + whole)
    hours = abs(whole) / timedelta(hours=1)
    says = f"commences {hours:.2f} h {'later' if whole > timedelta() else 'earlier'},"
    says += f" at {format_instant(moved.commencement)}"
    return Move(Kind.TIME, moved, says, abs(whole / _MINUTE))


def time_moves(plan: MissionPlan, around: Surroundings, ground: AreaGround) -> Iterator[Move]:
    """Yield the least shifts, later and earlier, by which a plan misses an area while it lasts.

    Args:
        plan: The plan.
        around: What it is judged against.
        ground: The area, with its times.

    Raises:
        UsageError: The path has no leg with known ends.
    """
    since, until = ground.since, ground.until
    if since is None and until is None and ground.bears is not None:
        yield from _while_inactive(plan, ground.bears)
        return
    crossings = crossings_in_time(plan, around, ground)
    # A shift meets the area while since - end of a crossing < shift < until - its beginning.
    none = timedelta(days=36_500)
    shut = [
        (
            -none if since is None else since - plan.commencement - end,
            none if until is None else until - plan.commencement - begin,
        )
        for begin, end in crossings
    ]
    if until is not None:
        shift = timedelta()
        for _ in shut:
            inside = [high for low, high in shut if low < shift < high]
            shift = max((shift, *map(_whole_minutes, inside)))
        yield later(plan, shift)
    if since is not None:
        shift = timedelta()
        for _ in shut:
            inside = [low for low, high in shut if low < shift < high]
            shift = min((shift, *map(_whole_minutes, inside)))
        yield later(plan, shift)


def _while_inactive(plan: MissionPlan, bears: Callable[[MissionPlan], bool]) -> Iterator[Move]:
    """Yield the nearest shifts, later and earlier, at which an area is not met by its own times."""
    for sign in (1, -1):
        for k in range(1, int(_FARTHEST / _STEP) + 1):
            move = later(plan, sign * k * _STEP)
            if not bears(move.plan):
                yield move
                break


def height_moves(plan: MissionPlan, heights_m: Sequence[float]) -> Iterator[Move]:
    """Yield the plan at other heights: all of it, so that every leg over an area has changed.

    Args:
        plan: The plan.
        heights_m: Heights that pass an area, in the plan's own system.
    """
    for height in heights_m:
        periods = tuple(replace(period, height_m=height) for period in plan.observations)
        before = [plan.height_m, *(period.height_m for period in plan.observations)]
        moved = max(abs(height - one) for one in before)
        if moved:
            changed = replace(plan, height_m=height, observations=periods)
            says = f"flown at {height:,.0f} m ({plan.height_system.value})"
            yield Move(Kind.HEIGHT, changed, says, moved)


def raised(plan: MissionPlan, findings: Sequence[Finding]) -> Iterator[Move]:
    """Yield the plan with every period raised that is too low, as far as its finding asks.

    Args:
        plan: The plan.
        findings: What GEO-6 answers for periods that are too low.

    Treaty: art.VI.II.4.D; GEO-6.
    """
    periods, words, most = list(plan.observations), [], 0.0
    for k, period in enumerate(plan.observations):
        what = f"{period.sensor} from {period.start} to {period.stop}"
        lacks = max((_lacks_m(f) for f in findings if f.says.startswith(f"{what}:")), default=0.0)
        if lacks > 0:
            height = math.ceil((period.height_m + lacks) / _ROUND_M) * _ROUND_M
            most = max(most, height - period.height_m)
            periods[k] = replace(period, height_m=height)
            words.append(f"{what} at {height:,.0f} m")
    if words:
        yield Move(Kind.HEIGHT, replace(plan, observations=tuple(periods)), "; ".join(words), most)


def _lacks_m(finding: Finding) -> float:
    """Return how many metres are missing, the doubt included; none where nothing was measured."""
    if finding.measured is None or finding.limit is None:
        return 0.0
    return finding.limit.value - (finding.measured.value - finding.measured.error)
