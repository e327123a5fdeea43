"""What a planner answers: a route, what it takes, and why the rest was left out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from overflight.geodesy import Path, Position
from overflight.planning.problems import Airfield, Target
from overflight.planning.tasks import Order

__all__ = ["LeftOut", "Proof", "Reason", "RoutePoint", "Solution"]


@dataclass(frozen=True, slots=True)
class RoutePoint:
    """A turn point of the route.

    Args:
        name: Name, unique in the route.
        at: Position.
        targets: Targets taken there; none where it only leads round a stand-off.
    """

    name: str
    at: Position
    targets: tuple[Target, ...] = ()


class Reason(StrEnum):
    """Why a target is not taken."""

    OUTSIDE = "outside the territory"
    TOO_FAR = "farther than the distance allows"
    STAND_OFF = "too near to a line"
    AIRFIELD = "seen from the airfield itself"
    NO_WAY = "no way round the stand-offs was found"
    WORTH = "the distance was worth more elsewhere"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A target that the route does not take.

    Args:
        target: The target.
        reason: Why.
        says: The same with its numbers.
    """

    target: Target
    reason: Reason
    says: str


@dataclass(frozen=True, slots=True)
class Solution:
    """A route and what it is worth.

    Args:
        start: Airfield of commencement.
        end: Airfield where it ends.
        route: Turn points in order, airfields not repeated.
        left_out: Targets it does not take, with reasons.
        value: Sum of the values of what it takes.
        distance_m: Length of the whole path in metres.
        engine: What found it, with version.
        seed: Seed of its random choices.
        iterations: How many rounds it searched.
        bound: No route over the places of the search, with its ways round the stand-offs, is worth
            more; none if nothing was proven.
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

    @property
    def gap(self) -> float | None:
        """Return what a plan can be better at most, as a share of the bound; none if open."""
        if self.bound is None:
            return None
        return max(0.0, self.bound - self.value) / self.bound if self.bound else 0.0

    @property
    def taken(self) -> tuple[Target, ...]:
        """Return the targets taken, in order of flight."""
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
