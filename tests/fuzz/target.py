"""What a fuzz target is: a parser of foreign bytes, and the oracle it is held to.

A parser may take an input or refuse it with one of this product's errors; any other exception is a
finding. What it takes it must write back to the same bytes, so that nothing has two spellings.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from overflight.errors import OverflightError
from overflight.record import canonical_bytes

T = TypeVar("T")


class OracleError(AssertionError):
    """What a parser did with an input is not what it may do."""


@dataclass(frozen=True, slots=True)
class Target:
    """One parser under its oracle.

    Args:
        name: Its name; the corpus file is called so.
        reads: What bytes it reads, in the words of the documentation.
        run: Gives an input to the parser; tells whether it was taken.
        seeds: Makes lawful inputs to start from.
        longest: Longest input that is generated; the corpus keeps no longer ones.
        weight: Share of the inputs of the long form; slow targets have less than one.
    """

    name: str
    reads: str
    run: Callable[[bytes], bool]
    seeds: Callable[[], Sequence[bytes]]
    longest: int = 4096
    weight: float = 1.0


def same(written: object, read: object) -> None:
    """Refuse a parser that took bytes it would not have written.

    Raises:
        OracleError: It did.
    """
    if written != read:
        raise OracleError(f"taken, but written back as {written!r} and not {read!r}")


def taken(read: Callable[[], T]) -> T | None:
    """Run a parser; nothing where it refused in the one way it may refuse."""
    try:
        return read()
    except OverflightError as refusal:
        if not str(refusal).isprintable():
            raise OracleError(f"a refusal of unprintable text: {refusal!r}") from refusal
        return None


def round_trip(read: Callable[[bytes], T], write: Callable[[T], bytes]) -> Callable[[bytes], bool]:
    """Return the oracle of most parsers: refused, or written back to the same bytes."""

    def run(data: bytes) -> bool:
        value = taken(lambda: read(data))
        if value is None:
            return False
        same(write(value), data)
        return True

    return run


def spellings(data: bytes) -> Iterator[bytes]:
    """Yield an input, and its canonical spelling if it is any JSON object.

    Mutations nearly always break the order or the spaces of JSON. With the second spelling they
    also reach what is behind that door.
    """
    yield data
    try:
        value = json.loads(data)
        spelled = canonical_bytes(value) if isinstance(value, dict) else data
    except (ValueError, RecursionError):
        return
    if spelled != data:
        yield spelled


def each_spelling(run: Callable[[bytes], bool]) -> Callable[[bytes], bool]:
    """Return an oracle over both spellings of a JSON input."""
    return lambda data: sum(run(spelled) for spelled in spellings(data)) > 0
