"""The corpus: for each target the fewest inputs that reach all that fuzzing has reached.

One text file a target, one input a line in base64, so that a change is a readable diff.
"""

from __future__ import annotations

import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from tests.fuzz.target import Target

if TYPE_CHECKING:
    from _typeshed import TraceFunction

FOLDER = Path(__file__).with_name("corpus")
LARGEST_INPUT = 4096
LARGEST_CORPUS = 10_000

Edge = tuple[str, int, int]


def corpus_file(target: Target) -> Path:
    """Return where the corpus of a target lies."""
    return FOLDER / f"{target.name}.txt"


def kept(target: Target) -> list[bytes]:
    """Return the inputs kept for a target."""
    file = corpus_file(target)
    lines = file.read_text(encoding="ascii").splitlines() if file.is_file() else []
    return [b64decode(line, validate=True) for line in lines]


def keep(target: Target, inputs: Iterable[bytes]) -> int:
    """Write the corpus of a target: the shortest inputs with all branches, then some more.

    Returns:
        How many inputs are kept.
    """
    reached: set[Edge] = set()
    chosen: list[bytes] = []
    others: list[bytes] = []
    for data in sorted(set(inputs), key=lambda data: (len(data), data)):
        edges = edges_of(target.run, data)
        if len(data) <= LARGEST_INPUT and not edges <= reached:
            reached |= edges
            chosen.append(data)
        else:
            others.append(data)
    left = LARGEST_CORPUS - sum(map(len, chosen))
    for data in others:
        left -= len(data)
        if left < 0:
            break
        chosen.append(data)
    lines = "".join(f"{b64encode(data).decode()}\n" for data in chosen)
    FOLDER.mkdir(exist_ok=True)
    corpus_file(target).write_text(lines, encoding="ascii")
    return len(chosen)


def edges_of(run: Callable[[bytes], object], data: bytes) -> set[Edge]:
    """Return which steps from line to line an input takes through the product."""
    edges: set[Edge] = set()

    def trace(frame: FrameType, event: str, _: object) -> TraceFunction | None:
        name = frame.f_code.co_filename
        if event != "call" or "/overflight/" not in name:
            return None
        last = 0

        def step(inner: FrameType, _event: str, _value: object) -> TraceFunction:
            nonlocal last
            edges.add((name, last, inner.f_lineno))
            last = inner.f_lineno
            return step

        return step

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        run(data)
    finally:
        sys.settrace(before)
    return edges
