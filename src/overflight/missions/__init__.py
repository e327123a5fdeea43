"""Missions: plans, the rules that judge them, and the life of a mission from notice to report."""

from overflight.missions.plans import (
    HeightSystem,
    MissionPlan,
    Observation,
    Side,
    Stop,
    TurnPoint,
    TurnType,
)

__all__ = [
    "HeightSystem",
    "MissionPlan",
    "Observation",
    "Side",
    "Stop",
    "TurnPoint",
    "TurnType",
]
