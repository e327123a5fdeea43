"""Asking witnesses outside the regime: what is sent, what is taken, what must alarm."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.network_world import World, unreachable
from tests.record_samples import key

from overflight.adapters.node.witness_file import MemoryWitness
from overflight.desk.network.witnesses import (
    Lines,
    Unwitnessed,
    ask_witness,
    last_witnessed,
    witness_own,
    write_submission,
)
from overflight.desk.network.witnessing import ForeignLog, Reply, judge_submission
from overflight.record import (
    Checkpoint,
    NoteKey,
    NoteSigner,
    SignatureKind,
    cosign,
    leaf_hash,
    merkle_root,
    nodes_of,
    read_note,
    write_checkpoint,
    write_note,
)

NOW = 1_893_456_000
ORIGIN = "overflight.example/r1/log/hu/1"
LEAVES = [f"entry {number}".encode() for number in range(20)]
NODE = nodes_of([leaf_hash(leaf) for leaf in LEAVES])


def signer(name: str, kind: int, number: int) -> NoteSigner:
    """Return an Ed25519 key from a small number."""
    key = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
    return NoteSigner(NoteKey(name, kind, key.public_key().public_bytes_raw()), key.sign)


LOG = signer(ORIGIN, SignatureKind.LOG, 1)
WITNESS = signer("osce.example/witness", SignatureKind.COSIGNATURE, 2)
OTHER = signer("other.example/witness", SignatureKind.COSIGNATURE, 3)
KEYS = [WITNESS.key]


def head(size: int, *others: NoteSigner, leaves: list[bytes] = LEAVES) -> bytes:
    """Return a head of our log, with lines of others below it."""
    text = write_checkpoint(Checkpoint(ORIGIN, size, merkle_root(leaves[:size])))
    return write_note(text, [cosign(text, NOW, by) for by in (LOG, *others)])


class Witness:
    """The witness's side of the protocol, without a network; or a false one."""

    def __init__(self, answer: Callable[[bytes], Reply] | None = None) -> None:
        self.kept = MemoryWitness()
        self.sent: list[bytes] = []
        self._answer = answer or self._judge

    @property
    def name(self) -> str:
        """Who it is."""
        return "osce.example"

    def _judge(self, body: bytes) -> Reply:
        logs = {ORIGIN: ForeignLog(ORIGIN, (LOG.key,))}
        return judge_submission(body, logs, self.kept, [WITNESS], NOW)

    def submit(self, body: bytes) -> Reply:
        """Take a request."""
        self.sent.append(body)
        return self._answer(body)


def test_a_witness_that_never_saw_the_log() -> None:
    """One question is enough; the line is checked before it is taken."""
    witness = Witness()
    asked = ask_witness(witness, KEYS, head(5), NODE)
    assert isinstance(asked, Lines)
    assert [line.name for line in asked.lines] == [WITNESS.key.name]
    assert len(witness.sent) == 1


def test_a_witness_that_saw_the_log_before() -> None:
    """If one knows what it saw, one question; if not, its answer says where to begin."""
    witness = Witness()
    ask_witness(witness, KEYS, head(5), NODE)
    assert isinstance(ask_witness(witness, KEYS, head(9), NODE, 5), Lines)
    assert len(witness.sent) == 2
    assert isinstance(ask_witness(witness, KEYS, head(20), NODE), Lines)
    assert len(witness.sent) == 4
    assert isinstance(ask_witness(witness, KEYS, head(20), NODE, 99), Lines)


def test_a_witness_that_saw_more_than_we_have() -> None:
    """Our log was set back, or somebody else signs with our key: this is an alarm."""
    witness = Witness()
    ask_witness(witness, KEYS, head(9), NODE)
    asked = ask_witness(witness, KEYS, head(5), NODE)
    assert asked == Unwitnessed("E-ROLLBACK", "a head of at most 5", "9")


