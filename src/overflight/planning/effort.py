"""How long to search and to prove, and whom to tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Proving", "Search"]


@dataclass(slots=True)
class Search:
    """How long to search, and whom to tell.

    Args:
        iterations: Rounds at most.
        spent: Share of the time that is used up, 0 to 1; asked every few rounds. One ends the
            search at once with the best found, and makes it depend on the machine.
        progress: Told the share that is done, at least every hundred rounds.
        done: Rounds done so far.
    """

    iterations: int
    spent: Callable[[], float] = lambda: 0.0
    progress: Callable[[float], None] = lambda _: None
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
        done: Steps done so far.
    """

    steps: int
    spent: Callable[[], float] = lambda: 0.0
    progress: Callable[[float], None] = lambda _: None
    done: int = 0

    def share(self) -> float:
        """Return the share of the proof that is done, 0 to 1."""
        return min(1.0, max(self.done / self.steps, self.spent()))
