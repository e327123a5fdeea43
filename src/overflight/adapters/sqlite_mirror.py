"""What a party keeps of other parties' logs, in the SQLite file of its record.

Of each cosigner's lines over a head the first is kept for ever in ``cosig``, the newest in
``beat``. Head and lines are stored together by compare-and-swap on the head before (section 6).
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from overflight.adapters.heads import id_of, other_start
from overflight.adapters.sqlite_file import SqliteFile, kept_lines
from overflight.record import (
    HashTree,
    Held,
    NoteSignature,
    blobs_named,
    leaf_hash,
    line_claim,
    nodes_in_tiles,
    read_fork,
    read_head,
)

__all__ = ["SqliteMirror"]


class SqliteMirror:
    """Mirrored logs, cosigned heads, cosignature lines and evidence.

    Args:
        file: The file of the record, opened to be written.
    """

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def held(self, origin: str) -> Held:
        """Return what is held of a log."""
        with self._file.store_faults():
            size, note, last = self._state(origin)
            leaves = self._file.db.execute(
                "SELECT bytes FROM leaf WHERE origin=? AND i>=? ORDER BY i", (origin, last)
            ).fetchall()
            named = blobs_named([leaf for (leaf,) in leaves])
            missing = tuple(digest for digest in named if not self._has(digest))
            frozen = any(
                read_fork(evidence).origin == origin
                for (evidence,) in self._file.db.execute("SELECT bytes FROM evidence").fetchall()
            )
        node = nodes_in_tiles(size, lambda name: self._file.tile_bytes(origin, name))
        return Held(size, node, note, missing, frozen)

    def _state(self, origin: str) -> tuple[int, bytes | None, int]:
        """Return how many entries are held, the last head cosigned, and its size."""
        db = self._file.db
        (size,) = db.execute("SELECT count(*) FROM leaf WHERE origin=?", (origin,)).fetchone()
        row = db.execute("SELECT note, n FROM mirror_state WHERE origin=?", (origin,)).fetchone()
        return (size, None, 0) if row is None else (size, row[0], row[1])

    def _has(self, digest: str) -> bool:
        row = self._file.db.execute("SELECT 1 FROM blob WHERE h=?", (digest,)).fetchone()
        return row is not None

    def take_in(
        self, origin: str, start: int, leaves: Sequence[bytes], blobs: Sequence[bytes]
    ) -> None:
        """Keep entries and the bytes they name; on disk when this returns."""
        with self._file.transaction():
            size, _, _ = self._state(origin)
            if size != start:
                raise other_start(origin, start, size)
            self._file.put_blobs(blobs)
            if leaves:
                self._put_leaves(origin, start, leaves)

    def _put_leaves(self, origin: str, start: int, leaves: Sequence[bytes]) -> None:
        file = self._file
        tree = HashTree(start, lambda name: file.tile_bytes(origin, name))
        rows = [(origin, start + k, b, leaf_hash(b), id_of(b)) for k, b in enumerate(leaves)]
        file.db.executemany("INSERT INTO leaf VALUES(?,?,?,?,?)", rows)
        file.read_back(origin, start, [row[3] for row in rows], tree)
        file.put_tiles(origin, start, tree)

    def put_cosigned(
        self, origin: str, old: bytes | None, new: bytes, lines: Sequence[NoteSignature]
    ) -> bool:
        """Keep a cosigned head and lines over it, if the head before is still the same."""
        head, _ = read_head(new)
        with self._file.transaction():
            self._file.check_may_sign()
            if self._state(origin)[1] != old:
                return False
            self._file.db.execute(
                "INSERT INTO mirror_state VALUES(?,?,?,?) ON CONFLICT(origin) "
                "DO UPDATE SET n=excluded.n, root=excluded.root, note=excluded.note",
                (origin, head.size, head.root, new),
            )
            self._file.db.execute(
                "INSERT INTO head VALUES(?,?,?,?) ON CONFLICT DO NOTHING",
                (origin, head.size, head.root, new),
            )
            self._put(origin, head.size, lines)
        return True

    def cosigned_at(self, cosigner: str) -> int:
        """Return when a cosigner last cosigned any head held here, or 0."""
        with self._file.store_faults():
            (time,) = self._file.db.execute(
                "SELECT max(t) FROM (SELECT t, cosigner FROM cosig UNION ALL "
                "SELECT t, cosigner FROM beat) WHERE cosigner=?",
                (cosigner,),
            ).fetchone()
        return int(time or 0)

    def put_evidence(self, evidence: bytes) -> None:
        """Keep the proof of a fork; the log it speaks of is frozen from then on."""
        read_fork(evidence)
        with self._file.transaction():
            self._file.db.execute(
                "INSERT INTO evidence VALUES(?,?) ON CONFLICT DO NOTHING",
                (sha256(evidence).hexdigest(), evidence),
            )

    def put_lines(self, origin: str, size: int, lines: Sequence[NoteSignature]) -> None:
        """Keep good lines over a head; of each key the first and the newest stay."""
        with self._file.transaction():
            self._put(origin, size, lines)

    def lines(self, origin: str) -> tuple[tuple[int, NoteSignature], ...]:
        """Return the lines kept over the heads of a log, with the sizes of the heads."""
        return tuple(kept_lines(self._file, origin))

    def _put(self, origin: str, size: int, lines: Sequence[NoteSignature]) -> None:
        for line in lines:
            kind, time = line_claim(line)
            row = (origin, size, line.name, kind, time, line.key + line.body)
            (first,) = self._file.db.execute(
                "SELECT min(t) FROM cosig WHERE origin=? AND n=? AND cosigner=? AND type=?", row[:4]
            ).fetchone()
            if first is None or time < first:
                self._file.db.execute("INSERT INTO cosig VALUES(?,?,?,?,?,?)", row)
            elif time > first:
                self._file.db.execute(
                    "INSERT INTO beat VALUES(?,?,?,?,?,?) ON CONFLICT(origin, n, cosigner, type) "
                    "DO UPDATE SET t=excluded.t, line=excluded.line WHERE excluded.t > t",
                    row,
                )
