"""The Commission: decisions, the chronicle, views and their claims."""

from overflight.commission.chronicle import Chronicle, Claim, Decision, View, fold_chronicle
from overflight.commission.facts import (
    KINDS,
    ClaimMade,
    CommissionFact,
    DecisionAdopted,
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
    "ReadingChosen",
    "View",
    "fold_chronicle",
]
