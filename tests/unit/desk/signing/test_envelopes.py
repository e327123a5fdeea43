"""Drafts and signatures: what is signed, by whom, how envelopes come together."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.record_samples import HU, key, rehearsed, statement

from overflight.adapters.keys.files import new_second
from overflight.desk import KINDS, Desk
from overflight.desk.signing.drafting import Wanted, draft_statement, judge_envelope, read_body
from overflight.desk.signing.envelopes import add_signature, merge_envelopes, read_draft
from overflight.desk.signing.text import signing_text
from overflight.errors import RecordError, SourceError, UsageError
from overflight.record import (
    KEYS_CONFIRMED,
    KEYS_SET,
    Attachment,
    AttachmentKind,
    Json,
    Reference,
    Seen,
    Standing,
    read_envelope,
    verifies,
    write_statement,
)

PAYLOAD = write_statement(statement("HU"))


def lines_of(body: dict[str, Json], kind: str = "of/test/1") -> tuple[str, ...]:
    """Return the text that is shown for a body."""
    said = replace(statement("HU", body=body), type=kind)
    return signing_text(said, write_statement(said)).lines


def test_two_people_sign_one_after_the_other() -> None:
    """The envelope names both keys in order, whoever signed first."""
    one, two = key("HU", "root-1"), key("HU", "root-2")
    first = add_signature(read_draft(PAYLOAD), two)
    both = read_envelope(add_signature(read_draft(first), one))
    assert both.payload == PAYLOAD
    assert [s.keyid for s in both.signatures] == sorted(s.keyid for s in both.signatures)
    assert read_draft(first).keyids == (read_envelope(first).signatures[0].keyid,)
    assert not verifies(one.public, both.signatures[0].sig, PAYLOAD)  # it is over the PAE


def test_two_people_sign_apart() -> None:
    """Envelopes over one draft come together in either order, and twice the same is once."""
    one = add_signature(read_draft(PAYLOAD), key("HU", "root-1"))
    two = add_signature(read_draft(PAYLOAD), key("HU", "root-2"))
    assert merge_envelopes([one, two]) == merge_envelopes([two, one, two])
    assert len(read_envelope(merge_envelopes([one, two])).signatures) == 2


def test_one_key_signs_once() -> None:
    """A second signature of one root key is no second root."""
    once = add_signature(read_draft(PAYLOAD), key("HU", "root-1"))
    with pytest.raises(UsageError, match="E-SIGNED"):
        add_signature(read_draft(once), key("HU", "root-1"))


def test_two_drafts_do_not_come_together() -> None:
    """Signatures under other bytes are not signatures under these."""
    other = write_statement(statement("HU", 2))
    envelopes = [add_signature(read_draft(p), key("HU", "root-1")) for p in (PAYLOAD, other)]
    with pytest.raises(UsageError, match="E-DRAFTS"):
        merge_envelopes(envelopes)


def test_a_key_signs_for_its_own_party_and_log() -> None:
    """A draft of another Party, or for another log than the one asked, is not signed."""
    with pytest.raises(UsageError, match="E-PARTY"):
        add_signature(read_draft(PAYLOAD), key("RO", "author-1"))
    with pytest.raises(UsageError, match="E-LOG"):
        add_signature(read_draft(PAYLOAD), key("HU", "author-1"), "other.example/r1/log/hu/1")
    assert add_signature(read_draft(PAYLOAD), key("HU", "author-1"), HU)


def test_people_sign_with_ed25519() -> None:
    """An ML-DSA-44 key is one of a log or a mirror; no reader would take its signature here."""
    with pytest.raises(UsageError, match="E-KEY"):
        add_signature(read_draft(PAYLOAD), new_second("HU"))


def test_a_draft_speaks_in_the_log_of_its_party() -> None:
    """A statement that says HU and goes to Romania's log is refused before it is shown."""
    foreign = replace(statement("RO"), party="HU")
    with pytest.raises(RecordError, match="E-LOG"):
        read_draft(write_statement(foreign))


@pytest.mark.parametrize("data", [b"", b"{}", PAYLOAD + b"\n", PAYLOAD[:-1], b'{"payload":"x"}'])
def test_what_is_not_in_its_one_form_is_no_draft(data: bytes) -> None:
    """Bytes that a reader could take for others are not signed."""
    with pytest.raises(RecordError, match=r"E-CANON|E-LEAF"):
        read_draft(data)


def test_every_member_is_shown() -> None:
    """Nothing of the body is left out, and a text is never taken for a number."""
    text = lines_of({"a": {"b": ["x", 12]}, "c": "12", "d": None, "e": True, "f": [], "g": {}})
    shown = [line.strip() for line in text]
    for name, mark, value in (
        ("a.b[0]", "|", "x"),
        ("a.b[1]", "=", "12"),
        ("c", "|", "12"),
        ("d", "=", "null"),
        ("e", "=", "true"),
        ("f", "=", "empty list"),
        ("g", "=", "no members"),
    ):
        assert f"{name:20} {mark} {value}" in shown


