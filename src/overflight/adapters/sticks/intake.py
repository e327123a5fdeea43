"""Take a bundle into a folder in wire layout: all that it brings, or nothing.

What the folder holds and what the bundle brings are verified together, as one record; only when
there is no fault is anything written. A bundle may go on from what the folder holds. One that is
older brings nothing, and one that tells another history is refused. New files are made whole beside
the folder and then renamed into place, the heads last: after a crash each log stands at its old
head or at its new one, and the same command finishes the work.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from overflight.adapters.files import sync_folder, write_whole
from overflight.adapters.sticks.files import BundleCopy, bundle_leaves, packer_problems
from overflight.adapters.store.copies import RECORD_FILE, copy_at
from overflight.adapters.store.record_folder import CHECKPOINT, GENESIS, FolderCopy, read_plain
from overflight.desk import schema_fault
from overflight.errors import RecordError, StoreError, UsageError
from overflight.record import (
    Checkpoint,
    Hooks,
    NoteKey,
    Problem,
    SignatureKind,
    TileName,
    blobs_named,
    bundle_names,
    genesis_of,
    merge_cosignatures,
    mirror_name,
    read_genesis,
    read_head,
    regime_id,
    tile_names,
    verify_record,
)

__all__ = ["JoinedCopy", "Taken", "sizes_at", "take_bundle"]

_GRAVE = frozenset({"E-REGIME", "E-ROOT", "E-FORK", "E-ROLLBACK"})
_LARGEST_BUNDLE = 256 * (2 + 65_535)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a bundle brought.

    Args:
        regime: Regime id, to be compared on paper.
        packer: Code of the party that packed it.
        logs: For each log in the bundle: origin, entries held before, entries held now.
    """

    regime: str
    packer: str
    logs: tuple[tuple[str, int, int], ...]


class JoinedCopy:
    """What a folder holds and a bundle brings, as one copy of a record.

    Args:
        bundle: The bundle.
        folder: Where the record lies; nothing where there is none yet.
        document: The genesis document.
    """

    def __init__(self, bundle: BundleCopy, folder: Path | None, document: bytes) -> None:
        self._bundle = bundle
        self._path = folder
        self._folder = None if folder is None else FolderCopy(folder)
        self._held = frozenset(self._folder.origins() if self._folder else ())
        genesis = read_genesis(document)
        self._base = genesis.base
        self._mirrors = tuple(
            NoteKey(
                mirror_name(genesis.base, founder.party), SignatureKind.COSIGNATURE, founder.mirror
            )
            for founder in genesis.parties
        )

    def origins(self) -> tuple[str, ...]:
        """Return the origins of all logs, sorted."""
        return tuple(sorted(self._held | set(self._bundle.origins())))

    def held(self, origin: str) -> Checkpoint | None:
        """Return the head the folder holds."""
        if self._folder is None or origin not in self._held:
            return None
        return read_head(next(self._folder.heads(origin)))[0]

    def heads(self, origin: str) -> Iterator[bytes]:
        """Yield the heads of both, the newest last; the same head once, with all cosignatures."""
        notes = list(self._folder.heads(origin)) if self._folder and origin in self._held else []
        if origin in self._bundle.origins():
            (brought,) = self._bundle.heads(origin)
            if notes and read_head(notes[0])[1].text == read_head(brought)[1].text:
                notes = [merge_cosignatures([notes[0], brought], self._mirrors)]
            else:
                notes = sorted([*notes, brought], key=lambda note: read_head(note)[0].size)
        yield from notes

    def newest(self, origin: str) -> bytes:
        """Return the newest head of both."""
        return list(self.heads(origin))[-1]

    def leaves(self, origin: str) -> Iterator[tuple[int, bytes]]:
        """Yield index and bytes of each entry under the newest head."""
        return bundle_leaves(origin, read_head(self.newest(origin))[0], self.entries)

    def entries(self, origin: str, name: TileName) -> bytes | None:
        """Return a bundle of entries, from what was brought or else from what is held."""
        brought = None
        if origin in self._bundle.origins():
            brought = self._bundle.bundle(origin, name)
        if brought is not None or self._path is None:
            return brought
        path = self._path / origin.removeprefix(f"{self._base}/") / name.path
        return read_plain(path, _LARGEST_BUNDLE) if path.exists() else None

    def tiles(self, origin: str) -> Iterator[tuple[TileName, bytes]]:
        """Yield the tiles of both, those brought first."""
        brought: set[TileName] = set()
        if origin in self._bundle.origins():
            for name, data in self._bundle.tiles(origin):
                brought.add(name)
                yield name, data
        if self._folder is not None and origin in self._held:
            yield from (tile for tile in self._folder.tiles(origin) if tile[0] not in brought)

    def blob(self, digest: str) -> bytes | None:
        """Return bytes by their hex SHA-256."""
        held = self._folder.blob(digest) if self._folder else None
        return self._bundle.blob(digest) if held is None else held


