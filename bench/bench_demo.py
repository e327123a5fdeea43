"""Time the demonstration as a whole process, and the first help text; report peak memory.

Aims (issue 2): the demonstration in 60 s and 1.5 GiB with the environment ready, help in 0.3 s.
The limit it is set against is the bare start of the interpreter in the same run.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("overflight")
TRACK = Path(".cache/traffic/liguria.json.gz")


def _seconds(words: list[str], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run(words, check=True, capture_output=True)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    """Print the figures."""
    bare = _seconds([sys.executable, "-c", "pass"], 9)
    helped = _seconds([str(PROGRAM), "--help"], 9)
    print(f"bare interpreter   {bare:6.3f} s")
    print(f"overflight --help  {helped:6.3f} s  {helped / bare:.1f} x bare")
    party = _seconds([str(PROGRAM), "party", "list", "--on", "2021-12-18"], 5)
    print(f"party list         {party:6.3f} s  {party / bare:.1f} x bare")
    with tempfile.TemporaryDirectory() as folder:
        words = [str(PROGRAM), "demo", "play", "--out", f"{folder}/demo"]
        if TRACK.is_file():
            words += ["--track", str(TRACK)]
        start = time.perf_counter()
        subprocess.run(words, check=True, capture_output=True)
        taken = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2
    print(f"demo play          {taken:6.1f} s  peak {peak:.2f} GiB")


if __name__ == "__main__":
    main()
