"""Negotiation: lawful counter-proposals, and what differs in law between two versions of a plan."""

from overflight.planning.negotiation.countering import Countered, Dropped, Proposal, counter
from overflight.planning.negotiation.grounds import (
    GROUNDS,
    AreaGround,
    Ground,
    RuleGround,
    SiteGround,
    code_of_ground,
    refused_ground,
)
from overflight.planning.negotiation.legal_diff import LegalChange, Turn, legal_changes
from overflight.planning.negotiation.moves import Kind, Move, Scene
from overflight.planning.negotiation.observable import Seen, Watch, loses, seen_of

__all__ = [
    "GROUNDS",
    "AreaGround",
    "Countered",
    "Dropped",
    "Ground",
    "Kind",
    "LegalChange",
    "Move",
    "Proposal",
    "RuleGround",
    "Scene",
    "Seen",
    "SiteGround",
    "Turn",
    "Watch",
    "code_of_ground",
    "counter",
    "legal_changes",
    "loses",
    "refused_ground",
    "seen_of",
]
