"""What held on any day: parties, quotas, airfields, decisions, folded once and asked often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import cast

from overflight.commission import Chronicle, CommissionFact, View, fold_chronicle
from overflight.deadlines import Instant
from overflight.desk.founding.facts import founding_said
from overflight.desk.held.kept_facts import MissionFacts
from overflight.desk.held.kept_reading import read_or_kept
from overflight.desk.held.own_regimes import tongue_of, under_law
from overflight.desk.held.standings import (
    KeptStandings,
    Standing,
    Standings,
    end_of,
    fold_standings,
    standing_of,
)
from overflight.desk.ports import Kept, Records
from overflight.errors import UsageError
from overflight.membership import MembershipFact, Parties, entry_terms, fold_parties
from overflight.missions import (
    AirfieldFact,
    Airfields,
    Mission,
    MissionFact,
    Quiet,
    fold_airfields,
    fold_missions,
)
from overflight.missions.life.mission import UnitsOn
from overflight.quotas import (
    Balance,
    Debit,
    FlightTold,
    QuotaFact,
    Quotas,
    UseFact,
    Uses,
    YearFact,
    after_uses,
    balance,
    between_units,
    debits_of,
    fold_quotas,
    fold_uses,
)
from overflight.record import Said, facts_of
from overflight.sensors import SensorFact, SensorRecord, fold_sensors
from overflight.treaty import GroupKind, Readings, Regime, open_skies

__all__ = ["NO_RECORD", "AsOf", "code_of", "fold_as_of", "from_package", "from_record"]

_CUT_SHOWN = 16
NO_RECORD = "founding facts of this package, no record"


class _Memory:
    """What was computed from what held, and where more of it is kept."""

    __slots__ = ("by_key", "kept", "missions")

    def __init__(self) -> None:
        self.missions: tuple[date, tuple[Mission, ...]] | None = None
        self.by_key: Mapping[str, Sequence[Said[MissionFact]]] | None = None
        self.kept: KeptStandings | None = None


@dataclass(frozen=True, slots=True)
class AsOf:
    """Everything that can be asked as of a day.

    Args:
        regime: The regime.
        readings: Readings it was folded with.
        source: Where the facts stand, to be shown with every answer.
        parties: Who is a Party.
        quotas: Passive quotas and distributions.
        airfields: Sites and distances.
        chronicle: Decisions and claims.
        mission_facts: What was said about missions.
        cut: Id of the cut of the record they were read from; empty without a record.
        quiet: What mirrors prove of who had said nothing; nothing without cosignatures.
        uses: What was said about the use of quotas: transfers, groups, flights not counted.
        sensors: What was said about sensors and their certification.
        year_facts: What was said in the yearly cycle, in the order of the record.
    """

    regime: Regime
    readings: Readings
    source: str
    parties: Parties
    quotas: Quotas
    airfields: Airfields
    chronicle: Chronicle
    mission_facts: Sequence[Said[MissionFact]] = ()
    cut: str = ""
    quiet: Quiet | None = None
    uses: Uses = field(default_factory=Uses)
    sensors: SensorRecord = field(default_factory=lambda: fold_sensors(()))
    year_facts: tuple[YearFact, ...] = ()
    # What was computed on the way; a copy with another part begins without.
    _memory: _Memory = field(init=False, default_factory=_Memory, repr=False, compare=False)

    def code_of(self, text: str, *, where: str = "code") -> str:
        """Return the code of a State, a unit of the regime, or a group that was told to be one.

        Args:
            text: As a person wrote it, in any case.
            where: The option or field it was given in.

        Raises:
            UsageError: Nobody of this code is known.
        """
        asked = text.strip().upper()
        known = any(group.code == asked for group in self.parties.groups.every)
        return asked if known else code_of(text, self.regime, where=where)

    def view_of(self, party: str, day: date) -> View:
        """Return how a Party reads the text on a day, and what it claims."""
        return self.chronicle.view_of(party, day, self.readings.offered)

    def missions_on(self, day: date) -> tuple[Mission, ...]:
        """Return the missions as they stood at the end of a day, with the units of that day."""
        if self._memory.missions is None or self._memory.missions[0] != day:
            folded = self._fold(self.mission_facts, end_of(day), self.parties.units_on)
            self._memory.missions = day, folded
        return self._memory.missions[1]

    def _fold(
        self, said: Iterable[Said[MissionFact]], at: Instant, units: UnitsOn
    ) -> tuple[Mission, ...]:
        missions = fold_missions(said, at=at, units=units, quiet=self.quiet)
        return under_law(missions, self.regime)

    def said_of(self, key: str) -> tuple[Said[MissionFact], ...]:
        """Return what was said of one mission, in the order of the record."""
        if isinstance(self.mission_facts, MissionFacts):
            return self.mission_facts.of(key)
        return tuple(self._by_key().get(key, ()))

    def _by_key(self) -> Mapping[str, Sequence[Said[MissionFact]]]:
        """Return what was said of each mission, in the order of the record."""
        if self._memory.by_key is None:
            grouped: dict[str, list[Said[MissionFact]]] = {}
            for said in self.mission_facts:
                grouped.setdefault(said.fact.mission, []).append(said)
            self._memory.by_key = grouped
        return self._memory.by_key

    def standings_on(self, day: date) -> Iterable[tuple[str, Standing]]:
        """Return the key of every mission and how it stood at the end of a day, by key.

        The same as ``missions_on`` tells, without the course of each; from a record with a snapshot
        no mission is folded for it.
        """
        if self._memory.kept is None:
            return ((m.key, standing_of(m, self.readings)) for m in self.missions_on(day))
        return self._memory.kept.standings(self._every_day).on(day)

    def remember(self, standings: KeptStandings) -> None:
        """Take standings that are kept for exactly these facts and readings."""
        self._memory.kept = standings

    def _every_day(self) -> Standings:
        units = cache(self.parties.units_on)
        return fold_standings(
            self._by_key(), lambda said, at: self._fold(said, at, units), self.readings
        )

    def debits_on(self, day: date) -> Iterator[Debit]:
        """Yield what missions had taken from the quotas by the end of a day (QTA-9).

        A mission whose effect is not decided debits nothing yet; nor does one that both Parties
        call outside the quotas (QEF-18, QEF-19). One over several members of a group with quotas of
        their own takes one flight for each (QEF-16), one of a group with common quotas one of its
        pool (QEF-17).
        """
        units, kind_of = self.parties.units_on(day), cache(lambda unit: self._group(unit, day))
        told = {said.fact.mission for said in self.uses.outside}
        told |= {said.fact.mission for said in self.uses.overflown}
        for key, stood in self.standings_on(day):
            entry, pair = stood.entry, (stood.observing, stood.observed)
            if not entry.debit:
                continue
            taken, members = entry.debit, self.uses.stretches_of(key) if key in told else None
            one = Debit(*pair, entry.year, taken, taken, entry.effect, key)
            over = kind_of(members.group) if members else None
            kinds = (kind_of(pair[0]), kind_of(pair[1]), over)
            outside = self.uses.outside_kinds(key, pair, units) if key in told else (None, None)
            yield from debits_of(FlightTold(one, members, kinds, outside))

    def _group(self, unit: str, day: date) -> GroupKind | None:
        """Return what kind of group a unit is on a day; none for a single State Party."""
        found = self.parties.groups.named(unit, day)
        return None if found is None else found.kind

    def quotas_in(self, day: date) -> Quotas:
        """Return the quotas of the year of a day, with transfers and new splits of groups."""
        if not self.uses.transfers and not self.uses.splits:
            return self.quotas
        return after_uses(self.quotas, self.uses, day.year, self.parties.units_on(day))

    def balance_on(
        self, observing: str, observed: str, day: date, *, year: int | None = None
    ) -> Balance:
        """Return what is left of one unit's quota over another, as known on a day."""
        return self.balances_on(((observing, observed),), day, year=year)[0]

    def balances_on(
        self, pairs: Iterable[tuple[str, str]], day: date, *, year: int | None = None
    ) -> tuple[Balance, ...]:
        """Return what is left of several quotas, as known on a day; missions are folded once.

        Args:
            pairs: Observing and observed units.
            day: Day by which flights were told.
            year: Year of the quotas; that of the day if not given. A mission announced for one
                year may end in the next, and debits the first (QTA-14).
        """
        of = day.year if year is None else year
        held = min(max(day, date(of, 1, 1)), date(of, 12, 31))
        debits, quotas = tuple(self.debits_on(day)), self.quotas_in(held)
        units = self.parties.units_on(held)
        left = (balance(quotas, debits, pair, of, readings=self.readings) for pair in pairs)
        return tuple(between_units(one, quotas, units) for one in left)


