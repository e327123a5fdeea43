"""The acts of sealing and release, from the seal to the receipt, on one record."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyrage
import pytest
from tests.release_stage import FLIGHT, FLOWN, MEDIUM, Stage, flown, manifest_of, request

from overflight.adapters.parcels.packages import seal_package
from overflight.adapters.parcels.parcels import AgeParcel, parcel_note
from overflight.desk import (
    AtCut,
    Decided,
    Medium,
    ParcelContents,
    ParcelMeasure,
    ParcelNote,
    compare_seals,
    cut_of,
    decide_release,
    flown_flight,
    fold_as_of,
    membership_of,
    order_of,
    publish_key,
    read_facts,
    receive,
    recheck_decision,
    request_copy,
    request_for,
    seal,
    send,
)
from overflight.errors import RecordError, SourceError, UsageError
from overflight.missions.said.facts_ending import ProhibitGround
from overflight.missions.said.facts_flight import CurtailCause
from overflight.record import Reference
from overflight.release import (
    AssuranceDemanded,
    AssuranceGiven,
    AssuranceText,
    AssuranceWithdrawn,
    CopySent,
    DemandWithdrawn,
    EncryptionKeyPublished,
    EntitlementOutcome,
    FlightCount,
    MediaDisputed,
    MediaLabels,
    MediaManifest,
    MediaSealed,
    ReceiptDisputed,
    ReceiptStep,
    ReleaseDecision,
    Releases,
    SealedCopyReceived,
    Verdict,
)
from overflight.treaty import Outcome, Refusal

KEY = pyrage.x25519.Identity.generate()
TO = str(KEY.to_public())
FILES = {"a.tif": b"1" * 5000, "b.tif": b"2"}
MANIFEST = manifest_of(**FILES)


@pytest.fixture
def stage() -> Stage:
    """Return a record on which the flight is flown, sealed on both sides, and Canada has a key."""
    stage = flown()
    desk, signers = stage.record.desk, stage.record.signers
    for party in ("BG", "IT"):
        seal(desk, signers[party], MEDIUM, MANIFEST)
    publish_key(desk, signers["CA"], TO)
    return stage


def _ask(stage: Stage, party: str = "CA", **changes: object) -> Reference:
    done = request_copy(stage.record.desk, stage.record.signers[party], request(**changes))
    assert isinstance(done, Reference)
    return done


def _decide(stage: Stage, ref: Reference, party: str = "BG") -> Decided:
    done = decide_release(stage.record.desk, stage.record.signers[party], ref, MEDIUM.name)
    assert isinstance(done, Decided)
    return done


@pytest.fixture
def parcel(tmp_path: Path) -> tuple[Path, ParcelNote]:
    """Return the medium packed for Canada, and what its packer measured."""
    folder = tmp_path / "medium"
    folder.mkdir()
    for name, data in FILES.items():
        (folder / name).write_bytes(data)
    path = tmp_path / "p.age"
    packed = seal_package(MANIFEST, folder, TO, path, sealed=MANIFEST)
    return path, parcel_note(packed, MANIFEST, MANIFEST)


def _sent(stage: Stage, note: ParcelNote) -> Reference:
    decided = _decide(stage, _ask(stage))
    done = send(stage.record.desk, stage.record.signers["BG"], decided.ref, note)
    assert isinstance(done, Reference)
    return done


def _last(stage: Stage, kind: type) -> object:
    return next(s.fact for s in reversed(read_facts(stage.record.desk.records, kinds={kind})))


@pytest.mark.rule("DAT-14")
@pytest.mark.provision("art.IX.IV.1")
def test_the_loop_closes(stage: Stage, parcel: tuple[Path, ParcelNote], tmp_path: Path) -> None:
    """Seal, request, decide, send, receive: at the end Canada holds what Bulgaria sealed."""
    path, note = parcel
    sent = _sent(stage, note)
    arrived = AgeParcel(path, str(KEY), tmp_path / "out")
    receipt = receive(stage.record.desk, stage.record.signers["CA"], sent, arrived)
    assert receipt.whole
    assert receipt.fact == SealedCopyReceived(
        FLIGHT, MEDIUM.name, note.ciphertext, MANIFEST.root, 2, 5001
    )
    held = Releases.of(read_facts(stage.record.desk.records)).holdings(FLIGHT)
    assert {(h.party, h.what, h.root) for h in held} == {
        ("BG", "sealed original", MANIFEST.root),
        ("IT", "sealed original", MANIFEST.root),
        ("CA", "copy", MANIFEST.root),
    }


def test_the_published_header_counts_the_readers(
    stage: Stage, parcel: tuple[Path, ParcelNote]
) -> None:
    """Every party can read the header of a parcel it never sees, and count one stanza."""
    _sent(stage, parcel[1])
    fact = _last(stage, CopySent)
    assert isinstance(fact, CopySent)
    header = stage.record.desk.records.blob(fact.header)
    assert header == parcel[1].header
    assert header is not None
    assert header.count(b"\n-> ") == fact.stanzas == 1


@pytest.mark.rule("DAT-2")
@pytest.mark.provision("art.IX.I.3")
def test_equal_seals_need_no_dispute(stage: Stage) -> None:
    """Where both roots are equal nothing more is said."""
    desk, signer = stage.record.desk, stage.record.signers["IT"]
    compared, ref = compare_seals(desk, signer, MEDIUM, MANIFEST, MANIFEST)
    assert compared.sealed
    assert ref is None


@pytest.mark.rule("DAT-2")
@pytest.mark.provision("art.IX.I.3")
def test_differing_seals_are_disputed_with_their_lines(stage: Stage) -> None:
    """A difference goes on the record with the lines, and makes the entitlement unsettled."""
    desk, signers = stage.record.desk, stage.record.signers
    other = manifest_of(**{"a.tif": b"changed", "b.tif": b"2"})
    seal(desk, signers["IT"], MEDIUM, other)
    compared, ref = compare_seals(desk, signers["IT"], MEDIUM, other, MANIFEST)
    assert not compared.sealed
    assert ref is not None
    fact = _last(stage, MediaDisputed)
    assert isinstance(fact, MediaDisputed)
    assert (fact.differing, [line.name for line in fact.lines]) == (1, ["a.tif"])
    answer = _decide(stage, _ask(stage)).entitlement
    assert answer.outcome is EntitlementOutcome.UNSETTLED


def test_a_dispute_of_very_many_files_fits_a_statement(stage: Stage) -> None:
    """The statement holds the first lines and the number of all; the manifests hold the rest."""
    desk, signers = stage.record.desk, stage.record.signers
    ours = manifest_of(**{f'{n:04}{chr(34) * 90}"': b"1" for n in range(300)})
    theirs = manifest_of(**{f'{n:04}{chr(34) * 90}"': b"2" for n in range(300)})
    medium = Medium(FLIGHT, "other")
    seal(desk, signers["BG"], medium, ours, anyway=True)
    seal(desk, signers["IT"], medium, theirs)
    compare_seals(desk, signers["BG"], medium, ours, theirs)
    fact = _last(stage, MediaDisputed)
    assert isinstance(fact, MediaDisputed)
    assert fact.differing == 300
    assert 0 < len(fact.lines) < 300


@pytest.mark.rule("DAT-2")
@pytest.mark.provision("art.IX.I.3")
def test_other_labels_are_no_dispute(stage: Stage) -> None:
    """Two sides that call their files differently hold the same bytes; nobody is accused."""
    desk, signers = stage.record.desk, stage.record.signers
    seal(desk, signers["IT"], MEDIUM, MANIFEST.bare)
    compared, ref = compare_seals(desk, signers["IT"], MEDIUM, MANIFEST.bare, MANIFEST)
    assert compared.sealed
    assert len(compared.labels) == 2
    assert ref is None


def test_a_seal_names_a_flight_and_a_medium_that_are_known(stage: Stage) -> None:
    """A slip in either stays on the record for ever, so it is asked before it is said."""
    desk, signer = stage.record.desk, stage.record.signers["IT"]
    with pytest.raises(UsageError, match="E-FLIGHT"):
        seal(desk, signer, Medium("2003-OS9999", MEDIUM.name), MANIFEST)
    with pytest.raises(UsageError, match=f"other side names it: {MEDIUM.name}"):
        seal(desk, signer, Medium(FLIGHT, "medium-I"), MANIFEST)
    seal(desk, signer, Medium(FLIGHT, "medium-I"), MANIFEST, anyway=True)


def test_files_are_chosen_by_labels_beside_a_bare_seal(stage: Stage) -> None:
    """The seal is of bytes; which of them are of a portion is said beside it."""
    order = order_of(stage.record.desk, _decide(stage, _ask(stage)).ref)
    labels = {"a.tif": MediaLabels(sensor="S1", portion="S1-a")}
    chosen = order.files(MANIFEST.bare, labels)
    assert [file.name for file in chosen.files] == ["a.tif"]
    assert chosen.bare == chosen
    with pytest.raises(UsageError, match="E-PORTION"):
        order.files(MANIFEST.bare)


def test_a_parcel_is_received_once(
    stage: Stage, parcel: tuple[Path, ParcelNote], tmp_path: Path
) -> None:
    """A second receipt says nothing new; after a dispute the right file may still be received."""
    path, note = parcel
    sent = _sent(stage, note)
    desk, signer = stage.record.desk, stage.record.signers["CA"]
    wrong = tmp_path / "wrong.age"
    wrong.write_bytes(b"not it")
    assert not receive(desk, signer, sent, AgeParcel(wrong, str(KEY), tmp_path / "no")).whole
    assert receive(desk, signer, sent, AgeParcel(path, str(KEY), tmp_path / "out")).whole
    with pytest.raises(UsageError, match="E-RECEIPT"):
        receive(desk, signer, sent, AgeParcel(path, str(KEY), tmp_path / "again"))
    assert not (tmp_path / "again").exists()


def test_a_key_that_cannot_be_one_counts_for_nothing(stage: Stage) -> None:
    """Nothing can be sealed to a word; and one bad statement must not stop every other answer."""
    stage.say("HU", EncryptionKeyPublished("hello", FLOWN))
    assert _decide(stage, _ask(stage, "HU")).decision is ReleaseDecision.HOLD
    assert _decide(stage, _ask(stage)).decision is ReleaseDecision.RELEASE


def test_only_sealed_manifests_are_compared(stage: Stage) -> None:
    """A manifest that its side did not seal proves nothing."""
    desk, signer = stage.record.desk, stage.record.signers["IT"]
    with pytest.raises(UsageError, match="E-SEAL"):
        compare_seals(desk, signer, MEDIUM, manifest_of(a=b""), MANIFEST)


@pytest.mark.rule("NTF-39")
@pytest.mark.provision("art.IX.IV.1")
@pytest.mark.parametrize("changes", [{"sensor": ""}, {"portions": ()}, {"form": " "}, {"told": ()}])
def test_an_empty_field_is_refused_before_it_is_said(
    stage: Stage, changes: dict[str, object]
) -> None:
    """A request that cannot stand is not put on the record."""
    signer = stage.record.signers["CA"]
    done = request_copy(stage.record.desk, signer, request(**changes))
    assert isinstance(done, Refusal)
    assert done.findings[0].rule == "NTF-39"


def test_a_request_is_filled_from_the_record(stage: Stage) -> None:
    """Fields (A) to (C) and the addressees come from what both Parties said."""
    asked = request_for(stage.record.desk, FLIGHT, "S1", ("S1-a",), "digital, first generation")
    assert asked == request()
    with pytest.raises(UsageError, match="E-FLIGHT"):
        request_for(stage.record.desk, "2003-OS3999", "S1", ("S1-a",), "digital")


@pytest.mark.rule("DAT-14")
@pytest.mark.provision("art.IX.IV.1")
def test_only_the_observing_party_decides(stage: Stage) -> None:
    """Copies are asked of the observing Party; nobody else answers for it."""
    ref = _ask(stage)
    done = decide_release(stage.record.desk, stage.record.signers["IT"], ref, MEDIUM.name)
    assert isinstance(done, Refusal)


@pytest.mark.rule("MEM-9")
@pytest.mark.provision("art.XV")
def test_a_former_party_is_held_and_cannot_be_released_to(stage: Stage) -> None:
    """Russia asks in 2022 for a flight of 2003: the software neither releases nor refuses."""
    stage.clock.set(datetime(2022, 1, 9, tzinfo=UTC))
    publish_key(stage.record.desk, stage.record.signers["RU"], TO)
    ref = _ask(stage, "RU")
    decided = _decide(stage, ref)
    assert decided.decision is ReleaseDecision.HOLD
    assert decided.entitlement.outcome is EntitlementOutcome.UNSETTLED
    own = (ReleaseDecision.RELEASE, "we like it so")
    signer = stage.record.signers["BG"]
    done = decide_release(stage.record.desk, signer, ref, MEDIUM.name, own)
    assert isinstance(done, Refusal)
    assert [f.readings for f in done.findings] == [("AMB-28=unsettled",)]
    own = (ReleaseDecision.REFUSE, "our own reading of Article XV")
    done = decide_release(stage.record.desk, signer, ref, MEDIUM.name, own)
    assert isinstance(done, Decided)
    assert done.decision is ReleaseDecision.REFUSE


def test_what_is_only_not_possible_yet_is_held(stage: Stage) -> None:
    """Without a key nothing can be sent, but nothing is refused; a bad request is refused."""
    assert _decide(stage, _ask(stage, "HU")).decision is ReleaseDecision.HOLD
    bad = _ask(stage, flown_on=date(2003, 5, 15))
    assert _decide(stage, bad).decision is ReleaseDecision.REFUSE


def test_a_decision_is_the_same_for_everyone_at_its_cut(stage: Stage) -> None:
    """What was said later does not change the answer computed again at the cut."""
    decided = _decide(stage, _ask(stage))
    stage.say("IT", AssuranceDemanded(FLIGHT, "*", "no copy onward", "art.IX.I.4"))
    found = recheck_decision(stage.record.desk.records, decided.ref)
    assert found.outcome is Outcome.KEPT
    assert found.answer.result == decided.entitlement.result
    assert _decide(stage, _ask(stage)).entitlement.outcome is EntitlementOutcome.UNSETTLED


def test_a_false_entitlement_is_found(stage: Stage) -> None:
    """A decision that embeds another answer than the record gives is told."""
    decided = _decide(stage, _ask(stage))
    releases = Releases.of(read_facts(stage.record.desk.records))
    honest = releases.decisions[0]
    false = replace(
        honest.fact, entitlement=replace(honest.fact.entitlement, outcome=EntitlementOutcome.DENY)
    )
    ref = stage.say("BG", false, *honest.re)
    assert recheck_decision(stage.record.desk.records, decided.ref).agrees
    assert recheck_decision(stage.record.desk.records, ref).outcome is Outcome.BROKEN


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [({}, Outcome.OPEN), ({"outcome": EntitlementOutcome.DENY}, Outcome.BROKEN)],
)
def test_another_rule_set_is_not_a_false_decision(
    stage: Stage, changes: dict[str, object], outcome: Outcome
) -> None:
    """A newer program must not accuse who decided honestly with an older law; nor excuse a lie."""
    _decide(stage, _ask(stage))
    honest = Releases.of(read_facts(stage.record.desk.records)).decisions[0]
    older = replace(honest.fact.entitlement, ruleset="4d" * 32, **changes)  # type: ignore[arg-type]
    ref = stage.say("BG", replace(honest.fact, entitlement=older), *honest.re)
    found = recheck_decision(stage.record.desk.records, ref)
    assert not found.same_rules
    assert found.outcome is outcome


def test_recheck_needs_the_decision_and_its_cut(stage: Stage) -> None:
    """A place without a decision, or a cut nobody holds, is told."""
    ref = _ask(stage)
    with pytest.raises(UsageError, match="a decision on a request"):
        recheck_decision(stage.record.desk.records, ref)
    _decide(stage, ref)
    honest = Releases.of(read_facts(stage.record.desk.records)).decisions[0]
    lost = replace(honest.fact, entitlement=replace(honest.fact.entitlement, cut="00" * 32))
    with pytest.raises(UsageError, match="cut is held"):
        recheck_decision(stage.record.desk.records, stage.say("BG", lost, ref))


def test_a_cut_shows_the_record_as_it_stood(stage: Stage) -> None:
    """A cut hides later entries, takes none, and is refused where the record is another."""
    records = stage.record.desk.records
    cut, before = cut_of(records), read_facts(records)
    _ask(stage)
    at = AtCut.of(records, cut)
    assert read_facts(at) == before
    assert at.checkpoint(at.origins()[0]) is None
    with pytest.raises(UsageError, match="E-CUT"):
        at.append(at.origins()[0], [])
    with pytest.raises(RecordError, match="E-CUT"):
        AtCut.of(flown().record.desk.records, cut)
    with pytest.raises(RecordError, match="canonical"):
        AtCut.of(records, cut + b" ")
    with pytest.raises(SourceError):
        AtCut.of(records, b"[]")


def _note(**changes: object) -> ParcelNote:
    note = ParcelNote("aa", 1, b"h\n", ("X25519",), MANIFEST.root, MANIFEST.root)
    return replace(note, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("note", "says"),
    [
        (_note(stanzas=("X25519", "X25519")), "one X25519 recipient"),
        (_note(stanzas=("scrypt",)), "one X25519 recipient"),
        (_note(sealed_root="bb"), "original"),
    ],
)
def test_a_wrong_parcel_is_not_sent(stage: Stage, note: ParcelNote, says: str) -> None:
    """Two readers, another lock, or another original: the sender is stopped before it speaks."""
    decided = _decide(stage, _ask(stage))
    done = send(stage.record.desk, stage.record.signers["BG"], decided.ref, note)
    assert isinstance(done, Refusal)
    assert says in done.findings[0].says


def test_only_a_standing_release_is_sent(stage: Stage) -> None:
    """A decision that was overtaken by a newer one, or that is no release, sends nothing."""
    desk, signer = stage.record.desk, stage.record.signers["BG"]
    ref = _ask(stage)
    first = _decide(stage, ref)
    own = (ReleaseDecision.REFUSE, "changed our mind")
    second = decide_release(desk, signer, ref, MEDIUM.name, own)
    assert isinstance(second, Decided)
    for decided in (first, second):
        assert isinstance(send(desk, signer, decided.ref, _note()), Refusal)
    with pytest.raises(UsageError, match="E-REF"):
        send(desk, signer, ref, _note())


def test_the_order_names_files_and_recipient(stage: Stage) -> None:
    """The packer learns from the record what to pack and for which key."""
    decided = _decide(stage, _ask(stage))
    order = order_of(stage.record.desk, decided.ref)
    assert order.recipient == TO
    assert order.files(MANIFEST) == MANIFEST
    with pytest.raises(UsageError, match="E-PORTION"):
        order.files(MediaManifest(()))
    with pytest.raises(UsageError, match="a decision to release"):
        order_of(stage.record.desk, _decide(stage, _ask(stage, "HU")).ref)
    stage.clock.set(datetime(2003, 5, 2, tzinfo=UTC))
    with pytest.raises(UsageError, match="an active key of CA"):
        order_of(stage.record.desk, decided.ref)


class _Arrived:
    """A parcel that measures and opens as the test says."""

    def __init__(self, measure: ParcelMeasure, contents: ParcelContents | None = None) -> None:
        self.measured = measure
        self.contents = contents
        self.opened = self.discarded = 0

    def measure(self) -> ParcelMeasure:
        return self.measured

    def open(self) -> ParcelContents:
        self.opened += 1
        assert self.contents is not None
        return self.contents

    def discard(self) -> None:
        self.discarded += 1


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"ciphertext": "bb"}, ReceiptStep.CIPHERTEXT),
        ({"size": 2}, ReceiptStep.CIPHERTEXT),
        ({"head": b"another"}, ReceiptStep.HEADER),
        ({"stanzas": ()}, ReceiptStep.HEADER),
        ({"stanzas": ("X25519", "X25519")}, ReceiptStep.HEADER),
    ],
)
def test_a_closed_parcel_is_checked_before_it_is_opened(
    stage: Stage, changes: dict[str, object], step: ReceiptStep
) -> None:
    """Age does not authenticate the sender: nothing is decrypted before hash and header fit."""
    sent = _sent(stage, _note())
    measure = replace(ParcelMeasure("aa", 1, b"h\nrest", ("X25519",)), **changes)  # type: ignore[arg-type]
    arrived = _Arrived(measure)
    receipt = receive(stage.record.desk, stage.record.signers["CA"], sent, arrived)
    assert isinstance(receipt.fact, ReceiptDisputed)
    assert receipt.fact.step is step
    assert arrived.opened == 0
    assert _last(stage, ReceiptDisputed) == receipt.fact


@pytest.mark.parametrize(
    "contents",
    [
        ParcelContents(manifest_of(a=b""), MANIFEST.root),
        ParcelContents(MANIFEST, ""),
        ParcelContents(MANIFEST, MANIFEST.root, ("a.tif",)),
    ],
)
def test_other_contents_are_disputed_and_discarded(stage: Stage, contents: ParcelContents) -> None:
    """What opens but is not what was announced is kept only as the closed parcel."""
    sent = _sent(stage, _note())
    arrived = _Arrived(ParcelMeasure("aa", 1, b"h\nrest", ("X25519",)), contents)
    receipt = receive(stage.record.desk, stage.record.signers["CA"], sent, arrived)
    assert isinstance(receipt.fact, ReceiptDisputed)
    assert receipt.fact.step is ReceiptStep.ROOT
    assert arrived.discarded == 1
    assert not receipt.whole


def test_a_parcel_that_does_not_open_is_disputed(
    stage: Stage, parcel: tuple[Path, ParcelNote], tmp_path: Path
) -> None:
    """The age file is what was announced, but sealed to another key: said, and nothing lost."""
    path, note = parcel
    sent = _sent(stage, note)
    arrived = AgeParcel(path, str(pyrage.x25519.Identity.generate()), tmp_path / "out")
    receipt = receive(stage.record.desk, stage.record.signers["CA"], sent, arrived)
    assert isinstance(receipt.fact, ReceiptDisputed)
    assert receipt.fact.step is ReceiptStep.OPENING
    assert path.exists()
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_no_age_file_is_disputed_by_its_hash(stage: Stage, tmp_path: Path) -> None:
    """Rubbish in place of a parcel is measured, told, and never opened."""
    (tmp_path / "p.age").write_bytes(b"rubbish")
    sent = _sent(stage, _note())
    arrived = AgeParcel(tmp_path / "p.age", str(KEY), tmp_path / "out")
    assert arrived.measure().stanzas == ()
    receipt = receive(stage.record.desk, stage.record.signers["CA"], sent, arrived)
    assert isinstance(receipt.fact, ReceiptDisputed)
    assert receipt.fact.step is ReceiptStep.CIPHERTEXT


def test_discarding_removes_what_was_unpacked(
    parcel: tuple[Path, ParcelNote], tmp_path: Path
) -> None:
    """A disputed copy does not stay lying about in the clear."""
    arrived = AgeParcel(parcel[0], str(KEY), tmp_path / "out")
    arrived.open()
    arrived.discard()
    assert not (tmp_path / "out").exists()


def test_a_header_that_is_not_on_the_record_is_disputed(stage: Stage) -> None:
    """The published header must be held, or nobody could count the stanzas."""
    fact = CopySent(FLIGHT, MEDIUM.name, "CA", "aa", 1, 1, "cc" * 32, "rr", "rr")
    sent = stage.say("BG", fact)
    arrived = _Arrived(ParcelMeasure("aa", 1, b"h\n", ("X25519",)))
    receipt = receive(stage.record.desk, stage.record.signers["CA"], sent, arrived)
    assert isinstance(receipt.fact, ReceiptDisputed)
    assert receipt.fact.found == "not on the record"


def test_only_the_recipient_receives(stage: Stage) -> None:
    """A parcel announced for Canada is nobody else's to confirm."""
    sent = _sent(stage, _note())
    arrived = _Arrived(ParcelMeasure("aa", 1, b"", ()))
    for party, ref, found in (("IT", sent, "one for CA"), ("CA", _ask(stage), "none")):
        with pytest.raises(UsageError, match=found):
            receive(stage.record.desk, stage.record.signers[party], ref, arrived)


