"""Where compiled kernels are kept: the user's own cache, or nowhere.

Numba looks at the file of a kernel only, not at the files of what the kernel calls: a kept kernel
may answer as an older program did. So the kernels of each program lie in a folder of their own,
named by its version and by what stands in the files that hold kernels.
"""

from __future__ import annotations

import os
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import overflight

__all__ = ["keep_compiled", "program_mark"]

_MARK = b"@compiled"


def keep_compiled() -> bool:
    """Name a folder for numba's compiled code, before numba is imported; tell if any is in it.

    Under ``NUMBA_CACHE_DIR`` where it is set, else in the user's cache. Where that cannot be
    written, nothing is kept and every process compiles for itself. Nothing is ever written beside
    the program.
    """
    try:
        folder = _parent() / program_mark(Path(overflight.__file__).parent)
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return False
    if not os.access(folder, os.W_OK | os.X_OK):
        return False
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    return any(folder.rglob("*.nbi"))


def _parent() -> Path:
    """Return the folder under which every program has its own."""
    named = os.environ.get("NUMBA_CACHE_DIR")
    if named:
        # Asked a second time, or by the process that started this one: it is the own folder.
        own = program_mark(Path(overflight.__file__).parent)
        return Path(named).parent if Path(named).name == own else Path(named)
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(home) if home else Path.home() / ".cache") / "overflight" / "numba"


@cache
def program_mark(program: Path) -> str:
    """Return what tells the kernels of a program from those of any other.

    Every file of a package that holds a kernel is read, since a kernel may call what stands beside
    it and take numbers from there.

    Args:
        program: Folder of the program.
    """
    try:
        number = version("overflight")
    except PackageNotFoundError:
        number = "source"
    rooms = {path.parent for path in program.rglob("*.py") if _MARK in path.read_bytes()}
    files = sorted({path for room in rooms for path in room.glob("*.py")})
    files += [path for path in (program / "geodesy" / "compiling.py",) if path.is_file()]
    digest = sha256()
    for path in files:
        digest.update(path.relative_to(program).as_posix().encode() + b"\0")
        digest.update(sha256(path.read_bytes()).digest())
    return f"{number}-{digest.hexdigest()[:16]}"
