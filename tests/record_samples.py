"""Records to test with: rehearsals in memory, and copies that can be tampered with.

>>> record = rehearsed()
>>> put(record, "HU", body={"n": 1}).i
1
>>> copy = Tampered.of(record)
>>> copy.leaves_of["overflight.example/rehearsal/log/hu/1"].pop()[:10]
b'{"payload"'
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from overflight.adapters.clock import SetClock
from overflight.adapters.keys.pem import FileKey, seeded_key
from overflight.adapters.store.heads import sign_head
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.assembly import REHEARSAL_BASE, OpenRecord, rehearsal
from overflight.desk import Signer, signed
from overflight.record import (
    Checkpoint,
    HashTree,
    Json,
    Reference,
    Report,
    Statement,
    TileName,
    leaf_hash,
    log_origin,
    tile_names,
    verify_record,
)

SEED = "tests"
AT = datetime(2003, 5, 8, 9, tzinfo=UTC)
HU, RO = (log_origin(REHEARSAL_BASE, party) for party in ("HU", "RO"))


def key(party: str, name: str) -> FileKey:
    """Return a private key of a party of the rehearsal: ``author-1``, ``log``, ``root-2``."""
    return seeded_key(party, name, SEED)


def rehearsed(parties: Sequence[str] = ("HU", "RO"), seed: str = SEED) -> OpenRecord:
    """Return a record in memory that has just been founded."""
    return rehearsal(parties, SetClock(AT, timedelta(minutes=1)), seed=seed)


def statement(party: str, number: int = 1, body: dict[str, Json] | None = None) -> Statement:
    """Return a statement of a type no chapter knows."""
    return Statement(
        type="of/test/1",
        log=log_origin(REHEARSAL_BASE, party),
        id=sha256(f"{party} {number}".encode()).hexdigest()[:32],
        party=party,
        time=AT,
        body={"n": number} if body is None else body,
    )


def put(
    record: OpenRecord,
    party: str,
    number: int = 1,
    *,
    body: dict[str, Json] | None = None,
    by: Sequence[Signer] = (),
    **changed: object,
) -> Reference:
    """Append one statement, signed by its author or by others, some members changed."""
    said = replace(statement(party, number, body), **changed)  # type: ignore[arg-type]
    leaf = signed(said, by or [record.signers[party]])
    origin = log_origin(REHEARSAL_BASE, party)
    return record.desk.records.append(origin, [leaf])[0]


def filled(count: int = 3) -> OpenRecord:
    """Return a record in which both parties have said something."""
    record = rehearsed()
    for number in range(count):
        put(record, "HU", number)
    put(record, "RO", 0)
    return record


@dataclass
class Tampered:
    """A copy of a record whose every byte can be changed."""

    document: bytes
    leaves_of: dict[str, list[bytes]]
    heads_of: dict[str, list[bytes]]
    tiles_of: dict[str, dict[TileName, bytes]]
    blobs: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, record: OpenRecord) -> Tampered:
        """Copy a record from memory."""
        held = record.desk.records
        assert isinstance(held, MemoryRecords)
        return cls(
            record.genesis,
            {o: list(held.entries(o)) for o in held.origins()},
            {o: list(held.heads(o)) for o in held.origins()},
            {o: dict(held.tiles(o)) for o in held.origins()},
            dict(held._blobs),
        )

    def origins(self) -> tuple[str, ...]:
        """Return the origins held."""
        return tuple(sorted(self.leaves_of))

    def leaves(self, origin: str) -> Iterable[tuple[int, bytes]]:
        """Yield the entries."""
        return enumerate(self.leaves_of[origin])

    def heads(self, origin: str) -> Iterable[bytes]:
        """Yield the heads."""
        return self.heads_of[origin]

    def tiles(self, origin: str) -> Iterable[tuple[TileName, bytes]]:
        """Yield the tiles."""
        return self.tiles_of[origin].items()

    def blob(self, digest: str) -> bytes | None:
        """Return a blob."""
        return self.blobs.get(digest)

    def verify(self) -> Report:
        """Verify this copy against the genesis document everybody has."""
        return verify_record(self, self.document)

    def codes(self) -> set[str]:
        """Return the codes of every fault and of every void entry."""
        report = self.verify()
        void = {c.code for log in report.logs for c in log.void}
        return {problem.code for problem in report.problems} | void

    def seal(self, origin: str, by: Signer | None = None) -> None:
        """Make tiles and one new head over the entries as they are: a cheating log does this."""
        tree = HashTree()
        for leaf in self.leaves_of[origin]:
            tree.push(leaf_hash(leaf))
        party = origin.split("/")[-2].upper()
        head = Checkpoint(origin, tree.size, tree.frontier().root())
        self.heads_of[origin] = [sign_head(head, by or key(party, "log"))]
        self.tiles_of[origin] = {n: tree.tile(n) or b"" for n in tile_names(tree.size)}


def flip(data: bytes, at: int = -1) -> bytes:
    """Return bytes with one bit changed."""
    changed = bytearray(data)
    changed[at] ^= 1
    return bytes(changed)
