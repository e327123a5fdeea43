"""Where compiled kernels are kept: the user's own cache, or nowhere."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["keep_compiled"]


def keep_compiled() -> bool:
    """Name a folder for numba's compiled code, before numba is imported; tell if any is in it.

    ``NUMBA_CACHE_DIR`` is left as it is. Where the user's cache cannot be written, nothing is kept
    and every process compiles for itself. Nothing is ever written beside the program.
    """
    if named := os.environ.get("NUMBA_CACHE_DIR"):
        return any(Path(named).rglob("*.nbi"))
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    try:
        folder = (Path(home) if home else Path.home() / ".cache") / "overflight" / "numba"
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return False
    if not os.access(folder, os.W_OK | os.X_OK):
        return False
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    return any(folder.rglob("*.nbi"))
