"""A cut of the record: name it, keep it, and read the record as it stood there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from overflight.desk.ports import Records
from overflight.errors import RecordError, UsageError
from overflight.record import (
    Frontier,
    Json,
    Reference,
    canonical_bytes,
    leaf_hash,
    read_head,
    write_cut,
)
from overflight.treaty import read_form, read_json

__all__ = ["AtCut", "cut_of"]


def cut_of(records: Records) -> bytes:
    """Return the cut of a record as it stands: for each log its size and root.

    Raises:
        RecordError: A head cannot be read.
    """
    notes = (records.checkpoint(origin) for origin in records.origins())
    return write_cut(read_head(note)[0] for note in notes if note is not None)


@dataclass(frozen=True, slots=True)
class _Head:
    """One log of a cut: its size and root."""

    n: int
    r: str


def _no_cut(expected: str, found: str) -> RecordError:
    return RecordError(
        "E-CUT",
        where="cut",
        expected=expected,
        found=found,
        remedy="Take the whole record from another mirror and compare again.",
    )


@dataclass(frozen=True, slots=True)
class AtCut:
    """A record as it stood at a cut: later entries are not seen. Nothing can be said in it.

    Args:
        records: The record.
        sizes: Origin and size of each log of the cut.
    """

    records: Records
    sizes: Mapping[str, int]

    @classmethod
    def of(cls, records: Records, cut: bytes) -> AtCut:
        """Return a record at a cut.

        Args:
            records: The record; it must hold at least what the cut names.
            cut: The cut in canonical JSON.

        Raises:
            SourceError: The cut cannot be read.
            RecordError: It is not in canonical form, or the record is not the one it was taken of.
        """
        values = read_json(cut, where="cut")
        heads = read_form(dict[str, _Head], values, where="cut")
        plain: dict[str, Json] = {o: {"n": head.n, "r": head.r} for o, head in heads.items()}
        if canonical_bytes(plain) != cut:
            raise _no_cut("a cut in canonical JSON", cut[:80].decode("utf-8", "replace"))
        for origin, head in heads.items():
            tree = Frontier()
            for leaf in islice(records.entries(origin), max(head.n, 0)):
                tree.push(leaf_hash(leaf))
            if (tree.size, tree.root().hex()) != (head.n, head.r):
                raise _no_cut(f"{head.n} entries of {origin} with root {head.r}", tree.root().hex())
        return cls(records, {origin: head.n for origin, head in heads.items()})

    def origins(self) -> tuple[str, ...]:
        """Return the origins of the logs of the cut, sorted."""
        return tuple(sorted(self.sizes))

    def entries(self, origin: str, start: int = 0) -> Iterator[bytes]:
        """Yield the leaves of one log up to the cut."""
        yield from islice(self.records.entries(origin, start), max(self.sizes[origin] - start, 0))

    def checkpoint(self, origin: str) -> bytes | None:  # noqa: ARG002 - the port's shape
        """Return nothing: a cut names sizes and roots, not signed heads."""
        return None

    def heads(self, origin: str) -> tuple[bytes, ...]:  # noqa: ARG002 - the port's shape
        """Return nothing: what mirrors have dated is no part of a cut, and differs by mirror."""
        return ()

    def append(
        self,
        origin: str,
        envelopes: Sequence[bytes],  # noqa: ARG002 - the port's shape
        blobs: Sequence[bytes] = (),  # noqa: ARG002 - the port's shape
    ) -> tuple[Reference, ...]:
        """Refuse: the past takes no entries.

        Raises:
            UsageError: Always.
        """
        raise UsageError(
            "E-CUT",
            where=origin,
            expected="a record that is open",
            found="a record as it stood at a cut",
            remedy="Say it in the record itself.",
        )

    def blob(self, digest: str) -> bytes | None:
        """Return bytes by their hex SHA-256."""
        return self.records.blob(digest)
