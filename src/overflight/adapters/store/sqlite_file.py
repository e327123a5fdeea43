"""One SQLite file of a record: opened, guarded against faults of the disk, written in one piece.

The write order of trust.md section 16: after a fault of the disk nothing more is done (W4); new
leaves are read back and hashed again before anything is signed (W3); tiles of published heads stay
until the full tile is there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from overflight.adapters.files import sync_folder
from overflight.adapters.store.generation import why_silent
from overflight.adapters.store.heads import push_read_back
from overflight.adapters.store.sqlite_tables import APPLICATION, FORM, READABLE, create_tables
from overflight.errors import RecordError, StoreError
from overflight.record import FULL, HashTree, NoteSignature, TileName

__all__ = ["SqliteFile", "connect_file", "kept_lines"]

_KEY_ID = 4
_SIZES = (  # one step of the index for each log, however long the logs are
    "WITH RECURSIVE o(x) AS (SELECT min(origin) FROM leaf UNION ALL "
    "SELECT (SELECT min(origin) FROM leaf WHERE origin>x) FROM o WHERE x IS NOT NULL) "
    "SELECT x, (SELECT max(i) + 1 FROM leaf WHERE origin=x) FROM o WHERE x IS NOT NULL"
)


def connect_file(path: str) -> sqlite3.Connection:
    """Open a ``file:`` address in autocommit mode."""
    return sqlite3.connect(path, isolation_level=None, uri=True)


class SqliteFile:
    """The file of a record.

    Args:
        path: The file; made if it is not there, unless it is only to be read.
        write: Whether it may be written.
        connect: Opens a connection to a ``file:`` address, in autocommit mode.
    """

    def __init__(
        self,
        path: Path,
        *,
        write: bool,
        connect: Callable[[str], sqlite3.Connection] = connect_file,
    ) -> None:
        self._path = path
        self._broken = False
        self._sizes: tuple[int, dict[str, int]] | None = None
        new = write and not path.exists()
        mode = "rwc" if write else "ro"
        with self.store_faults():
            self._db = connect(f"{path.resolve().as_uri()}?mode={mode}")
            try:
                self._prepare(write=write, new=new)
            except BaseException:
                self._db.close()
                raise

    @property
    def db(self) -> sqlite3.Connection:
        """Return the connection; use it inside ``store_faults`` or ``transaction``."""
        return self._db

    def _prepare(self, *, write: bool, new: bool) -> None:
        db = self._db
        db.execute("PRAGMA trusted_schema=OFF")
        db.execute("PRAGMA foreign_keys=ON")
        db.execute("PRAGMA cell_size_check=ON")
        if write:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=FULL")
            create_tables(db)
        if new:
            sync_folder(self._path.parent)
        (version,) = db.execute("PRAGMA user_version").fetchone()
        (application,) = db.execute("PRAGMA application_id").fetchone()
        if application != APPLICATION or version not in READABLE:
            raise StoreError(
                "E-STORE",
                where=str(self._path),
                expected=f"a record of form {FORM}",
                found=f"another SQLite file (application {application}, form {version})",
                remedy="Name the record.sqlite of a record.",
            )

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def store_faults(self) -> Iterator[None]:
        """Turn faults of the database into one kind of error, after which nothing is done (W4)."""
        if self._broken:
            raise self._fault("an earlier fault of the disk")
        try:
            yield
        except (sqlite3.Error, OSError) as fault:
            self._broken = True
            raise self._fault(str(fault)) from fault

    def _fault(self, found: str) -> StoreError:
        return StoreError(
            "E-STORE",
            where=str(self._path),
            expected="a record file that can be read and written",
            found=found,
            remedy="Stop, look at the disk, and verify the record before anything is appended.",
        )

    def check_may_sign(self) -> None:
        """Refuse to sign over a database that may be older than what its keys have signed.

        Inside a transaction, which keeps others from changing the generation meanwhile.

        Raises:
            RecordError: ``E-RECOVERING``.
        """
        with self.store_faults():
            why = why_silent(self._db, self._path.parent)
        if why:
            raise RecordError(
                "E-RECOVERING",
                where=str(self._path.parent),
                expected="a node that may sign",
                found=why,
                remedy="Fetch back what others hold with `overflight node rebuild`, then let an"
                " officer confirm with `overflight node confirm`.",
            )

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all or nothing."""
        with self.store_faults():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                self._sizes = None
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one state of the file while others append to it."""
        with self.store_faults():
            self._db.execute("BEGIN")
        try:
            yield
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def stamp(self) -> tuple[int, int]:
        """Return what changes with every change of the file, by whomever."""
        with self.store_faults():
            (version,) = self._db.execute("PRAGMA data_version").fetchone()
        return version, self._db.total_changes

    def sizes(self) -> Mapping[str, int]:
        """Return how many entries are held of each log; the same object while none has grown."""
        with self.store_faults():
            (version,) = self._db.execute("PRAGMA data_version").fetchone()
            known = self._sizes
            if known is None or known[0] != version:
                found = dict(self._db.execute(_SIZES).fetchall())
                same = known is not None and known[1] == found
                known = self._sizes = (version, known[1] if known and same else found)
        return known[1]

    def tile_bytes(self, origin: str, name: TileName) -> bytes:
        """Return the bytes of a tile, or none where it is not stored."""
        row = self._db.execute(
            "SELECT bytes FROM tile WHERE origin=? AND level=? AND n=? AND w=?",
            (origin, name.level, name.index, name.width),
        ).fetchone()
        return b"" if row is None else cast("bytes", row[0])

    def read_back(self, origin: str, start: int, hashes: list[bytes], tree: HashTree) -> None:
        """Read the new leaves back and hash them again before anything is signed (W3)."""
        self._sizes = None
        rows = self._db.execute(
            "SELECT i, bytes FROM leaf WHERE origin=? AND i>=? ORDER BY i", (origin, start)
        ).fetchall()
        push_read_back(origin, start, hashes, rows, tree)

    def put_tiles(self, origin: str, old_size: int, tree: HashTree) -> None:
        """Keep the partial tiles of every published head until the full tile is there."""
        for tile in tree.tiles_since(old_size):
            name = tile.name
            if name.width == FULL:
                self._db.execute(
                    "DELETE FROM tile WHERE origin=? AND level=? AND n=?",
                    (origin, name.level, name.index),
                )
            self._db.execute(
                "INSERT INTO tile VALUES(?,?,?,?,?)",
                (origin, name.level, name.index, name.width, tile.data),
            )

    def put_blobs(self, blobs: Sequence[bytes]) -> None:
        """Keep bytes under their hash; the same bytes may come again."""
        self._db.executemany(
            "INSERT INTO blob VALUES(?,?,'record') ON CONFLICT DO NOTHING",
            [(sha256(blob).hexdigest(), blob) for blob in blobs],
        )


def kept_lines(
    file: SqliteFile, origin: str, size: int | None = None
) -> list[tuple[int, NoteSignature]]:
    """Return the cosignature lines over the heads of a log, the first ones before the newest.

    Of each cosigner the first and the newest, whatever else was kept before these came: a note has
    room for 100 lines, and nobody shall fill it alone.

    Args:
        file: The file.
        origin: Name of the log.
        size: Only lines over the head of this size.
    """
    where, values = ("", [origin]) if size is None else (" AND n=?", [origin, size])
    with file.store_faults():
        rows = file.db.execute(
            f"SELECT n, cosigner, type, t, line FROM cosig WHERE origin=?{where} UNION ALL "  # noqa: S608 - ours
            f"SELECT n, cosigner, type, t, line FROM beat WHERE origin=?{where}",
            values * 2,
        ).fetchall()
    first: dict[tuple[int, str, int], tuple[int, bytes]] = {}
    newest: dict[tuple[int, str, int], tuple[int, bytes]] = {}
    for n, cosigner, kind, time, line in rows:
        whose = (n, cosigner, kind)
        if time < first.setdefault(whose, (time, line))[0]:
            first[whose] = (time, line)
        if time > newest.setdefault(whose, (time, line))[0]:
            newest[whose] = (time, line)
    ends = [*first.items(), *(item for item in newest.items() if item[1] != first[item[0]])]
    return [(n, NoteSignature(name, s[:_KEY_ID], s[_KEY_ID:])) for (n, name, _), (_, s) in ends]
