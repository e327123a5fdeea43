"""Compiled kernels lie in the user's cache or nowhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from overflight.adapters.compile_cache import keep_compiled, program_mark

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
    folder = Path(os.environ["NUMBA_CACHE_DIR"])
    assert folder.parent == tmp_path / "overflight" / "numba"
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


def test_a_folder_named_by_hand_holds_one_for_each_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked twice, or in a process started by this one, it is the same folder."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    keep_compiled()
    folder = Path(os.environ["NUMBA_CACHE_DIR"])
    assert folder.parent == tmp_path
    keep_compiled()
    assert Path(os.environ["NUMBA_CACHE_DIR"]) == folder


def test_kernels_of_a_changed_program_are_not_used(tmp_path: Path) -> None:
    """Numba looks at a kernel's own file: what it calls, beside it, names another folder too."""
    room, other = tmp_path / "room", tmp_path / "other"
    room.mkdir()
    other.mkdir()
    (room / "kernel.py").write_text("@compiled\ndef f(): return g()\n")
    (room / "called.py").write_text("NUMBER = 1\n")
    (other / "page.py").write_text("TITLE = 1\n")
    program_mark.cache_clear()
    before = program_mark(tmp_path)
    (other / "page.py").write_text("TITLE = 2\n")
    program_mark.cache_clear()
    assert program_mark(tmp_path) == before
    (room / "called.py").write_text("NUMBER = 2\n")
    program_mark.cache_clear()
    assert program_mark(tmp_path) != before
    program_mark.cache_clear()
