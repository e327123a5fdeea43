"""Let a node that was away catch up on the log of another, over TLS on loopback.

Three parties found a network. One says 100,000 things; two mirrors held them two days ago (so that
it is no flood). The third one's node starts and does one round: it fetches the bundles of entries,
hashes and keeps them, recomputes the root, checks the keys, and cosigns. The serving node is
another process. Beside it stands what any node must do at least: hash and write the same bytes.

Run: ``python bench/bench_node_catchup.py [ENTRIES]``
"""

from __future__ import annotations

import io
import json
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from overflight.adapters.node.journal import Journal
from overflight.assembly import Outside, new_network, open_node
from overflight.assembly.serving import ServingNode, serve_node
from overflight.desk import Charter, signed
from overflight.record import Statement, cosign, leaf_hash, read_head

ENTRIES = 100_000
PARTIES = ("CA", "HU", "RO")
BATCH = 256


def leaves_of(origin: str, count: int, sign: object) -> list[bytes]:
    """Return signed statements of a usual size."""
    return [
        signed(
            Statement(
                type="bench.said/1",
                log=origin,
                id=sha256(str(number).encode()).hexdigest()[:32],
                party="HU",
                time=datetime.now(UTC).replace(microsecond=0),
                body={"number": number, "says": "One statement of a usual size. " * 12},
            ),
            [sign],  # type: ignore[list-item]
        )
        for number in range(count)
    ]


def fill(nodes: dict[str, Path], count: int) -> tuple[float, list[bytes]]:
    """Let HU say so much, and let two mirrors have held it two days ago."""
    with open_node(nodes["HU"]) as hungary, open_node(nodes["RO"]) as romania:
        origin = hungary.desk.own
        leaves = leaves_of(origin, count, hungary.record.signers["HU"])
        began = time.perf_counter()
        for at in range(0, count, BATCH):
            hungary.desk.records.append(origin, leaves[at : at + BATCH])
        took = time.perf_counter() - began
        head, note = read_head(hungary.desk.records.checkpoint(origin) or b"")
        then = int((datetime.now(UTC) - timedelta(days=2)).timestamp())
        lines = [cosign(note.text, then, by) for n in (hungary, romania) for by in n.desk.by]
        hungary.desk.lines.put_lines(origin, head.size, lines)
    return took, leaves


def least(leaves: list[bytes], folder: Path) -> float:
    """Return the time to hash the same entries and write them into one table, in one commit."""
    began = time.perf_counter()
    db = sqlite3.connect(folder / "least.sqlite")
    db.execute("CREATE TABLE leaf(i INTEGER PRIMARY KEY, bytes BLOB, hash BLOB)")
    db.executemany(
        "INSERT INTO leaf VALUES(?,?,?)",
        ((k, leaf, leaf_hash(leaf)) for k, leaf in enumerate(leaves)),
    )
    db.commit()
    db.close()
    return time.perf_counter() - began


def catch_up(path: Path, origin: str, size: int) -> tuple[float, float, int]:
    """Return wall time, processor time and rounds until the node holds and has cosigned it all."""
    with ExitStack() as stack:
        node = stack.enter_context(open_node(path))
        told = io.StringIO()
        serving = ServingNode(node, Journal(told, node.desk.clock.now), 60, seed=1)
        stack.callback(serving.close)
        wall, processor, rounds = time.perf_counter(), time.process_time(), 0
        while rounds < 5:
            serving.do_round()
            rounds += 1
            last = node.desk.mirrors.held(origin).last
            if last is not None and read_head(last)[0].size == size:
                break
        else:
            raise SystemExit(f"the node did not catch up:\n{told.getvalue()}")
        return time.perf_counter() - wall, time.process_time() - processor, rounds


def first_port() -> int:
    """Return a port from which three are likely to be free."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1]) % 30_000 + 30_000


def main() -> None:
    """Print the measurements as JSON, or serve a node."""
    if sys.argv[1:2] == ["--serve"]:
        with open_node(Path(sys.argv[2])) as node:
            serve_node(node, Journal(sys.stderr, node.desk.clock.now))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES
    with tempfile.TemporaryDirectory() as name:
        charter = Charter("Bench", "overflight.example/bench", (), "0" * 64)
        network = new_network(Path(name) / "net", charter, PARTIES, first_port(), Outside())
        nodes = dict(network.nodes)
        said_s, leaves = fill(nodes, count)
        command = [sys.executable, __file__, "--serve", str(nodes["HU"])]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
            assert server.stderr is not None
            server.stderr.readline()
            try:
                with open_node(nodes["HU"], keys=False) as hungary:
                    origin = hungary.desk.own
                wall, processor, rounds = catch_up(nodes["CA"], origin, count + 1)
            finally:
                server.terminate()
                server.stderr.close()
        bare = least(leaves, Path(name))
    shown = {
        "entries": count,
        "mb": round(sum(map(len, leaves)) / 1e6, 1),
        "appended_s": round(said_s, 1),
        "caught_up_s": round(wall, 1),
        "caught_up_cpu_s": round(processor, 1),
        "rounds": rounds,
        "entries_per_s": round(count / wall),
        "least_s": round(bare, 1),
        "times_the_least": round(wall / bare, 1),
    }
    print(json.dumps(shown, indent=2))


if __name__ == "__main__":
    main()
