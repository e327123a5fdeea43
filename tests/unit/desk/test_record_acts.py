"""Saying and reading: what goes into a record comes out as the same facts, in one order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256

import pytest
from tests.mirror_samples import NOW, cosigned
from tests.record_samples import AT, HU, RO, Tampered, key, put, rehearsed, statement
from tests.unit.record.test_keysets import first, following, say_keys

from overflight.adapters.clock import SeededIds, SetClock
from overflight.adapters.store.memory_mirror import MemoryMirror
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.assembly import REHEARSAL_BASE, OpenRecord
from overflight.desk import (
    Charter,
    Desk,
    Draft,
    FounderKeys,
    attach,
    found_record,
    kind_of,
    origin_of,
    read_facts,
    read_record,
    say,
    say_all,
    schema_fault,
    signed,
)
from overflight.errors import RecordError, UsageError
from overflight.membership import TreatySigned, WithdrawalNotified
from overflight.record import (
    AttachmentKind,
    Gone,
    KeyUse,
    Reference,
    Why,
    facts_of,
    key_id,
    log_origin,
    read_envelope,
    read_genesis,
    read_head,
    read_note,
    read_statement,
    regime_id,
    verify_record,
)

SIGNED = TreatySigned("HU", date(1992, 3, 24), source="treaty-en")
LEFT = WithdrawalNotified("RU", date(2021, 6, 18), date(2021, 12, 18))


@pytest.fixture
def record() -> OpenRecord:
    """Return a record that has just been founded."""
    return rehearsed()


def test_a_fact_said_is_the_fact_read(record: OpenRecord) -> None:
    """Party, time, place and references come back with the fact itself."""
    asked = say(record.desk, record.signers["HU"], SIGNED)
    answer = say(record.desk, record.signers["RO"], LEFT, to=("HU",), re=(asked,))
    one, two = read_facts(record.desk.records)
    assert (one.fact, one.party, one.ref, one.re) == (SIGNED, "HU", asked, ())
    assert (two.fact, two.party, two.ref, two.re) == (LEFT, "RO", answer, (asked,))
    assert one.time < two.time
    assert (asked.o, asked.i, answer.o) == (HU, 1, RO)


def test_facts_come_by_time_then_origin_then_index(record: OpenRecord) -> None:
    """Every reader computes the same order, whatever order the logs came in."""
    still = replace(record.desk, clock=SetClock(AT))
    say(still, record.signers["RO"], LEFT)
    say_all(still, record.signers["HU"], [Draft(SIGNED), Draft(LEFT)])
    earlier = replace(record.desk, clock=SetClock(AT - timedelta(days=1)))
    say(earlier, record.signers["RO"], SIGNED)
    found = [(s.ref.o, s.ref.i) for s in read_facts(record.desk.records)]
    assert found == [(RO, 2), (HU, 1), (HU, 2), (RO, 1)]


def test_only_the_kinds_asked_for(record: OpenRecord) -> None:
    """A fold is given its own facts."""
    say_all(record.desk, record.signers["HU"], [Draft(SIGNED), Draft(LEFT)])
    (said,) = read_facts(record.desk.records, kinds=(WithdrawalNotified,))
    assert said.fact == LEFT
    assert facts_of([said], TreatySigned) == ()
    assert facts_of([said], WithdrawalNotified) == (said,)


def test_what_the_author_had_seen_is_said(record: OpenRecord) -> None:
    """A statement to a party names the newest head of that party's log and keeps the note."""
    before = record.desk.records.checkpoint(RO) or b""
    say(record.desk, record.signers["HU"], SIGNED, to=("RO", "HU"))
    *_, leaf = record.desk.records.entries(HU)
    (seen,) = read_statement(read_envelope(leaf).payload).seen
    assert (seen.o, seen.n, seen.c) == (RO, 1, sha256(before).hexdigest())
    assert record.desk.records.blob(seen.c) == before


