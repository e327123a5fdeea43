"""Cartesian vectors of places, as geodesy has them."""

from overflight.geodesy import SEMI_MAJOR_M, ecef, enu_axes, geodetic

__all__ = ["SEMI_MAJOR_M", "ecef", "enu_axes", "geodetic"]
