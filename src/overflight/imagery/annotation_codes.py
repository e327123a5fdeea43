"""Write and read the annotation codes of Annex B, Appendix 1.

Each pair of functions turns one value into its code and back; what cannot be coded is refused, and
nothing is rounded into a code that does not exist (60 minutes, 360 degrees; ANN-12). Where the text
fixes no layout or tie rule, ours is said here: times ``YYYY-MM-DDThh:mmZ``, ties away from zero,
headings in three digits from 000 to 359, roll, pitch and drift to 0.1 degree.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from overflight.deadlines import Instant
from overflight.errors import UsageError
from overflight.geodesy import Position
from overflight.sensors import SensorCategory
from overflight.treaty import Value

__all__ = [
    "VERTICAL_TILT",
    "Medium",
    "Side",
    "flight_reference",
    "format_configuration",
    "format_heading",
    "format_height",
    "format_location",
    "format_minute",
    "format_minutes_location",
    "format_sensor",
    "format_sided",
    "format_speed",
    "frame_number",
    "medium_fits",
    "parse_heading",
    "parse_location",
    "parse_minute",
    "well_formed",
]

VERTICAL_TILT = Value(
    "greatest tilt of a vertical sensor",
    Decimal(5),
    "deg",
    since=datetime(2002, 1, 1, tzinfo=UTC).date(),
    provision="annex.B-1.3.B",
)


class Medium(StrEnum):
    """What the sensor writes on (annex.B-1.2.B)."""

    ISO_PANCHROMATIC = "BI"
    MONOCHROMATIC = "BM"
    PANCHROMATIC = "BP"
    REVERSAL = "BR"
    TAPE_ANALOGUE = "TA"
    TAPE_DIGITAL = "TD"


class Side(StrEnum):
    """Left or right of the flight path."""

    LEFT = "L"
    RIGHT = "R"


_TAPE = {Medium.TAPE_ANALOGUE, Medium.TAPE_DIGITAL}
_ON_FILM = {
    SensorCategory.OPTICAL_PANORAMIC,
    SensorCategory.OPTICAL_FRAMING,
    SensorCategory.INFRA_RED,
}
_ON_TAPE = {SensorCategory.VIDEO, SensorCategory.INFRA_RED, SensorCategory.RADAR}

_NUMBER = r"[0-9]+(\.[0-9]+)?"
_FORMS: dict[str, str] = {
    "flight_ref": r"OS[0-9][0-9]{3}",
    "sensor_desc": r"(OP|OF|TV|IRLS|SAR)(BI|BM|BP|BR|TA|TD)",
    "sensor_config": r"(INT[1-9]|POD[LRC])(V|[LR][0-9]{1,2}|F[2-9][1-9])",
    "focal_length": _NUMBER,
    "datetime": r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}Z)?",
    "height_agl": r"[0-9]{5}[FM]",
    "location": r"[0-9]{2}\.[0-9]{2}[NS] [0-9]{3}\.[0-9]{2}[EW]"
    r"|[0-9]{2} [0-9]{2}[NS] [0-9]{3} [0-9]{2}[EW]",
    "true_heading": r"[0-9]{1,3}",
    "roll": _NUMBER + "[LR]",
    "pitch": _NUMBER + "[UD]",
    "drift": _NUMBER + "[LR]",
    "groundspeed": r"[0-9]{3}(NM|KM)",
    "swath_near": _NUMBER,
    "look_down": _NUMBER,
    "swath_width": _NUMBER,
    "magazine_no": r"[1-9][0-9]*",
    "frame_no": r"[1-9][0-9]*",
    "scan_angle": r"[^\s].*",  # required without an encoding in Appendix 1: any text stands
    "polarisations": r"[^\s].*",  # the same
}


def _refuse(where: str, expected: str, found: object, remedy: str) -> UsageError:
    return UsageError("E-ANNOTATION", where=where, expected=expected, found=found, remedy=remedy)


def _whole(value: float | Decimal, step: str = "1") -> Decimal:
    """Return a number rounded to a step, ties away from zero; the text states no tie rule."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    return exact.quantize(Decimal(step), rounding=ROUND_HALF_UP)


