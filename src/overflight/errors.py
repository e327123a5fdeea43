"""Name the few exceptions of the product, by who must act on them.

Every message has one form: where - expected - found - what to do. A judgement is never an
exception: rules return findings, and an act that cannot stand returns a refusal.
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "OverflightError",
    "RecordError",
    "SourceError",
    "StoreError",
    "UsageError",
]

_SHOWN = 200


def _shown(value: object) -> str:
    """Return a value as one printable line, cut to a length a person can read."""
    text = value if isinstance(value, str) else repr(value)
    text = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "\u2026"


class OverflightError(Exception):
    """Something that stops the work and needs a person or a caller to act.

    Args:
        code: Short stable name of the fault, upper case with dashes (``E-CANON``).
        where: The file, field or entry the fault was met in.
        expected: What would have been right.
        found: What stood there; cut to one printable line.
        remedy: What to do now, as an instruction.
    """

    exit_status: ClassVar[int] = 4

    def __init__(self, code: str, *, where: str, expected: str, found: object, remedy: str) -> None:
        self.code = code
        self.where = _shown(where)
        self.expected = expected
        self.found = _shown(found)
        self.remedy = remedy
        super().__init__(
            f"{code} at {self.where}: expected {expected}; found {self.found}. {remedy}"
        )

    def as_json(self) -> dict[str, str]:
        """Return the fields for machine readers, in the order a person reads them."""
        return {
            "code": self.code,
            "where": self.where,
            "expected": self.expected,
            "found": self.found,
            "remedy": self.remedy,
        }


class UsageError(OverflightError):
    """The caller asked for something that cannot be asked; the caller must change the call."""

    exit_status: ClassVar[int] = 2


class SourceError(OverflightError):
    """A file or message from outside is not what it claims; its sender must mend it."""


class RecordError(OverflightError):
    """The record does not hold together; nobody may go on before it is understood."""


class StoreError(OverflightError):
    """The disk or database failed; the machine's keeper must act, and the process stops."""
