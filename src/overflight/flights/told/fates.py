"""What can become of a row of a track."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Fate"]


class Fate(StrEnum):
    """What became of a row of the source, or of a height in it."""

    KEPT = "kept"
    NO_TIME = "no time"
    NO_POSITION = "no position"
    OUTSIDE = "outside the asked time"
    BAD_CLOCK = "bad clock"
    DUPLICATE = "duplicate"
    SECOND = "second position at one time"
    JUMP = "impossible jump"
    FROZEN = "frozen position"
    HEIGHT_JUMP = "impossible height"
