"""Bundles: part of a record in one file, carried where there is no network (trust.md section 7).

An ``.ofb`` file is a ustar archive that any tar program lists. Its first file, ``BUNDLE``, is a
signed note: ``overflight-bundle/v1``, the code of the party that packed it, and a line ``sha256
size path`` for every other file. The note tells who packed; the record's own proofs tell the rest.
Files follow in the order of their paths, with the paths they have on the wire. A list too long for
a note stands in a second file, ``LIST``, and the note names only that.

A file has one spelling: the same files under the same key give the same bytes, and a reader refuses
every header it would not have written. So there is no place for links, devices, owners, absolute
names, names twice, or bytes after the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from overflight.record.base64s import write_base64
from overflight.record.checkpoints import read_head
from overflight.record.faults import refusal
from overflight.record.merkle import leaf_hash
from overflight.record.mirroring import blobs_named
from overflight.record.notes import LARGEST_NOTE, Note, NoteKey, NoteSignature, read_note
from overflight.record.tiles import FULL, HashTree, bundle_names, tile_names, write_bundle
from overflight.record.verifier import Copy

__all__ = [
    "BUNDLE",
    "Carried",
    "PackingList",
    "carried_files",
    "long_list",
    "pack",
    "packing_text",
    "read_packing_list",
    "signed_list",
    "unpack",
]

BUNDLE = "BUNDLE"
LIST = "LIST"
FORM = "overflight-bundle/v1"
LARGEST_FILE = 256 * (2 + 65_535)
LARGEST_LIST = 2**26
"""A list apart may be so long: a line a file, half a million files. The note stays a note."""
_NOTE_ROOM = LARGEST_NOTE - 2_000
"""How long the text may be, so that the packer's signature line still fits the note."""
_BLOCK = 512
_PATH = re.compile(r"(?:log|mirror/[0-9a-f]{64}|blob)/[a-z0-9./]{1,80}")
_PACKER = re.compile(r"[A-Z]{2,4}")
_LINE = re.compile(r"([0-9a-f]{64}) (0|[1-9][0-9]{0,10}) ([a-z0-9./]{1,160})")
_APART = re.compile(rf"([0-9a-f]{{64}}) (0|[1-9][0-9]{{0,10}}) {LIST}")

Read = Callable[[int], bytes]
"""Gives the next bytes of a file, at most so many; fewer only where the file ends."""


