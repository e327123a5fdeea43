"""A flight planned whole, as a document: what ``overflight plan optimise --json`` writes."""

from __future__ import annotations

from dataclasses import dataclass

from overflight.deadlines import Instant
from overflight.desk.planning.answer import bound_says
from overflight.desk.planning.whole import WholePlan
from overflight.missions import JudgementForm, MissionPlan, TurnType, judgement_form, viewed_form
from overflight.planning import RULES, LeftOut, Reason

__all__ = ["OmittedForm", "PassedForm", "RequestForm", "UnshownForm", "WholeAnswer", "whole_answer"]

_HAZARD = "art.VI.II.5"


@dataclass(frozen=True, slots=True)
class PassedForm:
    """A place of the flight.

    Args:
        name: Its name in the draft plan, or site id.
        lon_deg: Longitude in degrees.
        lat_deg: Latitude in degrees.
        reached: When the flight comes there, by its ground speed.
        left: When it goes on.
        takes: Names of what is taken there.
        turn: How it is flown; none for an airfield.
        aside_m: How far the path as flown lies from it; zero without a radius of turn.
    """

    name: str
    lon_deg: float
    lat_deg: float
    reached: Instant
    left: Instant
    takes: tuple[str, ...] = ()
    turn: TurnType | None = None
    aside_m: float = 0.0


@dataclass(frozen=True, slots=True)
class OmittedForm:
    """Something that is not taken.

    Args:
        name: Its name.
        value: What it is worth.
        reason: Why, one of a few.
        says: Why, with its numbers.
        rule: Rule that blocks it; empty where none does.
        provision: Where the rule is written.
    """

    name: str
    value: float
    reason: Reason
    says: str
    rule: str = ""
    provision: str = ""


@dataclass(frozen=True, slots=True)
class UnshownForm:
    """Something that is taken, and on this terrain not surely seen.

    Args:
        name: Its name.
        value: What it is worth; it is in ``value`` and not in ``shown_value``.
        by: Sensors or wishes that do not surely see it.
        says: The same in words.
    """

    name: str
    value: float
    by: tuple[str, ...]
    says: str


@dataclass(frozen=True, slots=True)
class RequestForm:
    """An area the draft crosses, to be asked for.

    Args:
        name: Its name.
        kind: What it is.
        says: Where it is met, how long, at which height and when.
        provision: By which the observed Party suppresses, coordinates or offers another way.
    """

    name: str
    kind: str
    says: str
    provision: str = _HAZARD


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """A flight planned whole.

    Args:
        value: What is taken is worth.
        shown_value: What of it is seen on this terrain is worth; ``value`` where there is none.
        bound: No plan is worth more, as far as ``bound_says`` says; none if nothing was proven.
        gap: By how much another plan can be better at most, as a share of the bound; none if open.
        bound_says: Of which plans the bound speaks.
        nearest_neighbour_value: What going always to the nearest would be worth.
        distance_km: Length of the path, its straight legs summed (GEO-2).
        flown_km: Its length with the turns as flown.
        max_distance_km: What is allowed.
        hours: From commencement to the end, stops included.
        completes: When the flight ends.
        window_ends: End of the 96 hours.
        crosses: Whether the path comes to a point a second time (AMB-29).
        engine: What found it.
        seed: Seed of its random choices.
        iterations: Rounds it searched.
        taken: Names of what is taken, in order of flight.
        left_out: What is not taken, with reasons and rules.
        path: Airfields, turn points and stops in order.
        requests: Areas to be asked for.
        assumptions: What is doubtful, and where the numbers come from.
        rows_without_position: Rows of lists without a position, which are no targets.
        plan: The draft of the mission plan, with observation periods.
        judgement: The draft judged.
        views: The draft under other readings and views; none where not asked for.
        unshown: What is taken and on this terrain not surely seen by what it asks.
    """

    value: float
    shown_value: float
    bound: float | None
    gap: float | None
    bound_says: str
    nearest_neighbour_value: float
    distance_km: float
    flown_km: float
    max_distance_km: float
    hours: float
    completes: Instant
    window_ends: Instant
    crosses: bool
    engine: str
    seed: int
    iterations: int
    taken: tuple[str, ...]
    left_out: tuple[OmittedForm, ...]
    path: tuple[PassedForm, ...]
    requests: tuple[RequestForm, ...]
    assumptions: tuple[str, ...]
    rows_without_position: int
    plan: MissionPlan
    judgement: JudgementForm
    views: JudgementForm | None = None
    unshown: tuple[UnshownForm, ...] = ()


def whole_answer(whole: WholePlan, skipped: int = 0) -> WholeAnswer:
    """Return a flight planned whole as a document.

    Args:
        whole: The flight.
        skipped: Rows of lists that have no position.
    """
    solution, timed = whole.solution, whole.timed
    window = whole.problem.window
    ends = timed[-1].reached
    return WholeAnswer(
        value=solution.value,
        shown_value=whole.shown_value,
        bound=solution.bound,
        gap=solution.gap,
        bound_says=bound_says(solution),
        nearest_neighbour_value=whole.nearest.value,
        distance_km=round(solution.distance_m / 1000, 3),
        flown_km=round(whole.flown_m / 1000, 3),
        max_distance_km=whole.problem.most_m / 1000,
        hours=round((ends - timed[0].left).total_seconds() / 3600, 3),
        completes=ends,
        window_ends=window.ends if window else ends,
        crosses=solution.crosses,
        engine=solution.engine,
        seed=solution.seed,
        iterations=solution.iterations,
        taken=tuple(one.name for one in solution.taken),
        left_out=tuple(map(_omitted, solution.left_out)),
        path=_path(whole),
        requests=tuple(RequestForm(r.name, r.kind, r.says) for r in whole.requests),
        assumptions=whole.notes,
        rows_without_position=skipped,
        plan=whole.plan,
        judgement=judgement_form(whole.judgement),
        views=viewed_form(whole.views) if whole.views else None,
        unshown=tuple(
            UnshownForm(one.wanted.name, one.wanted.value, one.by, one.says)
            for one in whole.unshown
        ),
    )


def _omitted(left: LeftOut) -> OmittedForm:
    rule, provision = RULES.get(left.reason, ("", ""))
    return OmittedForm(left.target.name, left.target.value, left.reason, left.says, rule, provision)


def _path(whole: WholePlan) -> tuple[PassedForm, ...]:
    """Return every place of the flight with its hours and turns."""
    takes = {point.name: point.targets for point in whole.solution.route}
    found = []
    for number, timed in enumerate(whole.timed):
        turn = whole.turns[number - 1] if 0 < number < len(whole.timed) - 1 else None
        lands = turn is None or timed.left > timed.reached
        found.append(
            PassedForm(
                timed.name,
                timed.at.lon_deg,
                timed.at.lat_deg,
                timed.reached,
                timed.left,
                tuple(one.name for one in takes.get(timed.name, ())),
                None if turn is None or lands else turn.turn,
                0.0 if turn is None or lands else round(turn.aside_m, 1),
            )
        )
    return tuple(found)
