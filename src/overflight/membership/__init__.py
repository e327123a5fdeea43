"""Membership: who is a Party, since when, and which group stands for it."""

from overflight.membership.clocks import (
    DAYS_TO_FORCE,
    INSTRUMENTS_NEEDED,
    MONTHS_OF_NOTICE,
    NEEDED_FROM_QUOTA,
    Terms,
    entry_into_force,
    entry_terms,
    force_for_state,
    withdrawal_effect,
)
from overflight.membership.facts import (
    KINDS,
    EntryIntoForcePrinted,
    GroupEnded,
    GroupFormed,
    InstrumentDeposited,
    MembershipFact,
    TreatySigned,
    WithdrawalNotified,
)
from overflight.membership.groups import Group, Groups
from overflight.membership.parties import Parties, Standing, StandingKind, fold_parties
from overflight.membership.rules import entry_finding, force_findings, notice_finding
from overflight.membership.spells import Spell, State

__all__ = [
    "DAYS_TO_FORCE",
    "INSTRUMENTS_NEEDED",
    "KINDS",
    "MONTHS_OF_NOTICE",
    "NEEDED_FROM_QUOTA",
    "EntryIntoForcePrinted",
    "Group",
    "GroupEnded",
    "GroupFormed",
    "Groups",
    "InstrumentDeposited",
    "MembershipFact",
    "Parties",
    "Spell",
    "Standing",
    "StandingKind",
    "State",
    "Terms",
    "TreatySigned",
    "WithdrawalNotified",
    "entry_finding",
    "entry_into_force",
    "entry_terms",
    "fold_parties",
    "force_findings",
    "force_for_state",
    "notice_finding",
    "withdrawal_effect",
]
