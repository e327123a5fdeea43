"""Logs that follow lost or forked ones, and parties that come back without their root keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.mirror_samples import NOW, cosigned
from tests.record_samples import AT, Tampered, key, put, statement

from overflight.adapters.clock import SeededIds, SetClock
from overflight.adapters.keys.pem import NAMES, FileKey, founder_keys, new_key
from overflight.adapters.store.heads import sign_head
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.assembly import REHEARSAL_BASE, OpenRecord
from overflight.desk import Charter, Desk, Signer, found_record, signed
from overflight.record import (
    LOG_SUCCEEDED,
    RE_ENROLLED,
    RE_ENROLMENT_ASSENTED,
    RE_ENROLMENT_STATED,
    Assent,
    Checked,
    Checkpoint,
    Gone,
    Json,
    Key,
    KeySet,
    KeyUse,
    NoteKey,
    Reference,
    SignatureKind,
    Standing,
    Succession,
    Why,
    check_record,
    first_log_keys,
    key_id,
    key_set_hash,
    leaf_hash,
    log_before,
    log_origin,
    merkle_root,
    pop_message,
    read_envelope,
    read_genesis,
    read_genesis_body,
    read_statement,
    regime_id,
    spki_of_public,
    view_record,
    write_assent,
    write_succession,
)

PARTIES = ("CA", "HU", "RO", "US")
HU1, HU2, HU3 = (log_origin(REHEARSAL_BASE, "HU", epoch) for epoch in (1, 2, 3))
CA1, RO1, US1 = (log_origin(REHEARSAL_BASE, party) for party in ("CA", "RO", "US"))
ROOTS = [key("HU", f"root-{n}") for n in (1, 2, 3)]
AUTHOR, LOG, MIRROR = (key("HU", name) for name in ("author-1", "log", "mirror"))
FRESH = [FileKey("HU", new_key("HU")._key) for _ in range(6)]
COUNT = 5


@pytest.fixture
def copy() -> Tampered:
    """Return a record of four parties; a quorum cosigned HU's log of five at its fourth entry."""
    keys = {p: {name: key(p, name) for name in NAMES} for p in PARTIES}
    records = MemoryRecords({log_origin(REHEARSAL_BASE, p): keys[p]["log"] for p in PARTIES})
    desk = Desk(records, SetClock(AT, timedelta(minutes=1)), SeededIds("successions"))
    charter = Charter("Successions", REHEARSAL_BASE, ("CA",), "0" * 64)
    founded = found_record(desk, charter, [founder_keys(named) for named in keys.values()])
    signers = {p: keys[p]["author-1"] for p in PARTIES}
    record = OpenRecord(desk, signers, founded.document)
    for number in range(COUNT - 1):
        put(record, "HU", number)
    copy = Tampered.of(record)
    heads = copy.heads_of[HU1]
    heads[3] = cosigned(heads[3], ("CA", NOW), ("HU", NOW), ("RO", NOW))
    heads[4] = cosigned(heads[4], ("HU", NOW), ("RO", NOW))
    return copy


def named(copy: Tampered, signer: Signer, use: KeyUse, *roles: str) -> Key:
    """Return a key of HU with its proof of possession."""
    message = pop_message(regime_id(copy.document), "HU", use, key_id(signer.public))
    return Key(use, "ed25519", spki_of_public(signer.public), roles, signer.sign(message))


def next_keys(copy: Tampered, **changed: object) -> KeySet:
    """Return the key set after HU's first one, with the same keys but what is asked."""
    leaf = copy.leaves_of[HU1][0]
    first = read_genesis_body(read_statement(read_envelope(leaf).payload).body)[1]
    second = replace(first, version=2, prev=leaf_hash(leaf).hex())
    return replace(second, **changed)  # type: ignore[arg-type]


def succession(copy: Tampered, **changed: object) -> Succession:
    """Return HU's succession at the fourth entry, some members changed."""
    root = merkle_root(copy.leaves_of[HU1][:4]).hex()
    made = Succession(HU1, 4, root, next_keys(copy))
    return replace(made, **changed)  # type: ignore[arg-type]


def begin(
    copy: Tampered,
    follows: Succession,
    by: Sequence[Signer],
    *,
    origin: str = HU2,
    kind: str = LOG_SUCCEEDED,
    re: tuple[Reference, ...] = (),
) -> None:
    """Begin a log with a succession, and say one thing in it."""
    said = replace(
        statement("HU", 900), type=kind, log=origin, body=write_succession(follows), re=re
    )
    later = replace(statement("HU", 901), log=origin)
    copy.leaves_of[origin] = [signed(said, by), signed(later, [AUTHOR])]
    copy.seal(origin, by=LOG)


