"""The Commission: decisions, the chronicle, views and their claims."""

from overflight.commission.chronicle import Chronicle, Claim, Decision, Event, View, fold_chronicle
from overflight.commission.facts import (
    KINDS,
    ClaimMade,
    CommissionFact,
    DecisionAdopted,
    EventRecorded,
    ReadingChosen,
)

__all__ = [
    "KINDS",
    "Chronicle",
    "Claim",
    "ClaimMade",
    "CommissionFact",
    "Decision",
    "DecisionAdopted",
    "Event",
    "EventRecorded",
    "ReadingChosen",
    "View",
    "fold_chronicle",
]
