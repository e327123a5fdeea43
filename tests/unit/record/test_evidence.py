"""Evidence of a fork: its file, and what it takes to prove one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.mirror_samples import head_over, keys_of
from tests.record_samples import HU, RO, key

from overflight.adapters.keys.pem import new_key
from overflight.adapters.store.heads import sign_head
from overflight.errors import RecordError
from overflight.record import (
    Checkpoint,
    ForkEvidence,
    fork_fault,
    leaf_hash,
    merkle_root,
    nodes_of,
    prove_fork,
    read_fork,
    write_fork,
)

LEAVES = [bytes([k]) for k in range(9)]
OTHER = [*LEAVES[:4], b"another", *LEAVES[5:]]
KEYS = keys_of(HU).all()
NODE = nodes_of([leaf_hash(leaf) for leaf in OTHER])


def made(a: list[bytes] = LEAVES[:7], b: list[bytes] = OTHER) -> ForkEvidence:
    """Return evidence of two heads over entries."""
    evidence = prove_fork(head_over(HU, b), head_over(HU, a), NODE)
    assert evidence is not None
    return evidence


@pytest.mark.parametrize("size", range(5, 10))
def test_two_branches_prove_a_fork(size: int) -> None:
    """Whatever the sizes, the file is read back the same and proves it."""
    evidence = made(LEAVES[:size])
    assert read_fork(write_fork(evidence)) == evidence
    assert fork_fault(evidence, KEYS) == ""
    assert bool(evidence.path) == (size < 9)


def test_heads_that_agree_prove_nothing() -> None:
    """One log that grew, an empty one, or a larger tree nobody holds: no evidence is made."""
    small, large = head_over(HU, OTHER[:6]), head_over(HU, OTHER)
    assert prove_fork(small, large, NODE) is None
    assert prove_fork(large, large) is None
    assert prove_fork(head_over(HU, []), large, NODE) is None
    assert prove_fork(head_over(HU, LEAVES[:6]), large) is None
    assert prove_fork(large, head_over(HU, [*LEAVES, b""]), nodes_of([b"x" * 32] * 10)) is None


def test_a_false_accusation_is_told() -> None:
    """Other logs, other signers, equal heads and paths that lead nowhere prove nothing."""
    evidence = made()
    forged = head_over(HU, LEAVES[:7], by=new_key("HU"))
    honest = head_over(HU, OTHER[:7])
    same = ForkEvidence(HU, evidence.b, evidence.b)
    faults = [
        fork_fault(replace(evidence, origin=RO), keys_of(RO).all()),
        fork_fault(replace(evidence, a=forged), KEYS),
        fork_fault(replace(evidence, b=forged, a=evidence.b), KEYS),
        fork_fault(evidence, keys_of(RO).all()),
        fork_fault(evidence, ()),
        fork_fault(replace(evidence, path=evidence.path[:-1]), KEYS),
        fork_fault(replace(evidence, root=merkle_root(LEAVES[:7])), KEYS),
        fork_fault(replace(evidence, a=evidence.b, b=evidence.a), KEYS),
        fork_fault(replace(evidence, a=honest), KEYS),
        fork_fault(same, KEYS),
    ]
    assert all(faults)


def test_an_empty_head_with_another_root_is_evidence_alone() -> None:
    """The empty tree has one root; only the log's own signature makes it proof."""
    bad = Checkpoint(HU, 0, merkle_root([b"x"]))
    note = sign_head(bad, key("HU", "log"))
    evidence = prove_fork(note, head_over(HU, LEAVES), NODE)
    assert evidence is not None
    assert fork_fault(read_fork(write_fork(evidence)), KEYS) == ""
    forged = sign_head(bad, new_key("HU"))
    assert fork_fault(ForkEvidence(HU, forged, forged), KEYS)


FILE = write_fork(made()).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        FILE[:-1],
        FILE + "\n",
        FILE.replace("fork@v1", "fork@v2"),
        FILE.replace("\n", "\r\n"),
        FILE.replace("\na ", "\nb "),
        FILE.replace("\na ", "\na  "),
        FILE.replace("origin ", "origin a+"),
        FILE.replace("path ", "step "),
        FILE.replace("root ", "root AA=="),
        FILE.split("root")[0],
        "\n".join(FILE.split("\n")[:3]) + "\n",
        FILE + "path AA==\n",
        FILE + f"path {FILE.split()[-1]}\n" * 63,
        write_fork(replace(made(LEAVES), root=b"x" * 32)).decode(),
        "x" * 800_000,
    ],
)
def test_files_of_another_form(text: str) -> None:
    """A file reads in the one form it is written, or not at all."""
    with pytest.raises(RecordError, match="E-EVIDENCE"):
        read_fork(text.encode())


def test_a_file_that_is_no_text_or_holds_no_heads() -> None:
    """Bytes that are not UTF-8, and notes that are none, are refused with their own code."""
    with pytest.raises(RecordError, match="E-EVIDENCE"):
        read_fork(b"\xff")
    with pytest.raises(RecordError, match="E-NOTE"):
        read_fork(write_fork(ForkEvidence(HU, b"note", b"note")))