def test_an_empty_body_is_shown_as_such() -> None:
    """A statement without content says so."""
    assert any(line.endswith("= no members") for line in lines_of({}))


def test_long_lines_are_broken_here() -> None:
    """No screen breaks a line where a false member could seem to begin."""
    long = "word " * 60 + "x" * 300
    lines = lines_of({"text": f"{long}\nnext", "a" * 30: "b"})
    assert all(len(line) <= 102 for line in lines)
    joined = "".join(line[25:] for line in lines if line[23:24] in {"|", "+"})
    assert long in joined
    assert any(line[23:] == "| next" for line in lines)
    assert any(line[23:].startswith("+ x") for line in lines)


def test_the_head_of_a_statement_is_shown() -> None:
    """Who speaks, to whom, what it answers, saw and attaches stands above the body."""
    said = replace(
        statement("HU"),
        to=("RO", "XX"),
        re=(Reference(HU, 0, "0" * 64),),
        seen=(Seen(HU, 1, "1" * 64),),
        att=(
            Attachment("2" * 64, 5, "text/plain", AttachmentKind.RECORD),
            Attachment("3" * 64, 6, "text/plain", AttachmentKind.SEALED, "4" * 64),
        ),
    )
    text = "\n".join(signing_text(said, write_statement(said)).lines)
    for words in ("Hungary (HU)", "Romania (RO), XX", f"{HU} entry 0", "with 1 entries"):
        assert words in text
    assert "5 bytes, record" in text
    assert "salt" in text


def test_doubts_of_every_text_are_told() -> None:
    """A doubtful name of a log is told as well as a doubtful word of the body."""
    said = replace(
        statement("HU", body={"text": "a\u202eb"}),
        log="ех.example/r1/log/hu/1",  # noqa: RUF001 - Cyrillic on purpose
    )
    doubts = signing_text(said, write_statement(said)).doubts
    assert any(doubt.startswith("body.text: ") for doubt in doubts)
    assert any(doubt.startswith("log: ") for doubt in doubts)


def test_known_kinds_are_shown_in_the_treatys_words() -> None:
    """The first sentence of a fact says what the statement does."""
    kind = "quotas.passive-allocated/1"
    first = (KINDS[kind].__doc__ or "").splitlines()[0]
    assert any(line.endswith(first) for line in lines_of({}, kind))
    assert any("does not know" in line for line in lines_of({}, "of/test/1"))
    assert "confirms" in "\n".join(lines_of({"leaves": []}, KEYS_CONFIRMED))


def test_a_key_set_that_cannot_be_read_is_told() -> None:
    """Somebody who signs a broken key set sees that it cannot stand."""
    assert any("CANNOT STAND" in line for line in lines_of({}, KEYS_SET))


def desk() -> Desk:
    """Return the desk of a founded record."""
    return rehearsed().desk


def test_a_draft_names_what_was_seen() -> None:
    """The addressee's newest head goes with the draft, for the log to keep."""
    drafted = draft_statement(desk(), "HU", Wanted(KEYS_CONFIRMED, {"leaves": []}, ("RO",)))
    assert read_draft(drafted.payload).statement == drafted.statement
    assert [seen.o for seen in drafted.statement.seen] == [HU.replace("/hu/", "/ro/")]
    assert len(drafted.blobs) == 1


def test_only_known_kinds_are_drafted() -> None:
    """A slip in the type is told before anybody signs it."""
    with pytest.raises(UsageError, match="E-KIND"):
        draft_statement(desk(), "HU", Wanted("missions.plan-submited/1", {}))


def test_a_body_has_the_form_of_its_type() -> None:
    """A body that every reader would find void is not drafted."""
    with pytest.raises(SourceError, match="E-FORM"):
        draft_statement(desk(), "HU", Wanted("missions.plan-submitted/1", {}))


def test_a_body_is_read_as_people_write_it() -> None:
    """What a person typed becomes the record's form, or is refused with the field."""
    assert read_body(b'{"leaves": []}', KEYS_CONFIRMED, where="body") == {"leaves": []}
    with pytest.raises(SourceError, match="E-FORM"):
        read_body(b"[]", KEYS_CONFIRMED, where="body")
    with pytest.raises(SourceError, match="E-FORM"):
        read_body(b"{}", "missions.plan-submitted/1", where="body")


def test_an_envelope_is_judged_as_the_next_entry() -> None:
    """What a reader will say is known before anything is written."""
    of = desk()
    drafted = draft_statement(of, "HU", Wanted(KEYS_CONFIRMED, {"leaves": []}))
    good = add_signature(read_draft(drafted.payload), key("HU", "author-1"))
    checked = judge_envelope(of, HU, good)
    assert (checked.standing, checked.ref.i) == (Standing.VALID, 1)
    bad = add_signature(read_draft(drafted.payload), key("HU", "log"))
    assert judge_envelope(of, HU, bad).code == "E-KEY"
    assert len(list(of.records.entries(HU))) == 1