def test_nothing_is_seen_of_everybody_or_of_strangers(record: OpenRecord) -> None:
    """A statement to all, or to a party without a log here, names no head."""
    say(record.desk, record.signers["HU"], SIGNED)
    say(record.desk, record.signers["HU"], LEFT, to=("US",))
    statements = [read_statement(read_envelope(e).payload) for e in record.desk.records.entries(HU)]
    assert [s.seen for s in statements] == [(), (), ()]


def test_attachments_are_named_and_kept(record: OpenRecord) -> None:
    """The bytes of a record attachment lie beside the statement; media lie elsewhere."""
    photo = attach(b"pixels", "image/tiff", AttachmentKind.MEDIA)
    chart = attach(b"chart", "application/json")
    say_all(
        record.desk, record.signers["HU"], [Draft(SIGNED, att=(chart, photo), blobs=(b"chart",))]
    )
    assert record.desk.records.blob(chart.h) == b"chart"
    report = Tampered.of(record).verify()
    assert report.problems == ()
    assert report.logs[0].absent == 1


def test_void_contested_and_unread_statements_are_kept_apart(record: OpenRecord) -> None:
    """Folds see valid facts of known kinds only; the rest is still shown."""
    stolen = say(record.desk, record.signers["HU"], SIGNED)
    put(record, "RO", 1)
    put(record, "RO", 2, by=[key("RO", "log")])
    put(record, "RO", 3, type="membership.treaty-signed/1", body={"state": 1})
    without = tuple(k for k in first(record).keys if k.use is not KeyUse.AUTHOR)
    gone = (Gone(key_id(record.signers["HU"].public), Why.STOLEN, 1),)
    roots = [key("HU", "root-1"), key("HU", "root-2")]
    say_keys(record, following(record, keys=without, gone=gone), roots)
    reading = read_record(record.desk.records)
    assert reading.facts == ()
    assert [c.ref for c in reading.contested] == [stolen]
    assert [(c.ref.i, c.code) for c in reading.void] == [(2, "E-KEY"), (3, "E-SCHEMA")]
    assert [(c.ref.o, c.ref.i) for c in reading.unread] == [(RO, 1)]


def test_fields_a_later_version_adds_are_lived_with(record: OpenRecord) -> None:
    """An old reader reads a fact that says more, and the bytes keep it all."""
    body = {"state": "HU", "on": "1992-03-24", "later": "more"}
    put(record, "HU", 1, type="membership.treaty-signed/1", body=dict(body))
    (said,) = read_facts(record.desk.records)
    assert said.fact == TreatySigned("HU", date(1992, 3, 24))


