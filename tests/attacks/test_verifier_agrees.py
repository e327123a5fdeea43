"""The verifier for strangers and the record's own verifier reach the same verdict.

They share no code. Every attack of the other tests is run through both, and thousands of generated
ones; where the two disagree, one of them is wrong.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from tests.attacks.test_record_tampering import *  # noqa: F403 - every attack again, by both
from tests.errors.test_record_bytes import (
    test_verify_never_raises_for_hostile_entries,  # noqa: F401 - the same
)
from tests.record_samples import HU, RO, SEED, Tampered, flip, key, put, rehearsed, statement
from tests.unit.record.test_keysets import *  # noqa: F403 - every life of a key again, by both
from tools import verify as stranger

from overflight.adapters.heads import sign_head
from overflight.desk import signed
from overflight.record import (
    Checkpoint,
    Report,
    Seen,
    Standing,
    TileName,
    read_head,
    read_tile_path,
    verify_record,
)

SHORT, LONG = 300, 10_000


class AsCopy:
    """A copy of the tests, read as the verifier for strangers reads copies."""

    def __init__(self, copy: Any, document: bytes | None) -> None:
        self._copy = copy
        self.document = document

    def __getattr__(self, name: str) -> Any:
        return getattr(self._copy, name)

    def leaves(self, origin: str) -> Iterator[tuple[int, bytes]]:
        """Yield the entries."""
        return iter(self._copy.leaves(origin))

    def tile(self, origin: str, path: str, place: tuple[int, int, int]) -> bytes | None:
        """Return a tile; its path and its place must name the same."""
        name = TileName(*place)
        assert read_tile_path(path) == name
        return dict(self._copy.tiles(origin)).get(name)


def verdict_of_record(report: Report) -> tuple[object, ...]:
    """Return what must be equal, from the record's own verifier."""
    tiles = {p.where for p in report.problems if "no tile beyond" in p.expected}
    faults = {p.code for p in report.problems if p.where not in tiles}
    logs = tuple(
        (
            log.head.origin,
            log.party,
            log.head.size,
            log.head.root.hex(),
            log.valid,
            tuple(c.ref.i for c in log.contested),
            tuple((c.ref.i, c.code) for c in log.void),
            log.cosigners,
            log.absent,
            frozenset(p.code for p in log.problems if p.where not in tiles),
        )
        for log in report.logs
    )
    return report.regime, logs, faults


def verdict_of_stranger(copy: object, document: bytes | None) -> tuple[object, ...]:
    """Return the same from the verifier for strangers."""
    record = stranger.Record(AsCopy(copy, document))
    logs = tuple(
        (
            log.origin,
            log.party,
            log.tree.size,
            log.tree.root(log.tree.size).hex(),
            len(log.good) - len(log.contested),
            tuple(log.contested),
            tuple((index, code) for index, code, _ in log.void),
            tuple(log.cosigners),
            log.absent,
            frozenset(code for code, _, _ in log.faults),
        )
        for log in record.logs.values()
    )
    faults = {code for code, _, _ in record.all_faults()}
    return (record.regime.hash[:16] if record.regime else ""), logs, faults


