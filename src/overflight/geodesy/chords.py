"""Pairs of short pieces that come near each other: found by chords in space, then made exact.

First whole groups are ruled out by their bounding balls, then pieces of 5 km by their chords. The
pairs left over are cut to 250 m, where a chord stands for its arc within 2 mm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from overflight.geodesy.geodesics import Floats, distances_m, inverse, travels
from overflight.geodesy.lines import PIECE_M, Ints, Pieces, from_space, sag_m, to_space

__all__ = [
    "Contacts",
    "Pairs",
    "exact",
    "least_m",
    "most_m",
    "nearest_pairs",
    "pairs_within",
    "reach_m",
]

_LEAST_RADIUS_M = 6_335_400.0  # of curvature on WGS 84: north-south on the equator
_MOST_RADIUS_M = 6_399_600.0  # everywhere at the poles
_SAG_M = 2 * sag_m(PIECE_M)
_FINE = 20
_FIRST = 16
_AT_ONCE = 256
_ROUNDING_M = 1.0


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of pieces, one of each of two sets of lines.

    Args:
        ours: Indices of pieces of the first set.
        theirs: Indices of pieces of the second set.
        chord: Distances of their chords in metres.
    """

    ours: Ints
    theirs: Ints
    chord: Floats

    def take(self, which: slice | Ints) -> Pairs:
        """Return some of the pairs."""
        return Pairs(self.ours[which], self.theirs[which], self.chord[which])


@dataclass(frozen=True, slots=True)
class Contacts:
    """Where the pieces of pairs come nearest, exactly.

    Args:
        apart: Geodesic distances in metres.
        at: Longitudes and latitudes in degrees on the first piece, shape (2, n).
        near: The same on the second piece.
        edge: Edges (legs) the first pieces belong to.
        other: Edges the second pieces belong to.
    """

    apart: Floats
    at: Floats
    near: Floats
    edge: Ints
    other: Ints


def least_m(chord: Floats) -> Floats:
    """Return the least geodesic distance that chords of 5 km pieces leave possible."""
    return reach_m(chord, _SAG_M)[0]


def most_m(chord: Floats) -> Floats:
    """Return the greatest geodesic distance that chords of 5 km pieces leave possible."""
    return reach_m(chord, _SAG_M)[1]


def reach_m(chord: Floats, sag: float) -> tuple[Floats, Floats]:
    """Return the least and the greatest geodesic distance that chords leave possible.

    Args:
        chord: Distances in space between chords of pieces, metres.
        sag: How far the arcs may rise above those chords together, metres.
    """
    inner = np.maximum(0.0, chord - sag)
    return _arc(inner, _MOST_RADIUS_M), _arc(chord + sag, _LEAST_RADIUS_M)


def _arc(chord: Floats, radius_m: float) -> Floats:
    """Return the arcs over chords of a circle."""
    return 2 * radius_m * np.arcsin(np.minimum(1.0, chord / (2 * radius_m)))


def nearest_pairs(ours: Pieces, theirs: Pieces) -> Pairs:
    """Return every pair that may hold the nearest approach of two sets, nearest chord first."""
    low, high = _between(ours, theirs)
    bound = float(most_m(np.array([high.min()]))[0])
    hopeful = np.flatnonzero(low <= bound)
    order = hopeful[np.argsort(low.flat[hopeful], kind="stable")]
    found: list[Pairs] = []
    start, size = 0, _FIRST
    while start < len(order) and least_m(low.flat[order[start]]) <= bound:
        some = order[start : start + size]
        start, size = start + size, min(2 * size, _AT_ONCE)
        pairs = _pieces_of(ours, theirs, some)
        bound = min(bound, float(most_m(pairs.chord).min()))
        found.append(pairs.take(np.flatnonzero(least_m(pairs.chord) <= bound)))
    pairs = _join(found)
    pairs = pairs.take(np.flatnonzero(least_m(pairs.chord) <= bound))
    return pairs.take(np.argsort(pairs.chord, kind="stable"))


def pairs_within(ours: Pieces, theirs: Pieces, reach_m: float) -> Pairs:
    """Return every pair of pieces that may come within some metres of each other.

    Args:
        ours: Pieces of one set.
        theirs: Pieces of the other; may be the same object.
        reach_m: Metres, short beside the radius of the Earth.
    """
    low, _ = _between(ours, theirs)
    groups = np.flatnonzero(low <= reach_m)
    found = []
    for start in range(0, len(groups), _AT_ONCE):
        pairs = _pieces_of(ours, theirs, groups[start : start + _AT_ONCE])
        found.append(pairs.take(np.flatnonzero(pairs.chord <= reach_m + _SAG_M)))
    return _join(found)


def _join(found: list[Pairs]) -> Pairs:
    """Return lists of pairs as one."""
    return Pairs(
        np.concatenate([p.ours for p in found]),
        np.concatenate([p.theirs for p in found]),
        np.concatenate([p.chord for p in found]),
    )


