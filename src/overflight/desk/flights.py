"""Acts on a flown track: compare it with the agreed plan, put tracks and comparisons on the record.

The record holds hashes and numbers; the track itself stays a file with whoever gathered it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal

from overflight.deadlines import Instant
from overflight.desk.ports import Signer
from overflight.desk.record import EVERYBODY, Desk, say
from overflight.errors import UsageError
from overflight.flights import (
    CleanTrack,
    Comparison,
    ComparisonSettings,
    FlightDone,
    FlownCase,
    FlownReport,
    LegNumbers,
    SensorLog,
    SensorLogRegistered,
    TrackCompared,
    TrackRegistered,
    check_corridor,
    compare,
    corridor_of,
    detours_of,
    flight_said,
    flown_report,
    instant_of,
    judge_flight,
    report_digest,
    route_of,
    sensor_periods,
    spells_of,
    track_report,
)
from overflight.geodesy import Position
from overflight.missions import MissionPlan, Surroundings, planned_path
from overflight.record import Reference, Said
from overflight.treaty import Finding, Outcome, overall, read_form, read_json

__all__ = [
    "CheckForm",
    "CheckRun",
    "FlightEvidence",
    "FlownJudgement",
    "check_flight",
    "compare_flight",
    "compared_fact",
    "read_sensor_log",
    "record_comparison",
    "register_sensor_log",
    "register_track",
    "track_fact",
]

_MILLI = Decimal("0.001")


@dataclass(frozen=True, slots=True, eq=False)
class FlownJudgement:
    """A flown track beside its plan, judged.

    Args:
        comparison: The track beside the plan.
        findings: What the rules say, in the order of the rule table.
        report: Both as a document.
    """

    comparison: Comparison
    findings: tuple[Finding, ...]
    report: FlownReport

    @property
    def outcome(self) -> Outcome:
        """Return the gravest outcome."""
        return overall(self.findings)


@dataclass(frozen=True, slots=True)
class FlightEvidence:
    """What stands beside the track.

    Args:
        said: What the record says, for causes, times, people told and sensors barred.
        log: The sensor log; none where there is none.
    """

    said: tuple[Said[object], ...] = ()
    log: SensorLog | None = None


def read_sensor_log(data: bytes, *, where: str) -> SensorLog:
    """Read a sensor log.

    Args:
        data: JSON in UTF-8.
        where: Name of the file, for the error.

    Raises:
        SourceError: It is no sensor log.
    """
    return read_form(SensorLog, read_json(data, where=where), where=where)


def compare_flight(
    clean: CleanTrack,
    plan: MissionPlan,
    around: Surroundings,
    *,
    evidence: FlightEvidence | None = None,
    settings: ComparisonSettings | None = None,
) -> FlownJudgement:
    """Compare a flown track with the agreed plan, and judge it by clause.

    Args:
        clean: The cleaned track.
        plan: The agreed plan.
        around: Surroundings of the plan on its day.
        evidence: What the record says of the flight, and the sensor log.
        settings: What to go by; none takes the stated values.

    Raises:
        UsageError: The track has no point, the plan has no leg, or the log is of another mission.
    """
    beside = evidence or FlightEvidence()
    log = beside.log
    if log is not None and log.mission not in {"", plan.mission}:
        raise UsageError(
            "E-SENSOR-LOG",
            where="mission",
            expected=plan.mission,
            found=log.mission,
            remedy="Give the log of the mission whose plan is compared.",
        )
    route = route_of(plan, planned_path(plan, around))
    comparison = compare(clean, route, settings, terrain=around.terrain)
    record = flight_said(
        beside.said,
        plan.mission,
        observing=around.states_of(plan.observing) | {plan.observing},
        observed=around.states_of(plan.observed) | {plan.observed},
    )
    case = FlownCase(comparison, around, record, log)
    findings = judge_flight(case)
    did = FlightDone(
        () if log is None else sensor_periods(comparison, log),
        spells_of(case),
        detours_of(comparison, record),
    )
    return FlownJudgement(comparison, findings, flown_report(comparison, findings, did))


@dataclass(frozen=True, slots=True)
class CheckRun:
    """Points farther from the agreed path than a limit, seen without a gap.

    Args:
        since: Time of the first.
        until: Time of the last.
        since_row: Row of the first in the source.
        until_row: Row of the last.
        points: How many they are.
        most_m: The farthest, in metres.
        at: Where that was.
    """

    since: Instant
    until: Instant
    since_row: int
    until_row: int
    points: int
    most_m: float
    at: Position


@dataclass(frozen=True, slots=True)
class CheckForm:
    """Where a track lies farther from the agreed path than a limit.

    Args:
        mission: Mission key.
        version: Version of the plan.
        label: The track in one line.
        sha256: SHA-256 of its file.
        within_m: The limit, in metres.
        points: Points that stand.
        not_used: Rows that do not.
        unseen: Gaps in which nothing is known.
        beyond: Points beyond the limit.
        runs: The runs they make.
    """

    mission: str
    version: int
    label: str
    sha256: str
    within_m: float
    points: int
    not_used: int
    unseen: int
    beyond: int
    runs: tuple[CheckRun, ...]


def check_flight(
    clean: CleanTrack, plan: MissionPlan, around: Surroundings, *, within_m: float
) -> CheckForm:
    """Return where a track lies farther from the agreed path than a limit; exactly at it is within.

    Args:
        clean: The cleaned track.
        plan: The agreed plan.
        around: Surroundings of the plan on its day.
        within_m: The limit in metres.

    Raises:
        UsageError: The plan has no leg, or the limit is out of range.

    Treaty: serves art.VIII.II.3 (AMB-20, the nearest position of the path).
    """
    route = route_of(plan, planned_path(plan, around))
    corridor = corridor_of(route.line, within_m, points=len(clean.track))
    found = check_corridor(clean, corridor)
    return CheckForm(
        plan.mission,
        plan.version,
        clean.track.source.label,
        clean.track.source.sha256,
        within_m,
        found.points,
        len(clean.dropped),
        len(clean.unseen),
        found.beyond,
        tuple(
            CheckRun(
                instant_of(run.since_s),
                instant_of(run.until_s),
                run.since_row,
                run.until_row,
                run.points,
                round(run.most_m, 3),
                Position(round(run.at.lon_deg, 7), round(run.at.lat_deg, 7)),
            )
            for run in found.runs
        ),
    )


def track_fact(mission: str, clean: CleanTrack) -> TrackRegistered:
    """Return the fact that names a track.

    Args:
        mission: Mission key.
        clean: The cleaned track.

    Raises:
        UsageError: No point of the track stands.
    """
    report = track_report(clean)
    if report.since is None or report.until is None:
        raise UsageError(
            "E-TRACK",
            where=report.name,
            expected="at least one point that stands",
            found="none after cleaning",
            remedy="Look at why the points were dropped (overflight track clean).",
        )
    return TrackRegistered(
        mission=mission,
        sha256=report.sha256,
        source=report.label,
        height_system=report.height_systems[0] if report.height_systems else "none",
        rows=report.rows,
        points=len(clean.track),
        since=report.since.replace(microsecond=0),
        until=report.until.replace(microsecond=0),
        simulated=report.simulated,
        moved_s=round(report.moved_s),
    )


def register_track(desk: Desk, signer: Signer, mission: str, clean: CleanTrack) -> Reference:
    """Name a track on the record by its hash.

    Args:
        desk: The record and what it needs.
        signer: Who says it.
        mission: Mission key.
        clean: The cleaned track.

    Raises:
        UsageError: No point of the track stands.
    """
    return say(desk, signer, track_fact(mission, clean), to=EVERYBODY)


def register_sensor_log(
    desk: Desk, signer: Signer, mission: str, data: bytes, *, where: str
) -> Reference:
    """Name a sensor log on the record by its hash.

    Args:
        desk: The record and what it needs.
        signer: Who says it.
        mission: Mission key.
        data: The log as JSON.
        where: Name of the file, for the error.

    Raises:
        SourceError: It is no sensor log.
    """
    log = read_sensor_log(data, where=where)
    digest = hashlib.sha256(data).hexdigest()
    fact = SensorLogRegistered(mission, digest, log.source or where, len(log.periods))
    return say(desk, signer, fact, to=EVERYBODY)


def _decimal(metres: float) -> Decimal:
    return Decimal(repr(metres)).quantize(_MILLI)


def compared_fact(judgement: FlownJudgement, *, sensor_log: bytes | None = None) -> TrackCompared:
    """Return the fact that holds the numbers of a comparison.

    Args:
        judgement: The comparison, judged.
        sensor_log: Bytes of the sensor log it went by; none where there is none.
    """
    report = judgement.report
    legs = tuple(
        LegNumbers(
            leg.name,
            _decimal(leg.length_m),
            _decimal(leg.seen_m),
            _decimal(leg.kept_m),
            None if leg.most_right_m is None else _decimal(leg.most_right_m),
            None if leg.most_left_m is None else _decimal(leg.most_left_m),
        )
        for leg in report.legs
    )
    return TrackCompared(
        mission=report.mission,
        version=report.version,
        track=report.track.sha256,
        result=report_digest(report),
        tolerance_m=_decimal(report.settings.tolerance_m),
        flown_m=_decimal(report.flown_m),
        planned_m=_decimal(report.planned_m),
        most_off_m=_decimal(report.most_off_m),
        unseen_s=_decimal(sum(gap.seconds for gap in report.track.unseen)),
        legs=legs,
        outcome=judgement.outcome.value,
        sensor_log=None if sensor_log is None else hashlib.sha256(sensor_log).hexdigest(),
    )


def record_comparison(
    desk: Desk,
    signer: Signer,
    judgement: FlownJudgement,
    *,
    re: tuple[Reference, ...] = (),
    sensor_log: bytes | None = None,
) -> Reference:
    """Put the numbers of a comparison on the record, with the digest of the whole answer.

    Args:
        desk: The record and what it needs.
        signer: Who says it.
        judgement: The comparison, judged.
        re: The statements it answers: plan signed, track and sensor log registered.
        sensor_log: Bytes of the sensor log it went by.
    """
    fact = compared_fact(judgement, sensor_log=sensor_log)
    return say(desk, signer, fact, to=EVERYBODY, re=re)
