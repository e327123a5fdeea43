"""Keys through the life of a log: new sets, lost, rotated and stolen keys, what they make void."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from tests.record_samples import HU, Tampered, key, put, rehearsed, statement

from overflight.adapters.keys.pem import FileKey, new_key
from overflight.assembly import REHEARSAL_BASE, OpenRecord
from overflight.desk import Signer, signed
from overflight.errors import RecordError
from overflight.record import (
    KEYS_CONFIRMED,
    KEYS_SET,
    ML_DSA_44,
    Gone,
    Json,
    Key,
    KeySet,
    KeyUse,
    NoteKey,
    NoteSigner,
    Reference,
    SignatureKind,
    Why,
    cosign,
    key_id,
    leaf_hash,
    mirror_name,
    mldsa_of_spki,
    pop_message,
    read_envelope,
    read_genesis_body,
    read_head,
    read_statement,
    regime_id,
    spki_of_mldsa,
    spki_of_public,
    with_lines,
    write_key_set,
    write_note,
)
from overflight.record.ed25519 import _D, _P, _Y8, check_public
from overflight.record.keysets import key_set_fault

ROOTS = [key("HU", f"root-{n}") for n in (1, 2, 3)]
AUTHOR, LOG, MIRROR = key("HU", "author-1"), key("HU", "log"), key("HU", "mirror")
NEW = [FileKey("HU", new_key("HU")._key) for _ in range(3)]


@pytest.fixture
def record() -> OpenRecord:
    """Return a record that has just been founded."""
    return rehearsed()


def named(record: OpenRecord, signer: Signer, use: KeyUse, *roles: str) -> Key:
    """Return a key of HU with its proof of possession."""
    regime = regime_id(record.genesis)
    pop = signer.sign(pop_message(regime, "HU", use, key_id(signer.public)))
    return Key(use, "ed25519", spki_of_public(signer.public), roles, pop)


def first(record: OpenRecord) -> KeySet:
    """Return the first key set of HU."""
    leaf = next(record.desk.records.entries(HU))
    return read_genesis_body(read_statement(read_envelope(leaf).payload).body)[1]


def following(record: OpenRecord, **changed: object) -> KeySet:
    """Return a second key set of HU that changes nothing but what is asked."""
    entry = next(record.desk.records.entries(HU))
    second = replace(first(record), version=2, prev=leaf_hash(entry).hex())
    return replace(second, **changed)  # type: ignore[arg-type]


def say_keys(record: OpenRecord, keys: KeySet, by: list[FileKey], number: int = 500) -> Reference:
    """Append a key set signed by some keys."""
    said = replace(statement("HU", number), type=KEYS_SET, body=write_key_set(keys))
    return record.desk.records.append(HU, [signed(said, by)])[0]


def codes(record: OpenRecord) -> dict[int, str]:
    """Return what every entry of HU that is not plainly valid counts for, by index."""
    log = Tampered.of(record).verify().logs[0]
    void = {c.ref.i: c.code for c in log.void}
    return void | {c.ref.i: "contested" for c in log.contested}


def test_a_new_author_speaks_after_its_key_set_only(record: OpenRecord) -> None:
    """Keys are in force from the entry after the set that names them."""
    keys = (*first(record).keys, named(record, NEW[0], KeyUse.AUTHOR, "*"))
    put(record, "HU", 1, by=[NEW[0]])
    say_keys(record, following(record, keys=keys), ROOTS[:2])
    put(record, "HU", 2, by=[NEW[0]])
    assert codes(record) == {1: "E-KEY"}


@pytest.mark.parametrize(
    ("roles", "valid"),
    [(("of",), True), (("*",), True), (("missions",), False), ((), False)],
)
def test_an_author_speaks_within_its_roles(
    record: OpenRecord, roles: tuple[str, ...], *, valid: bool
) -> None:
    """A role covers all types, a chapter, or one fact."""
    keys = (*first(record).keys, named(record, NEW[0], KeyUse.AUTHOR, *roles))
    say_keys(record, following(record, keys=keys), ROOTS[:2])
    put(record, "HU", 2, by=[NEW[0]])
    assert codes(record) == ({} if valid else {2: "E-KEY"})


def test_a_role_names_a_chapter_or_a_fact() -> None:
    """``missions`` covers all its facts, ``missions.notified`` one of them in every version."""
    chapter = Key(KeyUse.AUTHOR, "ed25519", b"", ("missions",))
    fact = Key(KeyUse.AUTHOR, "ed25519", b"", ("missions.notified",))
    assert chapter.may_sign("missions.notified/1")
    assert not chapter.may_sign("release.sent/1")
    assert fact.may_sign("missions.notified/2")
    assert not fact.may_sign("missions.cancelled/1")


@pytest.mark.parametrize("why", [Why.ROTATED, Why.LOST])
def test_a_rotated_or_lost_key_is_void_later(record: OpenRecord, why: Why) -> None:
    """What it signed before stands; what it signs after counts for nothing."""
    put(record, "HU", 1)
    keys = tuple(k for k in first(record).keys if k.use is not KeyUse.AUTHOR)
    gone = (Gone(key_id(AUTHOR.public), why, 0),)
    say_keys(record, following(record, keys=keys, gone=gone), ROOTS[:2])
    put(record, "HU", 2)
    assert codes(record) == {3: "E-KEY"}


def test_a_stolen_key_makes_its_entries_contested_until_confirmed(record: OpenRecord) -> None:
    """Entries since the theft are kept and shown as contested; a confirmation ends the doubt."""
    refs = [put(record, "HU", k) for k in range(3)]
    keys = (
        *(k for k in first(record).keys if k.use is not KeyUse.AUTHOR),
        named(record, NEW[0], KeyUse.AUTHOR, "*"),
    )
    gone = (Gone(key_id(AUTHOR.public), Why.STOLEN, 2),)
    say_keys(record, following(record, keys=keys, gone=gone), ROOTS[:2])
    put(record, "HU", 9)
    assert codes(record) == {2: "contested", 3: "contested", 5: "E-KEY"}
    body: dict[str, Json] = {"leaves": [refs[1].h]}
    put(record, "HU", 10, by=[NEW[0]], body=body, type=KEYS_CONFIRMED)
    assert codes(record) == {3: "contested", 5: "E-KEY"}


def test_a_confirmation_out_of_its_form(record: OpenRecord) -> None:
    """A confirmation names leaf hashes and nothing else."""
    put(record, "HU", 1, body={"leaves": ["x"]}, type=KEYS_CONFIRMED)
    put(record, "HU", 2, body={"leaves": [], "more": 1}, type=KEYS_CONFIRMED)
    assert codes(record) == {1: "E-SCHEMA", 2: "E-SCHEMA"}


def test_new_root_keys_want_old_and_new_thresholds(record: OpenRecord) -> None:
    """Both the old and the new root keys must agree, else one side could take a log over."""
    roots = tuple(k.public for k in NEW)
    say_keys(record, following(record, root=roots), ROOTS[:2], 1)
    say_keys(record, following(record, root=roots), NEW[:2], 2)
    say_keys(record, following(record, root=roots), [*ROOTS[:2], NEW[0]], 3)
    say_keys(record, following(record, root=roots), [*ROOTS[:2], *NEW[:2], AUTHOR], 4)
    say_keys(record, following(record, root=roots), [*ROOTS[:2], *NEW[:2]], 5)
    assert codes(record) == {1: "E-KEY", 2: "E-KEY", 3: "E-KEY", 4: "E-SIG"}


Change = Callable[[OpenRecord], KeySet]


@pytest.mark.parametrize(
    "change",
    [
        lambda r: following(r, version=3),
        lambda r: following(r, prev="0" * 64),
        lambda r: following(r, root=first(r).root[:2]),
        lambda r: following(r, threshold=1),
        lambda r: following(r, keys=first(r).keys[:1]),
        lambda r: following(r, keys=(*first(r).keys, named(r, NEW[0], KeyUse.LOG))),
        lambda r: following(r, keys=(*first(r).keys, named(r, ROOTS[0], KeyUse.AUTHOR))),
        lambda r: following(r, keys=(*first(r).keys, first(r).keys[0])),
        lambda r: following(
            r, keys=(*first(r).keys, replace(named(r, NEW[0], KeyUse.AUTHOR), pop=b""))
        ),
        lambda r: following(
            r, keys=(*first(r).keys, replace(named(r, NEW[0], KeyUse.AUTHOR), alg="ml-dsa-44"))
        ),
        lambda r: following(
            r, keys=(*first(r).keys, Key(KeyUse.AUTHOR, "ed25519", spki_of_public(bytes(32))))
        ),
        lambda r: following(
            r, keys=(*first(r).keys, Key(KeyUse.AUTHOR, "ed25519", b"short", (), bytes(64)))
        ),
        lambda r: following(r, gone=(Gone(key_id(AUTHOR.public), Why.LOST, 0),)),
        lambda r: following(r, gone=(Gone("0" * 64, Why.STOLEN, 99),)),
    ],
)
def test_key_sets_that_cannot_stand(record: OpenRecord, change: Change) -> None:
    """Skipped versions, too few roots, double use, no proof of possession: void, nothing moves."""
    say_keys(record, change(record), ROOTS)
    put(record, "HU", 1)
    assert codes(record) == {1: "E-RULE"}


def test_a_key_that_is_gone_never_comes_back(record: OpenRecord) -> None:
    """Not even under the root keys: a lost key may be anybody's."""
    without = tuple(k for k in first(record).keys if k.use is not KeyUse.AUTHOR)
    gone = (
        Gone(key_id(AUTHOR.public), Why.LOST, 0),
        Gone(key_id(NEW[0].public), Why.LOST, 0),
    )
    second = following(record, keys=without, gone=gone)
    ref = say_keys(record, second, ROOTS[:2], 1)
    third = replace(second, version=3, prev=ref.h, gone=())
    say_keys(record, replace(third, keys=first(record).keys), ROOTS[:2], 2)
    roots = (*third.root, NEW[0].public)
    say_keys(record, replace(third, root=roots), ROOTS[:2], 3)
    assert codes(record) == {2: "E-RULE", 3: "E-RULE"}


