"""Answer the annotation rules: items, forms, numbers, rounding (ANN-1 to ANN-5, ANN-9 to ANN-12).

Whether an event should have been annotated is not asked: "significant change" and the interval are
open (AMB-23) until the decision of the commission is supplied.
"""

from __future__ import annotations

from datetime import timedelta

from overflight.deadlines import day_of, parse_day
from overflight.imagery.annotation import Annotation, Measured, Occasion, required_items
from overflight.imagery.annotation_codes import (
    VERTICAL_TILT,
    Medium,
    format_heading,
    format_location,
    format_minute,
    format_minutes_location,
    medium_fits,
    well_formed,
)
from overflight.sensors import SensorCategory, in_phase_in
from overflight.treaty import Finding, Limit, Outcome, Quantity, Reading, Sense, judge

__all__ = ["AMB_23", "check_annotation"]

AMB_23 = Reading(
    "AMB-23",
    "What change of height, heading or groundspeed is significant, and at what interval is"
    " annotation due?",
    ("off", "thresholds"),
    "off",
)

_DEFICIENT = "the sensor output is deficient; no further consequence stated"


def _by_national_practice(annotation: Annotation, rule: str, known: Measured) -> bool:
    """Return whether an optical camera is annotated by national practice: until 2005-12-31.

    Treaty: art.XVIII.II.4 (SEN-17): annex.B.II.2.A alone.
    """
    if rule not in {"ANN-2", "ANN-3"}:
        return False
    stated = annotation.codes.get("datetime", "")
    if known.at is not None:
        return in_phase_in(day_of(known.at))
    return well_formed("datetime", stated) and in_phase_in(parse_day(stated[:10]))


def _complete(annotation: Annotation, known: Measured) -> tuple[Finding, ...]:
    """Answer ANN-1 to ANN-5: are the items there, in the form of Appendix 1?"""
    due = required_items(annotation.occasion, annotation.category)
    if due is None:
        return ()
    rule, provision, items = due.rule, due.provision, due.items
    codes = annotation.codes
    missing = [item for item in items if not codes.get(item)]
    # Only the start of a medium is content with the day.
    bare = annotation.occasion is not Occasion.MEDIUM and "T" not in codes.get("datetime", "")
    wrong = [
        f"{i} {codes[i]!r}"
        for i in items
        if codes.get(i) and (not well_formed(i, codes[i]) or (bare and i == "datetime"))
    ]
    said = [f"missing {', '.join(missing)}"] if missing else []
    said += [f"not in the form of appendix 1: {', '.join(wrong)}"] if wrong else []
    outcome = Outcome.BROKEN if said else Outcome.KEPT
    text = "; ".join(said) or f"all {len(items)} items are there"
    if said and _by_national_practice(annotation, rule, known):
        says = f"{annotation.subject}: {text}; until 2005 by existing national practice."
        return (Finding("SEN-17", "art.XVIII.II.4", Outcome.KEPT, says),)
    readings = (f"{AMB_23.point}={AMB_23.default}",) if rule in {"ANN-2", "ANN-4", "ANN-5"} else ()
    consequence = _DEFICIENT if said else ""
    return (
        Finding(
            rule,
            provision,
            outcome,
            f"{annotation.subject}: {text}.",
            consequence=consequence,
            readings=readings,
        ),
    )


def _medium(annotation: Annotation) -> tuple[Finding, ...]:
    """Leave open a medium for which Appendix 1 has no code, such as a digital framing camera."""
    code = annotation.codes.get("sensor_desc", "")
    if annotation.occasion is not Occasion.MEDIUM or not well_formed("sensor_desc", code):
        return ()
    category = next(c for c in SensorCategory if code.startswith(c.value))
    medium = Medium(code.removeprefix(category.value))
    if category is not annotation.category:
        says = f"{annotation.subject}: {code} describes another category than {annotation.category}"
        outcome = Outcome.BROKEN
    elif not medium_fits(category, medium):
        says = f"{annotation.subject}: appendix 1 provides no medium {medium.value} for {category}"
        outcome = Outcome.OPEN
    else:
        return ()
    consequence = "agreed codes of the OSCC may differ (annex B, section II, paragraph 4)"
    return (Finding("ANN-1", "annex.B-1.2", outcome, f"{says} ({code}).", consequence=consequence),)


def _reference(annotation: Annotation, measured: Measured) -> tuple[Finding, ...]:
    """Answer ANN-9: the reference has its form and the digit of its year."""
    code = annotation.codes.get("flight_ref")
    if code is None:
        return ()
    year = measured.quota_year
    formed = well_formed("flight_ref", code) and not code.endswith("000")
    if not formed:
        outcome, text = Outcome.BROKEN, f"{code!r} is not OS, a digit and a serial from 001"
    elif year is None:
        outcome, text = Outcome.OPEN, f"{code} repeats every ten years and its year is not given"
    elif code[2] != str(year % 10):
        outcome, text = Outcome.BROKEN, f"{code} does not carry the last digit of {year}"
    else:
        outcome, text = Outcome.KEPT, f"{code} of {year}; with the full year it is unique"
    consequence = "" if outcome is Outcome.KEPT else "two flights may share a reference"
    says = f"{annotation.subject}: {text}."
    return (Finding("ANN-9", "annex.B-1.1", outcome, says, consequence=consequence),)