def test_a_bad_recipient_is_not_published(stage: Stage) -> None:
    """Nothing could ever be sealed to it."""
    with pytest.raises(SourceError, match="E-RECIPIENT"):
        publish_key(stage.record.desk, stage.record.signers["CA"], "age1nonsense")


def _assurance(stage: Stage, ref: Reference) -> Verdict:
    answer = _decide(stage, ref).entitlement
    return next(a.verdict for a in answer.answers if a.condition.id == "DAT-3/assurance")


def test_assurances_are_demanded_given_and_withdrawn(stage: Stage) -> None:
    """An assurance answers the demand it names, until it is withdrawn by who gave it."""
    ref = _ask(stage)
    demand = stage.say("IT", AssuranceDemanded("", "CA", "not to be passed on", "art.IX.I.4"))
    assert _assurance(stage, ref) is Verdict.UNSETTLED
    text = AssuranceText("en", "aa" * 32)
    given = stage.say("CA", AssuranceGiven((text,), "not passed on", FLOWN), demand)
    assert _assurance(stage, ref) is Verdict.KEPT
    stage.say("HU", AssuranceWithdrawn(FLOWN), given)
    assert _assurance(stage, ref) is Verdict.KEPT
    stage.say("CA", AssuranceWithdrawn(stage.clock.now()), given)
    assert _assurance(stage, ref) is Verdict.UNSETTLED
    stage.say("HU", DemandWithdrawn(), demand)
    assert _assurance(stage, ref) is Verdict.UNSETTLED
    stage.say("IT", DemandWithdrawn(), demand)
    assert _assurance(stage, ref) is Verdict.KEPT


