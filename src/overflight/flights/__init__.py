"""Flights: the flown track against the agreed plan, deviations by clause, gaps named as unseen."""

from overflight.flights.cases import FlownCase
from overflight.flights.cleaning import (
    CleaningSettings,
    CleanTrack,
    Dropped,
    Fate,
    Unseen,
    clean,
)
from overflight.flights.comparison import Comparison, ComparisonSettings, LegSeen, compare
from overflight.flights.facts import (
    KINDS,
    AboardTold,
    FlightSaid,
    LegNumbers,
    SensorBarred,
    SensorLogRegistered,
    TrackCompared,
    TrackRegistered,
    flight_said,
)
from overflight.flights.heights import Heights, HeightSettings
from overflight.flights.judgement import judge_flight
from overflight.flights.routes import Route, route_of
from overflight.flights.runs import Run
from overflight.flights.sensing import SensorLog, SensorOn, SensorPeriod, sensor_periods
from overflight.flights.simulated import Simulation, simulated_track
from overflight.flights.tracks import (
    Track,
    TrackForm,
    TrackHeights,
    TrackSource,
    instant_of,
    seconds_of,
)

__all__ = [
    "KINDS",
    "AboardTold",
    "CleanTrack",
    "CleaningSettings",
    "Comparison",
    "ComparisonSettings",
    "Dropped",
    "Fate",
    "FlightSaid",
    "FlownCase",
    "HeightSettings",
    "Heights",
    "LegNumbers",
    "LegSeen",
    "Route",
    "Run",
    "SensorBarred",
    "SensorLog",
    "SensorLogRegistered",
    "SensorOn",
    "SensorPeriod",
    "Simulation",
    "Track",
    "TrackCompared",
    "TrackForm",
    "TrackHeights",
    "TrackRegistered",
    "TrackSource",
    "Unseen",
    "clean",
    "compare",
    "flight_said",
    "instant_of",
    "judge_flight",
    "route_of",
    "seconds_of",
    "sensor_periods",
    "simulated_track",
]
