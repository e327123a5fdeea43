"""Missions: plans, the rules that judge them, and the life of a mission from notice to report."""

from overflight.missions.clocks.clock_findings import (
    Judged,
    clock_finding,
    clock_findings,
    judge_clocks,
)
from overflight.missions.clocks.clocks import TIME_BASIS, Clock, clocks_of, show_span
from overflight.missions.clocks.docket import DocketItem, DocketState, docket
from overflight.missions.clocks.run import window_end
from overflight.missions.designation.aircraft import (
    designated_on,
    designation_findings,
    exemplar_finding,
    removal_findings,
)
from overflight.missions.designation.airfields import KINDS as AIRFIELD_KINDS
from overflight.missions.designation.airfields import (
    AirfieldFact,
    Airfields,
    Designation,
    DistanceLimit,
    DistanceSet,
    Site,
    SiteDesignated,
    fold_airfields,
)
from overflight.missions.designation.facts import (
    DESIGNATION_KINDS,
    AircraftDesignated,
    AircraftRemoved,
    AirspaceAnswered,
    AirspaceAsked,
    AirspaceSourceNotified,
    DesignationFact,
    ExemplarPresented,
    NavigationAid,
    SensorPlanning,
    SiteChange,
    SiteChangeNotified,
)
from overflight.missions.designation.fixes import entry_exit_fixes
from overflight.missions.designation.reach import Reach, airfield_coverage, detached_parts, reaches
from overflight.missions.designation.sites import (
    SITE_NOTICE,
    airspace_finding,
    change_finding,
    designated_finding,
    notice_finding,
    site_record_finding,
    sites_finding,
    source_finding,
)
from overflight.missions.judging.aircraft_supplied import (
    SUPPLY_KINDS,
    AircraftSupplied,
    from_register,
    supply_findings,
)
from overflight.missions.judging.conduct import conduct
from overflight.missions.judging.guards import (
    Verdict,
    blocking,
    changed_findings,
    judge_mission,
    verdict_on,
)
from overflight.missions.judging.mission_forms import (
    DocketForm,
    MissionForm,
    docket_form,
    mission_form,
)
from overflight.missions.judging.overlap import beside_earlier, one_at_a_time
from overflight.missions.judging.quota_year import quota_year
from overflight.missions.judging.visit import transit_start
from overflight.missions.law.duties import DUTIES
from overflight.missions.law.duty import Duty
from overflight.missions.law.limits import IN_FORCE, WINDOW
from overflight.missions.life.life import fold_mission, fold_missions, kind_of
from overflight.missions.life.mission import Mission, Step, Units
from overflight.missions.life.mission_cases import MissionCase, read_mission_case
from overflight.missions.life.outcomes import QuotaEntry, data_state, quota_entry
from overflight.missions.life.states import DataState, FlightState, MissionState, QuotaState
from overflight.missions.life.versions import (
    PlanVersion,
    agreed_version,
    current_version,
    plan_versions,
)
from overflight.missions.people.aboard import FlightOf, aboard_findings
from overflight.missions.people.facts import (
    PEOPLE_KINDS,
    AboardRole,
    Chief,
    ListItem,
    PeopleAboard,
    PeopleFact,
    PersonnelListAnswered,
    PersonnelListReceived,
    PersonnelListSent,
    TeamNamed,
    VisaIssued,
    VisaWay,
)
from overflight.missions.people.lists import (
    Acceptance,
    ListTerms,
    Personnel,
    answer_findings,
    fold_personnel,
    list_findings,
)
from overflight.missions.people.teams import (
    MissionStay,
    chief_findings,
    list_silence,
    team_findings,
    visa_findings,
)
from overflight.missions.plan.changes import Change, plan_changes
from overflight.missions.plan.outside import Outside, outside_stretches
from overflight.missions.plan.paths import PlannedPath, Waypoint, planned_path
from overflight.missions.plan.plan_digest import plan_bytes, plan_digest
from overflight.missions.plan.plans import (
    HeightSystem,
    MissionPlan,
    Observation,
    Side,
    Stop,
    TurnPoint,
    TurnType,
)
from overflight.missions.plan.surroundings import (
    Agreement,
    BorderLine,
    Borders,
    Certificate,
    LineKind,
    MaximumDistance,
    SegmentWeather,
    Surroundings,
    UsableSite,
)
from overflight.missions.review.altitudes import AltitudeList, PeriodAltitude, period_altitudes
from overflight.missions.review.case_surroundings import laid_over
from overflight.missions.review.geojson import judgement_geojson
from overflight.missions.review.judgement_forms import (
    FindingForm,
    JudgementForm,
    finding_forms,
    judgement_form,
    viewed_form,
)
from overflight.missions.review.plan_forms import (
    MOST_BYTES,
    AroundForm,
    PlanCase,
    read_case,
    read_plan,
)
from overflight.missions.review.review import Judgement, ViewedJudgement, judge_plan, judge_under
from overflight.missions.rules.height_floor import floor_of, height_doubt_m
from overflight.missions.rules.member_routes import member_routes
from overflight.missions.rules.sensing import judge_outside
from overflight.missions.rules.ten_kilometres import STAND_OFF
from overflight.missions.rules.window import planned_completion
from overflight.missions.said.event import MissionFact, Role, Speaker
from overflight.missions.said.facts import KINDS
from overflight.missions.said.facts_ending import Departed
from overflight.missions.said.facts_flight import (
    CurtailCause,
    Curtailed,
    Deviated,
    DeviationCause,
    Landed,
    Resumed,
    TakenOff,
)
from overflight.missions.said.facts_ground import Arrived
from overflight.missions.said.order import known_since
from overflight.missions.said.quiet import Quiet

