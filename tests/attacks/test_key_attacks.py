"""Attacks on signing: texts that deceive, drafts meant elsewhere, too few roots, old sets again."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.record_samples import AT
from typer.testing import CliRunner

from overflight.adapters.clock import SetClock
from overflight.adapters.keys.pem import FileKey, load_key, new_key, save_key, seeded_key
from overflight.adapters.store.copies import verify_path
from overflight.adapters.store.submission import Submitted, record_to_read, submit
from overflight.assembly import Outside, new_record, open_record
from overflight.cli import key as key_commands
from overflight.desk import Charter
from overflight.desk.record import say
from overflight.desk.signing.drafting import Drafted, Wanted, draft_statement
from overflight.desk.signing.envelopes import add_signature, merge_envelopes, read_draft
from overflight.desk.signing.key_sets import (
    InForceNow,
    Retired,
    enrolled,
    key_offered,
    keys_now,
    possession_of,
    retired,
    rotated,
)
from overflight.errors import OverflightError, RecordError, UsageError
from overflight.record import (
    KEYS_CONFIRMED,
    KEYS_SET,
    STATEMENT_MEDIA_TYPE,
    Envelope,
    EnvelopeSignature,
    ForkProven,
    KeySet,
    Why,
    key_id,
    pae,
    read_envelope,
    write_envelope,
    write_key_set,
    write_statement,
)

SEED = "attacks"
NEW = seeded_key("HU", "new", SEED)


def key(name: str, party: str = "HU") -> FileKey:
    """Return a key of the record."""
    return seeded_key(party, name, SEED)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a record of two parties."""
    path = tmp_path_factory.mktemp("keys") / "record"
    charter = Charter("Attacks", "overflight.example/attacks", (), "0" * 64)
    with new_record(path, charter, ["HU", "RO"], Outside(clock=SetClock(AT), seed=SEED)):
        return path


@pytest.fixture
def record(founded: Path, tmp_path: Path) -> Path:
    """Return a copy of it that a test may write to."""
    return Path(shutil.copytree(founded, tmp_path / "record"))


def drafted(record: Path, change: Callable[..., KeySet] | None = None) -> Drafted:
    """Return the draft of a key set with a new author, or with another change."""
    records, desk = record_to_read(record, SetClock(AT))
    with records:
        now = keys_now(desk.records, "HU")
        if change is None:
            new = key_offered(possession_of(NEW, now.regime, "author"), now, "author", ("*",))
            body = write_key_set(enrolled(now, new))
        else:
            body = write_key_set(change(now))
        return draft_statement(desk, "HU", Wanted(KEYS_SET, body))


def signed(payload: bytes, *names: str) -> bytes:
    """Return a draft signed by keys of Hungary."""
    return merge_envelopes([add_signature(read_draft(payload), key(name)) for name in names])


def refused(record: Path, *envelopes: bytes) -> OverflightError:
    """Submit what must be refused; nothing is written, no key file is moved."""
    before = {p: p.read_bytes() for p in record.rglob("*.pem")}
    with pytest.raises(OverflightError) as told:
        submit(record, envelopes, clock=SetClock(AT))
    records, desk = record_to_read(record)
    with records:
        assert len(list(desk.records.entries(desk.records.origins()[0]))) == 1
    assert {p: p.read_bytes() for p in record.rglob("*.pem")} == before
    return told.value


def accepted(record: Path, envelope: bytes) -> Submitted:
    """Submit what must be taken."""
    return submit(record, [envelope], clock=SetClock(AT))


def test_too_few_roots_change_nothing(record: Path) -> None:
    """One officer alone does not change who speaks for a Party."""
    assert refused(record, signed(drafted(record).payload, "root-1")).code == "E-KEY"


def test_one_root_is_not_two(record: Path) -> None:
    """The signature of one root, brought twice in two files, counts once."""
    once = signed(drafted(record).payload, "root-1")
    assert refused(record, once, once).code == "E-KEY"


def test_a_root_is_not_two_by_a_second_signature(record: Path) -> None:
    """An envelope that names one key twice is not of the one form, however it was made."""
    payload = drafted(record).payload
    kid = key_id(key("root-1").public)
    good = key("root-1").sign(pae(STATEMENT_MEDIA_TYPE, payload))
    twice = (EnvelopeSignature(kid, good), EnvelopeSignature(kid, bytes(64)))
    with pytest.raises(RecordError, match="E-LEAF"):
        write_envelope(Envelope(payload, twice))


@pytest.mark.parametrize("name", ["author-1", "log", "mirror"])
def test_others_do_not_sign_for_the_roots(record: Path, name: str) -> None:
    """Keys of the server and of authors change no keys: a stolen server enrols nobody."""
    payload = drafted(record).payload
    assert refused(record, signed(payload, "root-1", name)).code == "E-KEY"
    assert refused(record, signed(payload, "root-1", "root-2", name)).code == "E-SIG"


