"""Which fact each statement type holds: the chapters' own lists, merged.

A chapter adds one line here. A kind is never removed: facts live for ever.
"""

from __future__ import annotations

from collections.abc import Mapping

from overflight.commission import KINDS as COMMISSION
from overflight.errors import UsageError
from overflight.flights import KINDS as FLIGHTS
from overflight.imagery import KINDS as IMAGERY
from overflight.imagery import PRINT_KINDS
from overflight.membership import KINDS as MEMBERSHIP
from overflight.missions import AIRFIELD_KINDS as AIRFIELDS
from overflight.missions import DESIGNATION_KINDS, PEOPLE_KINDS
from overflight.missions import KINDS as MISSIONS
from overflight.missions import SUPPLY_KINDS as SUPPLY
from overflight.notifications import KINDS as NOTIFICATIONS
from overflight.quotas import KINDS as QUOTAS
from overflight.record import FORK_PROVEN, RECORD_KINDS, ForkProven
from overflight.release import KINDS as RELEASE
from overflight.release import MEDIA_KINDS
from overflight.sensors import KINDS as SENSORS
from overflight.treaty import KINDS as TREATY

__all__ = ["KINDS", "kind_of"]

KINDS: Mapping[str, type] = {
    **AIRFIELDS,
    **COMMISSION,
    **DESIGNATION_KINDS,
    **FLIGHTS,
    **IMAGERY,
    **MEDIA_KINDS,
    **MEMBERSHIP,
    **MISSIONS,
    **PEOPLE_KINDS,
    **PRINT_KINDS,
    **NOTIFICATIONS,
    **QUOTAS,
    **RECORD_KINDS,
    **RELEASE,
    **SENSORS,
    **SUPPLY,
    **TREATY,
    FORK_PROVEN: ForkProven,
}

_TYPES = {kind: name for name, kind in KINDS.items()}


def kind_of(fact: object) -> str:
    """Return the statement type of a fact: ``chapter.fact/version``.

    Raises:
        UsageError: No chapter lists this kind of fact.
    """
    name = _TYPES.get(type(fact))
    if name is None:
        raise UsageError(
            "E-KIND",
            where="fact",
            expected="a fact that a chapter lists in its KINDS",
            found=type(fact).__name__,
            remedy="Add the chapter's KINDS to overflight.desk.kinds.",
        )
    return name
