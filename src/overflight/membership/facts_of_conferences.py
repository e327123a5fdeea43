"""What can be said of conferences, amendments and requests to accede.

Treaty: art.XV.3, art.XVI, art.XVII.4, art.XVII.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = [
    "AccessionDecided",
    "AccessionFact",
    "AccessionRequested",
    "AmendmentApproved",
    "AmendmentCirculated",
    "AmendmentFact",
    "AmendmentInForceStated",
    "AmendmentRatified",
    "ConferenceAbout",
    "ConferenceConvened",
    "ConferenceFact",
    "ConferenceRequested",
]


class ConferenceAbout(StrEnum):
    """What a conference of the States Parties is about."""

    WITHDRAWAL = "withdrawal"  # art.XV.3
    AMENDMENT = "amendment"  # art.XVI.1
    REVIEW = "review"  # art.XVI.3


@dataclass(frozen=True, slots=True)
class ConferenceRequested:
    """A State Party asked the Depositaries for a conference.

    Args:
        about: What it shall be about.
        of: Name of the amendment; empty for a review.
        state: Code of the State Party that asks.
        on: Day on which the Depositaries received the request.
        provision: Where it is foreseen.
    """

    about: ConferenceAbout
    of: str
    state: str
    on: date
    provision: str = "art.XVI.1"


@dataclass(frozen=True, slots=True)
class ConferenceConvened:
    """The Depositaries convened a conference of the States Parties.

    Args:
        about: What it is about.
        of: Code of the State that withdraws, name of the amendment, or year of the review.
        opens: First day.
        closes: Last day; none if not known.
        provision: Where it is foreseen.
        source: Keys of the sources.
        note: Doubts and details.
    """

    about: ConferenceAbout
    of: str
    opens: date
    closes: date | None = None
    provision: str = "art.XV.3"
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AmendmentCirculated:
    """A Depositary circulated the text of an amendment to all States Parties.

    Args:
        amendment: Its name.
        proposed_by: Code of the State Party that proposed it, or ``OSCC``.
        on: Day of circulation.
        provision: Where it is foreseen.
    """

    amendment: str
    proposed_by: str
    on: date
    provision: str = "art.XVI.1"


@dataclass(frozen=True, slots=True)
class AmendmentApproved:
    """A State Party approved an amendment, in writing to a Depositary or at a conference.

    Args:
        amendment: Its name.
        state: Code of the State Party.
        on: Day on which the Depositary received the approval.
        at_conference: It was given at a conference on the amendment.
        provision: Where it is foreseen.
    """

    amendment: str
    state: str
    on: date
    at_conference: bool = False
    provision: str = "art.XVI.2"


@dataclass(frozen=True, slots=True)
class AmendmentRatified:
    """A State Party deposited its instrument for an amendment.

    Args:
        amendment: Its name.
        state: Code of the State Party.
        on: Day of deposit.
        provision: Where it is foreseen.
    """

    amendment: str
    state: str
    on: date
    provision: str = "art.XVI.2"


@dataclass(frozen=True, slots=True)
class AmendmentInForceStated:
    """A Depositary states from when an amendment is in force; compared, never used as the rule.

    Args:
        amendment: Its name.
        on: First day.
        provision: Where it is foreseen.
    """

    amendment: str
    on: date
    provision: str = "art.XVI.2"


@dataclass(frozen=True, slots=True)
class AccessionRequested:
    """A State asked a Depositary to accede.

    Args:
        state: Code of the State.
        on: Day on which the Depositary received the request.
        depositary: Code of that Depositary.
        circulated_on: Day on which it went to all States Parties; none if it did not.
        passive_quota: Passive quota it wishes for; none if it names none.
        provision: Where it is foreseen.
    """

    state: str
    on: date
    depositary: str
    circulated_on: date | None = None
    passive_quota: int | None = None
    provision: str = "art.XVII.4"


@dataclass(frozen=True, slots=True)
class AccessionDecided:
    """The Commission took up a request to accede.

    Args:
        state: Code of the State.
        on: Day of the meeting.
        agreed: Whether there was consensus; none while it is put off.
        decision: Number of the decision; empty where there is none.
        provision: Where it is foreseen.
    """

    state: str
    on: date
    agreed: bool | None = None
    decision: str = ""
    provision: str = "art.XVII.5"


ConferenceFact = ConferenceRequested | ConferenceConvened
AmendmentFact = AmendmentCirculated | AmendmentApproved | AmendmentRatified | AmendmentInForceStated
AccessionFact = AccessionRequested | AccessionDecided
