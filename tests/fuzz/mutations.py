"""Bend lawful inputs, without a guide: what the short form does in a few seconds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

WORDS = (
    b"\n", b"\n\n", b" ", b"0", b"-0", b"1.0", b"9007199254740992", b"null", b"{}", b"[[]]",
    b'"', b"\\u0000", b"\\ud800", b"\xe2\x80\x94 ", b"\xc2\xa0", b"\xe2\x80\xae", b"\xef\xbb\xbf",
    b"=", b"==", b"+", b"/", b"..", b"//", b"\r", b"\x00", b"\x7f", b"\xff", b"*", b"all", b"any",
    b"none", b"quorum", b"\xd9\xa2", b"9223372036854775808", b"18446744073709551616",
)  # fmt: skip


def _cut(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    return data[:start] + data[end:]


def _flip(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    changed = bytearray(data or b"\x00")
    changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _set(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    changed = bytearray(data or b"\x00")
    changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _insert(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(WORDS) + data[at:]


def _repeat(data: bytes, random: Random, _: Sequence[bytes]) -> bytes:
    start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    at = random.randrange(len(data) + 1)
    return data[:at] + data[start:end] + data[at:]


def _splice(data: bytes, random: Random, seeds: Sequence[bytes]) -> bytes:
    other = random.choice(seeds)
    return data[: random.randrange(len(data) + 1)] + other[random.randrange(len(other) + 1) :]


_WAYS = (_flip, _set, _insert, _cut, _repeat, _splice)


def bent(seeds: Sequence[bytes], count: int, longest: int, seed: str) -> Iterator[bytes]:
    """Yield inputs near the seeds, the same ones for the same seed.

    Args:
        seeds: Inputs to start from.
        count: How many to yield.
        longest: No input is longer.
        seed: Any text.
    """
    random = Random(seed)  # noqa: S311  inputs of a test, not secrets
    for _ in range(count):
        data = random.choice(seeds)
        for _ in range(random.choice((1, 1, 1, 2, 4))):
            data = random.choice(_WAYS)(data, random, seeds)
        yield data[:longest]
