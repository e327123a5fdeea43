"""A whole regime in one process: real stores, real rounds, a simulated network, virtual time.

Every node is a ``NodeDesk`` over a record in SQLite or in memory, as a serving node is. Only the
network and the clocks are made up: each question waits for its way there and back, some are lost,
and clocks differ. The same seed gives the same run.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from overflight.adapters.clock import SeededIds
from overflight.adapters.keys.pem import AUTHOR, LOG, MIRROR, FileKey, seeded_key
from overflight.adapters.node.folder import HOME_NAMES, WATCH, node_founder
from overflight.adapters.node.hinting import EACH_S, HintPace, PacedPeer
from overflight.adapters.node.loop import LOOK_S, SPREAD
from overflight.adapters.node.virtual import VirtualTime, Worker
from overflight.adapters.node.weather import Held, HintBucket, Load, SkewedClock, Weather
from overflight.adapters.node.wire import Store, serve
from overflight.adapters.store.memory_mirror import MemoryMirror
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.adapters.store.sqlite_mirror import SqliteMirror
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.desk import Charter, Desk, begin_log, charter_document, founder_of, say_all
from overflight.desk.network.node import NodeDesk
from overflight.desk.network.own import cosign_own
from overflight.desk.network.ports import Got, Peer
from overflight.desk.network.rounds import RoundReport, run_round, visit
from overflight.desk.record import Draft
from overflight.errors import SourceError
from overflight.record import (
    NoteKey,
    NoteSigner,
    SignatureKind,
    line_claim,
    log_origin,
    mirror_name,
    party_of,
    read_head,
)

__all__ = ["SimulatedRegime"]

BASE = "overflight.example/simulated"
REQUEST_BYTES = 300
"""About what a question takes on the wire; added to the bytes of its answer."""


@dataclass(slots=True)
class _Node:
    """One node of the simulation."""

    party: str
    desk: NodeDesk
    author: FileKey
    store: Store
    rng: random.Random
    worker: Worker | None = None
    hints: dict[str, None] = field(default_factory=dict)
    buckets: dict[str, HintBucket] = field(default_factory=dict)
    waiting: list[tuple[int, float]] = field(default_factory=list)
    spent_s: float | None = None
    receiving_s: float = 0.0

    def wait(self, seconds: float) -> None:
        """Let virtual time pass; while many are asked together, for the one asked now only."""
        if self.spent_s is not None:
            self.spent_s += seconds
        elif self.worker is not None:
            self.worker.wait(seconds)

    def receive(self, size: int, bytes_per_s: float) -> None:
        """Let bytes come in; those of many who are asked together share the line."""
        self.receiving_s += size / bytes_per_s
        self.wait(size / bytes_per_s)

    def together(self, waits: Sequence[Callable[[], None]]) -> None:
        """Ask many at the same time: the slowest answer decides how long it takes.

        All answers are of the instant at which the questions are asked: a little older than what
        a real network would bring, never newer.
        """
        longest = self.receiving_s = 0.0
        for wait in waits:
            self.spent_s = 0.0
            wait()
            longest = max(longest, self.spent_s)
        self.spent_s = None
        self.wait(max(longest, self.receiving_s))


class _SimulatedPeer:
    """Another node over the simulated network."""

    def __init__(self, regime: SimulatedRegime, caller: _Node, called: _Node) -> None:
        self._regime = regime
        self._caller = caller
        self._called = called

    @property
    def name(self) -> str:
        return self._called.party

    def get(self, path: str, most: int) -> Got:
        """Ask for the bytes at a path; virtual time passes."""
        weather, caller = self._regime.weather, self._caller
        rng = caller.rng
        if rng.random() < weather.lost:
            caller.wait(weather.silence_s)
            raise _no_answer(self.name, path, "lost")
        caller.wait(rng.uniform(*weather.one_way_s))
        data = serve(self._called.store, path)
        size = len(data or b"")
        self._regime.moved += size + REQUEST_BYTES
        self._regime.asked += 1
        caller.wait(rng.uniform(*weather.one_way_s))
        caller.receive(size, weather.bytes_per_s)
        if size > most:
            raise _no_answer(self.name, path, "too much")
        return Got(data, self._called.desk.now())

    def hint(self) -> None:
        """Tell the peer that there is something new here; nobody waits for it."""
        regime, caller = self._regime, self._caller
        regime.moved += REQUEST_BYTES
        if caller.rng.random() < regime.weather.lost:
            return
        delay = caller.rng.uniform(*regime.weather.one_way_s)
        regime.hint(self._called, caller.party, delay)


def _no_answer(name: str, path: str, found: str) -> SourceError:
    return SourceError(
        "E-PEER",
        where=f"{name}, {path}",
        expected="an answer",
        found=found,
        remedy="Nothing was taken; it is asked again in the next round.",
    )


class SimulatedRegime:
    """All nodes of a regime, founded and ready to run.

    Args:
        parties: Codes of the parties.
        seed: Any number; the same number gives the same run.
        weather: What the network is like.
        interval_s: Seconds from one round to the next.
        folder: Where each node keeps its SQLite file; in memory if not given.
    """

    def __init__(
        self,
        parties: Sequence[str],
        seed: int,
        weather: Weather,
        interval_s: float = 60.0,
        folder: Path | None = None,
    ) -> None:
        self.weather = weather
        self.time = VirtualTime()
        self.moved = 0
        self.asked = 0
        self.rounds = 0
        self.held: list[Held] = []
        self.alarms: list[str] = []
        self.codes: dict[str, int] = {}
        self._interval_s = interval_s
        self._rng = random.Random(seed)  # noqa: S311 - a simulation repeats
        self._keys = {p: _keys(p, str(seed)) for p in parties}
        founders = [founder_of(node_founder(keys)) for keys in self._keys.values()]
        charter = Charter("Simulated regime", BASE, (), "0" * 64)
        self._document = charter_document(charter, founders)
        self.nodes = {party: self._node(party, folder) for party in parties}

    def _node(self, party: str, folder: Path | None) -> _Node:
        keys, origin = self._keys[party], log_origin(BASE, party)
        skew = timedelta(seconds=self._rng.uniform(-self.weather.skew_s, self.weather.skew_s))
        clock, ids = SkewedClock(self.time, skew), SeededIds(f"{party} {self._rng.random()}")
        records: SqliteRecords | MemoryRecords
        mirror: SqliteMirror | MemoryMirror
        if folder is None:
            records = MemoryRecords({origin: keys[LOG]})
            mirror = memory = MemoryMirror(records)
            store = Store.over(records, self._document, party, memory)
        else:
            records = SqliteRecords(folder / f"{party}.sqlite", {origin: keys[LOG]}, _connect)
            mirror = SqliteMirror(records)
            store = Store.over(records, self._document, party)
        by = NoteKey(mirror_name(BASE, party), SignatureKind.COSIGNATURE, keys[MIRROR].public)
        desk = NodeDesk(
            party,
            self._document,
            records,
            mirror,
            mirror,
            mirror,
            (NoteSigner(by, keys[MIRROR].sign),),
            clock,
            ids,
            keys[WATCH],
        )
        begin_log(Desk(records, clock, ids), self._document, node_founder(keys))
        rng = random.Random(self._rng.random())  # noqa: S311 - a simulation repeats
        return _Node(party, desk, keys[AUTHOR], store, rng)

    def close(self) -> None:
        """Close the files of all nodes."""
        for node in self.nodes.values():
            if isinstance(node.desk.records, SqliteRecords):
                node.desk.records.close()

    def run(self, load: Load, most_s: float) -> float:
        """Run until every statement is held by all, or for a span of virtual time.

        Args:
            load: What is said; it begins when every node holds the beginnings of all others.
            most_s: The longest span after the load has begun.

        Returns:
            The CPU seconds from the first statement on.
        """
        for node in self.nodes.values():
            node.waiting.append((0, 0.0))
            node.worker = self.time.add(self._work(node), node.party)
        founded = len(self.nodes)
        begun = [0.0]

        def speak(worker: Worker) -> None:
            while len(self.held) < founded:
                worker.wait(1.0)
            worker.wait(self._interval_s)  # the hints of the founding have been taken by then
            self.held.clear()
            self.moved = self.asked = self.rounds = 0
            begun[0] = time.process_time()
            self._speak(worker, load)

        def enough() -> bool:
            return begun[0] > 0 and len(self.held) >= load.statements

        self.time.add(speak, "speakers")
        self.time.run(most_s, enough)
        return time.process_time() - begun[0]

    def _speak(self, worker: Worker, load: Load) -> None:
        parties = list(self.nodes.values())
        for number in range(load.statements):
            if number >= load.at_once:
                worker.wait(load.each_s)
            node = parties[number % len(parties)]
            desk = Desk(node.desk.records, node.desk.clock, node.desk.ids)
            said = say_all(desk, node.author, [Draft(load.fact(number, node.party))])
            node.waiting += [(ref.i, self.time.now) for ref in said]
            self.wake(node, LOOK_S)

    def wake(self, node: _Node, delay: float) -> None:
        """Let an idle node look up after a while."""
        worker = node.worker
        if worker is not None and worker.is_idle:
            self.time.wake(worker, self.time.now + delay)

    def hint(self, node: _Node, party: str, delay: float) -> None:
        """Bring a hint to a node, if it takes more of them from this party."""
        if node.buckets.setdefault(party, HintBucket()).take(self.time.now):
            node.hints[party] = None
            self.wake(node, delay)

    def _work(self, node: _Node) -> Callable[[Worker], None]:
        """Return what a node does: the loop of a serving node, in virtual time."""
        others = {p: n for p, n in self.nodes.items() if n is not node}
        pace = HintPace(lambda: self.time.now)
        peers = {p: PacedPeer(_SimulatedPeer(self, node, n), pace) for p, n in others.items()}

        def work(worker: Worker) -> None:
            size, number = 1, 0
            next_at = self.time.now + node.rng.uniform(0, min(5.0, self._interval_s))
            while True:
                if self.time.now >= next_at:
                    cosign_own(node.desk)
                    self._note(node, _round(node, peers, number))
                    number += 1
                    self.rounds += 1
                    spread = node.rng.uniform(1 - SPREAD, 1 + SPREAD)
                    next_at = self.time.now + self._interval_s * spread
                hints, node.hints = tuple(node.hints), {}
                if hints:
                    hinted = [peers[party] for party in hints]
                    self._note(node, visit(node.desk, hinted, node.together))
                grown = _own_size(node)
                if grown != size:
                    size = grown
                    cosign_own(node.desk)
                    for peer in peers.values():
                        peer.hint()
                pace.catch_up()
                if not node.hints:
                    left = max(0.0, next_at - self.time.now)
                    worker.wait(min(left, EACH_S) if pace.waits else left, idle=True)

        return work

    def _note(self, node: _Node, report: RoundReport) -> None:
        """Note what went wrong, and which of a node's statements are held by all now."""
        for outcome in report.outcomes:
            self.codes[outcome.code] = self.codes.get(outcome.code, 0) + 1
            if outcome.alarm:
                log = party_of(outcome.origin) if outcome.origin else outcome.peer
                self.alarms.append(f"{outcome.code} {log} at {node.party}: {outcome.found}")
        if not node.waiting:
            return
        best: dict[str, int] = {}
        for size, line in node.desk.lines.lines(node.desk.own):
            if line_claim(line)[0] == SignatureKind.COSIGNATURE:
                best[line.name] = max(size, best.get(line.name, 0))
        least = min(best.values()) if len(best) == len(self.nodes) else 0
        done = [(index, at) for index, at in node.waiting if index < least]
        node.waiting = [each for each in node.waiting if each[0] >= least]
        self.held += [Held(node.party, index, at, self.time.now) for index, at in done]


def _round(node: _Node, peers: Mapping[str, Peer], number: int) -> RoundReport:
    return run_round(node.desk, list(peers.values()), number, node.together)


def _own_size(node: _Node) -> int:
    note = node.desk.records.checkpoint(node.desk.own)
    return read_head(note)[0].size if note else 0


def _keys(party: str, seed: str) -> dict[str, FileKey]:
    return {name: seeded_key(party, name, f"simulated {seed}") for name in HOME_NAMES}


def _connect(address: str) -> sqlite3.Connection:
    """Open a connection that many threads use, of which one runs at a time."""
    return sqlite3.connect(address, isolation_level=None, uri=True, check_same_thread=False)
