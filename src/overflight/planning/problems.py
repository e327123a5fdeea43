"""What a planner is asked: which targets one flight can take, and what the path must keep."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from overflight.errors import UsageError
from overflight.geodesy import Lines, Position, Territory, distance_m

__all__ = ["MOST_TARGETS", "Airfield", "PlanningProblem", "StandOff", "Target"]

MOST_TARGETS = 2_000


@dataclass(frozen=True, slots=True)
class Target:
    """A place worth seeing.

    Args:
        name: Its name.
        at: Position.
        value: What seeing it is worth, above zero, in any unit.
    """

    name: str
    at: Position
    value: float = 1.0


@dataclass(frozen=True, slots=True)
class Airfield:
    """An Open Skies airfield.

    Args:
        site: Site id.
        at: Position.
    """

    site: str
    at: Position


@dataclass(frozen=True, slots=True)
class StandOff:
    """A line from which the path keeps a distance.

    Args:
        name: What the line is, for people (``border with CH``).
        line: The line.
        keep_m: Metres to keep, above zero; the doubt of the line is part of it.
    """

    name: str
    line: Lines
    keep_m: float


@dataclass(frozen=True, slots=True)
class PlanningProblem:
    """Targets, and what one flight may do.

    Args:
        targets: Targets to choose from.
        start: Airfield of commencement.
        end: Airfield where the flight ends; may be the same.
        max_distance_km: Greatest length of the path.
        speed_km_h: Ground speed.
        max_hours: Greatest flying time in hours; none for no limit but the distance.
        stand_offs: Lines the path keeps away from.
        reach_m: How far beside the path a target is still seen. Targets nearer to each other than
            this are taken by one turn point, and one inside a stand-off may be seen from its edge.
        territory: Territory of the observed Party; targets outside it are left out. Without one
            every target counts as inside.
        others: Territory of its neighbours: what lies there is no target in own waters.

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

    def __post_init__(self) -> None:
        _above_zero("max_distance_km", [self.max_distance_km])
        _above_zero("speed_km_h", [self.speed_km_h])
        _above_zero("max_hours", [] if self.max_hours is None else [self.max_hours])
        _above_zero("value of a target", [target.value for target in self.targets])
        _above_zero("keep_m", [zone.keep_m for zone in self.stand_offs])
        _above_zero("reach_m", [self.reach_m])
        if len(self.targets) > MOST_TARGETS:
            raise UsageError(
                "E-TARGETS",
                where="targets",
                expected=f"at most {MOST_TARGETS} targets",
                found=len(self.targets),
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
    def most_m(self) -> float:
        """Return the greatest length of the path in metres, by distance and by time."""
        by_time = math.inf if self.max_hours is None else self.max_hours * self.speed_km_h
        return min(self.max_distance_km, by_time) * 1000.0


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
