"""The long form: coverage-guided fuzzing of the targets with atheris (libFuzzer for Python).

Run: ``python -m tests.fuzz.guided [TARGET …] [--inputs N] [--keep]``. Each target runs in
a process of its own, from its seeds and the kept corpus; a crash, a hang of 10 s, or 2 GiB of
memory ends it and is printed. ``--keep`` writes what was reached back into the corpus.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]
INPUTS = 1_050_000
"""In all, of which each target has its share; see ``Target.weight``."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one target did.

    Args:
        target: Its name.
        inputs: How many inputs were given.
        seconds: How long it took.
        fault: What was found, or nothing.
        kept: How many inputs the corpus holds now.
    """

    target: str
    inputs: int
    seconds: float
    fault: str
    kept: int = 0


def fuzz(name: str, inputs: int, *, keep: bool = False) -> Run:
    """Run one target in a process of its own."""
    from tests.fuzz.corpus import keep as keep_corpus
    from tests.fuzz.corpus import kept
    from tests.fuzz.targets import TARGETS

    target = TARGETS[name]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "corpus"
        place.mkdir()
        for data in (*target.seeds(), *kept(target)):
            (place / sha256(data).hexdigest()[:40]).write_bytes(data)
        command = [sys.executable, "-m", "tests.fuzz.guided", "--child", name, str(place)]
        command += [f"-atheris_runs={inputs}", f"-max_len={target.longest}", "-timeout=10"]
        command += ["-rss_limit_mb=2048", f"-artifact_prefix={folder}/", "-seed=1"]
        began = time.monotonic()
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        took = time.monotonic() - began
        found = re.search(r"Done (\d+) ", done.stderr)
        # What the interpreter does while it shuts down is no finding; libFuzzer keeps each input
        # that broke something in a file.
        broken = sorted(Path(folder).glob("[clot]*-*"))
        fault = "" if found and not broken else f"exit {done.returncode}\n{done.stderr[-3000:]}"
        for file in broken:
            fault += f"\ninput {file.read_bytes()!r}"
        count = int(found[1]) if found else 0
        left = 0
        if keep and not fault:
            left = keep_corpus(target, [file.read_bytes() for file in place.iterdir()])
    return Run(name, count, took, fault, left)


def shares(names: list[str], inputs: int) -> dict[str, int]:
    """Return how many inputs each target has of so many in all."""
    from tests.fuzz.targets import TARGETS

    whole = sum(TARGETS[name].weight for name in names)
    return {name: round(inputs * TARGETS[name].weight / whole) for name in names}


def child(arguments: list[str]) -> None:
    """Fuzz one target in this process; atheris ends it."""
    import atheris

    name, *rest = arguments
    with atheris.instrument_imports(include=["overflight.record", "overflight.adapters"]):
        from tests.fuzz.targets import TARGETS

    target = TARGETS[name]

    def one(data: bytes) -> None:
        target.run(data)

    target.seeds()
    atheris.Setup([sys.argv[0], *rest], one)
    atheris.Fuzz()


def main() -> None:
    """Fuzz some targets or all, and print what each did as JSON lines."""
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2:])
    from tests.fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(description="Fuzz the parsers of foreign bytes.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--inputs", type=int, default=INPUTS, help="how many in all")
    parser.add_argument("--keep", action="store_true", help="write the corpus back")
    given = parser.parse_args()
    faults = 0
    for name, inputs in shares(given.targets or list(TARGETS), given.inputs).items():
        run = fuzz(name, inputs, keep=given.keep)
        rate = round(run.inputs / run.seconds)
        line = {"target": name, "inputs": run.inputs, "per_s": rate, "kept": run.kept}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        if run.fault:
            faults += 1
            sys.stdout.write(run.fault + "\n")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
