"""Annotation of sensor data: annex B, section II and appendix 1 (ANN-1 to 5, ANN-9 to 12)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from overflight.geodesy import Position
from overflight.imagery import (
    Annotation,
    Measured,
    Occasion,
    annotate_event,
    annotate_frame,
    annotate_medium,
    check_annotation,
    required_items,
)
from overflight.sensors import SensorCategory
from overflight.treaty import Finding, Outcome, Quantity

OF, OP = SensorCategory.OPTICAL_FRAMING, SensorCategory.OPTICAL_PANORAMIC
TV, IR, SAR = SensorCategory.VIDEO, SensorCategory.INFRA_RED, SensorCategory.RADAR
LEADER = {
    "flight_ref": "OS3001",
    "datetime": "2003-05-08",
    "sensor_desc": "OFBP",
    "sensor_config": "INT1V",
    "focal_length": "152.4",
}
EVENT = {
    "height_agl": "03000M",
    "location": "44.29N 008.47E",
    "true_heading": "075",
    "scan_angle": "0",
}
FRAME = {"frame_no": "12", "datetime": "2007-05-08T09:12Z", "roll": "1.5L"}
RADAR_EVENT = {
    "datetime": "2003-05-08T09:12Z",
    "height_agl": "05000M",
    "location": "44 17N 008 28E",
    "true_heading": "075",
    "look_down": "45",
    "swath_width": "25",
    "polarisations": "HH",
}
RADAR_MEASUREMENT = {"groundspeed": "480KM", "drift": "2.0R", "pitch": "0.5U", "roll": "0.0R"}


def answer(
    rule: str,
    occasion: Occasion,
    category: SensorCategory,
    codes: Mapping[str, str],
    measured: Measured | None = None,
) -> Finding:
    """Return the one finding of a rule on codes."""
    annotation = Annotation("the case", occasion, category, codes)
    found = [f for f in check_annotation(annotation, measured) if f.rule == rule]
    assert len(found) == 1
    return found[0]


CASES = [
    pytest.param("ANN-1", Occasion.MEDIUM, OF, LEADER, marks=pytest.mark.rule("ANN-1")),
    pytest.param("ANN-2", Occasion.EVENT, OP, EVENT, marks=pytest.mark.rule("ANN-2")),
    pytest.param("ANN-3", Occasion.FRAME, OF, FRAME, marks=pytest.mark.rule("ANN-3")),
    pytest.param(
        "ANN-4",
        Occasion.EVENT,
        IR,
        {**EVENT, "datetime": "2003-05-08T09:12Z"},
        marks=pytest.mark.rule("ANN-4"),
    ),
    pytest.param("ANN-5", Occasion.EVENT, SAR, RADAR_EVENT, marks=pytest.mark.rule("ANN-5")),
    pytest.param(
        "ANN-5", Occasion.MEASUREMENT, SAR, RADAR_MEASUREMENT, marks=pytest.mark.rule("ANN-5")
    ),
]


@pytest.mark.provision("annex.B.II.1", "annex.B.II.2")
@pytest.mark.parametrize(("rule", "occasion", "category", "codes"), CASES)
def test_all_items_there_is_kept(
    rule: str, occasion: Occasion, category: SensorCategory, codes: dict[str, str]
) -> None:
    """What the text lists, in the form of appendix 1, is enough."""
    assert answer(rule, occasion, category, codes).outcome is Outcome.KEPT


@pytest.mark.provision("annex.B.II.1", "annex.B.II.2")
@pytest.mark.parametrize(("rule", "occasion", "category", "codes"), CASES)
def test_each_missing_item_is_named(
    rule: str, occasion: Occasion, category: SensorCategory, codes: dict[str, str]
) -> None:
    """Leaving out any one item breaks the rule, and the finding names it with the consequence."""
    for item in codes:
        rest = {field: code for field, code in codes.items() if field != item}
        found = answer(rule, occasion, category, rest)
        assert found.outcome is Outcome.BROKEN
        assert item in found.says
        assert "deficient" in found.consequence


@pytest.mark.provision("annex.B.II.1", "annex.B.II.2")
@pytest.mark.parametrize(("rule", "occasion", "category", "codes"), CASES)
def test_an_item_in_another_form_is_broken(
    rule: str, occasion: Occasion, category: SensorCategory, codes: dict[str, str]
) -> None:
    """A code that is not of the form of appendix 1 does not count as an item."""
    for item in codes:
        found = answer(rule, occasion, category, {**codes, item: " "})
        assert found.outcome is Outcome.BROKEN
        assert item in found.says


@pytest.mark.rule("ANN-1")
@pytest.mark.provision("annex.B.II.1")
def test_a_radar_needs_no_focal_length() -> None:
    """The focal length is due "if applicable": of cameras."""
    codes = {**LEADER, "sensor_desc": "SARTD"}
    del codes["focal_length"]
    assert answer("ANN-1", Occasion.MEDIUM, SAR, codes).outcome is Outcome.KEPT


@pytest.mark.rule("ANN-1")
@pytest.mark.provision("annex.B-1.2")
def test_a_medium_without_a_code_stays_open() -> None:
    """Appendix 1 knows no digital framing camera: the codes of the OSCC are not at hand."""
    annotation = Annotation("leader", Occasion.MEDIUM, OF, {**LEADER, "sensor_desc": "OFTD"})
    found = [f for f in check_annotation(annotation) if f.provision == "annex.B-1.2"]
    assert [f.outcome for f in found] == [Outcome.OPEN]
    wrong = Annotation("leader", Occasion.MEDIUM, OF, {**LEADER, "sensor_desc": "TVTA"})
    found = [f for f in check_annotation(wrong) if f.provision == "annex.B-1.2"]
    assert [f.outcome for f in found] == [Outcome.BROKEN]


@pytest.mark.rule("ANN-2")
@pytest.mark.provision("annex.B.II.2.A.1")
def test_what_a_significant_change_is_stays_open() -> None:
    """The finding names the reading of AMB-23 it used; nothing is judged about missing events."""
    assert answer("ANN-2", Occasion.EVENT, OF, EVENT).readings == ("AMB-23=off",)


def test_where_the_text_asks_for_nothing_nothing_is_answered() -> None:
    """Framing cameras have no measurements, radars no frames."""
    assert required_items(Occasion.MEASUREMENT, OF) is None
    assert required_items(Occasion.FRAME, SAR) is None
    assert check_annotation(Annotation("none", Occasion.FRAME, TV, {})) == ()


@pytest.mark.rule("ANN-9")
@pytest.mark.provision("annex.B-1.1")
@pytest.mark.parametrize(
    ("code", "year", "outcome"),
    [
        ("OS3001", 2003, Outcome.KEPT),
        ("OS3999", 2013, Outcome.KEPT),
        ("OS3001", 2004, Outcome.BROKEN),
        ("OS3000", 2003, Outcome.BROKEN),
        ("OS31000", 2003, Outcome.BROKEN),
        ("OS3001", None, Outcome.OPEN),
    ],
)
def test_a_flight_reference_carries_the_digit_of_its_year(
    code: str, year: int | None, outcome: Outcome
) -> None:
    """OS3001 may be of 2003, 2013 or 2023: without the year it is not unique."""
    codes = {**LEADER, "flight_ref": code}
    measured = Measured(quota_year=year)
    assert answer("ANN-9", Occasion.MEDIUM, OF, codes, measured).outcome is outcome


@pytest.mark.rule("ANN-10")
@pytest.mark.provision("annex.B-1.3.B")
@pytest.mark.parametrize(
    ("code", "tilt_deg", "error_deg", "outcome"),
    [
        ("INT1V", 0.0, 0.0, Outcome.KEPT),
        ("INT1V", 5.0, 0.0, Outcome.KEPT),
        ("INT1V", 5.01, 0.0, Outcome.BROKEN),
        ("INT1V", 4.9, 0.2, Outcome.OPEN),
        ("INT2L60", 30.0, 0.0, Outcome.KEPT),
        ("INT2R60", 30.5, 0.0, Outcome.KEPT),
        ("INT2R60", 30.6, 0.0, Outcome.BROKEN),
        ("INT2R30", 30.0, 0.0, Outcome.BROKEN),
        ("INT2L85", 5.0, 0.0, Outcome.BROKEN),
        ("INT2L85", 5.1, 0.0, Outcome.KEPT),
    ],
)
def test_vertical_up_to_five_degrees_else_the_depression_angle(
    code: str, tilt_deg: float, error_deg: float, outcome: Outcome
) -> None:
    """5 degrees exactly is vertical; the depression angle is 90 less the tilt, not the tilt."""
    measured = Measured(tilt=Quantity(tilt_deg, "deg", error_deg))
    codes = {**LEADER, "sensor_config": code}
    assert answer("ANN-10", Occasion.MEDIUM, OF, codes, measured).outcome is outcome


@pytest.mark.rule("ANN-10")
@pytest.mark.provision("annex.B-1.3.C")
def test_a_fan_is_not_judged_by_one_tilt() -> None:
    """The third of a fan of four looks where the fan says."""
    annotation = Annotation("fan", Occasion.MEDIUM, OF, {**LEADER, "sensor_config": "INT1F43"})
    found = check_annotation(annotation, Measured(tilt=Quantity(20.0, "deg")))
    assert "ANN-10" not in {f.rule for f in found}


@pytest.mark.rule("ANN-11")
@pytest.mark.provision("annex.B-1.16")
@pytest.mark.parametrize(
    ("codes", "outcome"),
    [
        ({"frame_no": "1"}, Outcome.KEPT),
        ({"frame_no": "12", "magazine_no": "2"}, Outcome.KEPT),
        ({"frame_no": "0"}, Outcome.BROKEN),
        ({"frame_no": "1.5"}, Outcome.BROKEN),
        ({"frame_no": "3", "magazine_no": "0"}, Outcome.BROKEN),
    ],
)
def test_frames_and_magazines_count_from_one(codes: dict[str, str], outcome: Outcome) -> None:
    """Whole numbers from 1, else a request for the frame is ambiguous."""
    assert answer("ANN-11", Occasion.FRAME, OF, codes).outcome is outcome


AT = datetime(2003, 5, 8, 9, 12, 29, tzinfo=UTC)
PLACE = Position(8.4666, 44.2851)


@pytest.mark.rule("ANN-12")
@pytest.mark.provision("annex.B-1.5", "annex.B-1.7", "annex.B-1.8")
@pytest.mark.parametrize(
    ("field", "code", "outcome"),
    [
        ("datetime", "2003-05-08T09:12Z", Outcome.KEPT),
        ("datetime", "2003-05-08", Outcome.KEPT),
        ("datetime", "2003-05-08T09:13Z", Outcome.BROKEN),
        ("datetime", "2003-05-08T09:60Z", Outcome.BROKEN),
        ("location", "44.29N 008.47E", Outcome.KEPT),
        ("location", "44 17N 008 28E", Outcome.KEPT),
        ("location", "44.28N 008.47E", Outcome.BROKEN),
        ("location", "44 60N 008 28E", Outcome.BROKEN),
        ("true_heading", "000", Outcome.KEPT),
        ("true_heading", "0", Outcome.KEPT),
        ("true_heading", "360", Outcome.BROKEN),
        ("true_heading", "359", Outcome.BROKEN),
    ],
)
def test_codes_are_rounded_and_carried(field: str, code: str, outcome: Outcome) -> None:
    """To the minute, 0.01 degree or one minute, one degree; 60 minutes and 360 carry."""
    measured = Measured(at=AT, location=PLACE, true_heading_deg=359.7)
    assert answer("ANN-12", Occasion.EVENT, OF, {field: code}, measured).outcome is outcome


@pytest.mark.rule("ANN-12")
@pytest.mark.provision("annex.B-1.5")
@pytest.mark.parametrize("code", ["2003-05-08T09:12Z", "2003-05-08T09:13Z"])
def test_on_a_tie_either_neighbour_stands(code: str) -> None:
    """The text states no tie rule: 30 seconds may go up or down."""
    measured = Measured(at=AT.replace(second=30))
    assert (
        answer("ANN-12", Occasion.FRAME, OF, {"datetime": code}, measured).outcome is Outcome.KEPT
    )


@pytest.mark.rule("ANN-1", "ANN-2", "ANN-3", "ANN-12")
@pytest.mark.provision("annex.B.II")
def test_what_we_make_keeps_the_rules() -> None:
    """Annotations made from measured values are complete and rounded as measured."""
    measured = Measured(AT, PLACE, 359.7, Quantity(1.0, "deg"), 2003)
    codes = {k: v for k, v in LEADER.items() if k != "datetime"}
    made = [
        annotate_medium("leader", OF, codes, AT),
        annotate_event("start", OF, measured, 2999.6, {"scan_angle": "0"}),
        annotate_frame(12, OF, AT, -1.46),
    ]
    assert made[1].codes["height_agl"] == "03000M"
    assert made[2].codes["roll"] == "1.5L"
    found = [f for annotation in made for f in check_annotation(annotation, measured)]
    assert {f.rule for f in found} >= {"ANN-1", "ANN-2", "ANN-3", "ANN-9", "ANN-10", "ANN-12"}
    assert {f.outcome for f in found} == {Outcome.KEPT}


@pytest.mark.rule("ANN-2", "ANN-3")
@pytest.mark.provision("annex.B.II.2.A")
def test_what_was_not_measured_is_missed_and_not_made_up() -> None:
    """Without time, place, heading or roll the items are missing, and named."""
    event = annotate_event("start", OF, Measured(), 3000.0, {})
    frame = annotate_frame(1, OF, None, None)
    said = " ".join(f.says for a in (event, frame) for f in check_annotation(a))
    for item in ("location", "true_heading", "scan_angle", "datetime", "roll"):
        assert item in said
