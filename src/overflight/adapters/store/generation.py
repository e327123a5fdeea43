"""The generation of a node's database, and the file beside it (trust.md section 16).

A node's database carries a random generation, and so does the file ``generation`` in its folder.
Both change together at every start of the node and at every backup, so that an older database put
in the place of a newer one is told. A record folder without either is no node and works as ever.

The file is changed before the database, naming both generations, and once more after it: a crash
in between leaves two that still agree.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from overflight.adapters.files import write_whole

if TYPE_CHECKING:
    from overflight.adapters.store.sqlite_file import SqliteFile

__all__ = [
    "ASKING",
    "GENERATION_FILE",
    "Generation",
    "begin_generation",
    "create_generation",
    "generation_of",
    "mark_recovering",
    "put_generation",
    "settle_generation",
    "turn_generation",
    "why_silent",
    "write_generation",
]

GENERATION_FILE = "generation"
ASKING = "this node has just started and others were not yet asked for its newest head"
"""Why a node that has just started signs nothing: no fault, and over when enough have answered."""
_FIRST = "overflight-generation/v1"
_VALUE = re.compile(r"[0-9a-f]{32}")
_LONGEST = 200
_TABLE = """
CREATE TABLE IF NOT EXISTS generation(
  one INTEGER PRIMARY KEY CHECK(one=1), value TEXT NOT NULL, recovering TEXT NOT NULL) STRICT
"""


@dataclass(frozen=True, slots=True)
class Generation:
    """What the database says of itself.

    Args:
        value: 32 hex digits, another one after every start and backup.
        recovering: Why the node may sign nothing; empty for one that may.
    """

    value: str
    recovering: str = ""


def create_generation(db: sqlite3.Connection) -> None:
    """Make the table where it is not there yet."""
    db.execute(_TABLE)


def generation_of(db: sqlite3.Connection) -> Generation | None:
    """Return the generation a database says, or nothing where it is that of no node."""
    held = db.execute("SELECT 1 FROM sqlite_schema WHERE name='generation'").fetchone()
    row = held and db.execute("SELECT value, recovering FROM generation").fetchone()
    return Generation(*row) if row else None


def _named(folder: Path) -> tuple[str, ...] | None:
    """Return the generations the file names: one, or two while they change; nothing without it."""
    try:
        with (folder / GENERATION_FILE).open("rb") as file:
            data = file.read(_LONGEST)
    except FileNotFoundError:
        return None
    lines = data.decode("ascii", "replace").split("\n")
    values = tuple(line for line in lines[1:] if _VALUE.fullmatch(line))
    return values if lines[0] == _FIRST else ()


def why_silent(db: sqlite3.Connection, folder: Path) -> str:
    """Return why nothing may be signed over this database; empty where it may.

    Args:
        db: A connection that holds the write lock, so that nobody changes the generation now.
        folder: The folder of the record.

    Raises:
        OSError: The file cannot be read.
    """
    named, held = _named(folder), generation_of(db)
    if named is None and held is None:
        return ""
    if held is None:
        return "the file 'generation' belongs to another database than this one"
    if held.recovering not in {"", ASKING}:
        return held.recovering
    if named is None:
        return "the file 'generation' is missing"
    if held.value not in named:
        return "the database is of another generation than its folder"
    return held.recovering


def begin_generation(file: SqliteFile, folder: Path, fresh: str, recovering: str = "") -> None:
    """Give a database its first generation: from now on it is that of a node.

    Args:
        file: The file of the record, opened to be written.
        folder: Its folder.
        fresh: 32 hex digits from the machine's randomness.
        recovering: Why it may sign nothing yet, if so.
    """
    with file.transaction():
        put_generation(file.db, fresh, recovering)
    write_generation(folder, fresh)


def turn_generation(file: SqliteFile, folder: Path, fresh: str) -> None:
    """Change the generation of a node that is sound; does nothing in a plain record.

    Raises:
        RecordError: ``E-RECOVERING``: it is not sound; a person has to look first.
        StoreError: The disk failed.
    """
    with file.transaction():
        file.check_may_sign()
        held = generation_of(file.db)
    if held is not None:
        settle_generation(file, folder, held.value, fresh)


def settle_generation(file: SqliteFile, folder: Path, held: str, fresh: str) -> None:
    """Go from one generation to the next, in which the node may sign.

    Raises:
        StoreError: The disk failed.
    """
    write_generation(folder, held, fresh)
    with file.transaction():
        put_generation(file.db, fresh)
    write_generation(folder, fresh)


def mark_recovering(file: SqliteFile, why: str) -> None:
    """Let a node sign nothing from now on; what holds it back stays, also through a restart."""
    with file.transaction():
        file.db.execute(
            "UPDATE generation SET recovering=? WHERE recovering IN ('', ?)", (why, ASKING)
        )


def put_generation(db: sqlite3.Connection, value: str, recovering: str = "") -> None:
    """Set the generation inside a transaction that is open."""
    db.execute(
        "INSERT INTO generation VALUES(1,?,?) ON CONFLICT(one) "
        "DO UPDATE SET value=excluded.value, recovering=excluded.recovering",
        (value, recovering),
    )


def write_generation(folder: Path, *values: str) -> None:
    """Write the file: one generation, or the present and the next one while they change."""
    write_whole(folder / GENERATION_FILE, "\n".join((_FIRST, *values, "")).encode())
