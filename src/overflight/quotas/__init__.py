"""Quotas: what a unit must accept, who may fly over whom, and what is left."""

from overflight.quotas.balances import Balance, balance
from overflight.quotas.facts import (
    KINDS,
    DistributionAdopted,
    PassiveAllocated,
    QuotaFact,
    Share,
)
from overflight.quotas.pairs import Members, between_units
from overflight.quotas.rules import (
    CAP_SHARE,
    HALF,
    Debit,
    active_ceiling,
    counted,
    distribution_in_force,
    full_quota,
    half_rule,
    passive_ceiling,
    phase_in_cap,
    phase_in_limit,
)
from overflight.quotas.table import Distribution, PassiveQuota, Quotas, fold_quotas

__all__ = [
    "CAP_SHARE",
    "HALF",
    "KINDS",
    "Balance",
    "Debit",
    "Distribution",
    "DistributionAdopted",
    "Members",
    "PassiveAllocated",
    "PassiveQuota",
    "QuotaFact",
    "Quotas",
    "Share",
    "active_ceiling",
    "balance",
    "between_units",
    "counted",
    "distribution_in_force",
    "fold_quotas",
    "full_quota",
    "half_rule",
    "passive_ceiling",
    "phase_in_cap",
    "phase_in_limit",
]
