"""The hours at which a flight may commence, ranked by light and clouds, with reasons."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from overflight.deadlines import Instant, day_of, format_instant
from overflight.errors import UsageError
from overflight.geodesy import Position, sun_at
from overflight.missions import MissionPlan, Surroundings, judge_plan
from overflight.planning.windows.clouds import CloudTable
from overflight.planning.windows.passing import Passed, moved_to
from overflight.treaty import Finding, Outcome, count_of, overall

__all__ = ["MOST_HOURS", "HourOfStart", "LightAt", "WindowAsked", "ranked", "starts"]

MOST_HOURS = 1_000
# Rules that answer differently for the same route at another hour; the others are asked once a day.
CLOCKS = frozenset({"FLT-1", "FLT-2", "GEO-11", "MPL-1", "MPL-4", "PFI-4"})
_ORDER = (Outcome.KEPT, Outcome.OPEN, Outcome.CONTESTED, Outcome.BROKEN)


@dataclass(frozen=True, slots=True)
class WindowAsked:
    """What is asked of an hour.

    Args:
        since: First commencement looked at.
        until: Last one.
        step: From one to the next.
        least_sun_deg: Height of the sun from which the light is enough.
        most_apart_m: How far beside the path a target is still seen.
        clouds: Table of clouds; none where none is at hand.

    Raises:
        UsageError: The span is empty or holds more than 1,000 hours to look at, or a number means
            nothing.
    """

    since: Instant
    until: Instant
    step: timedelta = timedelta(hours=1)
    least_sun_deg: float = 20.0
    most_apart_m: float = 50_000.0
    clouds: CloudTable | None = None

    def __post_init__(self) -> None:
        if self.step < timedelta(minutes=1):
            raise _unusable("step", "one minute or more", self.step)
        if self.until < self.since:
            raise _unusable("from, to", "an end after the beginning", format_instant(self.until))
        if (self.until - self.since) / self.step > MOST_HOURS:
            raise _unusable(
                "from, to, step",
                f"at most {MOST_HOURS} commencements",
                int((self.until - self.since) / self.step),
            )
        if not -90 <= self.least_sun_deg <= 90:
            raise _unusable("least sun", "-90 to 90 degrees", self.least_sun_deg)
        if not self.most_apart_m >= 0:
            raise _unusable("most apart", "0 metres or more", self.most_apart_m)


def _unusable(where: str, expected: str, found: object) -> UsageError:
    return UsageError(
        "E-WINDOW",
        where=where,
        expected=expected,
        found=found,
        remedy="Ask for a shorter span, longer steps, or numbers in range.",
    )


@dataclass(frozen=True, slots=True)
class LightAt:
    """The light at one target when it is passed.

    Args:
        name: Its name.
        at: Where it lies.
        value: What it is worth.
        passed: When the path is nearest to it.
        sun_height_deg: Height of the sun's middle, without refraction.
        sun_azimuth_deg: Its direction, clockwise from north.
        sun_from_heading_deg: The same, clockwise from the direction of flight.
        shadow: Length of shadows on level ground for each metre of height; none at night.
        shadow_deg: Direction in which they fall, clockwise from north.
        in_light: The sun stands high enough, or no sensor at work there needs it.
        clouds: Share of the sky that clouds cover; none where the table does not say.
        clouds_from: Which line of the table says so.
    """

    name: str
    at: Position
    value: float
    passed: Instant
    sun_height_deg: float
    sun_azimuth_deg: float
    sun_from_heading_deg: float
    shadow: float | None
    shadow_deg: float
    in_light: bool
    clouds: float | None = None
    clouds_from: str = ""


@dataclass(frozen=True, slots=True)
class HourOfStart:
    """One commencement, with what speaks for it and against it.

    Args:
        commences: Commencement.
        lawful: What the rules answer, those of time for this hour, the others for its day.
        clear: Value in light under the clouds as known: what the hours are ranked by.
        in_light: Value in light, whatever the clouds.
        value: Value of everything passed.
        lowest_sun_deg: Lowest sun at any target that needs it; none where none does.
        reasons: What speaks for and against it, for a person.
        against: Rules that are broken then, with their words.
        places: The light at each target.
    """

    commences: Instant
    lawful: Outcome
    clear: float
    in_light: float
    value: float
    lowest_sun_deg: float | None
    reasons: tuple[str, ...]
    against: tuple[str, ...] = ()
    places: tuple[LightAt, ...] = ()


def starts(asked: WindowAsked) -> tuple[Instant, ...]:
    """Return the commencements that are looked at, in order."""
    count = int((asked.until - asked.since) / asked.step) + 1
    return tuple(asked.since + k * asked.step for k in range(count))


def ranked(
    plan: MissionPlan,
    on_day: Callable[[date], Surroundings],
    watched: Sequence[Passed],
    asked: WindowAsked,
) -> tuple[HourOfStart, ...]:
    """Return the commencements of a span, best first.

    Lawful ones first (kept, then open, then broken); then by value in light less the clouds as
    known; then by value in light, the higher sun, the earlier hour. Where the table says nothing
    of a target, its mean stands in, so that not knowing is neither rewarded nor punished.

    Args:
        plan: The plan; commencement and stops are moved.
        on_day: Surroundings of the plan on a day: who is a Party, which sites, which limits.
        watched: What it passes, and when after commencement.
        asked: The span, and what is asked of the light.

    Treaty: art.VI.I.9, art.VI.II.4.E; the day decides who is a Party (art.VI.II.2).
    """
    days: dict[date, tuple[Surroundings, tuple[Finding, ...]]] = {}
    found = []
    for at in starts(asked):
        moved, day = moved_to(plan, at), day_of(at)
        if day not in days:
            around = on_day(day)
            days[day] = (around, judge_plan(moved, around).findings)
        around, all_day = days[day]
        bare = replace(around, borders=None, territory=None, terrain=None)
        clocks = [f for f in judge_plan(moved, bare).findings if f.rule in CLOCKS]
        others = [f for f in all_day if f.rule not in CLOCKS]
        found.append(_hour(at, (*clocks, *others), watched, asked))
    return tuple(sorted(found, key=_worse))


def _worse(hour: HourOfStart) -> tuple[float, ...]:
    sun = 90.0 if hour.lowest_sun_deg is None else hour.lowest_sun_deg
    when = hour.commences.timestamp()
    return (_ORDER.index(hour.lawful), -hour.clear, -hour.in_light, -min(sun, 90.0), when)


def _hour(
    at: Instant, findings: Iterable[Finding], watched: Sequence[Passed], asked: WindowAsked
) -> HourOfStart:
    every = tuple(findings)
    places = tuple(_light(at, one, asked) for one in watched)
    lit = [p for p in places if p.in_light]
    mean = (asked.clouds.mean if asked.clouds else None) or 0.0
    clear = sum(p.value * (1 - (mean if p.clouds is None else p.clouds)) for p in lit)
    suns = [
        (p.sun_height_deg, p.name)
        for p, one in zip(places, watched, strict=True)
        if one.needs_light
    ]
    return HourOfStart(
        at,
        overall(every),
        clear,
        sum(p.value for p in lit),
        sum(p.value for p in places),
        min(suns)[0] if suns else None,
        tuple(_reasons(places, suns, every, asked)),
        tuple(f"{f.rule} {f.provision}: {f.says}" for f in every if f.outcome is Outcome.BROKEN),
        places,
    )


def _light(start: Instant, one: Passed, asked: WindowAsked) -> LightAt:
    """Return the light at one target for one commencement."""
    passed = start + one.passed
    sun = sun_at(passed, one.at)
    clouds = asked.clouds.said(one.name, one.at, passed) if asked.clouds else None
    enough = not one.needs_light or sun.height_deg >= asked.least_sun_deg
    return LightAt(
        one.name,
        one.at,
        one.value,
        passed.replace(microsecond=0),
        round(sun.height_deg, 2),
        round(sun.azimuth_deg, 2),
        round((sun.azimuth_deg - one.heading_deg) % 360, 2),
        None if sun.shadow is None else round(sun.shadow, 3),
        round(sun.shadow_deg, 2),
        enough,
        clouds.share if clouds else None,
        clouds.says if clouds else "",
    )


def _reasons(
    places: Sequence[LightAt],
    suns: Sequence[tuple[float, str]],
    findings: Iterable[Finding],
    asked: WindowAsked,
) -> Iterable[str]:
    """Yield what speaks for an hour and against it: the light, the clouds, the clocks."""
    lit = sum(p.in_light for p in places)
    if suns:
        low, name = min(suns)
        dark = sum(height < 0 for height, _ in suns)
        says = f"{lit} of {count_of(len(places), 'target')} with the sun at"
        says += f" {asked.least_sun_deg:g} degrees or more; lowest {low:.1f} at {name}"
        yield says + (f"; {dark} by night" if dark else "")
    elif places:
        yield "no sensor at work needs the light of the sun"
    told = [p.clouds for p in places if p.clouds is not None]
    if told:
        share = 100 * sum(told) / len(told)
        missing = len(places) - len(told)
        rest = f"; nothing is said of {missing}" if missing else ""
        yield f"clouds over {share:.0f} % of the sky on average at {len(told)} targets{rest}"
    for finding in findings:
        if finding.rule in {"FLT-1", "MPL-4"} and finding.margin is not None:
            margin, unit = finding.margin, finding.limit.unit if finding.limit else ""
            words = "to spare" if margin >= 0 else "missing"
            yield f"{finding.rule} {finding.provision}: {abs(margin):.1f} {unit} {words}"