def test_a_stranger_is_no_root(record: Path) -> None:
    """Keys the Party never named sign nothing, even beside enough good ones."""
    draft = read_draft(drafted(record).payload)
    strange = add_signature(draft, new_key("HU"))
    good = signed(draft.payload, "root-1", "root-2")
    assert refused(record, good, strange).code == "E-SIG"


def test_a_flipped_signature_is_told(record: Path) -> None:
    """One bad signature makes the whole envelope void; so it is not appended."""
    envelope = read_envelope(signed(drafted(record).payload, "root-1", "root-2"))
    first, second = envelope.signatures
    bad = replace(first, sig=bytes([first.sig[0] ^ 1]) + first.sig[1:])
    assert (
        refused(record, write_envelope(replace(envelope, signatures=(bad, second)))).code == "E-SIG"
    )


def test_a_changed_draft_is_told(record: Path) -> None:
    """Roots sign bytes: a role added after they signed is told."""
    envelope = read_envelope(signed(drafted(record).payload, "root-1", "root-2"))
    said = read_draft(envelope.payload).statement
    changed = write_statement(replace(said, id="0" * 32))
    assert refused(record, write_envelope(replace(envelope, payload=changed))).code == "E-SIG"


def test_an_old_draft_comes_too_late(record: Path) -> None:
    """Of two sets drafted side by side one stands; the other would undo it and is refused."""
    one, other = drafted(record), drafted(record, lambda now: retired(now, [_lost(now)]))
    accepted(record, signed(one.payload, "root-1", "root-2"))
    with pytest.raises(RecordError, match="E-RULE"):
        accepted(record, signed(other.payload, "root-1", "root-2"))


def _lost(now: object) -> Retired:
    del now
    return Retired(key_id(key("author-1").public), Why.LOST)


def test_a_set_is_not_submitted_twice(record: Path) -> None:
    """A replay is told as such."""
    envelope = signed(drafted(record).payload, "root-1", "root-2")
    accepted(record, envelope)
    with pytest.raises(RecordError, match="E-DUP"):
        accepted(record, envelope)


