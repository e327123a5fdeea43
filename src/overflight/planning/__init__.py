"""Planning: the search for the route that takes most of what one flight may see, and its bound."""

from overflight.planning.effort import Proving, Search
from overflight.planning.engine import ROUNDS, Engine, engine_at_hand
from overflight.planning.means import Means
from overflight.planning.plain import PlainAnswer, PlainProblem, make_ready, solve_plain
from overflight.planning.problems import Airfield, PlanningProblem, StandOff, Target
from overflight.planning.proofs import can_prove
from overflight.planning.solutions import LeftOut, Reason, RoutePoint, Solution
from overflight.planning.solving import nearest_neighbour, solve

__all__ = [
    "ROUNDS",
    "Airfield",
    "Engine",
    "LeftOut",
    "Means",
    "PlainAnswer",
    "PlainProblem",
    "PlanningProblem",
    "Proving",
    "Reason",
    "RoutePoint",
    "Search",
    "Solution",
    "StandOff",
    "Target",
    "can_prove",
    "engine_at_hand",
    "make_ready",
    "nearest_neighbour",
    "solve",
    "solve_plain",
]
