"""What others say of forks comes back with their logs: a frozen log is frozen again."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from tests.recovery_world import new_world

from overflight.adapters.node.refilling import refill
from overflight.adapters.store.sqlite_mirror import SqliteMirror
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.desk import Desk
from overflight.desk.record import Draft, attach, say_all
from overflight.record import (
    FORK_MEDIA_TYPE,
    Checkpoint,
    ForkProven,
    NoteKey,
    NoteSigner,
    SignatureKind,
    cosign,
    log_origin,
    prove_fork,
    read_genesis,
    write_checkpoint,
    write_fork,
    write_note,
)


def test_a_frozen_log_is_frozen_again_after_a_total_loss(tmp_path: Path) -> None:
    """The proof is in the log of whoever said it; a mirror that lost its disk must not cosign."""
    world = new_world(tmp_path)
    loser, teller, forker, *_ = world.parties
    world.round()
    document = (world.folder(loser) / "genesis.json").read_bytes()
    genesis = read_genesis(document)
    origin = log_origin(genesis.base, forker)
    key = world.key(forker, "log")
    signer = NoteSigner(NoteKey(origin, SignatureKind.LOG, key.public), key.sign)
    with world.store(teller) as records:
        one = records.checkpoint(origin)
        assert one is not None
        text = write_checkpoint(Checkpoint(origin, 1, b"x" * 32))
        evidence = prove_fork(one, write_note(text, [cosign(text, 0, signer)]))
        assert evidence is not None
        data = write_fork(evidence)
        said = ForkProven(origin, sha256(data).hexdigest())
        draft = Draft(said, att=(attach(data, FORK_MEDIA_TYPE),), blobs=(data,))
        say_all(Desk(records, world.clock, world.ids), world.key(teller, "author-1"), [draft])
    world.round()
    with (
        SqliteRecords(tmp_path / "again.sqlite", write=True) as again,
        world.sources(*world.parties[1:]) as sources,
    ):
        refill(again, document, genesis, loser, sources)
        assert SqliteMirror(again).held(origin).frozen
        assert SqliteMirror(again).proofs() == (data,)
