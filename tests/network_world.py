"""Nodes in memory that serve each other in wire layout, with a network between that may fail.

>>> world = World(("CA", "HU", "RO"))
>>> world.say("HU")
>>> [world.round(party).alarms for party in world.parties]
[(), (), ()]
>>> world.held_everywhere()
True
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from overflight.adapters.clock import SeededIds, SetClock
from overflight.adapters.node.near_peer import NearPeer
from overflight.adapters.node.wire import Store, serve
from overflight.adapters.store.heads import LogSigners
from overflight.adapters.store.memory_mirror import MemoryMirror
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.assembly import REHEARSAL_BASE
from overflight.desk import Signer, signed
from overflight.desk.network import Got, NodeDesk, Peer, RoundReport, run_round, visit
from overflight.errors import SourceError
from overflight.record import NoteKey, NoteSigner, SignatureKind, log_origin, read_head
from tests.mirror_samples import mirror_signer
from tests.record_samples import key, rehearsed, statement

START = datetime(2030, 1, 1, tzinfo=UTC)
FOUR = ("CA", "HU", "RO", "US")


@cache
def founding(parties: tuple[str, ...]) -> tuple[bytes, dict[str, bytes]]:
    """Return the genesis document and entry 0 of each party's log."""
    record = rehearsed(parties)
    logs = {p: log_origin(REHEARSAL_BASE, p) for p in parties}
    return record.genesis, {p: next(iter(record.desk.records.entries(o))) for p, o in logs.items()}


def origin(party: str, epoch: int = 1) -> str:
    """Return the origin of a party's log."""
    return log_origin(REHEARSAL_BASE, party, epoch)


def unreachable(name: str) -> SourceError:
    """Return the fault of a peer that does not answer."""
    return SourceError("E-PEER", where=name, expected="an answer", found="none", remedy="Wait.")


@dataclass
class Between:
    """A peer with something between it and whoever asks: a partition, or a liar.

    Args:
        near: The peer.
        is_cut: Tells whether it can be reached.
        lie: Given the path and what the peer answers, gives what arrives.
    """

    near: Peer
    is_cut: Callable[[], bool] = lambda: False
    lie: Callable[[str, bytes | None], bytes | None] = lambda _, data: data
    hints: int = 0
    asked: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Who it is."""
        return self.near.name

    def get(self, path: str, most: int) -> Got:
        """Ask, unless it is cut off."""
        if self.is_cut():
            raise unreachable(self.name)
        self.asked.append(path)
        got = self.near.get(path, most)
        return Got(self.lie(path, got.data), got.date)

    def hint(self) -> None:
        """Count a hint, unless it is cut off."""
        if self.is_cut():
            raise unreachable(self.name)
        self.hints += 1
        self.near.hint()


class Node:
    """One party's node in memory, its own log founded."""

    def __init__(self, party: str, parties: tuple[str, ...], clock: SetClock) -> None:
        document, first = founding(parties)
        self.party = party
        self.document = document
        self.origin = origin(party)
        self.clock = clock
        self.records = MemoryRecords({self.origin: key(party, "log")})
        self.mirror = MemoryMirror(self.records)
        self.records.append(self.origin, [first[party]], [document])
        self.count = 0
        self.changes: list[bytes] = []
        self.open()
        self.store = Store.over(self.records, document, party, self.mirror)

    def open(self, watch: Signer | None = None) -> NodeDesk:
        """Start, or start again: nothing is remembered but what was kept."""
        self.desk = NodeDesk(
            self.party,
            self.document,
            self.records,
            self.mirror,
            self.mirror,
            self.mirror,
            (mirror_signer(self.party),),
            self.clock,
            SeededIds(self.party),
            watch,
        )
        return self.desk

    def rekey(self, *keys: Signer) -> None:
        """Let these keys together sign the heads of its log from now on."""
        signers = (
            NoteSigner(NoteKey(self.origin, SignatureKind.LOG, k.public), k.sign) for k in keys
        )
        self.records._log_keys[self.origin] = LogSigners(tuple(signers), lambda: 0)

    def leaf(self, body: dict[str, object] | None = None) -> bytes:
        """Return its next statement."""
        self.count += 1
        said = statement(self.party, self.count, body)  # type: ignore[arg-type]
        return signed(said, [key(self.party, "author-1")])

    def say(self, count: int = 1) -> None:
        """Say something, under one new head."""
        self.records.append(self.origin, [self.leaf() for _ in range(count)])

    def peer(self) -> NearPeer:
        """Return the node as others see it."""
        now = lambda: int(self.clock.now().timestamp())  # noqa: E731 - as short as it is
        return NearPeer(self.party, lambda path: serve(self.store, path), now)

    def held(self, party: str) -> int:
        """Return how many entries of a party's log it holds."""
        return self.mirror.held(origin(party)).size

    def cosigned(self, party: str) -> int:
        """Return the size of the last head of a party's log that it cosigned."""
        last = self.mirror.held(origin(party)).last
        return read_head(last)[0].size if last else 0


class World:
    """A regime in memory."""

    def __init__(self, parties: Sequence[str] = FOUR, step: timedelta = timedelta()) -> None:
        self.parties = tuple(parties)
        self.clock = SetClock(START, step)
        self.nodes = {p: Node(p, self.parties, self.clock) for p in self.parties}
        self.cut: set[str] = set()
        self.number = 0

    def node(self, party: str) -> Node:
        """Return a party's node."""
        return self.nodes[party]

    def between(self, asker: str, asked: str) -> Between:
        """Return one party's node as another one sees it."""
        peer = self.nodes[asked].peer()
        return Between(peer, lambda: bool({asker, asked} & self.cut))

    def peers(self, party: str) -> list[Peer]:
        """Return all other nodes as one sees them."""
        return [self.between(party, other) for other in self.parties if other != party]

    def say(self, party: str, count: int = 1) -> None:
        """Let a party say something."""
        self.nodes[party].say(count)

    def tick(self, seconds: int = 60) -> None:
        """Let time pass."""
        self.clock.advance(timedelta(seconds=seconds))

    def round(self, party: str, peers: Iterable[Peer] | None = None) -> RoundReport:
        """Let one node do a round."""
        self.number += 1
        seen = self.peers(party) if peers is None else list(peers)
        return run_round(self.nodes[party].desk, seen, self.number)

    def visit(self, party: str, other: str) -> RoundReport:
        """Let one node follow a hint."""
        return visit(self.nodes[party].desk, [self.between(party, other)])

    def rounds(self, count: int = 1) -> list[RoundReport]:
        """Let every node do some rounds, a minute apart."""
        reports = []
        for _ in range(count):
            self.tick()
            reports += [self.round(party) for party in self.parties]
        return reports

    def held_everywhere(self) -> bool:
        """Tell whether every node holds and has cosigned every entry of every log."""
        sizes = {p: len(list(self.nodes[p].records.entries(origin(p)))) for p in self.parties}
        return all(
            node.held(party) == size and (party == node.party or node.cosigned(party) == size)
            for node in self.nodes.values()
            for party, size in sizes.items()
        )


__all__ = ["FOUR", "START", "Between", "Node", "World", "origin", "unreachable"]
