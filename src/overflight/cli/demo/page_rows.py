"""Rows of the report page, made of what the record and the files say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from overflight.cli.demo.story import (
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
        Figure,
        FrameRow,
        GapRow,
        HoldingRow,
        RecordPart,
        TrackPart,
    )
    from overflight.cli.demo.agreeing import Agreed
    from overflight.cli.demo.flying import Flown
    from overflight.cli.demo.pictures import Strip
    from overflight.cli.demo.sharing import Shared
    from overflight.cli.demo.stage import Stage
    from overflight.missions import DocketItem

__all__ = [
    "Play",
    "clocks",
    "copies",
    "farthest",
    "frame_rows",
    "holdings",
    "record_part",
    "track_part",
]


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


def clocks(play: Play) -> tuple[ClockRow, ...]:
    """Return the limits with a number that the mission has met, in the order they fell due."""
    from overflight.desk import from_record
    from overflight.desk.missions import missions_at
    from overflight.missions import DocketState, docket

    at = play.shared.requested_at
    held = from_record(play.stage.record.desk.records, source="record")
    met = {DocketState.KEPT, DocketState.DONE_LATE}
    rows = [
        row
        for item in docket(missions_at(held, at), at)
        if item.state in met and not item.loose and (row := _clock(item)) is not None
    ]
    return tuple(sorted(rows, key=lambda row: row.due_at))


def _clock(item: DocketItem) -> ClockRow | None:
    from overflight.adapters.report import ClockRow, readable
    from overflight.missions import DocketState
    from overflight.treaty import Outcome

    if item.due_at is None or item.started_at is None or item.done_at is None:
        return None
    kept = item.state is DocketState.KEPT
    return ClockRow(
        item.act,
        item.by,
        item.rule,
        item.provision,
        min(item.started_at, item.due_at, item.done_at),
        item.due_at,
        readable(item.arithmetic),
        Outcome.KEPT if kept else Outcome.BROKEN,
        item.done_at,
        earliest=kept and item.done_at > item.due_at,
    )


def farthest(play: Play) -> Figure:
    """Return the distance of the farthest point from the nearest point of the path (AMB-20)."""
    from overflight.adapters.report import Figure

    most_km = float(play.flown.judgement.comparison.nearest_m.max()) / 1000
    return Figure("Farthest off the path", f"{most_km:,.1f} km", "of 50 km (art.VIII.II.3)")


def _gaps(play: Play) -> tuple[GapRow, ...]:
    """Return what nobody saw: before the first point, between points, after the last."""
    from overflight.adapters.report import GapRow, instant

    report = play.flown.judgement.report
    rows = [
        (gap.since, gap.until, gap.distance_m, "nothing can be said of this stretch")
        for gap in report.track.unseen
    ]
    for part in report.unseen:
        ends = (AT["commencement"], part.at), (part.at, play.flown.landed_at)
        since, until = ends[part.when.value.startswith("after")]
        told = f"{part.when.value} of the track; kilometres of the agreed path"
        rows.append((since, until, part.path_m, told))
    return tuple(
        GapRow(
            instant(since),
            instant(until),
            f"{(until - since).total_seconds():,.0f} s",
            f"{metres / 1000:,.1f} km",
            told,
        )
        for since, until, metres, told in sorted(rows)
    )


def track_part(play: Play) -> TrackPart:
    """Return the track beside the plan, and what nobody saw."""
    from overflight.adapters.report import Figure, TrackPart, TrackProfile

    comparison, report = play.flown.judgement.comparison, play.flown.judgement.report
    track = comparison.track
    start = float(track.time_s[0])
    seen = sum(leg.seen_m for leg in report.legs)
    figures = (
        Figure("Flown, as far as seen", f"{report.flown_m / 1000:,.1f} km"),
        Figure("Agreed path", f"{report.planned_m / 1000:,.1f} km"),
        Figure(
            "Of which seen", f"{seen / 1000:,.1f} km", f"within {report.settings.tolerance_m:g} m"
        ),
        farthest(play),
        Figure("Rows kept", f"{len(track):,} of {report.track.rows:,}", "every other has a reason"),
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
    return TrackPart(says, figures, _gaps(play), profile)


def frame_rows(play: Play) -> tuple[FrameRow, ...]:
    """Return the frames with their previews."""
    from overflight.adapters.report import Figure, FrameRow, instant

    rows = []
    for frame in play.strip.frames:
        preview = next(play.strip.catalogue.rglob(f"{frame.frame}*humb*"), None)
        ground = frame.footprint
        spacing = ground.spacing
        figures = (
            Figure("Taken", instant(frame.taken_at)),
            Figure("Pixel on the ground", f"{spacing.finest_m:.2f} to {spacing.coarsest_m:.2f} m"),
            Figure("Ground shown", f"{ground.area_m2 / 1e4:,.1f} ha", f"± {ground.error_m:,.0f} m"),
        )
        codes = "  ".join(f"{name} {code}" for name, code in sorted(frame.annotation.items()))
        data = preview.read_bytes() if preview else b""
        rows.append(FrameRow(frame.original.name, data, figures, codes, "SIMULATED"))
    return tuple(rows)


def holdings(play: Play) -> tuple[HoldingRow, ...]:
    """Return who holds the medium, and which statement shows it."""
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


def copies(play: Play) -> tuple[CopyRow, ...]:
    """Return the request, and what the same record answers to a State that has left."""
    from overflight.adapters.report import CopyRow, instant, readable

    entitled = play.shared.decided.entitlement
    why = " ".join(finding.says for finding in entitled.findings)
    first = CopyRow(
        REQUESTER,
        instant(play.shared.requested_at),
        entitled.outcome.value,
        readable(why),
        f"sha256 {play.shared.ciphertext[:16]}…, one recipient",
        "received whole; the hash was compared before it was opened",
    )
    return (first, *_riddles(play))


def _riddles(play: Play) -> tuple[CopyRow, ...]:
    """Return what the same record answers to a State that has left: nothing is settled here."""
    from overflight.adapters.report import CopyRow, instant, readable
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
            readable(" ".join(f.says for f in answer.findings if f.outcome.value != "kept")),
        ),
    )


def record_part(play: Play) -> RecordPart:
    """Return the heads of the logs, and how to check them."""
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
