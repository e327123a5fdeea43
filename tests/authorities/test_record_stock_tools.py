"""Tools nobody here wrote accept what we write: tlog-scales for logs, securesystemslib for DSSE."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.record_samples import HU, RO, flip, key, rehearsed, statement

from overflight.adapters.store.copies import export_record, prove_entry
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.desk import signed
from overflight.record import write_proof

tlog = pytest.importorskip("tlog_scales.tlog", reason="tlog-scales is not installed")
signing = pytest.importorskip("tlog_scales.signing")
ENTRIES = 600


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a record of several tiles, and its export beside it."""
    path = tmp_path_factory.mktemp("stock")
    record = rehearsed()
    (path / "genesis.json").write_bytes(record.genesis)
    keys = {HU: key("HU", "log"), RO: key("RO", "log")}
    with SqliteRecords(path / "record.sqlite", keys) as records:
        for origin in (HU, RO):
            records.append(origin, list(record.desk.records.entries(origin)), [record.genesis])
        author = key("HU", "author-1")
        records.append(HU, [signed(statement("HU", k), [author]) for k in range(ENTRIES - 1)])
    export_record(path, path / "wire")
    return path


def tiles(*words: str) -> bytes:
    """Run the tlog-tiles program of tlog-scales."""
    program = Path(sys.executable).with_name("tlog-tiles")
    return subprocess.run([program, *words], capture_output=True, check=True, timeout=60).stdout


@pytest.mark.parametrize("index", [0, 255, 256, 511, 599])
def test_tlog_scales_makes_the_same_proof_from_our_tiles(folder: Path, index: int) -> None:
    """Tiles, bundles, heads and proofs are those of the C2SP specifications."""
    log = str(folder / "wire" / "log" / "hu" / "1")
    proof, leaf, _ = prove_entry(folder, f"HU:{index}")
    assert tiles("gen-proof", log, str(index)) == write_proof(proof)
    assert tiles("get-leaf", "--check", log, str(index)) == leaf


def test_tlog_scales_verifies_our_heads(folder: Path) -> None:
    """The head is signed as every C2SP client expects, and not under another key."""
    note = (folder / "wire" / "log" / "hu" / "1" / "checkpoint").read_text()
    _, _, log_key = prove_entry(folder, "HU:0")
    head = tlog.Checkpoint.from_text(note)
    head.verify(signing.Vkey.from_string(log_key.vkey))
    _, _, other = prove_entry(folder, "RO:0")
    with pytest.raises(RuntimeError):
        head.verify(signing.Vkey.from_string(other.vkey))


def test_securesystemslib_verifies_our_entries(folder: Path) -> None:
    """A leaf is a plain DSSE file."""
    dsse = pytest.importorskip("securesystemslib.dsse", reason="securesystemslib not installed")
    signer = pytest.importorskip("securesystemslib.signer")
    author = key("HU", "author-1")
    for leaf, good in ((leaf_of(folder), True), (flip(leaf_of(folder), 30), False)):
        envelope = json.loads(leaf)
        kid = envelope["signatures"][0]["keyid"]
        public = {"public": author.public.hex()}
        sslib = signer.SSlibKey(kid, "ed25519", "ed25519", public)
        read = dsse.Envelope.from_dict(envelope)
        if good:
            assert list(read.verify([sslib], 1)) == [kid]
        else:
            with pytest.raises(Exception, match=r"threshold|signature"):
                read.verify([sslib], 1)


def leaf_of(folder: Path) -> bytes:
    """Return an entry of the record."""
    return prove_entry(folder, "HU:7")[1]
