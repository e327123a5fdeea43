"""The acts of release: each reads the record, folds it, decides, and says a fact."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from overflight.desk.ports import Records, Signer
from overflight.desk.record import Desk, Draft, attach, read_facts, say, say_all
from overflight.desk.release.cases import entitlement_case
from overflight.desk.release.cuts import AtCut, cut_of
from overflight.errors import UsageError
from overflight.record import Reference, Said
from overflight.release import (
    CopyDecided,
    CopyRequested,
    CopySent,
    Entitlement,
    EntitlementOutcome,
    EntitlementResult,
    MediaLabels,
    MediaManifest,
    ReleaseDecision,
    Releases,
    Verdict,
    entitled,
)
from overflight.treaty import Finding, Outcome, Refusal

__all__ = [
    "Decided",
    "Order",
    "ParcelNote",
    "Rechecked",
    "decide_release",
    "order_of",
    "recheck_decision",
    "request_copy",
    "send",
]

_CUT_TYPE: Final = "application/json"
_HEADER_TYPE: Final = "text/plain"


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that stands on the record.

    Args:
        ref: Where.
        decision: What was decided.
        entitlement: The answer it embeds, with everything it rests on.
    """

    ref: Reference
    decision: ReleaseDecision
    entitlement: Entitlement


@dataclass(frozen=True, slots=True)
class ParcelNote:
    """What the packer measured of a finished parcel.

    Args:
        ciphertext: SHA-256 of the age file, hex.
        size: Its length in bytes.
        header: Its clear header, up to and with the ``---`` line.
        stanzas: Kinds of the recipient stanzas.
        root: Root of the manifest inside.
        sealed_root: Root of the sealed original.
    """

    ciphertext: str
    size: int
    header: bytes
    stanzas: tuple[str, ...]
    root: str
    sealed_root: str


def _refuse(act: str, rule: str, provision: str, says: str) -> Refusal:
    return Refusal(act, (Finding(rule, provision, Outcome.BROKEN, says),))


def request_copy(desk: Desk, signer: Signer, request: CopyRequested) -> Reference | Refusal:
    """Ask the observing Party for copies, and tell the observed Party.

    Args:
        desk: Record, clock and ids.
        signer: An author key of the requester.
        request: Fields (A) to (F); ``told`` must name both sides.

    Returns:
        Where the request stands, or why it cannot be made.

    Treaty: art.IX.IV.1 (DAT-14, NTF-39).
    """
    empty = [
        name
        for name, value in (
            ("(D) sensor", request.sensor.strip()),
            ("(E) portions", request.portions),
            ("(F) type and format", request.form.strip()),
            ("addressees", request.told),
        )
        if not value
    ]
    if empty:
        says = f"The request leaves out {', '.join(empty)}."
        return _refuse("request copy", "NTF-39", "art.IX.IV.1", says)
    return say(desk, signer, request, to=request.told)


def _request(releases: Releases, ref: Reference) -> Said[CopyRequested]:
    found = releases.request_at(ref)
    if found is None:
        raise _nothing_at(ref, "a request for copies")
    return found


def _nothing_at(ref: Reference, expected: str) -> UsageError:
    return UsageError(
        "E-REF",
        where=f"{ref.o}#{ref.i}",
        expected=expected,
        found="none that counts",
        remedy="Name the statement by its log and index; `overflight record list` shows them.",
    )


def _follows(answer: Entitlement) -> ReleaseDecision:
    """Return the decision that follows: what is only not possible yet is held, not refused."""
    if answer.outcome is EntitlementOutcome.ALLOW:
        return ReleaseDecision.RELEASE
    return ReleaseDecision.REFUSE if answer.barred else ReleaseDecision.HOLD


