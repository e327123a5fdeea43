"""A case to be proven: a task in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overflight.planning.tasks import Order

__all__ = ["Case"]


@dataclass(slots=True)
class Case:
    """A task in whole numbers, and the best route known.

    Args:
        metres: Lengths in whole metres, shape (n, n).
        score: What each place is worth, shape (n,).
        limit: Greatest length.
        order: The best route known, airfields included.
    """

    metres: NDArray[np.int64]
    score: NDArray[np.int64]
    limit: int
    order: Order

    @property
    def value(self) -> int:
        """Return what the best route known is worth."""
        return int(self.score[list(self.order)].sum())

    def fits(self, order: Order) -> bool:
        """Tell whether a route, airfields included, is short enough."""
        return int(self.metres[list(order[:-1]), list(order[1:])].sum()) <= self.limit