def _between(ours: Pieces, theirs: Pieces) -> tuple[Floats, Floats]:
    """Return the least and most that groups of pieces may be apart in space, shape (g, h)."""
    squares = np.add.outer(_dot(ours.centre, ours.centre), _dot(theirs.centre, theirs.centre))
    squares -= 2.0 * (ours.centre @ theirs.centre.T)
    apart = np.sqrt(np.maximum(0.0, squares))
    radii = np.add.outer(ours.radius, theirs.radius) + _ROUNDING_M
    return np.maximum(0.0, apart - radii), apart + radii


def _pieces_of(ours: Pieces, theirs: Pieces, groups: Ints) -> Pairs:
    """Return all pairs of pieces of pairs of groups, with their chord distances."""
    a, b = np.divmod(groups, len(theirs.radius))
    size_a, size_b = np.diff(ours.first)[a], np.diff(theirs.first)[b]
    sizes = size_a * size_b
    group = np.repeat(np.arange(len(groups)), sizes)
    within = np.arange(len(group)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    row, column = np.divmod(within, size_b[group])
    i, j = ours.first[a][group] + row, theirs.first[b][group] + column
    chord, _, _ = _chords(ours.start[i], ours.end[i], theirs.start[j], theirs.end[j])
    return Pairs(i, j, chord)


def _dot(a: Floats, b: Floats) -> Floats:
    """Return dot products along the last axis."""
    product: Floats = np.einsum("...k,...k->...", a, b)
    return product


def _chords(p: Floats, p_end: Floats, q: Floats, q_end: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the distances of straight pieces in space, and the feet as parts of each piece.

    Args:
        p: Starts of the first pieces, metres, shape (..., 3).
        p_end: Their ends.
        q: Starts of the second pieces.
        q_end: Their ends.
    """
    along, other, between = p_end - p, q_end - q, p - q
    a, e = np.maximum(_dot(along, along), 1e-12), np.maximum(_dot(other, other), 1e-12)
    b, c, f = _dot(along, other), _dot(along, between), _dot(other, between)
    spread = a * e - b * b
    parallel = spread <= 1e-14 * a * e
    s = np.where(parallel, 0.0, (b * f - c * e) / np.where(parallel, 1.0, spread)).clip(0, 1)
    t = ((b * s + f) / e).clip(0, 1)
    s = ((b * t - c) / a).clip(0, 1)
    t = ((b * s + f) / e).clip(0, 1)
    apart = between + s[..., None] * along - t[..., None] * other
    return np.sqrt(_dot(apart, apart)), s, t


def exact(ours: Pieces, theirs: Pieces, pairs: Pairs) -> Contacts:
    """Return where the pieces of some pairs come nearest.

    Args:
        ours: Pieces of the first set.
        theirs: Pieces of the second set.
        pairs: Pairs of them; a hundred at a time keeps memory small.

    Accuracy: 5 mm; see tests/authorities/test_geodesy_approach.py.
    """
    mine, other = _cut_finely(ours, pairs.ours), _cut_finely(theirs, pairs.theirs)
    chord, s, t = _chords(
        mine[:, :-1, None], mine[:, 1:, None], other[:, None, :-1], other[:, None, 1:]
    )
    count = len(pairs.ours)
    best = chord.reshape(count, -1).argmin(axis=1)
    row, i, j = np.arange(count), best // _FINE, best % _FINE
    at = np.stack(from_space(_at(mine, row, i, s[row, i, j])))
    near = np.stack(from_space(_at(other, row, j, t[row, i, j])))
    apart = distances_m(at[0], at[1], near[0], near[1])
    return Contacts(apart, at, near, ours.edge[pairs.ours], theirs.edge[pairs.theirs])


def _at(corners: Floats, row: Ints, piece: Ints, part: Floats) -> Floats:
    """Return points on chords, metres, shape (n, 3)."""
    start, end = corners[row, piece], corners[row, piece + 1]
    return start + part[:, None] * (end - start)


def _cut_finely(pieces: Pieces, which: Ints) -> Floats:
    """Return the corners of pieces cut into 20 parts of at most 250 m, shape (n, 21, 3)."""
    lon, lat = pieces.lon[which], pieces.lat[which]
    azimuth, length = inverse(lon[:, 0], lat[:, 0], lon[:, 1], lat[:, 1])
    parts = np.linspace(0.0, 1.0, _FINE + 1)
    grid_lon, grid_lat, _ = travels(
        np.repeat(lon[:, 0], _FINE + 1),
        np.repeat(lat[:, 0], _FINE + 1),
        np.repeat(azimuth, _FINE + 1),
        np.outer(length, parts).ravel(),
    )
    return to_space(grid_lon, grid_lat).reshape(len(which), _FINE + 1, 3)
