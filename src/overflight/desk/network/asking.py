"""Ask many peers at the same time, and work on what they answered in one thread.

A round waits for its slowest peer, not for all of them one after the other. Only questions are
asked at the same time; what is kept is kept in one thread, from answers that lie ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TypeAlias

from overflight.desk.network.ports import Got, Peer
from overflight.errors import SourceError

__all__ = ["AskedPeer", "Question", "Together", "ask_all", "in_turn"]

Question: TypeAlias = tuple[str, int]
"""A path on the wire, and the greatest number of bytes taken."""
Together: TypeAlias = Callable[[Sequence[Callable[[], None]]], None]
"""Does several things, each of which waits for another peer; returns when all are done."""


def in_turn(waits: Sequence[Callable[[], None]]) -> None:
    """Do one thing after the other: for peers that nobody has to wait for."""
    for wait in waits:
        wait()


class AskedPeer:
    """A peer of which some things were asked before they are needed; each answer is used once.

    Args:
        peer: The peer.
        now: Our clock, in seconds since 1970.
    """

    def __init__(self, peer: Peer, now: Callable[[], int]) -> None:
        self._peer = peer
        self._now = now
        self._answers: dict[str, tuple[Got | SourceError, int]] = {}

    @property
    def name(self) -> str:
        """Who it is."""
        return self._peer.name

    def ahead(self, questions: Iterable[Question]) -> None:
        """Ask for several things; who does not answer the first question is asked no other."""
        for number, (path, most) in enumerate(questions):
            try:
                self._answers[path] = self._peer.get(path, most), self._now()
            except SourceError as fault:
                self._answers[path] = fault, 0
                if not number:
                    return

    def waiting(self, path: str) -> bytes | None:
        """Return an answer that was not used yet, and leave it where it is."""
        got, _ = self._answers.get(path, (None, 0))
        return got.data if isinstance(got, Got) else None

    def get(self, path: str, most: int) -> Got:
        """Give the bytes at a path that were asked for already, or ask for them now.

        Raises:
            SourceError: As the peer itself.
        """
        got, at = self._answers.pop(path, (None, 0))
        if got is None:
            return self._peer.get(path, most)
        if isinstance(got, SourceError):
            raise got
        # The peer's clock has gone on since it answered, as ours has.
        return got if got.date is None else Got(got.data, got.date + self._now() - at)

    def hint(self) -> None:
        """Tell the peer that there is something new here."""
        self._peer.hint()


def ask_all(
    peers: Iterable[AskedPeer], questions: Mapping[str, Sequence[Question]], together: Together
) -> None:
    """Ask each peer its questions, all peers at the same time.

    Args:
        peers: Whom to ask.
        questions: What to ask, by name of the peer.
        together: How things are done at the same time.
    """
    asked = [(peer, questions.get(peer.name, ())) for peer in peers]
    together([partial(peer.ahead, wanted) for peer, wanted in asked if wanted])
