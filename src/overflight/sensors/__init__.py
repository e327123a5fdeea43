"""Sensors: the agreed categories, their limits and the heights that keep them."""

from overflight.sensors.categories import SensorCategory
from overflight.sensors.heights import (
    HeightReading,
    SegmentAltitude,
    minimum_height_m,
    segment_altitude,
)
from overflight.sensors.limits import (
    HEIGHT_DEPENDENT,
    LIMITS,
    PHASE_IN_UNTIL,
    SensorLimits,
    judge_resolution,
    limits_of,
)

__all__ = [
    "HEIGHT_DEPENDENT",
    "LIMITS",
    "PHASE_IN_UNTIL",
    "HeightReading",
    "SegmentAltitude",
    "SensorCategory",
    "SensorLimits",
    "judge_resolution",
    "limits_of",
    "minimum_height_m",
    "segment_altitude",
]
