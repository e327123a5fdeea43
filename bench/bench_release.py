"""Measure sealing, packing, opening and deciding: ``python bench/bench_release.py``."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pyrage

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.report_sample import sample_report

from overflight.adapters.parcels.media import seal_folder
from overflight.adapters.parcels.packages import open_package, seal_package
from overflight.adapters.report import render_report
from overflight.release import parse_manifest

T = TypeVar("T")
FILES, BYTES = 20, 25_000_000


def timed(what: str, act: Callable[[], T], amount: int = 0) -> T:
    """Run an act, print how long it took and at what rate."""
    start = time.perf_counter()
    result = act()
    took = time.perf_counter() - start
    rate = f"  {amount / took / 1e6:7.0f} MB/s" if amount else ""
    print(f"{what:36} {took:8.3f} s{rate}")
    return result


def main() -> None:
    """Seal, pack and open 20 files of 25 MB, read a long manifest, render a page."""
    key = pyrage.x25519.Identity.generate()
    total = FILES * BYTES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "medium")
        folder.mkdir()
        block = bytes(range(256)) * 4096
        for n in range(FILES):
            with (folder / f"{n:03}.tif").open("wb") as file:
                for _ in range(BYTES // len(block)):
                    file.write(block)
                file.write(block[: BYTES % len(block)])
        manifest = timed("seal a medium of 500 MB", lambda: seal_folder(folder), total)
        parcel = Path(name, "p.age")
        to = str(key.to_public())
        timed(
            "pack it for one",
            lambda: seal_package(manifest, folder, to, parcel, sealed=manifest),
            total,
        )
        out = Path(name, "out")
        opened = timed("open, unpack, check", lambda: open_package(parcel, str(key), out), total)
        assert opened.manifest == manifest
    lines = manifest.files[0].line
    text = b"overflight-media-manifest/v1\n" + b"".join(
        lines.replace(b"000.tif", b"%06d.tif" % n) + b"\n" for n in range(20_000)
    )
    assert timed("read a manifest of 20,000 files", lambda: parse_manifest(text, where="m")).count
    timed("render a report", lambda: render_report(sample_report()))
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
