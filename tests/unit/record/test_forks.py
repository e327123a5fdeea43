"""Statements that a log showed two faces: who said it does not matter, only what is attached."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import pytest
from tests.mirror_samples import head_over, keys_of
from tests.record_samples import HU, RO, key, statement

from overflight.errors import RecordError
from overflight.record import (
    FORK_PROVEN,
    ForkEvidence,
    ForkProven,
    Json,
    NoteKey,
    Reference,
    Statement,
    proven_forks,
    write_fork,
)
from overflight.record.forks import ForkSaid, read_fork_proven, write_fork_proven

PROOF = write_fork(ForkEvidence(HU, head_over(HU, [b"a"]), head_over(HU, [b"b"])))
DIGEST = sha256(PROOF).hexdigest()
REF = Reference(RO, 3, "0" * 64)


def keys(origin: str) -> tuple[NoteKey, ...]:
    """Return the keys of a log."""
    return keys_of(origin).all()


def said(body: dict[str, Json], kind: str = FORK_PROVEN) -> list[tuple[Reference, Statement]]:
    """Return a statement of RO at its place."""
    return [(REF, replace(statement("RO", 1, body), type=kind))]


def test_a_fork_that_is_proven() -> None:
    """The log, the evidence, who said it and where."""
    body = write_fork_proven(ForkProven(HU, DIGEST))
    assert read_fork_proven(body) == ForkProven(HU, DIGEST)
    found = proven_forks(said(body), {DIGEST: PROOF}.get, keys)
    assert found == (ForkSaid(HU, DIGEST, "RO", REF),)


@pytest.mark.parametrize(
    ("body", "blob"),
    [
        (write_fork_proven(ForkProven(HU, DIGEST)), None),
        (write_fork_proven(ForkProven(HU, DIGEST)), b"noise"),
        (write_fork_proven(ForkProven(RO, DIGEST)), PROOF),
        (write_fork_proven(ForkProven(HU, "0" * 64)), PROOF),
        ({"origin": HU}, PROOF),
        ({"origin": HU, "h": DIGEST, "more": 1}, PROOF),
        ({"origin": HU, "h": "x"}, PROOF),
    ],
)
def test_what_proves_nothing(body: dict[str, Json], blob: bytes | None) -> None:
    """Evidence that is missing, another one, about another log, or a body of another form."""
    assert proven_forks(said(body), lambda _: blob, keys) == ()


def test_evidence_by_another_key() -> None:
    """A forger's heads prove nothing about a log whose key did not sign them."""
    forged = head_over(HU, [b"b"], by=key("RO", "log"))
    proof = write_fork(ForkEvidence(HU, head_over(HU, [b"a"]), forged))
    body = write_fork_proven(ForkProven(HU, sha256(proof).hexdigest()))
    assert proven_forks(said(body), lambda _: proof, keys) == ()


def test_statements_of_other_kinds() -> None:
    """They are passed over, whatever their body."""
    body = write_fork_proven(ForkProven(HU, DIGEST))
    assert proven_forks(said(body, "of/test/1"), lambda _: PROOF, keys) == ()
    with pytest.raises(RecordError, match="E-SCHEMA"):
        read_fork_proven({})
