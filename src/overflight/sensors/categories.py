"""The closed list of sensor categories."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["SensorCategory"]


class SensorCategory(StrEnum):
    """The closed list of sensor categories, by annotation code (art.IV.1, annex.B-1.2.A)."""

    OPTICAL_PANORAMIC = "OP"
    OPTICAL_FRAMING = "OF"
    VIDEO = "TV"
    INFRA_RED = "IRLS"
    RADAR = "SAR"
