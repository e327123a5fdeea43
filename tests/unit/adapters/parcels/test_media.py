"""Hashing a folder: everything that lies in it, nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from overflight.adapters.parcels.media import hash_file, read_manifest_file, seal_folder
from overflight.errors import SourceError, StoreError
from overflight.release import CHUNK_BYTES, FileHasher, MediaLabels


def test_every_file_is_sealed_once(tmp_path: Path) -> None:
    """Files in folders and hidden ones are part of the medium; empty folders hold nothing."""
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "s" / "t").mkdir(parents=True)
    (tmp_path / "s" / ".hidden").write_bytes(b"2")
    (tmp_path / "nothing").mkdir()
    assert [file.name for file in seal_folder(tmp_path).files] == ["a", "s/.hidden"]


def test_a_file_of_several_blocks_is_hashed_as_a_whole(tmp_path: Path) -> None:
    """The file read in blocks has the hashes of its bytes taken at once."""
    data = b"x" * (2 * CHUNK_BYTES + 7)
    (tmp_path / "a").write_bytes(data)
    hasher = FileHasher()
    hasher.update(data)
    assert hash_file(tmp_path / "a", "a") == hasher.finish("a")


def test_labels_go_to_their_files(tmp_path: Path) -> None:
    """A label is sealed with its file; a label of no file is a mistake and told."""
    (tmp_path / "a").write_bytes(b"1")
    labels = MediaLabels("S1", "S1-a", datetime(2003, 5, 14, tzinfo=UTC))
    assert seal_folder(tmp_path, {"a": labels}).files[0].portion == "S1-a"
    with pytest.raises(SourceError, match="E-LABEL"):
        seal_folder(tmp_path, {"b": labels})


@pytest.mark.parametrize("name", ["none", "file", "empty"])
def test_what_is_no_medium_is_told(name: str, tmp_path: Path) -> None:
    """No folder, a file, an empty folder: nothing to seal."""
    (tmp_path / "file").write_bytes(b"1")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="E-MEDIUM"):
        seal_folder(tmp_path / name)


def test_a_file_that_cannot_be_read_is_a_fault_of_the_store(tmp_path: Path) -> None:
    """A medium that does not read to its end is not sealed."""
    with pytest.raises(StoreError, match="E-READ"):
        hash_file(tmp_path / "gone", "gone")
    with pytest.raises(StoreError, match="E-READ"):
        read_manifest_file(tmp_path / "gone")


def test_a_manifest_file_is_read_back(tmp_path: Path) -> None:
    """What was written is what is read."""
    (tmp_path / "a").write_bytes(b"1")
    manifest = seal_folder(tmp_path)
    (tmp_path / "m").write_bytes(manifest.to_bytes())
    assert read_manifest_file(tmp_path / "m") == manifest
