"""Sensors: the agreed categories, their limits and the heights that keep them."""

from overflight.sensors.categories import SensorCategory

__all__ = ["SensorCategory"]
