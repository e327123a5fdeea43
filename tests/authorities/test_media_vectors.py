"""The media vectors of the trust core's design, made with other people's code."""

from __future__ import annotations

import json

from tests.shared_data import shared

from overflight.release import FileHasher, MediaManifest


def test_media_vector() -> None:
    """A file of three chunks has the hash, the chunk root and the line the vectors give."""
    vector = json.loads(shared("design", "trust-vectors.json").read_text("utf-8"))["media"]
    hasher = FileHasher()
    pattern = bytes(range(251))
    data = (pattern * (vector["bytes"] // 251 + 1))[: vector["bytes"]]
    hasher.update(data)
    file = hasher.finish("a.tif")
    assert file.sha256 == vector["sha256"]
    assert file.chunk_root == vector["chunk_root"]
    assert file.line.decode() == vector["line"]


def test_manifest_of_one_file_has_its_leaf_as_root() -> None:
    """The manifest root over one line is the RFC 6962 leaf hash of that line, without LF."""
    import hashlib

    hasher = FileHasher()
    hasher.update(b"a")
    manifest = MediaManifest((hasher.finish("a"),))
    line = manifest.to_bytes().split(b"\n")[1]
    assert manifest.root == hashlib.sha256(b"\0" + line).hexdigest()
