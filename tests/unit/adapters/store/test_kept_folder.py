"""What is kept beside a record on disk: sealed by one user's program, and never a fault."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from overflight.adapters.store.copies import RECORD_FILE
from overflight.adapters.store.kept_folder import FOLDED, KeptFolder, kept_beside

SECRET = b"s" * 32


def kept_at(folder: Path, secret: bytes = SECRET, program: str = "overflight 1") -> KeptFolder:
    """Return what is kept beside a record, with a secret and a program of a test."""
    return KeptFolder(folder, secret, program)


def aged(path: Path) -> Path:
    """Return a file that nobody has written for a while."""
    time.sleep(0.06)
    return path


def test_what_is_put_comes_back(tmp_path: Path) -> None:
    """Bytes come back as they were put, by the same program and secret only."""
    kept = kept_at(tmp_path)
    assert kept.get("facts") is None
    assert kept.put("facts", b"one")
    assert kept.put("facts", b"two")
    assert kept.get("facts") == b"two"
    assert kept.get("standings") is None
    assert kept_at(tmp_path, b"t" * 32).get("facts") is None
    assert kept_at(tmp_path, program="overflight 2").get("facts") is None


def test_names_are_part_of_the_seal(tmp_path: Path) -> None:
    """A file put under another name is not what that name promises."""
    kept = kept_at(tmp_path)
    kept.put("facts", b"one")
    folder = tmp_path / FOLDED
    (folder / "facts.kept").replace(folder / "signatures.kept")
    assert kept.get("signatures") is None
    assert [file.sealed for file in kept.files()] == [False]


def test_the_state_follows_the_files(tmp_path: Path) -> None:
    """Every change of the database or its log is another state; right after one there is none."""
    kept, file = kept_at(tmp_path), tmp_path / RECORD_FILE
    assert kept.state() == "none none"
    file.write_bytes(b"one")
    assert kept.state() == ""
    aged(file)
    first = kept.state()
    assert first
    assert kept.state() == first
    (tmp_path / f"{RECORD_FILE}-wal").touch()
    assert kept.state() == first
    status = file.stat()
    file.write_bytes(b"two")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    aged(file)
    assert kept.state() not in {first, ""}


def test_a_record_that_cannot_be_looked_at_has_no_state(tmp_path: Path) -> None:
    """Where the files cannot be told apart from others, nothing is kept or given."""
    (tmp_path / "file").touch()
    assert kept_at(tmp_path / "file").state() == ""


def test_deleting_deletes_what_is_ours(tmp_path: Path) -> None:
    """All that is kept goes, and what a killed process left; nothing else in the folder does."""
    kept = kept_at(tmp_path)
    assert kept.delete() == 0
    kept.put("facts", b"one")
    folder = tmp_path / FOLDED
    (folder / ".facts.x.waiting").touch()
    (folder / "note.txt").touch()
    assert kept.delete() == 2
    assert [path.name for path in folder.iterdir()] == ["note.txt"]
    (folder / "note.txt").unlink()
    kept.put("facts", b"one")
    assert kept.delete() == 1
    assert not folder.exists()


def test_the_secret_is_made_once_and_only_its_owner_may_read_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A secret that others could read seals nothing; one of another length is none."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    first = kept_beside(tmp_path)
    assert first is not None
    assert first.put("facts", b"one")
    again = kept_beside(tmp_path)
    assert again is not None
    assert again.get("facts") == b"one"
    (secret,) = (tmp_path / "state" / "overflight").iterdir()
    assert secret.stat().st_mode & 0o777 == 0o600
    assert len(secret.read_bytes()) == 32
    secret.chmod(0o640)
    assert kept_beside(tmp_path) is None
    secret.chmod(0o600)
    secret.write_bytes(b"short")
    assert kept_beside(tmp_path) is None
    secret.unlink()
    secret.symlink_to(tmp_path / FOLDED / "facts.kept")
    assert kept_beside(tmp_path) is None


def test_no_home_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no place for a secret nothing is kept, and nothing fails."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    assert kept_beside(tmp_path) is None
