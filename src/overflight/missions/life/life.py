"""The life of a mission: which fact fits which state, and what it moves.

The transitions follow the order of the text. A fact that does not fit is kept and told, never
dropped; a fact said by a Party that may not say it is void. No state moves by time alone (CLK-5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from typing import Final, TypeGuard, cast

from overflight.deadlines import Instant, day_of, format_instant
from overflight.errors import UsageError
from overflight.missions.life.course import Course
from overflight.missions.life.fitting import ALREADY_SAID, CONTRADICTABLE, misfit
from overflight.missions.life.mission import NO_UNITS, Mission, Units, UnitsOn, speaks_for
from overflight.missions.life.moves import MOVES
from overflight.missions.life.states import MissionState
from overflight.missions.said.dating import SAID_ACTS, SKEW
from overflight.missions.said.event import MissionFact, Role, Speaker
from overflight.missions.said.facts import KINDS
from overflight.missions.said.facts_ground import CoversChecked
from overflight.missions.said.facts_notice import Notified
from overflight.missions.said.order import in_order, known_by, unordered
from overflight.missions.said.quiet import Quiet
from overflight.record import Said
from overflight.treaty import Finding, Outcome

__all__ = ["fold_mission", "fold_missions", "kind_of"]

# A field left out says nothing, so it contradicts nothing.
_BLANK: Final = ("", None, ())
_NAMES: Final = {kind: name for name, kind in KINDS.items()}


def kind_of(fact: MissionFact) -> str:
    """Return the statement type of a fact, ``missions.arrived/1``."""
    return _NAMES[type(fact)]


def _role(course: Course, said: Said[MissionFact], units_on: UnitsOn) -> Role | None:
    """Return for which side a statement speaks; the notification itself names the sides."""
    fact, party = said.fact, said.party
    opening = not course.observing and isinstance(fact, Notified)
    observing = cast("Notified", fact).observing if opening else course.observing
    if party == observing:
        return Role.OBSERVING
    units = units_on(day_of(fact.at))
    if speaks_for(party, observing, units):
        return Role.OBSERVING
    speaks = not opening and speaks_for(party, course.observed, units)
    return Role.OBSERVED if speaks else None


_ENDED_BY: Final[Mapping[MissionState, Role]] = {
    MissionState.PROHIBITED: Role.OBSERVED,
    MissionState.DECLINED: Role.OBSERVING,
    MissionState.CANCELLED: Role.OBSERVING,
}

_MAY_SAY: Final[Mapping[Speaker, Callable[[Course], Role | None]]] = {
    Speaker.OBSERVING: lambda _: Role.OBSERVING,
    Speaker.OBSERVED: lambda _: Role.OBSERVED,
    Speaker.INSPECTING: lambda course: course.supplier.other,
    Speaker.PROHIBITING_OR_ENDING: lambda course: _ENDED_BY.get(course.state),
}


def _void(course: Course, said: Said[MissionFact], role: Role | None) -> str:
    """Return why a statement is void by rule; nothing if it may be said by whom it was."""
    if role is None:
        return f"{said.party} is neither the observing nor the observed Party of {course.key}"
    bound = _MAY_SAY.get(said.fact.speaker)
    only = bound(course) if bound else None
    if only is not None and only is not role:
        return f"only {said.fact.speaker.value} may say it, and {said.party} is the {role.value}"
    return ""


def _tell(
    course: Course, said: Said[MissionFact], rule: str, why: str, basis: tuple[str, ...] = ()
) -> None:
    """Keep a statement that moves nothing, and tell why."""
    outcome = Outcome.BROKEN if rule == "E-RULE" else Outcome.OPEN
    effect = "void" if rule == "E-RULE" else "kept, and moves nothing"
    finding = Finding(
        rule=rule,
        provision=said.fact.provision,
        outcome=outcome,
        says=f"{kind_of(said.fact)} of {format_instant(said.fact.at)} by {said.party}: {why};"
        f" {effect}",
        consequence="none stated",
        basis=(*basis, f"{said.ref.o} {said.ref.i}"),
    )
    course.misfits.append(said)
    course.findings.append(finding)


def _tell_again(course: Course, said: Said[MissionFact], role: Role) -> None:
    """Keep what a side said a second time, and tell what stands and what came later."""
    first = course.by(type(said.fact), role) or course.first(type(said.fact))
    if first is None or first.fact.at == said.fact.at:
        _tell(course, said, "E-STATE", ALREADY_SAID)
        return
    why = (
        f"{ALREADY_SAID}: first of {format_instant(first.fact.at)} by {first.party}, later of"
        f" {format_instant(said.fact.at)}; what was said first stands"
    )
    _tell(course, said, "E-STATE", why, (f"{first.ref.o} {first.ref.i}",))


def _differ(one: MissionFact, other: MissionFact) -> bool:
    """Return whether two statements of one kind contradict each other; a blank says nothing."""
    if isinstance(one, CoversChecked) and isinstance(other, CoversChecked):
        return one.check is other.check and one.in_place is not other.in_place
    own = {"at"} if one.speaker is Speaker.EACH else set()
    names = (f.name for f in fields(one) if f.name not in own)
    pairs = ((getattr(one, name), getattr(other, name)) for name in names)
    return any(a != b and a not in _BLANK and b not in _BLANK for a, b in pairs)


def _contradiction(course: Course, said: Said[MissionFact]) -> tuple[Finding, ...]:
    """Return what to tell when both Parties say the same kind of thing and differ."""
    if type(said.fact) not in CONTRADICTABLE:
        return ()
    kind = kind_of(said.fact)
    return tuple(
        Finding(
            rule="E-STATE",
            provision=said.fact.provision,
            outcome=Outcome.CONTESTED,
            says=f"{kind}: {earlier.party} states {format_instant(earlier.fact.at)},"
            f" {said.party} states {format_instant(said.fact.at)}, or they differ in the"
            " particulars; both are kept",
            consequence="none stated",
            basis=tuple(f"{s.ref.o} {s.ref.i}" for s in (earlier, said)),
        )
        for earlier in course.all(type(said.fact))
        if earlier.party != said.party and _differ(earlier.fact, said.fact)
    )


def _ill_dated(said: Said[MissionFact]) -> str:
    """Return how the instant a statement states cannot be, by the mirrors or by its own time."""
    at, dated = said.fact.at, said.dated
    if dated is None or (dated.after is None and dated.before is None):
        if at <= said.time:
            return ""
        claimed = format_instant(said.time)
        return f"claims to have been said at {claimed}, before the event it states,"
    by = f"by the mirrors' times (f = {dated.faults} of {dated.parties})"
    if dated.before is not None and at > dated.before + SKEW:
        return f"existed before {format_instant(dated.before)} {by}, before the instant it states,"
    if type(said.fact) in SAID_ACTS and dated.after is not None and at < dated.after - SKEW:
        return f"was made after {format_instant(dated.after)} {by}, and states"
    return ""


def _misdated(said: Said[MissionFact]) -> tuple[Finding, ...]:
    why = _ill_dated(said)
    if not why:
        return ()
    return (
        Finding(
            rule="E-TIME",
            provision=said.fact.provision,
            outcome=Outcome.OPEN,
            says=f"{kind_of(said.fact)} by {said.party} {why} {format_instant(said.fact.at)}",
            consequence="none stated",
            basis=(f"{said.ref.o} {said.ref.i}",),
        ),
    )


def _tell_order(course: Course) -> None:
    """Tell where the mission hangs on an order that nothing fixes."""
    course.findings += [
        Finding(
            rule="E-ORDER",
            provision=out.fact.provision,
            outcome=Outcome.OPEN,
            says=f"{kind_of(out.fact)} by {out.party} and {kind_of(step.fact)} by {step.party}"
            " exclude each other, neither refers to the other, and no mirror's times part them:"
            f" the log of the observed Party, {course.observed}, decides",
            consequence="none stated",
            basis=(f"{out.ref.o} {out.ref.i}", f"{step.ref.o} {step.ref.i}"),
        )
        for out, step in unordered(course.misfits, [step.said for step in course.steps])
    ]


def _by_day(units: Units | UnitsOn) -> UnitsOn:
    """Return the units of any day: what a Party spoke for then does not change when they do."""
    if isinstance(units, Mapping):
        return lambda _: units
    return cache(units)


def _take(course: Course, said: Said[MissionFact], units_on: UnitsOn) -> None:
    role = _role(course, said, units_on)
    if course.observing or isinstance(said.fact, Notified):
        why = _void(course, said, role)
        if why or role is None:
            _tell(course, said, "E-RULE", why)
            return
    why = misfit(course, said.fact, role)
    if why == ALREADY_SAID and role is not None:
        _tell_again(course, said, role)
    elif why or role is None:
        _tell(course, said, "E-STATE", why)
    else:
        course.findings += (*_contradiction(course, said), *_misdated(said))
        course.take(said, role)
        MOVES[type(said.fact)](course, said.fact)
        course.moved()


def _fold(
    ordered: Sequence[Said[MissionFact]], units_on: UnitsOn, quiet: Quiet | None = None
) -> Mission:
    """Return the mission that statements about it, at least one and in order, tell."""
    course = Course(ordered[0].fact.mission)
    for statement in ordered:
        _take(course, statement, units_on)
    if course.misfits:
        _tell_order(course)
    if quiet is None:
        return course.mission()
    members = units_on(day_of(ordered[0].fact.at))
    return replace(course.mission(), quiet=replace(quiet, members=members))


def fold_mission(
    said: Iterable[Said[MissionFact]],
    *,
    units: Units | UnitsOn = NO_UNITS,
    quiet: Quiet | None = None,
) -> Mission:
    """Return one mission as everything said about it tells it.

    Args:
        said: Statements about one mission, in any order; their references order each log.
        units: Members of each treaty unit, best by day; a member speaks for its unit.
        quiet: What mirrors prove of who had said nothing; none without mirrors.

    Raises:
        UsageError: Nothing was said, or about more than one mission.
    """
    ordered = in_order(said)
    keys = {s.fact.mission for s in ordered}
    if len(keys) != 1:
        raise UsageError(
            "E-MISSION",
            where="mission",
            expected="statements about one mission",
            found=", ".join(sorted(keys)) or "no statement",
            remedy="Ask for one mission key that the record or the case knows.",
        )
    return _fold(ordered, _by_day(units), quiet)


def _claims(said: list[Said[MissionFact]], units_on: UnitsOn) -> list[str]:
    """Return the units that notified under one key: more than one is a collision (ANN-9).

    A notice in the name of a unit for which its Party does not speak is void and claims nothing.
    """
    return list(dict.fromkeys(s.fact.observing for s in said if _claiming(s, units_on)))


def _claiming(said: Said[MissionFact], units_on: UnitsOn) -> TypeGuard[Said[Notified]]:
    fact = said.fact
    if not isinstance(fact, Notified):
        return False
    return speaks_for(said.party, fact.observing, units_on(day_of(fact.at)))


def _collided(mission: Mission, claims: list[str]) -> Mission:
    told = Finding(
        rule="ANN-9",
        provision="annex.B-1.1",
        outcome=Outcome.BROKEN,
        says=f"the flight reference {mission.key} is used by {', '.join(claims)}",
        consequence="none stated",
    )
    return replace(mission, findings=(*mission.findings, told))


def _split(said: list[Said[MissionFact]], units_on: UnitsOn) -> list[list[Said[MissionFact]]]:
    """Return the statements of each observing unit apart, and those of everybody else with each."""
    claims = _claims(said, units_on)

    def rival(statement: Said[MissionFact], own: str) -> bool:
        if _claiming(statement, units_on) and statement.fact.observing == own:
            return False
        units = units_on(day_of(statement.fact.at))
        return any(c != own and speaks_for(statement.party, c, units) for c in claims)

    return [[s for s in said if not rival(s, own)] for own in claims]


def fold_missions(
    said: Iterable[Said[MissionFact]],
    *,
    at: Instant | None = None,
    units: Units | UnitsOn = NO_UNITS,
    quiet: Quiet | None = None,
) -> tuple[Mission, ...]:
    """Return every mission told of, by key.

    Args:
        said: Statements about any number of missions, in any order.
        at: Leave out what happened after this instant.
        units: Members of each treaty unit, best by day.
        quiet: What mirrors prove of who had said nothing; none without mirrors.

    A key under which two Parties notified makes two missions, each told that it collides.
    """
    grouped: dict[str, list[Said[MissionFact]]] = {}
    for statement in said:
        grouped.setdefault(statement.fact.mission, []).append(statement)
    missions: list[Mission] = []
    units_on = _by_day(units)
    for key in sorted(grouped):
        known = known_by(grouped[key], at)
        if not known:
            continue
        claims = _claims(known, units_on)
        silent = _as_known(quiet, known, grouped[key])
        if len(claims) > 1:
            split = _split(known, units_on)
            told = [fold_mission(part, units=units_on, quiet=silent) for part in split]
            missions += [_collided(mission, claims) for mission in told]
        else:
            missions.append(_fold(known, units_on, silent))
    return tuple(missions)


def _as_known(
    quiet: Quiet | None, known: list[Said[MissionFact]], every: list[Said[MissionFact]]
) -> Quiet | None:
    """Return what mirrors prove of a silence at an instant after which a mission went on."""
    if quiet is None:
        return None
    refs = {said.ref for said in known}
    return quiet.before(said.ref for said in every if said.ref not in refs)
