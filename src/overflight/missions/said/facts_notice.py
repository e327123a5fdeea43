"""Facts before anyone travels: notice, acknowledgement, schedule, and what was agreed otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from overflight.deadlines import Instant
from overflight.missions.said.event import MissionFact, Speaker, UnitCode
from overflight.notifications import Channel, IntentionToFly

__all__ = [
    "Acknowledged",
    "AgreedOtherwise",
    "Confirmed",
    "Notified",
    "TransitNotice",
    "WaivableRule",
]


# No limit of a mission is longer than some days; what is longer is a slip of the pen.
LONGEST = 10_000


class WaivableRule(StrEnum):
    """The limits of a mission that the text lets the Parties replace (UOA)."""

    ARRIVAL = "ARR-1"  # art.VIII.I.2
    TRANSFER = "ARR-2"  # annex.E.1
    WINDOW = "FLT-1"  # art.VI.I.9
    INSPECTORS = "PFI-1"  # annex.F.I.2.A
    INSPECTORS_TAXI = "PFI-2"  # annex.F.II.2.A
    INSPECTION_GAP = "PFI-4"  # art.VI.I.11
    PLAN_HANDED_OVER = "MPL-1"  # art.VI.II.1
    PLAN_LEAD = "MPL-4"  # art.VI.II.4.E
    NO_REPEAT = "GEO-5"  # art.VI.II.2
    INFRA_RED = "SEN-17"  # art.XVIII.II.2
    LEAVING = "ARR-12"  # art.VI.I.20
    FILM = "DAT-7"  # art.IX.II.3.A, the facility of the observed Party only
    MONITORS = "PER-5"  # art.VI.III.1
    MONITORS_LIGHT = "PER-6"  # art.VI.III.2
    FLIGHT_REPRESENTATIVES = "PER-7"  # art.VI.III.4
    REPRESENTATIVES = "PER-8"  # art.VI.III.5
    TEST_STRIPS = "DAT-9"  # annex.K.II.3
    COPY = "DAT-10"  # art.IX.II.6


@dataclass(frozen=True, slots=True)
class TransitNotice:
    """The notice to one State Party whose airspace is crossed.

    Args:
        party: Unit code of that State Party.
        sent_at: When it was sent.

    Treaty: art.VII.2 (NTF-5).
    """

    party: UnitCode
    sent_at: Instant


@dataclass(frozen=True, slots=True)
class Notified(MissionFact):
    """The observing Party sent its intention to fly; ``at`` is the dispatch.

    Said by the observing Party.

    Args:
        observing: Unit code of the observing Party.
        observed: Unit code of the observed Party.
        intention: Items (A) to (H), without names of people.
        received_at: Receipt as the channel confirmed it; the observed Party states its own in the
            acknowledgement. Leads count from receipt (AMB-2 default).
        copied_at: When the copy went to all other States Parties (NTF-4).
        transits: Notices to the States Parties whose airspace is crossed (NTF-5).
        quota_year: Calendar year whose active quota is used; none means the year of the key.
        channel: How it travelled (art.XI).

    Treaty: art.VI.I.5, art.VI.I.8, art.VII.2.
    """

    speaker: ClassVar[Speaker] = Speaker.OBSERVING
    provision: ClassVar[str] = "art.VI.I.5"

    observing: UnitCode
    observed: UnitCode
    intention: IntentionToFly
    received_at: Instant | None = None
    copied_at: Instant | None = None
    transits: tuple[TransitNotice, ...] = ()
    quota_year: Annotated[int, Field(ge=1992, le=2200)] | None = None
    channel: Channel = Channel.DIPLOMATIC


@dataclass(frozen=True, slots=True)
class Acknowledged(MissionFact):
    """The observed Party acknowledged the notification; ``at`` is when it did so.

    Said by the observed Party.

    Args:
        received_at: When it received the notification.
        supplies_aircraft: It takes the taxi option.
        aircraft: Identification of the aircraft it supplies, item (F).

    Treaty: art.VI.I.6.
    """

    speaker: ClassVar[Speaker] = Speaker.OBSERVED
    provision: ClassVar[str] = "art.VI.I.6"

    received_at: Instant | None = None
    supplies_aircraft: bool = False
    aircraft: str = ""


@dataclass(frozen=True, slots=True)
class Confirmed(MissionFact):
    """The observed Party confirmed the schedule items of the notification.

    Said by the observed Party. The text sets no time limit (NTF-7).

    Args:
        departure_to_airfield: Confirmed departure from the point of entry to the airfield.
        inspection_site: Confirmed place of the pre-flight inspection.
        inspection_starts_at: Its confirmed start.

    Treaty: art.VI.I.6.
    """

    speaker: ClassVar[Speaker] = Speaker.OBSERVED
    provision: ClassVar[str] = "art.VI.I.6"

    departure_to_airfield: Instant | None = None
    inspection_site: str = ""
    inspection_starts_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class AgreedOtherwise(MissionFact):
    """A Party agreed to another limit where the text says "unless otherwise agreed".

    Said by each Party for itself; the limit changes when both have said the same.

    Args:
        rule: Rule whose limit is replaced.
        amount: The limit agreed, in the unit of the rule (hours; days for DAT-7; people for PER-5
            to PER-8, PFI-1 and PFI-2; visits to a point for GEO-5; 0 where the rule has no number,
            or where the requirement is waived).
        text: The agreement in the words of the Parties.

    Treaty: the provision of the rule; UOA of the rule table.
    """

    speaker: ClassVar[Speaker] = Speaker.EACH
    provision: ClassVar[str] = "art.VI.I"

    rule: WaivableRule
    amount: Annotated[int, Field(ge=0, le=LONGEST)]
    text: str = ""
