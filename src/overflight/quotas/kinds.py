"""Every kind of fact of this chapter, by its statement type."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from overflight.quotas.facts import DistributionAdopted, PassiveAllocated
from overflight.quotas.facts_of_use import (
    ActiveTransferred,
    FlightNotCounted,
    MembersOverflown,
    SharesRedistributed,
    TransferAnswered,
)
from overflight.quotas.facts_of_year import (
    ChangeRequested,
    QuartersPlanned,
    ReviewConcluded,
    ReviewOpened,
    SequenceNotified,
    TaxiElected,
)

__all__ = ["KINDS"]

KINDS: Mapping[str, type] = MappingProxyType(
    {
        "quotas.passive-allocated/1": PassiveAllocated,
        "quotas.distribution-adopted/1": DistributionAdopted,
        "quotas.active-transferred/1": ActiveTransferred,
        "quotas.transfer-answered/1": TransferAnswered,
        "quotas.shares-redistributed/1": SharesRedistributed,
        "quotas.members-overflown/1": MembersOverflown,
        "quotas.flight-not-counted/1": FlightNotCounted,
        "quotas.change-requested/1": ChangeRequested,
        "quotas.review-opened/1": ReviewOpened,
        "quotas.review-concluded/1": ReviewConcluded,
        "quotas.quarters-planned/1": QuartersPlanned,
        "quotas.sequence-notified/1": SequenceNotified,
        "quotas.taxi-elected/1": TaxiElected,
    }
)
