"""Check the entries of all logs of a record together, from their bytes and a genesis document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from overflight.errors import RecordError
from overflight.record.envelopes import read_envelope
from overflight.record.faults import refusal
from overflight.record.genesis import document_hash, read_genesis
from overflight.record.keysets import GENESIS, read_genesis_body
from overflight.record.merkle import leaf_hash
from overflight.record.statements import read_statement
from overflight.record.validity import Checked, Hooks, LogCheck, check_log

__all__ = ["check_record", "document_named", "find_genesis"]


def document_named(leaf: bytes) -> str | None:
    """Return the hash of the genesis document that entry 0 of a log names, if it is a genesis."""
    try:
        statement = read_statement(read_envelope(leaf).payload)
        return read_genesis_body(statement.body)[0] if statement.type == GENESIS else None
    except RecordError:
        return None


def find_genesis(
    leaves: Mapping[str, Sequence[bytes]], blob: Callable[[str], bytes | None]
) -> bytes:
    """Return the genesis document that the first entries of all logs name.

    Args:
        leaves: Entries of each log, by origin.
        blob: Gives bytes by their hex SHA-256.

    Raises:
        RecordError: ``E-GENESIS``: no log names a document, two logs name two, or it is not held.
    """
    named = {document_named(log[0]) for log in leaves.values() if log} - {None}
    if len(named) != 1:
        raise refusal(
            "E-GENESIS",
            where="entry 0 of the logs",
            expected="one genesis document that all founders name",
            found=" and ".join(sorted(str(h) for h in named)) or "none",
            remedy="Compare the regime id on paper; leave out logs that name another.",
        )
    digest = str(named.pop())
    document = blob(digest)
    if document is None or document_hash(document) != digest:
        raise refusal(
            "E-GENESIS",
            where="genesis document",
            expected=f"bytes with SHA-256 {digest}",
            found="nothing" if document is None else document_hash(document),
        )
    return document


def check_record(
    document: bytes, leaves: Mapping[str, Sequence[bytes]], hooks: Hooks | None = None
) -> tuple[Checked, ...]:
    """Check every entry of every log held in memory.

    Args:
        document: The genesis document.
        leaves: Entries of each log, by origin.
        hooks: What chapters add to the check.

    Returns:
        Every entry with what it counts for, by origin, then index.

    Raises:
        RecordError: The genesis document cannot be read.
    """
    genesis = read_genesis(document)

    def leaf_at(origin: str, index: int) -> str | None:
        log = leaves.get(origin, ())
        return leaf_hash(log[index]).hex() if index < len(log) else None

    checked: list[Checked] = []
    for origin in sorted(leaves):
        check = LogCheck(origin, genesis.founder_of(origin), document, leaf_at, hooks)
        checked += check_log(check, enumerate(leaves[origin]))
    return tuple(checked)
