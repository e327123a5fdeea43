"""A disk that fails, or takes the whole process with it, at a chosen write.

SQLite's own file layer is counted from below: every write, truncation and sync of a database, its
log or a copy of it; and of Python's files every sync, rename, removal and new folder. Only for a
process of its own: nothing is put back.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import os
import signal
import sqlite3
from collections.abc import Callable
from enum import StrEnum
from typing import Any

__all__ = ["Disk", "How"]

_METHODS = 19
_WRITE, _TRUNCATE, _SYNC = 3, 4, 5
_IOERR_WRITE, _IOERR_FSYNC, _IOERR_TRUNCATE, _FULL = 778, 1034, 1546, 13
_P, _I, _L = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
_OPEN = ctypes.CFUNCTYPE(_I, _P, _P, _P, _I, _P)
_WRITES = ctypes.CFUNCTYPE(_I, _P, _P, _I, _L)
_TRUNCATES = ctypes.CFUNCTYPE(_I, _P, _L)
_SYNCS = ctypes.CFUNCTYPE(_I, _P, _I)


class How(StrEnum):
    """What happens at the chosen point."""

    COUNT = "count"
    KILL = "kill"
    TORN = "torn"
    FAIL = "fail"
    FULL = "full"


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", _I),
        ("size", _I),
        ("longest", _I),
        ("next", _P),
        ("name", _P),
        ("data", _P),
        ("open", _P),
    )


class Disk:
    """The disk under this process.

    Args:
        how: What happens.
        point: At which write, sync, rename, removal or new folder; the first is 0.
    """

    def __init__(self, how: How, point: int) -> None:
        self.how = how
        self.point = point
        self.count = 0
        self._kept: list[object] = []
        self._tables: dict[int, Any] = {}
        self._patch_sqlite()
        self._patch_files()

    def _due(self) -> bool:
        """Count a point; tell whether it fails here, unless the process ends."""
        here = self.count == self.point and self.how is not How.COUNT
        self.count += 1
        if here and self.how is How.KILL:
            os.kill(os.getpid(), signal.SIGKILL)
        return here

    def _patch_sqlite(self) -> None:
        library = ctypes.CDLL(ctypes.util.find_library("sqlite3"))
        library.sqlite3_libversion.restype = ctypes.c_char_p
        version = library.sqlite3_libversion().decode()
        if version != sqlite3.sqlite_version:
            raise RuntimeError(f"another SQLite: {version}, not {sqlite3.sqlite_version}")
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        vfs = library.sqlite3_vfs_find(None)
        before = _OPEN(vfs.contents.open)

        def opened(own: int, name: int, file: int, flags: int, out: int) -> int:
            status = before(own, name, file, flags, out)
            table = ctypes.cast(file, ctypes.POINTER(_P))
            if table[0]:
                table[0] = ctypes.addressof(self._patched(table[0]))
            return int(status)

        after = _OPEN(opened)
        self._kept += [library, before, after]
        vfs.contents.open = ctypes.cast(after, _P).value

    def _patched(self, address: int) -> Any:  # noqa: ANN401 - a table of C
        if address not in self._tables:
            table = (_P * (_METHODS + 1)).from_buffer_copy(
                ctypes.string_at(address, ctypes.sizeof(_P) * (_METHODS + 1))
            )
            write, truncate, sync = (
                _WRITES(table[_WRITE] or 0),
                _TRUNCATES(table[_TRUNCATE] or 0),
                _SYNCS(table[_SYNC] or 0),
            )

            def writes(file: int, data: int, size: int, at: int) -> int:
                if self._due():
                    if self.how is How.TORN:
                        write(file, data, size // 2, at)
                        os.kill(os.getpid(), signal.SIGKILL)
                    return _FULL if self.how is How.FULL else _IOERR_WRITE
                return int(write(file, data, size, at))

            def truncates(file: int, size: int) -> int:
                return _IOERR_TRUNCATE if self._dead() else int(truncate(file, size))

            def syncs(file: int, flags: int) -> int:
                return _IOERR_FSYNC if self._dead() else int(sync(file, flags))

            made = (_WRITES(writes), _TRUNCATES(truncates), _SYNCS(syncs))
            for place, method in zip((_WRITE, _TRUNCATE, _SYNC), made, strict=True):
                table[place] = ctypes.cast(method, _P).value
            self._kept += [write, truncate, sync, *made]
            self._tables[address] = table
            self._tables[ctypes.addressof(table)] = table
        return self._tables[address]

    def _dead(self) -> bool:
        here = self._due()
        if here and self.how is How.TORN:
            os.kill(os.getpid(), signal.SIGKILL)
        return here

    def _patch_files(self) -> None:
        for name in ("fsync", "replace", "unlink", "mkdir"):
            setattr(os, name, self._failing(getattr(os, name)))

    def _failing(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def instead(*args: Any, **named: Any) -> Any:  # noqa: ANN401 - as the call it stands for
            if self._dead():
                code = errno.ENOSPC if self.how is How.FULL else errno.EIO
                raise OSError(code, os.strerror(code))
            return call(*args, **named)

        return instead
