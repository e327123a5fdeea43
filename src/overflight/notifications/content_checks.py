"""Whether a notice says everything the text asks for, item by item."""

from __future__ import annotations

from collections.abc import Iterable

from overflight.notifications.contents import (
    Acknowledgement,
    CopyRequest,
    IntentionToFly,
    MissionReport,
)
from overflight.treaty import Finding, Outcome

__all__ = [
    "check_acknowledgement",
    "check_copy_request",
    "check_intention",
    "check_report",
]

Item = tuple[str, str, bool]  # provision, the item in words, whether it is there


def _checked(rule: str, items: Iterable[Item]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            rule=rule,
            provision=provision,
            outcome=Outcome.KEPT if there else Outcome.BROKEN,
            says=f"{item}: {'given' if there else 'missing'}",
            consequence="" if there else "none stated",
        )
        for provision, item, there in items
    )


def check_intention(intention: IntentionToFly, *, taxi: bool = False) -> tuple[Finding, ...]:
    """Return whether a notification holds items (A) to (H).

    Args:
        intention: The notification.
        taxi: The observed Party supplies the aircraft, so that item (F) is not the sender's.

    Treaty: art.VI.I.5 (NTF-3). What may be absent in fact (an airfield, a transport aircraft,
    lodging) is not asked for.
    """
    place = intention.inspection_site and intention.inspection_starts_at
    people = intention.personnel > 0 and intention.personnel_attachment
    other = intention.airfield in {"", intention.point_of_entry}
    return _checked(
        "NTF-3",
        (
            ("art.VI.I.5.A", "(A) point of entry", bool(intention.point_of_entry)),
            (
                "art.VI.I.5.B",
                "(B) estimated arrival, departure to the airfield where it is another",
                other or intention.departure_to_airfield is not None,
            ),
            ("art.VI.I.5.C", "(C) place and start of the inspection", bool(place)),
            ("art.VI.I.5.D", "(D) mode of transport", bool(intention.transport_mode)),
            ("art.VI.I.5.E", "(E) diplomatic clearance number", bool(intention.clearance_number)),
            ("art.VI.I.5.F", "(F) aircraft identification", taxi or bool(intention.aircraft)),
            (
                "art.VI.I.5.G",
                "(G) approximate flight distance",
                intention.flight_distance_km is not None,
            ),
            ("art.VI.I.5.H", "(H) personnel, as a sealed list", bool(people)),
        ),
    )


def check_acknowledgement(answer: Acknowledgement) -> tuple[Finding, ...]:
    """Return whether an acknowledgement names the aircraft where the taxi option is taken.

    Treaty: art.VI.I.6 (NTF-6).
    """
    named = not answer.supplies_aircraft or bool(answer.aircraft)
    return _checked(
        "NTF-6",
        (("art.VI.I.6", "aircraft identification where the observed Party supplies it", named),),
    )


def check_report(report: MissionReport) -> tuple[Finding, ...]:
    """Return whether a mission report holds what the text asks for.

    A report on a flight that was not flown holds the written explanation instead.

    Treaty: art.VI.I.21 (NTF-38), art.VIII.I.3, art.VIII.I.6.
    """
    if report.commenced_at is None:
        words = "written explanation of a flight that was not flown"
        return _checked("NTF-38", (("art.VIII.I.3", words, bool(report.explanation)),))
    where = "art.VI.I.21"
    placed = bool(report.periods) and all(p.place for p in report.periods)
    return _checked(
        "NTF-38",
        (
            (where, "date and time of the flight", report.completed_at is not None),
            (where, "route", bool(report.route)),
            (where, "profile", bool(report.profile)),
            (where, "weather", bool(report.weather)),
            (where, "time and place of each observation period for each sensor", placed),
            (where, "approximate amount of data", bool(report.data_amount)),
            (where, "result of the inspection of sensor covers", bool(report.covers)),
        ),
    )


def check_copy_request(request: CopyRequest) -> tuple[Finding, ...]:
    """Return whether a request for copies holds items (A) to (F).

    Treaty: art.IX.IV.1 (NTF-39).
    """
    items = (
        ("A", "observing Party", request.observing),
        ("B", "observed Party", request.observed),
        ("C", "date of the flight", request.flown_on),
        ("D", "sensor", request.sensor),
        ("E", "part of the observation period", request.portion),
        ("F", "type and format of the duplicate", request.duplicate),
    )
    return _checked(
        "NTF-39", ((f"art.IX.IV.1.{c}", f"({c}) {what}", bool(v)) for c, what, v in items)
    )
