"""Prove one of 10,000,000 entries from the tiles of a record on disk, and check the proof.

The leaf hashes are made up; the tiles are those a log of that size has, in the table and the file
format of a real record. Each proof is checked by code nobody here wrote (``tlog-scales``).

Run: ``python bench/bench_record_proof.py [ENTRIES]``; it writes about 330 MB and removes them.
"""

from __future__ import annotations

import json
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from statistics import median, quantiles

from tlog_scales.tlog import InclusionProof

from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.adapters.store.sqlite_tables import create_tables
from overflight.record import (
    FULL,
    TileName,
    inclusion_proof,
    nodes_in_tiles,
    tile_names,
    tree_root,
)

ENTRIES = 10_000_000
PROOFS = 2_000
ORIGIN = "overflight.example/bench/log/hu/1"


def made_up(index: int) -> bytes:
    """Return the leaf hash of an entry that nobody ever made."""
    return sha256(index.to_bytes(8, "big")).digest()


def folded(tile: bytes) -> bytes:
    """Return the root of a full tile."""
    rows = [tile[k : k + 32] for k in range(0, len(tile), 32)]
    while len(rows) > 1:
        rows = [sha256(b"\x01" + rows[k] + rows[k + 1]).digest() for k in range(0, len(rows), 2)]
    return rows[0]


def tiles(entries: int) -> Iterator[tuple[str, int, int, int, bytes]]:
    """Yield the rows of the table of tiles, level by level."""
    level, count = 0, entries
    above = bytearray()
    while count:
        below, above = above, bytearray()
        for name in (n for n in tile_names(entries) if n.level == level):
            first = name.index * FULL
            if level:
                data = bytes(below[first * 32 : (first + name.width) * 32])
            else:
                data = b"".join(made_up(first + k) for k in range(name.width))
            if name.width == FULL:
                above += folded(data)
            yield ORIGIN, level, name.index, name.width, data
        level, count = level + 1, count // FULL


def build(path: Path, entries: int) -> None:
    """Write the tiles into the file of a record."""
    db = sqlite3.connect(path, isolation_level=None)
    create_tables(db)
    db.execute("BEGIN")
    db.executemany("INSERT INTO tile VALUES(?,?,?,?,?)", tiles(entries))
    db.execute("COMMIT")
    db.close()


def main() -> None:
    """Print the measurements as JSON."""
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "record.sqlite"
        began = time.perf_counter()
        build(path, entries)
        built = time.perf_counter() - began
        size = path.stat().st_size
        with SqliteRecords(path) as records:
            times, longest, check_s = prove(records, entries)
    cuts = quantiles(times, n=100)
    print(
        json.dumps(
            {
                "entries": entries,
                "build_s": round(built, 1),
                "tiles_mb": round(size / 1e6),
                "proofs": len(times),
                "prove_ms_p50": round(median(times) * 1e3, 3),
                "prove_ms_p99": round(cuts[98] * 1e3, 3),
                "hashes": longest,
                "raw_bytes": longest * 32,
                "check_ms": round(check_s * 1e3, 3),
            },
            indent=2,
        )
    )


def prove(records: SqliteRecords, entries: int) -> tuple[list[float], int, float]:
    """Return the time of each proof, the most hashes of one, and the time of a check."""

    def read(name: TileName) -> bytes:
        return records.tile_bytes(ORIGIN, name)

    root = tree_root(entries, nodes_in_tiles(entries, read))
    picked = random.Random(1)
    times, longest, checked = [], 0, 0.0
    for _ in range(PROOFS):
        index = picked.randrange(entries)
        began = time.perf_counter()
        path = inclusion_proof(index, entries, nodes_in_tiles(entries, read))
        times.append(time.perf_counter() - began)
        longest = max(longest, len(path))
        began = time.perf_counter()
        InclusionProof(index, entries, list(path)).check(made_up(index), root)
        checked += time.perf_counter() - began
    return times, longest, checked / PROOFS


if __name__ == "__main__":
    main()
