"""The stage of the demonstration: a record, a clock that is set, and a voice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from overflight.errors import RecordError

if TYPE_CHECKING:
    from overflight.adapters.clock import SetClock
    from overflight.assembly import OpenRecord
    from overflight.desk import Signer
    from overflight.desk.missions import Acted
    from overflight.missions import MissionFact
    from overflight.treaty import Refusal

__all__ = ["Stage", "checked"]

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the demonstration plays.

    Args:
        out: Folder everything is written to.
        record: The record.
        clock: The clock every statement takes its time from.
        tell: Prints one line of the story.
    """

    out: Path
    record: OpenRecord
    clock: SetClock
    tell: Callable[[str], None]

    def signer(self, party: str) -> Signer:
        """Return the key of a party's people."""
        return self.record.signers[party]

    def act(self, party: str, fact: MissionFact) -> Acted:
        """Let a party act at the instant of the fact; the story holds no act that is refused.

        Raises:
            RecordError: The act does not stand.
        """
        from overflight.desk.missions import act

        self.clock.set(fact.at)
        return checked(act(self.record.desk, self.signer(party), fact))


def checked(done: Done | Refusal) -> Done:
    """Return what an act left; the story holds no act that is refused.

    Raises:
        RecordError: The act does not stand.
    """
    from overflight.treaty import Refusal

    if isinstance(done, Refusal):
        raise RecordError(
            "E-DEMO",
            where=done.act,
            expected="an act that stands",
            found="; ".join(f"{f.rule}: {f.says}" for f in done.findings),
            remedy="The story of the demonstration and the rules disagree; please report it.",
        )
    return done