def decide_release(
    desk: Desk,
    signer: Signer,
    request: Reference,
    medium: str,
    own: tuple[ReleaseDecision, str] | None = None,
) -> Decided | Refusal:
    """Answer a request: compute the entitlement, decide, and say both.

    Args:
        desk: Record, clock and ids.
        signer: An author key of the observing Party.
        request: Where the request stands.
        medium: The medium that holds the data.
        own: Another decision than the one that follows from the entitlement, and its ground; a
            Party may refuse or hold, but nothing is released that is not allowed.

    Raises:
        UsageError: No request stands there, or nobody gave notice of the flight.

    Treaty: art.IX.IV.1; trust.md section 13.
    """
    cut = cut_of(desk.records)
    said = read_facts(desk.records)
    asked = _request(Releases.of(said), request)
    at = desk.clock.now()
    case = replace(entitlement_case(said, asked, medium, at), cut=sha256(cut).hexdigest())
    answer = entitled(case)
    if signer.party not in {case.flight.observing, *case.flight.observing_members}:
        says = f"{signer.party} is not the observing Party, of which copies are asked."
        return _refuse("decide release", "DAT-14", "art.IX.IV.1", says)
    decision, ground = own or (_follows(answer), "")
    if decision is ReleaseDecision.RELEASE and answer.outcome is not EntitlementOutcome.ALLOW:
        unkept = tuple(f for f in answer.findings if f.outcome is not Outcome.KEPT)
        return Refusal("decide release", unkept)
    fact = CopyDecided(asked.party, medium, at, decision, answer.result, ground)
    draft = Draft(
        fact,
        to=(asked.party, *sorted({*asked.fact.told} - {asked.party, signer.party})),
        re=(request,),
        att=(attach(cut, _CUT_TYPE),),
        blobs=(cut,),
    )
    return Decided(say_all(desk, signer, [draft])[0], decision, answer)


@dataclass(frozen=True, slots=True)
class Rechecked:
    """A decision's entitlement beside the one computed here at the same cut.

    Args:
        embedded: What the decision embeds.
        answer: What this program computes.
    """

    embedded: EntitlementResult
    answer: Entitlement

    @property
    def same_rules(self) -> bool:
        """Return whether both were computed with one rule set."""
        return self.embedded.ruleset == self.answer.ruleset

    @property
    def agrees(self) -> bool:
        """Return whether both say the same: to the byte with one rule set, else every verdict."""
        if self.same_rules:
            return self.embedded == self.answer.result
        return _verdicts(self.embedded) == _verdicts(self.answer.result)

    @property
    def outcome(self) -> Outcome:
        """Return kept; open where the verdicts agree but the rule sets differ; or broken."""
        if not self.agrees:
            return Outcome.BROKEN
        return Outcome.KEPT if self.same_rules else Outcome.OPEN


def _verdicts(
    result: EntitlementResult,
) -> tuple[str, EntitlementOutcome, tuple[tuple[str, Verdict], ...]]:
    return result.cut, result.outcome, tuple((rule.id, rule.verdict) for rule in result.rules)


def recheck_decision(records: Records, decision: Reference) -> Rechecked:
    """Compute a decision's entitlement again at its own cut, from any copy of the record.

    Returns:
        What the decision embeds, beside what is computed here.

    Raises:
        UsageError: No decision stands there, or the cut it names is not held.
        RecordError: The record is not the one the cut was taken of.

    Treaty: trust.md section 13.
    """
    releases = Releases.of(read_facts(records))
    decided = releases.decision_at(decision)
    if decided is None:
        raise _nothing_at(decision, "a decision on a request")
    fact = decided.fact
    cut = records.blob(fact.entitlement.cut)
    if cut is None:
        raise _nothing_at(decision, "a decision whose cut is held as an attachment")
    said = read_facts(AtCut.of(records, cut))
    asked = _request(Releases.of(said), decided.re[0])
    case = replace(entitlement_case(said, asked, fact.medium, fact.at), cut=fact.entitlement.cut)
    return Rechecked(fact.entitlement, entitled(case))


