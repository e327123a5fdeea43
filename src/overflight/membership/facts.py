"""What can be said about who is a State Party: dated facts, most of them said by a Depositary.

Treaty: art.XIV, art.XV, art.XVII, art.III.II.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from overflight.membership.facts_of_conferences import (
    AccessionDecided,
    AccessionRequested,
    AmendmentApproved,
    AmendmentCirculated,
    AmendmentInForceStated,
    AmendmentRatified,
    ConferenceConvened,
    ConferenceRequested,
)
from overflight.treaty import GroupKind

__all__ = [
    "KINDS",
    "EntryIntoForcePrinted",
    "GroupChange",
    "GroupChangeNotified",
    "GroupEnded",
    "GroupFormed",
    "InstrumentDeposited",
    "MembershipFact",
    "TreatySigned",
    "WithdrawalNotified",
]


@dataclass(frozen=True, slots=True)
class TreatySigned:
    """A State signed the Treaty.

    Args:
        state: Code of the State.
        on: Day of signature.
        provision: Where signature is foreseen.
        source: Keys of the sources, as the founding tables name them.
        note: Doubts and details.
    """

    state: str
    on: date
    provision: str = "art.XVII.1"
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class InstrumentDeposited:
    """A State deposited its instrument with one Depositary.

    Args:
        state: Code of the State.
        instrument: ``ratification``, ``accession`` or ``succession``.
        depositary: Code of the Depositary that received it.
        on: Day of deposit.
        provision: The paragraph the clock runs under.
        source: Keys of the sources.
        note: Doubts and details.
    """

    state: str
    instrument: str
    depositary: str
    on: date
    provision: str = "art.XVII.2"
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class EntryIntoForcePrinted:
    """A registry prints a day of entry into force for a State; compared, never used as the rule.

    Args:
        state: Code of the State.
        on: The printed day.
        registry: Which registry prints it.
        provision: The paragraph it is printed under.
        source: Keys of the sources.
        note: Doubts and details.
    """

    state: str
    on: date
    registry: str
    provision: str = "art.XVII.2"
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawalNotified:
    """A State notified a Depositary and all others that it withdraws.

    Args:
        state: Code of the State.
        on: Day of the notice.
        effect: Day from which it says it is no longer a Party; none if it names none.
        provision: Where withdrawal is foreseen.
        source: Keys of the sources.
        note: Doubts and details.
    """

    state: str
    on: date
    effect: date | None = None
    provision: str = "art.XV.2"
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class GroupFormed:
    """States formed a group, or are one unit of the annexes.

    Args:
        group: Unit code.
        name: Name.
        kind: What the group is to the others.
        members: Codes of the members.
        on: First day.
        scope: Articles and Annexes in which it counts as one.
        provision: Where it is written.
        source: Keys of the sources.
        note: Doubts and details.
    """

    group: str
    name: str
    kind: GroupKind
    members: tuple[str, ...]
    on: date
    scope: tuple[str, ...]
    provision: str
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class GroupEnded:
    """A group ended.

    Args:
        group: Unit code.
        on: Day from which it is no more.
        provision: Where its end is foreseen.
        source: Keys of the sources.
        note: Doubts and details.
    """

    group: str
    on: date
    provision: str
    source: str = ""
    note: str = ""


class GroupChange(StrEnum):
    """What a notice about a group announces."""

    FORM = "form"  # art.III.II.1.A
    CHANGE_REGIME = "change regime"  # art.III.II.6.A and B
    LEAVE = "leave"  # art.III.II.6.C
    ADMIT = "admit"  # art.III.II.6.D
    END = "end"  # art.III.II.6; art.XIV.2 for States deemed one State Party


@dataclass(frozen=True, slots=True)
class GroupChangeNotified:
    """Members notified all other States Parties of a change of their group.

    Args:
        group: Unit code.
        change: What is announced.
        on: Day of the notice.
        kind: What the group shall be to the others; none where it shall end.
        members: Codes of the members as they shall be; empty where it shall end.
        effect: First day of the change; none if the notice names none.
        provision: Where it is foreseen.
        source: Keys of the sources.
        note: Doubts and details.
    """

    group: str
    change: GroupChange
    on: date
    kind: GroupKind | None = None
    members: tuple[str, ...] = ()
    effect: date | None = None
    provision: str = "art.III.II.6"
    source: str = ""
    note: str = ""


MembershipFact = (
    TreatySigned
    | InstrumentDeposited
    | EntryIntoForcePrinted
    | WithdrawalNotified
    | GroupFormed
    | GroupEnded
)

KINDS: Mapping[str, type] = MappingProxyType(
    {
        "membership.treaty-signed/1": TreatySigned,
        "membership.instrument-deposited/1": InstrumentDeposited,
        "membership.entry-into-force-printed/1": EntryIntoForcePrinted,
        "membership.withdrawal-notified/1": WithdrawalNotified,
        "membership.group-formed/1": GroupFormed,
        "membership.group-ended/1": GroupEnded,
        "membership.group-change-notified/1": GroupChangeNotified,
        "membership.conference-requested/1": ConferenceRequested,
        "membership.conference-convened/1": ConferenceConvened,
        "membership.amendment-circulated/1": AmendmentCirculated,
        "membership.amendment-approved/1": AmendmentApproved,
        "membership.amendment-ratified/1": AmendmentRatified,
        "membership.amendment-in-force-stated/1": AmendmentInForceStated,
        "membership.accession-requested/1": AccessionRequested,
        "membership.accession-decided/1": AccessionDecided,
    }
)
