"""Every clock of a mission by its name, in the order in which they come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from overflight.missions.law.duties_after import AFTER, ENDED, FLIGHT
from overflight.missions.law.duties_before import GROUND, NOTICE, PLAN
from overflight.missions.law.duty import Duty

__all__ = ["DUTIES"]

DUTIES: Final[Mapping[str, Duty]] = {
    duty.id: duty for duty in (*NOTICE, *GROUND, *PLAN, *FLIGHT, *AFTER, *ENDED)
}
