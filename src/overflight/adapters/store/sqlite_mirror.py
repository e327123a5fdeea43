"""What a party keeps of other parties' logs, in the SQLite file of its record.

Of each cosigner's lines over a head the first is kept for ever in ``cosig``, the newest in
``beat``. Head and lines are stored together by compare-and-swap on the head before (section 6).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from overflight.adapters.store.heads import other_start
from overflight.adapters.store.sqlite_file import SqliteFile, kept_lines
from overflight.record import (
    HashTree,
    Held,
    Intake,
    NoteKey,
    NoteSignature,
    leaf_hash,
    line_claim,
    names_of,
    nodes_in_tiles,
    read_fork,
    read_head,
)

__all__ = ["SqliteMirror"]

_KEPT_S = 2 * 86_400
_MOST_FIRST = 8
"""What is kept for ever must not grow without end: a first line may be found earlier so often."""


@dataclass(slots=True)
class _Named:
    """What the entries of a log up to a size name that was not held when last looked at."""

    upto: int
    missing: dict[str, None]


class SqliteMirror:
    """Mirrored logs, cosigned heads, cosignature lines and evidence.

    What entries name and which logs are frozen is remembered, so that asking costs the same for a
    long log as for a short one; a new object finds out anew.

    Args:
        file: The file of the record, opened to be written.
    """

    def __init__(self, file: SqliteFile) -> None:
        self._file = file
        self._named: dict[str, _Named] = {}
        self._proofs: dict[str, str] = {}
        with file.store_faults():
            (form,) = file.db.execute("PRAGMA user_version").fetchone()
        self._has_claims = form > 1  # one of the form before may be opened to be read

    def held(self, origin: str) -> Held:
        """Return what is held of a log."""
        with self._file.store_faults():
            size, note, last = self._state(origin)
            missing = self._missing(origin, last, size)
            frozen = self._frozen(origin)
            claimed = self._claimed(origin, last)
        node = nodes_in_tiles(size, lambda name: self._file.tile_bytes(origin, name))
        return Held(size, node, note, missing, frozen, claimed)

    def sizes(self) -> Mapping[str, int]:
        """Return how many entries are held of each log; the same object while none has grown."""
        return self._file.sizes()

    def _state(self, origin: str) -> tuple[int, bytes | None, int]:
        """Return how many entries are held, the last head cosigned, and its size."""
        db = self._file.db
        (size,) = db.execute("SELECT max(i) + 1 FROM leaf WHERE origin=?", (origin,)).fetchone()
        row = db.execute("SELECT note, n FROM mirror_state WHERE origin=?", (origin,)).fetchone()
        return (size or 0, None, 0) if row is None else (size or 0, row[0], row[1])

    def _missing(self, origin: str, last: int, size: int) -> tuple[str, ...]:
        """Return what entries after the last cosigned head name and is not held."""
        known = self._named.get(origin)
        if known is None or known.upto < last:
            known = self._named[origin] = _Named(last, {})
        if known.upto < size:
            leaves = self._file.db.execute(
                "SELECT bytes FROM leaf WHERE origin=? AND i>=? AND i<? ORDER BY i",
                (origin, known.upto, size),
            )
            self._note_names(known, size, [names_of(leaf)[1] for (leaf,) in leaves])
        known.missing = {digest: None for digest in known.missing if not self._has(digest)}
        return tuple(known.missing)

    def _note_names(self, known: _Named, size: int, names: Iterable[Sequence[str]]) -> None:
        known.upto = size
        known.missing.update((digest, None) for each in names for digest in each)

    def _frozen(self, origin: str) -> bool:
        for (digest,) in self._file.db.execute("SELECT h FROM evidence").fetchall():
            if digest not in self._proofs:
                (evidence,) = self._file.db.execute(
                    "SELECT bytes FROM evidence WHERE h=?", (digest,)
                ).fetchone()
                self._proofs[digest] = read_fork(evidence).origin
        return origin in self._proofs.values()

    def _claimed(self, origin: str, last: int) -> tuple[bytes, ...]:
        if not self._has_claims:
            return ()
        rows = self._file.db.execute(
            "SELECT note FROM claim WHERE origin=? AND n>? ORDER BY n, root", (origin, last)
        )
        return tuple(note for (note,) in rows.fetchall())

    def _has(self, digest: str) -> bool:
        row = self._file.db.execute("SELECT 1 FROM blob WHERE h=?", (digest,)).fetchone()
        return row is not None

    def take_in(
        self,
        origin: str,
        start: int,
        leaves: Sequence[bytes],
        blobs: Sequence[bytes],
        under: bytes | None = None,
    ) -> None:
        """Keep entries and the bytes they name; on disk when this returns."""
        names = [names_of(leaf) for leaf in leaves]
        with self._file.transaction():
            size, _, last = self._state(origin)
            if size != start:
                raise other_start(origin, start, size)
            self._file.put_blobs(blobs)
            if under is not None:
                self._put_claim(origin, under)
            if leaves:
                self._put_leaves(origin, start, leaves, [name for name, _ in names])
            self._missing(origin, last, start)
        known = self._named[origin]
        self._note_names(known, start + len(leaves), [named for _, named in names])

    def _put_claim(self, origin: str, note: bytes) -> None:
        head, _ = read_head(note)
        self._file.db.execute(
            "INSERT INTO claim VALUES(?,?,?,?) ON CONFLICT DO NOTHING",
            (origin, head.size, head.root, note),
        )

    def _put_leaves(
        self, origin: str, start: int, leaves: Sequence[bytes], ids: Sequence[str]
    ) -> None:
        file = self._file
        tree = HashTree(start, lambda name: file.tile_bytes(origin, name))
        rows = [(origin, start + k, leaf, leaf_hash(leaf), ids[k]) for k, leaf in enumerate(leaves)]
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
            self._file.db.execute("DELETE FROM claim WHERE origin=? AND n<=?", (origin, head.size))
            self._put(origin, head.size, lines)
        return True

    def keep_head(self, origin: str, note: bytes, lines: Sequence[NoteSignature]) -> None:
        """Keep a head of entries held here that was not cosigned here, with lines over it."""
        head, _ = read_head(note)
        with self._file.transaction():
            self._file.db.execute(
                "INSERT INTO head VALUES(?,?,?,?) ON CONFLICT DO NOTHING",
                (origin, head.size, head.root, note),
            )
            self._put(origin, head.size, lines)

    def cosigned_at(self, key: NoteKey) -> int:
        """Return when a key last cosigned any head held here, or 0."""
        times = [0]
        with self._file.store_faults():
            for table in ("cosig", "beat"):
                times += (
                    self._file.db.execute(
                        f"SELECT t FROM {table} WHERE cosigner=? AND substr(line, 1, 4)=? "  # noqa: S608 - ours
                        "ORDER BY t DESC LIMIT 1",
                        (key.name, key.id),
                    ).fetchone()
                    or ()
                )
        return max(times)

    def put_evidence(self, evidence: bytes) -> None:
        """Keep the proof of a fork; the log it speaks of is frozen from then on."""
        read_fork(evidence)
        with self._file.transaction():
            self._file.db.execute(
                "INSERT INTO evidence VALUES(?,?) ON CONFLICT DO NOTHING",
                (sha256(evidence).hexdigest(), evidence),
            )

    def proofs(self) -> tuple[bytes, ...]:
        """Return the proofs of forks kept here."""
        with self._file.store_faults():
            rows = self._file.db.execute("SELECT bytes FROM evidence ORDER BY h").fetchall()
        return tuple(evidence for (evidence,) in rows)

    # What came when, for the flood guard.

    def arrived(self, origin: str, at: int, entries: int, size: int) -> None:
        """Remember that so many entries of so many bytes came in; days gone by are forgotten."""
        with self._file.transaction():
            self._file.db.execute(
                "DELETE FROM arrival WHERE origin=? AND t<?", (origin, at - _KEPT_S)
            )
            self._file.db.execute(
                "INSERT INTO arrival VALUES(?,?,?,?)", (origin, at, entries, size)
            )

    def intake(self, origin: str, since: int) -> Intake:
        """Return what came from one log since an instant."""
        with self._file.store_faults():
            entries, size = self._file.db.execute(
                "SELECT total(entries), total(size) FROM arrival WHERE origin=? AND t>=?",
                (origin, since),
            ).fetchone()
        return Intake(int(entries), int(size))

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
            (first, kept) = self._file.db.execute(
                "SELECT min(t), count(*) FROM cosig "
                "WHERE origin=? AND n=? AND cosigner=? AND type=?",
                row[:4],
            ).fetchone()
            if first is None or (time < first and kept < _MOST_FIRST):
                self._file.db.execute("INSERT INTO cosig VALUES(?,?,?,?,?,?)", row)
            elif time > first:
                self._file.db.execute(
                    "INSERT INTO beat VALUES(?,?,?,?,?,?) ON CONFLICT(origin, n, cosigner, type) "
                    "DO UPDATE SET t=excluded.t, line=excluded.line WHERE excluded.t > t",
                    row,
                )
