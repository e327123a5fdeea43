"""Programs and vectors of others: the stock ``age`` program and the C2SP age vectors."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pyrage
import pytest
from tests.shared_data import shared

from overflight.adapters.parcels.age_format import read_header
from overflight.adapters.parcels.media import seal_folder
from overflight.adapters.parcels.packages import open_package, seal_package
from overflight.errors import SourceError
from overflight.release import recipient_key, recipient_text

KEY = pyrage.x25519.Identity.generate()


def _age() -> str:
    age = shutil.which("age")
    if age is None:
        pytest.skip("the stock program age is not installed")
    return age


def test_the_stock_program_opens_a_package(tmp_path: Path) -> None:
    """Any party opens a parcel with programs we did not write: age, then tar."""
    age = _age()
    medium = tmp_path / "medium"
    medium.mkdir()
    (medium / "frame.tif").write_bytes(bytes(200_000))
    manifest = seal_folder(medium)
    seal_package(manifest, medium, str(KEY.to_public()), tmp_path / "p.age")
    (tmp_path / "key.txt").write_text(f"{KEY}\n")
    arguments = [age, "-d", "-i", "key.txt", "-o", "p.tar", "p.age"]
    subprocess.run(arguments, cwd=tmp_path, check=True)
    subprocess.run(["tar", "xf", "p.tar"], cwd=tmp_path, check=True)
    assert (tmp_path / "media" / "frame.tif").read_bytes() == bytes(200_000)
    assert (tmp_path / "MANIFEST").read_bytes() == manifest.to_bytes()


def test_a_file_of_the_stock_program_has_one_stanza(tmp_path: Path) -> None:
    """The program others use writes what we write: one X25519 stanza and nothing else."""
    age = _age()
    sealed = subprocess.run(
        [age, "-r", str(KEY.to_public())], input=b"a", capture_output=True, check=True
    ).stdout
    assert read_header(sealed, where="p").stanzas == ("X25519",)


def test_a_key_of_the_stock_program_is_read(tmp_path: Path) -> None:
    """What ``age-keygen`` prints is a recipient here, letter for letter."""
    if shutil.which("age-keygen") is None:
        pytest.skip("the stock program age-keygen is not installed")
    subprocess.run(["age-keygen", "-o", "k"], cwd=tmp_path, check=True, capture_output=True)
    made = subprocess.run(
        ["age-keygen", "-y", "k"], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout.strip()
    assert recipient_text(recipient_key(made)) == made


# Vectors whose header is good age v1 although the file is not: the fault lies deeper.
_DEEPER = {"HMAC failure", "payload failure", "no match"}


def _vectors() -> list[tuple[str, dict[str, str], bytes]]:
    read = []
    for path in sorted(shared("data", "crypto", "age").iterdir()):
        head, _, body = path.read_bytes().partition(b"\n\n")
        lines = [line.partition(": ") for line in head.decode().splitlines()]
        read.append((path.name, {name: value for name, _, value in lines}, body))
    return read


def test_headers_of_the_age_vectors() -> None:
    """Of the C2SP vectors every good header is read, and every malformed one refused."""
    told = []
    for name, facts, body in _vectors():
        if "armored" in facts or "compressed" in facts:
            continue
        try:
            read_header(body, where=name)
            read = True
        except SourceError:
            read = False
        expected = facts["expect"] in {"success", *_DEEPER}
        if read != expected and not (read and facts["expect"] == "header failure"):
            told.append((name, facts["expect"], read))
    assert told == []


def test_malformed_headers_of_the_vectors_never_open(tmp_path: Path) -> None:
    """Whatever the header reader lets pass, a parcel that is no good age file does not open."""
    for name, facts, body in _vectors():
        keys = facts.get("identity", "")
        if facts["expect"] == "success" or not keys.startswith("AGE-SECRET-KEY-1"):
            continue
        (tmp_path / name).write_bytes(body)
        with pytest.raises(SourceError):
            open_package(tmp_path / name, keys, tmp_path / "out")
        assert not (tmp_path / "out").exists()
