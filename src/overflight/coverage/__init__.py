"""Coverage: the ground that the sensors of a plan see, how finely, and what stays unseen."""

from overflight.coverage.ground import Ground
from overflight.coverage.looks import Look, Looks, Reach
from overflight.coverage.resolution import Resolution
from overflight.coverage.seen import Coverage, Lost, coverage_of, lost
from overflight.coverage.strips import Strip
from overflight.coverage.swaths import Fineness, Unseen

__all__ = [
    "Coverage",
    "Fineness",
    "Ground",
    "Look",
    "Looks",
    "Lost",
    "Reach",
    "Resolution",
    "Strip",
    "Unseen",
    "coverage_of",
    "lost",
]
