"""Measure roughly, and quickly, how far points lie from every part of a path: on a sphere.

Which part is the right one is decided here; how far a point lies from it is then measured on the
ellipsoid (beside.py).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overflight.geodesy import Floats, Path, coordinates_deg, unit_vectors

__all__ = ["RADIUS_M", "GreatCircles"]

RADIUS_M = 6_371_000.0


@dataclass(frozen=True, slots=True, eq=False)
class GreatCircles:
    """The parts of a path as great circles; vectors are rows of shape (parts, 3).

    Args:
        start: Directions of their starts.
        end: Directions of their ends.
        normal: Directions of their poles, any direction for a part without length.
        size_rad: Their lengths as angles.
    """

    start: Floats
    end: Floats
    normal: Floats
    size_rad: Floats

    @classmethod
    def of(cls, line: Path) -> GreatCircles:
        """Return the parts of a path.

        Args:
            line: Two or more positions.
        """
        spots = unit_vectors(*coordinates_deg(line))
        start, end = spots[:-1], spots[1:]
        normal = np.cross(start, end)
        sine = np.linalg.norm(normal, axis=1)
        size = np.arctan2(sine, np.einsum("ij,ij->i", start, end))
        return cls(start, end, normal / np.maximum(sine, 1e-15)[:, None], size)

    def __len__(self) -> int:
        return len(self.start)

    def only(self, some: NDArray[np.intp]) -> GreatCircles:
        """Return some of the parts, in the order asked."""
        return GreatCircles(
            self.start[some], self.end[some], self.normal[some], self.size_rad[some]
        )

    def away_m(self, points: Floats) -> Floats:
        """Return how far points lie from each part.

        Args:
            points: Directions, shape (n, 3).

        Returns:
            Metres, shape (n, parts).

        Accuracy: 1 % of the distance, and 0.2 % of the length of the part.
        """
        near = np.maximum(points @ self.start.T, points @ self.end.T)
        ahead = points @ np.cross(self.normal, self.start).T
        before_end = points @ np.cross(self.normal, self.end).T
        beside = (ahead >= 0) & (before_end <= 0) & (self.size_rad > 0)
        # On the far side of the Earth a point is beside the leg turned round.
        beside &= points @ (self.start + self.end).T > 0
        to_end = np.sqrt(np.maximum(0.0, 2 - 2 * near))
        return np.asarray(RADIUS_M * np.where(beside, np.abs(points @ self.normal.T), to_end))

    def along_m(self, points: Floats) -> Floats:
        """Return how far along each part points lie, from zero to its length.

        Args:
            points: Directions, shape (n, 3).

        Returns:
            Metres, shape (n, parts).
        """
        ahead = points @ np.cross(self.normal, self.start).T
        turned = np.arctan2(ahead, points @ self.start.T)
        return np.asarray(RADIUS_M * np.clip(turned, 0.0, self.size_rad))
