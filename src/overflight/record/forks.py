"""Say in one's own log that another log showed two faces, and find who said so (section 10).

The statement ``record.fork-proven/1`` names the log; its evidence is a record attachment. Who said
it, and whether it stands, does not matter: the evidence is checked by whoever reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from overflight.errors import RecordError
from overflight.record.canonical import Json
from overflight.record.evidence import fork_fault, read_fork
from overflight.record.members import HEX64, Members
from overflight.record.notes import NoteKey
from overflight.record.said import Reference
from overflight.record.statements import Statement

__all__ = [
    "FORK_MEDIA_TYPE",
    "FORK_PROVEN",
    "ForkProven",
    "ForkSaid",
    "proven_forks",
    "read_fork_proven",
    "write_fork_proven",
]

FORK_PROVEN = "record.fork-proven/1"
FORK_MEDIA_TYPE = "application/vnd.overflight.fork.v1"


@dataclass(frozen=True, slots=True)
class ForkProven:
    """The body of ``record.fork-proven/1``.

    Args:
        origin: Name of the log that showed two faces.
        h: Hex SHA-256 of the evidence, which is a record attachment of the statement.
    """

    origin: str
    h: str


@dataclass(frozen=True, slots=True)
class ForkSaid:
    """A proof of a fork that stands in a record.

    Args:
        origin: Name of the log that showed two faces.
        h: Hex SHA-256 of the evidence.
        by: Party that said it.
        ref: Where it said it.
    """

    origin: str
    h: str
    by: str
    ref: Reference


def read_fork_proven(body: Mapping[str, Json]) -> ForkProven:
    """Read the body of a statement of a fork.

    Raises:
        RecordError: ``E-SCHEMA``.
    """
    members = Members(dict(body), "fork proven", "E-SCHEMA")
    read = ForkProven(members.name("origin"), members.text("h", HEX64))
    members.end()
    return read


def write_fork_proven(proven: ForkProven) -> dict[str, Json]:
    """Write the body of a statement of a fork."""
    return {"origin": proven.origin, "h": proven.h}


def proven_forks(
    said: Iterable[tuple[Reference, Statement]],
    blob: Callable[[str], bytes | None],
    keys: Callable[[str], Iterable[NoteKey]],
) -> tuple[ForkSaid, ...]:
    """Return the forks that statements of a record prove; what proves nothing is passed over.

    Args:
        said: Statements with their places; those of other types are passed over.
        blob: Gives attachments by their hex SHA-256.
        keys: Gives every key a log ever had, by its origin.
    """
    found: list[ForkSaid] = []
    for ref, statement in said:
        if statement.type != FORK_PROVEN:
            continue
        try:
            proven = read_fork_proven(statement.body)
            data = blob(proven.h) or b""
            evidence = read_fork(data)
            wrong = fork_fault(evidence, keys(proven.origin))
        except RecordError:
            continue
        whole = sha256(data).hexdigest() == proven.h and evidence.origin == proven.origin
        if whole and not wrong:
            found.append(ForkSaid(proven.origin, proven.h, statement.party, ref))
    return tuple(found)