def take_bundle(path: Path, folder: Path, *, regime: str = "") -> Taken:
    """Take a bundle into a folder in wire layout, or nothing of it.

    Args:
        path: The ``.ofb`` file.
        folder: An exported folder, or one that is not there yet or empty.
        regime: Regime id from a source one trusts, for example paper; not compared if empty.

    Returns:
        Who packed it, and what it brought to each log.

    Raises:
        UsageError: The folder holds something else.
        RecordError: The bundle is not whole, was packed by nobody known, or does not fit what the
            folder holds; the folder is as it was.
        StoreError: The disk failed; every log stands at its old head or its new one.
    """
    held = _held_folder(folder)
    with BundleCopy(path) as bundle:
        document = read_plain(held / GENESIS) if held else genesis_of(bundle)
        joined = JoinedCopy(bundle, held, document)
        _check(joined, bundle, document, regime)
        with _staged(folder) as stage:
            write_whole(stage / GENESIS, document)
            logs = tuple(_stage_log(stage, joined, bundle, o) for o in bundle.origins())
            _put_in_place(stage, folder, fresh=held is None)
        return Taken(regime_id(document), bundle.listed.packer, logs)


def _held_folder(folder: Path) -> Path | None:
    if (folder / GENESIS).is_file() and not (folder / RECORD_FILE).exists():
        return folder
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return None
    raise UsageError(
        "E-FOLDER",
        where=str(folder),
        expected="an exported folder, or a new one",
        found="something else in it",
        remedy="Name a folder written by `record export` or `record unbundle`, or a new one.",
    )


def _check(joined: JoinedCopy, bundle: BundleCopy, document: bytes, regime: str) -> None:
    """Refuse the bundle at the first fault of what the folder would hold."""
    read_genesis(document)
    report = verify_record(joined, document, Hooks(schema=schema_fault))
    problems = [*report.problems, *packer_problems(bundle.listed, joined, document)]
    if regime and report.regime != regime:
        wrong = Problem("E-REGIME", "genesis document", f"regime {regime}", report.regime)
        problems.insert(0, wrong)
    # Another history shows in many places; what the log signed is the one that matters.
    for problem in sorted(problems, key=lambda p: p.code not in _GRAVE):
        raise RecordError(
            problem.code,
            where=problem.where,
            expected=problem.expected,
            found=problem.found,
            remedy=f"Nothing was taken ({len(problems)} faults). Keep the bundle as evidence and"
            " ask who packed it.",
        )


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """Give an empty folder on the same disk; what stays in it is removed."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            stage.chmod(0o755)
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    except OSError as fault:
        raise StoreError(
            "E-STORE",
            where=str(folder),
            expected="a disk that takes the files",
            found=fault.strerror or fault,
            remedy="Mend the disk or the rights, then run the same command again.",
        ) from fault


def _stage_log(
    stage: Path, joined: JoinedCopy, bundle: BundleCopy, origin: str
) -> tuple[str, int, int]:
    """Write the new files of one log to the stage."""
    held, note = joined.held(origin), joined.newest(origin)
    head, _ = read_head(note)
    before = held.size if held else 0
    log = stage / bundle.origin_paths[origin]
    write_whole(log / CHECKPOINT, note)
    if head.size > before:
        for name in bundle_names(head.size):
            data = bundle.bundle(origin, name)
            if data is not None:
                write_whole(log / name.path, data)
        wanted = set(tile_names(head.size))
        for name, data in bundle.tiles(origin):
            if name in wanted:
                write_whole(log / name.path, data)
        new = [leaf for index, leaf in joined.leaves(origin) if index >= before]
        for digest in blobs_named(new):
            data = joined.blob(digest)
            if data is not None:
                write_whole(log.parent / "blob" / digest, data)
    return origin, before, head.size


def _put_in_place(stage: Path, folder: Path, *, fresh: bool) -> None:
    """Rename the files into the folder, the heads last; a new folder appears whole."""
    if fresh:
        stage.replace(folder)
        sync_folder(folder.parent)
        return
    files = [path for path in sorted(stage.rglob("*")) if path.is_file()]
    files.sort(key=lambda path: path.name == CHECKPOINT)
    for path in files:
        place = folder / path.relative_to(stage)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)
        sync_folder(place.parent)


def sizes_at(path: Path) -> dict[str, int]:
    """Return how many entries of each log a copy holds: what a bundle for it need not carry.

    Raises:
        UsageError: There is no record at this path.
        RecordError: A head cannot be read.
    """
    with copy_at(path) as (copy, _):
        newest = {origin: list(copy.heads(origin))[-1] for origin in copy.origins()}
    return {origin: read_head(note)[0].size for origin, note in newest.items()}
