"""Where a path meets itself, and how often it comes there (GEO-5, AMB-29)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from overflight.geodesy.chords import Pairs, exact, pairs_within
from overflight.geodesy.geodesics import (
    Floats,
    Path,
    coordinates_deg,
    distance_m,
    legs_of,
    position,
)
from overflight.geodesy.lines import Lines, Pieces
from overflight.geodesy.offsets import feet
from overflight.geodesy.positions import Position

__all__ = ["SAME_POINT_M", "Crossing", "crossings"]

SAME_POINT_M = (
    1.0  # an aircraft cannot tell two such points apart, nor can six decimals of a degree
)
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Crossing:
    """A place where a path meets itself.

    Args:
        at: The place; for a stretch flown again, its one end.
        legs: Indices of the legs that come there, ascending, from 0.
        visits: How often the path comes there; passing a turn point is one visit.
        until: The other end of a stretch flown more than once; none for a single point.
    """

    at: Position
    legs: tuple[int, ...]
    visits: int
    until: Position | None = None


@dataclass(frozen=True, slots=True)
class _Meeting:
    """Two legs that meet in a point, or share a stretch."""

    legs: tuple[int, int]
    at: Position
    until: Position | None = None


def crossings(path: Path) -> tuple[Crossing, ...]:
    """Return every place where a path meets itself, in the order it first comes there.

    Consecutive legs meet at their common turn point; that is no crossing. A turn point come to
    again is one, and so is an end airfield that is the start airfield: a rule that exempts take-off
    and landing leaves it out. Visits nearer together than 1 m are to the same point. A leg of no
    length is passed over.

    Args:
        path: Two or more positions, joined by geodesics.

    Raises:
        UsageError: The path has fewer than two positions.

    Treaty: serves art.VI.II.4.G.
    Accuracy: positions to 5 mm where legs cross at more than a degree.
    """
    azimuth, length = legs_of(path)
    real = [k for k, metres in enumerate(length.tolist()) if metres > SAME_POINT_M]
    pieces = Lines.of(path).pieces
    near = _near(pieces, real)
    met = [*_at_ends(path, azimuth, length, _legs(pieces, near))]
    shared = {meeting.legs for meeting in met}
    met += [m for m in _inside(pieces, near, real) if m.legs not in shared]
    points = _merge([m for m in met if m.until is None and not _is_turn(m, path, real)])
    stretches = _merge([m for m in met if m.until is not None])
    found = [_crossing(group, path) for group in (*points, *stretches)]
    return tuple(sorted(found, key=lambda c: (c.legs, c.at.lon_deg, c.at.lat_deg)))


def _near(pieces: Pieces, real: list[int]) -> Pairs:
    """Return the pairs of pieces of different legs that may come to the same point."""
    pairs = pairs_within(pieces, pieces, SAME_POINT_M)
    first, second = pieces.edge[pairs.ours], pieces.edge[pairs.theirs]
    known = np.isin(first, real) & np.isin(second, real)
    return pairs.take(np.flatnonzero(known & (second > first)))


def _legs(pieces: Pieces, near: Pairs) -> list[tuple[int, int]]:
    """Return the pairs of legs that pairs of pieces belong to, in order."""
    first, second = pieces.edge[near.ours].tolist(), pieces.edge[near.theirs].tolist()
    return sorted(set(zip(first, second, strict=True)))


def _at_ends(
    path: Path, azimuth: Floats, length: Floats, pairs: list[tuple[int, int]]
) -> Iterable[_Meeting]:
    """Yield the pairs of legs of which an end of one lies on the other."""
    if not pairs:
        return
    lon, lat = coordinates_deg(path)
    i, j = np.array(pairs, dtype=np.intp).T
    # Both ends of the second leg beside the first, then both ends of the first beside the second.
    point = np.concatenate([j, j + 1, i, i + 1])
    leg = np.concatenate([i, i, j, j])
    _, _, apart = feet((lon[leg], lat[leg], azimuth[leg], length[leg]), lon[point], lat[point])
    touching = (apart <= SAME_POINT_M).reshape(4, -1)
    for k in np.flatnonzero(touching.any(axis=0)).tolist():
        ends = [path[point.reshape(4, -1)[end, k]] for end in range(4) if touching[end, k]]
        far = max(ends, key=lambda end: distance_m(ends[0], end))
        one = distance_m(ends[0], far) <= SAME_POINT_M
        yield _Meeting(pairs[k], ends[0], None if one else far)


def _inside(pieces: Pieces, near: Pairs, real: list[int]) -> Iterable[_Meeting]:
    """Yield the pairs of legs, not consecutive, that come together between their ends."""
    order = {leg: n for n, leg in enumerate(real)}
    rank = np.array([order.get(k, -1) for k in range(int(pieces.edge[-1]) + 1)])
    apart = rank[pieces.edge[near.theirs]] - rank[pieces.edge[near.ours]]
    pairs = near.take(np.flatnonzero(apart > 1))
    nearest: dict[tuple[int, int], tuple[float, Position]] = {}
    for start in range(0, len(pairs.ours), _BATCH):
        found = exact(pieces, pieces, pairs.take(slice(start, start + _BATCH)))
        for k in np.flatnonzero(found.apart <= SAME_POINT_M).tolist():
            legs = (int(found.edge[k]), int(found.other[k]))
            here = (float(found.apart[k]), position(*found.at[:, k]))
            nearest[legs] = min(nearest.get(legs, here), here, key=lambda h: h[0])
    for legs, (_, at) in nearest.items():
        yield _Meeting(legs, at)


def _is_turn(meeting: _Meeting, path: Path, real: list[int]) -> bool:
    """Tell whether two legs meet only because the one begins where the other ends."""
    i, j = meeting.legs
    return real.index(j) == real.index(i) + 1 and (
        distance_m(path[i + 1], meeting.at) <= SAME_POINT_M
    )


def _merge(met: list[_Meeting]) -> list[list[_Meeting]]:
    """Return meetings in groups of the same place."""
    groups: list[list[_Meeting]] = []
    for meeting in met:
        for group in groups:
            if _same(group[0], meeting):
                group.append(meeting)
                break
        else:
            groups.append([meeting])
    return groups


def _same(one: _Meeting, other: _Meeting) -> bool:
    """Tell whether two meetings are at the same point or share the same stretch."""
    if one.until is None or other.until is None:
        return distance_m(one.at, other.at) <= SAME_POINT_M
    ahead = max(distance_m(one.at, other.at), distance_m(one.until, other.until))
    back = max(distance_m(one.at, other.until), distance_m(one.until, other.at))
    return min(ahead, back) <= SAME_POINT_M


def _crossing(group: list[_Meeting], path: Path) -> Crossing:
    """Return the meetings of one place as one crossing."""
    legs = sorted({leg for meeting in group for leg in meeting.legs})
    at, until = group[0].at, group[0].until
    visits = len(legs)
    if until is None:
        visits -= sum(_joined(i, j, at, path) for i, j in pairwise(legs))
    return Crossing(at, tuple(legs), visits, until)


def _joined(i: int, j: int, at: Position, path: Path) -> bool:
    """Tell whether two legs come to a place as one visit: a turn, or a wait there, joins them."""
    return all(distance_m(path[k], at) <= SAME_POINT_M for k in range(i + 1, j + 1))
