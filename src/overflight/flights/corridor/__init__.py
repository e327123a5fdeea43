"""The corridor of an agreed path, asked by the million points; every answer is the ellipsoid's."""

from overflight.flights.corridor.corridors import Corridor, corridor_of

__all__ = ["Corridor", "corridor_of"]
