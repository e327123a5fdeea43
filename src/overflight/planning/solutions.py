"""What a planner answers: a route, what it takes, and why the rest was left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from overflight.geodesy import Path, Position
from overflight.missions import Side
from overflight.planning.asked.looks import Look
from overflight.planning.asked.wanted import Airfield, Wanted
from overflight.planning.tasks import Order

__all__ = ["RULES", "LeftOut", "Proof", "Reason", "RoutePoint", "Sight", "Solution"]


@dataclass(frozen=True, slots=True)
class RoutePoint:
    """A turn point of the route, or an airfield where it lands on the way.

    Args:
        name: Name, unique in the route; the site id of an airfield.
        at: Position.
        targets: What is taken there; none where it only leads round a stand-off, or along a pass
            whose first point says what it takes.
        stay_h: How long the aircraft stays on the ground; nothing for a turn point.
    """

    name: str
    at: Position
    targets: tuple[Wanted, ...] = ()
    stay_h: float = 0.0

    @property
    def lands(self) -> bool:
        """Return whether the aircraft lands here."""
        return self.stay_h > 0


@dataclass(frozen=True, slots=True)
class Sight:
    """A sensor that must be at work along a part of the route.

    Args:
        look: The sensor.
        side: Where it looks in the direction of flight.
        first: Index of the route point where it is on.
        last: Index of the one where it may be off; the same for one only flown over.
    """

    look: Look
    side: Side
    first: int
    last: int


class Reason(StrEnum):
    """Why a target is not taken."""

    OUTSIDE = "outside the territory"
    TWICE = "named twice"
    TOO_FAR = "farther than the distance allows"
    STAND_OFF = "too near to a line"
    KEEP_OUT = "inside an area that is kept out of"
    AIRFIELD = "seen from the airfield itself"
    NO_WAY = "no way round the stand-offs was found"
    NO_SENSOR = "no sensor at hand sees it"
    NOT_SHOWN = "not shown to its share"
    NO_LIGHT = "no light while the flight can be there"
    CLIMB = "too near to the airfield to be at height"
    CROWDED = "more than can be looked at from aside"
    OTHER = "another of its group is taken"
    WORTH = "the distance was worth more elsewhere"


# Rule and provision that block; nothing where no rule does.
RULES: Mapping[Reason, tuple[str, str]] = MappingProxyType(
    {
        Reason.OUTSIDE: ("GEO-8", "art.VII.3"),
        Reason.TOO_FAR: ("GEO-1", "art.VI.II.4.A"),
        Reason.STAND_OFF: ("GEO-4", "art.VI.II.2"),
        Reason.KEEP_OUT: ("MPL-8", "art.VI.II.5"),
        Reason.NO_WAY: ("GEO-4", "art.VI.II.2"),
        Reason.NO_SENSOR: ("SEN-1", "art.IV.1"),
        Reason.CLIMB: ("GEO-6", "art.VI.II.4.D"),
    }
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A target that the route does not take.

    Args:
        target: The target.
        reason: Why.
        says: The same with its numbers.
    """

    target: Wanted
    reason: Reason
    says: str


@dataclass(frozen=True, slots=True)
class Solution:
    """A route and what it is worth.

    Args:
        start: Airfield of commencement.
        end: Airfield where it ends.
        route: Turn points in order, airfields of start and end not repeated.
        left_out: Targets it does not take, with reasons.
        value: Sum of the values of what it takes.
        distance_m: Length of the whole path in metres.
        engine: What found it, with version.
        seed: Seed of its random choices.
        iterations: How many rounds it searched.
        bound: No route over the places of the search, with its ways round the stand-offs, is worth
            more; none if nothing was proven.
        sights: Sensors that must be at work for what it takes.
        crosses: Whether its path comes to a point a second time.
    """

    start: Airfield
    end: Airfield
    route: tuple[RoutePoint, ...]
    left_out: tuple[LeftOut, ...]
    value: float
    distance_m: float
    engine: str
    seed: int
    iterations: int
    bound: float | None = None
    sights: tuple[Sight, ...] = ()
    crosses: bool = False

    @property
    def gap(self) -> float | None:
        """Return what a plan can be better at most, as a share of the bound; none if open."""
        if self.bound is None:
            return None
        return max(0.0, self.bound - self.value) / self.bound if self.bound else 0.0

    @property
    def taken(self) -> tuple[Wanted, ...]:
        """Return what is taken, in order of flight."""
        return tuple(target for point in self.route for target in point.targets)

    @property
    def path(self) -> Path:
        """Return the positions in order of flight, airfields included."""
        return (self.start.at, *(point.at for point in self.route), self.end.at)


@dataclass(frozen=True, slots=True)
class Proof:
    """What is proven about a task.

    Args:
        order: The best route known, airfields included; better than the one given if one was met.
        value: What it is worth.
        bound: No route is worth more.
        steps: Steps of the simplex method that were made.
        cuts: Cuts that were added.
    """

    order: Order
    value: float
    bound: float
    steps: int
    cuts: int