def test_a_demand_about_another_flight_does_not_count(stage: Stage) -> None:
    """A demand speaks of the flight it names."""
    stage.say("IT", AssuranceDemanded("2003-OS3001", "CA", "no copy onward", "art.IX.I.4"))
    assert _assurance(stage, _ask(stage)) is Verdict.KEPT


def _count(stage: Stage, at: datetime = FLOWN + timedelta(days=1)) -> FlightCount:
    state = fold_as_of(read_facts(stage.record.desk.records), source="test")
    flight = flown_flight(state, FLIGHT, at)
    assert flight is not None
    assert (flight.observing, flight.observed) == ("BG", "IT")
    return flight.count


@pytest.mark.rule("QEF-0")
@pytest.mark.provision("art.VIII.II.6")
def test_the_count_comes_from_the_mission() -> None:
    """Counted when flown to its end; not stated before it is over."""
    stage = flown()
    assert _count(stage) is FlightCount.COUNTED
    assert _count(stage, FLOWN + timedelta(hours=1)) is FlightCount.NOT_STATED
    assert _count(stage, FLOWN - timedelta(days=1)) is FlightCount.NOT_STATED


@pytest.mark.rule("QEF-0")
@pytest.mark.provision("art.VIII.II.6")
@pytest.mark.parametrize(
    ("causes", "count"),
    [
        ({"BG": CurtailCause.WEATHER_SAFETY}, FlightCount.COUNTED),
        ({"BG": CurtailCause.FORCE_MAJEURE}, FlightCount.CHOICE_OPEN),
        ({"BG": CurtailCause.EMERGENCY}, FlightCount.NOT_REGULATED),
        (
            {"BG": CurtailCause.FORCE_MAJEURE, "IT": CurtailCause.WEATHER_SAFETY},
            FlightCount.CONTESTED,
        ),
    ],
)
def test_a_flight_cut_short_counts_by_its_cause(
    causes: dict[str, CurtailCause], count: FlightCount
) -> None:
    """The cause decides, a choice may be open, and contradicting causes are contested."""
    stage = flown(landed=False)
    for party, cause in causes.items():
        stage.mission(party, "curtailed", FLOWN + timedelta(hours=1), cause=cause)
    assert _count(stage) is count


