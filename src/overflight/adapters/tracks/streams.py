"""Take lines from a pipe, a terminal line, or a growing file; keep them in a log that lasts.

Nothing here waits for a network. A stream may fall silent: then silence is told, not waited out.
"""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG

from overflight.adapters.files import STANDARD_INPUT
from overflight.errors import StoreError, UsageError

__all__ = ["KeptLog", "stream_lines"]

_CHUNK = 65_536
_LONGEST = 4_096  # a longer line is no sentence and no row; its head is passed on as garbage
_LOOK_AGAIN_S = 0.2
_SYNC_S = 1.0


def stream_lines(
    path: Path, *, follow: bool = False, quiet_s: float = 5.0, baud: int | None = None
) -> Iterator[bytes | None]:
    """Yield the lines of a stream as they come; none each time it has been silent for a while.

    Args:
        path: A pipe, a serial line, a file, or ``-`` for standard input.
        follow: A file that ends is looked at again, as it grows.
        quiet_s: Silence of so many seconds is told.
        baud: Speed of a serial line, in bauds; none leaves it as it is set.

    Raises:
        UsageError: There is no such thing to read, or it is no serial line with that speed.
    """
    with _opened(path) as descriptor:
        if baud is not None:
            _set_line(descriptor, baud, str(path))
        yield from _lines(descriptor, follow=follow, quiet_s=quiet_s)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    if path == STANDARD_INPUT:
        yield sys.stdin.fileno()
        return
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOCTTY | os.O_CLOEXEC)
    except (OSError, ValueError) as fault:
        raise UsageError(
            "E-FILE",
            where=str(path),
            expected="a pipe, a serial line or a file that can be read",
            found=getattr(fault, "strerror", None) or str(fault),
            remedy="Check the name and the rights; a serial line is often /dev/ttyUSB0.",
        ) from fault
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _set_line(descriptor: int, baud: int, where: str) -> None:
    import termios  # noqa: PLC0415 - only where there are serial lines
    import tty  # noqa: PLC0415 - the same

    speed = getattr(termios, f"B{baud}", None)
    if speed is None or not os.isatty(descriptor):
        raise UsageError(
            "E-SERIAL",
            where=where,
            expected="a serial line, and a speed such as 4800, 9600, 38400 or 115200",
            found=f"{baud} bauds" if os.isatty(descriptor) else "no serial line",
            remedy="Leave --baud out for pipes and files; NMEA 0183 receivers often have 4800.",
        )
    tty.setraw(descriptor)
    attributes = termios.tcgetattr(descriptor)
    attributes[4] = attributes[5] = speed
    termios.tcsetattr(descriptor, termios.TCSANOW, attributes)


def _lines(descriptor: int, *, follow: bool, quiet_s: float) -> Iterator[bytes | None]:
    rest = b""
    regular = S_ISREG(os.fstat(descriptor).st_mode)
    heard = time.monotonic()
    while True:
        ready, _, _ = select.select([descriptor], [], [], quiet_s)
        data = os.read(descriptor, _CHUNK) if ready else b""
        if data:
            heard = time.monotonic()
            *whole, rest = (rest + data).split(b"\n")
            yield from whole
            if len(rest) > _LONGEST:
                yield rest[:_LONGEST]
                rest = b""
            continue
        if ready and not (regular and follow):
            if rest:
                yield rest
            return
        if ready:
            time.sleep(_LOOK_AGAIN_S)
        if time.monotonic() - heard >= quiet_s:
            heard = time.monotonic()
            yield None


class KeptLog:
    """A log of every line that was heard, as it was heard; it outlives the program.

    A line that was being written when the power went is ended, and is garbage for whoever reads.

    Args:
        path: The file; it is made where there is none.

    Raises:
        StoreError: It cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._synced = path, time.monotonic()
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC)
            size = os.fstat(self._descriptor).st_size
            if size and os.pread(self._descriptor, 1, size - 1) != b"\n":
                os.write(self._descriptor, b"\n")
        except (OSError, ValueError) as fault:
            raise self._fault(fault) from fault

    def before(self) -> Iterator[bytes]:
        """Yield the lines that were kept before, in their order."""
        with self._path.open("rb") as file:
            for line in file:
                yield line.rstrip(b"\n")

    def keep(self, line: bytes) -> None:
        """Keep a line; once a second what was kept is made to last.

        Raises:
            StoreError: It cannot be written.
        """
        try:
            whole = line.rstrip(b"\r\n") + b"\n"
            while whole:
                whole = whole[os.write(self._descriptor, whole) :]
            if time.monotonic() - self._synced >= _SYNC_S:
                os.fsync(self._descriptor)
                self._synced = time.monotonic()
        except OSError as fault:
            raise self._fault(fault) from fault

    def close(self) -> None:
        """Make what was kept last, and let go of the file."""
        os.fsync(self._descriptor)
        os.close(self._descriptor)

    def _fault(self, fault: OSError | ValueError) -> StoreError:
        return StoreError(
            "E-STORE",
            where=str(self._path),
            expected="a log that can be written",
            found=getattr(fault, "strerror", None) or str(fault),
            remedy="Name a place with room and rights; --log is best on the machine itself.",
        )
