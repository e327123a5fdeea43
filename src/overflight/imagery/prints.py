"""Prints of film: every positive bears again what the film bears (ANN-6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from overflight.imagery.annotation import Occasion, required_items
from overflight.sensors import SensorCategory
from overflight.treaty import Finding, Outcome, answered

__all__ = ["PRINT_KINDS", "PrintMade", "items_of_print", "print_finding"]


@dataclass(frozen=True, slots=True)
class PrintMade:
    """A positive was printed from a frame or strip of film.

    Said by the Party that made it.

    Args:
        mission: Mission key.
        positive: Name of the positive.
        category: Category of the sensor.
        codes: What stands on the positive: code by field of Annex B, Appendix 1.
        original: What stands on the film; empty where that was not read.

    Treaty: annex.B.II.3.
    """

    mission: str
    positive: str
    category: SensorCategory
    codes: Mapping[str, str]
    original: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


PRINT_KINDS: Final[Mapping[str, type]] = MappingProxyType({"imagery.print-made/1": PrintMade})


def items_of_print(category: SensorCategory) -> tuple[str, ...]:
    """Return the items a positive bears: those of the medium, the events, frames, measurements.

    Treaty: annex.B.II.1, annex.B.II.2, annex.B.II.3.
    """
    due = (required_items(occasion, category) for occasion in Occasion)
    return tuple(dict.fromkeys(item for each in due if each for item in each.items))


def print_finding(fact: PrintMade) -> Finding:
    """Return whether a positive bears every item again, as the film has it.

    Treaty: annex.B.II.3 (ANN-6).
    """
    due = dict.fromkeys((*items_of_print(fact.category), *fact.original))
    missing = [item for item in due if not fact.codes.get(item)]
    other = [
        f"{item} {fact.codes[item]!r} for {code!r}"
        for item, code in fact.original.items()
        if fact.codes.get(item) and fact.codes[item] != code
    ]
    told = [f"missing {', '.join(missing)}"] if missing else []
    told += [f"not as on the film: {', '.join(other)}"] if other else []
    says = f"{fact.positive}: {'; '.join(told) or f'all {len(due)} items are there again'}"
    return answered("ANN-6", Outcome.BROKEN if told else Outcome.KEPT, says)
