"""Planning: the search for the route that takes most of what one flight may see."""

from overflight.planning.engine import Search
from overflight.planning.problems import Airfield, PlanningProblem, StandOff, Target
from overflight.planning.solutions import LeftOut, Reason, RoutePoint, Solution
from overflight.planning.solving import ITERATIONS, nearest_neighbour, solve

__all__ = [
    "ITERATIONS",
    "Airfield",
    "LeftOut",
    "PlanningProblem",
    "Reason",
    "RoutePoint",
    "Search",
    "Solution",
    "StandOff",
    "Target",
    "nearest_neighbour",
    "solve",
]
