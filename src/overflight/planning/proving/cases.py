"""A case to be proven: a task in whole numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from overflight.planning.effort import Proving, Standing
from overflight.planning.tasks import Order, Task

__all__ = ["Belongs", "Case"]


@dataclass(frozen=True, slots=True)
class Belongs:
    """Which places belong together.

    Args:
        groups: Sets of places of which a route visits one at most.
        joined: Pairs of places of which both are visited, one straight after the other, or none.
    """

    groups: tuple[tuple[int, ...], ...] = ()
    joined: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class Case:
    """A task in whole numbers, and the best route known.

    Args:
        metres: Lengths in whole metres, shape (n, n).
        score: What each place is worth, shape (n,).
        limit: Greatest length.
        order: The best route known, airfields included.
        task: The task; what it asks besides the length is not in the numbers, but in its answer
            whether a route fits.
        unit: What one of the whole numbers is worth.
    """

    metres: NDArray[np.int64]
    score: NDArray[np.int64]
    limit: int
    order: Order
    task: Task
    unit: Fraction = Fraction(1)

    @property
    def belongs(self) -> Belongs:
        """Return which places belong together."""
        return Belongs(self.task.groups, self.task.joined)

    @property
    def value(self) -> int:
        """Return what the best route known is worth."""
        return int(self.score[list(self.order)].sum())

    def fits(self, order: Order) -> bool:
        """Tell whether a route, airfields included, keeps all that the task asks."""
        return self.task.fits(order)

    def tell(self, until: Proving, bound: int) -> None:
        """Tell how far a proof is.

        Args:
            until: Whom to tell.
            bound: What is proven so far.
        """
        proven = float(max(bound, self.value) * self.unit)
        until.told(Standing(until.share(), float(self.value * self.unit), proven))
