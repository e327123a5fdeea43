"""The lowest altitude of a flight segment: terrain, H_min, temperature, pressure.

The commission's formulas, with the numbers as they are written there (decisions.md, section 4):
metres to feet by 3.281, feet to metres by 0.305. The two are not each other's reciprocal, so a
length is converted once and keeps its direction.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from overflight.errors import UsageError
from overflight.sensors.answers import ENTRY
from overflight.treaty import DecisionStatus, Value

__all__ = ["LengthUnit", "PressureUnit", "SegmentAltitude", "Weather", "segment_altitude"]

_FORMULA = "dec.unnumbered.altitude-formula"
FT_PER_M = Value("feet in a metre", Decimal("3.281"), "ft", ENTRY, _FORMULA)
M_PER_FT = Value("metres in a foot", Decimal("0.305"), "m", ENTRY, _FORMULA)
STANDARD_K = Value("divisor of the temperature", Decimal(288), "K", ENTRY, _FORMULA)
FT_PER_INHG = Value("feet in an inch of mercury", Decimal("924.05"), "ft", ENTRY, _FORMULA)
# Derived by change of unit, 924.05 / 33.8639; the line of the decision for hPa was cut off.
FT_PER_HPA = Value(
    "feet in a hectopascal", Decimal("27.287"), "ft", ENTRY, "dec.unnumbered.altitude-hpa"
)
_MOST_C = 100.0
_MOST_LENGTH = 1e6


class LengthUnit(StrEnum):
    """The unit lengths are given in."""

    METRES = "m"
    FEET = "ft"


class PressureUnit(StrEnum):
    """The unit pressures are given in, with the standard pressure the decision uses with it."""

    HPA = "hPa"
    INHG = "inHg"

    @property
    def standard(self) -> Decimal:
        """Return standard pressure in this unit."""
        return Decimal("1013.25") if self is PressureUnit.HPA else Decimal("29.92")

    @property
    def feet(self) -> Value:
        """Return the coefficient in feet."""
        return FT_PER_HPA if self is PressureUnit.HPA else FT_PER_INHG

    @property
    def status(self) -> DecisionStatus:
        """Return whether the coefficient was read or derived."""
        return DecisionStatus.DERIVED if self is PressureUnit.HPA else DecisionStatus.EXACT


def _check(name: str, value: float, *, least: float, most: float) -> None:
    if not (math.isfinite(value) and least <= value <= most):
        raise UsageError(
            "E-HEIGHT",
            where=name,
            expected=f"a number from {least:g} to {most:g}",
            found=value,
            remedy="Give lengths in metres or feet, QNH in hPa or inches of mercury.",
        )


@dataclass(frozen=True, slots=True)
class Weather:
    """The forecast for a segment, above its highest terrain.

    Args:
        warmer_c: Forecast temperature minus standard temperature, in degrees Celsius.
        qnh: Forecast pressure reduced to sea level.
        pressure: Its unit.

    Raises:
        UsageError: No weather has these numbers.
    """

    warmer_c: float
    qnh: float
    pressure: PressureUnit = PressureUnit.HPA

    def __post_init__(self) -> None:
        standard = float(self.pressure.standard)
        _check("warmer_c", self.warmer_c, least=-_MOST_C, most=_MOST_C)
        _check("qnh", self.qnh, least=standard * 0.8, most=standard * 1.1)


@dataclass(frozen=True, slots=True)
class SegmentAltitude:
    """The lowest altitude of one segment, step by step.

    Args:
        unit: Unit of every number here.
        true: A: highest terrain plus H_min, above mean sea level.
        warm: A_t: the same, corrected for temperature.
        pressure: A_f: the same, corrected for pressure: what an altimeter set to standard
            pressure must show at least, a pressure altitude.
        status: Whether every coefficient was read (EXACT), or one derived by us (DERIVED).
        steps: The sum as a person would check it on paper.
        decision: Where the coefficient of pressure is written, or from what it is derived.
    """

    unit: LengthUnit
    true: float
    warm: float
    pressure: float
    status: DecisionStatus
    steps: tuple[str, ...]
    decision: str = _FORMULA

    @property
    def label(self) -> str:
        """Return the line that stands in every result."""
        return f"coefficient of pressure: {self.decision} {self.status.value}"


def _converted(length: float, given: LengthUnit, shown: LengthUnit) -> tuple[float, str]:
    """Return a length in the unit shown, and the conversion in words."""
    if given is shown:
        return length, ""
    factor = FT_PER_M if shown is LengthUnit.FEET else M_PER_FT
    made = length * float(factor.amount)
    return made, f"{length:,.1f} {given.value} x {factor.amount} = {made:,.1f} {shown.value}"


def segment_altitude(
    *,
    ground: float,
    h_min: float,
    weather: Weather,
    given: LengthUnit = LengthUnit.METRES,
    shown: LengthUnit = LengthUnit.FEET,
) -> SegmentAltitude:
    """Return the lowest altitude for a segment of the flight.

    Args:
        ground: Highest terrain elevation of the segment above mean sea level.
        h_min: Certified minimum height above ground.
        weather: The forecast.
        given: Unit of both lengths.
        shown: Unit of the result.

    Raises:
        UsageError: A number is not finite, or none that a flight can meet.

    Treaty: dec.unnumbered.altitude-formula: A = E + H_min, A_t = A - A x dT/288,
    A_f = A_t + (standard - QNH) x coefficient. art.VI.II.4.D asks for heights above ground.
    Accuracy: the coefficient for hPa is derived by change of unit; the text read ends before it.
    """
    unit = weather.pressure
    standard = float(unit.standard)
    _check("ground", ground, least=-_MOST_LENGTH, most=_MOST_LENGTH)
    _check("h_min", h_min, least=0, most=_MOST_LENGTH)
    plain = ground + h_min
    true, converted = _converted(plain, given, shown)
    warm = true - true * weather.warmer_c / float(STANDARD_K.amount)
    factor = 1.0 if shown is LengthUnit.FEET else float(M_PER_FT.amount)
    coefficient = float(unit.feet.amount) * factor
    lowest = warm + (standard - weather.qnh) * coefficient
    summed = f"A = E {ground:,.1f} + H_min {h_min:,.1f} = {plain:,.1f} {given.value}"
    pressed = f"A_f = A_t + ({standard:g} - {weather.qnh:g}) {unit.value} x {coefficient:g}"
    steps = (
        f"{summed} above mean sea level",
        converted,
        f"A_t = A - A x {weather.warmer_c:g}/288 = {warm:,.1f} {shown.value}",
        f"{pressed} {shown.value} = {lowest:,.1f} {shown.value} pressure altitude",
    )
    told = tuple(step for step in steps if step)
    return SegmentAltitude(shown, true, warm, lowest, unit.status, told, unit.feet.provision)
