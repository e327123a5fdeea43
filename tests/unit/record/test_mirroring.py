"""The mirror rule: every precondition, in its order, with its code."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.mirror_samples import AT, NOW, head_over, held_of, keys_of, offer_of
from tests.record_samples import HU, RO, flip, key, statement

from overflight.adapters.keys.pem import new_key
from overflight.adapters.store.heads import sign_head
from overflight.desk import attach, signed
from overflight.record import (
    AttachmentKind,
    Checkpoint,
    Cosignable,
    Declined,
    Held,
    Intake,
    LogKeys,
    Offer,
    Round,
    Seen,
    blobs_named,
    fork_fault,
    may_cosign,
    merkle_root,
)

LEAVES = [f"entry {k}".encode() for k in range(9)]
OTHER = [*LEAVES[:4], b"another", *LEAVES[5:]]


def code(offer: Offer, held: Held, during: Round = AT, origin: str = HU) -> str:
    """Return the code with which a head is declined, or nothing."""
    answer = may_cosign(origin, offer, held, during)
    return answer.code if isinstance(answer, Declined) else ""


def test_an_honest_head_is_cosigned() -> None:
    """The first head, a grown one and an unchanged one may all be cosigned."""
    first = may_cosign(HU, offer_of(LEAVES[:5]), held_of(LEAVES[:5]), AT)
    assert isinstance(first, Cosignable)
    assert (first.head.size, first.grown) == (5, True)
    held = held_of(LEAVES, head_over(HU, LEAVES[:5]))
    grown = may_cosign(HU, offer_of(LEAVES), held, AT)
    assert isinstance(grown, Cosignable)
    assert grown.grown
    again = may_cosign(HU, offer_of(LEAVES[:5]), held, AT)
    assert isinstance(again, Cosignable)
    assert not again.grown


def test_an_empty_log_is_cosigned() -> None:
    """A log may begin with nothing in it; the first log key signs its head."""
    assert code(offer_of([]), held_of([])) == ""
    assert code(offer_of(LEAVES), held_of(LEAVES, head_over(HU, []))) == ""


def test_a_frozen_log_is_never_cosigned() -> None:
    """Once a fork is proven not even an honest head counts."""
    assert code(offer_of(LEAVES), held_of(LEAVES, frozen=True)) == "E-FROZEN"


@pytest.mark.parametrize("note", [b"", b"no note", flip(head_over(HU, LEAVES), 60)])
def test_what_is_no_head_is_declined(note: bytes) -> None:
    """Bad bytes of a peer never raise."""
    assert code(offer_of(LEAVES, note=note), held_of(LEAVES)) in {"E-NOTE", "E-HEAD", "E-HEADSIG"}


def test_a_head_of_another_log_is_declined() -> None:
    """A peer may serve the wrong log under the right address."""
    assert code(offer_of(LEAVES, note=head_over(RO, LEAVES)), held_of(LEAVES)) == "E-ORIGIN"
    bridges = (head_over(RO, LEAVES[:3]),)
    assert code(offer_of(LEAVES, bridges=bridges), held_of(LEAVES)) == "E-ORIGIN"


def test_a_head_the_log_did_not_sign() -> None:
    """The signature comes before everything that costs work."""
    note = head_over(HU, LEAVES, by=new_key("HU"))
    assert code(offer_of(LEAVES, note=note), held_of([])) == "E-HEADSIG"
    assert code(offer_of(LEAVES, keys=LogKeys(HU, ())), held_of(LEAVES)) == "E-HEADSIG"


@pytest.mark.parametrize(
    ("entries", "size", "told"),
    [(10_000, 0, ""), (10_001, 0, "E-FLOOD"), (1, 2**30, ""), (1, 2**30 + 1, "E-FLOOD")],
)
def test_a_flood_stops_the_mirror(entries: int, size: int, told: str) -> None:
    """Ten thousand entries or a gigabyte a day may come from one log, not one more."""
    during = replace(AT, intake=Intake(entries, size))
    assert code(offer_of(LEAVES), held_of(LEAVES), during) == told


def test_entries_that_are_not_held() -> None:
    """A mirror signs only what it holds itself."""
    assert code(offer_of(LEAVES), held_of(LEAVES[:8])) == "E-GAP"
    assert code(offer_of(LEAVES), held_of(LEAVES, missing=("00" * 32,))) == "E-BLOB"


def test_entries_that_do_not_lead_to_the_head() -> None:
    """Wrong entries may be the fault of who sent them: no evidence against the log."""
    answer = may_cosign(HU, offer_of(LEAVES), held_of(OTHER), AT)
    assert isinstance(answer, Declined)
    assert (answer.code, answer.evidence) == ("E-ROOT", None)


def test_a_smaller_head() -> None:
    """A log never goes back: an old head may be replayed, but it is not cosigned."""
    held = held_of(LEAVES, head_over(HU, LEAVES))
    assert code(offer_of(LEAVES[:5]), held) == "E-ROLLBACK"


@pytest.mark.parametrize("size", [5, 7, 9])
def test_another_root_at_or_below_the_last_head_is_a_fork(size: int) -> None:
    """What is held proves it: two signed heads no one log can have."""
    held = held_of(LEAVES, head_over(HU, LEAVES))
    answer = may_cosign(HU, offer_of(OTHER[:size]), held, AT)
    assert isinstance(answer, Declined)
    assert answer.code == "E-FORK"
    assert answer.evidence is not None
    assert fork_fault(answer.evidence, keys_of(HU).all()) == ""


@pytest.mark.parametrize("size", [5, 8, 9])
def test_another_branch_with_its_entries_is_a_fork(size: int) -> None:
    """Who sends the other branch whole hands over the proof."""
    held = held_of(OTHER, head_over(HU, LEAVES[:size]))
    answer = may_cosign(HU, offer_of(OTHER), held, AT)
    assert isinstance(answer, Declined)
    assert answer.code == "E-FORK"
    assert answer.evidence is not None
    assert fork_fault(answer.evidence, keys_of(HU).all()) == ""


def test_a_last_head_the_entries_do_not_reach() -> None:
    """A store that lost entries, or holds another branch under a smaller head, cosigns nothing."""
    assert code(offer_of(LEAVES[:5]), held_of(LEAVES[:5], head_over(HU, LEAVES))) == "E-ROOT"
    assert code(offer_of(OTHER[:7]), held_of(OTHER, head_over(HU, LEAVES))) == "E-ROOT"


def test_a_last_head_of_another_key_proves_nothing() -> None:
    """Evidence is made only where a stranger would accept it."""
    forged = head_over(HU, LEAVES, by=new_key("HU"))
    answer = may_cosign(HU, offer_of(OTHER), held_of(LEAVES, forged), AT)
    assert isinstance(answer, Declined)
    assert (answer.code, answer.evidence) == ("E-ROOT", None)


def test_an_empty_head_with_another_root() -> None:
    """The empty tree has one root: such a head alone is evidence, if the log signed it."""
    bad = Checkpoint(HU, 0, merkle_root([b"x"]))
    answer = may_cosign(HU, offer_of([], note=sign_head(bad, key("HU", "log"))), held_of([]), AT)
    assert isinstance(answer, Declined)
    assert answer.code == "E-FORK"
    assert answer.evidence is not None
    assert fork_fault(answer.evidence, keys_of(HU).all()) == ""
    assert code(offer_of([], note=sign_head(bad, new_key("HU"))), held_of([])) == "E-HEADSIG"


@pytest.mark.parametrize(
    ("during", "told"),
    [
        (Round(NOW, cosigned=NOW), ""),
        (Round(NOW, cosigned=NOW + 1), "E-CLOCK"),
        (Round(NOW, dates=(NOW - 999, NOW - 999)), ""),
        (Round(NOW, dates=(NOW - 120, NOW - 120, NOW + 9)), ""),
        (Round(NOW, dates=(NOW - 121, NOW - 121, NOW + 9)), "E-CLOCK"),
        (Round(NOW, dates=(NOW + 121, NOW + 121, NOW)), "E-CLOCK"),
        (Round(NOW, dates=(NOW, NOW, NOW + 240, NOW + 240)), ""),
        (Round(NOW, dates=(NOW, NOW, NOW + 242, NOW + 242)), "E-CLOCK"),
    ],
)
def test_a_clock_that_is_not_sane(during: Round, told: str) -> None:
    """Never before one's own last time; within 120 s of the median once three peers answered."""
    assert code(offer_of(LEAVES), held_of(LEAVES), during) == told


