"""Serve a site to a real browser for the time of a test, and let the browser tell what it met."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

HERE = Path(__file__).parent


@contextmanager
def served(made: FastAPI) -> Iterator[str]:
    """Serve an application on a port of this machine; gives its address."""
    server = uvicorn.Server(uvicorn.Config(made, port=0, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


def chromium() -> str:
    """Return the browser of this machine, or skip by its name."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("the browser chromium is not installed")
    if shutil.which("node") is None:
        pytest.skip("nodejs is not installed")
    if not (HERE / "node_modules/playwright-core").is_dir():
        pytest.skip("playwright-core is not installed: npm ci in tests/browser")
    return found


def look(base: str, pages: Sequence[dict[str, object]]) -> list[dict[str, Any]]:
    """Open pages in the browser and return what it met in each.

    Pictures of all pages go to the folder that ``OVERFLIGHT_PICTURES`` names, to be looked at.
    """
    job = {"chromium": chromium(), "base": base, "pages": list(pages)}
    folder = os.environ.get("OVERFLIGHT_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        job["folder"] = folder
    done = subprocess.run(
        ["node", str(HERE / "look.mjs")],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    told: list[dict[str, Any]] = json.loads(done.stdout)
    return told
