"""An ML-DSA-44 nobody here wrote accepts our second signatures: npm's @noble/post-quantum.

``npm ci --ignore-scripts`` in ``tests/authorities/noble`` installs it, at the version and hash its
lock file names. Where it is not installed these tests are skipped by name and count for nothing.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from base64 import b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from tests.record_samples import flip

from overflight.record import (
    Checkpoint,
    NoteKey,
    NoteSigner,
    SignatureKind,
    cosign,
    leaf_hash,
    merkle_root,
    read_note,
    read_vkey,
    subtree_message,
    write_checkpoint,
)

NOBLE = Path(__file__).parent / "noble"
VECTORS = json.loads((NOBLE.parent / "trust_vectors.json").read_bytes())
TIMES = (0, 1_893_456_000, 2**40)
TIME_BYTES = 8
Case = tuple[bytes, bytes, bytes]


def accepted(cases: list[Case]) -> list[bool]:
    """Return what the outside code says of each public key, signature and message."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("@noble/post-quantum: nodejs is not installed")
    if not (NOBLE / "node_modules/@noble/post-quantum").is_dir():
        pytest.skip("@noble/post-quantum: run npm ci --ignore-scripts in tests/authorities/noble")
    names = ("key", "sig", "message")
    said = [
        {name: b64encode(part).decode() for name, part in zip(names, case, strict=True)}
        for case in cases
    ]
    command = [node, str(NOBLE / "check_mldsa.mjs")]
    data = json.dumps(said).encode()
    done = subprocess.run(command, input=data, capture_output=True, check=True, timeout=120)
    return list(json.loads(done.stdout))


def test_noble_accepts_our_cosignatures() -> None:
    """Every 0x06 line we sign is good for it over the message of the format, and no changed one."""
    private = MLDSA44PrivateKey.from_seed_bytes(bytes(range(32)))
    public = private.public_key().public_bytes_raw()
    cases: list[Case] = []
    for name in ("overflight.example/mirror/hu", "overflight.example/log/hu/1"):
        signer = NoteSigner(NoteKey(name, SignatureKind.ML_DSA, public), private.sign)
        for size in (1, 700, 2**40):
            head = Checkpoint("overflight.example/log/hu/1", size, leaf_hash(b"%d" % size))
            text = write_checkpoint(head)
            for time in TIMES:
                line = cosign(text, time, signer)
                # The message, spelled out once more from trust.md section 6.
                message = b"subtree/v1\n\0" + bytes([len(name)]) + name.encode()
                message += time.to_bytes(8, "big") + bytes([len(head.origin)])
                message += head.origin.encode() + bytes(8) + size.to_bytes(8, "big") + head.root
                assert message == subtree_message(name, time, head)
                cases.append((public, line.body[TIME_BYTES:], message))
    bad = [(key, flip(sig, 99), message) for key, sig, message in cases[:6]]
    bad += [(key, sig, flip(message, 20)) for key, sig, message in cases[:6]]
    bad += [(key, sig[:-1], message) for key, sig, message in cases[:2]]
    assert accepted(cases + bad) == [True] * len(cases) + [False] * len(bad)


def test_noble_accepts_the_note_of_the_vectors() -> None:
    """Both 0x06 lines of the published note, by log and mirror, over its five leaves."""
    note = read_note(VECTORS["note_with_mldsa"].encode())
    leaves = [bytes.fromhex(leaf) for leaf in VECTORS["merkle_small"]["leaves_hex"]]
    head = Checkpoint("overflight.example/log/xa", len(leaves), merkle_root(leaves))
    cases: list[Case] = []
    for name in ("log_mldsa_vkey", "mirror_mldsa_vkey"):
        key = read_vkey(VECTORS["keys"][name])
        (line,) = note.lines_of(key)
        time = int.from_bytes(line.body[:TIME_BYTES], "big")
        message = subtree_message(key.name, time, head)
        cases.append((key.public, line.body[TIME_BYTES:], message))
    assert accepted(cases) == [True, True]
