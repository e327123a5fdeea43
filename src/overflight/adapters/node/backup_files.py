"""The file of a backup: a plain tar archive whose first file lists the others with their hashes."""

from __future__ import annotations

import io
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO

from overflight.adapters.files import sync_folder
from overflight.adapters.node.folder import POLICIES_FOLDER
from overflight.adapters.node.settings import SETTINGS_FILE
from overflight.adapters.store.copies import GENESIS_FILE, RECORD_FILE
from overflight.errors import RecordError, StoreError

__all__ = [
    "LISTED",
    "SEALED_KEYS",
    "BackupList",
    "disk_faults",
    "measured",
    "read_backup",
    "tar_member",
    "write_archive",
]

LISTED = "BACKUP"
SEALED_KEYS = "keys.age"
_FIRST = "overflight-backup/v1"
_PATH = re.compile(
    rf"{re.escape(GENESIS_FILE)}|{re.escape(SETTINGS_FILE)}|{re.escape(RECORD_FILE)}"
    rf"|{re.escape(SEALED_KEYS)}|{POLICIES_FOLDER}/[A-Za-z0-9][A-Za-z0-9._-]{{0,79}}"
)
_LINE = re.compile(r"([0-9a-f]{64}) (0|[1-9][0-9]{0,15}) (\S+)")
_HEAD = re.compile(
    rf"{_FIRST}\nparty (?P<party>[A-Z]{{2,4}})\nregime (?P<regime>[0-9a-f]{{16}})\n"
    r"generation (?P<generation>[0-9a-f]{32})\nmade (?P<made>[0-9TZ:-]{20})\n"
)
_LONGEST_LIST = 2**20
_CHUNK = 2**20


@dataclass(frozen=True, slots=True)
class BackupList:
    """What the first file of a backup says.

    Args:
        party: Code of the party whose node it was.
        regime: Regime id.
        generation: Generation of the database in it.
        made: When, as the node's clock said.
        files: Hash, length and path of each file.
    """

    party: str
    regime: str
    generation: str
    made: str
    files: tuple[tuple[str, int, str], ...]

    def text(self) -> bytes:
        """Return it as it is written."""
        lines = [
            _FIRST,
            f"party {self.party}",
            f"regime {self.regime}",
            f"generation {self.generation}",
            f"made {self.made}",
            *(f"{digest} {size} {path}" for digest, size, path in self.files),
        ]
        return "".join(f"{line}\n" for line in lines).encode()


