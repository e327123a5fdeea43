"""A flown track as its source tells it: evidence, never made smoother than it is.

Readers (adapters) fill a track and invent nothing: what the source leaves out is NaN, heights name
the surface they count from, and every point keeps the number of the row it came from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from overflight.deadlines import Instant
from overflight.errors import UsageError
from overflight.geodesy import Floats
from overflight.missions import HeightSystem

__all__ = [
    "Ints",
    "Track",
    "TrackForm",
    "TrackHeights",
    "TrackSource",
    "instant_of",
    "seconds_of",
]

Ints = NDArray[np.int64]

# The last second of the year 9999; later times have no written form.
_LAST_S = 253_402_300_799.0


def seconds_of(at: Instant) -> float:
    """Return an instant as seconds since 1970-01-01T00:00:00Z."""
    return at.timestamp()


def instant_of(seconds: float) -> Instant:
    """Return the instant of a number of seconds since 1970-01-01T00:00:00Z.

    Raises:
        UsageError: The number lies outside the years 1970 to 9999.
    """
    if not 0 <= seconds <= _LAST_S:
        raise UsageError(
            "E-TRACK-TIME",
            where="seconds",
            expected="a time from 1970 to 9999",
            found=seconds,
            remedy="Check the clock of the source, and its unit.",
        )
    return datetime.fromtimestamp(seconds, tz=UTC)


class TrackForm(StrEnum):
    """The forms in which tracks come."""

    READSB = "readsb"
    FR24 = "fr24"
    STATES = "states"
    GPX = "gpx"
    IGC = "igc"
    KML = "kml"
    NMEA = "nmea"
    CSV = "csv"
    SIMULATED = "simulated"


@dataclass(frozen=True, slots=True)
class TrackSource:
    """Where a track comes from, in words that stand beside everything computed from it.

    Args:
        name: Name of the file, without its folder.
        form: Form it was read as.
        sha256: SHA-256 of the file's bytes as they lay on disk, lower-case hex.
        says: Sentences on units, heights and limits of the form.
        moved_s: Seconds by which the whole track was moved in time, zero for evidence.
        simulated: The track was computed, not flown.
    """

    name: str
    form: TrackForm
    sha256: str
    says: tuple[str, ...] = ()
    moved_s: float = 0.0
    simulated: bool = False

    @property
    def label(self) -> str:
        """Return the source in one line, with the words *simulated* and *moved in time*."""
        words = [self.name, f"({self.form.value})"]
        if self.simulated:
            words.append("simulated, not flown")
        if self.moved_s:
            words.append(f"moved in time by {self.moved_s:+.0f} s")
        return f"{words[0]} {words[1]}" + "".join(f", {word}" for word in words[2:])


@dataclass(frozen=True, slots=True, eq=False)
class TrackHeights:
    """One column of heights of a track.

    Args:
        system: What they are counted from; none where the source does not say.
        height_m: Metres, one a point, NaN where the source gives none.
        says: What the source's own text says about them.
    """

    system: HeightSystem | None
    height_m: Floats
    says: str


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """Points of a flight in the order of their source.

    Args:
        time_s: Seconds since 1970-01-01T00:00:00Z, shape (n,), NaN where the source gives none.
        lon_deg: Longitudes on WGS 84, degrees, shape (n,), NaN where the source gives none.
        lat_deg: Latitudes on WGS 84, degrees, shape (n,), NaN where the source gives none.
        row: Number of the row in the source, counted from 1, shape (n,), each once.
        heights: Columns of heights, the source's first choice first; there may be none.
        source: Where it comes from.

    Raises:
        UsageError: The columns differ in length.
    """

    time_s: Floats
    lon_deg: Floats
    lat_deg: Floats
    row: Ints
    heights: tuple[TrackHeights, ...]
    source: TrackSource

    def __post_init__(self) -> None:
        columns = (self.time_s, self.lon_deg, self.lat_deg, self.row)
        lengths = {len(c) for c in (*columns, *(h.height_m for h in self.heights))}
        if len(lengths) != 1:
            raise UsageError(
                "E-TRACK",
                where="track",
                expected="columns of one length",
                found=sorted(lengths),
                remedy="Give one time, position, row and height for every point.",
            )

    def __len__(self) -> int:
        return len(self.time_s)

    @property
    def height_m(self) -> Floats:
        """Return the source's first heights in metres, NaN throughout where it has none."""
        return self.heights[0].height_m if self.heights else np.full(len(self), np.nan)

    @property
    def height_system(self) -> HeightSystem | None:
        """Return what the first heights are counted from; none where nobody says."""
        return self.heights[0].system if self.heights else None

    def heights_in(self, system: HeightSystem) -> TrackHeights | None:
        """Return the heights counted from a surface, if the source has such."""
        return next((h for h in self.heights if h.system is system), None)

    def only(self, keep: NDArray[np.intp]) -> Track:
        """Return the points at some indices, in that order; nothing about them changes."""
        return Track(
            self.time_s[keep],
            self.lon_deg[keep],
            self.lat_deg[keep],
            self.row[keep],
            tuple(replace(h, height_m=h.height_m[keep]) for h in self.heights),
            self.source,
        )

    def moved(self, seconds: float) -> Track:
        """Return the whole track moved in time, and labelled so.

        Args:
            seconds: Seconds later; negative is earlier.
        """
        source = replace(self.source, moved_s=self.source.moved_s + seconds)
        return replace(self, time_s=self.time_s + seconds, source=source)
