"""Areas and obstacles as they are published, and the collection of one source.

Hazardous airspace is what ICAO Annexes 2 and 15 call prohibited, restricted and danger areas, set
up for safety and published (DEF-32 to DEF-35). Other classes are kept, for maps, and bind nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from overflight.airspace.activity import Activation
from overflight.airspace.levels import Level
from overflight.geodesy import Path, Position, Territory, coordinates_deg

__all__ = ["Airspace", "AirspaceArea", "Hazard", "Obstacle", "Unread"]


class Hazard(StrEnum):
    """The three kinds of hazardous airspace."""

    PROHIBITED = "prohibited"
    RESTRICTED = "restricted"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class AirspaceArea:
    """One volume of airspace: an outline, between two levels.

    Args:
        name: Its name as published; parts of one area carry their number in it.
        hazard: Which hazardous airspace it is; none for airspace that is not.
        category: Class or type in the words of the source (``R``, ``TMA``).
        outline: Corners on WGS 84, not repeated at the end, joined by geodesics; arcs and circles
            are given by corners on them.
        lower: Lower limit.
        upper: Upper limit.
        id: Designator or identifier in the source; empty where it has none.
        holes: Outlines of what it leaves out.
        active: Activation times that can be counted; empty where not known.
        times: Activation in the words of the source; empty where it says nothing.
        error_m: How far the outline may lie from the published one, in metres: the last digit of
            the coordinates, and arcs drawn by straight lines.
        where: Where it stands in its source (``germany.txt: line 4711``).

    Treaty: art.II.32, art.II.33, art.II.34, art.II.35.
    """

    name: str
    hazard: Hazard | None
    category: str
    outline: Path
    lower: Level
    upper: Level
    id: str = ""
    holes: tuple[Path, ...] = ()
    active: tuple[Activation, ...] = ()
    times: str = ""
    error_m: float = 0.0
    where: str = ""

    @property
    def territory(self) -> Territory:
        """Return the ground below it; made anew each time."""
        return Territory([[coordinates_deg(ring) for ring in (self.outline, *self.holes)]])


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A mast, a tower, a cable.

    Args:
        name: Its name as published.
        at: Position.
        top: Height of its top.
        height_m: Height above its foot in metres, where published.
        kind: Its type in the words of the source.
        id: Identifier in the source.
        where: Where it stands in its source.
    """

    name: str
    at: Position
    top: Level
    height_m: float | None = None
    kind: str = ""
    id: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """An area or obstacle that could not be read, so that nothing is said about it.

    Args:
        name: Its name, as far as that could be read.
        where: File and line.
        expected: What would have been right.
        found: What stood there.
        remedy: What to do now.
        hazard: Which hazardous airspace it is, as far as that could be read.
    """

    name: str
    where: str
    expected: str
    found: str
    remedy: str
    hazard: Hazard | None = None


@dataclass(frozen=True, slots=True)
class Airspace:
    """What one or more sources publish.

    Args:
        source: Who published it, or the name of the file.
        areas: The areas.
        obstacles: The obstacles.
        unread: What could not be read: a check against this airspace is not complete.
        day: The day it holds for or was written, where the source says one.

    Treaty: annex.I.1, annex.I.3 (NTF-28, NTF-30): each State says where its information is from.
    """

    source: str
    areas: tuple[AirspaceArea, ...]
    obstacles: tuple[Obstacle, ...] = ()
    unread: tuple[Unread, ...] = ()
    day: date | None = None

    @property
    def hazardous(self) -> tuple[AirspaceArea, ...]:
        """Return the prohibited, restricted and danger areas.

        Treaty: art.II.32.
        """
        return tuple(area for area in self.areas if area.hazard is not None)

    def __add__(self, other: Airspace) -> Airspace:
        days = {day for day in (self.day, other.day) if day is not None}
        return Airspace(
            f"{self.source}; {other.source}",
            (*self.areas, *other.areas),
            (*self.obstacles, *other.obstacles),
            (*self.unread, *other.unread),
            min(days) if days else None,
        )