def judged(copy: Tampered) -> dict[tuple[str, int], str]:
    """Return what every entry that is not plainly valid counts for, as both checks say."""
    checked = check_record(copy.document, copy.leaves_of, heads=copy.heads_of)
    report = copy.verify()
    assert not report.general
    doubted = [c for log in report.logs for c in (*log.contested, *log.void)]
    by_place = sorted(_place(c) for c in checked if c.standing is not Standing.VALID)
    assert by_place == sorted(_place(c) for c in doubted)
    return {(o, i): code for o, i, code in by_place}


def _place(c: Checked) -> tuple[str, int, str]:
    return c.ref.o, c.ref.i, c.code or c.standing.value


def test_a_log_follows_a_lost_one_at_its_last_cosigned_head(copy: Tampered) -> None:
    """The new log speaks with the party's keys; what only the old log held after it is void."""
    begin(copy, succession(copy), ROOTS[:2])
    assert judged(copy) == {(HU1, 4): "E-RULE"}
    report = copy.verify()
    assert [log.party for log in report.logs] == ["CA", "HU", "HU", "RO", "US"]
    assert report.problems == ()


def test_the_whole_log_may_be_followed(copy: Tampered) -> None:
    """Where a quorum cosigned the newest head nothing is lost."""
    copy.heads_of[HU1][4] = cosigned(copy.heads_of[HU1][4], ("US", NOW))
    whole = succession(copy, size=5, root=merkle_root(copy.leaves_of[HU1]).hex())
    begin(copy, whole, ROOTS[:2])
    assert judged(copy) == {}


@pytest.mark.parametrize(("size", "leaves"), [(5, 5), (3, 3), (4, 5)], ids=["more", "less", "root"])
def test_another_head_than_the_last_cosigned_one(copy: Tampered, size: int, leaves: int) -> None:
    """A party can neither drop what a quorum holds nor keep what it does not."""
    root = merkle_root(copy.leaves_of[HU1][:leaves]).hex()
    begin(copy, succession(copy, size=size, root=root), ROOTS[:2])
    assert judged(copy) == {(HU2, 0): "E-RULE", (HU2, 1): "E-KEY"}


def test_no_keys_before_the_head_that_is_named(copy: Tampered) -> None:
    """Whoever names the empty tree names no root keys that could sign."""
    begin(copy, succession(copy, size=0, root=merkle_root([]).hex()), ROOTS[:2])
    assert judged(copy) == {(HU2, 0): "E-KEY", (HU2, 1): "E-KEY"}


def test_a_succession_wants_the_root_threshold(copy: Tampered) -> None:
    """One root key, or the machine's keys, begin no log."""
    for by in (ROOTS[:1], [LOG, MIRROR], [*ROOTS[:2], AUTHOR]):
        begin(copy, succession(copy), by)
        first = judged(copy)[HU2, 0]
        assert first == ("E-SIG" if AUTHOR in by else "E-KEY")


def test_new_root_keys_want_both_thresholds(copy: Tampered) -> None:
    """As in every key set, old and new root keys must agree."""
    keys = next_keys(copy, root=tuple(k.public for k in FRESH[:3]))
    for by, good in ((FRESH[:2], False), ([*ROOTS[:2], *FRESH[:2]], True)):
        begin(copy, succession(copy, keys=keys), by)
        assert ((HU2, 0) not in judged(copy)) is good


@pytest.mark.parametrize("version", [1, 3])
def test_versions_go_on_from_the_old_log(copy: Tampered, version: int) -> None:
    """A key set that skips or repeats a version is void."""
    begin(copy, succession(copy, keys=next_keys(copy, version=version)), ROOTS[:2])
    assert judged(copy)[HU2, 0] == "E-RULE"


def test_a_succession_stands_at_entry_nought_of_the_next_epoch_only(copy: Tampered) -> None:
    """Not later, not in the old log, not past an epoch, not after a log nobody holds."""
    begin(copy, succession(copy), ROOTS[:2])
    copy.leaves_of[HU2].insert(0, copy.leaves_of[HU2].pop())
    copy.seal(HU2, by=LOG)
    assert judged(copy) == {(HU2, 0): "E-KEY", (HU2, 1): "E-RULE"}
    del copy.leaves_of[HU2], copy.heads_of[HU2], copy.tiles_of[HU2]
    begin(copy, succession(copy), ROOTS[:2], origin=HU3)
    assert judged(copy)[HU3, 0] == "E-KEY"
    begin(copy, succession(copy, origin=RO1), ROOTS[:2])
    assert judged(copy)[HU2, 0] == "E-RULE"
    said = replace(statement("HU", 77), type=LOG_SUCCEEDED, body=write_succession(succession(copy)))
    copy.leaves_of[HU1].append(signed(said, ROOTS[:2]))
    copy.seal(HU1)
    assert judged(copy)[HU1, 5] == "E-KEY"


