"""The state of sealing and release, folded from what the parties said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from overflight.deadlines import Instant, day_of
from overflight.record import Reference, Said, facts_of
from overflight.release.cases import (
    Assurance,
    CopyRequest,
    Demand,
    EncryptionKey,
    Seal,
)
from overflight.release.facts import (
    AssuranceDemanded,
    AssuranceGiven,
    AssuranceWithdrawn,
    CopyDecided,
    CopyRequested,
    CopySent,
    DemandWithdrawn,
    EncryptionKeyPublished,
    MediaDisputed,
    MediaSealed,
    ReceiptDisputed,
    SealedCopyReceived,
)
from overflight.release.recipients import is_recipient
from overflight.release.results import Place

__all__ = ["Holding", "Releases", "place_of"]


def place_of(ref: Reference) -> Place:
    """Return where a statement stands, without its hash, as an entitlement names it."""
    return Place(ref.o, ref.i)


def _place(said: Said[object]) -> Reference:
    return said.ref


@dataclass(frozen=True, slots=True)
class Holding:
    """What one party holds of a flight's data, as the record shows it.

    Args:
        party: Who.
        medium: Name of the medium.
        what: ``sealed original`` or ``copy``.
        root: Manifest root of what it holds.
        ref: The statement that shows it.
    """

    party: str
    medium: str
    what: str
    root: str
    ref: Reference


@dataclass(frozen=True, slots=True)
class Releases:
    """All seals, requests, decisions, parcels and receipts of a record, in the order said.

    Args:
        seals: Every seal; a party's newest for a medium counts.
        disputes: Seals that differ.
        requests: Requests for copies.
        decisions: Decisions on them.
        parcels: Parcels sent.
        receipts: Parcels received and found whole.
        receipt_disputes: Parcels found otherwise.
        demands: Demands for assurances not withdrawn, with the assurances that answer them.
        keys: Encryption keys published.
    """

    seals: tuple[Said[MediaSealed], ...] = ()
    disputes: tuple[Said[MediaDisputed], ...] = ()
    requests: tuple[Said[CopyRequested], ...] = ()
    decisions: tuple[Said[CopyDecided], ...] = ()
    parcels: tuple[Said[CopySent], ...] = ()
    receipts: tuple[Said[SealedCopyReceived], ...] = ()
    receipt_disputes: tuple[Said[ReceiptDisputed], ...] = ()
    demands: tuple[tuple[str, Demand], ...] = ()
    keys: tuple[EncryptionKey, ...] = ()

    @classmethod
    def of(cls, said: Iterable[Said[object]]) -> Releases:
        """Fold what was said into the state; facts of other chapters are passed over."""
        said = tuple(said)
        return cls(
            seals=facts_of(said, MediaSealed),
            disputes=facts_of(said, MediaDisputed),
            requests=facts_of(said, CopyRequested),
            decisions=facts_of(said, CopyDecided),
            parcels=facts_of(said, CopySent),
            receipts=facts_of(said, SealedCopyReceived),
            receipt_disputes=facts_of(said, ReceiptDisputed),
            demands=_demands(said),
            keys=_keys(said),
        )

    def seals_of(self, flight: str, medium: str) -> tuple[Seal, ...]:
        """Return each party's newest seal of a medium."""
        newest = {
            s.party: s
            for s in sorted(self.seals, key=_place)
            if (s.fact.flight, s.fact.medium) == (flight, medium)
        }
        return tuple(Seal(s.party, s.fact.root, (place_of(s.ref),)) for s in newest.values())

    def media_of(self, flight: str, *, but: str) -> tuple[str, ...]:
        """Return the names of the media of a flight that others than one party have sealed."""
        names = {s.fact.medium for s in self.seals if s.fact.flight == flight and s.party != but}
        return tuple(sorted(names))

    def received(self, sent: Reference, party: str) -> Said[SealedCopyReceived] | None:
        """Return where a party said that it received a parcel whole, if it did."""
        return next((s for s in self.receipts if s.party == party and sent in s.re), None)

    def demands_on(self, flight: str) -> tuple[Demand, ...]:
        """Return the demands that speak of a flight or of every flight."""
        return tuple(demand for about, demand in self.demands if about in {"", flight})

    def request_at(self, ref: Reference) -> Said[CopyRequested] | None:
        """Return the request that stands at a place."""
        return next((s for s in self.requests if s.ref == ref), None)

    def decision_on(self, request: Reference) -> Said[CopyDecided] | None:
        """Return the newest decision that answers a request, by its place in its log."""
        answers = sorted((s for s in self.decisions if request in s.re), key=_place)
        return answers[-1] if answers else None

    def decision_at(self, ref: Reference) -> Said[CopyDecided] | None:
        """Return the decision that stands at a place."""
        return next((s for s in self.decisions if s.ref == ref), None)

    def recipient_of(self, party: str, at: Instant) -> str | None:
        """Return the age recipient of a party that is active at an instant; the newest one."""
        active = [key for key in self.keys if key.party == party and key.active(at)]
        return active[-1].recipient if active else None

    def parcel_at(self, ref: Reference) -> Said[CopySent] | None:
        """Return the parcel that stands at a place."""
        return next((s for s in self.parcels if s.ref == ref), None)

    def holdings(self, flight: str) -> tuple[Holding, ...]:
        """Return who holds what of a flight: sealed originals and copies received."""
        seals = {
            (s.party, s.fact.medium): Holding(
                s.party, s.fact.medium, "sealed original", s.fact.root, s.ref
            )
            for s in sorted(self.seals, key=_place)
            if s.fact.flight == flight
        }
        copies = (
            Holding(s.party, s.fact.medium, "copy", s.fact.root, s.ref)
            for s in self.receipts
            if s.fact.flight == flight
        )
        return (*seals.values(), *copies)