@pytest.fixture(autouse=True)
def both(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every verification of a copy in this file be done by both, and be the same."""

    def verify(copy: Tampered) -> Report:
        report = verify_record(copy, copy.document)
        if type(copy) is Tampered:
            assert verdict_of_stranger(copy, copy.document) == verdict_of_record(report)
            named = verify_record(copy)
            assert verdict_of_stranger(copy, None) == verdict_of_record(named)
        return report

    monkeypatch.setattr(Tampered, "verify", verify)


def busy(seed: str = SEED) -> Tampered:
    """Return a copy with answers, attachments, heads that were seen, and a full tile."""
    record = rehearsed(("DE", "HU", "RO"), seed)
    refs = [put(record, "HU", k) for k in range(258)]
    put(record, "RO", 1, re=(refs[0], refs[256]))
    note = record.desk.records.checkpoint(HU) or b""
    head, _ = read_head(note)
    from hashlib import sha256

    seen = (Seen(head.origin, head.size, sha256(note).hexdigest()),)
    from dataclasses import replace

    leaf = signed(replace(statement("RO", 7), seen=seen), [key("RO", "author-1")])
    record.desk.records.append(RO, [leaf], [note])
    return Tampered.of(record)


@pytest.fixture(scope="module")
def honest() -> Tampered:
    """Return the copy that is tampered with."""
    return busy()


def spoil(copy: Tampered, chance: random.Random) -> None:
    """Do one thing to a copy that somebody with the disk, or with a log's key, can do."""
    origin = chance.choice(sorted(copy.leaves_of))
    leaves, heads, tiles = copy.leaves_of[origin], copy.heads_of[origin], copy.tiles_of[origin]
    at = chance.randrange(len(leaves)) if leaves else 0
    name = chance.choice(sorted(tiles)) if tiles else None
    act = chance.randrange(16)
    if act == 0 and leaves:
        leaves[at] = flip(leaves[at], chance.randrange(len(leaves[at])))
    elif act == 1 and leaves:
        del leaves[at]
    elif act == 2 and leaves:
        leaves.insert(at, chance.choice(leaves))
    elif act == 3:
        chance.shuffle(leaves)
    elif act == 4:
        del leaves[at:], heads[:-1]
    elif act == 5 and heads:
        heads[-1] = flip(heads[-1], chance.randrange(len(heads[-1])))
    elif act == 6 and heads:
        del heads[chance.randrange(len(heads)) :]
    elif act == 7 and name:
        tiles[name] = flip(tiles[name], chance.randrange(len(tiles[name])))
    elif act == 8 and name:
        del tiles[name]
    elif act == 9 and copy.blobs:
        digest = chance.choice(sorted(copy.blobs))
        copy.blobs[digest] = flip(copy.blobs[digest], chance.randrange(len(copy.blobs[digest])))
    elif act == 10 and copy.blobs:
        del copy.blobs[chance.choice(sorted(copy.blobs))]
    elif act == 11:
        size = chance.choice((0, 1, len(leaves), len(leaves) + 1, 2**62))
        by = key(chance.choice(("HU", "RO")), chance.choice(("log", "mirror")))
        heads.append(sign_head(Checkpoint(origin, size, chance.randbytes(32)), by))
    elif act == 12:
        other = chance.choice(sorted(copy.leaves_of))
        party = other.split("/")[-2].upper()
        by = key(party, chance.choice(("author-1", "log", "root-1")))
        leaves.append(signed(statement(party, chance.randrange(300)), [by]))
    elif act == 13:
        leaves.append(chance.randbytes(chance.randrange(200)))
    elif act == 14:
        copy.leaves_of[HU], copy.leaves_of[RO] = copy.leaves_of[RO], copy.leaves_of[HU]
    elif act == 15 and leaves:
        text = leaves[at].decode("latin-1")
        cut = chance.randrange(len(text))
        leaves[at] = (text[:cut] + chance.choice('"{}[],:0aA= \\') + text[cut + 1 :]).encode("latin-1")
    if chance.random() < 0.6:
        copy.seal(origin)


def tampered(honest: Tampered, seed: int) -> Tampered:
    """Return a copy with one to three things done to it."""
    chance = random.Random(seed)  # noqa: S311 - places, not secrets
    copy = Tampered(
        honest.document,
        {o: list(leaves) for o, leaves in honest.leaves_of.items()},
        {o: list(heads) for o, heads in honest.heads_of.items()},
        {o: dict(tiles) for o, tiles in honest.tiles_of.items()},
        dict(honest.blobs),
    )
    for _ in range(chance.randrange(1, 4)):
        spoil(copy, chance)
    return copy


def test_the_honest_copy_holds_for_both(honest: Tampered) -> None:
    """Without tampering both find nothing, else the rest proves nothing."""
    report = honest.verify()
    assert not report.problems
    assert [log.valid for log in report.logs] == [1, 259, 3]
    assert not any(c for log in report.logs for c in (*log.void, *log.contested))


def _agree(honest: Tampered, seeds: range) -> None:
    told = 0
    for seed in seeds:
        copy = tampered(honest, seed)
        report = copy.verify()
        told += bool(report.problems) or any(
            c.standing is not Standing.VALID for log in report.logs for c in log.void
        )
    assert told > 0.8 * len(seeds)


def test_generated_tampering(honest: Tampered) -> None:
    """Hundreds of seeded tamperings: the same faults, the same void entries, the same roots."""
    _agree(honest, range(SHORT))


@pytest.mark.slow
def test_much_generated_tampering(honest: Tampered) -> None:
    """The same by the thousand."""
    _agree(honest, range(SHORT, SHORT + LONG))
