"""The facts of a flown track, as Parties put them on the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from pydantic import StringConstraints

from overflight.deadlines import Instant
from overflight.missions import Curtailed, Deviated, DeviationCause, Landed, Resumed, TakenOff
from overflight.record import Said

__all__ = [
    "KINDS",
    "AboardTold",
    "FlightSaid",
    "LegNumbers",
    "SensorBarred",
    "SensorLogRegistered",
    "TrackCompared",
    "TrackRegistered",
    "flight_said",
]

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
# Year, two letters of the regime, the last digit of the year, three digits: OS, or its own.
Key = Annotated[str, StringConstraints(pattern=r"^\d{4}-[A-Z]{2}\d{4}$")]


@dataclass(frozen=True, slots=True)
class TrackRegistered:
    """A track file is named by its hash; the file itself stays with its holder.

    Args:
        mission: Mission key.
        sha256: SHA-256 of the file's bytes.
        source: Name, form and labels of the source.
        height_system: What its first heights count from; ``unknown`` where nobody says.
        rows: Rows in the file.
        points: Points kept after cleaning.
        since: Time of the first point kept.
        until: Time of the last.
        simulated: The track was computed, not flown.
        moved_s: Seconds by which it was moved in time, for a demonstration.
    """

    mission: Key
    sha256: Digest
    source: str
    height_system: str
    rows: int
    points: int
    since: Instant
    until: Instant
    simulated: bool = False
    moved_s: int = 0


@dataclass(frozen=True, slots=True)
class SensorLogRegistered:
    """A sensor log is named by its hash.

    Args:
        mission: Mission key.
        sha256: SHA-256 of the file's bytes.
        source: Who kept it.
        periods: How many times a sensor was on.
    """

    mission: Key
    sha256: Digest
    source: str
    periods: int


@dataclass(frozen=True, slots=True)
class LegNumbers:
    """What was seen of one leg, in the numbers of the comparison.

    Args:
        name: Its places.
        length_m: Its length.
        seen_m: How much of it the aircraft was seen to come past.
        kept_m: How much of it was flown within the tolerance.
        most_right_m: Farthest to its right; none where no point lies abreast of it.
        most_left_m: Farthest to its left.
    """

    name: str
    length_m: Decimal
    seen_m: Decimal
    kept_m: Decimal
    most_right_m: Decimal | None = None
    most_left_m: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TrackCompared:
    """A track was compared with the agreed plan; anyone with both can compute it again.

    Args:
        mission: Mission key.
        version: Version of the plan.
        track: SHA-256 of the track's file.
        sensor_log: SHA-256 of the sensor log; none where there is none.
        result: SHA-256 of the comparison's JSON answer.
        tolerance_m: Tolerance it went by; a setting, no number of the treaty.
        flown_m: Length seen.
        planned_m: Length agreed.
        most_off_m: Farthest from the agreed path, to its nearest position (AMB-20).
        unseen_s: Time between first and last point in which nothing is known.
        legs: The legs.
        outcome: Gravest outcome of the findings.
    """

    mission: Key
    version: int
    track: Digest
    result: Digest
    tolerance_m: Decimal
    flown_m: Decimal
    planned_m: Decimal
    most_off_m: Decimal
    unseen_s: Decimal
    legs: tuple[LegNumbers, ...]
    outcome: str
    sensor_log: Digest | None = None


@dataclass(frozen=True, slots=True)
class AboardTold:
    """Those aboard were told of a deviation (art.VIII.II.8).

    Args:
        mission: Mission key.
        at: When they were told.
        text: What they were told.
    """

    mission: Key
    at: Instant
    text: str = ""


@dataclass(frozen=True, slots=True)
class SensorBarred:
    """The observed Party barred a sensor during a deviation (art.VIII.II.3).

    Args:
        mission: Mission key.
        sensor: Id of the sensor; ``*`` for all of them.
        since: From when.
        until: Until when.
        text: Why.
    """

    mission: Key
    sensor: str
    since: Instant
    until: Instant
    text: str = ""


KINDS: Mapping[str, type] = {
    "flights.track-registered/1": TrackRegistered,
    "flights.sensor-log-registered/1": SensorLogRegistered,
    "flights.compared/1": TrackCompared,
    "flights.aboard-told/1": AboardTold,
    "flights.sensor-barred/1": SensorBarred,
}


@dataclass(frozen=True, slots=True)
class FlightSaid:
    """What the record says of one flight, as far as a track can be held against it.

    Args:
        deviated: Deviations with their causes.
        resumed: When the flight plan was taken up again.
        told: When those aboard were told.
        barred: Sensors the observed Party barred.
        taken_off: When the observation flight commenced; none where nobody said.
        landed: When it was completed; none where nobody said.
        curtailed: That it was cut short, with the cause.
    """

    deviated: tuple[Deviated, ...] = ()
    resumed: tuple[Resumed, ...] = ()
    told: tuple[AboardTold, ...] = ()
    barred: tuple[SensorBarred, ...] = ()
    taken_off: Instant | None = None
    landed: Instant | None = None
    curtailed: tuple[Curtailed, ...] = ()

    def causes(self, since: Instant, until: Instant) -> tuple[DeviationCause, ...]:
        """Return the causes said for deviations that touch a time.

        A deviation lasts from its instant to the next resumption, or on where there is none.
        """
        found = []
        for deviation in self.deviated:
            ends = [r.at for r in self.resumed if r.at >= deviation.at]
            if deviation.at <= until and (not ends or min(ends) >= since):
                found.append(deviation.cause)
        return tuple(found)


def flight_said(
    said: Iterable[Said[object]],
    mission: str,
    *,
    observing: frozenset[str],
    observed: frozenset[str],
) -> FlightSaid:
    """Return what the record says of the flight of a mission.

    Only the two Parties can say it, and only the observed Party bars a sensor; what anybody else
    says of their flight excuses nothing and accuses nobody.

    Args:
        said: Statements, in the order of the record.
        mission: Mission key.
        observing: Codes that speak for the observing Party.
        observed: Codes that speak for the observed Party.
    """
    of_it = [s for s in said if getattr(s.fact, "mission", None) == mission]
    facts = [s.fact for s in of_it if s.party in observing | observed]
    bars = [s.fact for s in of_it if s.party in observed]
    taken_off = [f.at for f in facts if isinstance(f, TakenOff)]
    landed = [f.at for f in facts if isinstance(f, Landed)]
    return FlightSaid(
        tuple(f for f in facts if isinstance(f, Deviated)),
        tuple(f for f in facts if isinstance(f, Resumed)),
        tuple(f for f in facts if isinstance(f, AboardTold)),
        tuple(f for f in bars if isinstance(f, SensorBarred)),
        min(taken_off, default=None),
        max(landed, default=None),
        tuple(f for f in facts if isinstance(f, Curtailed)),
    )
