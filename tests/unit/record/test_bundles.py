"""Bundles as bytes: what is packed comes out, stock tar reads it, and no byte of it can change."""

from __future__ import annotations

import io
import random
import tarfile
from hashlib import sha256

import pytest
from tests.record_samples import HU, RO, Tampered, filled, flip, key, put

from overflight.assembly import REHEARSAL_BASE
from overflight.errors import RecordError
from overflight.record import (
    NoteKey,
    NoteSignature,
    PackingList,
    SignatureKind,
    carried_files,
    long_list,
    pack,
    packing_text,
    read_packing_list,
    signed_list,
    unpack,
)
from overflight.record.bundles import LARGEST_FILE, Carried

PACKER = NoteKey(HU, SignatureKind.LOG, key("HU", "log").public)
FILES = {"blob/" + "0" * 64: b"blob", "log/hu/1/checkpoint": b"", "log/hu/1/tile/0/000": b"x" * 512}


def listed(files: dict[str, bytes], packer: str = "HU") -> bytes:
    """Return a packing list signed by HU."""
    text = packing_text(packer, [Carried.of(path, data) for path, data in files.items()])
    return listed_as(text)


def listed_as(text: str) -> bytes:
    """Return a text as a note signed by HU."""
    line = NoteSignature(HU, PACKER.id, key("HU", "log").sign(text.encode()))
    return signed_list(text, line)


def packed(files: dict[str, bytes]) -> bytes:
    """Return the bytes of a bundle."""
    return b"".join(pack(listed(files), sorted(files.items())))


def read(data: bytes) -> tuple[PackingList, dict[str, bytes]]:
    """Read a bundle to its end."""
    packing, files = unpack(io.BytesIO(data).read)
    return packing, {file.path: content for file, content in files}


def test_what_is_packed_comes_out() -> None:
    """Paths, bytes and packer come back; the list is signed."""
    packing, files = read(packed(FILES))
    assert files == FILES
    assert packing.packer == "HU"
    assert packing.signed_by([PACKER])
    assert not packing.signed_by([NoteKey(RO, SignatureKind.LOG, key("RO", "log").public)])


def test_the_same_files_give_the_same_bytes() -> None:
    """A bundle has one spelling, so two who pack the same can compare one hash."""
    assert packed(FILES) == packed(dict(reversed(FILES.items())))


def test_stock_tar_reads_a_bundle() -> None:
    """Whoever has no Overflight can still take the files out."""
    with tarfile.open(fileobj=io.BytesIO(packed(FILES))) as archive:
        names = archive.getnames()
        assert names == ["BUNDLE", *sorted(FILES)]
        for path, data in FILES.items():
            file = archive.extractfile(path)
            assert file is not None
            assert file.read() == data


def test_an_empty_bundle() -> None:
    """A list of nothing is a bundle, too."""
    assert read(packed({})) == (read_packing_list(listed({})), {})


def test_every_flipped_bit_is_told() -> None:
    """No byte of a bundle can change: headers, list, contents, padding, end."""
    data = packed(FILES)
    for at in range(len(data)):
        try:
            packing, _ = read(flip(data, at))
        except RecordError:
            continue
        # Only in the signature itself can a byte change and the form stay whole.
        assert not packing.signed_by([PACKER]), at


def test_every_truncation_is_told() -> None:
    """A bundle cut off anywhere is no bundle; neither is one with bytes after its end."""
    data = packed(FILES)
    for end in range(len(data)):
        with pytest.raises(RecordError, match=r"E-OFB|E-NOTE"):
            read(data[:end])
    with pytest.raises(RecordError, match="E-OFB"):
        read(data + b"\0")


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../x",
        "log/../../x",
        "log//x",
        "log/hu/1/..",
        "log/HU/1",
        "log/hu/1/tile\n",
        "log/hu/1/\u0660",
        "blob",
        "mirror/" + "0" * 63 + "/checkpoint",
        "mirror/" + "g" * 64 + "/checkpoint",
        "genesis.json",
        "BUNDLE",
        "log/" + "x" * 81,
        "",
    ],
)
def test_paths_that_have_no_place(path: str) -> None:
    """Only paths of the wire are packed, so none can lead out of the folder."""
    with pytest.raises(RecordError, match="E-OFB"):
        Carried.of(path, b"")


