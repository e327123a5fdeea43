"""Choose the date and hour of a flight: light, clouds and clocks of every hour, with reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from overflight.deadlines import Instant, day_of, format_instant
from overflight.desk.held.as_of import AsOf
from overflight.desk.planning.plans import Lands, case_surroundings
from overflight.geodesy import Light, Position, sun_crossings, sun_day
from overflight.missions import WINDOW, PlanCase, Surroundings, plan_digest
from overflight.planning import Target
from overflight.planning.windows import (
    CloudTable,
    HourOfStart,
    Passed,
    WindowAsked,
    moved_to,
    passes,
    ranked,
)
from overflight.treaty import Outcome, count_of

__all__ = ["DayOfLight", "NotSeen", "WindowWish", "WindowsAnswer", "plan_windows"]


@dataclass(frozen=True, slots=True)
class WindowWish:
    """What is asked of the hours of a plan.

    Args:
        since: First commencement looked at; the estimated arrival if not given.
        until: Last one; the end of the 96 hours if not given.
        step: From one to the next.
        least_sun_deg: Height of the sun from which the light is enough.
        most_apart_m: How far beside the path a target is still seen.
        clouds: Table of clouds.
        targets: What the plan is to see; its own turn points where none is given.
        top: How many hours are told, best first.
    """

    since: Instant | None = None
    until: Instant | None = None
    step: timedelta = timedelta(hours=1)
    least_sun_deg: float = 20.0
    most_apart_m: float = 50_000.0
    clouds: CloudTable | None = None
    targets: tuple[Target, ...] = ()
    top: int = 10


@dataclass(frozen=True, slots=True)
class NotSeen:
    """A target that no hour makes visible.

    Args:
        name: Its name.
        why: Why not.
    """

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class DayOfLight:
    """The light of one day in the middle of the flight, by mean solar time of the place.

    Args:
        on: The day.
        at: The place.
        noon_at: When the sun stands highest.
        highest_deg: Its height then.
        dawn_at: Civil twilight begins.
        sunrise_at: Sunrise.
        enough_at: The sun reaches the height asked.
        enough_until: It sinks below it.
        sunset_at: Sunset.
        dusk_at: Civil twilight ends.
        says: What is special: polar day or night, no hour with enough sun.
    """

    on: date
    at: Position
    noon_at: Instant
    highest_deg: float
    dawn_at: Instant | None
    sunrise_at: Instant | None
    enough_at: Instant | None
    enough_until: Instant | None
    sunset_at: Instant | None
    dusk_at: Instant | None
    says: str = ""


@dataclass(frozen=True, slots=True)
class WindowsAnswer:
    """The hours of a plan, best first, and what is not known.

    Args:
        mission: Mission key.
        version: Version of the plan.
        plan_sha256: Digest of the plan as submitted.
        facts: By which facts the clocks were judged.
        ruleset: Digest of the rules and values.
        cut: Cut of the record; empty for the founding facts.
        since: First commencement looked at.
        until: Last one.
        window_ends: End of the window by the estimated arrival, without extension.
        least_sun_deg: Height of the sun asked.
        clouds_from: Source of the cloud table; empty without one.
        looked: How many commencements were looked at.
        lawful: How many of them break no rule.
        hours: The best of them.
        days: The light of each day.
        not_seen: Targets that no hour makes visible.
        not_known: What nobody has told, and so stands outside the ranking.
    """

    mission: str
    version: int
    plan_sha256: str
    facts: str
    ruleset: str
    cut: str
    since: Instant
    until: Instant
    window_ends: Instant
    least_sun_deg: float
    clouds_from: str
    looked: int
    lawful: int
    hours: tuple[HourOfStart, ...]
    days: tuple[DayOfLight, ...]
    not_seen: tuple[NotSeen, ...]
    not_known: tuple[str, ...]


def plan_windows(
    case: PlanCase, facts: AsOf, lands: Lands, wish: WindowWish, *, where: str
) -> WindowsAnswer:
    """Return the hours at which a plan may commence, ranked by light and clouds, with reasons.

    Args:
        case: The plan, and what it overrides.
        facts: What held on its days.
        lands: Borders and terrain.
        wish: The span, and what is asked of the light.
        where: Name of the case, for the error.

    Raises:
        UsageError: The span holds too many hours, or a number means nothing.
        SourceError: Something in the case cannot be.

    Treaty: serves art.VI.I.9, art.VI.II.4.E (FLT-1, MPL-4).
    """
    plan, kept = case.plan, lands.kept()
    ends = plan.estimated_arrival + timedelta(hours=float(WINDOW.amount))
    since = wish.since or _full_hour(plan.estimated_arrival)
    until = wish.until or (ends if wish.since is None else max(ends, since))
    asked = WindowAsked(since, until, wish.step, wish.least_sun_deg, wish.most_apart_m, wish.clouds)

    def on_day(day: date) -> Surroundings:
        noon = plan.commencement.replace(year=day.year, month=day.month, day=day.day)
        return case_surroundings(replace(case, plan=moved_to(plan, noon)), facts, kept, where=where)

    around = case_surroundings(case, facts, kept, where=where)
    watched, not_seen = _split(passes(plan, around, wish.targets), asked, bool(plan.observations))
    hours = ranked(plan, on_day, watched, asked)
    return WindowsAnswer(
        plan.mission,
        plan.version,
        plan_digest(plan),
        facts.source,
        facts.regime.ruleset,
        facts.cut,
        since,
        until,
        ends,
        wish.least_sun_deg,
        wish.clouds.source if wish.clouds else "",
        len(hours),
        sum(hour.lawful is not Outcome.BROKEN for hour in hours),
        hours[: wish.top],
        tuple(_days(watched, asked)),
        not_seen,
        tuple(_not_known(hours, watched, asked)),
    )


def _full_hour(at: Instant) -> Instant:
    down = at.replace(minute=0, second=0, microsecond=0)
    return down if down == at else down + timedelta(hours=1)


def _split(
    every: Sequence[Passed], asked: WindowAsked, sensing: bool
) -> tuple[tuple[Passed, ...], tuple[NotSeen, ...]]:
    """Return the targets that an hour can show, and those that none can, with reasons."""
    seen, unseen = [], []
    for one in every:
        if one.apart_m > asked.most_apart_m:
            km, most = one.apart_m / 1000, asked.most_apart_m / 1000
            unseen.append(NotSeen(one.name, f"{km:.1f} km beside the path, {most:g} km are seen"))
        elif sensing and not one.sensors:
            unseen.append(NotSeen(one.name, "no sensor is at work where the path is nearest"))
        else:
            seen.append(one)
    return tuple(seen), tuple(unseen)


def _days(watched: Sequence[Passed], asked: WindowAsked) -> Iterator[DayOfLight]:
    """Yield the light of each day of the span, at the target in the middle of the flight."""
    if not watched:
        return
    by_time = sorted(watched, key=lambda one: one.passed)
    at = by_time[len(by_time) // 2].at
    first = day_of(asked.since + timedelta(hours=at.lon_deg / 15))
    last = day_of(asked.until + timedelta(hours=at.lon_deg / 15))
    for k in range((last - first).days + 1):
        yield _day(first + timedelta(days=k), at, asked.least_sun_deg)


def _day(on: date, at: Position, least_deg: float) -> DayOfLight:
    sun, half = sun_day(on, at), timedelta(hours=12)
    enough = sun_crossings(at, sun.noon_at - half, sun.noon_at + half, least_deg)
    words = []
    if sun.all_day(Light.DAY):
        words.append("polar day: the sun does not set")
    if sun.never(Light.DAY):
        words.append("polar night: the sun does not rise")
    if sun.highest_deg < least_deg:
        words.append(f"the sun never reaches {least_deg:g} degrees")
    return DayOfLight(
        on,
        at,
        sun.noon_at,
        round(sun.highest_deg, 2),
        sun.begins(Light.CIVIL),
        sun.begins(Light.DAY),
        next((c.at for c in enough if c.rising), None),
        next((c.at for c in reversed(enough) if not c.rising), None),
        sun.ends(Light.DAY),
        sun.ends(Light.CIVIL),
        "; ".join(words),
    )


def _not_known(
    hours: Sequence[HourOfStart], watched: Sequence[Passed], asked: WindowAsked
) -> Iterator[str]:
    """Yield what the ranking does not rest on."""
    if asked.clouds is None:
        yield "clouds: no table was given, so the hours are ranked by the sun alone"
    else:
        silent = {p.name for hour in hours for p in hour.places if p.clouds is None}
        if silent:
            mean = asked.clouds.mean or 0.0
            yield (
                f"clouds at {count_of(len(silent), 'target')} in some hours; {mean:.2f}, the mean"
                " of the table, stands in"
            )
        yield f"whether the clouds come as {asked.clouds.source} says"
    if any(one.needs_light for one in watched):
        yield "shadows of mountains and buildings: the sun is that of open, level ground"
    yield "weather that bears on safety (art.VIII.I.4.A), winds and traffic: for people"
    days = {day_of(h.commences) for h in hours if h.lawful is Outcome.OPEN}
    if days:
        first = format_instant(min(h.commences for h in hours if h.lawful is Outcome.OPEN))
        yield (
            f"rules that stay open on {count_of(len(days), 'day')}, from {first}:"
            " `overflight plan judge` puts the questions"
        )
