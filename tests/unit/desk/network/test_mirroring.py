"""The act of mirroring: judged twice, kept before it is signed, told why not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.mirror_samples import AT, NOW, cosigned, head_over, keys_of, mirror_key, mirror_signer
from tests.record_samples import HU, key, statement

from overflight.adapters.keys.pem import new_key
from overflight.adapters.store.memory_mirror import MemoryMirror
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.desk import attach, signed
from overflight.desk.network.mirroring import (
    Cosigned,
    Fresh,
    Mirrored,
    Served,
    collect_lines,
    compare_head,
    mirror_head,
)
from overflight.errors import RecordError
from overflight.record import (
    Declined,
    NoteSignature,
    Offer,
    Round,
    cosign_times,
    fork_fault,
    leaf_hash,
    merge_cosignatures,
    nodes_of,
    read_fork,
    read_head,
    read_note,
    with_lines,
    write_note,
)

BY = [mirror_signer("RO")]


def leaf(number: int) -> bytes:
    """Return a signed statement of HU."""
    return signed(statement("HU", number), [key("HU", "author-1")])


LEAVES = [leaf(k) for k in range(6)]


@pytest.fixture
def mirror() -> MemoryMirror:
    """Return an empty mirror of RO."""
    return MemoryMirror(MemoryRecords({}))


def served(leaves: list[bytes], start: int = 0, *blobs: bytes) -> Served:
    """Return what an honest log serves to a mirror that holds so many entries."""
    offer = Offer(head_over(HU, leaves), keys_of(HU))
    return Served(offer, tuple(leaves[start:]), blobs)


def mirrored(mirror: MemoryMirror, what: Served, during: Round = AT) -> Mirrored:
    """Mirror what was served of HU's log."""
    return mirror_head(mirror, BY, HU, what, during)


def code(answer: Mirrored) -> str:
    """Return the code of a refusal, or nothing."""
    return answer.code if isinstance(answer, Declined) else ""


def test_a_head_is_cosigned_once_its_entries_are_kept(mirror: MemoryMirror) -> None:
    """The note carries the log's line and the mirror's, dated by its clock, and nothing else."""
    stray = NoteSignature("somebody", b"0000", b"x")
    offer = served(LEAVES).offer
    offer = replace(offer, note=with_lines(offer.note, [stray]))
    answer = mirrored(mirror, replace(served(LEAVES), offer=offer))
    assert isinstance(answer, Cosigned)
    note = read_note(answer.note)
    assert [line.name for line in note.signatures] == [HU, mirror_key("RO").name]
    assert cosign_times(note, mirror_key("RO")) == (NOW,)
    assert mirror.held(HU).size == 6
    assert mirror.held(HU).last == answer.note


def test_an_unchanged_head_is_cosigned_again_after_an_hour(mirror: MemoryMirror) -> None:
    """Idle logs keep fresh dates; before the hour has passed nothing is signed."""
    mirrored(mirror, served(LEAVES))
    again = served(LEAVES, 6)
    assert isinstance(mirrored(mirror, again, Round(NOW + 3599)), Fresh)
    beat = mirrored(mirror, again, Round(NOW + 3600))
    assert isinstance(beat, Cosigned)
    assert cosign_times(read_note(beat.note), mirror_key("RO")) == (NOW + 3600,)
    assert len(mirror.lines(HU)) == 2


def test_nothing_is_kept_of_what_is_declined(mirror: MemoryMirror) -> None:
    """A refused head leaves no entries behind that would stand in the way of the right ones."""
    forged = Offer(head_over(HU, LEAVES, by=new_key("HU")), keys_of(HU))
    assert code(mirrored(mirror, replace(served(LEAVES), offer=forged))) == "E-HEADSIG"
    assert code(mirrored(mirror, replace(served(LEAVES), leaves=tuple(LEAVES[:5])))) == "E-GAP"
    assert mirror.held(HU).size == 0


def test_entries_beyond_the_head_are_not_taken_in(mirror: MemoryMirror) -> None:
    """Whoever carries a log could else slip in an entry that bars the way to the next real one."""
    more = replace(served(LEAVES[:5]), leaves=(*LEAVES[:5], leaf(99)))
    assert code(mirrored(mirror, more)) == "E-GAP"
    assert mirror.held(HU).size == 0
    assert isinstance(mirrored(mirror, served(LEAVES)), Cosigned)


def test_missing_attachments_hold_the_signature_back(mirror: MemoryMirror) -> None:
    """Entries are kept, but the head is signed only when what they name is held, too."""
    said = replace(statement("HU", 9), att=(attach(b"blob", "a/b"),))
    leaves = [*LEAVES, signed(said, [key("HU", "author-1")])]
    assert code(mirrored(mirror, served(leaves))) == "E-BLOB"
    assert mirror.held(HU).last is None
    assert isinstance(mirrored(mirror, served(leaves, 7, b"blob")), Cosigned)


