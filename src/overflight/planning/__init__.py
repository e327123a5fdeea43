"""Planning: the search for the route that takes most of what one flight may see, and its bound."""

from overflight.planning.asked.forms import (
    HazardWay,
    PlanProblem,
    keep_out_of,
)
from overflight.planning.asked.looks import Look, looks_for
from overflight.planning.asked.reading import MOST_BYTES, read_problem
from overflight.planning.asked.wanted import (
    Area,
    Course,
    Hours,
    KeepOut,
    Landing,
    Wanted,
)
from overflight.planning.drafts.hours import Timed, hours_of, led, stops_of
from overflight.planning.drafts.periods import Observed, observed
from overflight.planning.drafts.turns import Turn, turns_of
from overflight.planning.effort import Proving, Search
from overflight.planning.engine import ROUNDS, Engine, engine_at_hand
from overflight.planning.means import Means
from overflight.planning.passes.sieves import middle_of
from overflight.planning.plain import PlainAnswer, PlainProblem, make_ready, solve_plain
from overflight.planning.problems import Airfield, PlanningProblem, StandOff, Target, Window
from overflight.planning.proofs import can_prove
from overflight.planning.solutions import RULES, LeftOut, Reason, RoutePoint, Sight, Solution
from overflight.planning.solving import nearest_neighbour, solve, solve_beside

__all__ = [
    "MOST_BYTES",
    "ROUNDS",
    "RULES",
    "Airfield",
    "Area",
    "Course",
    "Engine",
    "HazardWay",
    "Hours",
    "KeepOut",
    "Landing",
    "LeftOut",
    "Look",
    "Means",
    "Observed",
    "PlainAnswer",
    "PlainProblem",
    "PlanProblem",
    "PlanningProblem",
    "Proving",
    "Reason",
    "RoutePoint",
    "Search",
    "Sight",
    "Solution",
    "StandOff",
    "Target",
    "Timed",
    "Turn",
    "Wanted",
    "Window",
    "can_prove",
    "engine_at_hand",
    "hours_of",
    "keep_out_of",
    "led",
    "looks_for",
    "make_ready",
    "middle_of",
    "nearest_neighbour",
    "observed",
    "read_problem",
    "solve",
    "solve_beside",
    "solve_plain",
    "stops_of",
    "turns_of",
]
