"""MPL-7: a change must not make any point unobservable.

What a plan sees is the ground its sensors sweep, and the targets that lie in it. A change loses the
ground that the plan swept and the changed plan does not. It keeps MPL-7 in one of three ways, and
the answer says which: nothing is lost; or what is lost is seen by another lawful change of time or
height that is offered beside it; or what is lost was seen only from the stretch of path that the
treaty itself forbids (art.VI.II.2, art.VI.II.4), in which case the finding is *open*: whether a
sensor that reaches farther sees it from the lawful path is for people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from overflight.coverage import Coverage, Look, Lost, coverage_of, lost
from overflight.geodesy import FlatTerrain, Path, Position, Ring, along_across
from overflight.missions import HeightSystem, MissionPlan, Observation, Surroundings
from overflight.planning.asked.wanted import Target
from overflight.planning.windows import passes
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, count_of

__all__ = ["Seen", "Watch", "kept_observable", "loses", "seen_of"]

_SLACK_M = 60.0


@dataclass(frozen=True, slots=True)
class Watch:
    """How what a plan sees is reckoned.

    Args:
        targets: The observing Party's targets, where they are known.
        reach_m: How far to each side a sensor sees of which the plan states neither kilometres
            nor angles.
        looks: Look angles by sensor id.
    """

    targets: tuple[Target, ...] = ()
    reach_m: float = 2_000.0
    looks: tuple[tuple[str, Look], ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What a plan sees.

    Args:
        coverage: The ground its sensors sweep; none where it has no observation period.
        targets: Names of the targets in reach of a sensor at work, or of the path where the plan
            has no observation period.
    """

    coverage: Coverage | None
    targets: frozenset[str]


def seen_of(plan: MissionPlan, around: Surroundings, watch: Watch) -> Seen:
    """Return what a plan sees.

    Args:
        plan: The plan.
        around: What it is judged against.
        watch: How it is reckoned.
    """
    looks = dict(watch.looks)
    told = replace(plan, observations=tuple(_told(p, watch, looks) for p in plan.observations))
    coverage = None
    if told.observations:
        flat = around.terrain is None or plan.height_system is HeightSystem.AGL
        terrain = FlatTerrain() if flat else around.terrain
        coverage = coverage_of(told, around, terrain, looks=looks)
    return Seen(coverage, _targets(told, around, watch))


def _told(period: Observation, watch: Watch, looks: dict[str, Look]) -> Observation:
    """Return a period with the reach that is assumed where the plan states none."""
    stated = period.left_km is not None or period.right_km is not None
    if stated or period.sensor in looks:
        return period
    km = watch.reach_m / 1000
    return replace(period, left_km=km, right_km=km)


def _targets(plan: MissionPlan, around: Surroundings, watch: Watch) -> frozenset[str]:
    """Return the targets within reach of a sensor at work when the path is nearest."""
    if not watch.targets:
        return frozenset()
    reach = {
        p.sensor: 1000 * max(p.left_km or 0.0, p.right_km or 0.0) or watch.reach_m
        for p in plan.observations
    }
    found = []
    for one in passes(plan, around, watch.targets):
        if plan.observations:
            seen = any(one.apart_m <= reach[sensor] for sensor in one.sensors)
        else:
            seen = one.apart_m <= watch.reach_m
        found += [one.name] if seen else []
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Loss:
    """What a change loses.

    Args:
        area_km2: Ground that was swept by a category of sensor and is not.
        parts: Outlines of it.
        targets: Targets that were seen and are not, in alphabetical order.
    """

    area_km2: float
    parts: tuple[tuple[Ring, ...], ...]
    targets: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.parts or self.targets)


def loses(before: Seen, after: Seen) -> Loss:
    """Return what one plan sees and another does not, by category of sensor.

    Args:
        before: What the plan sees.
        after: What the changed plan sees.

    Treaty: art.VI.II.6; MPL-7.
    """
    gone: list[Lost] = []
    if before.coverage is not None and after.coverage is not None:
        kinds = dict.fromkeys(part.period.category for part in before.coverage.parts)
        gone = [
            lost(before.coverage, after.coverage, category=kind, slack_m=_SLACK_M) for kind in kinds
        ]
    parts = tuple(ring for one in gone for ring in one.parts)
    missed = tuple(sorted(before.targets - after.targets))
    return Loss(sum(one.area_km2 for one in gone), parts, missed)


def kept_observable(
    loss: Loss, *, beside: str = "", forbidden: Sequence[Path] = (), reach_m: float = 0.0
) -> Finding:
    """Return whether every point stays observable.

    Args:
        loss: What the change loses.
        beside: The other lawful change that sees it, in words; empty where there is none.
        forbidden: Stretches of the path that the treaty itself forbids.
        reach_m: How far to the side the sensors of the plan see.

    Treaty: art.VI.II.6; MPL-7.
    """
    measured, limit = Quantity(loss.area_km2, "km2"), Limit(0.0, "km2", Sense.AT_MOST)
    words = f"{loss.area_km2:,.1f} km2" if loss.parts else ""
    if loss.targets:
        count = count_of(len(loss.targets), "target")
        words += f"{' and ' if words else ''}{count} ({', '.join(loss.targets[:5])})"
    consequence = "The observing Party may decline (art.VI.II.6, art.VIII.I.5)."
    if not loss:
        outcome, says = Outcome.KEPT, "Every point the plan sees stays seen."
    elif beside:
        outcome, says = Outcome.KEPT, f"{words} are not seen by this change, but by: {beside}."
    elif forbidden and _near(loss, forbidden, reach_m):
        outcome = Outcome.OPEN
        says = (
            f"{words} were seen only from the part of the path that the Treaty forbids. Does a"
            " sensor that reaches farther, or another height, see them from the lawful path?"
        )
    else:
        outcome, says = Outcome.BROKEN, f"{words} the plan sees would not be seen."
    return Finding(
        "MPL-7",
        "art.VI.II.6",
        outcome,
        says,
        measured=measured,
        limit=limit,
        consequence="" if outcome is Outcome.KEPT else consequence,
        where=tuple(_corner(part) for part in loss.parts[:3]),
    )


def _corner(part: tuple[Ring, ...]) -> Position:
    lon, lat = part[0]
    return Position(float(lon[0]), float(lat[0]))


def _near(loss: Loss, forbidden: Sequence[Path], reach_m: float) -> bool:
    """Tell whether all ground lost lies within reach of the forbidden part of the path."""
    if loss.targets and not loss.parts:
        return True
    for rings in loss.parts:
        lon, lat = rings[0]
        apart = [along_across(path, lon, lat).distance_m for path in forbidden]
        least = apart[0]
        for one in apart[1:]:
            least = least.clip(max=one)
        if float(least.max()) > reach_m + 10 * _SLACK_M:
            return False
    return True
