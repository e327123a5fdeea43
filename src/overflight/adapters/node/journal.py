"""What a serving node tells: one line for each event, for people or as JSON."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TextIO

from overflight.deadlines import Instant, format_instant

__all__ = ["Journal", "Loud"]

Loud = frozenset({"alarm", "fault"})
"""Events that a person should look at."""


@dataclass(frozen=True, slots=True)
class Journal:
    """One line for each event, written at once.

    Args:
        to: Where the lines go.
        now: The time.
        as_json: Write each line as a JSON object instead of words.
    """

    to: TextIO
    now: Callable[[], Instant]
    as_json: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def tell(self, event: str, **what: object) -> None:
        """Write one event.

        Args:
            event: What happened, in one word.
            what: What there is to say about it; nothing is left out.
        """
        at = format_instant(self.now())
        if self.as_json:
            line = json.dumps({"at": at, "event": event, **what}, ensure_ascii=False, default=str)
        else:
            mark = "!" if event in Loud else " "
            words = " ".join(f"{name}={_word(value)}" for name, value in what.items())
            line = f"{at} {mark} {event:9} {words}".rstrip()
        with self._lock:
            self.to.write(line + "\n")
            self.to.flush()


def _word(value: object) -> str:
    """Return a value that stays one printable word on one line, whatever a peer sent."""
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in str(value))
    return json.dumps(text, ensure_ascii=False) if " " in text or not text else text
