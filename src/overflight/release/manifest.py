"""The media manifest: what lies on a sealed medium, file by file (trust.md section 12).

Sealing hashes; it never encrypts or alters the original. Each side makes the manifest from its own
copy on its own machine, and equal roots mean equal bytes. The parser refuses whatever the printer
would not write, so one medium has exactly one manifest.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from overflight.deadlines import Instant, format_instant, parse_instant
from overflight.errors import OverflightError, RecordError, SourceError
from overflight.record import (
    Frontier,
    Json,
    canonical_bytes,
    leaf_hash,
    merkle_root,
    read_canonical,
)
from overflight.release.names import check_name

__all__ = [
    "CHUNK_BYTES",
    "FIRST_LINE",
    "FileHasher",
    "MediaFile",
    "MediaLabels",
    "MediaManifest",
    "comparison_code",
    "parse_manifest",
]

FIRST_LINE = b"overflight-media-manifest/v1"
CHUNK_BYTES = 1_048_576
EVERY = "all"  # in a request: every portion, every sensor
MAX_MANIFEST_BYTES = 268_435_456
MAX_FILES = 1_000_000
_MAX_INTEGER = 2**53 - 1
_MAX_LINE_BYTES = 4_096
_HEX = re.compile(r"[0-9a-f]{64}")
_LABEL = re.compile(r"[^\x00-\x1f\x7f-\x9f]{1,80}")
_EMPTY = hashlib.sha256(b"").hexdigest()
_MEMBERS = frozenset("cfhn")
_CHOICES = frozenset("pst")


@dataclass(frozen=True, slots=True)
class MediaFile:
    """One file of a medium.

    Args:
        name: Relative name on the medium, parts joined by ``/``.
        sha256: SHA-256 of the whole file, lower-case hex.
        chunk_root: RFC 6962 root over its chunks of 1,048,576 bytes, lower-case hex.
        size: Length in bytes.
        sensor: Id of the sensor that took it.
        portion: Portion of the observation period it belongs to (art.IX.IV.1 (E)).
        taken_at: When it was taken.
    """

    name: str
    sha256: str
    chunk_root: str
    size: int
    sensor: str | None = None
    portion: str | None = None
    taken_at: Instant | None = None

    @property
    def line(self) -> bytes:
        """Return its line of the manifest, without the line feed."""
        values: dict[str, Json] = {
            "c": self.chunk_root,
            "f": self.name,
            "h": self.sha256,
            "n": self.size,
        }
        if self.portion is not None:
            values["p"] = self.portion
        if self.sensor is not None:
            values["s"] = self.sensor
        if self.taken_at is not None:
            values["t"] = format_instant(self.taken_at)
        return canonical_bytes(values)


@dataclass(frozen=True, slots=True)
class MediaLabels:
    """What a person or a catalogue adds to a file: which sensor, which portion, when.

    Args:
        sensor: Id of the sensor.
        portion: Portion of the observation period.
        taken_at: When it was taken.
    """

    sensor: str | None = None
    portion: str | None = None
    taken_at: Instant | None = None


def _place(file: MediaFile) -> bytes:
    return file.name.encode()


@dataclass(frozen=True)
class MediaManifest:
    """The files of one medium, sorted by name bytewise, each name once.

    Args:
        files: The files; any order is accepted and sorted.

    Raises:
        SourceError: A name, label, hash or size is not one a manifest may hold, a name stands
            twice, or there are too many files.
    """

    files: tuple[MediaFile, ...]

    def __post_init__(self) -> None:
        if len(self.files) > MAX_FILES:
            raise _refusal("media manifest", f"at most {MAX_FILES} files", len(self.files))
        for file in self.files:
            _check_file(file)
        ordered = tuple(sorted(self.files, key=_place))
        _check_apart([file.name for file in ordered])
        object.__setattr__(self, "files", ordered)

    @cached_property
    def root(self) -> str:
        """Return the RFC 6962 root over the file lines without line feeds, lower-case hex."""
        return merkle_root(file.line for file in self.files).hex()

    @property
    def count(self) -> int:
        """Return the number of files."""
        return len(self.files)

    @property
    def total_bytes(self) -> int:
        """Return the bytes of all files together."""
        return sum(file.size for file in self.files)

    @property
    def code(self) -> str:
        """Return the comparison code that both sides read aloud on the ramp."""
        return comparison_code(self.root)

    def to_bytes(self) -> bytes:
        """Return the manifest file: first line, then one line for each file, each ended by LF."""
        lines = (FIRST_LINE, *(file.line for file in self.files))
        return b"".join(line + b"\n" for line in lines)

    @property
    def bare(self) -> MediaManifest:
        """Return the same files without labels: what is sealed, since bytes have no labels."""
        return self.labelled({})

    def labelled(self, labels: Mapping[str, MediaLabels]) -> MediaManifest:
        """Return the same files with these labels and no others.

        Args:
            labels: Sensor, portion and time by file name.

        Raises:
            SourceError: A label names no file of the medium, or is not one a manifest may hold.
        """
        stray = sorted(labels.keys() - {file.name for file in self.files})
        if stray:
            raise SourceError(
                "E-LABEL",
                where="labels",
                expected="names of files of the medium",
                found=stray[0],
                remedy="Correct the name, or leave the label out.",
            )
        none = MediaLabels()
        return MediaManifest(
            tuple(
                replace(file, sensor=named.sensor, portion=named.portion, taken_at=named.taken_at)
                for file in self.files
                for named in (labels.get(file.name, none),)
            )
        )

    def select(self, portions: Iterable[str], sensor: str = EVERY) -> MediaManifest:
        """Return the manifest of the files a request names.

        Args:
            portions: Portions of the observation period; ``all`` for every file.
            sensor: Id of the sensor; ``all`` for every one.
        """
        wanted = frozenset(portions)
        return MediaManifest(
            tuple(
                file
                for file in self.files
                if (EVERY in wanted or file.portion in wanted) and sensor in {EVERY, file.sensor}
            )
        )


def comparison_code(root: str) -> str:
    """Return the first 80 bits of a root in base32, four groups of four (trust.md section 12).

    Args:
        root: Manifest root, 64 hex digits.
    """
    text = base64.b32encode(bytes.fromhex(root)[:10]).decode()
    return "-".join(text[i : i + 4] for i in range(0, 16, 4))


class FileHasher:
    """Hash one file from blocks of any size, as it is read.

    Example: ``hasher.update(block)`` for every block, then ``hasher.finish("frame-01.tif")``.
    """

    def __init__(self) -> None:
        self._whole = hashlib.sha256()
        self._chunks = Frontier()
        self._rest = bytearray()
        self._size = 0

    def update(self, block: bytes) -> None:
        """Take the next bytes of the file; blocks of ``CHUNK_BYTES`` are the quickest."""
        self._whole.update(block)
        self._size += len(block)
        if not self._rest and len(block) == CHUNK_BYTES:
            self._chunks.push(leaf_hash(block))
            return
        self._rest += block
        while len(self._rest) >= CHUNK_BYTES:
            self._chunks.push(leaf_hash(bytes(self._rest[:CHUNK_BYTES])))
            del self._rest[:CHUNK_BYTES]

    def finish(self, name: str, labels: MediaLabels | None = None) -> MediaFile:
        """Return the file with its hashes.

        Args:
            name: Its name in the manifest.
            labels: Sensor, portion and time, where known.
        """
        known = labels or MediaLabels()
        if self._rest:
            self._chunks.push(leaf_hash(bytes(self._rest)))
            self._rest.clear()
        return MediaFile(
            name=name,
            sha256=self._whole.hexdigest(),
            chunk_root=self._chunks.root().hex(),
            size=self._size,
            sensor=known.sensor,
            portion=known.portion,
            taken_at=known.taken_at,
        )


def parse_manifest(text: bytes, *, where: str) -> MediaManifest:
    """Read a manifest file strictly.

    Args:
        text: The bytes of the file.
        where: Name of the file, for the error.

    Raises:
        SourceError: The bytes are not exactly what the printer would write for some medium.
    """
    if len(text) > MAX_MANIFEST_BYTES:
        raise _refusal(where, f"at most {MAX_MANIFEST_BYTES} bytes", len(text))
    lines = text.split(b"\n")
    if lines[0] != FIRST_LINE:
        found = lines[0][:80].decode("utf-8", "backslashreplace")
        raise _refusal(f"{where}: line 1", FIRST_LINE.decode(), found)
    if lines[-1] != b"":
        raise _refusal(where, "a line feed at the end of the last line", "a cut line")
    rows = lines[1:-1]
    files = tuple(_parse_line(row, f"{where}: line {n}") for n, row in enumerate(rows, 2))
    manifest = MediaManifest(files)
    if manifest.files != files:
        raise _refusal(where, "file lines sorted by name, bytewise", "another order")
    return manifest


def _parse_line(row: bytes, where: str) -> MediaFile:
    if len(row) > _MAX_LINE_BYTES:
        raise _refusal(where, f"at most {_MAX_LINE_BYTES} bytes", len(row))
    try:
        values = read_canonical(row, where=where)
    except RecordError as fault:
        raise _refusal(where, fault.expected, fault.found) from fault
    if not _MEMBERS <= values.keys() <= _MEMBERS | _CHOICES:
        raise _refusal(where, "an object with c, f, h, n and perhaps p, s, t", sorted(values))
    texts = {key: value for key, value in values.items() if isinstance(value, str)}
    size = values["n"]
    if texts.keys() != values.keys() - {"n"} or not isinstance(size, int) or isinstance(size, bool):
        raise _refusal(where, "n an integer, every other member text", row.decode())
    file = MediaFile(
        name=texts["f"],
        sha256=texts["h"],
        chunk_root=texts["c"],
        size=size,
        sensor=texts.get("s"),
        portion=texts.get("p"),
        taken_at=_taken_at(texts.get("t"), where),
    )
    _check_file(file, where)
    if file.line != row:  # an instant has one spelling, which JSON does not know
        raise _refusal(where, "the time as YYYY-MM-DDThh:mm:ssZ", row.decode())
    return file


def _taken_at(text: str | None, where: str) -> datetime | None:
    if text is None:
        return None
    try:
        return parse_instant(text, where=where)
    except OverflightError as fault:
        raise _refusal(where, fault.expected, text) from fault


def _check_file(file: MediaFile, where: str = "media manifest") -> None:
    check_name(file.name, where=where)
    for text in (file.sha256, file.chunk_root):
        if not _HEX.fullmatch(text):
            raise _refusal(where, "64 lower-case hex digits", text)
    if not 0 <= file.size <= _MAX_INTEGER:
        raise _refusal(where, "a size from 0 to 2^53 - 1", file.size)
    if (file.size == 0) != (file.sha256 == _EMPTY) or (file.size == 0) != (
        file.chunk_root == _EMPTY
    ):
        raise _refusal(where, "the hash of nothing for an empty file, and only for it", file.size)
    for label in (file.sensor, file.portion):
        if label is not None and not _LABEL.fullmatch(label):
            raise _refusal(where, "a label of 1 to 80 characters on one line", label)


def _check_apart(names: list[str]) -> None:
    """Refuse a name that stands twice, or is also the folder of another."""
    for former, latter in pairwise(names):
        if former == latter:
            raise _refusal("media manifest", "every file name once", latter)
    folders = {name[:end] for name in names for end, sign in enumerate(name) if sign == "/"}
    for name in names:
        if name in folders:
            raise _refusal("media manifest", "a name that is not also a folder", name)


def _refusal(where: str, expected: str, found: object) -> SourceError:
    return SourceError(
        "E-MANIFEST",
        where=where,
        expected=expected,
        found=found,
        remedy="Make the manifest again from the medium; never mend it by hand.",
    )
