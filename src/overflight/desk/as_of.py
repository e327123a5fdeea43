"""What held on any day: parties, quotas, airfields, decisions, folded once and asked often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from hashlib import sha256
from typing import cast

from overflight.commission import Chronicle, CommissionFact, View, fold_chronicle
from overflight.desk.founding_facts import founding_said
from overflight.desk.own_regimes import tongue_of, under_law
from overflight.desk.ports import Records
from overflight.desk.record import read_record
from overflight.desk.release_cuts import cut_of
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
    quota_entry,
)
from overflight.quotas import (
    Balance,
    Debit,
    QuotaFact,
    Quotas,
    UseFact,
    Uses,
    YearFact,
    after_uses,
    balance,
    between_units,
    fold_quotas,
    fold_uses,
    member_debits,
)
from overflight.record import Said, facts_of
from overflight.sensors import SensorFact, SensorRecord, fold_sensors
from overflight.treaty import GroupKind, Readings, Regime, open_skies

__all__ = ["NO_RECORD", "AsOf", "code_of", "fold_as_of", "from_package", "from_record"]

_CUT_SHOWN = 16
NO_RECORD = "founding facts of this package, no record"


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
    mission_facts: tuple[Said[MissionFact], ...] = ()
    cut: str = ""
    quiet: Quiet | None = None
    uses: Uses = field(default_factory=Uses)
    sensors: SensorRecord = field(default_factory=lambda: fold_sensors(()))
    year_facts: tuple[YearFact, ...] = ()

    def view_of(self, party: str, day: date) -> View:
        """Return how a Party reads the text on a day, and what it claims."""
        return self.chronicle.view_of(party, day, self.readings.offered)

    def missions_on(self, day: date) -> tuple[Mission, ...]:
        """Return the missions as they stood at the end of a day, with the units of that day."""
        at = datetime.combine(day, time(23, 59, 59), tzinfo=UTC)
        units = self.parties.units_on
        missions = fold_missions(self.mission_facts, at=at, units=units, quiet=self.quiet)
        return under_law(missions, self.regime)

    def debits_on(self, day: date) -> Iterator[Debit]:
        """Yield what missions had taken from the quotas by the end of a day (QTA-9).

        A mission whose effect is not decided debits nothing yet; nor does one that both Parties
        call outside the quotas (QTA-12). One over several members of a group with quotas of their
        own takes one flight for each (GRP-4).
        """
        units = self.parties.units_on(day)
        for mission in self.missions_on(day):
            entry, pair = quota_entry(mission, self.readings), (mission.observing, mission.observed)
            if not entry.debit or all(self.uses.outside_by(mission.key, pair, units)):
                continue
            members = self.uses.stretches_of(mission.key)
            if members is not None and self._own_quotas(members.group, day):
                yield from member_debits(replace(members, year=entry.year))
            else:
                taken = entry.debit
                yield Debit(*pair, entry.year, taken, taken, entry.effect, mission.key)

    def _own_quotas(self, group: str, day: date) -> bool:
        """Return whether a unit is a group whose members keep their own passive quotas."""
        found = self.parties.groups.named(group, day)
        return found is not None and found.kind is GroupKind.SHARED_ACTIVE

    def quotas_in(self, day: date) -> Quotas:
        """Return the quotas of the year of a day, with transfers and new splits of groups."""
        if not self.uses.transfers and not self.uses.splits:
            return self.quotas
        return after_uses(self.quotas, self.uses, day.year, self.parties.units_on(day))

    def balance_on(self, observing: str, observed: str, day: date) -> Balance:
        """Return what is left of one unit's quota over another, in the year of a day."""
        return self.balances_on(((observing, observed),), day)[0]

    def balances_on(self, pairs: Iterable[tuple[str, str]], day: date) -> tuple[Balance, ...]:
        """Return what is left of several quotas, in the year of a day; missions are folded once."""
        debits, quotas = tuple(self.debits_on(day)), self.quotas_in(day)
        units = self.parties.units_on(day)
        left = (balance(quotas, debits, pair, day.year, readings=self.readings) for pair in pairs)
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


def from_record(records: Records, *, source: str, readings: Readings | None = None) -> AsOf:
    """Return what held on any day by what a record says.

    Args:
        records: The logs held.
        source: Name of the record, for answers; its cut is added to it.
        readings: Readings of the open points; the defaults if not given.

    Raises:
        RecordError: The record does not hold together.
    """
    cut = sha256(cut_of(records)).hexdigest()
    named = f"{source}, cut {cut[:_CUT_SHOWN]}"
    reading = read_record(records, dated=True)
    held = fold_as_of(reading.facts, source=named, readings=readings)
    times = reading.times
    return replace(held, cut=cut, quiet=Quiet(times.lines, times.parties) if times else None)


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
