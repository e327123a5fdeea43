"""Counter-proposals: the nearest changes that cure a ground, break nothing and hide nothing.

Every change that might cure is judged as any plan is. What is kept cures the ground, breaks no rule
the plan did not break before, and keeps every point observable (MPL-7). Kinds of change are never
weighed against each other: what loses nothing comes first, then what costs the observing Party
least, then the order of art.VI.II.5.C, and within a kind the least change.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import assert_never

from overflight.geodesy import Path
from overflight.missions import Judgement, MissionPlan, Surroundings, judge_plan, planned_path
from overflight.planning.asked.wanted import KeepOut
from overflight.planning.negotiation.airfields import airfield_moves, start_moves
from overflight.planning.negotiation.conflicts import (
    broken_by,
    conflicts,
    far_from_borders,
    paths_inside,
)
from overflight.planning.negotiation.grounds import AreaGround, Ground, RuleGround, SiteGround
from overflight.planning.negotiation.legal_diff import LegalChange, legal_changes
from overflight.planning.negotiation.meeting import (
    SPARE_M,
    border_zones,
    legs_problem,
    stand_offs,
    stretches,
)
from overflight.planning.negotiation.moves import Kind, Move, Scene
from overflight.planning.negotiation.observable import (
    Loss,
    Seen,
    Watch,
    kept_observable,
    loses,
    seen_of,
)
from overflight.planning.negotiation.orders import order_moves, shorter_moves
from overflight.planning.negotiation.polishing import Cured, polished
from overflight.planning.negotiation.shifts import height_moves, later, raised, time_moves
from overflight.planning.negotiation.ways_round import way_moves
from overflight.planning.zones import zones_of
from overflight.treaty import Finding, Outcome

__all__ = ["Countered", "Dropped", "Proposal", "counter"]

_SAME = 1e-6  # of a margin, in its unit
_DEEPEST, _WIDEST, _MOST_TRIED = 3, 6, 32
_ORDER = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A lawful change that cures a ground.

    Args:
        move: The change; its plan is the next version.
        judgement: What the rules answer about it.
        observable: Whether every point stays observable.
        loss: What it loses.
        value_lost: Value of the targets it loses.
        newly_open: Rules that are open by the change and were not.
    """

    move: Move
    judgement: Judgement
    observable: Finding
    loss: Loss
    value_lost: float
    newly_open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A change that was tried and cannot be proposed.

    Args:
        says: What it changes.
        why: Why not.
    """

    says: str
    why: str


@dataclass(frozen=True, slots=True)
class Countered:
    """What may be proposed on a ground.

    Args:
        ground: The ground.
        found: What of the plan it bears on; nothing where the ground is not there.
        proposals: What may be proposed, nearest first.
        dropped: What was tried and may not.
        standing: Findings that stay broken, because the ground does not reach them.
        forbidden: Stretches of the path that the treaty itself forbids.
        unsettled: Where nothing was found, what is *open* about the provision: the ground may be
            there.
    """

    ground: Ground
    found: tuple[str, ...]
    proposals: tuple[Proposal, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    standing: tuple[Finding, ...] = ()
    forbidden: tuple[Path, ...] = ()
    unsettled: tuple[str, ...] = ()


def counter(
    plan: MissionPlan,
    ground: Ground,
    scene: Scene,
    watch: Watch | None = None,
    *,
    proposed: datetime | None = None,
) -> Countered:
    """Return the changes that may be proposed to a plan on a ground, nearest first.

    Args:
        plan: The plan.
        ground: The ground.
        scene: What the plan is judged against, and what may be offered instead.
        watch: How what the plan sees is reckoned.
        proposed: When the change is proposed; the submission of the plan if not given.

    Raises:
        UsageError: The path of the plan has no leg with known ends.

    Treaty: art.VI.II.6, art.VIII.I.4, art.VI.II.5; MPL-6, MPL-7, MPL-8.
    """
    watch = watch or Watch()
    around = scene.around_of(plan)
    found = conflicts(plan, ground, around)
    if not found:
        asked = replace(ground, open_too=True) if isinstance(ground, RuleGround) else ground
        return Countered(ground, (), unsettled=conflicts(plan, asked, around))
    forbidden = _forbidden(plan, ground, around)
    before = judge_plan(plan, around)
    told = _Judged(plan, ground, scene, before, seen_of(plan, around, watch), proposed)
    tried, dropped = [], []
    for move in islice(_unlike(_moves(plan, ground, scene, _DEEPEST)), _MOST_TRIED):
        kept = told.judged(move, watch)
        if isinstance(kept, Dropped):
            dropped.append(kept)
        else:
            tried.append(kept)
    proposals, hiding = _observable(tried, forbidden, _reach_m(plan, watch), watch)
    standing = tuple(
        f
        for f in before.findings
        if f.outcome is Outcome.BROKEN and not (isinstance(ground, RuleGround) and ground.covers(f))
    )
    return Countered(
        ground,
        found,
        _told_apart(sorted(proposals, key=_nearest)),
        (*dropped, *hiding),
        standing,
        forbidden,
    )


def _nearest(one: Proposal) -> tuple[tuple[float, ...], str, list[tuple[float, float]]]:
    """Order proposals: what loses nothing, what costs least, kind, least change.

    Words and places break what is left of ties, so that the order never hangs on the search.
    """
    places = [(point.at.lon_deg, point.at.lat_deg) for point in one.move.plan.route]
    return _cost(one), one.move.says, places


def _cost(one: Proposal) -> tuple[float, ...]:
    return (
        one.observable.outcome is Outcome.OPEN,
        bool(one.loss),
        bool(one.newly_open),
        round(one.value_lost, 6),
        round(one.loss.area_km2, 1),
        _ORDER.index(one.move.kind),
        round(one.move.moved, 1),
        one.move.points,
    )


def _told_apart(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """Return proposals of which no two read alike: where words are the same, places differ."""
    told = []
    for one in proposals:
        move = one.move
        alike = [other.move.plan.route for other in proposals if other.move.says == move.says]
        common = set(move.plan.route).intersection(*alike)
        places = [
            f"{point.name} at {point.at.lon_deg:.5f} {point.at.lat_deg:.5f}"
            for point in move.plan.route
            if point not in common
        ]
        if places:
            move = replace(move, says=f"{move.says} ({', '.join(places)})")
        told.append(replace(one, move=move))
    return tuple(told)


def _unlike(moves: Iterable[Move]) -> Iterator[Move]:
    """Yield moves that lead to different plans."""
    seen: set[MissionPlan] = set()
    for move in moves:
        if move.plan not in seen:
            seen.add(move.plan)
            yield move


@dataclass(frozen=True, slots=True)
class _Judged:
    """The plan as it was, and what every change is held against."""

    plan: MissionPlan
    ground: Ground
    scene: Scene
    before: Judgement
    seen: Seen
    proposed: datetime | None

    def judged(self, move: Move, watch: Watch) -> Proposal | Dropped:
        """Return a change as a proposal, or why it is none; MPL-7 is asked afterwards."""
        plan = replace(
            move.plan,
            version=self.plan.version + 1,
            submitted=self.proposed or self.plan.submitted,
        )
        around = replace(self.scene.around_of(plan), changed_by_observing=False)
        still = conflicts(plan, self.ground, around)
        if still:
            return Dropped(move.says, still[0])
        judgement = judge_plan(plan, around)
        newly = _more(self.before, judgement, Outcome.BROKEN)
        if newly:
            worst = next(f for f in judgement.findings if f.rule == newly[0])
            return Dropped(move.says, f"{worst.rule} {worst.provision}: {worst.says}")
        worse = _worse(self.before, judgement)
        if worse is not None:
            return Dropped(
                move.says, f"{worse.rule} {worse.provision} gets worse: {worse.says_after}"
            )
        loss = loses(self.seen, seen_of(plan, around, watch))
        values = {target.name: target.value for target in watch.targets}
        return Proposal(
            replace(move, plan=plan),
            judgement,
            kept_observable(loss),
            loss,
            sum(values[name] for name in loss.targets),
            _more(self.before, judgement, Outcome.OPEN),
        )


def _more(before: Judgement, after: Judgement, outcome: Outcome) -> tuple[str, ...]:
    """Return the rules with more findings of an outcome than before."""
    had = Tally(f.rule for f in before.findings if f.outcome is outcome)
    has = Tally(f.rule for f in after.findings if f.outcome is outcome)
    return tuple(rule for rule, count in has.items() if count > had[rule])


def _worse(before: Judgement, after: Judgement) -> LegalChange | None:
    """Return a finding that was broken and is broken by more; none where there is none."""
    for change in legal_changes(before.findings, after.findings):
        was, now = change.margin_before, change.margin_after
        broken = change.before is Outcome.BROKEN and change.after is Outcome.BROKEN
        if broken and was is not None and now is not None and now < was - _SAME:
            return change
    return None


def _observable(
    tried: Sequence[Proposal], forbidden: tuple[Path, ...], reach_m: float, watch: Watch
) -> tuple[list[Proposal], list[Dropped]]:
    """Return the proposals that keep every point observable, and the others."""
    same_route = [
        one
        for one in sorted(tried, key=_nearest)
        if one.move.kind in {Kind.TIME, Kind.HEIGHT} and not one.loss
    ]
    beside = same_route[0].move.says if same_route else ""
    kept, hiding = [], []
    for one in tried:
        finding = kept_observable(
            one.loss, beside=beside, forbidden=forbidden, reach_m=max(reach_m, watch.reach_m)
        )
        if finding.outcome is Outcome.BROKEN:
            hiding.append(Dropped(one.move.says, f"MPL-7 art.VI.II.6: {finding.says}"))
        else:
            kept.append(replace(one, observable=finding))
    return kept, hiding


def _reach_m(plan: MissionPlan, watch: Watch) -> float:
    """Return how far to the side any sensor of a plan sees."""
    sides = (km for p in plan.observations for km in (p.left_km, p.right_km) if km is not None)
    return max((1000 * km for km in sides), default=watch.reach_m)


def _forbidden(plan: MissionPlan, ground: Ground, around: Surroundings) -> tuple[Path, ...]:
    """Return the parts of the path that the treaty itself forbids: those within ten kilometres."""
    if not (isinstance(ground, RuleGround) and ground.provision == "art.VI.II.2"):
        return ()
    path = planned_path(plan, around)
    zones = border_zones(path, stand_offs(plan, around, own_side=False))
    return paths_inside(path, zones, stretches(path, zones))


def _moves(plan: MissionPlan, ground: Ground, scene: Scene, deep: int) -> Iterator[Move]:
    """Yield changes that may cure a ground."""
    match ground:
        case AreaGround():
            around = scene.around_of(plan)
            yield from height_moves(plan, ground.heights_m)
            yield from time_moves(plan, around, ground)
            always = replace(ground, since=None, until=None, bears=None)
            yield from _ways(plan, around, ground, lambda one: not conflicts(one, always, around))
        case SiteGround():
            yield from airfield_moves(plan, ground.site, scene)
        case RuleGround():
            yield from _consistent(plan, ground, scene, deep)
        case _:
            assert_never(ground)


def _consistent(plan: MissionPlan, ground: RuleGround, scene: Scene, deep: int) -> Iterator[Move]:
    """Yield changes that cure what is inconsistent, one finding after the other."""
    around = scene.around_of(plan)
    findings = broken_by(plan, ground, around)
    if not findings or deep == 0:
        return
    for move in list(_cures(plan, findings, scene, around))[:_WIDEST]:
        yield move
        for further in _consistent(move.plan, ground, scene, deep - 1):
            yield _together(move, further)


def _together(move: Move, further: Move) -> Move:
    """Return two changes as one; what differs in kind is counted, not added up."""
    says, points = f"{move.says}; {further.says}", move.points + further.points
    if move.kind is further.kind:
        return Move(move.kind, further.plan, says, move.moved + further.moved, points)
    count = sum(one.moved if one.kind is Kind.SEVERAL else 1.0 for one in (move, further))
    return Move(Kind.SEVERAL, further.plan, says, count, points)


def _cures(
    plan: MissionPlan, findings: Sequence[Finding], scene: Scene, around: Surroundings
) -> Iterator[Move]:
    """Yield what may cure the first of some findings, by its rule."""
    worst = findings[0]
    if worst.rule == "GEO-4":
        yield from _ways(plan, around, None, far_from_borders(plan, around))
    elif worst.rule == "GEO-6":
        yield from raised(plan, [f for f in findings if f.rule == worst.rule])
    elif worst.rule == "MPL-4" and worst.margin is not None:
        yield later(plan, timedelta(hours=-worst.margin))
    elif worst.rule == "GEO-1":
        yield from start_moves(plan, scene)
        yield from order_moves(plan, around)
        yield from shorter_moves(plan, around)
    elif worst.rule == "GEO-5":
        yield from order_moves(plan, around)


def _ways(
    plan: MissionPlan, around: Surroundings, area: AreaGround | None, cured: Cured
) -> Iterator[Move]:
    """Yield ways round areas and borders; one the path is too near to already is left as it is.

    Whether that gets worse is judged afterwards.
    """
    areas = () if area is None else (KeepOut(area.name, area.area, area.name),)
    margin_m = SPARE_M if area is None else area.margin_m
    path = planned_path(plan, around)
    places = [place.at for place in path.places]
    lines = [
        line
        for line in stand_offs(plan, around, own_side=True)
        if (area is None and line.rule == "GEO-4")
        or not stretches(path, zones_of(places, legs_problem(path, (line,), ()), 0.0))
    ]
    problem = legs_problem(path, lines, areas)
    zones = zones_of(places, problem, max(margin_m, SPARE_M))
    for move in way_moves(plan, path, zones, problem):
        yield polished(move, plan, path, cured)
