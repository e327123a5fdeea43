"""The verifier for strangers and the record's own verifier reach the same verdict.

They share no code. Every attack of the other tests is run through both, and thousands of generated
ones; where the two disagree, one of them is wrong.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from importlib import import_module
from typing import Any

import pytest
from tests.attacks.test_record_tampering import *  # noqa: F403 - every attack again, by both
from tests.errors.test_record_bytes import (
    test_verify_never_raises_for_hostile_entries,  # noqa: F401 - the same
)
from tests.record_samples import HU, RO, Tampered, flip, key, put, rehearsed, statement
from tests.unit.record.test_keysets import *  # noqa: F403 - every life of a key again, by both

from overflight.adapters.store.heads import sign_head
from overflight.desk import signed
from overflight.errors import RecordError
from overflight.record import (
    GENESIS,
    KEYS_SET,
    LOG_SUCCEEDED,
    RE_ENROLLED,
    Checkpoint,
    Json,
    Report,
    Seen,
    Standing,
    read_envelope,
    read_head,
    read_statement,
    verify_record,
)
from overflight.record.successions import ASSENTS

stranger: Any = import_module("tools.verify")
SHORT, LONG = 240, 10_000


def exported(copy: Tampered) -> Tampered:
    """Return a copy as an export or bundle shows it: of each log the newest head, and no others.

    Where that head cannot be read, nobody knows where the entries lie.
    """
    heads = {origin: heads[-1:] for origin, heads in copy.heads_of.items()}
    leaves = {o: copy.leaves_of[o] if _readable(heads[o]) else [] for o in copy.leaves_of}
    return replace(copy, heads_of=heads, leaves_of=leaves)


def _readable(notes: list[bytes]) -> bool:
    try:
        return bool([read_head(note) for note in notes])
    except RecordError:
        return False


class AsCopy:
    """A copy of the tests, read as the verifier for strangers reads copies."""

    def __init__(self, copy: Tampered) -> None:
        self._copy = copy
        self.document, self.origins, self.blob = copy.document, copy.origins, copy.blob

    def head(self, origin: str) -> bytes:
        """Return the one head that an export holds."""
        for note in self._copy.heads_of[origin]:
            return note
        raise stranger.Bad("E-HEAD", "none")

    def leaves(self, origin: str) -> Iterator[bytes]:
        """Yield the entries."""
        return iter(self._copy.leaves_of[origin])


def verdict_of_record(report: Report) -> tuple[object, ...]:
    """Return what must be equal, from the record's own verifier.

    The verifier for strangers leaves out the tiles, and says so.
    """
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
            frozenset(p.code for p in log.problems) - {"E-TILE"},
        )
        for log in report.logs
    )
    return report.regime, logs, {p.code for p in report.problems} - {"E-TILE"}


def verdict_of_stranger(copy: Tampered) -> tuple[object, ...]:
    """Return the same from the verifier for strangers."""
    record = stranger.Record(AsCopy(copy))
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
        if type(copy) is Tampered:
            shown = exported(copy)
            report = verify_record(shown, shown.document)
            assert verdict_of_stranger(shown) == verdict_of_record(report)
        return verify_record(copy, copy.document)

    monkeypatch.setattr(Tampered, "verify", verify)


def busy(count: int) -> Tampered:
    """Return a copy with answers, attachments and heads that were seen."""
    record = rehearsed(("DE", "HU", "RO"))
    refs = [put(record, "HU", k) for k in range(count)]
    put(record, "RO", 1, re=(refs[0], refs[-1]))
    note = record.desk.records.checkpoint(HU) or b""
    head, _ = read_head(note)
    seen = (Seen(head.origin, head.size, sha256(note).hexdigest()),)
    leaf = signed(replace(statement("RO", 7), seen=seen), [key("RO", "author-1")])
    record.desk.records.append(RO, [leaf], [note])
    return Tampered.of(record)


@pytest.fixture(scope="module")
def honest() -> Tampered:
    """Return the copy that is tampered with."""
    return busy(9)


Spoil = Callable[[Tampered, str, random.Random], object]


def _flip_one(held: dict[Any, bytes] | list[bytes], chance: random.Random) -> None:
    at = chance.choice(sorted(held) if isinstance(held, dict) else range(len(held)))
    held[at] = flip(held[at], chance.randrange(len(held[at])))


def _drop_one(held: dict[Any, bytes] | list[bytes], chance: random.Random) -> None:
    del held[chance.choice(sorted(held) if isinstance(held, dict) else range(len(held)))]


def _cut(copy: Tampered, origin: str, chance: random.Random) -> None:
    del copy.leaves_of[origin][chance.randrange(len(copy.leaves_of[origin])) :]
    del copy.heads_of[origin][:-1]


def _false_head(copy: Tampered, origin: str, chance: random.Random) -> None:
    size = chance.choice((0, 1, len(copy.leaves_of[origin]), 99, 2**62))
    by = key(chance.choice(("HU", "RO")), chance.choice(("log", "mirror")))
    copy.heads_of[origin].append(sign_head(Checkpoint(origin, size, chance.randbytes(32)), by))


def _false_entry(copy: Tampered, origin: str, chance: random.Random) -> None:
    party = chance.choice(sorted(copy.leaves_of)).split("/")[-2].upper()
    by = key(party, chance.choice(("author-1", "log", "root-1")))
    copy.leaves_of[origin].append(signed(statement(party, chance.randrange(300)), [by]))


def _respelled(copy: Tampered, origin: str, chance: random.Random) -> None:
    leaves = copy.leaves_of[origin]
    at = chance.randrange(len(leaves))
    leaf, cut = leaves[at], chance.randrange(len(leaves[at]))
    leaves[at] = (
        leaf[:cut] + chance.choice([b'"', b"{", b"}", b",", b":", b"0", b"="]) + leaf[cut + 1 :]
    )


def _swap(copy: Tampered, _: str, __: random.Random) -> None:
    copy.leaves_of[HU], copy.leaves_of[RO] = copy.leaves_of[RO], copy.leaves_of[HU]


# What somebody with the disk, or with a log's key, can do.
SPOILS: tuple[Spoil, ...] = (
    lambda copy, o, chance: _flip_one(copy.leaves_of[o], chance),
    lambda copy, o, chance: _flip_one(copy.heads_of[o], chance),
    lambda copy, o, chance: _flip_one(copy.tiles_of[o], chance),
    lambda copy, _, chance: _flip_one(copy.blobs, chance),
    lambda copy, o, chance: _drop_one(copy.leaves_of[o], chance),
    lambda copy, o, chance: _drop_one(copy.heads_of[o], chance),
    lambda copy, o, chance: _drop_one(copy.tiles_of[o], chance),
    lambda copy, _, chance: _drop_one(copy.blobs, chance),
    lambda copy, o, chance: copy.leaves_of[o].insert(0, chance.choice(copy.leaves_of[o])),
    lambda copy, o, chance: copy.leaves_of[o].append(chance.choice(copy.leaves_of[o])),
    lambda copy, o, chance: copy.leaves_of[o].append(chance.randbytes(chance.randrange(200))),
    lambda copy, o, chance: chance.shuffle(copy.leaves_of[o]),
    _cut,
    _false_head,
    _false_entry,
    _respelled,
    _swap,
)


def spoil(copy: Tampered, chance: random.Random) -> None:
    """Do one thing to a copy, and often let the log sign what came of it."""
    origin = chance.choice(sorted(copy.leaves_of))
    try:
        chance.choice(SPOILS)(copy, origin, chance)
    except (IndexError, ValueError):
        return  # there was nothing left to spoil
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
    assert [log.valid for log in report.logs] == [1, 10, 3]
    assert not any(c for log in report.logs for c in (*log.void, *log.contested))


@pytest.mark.parametrize("kind", sorted({LOG_SUCCEEDED, RE_ENROLLED, *ASSENTS, KEYS_SET, GENESIS}))
@pytest.mark.parametrize("body", ["assent", "succession", "nothing"])
def test_statements_about_logs_that_follow(kind: str, body: str) -> None:
    """In a first log they count alike for both, in their form and out of it."""
    record = rehearsed()
    first = read_statement(read_envelope(next(record.desk.records.entries(HU))).payload)
    bodies: dict[str, dict[str, Json]] = {
        "assent": {"party": "RO", "log": RO, "keys": "0" * 64},
        "succession": {"origin": RO, "n": 1, "root": "0" * 64, "keys": first.body["keys"]},
        "nothing": {},
    }
    put(record, "HU", 1, body=bodies[body], type=kind)
    put(record, "HU", 2, body=bodies[body], type=kind, by=[key("HU", f"root-{k}") for k in (1, 2)])
    assert not Tampered.of(record).verify().problems


def test_a_log_that_follows_another_is_said_not_to_be_followed() -> None:
    """The verifier for strangers says what it cannot judge; it never passes it over."""
    copy = Tampered.of(rehearsed())
    second = HU[:-1] + "2"
    copy.leaves_of[second], copy.heads_of[second] = copy.leaves_of[HU], copy.heads_of[HU]
    copy.tiles_of[second] = copy.tiles_of[HU]
    faults = stranger.Record(AsCopy(copy)).all_faults()
    assert "E-EPOCH" in {code for code, _, _ in faults}


def test_tampering_across_tiles() -> None:
    """A few of them where a log has a full tile and one of the next level."""
    _agree(busy(258), range(6))


def _agree(honest: Tampered, seeds: range) -> None:
    told = 0
    for seed in seeds:
        copy = tampered(honest, seed)
        report = copy.verify()
        told += bool(report.problems) or any(
            c.standing is not Standing.VALID for log in report.logs for c in log.void
        )
    assert told > 0.5 * len(seeds)


def test_generated_tampering(honest: Tampered) -> None:
    """Hundreds of seeded tamperings: the same faults, the same void entries, the same roots."""
    _agree(honest, range(SHORT))


@pytest.mark.slow
def test_much_generated_tampering(honest: Tampered) -> None:
    """The same by the thousand."""
    _agree(honest, range(SHORT, SHORT + LONG))