def test_a_key_set_of_another_form_is_void(record: OpenRecord) -> None:
    """A body that is no key set is told as such."""
    said = replace(statement("HU"), type=KEYS_SET, body={"version": 2})
    record.desk.records.append(HU, [signed(said, ROOTS)])
    assert codes(record) == {1: "E-SCHEMA"}


def test_a_key_set_in_a_log_that_never_began() -> None:
    """Without a valid genesis there are no root keys, and nothing can name any."""
    record = rehearsed()
    copy = Tampered.of(record)
    said = replace(statement("HU"), type=KEYS_SET, body=write_key_set(following(record)))
    copy.leaves_of[HU] = [signed(said, ROOTS)]
    copy.seal(HU)
    assert copy.codes() == {"E-GENESIS", "E-KEY"}


def test_a_new_log_key_signs_the_heads_after_it() -> None:
    """A head is held to the log key its own size has in force."""
    record = rehearsed()
    keys = (
        *(k for k in first(record).keys if k.use is not KeyUse.LOG),
        named(record, NEW[0], KeyUse.LOG),
    )
    say_keys(record, following(record, keys=keys), ROOTS[:2])
    copy = Tampered.of(record)
    assert copy.codes() == {"E-HEADSIG"}
    copy.seal(HU, by=NEW[0])
    assert copy.codes() == set()


