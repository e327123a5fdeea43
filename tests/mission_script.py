"""Missions in a few words, for tests: what was said, by whom, when.

>>> m = mission(notified(), said("acknowledged", "BG", "05-05 20:00"))
>>> m.state.label
'M20 ACKNOWLEDGED'

Everything happens in 2003, Italy observing Bulgaria, with the estimated arrival on 8 May, 08:00.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

from overflight.deadlines import parse_instant
from overflight.missions import KINDS, Mission, MissionFact, fold_mission
from overflight.record import Reference, Said
from overflight.treaty import read_form

KEY = "2003-OS3001"
ETA = "05-08 08:00"
_number = count()

Script = tuple[Said[MissionFact], ...]


def at(text: str, *, plus_s: int = 0) -> datetime:
    """Return an instant of 2003: ``05-08 08:00`` or ``05-08 08:00:01``."""
    return parse_instant("2003-" + text.replace(" ", "T") + "Z") + timedelta(seconds=plus_s)


def _form(value: object) -> object:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, dict):
        return {name: _form(item) for name, item in value.items()}
    return value


def said(kind: str, party: str, when: str | datetime, **body: object) -> Said[MissionFact]:
    """Return a fact said when it happened."""
    instant = when if isinstance(when, datetime) else at(when)
    values = {"mission": KEY, "at": instant, **body}
    fact = read_form(KINDS[f"missions.{kind}/1"], _form(values), where=kind)
    return Said(fact, party, fact.at, Reference(f"log/{party.lower()}/1", next(_number), "00"))


def notified(
    received: str = "05-05 06:00", eta: str = ETA, party: str = "IT", **more: object
) -> Said[MissionFact]:
    """Return the notification."""
    return said(
        "notified",
        party,
        received,
        observing="IT",
        observed="BG",
        received_at=at(received),
        intention={"estimated_arrival": at(eta)},
        **more,
    )


def acknowledged(*, taxi: bool = False, when: str = "05-05 20:00") -> Said[MissionFact]:
    """Return the acknowledgement."""
    return said("acknowledged", "BG", when, supplies_aircraft=taxi)


def arrived(when: str | datetime = ETA, party: str = "IT") -> Said[MissionFact]:
    """Return the arrival."""
    return said("arrived", party, when)


def inspected(ended: datetime | None = None, party: str = "BG") -> Script:
    """Return an inspection from 10:00, reported by both."""
    ends = ended or at("05-08 14:00")
    return (
        said("inspection-started", party, "05-08 10:00"),
        said("inspection-reported", "IT", ends, ended_at=ends),
        said("inspection-reported", "BG", ends, ended_at=ends),
    )


def submitted(
    when: str | datetime = "05-08 16:00",
    commencement: str | datetime = "05-09 16:00",
    completion: str | datetime = "05-09 20:00",
) -> Said[MissionFact]:
    """Return the original mission plan."""
    starts = commencement if isinstance(commencement, datetime) else at(commencement)
    ends = completion if isinstance(completion, datetime) else at(completion)
    return said("plan-submitted", "IT", when, commencement=starts, completion=ends)


def signed(when: str = "05-08 19:00") -> Script:
    """Return both signatures."""
    return said("plan-signed", "IT", when), said("plan-signed", "BG", when)


def airborne(*, taxi: bool = False) -> Script:
    """Return everything up to take-off on 9 May, 16:00."""
    return (
        notified(),
        acknowledged(taxi=taxi),
        arrived(),
        *inspected(party="IT" if taxi else "BG"),
        submitted(),
        *signed(),
        said("flight-plan-filed", "IT", "05-08 19:00"),
        said("taken-off", "IT", "05-09 16:00"),
    )


def landed(when: str | datetime = "05-09 20:00") -> Script:
    """Return everything up to the landing."""
    return (*airborne(), said("landed", "IT", when))


def departed(when: str | datetime = "05-10 08:00", **more: object) -> Script:
    """Return everything up to the departure from the point of exit."""
    return (
        *landed(),
        said("arrived-at-exit", "IT", "05-09 20:00"),
        said("report-signed", "IT", "05-10 07:00"),
        said("report-signed", "BG", "05-10 07:00"),
        said("departed", "IT", when, **more),
    )


def mission(*script: Said[MissionFact]) -> Mission:
    """Return the mission a script tells."""
    return fold_mission(script)
