"""Who has the chair: by turns in the French alphabet, from one opening to the next (OSC-8).

The text fixes the language, not the names: the ones below are this program's, after the names the
text itself uses in French, and every answer says so. A chair by agreement stands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

__all__ = ["FIRST_CHAIR", "FRENCH_NAMES", "french_order", "next_chair"]

FIRST_CHAIR: Final = "CA"  # annex.L.I.2
FRENCH_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "BA": "Bosnie-Herzégovine",
        "BE": "Belgique",
        "BG": "Bulgarie",
        "BY": "Bélarus",
        "CA": "Canada",
        "CZ": "République tchèque",
        "DE": "Allemagne",
        "DK": "Danemark",
        "EE": "Estonie",
        "ES": "Espagne",
        "FI": "Finlande",
        "FR": "France",
        "GB": "Royaume-Uni",
        "GE": "Géorgie",
        "GR": "Grèce",
        "HR": "Croatie",
        "HU": "Hongrie",
        "IS": "Islande",
        "IT": "Italie",
        "KG": "Kirghizistan",
        "LT": "Lituanie",
        "LU": "Luxembourg",
        "LV": "Lettonie",
        "NL": "Pays-Bas",
        "NO": "Norvège",
        "PL": "Pologne",
        "PT": "Portugal",
        "RO": "Roumanie",
        "RU": "Russie",
        "SE": "Suède",
        "SI": "Slovénie",
        "SK": "République slovaque",
        "TR": "Turquie",
        "UA": "Ukraine",
        "US": "États-Unis",
    }
)


def _letters(code: str) -> str:
    """Return a French name without accents, for the alphabet; the code where no name is known."""
    spread = unicodedata.normalize("NFD", FRENCH_NAMES.get(code, code))
    return "".join(c for c in spread if not unicodedata.combining(c)).casefold()


def french_order(members: Sequence[str]) -> tuple[str, ...]:
    """Return codes of States Parties in the order of their French names."""
    return tuple(sorted(members, key=_letters))


def next_chair(before: str, members: Sequence[str]) -> str:
    """Return who follows in the chair; empty without members.

    Args:
        before: Code of the State that had it last; empty before the first session. It need not be
            a Party any more.
        members: Codes of the States Parties.

    Treaty: annex.L.I.2, annex.L.I.5 (OSC-8).
    """
    order = french_order(members)
    if not before:
        return FIRST_CHAIR if FIRST_CHAIR in order else next(iter(order), "")
    later = (code for code in order if _letters(code) > _letters(before))
    return next(later, next(iter(order), ""))
