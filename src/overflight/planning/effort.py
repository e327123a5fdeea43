"""How long to search and to prove, and whom to tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Proving", "Search", "Standing"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a search or a proof stands.

    Args:
        share: Share of it that is done, 0 to 1.
        value: What the best route so far is worth.
        bound: No route is worth more; none while nothing is proven.
    """

    share: float
    value: float
    bound: float | None = None


@dataclass(slots=True)
class Search:
    """How long to search, and whom to tell.

    Args:
        iterations: Rounds at most.
        spent: Share of the time that is used up, 0 to 1; asked every few rounds. One ends the
            search at once with the best found, and makes it depend on the machine.
        progress: Told the share that is done, at least every hundred rounds.
        told: Told the same with the best value so far, where the engine knows it.
        done: Rounds done so far.
    """

    iterations: int
    spent: Callable[[], float] = lambda: 0.0
    progress: Callable[[float], None] = lambda _: None
    told: Callable[[Standing], None] = lambda _: None
    done: int = 0

    def share(self) -> float:
        """Return the share of the search that is done, 0 to 1."""
        return max(self.done / self.iterations, self.spent())


@dataclass(slots=True)
class Proving:
    """How long to prove, and whom to tell.

    Args:
        steps: Steps of the simplex method at most.
        spent: Share of the time that is used up, 0 to 1; one ends the proof with the bound so far,
            and makes it depend on the machine.
        progress: Told the share that is done.
        told: Told the same with the best value and the bound so far.
        done: Steps done so far.
    """

    steps: int
    spent: Callable[[], float] = lambda: 0.0
    progress: Callable[[float], None] = lambda _: None
    told: Callable[[Standing], None] = lambda _: None
    done: int = 0

    def share(self) -> float:
        """Return the share of the proof that is done, 0 to 1."""
        return min(1.0, max(self.done / self.steps, self.spent()))
