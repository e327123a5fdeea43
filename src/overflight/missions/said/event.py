"""What every fact of a mission has in common: which mission, when it happened, who may say it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import AfterValidator, StringConstraints

from overflight.deadlines import Instant
from overflight.errors import UsageError

__all__ = ["MissionFact", "MissionKey", "Role", "Sha256", "Speaker", "UnitCode", "is_mission_key"]

_KEY = re.compile(r"(?:19|20|21)[0-9]([0-9])-[A-Z]{2}([0-9])[0-9]{3}")


def is_mission_key(text: str) -> bool:
    """Tell whether a text is a mission key: a full year, OS, its last digit, three digits."""
    key = _KEY.fullmatch(text)
    return key is not None and key[1] == key[2]


def _check_key(text: str) -> str:
    if not is_mission_key(text):
        raise UsageError(
            "E-MISSION-KEY",
            where="mission",
            expected="full year, OS, last digit of that year and three digits (2003-OS3001)",
            found=text,
            remedy="Write the flight reference with the full year before it (ANN-9).",
        )
    return text


# Full year and flight reference; the reference alone repeats after ten years (ANN-9).
MissionKey = Annotated[str, AfterValidator(_check_key)]
UnitCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}$")]
Sha256 = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]


class Role(StrEnum):
    """The two Parties of a mission, in treaty words."""

    OBSERVING = "observing Party"
    OBSERVED = "observed Party"

    @property
    def other(self) -> Role:
        """Return the other Party."""
        return Role.OBSERVED if self is Role.OBSERVING else Role.OBSERVING


class Speaker(StrEnum):
    """Who may say a kind of fact; what anybody else says under that name is void."""

    OBSERVING = "the observing Party"
    OBSERVED = "the observed Party"
    EITHER = "either Party"
    EACH = "each Party for itself, and it counts when both have said it"
    INSPECTING = "the inspecting Party, which is the one not supplying the aircraft"
    PROHIBITING_OR_ENDING = "the Party that prohibited, declined or cancelled"


@dataclass(frozen=True, slots=True)
class MissionFact:
    """One thing that happened in a mission.

    The instant of the event stands in the fact itself; the time of the statement that carries it
    is only a claim about when it was said.

    Args:
        mission: Mission key, ``2003-OS3001``.
        at: When it happened.
    """

    speaker: ClassVar[Speaker] = Speaker.EITHER
    provision: ClassVar[str] = ""

    mission: MissionKey
    at: Instant