def test_a_file_too_large_to_be_of_a_record() -> None:
    """Nothing of a record is larger than a full bundle of entries."""
    Carried.of("log/hu/1/x", bytes(LARGEST_FILE))
    with pytest.raises(RecordError, match="E-OFB"):
        Carried.of("log/hu/1/x", bytes(LARGEST_FILE + 1))


def test_a_mirror_may_send_its_head_back() -> None:
    """Paths of mirrors are lawful: so cosignatures come home without a network."""
    path = "mirror/" + sha256(HU.encode()).hexdigest() + "/checkpoint"
    assert read(packed({path: b"note"}))[1] == {path: b"note"}


@pytest.mark.parametrize("packer", ["", "hu", "Hungary", "HU\nRO"])
def test_a_packer_is_a_party(packer: str) -> None:
    """The second line of the list is the code of a party."""
    with pytest.raises(RecordError, match="E-OFB"):
        packing_text(packer, [])


def test_a_path_twice() -> None:
    """A file stands in a bundle once."""
    line = Carried.of("log/x", b"")
    with pytest.raises(RecordError, match="E-OFB"):
        packing_text("HU", [line, line])


@pytest.mark.parametrize(
    "old_new",
    [
        (b"overflight-bundle/v1", b"overflight-bundle/v2"),
        (b"\nHU\n", b"\nhu\n"),
        (b" 4 blob/", b" 04 blob/"),
        (b" 4 blob/", b" 99999999999 blob/"),
        (b" 4 blob/", b"  4 blob/"),
        (b" log/hu/1/checkpoint", b" zog/hu/1/checkpoint"),
        (b" log/hu/1/checkpoint", b" log/../1/checkpoint"),
        (b" log/hu/1/checkpoint", b" log/hu/1/tile/0/000"),
        (b" log/hu/1/checkpoint", b" log/zz/1/checkpoint"),
        (b" log/hu/1/checkpoint", " log/hu/1/\u010dheckpoint".encode()),
        (b"\n\n", b"\n\nx\n\n"),
    ],
)
def test_lists_out_of_their_form(old_new: tuple[bytes, bytes]) -> None:
    """Unsorted, doubled, other version, other numbers: refused, whoever signed."""
    with pytest.raises(RecordError, match=r"E-OFB|E-NOTE"):
        read_packing_list(listed(FILES).replace(*old_new, 1))


def test_packing_other_files_than_the_list() -> None:
    """A source that changes between two readings is told, and nothing wrong is packed."""
    note = listed(FILES)
    for files in (
        {**FILES, "log/hu/1/checkpoint": b"other"},
        dict(sorted(FILES.items())[:2]),
        {**FILES, "log/zz/1/x": b""},
    ):
        with pytest.raises(RecordError, match="E-OFB"):
            list(pack(note, sorted(files.items())))


