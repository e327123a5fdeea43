"""Copy what a peer serves to a folder, to be verified there: a served export, a node, a stick.

Whatever a peer is, it is asked for the same things: the genesis document, then each log the
document names, epoch by epoch, as an export has it (``log/hu/1/…``) or as a node does
(``mirror/<origin hash>/…``). Nothing is believed; the folder is verified as any other copy.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from overflight.adapters.files import write_whole
from overflight.errors import SourceError
from overflight.record import (
    blobs_named,
    bundle_names,
    log_origin,
    origin_hash,
    read_bundle,
    read_genesis,
    read_head,
    tile_names,
)

if TYPE_CHECKING:
    from overflight.desk.network.ports import Peer

__all__ = ["PeerCopy"]

_LARGEST_NOTE = 262_144
_LARGEST_BUNDLE = 256 * (2 + 65_535)
_LARGEST_BLOB = 16 * 2**20
_LARGEST_COPY = 2**36
_MOST_EPOCHS = 1_000


class PeerCopy:
    """A folder in the making from what one peer serves.

    Args:
        peer: The peer.
        folder: An empty folder.
    """

    def __init__(self, peer: Peer, folder: Path) -> None:
        self._peer = peer
        self._folder = folder
        self._left = _LARGEST_COPY

    def fetch(self) -> tuple[str, ...]:
        """Fetch everything; what is not there is left for the verifier to tell.

        Returns:
            The origins of the logs found.

        Raises:
            SourceError: The peer does not answer, serves no genesis document, or never ends.
            RecordError: A head or a bundle of entries cannot be read.
            StoreError: The disk failed.
        """
        document = self._get("genesis.json", _LARGEST_BLOB)
        if document is None:
            raise self._fault("E-MISSING", "genesis.json", "the genesis document", "nothing")
        write_whole(self._folder / "genesis.json", document)
        genesis = read_genesis(document)
        found: list[str] = []
        for founder in genesis.parties:
            for epoch in range(1, _MOST_EPOCHS):
                origin = log_origin(genesis.base, founder.party, epoch)
                if not self._log(origin, origin.removeprefix(f"{genesis.base}/")):
                    break
                found.append(origin)
        return tuple(found)

    def _get(self, path: str, most: int) -> bytes | None:
        data = self._peer.get(path, most).data
        self._left -= len(data or b"")
        if self._left < 0:
            raise self._fault("E-OVERSIZE", path, f"at most {_LARGEST_COPY} bytes in all", "more")
        return data

    def _fault(self, code: str, path: str, expected: str, found: str) -> SourceError:
        remedy = "Ask whoever serves it; name the address that has genesis.json."
        where = f"{self._peer.name}, {path}"
        return SourceError(code, where=where, expected=expected, found=found, remedy=remedy)

    def _log(self, origin: str, place: str) -> bool:
        """Fetch one log, its head last; return whether it is served."""
        for prefix in (place, f"mirror/{origin_hash(origin)}"):
            note = self._get(f"{prefix}/checkpoint", _LARGEST_NOTE)
            if note is not None:
                break
        else:
            return False
        size = read_head(note)[0].size
        named: dict[str, None] = {}
        for name in bundle_names(size):
            data = self._get(f"{prefix}/{name.path}", _LARGEST_BUNDLE)
            if data is None:
                break  # a head may claim any size; the verifier tells what is missing
            write_whole(self._folder / place / name.path, data)
            named.update(dict.fromkeys(blobs_named(read_bundle(data, name.width))))
        else:
            self._tiles(prefix, place, size)
        self._blobs(place, named)
        write_whole(self._folder / place / "checkpoint", note)
        return True

    def _tiles(self, prefix: str, place: str, size: int) -> None:
        for name in tile_names(size):
            data = self._get(f"{prefix}/{name.path}", _LARGEST_BUNDLE)
            if data is not None:
                write_whole(self._folder / place / name.path, data)

    def _blobs(self, place: str, named: dict[str, None]) -> None:
        party = place.rpartition("/")[0]
        for digest in named:
            for path in (f"{party}/blob/{digest}", f"blob/{digest}"):
                data = self._get(path, _LARGEST_BLOB)
                if data is not None:
                    write_whole(self._folder / party / "blob" / digest, data)
                    break
