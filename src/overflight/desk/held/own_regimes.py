"""A regime of its own through this engine: its clocks, its limits, its readings, its words.

The engine's functions speak of the Treaty on Open Skies, whose text they were written from. Here a
regime's bindings (``bound.tsv``) become what those functions take - a law of clocks, limits,
readings - and what they answer becomes the regime's: its rule ids, its provisions, its consequence.
What the regime does not bind is not asked, and what does not fit a mission is always told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Final

from overflight.errors import UsageError
from overflight.missions import DUTIES, DocketItem, Duty, Mission
from overflight.sensors import LIMITS as SENSORS
from overflight.treaty import Bound, Finding, Outcome, Readings, Regime, Value, open_skies

__all__ = ["Tongue", "check_bound", "tongue_of", "under_law"]

# What a plan may be held to: the unit of its number, or nothing where the rule has none.
_PLANS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(("QTA-1", "MPL-1", "MPL-2", "FLT-2", "GEO-1", "GEO-11", "GEO-12"), ""),
        **dict.fromkeys(("FLT-1", "MPL-4", "PFI-4", "ARR-2"), "h"),
        "GEO-4": "km",
        **{limits.rule: "devices" for limits in SENSORS.values() if limits.most is not None},
    }
)
_MEMBERSHIP: Final[Mapping[str, str]] = MappingProxyType(
    {"MEM-2": "instruments", "MEM-3": "d", "MEM-7": "months"}
)
_QUOTAS: Final[Mapping[str, str]] = MappingProxyType({"QTA-3": "", "QTA-9": ""})
# What a mission tells of statements that do not fit; never left out.
_FITTING: Final = ("E-RULE", "E-STATE")
_NONE_STATED: Final = "none stated"


@cache
def _engine() -> Mapping[str, Mapping[str, str]]:
    """Return every judgement that can be bound, with the unit of its number, by chapter."""
    clocks = {name: duty.value.unit if duty.value else "" for name, duty in DUTIES.items()}
    points = dict.fromkeys(open_skies().open_points, "")
    return MappingProxyType(
        {
            "missions": {**clocks, **dict.fromkeys(_FITTING, "")},
            "plans": _PLANS,
            "quotas": _QUOTAS,
            "membership": _MEMBERSHIP,
            "readings": points,
        }
    )


def _check(law: Regime, bound: Bound) -> None:
    engine = _engine()
    names = engine.get(bound.chapter, {})
    if bound.name not in names:
        known = ", ".join(names) if names else ", ".join(f"{chapter}:" for chapter in engine)
        bound.row.refuse("engine", f"a judgement of the engine: {known}")
    if bound.chapter == "readings":
        _check_reading(law, bound)
        return
    if bound.rule not in law.rules or bound.rule in open_skies().rules:
        bound.row.refuse("rule", "a rule of this regime, with an id the engine does not use")
    if bound.unit != names[bound.name]:
        bound.row.refuse("unit", names[bound.name] or "no number and no unit")
    if bound.number is not None and bound.number != int(bound.number):
        bound.row.refuse("value", "a whole number")


def _check_reading(law: Regime, bound: Bound) -> None:
    known = open_skies().open_points[bound.name].reading.options
    if bound.value:
        if bound.value not in known or bound.rule not in law.rules:
            bound.row.refuse("value", f"a rule that settles it, on {' or '.join(known)}")
        return
    own = law.open_points.get(bound.rule)
    if own is None or not set(own.reading.options) <= set(known):
        bound.row.refuse("rule", f"an open point with readings among {', '.join(known)}")


def check_bound(law: Regime) -> Regime:
    """Return a regime whose bindings the engine can keep.

    Raises:
        SourceError: A binding names what the engine does not have, an unknown rule, a number in
            another unit; the error names file, line and column.
    """
    for bound in law.bound.values():
        _check(law, bound)
    return law


def under_law(missions: Iterable[Mission], law: Regime) -> tuple[Mission, ...]:
    """Return missions with the clocks of a regime."""
    tongue = tongue_of(law)
    if tongue is None:
        return tuple(missions)
    duties = tongue.duties
    return tuple(replace(mission, duties=duties) for mission in missions)


def tongue_of(law: Regime) -> Tongue | None:
    """Return how a regime of its own speaks; nothing for the regime the engine was written for."""
    return Tongue(law) if law.own else None


@dataclass(frozen=True, slots=True)
class Tongue:
    """How one regime of its own speaks through the engine.

    Args:
        law: The regime.
    """

    law: Regime

    @property
    def chapters(self) -> frozenset[str]:
        """Return the chapters whose judgements the regime takes; facts it records among them."""
        bound = frozenset(bound.chapter for bound in self.law.bound.values())
        return (bound & {"missions", "plans", "quotas"}) | {"recorded"}

    def _value(self, bound: Bound, name: str) -> Value | None:
        if bound.number is None:
            return None
        return Value(name, bound.number, bound.unit, self.law.since, bound.provisions[0])

    @property
    def duties(self) -> Mapping[str, Duty]:
        """Return the clocks of the regime, by the engine's names."""
        found = {}
        for name, duty in DUTIES.items():
            bound = self.law.bound.get(f"missions:{name}")
            if bound is not None:
                found[name] = replace(
                    duty,
                    rule=bound.rule,
                    provision=bound.provisions[0],
                    to=self.plain(duty.to),
                    value=self._value(bound, duty.act),
                    on_expiry=self.law.rules[bound.rule].consequence,
                    taxi="",
                )
        return MappingProxyType(found)

    @property
    def limits(self) -> Mapping[str, Value]:
        """Return the regime's limits of a plan, by the engine's rule ids."""
        rows = (bound for bound in self.law.bound.values() if bound.chapter == "plans")
        found = {bound.name: self._value(bound, bound.rule) for bound in rows}
        return MappingProxyType({name: value for name, value in found.items() if value})

    def readings(self, own: Readings) -> Readings:
        """Return the engine's readings under the regime's own: settled, chosen, or the default."""
        offered = {name: entry.reading for name, entry in open_skies().open_points.items()}
        rows = (bound for bound in self.law.bound.values() if bound.chapter == "readings")
        return Readings(offered, {row.name: row.value or own.of(row.rule) for row in rows})

    def stated(self, chosen: Mapping[str, str]) -> Mapping[str, str]:
        """Return readings of the regime's own open points as the engine's."""
        rows = (bound for bound in self.law.bound.values() if bound.chapter == "readings")
        return {row.name: chosen[row.rule] for row in rows if row.rule in chosen and not row.value}

    def findings(self, chapter: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return what a chapter answers in the regime's words; what is not bound is left out."""
        told = (self._finding(chapter, finding) for finding in findings)
        return tuple(finding for finding in told if finding is not None)

    def _finding(self, chapter: str, finding: Finding) -> Finding | None:
        if chapter == "recorded":
            return finding
        bound = self.law.bound.get(f"{chapter}:{finding.rule}")
        if bound is not None:
            rule, provision = bound.rule, bound.provisions[0]
        elif finding.rule in self.law.rules:  # a clock of the regime's own
            rule, provision = finding.rule, finding.provision
        elif finding.rule in _FITTING:
            rule, provision = finding.rule, "treaty"
        else:
            return None
        return replace(
            finding,
            rule=rule,
            provision=provision,
            says=self.plain(finding.says),
            consequence=self._consequence(rule, finding.outcome),
            basis=tuple(text for text in map(self.plain, finding.basis) if text),
            readings=self._named(finding.readings),
        )

    def _consequence(self, rule: str, outcome: Outcome) -> str:
        entry = self.law.rules.get(rule)
        if outcome is Outcome.KEPT:
            return ""
        return _NONE_STATED if entry is None else entry.consequence

    def _named(self, readings: Iterable[str]) -> tuple[str, ...]:
        """Return the readings used that the regime itself leaves open, by its own points."""
        found = []
        for reading in readings:
            point, _, option = reading.partition("=")
            bound = self.law.bound.get(f"readings:{point}")
            if bound is not None and not bound.value:
                found.append(f"{bound.rule}={option}")
        return tuple(found)

    def docket(self, items: Iterable[DocketItem]) -> tuple[DocketItem, ...]:
        """Return a docket in the regime's words."""
        return tuple(
            replace(
                item,
                clock=item.rule,
                arithmetic=self.plain(item.arithmetic),
                on_expiry=self.plain(item.on_expiry),
                moved=tuple(map(self.plain, item.moved)),
                off=self.plain(item.off),
                readings=self._named(item.readings),
            )
            for item in items
        )

    def plain(self, text: str) -> str:
        """Return a sentence of the engine without the places and names of another text."""
        for pattern, word in _patterns():
            text = pattern.sub(word, text)
        return _BLANKS.sub(" ", text).strip()

    def party(self, text: str, *, where: str) -> str:
        """Return the code of a Party of the regime.

        Raises:
            UsageError: The regime has no such Party.
        """
        asked = text.strip().upper()
        long = {row.alpha3: row.code for row in self.law.parties}
        codes = [*(row.code for row in self.law.parties), *(row.code for row in self.law.groups)]
        code = long.get(asked, asked)
        if code in codes:
            return code
        raise UsageError(
            "E-CODE",
            where=where,
            expected=" or ".join(codes),
            found=text,
            remedy=f"Name a Party of the regime {self.law.name}.",
        )


_BLANKS: Final = re.compile(r"\s{2,}")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return what is taken out of the engine's sentences: articles, rule ids, its open points."""
    ids = {*open_skies().rules, *open_skies().open_points}
    ids |= {row.id for row in open_skies().quota_effects}
    heads = "|".join(sorted({name.partition("-")[0] for name in ids}))
    place = rf"(?:art\.[IVX]|annex\.[A-L]|dec\.\d|\b(?:{heads})-\d|\bAnnex [A-L]\b)"
    return (
        (re.compile(rf"\s*\([^()]*{place}[^()]*\)"), ""),
        (re.compile(rf",? ?{place}[A-Za-z0-9./=-]*:?"), ""),
        (re.compile(r"\bOpen Skies airfield"), "airfield"),
        (re.compile(r"\ban airfield"), "an airfield"),
        (re.compile(r"\bStates Parties\b"), "Parties"),
        (re.compile(r"\bState Party\b"), "Party"),
        (re.compile(r"\bStates\b"), "Parties"),
        (re.compile(r"\bTreaty\b"), "regime"),
    )
