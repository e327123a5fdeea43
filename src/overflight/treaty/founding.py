"""The rows of the founding record: parties, groups, quotas, sites, distances.

These are the dated facts the annexes and the depositaries give; the desk says them in a record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from overflight.treaty.tables import Row

__all__ = [
    "CoordStatus",
    "DistanceEntry",
    "DistanceScope",
    "GroupEntry",
    "GroupKind",
    "PartyEntry",
    "PassiveQuotaEntry",
    "ShareEntry",
    "SiteEntry",
    "SiteRole",
]


class GroupKind(StrEnum):
    """What a group of States Parties is to the others."""

    SINGLE_PARTY = "single-party"  # deemed one State Party (art.XIV.1)
    SHARED_ACTIVE = "shared-active"  # own passive quotas, shared active ones (art.III.II.2)
    COMMON_QUOTAS = "common-quotas"  # common quotas (art.III.II.3)
    SUCCESSORS = "successors"  # a printed State that is several today


class SiteRole(StrEnum):
    """What a site is designated for (annex.E-1.II)."""

    OPEN_SKIES_AIRFIELD = "OSA"
    POINT_OF_ENTRY_EXIT = "POE_POX"
    REFUELLING = "REFUEL"
    CALIBRATION = "CAL"
    FIX = "FIX"


class CoordStatus(StrEnum):
    """How far the printed coordinates can be used."""

    OK = "ok"
    SUSPECT = "suspect"  # valid, but more than 5 km from a modern reference, or a bad letter
    INVALID = "invalid"  # minutes or seconds out of range
    TBD = "tbd"  # the text says: to be determined
    NONE = "none"  # the text says that there is none
    BLANK = "blank"  # the table is empty in the text
    SEE_NOTE = "see_note"


class DistanceScope(StrEnum):
    """What a maximum flight distance is given for (annex.A.III)."""

    AIRFIELD = "airfield"
    AREA = "area"  # an area, no airfield named
    VARIANT = "variant"  # when the flight covers certain islands; airfields not stated
    UNNAMED = "unnamed"  # for the State, no airfield named


@dataclass(frozen=True, slots=True)
class PartyEntry:
    """One State: signature, instrument, both deposits, entry into force, withdrawal.

    Args:
        code: ISO 3166-1 alpha-2.
        alpha3: The same State in alpha-3, for translation at the edge.
        name: Name.
        role: Original signatory, successor, acceding State.
        unit: Unit that holds its quota.
        signed: Day of signature.
        instrument: Ratification, accession or succession; empty if none.
        deposited_hu: Day of deposit in Budapest.
        deposited_ca: Day of deposit in Ottawa.
        in_force_registry: Entry into force as the Dutch registry prints it.
        in_force_computed: The same, computed from the deposits.
        agreement: Whether the two agree: ``agree``, ``conflict``, ``computed only``.
        withdrawal_notified: Day of the notice of withdrawal.
        withdrawal_effect: Day from which the State is no longer a Party.
        status: Status in words.
        depositary: Whether it is a Depositary.
        provisions: Where it is written.
        sources: Keys of the sources.
        note: Doubts and details.
    """

    code: str
    alpha3: str
    name: str
    role: str
    unit: str
    signed: date | None
    instrument: str
    deposited_hu: date | None
    deposited_ca: date | None
    in_force_registry: date | None
    in_force_computed: date | None
    agreement: str
    withdrawal_notified: date | None
    withdrawal_effect: date | None
    status: str
    depositary: bool
    provisions: tuple[str, ...]
    sources: tuple[str, ...]
    note: str

    @classmethod
    def read(cls, row: Row) -> PartyEntry:
        """Read a row of ``parties.tsv``."""
        return cls(
            code=row.text("code"),
            alpha3=row.text("alpha3"),
            name=row.text("name"),
            role=row.text("role"),
            unit=row.text("unit"),
            signed=row.day_or_none("signed"),
            instrument=row.maybe("instrument"),
            deposited_hu=row.day_or_none("deposited_hu"),
            deposited_ca=row.day_or_none("deposited_ca"),
            in_force_registry=row.day_or_none("in_force_registry"),
            in_force_computed=row.day_or_none("in_force_computed"),
            agreement=row.maybe("agreement"),
            withdrawal_notified=row.day_or_none("withdrawal_notified"),
            withdrawal_effect=row.day_or_none("withdrawal_effect"),
            status=row.text("status"),
            depositary=row.yes("depositary"),
            provisions=row.provisions(),
            sources=row.several("source"),
            note=row.maybe("note"),
        )


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """A group of States Parties, or a unit of the annexes with several members.

    Args:
        code: Unit code (``BNL``).
        name: Name.
        kind: What it is to the others.
        members: Member codes.
        formed: First day.
        ended: Day from which it is no more; none while it stands or where it is not known.
        scope: Articles and Annexes in which it counts as one.
        note: Doubts and details.
    """

    code: str
    name: str
    kind: GroupKind
    members: tuple[str, ...]
    formed: date
    ended: date | None
    scope: tuple[str, ...]
    provisions: tuple[str, ...]
    sources: tuple[str, ...]
    note: str

    @classmethod
    def read(cls, row: Row) -> GroupEntry:
        """Read a row of ``groups.tsv``."""
        return cls(
            code=row.text("code"),
            name=row.text("name"),
            kind=row.choice("kind", GroupKind),
            members=row.several("members"),
            formed=row.day("formed"),
            ended=row.day_or_none("ended"),
            scope=row.several("scope"),
            provisions=row.provisions(),
            sources=row.several("source"),
            note=row.maybe("note"),
        )


@dataclass(frozen=True, slots=True)
class PassiveQuotaEntry:
    """The flights a unit must accept in a year (annex.A.I.1)."""

    unit: str
    name: str
    members: tuple[str, ...]
    flights: int
    provisions: tuple[str, ...]
    sources: tuple[str, ...]
    note: str

    @classmethod
    def read(cls, row: Row) -> PassiveQuotaEntry:
        """Read a row of ``passive_quotas.tsv``."""
        unit, name, members = row.text("unit"), row.text("name"), row.several("members")
        flights, note = row.count("flights"), row.maybe("note")
        return cls(unit, name, members, flights, row.provisions(), row.several("source"), note)


@dataclass(frozen=True, slots=True)
class ShareEntry:
    """A line of the first distribution: flights of one unit over another (annex.A.II.1)."""

    id: str
    observing: str
    observed: str
    flights: int
    shared_with: str
    provisions: tuple[str, ...]
    sources: tuple[str, ...]
    note: str

    @classmethod
    def read(cls, row: Row) -> ShareEntry:
        """Read a row of ``first_distribution.tsv``."""
        return cls(
            id=row.text("id"),
            observing=row.text("observing"),
            observed=row.text("observed"),
            flights=row.count("flights"),
            shared_with=row.maybe("shared_with"),
            provisions=row.provisions(),
            sources=row.several("source"),
            note=row.maybe("note"),
        )


@dataclass(frozen=True, slots=True)
class DistanceEntry:
    """A maximum flight distance (annex.A.III).

    Args:
        id: Id of the line (``MFD-38``).
        unit: Unit of the observed Party.
        name: Airfield or area as printed.
        scope: What the distance is given for.
        distance_km: Kilometres in the English text.
        other_km: Kilometres in the Dutch translation where it differs.
        site: Site id where one corresponds.
        note: Doubts and details.
    """

    id: str
    unit: str
    name: str
    scope: DistanceScope
    distance_km: Decimal
    other_km: Decimal | None
    site: str
    provisions: tuple[str, ...]
    sources: tuple[str, ...]
    note: str

    @classmethod
    def read(cls, row: Row) -> DistanceEntry:
        """Read a row of ``max_flight_distances.tsv``."""
        return cls(
            id=row.text("id"),
            unit=row.text("unit"),
            name=row.text("name"),
            scope=row.choice("scope", DistanceScope),
            distance_km=row.number("distance_km"),
            other_km=row.number_or_none("other_km"),
            site=row.maybe("site"),
            provisions=row.provisions(),
            sources=row.several("source"),
            note=row.maybe("note"),
        )


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """One designation of a site in one role, coordinates as printed (annex.E-1.II).

    Args:
        site: Site id (``IT-MALPENSA``).
        unit: Unit that designates it.
        role: What it is designated for.
        name: Name as printed; empty where the text names none.
        icao: ICAO code where the text prints one.
        as_printed: Coordinates as printed.
        lon_deg: Longitude in degrees where the printed value is valid.
        lat_deg: Latitude in degrees.
        alt_lon_deg: Longitude read as degrees and decimal minutes, where seconds exceed 59.
        alt_lat_deg: Latitude read so.
        coord_status: How far the coordinates can be used.
        inspection: Whether a pre-flight inspection is possible: ``yes``, ``no``, empty if no such
            column.
        ref_icao: Code of the airport the position is checked against; not in the text.
        note: Doubts and details.
    """

    site: str
    unit: str
    role: SiteRole
    name: str
    icao: str
    as_printed: str
    lon_deg: Decimal | None
    lat_deg: Decimal | None
    alt_lon_deg: Decimal | None
    alt_lat_deg: Decimal | None
    coord_status: CoordStatus
    inspection: str
    ref_icao: str
    provisions: tuple[str, ...]
    sources: tuple[str, ...]
    note: str

    @classmethod
    def read(cls, row: Row) -> SiteEntry:
        """Read a row of ``sites.tsv``."""
        return cls(
            site=row.text("site"),
            unit=row.text("unit"),
            role=row.choice("role", SiteRole),
            name=row.maybe("name"),
            icao=row.maybe("icao"),
            as_printed=row.maybe("as_printed"),
            lon_deg=row.number_or_none("lon", most=180),
            lat_deg=row.number_or_none("lat", most=90),
            alt_lon_deg=row.number_or_none("alt_lon", most=180),
            alt_lat_deg=row.number_or_none("alt_lat", most=90),
            coord_status=row.choice("coord_status", CoordStatus),
            inspection=row.maybe("inspection"),
            ref_icao=row.maybe("ref_icao"),
            provisions=row.provisions(),
            sources=row.several("source"),
            note=row.maybe("note"),
        )
