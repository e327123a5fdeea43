"""Go's x/mod/sumdb accepts our heads, roots, tiles and proofs; Node's crypto our signatures.

Debian: golang-go golang-golang-x-mod-dev, nodejs. Where one is not installed its tests are skipped
by name and count for nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.record_samples import HU, RO, flip, key, rehearsed, statement

from overflight.adapters.keys.pem import FileKey
from overflight.adapters.store.copies import export_record
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.desk import signed
from overflight.record import (
    STATEMENT_MEDIA_TYPE,
    NoteKey,
    SignatureKind,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    merkle_root,
    nodes_of,
    pae,
    read_envelope,
    read_head,
    spki_of_public,
)

GOPATH = Path("/usr/share/gocode")
SIZES = {HU: 700, RO: 1}
Said = dict[str, object]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an exported record: one log of three tiles, one of a single entry."""
    path = tmp_path_factory.mktemp("go")
    record = rehearsed()
    (path / "genesis.json").write_bytes(record.genesis)
    with SqliteRecords(path / "record.sqlite", {o: log_key(o) for o in SIZES}) as records:
        for origin, size in SIZES.items():
            records.append(origin, list(record.desk.records.entries(origin)), [record.genesis])
            author = key("HU", "author-1")
            records.append(origin, [signed(statement("HU", k), [author]) for k in range(size - 1)])
    export_record(path, path / "wire")
    return path / "wire"


def log_key(origin: str) -> FileKey:
    """Return the private log key of a log."""
    return key(origin.split("/")[-2].upper(), "log")


def vkey(origin: str) -> str:
    """Return the key line of a log."""
    return NoteKey(origin, SignatureKind.LOG, log_key(origin).public).vkey


def leaves(folder: Path) -> list[bytes]:
    """Return the entries of HU."""
    with SqliteRecords(folder.parent / "record.sqlite") as records:
        return list(records.entries(HU))


@pytest.fixture(scope="module")
def go(
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Said], subprocess.CompletedProcess[bytes]]:
    """Return the Go checker, built without network against Debian's x/mod."""
    program = shutil.which("go")
    if program is None or not (GOPATH / "src/golang.org/x/mod/sumdb/tlog").is_dir():
        pytest.skip("Go's x/mod/sumdb: golang-go or golang-golang-x-mod-dev is not installed")
    place = tmp_path_factory.mktemp("checker")
    source = Path(__file__).parent / "go" / "main.go"
    around = {"GO111MODULE": "off", "GOPATH": str(GOPATH), "GOFLAGS": "", "GOPROXY": "off"}
    around |= {"GOCACHE": str(place / "cache"), "CGO_ENABLED": "0", "PATH": os.environ["PATH"]}
    build = [program, "build", "-o", str(place / "check"), str(source)]
    subprocess.run(build, env=around, check=True, timeout=300)

    def check(said: Said) -> subprocess.CompletedProcess[bytes]:
        data = json.dumps(said).encode()
        return subprocess.run(
            [place / "check"], input=data, capture_output=True, check=False, timeout=60
        )

    return check


def base64(data: bytes) -> str:
    """Return bytes as Go and Node read them from JSON."""
    return b64encode(data).decode()


def asked(folder: Path) -> Said:
    """Return the question about HU's log: its key, proofs of ours at and around tile borders."""
    entries = leaves(folder)
    hashes = [leaf_hash(leaf) for leaf in entries]
    node, size = nodes_of(hashes), len(hashes)
    inclusion = [
        {
            "At": at,
            "Hash": base64(hashes[at]),
            "Path": [base64(h) for h in inclusion_proof(at, size, node)],
        }
        for at in (0, 1, 254, 255, 256, 257, 511, 512, size - 1)
    ]
    consistency = [
        {
            "At": at,
            "Hash": base64(merkle_root(entries[:at])),
            "Path": [base64(h) for h in consistency_proof(at, size, node)],
        }
        for at in (1, 2, 3, 255, 256, 257, 512, size - 1, size)
    ]
    return {
        "Folder": str(folder / "log" / "hu" / "1"),
        "Key": vkey(HU),
        "Others": [vkey(RO)],
        "Inclusion": inclusion,
        "Consistency": consistency,
    }


def test_go_accepts_heads_tiles_entries_and_proofs(
    folder: Path, go: Callable[[Said], subprocess.CompletedProcess[bytes]]
) -> None:
    """The Go team's code opens the note, recomputes the root and takes our proofs as its own."""
    done = go(asked(folder))
    assert done.returncode == 0, done.stderr
    head, _ = read_head((folder / "log" / "hu" / "1" / "checkpoint").read_bytes())
    assert json.loads(done.stdout) == {"size": head.size, "root": head.root.hex()}


def test_go_accepts_a_log_of_one_entry(
    folder: Path, go: Callable[[Said], subprocess.CompletedProcess[bytes]]
) -> None:
    """The smallest tree is one, too."""
    done = go({"Folder": str(folder / "log" / "ro" / "1"), "Key": vkey(RO)})
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["checkpoint", "tile/0/001", "tile/1/000.p/2", "tile/entries/001"])
def test_go_tells_a_flipped_bit(
    folder: Path,
    tmp_path: Path,
    go: Callable[[Said], subprocess.CompletedProcess[bytes]],
    name: str,
) -> None:
    """The checker really checks: one bit in any file and it refuses."""
    copy = Path(shutil.copytree(folder, tmp_path / "wire"))
    file = copy / "log" / "hu" / "1" / name
    file.write_bytes(flip(file.read_bytes(), 40))
    said = asked(folder) | {"Folder": str(copy / "log" / "hu" / "1")}
    assert go(said).returncode == 1


@pytest.mark.parametrize("proof", ["Inclusion", "Consistency"])
def test_go_tells_a_wrong_proof(
    folder: Path, go: Callable[[Said], subprocess.CompletedProcess[bytes]], proof: str
) -> None:
    """A hash too few is no proof."""
    said = asked(folder)
    said[proof][3]["Path"].pop()  # type: ignore[index]
    assert go(said).returncode == 1


def test_node_accepts_signatures_of_entries_and_heads(folder: Path) -> None:
    """Node's crypto, which is OpenSSL's Ed25519, accepts every signature and no changed one."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node's crypto: nodejs is not installed")
    public = spki_of_public(key("HU", "author-1").public)
    cases = [
        (public, line.sig, pae(STATEMENT_MEDIA_TYPE, envelope.payload))
        for envelope in map(read_envelope, leaves(folder)[1:])
        for line in envelope.signatures
    ]
    for origin in SIZES:
        path = folder / origin.split("rehearsal/")[1] / "checkpoint"
        _, note = read_head(path.read_bytes())
        spki = spki_of_public(log_key(origin).public)
        cases += [(spki, line.body, note.text.encode()) for line in note.signatures]
    bad = [(spki, flip(sig), message) for spki, sig, message in cases[:9] + cases[-2:]]
    bad += [(spki, sig, flip(message)) for spki, sig, message in cases[:9] + cases[-2:]]
    said = [
        {"key": base64(spki), "sig": base64(sig), "message": base64(message)}
        for spki, sig, message in cases + bad
    ]
    script = Path(__file__).with_name("check_signatures.mjs")
    done = subprocess.run(
        [node, script], input=json.dumps(said).encode(), capture_output=True, check=True, timeout=60
    )
    assert json.loads(done.stdout) == [True] * len(cases) + [False] * len(bad)
    assert len(cases) == SIZES[HU] - 1 + len(SIZES)
