"""Deviations from the agreed path, by clause (art.VIII.II): cause, fifty kilometres, people told.

Nothing here excuses or accuses. A run off the path is measured; whether its cause is one the text
allows is taken from the record, and where the record is silent the finding is open.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from overflight.flights.cases import ALLOWED, BAR, NO_EFFECT, FlownCase, at_text, at_times
from overflight.flights.runs import Run
from overflight.flights.sensing import SensorOn, points_on
from overflight.flights.tracks import seconds_of
from overflight.geodesy import Floats
from overflight.missions import IN_FORCE, DeviationCause
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, Value, judge

__all__ = ["FAR", "allowed_causes", "beyond_fifty_km", "tell_those_aboard", "unseen"]

FAR = Value(
    "distance from the flight plan's path beyond which all sensors may be barred",
    Decimal(50),
    "km",
    IN_FORCE,
    "art.VIII.II.3",
)
_MOST = 20
_NO_NUMBER = "the text has no number for being on the path; the tolerance is a setting"


def allowed_causes(case: FlownCase) -> tuple[Finding, ...]:
    """Ask for the cause of every run off the agreed path or profile.

    Treaty: art.VIII.II.1, art.VIII.II.2; DEV-1, DEV-2. There is no treaty number for "on path".
    """
    compared, settings = case.comparison, case.comparison.settings
    limit = Limit(settings.tolerance_m, "m", Sense.AT_MOST)
    if compared.off_path:
        error = settings.position_error_m
        runs = [_Off(run, error, _off_path(case, run, limit)) for run in compared.off_path]
        return (*_by_size(case, runs, limit, "off the path"), *_profile(case))
    most = Quantity(float(compared.off_m.max()), "m", settings.position_error_m)
    kept = Finding(
        "DEV-1",
        "art.VIII.II.1",
        judge(most, limit),
        f"No point seen lies farther from its leg than {limit.value:,.0f} m; the farthest"
        f" {most.value:,.0f} m.",
        measured=most,
        limit=limit,
        basis=(_NO_NUMBER, *case.basis),
    )
    return (kept, *_profile(case))


@dataclass(frozen=True, slots=True)
class _Off:
    """A run off the path or the profile.

    Args:
        run: The run.
        error: Greatest error of its excursion, in metres.
        says: What to say of it.
    """

    run: Run
    error: float
    says: str

    @property
    def measured(self) -> Quantity:
        """Return its excursion."""
        return Quantity(self.run.excursion, "m", self.error)


def _off_path(case: FlownCase, run: Run, limit: Limit) -> str:
    compared = case.comparison
    nearest = float(compared.nearest_m[run.first : run.past].max())
    other = ""
    if nearest < limit.value:
        other = f" Another leg was within {nearest:,.0f} m: the declared order was left."
    return (
        f"Up to {run.excursion:,.0f} m off the leg {compared.route.name_of(run.leg)},"
        f" {at_times(run)}.{other}"
    )


def _profile(case: FlownCase) -> Iterator[Finding]:
    """Yield findings for runs off the agreed heights, or why they cannot be compared."""
    compared, settings = case.comparison, case.comparison.settings
    error = compared.heights.error_m
    if error is None:
        says = f"Whether the agreed heights were flown is not known: {compared.heights.says}."
        yield _open("DEV-1", "art.VIII.II.1", says, case.basis)
        return
    limit = Limit(settings.height_tolerance_m, "m", Sense.AT_MOST)
    runs = [
        _Off(
            run,
            float(error[run.first : run.past].max()),
            f"Up to {run.excursion:,.0f} m from the planned height on"
            f" {compared.route.name_of(run.leg)}, {at_times(run)}"
            f" ({compared.heights.says}; climb and descent left out).",
        )
        for run in compared.off_height
    ]
    yield from _by_size(case, runs, limit, "off the planned height")


def _by_size(case: FlownCase, runs: list[_Off], limit: Limit, what: str) -> Iterator[Finding]:
    """Yield a finding for each run that is surely off, the largest first; the rest in one."""
    sure = [off for off in runs if judge(off.measured, limit) is Outcome.BROKEN]
    found = [_by_cause(case, off, limit) for off in sorted(sure, key=lambda o: -o.run.excursion)]
    yield from found[:_MOST]
    # What is not listed keeps its outcome: no breach may hide behind a number.
    for outcome in dict.fromkeys(finding.outcome for finding in found[_MOST:]):
        rest = [finding for finding in found[_MOST:] if finding.outcome is outcome]
        says = f"{len(rest)} further runs {what}, smaller than those above."
        yield Finding("DEV-1", "art.VIII.II.1", outcome, says, basis=(_NO_NUMBER, *case.basis))
    unsure = [off for off in runs if off not in sure]
    if unsure:
        most = max(unsure, key=lambda off: off.run.excursion)
        yield Finding(
            "DEV-1",
            "art.VIII.II.1",
            Outcome.OPEN,
            f"{len(unsure)} runs may be {what}; with the error of the source they may also lie"
            f" inside the tolerance. The farthest: {most.says}",
            measured=most.measured,
            limit=limit,
            where=(most.run.at,),
            basis=(_NO_NUMBER, *case.basis),
        )


def _by_cause(case: FlownCase, off: _Off, limit: Limit) -> Finding:
    """Return the finding for a run, by the causes the record names for its time."""
    causes = case.said.causes(*case.instants(off.run))
    rule, provision, outcome, more = _judge_causes(causes)
    return Finding(
        rule,
        provision,
        outcome,
        f"{off.says} {more}",
        measured=off.measured,
        limit=limit,
        consequence="" if outcome is Outcome.KEPT else NO_EFFECT,
        where=(off.run.at,),
        basis=(_NO_NUMBER, *case.basis),
    )


def _judge_causes(causes: tuple[DeviationCause, ...]) -> tuple[str, str, Outcome, str]:
    """Return rule, provision, outcome and words for the causes said of a deviation."""
    said = frozenset(causes)
    if not said:
        return "DEV-1", "art.VIII.II.1", Outcome.OPEN, "The record names no cause."
    allowed, none = said & ALLOWED, DeviationCause.NONE in said
    if allowed and none:
        says = "The record names a cause of the text, and denies it."
        return "DEV-1", "art.VIII.II.1", Outcome.CONTESTED, says
    if allowed:
        named = ", ".join(sorted(cause.value for cause in allowed))
        return "DEV-1", "art.VIII.II.1", Outcome.KEPT, f"The record names its cause: {named}."
    if none:
        says = "The record says that none of the causes of the text applies."
        return "DEV-1", "art.VIII.II.1", Outcome.BROKEN, says
    says = (
        "The record names weather that hinders the sensors; whether it was safe and permitted by"
        " air traffic control is for people."
    )
    return "DEV-2", "art.VIII.II.2", Outcome.OPEN, says


def _open(rule: str, provision: str, says: str, basis: tuple[str, ...]) -> Finding:
    return Finding(rule, provision, Outcome.OPEN, says, basis=basis)


def unseen(case: FlownCase) -> tuple[Finding, ...]:
    """Say of every gap that nothing can be said; and how much of the path was seen.

    Treaty: art.VIII.II.1; DEV-1.
    """
    compared = case.comparison
    gaps = sorted(compared.clean.unseen, key=lambda g: g.since_s - g.until_s)
    found = [
        Finding(
            "DEV-1",
            "art.VIII.II.1",
            Outcome.OPEN,
            f"Unseen from {at_text(gap.since_s)} to {at_text(gap.until_s)}"
            f" ({gap.until_s - gap.since_s:,.0f} s, {gap.distance_m / 1000:,.1f} km apart): nothing"
            " can be said.",
            measured=Quantity(gap.until_s - gap.since_s, "s", 0.0),
            where=(gap.start, gap.end),
            basis=case.basis,
        )
        for gap in gaps[:_MOST]
    ]
    if len(gaps) > _MOST:
        seconds = sum(gap.until_s - gap.since_s for gap in gaps[_MOST:])
        says = f"{len(gaps) - _MOST} shorter gaps, {seconds:,.0f} s in all: nothing is known."
        found.append(_open("DEV-1", "art.VIII.II.1", says, case.basis))
    return (*found, _how_much(case))


def _how_much(case: FlownCase) -> Finding:
    """Return how much of the agreed path was seen, and which legs not at all."""
    legs, slack = case.comparison.legs, case.comparison.settings.tolerance_m
    length, seen = sum(leg.length_m for leg in legs), sum(leg.seen_m for leg in legs)
    never = [leg.name for leg in legs if leg.seen_m == 0 and leg.length_m > 0]
    partly = [leg for leg in legs if leg.length_m - leg.seen_m > slack]
    kept = sum(leg.kept_m for leg in legs)
    says = (
        f"The track accounts for {seen / 1000:,.1f} of {length / 1000:,.1f} km of the agreed path,"
        f" {kept / 1000:,.1f} km of them flown within the tolerance."
    )
    if never:
        says += f" Not seen at all: {'; '.join(never[:_MOST])}."
    return Finding(
        "DEV-1",
        "art.VIII.II.1",
        Outcome.OPEN if partly else Outcome.KEPT,
        says,
        measured=Quantity(seen / 1000, "km", 0.0),
        basis=case.basis,
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
    """Ask of every deviation whether those aboard were told; "immediately" has no number.

    Treaty: art.VIII.II.8; DEV-7.
    """
    return tuple(_told(case, run) for run in case.comparison.off_path)


def _told(case: FlownCase, run: Run) -> Finding:
    told = [t for t in case.said.told if run.since_s <= seconds_of(t.at) <= run.until_s]
    if told:
        first = min(told, key=lambda t: t.at)
        after = seconds_of(first.at) - run.since_s
        says = f"Those aboard were told {after:,.0f} s after the first point off the path."
        return Finding(
            "DEV-7",
            "art.VIII.II.8",
            Outcome.KEPT,
            says,
            measured=Quantity(after, "s", 0.0),
            where=(run.at,),
            basis=case.basis,
        )
    says = f"The record does not say that those aboard were told of the deviation {at_times(run)}."
    return Finding(
        "DEV-7",
        "art.VIII.II.8",
        Outcome.OPEN,
        says,
        consequence="None stated.",
        where=(run.at,),
        basis=case.basis,
    )