def _vertical(annotation: Annotation, measured: Measured) -> tuple[Finding, ...]:
    """Answer ANN-10: vertical up to 5 degrees of tilt, else oblique with the depression angle."""
    code = annotation.codes.get("sensor_config", "")
    if not well_formed("sensor_config", code) or measured.tilt is None or "F" in code[3:]:
        return ()
    tilt = off = measured.tilt
    installation = code[4:]
    if installation == "V":
        limit = Limit(float(VERTICAL_TILT.amount), "deg", Sense.AT_MOST)
        outcome = judge(tilt, limit)
        text = f"coded vertical, tilt {tilt.value:g} deg"
    else:
        depression = int(installation[1:])
        limit = Limit(0.5, "deg", Sense.AT_MOST)
        off = Quantity(abs(90.0 - tilt.value - depression), "deg", tilt.error)
        oblique = tilt.value > float(VERTICAL_TILT.amount) - tilt.error
        outcome = judge(off, limit) if oblique else Outcome.BROKEN
        text = f"coded oblique with depression {depression} deg, tilt {tilt.value:g} deg"
    consequence = "" if outcome is Outcome.KEPT else "wrong code; no consequence stated"
    return (
        Finding(
            "ANN-10",
            "annex.B-1.3.B",
            outcome,
            f"{annotation.subject}: {text}.",
            measured=off,
            limit=limit,
            consequence=consequence,
        ),
    )


def _numbered(annotation: Annotation) -> tuple[Finding, ...]:
    """Answer ANN-11: frames and magazines count from 1 in whole numbers."""
    found = {f: annotation.codes[f] for f in ("magazine_no", "frame_no") if f in annotation.codes}
    if not found:
        return ()
    wrong = [f"{field} {code!r}" for field, code in found.items() if not well_formed(field, code)]
    outcome = Outcome.BROKEN if wrong else Outcome.KEPT
    text = f"not a whole number from 1: {', '.join(wrong)}" if wrong else "numbered from 1"
    consequence = "a request for the frame would be ambiguous" if wrong else ""
    says = f"{annotation.subject}: {text}."
    return (Finding("ANN-11", "annex.B-1.16", outcome, says, consequence=consequence),)


def _rounded(annotation: Annotation, measured: Measured) -> tuple[Finding, ...]:
    """Answer ANN-12: to the minute, to 0.01 degree or 1 minute, to 1 degree; carried."""
    codes = annotation.codes
    fields = [field for field in ("datetime", "location", "true_heading") if field in codes]
    if not fields:
        return ()
    wrong = [f"{f} {codes[f]!r} names nothing" for f in fields if not well_formed(f, codes[f])]
    wrong += [
        f"{field} {codes[field]!r} where {expected[0]!r} was measured"
        for field, expected in _expected(measured).items()
        if field in codes
        and well_formed(field, codes[field])
        and not any(codes[field] == e or e.startswith(codes[field] + "T") for e in expected)
    ]
    outcome = Outcome.BROKEN if wrong else Outcome.KEPT
    text = "; ".join(wrong) or f"{', '.join(fields)} rounded and carried"
    consequence = "wrong code; no consequence stated" if wrong else ""
    says = f"{annotation.subject}: {text}."
    return (Finding("ANN-12", "annex.B-1.5", outcome, says, consequence=consequence),)


def _expected(measured: Measured) -> dict[str, tuple[str, ...]]:
    """Return the codes that measured values may have; on a tie both neighbours stand."""
    expected: dict[str, tuple[str, ...]] = {}
    if measured.at is not None:
        down = measured.at - timedelta(microseconds=1)
        expected["datetime"] = (format_minute(measured.at), format_minute(down))
    if measured.location is not None:
        place = measured.location
        expected["location"] = (format_location(place), format_minutes_location(place))
    if measured.true_heading_deg is not None:
        heading = measured.true_heading_deg
        both = (format_heading(heading), format_heading(heading - 1e-9))
        expected["true_heading"] = (*both, *(str(int(code)) for code in both))
    return expected


def check_annotation(
    annotation: Annotation, measured: Measured | None = None
) -> tuple[Finding, ...]:
    """Check one annotation: items, forms, numbers, rounding.

    Args:
        annotation: The codes and where they stand.
        measured: What was measured there, to compare with.

    Returns:
        One finding for each rule that applies. Whether an event should have been annotated is not
        asked: "significant" is open (AMB-23) until the OSCC's decision is supplied.

    Treaty: annex.B.II and annex.B-1 (ANN-1 to ANN-5, ANN-9 to ANN-12).
    """
    known = measured or Measured()
    return (
        *_complete(annotation, known),
        *_medium(annotation),
        *_reference(annotation, known),
        *_vertical(annotation, known),
        *_numbered(annotation),
        *_rounded(annotation, known),
    )