def _tar(change: str) -> bytes:
    """Return an archive with a member no honest packer writes, its headers whole."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        note = listed({"log/hu/1/checkpoint": b"x"})
        first = tarfile.TarInfo("BUNDLE")
        first.size = len(note)
        archive.addfile(first, io.BytesIO(note))
        member = tarfile.TarInfo("log/hu/1/checkpoint")
        member.size = 1
        kinds = {
            "link": tarfile.SYMTYPE,
            "hard link": tarfile.LNKTYPE,
            "device": tarfile.CHRTYPE,
            "pipe": tarfile.FIFOTYPE,
            "folder": tarfile.DIRTYPE,
            "sparse": tarfile.GNUTYPE_SPARSE,
        }
        if change in kinds:
            member.type, member.linkname = kinds[change], "/etc/passwd"
        elif change == "absolute":
            member.name = "/log/hu/1/checkpoint"
        elif change == "owner":
            member.uname = "root"
        elif change == "rights":
            member.mode = 0o4755
        elif change == "time":
            member.mtime = 1
        archive.addfile(member, io.BytesIO(b"x"))
        if change == "twice":
            archive.addfile(member, io.BytesIO(b"x"))
    return out.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        "link",
        "hard link",
        "device",
        "pipe",
        "folder",
        "sparse",
        "absolute",
        "owner",
        "rights",
        "time",
        "twice",
        "padded to 10240 bytes",
    ],
)
def test_members_no_packer_writes(change: str) -> None:
    """Links, devices, owners, times, other names: each makes another header, so it is refused."""
    with pytest.raises(RecordError, match="E-OFB"):
        read(_tar(change))


@pytest.mark.parametrize(
    "size", [b"77777777777", b"-0000000001", b"0000000zzzz", b"\x80" + b"\xff" * 10]
)
def test_a_list_that_claims_to_be_huge(size: bytes) -> None:
    """A size out of bounds is refused before a byte of it is read."""
    data = bytearray(packed({}))
    data[124:135] = size
    with pytest.raises(RecordError, match="E-OFB"):
        read(bytes(data))


def test_garbage() -> None:
    """Whatever else is in the file, there is one clear refusal."""
    chance = random.Random(7)  # noqa: S311 - places, not secrets
    for size in (0, 1, 511, 512, 513, 5000):
        with pytest.raises(RecordError, match="E-OFB"):
            read(chance.randbytes(size))


def test_what_a_record_carries() -> None:
    """Each log with head, entries and tiles; each named blob once, whoever names it."""
    copy = Tampered.of(filled())
    files = dict(carried_files(copy, REHEARSAL_BASE))
    assert files["log/hu/1/checkpoint"] == copy.heads_of[HU][-1]
    assert {f"blob/{digest}" for digest in copy.blobs} == {f for f in files if f[:5] == "blob/"}
    assert sorted(f for f in files if f.startswith("log/ro/")) == [
        "log/ro/1/checkpoint",
        "log/ro/1/tile/0/000.p/2",
        "log/ro/1/tile/entries/000.p/2",
    ]


def test_what_goes_on_from_what_the_receiver_has() -> None:
    """Only heads, and bundles and tiles that changed since, and blobs that new entries name."""
    record = filled()
    for number in range(300):
        put(record, "HU", number + 10)
    copy = Tampered.of(record)
    since = {HU: 290, RO: 2}
    files = dict(carried_files(copy, REHEARSAL_BASE, lambda origin: since.get(origin, 0)))
    assert sorted(files) == [
        "log/hu/1/checkpoint",
        "log/hu/1/tile/0/001.p/48",
        "log/hu/1/tile/1/000.p/1",  # the edge of the tree: by it the root is found
        "log/hu/1/tile/entries/001.p/48",
        "log/ro/1/checkpoint",
    ]


def test_a_log_without_a_head_cannot_be_carried() -> None:
    """Entries nobody signed for are nobody's log."""
    copy = Tampered.of(filled())
    copy.heads_of[RO].clear()
    with pytest.raises(RecordError, match="E-HEAD"):
        list(carried_files(copy, REHEARSAL_BASE))


def test_a_blob_that_is_not_held_is_not_carried() -> None:
    """Whoever verifies the bundle is told; packing does not hide it."""
    copy = Tampered.of(filled())
    copy.blobs.clear()
    copy.leaves_of[HU].append(b"an entry that is no statement, beyond the head")
    assert not [f for f, _ in carried_files(copy, REHEARSAL_BASE) if f.startswith("blob/")]


def test_a_list_too_long_for_a_note_stands_apart() -> None:
    """However many files, what is signed stays a note that every reader of notes takes."""
    files = {f"blob/{k:064x}": b"" for k in range(3_000)}
    lines = [Carried.of(path, data) for path, data in files.items()]
    apart = long_list(lines)
    text = packing_text("HU", lines)
    assert len(apart) > 262_144 > len(text) + 2_000
    note = listed_as(text)
    data = b"".join(pack(note, sorted(files.items()), apart))
    found, inside = read(data)
    assert found.files == tuple(lines)
    assert found.apart == apart
    assert inside == files
    for spoiled in (apart[:-1], apart[1:], apart.replace(b"0", b"1", 1), b""):
        with pytest.raises(RecordError):
            read(data.replace(apart, spoiled.ljust(len(apart), b"\0"), 1))
    with pytest.raises(RecordError):
        read_packing_list(note)


def test_a_short_list_does_not_stand_apart() -> None:
    """A bundle has one spelling: what fits the note stands in the note."""
    apart = f"{'0' * 64} 1 blob/{'0' * 64}\n".encode()
    text = f"overflight-bundle/v1\nHU\n{sha256(apart).hexdigest()} {len(apart)} LIST\n"
    with pytest.raises(RecordError, match="E-OFB"):
        read_packing_list(listed_as(text), apart)
    huge = f"overflight-bundle/v1\nHU\n{'0' * 64} 99999999999 LIST\n"
    with pytest.raises(RecordError, match="at most"):
        read_packing_list(listed_as(huge))