def fold_as_of(
    said: Iterable[Said[object]],
    *,
    source: str,
    regime: Regime | None = None,
    readings: Readings | None = None,
) -> AsOf:
    """Fold statements into what held on any day.

    Args:
        said: Statements of any kinds, in any order.
        source: Where they stand, in words.
        regime: The regime; the Treaty on Open Skies if not given.
        readings: Readings of the open points; the defaults if not given.
    """
    law = regime or open_skies()
    chosen = readings or law.readings()
    every = tuple(said)
    membership = [s for s in every if isinstance(s.fact, MembershipFact)]
    quotas = [s for s in every if isinstance(s.fact, QuotaFact)]
    sites = [s for s in every if isinstance(s.fact, AirfieldFact)]
    spoken = [s for s in every if isinstance(s.fact, CommissionFact)]
    return AsOf(
        regime=law,
        readings=chosen,
        source=source,
        parties=fold_parties(
            cast("list[Said[MembershipFact]]", membership), terms=entry_terms(law), readings=chosen
        ),
        quotas=fold_quotas(cast("list[Said[QuotaFact]]", quotas), readings=chosen),
        airfields=fold_airfields(cast("list[Said[AirfieldFact]]", sites)),
        chronicle=fold_chronicle(
            cast("list[Said[CommissionFact]]", spoken), depositaries=law.depositaries
        ),
        mission_facts=facts_of(every, MissionFact),
        uses=fold_uses(
            cast("list[Said[UseFact]]", [s for s in every if isinstance(s.fact, UseFact)])
        ),
        year_facts=tuple(
            s.fact
            for s in sorted(every, key=lambda s: (s.time, s.ref))
            if isinstance(s.fact, YearFact)
        ),
        sensors=fold_sensors(
            cast("list[Said[SensorFact]]", [s for s in every if isinstance(s.fact, SensorFact)]),
            depositaries=law.depositaries,
        ),
    )


