"""Whom a node reached and when, and what it found: noted on the way, kept beside the record."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from overflight.adapters.files import read_bounded, write_whole
from overflight.deadlines import Instant
from overflight.desk.network.node_status import AlarmSeen, LastRound, PeerContact
from overflight.desk.network.ports import Got, Peer
from overflight.errors import SourceError
from overflight.treaty import read_form, read_json, write_form

__all__ = ["ROUND_FILE", "Contacts", "NotedPeer", "read_round", "write_round"]

ROUND_FILE = "round.json"
ROUND_S = 120.0
"""How long the answers of one peer may keep a round, all together."""
_LARGEST = 2**22
_LASTING = frozenset({"E-FORK", "E-RECOVERING"})
_ANSWERS = frozenset({"E-OVERSIZE", "E-REDIRECT", "E-ENCODING", "E-STATUS"})


class Contacts:
    """Whom a node reached, by party.

    Args:
        now: The time.
    """

    def __init__(self, now: Callable[[], Instant]) -> None:
        self._now = now
        self._known: dict[str, PeerContact] = {}
        self._alarms: dict[tuple[str, str], AlarmSeen] = {}
        self._seen_at: dict[tuple[str, str], set[str]] = {}

    def tried(self, party: str, url: str) -> None:
        """Note that a party's node is about to be asked."""
        known = self._known.get(party, PeerContact(party))
        self._known[party] = replace(known, url=url, tried_at=self._now())

    def reached(self, party: str, date: int | None) -> None:
        """Note that a party's node has answered, and what its clock said."""
        now = self._now()
        ahead = None if date is None else date - int(now.timestamp())
        known = self._known.get(party, PeerContact(party))
        clock = known.clock_s if ahead is None else ahead
        self._known[party] = replace(known, reached_at=now, clock_s=clock, code="", says="")

    def failed(self, party: str, code: str, says: str) -> bool:
        """Note why a party's node did not answer; tell whether that is news."""
        known = self._known.get(party, PeerContact(party))
        self._known[party] = replace(known, code=code, says=says)
        return known.code != code

    def alarm(self, code: str, log: str, says: str, peer: str = "") -> bool:
        """Note what a person has to look at, and at whom it was seen; tell whether that is news."""
        self._seen_at.setdefault((code, log), set()).add(peer)
        now, known = self._now(), self._alarms.get((code, log))
        since = known.since if known else now
        self._alarms[code, log] = AlarmSeen(code, log, says, since, now)
        return known is None

    def clear(self, log: str, code: str = "") -> tuple[str, ...]:
        """Drop the alarms of a log that was found in order; return their codes.

        Args:
            log: Whose log.
            code: Only alarms of this code.
        """
        gone = [key for key in self._alarms if key[1] == log and code in {"", key[0]}]
        for key in gone:
            del self._alarms[key]
            self._seen_at.pop(key, None)
        return tuple(code for code, _ in gone)

    def fine(self, peer: str, log: str) -> tuple[str, ...]:
        """Note that a log was in order at a peer; return codes of alarms whose cause is gone.

        An alarm is over when it is over at everyone at whom it was seen. The proof of a fork does
        not go away, whatever is shown now.
        """
        gone: list[str] = []
        for (code, of), peers in tuple(self._seen_at.items()):
            if of == log and peer in peers and code not in _LASTING:
                peers.discard(peer)
                gone += self.clear(log, code) if not peers else ()
        return tuple(gone)

    def all(self) -> tuple[PeerContact, ...]:
        """Return what is known of every party's node."""
        return tuple(self._known[party] for party in sorted(self._known))

    def alarms(self) -> tuple[AlarmSeen, ...]:
        """Return what a person has to look at, the oldest first."""
        return tuple(sorted(self._alarms.values(), key=lambda alarm: alarm.since))


class NotedPeer:
    """A peer in one round: its answers are noted down, and it may not make the round last.

    Each answer may take its 30 s, and a hostile log can be asked for thousands of its heads; what
    was taken in until the time is over is kept, and the next round goes on from there.

    Args:
        peer: The peer.
        contacts: Where it is noted.
        within_s: How many seconds all its answers together may take.
        clock: Seconds that only grow.
    """

    def __init__(
        self,
        peer: Peer,
        contacts: Contacts,
        within_s: float = ROUND_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._peer = peer
        self._contacts = contacts
        self._within_s = self._left_s = within_s
        self._clock = clock

    @property
    def name(self) -> str:
        """Who it is."""
        return self._peer.name

    def get(self, path: str, most: int) -> Got:
        """Ask for the bytes at a path.

        Raises:
            SourceError: As the peer itself.
        """
        began = self._clock()
        try:
            if self._left_s <= 0:
                raise self._over(path)
            got = self._peer.get(path, most)
        except SourceError as fault:
            if fault.code in _ANSWERS:  # it is there, and it answers wrongly
                self._contacts.reached(self.name, None)
            self._contacts.failed(self.name, fault.code, f"{fault.expected}; found {fault.found}")
            raise
        finally:
            self._left_s -= self._clock() - began
        self._contacts.reached(self.name, got.date)
        return got

    def _over(self, path: str) -> SourceError:
        return SourceError(
            "E-PEER",
            where=f"{self.name}, {path}",
            expected=f"all answers of a round within {self._within_s:g} s",
            found="more time taken",
            remedy="What was taken in is kept; it is asked again in the next round.",
        )

    def hint(self) -> None:
        """Tell the peer that there is something new here."""
        self._peer.hint()


def noted(peers: Mapping[str, Peer], contacts: Contacts) -> dict[str, Peer]:
    """Return peers whose answers are noted down, by code."""
    return {party: NotedPeer(peer, contacts) for party, peer in peers.items()}


def write_round(folder: Path, report: LastRound) -> None:
    """Leave behind what the last round found.

    Raises:
        StoreError: The disk failed.
    """
    text = json.dumps(write_form(report), ensure_ascii=False, indent=1) + "\n"
    write_whole(folder / ROUND_FILE, text.encode())


def read_round(folder: Path) -> LastRound | None:
    """Return what the last round of the node in a folder found; nothing before its first.

    Raises:
        SourceError: The file is damaged.
    """
    path = folder / ROUND_FILE
    if not path.is_file():
        return None
    return read_form(
        LastRound, read_json(read_bounded(path, _LARGEST), where=str(path)), where=str(path)
    )
