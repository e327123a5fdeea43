"""Signatures that were found good before: what saves checking one twice, and changes no answer.

A signature is good or not by its three byte strings alone; no key set, no clock and no record is
asked. So a good one may be remembered by the hash of the three, for ever; a bad one is never
remembered. Whether the key may speak at all is judged anew each time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from hashlib import sha256
from typing import TypeAlias

__all__ = ["SignatureMemory", "Verify"]

Verify: TypeAlias = Callable[[bytes, bytes, bytes], bool]
"""Tells of a public key, a signature and a message whether the signature is good."""


class SignatureMemory:
    """What is known of signatures, and what was learnt on the way.

    Args:
        known: Names of signatures found good before, by whoever vouches for this memory.
    """

    def __init__(self, known: Collection[bytes] = ()) -> None:
        self._known = frozenset(known)
        self._used: set[bytes] = set()

    def verifies(self, check: Verify, public: bytes, signature: bytes, message: bytes) -> bool:
        """Tell whether a signature is good, checking it only where that is not known.

        Args:
            check: The check of the key's algorithm.
            public: Raw public key; its length tells the algorithm.
            signature: The signature.
            message: What was signed.
        """
        lengths = b"%d %d " % (len(public), len(signature))
        name = sha256(lengths + public + signature + message).digest()
        good = name in self._used or name in self._known or check(public, signature, message)
        if good:
            self._used.add(name)
        return good

    @property
    def grown(self) -> bool:
        """Return whether a signature was found good that was not known before."""
        return not self._used <= self._known

    def names(self) -> tuple[bytes, ...]:
        """Return the names of the good signatures that were asked for, 32 bytes each, sorted."""
        return tuple(sorted(self._used))