def test_a_statement_of_an_unknown_type_is_not_judged() -> None:
    """What this version does not know, it does not call wrong."""
    assert schema_fault(statement("HU")) == ""
    known = replace(statement("HU"), type="membership.treaty-signed/1")
    assert "this field" in schema_fault(known)


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A fact no chapter lists."""

    height_m: float = 1.5


def test_facts_no_chapter_lists_are_not_said(record: OpenRecord) -> None:
    """A kind that no reader knows never enters by our own hand."""
    with pytest.raises(UsageError, match="E-KIND"):
        say(record.desk, record.signers["HU"], Unlisted())
    assert kind_of(SIGNED) == "membership.treaty-signed/1"


def test_floats_are_refused_when_signed(record: OpenRecord) -> None:
    """A statement holds decimal strings, never a binary fraction."""
    with pytest.raises(RecordError, match="E-CANON"):
        signed(replace(statement("HU"), body={"height_m": 1.5}), [key("HU", "author-1")])  # type: ignore[dict-item]


def test_too_much_in_one_statement(record: OpenRecord) -> None:
    """A payload over 40,000 bytes is refused; nothing of the batch is said."""
    long = TreatySigned("HU", date(1992, 3, 24), note="x" * 41_000)
    with pytest.raises(RecordError, match="E-LEAF"):
        say_all(record.desk, record.signers["HU"], [Draft(SIGNED), Draft(long)])
    assert read_facts(record.desk.records) == ()


def test_a_party_without_a_log(record: OpenRecord) -> None:
    """Who has no log here can say nothing here."""
    with pytest.raises(UsageError, match="E-PARTY"):
        say(record.desk, key("US", "author-1"), SIGNED)
    assert origin_of(record.desk.records, "HU") == HU


def test_an_empty_record_says_nothing() -> None:
    """Before the founding there are no facts and no faults."""
    assert read_facts(MemoryRecords({})) == ()


CHARTER = Charter("Test", REHEARSAL_BASE, ("HU",), "0" * 64)


def founder(party: str) -> FounderKeys:
    """Return the keys of a founder."""
    roots = tuple(key(party, f"root-{n}") for n in (1, 2, 3))
    author = (key(party, "author-1"),)
    return FounderKeys(party, roots, 2, key(party, "log"), key(party, "mirror"), author)


def desk() -> Desk:
    """Return an empty record with the keys of two logs."""
    keys = {log_origin(REHEARSAL_BASE, party): key(party, "log") for party in ("HU", "RO")}
    return Desk(MemoryRecords(keys), SetClock(AT), SeededIds("x"))


def test_founding_writes_one_document_and_an_entry_for_each() -> None:
    """Founders are sorted, each first entry names the document, and the record verifies."""
    empty = desk()
    founded = found_record(empty, CHARTER, [founder("RO"), founder("HU")])
    genesis = read_genesis(founded.document)
    assert [f.party for f in genesis.parties] == ["HU", "RO"]
    assert founded.regime == regime_id(founded.document)
    assert [(ref.o, ref.i) for ref in founded.entries] == [(HU, 0), (RO, 0)]
    records = empty.records
    assert isinstance(records, MemoryRecords)
    report = verify_record(records)
    assert (report.problems, report.regime) == ((), founded.regime)
    assert read_head(records.checkpoint(HU) or b"")[0].size == 1


@pytest.mark.parametrize(
    ("charter", "founders"),
    [
        (CHARTER, [founder("HU"), founder("HU")]),
        (CHARTER, [founder("RO")]),
        (CHARTER, []),
        (replace(CHARTER, base="https://x"), [founder("HU")]),
        (replace(CHARTER, rules=""), [founder("HU")]),
        (CHARTER, [replace(founder("HU"), threshold=1)]),
        (CHARTER, [replace(founder("HU"), mirror=key("HU", "log"))]),
    ],
)
def test_foundings_that_cannot_stand(charter: Charter, founders: list[FounderKeys]) -> None:
    """A founder twice, a depositary who is none, a lone root key: nothing is written."""
    empty = desk()
    with pytest.raises(RecordError):
        found_record(empty, charter, founders)
    assert empty.records.origins() == ()


def test_references_say_where_in_the_record(record: OpenRecord) -> None:
    """A reference to nothing makes the statement void for every reader alike."""
    say(record.desk, record.signers["HU"], SIGNED, re=(Reference(RO, 5, "0" * 64),))
    (void,) = read_record(record.desk.records).void
    assert void.code == "E-REF"


def test_a_statement_names_the_head_most_mirrors_have_dated() -> None:
    """So it was made after their times, whomever it addresses; without mirrors it names none."""
    record = rehearsed()
    records = record.desk.records
    assert isinstance(records, MemoryRecords)
    say(record.desk, record.signers["HU"], SIGNED)
    lines = read_note(cosigned(records.checkpoint(RO) or b"", ("HU", NOW), ("RO", NOW))).signatures[
        1:
    ]
    MemoryMirror(records).put_lines(RO, 1, lines)
    say(record.desk, record.signers["HU"], SIGNED, to=("RO",))
    say(record.desk, record.signers["HU"], SIGNED)
    said = [read_statement(read_envelope(leaf).payload) for leaf in records.entries(HU)]
    assert [[seen.o for seen in each.seen] for each in said] == [[], [], [RO], [RO]]
    digest = said[-1].seen[0].c
    assert records.blob(digest) == records.checkpoint(RO)
