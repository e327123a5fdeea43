"""What a stream tells on board: positions, sensors switched, and what the crew says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from overflight.geodesy import Position
from overflight.missions import DeviationCause, HeightSystem

__all__ = ["CrewSaid", "Fix", "Item", "SensorSwitched", "Word"]


@dataclass(frozen=True, slots=True)
class Fix:
    """One position of the receiver.

    Args:
        time_s: Seconds since 1970-01-01T00:00:00Z.
        at: Position on WGS 84.
        heights: Heights in metres with what they are counted from, the best first.
        speed_m_s: Ground speed the receiver tells, in metres a second; none where it tells none.
    """

    time_s: float
    at: Position
    heights: tuple[tuple[HeightSystem, float], ...] = ()
    speed_m_s: float | None = None

    def height_in(self, system: HeightSystem) -> float | None:
        """Return the height counted from a surface, in metres; none where it tells none."""
        return dict(self.heights).get(system)


@dataclass(frozen=True, slots=True)
class SensorSwitched:
    """A sensor was switched on or off, at the time of the last position.

    Args:
        sensor: Its id, as in the plan.
        on: It was switched on.
    """

    sensor: str
    on: bool


class Word(StrEnum):
    """What the crew can say in the stream."""

    DEVIATED = "deviated"
    RESUMED = "resumed"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class CrewSaid:
    """The crew says something, at the time of the last position.

    Args:
        word: What.
        cause: Cause of a deviation, where one is said.
    """

    word: Word
    cause: DeviationCause | None = None


Item = Fix | SensorSwitched | CrewSaid
