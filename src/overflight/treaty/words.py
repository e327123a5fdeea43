"""Numbers with their nouns, as a person writes them."""

from __future__ import annotations

__all__ = ["count_of"]


def count_of(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun: ``1 flight``, ``2 flights``.

    Args:
        count: How many.
        one: The noun for one.
        many: The noun for none or several, where an s does not make it.
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"