def test_a_genesis_begins_no_later_epoch(copy: Tampered) -> None:
    """A party cannot start anew as if nothing had been said."""
    said = read_statement(read_envelope(copy.leaves_of[HU1][0]).payload)
    copy.leaves_of[HU2] = [signed(replace(said, log=HU2, id="0" * 32), ROOTS[:2])]
    copy.seal(HU2, by=LOG)
    assert judged(copy)[HU2, 0] == "E-RULE"
    assert "E-GENESIS" in copy.codes()


def test_a_key_stolen_before_the_log_was_followed(copy: Tampered) -> None:
    """The succession says since when; the old log's entries are contested from there."""
    gone = (Gone(key_id(AUTHOR.public), Why.STOLEN, 2),)
    kept = [k for k in next_keys(copy).keys if k.use is not KeyUse.AUTHOR]
    keys = (*kept, named(copy, FRESH[3], KeyUse.AUTHOR, "*"))
    begin(copy, succession(copy, keys=next_keys(copy, keys=keys, gone=gone)), ROOTS[:2])
    assert judged(copy) == {
        (HU1, 2): "contested",
        (HU1, 3): "contested",
        (HU1, 4): "E-RULE",
        (HU2, 1): "E-KEY",
    }
    late = (Gone(key_id(AUTHOR.public), Why.STOLEN, 5),)
    begin(copy, succession(copy, keys=next_keys(copy, keys=keys, gone=late)), ROOTS[:2])
    assert judged(copy)[HU2, 0] == "E-RULE"


def test_a_key_lost_before_the_log_was_followed(copy: Tampered) -> None:
    """A lost key leaves no doubt behind; what is void past the end keeps its own code."""
    gone = (Gone(key_id(AUTHOR.public), Why.LOST, 0),)
    kept = [k for k in next_keys(copy).keys if k.use is not KeyUse.AUTHOR]
    keys = (*kept, named(copy, FRESH[3], KeyUse.AUTHOR, "*"))
    copy.leaves_of[HU1].append(b"noise")
    copy.seal(HU1)
    head = Checkpoint(HU1, 4, merkle_root(copy.leaves_of[HU1][:4]))
    note = cosigned(sign_head(head, LOG), ("CA", NOW), ("HU", NOW), ("RO", NOW))
    copy.heads_of[HU1].insert(0, note)
    begin(copy, succession(copy, keys=next_keys(copy, keys=keys, gone=gone)), ROOTS[:2])
    assert judged(copy) == {(HU1, 4): "E-RULE", (HU1, 5): "E-LEAF", (HU2, 1): "E-KEY"}


def test_a_view_follows_the_keys_of_every_epoch(copy: Tampered) -> None:
    """Mirror keys and log keys of the new log are those its first entry names."""
    mirror = named(copy, FRESH[4], KeyUse.MIRROR)
    begin(
        copy,
        succession(copy, keys=next_keys(copy, keys=(*next_keys(copy).keys, mirror))),
        ROOTS[:2],
    )
    checked = check_record(copy.document, copy.leaves_of, heads=copy.heads_of)
    view = view_record(read_genesis(copy.document), checked, copy.heads_of)
    assert [key.public for key in view.roster["HU"]] == [MIRROR.public, FRESH[4].public]
    assert (view.logs[HU2].party, view.logs[HU2].size) == ("HU", 2)
    assert view.roster == copy.verify().roster


def test_a_third_epoch_follows_the_second(copy: Tampered) -> None:
    """Each log follows the one before it, whose quorum cosigned it in turn."""
    begin(copy, succession(copy), ROOTS[:2])
    head = copy.heads_of[HU2][0]
    copy.heads_of[HU2][0] = cosigned(head, ("CA", NOW), ("US", NOW), ("RO", NOW))
    prev = leaf_hash(copy.leaves_of[HU2][0]).hex()
    keys = next_keys(copy, version=3, prev=prev)
    root = merkle_root(copy.leaves_of[HU2]).hex()
    begin(copy, Succession(HU2, 2, root, keys), ROOTS[:2], origin=HU3)
    assert judged(copy) == {(HU1, 4): "E-RULE"}


