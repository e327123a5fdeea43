"""What an entitlement is computed from: a case, folded from the record or written by anyone.

Every part names the statements it comes from, so that an answer can name its basis. In a case file
that stands alone the bases are empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from overflight.deadlines import Instant
from overflight.errors import UsageError
from overflight.release.facts import CopyRequested
from overflight.release.recipients import recipient_key
from overflight.release.results import Place, Verdict

__all__ = [
    "Assurance",
    "CopyRequest",
    "Demand",
    "EncryptionKey",
    "EntitlementCase",
    "FlightCount",
    "FlownFlight",
    "JointDecision",
    "MembershipSpan",
    "Seal",
]


_CUT = re.compile(r"[0-9a-f]{64}")


class FlightCount(StrEnum):
    """Whether a flight counts against the quotas of both Parties (rule table QEF-1 to QEF-22)."""

    COUNTED = "counted"
    NOT_COUNTED = "not-counted"
    CHOICE_OPEN = "choice-open"  # QEF-12 to QEF-15: the observing Party has not chosen yet
    NOT_REGULATED = "not-regulated"  # QEF-20 to QEF-22: the text has no rule
    EXTRAORDINARY = "extraordinary"  # QEF-18, QEF-19: annex.L.III
    NOT_FLOWN = "not-flown"  # QEF-1 to QEF-8: nothing was collected
    CONTESTED = "contested"  # the Parties state causes with different effects
    NOT_STATED = "not-stated"


@dataclass(frozen=True, slots=True)
class MembershipSpan:
    """A stretch of days on which a state is a Party.

    Args:
        party: Party code.
        since: First day.
        until: First day on which it no longer is; none while it stays.
        basis: The depositaries' statements.
    """

    party: str
    since: date
    until: date | None = None
    basis: tuple[Place, ...] = ()

    def covers(self, on: date) -> bool:
        """Return whether the state is a Party on a day."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class FlownFlight:
    """The flight whose data are asked for.

    Args:
        flight: Mission key.
        observing: Code of the observing Party, or of its unit.
        observed: Code of the observed Party, or of its unit.
        flown_on: Day of the flight in UTC.
        count: Whether it counts against both quotas.
        observing_members: Parties that act for an observing unit.
        observed_members: Parties that act for an observed unit.
        basis: The statements this rests on.
    """

    flight: str
    observing: str
    observed: str
    flown_on: date
    count: FlightCount
    observing_members: tuple[str, ...] = ()
    observed_members: tuple[str, ...] = ()
    basis: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyRequest:
    """A request as it stands on the record.

    Args:
        requester: Who asks.
        asked_on: Day of the request.
        fields: Its content.
        basis: The request itself.
    """

    requester: str
    asked_on: date
    fields: CopyRequested
    basis: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Seal:
    """One side's seal of the medium that holds the data.

    Args:
        party: Whose seal.
        root: Manifest root.
        basis: The statement.
    """

    party: str
    root: str
    basis: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Assurance:
    """An assurance given in answer to a demand.

    Args:
        party: Who gave it.
        since: First instant of its force.
        until: When it ended or ends.
        basis: The statement, and its withdrawal.
    """

    party: str
    since: Instant
    until: Instant | None = None
    basis: tuple[Place, ...] = ()

    def in_force(self, at: Instant) -> bool:
        """Return whether it is in force at an instant."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class Demand:
    """An assurance demanded before data are passed on, not withdrawn.

    Args:
        by: Who demands it.
        of: Of whom; ``*`` for every requester.
        scope: What shall be assured.
        ground: The legal ground claimed.
        answers: Assurances given in answer to it.
        basis: The statement.
    """

    by: str
    of: str
    scope: str
    ground: str
    answers: tuple[Assurance, ...] = ()
    basis: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class EncryptionKey:
    """A key of the requester to which a copy can be sealed.

    Args:
        party: Whose key.
        recipient: The age recipient, ``age1...``.
        since: First instant of its use.
        until: When it ends.
        basis: The statement.

    Raises:
        SourceError: The recipient is no X25519 recipient, so nothing can be sealed to it.
    """

    party: str
    recipient: str
    since: Instant
    until: Instant | None = None
    basis: tuple[Place, ...] = ()

    def __post_init__(self) -> None:
        recipient_key(self.recipient, where=f"key of {self.party}")

    def active(self, at: Instant) -> bool:
        """Return whether copies are sealed to it at an instant."""
        return self.since <= at and (self.until is None or at < self.until)


@dataclass(frozen=True, slots=True)
class JointDecision:
    """A decision of all parties that settles a question the text leaves open.

    Args:
        question: Id of the condition it settles (``DAT-14/requester``).
        verdict: Kept or broken; an open question cannot be settled as open.
        decision: Its name, ``dec.n``.
        since: First day in force.
        until: First day no longer in force.
        basis: The statements of the parties.

    Raises:
        UsageError: The verdict is unsettled.
    """

    question: str
    verdict: Verdict
    decision: str
    since: date
    until: date | None = None
    basis: tuple[Place, ...] = ()

    def __post_init__(self) -> None:
        if self.verdict is Verdict.UNSETTLED:
            raise UsageError(
                "E-DECISION",
                where=f"joint decision {self.decision}",
                expected="kept or broken",
                found=self.verdict.value,
                remedy="Leave the decision out while the question stays open.",
            )


@dataclass(frozen=True, slots=True)
class EntitlementCase:
    """Everything one entitlement is computed from.

    Args:
        at: The instant it is judged for.
        request: The request.
        flight: The flight.
        membership: Spans of membership; all of the requester's and of the observing Party's.
        seals: Seals of the medium.
        demands: Assurances demanded and not withdrawn.
        keys: Encryption keys.
        decisions: Joint decisions.
        cut: Id of the cut of the record it was folded from; empty for a case that stands alone.

    Raises:
        UsageError: The request is younger than the instant it is judged for, or the cut is no
            SHA-256.
    """

    at: Instant
    request: CopyRequest
    flight: FlownFlight
    membership: tuple[MembershipSpan, ...] = ()
    seals: tuple[Seal, ...] = ()
    demands: tuple[Demand, ...] = ()
    keys: tuple[EncryptionKey, ...] = ()
    decisions: tuple[JointDecision, ...] = ()
    cut: str = ""

    def __post_init__(self) -> None:
        if self.cut and not _CUT.fullmatch(self.cut):
            raise UsageError(
                "E-CASE",
                where="cut",
                expected="the id of a cut, 64 lower-case hex digits, or nothing",
                found=self.cut,
                remedy="Leave the cut out where the case was not folded from a record.",
            )
        if self.request.asked_on > self.at.date():
            raise UsageError(
                "E-CASE",
                where="request.asked_on",
                expected=f"a day up to {self.at.date()}",
                found=self.request.asked_on.isoformat(),
                remedy="Judge the request for an instant after it was made.",
            )
