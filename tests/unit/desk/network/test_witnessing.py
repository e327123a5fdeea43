"""Cosigning foreign logs: each answer of the specification (C2SP tlog-witness 1.0.0)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from overflight.adapters.node.witness_file import MemoryWitness, WitnessFile
from overflight.desk.network.witnessing import ForeignLog, Reply, Witnessed, judge_submission
from overflight.errors import StoreError
from overflight.record import (
    Checkpoint,
    NoteKey,
    NoteSigner,
    SignatureKind,
    consistency_proof,
    cosign,
    cosign_times,
    fork_fault,
    leaf_hash,
    merkle_root,
    nodes_of,
    read_fork,
    read_note,
    write_checkpoint,
    write_note,
)

NOW = 1_893_456_000
ORIGIN = "osce.example/log"
LEAVES = [f"entry {number}".encode() for number in range(20)]
SIZE = "text/x.tlog.size"


def signer(name: str, kind: int, number: int = 0) -> NoteSigner:
    """Return a key of any type from a small number."""
    if kind == SignatureKind.ML_DSA:
        long = MLDSA44PrivateKey.from_seed_bytes(bytes([number]) * 32)
        return NoteSigner(NoteKey(name, kind, long.public_key().public_bytes_raw()), long.sign)
    key = Ed25519PrivateKey.from_private_bytes(bytes([number + kind]) * 32)
    return NoteSigner(NoteKey(name, kind, key.public_key().public_bytes_raw()), key.sign)


LOG = signer(ORIGIN, SignatureKind.LOG)
SECOND = signer(ORIGIN, SignatureKind.ML_DSA)
STRANGER = signer(ORIGIN, SignatureKind.LOG, 9)
OWN = signer("ours.example/witness", SignatureKind.COSIGNATURE)
OWN_LONG = signer("ours.example/witness", SignatureKind.ML_DSA)
LOGS = {ORIGIN: ForeignLog(ORIGIN, (LOG.key, SECOND.key))}


@pytest.fixture(params=["memory", "file"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> object:
    """Yield what a witness keeps, of each kind."""
    if request.param == "memory":
        yield MemoryWitness()
    else:
        with WitnessFile(tmp_path / "witness.sqlite") as file:
            yield file


def head(leaves: Sequence[bytes], by: Sequence[NoteSigner] = (LOG,), origin: str = ORIGIN) -> bytes:
    """Return a signed head over entries."""
    text = write_checkpoint(Checkpoint(origin, len(leaves), merkle_root(leaves)))
    return write_note(text, [cosign(text, NOW, each) for each in by])


def body(old: int, note: bytes, *steps: bytes) -> bytes:
    """Return the body of a request."""
    lines = "".join(b64encode(step).decode() + "\n" for step in steps)
    return f"old {old}\n{lines}\n".encode() + note


def grown(old: int, new: int) -> bytes:
    """Return an honest request for a log that grew."""
    node = nodes_of([leaf_hash(leaf) for leaf in LEAVES[:new]])
    return body(old, head(LEAVES[:new]), *(consistency_proof(old, new, node) if old else ()))


def judged(kept: Witnessed, sent: bytes, now: int = NOW) -> Reply:
    """Return the answer of a witness with one key."""
    return judge_submission(sent, LOGS, kept, [OWN], now)


def test_a_growing_log_is_cosigned(kept: Witnessed) -> None:
    """Each head that goes on from the one before gets a line; it is kept before it is answered."""
    for old, new in ((0, 1), (1, 2), (2, 7), (7, 8), (8, 20)):
        reply = judged(kept, grown(old, new), NOW + new)
        assert (reply.status, reply.media) == (200, "text/plain; charset=utf-8")
        note = read_note(head(LEAVES[:new]) + reply.body)
        assert [line.name for line in note.signatures] == [ORIGIN, OWN.key.name]
        assert cosign_times(note, OWN.key) == (NOW + new,)
        assert kept.latest(ORIGIN) == head(LEAVES[:new]) + reply.body
    assert kept.cosigned_at() == NOW + 20


def test_the_same_head_again(kept: Witnessed) -> None:
    """A log may ask for a fresh line under the head it has; the proof is empty."""
    judged(kept, grown(0, 5))
    again = judged(kept, body(5, head(LEAVES[:5])), NOW + 60)
    assert cosign_times(read_note(head(LEAVES[:5]) + again.body), OWN.key) == (NOW + 60,)
    assert judged(kept, body(5, head(LEAVES[:5]), bytes(32))).status == 422


def test_both_keys_sign(kept: Witnessed) -> None:
    """A witness with two keys answers with two lines of one time."""
    reply = judge_submission(grown(0, 5), LOGS, kept, [OWN, OWN_LONG], NOW)
    note = read_note(head(LEAVES[:5]) + reply.body)
    assert cosign_times(note, OWN.key) == cosign_times(note, OWN_LONG.key) == (NOW,)


def test_a_log_known_by_either_key(kept: Witnessed) -> None:
    """One good signature by a known key is enough; unknown ones are ignored, and not kept."""
    note = head(LEAVES[:3], (STRANGER, SECOND, OWN))
    assert judged(kept, body(0, note)).status == 200
    held = read_note(kept.latest(ORIGIN) or b"")
    assert [(line.name, line.key) for line in held.signatures] == [
        (ORIGIN, SECOND.key.id),
        (OWN.key.name, OWN.key.id),
    ]


def test_a_signature_sent_many_times_is_kept_once(kept: Witnessed) -> None:
    """What is kept can always be read again, however many lines were sent."""
    text = read_note(head(LEAVES[:3])).text
    line = cosign(text, NOW, LOG)
    assert judged(kept, body(0, write_note(text, [line] * 100))).status == 200
    assert len(read_note(kept.latest(ORIGIN) or b"").signatures) == 2


def test_an_empty_log(kept: Witnessed) -> None:
    """A log may begin with a head over nothing."""
    assert judged(kept, body(0, head([]))).status == 200
    assert judged(kept, grown(0, 4)).status == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"old 0\n",
        b"old 0\n" + head(LEAVES[:3]),
        b"old 00\n\n" + head(LEAVES[:3]),
        b"old -1\n\n" + head(LEAVES[:3]),
        b"old  0\n\n" + head(LEAVES[:3]),
        b"Old 0\n\n" + head(LEAVES[:3]),
        b"old 99999999999999999999\n\n" + head(LEAVES[:3]),
        b"\xff\n\n" + head(LEAVES[:3]),
        b"old 0\nAAAA\n\n" + head(LEAVES[:3]),
        b"old 0\n" + b64encode(bytes(32)).rstrip(b"=") + b"\n\n" + head(LEAVES[:3]),
        b"old 0\n" + b"A" * 42 + b"B=\n\n" + head(LEAVES[:3]),
        b"old 0\n****\n\n" + head(LEAVES[:3]),
        b"old 0\r\n\r\n" + head(LEAVES[:3]),
        body(0, head(LEAVES[:3]), *[bytes(32)] * 64),
        body(0, b"noise"),
        body(0, head(LEAVES[:3])[:-1]),
        body(0, head(LEAVES[:3]).replace(b"\n3\n", b"\n03\n")),
        body(0, head(LEAVES[:3]).replace(b"\n3\n", b"\n3\nmore\n")),
        body(4, head(LEAVES[:3])),
    ],
)
def test_what_is_no_request(kept: Witnessed, sent: bytes) -> None:
    """400: another form, or an old size larger than the head's."""
    assert judged(kept, sent).status == 400
    assert kept.latest(ORIGIN) is None


