"""Spell the places of the text in one way, so that they can be compared and looked up."""

from __future__ import annotations

import re

from overflight.errors import UsageError

__all__ = ["check_provision"]

_PROVISION = re.compile(
    r"(art\.[IVX]+(\.[IVX]+)?(\.\d+)?(\.[A-Z])?(\.\d+)?(\.[a-z])?"
    r"|annex\.[A-L](-\d)?(\.[IVX]+)?(\.\d+)?(\.[A-Z])?(\.\d+)?(\.[a-z])?"
    r"|dec\.\d+(/\d+)?|dec\.unnumbered\.[a-z0-9-]+"
    r"|treaty"
    r"|par\.\d+(\.\d+)*(\.[a-z])?"  # a regime of its own with numbered paragraphs
    r")"
)


def check_provision(text: str) -> str:
    """Return the text if it spells a provision.

    Args:
        text: ``art.VI.II.2``, ``art.VI.I.5.A``, ``annex.A.I.1``, ``annex.D-1.III.2``,
            ``dec.16/02``, or ``dec.unnumbered.data-bank`` where a decision was found without its
            number. ``treaty`` names the text as a whole: what no place of it says. A regime of its
            own may number its paragraphs: ``par.3.2``.

    Raises:
        UsageError: The text is spelled otherwise.
    """
    if not _PROVISION.fullmatch(text):
        raise UsageError(
            "E-PROVISION",
            where="provision",
            expected="a provision such as art.VI.II.2, annex.A.I.1, annex.D-1.III.2 or dec.16/02",
            found=text,
            remedy="Spell the provision as the treaty tables do.",
        )
    return text
