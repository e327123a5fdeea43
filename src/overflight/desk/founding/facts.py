"""The founding facts: what the annexes and the depositaries say, as facts a record can hold.

They come from the tables of the regime. A Depositary says them in its log, so that everything later
is computed from the record; without a record they can be used as they stand, and every answer then
says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from overflight.commission import CommissionFact, DecisionAdopted, EventRecorded
from overflight.desk.ports import Signer
from overflight.desk.record import Desk, Draft, read_facts, say_all
from overflight.errors import UsageError
from overflight.membership import (
    EntryIntoForcePrinted,
    GroupFormed,
    InstrumentDeposited,
    MembershipFact,
    TreatySigned,
    WithdrawalNotified,
)
from overflight.missions import AirfieldFact, DistanceSet, SiteDesignated
from overflight.quotas import (
    DistributionAdopted,
    PassiveAllocated,
    QuotaFact,
    Share,
    first_distribution_until,
)
from overflight.record import Reference, Said
from overflight.treaty import (
    CoordStatus,
    PartyEntry,
    Regime,
    SiteEntry,
    SiteRole,
    open_skies,
)

__all__ = [
    "PACKAGE_ORIGIN",
    "FoundingFact",
    "founding_facts",
    "founding_said",
    "load_founding",
]

FoundingFact = MembershipFact | QuotaFact | AirfieldFact | CommissionFact

# The origin that stands in references to founding facts no record holds.
PACKAGE_ORIGIN = "package:open_skies"
_ENTRY = date(2002, 1, 1)
_REGISTRY = "treaty registry of the Netherlands"
_NOWHERE = frozenset({CoordStatus.TBD, CoordStatus.NONE, CoordStatus.BLANK, CoordStatus.SEE_NOTE})


def _keys(sources: tuple[str, ...]) -> str:
    return "; ".join(sources)


def _entry(regime: Regime) -> date:
    return regime.since if regime.own else _ENTRY


def _first_year(regime: Regime) -> date:
    """Return the first day of the first year in which flights are counted."""
    return _entry(regime).replace(month=1, day=1)


def _state(row: PartyEntry, regime: Regime) -> Iterator[MembershipFact]:
    source, force = _keys(row.sources), row.provisions[0]
    if row.signed:
        yield TreatySigned(row.code, row.signed, source=source)
    # The first column is the deposit with the Depositary that stands last in the table.
    speakers = reversed(regime.depositaries)
    for depositary, on in zip(speakers, (row.deposited_hu, row.deposited_ca), strict=False):
        if on:
            note = row.note if depositary == regime.depositaries[-1] else ""
            yield InstrumentDeposited(row.code, row.instrument, depositary, on, force, source, note)
    if row.in_force_registry:
        yield EntryIntoForcePrinted(
            row.code, row.in_force_registry, _REGISTRY, force, source="nl-registry"
        )
    if row.withdrawal_notified:
        yield WithdrawalNotified(
            row.code, row.withdrawal_notified, row.withdrawal_effect, _leaving(regime), source
        )


def _leaving(regime: Regime) -> str:
    bound = regime.bound.get("membership:MEM-7")
    return "art.XV.2" if bound is None else bound.provisions[0]


def _membership(regime: Regime) -> Iterator[MembershipFact]:
    for row in regime.parties:
        yield from _state(row, regime)
    for group in regime.groups:
        yield GroupFormed(
            group.code,
            group.name,
            group.kind,
            group.members,
            group.formed,
            group.scope,
            group.provisions[0],
            _keys(group.sources),
            group.note,
        )


def _quotas(regime: Regime) -> Iterator[QuotaFact]:
    for row in regime.passive_quotas:
        yield PassiveAllocated(
            row.unit,
            row.flights,
            _first_year(regime),
            provision=row.provisions[0],
            source=_keys(row.sources),
            note=row.note,
        )
    lines = regime.first_distribution
    if not lines:
        return
    own = regime.own
    literal, same_year = first_distribution_until(_entry(regime))
    yield DistributionAdopted(
        name="first distribution",
        since=_first_year(regime),
        until=date.max if own else literal,
        shares=tuple(
            Share(line.id, line.observing, line.observed, line.flights, line.shared_with, line.note)
            for line in lines
        ),
        provision=lines[0].provisions[0],
        until_otherwise=None if own else same_year,
        open_point="" if own else "AMB-4=same-year",
        source=_keys(lines[0].sources),
        note="" if own else "holds between States that have ratified",
    )


def _site(row: SiteEntry, role: SiteRole, note: str, since: date) -> SiteDesignated:
    return SiteDesignated(
        site=row.site,
        unit=row.unit,
        role=role,
        name=row.name,
        since=since,
        coord_status=row.coord_status,
        lon_deg=row.lon_deg,
        lat_deg=row.lat_deg,
        alt_lon_deg=row.alt_lon_deg,
        alt_lat_deg=row.alt_lat_deg,
        as_printed=row.as_printed,
        icao=row.icao,
        inspection=row.inspection,
        ref_icao=row.ref_icao,
        provision=row.provisions[0],
        source=_keys(row.sources),
        note=note,
    )


def _airfields(regime: Regime) -> Iterator[AirfieldFact]:
    for row in regime.sites:
        if row.name or row.coord_status not in _NOWHERE:
            yield _site(row, row.role, row.note, _entry(regime))
        elif row.coord_status is CoordStatus.SEE_NOTE:
            # The text designates the unit's own Open Skies airfields in this role too.
            for other in regime.sites:
                if other.unit == row.unit and other.role is SiteRole.OPEN_SKIES_AIRFIELD:
                    yield _site(other, row.role, row.note, _entry(regime))
    for distance in regime.distances:
        yield DistanceSet(
            id=distance.id,
            unit=distance.unit,
            name=distance.name,
            scope=distance.scope,
            km=distance.distance_km,
            since=_entry(regime),
            site=distance.site,
            other_km=distance.other_km,
            provision=distance.provisions[0],
            source=_keys(distance.sources),
            note=distance.note,
        )


def _decisions(regime: Regime) -> Iterator[CommissionFact]:
    for row in regime.decisions:
        yield DecisionAdopted(
            row.number,
            row.title,
            row.status,
            row.adopted,
            row.adopted_text,
            row.revision,
            status_note=row.status_note,
            provision=row.provisions[0],
            source=_keys(row.sources),
        )


def _events(regime: Regime) -> Iterator[CommissionFact]:
    for row in regime.chronicle:
        yield EventRecorded(
            row.id,
            row.date,
            row.date_status,
            row.kind,
            row.event,
            row.actors,
            row.observed,
            row.others,
            row.topic,
            provision=row.provisions[0],
            source=_keys(row.sources),
            where=row.where,
            note=row.note,
        )


def founding_facts(regime: Regime | None = None) -> tuple[tuple[str, FoundingFact], ...]:
    """Return every founding fact with the code of the Depositary that says it.

    Contested claims are left out: only the Party that makes a claim can say it.

    Args:
        regime: The regime; the Treaty on Open Skies if not given.
    """
    law = regime or open_skies()
    speaker = law.depositaries[-1]
    facts: list[FoundingFact] = [
        *_membership(law),
        *_quotas(law),
        *_airfields(law),
        *_decisions(law),
        *_events(law),
    ]
    return tuple((speaker, fact) for fact in facts)


def founding_said(regime: Regime | None = None) -> tuple[Said[object], ...]:
    """Return the founding facts as if said, with references that name this package.

    Args:
        regime: The regime; the Treaty on Open Skies if not given.

    Returns:
        Statements whose origin is ``package:`` with the name of the regime and whose hash is that
        of the rule set:
        no record holds them, and whoever shows them must say so.
    """
    law = regime or open_skies()
    at = datetime.combine(_entry(law), datetime.min.time(), tzinfo=UTC)
    return tuple(
        Said(fact, party, at, Reference(f"package:{law.name}", i, law.ruleset))
        for i, (party, fact) in enumerate(founding_facts(law))
    )


def load_founding(
    desk: Desk, signer: Signer, regime: Regime | None = None
) -> tuple[Reference, ...]:
    """Say the founding facts in the log of a Depositary; what it has said before is not repeated.

    Args:
        desk: Record, clock and ids.
        signer: An author key of a Depositary.
        regime: The regime; the Treaty on Open Skies if not given.

    Returns:
        Where the newly said facts stand; empty if all were said before.

    Raises:
        UsageError: The signer is not a Depositary, or has no log here.
    """
    law = regime or open_skies()
    if signer.party not in law.depositaries:
        raise UsageError(
            "E-DEPOSITARY",
            where="signer",
            expected=" or ".join(law.depositaries),
            found=signer.party,
            remedy="Let a Depositary say the founding facts (art.XVII.7).",
        )
    said = {s.fact for s in read_facts(desk.records) if s.party == signer.party}
    fresh = [Draft(fact) for _, fact in founding_facts(law) if fact not in said]
    return say_all(desk, signer, fresh) if fresh else ()
