"""What silence does when a reply is due: nothing, but for what the text itself says (CLK-5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from overflight.treaty.facts import DefaultClaimed
from overflight.treaty.findings import Finding, Outcome
from overflight.treaty.regime import rule

__all__ = ["SILENCE", "StatedDefault", "silence_finding"]


@dataclass(frozen=True, slots=True)
class StatedDefault:
    """What the text itself says follows when nobody answered.

    Args:
        effect: What follows.
        provision: Where it is written.
    """

    effect: str
    provision: str


# Rule whose reply was due, and what the text says of its lapse; for every other rule: nothing.
SILENCE: Final[Mapping[str, StatedDefault]] = MappingProxyType(
    {
        "PER-2": StatedDefault("the person is accepted", "art.XIII.I.2"),
        "QTA-8": StatedDefault("last year's distribution stays", "art.III.I.7"),
        "CRT-19": StatedDefault("the aircraft is deemed certified", "annex.D.IV.4"),
        "CRT-8": StatedDefault("the State certifies alone", "annex.D.I.7"),
        "FLT-5": StatedDefault("lots are drawn", "annex.H.3"),
    }
)


def silence_finding(fact: DefaultClaimed) -> Finding:
    """Return whether what a Party draws from silence is what the text says of it.

    Only five replies have a stated default. Whether the words used mean the same as the text is
    for people: the finding names the text's own.

    Treaty: the whole text (CLK-5).
    """
    entry, stated = rule("CLK-5"), SILENCE.get(fact.rule)
    says = f"{fact.rule}: no reply; claimed: {fact.effect}"
    if stated is None:
        says += "; the text attaches nothing to silence here, expiry by itself changes nothing"
        return Finding(
            "CLK-5", entry.provision, Outcome.BROKEN, says, consequence=entry.consequence
        )
    says += f"; the text: {stated.effect} ({stated.provision})"
    return Finding("CLK-5", stated.provision, Outcome.KEPT, says)
