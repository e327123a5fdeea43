"""The report page of the demonstration: everything that happened, on one page."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from overflight.cli.demo.page_rows import (
    Play,
    clocks,
    copies,
    farthest,
    frame_rows,
    holdings,
    record_part,
    track_part,
)
from overflight.cli.demo.story import AIRFIELD, AT, MISSION, OBSERVED, OBSERVING

if TYPE_CHECKING:
    from overflight.adapters.report import ReportData, SourceRow
    from overflight.treaty import Finding

__all__ = ["Play", "findings_of", "report_data"]


def findings_of(play: Play) -> tuple[Finding, ...]:
    """Return every finding of the plan, the flight and the annotation, each said once."""
    every = (
        *play.agreed.judgement.findings,
        *play.flown.judgement.findings,
        *play.strip.findings,
    )
    return tuple({(f.rule, f.says): f for f in every}.values())


def _sources(play: Play) -> tuple[SourceRow, ...]:
    from overflight.adapters.report import SourceRow

    around = play.agreed.around
    site = around.sites[AIRFIELD]
    rows = [
        SourceRow(
            "Treaty tables", "first distribution, distances, sites: annexes A and E, English text"
        ),
        SourceRow("Airfield", site.source, "; ".join(site.doubts)),
        SourceRow("Track", play.flown.judgement.report.track.label),
        SourceRow(
            "Frames", "rendered by the camera simulator over coarse terrain and coast", "SIMULATED"
        ),
    ]
    if around.borders is not None:
        doubt = f"a line may lie {around.territory_error_m / 1000:g} km off"
        rows.append(SourceRow("Borders", around.borders.source, doubt))
    if around.terrain is not None:
        rows.append(
            SourceRow("Terrain", around.terrain.source, f"error up to {around.terrain.error_m:g} m")
        )
    return tuple(rows)


def _readings(play: Play, findings: tuple[Finding, ...]) -> tuple[SourceRow, ...]:
    from overflight.adapters.report import SourceRow

    offered = play.agreed.around.readings.offered
    used = sorted({reading for finding in findings for reading in finding.readings})
    rows = []
    for text in used:
        point, _, option = text.partition("=")
        if point in offered:
            rows.append(SourceRow(f"{point}: {option}", offered[point].question))
    return tuple(rows)


_NOT_PROVEN = (
    "That this flight took place: it is a demonstration with invented dates and people.",
    "That a real camera took the frames: they are simulated.",
    "That the track is of this flight: a real survey of 2020 was moved in time, or one simulated.",
    "That nobody was shown another version of the record: no other party has cosigned these heads.",
    "The times of statements: they are what the parties claimed.",
    "Heights above ground in flight: the track gives pressure altitudes, the terrain is coarse.",
)


def report_data(play: Play) -> ReportData:
    """Return the page of the whole mission."""
    from overflight import __version__
    from overflight.adapters.report import Figure, FindingRow, ReportData, instant

    findings = findings_of(play)
    counts = {
        outcome: sum(f.outcome.value == outcome for f in findings)
        for outcome in ("kept", "broken", "open", "contested")
    }
    report = play.flown.judgement.report
    landed = play.flown.landed_at
    limit = play.agreed.around.distance
    window = AT["estimated arrival"] + timedelta(hours=96)
    return ReportData(
        mission=MISSION,
        title="Bulgaria over Italy, May 2003: one observation flight",
        observing=f"Bulgaria ({OBSERVING})",
        observed=f"Italy ({OBSERVED})",
        day=AT["commencement"].date().isoformat(),
        outcome="flown, counted, sealed, one copy released",
        summary=(
            (
                "A demonstration on real law and a real track: one of the flights of the first"
                " distribution, with invented dates."
            ),
            (
                f"{counts['kept']} rules kept, {counts['broken']} broken, {counts['open']} open,"
                f" {counts['contested']} contested."
            ),
            "Open means that the text or the evidence leaves the question to people.",
        ),
        record=record_part(play),
        labels=(
            "DEMONSTRATION: dates, people and certificates are invented",
            "SIMULATED frames",
            "MOVED IN TIME: a real track of 2020" if play.flown.real else "SIMULATED track",
        ),
        figures=(
            Figure("Window ends", instant(window), "96 h from ETA (art.VI.I.9)"),
            Figure("Flight completed", instant(landed)),
            Figure(
                "Agreed path",
                f"{report.planned_m / 1000:,.1f} km",
                f"of {limit.km:,} km (annex.A.III)" if limit else "no limit known",
            ),
            farthest(play),
        ),
        map_svg=play.map_svg,
        map_caption="Agreed path, flown track and frames. The base map has no legal meaning.",
        clocks=clocks(play),
        findings=tuple(FindingRow.of(finding) for finding in findings),
        track=track_part(play),
        frames=frame_rows(play),
        holdings=holdings(play),
        copies=copies(play),
        sources=_sources(play),
        readings=_readings(play, findings),
        not_proven=_NOT_PROVEN,
        made_by=f"Overflight {__version__}",
        made_at=f"as of {play.shared.requested_at:%Y-%m-%d %H:%M} UTC in the record",
    )
