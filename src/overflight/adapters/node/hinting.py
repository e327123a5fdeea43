"""Hint no more often than others take it, and lose none: what is too much waits for its turn.

A node takes five hints at once from each caller and then one every five seconds. A hint that is
refused would leave the peer to its next round, so it is sent a little later instead.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from overflight.desk.network.ports import Got, Peer

__all__ = ["EACH_S", "HintPace", "PacedPeer"]

AT_ONCE, EACH_S = 4, 5.5  # a little less than what the other side takes


@dataclass(slots=True)
class _Left:
    """How many hints one peer would still take."""

    count: float
    at: float


class HintPace:
    """When each peer is hinted to; safe for many threads.

    Args:
        clock: Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._left: dict[str, _Left] = {}
        self._waiting: dict[str, Peer] = {}
        self._lock = threading.Lock()

    @property
    def waits(self) -> bool:
        """Tell whether a hint waits for its turn."""
        return bool(self._waiting)

    def hint(self, peer: Peer) -> None:
        """Hint to a peer now, or as soon as it would take it."""
        if self._take(peer.name):
            self._waiting.pop(peer.name, None)
            peer.hint()
        else:
            self._waiting[peer.name] = peer

    def catch_up(self) -> None:
        """Send what waited and would be taken now."""
        for peer in tuple(self._waiting.values()):
            self.hint(peer)

    def _take(self, name: str) -> bool:
        with self._lock:
            now = self._clock()
            left = self._left.setdefault(name, _Left(float(AT_ONCE), now))
            left.count = min(float(AT_ONCE), left.count + (now - left.at) / EACH_S)
            left.at = now
            if left.count < 1:
                return False
            left.count -= 1
        return True


class PacedPeer:
    """A peer that is hinted to at a pace it takes.

    Args:
        peer: The peer.
        pace: When it is hinted to.
    """

    def __init__(self, peer: Peer, pace: HintPace) -> None:
        self._peer = peer
        self._pace = pace

    @property
    def name(self) -> str:
        """Who it is."""
        return self._peer.name

    def get(self, path: str, most: int) -> Got:
        """Ask for the bytes at a path.

        Raises:
            SourceError: As the peer itself.
        """
        return self._peer.get(path, most)

    def hint(self) -> None:
        """Tell the peer that there is something new here, now or in a few seconds."""
        self._pace.hint(self._peer)
