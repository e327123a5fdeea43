"""When a node works: a round every minute or so, at once after a hint, and when it has spoken."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

__all__ = ["LOOK_S", "SPREAD", "NodeLoop", "Work"]

SPREAD = 0.2
"""Each interval is shortened or stretched by up to a fifth, so that not all nodes ask at once."""
LOOK_S = 0.5
"""How often one looks whether another process of the same folder has said something."""


class Work(Protocol):
    """What a node does."""

    def do_round(self) -> float | None:
        """Ask every peer, mirror, cosign, collect; return when to come again if sooner."""
        ...

    def answer_hints(self, parties: Sequence[str]) -> None:
        """Ask the peers that said that there is something new."""
        ...

    def own_size(self) -> int:
        """Return how many entries the party's own log has."""
        ...

    def tell_peers(self) -> None:
        """Hint to all peers that there is something new here."""
        ...


class NodeLoop:
    """The rounds of one node.

    Args:
        work: What it does.
        interval_s: Seconds from one round to the next.
        rng: Spreads the rounds.
        clock: Seconds that only grow.
    """

    def __init__(
        self,
        work: Work,
        interval_s: float,
        rng: random.Random,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._work = work
        self._interval_s = interval_s
        self._rng = rng
        self._clock = clock
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._hints: dict[str, None] = {}

    def hint(self, party: str) -> None:
        """Take a hint from a party; any thread may call this."""
        with self._lock:
            self._hints[party] = None
        self._woken.set()

    def stop(self) -> None:
        """End after what is being done; any thread or signal may call this."""
        self._stopped.set()
        self._woken.set()

    def run(self) -> None:
        """Work until stopped.

        Raises:
            StoreError: The disk failed; the process must stop (W4).
        """
        size = self._work.own_size()
        next_at = self._clock()
        while not self._stopped.is_set():
            if self._clock() >= next_at:
                soon = self._work.do_round()
                next_at = self._clock() + min(self._pause(), soon or self._interval_s * 2)
            hinted = self._taken()
            if hinted and not self._stopped.is_set():
                self._work.answer_hints(hinted)
            if (now := self._work.own_size()) != size:
                size = now
                self._work.tell_peers()
            self._woken.wait(max(0.0, min(LOOK_S, next_at - self._clock())))

    def _pause(self) -> float:
        return self._interval_s * self._rng.uniform(1 - SPREAD, 1 + SPREAD)

    def _taken(self) -> tuple[str, ...]:
        """Return who hinted since, each once."""
        with self._lock:
            hints, self._hints = tuple(self._hints), {}
            self._woken.clear()
        return hints