def test_a_key_gone_in_the_first_epoch_does_not_come_back_in_the_third(copy: Tampered) -> None:
    """What was lost once stays lost through every log that follows."""
    gone = (Gone(key_id(AUTHOR.public), Why.LOST, 0),)
    kept = [k for k in next_keys(copy).keys if k.use is not KeyUse.AUTHOR]
    fresh = (*kept, named(copy, FRESH[3], KeyUse.AUTHOR, "*"))
    begin(copy, succession(copy, keys=next_keys(copy, keys=fresh, gone=gone)), ROOTS[:2])
    head = copy.heads_of[HU2][0]
    copy.heads_of[HU2][0] = cosigned(head, ("CA", NOW), ("US", NOW), ("RO", NOW))
    prev = leaf_hash(copy.leaves_of[HU2][0]).hex()
    back = next_keys(copy, version=3, prev=prev)
    root = merkle_root(copy.leaves_of[HU2]).hex()
    begin(copy, Succession(HU2, 2, root, back), ROOTS[:2], origin=HU3)
    assert judged(copy)[HU3, 0] == "E-RULE"


def test_a_succession_of_another_form(copy: Tampered) -> None:
    """A body that is none is told as such."""
    said = replace(statement("HU", 900), type=LOG_SUCCEEDED, log=HU2, body={"origin": HU1})
    copy.leaves_of[HU2] = [signed(said, ROOTS[:2])]
    copy.seal(HU2, by=LOG)
    assert judged(copy) == {(HU2, 0): "E-SCHEMA"}
    copy.leaves_of[HU2] = [b"noise"]
    copy.seal(HU2, by=LOG)
    assert judged(copy) == {(HU2, 0): "E-LEAF"}


def test_a_log_under_another_name_is_nobodys(copy: Tampered) -> None:
    """An origin without an epoch names no log of a founder."""
    genesis = read_genesis(copy.document)
    founder = genesis.founder_of(HU3)
    assert founder is not None
    assert founder.party == "HU"
    for other in (HU1[:-2], HU1[:-1] + "01", HU1.replace("/hu/", "/zz/")):
        assert genesis.founder_of(other) is None
    assert first_log_keys(HU1, founder).at(0) == (NoteKey(HU1, SignatureKind.LOG, LOG.public),)


def test_epochs_by_name() -> None:
    """Only whole numbers without a leading nought name an epoch."""
    assert log_before(HU3) == HU2
    assert [log_before(f"a/log/hu/{end}") for end in ("1", "0", "02", "x", "")] == [""] * 5


# A party that lost all its root keys.

BACK = [FileKey("HU", k._key) for k in FRESH[3:6]]


def enrolled(copy: Tampered) -> KeySet:
    """Return HU's key set under new root keys, with new keys for everything."""
    return next_keys(copy, root=tuple(k.public for k in BACK))


def assent(
    copy: Tampered, party: str, number: int, *, kind: str = RE_ENROLMENT_ASSENTED
) -> Reference:
    """Let a party let HU come back under the new keys, and return where it says so."""
    body: dict[str, Json] = write_assent(Assent("HU", HU2, key_set_hash(enrolled(copy))))
    return say(copy, party, number, kind, body)


def say(copy: Tampered, party: str, number: int, kind: str, body: dict[str, Json]) -> Reference:
    """Append a statement to a party's log and sign its head anew."""
    origin = log_origin(REHEARSAL_BASE, party)
    leaf = signed(replace(statement(party, number), type=kind, body=body), [key(party, "author-1")])
    copy.leaves_of[origin].append(leaf)
    copy.seal(origin)
    return Reference(origin, len(copy.leaves_of[origin]) - 1, leaf_hash(leaf).hex())


def all_assents(copy: Tampered, *, leave_out: str = "") -> tuple[Reference, ...]:
    """Return the depositary's statement and the assents of all other parties but one."""
    stated = assent(copy, "CA", 800, kind=RE_ENROLMENT_STATED)
    others = [p for p in ("CA", "RO", "US") if p != leave_out]
    return (stated, *(assent(copy, party, 801) for party in others))


def come_back(copy: Tampered, re: tuple[Reference, ...], by: Sequence[Signer] = BACK[:2]) -> str:
    """Begin HU's next log under its new root keys, and return what its first entry counts for."""
    follows = succession(copy, keys=enrolled(copy))
    begin(copy, follows, by, kind=RE_ENROLLED, re=re)
    return judged(copy).get((HU2, 0), "")


