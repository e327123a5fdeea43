"""Put names beside things so that none lies on another."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

__all__ = ["Labels"]

_HALO = "#ffffff"
# Directions in which a label may stand, best first: anchor, and shift in units of the distance.
_SIDES = (
    ("start", 1.0, 0.35),
    ("end", -1.0, 0.35),
    ("start", 0.8, -0.7),
    ("end", -0.8, -0.7),
    ("start", 0.8, 1.4),
    ("end", -0.8, 1.4),
    ("middle", 0.0, -1.0),
    ("middle", 0.0, 1.9),
)

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Labels:
    """Names already placed, and things no name may cover.

    Args:
        width: Width of the window in pixels.
        height: Its height.
        taken: Boxes that are taken: left, top, right, bottom.
        avoided: Boxes a name covers only where no other side is free: lines.
    """

    width: float
    height: float
    taken: list[Box] = field(default_factory=list)
    avoided: list[Box] = field(default_factory=list)

    def keep_free(self, x: float, y: float, radius: float) -> None:
        """Let no later name cover a place."""
        self.taken.append((x - radius, y - radius, x + radius, y + radius))

    def avoid(self, x: float, y: float) -> None:
        """Let a later name cover a place only where nothing else is free."""
        self.avoided.append((x - 2, y - 2, x + 2, y + 2))

    def put(
        self, text: str, spot: tuple[float, float], *, size: float, colour: str, far: float
    ) -> str:
        """Return a name beside a place, or nothing where no side is free.

        Args:
            text: The name.
            spot: Pixel of the place.
            size: Height of the letters in pixels.
            colour: Their colour.
            far: How far from the place the name begins; below zero puts it in the middle.
        """
        wide = size * sum(0.62 if c.isupper() or c.isdigit() else 0.52 for c in text)
        sides = _SIDES if far >= 0 else (("middle", 0.0, 0.0),)
        for number, (anchor, right, down) in enumerate((*sides, *sides)):
            x, y = spot[0] + right * far, spot[1] + down * max(far, size * 0.8)
            if far < 0:
                y = spot[1] + size * 0.35
            left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
            box = (left - 2, y - size, left + wide + 2, y + size * 0.3)
            if self._free(box, [] if number >= len(sides) else self.avoided):
                self.taken.append(box)
                return _text(text, (x, y), f'text-anchor="{anchor}" font-size="{size:g}"', colour)
        return ""

    def _free(self, box: Box, avoided: list[Box]) -> bool:
        """Tell whether a box lies in the window and on nothing else."""
        left, top, right, bottom = box
        if left < 4 or top < 4 or right > self.width - 4 or bottom > self.height - 4:
            return False
        return all(
            right <= a or left >= c or bottom <= b or top >= d
            for a, b, c, d in (*self.taken, *avoided)
        )


def _text(text: str, spot: tuple[float, float], how: str, colour: str) -> str:
    """Return letters with a pale edge, so that they can be read on any ground."""
    head = f'<text x="{spot[0]:.1f}" y="{spot[1]:.1f}" {how}'
    words = escape(text, quote=False)
    return (
        f'{head} fill="{_HALO}" stroke="{_HALO}" stroke-width="3" stroke-linejoin="round" '
        f'fill-opacity="0.85" stroke-opacity="0.85" aria-hidden="true">{words}</text>'
        f'{head} fill="{colour}">{words}</text>'
    )
