"""What changed from one version of a plan to the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime

from overflight.deadlines import format_instant
from overflight.geodesy import distance_m
from overflight.missions.plan.plans import MissionPlan, Observation, Stop, TurnPoint

__all__ = ["Change", "plan_changes"]

_LISTS = {"route", "observations", "stops"}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs between two versions.

    Args:
        what: Field of the plan, or ``turn point``, ``observation period``, ``stop``.
        name: Which one; empty for a field of the plan.
        before: As it was; empty where it is new.
        after: As it is; empty where it is gone.
        moved_m: How far a turn point moved, in metres.
    """

    what: str
    name: str
    before: str
    after: str
    moved_m: float | None = None


def _said(value: object) -> str:
    if isinstance(value, datetime):
        return format_instant(value)
    if isinstance(value, tuple):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)


def _fields(before: object, after: object, what: str, name: str) -> Iterator[Change]:
    """Yield the fields that differ between two values of one kind."""
    for field in fields(before):  # type: ignore[arg-type]
        old, new = getattr(before, field.name), getattr(after, field.name)
        if field.name not in _LISTS and old != new:
            label = f"{what} {field.name}".strip()
            moved = None
            if isinstance(before, TurnPoint) and field.name == "at":
                moved = distance_m(old, new)
                old, new = (f"{at.lon_deg:g} {at.lat_deg:g}" for at in (old, new))
            yield Change(label, name, _said(old), _said(new), moved)


def _key(item: TurnPoint | Observation | Stop) -> str:
    """Return the name by which the same item is known in both versions."""
    if isinstance(item, TurnPoint):
        return item.name
    if isinstance(item, Stop):
        return item.site
    return f"{item.sensor} from {item.start}"


def _listed(
    what: str,
    before: tuple[TurnPoint | Observation | Stop, ...],
    after: tuple[TurnPoint | Observation | Stop, ...],
) -> Iterator[Change]:
    """Yield what went, what came, and what differs, of a list of named items."""
    old, new = {_key(item): item for item in before}, {_key(item): item for item in after}
    for name, item in old.items():
        if name not in new:
            yield Change(what, name, "there", "")
        else:
            yield from _fields(item, new[name], what, name)
    for name in new:
        if name not in old:
            yield Change(what, name, "", "there")
    kept_before = [name for name in old if name in new]
    kept_after = [name for name in new if name in old]
    if kept_before != kept_after:
        yield Change(f"order of {what}s", "", " ".join(kept_before), " ".join(kept_after))


def plan_changes(before: MissionPlan, after: MissionPlan) -> tuple[Change, ...]:
    """Return what differs between two versions of a plan, in the order of the form.

    Args:
        before: The earlier version.
        after: The later one.
    """
    return (
        *_fields(before, after, "", ""),
        *_listed("turn point", before.route, after.route),
        *_listed("observation period", before.observations, after.observations),
        *_listed("stop", before.stops, after.stops),
    )
