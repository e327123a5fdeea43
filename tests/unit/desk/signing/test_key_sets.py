"""The next key set of a Party: a key comes, goes, is replaced, and what cannot stand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from tests.record_samples import HU, key, rehearsed, statement

from overflight.adapters.keys.files import SecondKey
from overflight.adapters.keys.pem import FileKey, seeded_key
from overflight.desk.answers.keys import keys_answer
from overflight.desk.signing.key_sets import (
    ROOT,
    InForceNow,
    Possession,
    Retired,
    encryption_key,
    enrolled,
    key_offered,
    keys_now,
    possession_of,
    read_use,
    read_why,
    retired,
    roles_of,
    rotated,
    use_of,
)
from overflight.desk.signing.text import signing_text
from overflight.errors import RecordError, SourceError, UsageError
from overflight.record import KEYS_SET, KeyUse, Why, key_id, write_key_set, write_statement


def now() -> InForceNow:
    """Return the keys in force of Hungary in a founded record."""
    return keys_now(rehearsed().desk.records, "HU")


NOW = now()
NEW = seeded_key("HU", "new", "tests")


def offer(use: str, of: FileKey | SecondKey = NEW) -> Possession:
    """Return a new key as its holder sends it."""
    return possession_of(of, NOW.regime, use)


def kid(name: str) -> str:
    """Return the id of a key of Hungary."""
    return key_id(key("HU", name).public)


def test_the_keys_in_force_are_those_of_the_log() -> None:
    """What `key list` shows is what a verifier goes by."""
    assert (NOW.origin, NOW.size, NOW.keys.version) == (HU, 1, 1)
    answer = keys_answer(NOW)
    assert [k.use for k in answer.keys] == ["root"] * 3 + ["author", "log", "mirror"]
    assert answer.threshold == 2


def test_a_log_without_keys_is_told() -> None:
    """A log whose first entry does not count names nobody."""
    record = rehearsed()
    origin = HU.replace("/1", "/2").replace("/r2", "/r1")
    leaf_log = replace(statement("HU"), log=origin)
    from overflight.adapters.store.memory_record import MemoryRecords
    from overflight.desk import signed

    records = MemoryRecords({origin: key("HU", "log"), HU: key("HU", "log")})
    document = record.genesis
    for name in (HU,):
        records.append(name, list(record.desk.records.entries(name)), [document])
    records.append(origin, [signed(leaf_log, [key("HU", "author-1")])])
    with pytest.raises(RecordError, match="E-KEYSET"):
        keys_now(records, "HU")


def test_an_author_comes() -> None:
    """The next set follows the one in force and holds one key more."""
    new = key_offered(offer("author"), NOW, "author", ("missions",))
    after = enrolled(NOW, new)
    assert (after.version, after.prev, len(after.keys)) == (2, NOW.leaf, 4)
    assert after.keys[-1].may_sign("missions.plan-submitted/1")
    assert not after.keys[-1].may_sign("record.keys-confirmed/1")


def test_a_watch_may_say_one_thing() -> None:
    """The node's own author key proves forks and nothing else."""
    new = key_offered(offer("author"), NOW, "watch", ())
    assert new.roles == ("record.fork-proven",)


def test_an_author_needs_roles() -> None:
    """Nobody is given every right by silence."""
    with pytest.raises(SourceError, match="E-NEWKEY"):
        key_offered(offer("author"), NOW, "author", ())


def test_a_second_log_key_comes() -> None:
    """ML-DSA-44 stands beside the Ed25519 key of the log; a third key does not."""
    second = SecondKey("HU", MLDSA44PrivateKey.from_seed_bytes(bytes(32)))
    new = key_offered(offer("log", second), NOW, "log", ())
    after = enrolled(NOW, new)
    assert after.second_log_key == second.public
    with pytest.raises(UsageError, match="E-KEYSET"):
        enrolled(NOW, key_offered(offer("log"), NOW, "log", ()))


def test_keys_without_a_proof_come() -> None:
    """A tls key proves itself in the handshake, an age recipient by opening."""
    tls = key_offered(offer("tls"), NOW, "tls", ())
    assert (tls.use, tls.pop) == (KeyUse.TLS, b"")
    enc = encryption_key(b"age1" + b"q" * 58 + b"\n")
    assert enrolled(NOW, enc).keys[-1].use is KeyUse.ENC
    with pytest.raises(SourceError, match="E-NEWKEY"):
        encryption_key(b"AGE-SECRET-KEY-1")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"party": "RO"}, "party"),
        ({"regime": "0" * 16}, "regime"),
        ({"use": "mirror"}, "use"),
        ({"pub": "no base64!"}, "pub"),
        ({"pub": "AAAA"}, "pub"),
    ],
)
def test_an_offer_for_something_else_is_refused(change: dict[str, str], where: str) -> None:
    """A proof made for another Party, regime or use is not carried over."""
    wrong = replace(offer("author"), **change)  # type: ignore[arg-type]
    with pytest.raises(SourceError, match=f"E-NEWKEY at offered key, {where}"):
        key_offered(wrong, NOW, "author", ("*",))


