"""What is derived from a record, kept beside it: a cache with a seal only this user can make.

Under the record: ``folded/``, one file for each thing kept. Each begins with a seal, HMAC-SHA256 by
a secret that lies in the user's own folder and nowhere near the record: bytes that this very
program, run by this user, did not write there are as good as none. Nothing here raises: a cache
that cannot be read or written is no fault, only slow.
"""

from __future__ import annotations

import hmac
import os
import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from stat import S_ISREG
from typing import Final

from overflight.adapters.store.copies import RECORD_FILE

__all__ = ["FOLDED", "KeptFile", "KeptFolder", "kept_beside"]

FOLDED: Final = "folded"
"""Folder beside the record."""
_SECRET: Final = "kept.key"  # noqa: S105 - the name of a file
_SECRET_BYTES: Final = 32
_SEAL_BYTES: Final = 32
_ENDING: Final = ".kept"
_WAITING: Final = ".waiting"
# A file written again within one tick of the clock keeps its time: nothing younger is trusted.
_TICK_NS: Final = 50_000_000
_RESTS: Final = 20
_MOST_BYTES: Final = 2**30


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One thing kept.

    Args:
        name: Under which name.
        size: Of its file, in bytes.
        sealed: This program, run by this user, wrote it; else it is as good as none.
    """

    name: str
    size: int
    sealed: bool


class KeptFolder:
    """What is kept beside one record.

    Args:
        record: Folder of the record.
        secret: What the seals are made with, 32 bytes.
        program: What names the program that runs, with the rules and tables it carries.
    """

    def __init__(self, record: Path, secret: bytes, program: str) -> None:
        self._record = record
        self._program = program.encode()
        self._folder = record / FOLDED
        self._secret = secret

    @property
    def folder(self) -> Path:
        """Return where it is kept; nothing else is in it."""
        return self._folder

    def state(self) -> str:
        """Return what names the files of the record; empty where one was written just now."""
        found = []
        for name in (RECORD_FILE, f"{RECORD_FILE}-wal"):
            try:
                status = (self._record / name).stat()
            except FileNotFoundError:
                found.append("none")
                continue
            except OSError:
                return ""
            if not status.st_size:  # whoever opens the database makes an empty log beside it
                found.append("none")
                continue
            if max(status.st_mtime_ns, status.st_ctime_ns) + _TICK_NS > time.time_ns():
                return ""
            found.append(_state_of(status))
        return " ".join(found)

    def settled(self) -> bool:
        """Wait until the last write to the record is a tick old; tell whether it ever was.

        Where others write on and on it gives up after a second.
        """
        for _ in range(_RESTS):
            if self.state():
                return True
            time.sleep(_TICK_NS / 1e9)
        return bool(self.state())

    def get(self, name: str) -> bytes | None:
        """Return what this program put under a name; nothing where it is not as it was put."""
        try:
            data = _plain_bytes(self._path(name))
        except OSError:
            return None
        seal = self._seal(name, memoryview(data)[_SEAL_BYTES:])
        return data[_SEAL_BYTES:] if hmac.compare_digest(data[:_SEAL_BYTES], seal) else None

    def put(self, name: str, data: bytes) -> bool:
        """Keep bytes under a name, whole or not at all; tell whether they are kept."""
        waiting = None
        try:
            self._folder.mkdir(exist_ok=True)
            if self._folder.is_symlink():
                return False
            handle, waiting = tempfile.mkstemp(_WAITING, f".{name}.", self._folder)
            with os.fdopen(handle, "wb") as file:
                file.write(self._seal(name, data))
                file.write(data)
            Path(waiting).replace(self._path(name))
        except OSError:
            if waiting:
                with suppress(OSError):
                    Path(waiting).unlink()
            return False
        return True

    def files(self) -> Iterator[KeptFile]:
        """Yield what is kept, by name."""
        for path in sorted(self._folder.glob(f"*{_ENDING}")):
            name = path.name.removesuffix(_ENDING)
            with suppress(OSError):
                yield KeptFile(name, path.lstat().st_size, self.get(name) is not None)

    def delete(self) -> int:
        """Delete all that is kept, and what a process that was killed left; return how many files.

        Raises:
            OSError: The folder cannot be written.
        """
        if self._folder.is_symlink():
            return 0  # it leads elsewhere, where nothing is ours
        found = [*self._folder.glob(f"*{_ENDING}"), *self._folder.glob(f"*{_WAITING}")]
        for path in found:
            path.unlink(missing_ok=True)
        with suppress(OSError):  # there is none, or something else is in it
            self._folder.rmdir()
        return len(found)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{_ENDING}"

    def _seal(self, name: str, data: bytes | memoryview) -> bytes:
        bound = b"\0".join((b"overflight kept, form 1", self._program, name.encode(), b""))
        seal = hmac.new(self._secret, bound, sha256)
        seal.update(data)
        return seal.digest()


def _plain_bytes(path: Path) -> bytes:
    """Return the bytes of a plain file of no monstrous size; links and devices are not followed."""
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        if not S_ISREG(status.st_mode) or status.st_size > _MOST_BYTES:
            raise OSError(None, "no plain file")
        return file.read(_MOST_BYTES)


def _state_of(status: os.stat_result) -> str:
    """Return what changes with every change of a file; the last one no program can set back."""
    return f"{status.st_ino}.{status.st_size}.{status.st_mtime_ns}.{status.st_ctime_ns}"


@cache
def _program() -> str:
    """Return what names the program: its version, and the state of each file, tables included."""
    try:
        named = version("overflight")
    except PackageNotFoundError:
        named = "unknown"
    top = Path(__file__).parents[2]
    digest = sha256()
    for path in sorted(_files(str(top))):
        digest.update(path.encode())
    return f"overflight {named} {digest.hexdigest()}"


def _files(folder: str) -> Iterator[str]:
    """Yield path and state of every file of a folder, but for what Python compiles."""
    with os.scandir(folder) as found:
        for each in found:
            if each.is_dir(follow_symlinks=False):
                if each.name != "__pycache__":
                    yield from _files(each.path)
            else:
                yield f"{each.path} {_state_of(each.stat())}\n"


def kept_beside(record: Path) -> KeptFolder | None:
    """Return what is kept beside a record; nothing where this user has no secret and no place.

    Args:
        record: Folder of the record.
    """
    secret = _secret()
    return KeptFolder(record, secret, _program()) if secret else None


def _state_folder() -> Path | None:
    """Return the folder of this user for what a program remembers."""
    named = os.environ.get("XDG_STATE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        return (Path(named) if named else Path.home() / ".local" / "state") / "overflight"
    except RuntimeError:
        return None


def _secret() -> bytes:
    """Return this user's secret, made the first time; nothing where it cannot be kept secret."""
    folder = _state_folder()
    if folder is None:
        return b""
    path = folder / _SECRET
    try:
        if not path.exists():
            _make(path)
        data, status = _plain_bytes(path), path.lstat()
    except OSError:
        return b""
    private = status.st_uid == os.getuid() and not status.st_mode & 0o077
    return data if private and len(data) == _SECRET_BYTES else b""


def _make(path: Path) -> None:
    """Make the secret, whole; where two processes do, the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, waiting = tempfile.mkstemp(prefix=".kept.", dir=path.parent)  # only its owner may read
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(_SECRET_BYTES))
        with suppress(FileExistsError):
            os.link(waiting, path)
    finally:
        Path(waiting).unlink()
