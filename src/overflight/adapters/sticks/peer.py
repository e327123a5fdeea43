"""Peers on a stick: a bundle or an exported folder, asked as a node on the network is asked.

So what is carried by hand goes through the same rounds as what comes over the wire, and is held to
the same proofs. The files lie at the path of their log, ``log/hu/1/…``; on the wire the packer's
own log is ``log/…`` and every log ``mirror/<origin hash>/…``. A stick has no clock and takes no
hints; what it brings may be late, and that is nobody's fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from overflight.adapters.sticks.files import BundleCopy
from overflight.adapters.store.record_folder import FolderCopy, read_plain
from overflight.desk.network.ports import Got
from overflight.errors import RecordError, SourceError
from overflight.record import origin_hash, party_of

__all__ = ["CarriedPeer", "bundle_peer", "folder_peer"]

_LOG = re.compile(r"(?:log|mirror/(?P<hash>[0-9a-f]{64}))/(?P<what>.+)")
_BLOB = re.compile(r"blob/(?P<digest>[0-9a-f]{64})")
_OLDER = re.compile(r"head/(?P<index>0|[1-9][0-9]{0,17})")

Files: TypeAlias = Callable[[str], bytes | None]


class CarriedPeer:
    """A peer made of files.

    Args:
        name: Name of the file or folder, for messages.
        packer: Code of the party that packed it; empty where nobody did.
        places: Path of each log by its origin.
        older: Sizes of the older heads that are there, of each log by its origin.
        files: Gives the bytes at a path: of a log's files, or ``blob/<hex sha256>``.
    """

    def __init__(
        self,
        name: str,
        packer: str,
        places: Mapping[str, str],
        older: Mapping[str, tuple[int, ...]],
        files: Files,
    ) -> None:
        self._name = name
        self._files = files
        self._hashes = {origin_hash(origin): origin for origin in places}
        own = (origin for origin in places if party_of(origin) == packer)
        self._own = max(own, key=lambda origin: int(origin.rpartition("/")[2]), default="")
        self.places = dict(places)
        self.older = dict(older)

    @property
    def name(self) -> str:
        """Name of the file or folder."""
        return self._name

    def get(self, path: str, most: int) -> Got:
        """Ask for the bytes at a path of the wire.

        Raises:
            SourceError: ``E-OVERSIZE``: there are more of them than are taken.
            StoreError: The disk failed.
        """
        data = self._files(path) if _BLOB.fullmatch(path) else self._of_log(path)
        if data is not None and len(data) > most:
            raise SourceError(
                "E-OVERSIZE",
                where=f"{self._name}, {path}",
                expected=f"at most {most} bytes",
                found=f"{len(data)} bytes",
                remedy="Nothing was taken; ask whoever packed it.",
            )
        return Got(data)

    def _of_log(self, path: str) -> bytes | None:
        found = _LOG.fullmatch(path)
        if found is None:
            return None
        origin = self._own if found["hash"] is None else self._hashes.get(found["hash"], "")
        if not origin:
            return None
        older = _OLDER.fullmatch(found["what"])
        if older is None:
            return self._files(f"{self.places[origin]}/{found['what']}")
        sizes = (size for size in self.older.get(origin, ()) if size > int(older["index"]))
        size = min(sizes, default=None)
        if size is None:
            return self._files(f"{self.places[origin]}/checkpoint")
        return self._files(f"{self.places[origin]}/head/{size}")

    def hint(self) -> None:
        """Do nothing: a stick takes no hints."""


def bundle_peer(bundle: BundleCopy, name: str) -> CarriedPeer:
    """Return a bundle as a peer; every file of it was held against its list when it was opened.

    Args:
        bundle: The bundle.
        name: Name of its file.
    """
    older: dict[str, tuple[int, ...]] = {}
    for origin, log in bundle.origin_paths.items():
        heads = (f.path.removeprefix(f"{log}/head/") for f in bundle.listed.files)
        older[origin] = tuple(sorted(int(h) for h in heads if h.isdecimal()))
    return CarriedPeer(name, bundle.listed.packer, bundle.origin_paths, older, bundle.file)


def folder_peer(folder: Path) -> CarriedPeer:
    """Return an exported folder as a peer.

    Raises:
        RecordError: The folder has no genesis document that can be read.
    """
    copy = FolderCopy(folder)
    places = {o: "/".join(("log", *o.split("/")[-2:])) for o in copy.origins()}

    def files(path: str) -> bytes | None:
        blob = _BLOB.fullmatch(path)
        if blob:
            return copy.blob(blob["digest"])
        try:
            return read_plain(folder / path)
        except RecordError as fault:
            if fault.code == "E-MISSING":
                return None
            raise

    return CarriedPeer(folder.name, "", places, {}, files)