__all__ = [
    "AIRFIELD_KINDS",
    "DESIGNATION_KINDS",
    "DUTIES",
    "IN_FORCE",
    "KINDS",
    "MOST_BYTES",
    "PEOPLE_KINDS",
    "SITE_NOTICE",
    "STAND_OFF",
    "SUPPLY_KINDS",
    "TIME_BASIS",
    "WINDOW",
    "AboardRole",
    "Acceptance",
    "Agreement",
    "AircraftDesignated",
    "AircraftRemoved",
    "AircraftSupplied",
    "AirfieldFact",
    "Airfields",
    "AirspaceAnswered",
    "AirspaceAsked",
    "AirspaceSourceNotified",
    "AltitudeList",
    "AroundForm",
    "Arrived",
    "BorderLine",
    "Borders",
    "Certificate",
    "Change",
    "Chief",
    "Clock",
    "CurtailCause",
    "Curtailed",
    "DataState",
    "Departed",
    "Designation",
    "DesignationFact",
    "Deviated",
    "DeviationCause",
    "DistanceLimit",
    "DistanceSet",
    "DocketForm",
    "DocketItem",
    "DocketState",
    "Duty",
    "ExemplarPresented",
    "FindingForm",
    "FlightOf",
    "FlightState",
    "HeightSystem",
    "Judged",
    "Judgement",
    "JudgementForm",
    "Landed",
    "LineKind",
    "ListItem",
    "ListTerms",
    "MaximumDistance",
    "Mission",
    "MissionCase",
    "MissionFact",
    "MissionForm",
    "MissionPlan",
    "MissionState",
    "MissionStay",
    "NavigationAid",
    "Observation",
    "Outside",
    "PeopleAboard",
    "PeopleFact",
    "PeriodAltitude",
    "Personnel",
    "PersonnelListAnswered",
    "PersonnelListReceived",
    "PersonnelListSent",
    "PlanCase",
    "PlanVersion",
    "PlannedPath",
    "Quiet",
    "QuotaEntry",
    "QuotaState",
    "Reach",
    "Resumed",
    "Role",
    "SegmentWeather",
    "SensorPlanning",
    "Side",
    "Site",
    "SiteChange",
    "SiteChangeNotified",
    "SiteDesignated",
    "Speaker",
    "Step",
    "Stop",
    "Surroundings",
    "TakenOff",
    "TeamNamed",
    "TurnPoint",
    "TurnType",
    "Units",
    "UsableSite",
    "Verdict",
    "ViewedJudgement",
    "VisaIssued",
    "VisaWay",
    "Waypoint",
    "aboard_findings",
    "agreed_version",
    "airfield_coverage",
    "airspace_finding",
    "answer_findings",
    "beside_earlier",
    "blocking",
    "change_finding",
    "changed_findings",
    "chief_findings",
    "clock_finding",
    "clock_findings",
    "clocks_of",
    "conduct",
    "current_version",
    "data_state",
    "designated_finding",
    "designated_on",
    "designation_findings",
    "detached_parts",
    "docket",
    "docket_form",
    "entry_exit_fixes",
    "exemplar_finding",
    "finding_forms",
    "floor_of",
    "fold_airfields",
    "fold_mission",
    "fold_missions",
    "fold_personnel",
    "from_register",
    "height_doubt_m",
    "judge_clocks",
    "judge_mission",
    "judge_outside",
    "judge_plan",
    "judge_under",
    "judgement_form",
    "judgement_geojson",
    "kind_of",
    "known_since",
    "laid_over",
    "list_findings",
    "list_silence",
    "member_routes",
    "mission_form",
    "notice_finding",
    "one_at_a_time",
    "outside_stretches",
    "period_altitudes",
    "plan_bytes",
    "plan_changes",
    "plan_digest",
    "plan_versions",
    "planned_completion",
    "planned_path",
    "quota_entry",
    "quota_year",
    "reaches",
    "read_case",
    "read_mission_case",
    "read_plan",
    "removal_findings",
    "show_span",
    "site_record_finding",
    "sites_finding",
    "source_finding",
    "supply_findings",
    "team_findings",
    "transit_start",
    "verdict_on",
    "viewed_form",
    "visa_findings",
    "window_end",
]
