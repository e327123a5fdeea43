"""The corridor of an agreed path, asked by the million points; every answer is the ellipsoid's."""

from overflight.flights.corridor.checking import Beyond, Excess, check_corridor, check_heights
from overflight.flights.corridor.corridors import Corridor, corridor_of

__all__ = ["Beyond", "Corridor", "Excess", "check_corridor", "check_heights", "corridor_of"]
