"""Age packages: one recipient, one layout, whole or not at all."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pyrage
import pytest

from overflight.adapters.parcels.age_format import AgeSink, read_header
from overflight.adapters.parcels.media import seal_folder
from overflight.adapters.parcels.packages import (
    Package,
    hash_package,
    measure_package,
    open_package,
    seal_package,
)
from overflight.errors import SourceError, StoreError, UsageError
from overflight.release import MediaManifest

KEY = pyrage.x25519.Identity.generate()
TO = str(KEY.to_public())


@pytest.fixture
def medium(tmp_path: Path) -> Path:
    """Return a folder with a small, an empty and a large file, and a name in another script."""
    folder = tmp_path / "medium"
    (folder / "strip").mkdir(parents=True)
    (folder / "a.tif").write_bytes(bytes(range(256)) * 12_000)
    (folder / "strip" / "empty").write_bytes(b"")
    (folder / "strip" / "кадр.txt").write_text("1", "utf-8")
    return folder


@pytest.fixture
def packed(medium: Path, tmp_path: Path) -> tuple[MediaManifest, Package]:
    """Return the medium packed into ``p.age``."""
    manifest = seal_folder(medium)
    return manifest, seal_package(manifest, medium, TO, tmp_path / "p.age", sealed=manifest)


def test_what_is_packed_comes_out(packed: tuple[MediaManifest, Package], tmp_path: Path) -> None:
    """The recipient gets every byte, checked, with the manifest of the sealed original."""
    manifest, package = packed
    opened = open_package(tmp_path / "p.age", str(KEY), tmp_path / "out")
    assert opened.manifest == opened.sealed == manifest
    assert opened.strangers == ()
    assert seal_folder(tmp_path / "out") == manifest
    assert measure_package(tmp_path / "p.age") == package
    assert hash_package(tmp_path / "p.age")[:2] == (package.sha256, package.size)


def test_there_is_exactly_one_stanza(packed: tuple[MediaManifest, Package]) -> None:
    """Every party can count one recipient: no grease, no escrow, no second reader."""
    _, package = packed
    assert package.header.stanzas == ("X25519",)
    assert package.header.raw.count(b"\n-> ") == 1
    assert package.header.raw.endswith(b"\n")


def test_a_stock_library_adds_a_stanza_of_its_own() -> None:
    """This is why the header is written here: a grease stanza could hide a second recipient."""
    sealed = pyrage.encrypt(b"", [KEY.to_public()])
    assert len(read_header(sealed, where="p").stanzas) == 2


def test_the_archive_is_plain_ustar_and_always_the_same(
    packed: tuple[MediaManifest, Package], medium: Path, tmp_path: Path
) -> None:
    """Anybody's tar unpacks it, and packing twice gives the same archive inside."""
    manifest, package = packed
    again = seal_package(manifest, medium, TO, tmp_path / "again.age", sealed=manifest)
    assert again.sha256 != package.sha256
    first, second = (
        pyrage.decrypt((tmp_path / name).read_bytes(), [KEY]) for name in ("p.age", "again.age")
    )
    assert first == second
    with tarfile.open(fileobj=io.BytesIO(first), mode="r:") as archive:
        members = archive.getmembers()
    assert [m.name for m in members] == [
        "MANIFEST",
        "SEALED",
        "media/a.tif",
        "media/strip/empty",
        "media/strip/кадр.txt",
    ]
    assert {(m.mtime, m.uid, m.gid, m.mode, m.isreg()) for m in members} == {(0, 0, 0, 0o644, True)}
    assert len(first) % tarfile.RECORDSIZE == 0


def test_a_part_of_a_medium_names_its_original(medium: Path, tmp_path: Path) -> None:
    """A portion carries the manifest it comes from; a file from elsewhere is told."""
    sealed = seal_folder(medium)
    part = MediaManifest(sealed.files[:1])
    seal_package(part, medium, TO, tmp_path / "p.age", sealed=sealed)
    assert open_package(tmp_path / "p.age", str(KEY), tmp_path / "one").strangers == ()
    seal_package(sealed, medium, TO, tmp_path / "q.age", sealed=part)
    strangers = open_package(tmp_path / "q.age", str(KEY), tmp_path / "two").strangers
    assert strangers == ("strip/empty", "strip/кадр.txt")
    seal_package(part, medium, TO, tmp_path / "r.age")
    opened = open_package(tmp_path / "r.age", str(KEY), tmp_path / "three")
    assert opened.sealed is None
    assert opened.strangers == ("a.tif",)


@pytest.mark.parametrize("size", [0, 1, 65_535, 65_536, 65_537, 131_072])
def test_every_length_of_last_chunk_opens(size: int) -> None:
    """Age wants a last chunk that may be full but, except in an empty file, never empty."""
    out = io.BytesIO()
    sink = AgeSink(out, TO)
    for start in range(0, size, 10_000):
        sink.write(bytes(min(10_000, size - start)))
    sink.finish()
    assert pyrage.decrypt(out.getvalue(), [KEY]) == bytes(size)


