"""Run a whole regime of 34 nodes: a burst, and ten statements a minute for an hour.

Real records in SQLite, real rounds, hints and signatures; the network and the clock are made up, so
the hour passes as fast as the machine works. What a party says counts as held by all when every
other party's mirror has signed a head over it. Beside the processor time for one statement stands
that of the bare work no design can save: every mirror checks one signature and hashes one entry.

Run: ``python bench/bench_node_sim.py [PARTIES [STATEMENTS]]``
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from hashlib import sha256

from overflight.adapters.keys.pem import seeded_key
from overflight.assembly.simulation import Asked, simulate
from overflight.record import verifies

PARTIES, STATEMENTS = 34, 1000
PER_MINUTE = 10.0
ENTRY = bytes(1000)


def least_ms(parties: int) -> float:
    """Return the time all mirrors need to check one signature and hash one entry, in ms."""
    key = seeded_key("HU", "log", "bench")
    signature = key.sign(ENTRY)
    began = time.process_time()
    for _ in range(100 * parties):
        assert verifies(key.public, signature, ENTRY)
        sha256(ENTRY).digest()
    return (time.process_time() - began) * 10


def main() -> None:
    """Print the measurements as JSON."""
    parties = int(sys.argv[1]) if len(sys.argv) > 1 else PARTIES
    count = int(sys.argv[2]) if len(sys.argv) > 2 else STATEMENTS
    runs = {
        "burst": Asked(parties, count),
        "an hour": Asked(parties, min(count, 600), PER_MINUTE),
    }
    for name, asked in runs.items():
        done = simulate(asked)
        shown = {"run": name, **asdict(done), "least_cpu_ms": round(least_ms(parties), 2)}
        print(json.dumps(shown, default=str), flush=True)


if __name__ == "__main__":
    main()
