"""What the desk asks of the outside: a record, a signer, a clock, fresh ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from overflight.deadlines import Instant
from overflight.record import Reference

__all__ = ["Clock", "Ids", "Kept", "Records", "Signer"]


class Records(Protocol):
    """The logs of all parties, as one party holds them, with what their entries name."""

    def origins(self) -> tuple[str, ...]:
        """Return the origins of the logs held, sorted."""
        ...

    def entries(self, origin: str, start: int = 0) -> Iterator[bytes]:
        """Yield the leaves of one log in order.

        Args:
            origin: Name of the log.
            start: Index of the first entry wanted.
        """
        ...

    def checkpoint(self, origin: str) -> bytes | None:
        """Return the newest signed head of one log, or nothing for a log not held."""
        ...

    def heads(self, origin: str) -> Iterable[bytes]:
        """Return every signed head of one log, oldest first, with the cosignatures kept over it."""
        ...

    def append(
        self, origin: str, envelopes: Sequence[bytes], blobs: Sequence[bytes] = ()
    ) -> tuple[Reference, ...]:
        """Add statements to one's own log, all or none, under a newly signed head.

        When this returns, the statements are on disk. A log begins with its first append.

        Args:
            origin: Name of a log whose key is at hand.
            envelopes: Signed envelopes in their one form, in order.
            blobs: Bytes the statements name by hash; kept with them.

        Raises:
            RecordError: A statement is not of this log's form or its id was used before.
            UsageError: The key of this log is not at hand.
            StoreError: The disk failed.
        """
        ...

    def blob(self, digest: str) -> bytes | None:
        """Return bytes by their hex SHA-256, or nothing where they are not held."""
        ...


class Signer(Protocol):
    """One private key of one party, wherever it lives: a file, a token."""

    @property
    def party(self) -> str:
        """Code of the party it signs for."""
        ...

    @property
    def public(self) -> bytes:
        """Raw Ed25519 public key, 32 bytes."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of a message, 64 bytes."""
        ...


class Clock(Protocol):
    """The time, asked for at the edge and nowhere else."""

    def now(self) -> Instant:
        """Return the present instant in UTC, whole seconds."""
        ...


class Ids(Protocol):
    """Fresh names for statements."""

    def fresh(self) -> bytes:
        """Return 16 random bytes, never the same twice."""
        ...


class Kept(Protocol):
    """What was derived from a record and is kept beside it: a cache, never a source.

    Whatever is in it may be gone, old, or another's at any time. What it gives back are bytes that
    this program, run by this user, put there under this name, unchanged: the same version with the
    same rules and tables. Everything else it keeps to itself.
    """

    def state(self) -> str:
        """Return what names the files of the record as they are now.

        Two equal names mean: no byte of them has changed in between. Empty where that cannot be
        known, as right after they were written; then nothing is kept and nothing given.
        """
        ...

    def get(self, name: str) -> bytes | None:
        """Return what was put under a name; nothing where it is not there, or not as it was put."""
        ...

    def put(self, name: str, data: bytes) -> bool:
        """Keep bytes under a name, in place of what was there; tell whether they are kept."""
        ...
