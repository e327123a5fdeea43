"""A whole mission as the report page takes it: rich, realistic, and made up."""

from __future__ import annotations

import math
from base64 import b64decode
from datetime import UTC, datetime

from overflight.adapters.report import (
    ClockRow,
    CommandRow,
    CopyRow,
    Figure,
    FindingRow,
    FrameRow,
    GapRow,
    HeadRow,
    HoldingRow,
    RecordPart,
    ReportData,
    SourceRow,
    TrackPart,
    TrackProfile,
)
from overflight.deadlines import Deadline, Unit, after
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense

__all__ = ["PIXEL", "sample_report"]

# One grey pixel, the smallest PNG there is.
PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)

MAP = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 520">
<title>Route over north-west Italy</title>
<rect width="900" height="520" style="fill:#e8eef2"/>
<path d="M0 60C140 20 220 90 330 70S560 10 640 60S820 40 900 90V360C800 330 760 420 660 400
S520 330 420 370S240 470 140 430S40 380 0 400Z" fill="#f6f3ea" stroke="#9aa1a8"/>
<path d="M300 90L420 200L560 210L640 300L520 340L380 300L300 90" fill="none" stroke="#23486b"
 stroke-width="2" stroke-dasharray="7 5"/>
<path d="M302 92L416 205L552 214L646 296L512 346L386 304L306 96" fill="none" stroke="#a3262a"
 stroke-width="2"/>