def test_a_party_comes_back_with_the_assent_of_all_others(copy: Tampered) -> None:
    """A depositary states it, every other party assents to those very keys."""
    assert come_back(copy, all_assents(copy)) == ""
    assert judged(copy) == {(HU1, 4): "E-RULE"}


@pytest.mark.parametrize("party", ["CA", "RO", "US"])
def test_one_assent_lacking(copy: Tampered, party: str) -> None:
    """Without each other party nobody comes back."""
    assert come_back(copy, all_assents(copy, leave_out=party)) == "E-RULE"


def test_no_depositary(copy: Tampered) -> None:
    """Assents alone, or the statement of a party that is no depositary, are not enough."""
    stated, *assents = all_assents(copy)
    assert come_back(copy, tuple(assents)) == "E-RULE"
    other = assent(copy, "US", 802, kind=RE_ENROLMENT_STATED)
    assert come_back(copy, (other, *assents)) == "E-RULE"
    assert come_back(copy, (stated, *assents)) == ""


def test_assents_to_other_keys_count_for_nothing(copy: Tampered) -> None:
    """What was assented to is the key set that comes into force, not another."""
    references = all_assents(copy, leave_out="US")
    body: dict[str, Json] = write_assent(Assent("HU", HU2, "00" * 32))
    wrong = say(copy, "US", 803, RE_ENROLMENT_ASSENTED, body)
    assert come_back(copy, (*references, wrong)) == "E-RULE"
    unrelated = say(copy, "US", 804, "of/test/1", {"n": 1})
    assert come_back(copy, (*references, unrelated)) == "E-RULE"
    noise = say(copy, "US", 805, RE_ENROLMENT_ASSENTED, {"party": "HU"})
    assert judged(copy)[US1, noise.i] == "E-SCHEMA"
    nowhere = Reference(HU3, 0, "00" * 32)
    assert come_back(copy, (*references, nowhere)) == "E-REF"


def test_new_root_keys_alone_or_too_few(copy: Tampered) -> None:
    """The assents do not sign for the party: its new root threshold does."""
    references = all_assents(copy)
    assert come_back(copy, references, BACK[:1]) == "E-KEY"
    assert come_back(copy, references, ROOTS[:2]) == "E-KEY"
    begin(copy, succession(copy, keys=enrolled(copy)), BACK[:2])
    assert judged(copy)[HU2, 0] == "E-KEY"


def test_assents_said_in_a_later_epoch(copy: Tampered) -> None:
    """Logs are checked in the order in which they rest on each other, whatever their names."""
    stated, *assents = all_assents(copy, leave_out="US")
    us2 = log_origin(REHEARSAL_BASE, "US", 2)
    leaf = copy.leaves_of[US1][0]
    first = read_genesis_body(read_statement(read_envelope(leaf).payload).body)[1]
    keys = replace(first, version=2, prev=leaf_hash(leaf).hex())
    copy.heads_of[US1] = [cosigned(copy.heads_of[US1][-1], ("CA", NOW), ("HU", NOW), ("RO", NOW))]
    follows = Succession(US1, 1, merkle_root(copy.leaves_of[US1]).hex(), keys)
    begun = replace(statement("US", 1), type=LOG_SUCCEEDED, log=us2, body=write_succession(follows))
    body = write_assent(Assent("HU", HU2, key_set_hash(enrolled(copy))))
    said = replace(statement("US", 2), type=RE_ENROLMENT_ASSENTED, log=us2, body=body)
    roots = [key("US", name) for name in ("root-1", "root-2")]
    copy.leaves_of[us2] = [signed(begun, roots), signed(said, [key("US", "author-1")])]
    copy.seal(us2)
    last = Reference(us2, 1, leaf_hash(copy.leaves_of[us2][1]).hex())
    assert come_back(copy, (stated, *assents, last)) == ""


def test_logs_that_wait_for_each_other(copy: Tampered) -> None:
    """Two first entries that name each other end the wait; neither is helped by the other."""
    references = all_assents(copy, leave_out="US")
    us2 = log_origin(REHEARSAL_BASE, "US", 2)
    begin(copy, succession(copy), ROOTS[:2], origin=us2, re=(Reference(HU2, 0, "00" * 32),))
    circle = Reference(us2, 0, leaf_hash(copy.leaves_of[us2][0]).hex())
    assert come_back(copy, (*references, circle)) == "E-RULE"