def test_preconditions_stand_in_their_order() -> None:
    """Mending one fault after the other shows each code in the order of the text."""
    flood = Round(NOW, cosigned=NOW + 1, intake=Intake(10_001))
    late = replace(flood, intake=Intake())
    last = head_over(HU, LEAVES[:8])
    held = held_of(OTHER[:3], last, missing=("00" * 32,))
    forged = head_over(RO, OTHER[:4], by=new_key("RO"))
    unsigned = head_over(HU, OTHER[:4], by=new_key("HU"))
    small = offer_of(OTHER[:4])
    row = [
        (offer_of([], note=forged), replace(held, frozen=True), flood, "E-FROZEN"),
        (offer_of([], note=forged), held, flood, "E-ORIGIN"),
        (offer_of([], note=unsigned), held, flood, "E-HEADSIG"),
        (small, held, flood, "E-FLOOD"),
        (small, held, late, "E-GAP"),
        (small, held_of(LEAVES, last, missing=("00" * 32,)), late, "E-BLOB"),
        (offer_of(OTHER[:5]), held_of(LEAVES, last), late, "E-FORK"),
        (small, held_of(LEAVES, last), late, "E-ROLLBACK"),
        (offer_of(LEAVES), held_of(LEAVES, last), late, "E-CLOCK"),
        (offer_of(LEAVES), held_of(LEAVES, last), AT, ""),
    ]
    assert [code(offer, held, during) for offer, held, during, _ in row] == [r[3] for r in row]