def test_an_unknown_log(kept: Witnessed) -> None:
    """404: nobody put this log into the settings; logs of the regime are never put there."""
    assert judged(kept, body(0, head(LEAVES[:3], origin="other.example/log"))).status == 404


@pytest.mark.parametrize("by", [(), (STRANGER,), (OWN,)])
def test_a_head_the_log_did_not_sign(kept: Witnessed, by: tuple[NoteSigner, ...]) -> None:
    """403: no signature by a key known for this log."""
    text = read_note(head(LEAVES[:3])).text
    forged = cosign(text + "x", NOW, LOG)
    note = write_note(text, [forged, *(cosign(text, NOW, each) for each in by)])
    assert judged(kept, body(0, note)).status == 403
    assert kept.latest(ORIGIN) is None


def test_another_old_size(kept: Witnessed) -> None:
    """409 with the size of the head cosigned last: whoever asks begins there."""
    conflict = Reply(409, SIZE, b"0\n")
    assert judged(kept, grown(2, 5)) == conflict
    judged(kept, grown(0, 5))
    for old, new in ((0, 9), (4, 9), (6, 9), (3, 4), (0, 4)):
        assert judged(kept, grown(old, new)) == Reply(409, SIZE, b"5\n")


def test_a_proof_that_is_none(kept: Witnessed) -> None:
    """422: missing, too long, too short, of another tree, or where none may be."""
    good = grown(0, 5)
    assert judged(kept, body(0, head(LEAVES[:5]), bytes(32))).status == 422
    judged(kept, good)
    node = nodes_of([leaf_hash(leaf) for leaf in LEAVES[:9]])
    steps = consistency_proof(5, 9, node)
    other = head([b"other", *LEAVES[1:9]])
    for sent in (
        body(5, head(LEAVES[:9])),
        body(5, head(LEAVES[:9]), *steps[:-1]),
        body(5, head(LEAVES[:9]), *steps, bytes(32)),
        body(5, head(LEAVES[:9]), *steps[::-1]),
        body(5, other, *steps),
    ):
        assert judged(kept, sent).status == 422
    assert judged(kept, body(5, head(LEAVES[:9]), *steps)).status == 200


