"""Streams: lines as they come, silence told, a log that a torn line does not spoil."""

from __future__ import annotations

import os
import pty
import threading
import time
from pathlib import Path

import pytest

from overflight.adapters.tracks import KeptLog, stream_lines
from overflight.errors import StoreError, UsageError


def test_a_file_is_read_to_its_end_the_last_line_without_one_too(tmp_path: Path) -> None:
    """What was written before the power went is not lost."""
    path = tmp_path / "gps"
    path.write_bytes(b"one\r\ntwo\n\nthree")
    assert list(stream_lines(path)) == [b"one\r", b"two", b"", b"three"]


def test_a_line_without_end_does_not_fill_the_memory(tmp_path: Path) -> None:
    """Its head is passed on as what it is: garbage."""
    path = tmp_path / "gps"
    path.write_bytes(b"x" * 1_000_000 + b"\nend\n")
    lines = list(stream_lines(path))
    assert lines[-1] == b"end"
    assert max(len(line or b"") for line in lines) <= 65_536


def test_a_pipe_is_read_as_it_comes_and_its_silence_is_told(tmp_path: Path) -> None:
    """A line in two halves is one line; between them nothing was heard for a while."""
    path = tmp_path / "pipe"
    os.mkfifo(path)

    def send() -> None:
        with path.open("wb", buffering=0) as pipe:
            pipe.write(b"on")
            time.sleep(0.35)
            pipe.write(b"e\ntwo\n")

    sender = threading.Thread(target=send)
    sender.start()
    lines = list(stream_lines(path, quiet_s=0.1))
    sender.join()
    assert [line for line in lines if line is not None] == [b"one", b"two"]
    assert None in lines


def test_a_growing_file_is_followed(tmp_path: Path) -> None:
    """It ends, and is looked at again."""
    path = tmp_path / "gps"
    path.write_bytes(b"one\n")
    lines = stream_lines(path, follow=True, quiet_s=0.05)
    assert next(lines) == b"one"
    assert next(lines) is None
    with path.open("ab") as file:
        file.write(b"two\n")
    assert next(line for line in lines if line is not None) == b"two"
    del lines


def test_a_serial_line_takes_its_speed(tmp_path: Path) -> None:
    """A terminal stands for the receiver."""
    import tty

    master, slave = pty.openpty()
    tty.setraw(slave)
    lines = stream_lines(Path(os.ttyname(slave)), quiet_s=0.1, baud=4800)
    threading.Timer(0.05, os.write, (master, b"$GPRMC\r\n")).start()
    assert next(line for line in lines if line is not None) == b"$GPRMC\r"
    del lines
    os.close(master)
    os.close(slave)


@pytest.mark.parametrize("baud", [4800, 4801])
def test_a_file_has_no_speed(tmp_path: Path, baud: int) -> None:
    """The option is refused, not ignored."""
    path = tmp_path / "gps"
    path.write_bytes(b"one\n")
    with pytest.raises(UsageError) as refused:
        list(stream_lines(path, baud=baud))
    assert refused.value.code == "E-SERIAL"


@pytest.mark.parametrize("name", ["nothing", "a\0b"])
def test_what_is_not_there_is_said(tmp_path: Path, name: str) -> None:
    """A receiver that is not plugged in."""
    with pytest.raises(UsageError) as refused:
        list(stream_lines(tmp_path / name))
    assert refused.value.code == "E-FILE"


def test_a_log_keeps_lines_as_they_came_and_ends_a_torn_one(tmp_path: Path) -> None:
    """The half line of the crash stays what it is; the next one is whole."""
    path = tmp_path / "kept"
    path.write_bytes(b"one\ntw")
    log = KeptLog(path)
    assert list(log.before()) == [b"one", b"tw"]
    log.keep(b"three\r\n")
    log.keep(b"\xff\xfe")
    log.close()
    assert path.read_bytes() == b"one\ntw\nthree\n\xff\xfe\n"


def test_a_log_is_made_to_last_once_a_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was kept survives the loss of power, but for the last second."""
    synced: list[int] = []
    whole = os.fsync

    def sync(descriptor: int) -> None:
        synced.append(descriptor)
        whole(descriptor)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr("overflight.adapters.tracks.streams._SYNC_S", 0.0)
    log = KeptLog(tmp_path / "kept")
    log.keep(b"one")
    assert len(synced) == 1
    log.close()


def test_a_log_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """Before the flight, not after it."""
    with pytest.raises(StoreError):
        KeptLog(tmp_path / "no" / "such" / "folder")


def test_a_full_disk_is_said() -> None:
    """Linux has a device that is always full."""
    log = KeptLog(Path("/dev/full"))
    with pytest.raises(StoreError):
        log.keep(b"one")
    os.close(log._descriptor)
