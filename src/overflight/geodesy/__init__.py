"""The Earth without files: positions, geodesics and their measured distances on WGS 84."""

from overflight.geodesy.positions import Gap, Position
from overflight.geodesy.terrain import FlatTerrain, Floats, Terrain

__all__ = ["FlatTerrain", "Floats", "Gap", "Position", "Terrain"]
