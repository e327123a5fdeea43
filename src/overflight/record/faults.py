"""Say in one form why bytes of the record are refused."""

from __future__ import annotations

from overflight.errors import RecordError

__all__ = ["refusal"]

_REMEDY = "Do not use these bytes; ask their owner, or a mirror, for them again."


def refusal(
    code: str, *, where: str, expected: str, found: object, remedy: str = _REMEDY
) -> RecordError:
    """Return the error for bytes that are not what the record's form says."""
    return RecordError(code, where=where, expected=expected, found=found, remedy=remedy)
