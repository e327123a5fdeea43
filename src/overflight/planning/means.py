"""By which means a plan is searched and proven."""

from __future__ import annotations

from dataclasses import dataclass

from overflight.planning.effort import Proving, Search
from overflight.planning.engine import Engine

__all__ = ["Means"]


@dataclass(frozen=True, slots=True)
class Means:
    """By which means a plan is searched and proven.

    Args:
        seed: Seed of the random choices.
        until: When to stop searching; after the rounds usual for the engine if not given.
        engine: Which engine searches; our own where numba is installed, else PyVRP.
        proving: When to stop proving; no bound if not given.
    """

    seed: int = 1
    until: Search | None = None
    engine: Engine | None = None
    proving: Proving | None = None
