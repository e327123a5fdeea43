"""Attacks on seals and parcels: each one is told, and nothing is half-written."""

from __future__ import annotations

import io
import os
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyrage
import pytest
from tests.release_stage import manifest_of

from overflight.adapters.parcels.age_format import AgeSink
from overflight.adapters.parcels.media import seal_folder
from overflight.adapters.parcels.packages import open_package, seal_package
from overflight.errors import OverflightError, SourceError
from overflight.release import MediaManifest

KEY = pyrage.x25519.Identity.generate()
TO = str(KEY.to_public())


def _sealed(plain: bytes) -> bytes:
    out = io.BytesIO()
    sink = AgeSink(out, TO)
    sink.write(plain)
    sink.finish()
    return out.getvalue()


def _archive(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for info, data in members:
            info.size = len(data) if info.isreg() else 0
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _member(name: str, data: bytes) -> tuple[tarfile.TarInfo, bytes]:
    return tarfile.TarInfo(name), data


def _link(name: str, to: str) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.type = tarfile.SYMTYPE
    info.linkname = to
    return info, b""


MANIFEST = manifest_of(a=b"1", b=b"2")
TEXT = MANIFEST.to_bytes()
FILES = (_member("media/a", b"1"), _member("media/b", b"2"))
HEAD = _member("MANIFEST", TEXT)


def _climbing() -> bytes:
    line = TEXT.replace(b'"f":"a"', b'"f":"../a"')
    return _archive(_member("MANIFEST", line), _member("media/../a", b"1"), FILES[1])


def _mode(member: tuple[tarfile.TarInfo, bytes]) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(member[0].name)
    info.mode = 0o4755
    return info, member[1]


ARCHIVES: dict[str, Callable[[], bytes]] = {
    "climbs out of its folder": _climbing,
    "a file the manifest does not name": lambda: _archive(HEAD, *FILES, _member("media/c", b"3")),
    "a file too few": lambda: _archive(HEAD, FILES[0]),
    "another order": lambda: _archive(HEAD, FILES[1], FILES[0]),
    "a link in place of a file": lambda: _archive(HEAD, _link("media/a", "/etc/passwd"), FILES[1]),
    "a program bit": lambda: _archive(HEAD, _mode(FILES[0]), FILES[1]),
    "no manifest": lambda: _archive(*FILES),
    "other bytes of the same length": lambda: _archive(HEAD, _member("media/a", b"x"), FILES[1]),
    "more after the end": lambda: _archive(HEAD, *FILES) + bytes(512),
    "less than the end": lambda: _archive(HEAD, *FILES)[:-512],
    "cut in a file": lambda: _archive(HEAD, *FILES)[: 512 * 3 + 100],
    "cut in the manifest": lambda: _archive(HEAD, *FILES)[:600],
    "a manifest that is none": lambda: _archive(_member("MANIFEST", b"hello"), *FILES),
    "a sealed manifest that is none": lambda: _archive(HEAD, _member("SEALED", b"x"), *FILES),
    "dirt in the padding": lambda: _dirty(_archive(HEAD, *FILES)),
    "dirt behind the manifest": lambda: _dirty_text(_archive(HEAD, *FILES)),
    "nothing at all": lambda: b"",
    "not an archive": lambda: b"\xff" * 5000,
    "a compressed archive": lambda: __import__("gzip").compress(_archive(HEAD, *FILES)),
}


def _dirty(archive: bytes) -> bytes:
    place = archive.index(b"media/a") + 512 + 100
    return archive[:place] + b"x" + archive[place + 1 :]


def _dirty_text(archive: bytes) -> bytes:
    place = 512 + len(TEXT) + 5
    return archive[:place] + b"x" + archive[place + 1 :]


@pytest.mark.parametrize("attack", ARCHIVES)
def test_hostile_archives_leave_nothing(attack: str, tmp_path: Path) -> None:
    """A sender with the right key still cannot write outside the folder, or anything unsealed."""
    parcel = tmp_path / "in" / "p.age"
    parcel.parent.mkdir()
    parcel.write_bytes(_sealed(ARCHIVES[attack]()))
    with pytest.raises(SourceError):
        open_package(parcel, str(KEY), tmp_path / "in" / "out")
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == ["p.age"]


def test_the_honest_archive_opens(tmp_path: Path) -> None:
    """The attacks above differ from a good parcel by the attack alone."""
    (tmp_path / "p.age").write_bytes(_sealed(_archive(HEAD, *FILES)))
    opened = open_package(tmp_path / "p.age", str(KEY), tmp_path / "out")
    assert opened.manifest == MANIFEST


def _damaged(good: bytes) -> Iterator[bytes]:
    for cut in (0, 1, 22, 100, len(good) // 2, len(good) - 1):
        yield good[:cut]
    for place in range(0, len(good), max(1, len(good) // 60)):
        yield good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :]
    yield good + b"\0"


def test_a_damaged_parcel_never_opens(tmp_path: Path) -> None:
    """One bit anywhere, a byte too few or too many: one clear error and no file."""
    good = _sealed(_archive(HEAD, *FILES))
    for n, bad in enumerate(_damaged(good)):
        (tmp_path / "p.age").write_bytes(bad)
        with pytest.raises(SourceError):
            open_package(tmp_path / "p.age", str(KEY), tmp_path / f"out{n}")
    assert [path.name for path in tmp_path.iterdir()] == ["p.age"]


def test_a_parcel_for_two_is_not_opened(tmp_path: Path) -> None:
    """A second recipient could be anybody; the parcel stays shut and is told."""
    other = pyrage.x25519.Identity.generate()
    (tmp_path / "p.age").write_bytes(pyrage.encrypt(b"", [KEY.to_public(), other.to_public()]))
    with pytest.raises(SourceError, match="E-STANZAS"):
        open_package(tmp_path / "p.age", str(KEY), tmp_path / "out")


def test_another_identity_does_not_open(tmp_path: Path) -> None:
    """Only the recipient opens it, and the identity is never shown in the error."""
    (tmp_path / "p.age").write_bytes(_sealed(_archive(HEAD, *FILES)))
    stranger = str(pyrage.x25519.Identity.generate())
    with pytest.raises(SourceError) as fault:
        open_package(tmp_path / "p.age", stranger, tmp_path / "out")
    assert "AGE-SECRET-KEY" not in str(fault.value)


def test_a_key_of_small_order_is_refused(tmp_path: Path) -> None:
    """A key that gives everybody the same secret is no key."""
    from overflight.release import recipient_text

    for point in (bytes(32), b"\1" + bytes(31)):
        with pytest.raises(SourceError, match="E-RECIPIENT"):
            AgeSink(io.BytesIO(), recipient_text(point))


@pytest.mark.parametrize("kind", ["link", "folder link", "pipe", "name"])
def test_a_medium_with_tricks_is_not_sealed(kind: str, tmp_path: Path) -> None:
    """A link, a pipe or an impossible name would be sealed as something else than it is."""
    (tmp_path / "a").write_bytes(b"1")
    if kind == "link":
        (tmp_path / "b").symlink_to("/etc/passwd")
    elif kind == "folder link":
        (tmp_path / "b").symlink_to("/etc")
    elif kind == "pipe":
        os.mkfifo(tmp_path / "b")
    else:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff")).write_bytes(b"")
    with pytest.raises(SourceError):
        seal_folder(tmp_path)


def test_a_link_set_after_sealing_is_not_packed_as_the_file(tmp_path: Path) -> None:
    """Whoever swaps a file between sealing and packing is found out by its hash."""
    medium = tmp_path / "m"
    medium.mkdir()
    (medium / "a").write_bytes(b"1")
    manifest: MediaManifest = seal_folder(medium)
    (medium / "a").unlink()
    (medium / "a").symlink_to("/etc/hostname")
    with pytest.raises(OverflightError):
        seal_package(manifest, medium, TO, tmp_path / "p.age")
    assert not (tmp_path / "p.age").exists()
