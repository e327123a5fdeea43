"""What the flown path itself shows: borders, distance, crossings, time. The duties are the plan's.

A limit of the mission plan is measured on the flown path too: a plan that keeps ten kilometres and
a flight that does not are two different findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from overflight.deadlines import Instant, format_instant
from overflight.flights.judged.cases import ALLOWED, NO_EFFECT, FlownCase
from overflight.flights.told.tracks import instant_of
from overflight.geodesy import (
    Approach,
    Path,
    closest_approach,
)
from overflight.missions import STAND_OFF, WINDOW, BorderLine, LineKind, Surroundings
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, judge

__all__ = [
    "stand_off_flown",
    "stand_off_lines",
    "window_flown",
]


def window_flown(case: FlownCase) -> tuple[Finding, ...]:
    """Judge whether the observation flight ended inside the 96 hours, as far as it was seen.

    Treaty: art.VI.I.9; FLT-1.
    """
    plan, around = case.comparison.route.plan, case.around
    track, agreement = case.comparison.track, around.agreed("FLT-1")
    if agreement is not None and agreement.amount is None:
        says = f"The Parties waived the window: {agreement.says}"
        return (Finding("FLT-1", "art.VI.I.9", Outcome.KEPT, says, basis=(agreement.source,)),)
    hours = WINDOW.on(around.day) if agreement is None else agreement.amount
    limit = Limit(float((hours or 0) + around.extension_h), "h", Sense.AT_MOST)
    last = instant_of(float(track.time_s[-1]))
    ended = case.said.landed or last
    measured = Quantity((ended - plan.estimated_arrival).total_seconds() / 3600, "h")
    outcome, more = judge(measured, limit), "the record says so"
    if case.said.landed is None:
        more = "the last point seen; the record does not say when the flight ended"
        outcome = Outcome.OPEN if outcome is Outcome.KEPT else outcome
    since = format_instant(instant_of(float(track.time_s[0])))
    return (
        Finding(
            "FLT-1",
            "art.VI.I.9",
            outcome,
            f"Ended {measured.value:,.1f} h after the estimated arrival ({more}); seen from {since}"
            f" to {format_instant(last)}.",
            measured=measured,
            limit=limit,
            consequence="" if outcome is Outcome.KEPT else _after_window(last),
            basis=case.basis,
        ),
    )


def _after_window(last: Instant) -> str:
    return f"None stated once the flight is over (last seen {format_instant(last)})."


def stand_off_flown(case: FlownCase) -> tuple[Finding, ...]:
    """Judge how near the flown path came to borders of States that are no Party on that day.

    Treaty: art.VI.II.2; GEO-4. Exactly 10 km is kept.
    """
    around = case.around
    if around.parties is None or around.borders is None:
        missing = "border lines" if around.borders is None else "the States Parties of that day"
        says = f"How near the flown path came to borders is not known: no {missing} at hand."
        return (Finding("GEO-4", "art.VI.II.2", Outcome.OPEN, says, basis=case.basis),)
    paths = case.paths()
    if not paths:
        says = "No step of the flight was seen: how near it came to borders is not known."
        return (Finding("GEO-4", "art.VI.II.2", Outcome.OPEN, says, basis=case.basis),)
    found = tuple(_stand_off(case, paths))
    if found:
        return found
    observed = case.comparison.route.plan.observed
    says = f"{observed} has no border in these data with a State that is not a Party."
    basis = (f"border: {around.borders.source}", *case.basis)
    return (Finding("GEO-4", "art.VI.II.2", Outcome.KEPT, says, basis=basis),)


def stand_off_lines(around: Surroundings, unit: str) -> Mapping[str, list[BorderLine]]:
    """Return the border lines of a unit that ask for a stand-off, by the State beyond them.

    Args:
        around: Borders, Parties and readings of the day.
        unit: Code of the observed Party or group.

    Treaty: art.VI.II.2 (AMB-16).
    """
    reading = around.readings.of("AMB-16")
    observed = around.states_of(unit)
    neighbours: dict[str, list[BorderLine]] = {}
    if around.parties is None:
        return neighbours
    for line in around.borders.lines if around.borders else ():
        inside = [code for code in line.between if code in observed]
        outside = [code for code in line.between if code not in observed]
        asked = reading != "land-only" or line.kind is LineKind.LAND
        if asked and len(inside) == 1 and outside[0] not in around.parties:
            neighbours.setdefault(outside[0], []).append(line)
    return neighbours


def _stand_off(case: FlownCase, paths: tuple[Path, ...]) -> Iterator[Finding]:
    """Yield a finding for each neighbour that is no Party, by the nearest of its lines."""
    reading = case.around.readings.of("AMB-16")
    neighbours = stand_off_lines(case.around, case.comparison.route.plan.observed)
    for neighbour, lines in sorted(neighbours.items()):
        near = [(closest_approach(path, line.line), line) for path in paths for line in lines]
        nearest = min(near, key=lambda pair: pair[0].gap.least_m - pair[1].error_m)
        yield _one_border(case, neighbour, nearest, reading)


def _one_border(
    case: FlownCase, neighbour: str, nearest: tuple[Approach, BorderLine], reading: str
) -> Finding:
    approach, line = nearest
    around, error_m = case.around, case.comparison.settings.position_error_m
    half = (approach.gap.most_m - approach.gap.least_m) / 2
    measured = Quantity(
        (approach.gap.least_m + half) / 1000, "km", (half + line.error_m + error_m) / 1000
    )
    limit = Limit(float(STAND_OFF.on(around.day)), "km", Sense.AT_LEAST)
    outcome, more = judge(measured, limit), ""
    track = case.comparison.track
    seen = (instant_of(float(track.time_s[0])), instant_of(float(track.time_s[-1])))
    if outcome is Outcome.BROKEN and ALLOWED & frozenset(case.said.causes(*seen)):
        outcome, more = Outcome.OPEN, " The record names a cause of a deviation on this flight."
    return Finding(
        "GEO-4",
        "art.VI.II.2",
        outcome,
        f"The flown path came within {measured.value:,.2f} km (give or take {measured.error:,.2f}"
        f" km) of the {line.kind.value} border with {neighbour}, not a Party on {around.day};"
        f" {limit.value:g} km are asked.{more}",
        measured=measured,
        limit=limit,
        consequence="" if outcome is Outcome.KEPT else NO_EFFECT,
        where=(approach.at, approach.near),
        basis=(f"border: {around.borders.source if around.borders else ''}", *case.basis),
        readings=(f"AMB-16={reading}",),
    )
