"""Comparisons as documents: plain JSON with every number rounded once, and its digest.

Lengths are rounded to a millimetre and times to a millisecond, far below every error bound, so that
two machines that compute the same comparison write the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from overflight.deadlines import Instant
from overflight.flights.cleaning import CleaningSettings, CleanTrack
from overflight.flights.comparison import Comparison, ComparisonSettings
from overflight.flights.runs import Run
from overflight.flights.sensing import SensorPeriod
from overflight.flights.tracks import TrackForm, instant_of
from overflight.geodesy import Position
from overflight.missions import FindingForm
from overflight.treaty import Finding, Outcome, overall, write_form

__all__ = [
    "DroppedForm",
    "FlownReport",
    "LegForm",
    "RunForm",
    "SensorForm",
    "TrackReport",
    "UnseenForm",
    "flown_report",
    "report_digest",
    "track_report",
]


@dataclass(frozen=True, slots=True)
class DroppedForm:
    """A row, or the height in a row, that is not used.

    Args:
        row: Number of the row in the source.
        fate: Why, in a word.
        because: Why, in a sentence.
    """

    row: int
    fate: str
    because: str


@dataclass(frozen=True, slots=True)
class UnseenForm:
    """A time in which nothing is known of the aircraft.

    Args:
        since: Last time seen before.
        until: First time seen after.
        seconds: How long.
        distance_m: Straight distance between the two places, in metres.
        start: Where it was last seen.
        end: Where it was seen again.
    """

    since: Instant
    until: Instant
    seconds: float
    distance_m: float
    start: Position
    end: Position


@dataclass(frozen=True, slots=True)
class TrackReport:
    """A track, and what cleaning made of it.

    Args:
        name: Name of the file.
        form: Form it was read as.
        label: The source in one line, with the words simulated and moved in time.
        sha256: SHA-256 of the file.
        says: What the source is, and what its heights count from.
        simulated: It was computed, not flown.
        moved_s: Seconds by which it was moved in time.
        rows: Rows in the file.
        counts: How many rows met each fate.
        height_systems: What each column of heights counts from, or ``unknown``.
        since: First time kept; none where nothing is kept.
        until: Last time kept.
        settings: What cleaning went by.
        dropped: Rows not used.
        set_aside: Heights not used.
        unseen: The gaps.
    """

    name: str
    form: TrackForm
    label: str
    sha256: str
    says: tuple[str, ...]
    simulated: bool
    moved_s: float
    rows: int
    counts: Mapping[str, int]
    height_systems: tuple[str, ...]
    settings: CleaningSettings
    since: Instant | None = None
    until: Instant | None = None
    dropped: tuple[DroppedForm, ...] = ()
    set_aside: tuple[DroppedForm, ...] = ()
    unseen: tuple[UnseenForm, ...] = ()


@dataclass(frozen=True, slots=True)
class LegForm:
    """One leg, and what was seen of it; lengths in metres.

    Args:
        name: Its places.
        length_m: Its length.
        seen_m: How much of it was seen.
        kept_m: How much of that was flown within the tolerance.
        points: Points that belong to it.
        since: Time of the first of them.
        until: Time of the last.
        most_right_m: Farthest to the right of it.
        most_left_m: Farthest to the left of it.
    """

    name: str
    length_m: float
    seen_m: float
    kept_m: float
    points: int
    since: Instant | None = None
    until: Instant | None = None
    most_right_m: float | None = None
    most_left_m: float | None = None


@dataclass(frozen=True, slots=True)
class RunForm:
    """Points that lie off the path, or off the planned height, without a gap.

    Args:
        since: Time of the first.
        until: Time of the last.
        leg: Leg of the point farthest out.
        excursion_m: How far out that is, in metres.
        at: Where it is.
        since_row: Row of the first in the source.
        until_row: Row of the last.
    """

    since: Instant
    until: Instant
    leg: str
    excursion_m: float
    at: Position
    since_row: int
    until_row: int


@dataclass(frozen=True, slots=True)
class SensorForm:
    """One time a sensor was on.

    Args:
        sensor: Its id.
        on_at: When it was switched on.
        off_at: When it was switched off.
        seen_s: How long of it the aircraft was seen.
        unseen_s: How long of it nothing is known.
        planned_m: Metres flown in stretches agreed for it.
        other_m: Metres flown outside them.
        from_m: Least distance along the agreed path, in metres.
        to_m: Greatest distance along it.
    """

    sensor: str
    on_at: Instant
    off_at: Instant
    seen_s: float
    unseen_s: float
    planned_m: float
    other_m: float
    from_m: float | None = None
    to_m: float | None = None


@dataclass(frozen=True, slots=True)
class FlownReport:
    """A flown track beside its plan, and what the rules say of it.

    Args:
        mission: Mission key.
        version: Version of the plan.
        outcome: Gravest outcome of the findings.
        track: The track.
        settings: What the comparison went by; no tolerance is the treaty's.
        planned_m: Length of the agreed path.
        flown_m: Length seen.
        most_off_m: Farthest from the leg being flown.
        earliest_s: Seconds before the planned time, the most.
        latest_s: Seconds after the planned time, the most.
        heights: How heights were compared, or why not.
        legs: The legs.
        off_path: Runs off the path.
        off_height: Runs off the planned height.
        sensors: Where sensors were on; empty without a log.
        findings: What the rules say.
    """

    mission: str
    version: int
    outcome: Outcome
    track: TrackReport
    settings: ComparisonSettings
    planned_m: float
    flown_m: float
    most_off_m: float
    earliest_s: float
    latest_s: float
    heights: str
    legs: tuple[LegForm, ...]
    off_path: tuple[RunForm, ...]
    off_height: tuple[RunForm, ...]
    sensors: tuple[SensorForm, ...]
    findings: tuple[FindingForm, ...]


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
            )
            for gap in clean.unseen
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


def flown_report(
    comparison: Comparison,
    findings: tuple[Finding, ...],
    sensors: tuple[SensorPeriod, ...] = (),
) -> FlownReport:
    """Return a comparison and its findings as a document.

    Args:
        comparison: The track beside the plan.
        findings: What the rules say of it.
        sensors: Where sensors were on.
    """
    return FlownReport(
        mission=comparison.route.plan.mission,
        version=comparison.route.plan.version,
        outcome=overall(findings),
        track=track_report(comparison.clean),
        settings=comparison.settings,
        planned_m=_near(comparison.route.length_m.sum()),
        flown_m=_near(comparison.flown_m),
        most_off_m=_near(comparison.off_m.max()),
        earliest_s=_near(max(0.0, -float(comparison.late_s.min()))),
        latest_s=_near(max(0.0, float(comparison.late_s.max()))),
        heights=comparison.heights.says,
        legs=_legs(comparison),
        off_path=tuple(_run(comparison, run) for run in comparison.off_path),
        off_height=tuple(_run(comparison, run) for run in comparison.off_height),
        sensors=tuple(_sensor(period) for period in sensors),
        findings=tuple(_finding(finding) for finding in findings),
    )


def report_digest(report: FlownReport) -> str:
    """Return the SHA-256 of a report's JSON, names sorted, no spaces, in UTF-8, as hex."""
    text = json.dumps(write_form(report), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
