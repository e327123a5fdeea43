"""A record as a folder in wire layout: written for others to serve or carry, read to verify it.

Under the folder: ``genesis.json``; for each log ``log/<party>/<epoch>/`` with ``checkpoint`` and
``tile/…`` as C2SP tlog-tiles writes them; and ``log/<party>/blob/<sha256>`` for attachments.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from stat import S_ISREG

from overflight.adapters.files import write_whole
from overflight.errors import OverflightError, RecordError, StoreError
from overflight.record import (
    FULL,
    AttachmentKind,
    Copy,
    HashTree,
    TileName,
    bundle_names,
    leaf_hash,
    read_bundle,
    read_envelope,
    read_genesis,
    read_head,
    read_statement,
    read_tile_path,
    tile_names,
    write_bundle,
)

__all__ = ["FolderCopy", "export_log", "read_plain"]

CHECKPOINT = "checkpoint"
GENESIS = "genesis.json"
_LARGEST_BUNDLE = 256 * (2 + 65_535)
_LARGEST_BLOB = 16 * 2**20
_EPOCH = re.compile(r"[1-9][0-9]{0,5}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def _missing(path: Path, expected: str) -> RecordError:
    return RecordError(
        "E-MISSING",
        where=str(path),
        expected=expected,
        found="no file",
        remedy="Ask the log's owner, or a mirror, for the file again.",
    )


def read_plain(path: Path, most: int = _LARGEST_BLOB) -> bytes:
    """Read a plain file of a known greatest size; links and devices are refused, not followed.

    Raises:
        RecordError: There is no such file, it is no plain file, or it is too large.
        StoreError: It cannot be read.
    """
    try:
        status = path.lstat()
        if not S_ISREG(status.st_mode) or status.st_size > most:
            raise RecordError(
                "E-FILE",
                where=str(path),
                expected=f"a plain file of at most {most} bytes",
                found=f"{status.st_size} bytes, mode {status.st_mode:o}",
                remedy="Do not use this file; ask its owner, or a mirror, for it again.",
            )
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as fault:
        raise _missing(path, "this file") from fault
    except OSError as fault:
        raise StoreError(
            "E-STORE",
            where=str(path),
            expected="a file that can be read",
            found=fault.strerror or fault,
            remedy="Mend the rights or the disk.",
        ) from fault


class FolderCopy:
    """A copy of a record in a folder, to be verified.

    Args:
        folder: The folder; it holds ``genesis.json``.

    Raises:
        RecordError: There is no genesis document, or it cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.document = read_plain(folder / GENESIS, _LARGEST_BLOB)
        self._base = read_genesis(self.document).base

    def _log(self, origin: str) -> Path:
        return self._folder / origin.removeprefix(f"{self._base}/")

    def origins(self) -> tuple[str, ...]:
        """Return the origins of the logs the folder holds, sorted."""
        found = self._folder.glob("log/*/*/checkpoint")
        return tuple(
            sorted(
                f"{self._base}/log/{path.parts[-3]}/{path.parts[-2]}"
                for path in found
                if _EPOCH.fullmatch(path.parts[-2])
            )
        )

    def heads(self, origin: str) -> Iterator[bytes]:
        """Yield the newest signed head: the one the folder holds."""
        yield read_plain(self._log(origin) / CHECKPOINT, _LARGEST_BLOB)

    def leaves(self, origin: str) -> Iterator[tuple[int, bytes]]:
        """Yield index and bytes of each entry under the head."""
        head, _ = read_head(next(self.heads(origin)))
        index = 0
        for name in bundle_names(head.size):
            path = self._log(origin) / name.path
            try:
                leaves = read_bundle(read_plain(path, _LARGEST_BUNDLE), name.width)
            except RecordError as fault:
                raise _at(path, fault) from fault
            for leaf in leaves:
                yield index, leaf
                index += 1

    def tiles(self, origin: str) -> Iterator[tuple[TileName, bytes]]:
        """Yield every tile of hashes under the head; an export that was cut off may hold more."""
        log = self._log(origin)
        head, _ = read_head(next(self.heads(origin)))
        for path in sorted((log / "tile").rglob("*")):
            name = path.relative_to(log).as_posix()
            if path.is_file() and not name.startswith("tile/entries/"):
                tile = read_tile_path(name)
                if tile.index * FULL + tile.width <= head.size >> (8 * tile.level):
                    yield tile, read_plain(path, _LARGEST_BUNDLE)

    def blob(self, digest: str) -> bytes | None:
        """Return bytes by their hex SHA-256, from beside any of the logs."""
        found = self._folder.glob(f"log/*/blob/{digest}") if _DIGEST.fullmatch(digest) else ()
        held = (read_plain(path, _LARGEST_BLOB) for path in found)
        last: bytes | None = None
        for last in held:  # one beside another log may be good where this one is not
            if sha256(last).hexdigest() == digest:
                break
        return last


def _at(path: Path, fault: OverflightError) -> RecordError:
    """Return the same fault, naming the file."""
    return RecordError(
        fault.code,
        where=str(path),
        expected=fault.expected,
        found=fault.found,
        remedy="Ask the log's owner, or a mirror, for the file again.",
    )


def export_log(copy: Copy, origin: str, base: str, folder: Path) -> int:
    """Write one log in wire layout, the head last, so that a reader never finds half of it.

    Args:
        copy: Where the log is read from.
        origin: Name of the log.
        base: The base of the regime; the rest of the origin is the path under the folder.
        folder: The folder of the whole record.

    Returns:
        How many entries were written.

    Raises:
        StoreError: The disk failed.
        RecordError: The log cannot be read as what its head says.
    """
    note = deque(copy.heads(origin), maxlen=1).pop()
    head, _ = read_head(note)
    log = folder / origin.removeprefix(f"{base}/")
    tree = HashTree()
    waiting: list[bytes] = []
    named: set[str] = set()
    names = iter(bundle_names(head.size))
    for index, leaf in copy.leaves(origin):
        if index == head.size:
            break
        tree.push(leaf_hash(leaf))
        waiting.append(leaf)
        named |= _named(leaf)
        if len(waiting) == FULL or index == head.size - 1:
            write_whole(log / next(names).path, write_bundle(waiting))
            waiting.clear()
    _put_tiles(log, tree)
    _put_blobs(log.parent / "blob", copy, named)
    write_whole(log / CHECKPOINT, note)
    return tree.size


def _named(leaf: bytes) -> set[str]:
    """Return the hashes of the blobs that go with an entry: attachments of the record, heads."""
    try:
        statement = read_statement(read_envelope(leaf).payload)
    except RecordError:
        return set()
    kept = {att.h for att in statement.att if att.k is AttachmentKind.RECORD}
    return kept | {seen.c for seen in statement.seen}


def _put_tiles(log: Path, tree: HashTree) -> None:
    for name in tile_names(tree.size):
        data = tree.tile(name)
        if data is not None:
            write_whole(log / name.path, data)


def _put_blobs(folder: Path, copy: Copy, named: Iterable[str]) -> None:
    for digest in sorted(named):
        data = copy.blob(digest)
        if data is not None:
            write_whole(folder / digest, data)
