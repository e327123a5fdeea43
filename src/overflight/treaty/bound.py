"""How a regime of its own speaks through this engine: its rules bound to the engine's functions.

The functions that judge were written from the Treaty on Open Skies and know its rule ids. A regime
of its own names, row by row, which of them judge for it, under which rule id and provision of its
own, and with which number. What it does not bind is not asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from overflight.treaty.tables import Row

__all__ = ["ENGINE_ITSELF", "Bound"]

# The one row of the regime the engine's functions were written for: every rule by its own id.
ENGINE_ITSELF: Final = "*"
_ENGINE = re.compile(r"[a-z]+:[A-Za-z0-9][A-Za-z0-9.-]*")
_WORD = re.compile(r"[a-z][a-z-]*")


@dataclass(frozen=True, slots=True)
class Bound:
    """One judgement of the engine that a regime takes for one of its rules.

    Args:
        rule: The regime's own rule, or its own open point.
        engine: The judgement, ``chapter:name`` (``missions:K1``, ``plans:FLT-1``), or the open
            point of the engine the regime settles or leaves open, ``readings:AMB-1``.
        value: The regime's number, or the reading it settles on; empty where the judgement has none
            or where the regime leaves the point open itself.
        unit: Unit of the number, as the engine counts it.
        provisions: Where the regime lays it down; the first is the main place.
        row: The row, for messages.
    """

    rule: str
    engine: str
    value: str
    unit: str
    provisions: tuple[str, ...]
    row: Row

    @property
    def chapter(self) -> str:
        """Return the chapter that judges."""
        return self.engine.partition(":")[0]

    @property
    def name(self) -> str:
        """Return the name of the judgement in its chapter."""
        return self.engine.partition(":")[2]

    @property
    def number(self) -> Decimal | None:
        """Return the regime's number."""
        return self.row.number_or_none("value") if self.chapter != "readings" else None

    @classmethod
    def read(cls, row: Row) -> Bound:
        """Read a row of ``bound.tsv``."""
        rule, engine, value = row.text("rule"), row.text("engine"), row.maybe("value")
        found = cls(rule, engine, value, row.maybe("unit"), row.provisions(), row)
        if engine == ENGINE_ITSELF:
            return found
        if not _ENGINE.fullmatch(engine):
            row.refuse("engine", "chapter:name, such as missions:K1 or readings:AMB-1")
        if found.chapter == "readings" and value and not _WORD.fullmatch(value):
            row.refuse("value", "the name of a reading")
        if found.number is not None and found.number < 0:
            row.refuse("value", "zero or more")
        if bool(value) != bool(found.unit) and found.chapter != "readings":
            row.refuse("unit", "a unit beside every number, and none without")
        return found
