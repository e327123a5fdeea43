"""How a minimum height or a resolution is found, and how much of the method was read.

What was read in full is the rule. What was read in part, or only guessed, is a setting: its status
stands in every result, and it is never called by the name of the decision.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from overflight.errors import UsageError
from overflight.sensors.categories import SensorCategory
from overflight.sensors.heights import HeightReading, minimum_height_m
from overflight.sensors.limits import limits_of
from overflight.treaty import DecisionStatus, Readings

__all__ = [
    "METHODS",
    "HeightFound",
    "HeightMethod",
    "InfraRedTriple",
    "height_found",
    "infra_red_height",
    "modulation",
]

COMBINED = "AMB-22"
_MOST_ROUNDS = 200
_CLOSE_M = 1e-6


@dataclass(frozen=True, slots=True)
class HeightMethod:
    """How the minimum height of a category is found.

    Args:
        decision: Id of the decision, as provisions spell it.
        status: How much of it was read.
        says: What was read and what is missing.
        formula: The formula that is used, in words a person can check; empty where there is none.
    """

    decision: str
    status: DecisionStatus
    says: str
    formula: str

    @property
    def label(self) -> str:
        """Return the line that stands in every result."""
        return f"{self.decision} {self.status.value}: {self.says}"


_FILM = HeightMethod(
    "dec.3",
    DecisionStatus.TITLE,
    "the text was not found; H_i x L_a / L is a setting taken from the decision on video cameras,"
    " not Decision Three",
    "H_i x L_a / L_i",
)
METHODS: Final[Mapping[SensorCategory, HeightMethod]] = MappingProxyType(
    {
        SensorCategory.OPTICAL_PANORAMIC: _FILM,
        SensorCategory.OPTICAL_FRAMING: _FILM,
        SensorCategory.VIDEO: HeightMethod(
            "dec.14",
            DecisionStatus.PARTIAL,
            "H_i x L_a / L(i,j) was read in full (EXACT); how the values combine was not (AMB-22)",
            "H_i x L_a / L(i,j)",
        ),
        SensorCategory.INFRA_RED: HeightMethod(
            "dec.unnumbered.infra-red-formula",
            DecisionStatus.CONJECTURE,
            "a guess at the shape of a formula that could not be read; the constants L_a = 50 cm"
            " and 3 degrees C are EXACT (dec.15)",
            "mean of H_i x (L_a / L_i) x (dT_a x tau(H_min) / dtau_i)^m",
        ),
        SensorCategory.RADAR: HeightMethod(
            "dec.unnumbered.sar-resolution",
            DecisionStatus.PARTIAL,
            "five values of each reflector, Gaussian fit; threshold and averaging were not read."
            " A radar has no minimum height (annex.D.I.2.E)",
            "",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class HeightFound:
    """A minimum height that was calculated.

    Args:
        h_min_m: Height above ground in whole metres, rounded up.
        method: How.
        readings: Readings of open points it used.
    """

    h_min_m: int
    method: HeightMethod
    readings: tuple[str, ...]


def modulation(contrast: Decimal) -> Decimal:
    """Return the modulation of a contrast ratio, (C - 1) / (C + 1), to three places.

    Raises:
        UsageError: The contrast is below 1 to 1.

    Treaty: annex.D-1.III.2 (5:1 is 0.66 to two places cut off; derived).
    """
    if not contrast.is_finite() or contrast < 1:
        raise UsageError(
            "E-HEIGHT",
            where="contrast",
            expected="a contrast ratio of 1 or more, to 1",
            found=contrast,
            remedy="Give bright over dark.",
        )
    return ((contrast - 1) / (contrast + 1)).quantize(Decimal("0.001"))


def height_found(
    category: SensorCategory, sets: Iterable[Iterable[HeightReading]], readings: Readings
) -> HeightFound:
    """Return the minimum height that readings of bar targets give.

    Args:
        category: Optical or video.
        sets: Readings of each direction.
        readings: ``AMB-22`` decides how passes and directions combine.

    Raises:
        UsageError: A category for which this is no method, or readings that cannot be.

    Treaty: dec.14; AMB-22.
    """
    if category in {SensorCategory.RADAR, SensorCategory.INFRA_RED}:
        raise UsageError(
            "E-HEIGHT",
            where=f"category {category.value}",
            expected="a category read on bar targets by eye: OP, OF or TV",
            found=METHODS[category].label,
            remedy="A radar has no minimum height; infra-red needs temperatures as well.",
        )
    every = [tuple(one) for one in sets]
    option = readings.of(COMBINED)
    if option == "mean-of-all":
        every = [tuple(reading for one in every for reading in one)]
    height = minimum_height_m(every, limits_of(category).resolution)
    return HeightFound(height, METHODS[category], (f"{COMBINED}={option}",))


@dataclass(frozen=True, slots=True)
class InfraRedTriple:
    """A bar group that an infra-red line scanner resolved.

    Args:
        height_m: Greatest height at which it was resolved, in metres.
        width_m: Width of its bars in metres.
        difference_c: Difference of radiance temperature of hot and cold, in degrees Celsius.
    """

    height_m: float
    width_m: float
    difference_c: float


AGREED_DIFFERENCE_C = 3.0


def infra_red_height(
    triples: Sequence[InfraRedTriple], exponent: float, transmission: Callable[[float], float]
) -> HeightFound:
    """Return a minimum height of an infra-red line scanner by a formula that is only guessed.

    Args:
        triples: What was resolved.
        exponent: m, between 0 and 1.
        transmission: Transmission of the atmosphere by height in metres, above 0 to 1; the agreed
            atmosphere of the Commission was not found.

    Raises:
        UsageError: Numbers that cannot be, or no height fits.

    Treaty: dec.15 for L_a and the difference; the formula is CONJECTURE and never the rule.
    """
    _plausible(triples, exponent)
    agreed = float(limits_of(SensorCategory.INFRA_RED).resolution.amount)

    def right_side(height_m: float) -> float:
        seen = AGREED_DIFFERENCE_C * transmission(height_m)
        heights = [
            one.height_m * (agreed / one.width_m) * math.pow(seen / one.difference_c, exponent)
            for one in triples
        ]
        return sum(heights) / len(heights)

    height = right_side(0.0)
    for _ in range(_MOST_ROUNDS):
        # Halfway steps: transmission falls with height, so full steps would swing.
        after = (height + right_side(height)) / 2
        if not math.isfinite(after):
            break
        if abs(after - height) < _CLOSE_M:
            used = METHODS[SensorCategory.INFRA_RED]
            return HeightFound(math.ceil(round(after, 4)), used, ())
        height = after
    raise _impossible("transmission", "a transmission by which one height fits", "none found")


def _plausible(triples: Sequence[InfraRedTriple], exponent: float) -> None:
    if not 0 <= exponent <= 1:
        raise _impossible("exponent", "between 0 and 1", exponent)
    numbers = [n for one in triples for n in (one.height_m, one.width_m, one.difference_c)]
    if not numbers or not all(math.isfinite(n) and n > 0 for n in numbers):
        raise _impossible("triples", "one or more, with numbers above zero", list(triples))


def _impossible(where: str, expected: str, found: object) -> UsageError:
    return UsageError(
        "E-HEIGHT", where=where, expected=expected, found=found, remedy="Correct the readings."
    )
