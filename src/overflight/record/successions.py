"""How a log follows a lost or forked one, and how a party comes back that lost its root keys.

Entry 0 of ``log/<party>/<epoch + 1>`` names the old log, the last head of it that a quorum of
mirrors cosigned, and a key set (trust.md section 8). A succession is signed by the party's root
keys in force there. A re-enrolment is signed by new root keys, and answers a statement by a
depositary and the assents of all other parties, each of which names those very keys: never an
operator, and no party alone, can bring a party back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from overflight.record.canonical import Json, canonical_bytes
from overflight.record.keysets import KeySet, read_key_set, write_key_set
from overflight.record.members import HEX64, PARTY, Members

__all__ = [
    "ASSENTS",
    "LOG_SUCCEEDED",
    "RE_ENROLLED",
    "RE_ENROLMENT_ASSENTED",
    "RE_ENROLMENT_STATED",
    "Assent",
    "Succession",
    "epoch_of",
    "key_set_hash",
    "log_before",
    "read_assent",
    "read_succession",
    "write_assent",
    "write_succession",
]

LOG_SUCCEEDED = "record.log-succeeded/1"
RE_ENROLLED = "record.re-enrolled/1"
RE_ENROLMENT_STATED = "record.re-enrolment-stated/1"
RE_ENROLMENT_ASSENTED = "record.re-enrolment-assented/1"
ASSENTS = frozenset({RE_ENROLMENT_STATED, RE_ENROLMENT_ASSENTED})


@dataclass(frozen=True, slots=True)
class Succession:
    """The body of ``record.log-succeeded/1`` and ``record.re-enrolled/1``.

    Args:
        origin: Name of the log before.
        size: Entries of its last head that counts.
        root: Root of that head, hex.
        keys: The key set in force from here on; its version follows the old log's last one.
    """

    origin: str
    size: int
    root: str
    keys: KeySet


@dataclass(frozen=True, slots=True)
class Assent:
    """The body by which another party lets a party come back under new root keys.

    Args:
        party: Code of the party that lost its keys.
        log: Origin of its new log.
        keys: Hex SHA-256 of the new key set, as canonical JSON.
    """

    party: str
    log: str
    keys: str


def epoch_of(origin: str) -> int:
    """Return the epoch of a log, the last part of its origin; 0 where there is none."""
    text = origin.rpartition("/")[2]
    return int(text) if text.isascii() and text.isdecimal() and text[0] != "0" else 0


def log_before(origin: str) -> str:
    """Return the origin of the log that one follows; nothing for a first log."""
    epoch = epoch_of(origin)
    return f"{origin.rpartition('/')[0]}/{epoch - 1}" if epoch > 1 else ""


def key_set_hash(keys: KeySet) -> str:
    """Return the hex SHA-256 of a key set: what an assent names."""
    return sha256(canonical_bytes(write_key_set(keys))).hexdigest()


def read_succession(body: Mapping[str, Json]) -> Succession:
    """Read the body of a succession or re-enrolment.

    Raises:
        RecordError: ``E-SCHEMA`` or ``E-KEY``.
    """
    members = Members(dict(body), "succession", "E-SCHEMA")
    read = Succession(
        members.name("origin"),
        members.count("n"),
        members.text("root", HEX64),
        read_key_set(members.take("keys")),
    )
    members.end()
    return read


def write_succession(succession: Succession) -> dict[str, Json]:
    """Write the body of a succession or re-enrolment."""
    return {
        "origin": succession.origin,
        "n": succession.size,
        "root": succession.root,
        "keys": write_key_set(succession.keys),
    }


def read_assent(body: Mapping[str, Json]) -> Assent:
    """Read the body of a depositary's statement or of an assent.

    Raises:
        RecordError: ``E-SCHEMA``.
    """
    members = Members(dict(body), "assent", "E-SCHEMA")
    read = Assent(members.text("party", PARTY), members.name("log"), members.text("keys", HEX64))
    members.end()
    return read


def write_assent(assent: Assent) -> dict[str, Json]:
    """Write the body of a depositary's statement or of an assent."""
    return {"party": assent.party, "log": assent.log, "keys": assent.keys}
