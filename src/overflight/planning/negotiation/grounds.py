"""On which grounds the observed Party may propose changes: four, and no others.

Treaty: art.VI.II.6, art.VIII.I.4, art.VI.II.5; MPL-6.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from overflight.deadlines import Instant
from overflight.geodesy import Territory
from overflight.missions import MissionPlan
from overflight.missions.said.facts_plan import ChangeGround
from overflight.treaty import Finding, Outcome

__all__ = [
    "GROUNDS",
    "AreaGround",
    "Ground",
    "RuleGround",
    "SiteGround",
    "code_of_ground",
    "refused_ground",
]

# What people call a ground, and its code: the provision that gives it.
GROUNDS: Final = MappingProxyType(
    {
        "weather": ChangeGround.WEATHER,
        "airfield": ChangeGround.AIRFIELD,
        "hazard": ChangeGround.HAZARDOUS_AIRSPACE,
        "VI.II.2": ChangeGround.INCONSISTENT,
        "VI.II.4": ChangeGround.INCONSISTENT,
    }
)


@dataclass(frozen=True, slots=True)
class AreaGround:
    """An area to keep out of: weather that bears on safety, or hazardous airspace.

    Args:
        code: Weather or hazardous airspace.
        name: What the area is.
        area: The area.
        since: From when; none for always.
        until: Until when; none for always.
        margin_m: How far to keep from its edge.
        heights_m: Heights that pass above or below it, in the plan's own height system.
        bears: Whether a plan meets it, where its own levels and times of activity are known; it
            is asked beside the way over the ground.
    """

    code: ChangeGround
    name: str
    area: Territory
    since: Instant | None = None
    until: Instant | None = None
    margin_m: float = 0.0
    heights_m: tuple[float, ...] = ()
    bears: Callable[[MissionPlan], bool] | None = None


@dataclass(frozen=True, slots=True)
class SiteGround:
    """An Open Skies, alternate or refuelling airfield that cannot be used.

    Args:
        site: Site id.
        code: The ground.
    """

    site: str
    code: ChangeGround = ChangeGround.AIRFIELD

    @property
    def name(self) -> str:
        """Return what it is."""
        return f"{self.site} cannot be used"


@dataclass(frozen=True, slots=True)
class RuleGround:
    """The plan is inconsistent with art.VI.II.2 or art.VI.II.4.

    Args:
        provision: ``art.VI.II.2`` or ``art.VI.II.4``.
        open_too: Cure what is *open* too, though whether it is inconsistent is not settled.
        code: The ground.
    """

    provision: str
    open_too: bool = False
    code: ChangeGround = ChangeGround.INCONSISTENT

    @property
    def name(self) -> str:
        """Return what it is."""
        return f"inconsistent with {self.provision}"

    def covers(self, finding: Finding) -> bool:
        """Tell whether a finding is about this provision."""
        return finding.provision == self.provision or finding.provision.startswith(
            f"{self.provision}."
        )


Ground: TypeAlias = AreaGround | SiteGround | RuleGround


def code_of_ground(text: str) -> ChangeGround:
    """Return the code of a ground by its name or its provision; ``none`` if it is no ground.

    Args:
        text: ``weather``, ``airfield``, ``hazard``, ``VI.II.2``, ``VI.II.4``, or a provision.
    """
    asked = text.strip().removeprefix("art.")
    by_name = {name.casefold(): code for name, code in GROUNDS.items()}
    by_code = {code.value.removeprefix("art.").casefold(): code for code in GROUNDS.values()}
    return {**by_code, **by_name}.get(asked.casefold(), ChangeGround.NONE)


def refused_ground(text: str) -> Finding:
    """Return the refusal of a ground the text does not give.

    Treaty: art.VI.II.6; MPL-6. Secrecy is none: nothing is off limits (art.VI.II.2, MPL-2).
    """
    return Finding(
        "MPL-6",
        "art.VI.II.6",
        Outcome.BROKEN,
        f"{text!r} is no ground for a change: the text gives weather that bears on safety"
        " (art.VIII.I.4.A), an airfield that cannot be used (art.VIII.I.4.B), inconsistency with"
        " art.VI.II.2 or art.VI.II.4 (art.VIII.I.4.C) and hazardous airspace (art.VI.II.5).",
        consequence="None stated; a change on another ground has no basis, and the observing Party"
        " may decline (art.VIII.I.5).",
    )
