"""Plan a flight whole: the problem, the search, the draft, what to ask for, every reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from overflight.desk.commission.claim_views import ViewsAsked, judge_views
from overflight.desk.held.as_of import AsOf
from overflight.desk.planning.asked import Asked, WholeAsked, whole_problem
from overflight.desk.planning.drafting import Drafted, Request, drafted, requests_of
from overflight.desk.planning.plans import Lands, contested_views, surroundings_of
from overflight.desk.planning.shown import Unshown, shown_value, unshown
from overflight.missions import (
    Judgement,
    MissionPlan,
    Surroundings,
    ViewedJudgement,
    judge_plan,
    judge_under,
)
from overflight.planning import (
    Means,
    PlanningProblem,
    Solution,
    Timed,
    Turn,
    solve_beside,
)
from overflight.treaty import Outcome

__all__ = ["POINTS", "WholePlan", "plan_whole"]

# Open points by which the rules of a route are read.
POINTS = ("AMB-10", "AMB-16", "AMB-29", "AMB-33", "AMB-34")
# A strict plan keeps more of every distance until it stands under every reading: metres from lines,
# and a share of the length.
_MARGINS = ((0.0, 0.0), (500.0, 0.001), (2_000.0, 0.005), (6_000.0, 0.02))


@dataclass(frozen=True, slots=True)
class WholePlan:
    """A flight planned whole.

    Args:
        asked: What was asked, in numbers.
        solution: The route, what it takes and what it leaves out.
        nearest: The route that always goes to the nearest target, to compare with.
        draft: The draft of the mission plan, its turns and hours.
        requests: Areas to be asked for.
        judgement: The draft judged.
        views: The draft under other readings and views; none where not asked for.
        notes: What a reader must know.
        unshown: What is taken and on this terrain not surely seen by what it asks.
    """

    asked: Asked
    solution: Solution
    nearest: Solution
    draft: Drafted
    requests: tuple[Request, ...]
    judgement: Judgement
    views: ViewedJudgement | None
    notes: tuple[str, ...]
    unshown: tuple[Unshown, ...] = ()

    @property
    def shown_value(self) -> float:
        """Return what is taken and seen on this terrain is worth."""
        return shown_value(self.solution, self.unshown)

    @property
    def problem(self) -> PlanningProblem:
        """Return the problem in numbers."""
        return self.asked.problem

    @property
    def plan(self) -> MissionPlan:
        """Return the draft plan."""
        return self.draft.plan

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Return how each turn point is flown."""
        return self.draft.turns

    @property
    def timed(self) -> tuple[Timed, ...]:
        """Return when the flight is where, airfields included."""
        return self.draft.timed

    @property
    def flown_m(self) -> float:
        """Return how long the path is with its turns as flown, in metres."""
        return self.solution.distance_m + sum(turn.longer_m for turn in self.turns)


def plan_whole(
    asked: WholeAsked,
    facts: AsOf,
    lands: Lands,
    means: Means | None = None,
    views: ViewsAsked | None = None,
) -> WholePlan:
    """Return the best route found for a problem, as a draft plan that is judged.

    Args:
        asked: The problem and how it is to be planned.
        facts: What held on its day.
        lands: Borders, territory, terrain.
        means: Engine, seed, and when to stop; those usual, and no bound, if not given.
        views: Whose views the draft is judged under besides every reading; none for no views,
            unless the plan is to be strict.

    Raises:
        UsageError: Something asked cannot be, or no route keeps what is asked.

    Treaty: serves art.VI.II.1, art.VI.II.4.
    """
    lands, by = lands.kept(), means or Means()
    whole = whole_problem(asked, facts, lands)
    made = _planned(asked, whole, facts, lands, (by, views, _MARGINS[0]))
    for margin in _MARGINS[1:]:
        if not asked.strict or made.views is None or not _falls(made.views):
            break
        made = _planned(asked, whole, facts, lands, (by, views, margin))
    return made


def _planned(
    asked: WholeAsked,
    whole: Asked,
    facts: AsOf,
    lands: Lands,
    how: tuple[Means, ViewsAsked | None, tuple[float, float]],
) -> WholePlan:
    """Return a plan that keeps so much more of every distance than asked."""
    by, views, (keep_m, share) = how
    found, nearest = solve_beside(_narrower(whole.problem, keep_m, share), by)
    draft = drafted(asked, whole, found, facts, lands)
    around = surroundings_of(draft.plan, facts, lands)
    viewed = _viewed(draft.plan, around, facts, views, strict=asked.strict)
    notes = (*whole.notes, *_margin(keep_m), *draft.notes)
    requests, judged = requests_of(draft, whole, lands), judge_plan(draft.plan, around)
    lost = unshown(found, whole.problem.looks, draft.plan, around)
    return WholePlan(whole, found, nearest, draft, requests, judged, viewed, notes, lost)


def _margin(keep_m: float) -> tuple[str, ...]:
    """Return a word about what is kept beyond what is asked."""
    if not keep_m:
        return ()
    return (f"{keep_m:g} m more than asked are kept, so that the draft stands when read otherwise",)


def _narrower(problem: PlanningProblem, keep_m: float, share: float) -> PlanningProblem:
    """Return a problem that keeps more of every distance."""
    if not keep_m:
        return problem
    return replace(
        problem,
        max_distance_km=problem.max_distance_km * (1 - share),
        stand_offs=tuple(replace(zone, keep_m=zone.keep_m + keep_m) for zone in problem.stand_offs),
    )


def _viewed(
    plan: MissionPlan,
    around: Surroundings,
    facts: AsOf,
    views: ViewsAsked | None,
    *,
    strict: bool,
) -> ViewedJudgement | None:
    """Return a draft under every reading, and as the Parties asked for see it."""
    if views is None and not strict:
        return None
    every: Mapping[str, Surroundings] = contested_views(around, facts, points=POINTS)
    if views is None or not views.parties:
        return judge_under(plan, every)
    return judge_views(plan, every, facts, views)


def _falls(viewed: ViewedJudgement) -> bool:
    """Tell whether a draft is broken under a reading."""
    return any(judgement.outcome is Outcome.BROKEN for _, judgement in viewed.views)