def test_a_clock_behind_its_own_signature(mirror: MemoryMirror) -> None:
    """What was signed before is remembered even where the caller does not say it."""
    mirrored(mirror, served(LEAVES[:3]))
    assert code(mirrored(mirror, served(LEAVES, 3), Round(NOW - 1))) == "E-CLOCK"


def test_a_proven_fork_is_kept_and_freezes_the_log(mirror: MemoryMirror) -> None:
    """The evidence is on disk before anything else, and not even an honest head counts after."""
    mirrored(mirror, served(LEAVES))
    other = [*LEAVES[:2], leaf(99)]
    assert code(mirrored(mirror, Served(served(other).offer))) == "E-FORK"
    (evidence,) = mirror.evidence
    assert fork_fault(read_fork(evidence), keys_of(HU).all()) == ""
    assert code(mirrored(mirror, served(LEAVES, 6), Round(NOW + 9999))) == "E-FROZEN"


def test_heads_that_others_were_shown_are_compared(mirror: MemoryMirror) -> None:
    """Two who saw two faces meet: the proof is kept, also where their trees differ in size."""
    offer = served(LEAVES).offer
    assert compare_head(mirror, HU, offer) is None
    mirrored(mirror, served(LEAVES[:4]))
    assert compare_head(mirror, HU, offer, nodes_of([leaf_hash(x) for x in LEAVES])) is None
    assert compare_head(mirror, HU, served(LEAVES[:2]).offer) is None
    stranger = replace(offer, note=head_over(HU, [leaf(99)], by=new_key("HU")))
    assert compare_head(mirror, HU, stranger) is None
    for other in ([leaf(99)], [leaf(99), *LEAVES]):
        node = nodes_of([leaf_hash(x) for x in other])
        evidence = compare_head(mirror, HU, served(other).offer, node)
        assert evidence is not None
        assert fork_fault(evidence, keys_of(HU).all()) == ""
    assert mirror.held(HU).frozen


def test_two_processes_on_one_head() -> None:
    """Where another process moved the log on meanwhile, this one's head does not count."""

    class Raced(MemoryMirror):
        def put_cosigned(self, *given: object) -> bool:
            return False

    mirror = Raced(MemoryRecords({}))
    assert code(mirrored(mirror, served(LEAVES))) == "E-RACE"


def test_lines_are_collected_from_mirrors(mirror: MemoryMirror) -> None:
    """Good lines over the same head are kept, whoever publishes them; noise is passed over."""
    head = head_over(HU, LEAVES)
    bad = cosigned(head, ("HU", 5)).replace(b"/mirror/hu", b"/mirror/xx")
    notes = [
        cosigned(head, ("RO", NOW)),
        cosigned(head_over(HU, LEAVES[:3]), ("RO", NOW)),
        b"noise",
        bad,
    ]
    keys = [mirror_key("RO"), mirror_key("HU")]
    assert collect_lines(mirror, head, notes, keys) == 1
    ((size, line),) = mirror.lines(HU)
    assert (size, line.name) == (6, mirror_key("RO").name)


def test_notes_are_merged_by_their_good_lines() -> None:
    """Log lines stay, each cosigner's newest good line follows, strangers go; 100 is the most."""
    head = head_over(HU, LEAVES)
    keys = [mirror_key("RO"), mirror_key("HU")]
    old, new = cosigned(head, ("RO", 5), ("HU", 6)), cosigned(head, ("RO", 7))
    merged = merge_cosignatures([old, new], keys)
    assert merged == cosigned(head, ("RO", 7), ("HU", 6))
    assert merge_cosignatures([merged], keys[:1]) == cosigned(head, ("HU", 6), ("RO", 7))
    bad = read_note(new).signatures[-1]
    spoilt = replace(bad, body=bad.body[:-1] + b"\x00")
    assert spoilt != bad
    text = read_note(head).text
    note = write_note(text, [*read_note(head).signatures, spoilt])
    assert merge_cosignatures([note], keys) == head


def test_notes_that_cannot_be_merged() -> None:
    """Notes over two heads, or too many lines, are an error of who merges them."""
    one, two = head_over(HU, LEAVES), head_over(HU, LEAVES[:2])
    with pytest.raises(RecordError, match="one text"):
        merge_cosignatures([one, two], [])
    lines = [NoteSignature("a", bytes([0, 0, 0, k]), b"x") for k in range(100)]
    full = write_note(read_note(one).text, lines)
    with pytest.raises(RecordError, match="100 signature lines"):
        merge_cosignatures([full, cosigned(one, ("RO", 5))], [mirror_key("RO")])
    assert read_head(full)[0].size == 6
