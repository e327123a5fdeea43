"""Bundles on disk: pack a record into an ``.ofb`` file, open one as a copy to be verified."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from overflight.adapters.files import sync_folder
from overflight.errors import RecordError, StoreError
from overflight.record import (
    FULL,
    Carried,
    Checkpoint,
    Copy,
    LogCheck,
    NoteKey,
    NoteSignature,
    PackingList,
    Problem,
    SignatureKind,
    TileName,
    bundle_names,
    carried_files,
    leaf_hash,
    log_origin,
    long_list,
    pack,
    packing_text,
    read_bundle,
    read_genesis,
    read_head,
    read_tile_path,
    signed_list,
    unpack,
)

if TYPE_CHECKING:
    from overflight.desk import Signer

__all__ = [
    "BundleCopy",
    "bundle_leaves",
    "is_bundle",
    "pack_files",
    "pack_record",
    "packer_problems",
]

_MAGIC = b"BUNDLE\0"


def is_bundle(path: Path) -> bool:
    """Tell whether a plain file begins as a bundle does."""
    try:
        with path.open("rb") as file:
            return path.suffix == ".ofb" or file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise StoreError(
            "E-STORE",
            where=str(path),
            expected="a disk that can be read and written",
            found=fault.strerror or fault,
            remedy="Mend the disk or the rights, then run the command again.",
        ) from fault


class BundleCopy:
    """A copy of a record in an ``.ofb`` file, to be verified; close it after use.

    Args:
        path: The file.

    Raises:
        RecordError: It is no bundle, or a file in it is not as its list says.
        StoreError: It cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places: dict[str, tuple[int, int]] = {}
        self.origin_paths: dict[str, str] = {}
        with _disk(path):
            self._file: BinaryIO = path.open("rb")
            try:
                self.listed = self._index()
                self._find_logs()
            except BaseException:
                self._file.close()
                raise

    def _index(self) -> PackingList:
        listed, files = unpack(self._file.read)
        for file, _ in files:
            padding = -file.size % 512
            self._places[file.path] = (self._file.tell() - padding - file.size, file.size)
        return listed

    def _find_logs(self) -> None:
        """Name the logs by their heads; all belong to one regime."""
        bases = set()
        for path in self._places:
            log, _, last = path.rpartition("/")
            if log.startswith("log/") and last == "checkpoint":
                head, _ = read_head(self.file(path) or b"")
                bases.add(head.origin.removesuffix(f"/{log}"))
                self.origin_paths[head.origin] = log
                if not head.origin.endswith(f"/{log}"):
                    raise self._fault(path, f"the head of a log named …/{log}", head.origin)
        if len(bases) != 1:
            raise self._fault("heads", "logs of one regime", ", ".join(sorted(bases)) or "none")

    def _fault(self, where: str, expected: str, found: str) -> RecordError:
        remedy = "Ask whoever packed it for the bundle again."
        return RecordError(
            "E-OFB", where=f"{self._path}, {where}", expected=expected, found=found, remedy=remedy
        )

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def file(self, path: str) -> bytes | None:
        """Return a file of the bundle, or nothing; it was held against the list when opened."""
        if path not in self._places:
            return None
        start, size = self._places[path]
        with _disk(self._path):
            self._file.seek(start)
            return self._file.read(size)

    def origins(self) -> tuple[str, ...]:
        """Return the origins of the logs it speaks of, sorted."""
        return tuple(sorted(self.origin_paths))

    def heads(self, origin: str) -> Iterator[bytes]:
        """Yield the newest signed head."""
        yield self.file(f"{self.origin_paths[origin]}/checkpoint") or b""

    def bundle(self, origin: str, name: TileName) -> bytes | None:
        """Return a bundle of entries, or nothing where the receiver is to have it already."""
        return self.file(f"{self.origin_paths[origin]}/{name.path}")

    def leaves(self, origin: str) -> Iterator[tuple[int, bytes]]:
        """Yield index and bytes of each entry under the head."""
        return bundle_leaves(origin, read_head(next(self.heads(origin)))[0], self.bundle)

    def tiles(self, origin: str) -> Iterator[tuple[TileName, bytes]]:
        """Yield the tiles of hashes it carries that the head needs."""
        size = read_head(next(self.heads(origin)))[0].size
        top = f"{self.origin_paths[origin]}/"
        for path in self._places:
            if path.startswith(f"{top}tile/") and not path.startswith(f"{top}tile/entries/"):
                name = read_tile_path(path.removeprefix(top))
                if name.index * FULL + name.width <= size >> (8 * name.level):
                    yield name, self.file(path) or b""

    def blob(self, digest: str) -> bytes | None:
        """Return bytes by their hex SHA-256."""
        return self.file(f"blob/{digest}")


