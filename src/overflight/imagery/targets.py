"""A painted bar target for optical cameras, as Annex D, Appendix 1 describes it (RES-2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overflight.errors import UsageError
from overflight.geodesy import Position
from overflight.imagery.noise import Singles

__all__ = ["BarTarget"]


@dataclass(frozen=True, slots=True)
class BarTarget:
    """Groups of black bars with white between them, on a white ground with a dark apron.

    Each group has three black and two white bars of one width, five widths long, once with the
    bars across the axis and once along it. Contrast is white against black reflectance; annex
    D-1.I.2 asks 5 to 1 or more.

    Args:
        at: Middle of the target.
        axis_deg: Direction of its long axis, clockwise from true north.
        bar_widths_m: Width of the bars of each group, widest first.
        white: Reflectance of white, 0 to 1.
        black: Reflectance of black, 0 to 1.
        apron_m: Width of the asphalt round the board.

    Raises:
        UsageError: There is no group, or the contrast is below 5 to 1.

    Treaty: annex.D-1.I.2 (RES-2).
    """

    at: Position
    axis_deg: float = 0.0
    bar_widths_m: tuple[float, ...] = (0.8, 0.63, 0.5, 0.4, 0.32, 0.25, 0.2, 0.16)
    white: float = 0.6
    black: float = 0.1
    apron_m: float = 12.0

    def __post_init__(self) -> None:
        widths_right = self.bar_widths_m and all(0 < w < 100 for w in self.bar_widths_m)
        if not widths_right or not 0 < self.black * 5 <= self.white <= 1:
            raise UsageError(
                "E-TARGET",
                where="bar target",
                expected="bar widths in metres and a contrast of 5 to 1 or more",
                found=f"{self.bar_widths_m}, {self.white} to {self.black}",
                remedy="Give each group's bar width and paint white five times as bright as black.",
            )

    @property
    def length_m(self) -> float:
        """Return the length along the axis, apron included."""
        return sum(7.0 * width for width in self.bar_widths_m) + 2.0 + 2.0 * self.apron_m

    @property
    def breadth_m(self) -> float:
        """Return the breadth across the axis, apron included."""
        return 14.0 * max(self.bar_widths_m) + 2.0 + 2.0 * self.apron_m

    def paint(self, x: Singles, y: Singles) -> Singles:
        """Return the reflectance of the target.

        Args:
            x: Metres east of the middle, any shape.
            y: Metres north of it, the same shape.

        Returns:
            Reflectances; NaN outside the target.
        """
        turn = np.radians(self.axis_deg)
        along = x * np.sin(turn) + y * np.cos(turn)
        across = x * np.cos(turn) - y * np.sin(turn)
        inside = (np.abs(along) < self.length_m / 2) & (np.abs(across) < self.breadth_m / 2)
        half_long, half_wide = self.length_m / 2 - self.apron_m, self.breadth_m / 2 - self.apron_m
        board = (np.abs(along) < half_long) & (np.abs(across) < half_wide)
        tone = np.where(inside, np.where(board, self.white, 0.17), np.nan)
        start = 1.0 - half_long
        for width in self.bar_widths_m:
            step, side = along - start - width, np.abs(across)
            along_axis = _bars(side - width, step, width) & (across > 0)
            across_axis = _bars(step, side - width, width) & (across <= 0)
            tone = np.where((along_axis | across_axis) & board, self.black, tone)
            start += 7.0 * width
        return tone.astype(np.float32)


def _bars(
    across: Singles, along: Singles, width: float
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Return where three bars lie: at 0, 2 and 4 widths, each one wide and five long."""
    number = np.floor(across / width)
    on = (number == 0) | (number == 2) | (number == 4)
    bars: NDArray[np.bool_] = on & (along >= 0) & (along < 5.0 * width)
    return bars
