"""Compiled kernels lie in the user's cache or nowhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from overflight.adapters.compile_cache import keep_compiled

COUNT = """
from overflight.adapters.compile_cache import keep_compiled
keep_compiled()
from overflight.planning.proving.cuts import flow
print(type(flow._cache).__name__)
"""


def test_the_users_cache_is_named_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is made, and found again with what is in it."""
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert not keep_compiled()
    folder = tmp_path / "overflight" / "numba"
    assert os.environ["NUMBA_CACHE_DIR"] == str(folder)
    (folder / "kernel.nbi").write_bytes(b"")
    assert keep_compiled()
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    assert keep_compiled()


def test_where_the_cache_cannot_be_written_nothing_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home that is a file: then every process compiles for itself."""
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert not keep_compiled()
    assert "NUMBA_CACHE_DIR" not in os.environ


@pytest.mark.parametrize(("writable", "kept"), [(True, "FunctionCache"), (False, "NullCache")])
def test_kernels_are_cached_only_where_a_folder_is_named(
    tmp_path: Path, *, writable: bool, kept: str
) -> None:
    """Nothing is written beside the program, so that it runs from a folder that is read only."""
    (tmp_path / "file").write_text("")
    home = tmp_path if writable else tmp_path / "file"
    env = {k: v for k, v in os.environ.items() if not k.startswith("NUMBA")}
    done = subprocess.run(
        [sys.executable, "-c", COUNT],
        env={**env, "XDG_CACHE_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == kept