def test_a_proof_by_another_key_is_refused() -> None:
    """Whoever copies a public key cannot enrol it as his own."""
    stolen = replace(offer("author"), pub=offer("author", key("RO", "author-1")).pub)
    with pytest.raises(UsageError, match="proof of possession"):
        enrolled(NOW, key_offered(stolen, NOW, "author", ("*",)))


def test_a_key_is_replaced() -> None:
    """The old key goes with its reason; the place is named, so that a theft can be bounded."""
    new = key_offered(offer("author"), NOW, "author", ("*",))
    after = rotated(NOW, Retired(kid("author-1")[:12], Why.STOLEN, 0), new)
    assert [k.kid for k in after.of_use(KeyUse.AUTHOR)] == [new.kid]
    assert [(g.kid, g.why, g.since) for g in after.gone] == [(kid("author-1"), Why.STOLEN, 0)]


def test_a_root_is_replaced() -> None:
    """Root keys rotate like others; the new one needs no proof but a signature."""
    new = key_offered(offer("root"), NOW, ROOT, ())
    after = rotated(NOW, Retired(kid("root-2"), Why.LOST), new)
    assert NEW.public in after.root
    assert key("HU", "root-2").public not in after.root
    assert after.gone[0].since == NOW.size


def test_an_author_goes() -> None:
    """A Party may be without an author for a while; it is not without roots."""
    after = retired(NOW, [Retired(kid("author-1"), Why.LOST)])
    assert after.of_use(KeyUse.AUTHOR) == ()
    assert after.gone[0].why is Why.LOST


@pytest.mark.parametrize("name", ["log", "root-1"])
def test_what_a_party_cannot_do_without_does_not_go(name: str) -> None:
    """A set without a log key, or with two roots, would be void; it is not drafted."""
    with pytest.raises(UsageError, match="E-KEYSET"):
        retired(NOW, [Retired(kid(name), Why.STOLEN)])


@pytest.mark.parametrize("asked", ["", "1234567", "0" * 64])
def test_a_key_is_named_by_its_id(asked: str) -> None:
    """Too few digits, or an id nobody has, changes nothing."""
    with pytest.raises(UsageError, match="E-KEYSET"):
        use_of(NOW, asked)


def test_use_and_roles_follow_the_id() -> None:
    """What a new key takes over is read from the set, not typed again."""
    assert (use_of(NOW, kid("log")), use_of(NOW, kid("root-1"))) == ("log", ROOT)
    assert (roles_of(NOW, kid("author-1")), roles_of(NOW, kid("root-1"))) == (("*",), ())


def test_a_theft_lies_in_the_past() -> None:
    """An entry that is not there yet cannot be in doubt."""
    with pytest.raises(UsageError, match="--since"):
        retired(NOW, [Retired(kid("author-1"), Why.STOLEN, 2)])


def test_words_of_people_are_checked() -> None:
    """Uses and reasons are those of the record."""
    assert (read_use("watch"), read_use("root"), read_why("lost")) == ("author", ROOT, Why.LOST)
    with pytest.raises(UsageError, match="--use"):
        read_use("boss")
    with pytest.raises(UsageError, match="--why"):
        read_why("tired")


def test_a_key_of_small_order_is_refused() -> None:
    """A key under which one signature fits many messages is never enrolled."""
    from base64 import b64encode

    from overflight.record import spki_of_public

    weak = b64encode(spki_of_public(bytes([1]) + bytes(31))).decode()
    with pytest.raises(SourceError, match="E-NEWKEY"):
        key_offered(replace(offer("author"), pub=weak), NOW, "author", ("*",))


def test_a_key_of_no_known_form_is_refused() -> None:
    """What says it is ML-DSA-44 and is not would make the set void; it is not drafted."""
    wrong = replace(offer("log"), alg="ml-dsa-44")
    with pytest.raises(UsageError, match="E-KEYSET"):
        enrolled(NOW, key_offered(wrong, NOW, "log", ()))


def test_a_key_set_is_shown_by_ids() -> None:
    """Who signs a key set sees each key by the id that is compared on paper, and what goes."""
    new = key_offered(offer("author"), NOW, "author", ("missions",))
    after = rotated(NOW, Retired(kid("author-1"), Why.STOLEN, 0), new)
    said = replace(statement("HU"), type=KEYS_SET, body=write_key_set(after))
    text = "\n".join(signing_text(said, write_statement(said)).lines)
    assert "version 2; 2 of 3 roots must sign" in text
    assert new.kid in text
    assert f"{kid('author-1')}, stolen, since entry" in text.replace("\n" + " " * 23 + "+ ", "")