def tar_member(name: str, size: int) -> tarfile.TarInfo:
    """Return the header of a plain file that its owner alone may read."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def measured(stage: Path) -> Iterator[tuple[str, int, str]]:
    """Yield hash, length and path of every file of a backup under a folder."""
    for path in sorted(stage.rglob("*")):
        name = path.relative_to(stage).as_posix()
        if path.is_file() and _PATH.fullmatch(name):
            with path.open("rb") as data:
                digest, size = _copied(data, None)
            yield digest, size, name


def _copied(source: IO[bytes], to: IO[bytes] | None) -> tuple[str, int]:
    """Return hash and length of a file, copying it on the way."""
    digest, size = sha256(), 0
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if to is not None:
            to.write(chunk)
    return digest.hexdigest(), size


def write_archive(listed: BackupList, stage: Path, out: Path) -> None:
    """Write the archive under a temporary name, fsync it, rename it.

    Raises:
        OSError: The disk failed; there is no archive then.
    """
    waiting = out.with_name(f".{out.name}.part")
    try:
        with waiting.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            with tarfile.open(fileobj=file, mode="w", format=tarfile.USTAR_FORMAT) as archive:
                text = listed.text()
                archive.addfile(tar_member(LISTED, len(text)), io.BytesIO(text))
                for _, size, path in listed.files:
                    with (stage / path).open("rb") as data:
                        archive.addfile(tar_member(path, size), data)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(out)
        sync_folder(out.parent)
    finally:
        waiting.unlink(missing_ok=True)


@contextmanager
def disk_faults(place: Path) -> Iterator[None]:
    """Turn faults of the disk into ``StoreError``."""
    try:
        yield
    except OSError as fault:
        raise StoreError(
            "E-STORE",
            where=str(place),
            expected="a disk that takes the files",
            found=fault.strerror or fault,
            remedy="Mend the disk or the rights, then run the same command again.",
        ) from fault


def read_backup(path: Path, stage: Path | None = None) -> BackupList:
    """Check a backup whole against its own list, and unpack it where that is asked for.

    Args:
        path: The file.
        stage: An empty folder to unpack to.

    Raises:
        RecordError: ``E-BACKUP``: it is none, is cut off, or a file is not what the list says.
        StoreError: The disk failed.
    """
    with disk_faults(path):
        try:
            with path.open("rb") as file, tarfile.open(fileobj=file, mode="r:") as archive:
                return _checked(path, archive, stage)
        except (tarfile.TarError, EOFError) as fault:
            raise _broken(path, "a whole backup", str(fault)) from fault
        except FileNotFoundError as fault:
            raise _broken(path, "a backup", "no such file") from fault


def _checked(path: Path, archive: tarfile.TarFile, stage: Path | None) -> BackupList:
    members = iter(archive)
    first = next(members, None)
    if first is None or first.name != LISTED or first.size > _LONGEST_LIST or not first.isreg():
        raise _broken(path, f"{LISTED} as the first file", first.name if first else "nothing")
    text = archive.extractfile(first)
    listed = _read_list(path, text.read() if text else b"")
    for (digest, size, name), member in _paired(path, listed, members):
        data = archive.extractfile(member) if member.isreg() else None
        if data is None or (member.name, member.size) != (name, size):
            raise _broken(path, f"{name} of {size} bytes", f"{member.name} of {member.size}")
        found = _unpacked(data, stage / name if stage else None)
        if found != (digest, size):
            raise _broken(path, f"{name} with SHA-256 {digest}", found[0])
    return listed


def _paired(
    path: Path, listed: BackupList, members: Iterator[tarfile.TarInfo]
) -> Iterator[tuple[tuple[str, int, str], tarfile.TarInfo]]:
    for line in listed.files:
        member = next(members, None)
        if member is None:
            raise _broken(path, line[2], "the end of the file")
        yield line, member
    extra = next(members, None)
    if extra is not None:
        raise _broken(path, "nothing after the files listed", extra.name)


def _unpacked(data: IO[bytes], to: Path | None) -> tuple[str, int]:
    if to is None:
        return _copied(data, None)
    to.parent.mkdir(parents=True, exist_ok=True)
    with to.open("wb") as file:
        found = _copied(data, file)
        file.flush()
        os.fsync(file.fileno())
    return found


def _read_list(path: Path, data: bytes) -> BackupList:
    text = data.decode("ascii", "replace")
    head = _HEAD.match(text)
    if head is None or not text.endswith("\n"):
        raise _broken(path, f"a list that begins with {_FIRST}", text[:40])
    files: list[tuple[str, int, str]] = []
    for line in text[head.end() :].split("\n")[:-1]:
        match = _LINE.fullmatch(line)
        if match is None or not _PATH.fullmatch(match[3]):
            raise _broken(path, "hash, length and path of a node's file", line)
        files.append((match[1], int(match[2]), match[3]))
    names = [name for _, _, name in files]
    lacking = {RECORD_FILE, GENESIS_FILE, SETTINGS_FILE} - set(names)
    if lacking or len(set(names)) != len(names):
        raise _broken(path, "every file once", f"{', '.join(sorted(lacking)) or 'one'} missing")
    return BackupList(head["party"], head["regime"], head["generation"], head["made"], tuple(files))


def _broken(path: Path, expected: str, found: str) -> RecordError:
    return RecordError(
        "E-BACKUP",
        where=str(path),
        expected=expected,
        found=found,
        remedy="Use another backup; without any, `overflight node rebuild` fetches all from peers.",
    )
