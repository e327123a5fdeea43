"""What the end of a mission does to the quotas of both Parties and to the data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from overflight.deadlines import Timeliness, exactly, timeliness, within
from overflight.missions.law.limits import EXIT_RIGHT, LATE_ARRIVAL, hours
from overflight.missions.life.mission import Mission
from overflight.missions.life.states import DataState, QuotaState
from overflight.missions.said.dating import act_of
from overflight.missions.said.event import Role
from overflight.missions.said.facts_ending import (
    CancelGround,
    Cancelled,
    CountChosen,
    Declined,
    FilmDeveloped,
    Prohibited,
    ProhibitGround,
)
from overflight.missions.said.facts_flight import CurtailCause, Curtailed, Landed, TakenOff
from overflight.missions.said.facts_ground import Arrived
from overflight.missions.said.facts_notice import Notified
from overflight.missions.said.facts_plan import PlanSubmitted
from overflight.record import Said
from overflight.treaty import Readings, open_skies, readings

__all__ = ["QuotaEntry", "choices_open", "data_state", "quota_entry"]


@dataclass(frozen=True, slots=True)
class QuotaEntry:
    """What a mission does to the quotas, as far as it has come.

    Args:
        state: State of the quota region.
        year: Calendar year whose quota is used (AMB-8 default).
        effect: Id of the outcome (``QEF-3``); empty while the mission is open.
        outcome: The outcome in the words of the table.
        debit: Flights debited on each side; none while that is not decided.
        sensor_data: What becomes of the data.
        provisions: Where it is written; none where the text is silent.
        readings: Readings used where it is silent.
    """

    state: QuotaState
    year: int
    effect: str = ""
    outcome: str = ""
    debit: int | None = None
    sensor_data: str = ""
    provisions: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


def _prohibited(mission: Mission, fact: Prohibited) -> str:
    """Return the outcome of a prohibition: the special one if its condition is met."""
    taxi = mission.supplier is Role.OBSERVED
    special = {
        ProhibitGround.NOT_AS_CERTIFIED: ("QEF-5", not taxi),
        ProhibitGround.ITEMS_MISSING: ("QEF-6", taxi),
        ProhibitGround.DEMONSTRATION: ("QEF-8", mission.demonstration_asked_by is Role.OBSERVED),
    }
    effect, met = special.get(fact.ground, ("QEF-1", True))
    return effect if met else "QEF-1"


def _no_show(mission: Mission, said: Said[Prohibited]) -> tuple[str, ...]:
    """Return whether nobody came by the estimated arrival and 24 hours, or what was agreed.

    Both outcomes where the mirrors do not tell whether the flight was prohibited after that.
    """
    other = mission.agreed("ARR-1")
    limit = hours(Decimal(other[0]) if other else mission.limit_of("K3", LATE_ARRIVAL))
    last = max(s.fact.intention.estimated_arrival for s in mission.all(Notified)) + limit
    arrived = mission.first(Arrived)
    if arrived is not None and arrived.fact.at <= last:
        return ("QEF-1",)
    found = timeliness(act_of(said).moment, exactly(last))
    return {
        Timeliness.LATE: ("QEF-2",),
        Timeliness.KEPT: ("QEF-1",),
        Timeliness.UNDECIDED: ("QEF-1", "QEF-2"),
    }[found]


def _declined(mission: Mission, said: Said[Declined]) -> tuple[str, ...]:
    original = mission.first(PlanSubmitted)
    if original is None:
        return ("QEF-20",)
    length = within(act_of(original).moment, act_of(said).moment)
    right = hours(mission.limit_of("K8", EXIT_RIGHT))
    if length.shortest is not None and length.shortest >= right:
        return ("QEF-3",)
    known = length.longest is not None and length.longest < right
    return ("QEF-20",) if known else ("QEF-3", "QEF-20")


def _cancelled(mission: Mission, fact: Cancelled) -> str:
    taxi = mission.supplier is Role.OBSERVED
    asked = mission.demonstration_asked_by is Role.OBSERVING
    special = {
        CancelGround.ITEMS_MISSING: ("QEF-4", not taxi),
        CancelGround.TAXI_SENSORS: ("QEF-7", taxi),
        CancelGround.DEMONSTRATION: ("QEF-8", taxi and asked),
    }
    effect, met = special.get(fact.ground, ("QEF-20", True))
    return effect if met else "QEF-20"


# Outcome by cause: with an aircraft of the observing Party or a third State, and with a taxi.
_CURTAILED: Final[Mapping[CurtailCause, tuple[str, str]]] = {
    CurtailCause.SENSOR: ("QEF-11", "QEF-12"),
    CurtailCause.TECHNICAL: ("QEF-11", "QEF-13"),
    CurtailCause.WEATHER_SAFETY: ("QEF-10", "QEF-10"),
    CurtailCause.MEDICAL_OBSERVED: ("QEF-14", "QEF-14"),
    CurtailCause.MEDICAL_OTHER: ("QEF-10", "QEF-10"),
    CurtailCause.FORCE_MAJEURE: ("QEF-15", "QEF-15"),
    CurtailCause.WEATHER_SENSORS: ("QEF-22", "QEF-22"),
    CurtailCause.EMERGENCY: ("QEF-21", "QEF-21"),
}
_CHOICE: Final = frozenset({"QEF-12", "QEF-13", "QEF-14", "QEF-15"})
# Open outcomes: the point of the text, and what each of its readings debits.
_SILENT: Final[Mapping[str, tuple[str, Mapping[str, int | None]]]] = {
    "QEF-20": ("AMB-17", {"no-debit": 0, "debit": 1}),
    "QEF-21": ("AMB-18", {"cause-or-ask": None, "count": 1}),
    "QEF-22": ("AMB-19", {"count": 1, "ask": None}),
}


def _effects(mission: Mission) -> tuple[str, ...]:
    """Return the outcomes the facts lead to: none while open, two where that is not settled."""
    curtailed = mission.all(Curtailed)
    if curtailed:
        taxi = mission.supplier is Role.OBSERVED
        found = (_CURTAILED[said.fact.cause][int(taxi)] for said in curtailed)
        return tuple(dict.fromkeys(found))
    if mission.first(Landed):
        return ("QEF-9",)
    prohibited, declined = mission.first(Prohibited), mission.first(Declined)
    cancelled = mission.first(Cancelled)
    if prohibited:
        if prohibited.fact.ground is ProhibitGround.NO_SHOW:
            return _no_show(mission, prohibited)
        return (_prohibited(mission, prohibited.fact),)
    if declined:
        return _declined(mission, declined)
    return (_cancelled(mission, cancelled.fact),) if cancelled else ()


def choices_open(mission: Mission) -> bool:
    """Return whether the text leaves the observing Party a choice whether the flight counts."""
    return bool(_CHOICE & set(_effects(mission)))


def _by_choice(mission: Mission) -> tuple[QuotaState, int | None]:
    chosen = mission.first(CountChosen)
    if chosen is None:
        return QuotaState.PENDING_CHOICE, None
    if chosen.fact.counted:
        return QuotaState.DEBITED_BOTH, 1
    return QuotaState.RELEASED, 0


def _by_text(words: str) -> tuple[QuotaState, int]:
    return (QuotaState.DEBITED_BOTH, 1) if words == "yes" else (QuotaState.RELEASED, 0)


def quota_entry(mission: Mission, chosen: Readings | None = None) -> QuotaEntry:
    """Return what a mission does to the quotas of both Parties.

    Args:
        mission: The mission.
        chosen: Readings of the open points; the defaults if none.

    Treaty: art.III.I.8, art.VIII.II.5, art.VIII.II.6 and the table of quota effects (QTA-9).
    """
    notice = mission.notice
    year = (notice.quota_year if notice else None) or int(mission.key[:4])
    effects = _effects(mission)
    if not effects:
        return QuotaEntry(QuotaState.RESERVED, year)
    if len(effects) > 1:
        return QuotaEntry(QuotaState.CONTESTED, year, effect=" or ".join(effects))
    row = next(row for row in open_skies().quota_effects if row.id == effects[0])
    used: tuple[str, ...] = ()
    if row.id in _SILENT:
        point, debits = _SILENT[row.id]
        option = (chosen or readings()).of(point)
        used = (f"{point}={option}",)
        state, debit = QuotaState.UNREGULATED, debits[option]
    elif row.id in _CHOICE:
        state, debit = _by_choice(mission)
    else:
        state, debit = _by_text(row.active)
    provisions = tuple(p for p in row.provisions if p != "treaty")
    return QuotaEntry(state, year, row.id, row.outcome, debit, row.sensor_data, provisions, used)


_DATA: Final[tuple[tuple[Callable[[Mission], bool], DataState], ...]] = (
    (lambda m: m.first(TakenOff) is None, DataState.NONE),
    (lambda m: m.first(Landed) is None, DataState.ABOARD),
    (lambda m: quota_entry(m).debit == 0, DataState.UNCOUNTED),
    (lambda m: m.first(FilmDeveloped) is not None, DataState.DEVELOPED),
)


def data_state(mission: Mission) -> DataState:
    """Return where the sensor data stand; sealing and release are told by their own chapter.

    Treaty: art.IX.I.2, art.IX.I.3, art.VIII.II.6 (AMB-21 for data of an uncounted flight).
    """
    return next((state for test, state in _DATA if test(mission)), DataState.REMOVED)
