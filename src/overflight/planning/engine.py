"""Which engine searches: our own, or PyVRP as the second opinion."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from importlib.util import find_spec
from types import MappingProxyType

from overflight.errors import UsageError
from overflight.planning.effort import Search
from overflight.planning.searching import pyvrp_search
from overflight.planning.tasks import Order, Task

__all__ = ["ROUNDS", "Engine", "engine_at_hand", "name", "search"]


class Engine(StrEnum):
    """An engine."""

    OWN = "own"
    PYVRP = "pyvrp"


ROUNDS: Mapping[Engine, int] = MappingProxyType({Engine.OWN: 20_000, Engine.PYVRP: 5_000})


def engine_at_hand() -> Engine:
    """Return our own engine where its compiler is installed, else PyVRP."""
    return Engine.OWN if find_spec("numba") else Engine.PYVRP


def name(engine: Engine) -> str:
    """Return an engine with its version.

    Args:
        engine: The engine, which is installed.
    """
    if engine is Engine.PYVRP:
        return pyvrp_search.name()
    from overflight.planning.searching import local_search  # noqa: PLC0415 - an extra

    return local_search.name()


def search(engine: Engine, task: Task, first: Order, until: Search, *, seed: int) -> Order:
    """Return the best order of places that an engine found.

    Args:
        engine: The engine.
        task: Places, ways and worth.
        first: Places to begin with, airfields included.
        until: When to stop.
        seed: Seed of the random choices.

    Returns:
        Numbers of places, airfields included; never worth less than the first.

    Raises:
        UsageError: The engine is not installed.
    """
    if engine is Engine.PYVRP:
        return pyvrp_search.search(task, first, until, seed)
    if not find_spec("numba"):
        raise UsageError(
            "E-EXTRA",
            where="planner",
            expected="the extra overflight[plan], which holds numba",
            found="numba is not installed",
            remedy="Run: pip install 'overflight[plan]', or choose --engine pyvrp.",
        )
    from overflight.planning.searching import local_search  # noqa: PLC0415 - an extra

    return local_search.search(task, first, until, seed)
