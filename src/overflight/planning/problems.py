"""What a planner is asked: which targets one flight can take, and what the path must keep."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from overflight.deadlines import Instant
from overflight.errors import UsageError
from overflight.geodesy import Territory, distance_m
from overflight.planning.asked.looks import Look
from overflight.planning.asked.wanted import (
    Airfield,
    Area,
    Course,
    KeepOut,
    Landing,
    StandOff,
    Target,
    Wanted,
)

__all__ = ["MOST_TARGETS", "Airfield", "PlanningProblem", "StandOff", "Target", "Window"]

MOST_TARGETS = 2_000


@dataclass(frozen=True, slots=True)
class Window:
    """When a flight may be flown.

    Args:
        commences: When it commences.
        ends: When it must be completed: the end of the 96 hours (art.VI.I.9).

    Raises:
        UsageError: It ends before it commences.
    """

    commences: Instant
    ends: Instant

    def __post_init__(self) -> None:
        if self.ends <= self.commences:
            raise UsageError(
                "E-HOURS",
                where="window of the flight",
                expected=f"an end after commencement at {self.commences:%Y-%m-%d %H:%M} UTC",
                found=f"{self.ends:%Y-%m-%d %H:%M} UTC, 96 h after the estimated arrival",
                remedy="Commence earlier, or arrive later (art.VI.I.9).",
            )

    def seconds(self, at: datetime | None, other: float) -> float:
        """Return how long after commencement an instant lies, at least nothing.

        Args:
            at: The instant.
            other: What to return where there is none.
        """
        return other if at is None else (at - self.commences).total_seconds()


@dataclass(frozen=True, slots=True)
class PlanningProblem:
    """Targets, and what one flight may do.

    Args:
        targets: Points to choose from.
        start: Airfield of commencement.
        end: Airfield where the flight ends; may be the same.
        max_distance_km: Greatest length of the path.
        speed_km_h: Ground speed.
        max_hours: Greatest flying time in hours; none for no limit but the distance.
        stand_offs: Lines the path keeps away from.
        reach_m: How far beside the path a target is still seen where no sensor is asked for.
            Targets nearer to each other than this are taken by one turn point, and one inside a
            stand-off may be seen from its edge.
        territory: Territory of the observed Party; targets outside it are left out. Without one
            every target counts as inside.
        others: Territory of its neighbours: what lies there is no target in own waters.
        areas: Areas to choose from.
        courses: Lines to follow, to choose from.
        looks: Sensors at hand.
        keep_outs: Areas the path does not enter.
        landings: Airfields where it may land on the way.
        range_km: Greatest length flown without a landing; none for no limit.
        climb_km: Length of the climb to the height of observation: nothing is seen before.
        window: When it may be flown; none for at any time.
        may_cross: Whether the path may come to a point a second time (AMB-29).
        lead_m: How long before and after a target a pass is straight.

    Raises:
        UsageError: A number is not above zero or there are more than 2,000 targets.
    """

    targets: tuple[Target, ...]
    start: Airfield
    end: Airfield
    max_distance_km: float
    speed_km_h: float = 450.0
    max_hours: float | None = None
    stand_offs: tuple[StandOff, ...] = ()
    reach_m: float = 1_000.0
    territory: Territory | None = None
    others: Territory | None = None
    areas: tuple[Area, ...] = ()
    courses: tuple[Course, ...] = ()
    looks: tuple[Look, ...] = ()
    keep_outs: tuple[KeepOut, ...] = ()
    landings: tuple[Landing, ...] = ()
    range_km: float | None = None
    climb_km: float = 0.0
    window: Window | None = None
    may_cross: bool = False
    lead_m: float = 2_000.0

    def __post_init__(self) -> None:
        _above_zero("max_distance_km", [self.max_distance_km])
        _above_zero("speed_km_h", [self.speed_km_h])
        _above_zero("max_hours", [] if self.max_hours is None else [self.max_hours])
        _above_zero("range_km", [] if self.range_km is None else [self.range_km])
        _above_zero("value of a target", [one.value for one in self.wanted])
        _above_zero("share of an area", [one.share for one in self.areas])
        _above_zero("keep_m", [zone.keep_m for zone in self.stand_offs])
        _above_zero("reach_m", [self.reach_m])
        if len(self.wanted) > MOST_TARGETS:
            raise UsageError(
                "E-TARGETS",
                where="targets",
                expected=f"at most {MOST_TARGETS} targets",
                found=len(self.wanted),
                remedy="Leave out those worth least.",
            )
        if distance_m(self.start.at, self.end.at) > self.most_m:
            raise UsageError(
                "E-REACH",
                where=f"{self.start.site} to {self.end.site}",
                expected=f"airfields at most {self.most_m / 1000:.0f} km apart",
                found=f"{distance_m(self.start.at, self.end.at) / 1000:.0f} km",
                remedy="Choose an end airfield within the maximum flight distance.",
            )

    @property
    def wanted(self) -> tuple[Wanted, ...]:
        """Return everything that is worth seeing."""
        return (*self.targets, *self.areas, *self.courses)

    @property
    def most_m(self) -> float:
        """Return the greatest length of the path in metres, by distance and by time."""
        hours = math.inf if self.max_hours is None else self.max_hours
        if self.window is not None:
            hours = min(hours, self.window.seconds(self.window.ends, 0.0) / 3600)
        return min(self.max_distance_km, hours * self.speed_km_h) * 1000.0


def _above_zero(name: str, numbers: Iterable[float]) -> None:
    """Refuse numbers that are not above zero."""
    for number in numbers:
        if not (math.isfinite(number) and number > 0):
            raise UsageError(
                "E-PLANNING",
                where=name,
                expected="a number above zero",
                found=number,
                remedy="Correct this number.",
            )
