"""The Earth without files: positions, geodesics, territory and measured distances on WGS 84."""

from overflight.geodesy.antimeridian import split_antimeridian
from overflight.geodesy.approach import Approach, closest_approach
from overflight.geodesy.compiling import can_compile, compiled
from overflight.geodesy.crossings import Crossing, crossings
from overflight.geodesy.earth import SEMI_MAJOR_M, ecef, enu_axes, geodetic
from overflight.geodesy.equal_area import EqualAreaPlane
from overflight.geodesy.geodesics import (
    Path,
    azimuth_deg,
    coordinates_deg,
    densify,
    distance_m,
    distances_m,
    inverse,
    length_m,
    spaced_deg,
    travel,
    travels,
)
from overflight.geodesy.lines import PIECE_M, Lines, to_space
from overflight.geodesy.offsets import Offsets, along_across, feet
from overflight.geodesy.planes import Plane, degrees, unit_vectors
from overflight.geodesy.positions import Gap, Position
from overflight.geodesy.rhumbs import rhumb_line
from overflight.geodesy.stations import Stations, beside, stations_of
from overflight.geodesy.sun import (
    Crossed,
    Light,
    SunDay,
    SunSeen,
    sun_at,
    sun_crossings,
    sun_day,
    suns,
)
from overflight.geodesy.terrain import FlatTerrain, Floats, Terrain
from overflight.geodesy.territories import Ring, Territory

__all__ = [
    "PIECE_M",
    "SEMI_MAJOR_M",
    "Approach",
    "Crossed",
    "Crossing",
    "EqualAreaPlane",
    "FlatTerrain",
    "Floats",
    "Gap",
    "Light",
    "Lines",
    "Offsets",
    "Path",
    "Plane",
    "Position",
    "Ring",
    "Stations",
    "SunDay",
    "SunSeen",
    "Terrain",
    "Territory",
    "along_across",
    "azimuth_deg",
    "beside",
    "can_compile",
    "closest_approach",
    "compiled",
    "coordinates_deg",
    "crossings",
    "degrees",
    "densify",
    "distance_m",
    "distances_m",
    "ecef",
    "enu_axes",
    "feet",
    "geodetic",
    "inverse",
    "length_m",
    "rhumb_line",
    "spaced_deg",
    "split_antimeridian",
    "stations_of",
    "sun_at",
    "sun_crossings",
    "sun_day",
    "suns",
    "to_space",
    "travel",
    "travels",
    "unit_vectors",
]
