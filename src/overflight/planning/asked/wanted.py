"""What is worth seeing: points, areas, lines; and what a flight must keep out of or may use."""

from __future__ import annotations

from dataclasses import dataclass

from overflight.deadlines import Instant
from overflight.geodesy import Lines, Path, Position, Territory

__all__ = [
    "ALWAYS",
    "Airfield",
    "Area",
    "Course",
    "Hours",
    "KeepOut",
    "Landing",
    "StandOff",
    "Target",
    "Wanted",
]


@dataclass(frozen=True, slots=True)
class Hours:
    """When there is light enough to see a target.

    Args:
        since: Earliest instant; none for any.
        until: Latest instant; none for any.
    """

    since: Instant | None = None
    until: Instant | None = None


ALWAYS = Hours()


@dataclass(frozen=True, slots=True)
class Target:
    """A place worth seeing.

    Args:
        name: Its name.
        at: Position.
        value: What seeing it is worth, above zero, in any unit.
        sensors: Which sensors must see it, all of them: ids, category codes, or ``optical``; any
            sensor, or flying over it, if none is named.
        group: Of everything with this name one suffices; empty for none.
        hours: When it may be seen.
    """

    name: str
    at: Position
    value: float = 1.0
    sensors: tuple[str, ...] = ()
    group: str = ""
    hours: Hours = ALWAYS


@dataclass(frozen=True, slots=True)
class Area:
    """An area worth seeing to a share.

    Args:
        name: Its name.
        ring: Its outer ring, three or more corners.
        value: What reaching the share is worth; less is worth nothing.
        share: Share of it to be seen, above 0 to 1.
        sensors: Which sensors may see it, one of them suffices; any if none is named.
        direction_deg: Bearing of the strips; chosen by the search if not given.
        group: Of everything with this name one suffices.
        hours: When it may be seen.
    """

    name: str
    ring: Path
    value: float = 1.0
    share: float = 1.0
    sensors: tuple[str, ...] = ()
    direction_deg: float | None = None
    group: str = ""
    hours: Hours = ALWAYS

    @property
    def at(self) -> Position:
        """Return a corner of it, for a list."""
        return self.ring[0]


@dataclass(frozen=True, slots=True)
class Course:
    """A line to follow: a railway, a river, a line of contact.

    Args:
        name: Its name.
        points: Two or more positions, joined by straight legs.
        value: What following all of it is worth.
        sensors: Which sensors may see it, one of them suffices; any if none is named.
        group: Of everything with this name one suffices.
        hours: When it may be seen.
    """

    name: str
    points: Path
    value: float = 1.0
    sensors: tuple[str, ...] = ()
    group: str = ""
    hours: Hours = ALWAYS

    @property
    def at(self) -> Position:
        """Return where it begins."""
        return self.points[0]


Wanted = Target | Area | Course


@dataclass(frozen=True, slots=True)
class Airfield:
    """An Open Skies airfield.

    Args:
        site: Site id.
        at: Position.
    """

    site: str
    at: Position


@dataclass(frozen=True, slots=True)
class Landing:
    """An airfield where the aircraft may be refuelled and its crew may rest (GEO-11).

    Args:
        site: Site id.
        at: Position.
        hours: How long a stop there takes.
    """

    site: str
    at: Position
    hours: float = 2.0


@dataclass(frozen=True, slots=True)
class StandOff:
    """A line from which the path keeps a distance.

    Args:
        name: What the line is, for people (``border with CH``).
        line: The line.
        keep_m: Metres to keep, above zero; the doubt of the line is part of it.
        rule: Rule it is kept for.
    """

    name: str
    line: Lines
    keep_m: float
    rule: str = "GEO-4"


@dataclass(frozen=True, slots=True)
class KeepOut:
    """An area the path does not enter.

    Args:
        name: Its name (``ED-R 112``).
        territory: Where it lies.
        why: What it is and why it is not entered, for people.
    """

    name: str
    territory: Territory
    why: str = ""
