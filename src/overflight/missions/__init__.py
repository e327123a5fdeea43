"""Missions: plans, the rules that judge them, and the life of a mission from notice to report."""

from overflight.missions.aircraft_supplied import (
    SUPPLY_KINDS,
    AircraftSupplied,
    supply_findings,
)
from overflight.missions.airfields import KINDS as AIRFIELD_KINDS
from overflight.missions.airfields import (
    AirfieldFact,
    Airfields,
    Designation,
    DistanceLimit,
    DistanceSet,
    Site,
    SiteDesignated,
    fold_airfields,
)
from overflight.missions.case_surroundings import laid_over
from overflight.missions.changes import Change, plan_changes
from overflight.missions.clock_findings import Judged, clock_finding, clock_findings, judge_clocks
from overflight.missions.clocks import TIME_BASIS, Clock, clocks_of, show_span
from overflight.missions.conduct import conduct
from overflight.missions.docket import DocketItem, DocketState, docket
from overflight.missions.event import MissionFact, Role, Speaker
from overflight.missions.facts import KINDS
from overflight.missions.facts_flight import Deviated, DeviationCause, Landed, Resumed, TakenOff
from overflight.missions.geojson import judgement_geojson
from overflight.missions.guards import (
    Verdict,
    blocking,
    changed_findings,
    judge_mission,
    verdict_on,
)
from overflight.missions.judgement_forms import (
    FindingForm,
    JudgementForm,
    finding_forms,
    judgement_form,
    viewed_form,
)
from overflight.missions.life import fold_mission, fold_missions, kind_of
from overflight.missions.limits import IN_FORCE, WINDOW
from overflight.missions.mission import Mission, Step, Units
from overflight.missions.mission_cases import MissionCase, read_mission_case
from overflight.missions.mission_forms import DocketForm, MissionForm, docket_form, mission_form
from overflight.missions.outcomes import QuotaEntry, data_state, quota_entry
from overflight.missions.outside import Outside, outside_stretches
from overflight.missions.overlap import one_at_a_time
from overflight.missions.paths import PlannedPath, Waypoint, planned_path
from overflight.missions.plan_digest import plan_bytes, plan_digest
from overflight.missions.plan_forms import (
    MOST_BYTES,
    AroundForm,
    PlanCase,
    read_case,
    read_plan,
)
from overflight.missions.plans import (
    HeightSystem,
    MissionPlan,
    Observation,
    Side,
    Stop,
    TurnPoint,
    TurnType,
)
from overflight.missions.quiet import Quiet
from overflight.missions.quota_year import quota_year
from overflight.missions.review import Judgement, ViewedJudgement, judge_plan, judge_under
from overflight.missions.rules.member_routes import member_routes
from overflight.missions.rules.sensing import judge_outside
from overflight.missions.rules.ten_kilometres import STAND_OFF
from overflight.missions.rules.window import planned_completion
from overflight.missions.run import window_end
from overflight.missions.states import DataState, FlightState, MissionState, QuotaState
from overflight.missions.surroundings import (
    Agreement,
    BorderLine,
    Borders,
    Certificate,
    LineKind,
    MaximumDistance,
    Surroundings,
    UsableSite,
)
from overflight.missions.versions import (
    PlanVersion,
    agreed_version,
    current_version,
    plan_versions,
)

__all__ = [
    "AIRFIELD_KINDS",
    "IN_FORCE",
    "KINDS",
    "MOST_BYTES",
    "STAND_OFF",
    "SUPPLY_KINDS",
    "TIME_BASIS",
    "WINDOW",
    "Agreement",
    "AircraftSupplied",
    "AirfieldFact",
    "Airfields",
    "AroundForm",
    "BorderLine",
    "Borders",
    "Certificate",
    "Change",
    "Clock",
    "DataState",
    "Designation",
    "Deviated",
    "DeviationCause",
    "DistanceLimit",
    "DistanceSet",
    "DocketForm",
    "DocketItem",
    "DocketState",
    "FindingForm",
    "FlightState",
    "HeightSystem",
    "Judged",
    "Judgement",
    "JudgementForm",
    "Landed",
    "LineKind",
    "MaximumDistance",
    "Mission",
    "MissionCase",
    "MissionFact",
    "MissionForm",
    "MissionPlan",
    "MissionState",
    "Observation",
    "Outside",
    "PlanCase",
    "PlanVersion",
    "PlannedPath",
    "Quiet",
    "QuotaEntry",
    "QuotaState",
    "Resumed",
    "Role",
    "Side",
    "Site",
    "SiteDesignated",
    "Speaker",
    "Step",
    "Stop",
    "Surroundings",
    "TakenOff",
    "TurnPoint",
    "TurnType",
    "Units",
    "UsableSite",
    "Verdict",
    "ViewedJudgement",
    "Waypoint",
    "agreed_version",
    "blocking",
    "changed_findings",
    "clock_finding",
    "clock_findings",
    "clocks_of",
    "conduct",
    "current_version",
    "data_state",
    "docket",
    "docket_form",
    "finding_forms",
    "fold_airfields",
    "fold_mission",
    "fold_missions",
    "judge_clocks",
    "judge_mission",
    "judge_outside",
    "judge_plan",
    "judge_under",
    "judgement_form",
    "judgement_geojson",
    "kind_of",
    "laid_over",
    "member_routes",
    "mission_form",
    "one_at_a_time",
    "outside_stretches",
    "plan_bytes",
    "plan_changes",
    "plan_digest",
    "plan_versions",
    "planned_completion",
    "planned_path",
    "quota_entry",
    "quota_year",
    "read_case",
    "read_mission_case",
    "read_plan",
    "show_span",
    "supply_findings",
    "verdict_on",
    "viewed_form",
    "window_end",
]
