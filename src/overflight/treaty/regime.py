"""A regime: which rules, values, readings and founding facts apply; read from its tables.

The engine knows no country. Everything about one regime stands in its folder of tables; a second
regime is a second folder.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import TypeVar

from overflight.errors import UsageError
from overflight.treaty.asking import Executed, Prompt, RecordForm
from overflight.treaty.bound import ENGINE_ITSELF, Bound
from overflight.treaty.chronicle import EventEntry
from overflight.treaty.columns import COLUMNS
from overflight.treaty.decisions import ClaimEntry, DecisionEntry
from overflight.treaty.entries import (
    DefinitionEntry,
    ReadingEntry,
    RuleEntry,
    Source,
)
from overflight.treaty.founding import (
    DistanceEntry,
    GroupEntry,
    PartyEntry,
    PassiveQuotaEntry,
    ShareEntry,
    SiteEntry,
)
from overflight.treaty.limits import (
    AnnotationCode,
    NotificationEntry,
    PersonnelLimit,
    Phase,
    QuotaEffect,
    SensorLimit,
    TimeLimit,
)
from overflight.treaty.readings import Readings
from overflight.treaty.tables import Row, read_table

__all__ = [
    "COLUMNS",
    "NORMATIVE",
    "Regime",
    "open_skies",
    "read_regime",
    "readings",
    "regime_named",
    "regime_names",
    "rule",
    "ruleset_hash",
    "shipped_table",
]

Entry = TypeVar("Entry")
_OPEN_SKIES_SINCE = date(2002, 1, 1)


@dataclass(frozen=True, slots=True)
class Regime:
    """One regime, read and checked.

    Args:
        name: Name of its folder.
        ruleset: SHA-256 over its normative tables, hex; named in every answer.
        sources: Sources by key.
        rules: Rules by id.
        open_points: What the text leaves open, by id.
        definitions: Definitions of the text.
        parties: States, with their instruments and withdrawals.
        groups: Groups and units of several States.
        passive_quotas: Passive quotas as printed.
        first_distribution: Lines of the first distribution of active quotas.
        distances: Maximum flight distances.
        sites: Sites, one entry for each role.
        sensor_limits: Ground resolution limits.
        quota_effects: Outcomes of flights.
        time_limits: Time limits.
        notifications: Messages.
        phases: Rules of the phase-in.
        annotation_codes: Fields and codes of annotation.
        personnel_limits: Limits on numbers of people.
        decisions: Decisions of the Commission, as far as found.
        claims: Contested claims, as reported.
        chronicle: Events, each as its source reports it.
        record_forms: How the facts are stored that rules only record, by rule.
        prompts: The questions that rules put to people, by rule.
        executed: Which functions of this program judge a rule, as ``module:function``, by rule.
        bound: Which judgements of the engine a regime of its own takes, by their engine names;
            empty for the regime the engine's functions were written for.
    """

    name: str
    ruleset: str
    sources: Mapping[str, Source]
    rules: Mapping[str, RuleEntry]
    open_points: Mapping[str, ReadingEntry]
    definitions: tuple[DefinitionEntry, ...]
    parties: tuple[PartyEntry, ...]
    groups: tuple[GroupEntry, ...]
    passive_quotas: tuple[PassiveQuotaEntry, ...]
    first_distribution: tuple[ShareEntry, ...]
    distances: tuple[DistanceEntry, ...]
    sites: tuple[SiteEntry, ...]
    sensor_limits: tuple[SensorLimit, ...]
    quota_effects: tuple[QuotaEffect, ...]
    time_limits: tuple[TimeLimit, ...]
    notifications: tuple[NotificationEntry, ...]
    phases: tuple[Phase, ...]
    annotation_codes: tuple[AnnotationCode, ...]
    personnel_limits: tuple[PersonnelLimit, ...]
    decisions: tuple[DecisionEntry, ...]
    claims: tuple[ClaimEntry, ...]
    chronicle: tuple[EventEntry, ...]
    record_forms: Mapping[str, RecordForm]
    prompts: Mapping[str, Prompt]
    executed: Mapping[str, Executed]
    bound: Mapping[str, Bound]

    @property
    def own(self) -> bool:
        """Return whether this regime speaks through bindings, with ids and numbers of its own."""
        return bool(self.bound)

    @property
    def since(self) -> date:
        """Return the first day of the regime, as its table of Parties has it."""
        days = [party.in_force_computed for party in self.parties if party.in_force_computed]
        return min(days, default=_OPEN_SKIES_SINCE)

    @property
    def depositaries(self) -> tuple[str, ...]:
        """Return the codes of the Depositaries."""
        return tuple(party.code for party in self.parties if party.depositary)

    def readings(self, chosen: Mapping[str, str] | None = None) -> Readings:
        """Return the readings in force: the defaults, and what was chosen.

        Raises:
            UsageError: A choice names an unknown point or option.
        """
        return Readings({k: e.reading for k, e in self.open_points.items()}, chosen or {})


# Tables an answer can depend on, in the order of their names; they make the hash of the rule set.
# What only tells or asks - the chronicle, claims as reported, our questions and forms, where rows
# come from - is not in it, so that
# a new row of history does not change the law.
NORMATIVE: tuple[str, ...] = (
    "annotation_codes",
    "decisions",
    "definitions",
    "first_distribution",
    "groups",
    "max_flight_distances",
    "notifications",
    "parties",
    "passive_quotas",
    "personnel_limits",
    "phasing",
    "quota_effects",
    "readings",
    "rules",
    "sensor_limits",
    "sites",
    "time_limits",
)

# Tables whose column "unit" is a unit of measure, not a unit that holds quotas.
_UNITS_OF_MEASURE = frozenset({"bound", "sensor_limits", "time_limits"})


class _Tables:
    """The tables of one regime: reads each, and checks what rows say of other rows."""

    def __init__(self, table: Callable[[str], bytes]) -> None:
        self._table = table
        self._read: dict[str, tuple[Row, ...]] = {}
        keys = frozenset(row.text("key") for row in self._rows("sources"))
        states = frozenset(row.text("code") for row in self._rows("parties"))
        groups = frozenset(row.text("code") for row in self._rows("groups"))
        sites = frozenset(row.text("site") for row in self._rows("sites"))
        points = frozenset(row.text("point") for row in self._rows("readings"))
        units = states | groups
        self._codes: dict[str, frozenset[str]] = {
            "source": keys,
            "unit": units,
            "observing": units,
            "observed": units,
            "shared_with": units,
            "members": states,
            "claimant": states,
            "actors": units,
            "contested_by": states,
            "part_of": states,
            "open_points": points,
            "site": sites,
        }

    def _rows(self, name: str) -> tuple[Row, ...]:
        if name not in self._read:
            file = f"{name}.tsv"
            self._read[name] = read_table(self._table(file), file=file, columns=COLUMNS[name])
        return self._read[name]

    def entries(self, name: str, read: Callable[[Row], Entry]) -> tuple[Entry, ...]:
        """Return the entries of one table, codes checked against the tables that define them."""
        rows = self._rows(name)
        for column in COLUMNS[name]:
            if column not in self._codes or (column == "unit" and name in _UNITS_OF_MEASURE):
                continue
            for row in rows:
                row.known(column, self._codes[column])
        return tuple(read(row) for row in rows)

    def by_id(
        self, name: str, read: Callable[[Row], Entry], key: str = "id"
    ) -> Mapping[str, Entry]:
        """Return the entries of one table by their id, which may stand only once."""
        found: dict[str, Entry] = {}
        for row, entry in zip(self._rows(name), self.entries(name, read), strict=True):
            if row.text(key) in found:
                row.refuse(key, "an id that stands once")
            found[row.text(key)] = entry
        return MappingProxyType(found)


def _digest(table: Callable[[str], bytes], *, own: bool) -> str:
    names = (*NORMATIVE, "bound") if own else NORMATIVE
    lines = (
        f"{hashlib.sha256(table(f'{name}.tsv')).hexdigest()}  {name}.tsv\n"
        for name in sorted(names)
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def read_regime(name: str, table: Callable[[str], bytes]) -> Regime:
    """Read a regime from its tables.

    Args:
        name: Its name.
        table: Returns the bytes of a table by file name.

    Raises:
        SourceError: A table is damaged, or names a code that no table defines.
    """
    tables = _Tables(table)
    bound = tables.by_id("bound", Bound.read, "engine")
    own = set(bound) != {ENGINE_ITSELF}
    return Regime(
        name=name,
        ruleset=_digest(table, own=own),
        sources=tables.by_id("sources", Source.read, "key"),
        rules=tables.by_id("rules", RuleEntry.read),
        open_points=tables.by_id("readings", ReadingEntry.read, "point"),
        definitions=tables.entries("definitions", DefinitionEntry.read),
        parties=tuple(tables.by_id("parties", PartyEntry.read, "code").values()),
        groups=tuple(tables.by_id("groups", GroupEntry.read, "code").values()),
        passive_quotas=tables.entries("passive_quotas", PassiveQuotaEntry.read),
        first_distribution=tables.entries("first_distribution", ShareEntry.read),
        distances=tables.entries("max_flight_distances", DistanceEntry.read),
        sites=tables.entries("sites", SiteEntry.read),
        sensor_limits=tables.entries("sensor_limits", SensorLimit.read),
        quota_effects=tables.entries("quota_effects", QuotaEffect.read),
        time_limits=tables.entries("time_limits", TimeLimit.read),
        notifications=tables.entries("notifications", NotificationEntry.read),
        phases=tables.entries("phasing", Phase.read),
        annotation_codes=tables.entries("annotation_codes", AnnotationCode.read),
        personnel_limits=tables.entries("personnel_limits", PersonnelLimit.read),
        decisions=tables.entries("decisions", DecisionEntry.read),
        claims=tables.entries("claims", ClaimEntry.read),
        chronicle=tuple(tables.by_id("chronicle", EventEntry.read).values()),
        record_forms=tables.by_id("record_forms", RecordForm.read, "rule"),
        prompts=tables.by_id("prompts", Prompt.read, "rule"),
        executed=tables.by_id("executed", Executed.read, "rule"),
        bound=bound if own else MappingProxyType({}),
    )


def _folder() -> Traversable:
    return files("overflight.treaty").joinpath("regimes")


def regime_names() -> tuple[str, ...]:
    """Return the names of the regimes this package ships."""
    found = (entry.name for entry in _folder().iterdir() if entry.joinpath("rules.tsv").is_file())
    return tuple(sorted(found))


def shipped_table(name: str, file: str) -> bytes:
    """Return the bytes of one table of a shipped regime."""
    return _folder().joinpath(name, file).read_bytes()


@cache
def _packaged(name: str) -> Regime:
    return read_regime(name, partial(shipped_table, name))


def open_skies() -> Regime:
    """Return the regime of the Treaty on Open Skies, from the data of this package."""
    return _packaged("open_skies")


def regime_named(name: str, *, where: str = "regime") -> Regime:
    """Return a regime this package ships.

    Args:
        name: Name of its folder.
        where: The option or member it was named in.

    Raises:
        UsageError: The package ships no regime of this name.
    """
    known = regime_names()
    if name not in known:
        raise UsageError(
            "E-REGIME-NAME",
            where=where,
            expected=" or ".join(known),
            found=name,
            remedy="Name one of these, or give your own with --regime-folder.",
        )
    return _packaged(name)


def rule(rule_id: str) -> RuleEntry:
    """Return a rule of the Treaty on Open Skies.

    Args:
        rule_id: Id of the rule table (``GEO-6``).

    Raises:
        UsageError: There is no rule of this id.
    """
    entry = open_skies().rules.get(rule_id)
    if entry is None:
        raise UsageError(
            "E-RULE-ID",
            where="rule id",
            expected="an id of the rule table, such as GEO-4",
            found=rule_id,
            remedy="List the rules and choose one of their ids.",
        )
    return entry


def readings(chosen: Mapping[str, str] | None = None) -> Readings:
    """Return the readings of the Treaty on Open Skies: the defaults, and what was chosen.

    Raises:
        UsageError: A choice names an unknown point or option.
    """
    return open_skies().readings(chosen)


def ruleset_hash() -> str:
    """Return the SHA-256 that names the rules and founding data of this package.

    It is the digest of the lines ``sha256sum`` prints for the normative tables, in the order of
    their names, so that anyone can check it with two stock commands. The chronicle, the claims and
    the sources are not in it.
    """
    return open_skies().ruleset
