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
from overflight.flights.comparison import Comparison, ComparisonSettings, compare
from overflight.flights.exports import clean_csv, comparison_csv, comparison_geojson
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
from overflight.flights.report_forms import FlownReport, TrackReport, UnseenPathForm, UnseenWhen
from overflight.flights.reports import flown_report, report_digest, track_report
from overflight.flights.routes import Route, route_of
from overflight.flights.runs import Run
from overflight.flights.seen import LegSeen
from overflight.flights.sensing import SensorLog, SensorOn, SensorPeriod, sensor_periods
from overflight.flights.simulated import Simulation, simulated_track
from overflight.flights.tracks import (
    Ints,
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
    "FlownReport",
    "HeightSettings",
    "Heights",
    "Ints",
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
    "TrackReport",
    "TrackSource",
    "Unseen",
    "UnseenPathForm",
    "UnseenWhen",
    "clean",
    "clean_csv",
    "compare",
    "comparison_csv",
    "comparison_geojson",
    "flight_said",
    "flown_report",
    "instant_of",
    "judge_flight",
    "report_digest",
    "route_of",
    "seconds_of",
    "sensor_periods",
    "simulated_track",
    "track_report",
]
