"""What Article IV lets a sensor do: resolution, number, coverage, and from which day.

"No better than" reads backwards at first: a ground resolution of 0.29 m sees more than the text
allows, one of 0.31 m sees less and is lawful (SEN-7).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from overflight.sensors.categories import SensorCategory
from overflight.treaty import Finding, Limit, Quantity, Sense, Value, judge

__all__ = [
    "HEIGHT_DEPENDENT",
    "LIMITS",
    "PHASE_IN_YEARS",
    "SensorLimits",
    "in_phase_in",
    "judge_resolution",
    "limits_of",
]

_ENTRY = date(2002, 1, 1)

PHASE_IN_YEARS = Value(
    "years of the phase-in after the year of entry into force",
    Decimal(3),
    "years",
    _ENTRY,
    "art.XVIII.II.1",
)

# A radar's resolution does not depend on height, so it has no minimum height (annex.D.I.2.E).
HEIGHT_DEPENDENT = frozenset(SensorCategory) - {SensorCategory.RADAR}


def in_phase_in(on: date) -> bool:
    """Return whether a day is in the phase-in: until 31 December of its third year, 2005-12-31.

    Treaty: art.XVIII.II.1 (SEN-17).
    """
    return on <= date(_ENTRY.year + int(PHASE_IN_YEARS.amount), 12, 31)


@dataclass(frozen=True, slots=True)
class SensorLimits:
    """What one category may do.

    Args:
        rule: Rule id of the rule table.
        resolution: Smallest lawful ground resolution, in metres.
        method: How the resolution is determined, in treaty words.
        most: Greatest number of devices at work; none where the text sets none. Framing cameras
            count one vertical and two oblique, one on each side.
        each_side: Greatest coverage on each side, in kilometres; none where the text sets none.
        swath: Greatest swath, in kilometres; none where the text sets none.
    """

    rule: str
    resolution: Value
    method: str
    most: Value | None = None
    each_side: Value | None = None
    swath: Value | None = None


def _value(name: str, amount: str, unit: str, provision: str) -> Value:
    return Value(name, Decimal(amount), unit, _ENTRY, provision)


_EACH_SIDE = _value("optical coverage on each side", "50", "km", "art.IV.2.A")
_OPTICAL = _value("ground resolution of optical cameras", "0.30", "m", "art.IV.2.A")
_BARS = "bar target on the original negative, visual (annex.D-1.III.2)"

LIMITS: Mapping[SensorCategory, SensorLimits] = MappingProxyType(
    {
        SensorCategory.OPTICAL_PANORAMIC: SensorLimits(
            "SEN-3",
            _OPTICAL,
            _BARS,
            most=_value("panoramic cameras", "1", "devices", "art.IV.2.A"),
            each_side=_EACH_SIDE,
        ),
        SensorCategory.OPTICAL_FRAMING: SensorLimits(
            "SEN-3",
            _OPTICAL,
            _BARS,
            most=_value("framing cameras", "3", "devices", "art.IV.2.A"),
            each_side=_EACH_SIDE,
        ),
        SensorCategory.VIDEO: SensorLimits(
            "SEN-4",
            _value("ground resolution of video cameras", "0.30", "m", "art.IV.2.B"),
            "as the commission decided (annex.D-1.III.3)",
        ),
        SensorCategory.INFRA_RED: SensorLimits(
            "SEN-5",
            _value("ground resolution of infra-red line scanners", "0.50", "m", "art.IV.2.C"),
            "as the commission decided (annex.D-1.III.4)",
            most=_value("infra-red line scanners", "1", "devices", "art.IV.2.C"),
        ),
        SensorCategory.RADAR: SensorLimits(
            "SEN-6",
            _value("ground resolution of radars", "3", "m", "art.IV.2.D"),
            "impulse response (annex.D-1.III.5)",
            most=_value("radars", "1", "devices", "art.IV.2.D"),
            swath=_value("radar swath", "25", "km", "art.IV.2.D"),
        ),
    }
)


def limits_of(category: SensorCategory) -> SensorLimits:
    """Return the limits of a category."""
    return LIMITS[category]


def judge_resolution(category: SensorCategory, measured_m: Quantity, *, on: date) -> Finding:
    """Judge a determined ground resolution against the limit of its category.

    Args:
        category: Category of the sensor.
        measured_m: Ground resolution in metres, with its error.
        on: Day on which it is judged.

    Treaty: art.IV.2; SEN-3 to SEN-7, "no better than".
    """
    limits = LIMITS[category]
    least = limits.resolution
    limit = Limit(float(least.on(on)), "m", Sense.AT_LEAST)
    return Finding(
        limits.rule,
        least.provision,
        judge(measured_m, limit),
        f"Ground resolution {measured_m.value:g} m (within {measured_m.error:g} m);"
        f" no better than {least.amount} m is allowed.",
        measured=measured_m,
        limit=limit,
        consequence="Another minimum height, or the sensor barred, or the flight prohibited"
        " (annex.F.III.6).",
        basis=(limits.method,),
    )