def test_somebody_appends_in_between(record: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A set overtaken after it was judged is told as void, and no key file changes its name."""
    from overflight.adapters.keys import folder as key_folder
    from overflight.adapters.store import submission

    def change(now: InForceNow) -> KeySet:
        offered = possession_of(NEW, now.regime, "log")
        gone = Retired(key_id(key("log").public), Why.ROTATED)
        return rotated(now, gone, key_offered(offered, now, "log", ()))

    one, other = drafted(record), drafted(record, change)
    save_key(record / "keys" / "HU" / "log-new.pem", NEW)
    aside = key_folder.set_aside

    def slower(*keys: object) -> object:
        monkeypatch.setattr(submission, "set_aside", aside)
        accepted(record, signed(one.payload, "root-1", "root-2"))
        return aside(*keys)  # type: ignore[arg-type]

    monkeypatch.setattr(submission, "set_aside", slower)
    late = accepted(record, signed(other.payload, "root-1", "root-2"))
    assert (late.checked.code, late.renamed) == ("E-RULE", ())
    assert load_key(record / "keys" / "HU" / "log.pem", "HU").public == key("log").public
    assert verify_path(record).problems == ()


def test_a_program_that_still_has_the_old_log_key_signs_no_head(record: Path) -> None:
    """A serving node holds its keys in memory: a head by the old one would stand for ever."""
    save_key(record / "keys" / "HU" / "log-new.pem", NEW)

    def change(now: InForceNow) -> KeySet:
        offered = possession_of(NEW, now.regime, "log")
        gone = Retired(key_id(key("log").public), Why.ROTATED)
        return rotated(now, gone, key_offered(offered, now, "log", ()))

    with open_record(record, Outside(clock=SetClock(AT))) as old:
        accepted(record, signed(drafted(record, change).payload, "root-1", "root-2"))
        with pytest.raises(UsageError, match="E-KEY"):
            say(old.desk, old.signers["HU"], ForkProven("a/log/ro/1", "0" * 64))
    assert verify_path(record).problems == ()
    with open_record(record, Outside(clock=SetClock(AT))) as anew:
        say(anew.desk, anew.signers["HU"], ForkProven("a/log/ro/1", "0" * 64))
    assert verify_path(record).problems == ()


def test_a_log_handed_over_in_between_is_not_signed_by_its_old_key(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two submit at once: the one whose keys were chosen before the hand-over is refused."""
    from overflight.adapters.keys import folder as key_folder
    from overflight.adapters.store import submission

    save_key(record / "keys" / "HU" / "log-new.pem", NEW)

    def change(now: InForceNow) -> KeySet:
        offered = possession_of(NEW, now.regime, "log")
        gone = Retired(key_id(key("log").public), Why.ROTATED)
        return rotated(now, gone, key_offered(offered, now, "log", ()))

    handover, other = drafted(record, change), drafted(record)
    chosen = key_folder.signers_for

    def slower(*asked: object) -> object:
        monkeypatch.setattr(submission, "signers_for", chosen)
        by = chosen(*asked)  # type: ignore[arg-type]
        accepted(record, signed(handover.payload, "root-1", "root-2"))
        return by

    monkeypatch.setattr(submission, "signers_for", slower)
    with pytest.raises(UsageError, match="E-KEY"):
        accepted(record, signed(other.payload, "root-1", "root-2"))
    assert verify_path(record).problems == ()


def test_a_key_that_is_gone_speaks_no_more(record: Path) -> None:
    """After a theft is said, what the thief signs is refused at the log."""
    gone = drafted(record, lambda now: retired(now, [_lost(now)]))
    accepted(record, signed(gone.payload, "root-1", "root-2"))
    records, desk = record_to_read(record, SetClock(AT))
    with records:
        draft = draft_statement(desk, "HU", Wanted(KEYS_CONFIRMED, {"leaves": []}))
    with pytest.raises(RecordError, match="E-KEY"):
        accepted(record, signed(draft.payload, "author-1"))


def test_a_draft_for_another_regime_is_refused(record: Path) -> None:
    """A statement rehearsed elsewhere is not said in earnest here."""
    said = read_draft(drafted(record).payload).statement
    other = replace(said, log=said.log.replace("/attacks/", "/rehearsal/"))
    assert refused(record, signed(write_statement(other), "root-1", "root-2")).code == "E-LOG"
    epoch = replace(said, log=said.log.removesuffix("1") + "2")
    assert refused(record, signed(write_statement(epoch), "root-1", "root-2")).code == "E-LOG"


def test_a_party_without_a_log_key_here_is_refused(record: Path) -> None:
    """A host appends for whom it has the log key, and for nobody else."""
    (record / "keys" / "HU" / "log.pem").unlink()
    assert refused(record, signed(drafted(record).payload, "root-1", "root-2")).code == "E-KEY"


def test_heads_a_statement_names_must_come_along(record: Path) -> None:
    """Mirrors must hold every note a statement names; without it nobody could cosign the log."""
    records, desk = record_to_read(record, SetClock(AT))
    with records:
        draft = draft_statement(desk, "HU", Wanted(KEYS_CONFIRMED, {"leaves": []}, ("RO",)))
    envelope = signed(draft.payload, "author-1")
    assert refused(record, envelope).code == "E-BLOB"
    submit(record, [envelope], draft.blobs, clock=SetClock(AT))


@pytest.mark.parametrize("spoil", [b" ", b"\n", b"\xef\xbb\xbf"])
def test_a_draft_that_is_not_canonical_is_not_signed(
    record: Path, tmp_path: Path, spoil: bytes
) -> None:
    """Two spellings of one statement are two statements; only the one form is signed."""
    payload = drafted(record).payload
    for data in (spoil + payload, payload + spoil, payload.replace(b'":', b'": ', 1)):
        (tmp_path / "draft").write_bytes(data)
        words = ["sign", str(tmp_path / "draft"), "--key", "unused.pem", "--yes"]
        result = CliRunner().invoke(key_commands.app, words)
        assert isinstance(result.exception, RecordError)
        assert result.exception.code == "E-CANON"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Romania may \u202eton\u202c object", "<U+202E RIGHT-TO-LEFT OVERRIDE>ton"),
        ("agreed\u200b not", "agreed<U+200B ZERO WIDTH SPACE> not"),
        ("1\u066000 km", "<U+0660 ARABIC-INDIC DIGIT ZERO>"),
        ("ok" + "\U000e006e\U000e006f", "<U+E006E TAG LATIN SMALL LETTER N>"),
        ("plain", ""),
    ],
)
def test_a_text_that_deceives_the_eye_is_not_signed_unasked(
    record: Path, tmp_path: Path, text: str, shown: str
) -> None:
    """Bidi overrides, joiners, foreign digits and tags are named, and ``--yes`` does not do."""
    records, desk = record_to_read(record, SetClock(AT))
    with records:
        draft = draft_statement(desk, "HU", Wanted(KEYS_CONFIRMED, {"leaves": []}))
    said = replace(draft.statement, type="of/test/1", body={"text": text})
    (tmp_path / "draft").write_bytes(write_statement(said))
    key_file = record / "keys" / "HU" / "author-1.pem"
    words = ["sign", str(tmp_path / "draft"), "--key", str(key_file)]
    unasked = CliRunner().invoke(key_commands.app, [*words, "--yes"])
    if not shown:
        assert unasked.exit_code == 0
        return
    assert shown in unasked.stdout
    assert getattr(unasked.exception, "code", "") == "E-CONFIRM"
    assert not (tmp_path / "draft.signed").exists()
    asked = CliRunner().invoke(key_commands.app, words, input="yes\n")
    assert asked.exit_code == 0
    assert "  !  body.text: holds what a screen hides" in asked.stdout
