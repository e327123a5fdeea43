"""Write plain letters into a margin below a picture, never over it (ANN-7)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["MARGIN_ROWS", "with_margin"]

Picture = NDArray[np.uint8]

MARGIN_ROWS = 24
_SCALE = 2
# Five columns a letter, seven rows, lowest bit on top.
_LETTERS: dict[str, str] = {
    " ": "0000000000", "A": "7e1111117e", "B": "7f49494936", "C": "3e41414122",
    "D": "7f4141221c", "E": "7f49494941", "F": "7f09090901", "G": "3e4149497a",
    "H": "7f0808087f", "I": "00417f4100", "J": "2040413f01", "K": "7f08142241",
    "L": "7f40404040", "M": "7f020c027f", "N": "7f0408107f", "O": "3e4141413e",
    "P": "7f09090906", "Q": "3e4151215e", "R": "7f09192946", "S": "4649494931",
    "T": "01017f0101", "U": "3f4040403f", "V": "1f2040201f", "W": "3f4038403f",
    "X": "6314081463", "Y": "0708700807", "Z": "6151494543", "0": "3e5149453e",
    "1": "00427f4000", "2": "4261514946", "3": "2141454b31", "4": "1814127f10",
    "5": "2745454539", "6": "3c4a494930", "7": "0171090503", "8": "3649494936",
    "9": "064949291e", ".": "0060600000", ":": "0036360000", "-": "0808080808",
    "/": "2010080402", "=": "1414141414", "(": "001c224100", ")": "0041221c00",
    ",": "0050300000", "+": "08083e0808",
}  # fmt: skip


def _letter(sign: str) -> Picture:
    columns = np.frombuffer(bytes.fromhex(_LETTERS.get(sign, _LETTERS["-"])), np.uint8)
    bits = np.unpackbits(columns[np.newaxis, :], axis=0, bitorder="little")[:7]
    return np.pad(bits, ((0, 0), (0, 1)))


def with_margin(picture: Picture, text: str) -> Picture:
    """Return a picture with a black margin of 24 rows below it and a line of text in the margin.

    Args:
        picture: Pixels, shape (rows, columns) or (rows, columns, bands); left as they are.
        text: Written in capitals; what has no letter becomes a dash, what does not fit is cut.

    Treaty: annex.B.II.2: annotation hides no detail (ANN-7).
    """
    margin = np.zeros((MARGIN_ROWS, *picture.shape[1:]), np.uint8)
    line = (
        np.hstack([_letter(sign) for sign in text.upper()]) if text else np.zeros((7, 0), np.uint8)
    )
    large = np.kron(line, np.full((_SCALE, _SCALE), 255, np.uint8))
    top, left = (MARGIN_ROWS - large.shape[0]) // 2, 8
    room = max(0, margin.shape[1] - left)
    large = large[:, :room]
    where = margin[top : top + large.shape[0], left : left + large.shape[1]]
    where[...] = large if picture.ndim == 2 else large[..., np.newaxis]
    return np.concatenate([picture, margin])
