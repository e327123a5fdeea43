"""What a node asks of the outside: its peers, and a memory of what came when.

A peer is whatever serves logs in wire layout (trust.md section 5): another party's node over the
network, a bundle from a USB stick, a folder, another store in this process. Bytes prove
themselves, so a node treats all of them alike.

Paths on the wire, relative to a peer's address:

- ``genesis.json``: the genesis document
- ``log/checkpoint``, ``log/tile/…``, ``log/tile/entries/…``: the peer's own newest log
- ``mirror/<origin hash>/checkpoint``, ``mirror/<origin hash>/tile/…``: any log it holds, under the
  head it last cosigned, with its own lines (its own log, too: under its newest head)
- ``log/head/<index>``, ``mirror/<origin hash>/head/<index>``: the first signed head kept that
  covers entry ``index`` (its size is greater), with all cosignature lines kept over it; so whoever
  was away finds the heads signed at changes of the log key, and how old entries are. ``index`` is
  decimal without leading zeros
- ``blob/<hex sha256>``: attachments and notes
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from overflight.record import Intake

__all__ = ["Arrivals", "Got", "Peer"]


@dataclass(frozen=True, slots=True)
class Got:
    """What a peer answered.

    Args:
        data: The bytes; nothing where the peer has no such thing.
        date: What the peer's clock said, in seconds since 1970; nothing for a peer without one.
    """

    data: bytes | None
    date: int | None = None


class Peer(Protocol):
    """One address that serves logs in wire layout."""

    @property
    def name(self) -> str:
        """Who it is, for messages: a party's code, or the name of a file."""
        ...

    def get(self, path: str, most: int) -> Got:
        """Ask for the bytes at a path.

        Args:
            path: Path on the wire, relative to the peer's address.
            most: The greatest number of bytes taken.

        Raises:
            SourceError: ``E-PEER``: it cannot be reached, or is too slow; ``E-TLS``: it is not
                who the key set says; ``E-OVERSIZE``: more than ``most``; ``E-REDIRECT``;
                ``E-ENCODING``; ``E-STATUS``: any other answer than the bytes or "not here".
        """
        ...

    def hint(self) -> None:
        """Tell the peer that there is something new here; a hint that is lost does no harm."""
        ...


class Arrivals(Protocol):
    """What came from each log, and when: what the flood guard counts."""

    def arrived(self, origin: str, at: int, entries: int, size: int) -> None:
        """Remember that so many entries of so many bytes came in.

        Args:
            origin: Name of the log.
            at: When, in seconds since 1970.
            entries: How many entries.
            size: Bytes of the entries and of what came with them.
        """
        ...

    def intake(self, origin: str, since: int) -> Intake:
        """Return what came from one log since an instant, in seconds since 1970."""
        ...