def packer_problems(listed: PackingList, copy: Copy, document: bytes) -> Iterator[Problem]:
    """Yield a problem unless a log key of the packer, of any time, signed the packing list.

    Args:
        listed: The packing list.
        copy: The record the bundle belongs to: itself, or with what its receiver holds.
        document: The genesis document.
    """
    genesis = read_genesis(document)
    origin = log_origin(genesis.base, listed.packer)
    hashes: dict[str, list[bytes]] = {}

    def leaf_at(other: str, index: int) -> str | None:
        if other not in hashes:
            there = other in copy.origins()
            hashes[other] = [leaf_hash(leaf) for _, leaf in copy.leaves(other)] if there else []
        return hashes[other][index].hex() if index < len(hashes[other]) else None

    check = LogCheck(origin, genesis.founder_of(origin), document, leaf_at)
    for index, leaf in copy.leaves(origin) if origin in copy.origins() else ():
        check.take(index, leaf)
    named = [keys.log_key for _, keys in check.in_force.named]
    if not listed.signed_by(NoteKey(origin, SignatureKind.LOG, public) for public in named):
        expected = f"a good signature by a log key of {listed.packer}"
        yield Problem("E-PACKER", "BUNDLE", expected, "none: nobody knows who packed this")


def bundle_leaves(
    origin: str, head: Checkpoint, bundle: Callable[[str, TileName], bytes | None]
) -> Iterator[tuple[int, bytes]]:
    """Yield index and bytes of the entries under a head, from bundles of entries.

    Raises:
        RecordError: ``E-MISSING`` or ``E-BUNDLE``: entries are not there, or not whole.
    """
    for name in bundle_names(head.size):
        data = bundle(origin, name)
        if data is None:
            raise RecordError(
                "E-MISSING",
                where=f"{origin} {name.path}",
                expected="these entries",
                found="no such file in the bundle",
                remedy="The bundle goes on from entries its receiver has: take it into a folder"
                " that holds them, with `overflight record unbundle`.",
            )
        yield from enumerate(read_bundle(data, name.width), name.index * FULL)


def pack_record(
    copy: Copy, base: str, file: Path, packer: Signer, since: Mapping[str, int] | None = None
) -> tuple[tuple[str, int], ...]:
    """Pack a record into a new bundle; the file appears when it is whole.

    Args:
        copy: The record.
        base: The base of the regime.
        file: The file to write.
        packer: Log key of the party that packs.
        since: How many entries of each log the receiver has already, by origin.

    Returns:
        Origin and size of each log.

    Raises:
        RecordError: The record cannot be read as what its heads say.
        StoreError: The disk failed; there is no new file.
    """
    known = since or {}
    pack_files(carried_files(copy, base, lambda o: known.get(o, 0)), base, file, packer)
    return tuple((o, read_head(_newest(copy, o))[0].size) for o in copy.origins())


def pack_files(files: Iterable[tuple[str, bytes]], base: str, file: Path, packer: Signer) -> None:
    """Pack files into a new bundle; it appears when it is whole.

    Args:
        files: Path and bytes of each, in any order, none twice.
        base: The base of the regime.
        file: The file to write.
        packer: Log key of the party that packs.

    Raises:
        RecordError: A file has no place in a bundle.
        StoreError: The disk failed; there is no new file.
    """
    name = log_origin(base, packer.party)
    places: dict[str, tuple[int, Carried]] = {}
    waiting = file.with_name(file.name + ".new")
    with _disk(file), tempfile.TemporaryFile(dir=file.parent) as spool:
        for path, data in files:
            places[path] = (spool.tell(), Carried.of(path, data))
            spool.write(data)
        lines = [line for _, line in places.values()]
        text, apart = packing_text(packer.party, lines), long_list(lines)
        key = NoteKey(name, SignatureKind.LOG, packer.public)
        listed = signed_list(text, NoteSignature(name, key.id, packer.sign(text.encode())))
        with waiting.open("wb") as out:
            for chunk in pack(listed, _spooled(spool, places), apart):
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        waiting.replace(file)
        sync_folder(file.parent)


def _newest(copy: Copy, origin: str) -> bytes:
    return list(copy.heads(origin))[-1]


def _spooled(
    spool: BinaryIO, places: Mapping[str, tuple[int, Carried]]
) -> Iterator[tuple[str, bytes]]:
    for path, (start, line) in sorted(places.items()):
        spool.seek(start)
        yield path, spool.read(line.size)
