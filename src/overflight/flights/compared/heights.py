"""Compare heights only where both count from surfaces that can be brought together.

Pressure altitude counts from where the pressure is 1013.25 hPa: on a day of other pressure that
surface lies tens or hundreds of metres off. It is brought to sea level only with a pressure that
somebody states.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from overflight.flights.told.tracks import Track
from overflight.geodesy import Floats, Terrain
from overflight.missions import HeightSystem

__all__ = ["HeightSettings", "Heights", "above_ground", "heights_as"]

_STANDARD_HPA = 1013.25
_M_PER_HPA = 27.287 * 0.3048  # as the commission's altitude formula has it, by change of unit
_WARMTH = 0.07  # 20 degrees C from the standard atmosphere, over 288 K
_ELLIPSOID = "WGS 84"

_NAMES = {
    HeightSystem.AGL: "height above ground",
    HeightSystem.MSL: "height above mean sea level",
    HeightSystem.ELLIPSOID: "height above the WGS 84 ellipsoid",
    HeightSystem.PRESSURE: "pressure altitude",
}


@dataclass(frozen=True, slots=True)
class HeightSettings:
    """What bringing heights together goes by; none of it is in the treaty.

    Args:
        error_m: Greatest error of a height of the source, in metres.
        geoid_m: How far two surfaces called mean sea level may lie apart, in metres.
        qnh_hpa: Pressure at sea level that the Parties agree was right; none where nobody says.
    """

    error_m: float = 30.0
    geoid_m: float = 5.0
    qnh_hpa: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Heights:
    """Flown heights brought to one system, or the reason why they cannot be.

    Args:
        height_m: Metres, one a point, NaN where not known; none where not comparable.
        error_m: Greatest error in metres, one a point; none where not comparable.
        says: How they were brought there, or why they are not comparable.
    """

    height_m: Floats | None
    error_m: Floats | None
    says: str


def heights_as(
    track: Track, system: HeightSystem, asked: HeightSettings, terrain: Terrain | None = None
) -> Heights:
    """Return the flown heights in a system.

    Args:
        track: Points with the source's heights.
        system: What the heights shall count from.
        asked: Errors and the stated pressure.
        terrain: Ground heights; needed above ground only.
    """
    if not track.heights:
        return Heights(None, None, "not comparable: the source gives no heights")
    same = track.heights_in(system)
    if same is not None:
        says = f"{_NAMES[system]}, as the source gives it"
        return Heights(same.height_m, np.full(len(track), asked.error_m), says)
    if system is HeightSystem.AGL:
        return above_ground(track, asked, terrain)
    pressure = track.heights_in(HeightSystem.PRESSURE)
    if system is HeightSystem.MSL and pressure is not None and asked.qnh_hpa is not None:
        return _from_pressure(pressure.height_m, asked.error_m, asked.qnh_hpa)
    return Heights(None, None, _reason(track, system))


def _reason(track: Track, system: HeightSystem) -> str:
    names = (_NAMES[h.system] if h.system else "heights of unknown origin" for h in track.heights)
    given = ", ".join(names)
    more = ""
    if system is HeightSystem.MSL and track.heights_in(HeightSystem.PRESSURE) is not None:
        more = "; state the pressure at sea level to compare"
    return f"not comparable: the source gives {given}, asked is {_NAMES[system]}{more}"


def _from_pressure(height_m: Floats, error_m: float, qnh_hpa: float) -> Heights:
    raised = height_m + (qnh_hpa - _STANDARD_HPA) * _M_PER_HPA
    says = (
        f"pressure altitude brought to mean sea level with {qnh_hpa:g} hPa; temperature is not"
        f" known, so that the error grows with height ({_WARMTH:.0%})"
    )
    return Heights(raised, error_m + _WARMTH * np.abs(raised), says)


def above_ground(track: Track, asked: HeightSettings, terrain: Terrain | None) -> Heights:
    """Return flown heights above ground, by terrain that counts from the same surface.

    Args:
        track: Points with the source's heights.
        asked: Errors and the stated pressure.
        terrain: Ground heights, NaN where not known; none where nobody has any.
    """
    given = track.heights_in(HeightSystem.AGL)
    if given is not None:
        return heights_as(track, HeightSystem.AGL, asked)
    if terrain is None:
        return Heights(None, None, "not comparable: no ground heights at hand")
    on_ellipsoid = terrain.height_system == _ELLIPSOID
    system = HeightSystem.ELLIPSOID if on_ellipsoid else HeightSystem.MSL
    flown = heights_as(track, system, asked)
    if flown.height_m is None or flown.error_m is None:
        return flown
    ground = terrain.heights_m(track.lon_deg, track.lat_deg)
    error = flown.error_m + terrain.error_m + (0.0 if on_ellipsoid else asked.geoid_m)
    says = f"{flown.says}, over {terrain.source} ({terrain.height_system})"
    return Heights(flown.height_m - ground, error, says)
