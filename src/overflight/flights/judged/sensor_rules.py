"""When sensors may be on: above H_min, during the observation flight, where it was agreed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from overflight.deadlines import format_instant
from overflight.flights.compared.heights import Heights, above_ground
from overflight.flights.judged.cases import ALLOWED, BAR, OSCC, FlownCase, at_text
from overflight.flights.judged.sensing import SensorLog, SensorOn, points_with, sensor_periods
from overflight.flights.told.tracks import instant_of, seconds_of
from overflight.geodesy import Position
from overflight.missions import MissionPlan, Surroundings
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, judge

__all__ = ["below_minimum", "least_heights", "not_in_transit", "planned_stretches"]

Bools = NDArray[np.bool_]

_PROVISIONS = {
    "DEV-1": "art.VIII.II.1",
    "DEV-3": "art.VIII.II.3",
    "TRN-2": "art.VII.3",
}
_NO_LOG = "Whether and where sensors were on is not known: no sensor log."


def _said(
    case: FlownCase, rule: str, outcome: Outcome, says: str, consequence: str = ""
) -> Finding:
    return Finding(
        rule, _PROVISIONS[rule], outcome, says, consequence=consequence, basis=case.basis
    )


def below_minimum(case: FlownCase) -> tuple[Finding, ...]:
    """Judge the height above ground where sensors with a minimum height were on.

    Without a sensor log the agreed stretches are looked at, and the finding stays open.

    Treaty: art.VIII.II.3, annex.D.I.2.D; DEV-3.
    """
    heights = above_ground(
        case.comparison.track, case.comparison.settings.heights, case.around.terrain
    )
    least = least_heights(case.comparison.route.plan, case.around)
    return tuple(_lowest(case, sensor, h_min, heights) for sensor, h_min in sorted(least.items()))


def least_heights(plan: MissionPlan, around: Surroundings) -> Mapping[str, float]:
    """Return the minimum height above ground of each sensor, its certificate before the plan.

    Args:
        plan: The agreed plan.
        around: Certificates.

    Treaty: annex.D.I.2.D.
    """
    found: dict[str, float] = {}
    for observation in plan.observations:
        certificate = around.certificates.get(observation.sensor)
        h_min = observation.h_min_m if certificate is None else certificate.h_min_m
        if h_min is not None:
            found[observation.sensor] = max(float(h_min), found.get(observation.sensor, 0.0))
    return found


def _on(case: FlownCase, sensor: str) -> Bools:
    """Tell which points were flown with a sensor on, or, without a log, agreed to be."""
    compared = case.comparison
    if case.log is not None:
        return points_with(compared, case.log, sensor)
    on = np.zeros(len(compared.track), dtype=np.bool_)
    for observation in compared.route.plan.observations:
        ends = compared.route.stretch_m(observation.start, observation.stop)
        if observation.sensor == sensor and ends is not None:
            on |= (compared.along_m >= ends[0]) & (compared.along_m <= ends[1])
    return on


def _lowest(case: FlownCase, sensor: str, h_min: float, heights: Heights) -> Finding:
    on = _on(case, sensor)
    if heights.height_m is None or heights.error_m is None:
        says = f"Whether {sensor} was below its minimum height is not known: {heights.says}."
        return _said(case, "DEV-3", Outcome.OPEN, says)
    known = on & ~np.isnan(heights.height_m)
    if not known.any():
        says = f"No point with a known height was seen where {sensor} was on."
        return _said(case, "DEV-3", Outcome.OPEN, says)
    # The lowest point is that which may be lowest, its error counted.
    at = int(np.argmin(np.where(known, heights.height_m - heights.error_m, np.inf)))
    measured = Quantity(float(heights.height_m[at]), "m", float(heights.error_m[at]))
    limit = Limit(h_min, "m", Sense.AT_LEAST)
    outcome, more = judge(measured, limit), ""
    if outcome is Outcome.BROKEN:
        outcome, more = _below(case, at)
    elif outcome is Outcome.KEPT and (case.log is None or (on & ~known).any()):
        outcome = Outcome.OPEN
        more = " Not every moment is known." if case.log else f" {_NO_LOG}"
    track = case.comparison.track
    return Finding(
        "DEV-3",
        "art.VIII.II.3",
        outcome,
        f"{sensor} was lowest at {measured.value:,.0f} m above ground (within"
        f" {measured.error:,.0f} m) at {at_text(float(track.time_s[at]))}; its minimum height is"
        f" {h_min:,.0f} m.{more}",
        measured=measured,
        limit=limit,
        consequence="" if outcome is Outcome.KEPT else BAR,
        where=(Position(float(track.lon_deg[at]), float(track.lat_deg[at])),),
        basis=(heights.says, *case.basis),
    )


def _below(case: FlownCase, at: int) -> tuple[Outcome, str]:
    """Return what flying below the minimum height with a sensor on means."""
    if case.log is None:
        return Outcome.OPEN, f" {_NO_LOG}"
    moment = instant_of(float(case.comparison.track.time_s[at]))
    if any(bar.since <= moment <= bar.until for bar in case.said.barred):
        return Outcome.BROKEN, " The observed Party had barred it."
    if ALLOWED & frozenset(case.said.causes(moment, moment)):
        return Outcome.OPEN, " The record names a cause of the deviation, and no bar."
    return Outcome.BROKEN, " The record names no deviation there."


def not_in_transit(case: FlownCase) -> tuple[Finding, ...]:
    """Judge whether sensors were on before the observation flight or after it.

    Treaty: art.VII.3, art.IV.4; TRN-2.
    """
    if case.log is None:
        return (_said(case, "TRN-2", Outcome.OPEN, _NO_LOG),)
    since, until = case.said.taken_off, case.said.landed
    if since is None or until is None:
        says = "The record does not say when the observation flight commenced and when it ended."
        return (_said(case, "TRN-2", Outcome.OPEN, says),)
    early = [p for p in case.log.periods if p.on_at < since or p.off_at > until]
    if not early:
        says = (
            f"Sensors were on between {format_instant(since)} and {format_instant(until)} only,"
            " the time of the observation flight."
        )
        return (_said(case, "TRN-2", Outcome.KEPT, says),)
    return tuple(_said(case, "TRN-2", Outcome.BROKEN, _outside_flight(p), OSCC) for p in early)


def _outside_flight(on: SensorOn) -> str:
    return (
        f"{on.sensor} was on from {format_instant(on.on_at)} to {format_instant(on.off_at)}, not"
        " only during the observation flight."
    )


def planned_stretches(case: FlownCase) -> tuple[Finding, ...]:
    """Say how far each sensor was on outside the stretches agreed for it.

    Treaty: art.VIII.II.1; DEV-1. The plan is what was agreed; the text states no tolerance.
    """
    return tuple(_stretches(case)) if case.log is not None else ()


def _stretches(case: FlownCase) -> Iterator[Finding]:
    slack = case.comparison.settings.tolerance_m
    for period in sensor_periods(case.comparison, case.log or SensorLog(())):
        on = period.on
        head = f"{on.sensor}, on from {format_instant(on.on_at)} to {format_instant(on.off_at)}:"
        middle = (seconds_of(on.on_at) + seconds_of(on.off_at)) / 2
        if period.from_m is None:
            says = f"{head} the aircraft was not seen; where it was on is not known."
            yield _said(case, "DEV-1", Outcome.OPEN, says)
            continue
        measured = Quantity(period.other_m / 1000, "km", 0.0)
        outcome = Outcome.KEPT if period.other_m <= slack else Outcome.OPEN
        yield Finding(
            "DEV-1",
            "art.VIII.II.1",
            outcome,
            f"{head} {period.planned_m / 1000:,.1f} km in stretches agreed for it,"
            f" {period.other_m / 1000:,.1f} km outside them, {period.unseen_s:,.0f} s unseen.",
            measured=measured,
            limit=Limit(slack / 1000, "km", Sense.AT_MOST),
            consequence="" if outcome is Outcome.KEPT else "None stated.",
            basis=(f"middle of the period {at_text(middle)}", *case.basis),
        )
