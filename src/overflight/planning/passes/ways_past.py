"""A pass: places flown straight one after the other, with the sensors at work between them."""

from __future__ import annotations

from dataclasses import dataclass

from overflight.geodesy import Path, length_m
from overflight.missions import Side
from overflight.planning.asked.looks import Look

__all__ = ["Pass", "Run"]


@dataclass(frozen=True, slots=True)
class Run:
    """A sensor at work along a part of a pass.

    Args:
        look: The sensor.
        side: Where it looks, flown in the order of the pass; the other way round the other side.
        first: Index of the place of the pass where it is on.
        last: Index of the place where it may be off; the same for a place only flown over.
    """

    look: Look
    side: Side
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Pass:
    """One way to see what is wanted.

    Args:
        path: Places flown straight one after the other; one place is flown over in any direction.
        runs: Sensors at work; none where nothing but flying over is asked.
        either_way: It may be flown in both directions.
        share: Which share of what is wanted it shows, 0 to 1.
    """

    path: Path
    runs: tuple[Run, ...] = ()
    either_way: bool = True
    share: float = 1.0

    @property
    def length_m(self) -> float:
        """Return its length in metres; nothing for a single place."""
        return length_m(self.path) if len(self.path) > 1 else 0.0

    @property
    def turned(self) -> Pass:
        """Return it flown the other way: each sensor looks to the other side."""
        last = len(self.path) - 1
        runs = tuple(
            Run(run.look, _OTHER[run.side], last - run.last, last - run.first) for run in self.runs
        )
        return Pass(self.path[::-1], runs, self.either_way, self.share)


_OTHER = {Side.LEFT: Side.RIGHT, Side.RIGHT: Side.LEFT, Side.BELOW: Side.BELOW}
