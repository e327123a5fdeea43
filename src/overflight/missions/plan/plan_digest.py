"""A mission plan as bytes: one form for statement, attachment and hash."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import cast

from overflight.missions.plan.plans import MissionPlan
from overflight.record import Json, canonical_bytes
from overflight.treaty import write_form

__all__ = ["plan_bytes", "plan_digest", "without_floats"]


def _decimal(number: float) -> str:
    """Return a number as a decimal string that reads back to the same number."""
    text = format(Decimal(repr(number)), "f")
    return text.removesuffix(".0")


def without_floats(value: object) -> Json:
    """Return plain JSON values with every number that is not whole as a decimal string."""
    if isinstance(value, float):
        return _decimal(value)
    if isinstance(value, dict):
        return {str(name): without_floats(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [without_floats(item) for item in value]
    return cast("Json", value)


def plan_bytes(plan: MissionPlan) -> bytes:
    """Return a plan as canonical JSON (RFC 8785), numbers as decimal strings.

    Raises:
        RecordError: A text in the plan holds control characters.
    """
    form = cast("dict[str, Json]", without_floats(write_form(plan)))
    return canonical_bytes(form)


def plan_digest(plan: MissionPlan) -> str:
    """Return the SHA-256 of ``plan_bytes``, hex: what both Parties sign (MPL-10).

    Raises:
        RecordError: A text in the plan holds control characters.
    """
    return hashlib.sha256(plan_bytes(plan)).hexdigest()
