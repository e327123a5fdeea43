"""The tables of a record in PostgreSQL, and the triggers that keep them append-only (W5)."""

from __future__ import annotations

import psycopg

from overflight.errors import StoreError

__all__ = ["FORM", "create_tables", "fault_of"]

FORM = 1
_LOCK = 0x0F11_6874
# Each form is made of the one before it by its own step; an old database is brought to the newest.
_STEPS = (
    """
CREATE TABLE leaf(
  origin TEXT COLLATE "C" NOT NULL, i BIGINT NOT NULL, bytes BYTEA NOT NULL, hash BYTEA NOT NULL,
  stmt_id TEXT COLLATE "C" NOT NULL, PRIMARY KEY(origin, i));
CREATE INDEX leaf_stmt_id ON leaf(origin, stmt_id);
CREATE TABLE tile(
  origin TEXT COLLATE "C" NOT NULL, level INTEGER NOT NULL, n BIGINT NOT NULL, w INTEGER NOT NULL,
  bytes BYTEA NOT NULL, PRIMARY KEY(origin, level, n, w));
CREATE TABLE head(
  origin TEXT COLLATE "C" NOT NULL, n BIGINT NOT NULL, root BYTEA NOT NULL, note BYTEA NOT NULL,
  PRIMARY KEY(origin, n));
CREATE TABLE own_state(
  origin TEXT COLLATE "C" PRIMARY KEY, n BIGINT NOT NULL, root BYTEA NOT NULL);
CREATE TABLE cosig(
  origin TEXT COLLATE "C" NOT NULL, n BIGINT NOT NULL, cosigner TEXT COLLATE "C" NOT NULL,
  type INTEGER NOT NULL, t BIGINT NOT NULL, line BYTEA NOT NULL);
CREATE INDEX cosig_head ON cosig(origin, n, cosigner, type, t);
CREATE TABLE blob(h TEXT COLLATE "C" PRIMARY KEY, bytes BYTEA NOT NULL);
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'the record is append-only'; END $$;
CREATE TRIGGER leaf_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON leaf
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER head_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON head
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER cosig_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON cosig
  FOR EACH STATEMENT EXECUTE FUNCTION append_only();
""",
)


def create_tables(db: psycopg.Connection) -> None:
    """Make the tables of the newest form, or bring older ones to it, in one transaction.

    Args:
        db: A connection in autocommit mode.

    Raises:
        StoreError: The database holds a form that is newer than this program.
    """
    with db.transaction():
        db.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        db.execute("CREATE TABLE IF NOT EXISTS form(version INTEGER PRIMARY KEY)")
        row = db.execute("SELECT max(version) FROM form").fetchone()
        held = row[0] if row and row[0] is not None else 0
        if held > FORM:
            raise fault_of(f"a record of form {held}; this program knows {FORM}")
        for version, step in enumerate(_STEPS[held:], held + 1):
            db.execute(step)
            db.execute("INSERT INTO form VALUES(%s)", (version,))


def fault_of(found: str) -> StoreError:
    """Return the error of a database that cannot be used.

    Args:
        found: What went wrong.
    """
    return StoreError(
        "E-STORE",
        where="PostgreSQL",
        expected="a record database that can be read and written",
        found=found,
        remedy="Look at the database server, and verify the record before anything is appended.",
    )
