"""Answers about airspace as documents: what a file holds, what a plan meets of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from overflight.airspace import Activity, Hazard, Obstacle, Standing, Unread
from overflight.deadlines import Instant
from overflight.geodesy import Gap, Position
from overflight.missions import FindingForm
from overflight.treaty import Outcome

__all__ = ["AirspaceAnswer", "AirspaceList", "AreaRow", "MeetingRow", "ObstacleRow"]


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area as its source publishes it.

    Args:
        name: Its name.
        hazard: Prohibited, restricted, danger; none for other airspace.
        category: Class or type in the words of the source.
        lower: Lower limit in the words of the source.
        upper: Upper limit.
        times: Activation in the words of the source.
        corners: How many corners the outline has, those on arcs included.
        error_m: How far the outline may lie from the published one, in metres.
        west_deg: Least longitude of a corner.
        south_deg: Least latitude.
        east_deg: Greatest longitude; below the least one where it crosses the antimeridian.
        north_deg: Greatest latitude.
        where: File and line.
    """

    name: str
    hazard: Hazard | None = field(default=None, kw_only=True)
    category: str
    lower: str
    upper: str
    times: str
    corners: int
    error_m: float
    west_deg: float
    south_deg: float
    east_deg: float
    north_deg: float
    where: str


@dataclass(frozen=True, slots=True)
class AirspaceList:
    """What a file of airspace holds.

    Args:
        source: Name of the file.
        on: The day it holds for, where it says one.
        areas: The areas.
        obstacles: The obstacles.
        unread: What could not be read.
    """

    source: str
    on: date | None = field(default=None, kw_only=True)
    areas: tuple[AreaRow, ...]
    obstacles: tuple[Obstacle, ...]
    unread: tuple[Unread, ...]


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A hazardous area that the path crosses, over or under it.

    Args:
        area: Its name.
        hazard: Prohibited, restricted or danger; none for airspace that is not hazardous.
        lower: Lower limit in the words of the source.
        upper: Upper limit.
        enters: Where the path comes over its outline.
        leaves: Where it leaves it.
        length_m: Metres inside the outline, least to most.
        since: When, by the plan.
        until: Until when.
        planned: Planned heights there.
        standing: Planned heights within the limits, above, below, or open.
        activity: Active then, inactive, or unknown, by the times of the source.
        times: Activation in the words of the source.
        bears: Whether it has to be spoken of (art.VI.II.5).
        where: File and line.
    """

    area: str
    hazard: Hazard | None = field(default=None, kw_only=True)
    lower: str
    upper: str
    enters: Position
    leaves: Position
    length_m: Gap
    since: Instant
    until: Instant
    planned: str
    standing: Standing
    activity: Activity
    times: str
    bears: bool
    where: str


@dataclass(frozen=True, slots=True)
class ObstacleRow:
    """An obstacle near the path that the planned height does not surely clear by 300 m.

    Args:
        name: Its name.
        at: Position.
        top: Height of its top in the words of the source.
        distance_m: Distance from the path.
        planned: Lowest planned height on that leg.
        clear_m: How far that lies above the top, least to most; none where it cannot be said.
    """

    name: str
    at: Position
    top: str
    distance_m: float
    planned: str
    clear_m: Gap | None = None


@dataclass(frozen=True, slots=True)
class AirspaceAnswer:
    """What a plan meets of published airspace.

    Args:
        mission: Mission key.
        version: Version of the plan.
        source: Files of airspace.
        on: The day they hold for, where they say one.
        hazardous: How many hazardous areas were looked at.
        outcome: Kept where nothing has to be spoken of, else open; never broken.
        hazards: Names of the areas to speak of, as a case file takes them (``around.hazards``).
        meetings: Hazardous areas the path crosses.
        obstacles: Obstacles near it.
        unread: Hazardous areas that could not be read.
        missing: Airfields without a position: the path is not whole.
        findings: The questions, with provision and consequence.
    """

    mission: str
    version: int
    source: str
    on: date | None = field(default=None, kw_only=True)
    hazardous: int
    outcome: Outcome
    hazards: tuple[str, ...]
    meetings: tuple[MeetingRow, ...]
    obstacles: tuple[ObstacleRow, ...]
    unread: tuple[Unread, ...]
    missing: tuple[str, ...]
    findings: tuple[FindingForm, ...]
