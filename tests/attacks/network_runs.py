"""Seeded runs of whole regimes of honest nodes over a network, disks and clocks that misbehave.

No alarm may be raised, nothing inconsistent may be cosigned, and when it is quiet again everything
is held everywhere. Nodes say things, do rounds with whom they reach, follow hints, are cut off,
get late answers, die at any write or request and come back with what was on disk, and their clocks
differ by up to a minute.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import timedelta

from tests.network_world import Between, Node, World, origin

from overflight.adapters.clock import SetClock
from overflight.adapters.node.wire import Store
from overflight.adapters.store.memory_mirror import MemoryMirror
from overflight.deadlines import Instant
from overflight.desk.network import Got, Peer, RoundReport
from overflight.record import NoteSignature, merkle_root, read_head

THREE = ("CA", "HU", "RO")


class Crash(Exception):  # noqa: N818 - a power cut, not an error
    """The node's machine stops here."""


class SkewedClock:
    """A machine's clock that is some seconds off.

    Args:
        clock: The true time.
        off: How many seconds this one is ahead.
    """

    def __init__(self, clock: SetClock, off: int) -> None:
        self._clock = clock
        self._off = timedelta(seconds=off)

    def now(self) -> Instant:
        """Return what this machine's clock shows."""
        return self._clock.now() + self._off


class CrashingMirror(MemoryMirror):
    """A mirror in memory whose machine may stop before or after any write."""

    left: int | None = None

    def _point(self) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                self.left = None
                raise Crash

    def take_in(
        self,
        origin: str,
        start: int,
        leaves: Sequence[bytes],
        blobs: Sequence[bytes],
        under: bytes | None = None,
    ) -> None:
        """Keep entries, unless the machine stops."""
        self._point()
        super().take_in(origin, start, leaves, blobs, under)
        self._point()

    def put_cosigned(
        self, origin: str, old: bytes | None, new: bytes, lines: Sequence[NoteSignature]
    ) -> bool:
        """Keep a head, unless the machine stops."""
        self._point()
        kept = super().put_cosigned(origin, old, new, lines)
        self._point()
        return kept

    def keep_head(self, origin: str, note: bytes, lines: Sequence[NoteSignature]) -> None:
        """Keep lines, unless the machine stops."""
        self._point()
        super().keep_head(origin, note, lines)
        self._point()


class LatePeer(Between):
    """A peer whose mirror paths may answer with what they held some time ago, as proxies do."""

    late: dict[str, bytes]

    def get(self, path: str, most: int) -> Got:
        """Ask; a mirrored head may be the one of an earlier question."""
        got = super().get(path, most)
        if path.startswith("mirror/") and path.endswith("/checkpoint") and got.data:
            old = self.late.setdefault(path, got.data)
            if len(self.asked) % 3 == 0:
                return Got(old, got.date)
        return got


class Honest:
    """A world of honest nodes and everything that may happen on a bad day.

    Args:
        parties: Codes of the parties.
        skews: Seconds each party's clock is ahead.
    """

    def __init__(self, parties: Sequence[str] = THREE, skews: Sequence[int] = (0, 0, 0)) -> None:
        self.world = World(parties)
        self.late: dict[tuple[str, str], dict[str, bytes]] = {}
        self.alarms: list[str] = []
        self.cosigned: dict[tuple[str, str], int] = {}
        for party, skew in zip(parties, skews, strict=True):
            self._refit(self.world.node(party), skew)

    def _refit(self, node: Node, skew: int) -> None:
        node.clock = SkewedClock(self.world.clock, skew)  # type: ignore[assignment]
        node.mirror = CrashingMirror(node.records)
        node.store = Store.over(node.records, node.document, node.party, node.mirror)
        node.open()

    def peer(self, asker: str, asked: str) -> Peer:
        """Return a node as another one sees it, late answers and all."""
        between = self.world.between(asker, asked)
        peer = LatePeer(between.near, between.is_cut)
        peer.late = self.late.setdefault((asker, asked), {})
        return peer

    def say(self, party: str, count: int = 1) -> None:
        """Let a party say something."""
        self.world.say(party, count)

    def round(self, party: str, others: Sequence[str], *, dies_at: int | None = None) -> None:
        """Let a node do a round with some others, and perhaps die in it."""
        peers = [self.peer(party, other) for other in others if other != party]
        self._act(party, lambda: self.world.round(party, peers), dies_at)

    def visit(self, party: str, other: str, *, dies_at: int | None = None) -> None:
        """Let a node follow a hint."""
        if party != other:
            self._act(party, lambda: self.world.visit(party, other), dies_at)

    def cut(self, party: str) -> None:
        """Cut a node off, or connect it again."""
        self.world.cut ^= {party}

    def restart(self, party: str) -> None:
        """Start a node anew: it remembers nothing but what was kept."""
        self.world.node(party).open()

    def _act(self, party: str, act: Callable[[], RoundReport], dies_at: int | None) -> None:
        node = self.world.node(party)
        assert isinstance(node.mirror, CrashingMirror)
        node.mirror.left = dies_at
        try:
            report = act()
        except Crash:
            node.open()
        else:
            self.alarms += [f"{party}: {alarm}" for alarm in report.alarms]
        node.mirror.left = None
        self._check(node)

    def _check(self, node: Node) -> None:
        """Hold what a node cosigned to the true logs: no head is another's, none goes back."""
        for party, owner in self.world.nodes.items():
            last = node.mirror.held(origin(party)).last
            size = read_head(last)[0].size if last else 0
            leaves = list(owner.records.entries(origin(party)))
            if last and read_head(last)[0].root != merkle_root(leaves[:size]):
                self.alarms.append(f"{node.party} cosigned another history of {party}")
            if size < self.cosigned.get((node.party, party), 0):
                self.alarms.append(f"{node.party} went back on {party}")
            self.cosigned[node.party, party] = size
        if node.mirror.evidence:
            self.alarms.append(f"{node.party} holds evidence against an honest log")

    def settle(self) -> None:
        """Let the network heal and be quiet for two rounds; then all is held everywhere."""
        self.world.cut.clear()
        self.late.clear()
        for _ in range(2):
            self.world.tick()
            for party in self.world.parties:
                self.round(party, self.world.parties)
        if not self.world.held_everywhere():
            self.alarms.append("not all is held everywhere")


class HonestRun:
    """One run of honest nodes.

    Args:
        seed: Decides everything.
    """

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - places, not secrets
        skews = [self.chance.randrange(-50, 51) for _ in THREE]
        self.honest = Honest(THREE, skews)

    def run(self, steps: int = 10) -> list[str]:
        """Take some steps, settle, and return every alarm and every wrong."""
        for _ in range(steps):
            self.honest.world.tick(self.chance.choice((1, 30, 60, 4000)))
            self.step(self.chance.choice(THREE))
        self.honest.settle()
        return self.honest.alarms

    def step(self, party: str) -> None:
        """Do one thing that happens on an honest day."""
        honest, act = self.honest, self.chance.randrange(7)
        dies = self.chance.randrange(8) if self.chance.random() < 0.3 else None
        if act <= 1:
            honest.say(party, self.chance.choice((1, 1, 2, 5)))
        elif act == 2:
            honest.cut(party)
        elif act == 3:
            honest.restart(party)
        elif act == 4:
            honest.visit(party, self.chance.choice(THREE), dies_at=dies)
        else:
            others = [other for other in THREE if self.chance.random() < 0.8]
            honest.round(party, others, dies_at=dies)