@dataclass(frozen=True, slots=True)
class Carried:
    """One file of a bundle, as its packing list names it.

    Args:
        path: Its path, as on the wire.
        size: How many bytes.
        digest: Hex SHA-256 of them.
    """

    path: str
    size: int
    digest: str

    @classmethod
    def of(cls, path: str, data: bytes) -> Carried:
        """Return the line for a file.

        Raises:
            RecordError: ``E-OFB``: it has no place in a bundle.
        """
        if not lawful(path) or len(data) > LARGEST_FILE:
            raise _refuse(path, f"a path of the wire and at most {LARGEST_FILE} bytes", len(data))
        return cls(path, len(data), sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class PackingList:
    """What ``BUNDLE`` says.

    Args:
        packer: Code of the party that packed.
        files: The other files, in their order.
        note: The note, its signatures not yet checked.
        apart: Bytes of the list where it stands in a file of its own.
    """

    packer: str
    files: tuple[Carried, ...]
    note: Note
    apart: bytes = b""

    def signed_by(self, keys: Iterable[NoteKey]) -> bool:
        """Tell whether one of these keys, which are its packer's, signed the list."""
        return any(self.note.signed_by(key) for key in keys)


def lawful(path: str) -> bool:
    """Tell whether a path may stand in a bundle: of the wire, without ``..`` and ``//``."""
    return bool(_PATH.fullmatch(path)) and ".." not in path and "//" not in path


def _refuse(where: str, expected: str, found: object) -> Exception:
    return refusal("E-OFB", where=f"bundle, {where}", expected=expected, found=found)


def packing_text(packer: str, files: Iterable[Carried]) -> str:
    """Return the text a packer signs: files sorted by path, or the name of the list of them.

    Raises:
        RecordError: ``E-OFB``: a path twice, or no party.
    """
    ordered = sorted(files, key=lambda file: file.path)
    if not _PACKER.fullmatch(packer) or len({file.path for file in ordered}) != len(ordered):
        raise _refuse(BUNDLE, "the code of a party, and every path once", packer)
    apart = long_list(ordered)
    if apart:
        return f"{FORM}\n{packer}\n{sha256(apart).hexdigest()} {len(apart)} {LIST}\n"
    return f"{FORM}\n{packer}\n{_lines(ordered)}"


def _lines(ordered: Iterable[Carried]) -> str:
    return "".join(f"{file.digest} {file.size} {file.path}\n" for file in ordered)


def long_list(files: Iterable[Carried]) -> bytes:
    """Return the list that stands in a file of its own; nothing where the note has room for it."""
    lines = _lines(sorted(files, key=lambda file: file.path))
    return lines.encode() if len(lines) > _NOTE_ROOM else b""


def signed_list(text: str, line: NoteSignature) -> bytes:
    """Return the bytes of ``BUNDLE``.

    Args:
        text: The text, as ``packing_text`` wrote it.
        line: The packer's signature over it, by its log key.
    """
    return f"{text}\n\u2014 {line.name} {write_base64(line.key + line.body)}\n".encode()


def list_apart(data: bytes) -> int:
    """Return the length of the list that ``BUNDLE`` names as a file of its own, or 0.

    Raises:
        RecordError: ``E-OFB`` or ``E-NOTE``.
    """
    lines = read_note(data).text[:-1].split("\n")[2:]
    found = _APART.fullmatch(lines[0]) if len(lines) == 1 else None
    if found and int(found[2]) > LARGEST_LIST:
        raise _refuse(LIST, f"at most {LARGEST_LIST} bytes", found[2])
    return int(found[2]) if found else 0


def read_packing_list(data: bytes, apart: bytes = b"") -> PackingList:
    """Read ``BUNDLE`` in the one form it is written; its signature is not yet checked.

    Args:
        data: Bytes of ``BUNDLE``.
        apart: Bytes of ``LIST``, where ``BUNDLE`` names it.

    Raises:
        RecordError: ``E-OFB`` or ``E-NOTE``.
    """
    note = read_note(data)
    try:
        first, packer, *lines = note.text.encode().decode("ascii")[:-1].split("\n")
        if list_apart(data):
            named = f"{sha256(apart).hexdigest()} {len(apart)} {LIST}"
            if lines != [named] or not apart.endswith(b"\n"):
                raise _refuse(LIST, f"the list that {BUNDLE} names", named)
            lines = apart[:-1].decode("ascii").split("\n")
    except ValueError:
        expected = f"{FORM}, a party, a line for each file"
        raise _refuse(BUNDLE, expected, note.text[:100]) from None
    found = [_LINE.fullmatch(line) for line in lines]
    files = tuple(Carried(line[3], int(line[2]), line[1]) for line in found if line)
    sound = first == FORM and _PACKER.fullmatch(packer) and len(files) == len(lines)
    ordered = [file.path for file in files] == sorted({file.path for file in files})
    fitting = all(lawful(file.path) and file.size <= LARGEST_FILE for file in files)
    if not sound or not ordered or not fitting or long_list(files) != apart:
        raise _refuse(BUNDLE, f"{FORM}, a party, files sorted and each once", note.text[:100])
    return PackingList(packer, files, note, apart)


def _header(path: str, size: int) -> bytes:
    """Return the ustar header of a plain file: no owner, no time, rights 0644."""
    before = path.encode("ascii").ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2
    before += b"%011o\0" % size + b"0" * 11 + b"\0"
    after = b"0" + bytes(100) + b"ustar\x0000" + bytes(247)
    checksum = sum(before) + sum(after) + 8 * ord(" ")
    return before + b"%06o\0 " % checksum + after


def pack(listed: bytes, files: Iterable[tuple[str, bytes]], apart: bytes = b"") -> Iterator[bytes]:
    """Yield the bytes of a bundle, a file at a time.

    Args:
        listed: Bytes of ``BUNDLE``, as ``signed_list`` wrote them.
        files: Path and bytes of each file, in the order of the list.
        apart: The list, where ``long_list`` sets it apart.

    Raises:
        RecordError: ``E-OFB``: the files are not those of the list.
    """
    waiting = iter(read_packing_list(listed, apart).files)
    yield _member(BUNDLE, listed)
    yield _member(LIST, apart) if apart else b""
    for path, data in files:
        if next(waiting, None) != Carried.of(path, data):
            raise _refuse(path, "the files of the list, in its order", path)
        yield _member(path, data)
    for left in waiting:
        raise _refuse(left.path, "this file", "no more files")
    yield bytes(2 * _BLOCK)


def _member(path: str, data: bytes) -> bytes:
    return _header(path, len(data)) + data + bytes(-len(data) % _BLOCK)


def unpack(read: Read) -> tuple[PackingList, Iterator[tuple[Carried, bytes]]]:
    """Read a bundle from its start.

    Args:
        read: Gives its bytes in order.

    Returns:
        What its list says, and the files, each held against its line before it is given out. Read
        them to the end: only there is it known that nothing is missing and nothing follows.

    Raises:
        RecordError: ``E-OFB`` or ``E-NOTE``, now or while the files are read.
    """
    header = _exactly(read, _BLOCK, BUNDLE)
    size = header[124:135]
    count = int(size, 8) if re.fullmatch(rb"[0-7]{11}", size) else LARGEST_NOTE + 1
    if count > LARGEST_NOTE or header != _header(BUNDLE, count):
        raise _refuse(BUNDLE, "an archive that begins with the file BUNDLE", header[:100])
    data = _padded(read, count, BUNDLE)
    length, apart = list_apart(data), b""
    if length:
        header = _exactly(read, _BLOCK, LIST)
        if header != _header(LIST, length):
            raise _refuse(LIST, f"the plain file {LIST} of {length} bytes next", header[:100])
        apart = _padded(read, length, LIST)
    packed = read_packing_list(data, apart)
    return packed, _files(read, packed.files)


def _files(read: Read, files: tuple[Carried, ...]) -> Iterator[tuple[Carried, bytes]]:
    for file in files:
        header = _exactly(read, _BLOCK, file.path)
        if header != _header(file.path, file.size):
            raise _refuse(file.path, "the plain file the list names next", header[:100])
        data = _padded(read, file.size, file.path)
        if Carried.of(file.path, data) != file:
            raise _refuse(file.path, f"bytes with SHA-256 {file.digest}", sha256(data).hexdigest())
        yield file, data
    if _exactly(read, 2 * _BLOCK, "end") != bytes(2 * _BLOCK) or read(1):
        raise _refuse("end", "two empty blocks and nothing after them", "other bytes")


def _exactly(read: Read, count: int, where: str) -> bytes:
    data = read(count)
    if len(data) != count:
        raise _refuse(where, f"{count} more bytes", f"{len(data)}: the file is cut off")
    return data


def _padded(read: Read, size: int, where: str) -> bytes:
    data = _exactly(read, size + -size % _BLOCK, where)
    if any(data[size:]):
        raise _refuse(where, "zeros up to the next block", data[size:])
    return data[:size]


def carried_files(
    copy: Copy, base: str, since: Callable[[str], int] = lambda _: 0
) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of what a bundle of a record carries, in no order, none twice.

    Args:
        copy: The record.
        base: The base of the regime; the rest of an origin is its path.
        since: How many entries of a log the receiver has already.

    Raises:
        RecordError: A log cannot be read as what its newest head says.
    """
    blobs: dict[str, None] = {}
    for origin in copy.origins():
        named: list[bytes] = []
        yield from _log_files(copy, origin, origin.removeprefix(f"{base}/"), since(origin), named)
        blobs.update(dict.fromkeys(blobs_named(named)))
    for digest in blobs:
        data = copy.blob(digest)
        if data is not None:
            yield f"blob/{digest}", data


def _log_files(
    copy: Copy, origin: str, log: str, since: int, named: list[bytes]
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of one log; leave the entries the receiver has not in ``named``."""
    notes = list(copy.heads(origin))
    if not notes:
        raise refusal("E-HEAD", where=origin, expected="a signed head", found="none")
    size = read_head(notes[-1])[0].size
    start = min(since, size)
    tree, waiting = HashTree(), list[bytes]()
    names = (name for name in bundle_names(size))
    yield f"{log}/checkpoint", notes[-1]
    for index, leaf in copy.leaves(origin):
        if index >= size:
            break
        tree.push(leaf_hash(leaf))
        waiting.append(leaf)
        named.extend([leaf] if index >= start else [])
        if len(waiting) == FULL or index == size - 1:
            name = next(names)
            if index >= start:
                yield f"{log}/{name.path}", write_bundle(waiting)
            waiting.clear()
    new = {tile.name: tile.data for tile in tree.tiles_since(start)}
    # Whoever holds only a part finds the root by the right edge of the tree, also where it is old.
    edge = {name.level: name for name in tile_names(size) if start < size}
    new |= {name: tree.tile(name) or b"" for name in edge.values()}
    yield from ((f"{log}/{name.path}", data) for name, data in new.items())
