"""Everything that can be said about a mission: the kinds of fact, by statement type."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from overflight.missions.said.event import MissionFact
from overflight.missions.said.facts_ending import (
    ArrivedAtExit,
    Cancelled,
    CountChosen,
    Declined,
    Departed,
    Explained,
    FilmArranged,
    FilmDeveloped,
    Prohibited,
    ReportSent,
    ReportSigned,
)
from overflight.missions.said.facts_flight import (
    Curtailed,
    Deviated,
    EmergencyDeclared,
    Landed,
    MemberLeft,
    Resumed,
    Stopped,
    TakenOff,
)
from overflight.missions.said.facts_ground import (
    Arrived,
    CoversChecked,
    DemonstrationFlown,
    DemonstrationRequested,
    InspectionReported,
    InspectionStarted,
    InspectionWaived,
    MismatchTold,
    WindowExtended,
)
from overflight.missions.said.facts_notice import (
    Acknowledged,
    AgreedOtherwise,
    Confirmed,
    Notified,
)
from overflight.missions.said.facts_plan import (
    ChangeProposed,
    FlightPlanFiled,
    PlanAccepted,
    PlanCountered,
    PlanSigned,
    PlanSubmitted,
)
from overflight.missions.said.facts_visit import (
    CrewSpoken,
    DataKept,
    ItemsInventoried,
    MatterBrought,
    OperationNotified,
    PlacesRefused,
    Transferred,
    TransitPlanned,
    TransitTold,
)

__all__ = ["KINDS", "ORDER"]

# In the order in which they come in a mission: it also orders facts of one and the same instant.
KINDS: Final[Mapping[str, type[MissionFact]]] = {
    "missions.notified/1": Notified,
    "missions.acknowledged/1": Acknowledged,
    "missions.confirmed/1": Confirmed,
    "missions.agreed-otherwise/1": AgreedOtherwise,
    "missions.transit-planned/1": TransitPlanned,
    "missions.transit-told/1": TransitTold,
    "missions.crew-spoken/1": CrewSpoken,
    "missions.arrived/1": Arrived,
    "missions.items-inventoried/1": ItemsInventoried,
    "missions.transferred/1": Transferred,
    "missions.covers-checked/1": CoversChecked,
    "missions.inspection-started/1": InspectionStarted,
    "missions.mismatch-told/1": MismatchTold,
    "missions.inspection-reported/1": InspectionReported,
    "missions.inspection-waived/1": InspectionWaived,
    "missions.demonstration-requested/1": DemonstrationRequested,
    "missions.demonstration-flown/1": DemonstrationFlown,
    "missions.window-extended/1": WindowExtended,
    "missions.plan-submitted/1": PlanSubmitted,
    "missions.plan-accepted/1": PlanAccepted,
    "missions.change-proposed/1": ChangeProposed,
    "missions.places-refused/1": PlacesRefused,
    "missions.plan-countered/1": PlanCountered,
    "missions.plan-signed/1": PlanSigned,
    "missions.flight-plan-filed/1": FlightPlanFiled,
    "missions.prohibited/1": Prohibited,
    "missions.declined/1": Declined,
    "missions.cancelled/1": Cancelled,
    "missions.operation-notified/1": OperationNotified,
    "missions.taken-off/1": TakenOff,
    "missions.stopped/1": Stopped,
    "missions.member-left/1": MemberLeft,
    "missions.deviated/1": Deviated,
    "missions.emergency-declared/1": EmergencyDeclared,
    "missions.resumed/1": Resumed,
    "missions.curtailed/1": Curtailed,
    "missions.landed/1": Landed,
    "missions.arrived-at-exit/1": ArrivedAtExit,
    "missions.report-signed/1": ReportSigned,
    "missions.departed/1": Departed,
    "missions.explained/1": Explained,
    "missions.matter-brought/1": MatterBrought,
    "missions.count-chosen/1": CountChosen,
    "missions.data-kept/1": DataKept,
    "missions.film-arranged/1": FilmArranged,
    "missions.film-developed/1": FilmDeveloped,
    "missions.report-sent/1": ReportSent,
}

ORDER: Final[Mapping[type[MissionFact], int]] = {kind: n for n, kind in enumerate(KINDS.values())}
