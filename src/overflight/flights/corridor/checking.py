"""Check a track against the corridor of a plan: the runs beyond it, exactly, however many points.

For many tracks at once, or one of millions of points: it says where a track leaves the corridor or
a band of heights, and nothing of legs, order or sensors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overflight.errors import UsageError
from overflight.flights.compared.runs import Stretches, stretches_where
from overflight.flights.corridor.corridors import Corridor
from overflight.flights.told.cleaning import CleanTrack
from overflight.flights.told.tracks import Track
from overflight.geodesy import Floats, Position

__all__ = ["Beyond", "Excess", "check_corridor", "check_heights"]


@dataclass(frozen=True, slots=True)
class Beyond:
    """A run of points beyond a limit, seen without a gap.

    Args:
        since_s: Time of the first, seconds since 1970.
        until_s: Time of the last.
        since_row: Row of the first in the source.
        until_row: Row of the last.
        points: How many they are.
        most_m: Farthest beyond: distance from the path, or height, of the point farthest out.
        at: Where that point lies.
        at_s: When it was there.
    """

    since_s: float
    until_s: float
    since_row: int
    until_row: int
    points: int
    most_m: float
    at: Position
    at_s: float


@dataclass(frozen=True, slots=True)
class Excess:
    """What of a track lies beyond a limit.

    Args:
        points: Points asked.
        beyond: Points beyond.
        runs: The runs they make.
    """

    points: int
    beyond: int
    runs: tuple[Beyond, ...]


def check_corridor(clean: CleanTrack, corridor: Corridor) -> Excess:
    """Return where a track lies outside a corridor; exactly at its edge is inside.

    Args:
        clean: The points that stand.
        corridor: The corridor.

    Treaty: serves art.VIII.II.3 (AMB-20, nearest position of the path).
    """
    track = clean.track
    mask = corridor.beyond(track.lon_deg, track.lat_deg)
    far = np.flatnonzero(mask)
    size = np.zeros(len(track))
    size[far] = corridor.away_m(track.lon_deg[far], track.lat_deg[far])
    return _excess(track, clean.pieces, mask, size)


def check_heights(
    clean: CleanTrack, height_m: Floats, *, least_m: float | None, most_m: float | None
) -> Excess:
    """Return where a track lies outside a band of heights; points without a height are not asked.

    Args:
        clean: The points that stand.
        height_m: Their heights in metres, in the system of the band, NaN where not known.
        least_m: Lowest height of the band; none where there is none.
        most_m: Highest height of the band; none where there is none.

    Raises:
        UsageError: There are not as many heights as points.
    """
    if len(height_m) != len(clean.track):
        raise UsageError(
            "E-TRACK",
            where="check_heights",
            expected=f"{len(clean.track):,} heights",
            found=f"{len(height_m):,}",
            remedy="Give one height for every point that stands.",
        )
    low = np.less(height_m, -np.inf if least_m is None else least_m)
    high = np.greater(height_m, np.inf if most_m is None else most_m)
    size = np.where(high, height_m, np.where(low, -height_m, 0.0))
    return _excess(clean.track, clean.pieces, low | high, size)


def _excess(track: Track, pieces: Stretches, mask: NDArray[np.bool_], size: Floats) -> Excess:
    runs = []
    for first, past in stretches_where(mask, pieces):
        far = first + int(np.argmax(size[first:past]))
        runs.append(
            Beyond(
                float(track.time_s[first]),
                float(track.time_s[past - 1]),
                int(track.row[first]),
                int(track.row[past - 1]),
                past - first,
                abs(float(size[far])),
                Position(float(track.lon_deg[far]), float(track.lat_deg[far])),
                float(track.time_s[far]),
            )
        )
    return Excess(len(track), int(np.count_nonzero(mask)), tuple(runs))
