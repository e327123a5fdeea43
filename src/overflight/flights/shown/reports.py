"""Comparisons as documents: plain JSON with every number rounded once, and its digest.

Lengths are rounded to a millimetre and times to a millisecond, far below every error bound, so that
two machines that compute the same comparison write the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from overflight.deadlines import Instant
from overflight.flights.compared.comparison import Comparison
from overflight.flights.compared.detours import Detour
from overflight.flights.compared.runs import Run
from overflight.flights.judged.flown_states import Spell
from overflight.flights.judged.sensing import SensorPeriod
from overflight.flights.shown.report_forms import (
    DeviationForm,
    DoubtForm,
    DroppedForm,
    FlownReport,
    LegForm,
    RunForm,
    SensorForm,
    SpellForm,
    TrackReport,
    UnseenForm,
    UnseenPathForm,
    UnseenWhen,
)
from overflight.flights.told.cleaning import CleanTrack
from overflight.flights.told.tracks import instant_of
from overflight.geodesy import Position
from overflight.missions import FindingForm
from overflight.treaty import Finding, overall, write_form

__all__ = ["FlightDone", "flown_report", "report_digest", "track_report"]


def _round(value: float | None) -> float | None:
    return None if value is None else round(float(value), 3)


def _near(value: float) -> float:
    return round(float(value), 3)


def _place(at: Position) -> Position:
    return Position(round(at.lon_deg, 7), round(at.lat_deg, 7))


def _maybe(seconds: float | None) -> Instant | None:
    return None if seconds is None else instant_of(seconds)


def track_report(clean: CleanTrack) -> TrackReport:
    """Return a cleaned track as a document."""
    track, source = clean.track, clean.track.source
    return TrackReport(
        name=source.name,
        form=source.form,
        label=source.label,
        sha256=source.sha256,
        says=source.says,
        simulated=source.simulated,
        moved_s=source.moved_s,
        rows=len(track) + len(clean.dropped),
        counts=clean.counts,
        height_systems=tuple(h.system.value if h.system else "unknown" for h in track.heights),
        settings=clean.settings,
        since=instant_of(float(track.time_s[0])) if len(track) else None,
        until=instant_of(float(track.time_s[-1])) if len(track) else None,
        dropped=tuple(DroppedForm(d.row, d.fate.value, d.because) for d in clean.dropped),
        set_aside=tuple(DroppedForm(d.row, d.fate.value, d.because) for d in clean.set_aside),
        unseen=tuple(
            UnseenForm(
                instant_of(gap.since_s),
                instant_of(gap.until_s),
                _near(gap.until_s - gap.since_s),
                _near(gap.distance_m),
                _place(gap.start),
                _place(gap.end),
                gap.stood(clean.settings.frozen_m_s),
            )
            for gap in clean.unseen
        ),
        doubts=tuple(
            DoubtForm(
                doubt.kind,
                doubt.says,
                len(doubt.rows),
                min(doubt.rows),
                max(doubt.rows),
                _maybe(doubt.since_s),
                _maybe(doubt.until_s),
            )
            for doubt in clean.doubts
        ),
    )


def _legs(comparison: Comparison) -> tuple[LegForm, ...]:
    return tuple(
        LegForm(
            leg.name,
            _near(leg.length_m),
            _near(leg.seen_m),
            _near(leg.kept_m),
            leg.points,
            _maybe(leg.since_s),
            _maybe(leg.until_s),
            _round(leg.most_right_m),
            _round(leg.most_left_m),
        )
        for leg in comparison.legs
    )


def _unseen(comparison: Comparison) -> tuple[UnseenPathForm, ...]:
    """Return the ends of the agreed path that nobody saw, each if it is beyond the tolerance."""
    track, (before, past) = comparison.track, comparison.ends_m
    whole = float(comparison.route.length_m.sum())
    ends = ((UnseenWhen.BEFORE, 0, 0.0, before), (UnseenWhen.AFTER, -1, past, whole))
    return tuple(
        UnseenPathForm(
            when,
            instant_of(float(track.time_s[i])),
            _place(Position(float(track.lon_deg[i]), float(track.lat_deg[i]))),
            _near(stop - start),
            _near(start),
            _near(stop),
        )
        for when, i, start, stop in ends
        if stop - start > comparison.settings.tolerance_m
    )


def _run(comparison: Comparison, run: Run) -> RunForm:
    return RunForm(
        instant_of(run.since_s),
        instant_of(run.until_s),
        comparison.route.name_of(run.leg),
        _near(run.excursion),
        _place(run.at),
        run.since_row,
        run.until_row,
    )


def _sensor(period: SensorPeriod) -> SensorForm:
    return SensorForm(
        period.on.sensor,
        period.on.on_at,
        period.on.off_at,
        _near(period.seen_s),
        _near(period.unseen_s),
        _near(period.planned_m),
        _near(period.other_m),
        _round(period.from_m),
        _round(period.to_m),
    )


def _finding(finding: Finding) -> FindingForm:
    return FindingForm(
        finding.rule,
        finding.provision,
        finding.outcome,
        finding.says,
        finding.measured,
        finding.limit,
        finding.margin,
        finding.consequence,
        tuple(_place(at) for at in finding.where),
        finding.basis,
        finding.readings,
    )


def _detour(detour: Detour) -> DeviationForm:
    return DeviationForm(
        *detour.times,
        _near(detour.flown_m),
        _near(detour.instead_m),
        _near(detour.extra_m),
        _near(detour.run.excursion),
        tuple(cause.value for cause in detour.causes),
        detour.rejoined,
    )


@dataclass(frozen=True, slots=True)
class FlightDone:
    """What a flight did, beside its comparison.

    Args:
        sensors: Where sensors were on.
        states: Its sub-states.
        detours: Its ways off the path and back.
    """

    sensors: tuple[SensorPeriod, ...] = ()
    states: tuple[Spell, ...] = ()
    detours: tuple[Detour, ...] = ()


def flown_report(
    comparison: Comparison, findings: tuple[Finding, ...], did: FlightDone | None = None
) -> FlownReport:
    """Return a comparison and its findings as a document.

    Args:
        comparison: The track beside the plan.
        findings: What the rules say of it.
        did: Sensors, sub-states and deviations; none where they were not asked for.
    """
    done = did or FlightDone()
    return FlownReport(
        mission=comparison.route.plan.mission,
        version=comparison.route.plan.version,
        outcome=overall(findings),
        track=track_report(comparison.clean),
        settings=comparison.settings,
        planned_m=_near(comparison.route.length_m.sum()),
        flown_m=_near(comparison.flown_m),
        most_off_m=_near(comparison.nearest_m.max()),
        earliest_s=_near(max(0.0, -float(comparison.late_s.min()))),
        latest_s=_near(max(0.0, float(comparison.late_s.max()))),
        heights=comparison.heights.says,
        legs=_legs(comparison),
        off_path=tuple(_run(comparison, run) for run in comparison.off_path),
        out_of_order=tuple(_run(comparison, run) for run in comparison.out_of_order),
        off_height=tuple(_run(comparison, run) for run in comparison.off_height),
        out_of_order_m=_near(comparison.out_of_order_m),
        against_m=_near(comparison.against_m),
        unseen=_unseen(comparison),
        sensors=tuple(_sensor(period) for period in done.sensors),
        findings=tuple(_finding(finding) for finding in findings),
        states=tuple(SpellForm(s.state, s.since, s.until, s.says) for s in done.states),
        deviations=tuple(_detour(detour) for detour in done.detours),
    )


def report_digest(report: FlownReport) -> str:
    """Return the SHA-256 of a report's JSON, names sorted, no spaces, in UTF-8, as hex."""
    text = json.dumps(write_form(report), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
