"""How long the planner searches and proves, as the options of the command line say."""

from __future__ import annotations

import math
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from overflight.planning import Means

__all__ = ["Engine", "Limits", "at_most", "means_of"]

_SEARCHED = 0.4  # share of the seconds that the search gets where a bound is proven too
_STEPS = 20_000  # steps of a proof without a time limit: some seconds


class Engine(StrEnum):
    """Engines by name; the planner's own list is not imported so that help answers at once."""

    OWN = "own"
    PYVRP = "pyvrp"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to work, and by what.

    Args:
        seed: Seed of the random choices.
        iterations: Rounds of search; those usual if not given.
        seconds: Time for search and proof; no limit of time if not given.
        engine: Engine asked for.
        bound: Whether to prove how good the answer is.
    """

    seed: int
    iterations: int | None
    seconds: float | None
    engine: Engine | None
    bound: bool


def at_most(gap: float) -> str:
    """Return a share in per cent, rounded up.

    Args:
        gap: The share.
    """
    return f"{math.ceil(gap * 10_000) / 100:.2f} %"


@contextmanager
def means_of(limits: Limits) -> Iterator[Means]:
    """Give means that Ctrl-C ends with the best found, and show how far they are.

    Args:
        limits: How long to work, and by what.
    """
    from overflight.adapters.compile_cache import keep_compiled

    compiled = keep_compiled()
    from overflight import planning

    proves = limits.bound and planning.can_prove()
    engine = planning.Engine(limits.engine) if limits.engine else planning.engine_at_hand()
    if not compiled:
        typer.echo("compiling the search once (about half a minute)", err=True)
    began, stopped = time.monotonic(), False

    def stop(*_: object) -> None:
        nonlocal stopped
        if stopped:  # asked twice: leave at once
            raise KeyboardInterrupt
        stopped = True

    def spent(share: float) -> float:
        if stopped:
            return 1.0
        seconds = limits.seconds
        return 0.0 if seconds is None else (time.monotonic() - began) / (seconds * share)

    rounds = limits.iterations or (planning.ROUNDS[engine] if limits.seconds is None else 10**9)
    share = _SEARCHED if proves else 1.0
    until = planning.Search(rounds, lambda: spent(share), _Telling("searching"))
    steps = _STEPS if limits.seconds is None else 10**9
    proving = planning.Proving(steps, lambda: spent(1.0), _Telling("proving"))
    before = signal.signal(signal.SIGINT, stop)
    try:
        planning.make_ready(engine, proves=proves)
        began = time.monotonic()  # compiling is not on the clock
        yield planning.Means(limits.seed, until, engine, proving if proves else None)
    finally:
        signal.signal(signal.SIGINT, before)
        _tell("")


class _Telling:
    """Tell how far a part of the work is, ten times a second at most."""

    def __init__(self, what: str) -> None:
        self.what, self.last = what, 0.0

    def __call__(self, share: float) -> None:
        now = time.monotonic()
        if now - self.last >= 0.1:
            self.last = now
            _tell(f"{self.what} {share:4.0%}, Ctrl-C takes the best so far")


def _tell(words: str) -> None:
    """Show a line that the next one overwrites, where a person looks on."""
    if sys.stderr.isatty():
        typer.echo(f"\r{words:<60}\r", err=True, nl=False)
