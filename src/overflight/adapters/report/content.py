"""What a mission report page holds: plain rows, filled by whoever knows the mission.

The page judges nothing. Every number, verdict and doubt comes in these rows as it was computed, in
the words in which it shall be read.
"""

from __future__ import annotations

from dataclasses import dataclass

from overflight.adapters.report.judged import ClockRow, FindingRow

__all__ = [
    "CommandRow",
    "CopyRow",
    "Figure",
    "FrameRow",
    "GapRow",
    "HeadRow",
    "HoldingRow",
    "RecordPart",
    "ReportData",
    "SourceRow",
    "TrackPart",
    "TrackProfile",
]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the flight with its name, as both shall be read.

    Args:
        name: What it is.
        value: The number with its unit.
        note: Error, source or condition.
    """

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TrackProfile:
    """The flown track against the plan, along its time; every tuple has one value a point.

    Args:
        seconds: Time since the first point, rising.
        across_m: Distance from the agreed path in metres, right of it positive.
        height_m: Height in metres, in the system named in the caption.
        planned_height_m: Agreed height in metres, empty where the plan has none.
        gaps_s: Stretches of time without any point: start and end in seconds.
        sensors_s: Stretches of time with a sensor at work.
        caption: Which height system, which source.
    """

    seconds: tuple[float, ...]
    across_m: tuple[float, ...]
    height_m: tuple[float, ...]
    planned_height_m: tuple[float, ...] = ()
    gaps_s: tuple[tuple[float, float], ...] = ()
    sensors_s: tuple[tuple[float, float], ...] = ()
    caption: str = ""


@dataclass(frozen=True, slots=True)
class GapRow:
    """A stretch that nothing shows.

    Args:
        since: Start.
        until: End.
        lasts: How long.
        distance: How far the aircraft went meanwhile, at least.
        note: Why it matters.
    """

    since: str
    until: str
    lasts: str
    distance: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class TrackPart:
    """The flown track compared with the agreed plan.

    Args:
        says: One or two sentences.
        figures: Numbers.
        gaps: Stretches unseen.
        profile: The curves; none where there are no points.
    """

    says: str
    figures: tuple[Figure, ...]
    gaps: tuple[GapRow, ...] = ()
    profile: TrackProfile | None = None


@dataclass(frozen=True, slots=True)
class FrameRow:
    """One frame, shown small.

    Args:
        name: File name.
        preview: JPEG or PNG bytes of a preview, at most 200,000 bytes.
        figures: Time, position, height, ground sample distance, footprint.
        annotation: The annotation text of Annex B.
        label: ``SIMULATED`` or empty.
    """

    name: str
    preview: bytes
    figures: tuple[Figure, ...]
    annotation: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class HoldingRow:
    """What one party holds, and the statement that shows it.

    Args:
        party: Who.
        what: Sealed original, copy, seal.
        medium: Name of the medium.
        root: Manifest root, hex.
        code: Comparison code.
        place: Where the statement stands.
    """

    party: str
    what: str
    medium: str
    root: str
    code: str
    place: str


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One request for copies and what became of it.

    Args:
        requester: Who asked.
        asked: When, and for which portions.
        entitlement: Allow, deny or unsettled.
        why: The conditions that decide, in words.
        sent: Hash of the age file and how many recipients its header names.
        receipt: What the recipient answered.
    """

    requester: str
    asked: str
    entitlement: str
    why: str
    sent: str = ""
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class HeadRow:
    """The newest head of one log.

    Args:
        party: Whose log.
        origin: Origin of the log.
        size: Number of entries.
        root: Tree root, base64 or hex.
        key: Verifier key of the log.
        levels: Held, witnessed and so on, in words.
    """

    party: str
    origin: str
    size: int
    root: str
    key: str = ""
    levels: str = ""


@dataclass(frozen=True, slots=True)
class CommandRow:
    """A command anyone can type to check the record.

    Args:
        shows: What it shows.
        command: The command.
        tool: Whose program it is; empty for ours.
    """

    shows: str
    command: str
    tool: str = ""


@dataclass(frozen=True, slots=True)
class RecordPart:
    """The record behind the page.

    Args:
        cut: Id of the cut that every answer was computed on.
        ruleset: Hash of the rule set.
        heads: Heads of the logs.
        commands: How to verify.
    """

    cut: str
    ruleset: str
    heads: tuple[HeadRow, ...]
    commands: tuple[CommandRow, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source or a reading that the page rests on.

    Args:
        name: Its name, or the open point.
        says: Where it comes from, or which reading was used.
        doubt: What is doubtful about it.
    """

    name: str
    says: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class ReportData:
    """One whole mission, ready to be shown.

    Args:
        mission: Mission key.
        title: Headline.
        observing: Observing Party, name and code.
        observed: Observed Party, name and code.
        day: Day of the flight.
        outcome: How it ended, in words.
        summary: A few sentences, the first thing to read.
        labels: What is not as it seems: simulated, moved in time; first word in capitals.
        figures: The numbers to show first.
        map_svg: The map as SVG text.
        map_caption: What it shows, whose borders, without legal meaning.
        clocks: The limits in time.
        findings: The judgements, in any order.
        track: The flown track; none where nothing was flown.
        frames: Frames.
        holdings: Who holds what.
        copies: Requests for copies.
        record: The record.
        sources: Sources with their doubts.
        readings: Readings used for open points.
        not_proven: What the page does not prove, a sentence each.
        made_by: Program and version.
        made_at: When the page was made.
    """

    mission: str
    title: str
    observing: str
    observed: str
    day: str
    outcome: str
    summary: tuple[str, ...]
    record: RecordPart
    labels: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    map_svg: str = ""
    map_caption: str = ""
    clocks: tuple[ClockRow, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    track: TrackPart | None = None
    frames: tuple[FrameRow, ...] = ()
    holdings: tuple[HoldingRow, ...] = ()
    copies: tuple[CopyRow, ...] = ()
    sources: tuple[SourceRow, ...] = ()
    readings: tuple[SourceRow, ...] = ()
    not_proven: tuple[str, ...] = ()
    made_by: str = ""
    made_at: str = ""
    language: str = "en"
