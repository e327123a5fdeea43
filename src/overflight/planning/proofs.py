"""Prove with what is installed: the bound needs HiGHS and numba."""

from __future__ import annotations

from importlib.util import find_spec

from overflight.errors import UsageError
from overflight.planning.effort import Proving
from overflight.planning.solutions import Proof
from overflight.planning.tasks import Order, Task

__all__ = ["can_prove", "prove"]


def can_prove() -> bool:
    """Tell whether what the bound needs is installed."""
    return all(find_spec(needed) for needed in ("highspy", "numba"))


def prove(task: Task, order: Order, until: Proving) -> Proof:
    """Return a proven bound on what any route is worth.

    Args:
        task: Places, ways and worth; the ways are as long there as back.
        order: The best route known, airfields included, short enough.
        until: When to stop.

    Raises:
        UsageError: HiGHS or numba is not installed.
    """
    if not can_prove():
        raise UsageError(
            "E-EXTRA",
            where="planner",
            expected="the extra overflight[plan], which holds highspy and numba",
            found="one of them is not installed",
            remedy="Run: pip install 'overflight[plan]', or ask for no bound.",
        )
    from overflight.planning.proving import bound  # noqa: PLC0415 - an extra

    return bound.prove(task, order, until)