def test_nothing_is_overwritten(
    packed: tuple[MediaManifest, Package], medium: Path, tmp_path: Path
) -> None:
    """A file or folder that exists is never replaced."""
    with pytest.raises(UsageError, match="E-EXISTS"):
        seal_package(packed[0], medium, TO, tmp_path / "p.age")
    with pytest.raises(UsageError, match="E-EXISTS"):
        open_package(tmp_path / "p.age", str(KEY), medium)


def test_a_changed_file_is_not_packed(medium: Path, tmp_path: Path) -> None:
    """What is sent is what was sealed; nothing half-written is left when it is not."""
    manifest = seal_folder(medium)
    (medium / "a.tif").write_bytes(b"other")
    with pytest.raises(SourceError, match="E-CHANGED"):
        seal_package(manifest, medium, TO, tmp_path / "p.age")
    assert [path.name for path in tmp_path.iterdir()] == ["medium"]


def test_a_missing_file_is_a_fault_of_the_store(medium: Path, tmp_path: Path) -> None:
    """A medium that lost a file is told, and nothing half-written is left."""
    manifest = seal_folder(medium)
    (medium / "a.tif").unlink()
    with pytest.raises(StoreError, match="E-STORE"):
        seal_package(manifest, medium, TO, tmp_path / "p.age")
    assert [path.name for path in tmp_path.iterdir()] == ["medium"]


def test_a_file_too_large_for_the_archive_is_refused(medium: Path, tmp_path: Path) -> None:
    """A ustar header holds sizes below 8 GiB; the refusal comes before a byte is packed."""
    from dataclasses import replace

    manifest = seal_folder(medium)
    huge = MediaManifest((replace(manifest.files[0], size=8**11), *manifest.files[1:]))
    with pytest.raises(SourceError, match="E-SIZE"):
        seal_package(huge, medium, TO, tmp_path / "p.age")


def test_a_missing_package_is_a_fault_of_the_store(tmp_path: Path) -> None:
    """A name that leads nowhere is told as such."""
    with pytest.raises(StoreError):
        measure_package(tmp_path / "none.age")
    with pytest.raises(StoreError):
        open_package(tmp_path / "none.age", str(KEY), tmp_path / "out")


HEAD = b"age-encryption.org/v1\n"
BODY = b"A" * 43
MAC = b"--- " + b"A" * 43 + b"\n"
STANZA = b"-> X25519 " + b"A" * 43 + b"\n" + BODY + b"\n"


@pytest.mark.parametrize(
    "header",
    [
        b"",
        HEAD[:-1],
        HEAD,
        HEAD + MAC,
        HEAD + STANZA,
        HEAD + STANZA + MAC[:-1],
        HEAD + STANZA + b"--- " + b"A" * 42 + b"B\n",
        HEAD + b"-> X25519\n" + b"A" * 64,
        HEAD + b"-> X25519\n" + b"A" * 64 + b"\n" + MAC,
        HEAD + b"-> X25519\nA\n" + MAC,
        HEAD + b"-> X25519\n" + b"A" * 42 + b"B\n" + MAC,
        HEAD + b"-> X25519 \n" + BODY + b"\n" + MAC,
        HEAD.replace(b"\n", b"\r\n") + STANZA + MAC,
        HEAD.replace(b"v1", b"v2") + STANZA + MAC,
        HEAD + b"-> x\n" * 70_000,
    ],
)
def test_a_header_has_one_spelling(header: bytes) -> None:
    """Cut, stretched or spelled otherwise: a header that is not exactly one is no header."""
    with pytest.raises(SourceError, match="E-AGE"):
        read_header(header, where="p")


def test_a_header_ends_with_its_line() -> None:
    """What follows the line with three dashes is not part of it."""
    read = read_header(HEAD + STANZA + MAC + b"-> X25519 a\n", where="p")
    assert read.raw == HEAD + STANZA + MAC
    assert read.stanzas == ("X25519",)


def test_a_place_that_cannot_be_written_is_a_fault_of_the_store(
    packed: tuple[MediaManifest, Package], tmp_path: Path
) -> None:
    """A folder that is not there takes nothing, and nothing is left."""
    with pytest.raises(StoreError):
        open_package(tmp_path / "p.age", str(KEY), tmp_path / "none" / "out")


def test_a_full_disk_is_a_fault_of_the_store(
    packed: tuple[MediaManifest, Package], tmp_path: Path
) -> None:
    """When the disk takes no more while unpacking, that is told, and nothing half-written stays."""
    import resource

    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = sorted(tmp_path.iterdir())
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, old[1]))
    try:
        with pytest.raises(StoreError):
            open_package(tmp_path / "p.age", str(KEY), tmp_path / "out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert sorted(tmp_path.iterdir()) == before
