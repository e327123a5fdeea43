"""Whom a round met, and what it will ask of each: planned before it is asked, all at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from overflight.desk.network.asking import AskedPeer, Question
from overflight.desk.network.node import NodeDesk
from overflight.desk.network.sources import (
    LARGEST_NOTE,
    LogSource,
    claimed_head,
    mirrored,
    own_log,
)
from overflight.errors import RecordError
from overflight.record import party_of

__all__ = ["COMPARED", "Met", "grown", "head_of", "next_log", "others_of", "party_at", "wanted"]

COMPARED = 2
"""So many mirrors are compared of each log in each round."""
_FEW = 512
"""Of so many new entries the bundles are asked for together with what else a round asks."""


@dataclass(frozen=True, slots=True)
class Met:
    """A peer that answered.

    Args:
        peer: The peer.
        note: The newest head of its own log; nothing where it serves none.
        ahead: How many seconds its clock is ahead of ours; nothing for a peer without a clock.
    """

    peer: AskedPeer
    note: bytes | None
    ahead: int | None


def head_of(source: LogSource) -> Question:
    """Return the question for the newest head of a log at a peer."""
    return f"{source.prefix}/checkpoint", LARGEST_NOTE


def grown(desk: NodeDesk, met: Sequence[Met]) -> dict[str, list[Question]]:
    """Return where the entries are that each peer's own log has more than is held, if few."""
    asks: dict[str, list[Question]] = {}
    sizes = desk.mirrors.sizes()
    for each in met:
        try:
            head = claimed_head(each.note or b"")
        except RecordError:
            continue  # told when it is looked at
        start = sizes.get(head.origin, 0)
        if start < head.size <= start + _FEW and head.origin == _newest(desk, each):
            questions = own_log(each.peer, head.origin).bundles(start, head.size)
            asks.setdefault(each.peer.name, []).extend(questions)
    return asks


def _newest(desk: NodeDesk, met: Met) -> str:
    party = party_at(desk, met)
    named = {founder.party for founder in desk.keys.genesis.parties} - {desk.party}
    return desk.keys.newest(party) if party in named else ""


def wanted(
    desk: NodeDesk, parties: Sequence[str], met: Sequence[Met], number: int
) -> dict[str, list[Question]]:
    """Return what a round will ask each peer beside its newest head."""
    asks = grown(desk, met)
    owners = {party_at(desk, each) for each in met if each.note is not None}
    for party in parties:
        others = others_of(party, met, number)
        for origin in desk.keys.logs_of(party):
            for other in others[:COMPARED]:
                head = head_of(mirrored(other.peer, origin))
                asks.setdefault(other.peer.name, []).append(head)
        if party not in owners:
            after = next_log(desk.keys.newest(party))
            for other in others:
                head = head_of(mirrored(other.peer, after))
                asks.setdefault(other.peer.name, []).append(head)
    return asks


def others_of(party: str, met: Sequence[Met], number: int) -> list[Met]:
    """Return the peers that mirror a party's logs, those first that are compared in this round."""
    others = [each for each in met if each.peer.name != party]
    at = number * COMPARED % len(others) if others else 0
    return others[at:] + others[:at]


def party_at(desk: NodeDesk, met: Met) -> str:
    """Return whose log a peer serves as its own: by its name, for a file by what is in it."""
    named = {founder.party for founder in desk.keys.genesis.parties}
    if met.peer.name in named or met.note is None:
        return met.peer.name
    try:
        return party_of(claimed_head(met.note).origin)
    except RecordError:
        return ""


def next_log(origin: str) -> str:
    """Return the origin of the log that would follow another."""
    stem, _, epoch = origin.rpartition("/")
    return f"{stem}/{int(epoch) + 1}"
