"""How resolutions are read and minimum heights found: RES-1, RES-2, RES-3, RES-7."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from overflight.record import Said
from overflight.sensors.answers import ENTRY, limit_of
from overflight.sensors.categories import SensorCategory
from overflight.sensors.certifications import Certification
from overflight.sensors.examining import category_named
from overflight.sensors.facts import ReportedSensor
from overflight.sensors.facts_examined import (
    Direction,
    MethodAdopted,
    ResolutionRead,
    TargetDescribed,
)
from overflight.sensors.heights import HeightReading
from overflight.sensors.methods import METHODS, height_found, modulation
from overflight.treaty import Finding, Outcome, Quantity, Readings, Sense, Value, answered, measured

__all__ = ["bar_target", "contrast_of_method", "height_by_readings", "resolution_read"]

CONTRAST = Value("contrast of a bar target", Decimal(5), "to 1", ENTRY, "annex.D-1.I.2")
LEAST_CONTRAST = Value("contrast in the method", Decimal("1.6"), "to 1", ENTRY, "annex.D-1.III.2")
MOST_CONTRAST = Value("contrast in the method", Decimal(4), "to 1", ENTRY, "annex.D-1.III.2")
IMAGES = Value("images of different passes", Decimal(5), "images", ENTRY, "dec.14")
_LEAST_BLACK = 2
_LEAST_M = 1e-6
_OPTICAL = frozenset({SensorCategory.OPTICAL_PANORAMIC, SensorCategory.OPTICAL_FRAMING})
_BY_BARS = _OPTICAL | {SensorCategory.VIDEO}


def resolution_read(certification: Certification) -> tuple[Finding, ...]:
    """Judge how the resolution of optical cameras was read, and which number stands for it.

    Treaty: annex.D-1.III.2; RES-1: by eye, on the original negative; the width of the smallest bar
    that is distinguishable as a separate bar, one bar and not a pair.
    """
    return tuple(
        _read(certification.key, said)
        for said in certification.every(ResolutionRead)
        if category_named(said.fact.category) in _OPTICAL
    )


def _read(key: str, said: Said[ResolutionRead]) -> Finding:
    fact = said.fact
    head = f"{key}: {fact.sensor}, pass {fact.flown_pass}, {fact.resolution_m} m"
    wrong = ["not read by eye"] * (not fact.visual)
    wrong += ["not in the original negative"] * (not fact.original)
    separate = [bar.width_m for bar in fact.bars if bar.separate]
    if wrong:
        return answered("RES-1", Outcome.BROKEN, f"{head}: {'; '.join(wrong)}.")
    if not separate:
        says = f"{head}: which bars were separate is not stated."
        return answered("RES-1", Outcome.OPEN, says)
    smallest = min(separate)
    says = f"{head}: the smallest separate bar is {smallest} m wide."
    kept = smallest == fact.resolution_m
    return answered("RES-1", Outcome.KEPT if kept else Outcome.BROKEN, says)


def bar_target(certification: Certification) -> tuple[Finding, ...]:
    """Judge each bar target.

    Treaty: annex.D-1.I.2; RES-2. Whether the steps are fine enough is for the Parties.
    """
    return tuple(_target(certification.key, said) for said in certification.every(TargetDescribed))


def _target(key: str, said: Said[TargetDescribed]) -> Finding:
    fact = said.fact
    wrong = ["no groups of bars"] * (not fact.groups)
    few = [str(g.width_m) for g in fact.groups if g.black < _LEAST_BLACK]
    if few:
        wrong.append(f"groups with fewer than two black bars: {', '.join(few)} m")
    if not all(group.constant for group in fact.groups):
        wrong.append("bars of one group differ")
    if not fact.consistent:
        wrong.append("the contrast is not the same throughout")
    head = f"{key}: target {fact.target}: contrast {fact.contrast}:1"
    if fact.contrast >= 1:
        head += f" (modulation {modulation(fact.contrast)})"
    basis = ("whether the steps between groups are fine enough is for the Parties",)
    if wrong:
        return answered("RES-2", Outcome.BROKEN, f"{head}; {'; '.join(wrong)}.", basis=basis)
    number = Quantity(float(fact.contrast), "to 1")
    says = f"{head}; at least 5:1 (modulation 0.66) throughout."
    return measured("RES-2", number, limit_of(CONTRAST, Sense.AT_LEAST), says, basis=basis)


def contrast_of_method(adopted: Said[MethodAdopted]) -> tuple[Finding, ...]:
    """Judge the contrast the Commission chose for the minimum height of optical cameras.

    Treaty: annex.D-1.III.2; RES-3: not less than 1.6:1, not greater than 4:1.
    """
    fact = adopted.fact
    category = category_named(fact.category)
    if category not in _OPTICAL:
        return ()
    basis = (METHODS[category].label,)
    if fact.contrast is None:
        says = f"{fact.decision}: the contrast used is not stated."
        return (answered("RES-3", Outcome.OPEN, says, basis=basis),)
    low = fact.contrast < LEAST_CONTRAST.amount
    sense, value = (Sense.AT_LEAST, LEAST_CONTRAST) if low else (Sense.AT_MOST, MOST_CONTRAST)
    if fact.contrast == LEAST_CONTRAST.amount:
        sense, value = Sense.AT_LEAST, LEAST_CONTRAST
    says = f"{fact.decision}: contrast {fact.contrast}:1; 1.6:1 to 4:1 are allowed."
    number = Quantity(float(fact.contrast), "to 1")
    return (measured("RES-3", number, limit_of(value, sense), says, basis=basis),)


def height_by_readings(certification: Certification, readings: Readings) -> tuple[Finding, ...]:
    """Judge reported minimum heights against what the readings in the images give.

    Treaty: annex.D-1, dec.14; RES-7. For film the formula is a setting, and the answer is *open*;
    infra-red needs a formula that could not be read.
    """
    if certification.report is None:
        return ()
    told: list[Finding] = []
    for one in certification.report.fact.sensors:
        read = [s.fact for s in certification.every(ResolutionRead) if s.fact.sensor == one.sensor]
        if read and one.h_min_m is not None:
            told += _heights(certification.key, one, read, readings)
    return tuple(told)


def _heights(
    key: str, one: ReportedSensor, read: list[ResolutionRead], readings: Readings
) -> Iterator[Finding]:
    category = category_named(one.category)
    what = f"{key}: {one.sensor}: H_min {one.h_min_m} m above ground"
    if category not in _BY_BARS or one.h_min_m is None:
        label = METHODS[category].label if category else "no such category"
        yield answered(
            "RES-7", Outcome.OPEN, f"{what}; no formula was read in full.", basis=(label,)
        )
        return
    if any(min(float(fact.resolution_m), float(fact.height_m)) <= _LEAST_M for fact in read):
        yield answered("RES-7", Outcome.OPEN, f"{what}; a reading of zero gives no height.")
        return
    passes = Quantity(float(len({fact.flown_pass for fact in read})), "images")
    sets = [
        [
            HeightReading(float(fact.height_m), float(fact.resolution_m))
            for fact in read
            if fact.direction is direction
        ]
        for direction in Direction
    ]
    made = height_found(category, [one for one in sets if one], readings)
    limit = limit_of(IMAGES, Sense.AT_LEAST)
    says = f"{what}; read in {passes.value:g} images of different passes, at least 5."
    basis = (made.method.label,)
    yield measured("RES-7", passes, limit, says, provision="dec.14", basis=basis)
    yield _against(what, one.h_min_m, made.h_min_m, category, (basis, made.readings))


def _against(
    what: str,
    stated_m: Decimal,
    computed_m: int,
    category: SensorCategory,
    on: tuple[tuple[str, ...], tuple[str, ...]],
) -> Finding:
    """Return whether a reported height is at least the one its readings give."""
    says = f"{what}; the readings give {computed_m} m ({METHODS[category].formula})."
    height = Value("minimum height", Decimal(computed_m), "m", ENTRY, "dec.14")
    number, limit = Quantity(float(stated_m), "m"), limit_of(height, Sense.AT_LEAST)
    provision = "dec.14" if category is SensorCategory.VIDEO else "annex.D-1.III.2"
    judgement = measured(
        "RES-7", number, limit, says, provision=provision, basis=on[0], readings=on[1]
    )
    if category is SensorCategory.VIDEO:
        return judgement
    # For film the formula is a setting, not the rule: its answer is a question.
    return replace(judgement, outcome=Outcome.OPEN)
