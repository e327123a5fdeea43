"""What a map is made of: layers of things of one kind, and its words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from overflight.geodesy import Path, Position

__all__ = ["MapLayer", "MapText", "Mark", "Spot"]


class Mark(StrEnum):
    """How a layer is drawn."""

    ROUTE = "route"
    TRACK = "track"
    SENSOR = "sensor"
    STAND_OFF = "stand-off"
    FOOTPRINT = "footprint"
    AIRFIELD = "airfield"
    TARGET = "target"
    LEFT_OUT = "left-out"
    TURN = "turn"
    FINDING = "finding"


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a layer.

    Args:
        at: Where it lies.
        name: Name beside it, where there is room.
        size: Radius in pixels; none for that of its kind.
    """

    at: Position
    name: str = ""
    size: float | None = None


@dataclass(frozen=True, slots=True)
class MapLayer:
    """Things of one kind.

    Args:
        mark: How they are drawn.
        legend: What they are, in the legend; empty to leave them out of it.
        lines: Paths of geodesics.
        areas: Rings of geodesics, closed or not.
        spots: Points.
        framed: Whether the window is chosen so that they are seen.
        wide_m: Width of the lines on the ground in metres; none for that of the kind.
        holed: A ring inside another is a hole in it.
    """

    mark: Mark
    legend: str = ""
    lines: tuple[Path, ...] = ()
    areas: tuple[Path, ...] = ()
    spots: tuple[Spot, ...] = ()
    framed: bool = True
    wide_m: float | None = None
    holed: bool = False

    def places(self) -> list[Position]:
        """Return every position."""
        paths = [position for path in (*self.lines, *self.areas) for position in path]
        return [*paths, *(spot.at for spot in self.spots)]


@dataclass(frozen=True, slots=True)
class MapText:
    """The words of a map.

    Args:
        title: Its title.
        says: One sentence below it, with the numbers.
        describes: What it shows, for those who cannot see it.
    """

    title: str
    says: str = ""
    describes: str = ""
