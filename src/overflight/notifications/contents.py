"""What the notifications of a mission must say, as forms anyone can write.

Every field of a notice may be missing: a notice with a hole is still a notice, and the check of
its content says which item is missing. People are never named here: the personnel list of
art.VI.I.5.H travels as a sealed attachment and stands here by its count and its hash.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from overflight.deadlines import Instant

__all__ = [
    "Acknowledgement",
    "Channel",
    "CopyRequest",
    "CoverResult",
    "IntentionToFly",
    "MissionReport",
    "Period",
]


class Channel(StrEnum):
    """How a notification travelled (art.XI)."""

    DIPLOMATIC = "diplomatic"
    OFFICIAL = "other-official"  # such as the CSCE communications network
    NEITHER = "neither"  # a telephone call, a newspaper: not in writing, or not official


@dataclass(frozen=True, slots=True)
class IntentionToFly:
    """The notification of the intention to fly, items (A) to (H).

    Args:
        estimated_arrival: (B) date and estimated time of arrival at the point of entry.
        point_of_entry: (A) site id or name of the desired point of entry.
        airfield: (A) desired Open Skies airfield of commencement, if any.
        departure_to_airfield: (B) date and estimated time of departure to that airfield.
        lodging: (B) what lodging is needed.
        inspection_site: (C) desired place of the pre-flight inspection.
        inspection_starts_at: (C) its date and start.
        transport_mode: (D) how the people travel.
        transport_aircraft: (D) type and model of the transport aircraft, if any.
        clearance_number: (E) standing diplomatic clearance number.
        aircraft: (F) identification of the observation aircraft; empty where the observed Party
            supplies it.
        flight_distance_km: (G) approximate flight distance in kilometres.
        personnel: (H) how many people are named.
        personnel_attachment: (H) SHA-256 in hex of the sealed list of their names and papers.

    Treaty: art.VI.I.5.
    """

    estimated_arrival: Instant
    point_of_entry: str = ""
    airfield: str = ""
    departure_to_airfield: Instant | None = None
    lodging: str = ""
    inspection_site: str = ""
    inspection_starts_at: Instant | None = None
    transport_mode: str = ""
    transport_aircraft: str = ""
    clearance_number: str = ""
    aircraft: str = ""
    flight_distance_km: Decimal | None = None
    personnel: int = 0
    personnel_attachment: str = ""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """The acknowledgement of an intention to fly.

    Args:
        received_at: When the notification was received.
        supplies_aircraft: The observed Party takes the taxi option.
        aircraft: Identification of the aircraft it supplies, item (F); empty otherwise.

    Treaty: art.VI.I.6.
    """

    received_at: Instant
    supplies_aircraft: bool = False
    aircraft: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """One observation period as the mission report tells it.

    Args:
        sensor: Id of the sensor.
        since: Start.
        until: End.
        place: Where, in the words of the report: turn points, or positions.
    """

    sensor: str
    since: Instant
    until: Instant
    place: str = ""


@dataclass(frozen=True, slots=True)
class CoverResult:
    """The result of one inspection of the sensor covers.

    Args:
        place: Which of the five checks it was, in treaty words.
        checked_at: When.
        in_place: The covers or inhibiting devices were found in place.
    """

    place: str
    checked_at: Instant
    in_place: bool


@dataclass(frozen=True, slots=True)
class MissionReport:
    """The mission report with exactly what the text asks for.

    Args:
        mission: Mission key.
        observing: Unit code of the observing Party.
        observed: Unit code of the observed Party.
        commenced_at: Date and time of the observation flight: its start.
        completed_at: Its end.
        route: Route flown, in order.
        profile: Profile: heights with their system.
        weather: Weather met.
        periods: Time and place of each observation period for each sensor.
        data_amount: Approximate amount of data collected.
        covers: Results of the inspections of the sensor covers.
        explanation: Written explanation of a prohibition or a decline, where there was one.

    Treaty: art.VI.I.21; art.VIII.I.3 and art.VIII.I.6 for the explanation.
    """

    mission: str
    observing: str
    observed: str
    commenced_at: Instant | None = None
    completed_at: Instant | None = None
    route: tuple[str, ...] = ()
    profile: str = ""
    weather: str = ""
    periods: tuple[Period, ...] = ()
    data_amount: str = ""
    covers: tuple[CoverResult, ...] = ()
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class CopyRequest:
    """The request of any State Party for copies of the data of a flight, items (A) to (F).

    Args:
        observing: (A) unit code of the observing Party.
        observed: (B) unit code of the observed Party.
        flown_on: (C) date of the flight, as YYYY-MM-DD.
        sensor: (D) sensor by which the data were collected.
        portion: (E) part of the observation period.
        duplicate: (F) type and format of the duplicate.

    Treaty: art.IX.IV.1.
    """

    observing: str = ""
    observed: str = ""
    flown_on: str = ""
    sensor: str = ""
    portion: str = ""
    duplicate: str = ""