def test_a_witness_that_saw_another_log() -> None:
    """Another tree under our name was cosigned: the proof cannot lead from there."""
    forked = [b"other", *LEAVES[1:]]
    witness = Witness()
    ask_witness(witness, KEYS, head(5, leaves=forked), nodes_of([leaf_hash(e) for e in forked]))
    assert isinstance(asked := ask_witness(witness, KEYS, head(9), NODE), Unwitnessed)
    assert asked.code == "E-PROOF"
    assert isinstance(asked := ask_witness(witness, KEYS, head(5), NODE), Unwitnessed)
    assert asked.code == "E-FORK"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(403, "text/plain", b"no\n"), "E-HEADSIG"),
        (Reply(404, "text/plain", b"no\n"), "E-ORIGIN"),
        (Reply(422, "text/plain", b"no\n"), "E-PROOF"),
        (Reply(409, "text/plain", b"no\n"), "E-FORK"),
        (Reply(409, "text/x.tlog.size", b"05\n"), "E-RACE"),
        (Reply(409, "text/x.tlog.size; charset=utf-8", b"3\n"), "E-RACE"),
        (Reply(500, "text/plain", b"\xff" * 1000), "E-STATUS"),
        (Reply(200, "text/plain", b""), "E-COSIG"),
        (Reply(200, "text/plain", b"noise"), "E-COSIG"),
        (Reply(200, "text/plain", b"\n\xe2\x80\x94 a b\n"), "E-COSIG"),
        (Reply(200, "text/plain", b"more\n\n" + head(5).partition(b"\n\n")[2]), "E-COSIG"),
    ],
)
def test_a_witness_that_does_not_cosign(reply: Reply, code: str) -> None:
    """Whatever it answers instead, the reason is said, and nothing is taken."""
    asked = ask_witness(Witness(lambda body: reply), KEYS, head(5), NODE)
    assert isinstance(asked, Unwitnessed)
    assert asked.code == code


def test_lines_by_others_are_left_out() -> None:
    """Only keys from the settings count; a line over another head is no line."""

    def answer(text: str, *by: NoteSigner) -> Reply:
        lines = [cosign(text, NOW, each) for each in by]
        return Reply(200, "text/plain", write_note(text, lines)[len(text.encode()) + 1 :])

    text, other = read_note(head(5)).text, read_note(head(6)).text
    asked = ask_witness(Witness(lambda body: answer(text, OTHER, WITNESS)), KEYS, head(5), NODE)
    assert isinstance(asked, Lines)
    assert [line.name for line in asked.lines] == [WITNESS.key.name]
    for reply in (answer(text, OTHER), answer(other, WITNESS)):
        asked = ask_witness(Witness(lambda body, reply=reply: reply), KEYS, head(5), NODE)  # type: ignore[misc]
        assert isinstance(asked, Unwitnessed)
        assert asked.code == "E-COSIG"


def test_only_our_own_lines_are_sent() -> None:
    """A request stays small: what others signed does not concern the witness."""
    sent = write_submission(head(5, OTHER, WITNESS), 0, NODE)
    assert sent == b"old 0\n\n" + head(5)


def test_what_a_witness_saw_last() -> None:
    """The lines kept under our own heads say where to begin."""
    text = read_note(head(5)).text
    lines = [
        (5, cosign(text, NOW, WITNESS)),
        (9, cosign(text, NOW, OTHER)),
        (3, cosign(text, NOW, WITNESS)),
    ]
    assert last_witnessed(lines, KEYS) == 5
    assert last_witnessed([], KEYS) == 0


def test_a_party_collects_lines_under_its_own_head() -> None:
    """They are kept beside the mirrors' lines; a witness that is through is not asked again."""
    world = World()
    desk = world.node("HU").desk
    keys = [key("HU", "log").public]
    logs = {desk.own: ForeignLog(desk.own, (NoteKey(desk.own, SignatureKind.LOG, keys[0]),))}
    witness = Witness()
    witness._answer = lambda body: judge_submission(body, logs, witness.kept, [WITNESS], NOW)
    for entries in (1, 1, 4):
        world.say("HU", entries - 1)
        assert witness_own(desk, [(witness, KEYS)]) == ()
        newest = read_note(desk.records.checkpoint(desk.own) or b"")
        assert WITNESS.key.name in [line.name for line in newest.signatures]
    assert len(witness.sent) == 2


def test_a_witness_that_is_away_stops_nobody() -> None:
    """What went wrong is told with the witness's name; the next one is asked."""

    def away(body: bytes) -> Reply:
        raise unreachable("osce.example")

    desk = World().node("HU").desk
    refusing = Witness(lambda body: Reply(404, "text/plain", b""))
    without = witness_own(desk, [(Witness(away), KEYS), (refusing, KEYS)])
    assert [(name, each.code) for name, each in without] == [
        ("osce.example", "E-PEER"),
        ("osce.example", "E-ORIGIN"),
    ]


def test_a_log_that_has_not_begun() -> None:
    """There is nothing to be witnessed yet."""
    node = World().node("HU")
    node.records._heads.clear()
    assert witness_own(node.desk, [(Witness(), KEYS)]) == ()