def well_formed(field: str, code: str) -> bool:
    """Tell whether a code has the form Appendix 1 gives its field.

    Args:
        field: Name of the field (``flight_ref``, ``height_agl`` and so on).
        code: The code.

    Raises:
        UsageError: Appendix 1 has no such field.

    Treaty: annex.B-1.
    """
    if field not in _FORMS:
        raise _refuse(field, "a field of annex B, appendix 1", field, "Use the field names of it.")
    if not re.fullmatch(_FORMS[field], code, re.ASCII):
        return False
    if field == "datetime":
        return parse_minute(code) is not None
    if field == "location":
        return parse_location(code) is not None
    if field == "true_heading":
        return parse_heading(code) is not None
    if field == "sensor_config" and "F" in code[3:]:
        return code[-1] <= code[-2]  # sensor p of a fan of n
    return True


def flight_reference(year: int, serial: int) -> str:
    """Return ``OS``, the last digit of the quota year and the serial number in three digits.

    Raises:
        UsageError: The serial is outside 1 to 999, which the code cannot carry (ANN-9).

    Treaty: annex.B-1.1.
    """
    if not 1 <= serial <= 999:
        raise _refuse("serial", "1 to 999", serial, "The code holds three digits; ask the OSCC.")
    return f"OS{year % 10}{serial:03d}"


def medium_fits(category: SensorCategory, medium: Medium) -> bool:
    """Tell whether Appendix 1 provides this medium for this category.

    Treaty: annex.B-1.2.
    """
    return category in (_ON_TAPE if medium in _TAPE else _ON_FILM)


def format_sensor(category: SensorCategory, medium: Medium) -> str:
    """Return the sensor description, category and medium.

    Treaty: annex.B-1.2.
    """
    return f"{category.value}{medium.value}"


def format_configuration(installation: str, tilt_deg: float, side: Side = Side.LEFT) -> str:
    """Return the sensor configuration: installation, then vertical or oblique.

    Args:
        installation: ``INT1`` to ``INT9``, ``PODL``, ``PODR`` or ``PODC``.
        tilt_deg: Angle of the line of sight from straight down; up to 5 is vertical.
        side: Side an oblique sensor looks to.

    Raises:
        UsageError: The installation has no code, or the depression angle would have one digit;
            both are open points (AMB-42) and are left to the OSCC.

    Treaty: annex.B-1.3; the depression angle is 90 minus the tilt.
    """
    if not re.fullmatch(r"INT[1-9]|POD[LRC]", installation, re.ASCII):
        raise _refuse(
            "installation",
            "INT1 to INT9, PODL, PODR or PODC",
            installation,
            "Further stations have no code (AMB-42); ask for the code of the OSCC.",
        )
    if tilt_deg <= VERTICAL_TILT.amount:
        return f"{installation}V"
    depression = int(_whole(90.0 - tilt_deg))
    if not 10 <= depression <= 90:
        raise _refuse(
            "depression angle",
            "10 to 85 degrees",
            depression,
            "One digit or none has no agreed form (AMB-42); ask for the code of the OSCC.",
        )
    return f"{installation}{side.value}{depression:02d}"


def format_minute(at: Instant) -> str:
    """Return date and time to the nearest minute, UTC; 23:59:30 is the next day.

    Treaty: annex.B-1.5. The layout is ours.
    """
    return (at.astimezone(UTC) + timedelta(seconds=30)).strftime("%Y-%m-%dT%H:%MZ")


def parse_minute(code: str) -> datetime | None:
    """Return the instant (a bare day: its first) of a time code; none if it names no real one."""
    try:
        return datetime.fromisoformat(code).replace(tzinfo=UTC)
    except ValueError:
        return None


def format_height(height: float, unit: str = "M") -> str:
    """Return the average height above ground in five digits and its unit.

    Args:
        height: Height above ground in that unit.
        unit: ``M`` for metres, ``F`` for feet.

    Raises:
        UsageError: The height does not go into five digits.

    Treaty: annex.B-1.6.
    """
    whole = int(_whole(height)) if -1e9 < height < 1e9 else -1
    if unit not in {"M", "F"} or not 0 <= whole <= 99_999:
        raise _refuse(
            "height above ground",
            "0 to 99,999 with M (metres) or F (feet)",
            f"{height} {unit}",
            "Give the height above the ground, not above the sea.",
        )
    return f"{whole:05d}{unit}"