<circle cx="300" cy="90" r="5" fill="#1c2430"/><text x="312" y="86">Milano-Malpensa</text>
</svg>"""


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2003, 5, day, hour, minute, tzinfo=UTC)


def _clocks() -> tuple[ClockRow, ...]:
    rows = (
        (
            "NTF-4",
            "art.VI.I.5",
            "IT",
            "Acknowledge the notice",
            "notice",
            _at(10, 8),
            24,
            (11, 6, 10),
        ),
        ("MPL-6", "art.VI.II.1", "BG", "Submit the plan", "arrival", _at(13, 9), 24, (13, 15, 30)),
        (
            "MPL-7",
            "art.VI.II.6",
            "IT",
            "Accept or propose changes",
            "plan",
            _at(13, 15, 30),
            4,
            (13, 18, 45),
        ),
        (
            "MPL-9",
            "art.VI.II.6",
            "BG and IT",
            "Agree on the plan",
            "plan",
            _at(13, 15, 30),
            8,
            (13, 20, 5),
        ),
        ("FLT-2", "art.VI.I.9", "BG", "End the flight", "arrival", _at(13, 9), 96, (14, 12, 20)),
    )
    hours = tuple(
        ClockRow.of(
            Deadline(rule, where, who, start, at, n, Unit.HOURS, after(at, n, Unit.HOURS)),
            name,
            Outcome.KEPT,
            _at(*done),
        )
        for rule, where, who, name, start, at, n, done in rows
    )
    due = after(_at(15, 7), 7, Unit.DAYS)
    report = Deadline("REP-1", "art.VI.I.21", "BG", "departure", _at(15, 7), 7, Unit.DAYS, due)
    sent = ClockRow.of(report, "Send the mission report to all", Outcome.KEPT, _at(19, 12))
    return (*hours, sent)


def _findings() -> tuple[FindingRow, ...]:
    metres = Quantity(9_412.0, "m", 1.0)
    limit = Limit(10_000.0, "m", Sense.AT_LEAST)
    return (
        FindingRow.of(
            Finding(
                "GEO-1",
                "art.VI.II.3",
                Outcome.KEPT,
                "The route is 1,012.4 km, within the maximum flight distance of 1,130 km.",
                Quantity(1012.4, "km", 0.02),
                Limit(1130.0, "km", Sense.AT_MOST),
            )
        ),
        FindingRow.of(
            Finding(
                "GEO-4",
                "art.VI.II.2",
                Outcome.BROKEN,
                "The flown track comes within 9.4 km of Switzerland, which is not a State Party.",
                metres,
                limit,
                "None stated; the matter may be raised in the Commission (art.X.4).",
                basis=("world-atlas 2.0.2, Natural Earth 10m: today's de facto line, 12 May 2018",),
                readings=("AMB-16=adjacent-non-party",),
            )
        ),
        FindingRow.of(
            Finding(
                "FLT-9",
                "art.VIII.II.3",
                Outcome.OPEN,
                "Two gaps, 4 min 12 s in all: nothing shows where the aircraft was meanwhile.",
                consequence="None stated.",
                basis=("track, receiver coverage unknown",),
            )
        ),
        FindingRow.of(
            Finding(
                "GEO-6",
                "art.VI.II.2",
                Outcome.CONTESTED,
                "One reading bars a crossing at the same point, the other allows one.",
                consequence="None stated.",
                readings=("AMB-29=one-crossing", "AMB-29=strict"),
            )
        ),
    )


def _track() -> TrackPart:
    seconds = tuple(float(s) for s in range(0, 7200, 4) if not 2400 <= s <= 2650)
    return TrackPart(
        "The aircraft followed the agreed path within 1.9 km for all but four minutes that no "
        "receiver saw. It never left the 50 km within which sensors may run.",
        (
            Figure("Greatest distance from the path", "1.87 km ± 0.03", "at 07:52:10 UTC"),
            Figure("Flown along the path", "1,004 km of 1,012 km"),
            Figure("Greatest height difference", "212 m", "pressure height against agreed AGL"),
            Figure("Unseen", "4 min 12 s", "two gaps"),
        ),
        (GapRow("07:40:02", "07:44:14", "4 min 12 s", "31.8 km", "sensor S1 was on before it"),),
        TrackProfile(
            seconds,
            tuple(1400 * math.sin(s / 900) + 300 * math.sin(s / 61) for s in seconds),
            tuple(min(4000, 900 + s * 3) + 80 * math.sin(s / 140) for s in seconds),
            tuple(4000.0 for _ in seconds),
            ((2398.0, 2652.0),),
            ((700.0, 2300.0), (2900.0, 6100.0)),
            "Heights are pressure heights; the plan is above ground.",
        ),
    )


def _record() -> RecordPart:
    return RecordPart(
        "6537b4eaf3358a8ac77a5db1de4c8a3cd6cd465973a04b92170047aa17aa4d1d",
        "f111ca3ed178378763bce4c94a1e4d242d75e3d7b8e714f3e6499e8d0129178c",
        tuple(
            HeadRow(
                party,
                f"overflight.example/os/log/{party.lower()}/1",
                size,
                "mpty/QiKIMWV5pPw/+NDOUv3Lg5Z6TpCER/Xsb2schY=",
                f"overflight.example/os/log/{party.lower()}/1+b41f961c+AQOhB7/zzhC+HXDdGOdLwJln5NY",
            )
            for party, size in (("BG", 31), ("IT", 27), ("CA", 3))
        ),
        (
            CommandRow("The whole record, offline", "overflight record verify record.db"),
            CommandRow("The seals", "overflight release compare media-bg.txt media-it.txt"),
            CommandRow("A parcel, before opening", "sha256sum parcel-ca.age", "coreutils"),
            CommandRow("A parcel", "age -d -i key.txt parcel-ca.age | tar tvf -", "age, tar"),
        ),
    )


def sample_report(preview: bytes = PIXEL) -> ReportData:
    """Return a mission with something in every part of the page.

    Args:
        preview: JPEG or PNG bytes shown for each frame.
    """
    root = "f3bf0b960e20eefd34582e8b3750ae103e53d4553d3318004f6a45b1b4d5e672"
    return ReportData(
        mission="2003-OS3007",
        title="Bulgaria over Italy: one flight, one gap, one line too near",
        observing="Bulgaria (BG)",
        observed="Italy (IT)",
        day="14 May 2003",
        outcome="Flown to the planned end. It counts against both quotas.",
        summary=(
            "Bulgaria gave 72 hours' notice, Italy agreed to the plan after one change.",
            "The flight was flown. Three findings are not plainly kept; each is set out below.",
        ),
        labels=(
            "MOVED IN TIME: the track is a survey flight of 12 June 2018, moved to 14 May 2003.",
            "SIMULATED: frames were rendered by a camera simulator over open terrain data.",
        ),
        figures=(
            Figure("Commencement", "Milano-Malpensa", "1,130 km at most"),
            Figure("Flown", "1,004 km in 1 h 59 min"),
            Figure("Findings", "1 broken, 1 contested, 1 open"),
        ),
        map_svg=MAP,
        map_caption="Dashes: agreed. Red: flown. Base map: Natural Earth, without legal meaning.",
        clocks=_clocks(),
        findings=_findings(),
        track=_track(),
        frames=tuple(
            FrameRow(
                f"S1-0{n}.tif",
                preview,
                (
                    Figure("Taken", f"07:1{n}:04 UTC"),
                    Figure("Height", "1,480 m AGL"),
                    Figure("Ground sample", "0.29 to 0.34 m"),
                    Figure("Footprint", "2.4 km²"),
                ),
                "BG IT 2003-05-14 S1 VERT 1480 FRAME 0000" + str(n),
                "SIMULATED",
            )
            for n in range(1, 4)
        ),
        holdings=tuple(
            HoldingRow(who, what, "medium-1", root, "6O7Q-XFQO-EDXP-2NCY", f"log {log} #24")
            for who, what, log in (
                ("Bulgaria (BG)", "sealed original", "bg/1"),
                ("Italy (IT)", "sealed original", "it/1"),
                ("Canada (CA)", "copy, received whole", "ca/1"),
            )
        ),
        copies=(
            CopyRow(
                "Canada (CA)",
                "16 May 2003, portion S1-a",
                "allow",
                "A State Party on the day of the flight and of the request; eight conditions kept.",
                "35aeff7e…89ce, 1 recipient",
                "received whole, same root",
            ),
            CopyRow(
                "Russia (RU)",
                "9 January 2022, portion S1-a",
                "unsettled",
                "No longer a Party; the text does not say what becomes of its right (AMB-28).",
            ),
        ),
        record=_record(),
        sources=(
            SourceRow("Maximum distance", "annex.A.III, Milano-Malpensa 1,130 km"),
            SourceRow("Borders", "world-atlas 2.0.2 (Natural Earth)", "today's lines, de facto"),
        ),
        readings=(SourceRow("AMB-10", "only track over Italy counts", "the whole is 1,031 km"),),
        not_proven=(
            "That the aircraft's clock and position were right: the track says so, nobody else.",
            "Where the aircraft was during the gap.",
            "That no other copy of the frames exists.",
        ),
        made_by="overflight 0.1.0",
        made_at="2003-05-19 12:00 UTC",
    )
