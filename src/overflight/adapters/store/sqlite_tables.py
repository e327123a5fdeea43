"""The tables of a record in SQLite, and the triggers that keep them append-only (W5)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from overflight.adapters.store.generation import create_generation

__all__ = ["APPLICATION", "FORM", "READABLE", "create_tables"]

APPLICATION = 0x0F11_6874
FORM = 2
READABLE = (1, 2)
"""Forms that can be read; one that is opened to be written is brought to the newest."""
_FOREVER = ("leaf", "head", "cosig", "evidence")
_TABLES = """
CREATE TABLE leaf(
  origin TEXT NOT NULL, i INTEGER NOT NULL, bytes BLOB NOT NULL, hash BLOB NOT NULL,
  stmt_id TEXT NOT NULL, PRIMARY KEY(origin, i)) STRICT;
CREATE INDEX leaf_stmt_id ON leaf(origin, stmt_id);
CREATE TABLE tile(
  origin TEXT NOT NULL, level INTEGER NOT NULL, n INTEGER NOT NULL, w INTEGER NOT NULL,
  bytes BLOB NOT NULL, PRIMARY KEY(origin, level, n, w)) STRICT;
CREATE TABLE head(
  origin TEXT NOT NULL, n INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL,
  PRIMARY KEY(origin, n)) STRICT;
CREATE TABLE own_state(origin TEXT PRIMARY KEY, n INTEGER NOT NULL, root BLOB NOT NULL) STRICT;
CREATE TABLE mirror_state(
  origin TEXT PRIMARY KEY, n INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL) STRICT;
CREATE TABLE cosig(
  origin TEXT NOT NULL, n INTEGER NOT NULL, cosigner TEXT NOT NULL, type INTEGER NOT NULL,
  t INTEGER NOT NULL, line BLOB NOT NULL) STRICT;
CREATE TABLE beat(
  origin TEXT NOT NULL, n INTEGER NOT NULL, cosigner TEXT NOT NULL, type INTEGER NOT NULL,
  t INTEGER NOT NULL, line BLOB NOT NULL, PRIMARY KEY(origin, n, cosigner, type)) STRICT;
CREATE TABLE blob(h TEXT PRIMARY KEY, bytes BLOB NOT NULL, kind TEXT NOT NULL) STRICT;
CREATE TABLE evidence(h TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
"""
_ADDED = """
CREATE TABLE claim(
  origin TEXT NOT NULL, n INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL,
  PRIMARY KEY(origin, n, root)) STRICT;
CREATE TABLE arrival(
  origin TEXT NOT NULL, t INTEGER NOT NULL, entries INTEGER NOT NULL, size INTEGER NOT NULL) STRICT;
CREATE INDEX arrival_t ON arrival(origin, t);
CREATE INDEX cosig_head ON cosig(origin, n, cosigner, type, t);
CREATE INDEX cosig_time ON cosig(cosigner, t);
CREATE INDEX beat_time ON beat(cosigner, t);
"""
_SCHEMA = _TABLES + "".join(
    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;\n"
    for table in _FOREVER
    for verb in ("UPDATE", "DELETE")
)


def create_tables(db: sqlite3.Connection) -> None:
    """Make the tables a record of the newest form has, in one transaction.

    Args:
        db: A connection in autocommit mode.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        if db.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,):
            for part in _statements(_SCHEMA):
                db.execute(part)
            db.execute(f"PRAGMA application_id={APPLICATION}")
            db.execute("PRAGMA user_version=1")
        if _form(db) == (APPLICATION, 1):
            for part in _statements(_ADDED):
                db.execute(part)
            db.execute(f"PRAGMA user_version={FORM}")
        create_generation(db)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _form(db: sqlite3.Connection) -> tuple[int, int]:
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    return application, version


def _statements(script: str) -> Iterator[str]:
    """Split a script into its statements."""
    waiting = ""
    for line in script.splitlines():
        waiting += line + "\n"
        if sqlite3.complete_statement(waiting):
            yield waiting
            waiting = ""
