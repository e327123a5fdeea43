"""What a deviation entails: a right to bar sensors beyond fifty kilometres, a duty to tell."""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from overflight.flights.compared.runs import Run
from overflight.flights.judged.cases import BAR, FlownCase, at_text, at_times
from overflight.flights.judged.sensing import SensorOn, points_on
from overflight.flights.told.tracks import seconds_of
from overflight.geodesy import Floats
from overflight.missions import IN_FORCE
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, Value, judge

__all__ = ["FAR", "beyond_fifty_km", "tell_those_aboard"]

FAR = Value(
    "distance from the flight plan's path beyond which all sensors may be barred",
    Decimal(50),
    "km",
    IN_FORCE,
    "art.VIII.II.3",
)


def beyond_fifty_km(case: FlownCase) -> tuple[Finding, ...]:
    """Judge how far from the flight plan's path the aircraft came; exactly 50 km is not beyond.

    Treaty: art.VIII.II.3; DEV-4. From what the distance counts is AMB-20.
    """
    compared = case.comparison
    reading = case.around.readings.of("AMB-20")
    away = compared.nearest_m if reading == "nearest-point" else np.abs(compared.across_m)
    limit = Limit(float(FAR.on(case.around.day)), FAR.unit, Sense.AT_MOST)
    error = compared.settings.position_error_m / 1000
    far = int(np.argmax(away))
    measured = Quantity(float(away[far]) / 1000, "km", error)
    outcome = judge(measured, limit)
    says = f"The farthest point from the path lies {measured.value:,.3f} km from it."
    if outcome is Outcome.BROKEN:
        outcome, more = _sensors_far(case, away, (limit.value - error) * 1000)
        says = f"{says} {more}"
    track = compared.track
    runs = compared.runs(away == away[far], away)
    return (
        Finding(
            "DEV-4",
            "art.VIII.II.3",
            outcome,
            f"{says} (At {at_text(float(track.time_s[far]))}.)",
            measured=measured,
            limit=limit,
            consequence="" if outcome is Outcome.KEPT else BAR,
            where=(runs[0].at,),
            basis=case.basis,
            readings=(f"AMB-20={reading}",),
        ),
    )


def _sensors_far(case: FlownCase, away: Floats, beyond_m: float) -> tuple[Outcome, str]:
    """Return what beyond fifty kilometres means: a right to bar, and whether it was used."""
    if case.log is None:
        return Outcome.OPEN, "Whether sensors were on there is not known: no sensor log."
    mask = away > beyond_m
    on = [p for p in case.log.periods if bool((points_on(case.comparison, p) & mask).any())]
    if not on:
        return Outcome.KEPT, "No sensor was on there, as far as the aircraft was seen."
    if any(_barred(case, period) for period in on):
        return Outcome.BROKEN, "A sensor was on there that the observed Party had barred."
    names = ", ".join(sorted({period.sensor for period in on}))
    return Outcome.OPEN, f"Sensors on there: {names}; the record names no bar."


def _barred(case: FlownCase, on: SensorOn) -> bool:
    """Tell whether a sensor was on while the observed Party had barred it."""
    return any(
        bar.sensor in {"*", on.sensor} and bar.since <= on.off_at and bar.until >= on.on_at
        for bar in case.said.barred
    )


def tell_those_aboard(case: FlownCase) -> tuple[Finding, ...]:
    """Ask of the deviations whether those aboard were told; "immediately" has no number.

    Returns:
        One finding for all deviations they were told of, one for all the others; none where there
        was no deviation.

    Treaty: art.VIII.II.8; DEV-7.
    """
    delays = [(run, _told_after_s(case, run)) for run in case.comparison.off_path]
    told = [(run, after) for run, after in delays if after is not None]
    untold = [run for run, after in delays if after is None]
    found = []
    if told:
        found.append(_told(case, told))
    if untold:
        found.append(_untold(case, untold))
    return tuple(found)


def _told_after_s(case: FlownCase, run: Run) -> float | None:
    """Return how long after the first point off the path those aboard were told."""
    told = [seconds_of(t.at) for t in case.said.told]
    return min((at - run.since_s for at in told if run.since_s <= at <= run.until_s), default=None)


def _told(case: FlownCase, told: list[tuple[Run, float]]) -> Finding:
    after = max(seconds for _, seconds in told)
    of = "" if len(told) == 1 else f" of {len(told)} deviations, at the latest"
    return Finding(
        "DEV-7",
        "art.VIII.II.8",
        Outcome.KEPT,
        f"Those aboard were told{of} {after:,.0f} s after the first point off the path.",
        measured=Quantity(after, "s", 0.0),
        where=tuple(run.at for run, _ in told),
        basis=case.basis,
    )


def _untold(case: FlownCase, runs: list[Run]) -> Finding:
    first, last = runs[0], runs[-1]
    longest = max(runs, key=lambda run: run.until_s - run.since_s)
    if first is last:
        which = f"the deviation {at_times(first)}"
    else:
        which = (
            f"{len(runs)} deviations, the first {at_times(first)}, the last {at_times(last)}, the"
            f" longest {at_times(longest)} ({longest.until_s - longest.since_s:,.0f} s)"
        )
    return Finding(
        "DEV-7",
        "art.VIII.II.8",
        Outcome.OPEN,
        f"The record does not say that those aboard were told of {which}.",
        measured=Quantity(len(runs), "deviations"),
        consequence="None stated.",
        where=tuple(run.at for run in runs),
        basis=case.basis,
    )
