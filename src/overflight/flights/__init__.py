"""Flights: the flown track against the agreed plan, deviations by clause, gaps named as unseen."""

from overflight.flights.compared.comparison import Comparison, ComparisonSettings, compare
from overflight.flights.compared.detours import Detour, detours_of
from overflight.flights.compared.heights import Heights, HeightSettings
from overflight.flights.compared.routes import Route, route_of
from overflight.flights.compared.runs import Run
from overflight.flights.compared.seen import LegSeen
from overflight.flights.corridor import (
    Beyond,
    Corridor,
    Excess,
    check_corridor,
    check_heights,
    corridor_of,
)
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
from overflight.flights.judged.cases import FlownCase
from overflight.flights.judged.flown_states import Spell, spells_of
from overflight.flights.judged.judgement import judge_flight
from overflight.flights.judged.sensing import SensorLog, SensorOn, SensorPeriod, sensor_periods
from overflight.flights.judged.substates import FlownState
from overflight.flights.live import (
    Course,
    CrewSaid,
    Fix,
    Item,
    LiveAct,
    LiveAction,
    LiveAlarm,
    LiveMargins,
    LiveSettings,
    LiveState,
    LiveStatus,
    SensorSwitched,
    Word,
    course_of,
    status_of,
    taken,
)
from overflight.flights.shown.exports import clean_csv, comparison_csv, comparison_geojson
from overflight.flights.shown.report_forms import (
    FlownReport,
    TrackReport,
    UnseenPathForm,
    UnseenWhen,
)
from overflight.flights.shown.reports import FlightDone, flown_report, report_digest, track_report
from overflight.flights.told.cleaning import (
    CleaningSettings,
    CleanTrack,
    Dropped,
    Unseen,
    clean,
)
from overflight.flights.told.doubts import Doubt, DoubtKind
from overflight.flights.told.fates import Fate
from overflight.flights.told.simulated import Simulation, simulated_track
from overflight.flights.told.tracks import (
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
    "Beyond",
    "CleanTrack",
    "CleaningSettings",
    "Comparison",
    "ComparisonSettings",
    "Corridor",
    "Course",
    "CrewSaid",
    "Detour",
    "Doubt",
    "DoubtKind",
    "Dropped",
    "Excess",
    "Fate",
    "Fix",
    "FlightDone",
    "FlightSaid",
    "FlownCase",
    "FlownReport",
    "FlownState",
    "HeightSettings",
    "Heights",
    "Ints",
    "Item",
    "LegNumbers",
    "LegSeen",
    "LiveAct",
    "LiveAction",
    "LiveAlarm",
    "LiveMargins",
    "LiveSettings",
    "LiveState",
    "LiveStatus",
    "Route",
    "Run",
    "SensorBarred",
    "SensorLog",
    "SensorLogRegistered",
    "SensorOn",
    "SensorPeriod",
    "SensorSwitched",
    "Simulation",
    "Spell",
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
    "Word",
    "check_corridor",
    "check_heights",
    "clean",
    "clean_csv",
    "compare",
    "comparison_csv",
    "comparison_geojson",
    "corridor_of",
    "course_of",
    "detours_of",
    "flight_said",
    "flown_report",
    "instant_of",
    "judge_flight",
    "report_digest",
    "route_of",
    "seconds_of",
    "sensor_periods",
    "simulated_track",
    "spells_of",
    "status_of",
    "taken",
    "track_report",
]
