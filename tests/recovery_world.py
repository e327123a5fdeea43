"""A small network in folders, whose nodes can be lost and set back.

All nodes run in this process and ask each other without sockets; clocks and keys come from a seed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from overflight.adapters.clock import SeededIds, SetClock
from overflight.adapters.keys.pem import FileKey, load_key, seeded_key
from overflight.adapters.node.near_peer import NearPeer
from overflight.adapters.node.wire import Store, serve
from overflight.adapters.store.sqlite_mirror import SqliteMirror
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.assembly import Outside
from overflight.assembly.nodes import new_network
from overflight.desk import Charter
from overflight.desk.network.node import NodeDesk
from overflight.desk.network.recovery import Source
from overflight.desk.network.rounds import run_round
from overflight.desk.record import signed
from overflight.record import (
    NoteKey,
    NoteSigner,
    Reference,
    SignatureKind,
    Statement,
    log_origin,
    mirror_name,
    read_head,
)

BASE = "overflight.example/drill"
SEED = "drill"
START = datetime(2026, 11, 21, tzinfo=UTC)
LATER = {
    "live": (datetime(2026, 11, 22, tzinfo=UTC), timedelta(seconds=1)),
    "after": (datetime(2026, 11, 23, tzinfo=UTC), timedelta(seconds=1)),
}
"""When a network that was founded goes on, and when it goes on once more after a fault."""


@dataclass
class World:
    """The folders of a network, and what it has told the outside so far.

    Args:
        path: Folder with a node's folder for each party.
        parties: Codes of the parties.
        clock: The time.
        ids: Fresh ids.
        tell: Takes a line for each acknowledged statement and each head that was served.
    """

    path: Path
    parties: tuple[str, ...]
    clock: SetClock
    ids: SeededIds
    tell: Callable[[str], object] = str

    def folder(self, party: str) -> Path:
        """Return a node's folder."""
        return self.path / party

    def key(self, party: str, name: str) -> FileKey:
        """Return a private key of a party."""
        return seeded_key(party, name, SEED)

    def fresh(self) -> str:
        """Return a generation not used before."""
        return self.ids.fresh().hex()

    @contextmanager
    def store(self, party: str, *, keys: bool = True) -> Iterator[SqliteRecords]:
        """Open a node's database."""
        logs = {log_origin(BASE, party): self.key(party, "log")} if keys else None
        with SqliteRecords(self.folder(party) / "record.sqlite", logs) as records:
            yield records

    def say(self, party: str, count: int = 1) -> tuple[Reference, ...]:
        """Let a party say something; what is acknowledged is remembered."""
        leaves = []
        for number in range(count):
            said = Statement(
                type="of/test/1",
                log=log_origin(BASE, party),
                id=self.ids.fresh().hex(),
                party=party,
                time=self.clock.now(),
                body={"n": number},
            )
            leaves.append(signed(said, [self.key(party, "author-1")]))
        with self.store(party) as records:
            references = records.append(log_origin(BASE, party), leaves)
        for ref in references:
            self.tell(f"said {ref.o} {ref.i} {ref.h}")
        return references

    @contextmanager
    def sources(self, *asked: str) -> Iterator[tuple[Source, ...]]:
        """Open other parties' nodes to be asked."""
        opened = [SqliteRecords(self.folder(party) / "record.sqlite") for party in asked]
        try:
            yield tuple(
                Source(party, self._near(party, records))
                for party, records in zip(asked, opened, strict=True)
            )
        finally:
            for records in opened:
                records.close()

    def _near(self, party: str, records: SqliteRecords) -> NearPeer:
        document = (self.folder(party) / "genesis.json").read_bytes()
        store = Store.over(records, document, party)
        return NearPeer(party, lambda path: serve(store, path))

    def round(self, *parties: str) -> None:
        """Let nodes pull from each other and cosign, one after the other."""
        for party in parties or self.parties:
            self.visit(party, [other for other in parties or self.parties if other != party])

    def visit(self, party: str, others: Sequence[str]) -> None:
        """Let one node pull from others and cosign."""
        key, name = self.key(party, "mirror"), mirror_name(BASE, party)
        with self.store(party) as records, self.sources(*others) as sources:
            mirror = SqliteMirror(records)
            desk = NodeDesk(
                party=party,
                document=(self.folder(party) / "genesis.json").read_bytes(),
                records=records,
                mirrors=mirror,
                lines=mirror,
                arrivals=mirror,
                by=(NoteSigner(NoteKey(name, SignatureKind.COSIGNATURE, key.public), key.sign),),
                clock=self.clock,
                ids=self.ids,
            )
            run_round(desk, [source.peer for source in sources])
            self.note_heads(records)

    def note_heads(self, records: SqliteRecords) -> None:
        """Tell every head a node serves."""
        for origin in records.origins():
            note = records.checkpoint(origin)
            if note is not None:
                head = read_head(note)[0]
                self.tell(f"head {head.origin} {head.size} {head.root.hex()}")

    def lose(self, party: str) -> None:
        """Destroy a node's disk; its keys, settings and genesis document lie in a safe."""
        folder = self.folder(party)
        for path in folder.iterdir():
            if path.name not in {"keys", "node.json", "genesis.json"}:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def author(self, party: str) -> FileKey:
        """Return the officer's key, from its file."""
        return load_key(self.path / "home" / party / "author-1.pem", party)


def new_world(path: Path, parties: Sequence[str] = ("DE", "FR", "HU", "PL", "RO")) -> World:
    """Found a network and let it mirror itself once."""
    clock, ids = SetClock(START, timedelta(seconds=1)), SeededIds(SEED)
    new_network(
        path,
        Charter("Drill", BASE, (), "0" * 64),
        parties,
        17000,
        Outside(clock=clock, ids=ids, seed=SEED),
    )
    world = World(path, tuple(parties), clock, ids)
    world.round()
    return world


def world_in(
    path: Path, run: str, parties: Sequence[str] = ("DE", "FR", "HU", "PL", "RO")
) -> World:
    """Return the network in a folder, with times and ids not used before.

    Args:
        path: The folder.
        run: Which of the times in ``LATER``.
        parties: Codes of the parties.
    """
    return World(path, tuple(parties), SetClock(*LATER[run]), SeededIds(run))
