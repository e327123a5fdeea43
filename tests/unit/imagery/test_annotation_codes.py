"""Annotation codes: written, read back, refused where they cannot be written."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overflight.errors import UsageError
from overflight.geodesy import Position
from overflight.imagery.annotation_codes import (
    Medium,
    Side,
    flight_reference,
    format_configuration,
    format_heading,
    format_height,
    format_location,
    format_minute,
    format_minutes_location,
    format_sensor,
    format_sided,
    format_speed,
    frame_number,
    medium_fits,
    parse_heading,
    parse_location,
    parse_minute,
    well_formed,
)
from overflight.sensors import SensorCategory


def test_a_flight_reference_has_six_characters() -> None:
    """OS, last digit of the year, three digits of the serial (annex.B-1.1)."""
    assert flight_reference(2003, 1) == "OS3001"
    assert flight_reference(2020, 999) == "OS0999"


@pytest.mark.parametrize("serial", [0, 1000, -1])
def test_a_serial_beyond_three_digits_is_refused(serial: int) -> None:
    """More than 999 flights a year cannot be coded (ANN-9)."""
    with pytest.raises(UsageError, match="E-ANNOTATION"):
        flight_reference(2003, serial)


def test_a_sensor_is_category_and_medium() -> None:
    """A panoramic camera with panchromatic film is OPBP (annex.B-1.2)."""
    assert format_sensor(SensorCategory.OPTICAL_PANORAMIC, Medium.PANCHROMATIC) == "OPBP"
    assert medium_fits(SensorCategory.INFRA_RED, Medium.TAPE_DIGITAL)
    assert medium_fits(SensorCategory.OPTICAL_FRAMING, Medium.PANCHROMATIC)
    assert not medium_fits(SensorCategory.OPTICAL_FRAMING, Medium.TAPE_DIGITAL)
    assert not medium_fits(SensorCategory.RADAR, Medium.REVERSAL)


@pytest.mark.parametrize(
    ("installation", "tilt_deg", "side", "code"),
    [
        ("INT1", 0.0, Side.LEFT, "INT1V"),
        ("PODC", 5.0, Side.LEFT, "PODCV"),
        ("INT2", 5.01, Side.LEFT, "INT2L85"),
        ("PODR", 60.0, Side.RIGHT, "PODRR30"),
        ("INT9", 80.0, Side.RIGHT, "INT9R10"),
    ],
)
def test_a_configuration_is_vertical_or_has_its_depression(
    installation: str, tilt_deg: float, side: Side, code: str
) -> None:
    """Up to 5 degrees V, beyond it side and 90 less the tilt (annex.B-1.3)."""
    assert format_configuration(installation, tilt_deg, side) == code


@pytest.mark.parametrize(
    ("installation", "tilt_deg"), [("INT10", 0.0), ("WING", 0.0), ("INT1", 81.0), ("INT1", 95.0)]
)
def test_open_configurations_are_left_to_the_commission(installation: str, tilt_deg: float) -> None:
    """More than nine stations and one-digit depression angles are AMB-42."""
    with pytest.raises(UsageError, match="AMB-42"):
        format_configuration(installation, tilt_deg)


def test_a_minute_carries_to_the_next_year() -> None:
    """23:59:30 of 31 December is the first minute of the next year, never minute 60."""
    at = datetime(2003, 12, 31, 23, 59, 30, tzinfo=UTC)
    assert format_minute(at) == "2004-01-01T00:00Z"
    assert format_minute(at.replace(second=29)) == "2003-12-31T23:59Z"


def test_times_that_name_no_instant_are_none() -> None:
    """The thirtieth of February is no day."""
    assert parse_minute("2003-02-30T09:12Z") is None
    assert parse_minute("2003-05-08T09:12Z") == datetime(2003, 5, 8, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("height", "unit", "code"),
    [
        (3000.4, "M", "03000M"),
        (2999.5, "M", "03000M"),
        (0.0, "F", "00000F"),
        (99999.4, "M", "99999M"),
    ],
)
def test_heights_have_five_digits(height: float, unit: str, code: str) -> None:
    """Zero padded, to one unit (annex.B-1.6)."""
    assert format_height(height, unit) == code


@pytest.mark.parametrize(
    ("height", "unit"),
    [(99999.5, "M"), (-1.0, "M"), (100.0, "K"), (math.nan, "M"), (math.inf, "M")],
)
def test_heights_that_do_not_fit_are_refused(height: float, unit: str) -> None:
    """Five digits hold 99,999; below the ground there is no height above it."""
    with pytest.raises(UsageError, match="E-ANNOTATION"):
        format_height(height, unit)


@pytest.mark.parametrize(
    ("lon", "lat", "decimal", "minutes"),
    [
        (8.4666, 44.2851, "44.29N 008.47E", "44 17N 008 28E"),
        (-8.9999, -44.9999, "45.00S 009.00W", "45 00S 009 00W"),
        (-0.004, 0.004, "00.00N 000.00E", "00 00N 000 00E"),
        (180.0, 90.0, "90.00N 180.00E", "90 00N 180 00E"),
    ],
)
def test_locations_carry(lon: float, lat: float, decimal: str, minutes: str) -> None:
    """59.99 minutes are a degree more, never 60 minutes (annex.B-1.7)."""
    at = Position(lon, lat)
    assert format_location(at) == decimal
    assert format_minutes_location(at) == minutes


@given(st.floats(-180, 180), st.floats(-90, 90))
def test_locations_read_back_within_their_rounding(lon: float, lat: float) -> None:
    """Half of 0.01 degree or half a minute is lost, nothing else."""
    at = Position(lon, lat)
    for code, half in ((format_location(at), 0.005), (format_minutes_location(at), 1 / 120)):
        back = parse_location(code)
        assert back is not None
        assert abs(back.lon_deg - lon) <= half + 1e-9
        assert abs(back.lat_deg - lat) <= half + 1e-9
        assert well_formed("location", code)


@pytest.mark.parametrize(
    "code", ["91.00N 000.00E", "44 60N 008 28E", "44 17N 181 00E", "44.3N 8.5E", "x"]
)
def test_codes_of_no_place_are_none(code: str) -> None:
    """60 minutes and 91 degrees name nothing."""
    assert parse_location(code) is None
    assert not well_formed("location", code)


@given(st.floats(-720, 720))
def test_headings_never_print_360(heading: float) -> None:
    """359.5 and more carry to 000 (annex.B-1.8)."""
    code = format_heading(heading)
    back = parse_heading(code)
    assert back is not None
    gap = abs(back - heading % 360.0)
    assert min(gap, 360.0 - gap) <= 0.5 + 1e-9


def test_360_is_no_heading() -> None:
    """The field runs from 0 to 359."""
    assert parse_heading("360") is None
    assert parse_heading("abc") is None
    assert parse_heading("7") == 7


@pytest.mark.parametrize(
    ("angle", "sides", "code"),
    [(-2.04, "LR", "2.0L"), (2.05, "LR", "2.1R"), (0.0, "LR", "0.0R"), (-0.5, "DU", "0.5D")],
)
def test_sided_angles_name_their_side(angle: float, sides: str, code: str) -> None:
    """Roll and drift left or right, pitch down or up (annex.B-1.9 to B-1.11)."""
    assert format_sided(angle, sides) == code


def test_speeds_have_three_digits() -> None:
    """999 km/h is the ceiling of the field (annex.B-1.12)."""
    assert format_speed(480.4) == "480KM"
    assert format_speed(95.0, "NM") == "095NM"
    for speed, unit in ((999.5, "KM"), (-1.0, "KM"), (100.0, "MPH"), (math.nan, "KM")):
        with pytest.raises(UsageError, match="E-ANNOTATION"):
            format_speed(speed, unit)


def test_a_frame_with_two_numbers_takes_the_nearer_and_on_a_tie_the_smaller() -> None:
    """The number nearest the middle counts (annex.B-1.16, ANN-11)."""
    assert frame_number(((12, 3.0), (13, 2.0))) == 13
    assert frame_number(((13, 2.0), (12, 2.0))) == 12
    with pytest.raises(UsageError, match="E-ANNOTATION"):
        frame_number(())


@pytest.mark.parametrize(
    ("field", "code", "formed"),
    [
        ("sensor_config", "INT1F43", True),
        ("sensor_config", "INT1F34", False),
        ("sensor_config", "INT1V", True),
        ("datetime", "2003-13-01", False),
        ("true_heading", "359", True),
        ("true_heading", "400", False),
        ("roll", "1,5L", False),
        ("scan_angle", "120", True),
        ("flight_ref", "OS٣001", False),
    ],
)
def test_forms_of_appendix_one(field: str, code: str, formed: bool) -> None:
    """Only what appendix 1 writes is well formed; digits are ASCII."""
    assert well_formed(field, code) is formed


def test_an_unknown_field_is_refused() -> None:
    """A field that appendix 1 does not have is a mistake of the caller."""
    with pytest.raises(UsageError, match="E-ANNOTATION"):
        well_formed("colour", "red")