@pytest.mark.rule("QEF-0")
@pytest.mark.provision("art.VIII.II.6")
def test_a_choice_not_to_count_leaves_the_data_open() -> None:
    """The observing Party chose that the flight does not count: AMB-21 then."""
    stage = flown(landed=False)
    at = FLOWN + timedelta(hours=1)
    stage.mission("BG", "curtailed", at, cause=CurtailCause.FORCE_MAJEURE)
    stage.mission("BG", "landed", at + timedelta(minutes=30))
    stage.mission("BG", "count-chosen", at + timedelta(hours=2), counted=False)
    assert _count(stage) is FlightCount.NOT_COUNTED


@pytest.mark.rule("QEF-0")
@pytest.mark.provision("art.VIII.II.6")
def test_a_prohibited_flight_collected_nothing() -> None:
    """Where nobody took off there are no data to copy."""
    stage = flown(airborne=False)
    ground = ProhibitGround.NOT_COMPLIANT
    stage.mission("IT", "prohibited", FLOWN - timedelta(hours=1), ground=ground)
    assert _count(stage) is FlightCount.NOT_FLOWN


def test_a_state_nobody_spoke_of_has_no_membership(stage: Stage) -> None:
    """Of a State of which nothing was said there is nothing to name as basis."""
    state = fold_as_of(read_facts(stage.record.desk.records), source="test")
    assert membership_of(state, ("XX",)) == ()
    assert [span.party for span in membership_of(state, ("IT", "XX", "IT"))] == ["IT"]


def test_the_newest_seal_of_a_party_counts(stage: Stage) -> None:
    """A party that seals again replaces its seal by its place in its log, not by claimed time."""
    stage.clock.set(FLOWN - timedelta(days=5))
    stage.say("IT", MediaSealed(FLIGHT, MEDIUM.name, "bb", 1, 1))
    releases = Releases.of(read_facts(stage.record.desk.records))
    roots = {s.party: s.root for s in releases.seals_of(FLIGHT, MEDIUM.name)}
    assert roots == {"BG": MANIFEST.root, "IT": "bb"}


def test_nobody_decides_on_what_was_not_asked(stage: Stage) -> None:
    """A place without a request, and a request for a flight nobody notified, are told."""
    signer = stage.record.signers["BG"]
    nowhere = Reference("o", 1, "00")
    with pytest.raises(UsageError, match="E-REF"):
        decide_release(stage.record.desk, signer, nowhere, MEDIUM.name)
    ref = _ask(stage, flight="2003-OS3999")
    with pytest.raises(UsageError, match="E-FLIGHT"):
        decide_release(stage.record.desk, signer, ref, MEDIUM.name)
