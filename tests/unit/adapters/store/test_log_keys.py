"""The keys a record names for its logs: proofs and evidence follow them through a change."""

from __future__ import annotations

from pathlib import Path

from tests.record_samples import HU, rehearsed
from tests.unit.record.test_keysets import LOG, NEW, ROOTS, first, following, named, say_keys

from overflight.adapters.store.copies import prove_entry
from overflight.adapters.store.heads import sign_head
from overflight.adapters.store.log_keys import log_keys_at
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.adapters.store.record_folder import export_log
from overflight.assembly import REHEARSAL_BASE
from overflight.record import Checkpoint, KeyUse, merkle_root


def test_an_entry_is_proven_with_the_log_key_in_force(tmp_path: Path) -> None:
    """After a change of keys a proof names the new key; evidence may use either."""
    record = rehearsed()
    kept = (k for k in first(record).keys if k.use is not KeyUse.LOG)
    keys = (*kept, named(record, NEW[0], KeyUse.LOG))
    say_keys(record, following(record, keys=keys), ROOTS[:2])
    (tmp_path / "genesis.json").write_bytes(record.genesis)
    records = record.desk.records
    assert isinstance(records, MemoryRecords)
    for origin in records.origins():
        export_log(records, origin, REHEARSAL_BASE, tmp_path)
    leaves = list(records.entries(HU))
    head = Checkpoint(HU, 2, merkle_root(leaves))
    (tmp_path / "log" / "hu" / "1" / "checkpoint").write_bytes(sign_head(head, NEW[0]))
    proof, leaf, key = prove_entry(tmp_path, "HU:1")
    assert (key.public, leaf) == (NEW[0].public, leaves[1])
    assert proof.proves(leaf, key)
    assert [k.public for k in log_keys_at(tmp_path, HU)] == [LOG.public, NEW[0].public]
