"""The shapes in which comparisons are written: plain JSON, lengths in metres, times in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from overflight.deadlines import Instant
from overflight.flights.compared.comparison import ComparisonSettings
from overflight.flights.judged.substates import FlownState
from overflight.flights.told.cleaning import CleaningSettings
from overflight.flights.told.doubts import DoubtKind
from overflight.flights.told.tracks import TrackForm
from overflight.geodesy import Position
from overflight.missions import FindingForm
from overflight.treaty import Outcome

__all__ = [
    "DeviationForm",
    "DoubtForm",
    "DroppedForm",
    "FlownReport",
    "LegForm",
    "RunForm",
    "SensorForm",
    "SpellForm",
    "TrackReport",
    "UnseenForm",
    "UnseenPathForm",
    "UnseenWhen",
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
        stood: It hardly moved between: it may have stood still.
    """

    since: Instant
    until: Instant
    seconds: float
    distance_m: float
    start: Position
    end: Position
    stood: bool = False


@dataclass(frozen=True, slots=True)
class DoubtForm:
    """A trace in the source that its positions may not be what they say.

    Args:
        kind: What it looks like.
        says: In one sentence with its numbers.
        rows: How many rows it shows in.
        first_row: The first of them.
        last_row: The last of them.
        since: Time of the first; none where the time itself is the doubt.
        until: Time of the last.
    """

    kind: DoubtKind
    says: str
    rows: int
    first_row: int
    last_row: int
    since: Instant | None = None
    until: Instant | None = None


class UnseenWhen(StrEnum):
    """When a stretch of the agreed path went unseen."""

    BEFORE = "before the first point"
    AFTER = "after the last point"


@dataclass(frozen=True, slots=True)
class UnseenPathForm:
    """A stretch of the agreed path before the track begins, or after it ends.

    Args:
        when: Before the first point, or after the last.
        at: Time of that point.
        place: Where that point lies.
        path_m: How much of the agreed path it is, in metres.
        from_m: Where the stretch begins, metres along the agreed path.
        to_m: Where it ends.
    """

    when: UnseenWhen
    at: Instant
    place: Position
    path_m: float
    from_m: float
    to_m: float


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
        doubts: Traces that positions may not be what they say.
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
    doubts: tuple[DoubtForm, ...] = ()


@dataclass(frozen=True, slots=True)
class LegForm:
    """One leg, and what was seen of it; lengths in metres.

    Args:
        name: Its places.
        length_m: Its length.
        seen_m: How much of it the aircraft was seen to come past; no point, nothing seen.
        kept_m: How much of that was flown within the tolerance.
        points: Points that belong to it.
        since: Time of the first of them.
        until: Time of the last.
        most_right_m: Farthest to the right of it, of points abreast of it.
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
    """Points off the path, out of the declared order or off the planned height, without a gap.

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
class SpellForm:
    """A time in one sub-state of the flight.

    Args:
        state: The sub-state, as the timeline has it, or that nothing is known.
        since: Since when.
        until: Until when.
        says: From what it follows: the track, the sensor log, or a statement.
    """

    state: FlownState
    since: Instant
    until: Instant
    says: str


@dataclass(frozen=True, slots=True)
class DeviationForm:
    """A way off the agreed path and back, and what it added to the distance; metres.

    Args:
        since: Time of the first point off the path.
        until: Time of the last.
        flown_m: Flown between leaving and rejoining the path, gaps left out.
        instead_m: What of the agreed path lies between.
        extra_m: What does not count against the maximum flight distance (art.VIII.II.7).
        most_m: Farthest from the path.
        causes: Causes the record names for it.
        rejoined: The path was seen to be flown again after it.
    """

    since: Instant
    until: Instant
    flown_m: float
    instead_m: float
    extra_m: float
    most_m: float
    causes: tuple[str, ...]
    rejoined: bool


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
        most_off_m: Farthest from the agreed path, to its nearest position (AMB-20).
        earliest_s: Seconds before the planned time, the most.
        latest_s: Seconds after the planned time, the most.
        heights: How heights were compared, or why not.
        legs: The legs.
        off_path: Runs off the path; the excursion is the distance to its nearest position.
        out_of_order: Runs on legs out of the declared order; the excursion is that from the leg.
        off_height: Runs off the planned height.
        out_of_order_m: Metres flown out of the declared order.
        against_m: Metres flown against the direction of their legs.
        unseen: The agreed path before the first point and after the last; gaps are in the track.
        sensors: Where sensors were on; empty without a log.
        findings: What the rules say.
        states: Sub-states of the flight (timeline F10 to F60), in order of time.
        deviations: Ways off the path and back, with what they added to the distance.
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
    out_of_order: tuple[RunForm, ...]
    off_height: tuple[RunForm, ...]
    out_of_order_m: float
    against_m: float
    unseen: tuple[UnseenPathForm, ...]
    sensors: tuple[SensorForm, ...]
    findings: tuple[FindingForm, ...]
    states: tuple[SpellForm, ...] = ()
    deviations: tuple[DeviationForm, ...] = ()