def from_package(*, readings: Readings | None = None) -> AsOf:
    """Return what held on any day by the founding facts of this package, without a record."""
    return fold_as_of(founding_said(), source=NO_RECORD, readings=readings)


def from_record(
    records: Records,
    *,
    source: str,
    readings: Readings | None = None,
    kept: Kept | None = None,
) -> AsOf:
    """Return what held on any day by what a record says.

    Args:
        records: The logs held.
        source: Name of the record, for answers; its cut is added to it.
        readings: Readings of the open points; the defaults if not given.
        kept: What was derived from it before and is kept beside it; it changes no answer.

    Raises:
        RecordError: The record does not hold together.
    """
    told = read_or_kept(records, kept)
    named = f"{source}, cut {told.cut[:_CUT_SHOWN]}"
    held = fold_as_of(told.others, source=named, readings=readings)
    held = replace(held, cut=told.cut, quiet=told.quiet, mission_facts=told.missions)
    if kept is not None and told.key:
        held.remember(KeptStandings(kept, told.key, held.readings))
    return held


def code_of(text: str, regime: Regime | None = None, *, where: str = "code") -> str:
    """Return the code of a State or unit, however a person wrote it.

    Args:
        text: Alpha-2, alpha-3, or the code of a unit, in any case.
        regime: The regime; the Treaty on Open Skies if not given.
        where: The option or field it was given in.

    Raises:
        UsageError: No State or unit of the regime has this code.
    """
    law = regime or open_skies()
    tongue = tongue_of(law)
    if tongue is not None:
        return tongue.party(text, where=where)
    asked = text.strip().upper()
    long = {row.alpha3: row.code for row in law.parties}
    code = long.get(asked, asked)
    if code not in {row.code for row in law.parties} | {group.code for group in law.groups}:
        raise UsageError(
            "E-CODE",
            where=where,
            expected="a State (IT, ITA) or a unit (BNL, BYRU, CSFR) of the regime",
            found=text,
            remedy="List the parties to see the codes.",
        )
    return code