def handed_over(*by: Signer) -> set[str]:
    """Return what is told of a log whose first head under a new key is signed by some keys."""
    record = rehearsed()
    kept = (k for k in first(record).keys if k.use is not KeyUse.LOG)
    say_keys(
        record,
        following(record, keys=(*kept, named(record, NEW[0], KeyUse.LOG))),
        ROOTS[:2],
    )
    copy = Tampered.of(record)
    older, newer = copy.heads_of[HU]
    head, note = read_head(newer)
    lines = [cosign(note.text, 0, signer) for signer in map(log_signer, by)]
    copy.heads_of[HU] = [older, write_note(note.text, lines)]
    copy.seal(HU, by=NEW[0])
    copy.heads_of[HU] = [older, write_note(note.text, lines)]
    assert head.size == 2
    return copy.codes()


def log_signer(signer: Signer) -> NoteSigner:
    """Return a key as it signs heads of HU's log."""
    return NoteSigner(NoteKey(HU, SignatureKind.LOG, signer.public), signer.sign)


def test_the_first_head_under_a_new_key_carries_both_signatures() -> None:
    """A reader who holds the head before sees the hand-over, or is told that there was none."""
    assert handed_over(LOG, NEW[0]) == set()
    assert handed_over(NEW[0]) == {"E-HEADSIG"}
    assert handed_over(LOG) == {"E-HEADSIG"}


def second(record: OpenRecord, use: KeyUse, *, good: bool = True) -> tuple[Key, NoteSigner]:
    """Return an ML-DSA-44 key of HU with its proof of possession."""
    secret = MLDSA44PrivateKey.from_seed_bytes(bytes([len(use)]) * 32)
    spki = spki_of_mldsa(secret.public_key().public_bytes_raw())
    kid = sha256(spki).hexdigest()
    message = pop_message(regime_id(record.genesis), "HU", use, kid)
    pop = secret.sign(message if good else b"")
    key = NoteKey(HU, SignatureKind.ML_DSA, mldsa_of_spki(spki))
    return Key(use, ML_DSA_44, spki, (), pop), NoteSigner(key, secret.sign)


def test_a_log_may_have_a_second_key_of_another_algorithm(record: OpenRecord) -> None:
    """From its key set on every head carries both signatures, else one is told to be lacking."""
    key, signer = second(record, KeyUse.LOG)
    say_keys(record, following(record, keys=(*first(record).keys, key)), ROOTS[:2])
    copy = Tampered.of(record)
    assert copy.codes() == {"E-HEADSIG"}
    _, note = read_head(copy.heads_of[HU][-1])
    line = cosign(note.text, 5, signer)
    copy.heads_of[HU][-1] = with_lines(copy.heads_of[HU][-1], [line])
    assert copy.codes() == set()
    alone = write_note(note.text, [line])
    copy.heads_of[HU][-1] = alone
    assert copy.codes() == {"E-HEADSIG"}


