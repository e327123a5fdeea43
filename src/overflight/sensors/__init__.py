"""Sensors: the agreed categories, their limits, their certification and the heights they keep."""

from overflight.sensors.altitudes import (
    LengthUnit,
    PressureUnit,
    SegmentAltitude,
    Weather,
    segment_altitude,
)
from overflight.sensors.carrying import height_in_force
from overflight.sensors.categories import SensorCategory
from overflight.sensors.certifications import (
    Certification,
    SensorRecord,
    Standing,
    fold_sensors,
)
from overflight.sensors.facts import CertificationFact, SensorFact
from overflight.sensors.facts_packages import PackageCarried
from overflight.sensors.heights import HeightReading, minimum_height_m
from overflight.sensors.judgement import SensorsAsked, judge_sensors
from overflight.sensors.kinds import KINDS
from overflight.sensors.limits import (
    HEIGHT_DEPENDENT,
    LIMITS,
    PHASE_IN_YEARS,
    SensorLimits,
    in_phase_in,
    judge_resolution,
    limits_of,
)
from overflight.sensors.methods import (
    METHODS,
    HeightFound,
    HeightMethod,
    InfraRedTriple,
    height_found,
    infra_red_height,
    modulation,
)

__all__ = [
    "HEIGHT_DEPENDENT",
    "KINDS",
    "LIMITS",
    "METHODS",
    "PHASE_IN_YEARS",
    "Certification",
    "CertificationFact",
    "HeightFound",
    "HeightMethod",
    "HeightReading",
    "InfraRedTriple",
    "LengthUnit",
    "PackageCarried",
    "PressureUnit",
    "SegmentAltitude",
    "SensorCategory",
    "SensorFact",
    "SensorLimits",
    "SensorRecord",
    "SensorsAsked",
    "Standing",
    "Weather",
    "fold_sensors",
    "height_found",
    "height_in_force",
    "in_phase_in",
    "infra_red_height",
    "judge_resolution",
    "judge_sensors",
    "limits_of",
    "minimum_height_m",
    "modulation",
    "segment_altitude",
]
