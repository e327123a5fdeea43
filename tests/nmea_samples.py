"""Write tracks as NMEA 0183, the way a receiver sends them; this encoder knows nothing of ours."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import reduce
from operator import xor

from overflight.flights import Track

__all__ = ["gga", "nmea_of", "rmc", "sentence"]


def sentence(body: str) -> str:
    """Return a sentence with its checksum: the exclusive or of all bytes between $ and *."""
    return f"${body}*{reduce(xor, body.encode(), 0):02X}\r\n"


def _angle(degrees: float, width: int) -> str:
    """Return whole degrees and minutes with six decimals: less than a millimetre is lost."""
    millionths = round(abs(degrees) * 60_000_000)
    whole, minutes = divmod(millionths, 60_000_000)
    return f"{whole:0{width}d}{minutes // 1_000_000:02d}.{minutes % 1_000_000:06d}"


def rmc(seconds: float, lon_deg: float, lat_deg: float, knots: float | None = None) -> str:
    """Return time, place, speed and date."""
    at = datetime.fromtimestamp(round(seconds, 2), tz=UTC)
    clock = f"{at:%H%M%S}.{at.microsecond // 10_000:02d}"
    speed = "" if knots is None else f"{knots:.1f}"
    place = (
        f"{_angle(lat_deg, 2)},{'S' if lat_deg < 0 else 'N'},"
        f"{_angle(lon_deg, 3)},{'W' if lon_deg < 0 else 'E'}"
    )
    return sentence(f"GPRMC,{clock},A,{place},{speed},,{at:%d%m%y},,")


def gga(seconds: float, lon_deg: float, lat_deg: float, height_m: float) -> str:
    """Return time of day, place and height above mean sea level, the geoid 40 m up."""
    at = datetime.fromtimestamp(round(seconds, 2), tz=UTC)
    clock = f"{at:%H%M%S}.{at.microsecond // 10_000:02d}"
    place = (
        f"{_angle(lat_deg, 2)},{'S' if lat_deg < 0 else 'N'},"
        f"{_angle(lon_deg, 3)},{'W' if lon_deg < 0 else 'E'}"
    )
    return sentence(f"GPGGA,{clock},{place},1,09,0.9,{height_m:.1f},M,40.0,M,,")


def nmea_of(track: Track, *, heights: bool = True) -> bytes:
    """Return a track as a receiver would have sent it: RMC, then GGA."""
    parts = []
    columns = (track.time_s, track.lon_deg, track.lat_deg, track.height_m)
    for t, x, y, h in zip(*(c.tolist() for c in columns), strict=True):
        parts.append(rmc(t, x, y))
        if heights and h == h:  # noqa: PLR0124 - NaN alone differs from itself
            parts.append(gga(t, x, y, h))
    return "".join(parts).encode()
