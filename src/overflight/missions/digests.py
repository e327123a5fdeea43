"""The hash of a plan, by which a judgement, a signature and a statement name the same version."""

from __future__ import annotations

import hashlib
from decimal import Decimal

from overflight.missions.plans import MissionPlan
from overflight.record import canonical_bytes
from overflight.treaty import write_form

__all__ = ["plan_digest"]


def _plain(value: object) -> object:
    """Return a value as statements hold it: numbers with a fraction become decimal strings."""
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f")
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


def plan_digest(plan: MissionPlan) -> str:
    """Return the SHA-256 of a plan in canonical JSON, in hex.

    Two files that say the same plan, with other spaces, other order of fields or ``5.0`` for
    ``5``, have the same digest.
    """
    values = _plain(write_form(plan))
    if not isinstance(values, dict):
        raise TypeError(values)
    return hashlib.sha256(canonical_bytes(values)).hexdigest()
