"""Facts of the end: exit, report, departure; or prohibition, decline, cancellation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from overflight.deadlines import Instant
from overflight.missions.said.event import MissionFact, Role, Sha256, Speaker
from overflight.notifications import Channel

__all__ = [
    "ArrivedAtExit",
    "CancelGround",
    "Cancelled",
    "CountChosen",
    "Declined",
    "Departed",
    "Explained",
    "FilmArranged",
    "FilmDeveloped",
    "ProhibitGround",
    "Prohibited",
    "ReportSent",
    "ReportSigned",
]


class ProhibitGround(StrEnum):
    """On what the observed Party prohibits."""

    NOT_COMPLIANT = "art.VIII.I.1"
    NO_SHOW = "art.VIII.I.2"
    NOT_AS_CERTIFIED = "annex.F.I.9"
    ITEMS_MISSING = "annex.F.II.7"
    DEMONSTRATION = "annex.F.III.6"


class CancelGround(StrEnum):
    """On what the observing Party cancels."""

    ITEMS_MISSING = "annex.F.I.8"
    TAXI_SENSORS = "annex.F.II.8"
    DEMONSTRATION = "annex.F.III.7"
    OWN_REASONS = "own-reasons"  # not regulated (AMB-17)


@dataclass(frozen=True, slots=True)
class ArrivedAtExit(MissionFact):
    """The aircraft and the people arrived at the point of exit.

    Said by either Party.

    Args:
        point_of_exit: Site id or name.

    Treaty: art.VI.I.20, art.IX.II.3.A.
    """

    provision: ClassVar[str] = "art.VI.I.20"

    point_of_exit: str = ""


@dataclass(frozen=True, slots=True)
class ReportSigned(MissionFact):
    """A Party signed the mission report at the point of exit.

    Said by each Party for itself.

    Args:
        report_sha256: Hash of the report signed.

    Treaty: art.VI.I.21.
    """

    speaker: ClassVar[Speaker] = Speaker.EACH
    provision: ClassVar[str] = "art.VI.I.21"

    report_sha256: Sha256 = ""


@dataclass(frozen=True, slots=True)
class Departed(MissionFact):
    """The observing Party departed from the point of exit, or left with no flight flown.

    Said by either Party.

    Args:
        left_territory_at: When the aircraft left the territory of the observed Party.
        delay: Weather or airworthiness that prevented an earlier departure, if any.

    Treaty: art.VI.I.20, art.VIII.I.6.
    """

    provision: ClassVar[str] = "art.VI.I.20"

    left_territory_at: Instant | None = None
    delay: str = ""


@dataclass(frozen=True, slots=True)
class ReportSent(MissionFact):
    """The observing Party sent the mission report to all other States Parties.

    Said by the observing Party.

    Args:
        report_sha256: Hash of the report sent.
        channel: How it travelled.

    Treaty: art.VI.I.21.
    """

    speaker: ClassVar[Speaker] = Speaker.OBSERVING
    provision: ClassVar[str] = "art.VI.I.21"

    report_sha256: Sha256 = ""
    channel: Channel = Channel.DIPLOMATIC


@dataclass(frozen=True, slots=True)
class FilmArranged(MissionFact):
    """A facility was arranged in which the film of the flight is developed.

    Said by either Party.

    Args:
        facility_of: The Party that arranged it; it decides whether 3 or 10 days run.

    Treaty: art.IX.II.3.
    """

    provision: ClassVar[str] = "art.IX.II.3"

    facility_of: Role


@dataclass(frozen=True, slots=True)
class FilmDeveloped(MissionFact):
    """The film of the flight was developed.

    Said by either Party.

    Treaty: art.IX.II.3.
    """

    provision: ClassVar[str] = "art.IX.II.3"


@dataclass(frozen=True, slots=True)
class Prohibited(MissionFact):
    """The observed Party prohibited the flight.

    Said by the observed Party, before take-off.

    Args:
        ground: Provision it acts under.
        facts: The facts, which go into the mission plan at once.
        rules: Rules it holds to be breached.

    Treaty: art.VIII.I.1, art.VIII.I.2, annex.F.I.9, annex.F.II.7, annex.F.III.6.
    """

    speaker: ClassVar[Speaker] = Speaker.OBSERVED
    provision: ClassVar[str] = "art.VIII.I.1"

    ground: ProhibitGround
    facts: str = ""
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Declined(MissionFact):
    """The observing Party declined to conduct the flight, no mission plan being agreed in 8 hours.

    Said by the observing Party.

    Args:
        reason: Why; that it deems the proposed changes prejudicial (AMB-15 default).

    Treaty: art.VI.II.6, art.VIII.I.5.
    """

    speaker: ClassVar[Speaker] = Speaker.OBSERVING
    provision: ClassVar[str] = "art.VIII.I.5"

    reason: str = ""


@dataclass(frozen=True, slots=True)
class Cancelled(MissionFact):
    """The observing Party cancelled the flight before take-off.

    Said by the observing Party.

    Args:
        ground: Provision it acts under, or its own reasons.
        reason: Why.

    Treaty: annex.F.I.8, annex.F.II.8, annex.F.III.7; own reasons are not regulated (AMB-17).
    """

    speaker: ClassVar[Speaker] = Speaker.OBSERVING
    provision: ClassVar[str] = "annex.F.I.8"

    ground: CancelGround
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Explained(MissionFact):
    """The Party that prohibited, declined or cancelled sent its written explanation.

    Said by that Party.

    Args:
        text: The explanation.
        channel: How it travelled; the text names diplomatic channels only.
        in_plan_at: When the facts or the reason were put into the mission plan.

    Treaty: art.VIII.I.3, art.VIII.I.6.
    """

    speaker: ClassVar[Speaker] = Speaker.PROHIBITING_OR_ENDING
    provision: ClassVar[str] = "art.VIII.I.3"

    text: str = ""
    channel: Channel = Channel.DIPLOMATIC
    in_plan_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class CountChosen(MissionFact):
    """The observing Party chose whether a flight cut short is counted.

    Said by the observing Party, only in the cases of art.VIII.II.5.A to D.

    Args:
        counted: The flight is counted against both quotas.

    Treaty: art.VIII.II.5, art.VIII.II.6.
    """

    speaker: ClassVar[Speaker] = Speaker.OBSERVING
    provision: ClassVar[str] = "art.VIII.II.5"

    counted: bool
