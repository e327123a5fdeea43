"""What a plan is judged against: everything outside the plan that a rule may ask for.

Nothing here is looked up: whoever judges gathers it from the record, from files or from a case,
and says for each part where it comes from. What is not at hand is ``None`` or empty, and a rule
that needs it answers *open*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from overflight.deadlines import Instant
from overflight.errors import UsageError
from overflight.geodesy import Lines, Position, Terrain, Territory
from overflight.missions.law.limits import IN_FORCE
from overflight.sensors import PressureUnit, Weather
from overflight.treaty import Readings, SiteRole, Value

__all__ = [
    "Agreement",
    "BorderLine",
    "Borders",
    "Certificate",
    "LineKind",
    "MaximumDistance",
    "SegmentWeather",
    "Surroundings",
    "UsableSite",
]


@dataclass(frozen=True, slots=True)
class UsableSite:
    """A designated site as it stood on the flight date.

    Args:
        id: Site id (``IT-MILANO``).
        roles: What it is designated for.
        at: Position; none where the text prints none that can be used.
        inspection: Whether a pre-flight inspection is possible there; none where not stated.
        doubts: What is doubtful about it, in words: a position, a spelling.
        scheduled_only: For personnel on scheduled services only (Heathrow, annex.E-1).
        source: Where it is written.
    """

    id: str
    roles: frozenset[SiteRole]
    at: Position | None = None
    inspection: bool | None = None
    doubts: tuple[str, ...] = ()
    scheduled_only: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class MaximumDistance:
    """The maximum flight distance from an Open Skies airfield (art.II.11, annex.A.III).

    Args:
        km: The distance in kilometres.
        provision: Where it is written; empty where a case says it and no provision does.
        source: Which fact or table it was taken from, and its day.
        doubts: What is doubtful about it: authentic texts that differ, a contested change.
    """

    km: Decimal
    provision: str = "annex.A.III"
    source: str = ""
    doubts: tuple[str, ...] = ()


class LineKind(StrEnum):
    """What a border line runs through."""

    LAND = "land"
    MARITIME = "maritime"


@dataclass(frozen=True, slots=True)
class BorderLine:
    """The border, or a part of it, between two States.

    Args:
        between: Codes of the two States, as in the membership table; one that has no code keeps
            its name.
        line: The line on WGS 84.
        kind: Through land (rivers and lakes included) or sea.
        error_m: How far the true line may lie from this one, in metres.
    """

    between: tuple[str, str]
    line: Lines
    kind: LineKind = LineKind.LAND
    error_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Borders:
    """Border lines from one source.

    Args:
        lines: The lines, those of the observed Party at least.
        source: Who drew them, of which day, with what standing.
    """

    lines: tuple[BorderLine, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the certification of a sensor says about heights (annex.D.IV.1).

    Args:
        h_min_m: Lowest height above ground at which it may operate; none for a radar.
        source: The report or agreement it is taken from.
    """

    h_min_m: Decimal | None
    source: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """What Parties agreed where the text says "unless otherwise agreed".

    Args:
        rule: Rule id it bears on (``FLT-1``).
        by: Codes of the Parties that agreed.
        says: What was agreed, in one sentence.
        amount: The agreed number in the unit of the limit; none where the requirement is waived.
        source: Where the agreement is recorded.
    """

    rule: str
    by: tuple[str, ...]
    says: str
    amount: Decimal | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class SegmentWeather:
    """The forecast for the segment of an observation period, above its highest terrain.

    Args:
        warmer_c: Forecast temperature minus standard temperature, in degrees Celsius.
        qnh_hpa: Forecast pressure reduced to sea level, in hPa; or
        qnh_inhg: the same in inches of mercury; one of the two.
        start: Name of the turn point where the period starts; empty for every period.
        stop: Name of the turn point where it stops.
        source: Who forecast it, for when.

    Raises:
        UsageError: Both pressures or none, or numbers no weather has.
    """

    warmer_c: float
    qnh_hpa: float | None = None
    qnh_inhg: float | None = None
    start: str = ""
    stop: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        if (self.qnh_hpa is None) is (self.qnh_inhg is None):
            raise UsageError(
                "E-HEIGHT",
                where="weather",
                expected="one of qnh_hpa and qnh_inhg",
                found="both" if self.qnh_hpa is not None else "neither",
                remedy="Give the pressure reduced to sea level once.",
            )
        self.forecast  # noqa: B018 - refuses numbers no weather has

    @property
    def forecast(self) -> Weather:
        """Return the numbers of the formula."""
        if self.qnh_inhg is not None:
            return Weather(self.warmer_c, self.qnh_inhg, PressureUnit.INHG)
        return Weather(self.warmer_c, self.qnh_hpa or 0.0)

    def covers(self, start: str, stop: str) -> bool:
        """Return whether it holds for a period."""
        return (self.start, self.stop) in {("", ""), (start, stop)}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a plan is judged against, on one day, under one set of readings.

    Args:
        day: The flight date, in UTC.
        readings: Readings of the open points.
        parties: Codes of the States Parties on that day; none where not known.
        members: Codes of the States of each unit (``BNL`` to ``BE LU NL``); a unit that is not
            listed is a single State.
        sites: Designated sites by id.
        distance: Maximum flight distance for the airfield where the plan starts.
        borders: Border lines of the observed Party.
        territory: Territory of the observed Party.
        territory_source: Who drew it, of which day.
        territory_error_m: How far its true edge may lie from the drawn one, in metres.
        terrain: Ground heights.
        languages: Languages the observed Party notified (art.VI.I.4.B); none where not known.
        arrived_at: Arrival of the observing Party at the airfield, where known.
        inspection_ended_at: End of the pre-flight inspection, where known.
        inspection_site: Site id of the pre-flight inspection, where known.
        extension_h: Hours added to the window for a demonstration flight (annex.F.III.4).
        changed_by_observing: Whether a changed plan was the observing Party's own change.
        certificates: Certificates by sensor id.
        agreements: Agreements of the Parties.
        hazards: Names of hazardous airspace the path crosses, as people found it.
        limits: Limits of a regime of its own, by rule id, instead of those of the text.

    Raises:
        UsageError: The day lies before the treaty entered into force.
    """

    day: date
    readings: Readings
    parties: frozenset[str] | None = None
    members: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    sites: Mapping[str, UsableSite] = field(default_factory=lambda: MappingProxyType({}))
    distance: MaximumDistance | None = None
    borders: Borders | None = None
    territory: Territory | None = None
    territory_source: str = ""
    territory_error_m: float = 0.0
    terrain: Terrain | None = None
    languages: frozenset[str] | None = None
    arrived_at: Instant | None = None
    inspection_ended_at: Instant | None = None
    inspection_site: str | None = None
    extension_h: Decimal = Decimal(0)
    changed_by_observing: bool | None = None
    certificates: Mapping[str, Certificate] = field(default_factory=lambda: MappingProxyType({}))
    agreements: tuple[Agreement, ...] = ()
    hazards: tuple[str, ...] = ()
    weather: tuple[SegmentWeather, ...] = ()
    limits: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        if self.day < IN_FORCE:
            raise UsageError(
                "E-DAY",
                where="flight date",
                expected=f"a day from {IN_FORCE}, when the treaty entered into force",
                found=self.day.isoformat(),
                remedy="Judge plans of flights under the treaty only.",
            )

    def states_of(self, unit: str) -> frozenset[str]:
        """Return the States that make up a unit; a single State is its own unit."""
        return frozenset(self.members.get(unit, (unit,)))

    def limit_of(self, rule: str, value: Value) -> Decimal:
        """Return the limit of a rule on the day: the regime's own, else that of the text."""
        return self.limits.get(rule, value).on(self.day)

    def agreed(self, rule: str) -> Agreement | None:
        """Return the agreement that bears on a rule, the last one listed where there are more."""
        found = [agreement for agreement in self.agreements if agreement.rule == rule]
        return found[-1] if found else None
