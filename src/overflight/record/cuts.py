"""Cuts: which part of the joint record an answer rests on (trust.md section 11)."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from overflight.record.canonical import Json, canonical_bytes
from overflight.record.checkpoints import Checkpoint

__all__ = ["cut_id", "write_cut"]


def write_cut(heads: Iterable[Checkpoint]) -> bytes:
    """Write a cut: for each origin its size and root, as canonical JSON."""
    cut: dict[str, Json] = {head.origin: {"n": head.size, "r": head.root.hex()} for head in heads}
    return canonical_bytes(cut)


def cut_id(heads: Iterable[Checkpoint]) -> str:
    """Return the hex SHA-256 of a cut: the name under which answers are recomputed."""
    return sha256(write_cut(heads)).hexdigest()
