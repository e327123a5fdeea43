"""The six languages of the Treaty's authentic texts, and which one a reader is given."""

from __future__ import annotations

from dataclasses import dataclass

from babel import negotiate_locale

__all__ = ["TONGUES", "Tongue", "tongue_of"]

# art.XIX: the English, French, German, Italian, Russian and Spanish texts are equally authentic.
TONGUES = {
    "en": "English",
    "fr": "Français",
    "de": "Deutsch",
    "it": "Italiano",
    "ru": "Русский",
    "es": "Español",
}


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language a page is written in.

    Args:
        code: Its code, ``fr``.
        chosen: The address names it; else the reader's program asked for it.
    """

    code: str
    chosen: bool = False


def tongue_of(named: str, accepted: str) -> Tongue:
    """Return the language for a reader.

    Args:
        named: What the address names; nothing known is passed over.
        accepted: The header ``Accept-Language``.
    """
    if named in TONGUES:
        return Tongue(named, chosen=True)
    wanted = [part.partition(";")[0].strip() for part in accepted.split(",") if part.strip()]
    return Tongue(negotiate_locale(wanted, list(TONGUES), sep="-") or "en")