def format_location(at: Position) -> str:
    """Return latitude and longitude to 0.01 degree: ``44.29N 008.47E``.

    Treaty: annex.B-1.7.
    """
    lat, lon = _whole(at.lat_deg, "0.01"), _whole(at.lon_deg, "0.01")
    north, east = "S" if lat < 0 else "N", "W" if lon < 0 else "E"
    return f"{abs(lat):05.2f}{north} {abs(lon):06.2f}{east}"


def format_minutes_location(at: Position) -> str:
    """Return latitude and longitude to one minute: ``44 17N 008 28E``; 60 minutes carry.

    Treaty: annex.B-1.7.
    """
    lat = int(_whole(Decimal(repr(at.lat_deg)) * 60))
    lon = int(_whole(Decimal(repr(at.lon_deg)) * 60))
    north, east = "S" if lat < 0 else "N", "W" if lon < 0 else "E"
    (lat_deg, lat_min), (lon_deg, lon_min) = divmod(abs(lat), 60), divmod(abs(lon), 60)
    return f"{lat_deg:02d} {lat_min:02d}{north} {lon_deg:03d} {lon_min:02d}{east}"


def parse_location(code: str) -> Position | None:
    """Return the position of a location code; none if it names no place (60 minutes, 91 N)."""
    decimal = re.fullmatch(r"(\d\d\.\d\d)([NS]) (\d{3}\.\d\d)([EW])", code, re.ASCII)
    minutes = re.fullmatch(r"(\d\d) (\d\d)([NS]) (\d{3}) (\d\d)([EW])", code, re.ASCII)
    if decimal:
        lat, lon = float(decimal[1]), float(decimal[3])
        south, west = decimal[2] == "S", decimal[4] == "W"
    elif minutes and int(minutes[2]) < 60 and int(minutes[5]) < 60:
        lat, lon = int(minutes[1]) + int(minutes[2]) / 60, int(minutes[4]) + int(minutes[5]) / 60
        south, west = minutes[3] == "S", minutes[6] == "W"
    else:
        return None
    if lat > 90 or lon > 180:
        return None
    return Position(-lon if west else lon, -lat if south else lat)


def format_heading(heading_deg: float) -> str:
    """Return a true heading to the nearest degree; 359.5 carries to 000.

    Treaty: annex.B-1.8. Three digits and 000, not 360, are ours.
    """
    return f"{int(_whole(heading_deg % 360.0)) % 360:03d}"


def parse_heading(code: str) -> int | None:
    """Return a heading from 0 to 359; none for anything else, 360 included (ANN-12)."""
    heading = int(code) if re.fullmatch(r"\d{1,3}", code, re.ASCII) else 360
    return heading if heading < 360 else None


def format_sided(angle_deg: float, sides: str) -> str:
    """Return an angle with the letter of its side, to 0.1 degree.

    Args:
        angle_deg: The angle; positive takes the second letter, and zero too.
        sides: ``LR`` for roll and drift, ``DU`` for pitch.

    Treaty: annex.B-1.9, annex.B-1.10, annex.B-1.11. The precision is ours.
    """
    value = _whole(angle_deg, "0.1")
    return f"{abs(value)}{sides[0] if value < 0 else sides[1]}"


def format_speed(speed: float, unit: str = "KM") -> str:
    """Return a ground speed in three digits: ``KM`` for km/h, ``NM`` for knots.

    Raises:
        UsageError: The speed does not go into three digits.

    Treaty: annex.B-1.12.
    """
    whole = int(_whole(speed)) if -1e9 < speed < 1e9 else -1
    if unit not in {"KM", "NM"} or not 0 <= whole <= 999:
        raise _refuse(
            "ground speed", "0 to 999 with KM or NM", f"{speed} {unit}", "Check speed and unit."
        )
    return f"{whole:03d}{unit}"


def frame_number(printed: tuple[tuple[int, float], ...]) -> int:
    """Return the number of a frame that bears one or two.

    Args:
        printed: Each number with its distance from the middle of the frame.

    Raises:
        UsageError: The frame bears no number.

    Treaty: annex.B-1.16: the number nearest the middle, on a tie the smaller (ANN-11).
    """
    if not printed:
        raise _refuse("frame", "one number or two", "none", "Read the numbers on the film.")
    return min(printed, key=lambda entry: (entry[1], entry[0]))[0]
