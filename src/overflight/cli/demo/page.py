"""The report page of the demonstration: rows made of what the record and the files say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from overflight.cli.demo.story import (
    AIRFIELD,
    AT,
    FIRST_KNOWN_RIDDLE,
    MEDIUM,
    MISSION,
    OBSERVED,
    OBSERVING,
    REQUESTER,
)

if TYPE_CHECKING:
    from overflight.adapters.report import (
        ClockRow,
        CopyRow,
        FrameRow,
        HoldingRow,
        RecordPart,
        ReportData,
        SourceRow,
        TrackPart,
    )
    from overflight.cli.demo.agreeing import Agreed
    from overflight.cli.demo.flying import Flown
    from overflight.cli.demo.pictures import Strip
    from overflight.cli.demo.sharing import Shared
    from overflight.cli.demo.stage import Stage
    from overflight.treaty import Finding

__all__ = ["Play", "report_data"]


@dataclass(frozen=True, slots=True)
class Play:
    """Everything the demonstration brought about.

    Args:
        stage: The record and the folder.
        agreed: The plan.
        flown: The flight.
        strip: The imagery.
        shared: Its release.
        map_svg: The map.
    """

    stage: Stage
    agreed: Agreed
    flown: Flown
    strip: Strip
    shared: Shared
    map_svg: str


def findings_of(play: Play) -> tuple[Finding, ...]:
    """Return every finding of the plan, the flight and the annotation, each said once."""
    every = (
        *play.agreed.judgement.findings,
        *play.flown.judgement.findings,
        *play.strip.findings,
    )
    return tuple({(f.rule, f.says): f for f in every}.values())


def _clocks(play: Play) -> tuple[ClockRow, ...]:
    from overflight.adapters.report import ClockRow
    from overflight.desk import from_record
    from overflight.desk.missions import missions_at
    from overflight.missions import DocketState, docket
    from overflight.treaty import Outcome

    at = play.shared.requested_at
    held = from_record(play.stage.record.desk.records, source="record")
    outcomes = {DocketState.KEPT: Outcome.KEPT, DocketState.DONE_LATE: Outcome.BROKEN}
    return tuple(
        ClockRow(
            item.act,
            item.by,
            item.rule,
            item.provision,
            min(item.started_at, item.due_at),
            max(item.started_at, item.due_at),
            item.arithmetic,
            outcomes[item.state],
            item.done_at,
        )
        for item in docket(missions_at(held, at), at)
        if item.state in outcomes and item.due_at is not None and item.started_at is not None
    )


def _farthest(play: Play) -> Figure:
    """Return the distance of the farthest point from the nearest point of the path (AMB-20)."""
    from overflight.adapters.report import Figure

    most_km = float(play.flown.judgement.comparison.nearest_m.max()) / 1000
    return Figure("farthest off the path", f"{most_km:,.1f} km", "of 50 km (art.VIII.II.3)")


def _track(play: Play) -> TrackPart:
    from overflight.adapters.report import Figure, GapRow, TrackPart, TrackProfile, instant

    comparison, report = play.flown.judgement.comparison, play.flown.judgement.report
    track = comparison.track
    start = float(track.time_s[0])
    seen = sum(leg.seen_m for leg in report.legs)
    figures = (
        Figure("flown, as far as seen", f"{report.flown_m / 1000:,.1f} km"),
        Figure("agreed path", f"{report.planned_m / 1000:,.1f} km"),
        Figure(
            "of which seen", f"{seen / 1000:,.1f} km", f"within {report.settings.tolerance_m:g} m"
        ),
        Figure(
            "farthest off the path", f"{_farthest_km(play):,.2f} km", "of 50 km (art.VIII.II.3)"
        ),
        Figure("rows kept", f"{len(track):,} of {report.track.rows:,}", "every other has a reason"),
    )
    gaps = tuple(
        GapRow(
            instant(gap.since),
            instant(gap.until),
            f"{gap.seconds:,.0f} s",
            f"{gap.distance_m / 1000:,.1f} km",
            "nothing can be said of this stretch",
        )
        for gap in report.track.unseen
    )
    sensors = tuple(
        (p.on_at.timestamp() - start, p.off_at.timestamp() - start) for p in play.flown.log.periods
    )
    profile = TrackProfile(
        tuple(float(t) - start for t in track.time_s),
        tuple(float(x) for x in comparison.across_m),
        tuple(float(h) for h in track.height_m),
        sensors_s=sensors,
        gaps_s=tuple(
            (g.since.timestamp() - start, g.until.timestamp() - start) for g in report.track.unseen
        ),
        caption="heights of the flown track are pressure altitudes (1013.25 hPa), not above ground",
    )
    says = (
        "The aircraft of this track never flew this plan: it surveyed the coast on 15 April 2020"
        " and was moved in time, so that the comparison has real numbers to work on."
        if play.flown.real
        else "SIMULATED: the real track was not at hand, so the plan was flown on paper."
    )
    return TrackPart(says, figures, gaps, profile)


def _frames(play: Play) -> tuple[FrameRow, ...]:
    from overflight.adapters.report import Figure, FrameRow, instant

    rows = []
    for frame in play.strip.frames:
        preview = next(play.strip.catalogue.rglob(f"{frame.frame}*humb*"), None)
        ground = frame.footprint
        spacing = ground.spacing
        figures = (
            Figure("taken", instant(frame.taken_at)),
            Figure("pixel on the ground", f"{spacing.finest_m:.2f} to {spacing.coarsest_m:.2f} m"),
            Figure("ground shown", f"{ground.area_m2 / 1e4:,.1f} ha", f"± {ground.error_m:,.0f} m"),
        )
        codes = "  ".join(f"{name} {code}" for name, code in sorted(frame.annotation.items()))
        data = preview.read_bytes() if preview else b""
        rows.append(FrameRow(frame.original.name, data, figures, codes, "SIMULATED"))
    return tuple(rows)


def _holdings(play: Play) -> tuple[HoldingRow, ...]:
    from overflight.adapters.report import HoldingRow

    manifest = play.shared.manifest
    rows = [
        HoldingRow(party, what, MEDIUM, manifest.root, manifest.code, f"{ref.o} {ref.i}")
        for party, what, ref in (
            (OBSERVING, "original, sealed", play.shared.seals[0]),
            (OBSERVED, "its own copy, sealed", play.shared.seals[1]),
        )
    ]
    if play.shared.received:
        where = f"answers {play.shared.decided.ref.o} {play.shared.decided.ref.i}"
        rows.append(
            HoldingRow(
                REQUESTER, "copy received whole", MEDIUM, manifest.root, manifest.code, where
            )
        )
    return tuple(rows)


def _copies(play: Play) -> tuple[CopyRow, ...]:
    from overflight.adapters.report import CopyRow, instant

    entitled = play.shared.decided.entitlement
    why = " ".join(finding.says for finding in entitled.findings)
    first = CopyRow(
        REQUESTER,
        instant(play.shared.requested_at),
        entitled.outcome.value,
        why,
        f"sha256 {play.shared.ciphertext[:16]}…, one recipient",
        "received whole; the hash was compared before it was opened",
    )
    return (first, *_riddles(play))


def _riddles(play: Play) -> tuple[CopyRow, ...]:
    """Return what the same record answers to a State that has left: nothing is settled here."""
    from dataclasses import replace

    from overflight.adapters.report import CopyRow, instant
    from overflight.deadlines import parse_instant
    from overflight.desk import entitlement_case, read_facts
    from overflight.record import facts_of
    from overflight.release import CopyRequested, entitled

    at = parse_instant(FIRST_KNOWN_RIDDLE)
    said = read_facts(play.stage.record.desk.records)
    asked = facts_of(said, CopyRequested)[0]
    by_us = replace(asked, party="US", time=at)
    answer = entitled(entitlement_case(said, by_us, MEDIUM, at))
    return (
        CopyRow(
            "US",
            f"as if asked on {instant(at)}; nothing was sent",
            answer.outcome.value,
            " ".join(f.says for f in answer.findings if f.outcome.value != "kept"),
        ),
    )


def _record(play: Play) -> RecordPart:
    from hashlib import sha256

    from overflight.adapters.report import CommandRow, HeadRow, RecordPart
    from overflight.desk import cut_of
    from overflight.record import read_head

    records = play.stage.record.desk.records
    heads = []
    for origin in records.origins():
        note = records.checkpoint(origin)
        if note is not None:
            head, _ = read_head(note)
            party = origin.rsplit("/", 2)[-2].upper()
            heads.append(HeadRow(party, origin, head.size, head.root.hex(), levels="published"))
    commands = (
        CommandRow("everything, offline", "overflight record verify record"),
        CommandRow(
            "the copy opens with a program that is not ours",
            f"age -d -i {REQUESTER}-identity.txt {MISSION}-for-{REQUESTER}.age | tar t",
            "age",
        ),
        CommandRow(
            "the file that was sent is the one announced",
            f"sha256sum {MISSION}-for-{REQUESTER}.age",
            "coreutils",
        ),
    )
    ruleset = play.agreed.judgement.ruleset
    return RecordPart(sha256(cut_of(records)).hexdigest(), ruleset, tuple(heads), commands)


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
    from overflight.adapters.report import Figure, FindingRow, ReportData

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
        record=_record(play),
        labels=(
            "DEMONSTRATION: dates, people and certificates are invented",
            "SIMULATED frames",
            "MOVED IN TIME: a real track of 2020" if play.flown.real else "SIMULATED track",
        ),
        figures=(
            Figure("window ends", window.strftime("%d %B %H:%M UTC"), "96 h from ETA (art.VI.I.9)"),
            Figure("flight completed", landed.strftime("%d %B %H:%M UTC")),
            Figure(
                "agreed path",
                f"{report.planned_m / 1000:,.0f} km",
                f"of {limit.km if limit else '?'} km (annex.A.III)",
            ),
            Figure(
                "farthest off the path", f"{_farthest_km(play):,.1f} km", "of 50 km (art.VIII.II.3)"
            ),
        ),
        map_svg=play.map_svg,
        map_caption="Agreed path, flown track and frames. The base map has no legal meaning.",
        clocks=_clocks(play),
        findings=tuple(FindingRow.of(finding) for finding in findings),
        track=_track(play),
        frames=_frames(play),
        holdings=_holdings(play),
        copies=_copies(play),
        sources=_sources(play),
        readings=_readings(play, findings),
        not_proven=_NOT_PROVEN,
        made_by=f"Overflight {__version__}",
        made_at=f"as of {play.shared.requested_at:%Y-%m-%d %H:%M} UTC in the record",
    )
