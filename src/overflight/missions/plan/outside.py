"""Where a path leaves the land of the observed Party, and how far.

The territory of the text is land, islands, internal and territorial waters (art.II.8); the data at
hand are mostly land. So a stretch over water near the coast may lie inside, and is kept apart from
one that crosses a land border into another State.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overflight.geodesy import (
    Floats,
    Lines,
    Path,
    Position,
    Territory,
    closest_approach,
    length_m,
    spaced_deg,
)
from overflight.missions.plan.surroundings import BorderLine, LineKind, Surroundings

__all__ = ["STEP_M", "TERRITORIAL_SEA_M", "Outside", "outside_stretches"]

STEP_M = 1_000.0
_MOST_STEPS = 10_000  # of a path longer than any limit of the text; steps are longer there
_MOST_SPOTS = 400
_NEIGHBOURS = 16  # positions in a row; how deep one lies bounds how deep the others do
_MARGIN_M = 0.001  # far more than floating point leaves of distances on the Earth
# Twelve nautical miles, the most a State may claim under the law of the sea (UNCLOS, art. 3); the
# treaty names no breadth, and a State may claim less.
TERRITORIAL_SEA_M = 12 * 1852.0


@dataclass(frozen=True, slots=True)
class Outside:
    """A stretch of a path outside the land of the observed Party.

    Args:
        line: Positions of the stretch, at most 1 km apart; its ends may lie 1 km inside.
        length_m: Its length in metres, to 2 km.
        depth_m: Greatest distance of it from the land, in metres, to 1 km.
        over_border: It crosses a land border, so that it does not lead over own waters.
    """

    line: Path
    length_m: float
    depth_m: float
    over_border: bool

    @property
    def may_be_waters(self) -> bool:
        """Return whether it may lie over territorial or internal waters."""
        return not self.over_border and self.depth_m <= TERRITORIAL_SEA_M + STEP_M


def _depth_m(territory: Territory, line: Path) -> float:
    """Return the greatest distance of a line from the edge of a territory, in metres.

    Straight through space, which for the distances that matter here (under 100 km) is shorter than
    over the ground by less than a metre; the edge is taken in straight pieces of at most 5 km, the
    line at 400 of its positions at most.

    Of each position only those pieces are looked at whose bounding balls let them be the nearest;
    the positions that may lie deepest come first, and those that cannot lie deeper are passed over.
    """
    pieces = territory.boundary.pieces
    every = Lines.of(line).pieces.start
    spots = every[:: -(-len(every) // _MOST_SPOTS)]
    deepest = np.concatenate(
        [
            _at_most_m(some[0], pieces.centre, pieces.radius) + _apart_m(some, some[0])
            for some in np.split(spots, range(_NEIGHBOURS, len(spots), _NEIGHBOURS))
        ]
    )
    most = 0.0
    for number in np.argsort(-deepest).tolist():
        if deepest[number] <= most:
            break
        spot = spots[number]
        nearest = _at_most_m(spot, pieces.centre, pieces.radius)
        if nearest > most:
            able = _apart_m(pieces.centre, spot) - pieces.radius <= nearest
            ranges = [np.arange(*pieces.first[g : g + 2]) for g in np.flatnonzero(able).tolist()]
            most = max(most, _to_edge_m(spot, territory.boundary, np.concatenate(ranges)))
    return most


def _apart_m(spots: Floats, spot: Floats) -> Floats:
    """Return the distances of positions in space from one of them."""
    apart: Floats = np.sqrt(((spots - spot) ** 2).sum(axis=1))
    return apart


def _at_most_m(spot: Floats, centres: Floats, radii: Floats) -> float:
    """Return a distance within which some piece in one of the balls lies."""
    return float((_apart_m(centres, spot) + radii).min()) + _MARGIN_M


def _to_edge_m(spot: Floats, edge: Lines, some: NDArray[np.intp]) -> float:
    """Return how far a position in space is from the nearest of some pieces, in metres."""
    pieces = edge.pieces
    chord = pieces.end[some] - pieces.start[some]
    square = np.maximum(np.einsum("ij,ij->i", chord, chord), 1e-12)
    away = spot - pieces.start[some]
    part = (np.einsum("ij,ij->i", away, chord) / square).clip(0, 1)
    apart = away - part[:, None] * chord
    return math.sqrt(float(np.einsum("ij,ij->i", apart, apart).min()))


def _over_border(line: Path, borders: tuple[BorderLine, ...]) -> bool:
    """Return whether a stretch crosses a land border."""
    return any(closest_approach(line, border.line).gap.least_m == 0 for border in borders)


def outside_stretches(path: Path, around: Surroundings) -> tuple[Outside, ...]:
    """Return the stretches of a path outside the land of the observed Party, in order.

    Args:
        path: Two or more positions, joined by geodesics.
        around: Surroundings; without a territory nothing is known and nothing is returned.

    Treaty: serves art.II.8, art.II.11, art.VI.II.2.
    Accuracy: the path is looked at every kilometre (one longer than 10,000 km at 10,000 places); a
    shorter excursion can be passed over.
    """
    whole_m = length_m(path)
    if around.territory is None or whole_m == 0:
        return ()
    lon, lat = spaced_deg(path, max(STEP_M, whole_m / _MOST_STEPS))
    outside = ~around.territory.contains_all(lon, lat)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], outside, [False]]).astype(np.int8)))
    lines = around.borders.lines if around.borders else ()
    land = tuple(line for line in lines if line.kind is LineKind.LAND)
    found = []
    for first, last in edges.reshape(-1, 2).tolist():
        run = slice(max(0, first - 1), last + 1)
        places = zip(lon[run].tolist(), lat[run].tolist(), strict=True)
        line = tuple(Position(x, y) for x, y in places)
        # Its ends may lie inside, by less than a step.
        depth = _depth_m(around.territory, line)
        found.append(Outside(line, length_m(line), depth, _over_border(line, land)))
    return tuple(found)
