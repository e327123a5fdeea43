"""Whom a node that recovers can ask: peers on the network, folders of nodes, copies, bundles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from overflight.adapters.node.calling import Callers, addresses_of
from overflight.adapters.node.near_peer import NearPeer
from overflight.adapters.node.settings import SETTINGS_FILE, read_settings
from overflight.adapters.node.wire import Store, serve
from overflight.adapters.sticks.files import BundleCopy
from overflight.adapters.store.copies import GENESIS_FILE, RECORD_FILE, copy_at
from overflight.adapters.store.memory_mirror import MemoryMirror
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.adapters.store.record_folder import read_plain
from overflight.adapters.store.sqlite_mirror import SqliteMirror
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.desk.network.keyring import KeyRing
from overflight.desk.network.recovery import Source
from overflight.errors import OverflightError, SourceError
from overflight.record import (
    Copy,
    TileName,
    origin_hash,
    read_head,
    read_tile_path,
    write_bundle,
)

__all__ = ["named_sources", "network_sources"]

_ENTRIES = -1
_FULL = 256


@contextmanager
def named_sources(paths: Sequence[Path]) -> Iterator[tuple[Source, ...]]:
    """Open what a person named, to be asked like any peer.

    The folder of another party's node speaks for its mirror, a bundle for whoever packed it; any
    other copy gives entries, but no word on whether they are all.

    Args:
        paths: Folders of nodes, exported folders, SQLite files, bundles.

    Raises:
        UsageError: There is nothing of the kind.
        RecordError: A copy cannot be read.
    """
    with ExitStack() as open_:
        yield tuple(open_.enter_context(_source(path)) for path in paths)


@contextmanager
def _source(path: Path) -> Iterator[Source]:
    if (path / SETTINGS_FILE).is_file() and (path / RECORD_FILE).is_file():
        party, document = read_settings(path).party, read_plain(path / GENESIS_FILE)
        with SqliteRecords(path / RECORD_FILE) as records:
            store = Store.over(records, document, party)
            yield Source(party, NearPeer(party, lambda wanted: serve(store, wanted)))
        return
    with copy_at(path) as (copy, _):
        party = copy.listed.packer if isinstance(copy, BundleCopy) else ""
        yield Source(party, NearPeer(path.name, _CopyShelf(copy).serve))


class _CopyShelf:
    """A copy of a record, served in wire layout.

    Args:
        copy: The copy.
    """

    def __init__(self, copy: Copy) -> None:
        self._copy = copy
        self._origins = {origin_hash(origin): origin for origin in copy.origins()}
        self._leaves: dict[str, tuple[bytes, ...]] = {}

    def serve(self, path: str) -> bytes | None:
        """Return the bytes at a path of the wire, or nothing where they are not here."""
        try:
            if path.startswith("blob/"):
                return self._copy.blob(path.removeprefix("blob/"))
            _, digest, what = path.split("/", 2)
            origin = self._origins.get(digest)
            return None if origin is None else self._of_log(origin, what)
        except ValueError:
            return None
        except OverflightError as fault:
            raise SourceError(
                fault.code,
                where=path,
                expected=fault.expected,
                found=fault.found,
                remedy="Ask somebody else for it.",
            ) from fault

    def _of_log(self, origin: str, what: str) -> bytes | None:
        note = list(self._copy.heads(origin))[-1]
        if what == "checkpoint":
            return note
        name = read_tile_path(what)
        return self._entries(origin, name, note) if name.level == _ENTRIES else None

    def _entries(self, origin: str, name: TileName, note: bytes) -> bytes | None:
        if origin not in self._leaves:
            size = read_head(note)[0].size
            held = (leaf for index, leaf in self._copy.leaves(origin) if index < size)
            self._leaves[origin] = tuple(held)
        start = name.index * _FULL
        leaves = self._leaves[origin][start : start + name.width]
        return write_bundle(leaves) if len(leaves) == name.width else None


@contextmanager
def network_sources(
    folder: Path, key: Ed25519PrivateKey, now: Callable[[], datetime]
) -> Iterator[tuple[Source, ...]]:
    """Open the peers a node can call: by the key sets it holds, or else by their offers.

    Args:
        folder: The node's folder.
        key: Its key on the network.
        now: The time.

    Raises:
        UsageError: There is no node in the folder.
    """
    settings, document = read_settings(folder), read_plain(folder / GENESIS_FILE)
    with ExitStack() as open_:
        try:
            records = open_.enter_context(SqliteRecords(folder / RECORD_FILE))
            mirror = SqliteMirror(records)
            addresses = addresses_of(KeyRing(document, records, mirror, mirror), settings)
        except OverflightError:  # the database is lost or damaged: the offers are what is left
            empty = MemoryRecords({})
            mirrored = MemoryMirror(empty)
            addresses = addresses_of(KeyRing(document, empty, mirrored, mirrored), settings)
        callers = Callers(settings.party, key, now)
        open_.callback(callers.close)
        peers = callers.peers(addresses)
        yield tuple(Source(party, peer) for party, peer in sorted(peers.items()))
