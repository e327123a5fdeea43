"""Missions: plans, the rules that judge them, and the life of a mission from notice to report."""

from overflight.missions.airfields import KINDS as AIRFIELD_KINDS
from overflight.missions.airfields import (
    AirfieldFact,
    Airfields,
    DistanceLimit,
    DistanceSet,
    Site,
    SiteDesignated,
    fold_airfields,
)
from overflight.missions.event import MissionFact, Role, Speaker
from overflight.missions.facts import KINDS
from overflight.missions.life import fold_mission, fold_missions, kind_of
from overflight.missions.mission import Mission, Step, Units
from overflight.missions.outcomes import QuotaEntry, data_state, quota_entry
from overflight.missions.plans import (
    HeightSystem,
    MissionPlan,
    Observation,
    Side,
    Stop,
    TurnPoint,
    TurnType,
)
from overflight.missions.states import DataState, FlightState, MissionState, QuotaState
from overflight.missions.versions import (
    PlanVersion,
    agreed_version,
    current_version,
    plan_versions,
)

__all__ = [
    "AIRFIELD_KINDS",
    "KINDS",
    "AirfieldFact",
    "Airfields",
    "DataState",
    "DistanceLimit",
    "DistanceSet",
    "FlightState",
    "HeightSystem",
    "Mission",
    "MissionFact",
    "MissionPlan",
    "MissionState",
    "Observation",
    "PlanVersion",
    "QuotaEntry",
    "QuotaState",
    "Role",
    "Side",
    "Site",
    "SiteDesignated",
    "Speaker",
    "Step",
    "Stop",
    "TurnPoint",
    "TurnType",
    "Units",
    "agreed_version",
    "current_version",
    "data_state",
    "fold_airfields",
    "fold_mission",
    "fold_missions",
    "kind_of",
    "plan_versions",
    "quota_entry",
]
