"""What a simulated regime is made of beside its nodes: the network, the clocks, the load."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from overflight.adapters.node.virtual import VirtualTime

__all__ = ["EPOCH", "Held", "HintBucket", "Load", "SkewedClock", "Weather"]

EPOCH = datetime(2030, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Weather:
    """What the simulated network is like.

    Args:
        one_way_s: Least and greatest time of one way, drawn anew for each question.
        bytes_per_s: How fast bytes come.
        lost: Share of questions that get no answer.
        skew_s: Greatest difference of a node's clock from the true time.
        silence_s: How long one waits for an answer that does not come.
    """

    one_way_s: tuple[float, float] = (0.02, 0.15)
    bytes_per_s: float = 1_250_000.0
    lost: float = 0.0
    skew_s: float = 2.0
    silence_s: float = 10.0


@dataclass(frozen=True, slots=True)
class Load:
    """What is said, by the parties in turn.

    Args:
        statements: How many in all.
        at_once: How many in a burst at the start.
        each_s: Seconds between those after the burst.
        fact: Makes the fact of each statement from its number and its party.
    """

    statements: int
    at_once: int
    each_s: float
    fact: Callable[[int, str], object]


@dataclass(frozen=True, slots=True)
class Held:
    """One statement and when it was known to be held by all.

    Args:
        party: Who said it.
        index: Its place in the log.
        said_s: When it was submitted, in virtual seconds.
        held_s: When its party's own node had the lines of all others over it.
    """

    party: str
    index: int
    said_s: float
    held_s: float


@dataclass(slots=True)
class SkewedClock:
    """A node's clock: the virtual time, a little wrong."""

    time: VirtualTime
    skew: timedelta

    def now(self) -> datetime:
        """Return the present instant, whole seconds."""
        at = EPOCH + timedelta(seconds=self.time.now) + self.skew
        return at.replace(microsecond=0)


@dataclass(slots=True)
class HintBucket:
    """How many hints of one caller are taken: so many at once, then one every so many seconds."""

    left: float = 5.0
    at: float = 0.0

    def take(self, now: float) -> bool:
        """Take one, if one is left."""
        self.left = min(5.0, self.left + (now - self.at) / 5.0)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True