def test_two_trees_of_one_size(kept: Witnessed) -> None:
    """409, and from then on for good: the fork is proven."""
    judged(kept, grown(0, 5))
    reply = judged(kept, body(5, head([b"other", *LEAVES[1:5]])))
    assert (reply.status, reply.body[:6]) == (409, b"E-FORK")
    assert kept.is_frozen(ORIGIN)
    assert not kept.is_frozen("other.example/log")
    reply = judged(kept, grown(5, 9))
    assert (reply.status, reply.body[:8]) == (409, b"E-FROZEN")


def test_the_proof_of_a_fork_is_kept() -> None:
    """It is a file that anybody can check with the log's key."""
    kept = MemoryWitness()
    judged(kept, grown(0, 5))
    judged(kept, grown(0, 5).replace(head(LEAVES[:5]), head([b"other", *LEAVES[1:5]])))
    assert fork_fault(read_fork(kept.forks[ORIGIN]), [LOG.key]) == ""


def test_nobody_is_accused_on_less_than_proof(kept: Witnessed) -> None:
    """The old head was signed by a key no longer known: refused, but no proof of a fork."""
    judged(kept, grown(0, 5))
    logs = {ORIGIN: ForeignLog(ORIGIN, (SECOND.key,))}
    sent = body(5, head([b"other", *LEAVES[1:5]], (SECOND,)))
    assert judge_submission(sent, logs, kept, [OWN], NOW).status == 409
    assert not kept.is_frozen(ORIGIN)


def test_an_empty_tree_with_a_root(kept: Witnessed) -> None:
    """A head of size 0 with another root is evidence alone, before and after others."""
    text = f"{ORIGIN}\n0\n{b64encode(bytes(32)).decode()}\n"
    note = write_note(text, [cosign(text, NOW, LOG)])
    assert judged(kept, body(0, note)).status == 409
    assert kept.is_frozen(ORIGIN)


def test_a_clock_that_went_back(kept: Witnessed) -> None:
    """503: lines are never dated before earlier ones."""
    judged(kept, grown(0, 5))
    assert judged(kept, grown(5, 9), NOW - 1).status == 503
    assert judged(kept, grown(5, 9), NOW).status == 200


class Raced(MemoryWitness):
    """A witness in which another request is always quicker."""

    def __init__(self, quicker: bytes | None) -> None:
        super().__init__()
        self._quicker = quicker

    def swap(self, origin: str, old: bytes | None, new: bytes) -> bool:
        """Let the other one win."""
        if self._quicker is not None:
            super().swap(origin, old, self._quicker)
        return False


@pytest.mark.parametrize(("quicker", "size"), [(head(LEAVES[:9]), b"9\n"), (None, b"0\n")])
def test_two_requests_at_a_time(quicker: bytes | None, size: bytes) -> None:
    """The later one is told the size it must begin from, and gets no line (no rolling back)."""
    assert judged(Raced(quicker), grown(0, 5)) == Reply(409, SIZE, size)


def test_two_processes_share_a_file(tmp_path: Path) -> None:
    """Only one of two swaps on the same head is kept, and what is kept outlives the process."""
    path = tmp_path / "witness.sqlite"
    with WitnessFile(path) as one, WitnessFile(path) as two:
        first, second = head(LEAVES[:1], (LOG, OWN)), head(LEAVES[:2], (LOG, OWN))
        assert one.swap(ORIGIN, None, first)
        assert not two.swap(ORIGIN, None, second)
        assert two.swap(ORIGIN, first, second)
        assert not one.swap(ORIGIN, first, second)
    with WitnessFile(path) as again:
        assert (again.latest(ORIGIN), again.cosigned_at()) == (second, NOW)


def test_a_file_that_is_none(tmp_path: Path) -> None:
    """A disk that fails is told as such; nothing is cosigned."""
    path = tmp_path / "witness.sqlite"
    path.write_bytes(b"noise" * 1000)
    with pytest.raises(StoreError, match="E-STORE"):
        WitnessFile(path)
    with pytest.raises(StoreError, match="E-STORE"):
        WitnessFile(tmp_path / "none" / "witness.sqlite")