def test_a_second_mirror_key_counts_for_its_party(record: OpenRecord) -> None:
    """Lines of both algorithms are found; a mirror key that was stolen counts for nothing."""
    key, signer = second(record, KeyUse.MIRROR)
    ref = say_keys(record, following(record, keys=(*first(record).keys, key)), ROOTS[:2])
    report = Tampered.of(record).verify()
    name = mirror_name(REHEARSAL_BASE, "HU")
    founding = NoteKey(name, SignatureKind.COSIGNATURE, MIRROR.public)
    added = NoteKey(name, SignatureKind.ML_DSA, signer.key.public)
    assert report.roster["HU"] == (founding, added)
    kept = tuple(k for k in first(record).keys if k.use is not KeyUse.MIRROR)
    gone = (Gone(key_id(MIRROR.public), Why.STOLEN, 0),)
    third = replace(following(record), version=3, prev=ref.h, keys=(*kept, key), gone=gone)
    say_keys(record, third, ROOTS[:2], 501)
    assert Tampered.of(record).verify().roster["HU"] == (added,)


@pytest.mark.parametrize("use", [KeyUse.AUTHOR, KeyUse.LOG, KeyUse.MIRROR])
def test_second_keys_that_cannot_stand(record: OpenRecord, use: KeyUse) -> None:
    """People sign with Ed25519; a second key proves possession and is one only."""
    key, _ = second(record, use, good=use is KeyUse.AUTHOR)
    keys = (*first(record).keys, key)
    assert key_set_fault(replace(first(record), keys=keys), regime_id(record.genesis), "HU")
    twice = (*first(record).keys, second(record, KeyUse.LOG)[0], second(record, KeyUse.TLS)[0])
    tls = replace(twice[-1], use=KeyUse.LOG)
    message = pop_message(regime_id(record.genesis), "HU", KeyUse.LOG, tls.kid)
    secret = MLDSA44PrivateKey.from_seed_bytes(bytes([3]) * 32)
    both = (*twice[:-1], replace(tls, pop=secret.sign(message)))
    fault = key_set_fault(replace(first(record), keys=both), regime_id(record.genesis), "HU")
    assert "one use" in fault or "at most one" in fault
    short = replace(key, use=KeyUse.LOG, pub=b"short")
    with pytest.raises(RecordError, match="ML-DSA-44"):
        key_set_fault(
            replace(first(record), keys=(*first(record).keys, short)),
            regime_id(record.genesis),
            "HU",
        )


@pytest.mark.parametrize(
    ("public", "found"),
    [
        (bytes(31), "31 bytes"),
        (bytes(32), "small order"),
        ((1).to_bytes(32, "little"), "small order"),
        ((2**255 - 20).to_bytes(32, "little"), "small order"),
        (
            bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
            "small order",
        ),
        (
            bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"),
            "small order",
        ),
        ((2**255 - 19 + 3).to_bytes(32, "little"), "second spelling"),
        ((2).to_bytes(32, "little"), "no point"),
    ],
)
def test_keys_that_must_not_be_enrolled(public: bytes, found: str) -> None:
    """Small orders, second spellings and what is no point are refused at enrolment."""
    with pytest.raises(RecordError, match=found):
        check_public(public)


def test_the_points_of_order_eight_are_computed_from_the_curve() -> None:
    """Twice such a point has y = 0, so d y^4 + 2 y^2 = 1; the constant is held to that."""
    assert (_D * pow(_Y8, 4, _P) + 2 * _Y8 * _Y8 - 1) % _P == 0


def test_more_signatures_wanted_than_root_keys(record: OpenRecord) -> None:
    """A threshold nobody could reach would lock the party out of its own log."""
    fault = key_set_fault(replace(first(record), threshold=4), regime_id(record.genesis), "HU")
    assert "threshold" in fault


def test_usual_keys_are_enrolled() -> None:
    """Every key of the samples is a point of the curve."""
    for signer in (*ROOTS, *NEW, AUTHOR, LOG):
        check_public(signer.public)


def test_keys_for_other_uses_need_no_proof(record: OpenRecord) -> None:
    """Encryption and transport keys sign nothing, so they prove nothing here."""
    enc = Key(KeyUse.ENC, "x25519", b"\x07" * 32)
    keys = replace(first(record), keys=(*first(record).keys, enc))
    assert key_set_fault(keys, regime_id(record.genesis), "HU") == ""
    assert enc.kid != ""