OLD, NEW = key("HU", "log"), new_key("HU")


def handed(leaves: list[bytes], *by: object) -> bytes:
    """Return a head signed by some log keys."""
    head = Checkpoint(HU, len(leaves), merkle_root(leaves))
    first, *more = (sign_head(head, signer) for signer in by)  # type: ignore[arg-type]
    return first + b"".join(note.rpartition(b"\n\n")[2] for note in more)


CHANGED = LogKeys(HU, ((0, OLD.public, b""), (5, NEW.public, b"")))


def test_the_first_head_under_a_new_key_carries_both_signatures() -> None:
    """Neither key alone moves a log to the new one; afterwards the new one is enough."""
    held = held_of(LEAVES, head_over(HU, LEAVES[:5]))

    def told(*by: object, leaves: list[bytes] = LEAVES) -> str:
        return code(Offer(handed(leaves, *by), CHANGED), held)

    assert told(OLD) == told(NEW) == "E-HEADSIG"
    assert told(OLD, NEW) == ""
    assert told(OLD, NEW, leaves=LEAVES[:6]) == ""
    after = held_of(LEAVES, handed(LEAVES[:6], OLD, NEW))
    assert code(Offer(handed(LEAVES, NEW), CHANGED), after) == ""
    assert code(Offer(handed(LEAVES, OLD), CHANGED), after) == "E-HEADSIG"


def test_a_mirror_that_missed_the_hand_over_is_shown_it() -> None:
    """The first head under the new key bridges the gap, if it belongs to the same entries."""
    held = held_of(LEAVES, head_over(HU, LEAVES[:4]))
    newest = handed(LEAVES, NEW)
    both = handed(LEAVES[:7], OLD, NEW)
    assert code(Offer(newest, CHANGED), held) == "E-HEADSIG"
    assert code(Offer(newest, CHANGED, (both,)), held) == ""
    assert code(Offer(newest, CHANGED, (handed(OTHER[:7], OLD, NEW),)), held) == "E-ROOT"
    twice = LogKeys(HU, (*CHANGED.since, (7, OLD.public, b"")))
    assert code(Offer(handed(LEAVES, OLD, NEW), twice), held) == "E-HEADSIG"
    assert code(Offer(handed(LEAVES, OLD, NEW), twice, (both,)), held) == ""


def test_what_must_be_held_beside_entries() -> None:
    """Record attachments and seen notes are named once; media, sealed files and noise are not."""
    kept, media = attach(b"kept", "a/b"), attach(b"media", "a/b", AttachmentKind.MEDIA)
    seen = (Seen(RO, 1, "11" * 32),)
    said = replace(statement("HU"), att=(kept, media), seen=seen)
    leaf = signed(said, [key("HU", "author-1")])
    assert blobs_named([leaf, b"no statement", leaf]) == (kept.h, "11" * 32)
