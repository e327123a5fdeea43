"""Clocks and fresh ids: the machine's own, and set ones for rehearsals."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from overflight.deadlines import Instant

__all__ = ["RandomIds", "SeededIds", "SetClock", "SystemClock"]

_ID = 16


class SystemClock:
    """The machine's clock."""

    def now(self) -> Instant:
        """Return the present instant in UTC, whole seconds."""
        return datetime.now(UTC).replace(microsecond=0)


class SetClock:
    """A clock that shows what it is set to: for the demo, tests and rehearsals.

    Args:
        at: The instant it shows first.
        step: How far it moves on by itself after each look; not at all if not given.
    """

    def __init__(self, at: Instant, step: timedelta = timedelta()) -> None:
        self._at = at
        self._step = step

    def now(self) -> Instant:
        """Return the instant it is set to."""
        at = self._at
        self._at += self._step
        return at

    def set(self, at: Instant) -> None:
        """Set it to an instant."""
        self._at = at

    def advance(self, span: timedelta) -> Instant:
        """Move it on and return the instant it now shows."""
        self._at += span
        return self._at


class RandomIds:
    """Fresh ids from the machine's source of randomness."""

    def fresh(self) -> bytes:
        """Return 16 random bytes."""
        return secrets.token_bytes(_ID)


class SeededIds:
    """Ids that come out the same each time: for the demo and tests only.

    Args:
        seed: Any text; the same text gives the same ids.
    """

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._count = 0

    def fresh(self) -> bytes:
        """Return the next 16 bytes."""
        self._count += 1
        return sha256(f"overflight id\n{self._seed}\n{self._count}".encode()).digest()[:_ID]
