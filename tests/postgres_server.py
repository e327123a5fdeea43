"""A PostgreSQL server of one's own on this machine, for the time of a test run."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

__all__ = ["postgres"]


def _program(name: str) -> str:
    """Return a program of PostgreSQL, or skip by its name."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    found = str(places[0]) if places else shutil.which(name)
    if found is None:
        pytest.skip("the server postgresql is not installed")
    return found


def _run(folder: Path, *words: str) -> None:
    """Run a program as somebody who is not root: PostgreSQL refuses root."""
    user = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups")
    prefix = user if os.geteuid() == 0 else ()
    done = subprocess.run(
        [*prefix, *words], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Run a server in a folder, reached through a socket in it; gives its address.

    Args:
        folder: An empty folder with a short path.
    """
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("setpriv is not installed, and PostgreSQL does not run as root")
        shutil.chown(folder, "postgres", "postgres")
        folder.chmod(0o700)
    data, log = str(folder / "data"), str(folder / "log")
    _run(
        folder,
        _program("initdb"),
        "-D",
        data,
        "-U",
        "overflight",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "-N",
    )
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    _run(folder, _program("pg_ctl"), "-D", data, "-l", log, "-o", options, "-w", "start")
    try:
        yield f"postgresql://overflight@/postgres?host={folder}"
    finally:
        _run(folder, _program("pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