@dataclass(frozen=True, slots=True)
class Order:
    """What a decision to release asks the packer for.

    Args:
        request: The request.
        recipient: The requester's active age recipient.
    """

    request: CopyRequested
    recipient: str

    def files(
        self, sealed: MediaManifest, labels: Mapping[str, MediaLabels] | None = None
    ) -> MediaManifest:
        """Return the files of the sealed medium that the request names.

        Args:
            sealed: The sealed manifest.
            labels: Which sensor and portion each file is of, where the manifest does not say it.

        Raises:
            UsageError: It names none of them.
            SourceError: A label names no file of the medium.
        """
        known = sealed if labels is None else sealed.labelled(labels)
        wanted = {
            file.name for file in known.select(self.request.portions, self.request.sensor).files
        }
        chosen = MediaManifest(tuple(file for file in sealed.files if file.name in wanted))
        if not chosen.files:
            raise UsageError(
                "E-PORTION",
                where=f"{self.request.flight} {', '.join(self.request.portions)}",
                expected="at least one file of the portions and sensor asked for",
                found="none in the manifest",
                remedy="Name sensor and portion of each file with --labels.",
            )
        return chosen


def order_of(desk: Desk, decision: Reference) -> Order:
    """Return what a decision to release asks the packer for.

    Raises:
        UsageError: No release was decided there, or the requester has no active key.
    """
    releases = Releases.of(read_facts(desk.records))
    decided = releases.decision_at(decision)
    if decided is None or decided.fact.decision is not ReleaseDecision.RELEASE:
        raise _nothing_at(decision, "a decision to release")
    request = _request(releases, decided.re[0])
    recipient = releases.recipient_of(request.party, desk.clock.now())
    if recipient is None:
        raise _nothing_at(decision, f"an active key of {request.party}")
    return Order(request.fact, recipient)


def send(
    desk: Desk, signer: Signer, decision: Reference, parcel: ParcelNote
) -> Reference | Refusal:
    """Say that a parcel has left for one recipient; its clear header goes on the record.

    Args:
        desk: Record, clock and ids.
        signer: An author key of the party that decided.
        decision: Where the decision to release stands.
        parcel: What the packer measured.

    Returns:
        Where it stands, or why it must not be sent.

    Raises:
        UsageError: No decision stands there.

    Treaty: art.IX.IV.1; trust.md section 14.
    """
    releases = Releases.of(read_facts(desk.records))
    decided = releases.decision_at(decision)
    if decided is None:
        raise _nothing_at(decision, "a decision on a request")
    request = _request(releases, decided.re[0])
    flight, medium = request.fact.flight, decided.fact.medium
    own = [s.root for s in releases.seals_of(flight, medium) if s.party == signer.party]
    faults = {
        "The newest decision on this request is not a release by this party.": (
            decided.party == signer.party
            and decided.fact.decision is ReleaseDecision.RELEASE
            and releases.decision_on(request.ref) == decided
        ),
        "The parcel does not have exactly one X25519 recipient.": parcel.stanzas == ("X25519",),
        "The parcel does not come from the original this party sealed.": own
        == [parcel.sealed_root],
    }
    wrong = [says for says, holds in faults.items() if not holds]
    if wrong:
        return _refuse("send", "DAT-14", "art.IX.IV.1", " ".join(wrong))
    fact = CopySent(
        flight=flight,
        medium=medium,
        recipient=request.party,
        ciphertext=parcel.ciphertext,
        bytes=parcel.size,
        stanzas=len(parcel.stanzas),
        header=sha256(parcel.header).hexdigest(),
        root=parcel.root,
        sealed_root=parcel.sealed_root,
    )
    header = attach(parcel.header, _HEADER_TYPE)
    draft = Draft(fact, re=(request.ref, decision), att=(header,), blobs=(parcel.header,))
    return say_all(desk, signer, [draft])[0]