def request_of(said: Said[CopyRequested]) -> CopyRequest:
    """Return a request as a case holds it; the day is the one its author claims.

    A decision names a cut of the record and comes out the same from every mirror; what mirrors have
    dated is no part of a cut and differs from one to the next, so it does not set the day.
    """
    return CopyRequest(said.party, day_of(said.time), said.fact, (place_of(said.ref),))


def _withdrawals(said: tuple[Said[object], ...]) -> dict[Reference, Said[AssuranceWithdrawn]]:
    taken = facts_of(said, AssuranceWithdrawn)
    return {ref: s for s in reversed(taken) for ref in s.re if ref.o == s.ref.o}


def _demands(said: tuple[Said[object], ...]) -> tuple[tuple[str, Demand], ...]:
    """Return the demands that stand; only the party that spoke may withdraw its word."""
    ended = _withdrawals(said)
    dropped = {ref for s in facts_of(said, DemandWithdrawn) for ref in s.re if ref.o == s.ref.o}
    answers: dict[Reference, list[Assurance]] = {}
    for given in facts_of(said, AssuranceGiven):
        assurance = Assurance(
            given.party, given.fact.since, given.fact.until, (place_of(given.ref),)
        )
        end = ended.get(given.ref)
        if end is not None:
            until = min(end.fact.since, given.fact.until or end.fact.since)
            basis = (*assurance.basis, place_of(end.ref))
            assurance = replace(assurance, until=until, basis=basis)
        for ref in given.re:
            answers.setdefault(ref, []).append(assurance)
    return tuple(
        (
            s.fact.flight,
            Demand(
                by=s.party,
                of=s.fact.of,
                scope=s.fact.scope,
                ground=s.fact.ground,
                answers=tuple(answers.get(s.ref, ())),
                basis=(place_of(s.ref),),
            ),
        )
        for s in facts_of(said, AssuranceDemanded)
        if s.ref not in dropped
    )


def _keys(said: tuple[Said[object], ...]) -> tuple[EncryptionKey, ...]:
    """Return the keys that a copy can be sealed to; a recipient that cannot be one is no key."""
    return tuple(
        EncryptionKey(s.party, s.fact.recipient, s.fact.since, s.fact.until, (place_of(s.ref),))
        for s in facts_of(said, EncryptionKeyPublished)
        if is_recipient(s.fact.recipient)
    )
