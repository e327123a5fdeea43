"""The flight: taken off, flown as a track shows it, compared with the plan, landed, reported."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from overflight.cli.demo.stage import Stage
from overflight.cli.demo.story import (
    AIRFIELD,
    AT,
    HEIGHT_M,
    MISSION,
    OBSERVED,
    OBSERVING,
    SENSOR,
)

if TYPE_CHECKING:
    from overflight.deadlines import Instant
    from overflight.desk.flights import FlownJudgement
    from overflight.flights import CleanTrack, Route, SensorLog
    from overflight.missions import Surroundings
    from overflight.record import Reference

__all__ = ["Flown", "fly", "land_and_report"]


@dataclass(frozen=True, slots=True)
class Flown:
    """What the flight left behind.

    Args:
        judgement: The track beside the plan, judged.
        log: When the sensor was on.
        landed_at: End of the observation flight.
        real: The track is of a real flight, moved in time.
        compared: Where the comparison stands in the record.
    """

    judgement: FlownJudgement
    log: SensorLog
    landed_at: Instant
    real: bool
    compared: Reference


def _track(route: Route, source: Path | None) -> tuple[CleanTrack, bool]:
    """Return the real track moved onto the day of the plan, or a simulated one."""
    from overflight.adapters.tracks import read_track
    from overflight.flights import Simulation, clean, simulated_track
    from overflight.geodesy import Position, along_across

    if source is None:
        return clean(simulated_track(route, Simulation(seed=7, height_m=float(HEIGHT_M)))), False
    track = read_track(source)
    first = Position(float(track.lon_deg[0]), float(track.lat_deg[0]))
    offsets = along_across(route.line, [first.lon_deg], [first.lat_deg])
    part = int(offsets.leg[0])
    along = float(offsets.along_m[0])
    passes = route.leaves_s[part] + max(0.0, along) / route.speed_m_s
    wanted = round(float(passes) / 60) * 60.0
    return clean(track.moved(wanted - float(track.time_s[0]))), True


def _sensor_log(cleaned: CleanTrack) -> SensorLog:
    """Return the log of the sensor: on soon after the first point, off before the last."""
    from overflight.flights import SensorLog, SensorOn, instant_of

    first, last = (float(cleaned.track.time_s[i]) for i in (0, -1))
    on_at = instant_of(first).replace(microsecond=0) + timedelta(minutes=4)
    off_at = instant_of(last).replace(microsecond=0) - timedelta(minutes=4)
    return SensorLog((SensorOn(SENSOR, on_at, off_at),), MISSION, "specimen log of the demo")


def fly(stage: Stage, around: Surroundings, route: Route, source: Path | None) -> Flown:
    """Take off, fly, compare what was flown with what was agreed."""
    from overflight.desk import read_facts
    from overflight.desk.flights import (
        FlightEvidence,
        compare_flight,
        record_comparison,
        register_track,
    )
    from overflight.desk.flights import register_sensor_log as register_log
    from overflight.flights import instant_of
    from overflight.missions.said.facts_flight import Landed, TakenOff
    from overflight.treaty import write_form

    stage.act(OBSERVING, TakenOff(MISSION, AT["commencement"], AIRFIELD))
    cleaned, real = _track(route, source)
    log = _sensor_log(cleaned)
    folder = stage.out / "flight"
    folder.mkdir()
    data = json.dumps(write_form(log), indent=2).encode()
    (folder / "sensor-log.json").write_bytes(data)
    last = instant_of(float(cleaned.track.time_s[-1])).replace(microsecond=0)
    landed_at = last + timedelta(hours=1)
    stage.act(OBSERVING, Landed(MISSION, landed_at, AIRFIELD))
    stage.clock.set(landed_at + timedelta(minutes=20))
    desk, signer = stage.record.desk, stage.signer(OBSERVING)
    refs = (
        register_track(desk, signer, MISSION, cleaned),
        register_log(desk, signer, MISSION, data, where="sensor-log.json"),
    )
    said = read_facts(desk.records)
    evidence = FlightEvidence(said, log)
    judged = compare_flight(cleaned, route.plan, around, evidence=evidence)
    compared = record_comparison(desk, signer, judged, re=refs, sensor_log=data)
    _write_comparison(folder, judged)
    report = judged.report
    farthest = float(judged.comparison.nearest_m.max()) / 1000
    seen = sum(leg.seen_m for leg in report.legs)
    stage.tell(
        f"{'real track, moved in time' if real else 'SIMULATED track'}: {report.track.rows} rows,"
        f" {report.flown_m / 1000:.0f} km flown, up to {farthest:.1f} km off the agreed path;"
        f" {seen / 1000:.0f} of {report.planned_m / 1000:,.0f} km of it were seen"
    )
    return Flown(judged, log, landed_at, real, compared)


def _write_comparison(folder: Path, judged: FlownJudgement) -> None:
    from overflight.flights import comparison_csv, comparison_geojson
    from overflight.treaty import write_form

    files = {
        "comparison.json": json.dumps(write_form(judged.report), indent=2),
        "comparison.geojson": json.dumps(comparison_geojson(judged.comparison, judged.findings)),
        "comparison.csv": comparison_csv(judged.comparison),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def land_and_report(stage: Stage, flown: Flown) -> dict[str, Instant]:
    """Check the covers, write, sign and send the mission report, leave.

    Returns:
        Instants of departure and dispatch.
    """
    from overflight.missions.said.facts_ending import (
        ArrivedAtExit,
        Departed,
        ReportSent,
        ReportSigned,
    )
    from overflight.missions.said.facts_ground import CoverCheck, CoversChecked

    end = flown.landed_at
    text = _report_text(flown)
    (stage.out / "mission-report.txt").write_text(text, encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    stage.act(OBSERVING, ArrivedAtExit(MISSION, end + timedelta(hours=1), AIRFIELD))
    for party in (OBSERVING, OBSERVED):
        checked = CoversChecked(
            MISSION, end + timedelta(hours=2), CoverCheck.EXIT_DEPARTURE, in_place=True
        )
        stage.act(party, checked)
    for party in (OBSERVING, OBSERVED):
        stage.act(party, ReportSigned(MISSION, end + timedelta(hours=20), digest))
    departed = end + timedelta(hours=21)
    stage.act(
        OBSERVING, Departed(MISSION, departed, left_territory_at=departed + timedelta(hours=1))
    )
    sent = departed + timedelta(days=3)
    stage.act(OBSERVING, ReportSent(MISSION, sent, digest))
    stage.tell("mission report signed by both and sent to all on day 3 of 7 (art.VI.I.21)")
    return {"departed": departed, "sent": sent}


def _report_text(flown: Flown) -> str:
    from overflight.notifications import CoverResult, MissionReport, Period, render_report

    route = flown.judgement.comparison.route
    periods = tuple(Period(p.sensor, p.on_at, p.off_at, "") for p in flown.log.periods)
    report = MissionReport(
        MISSION,
        OBSERVING,
        OBSERVED,
        AT["commencement"],
        flown.landed_at,
        route.places,
        f"planned {HEIGHT_M} m above ground throughout",
        "specimen: no weather data stand behind this demonstration",
        periods,
        "one medium of simulated frames",
        (
            CoverResult("point of entry", AT["covers checked"], True),
            CoverResult("point of exit", flown.landed_at + timedelta(hours=2), True),
        ),
    )
    return render_report(report)
