"""Sites and airspace as rules: what must be, how it is recorded and changed (DES-5 to 8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from overflight.missions.designation.facts import (
    AirspaceAnswered,
    AirspaceAsked,
    AirspaceSourceNotified,
    SiteChange,
    SiteChangeNotified,
)
from overflight.treaty import (
    CoordStatus,
    Finding,
    Limit,
    Outcome,
    Quantity,
    Readings,
    Sense,
    SiteRole,
    Value,
    answered,
    measured,
    under,
)

if TYPE_CHECKING:
    from overflight.missions.designation.airfields import SiteDesignated

__all__ = [
    "AIRSPACE_ANSWER",
    "AIRSPACE_FLOOR",
    "SITE_NOTICE",
    "airspace_finding",
    "change_finding",
    "designated_finding",
    "effect_of",
    "notice_finding",
    "site_record_finding",
    "sites_finding",
    "source_finding",
]

_ENTRY: Final = date(2002, 1, 1)

SITE_NOTICE: Final = Value("notice of a change of sites", Decimal(90), "d", _ENTRY, "annex.E.4")
AIRSPACE_ANSWER: Final = Value("answer on airspace", Decimal(30), "d", _ENTRY, "annex.I.1")
AIRSPACE_FLOOR: Final = Value(
    "days after entry into force before which no answer is due",
    Decimal(90),
    "d",
    _ENTRY,
    "annex.I.1",
)
# Roles every State Party must have, one site for each at least; one site may have both.
_NEEDED: Final = {
    SiteRole.POINT_OF_ENTRY_EXIT: "point of entry and exit",
    SiteRole.OPEN_SKIES_AIRFIELD: "Open Skies airfield",
}
# Degrees given to fewer decimals than this do not name a second of arc: 0.0001 is 0.36 of one.
_SECOND_DECIMALS: Final = 4


def sites_finding(unit: str, roles: Iterable[SiteRole], *, would: bool = False) -> Finding:
    """Return whether a unit has a way in and out and an Open Skies airfield.

    Args:
        unit: The unit.
        roles: Roles of the sites it has.
        would: Say it of what would be.

    Treaty: annex.E.1, annex.E.3 (DES-5).
    """
    has = set(roles)
    missing = [name for role, name in _NEEDED.items() if role not in has]
    keeps = f"{unit} {'keeps' if would else 'has'}"
    says = f"{keeps} a point of entry and exit and an Open Skies airfield"
    if missing and would:
        says = f"{unit} would be left without a {' and a '.join(missing)}"
    elif missing:
        says = f"{unit} has no {' and no '.join(missing)}"
    outcome = Outcome.BROKEN if missing else Outcome.KEPT
    return answered("DES-5", outcome, says, provision="annex.E.1")


def _to_the_second(degrees: Decimal) -> bool:
    """Return whether a coordinate is given finely enough to name a second of arc."""
    exponent = degrees.as_tuple().exponent
    return isinstance(exponent, int) and -exponent >= _SECOND_DECIMALS


def _record_lacks(fact: SiteDesignated) -> Iterator[str]:
    if not fact.name:
        yield "its name (annex.E-1.I.A)"
    places = (fact.lon_deg, fact.lat_deg)
    if any(place is None for place in places) or not all(
        place is None or _to_the_second(place) for place in places
    ):
        yield "latitude and longitude to the nearest second (annex.E-1.I.B)"
    if fact.role in _NEEDED and fact.inspection not in {"yes", "no"}:
        yield "whether an inspection is possible (annex.E-1.I.C)"


def site_record_finding(fact: SiteDesignated) -> Finding:
    """Return whether the record of a site is complete.

    Coordinates that the text itself prints wrongly leave it open.

    Treaty: annex.E-1.I (DES-6).
    """
    lacks = tuple(_record_lacks(fact))
    who = f"{fact.site} as {fact.role}"
    if fact.coord_status in {CoordStatus.INVALID, CoordStatus.SUSPECT}:
        says = f"{who}: coordinates {fact.coord_status} as printed ({fact.as_printed})"
        return answered("DES-6", Outcome.OPEN, says)
    says = f"{who}: not stated: {'; '.join(lacks)}" if lacks else f"{who}: complete"
    return answered("DES-6", Outcome.BROKEN if lacks else Outcome.KEPT, says)


def notice_finding(site: str, on: date, notified: date) -> Finding:
    """Return whether the notice of a change is early enough: ninety days, equality passes (CLK-4).

    Args:
        site: Site id.
        on: First day of the change.
        notified: Day of the notice to all other States Parties.

    Treaty: annex.E.4 (DES-7).
    """
    days = Quantity(float((on - notified).days), "d")
    limit = Limit(float(SITE_NOTICE.amount), "d", Sense.AT_LEAST)
    says = f"{site}: notice of {notified} is {(on - notified).days} d before {on}"
    return measured("DES-7", days, limit, says)


def effect_of(notice: SiteChangeNotified) -> date:
    """Return the day a change of a site takes effect: as named, no earlier than its notice allows.

    Treaty: annex.E.4 (DES-7).
    """
    earliest = notice.on + timedelta(days=int(SITE_NOTICE.amount))
    return earliest if notice.effect is None else max(notice.effect, earliest)


def change_finding(notice: SiteChangeNotified) -> Finding:
    """Return whether a notified change of a site is early enough (DES-7)."""
    return notice_finding(notice.site, notice.effect or effect_of(notice), notice.on)


def designated_finding(fact: SiteDesignated, notices: Iterable[SiteChangeNotified]) -> Finding:
    """Return whether a site designated after signature rests on a notice given in time (DES-7).

    Args:
        fact: The designation.
        notices: Every notice of a change of sites.
    """
    mine = [
        n.on
        for n in notices
        if n.site == fact.site and n.change is not SiteChange.REMOVE and n.on <= fact.since
    ]
    if not mine:
        says = f"{fact.site}: designated from {fact.since}; no notice of it is on record"
        return answered("DES-7", Outcome.OPEN, says)
    return notice_finding(fact.site, fact.since, min(mine))


def airspace_finding(
    asked: AirspaceAsked,
    by: str,
    answers: Iterable[tuple[str, AirspaceAnswered]],
    in_force: date | None,
    chosen: Readings,
) -> tuple[Finding, date | None]:
    """Return whether a request for information on airspace was answered in time.

    Args:
        asked: The request.
        by: Code of the State that asked.
        answers: Answers, each with the code of the State that gave it.
        in_force: Day the Treaty entered into force; none if it has not.
        chosen: ``AMB-2`` decides whether the thirty days run from receipt or from dispatch.

    Returns:
        The finding, and the last day for the answer where it is known.

    Treaty: annex.I.1 (DES-8): no answer is due before entry into force + 90 days.
    """
    reading = f"AMB-2={chosen.of('AMB-2')}"
    start = asked.on if reading.endswith("dispatch") else asked.received_on
    words = f"{by} asked {asked.of} on {asked.on}"
    if start is None or in_force is None:
        lacks = "its receipt" if start is None else "entry into force"
        says = f"{words}; {lacks} is not on record"
        return answered("DES-8", Outcome.OPEN, says, readings=(reading,)), None
    floor = in_force + timedelta(days=int(AIRSPACE_FLOOR.amount))
    due = max(start + timedelta(days=int(AIRSPACE_ANSWER.amount)), floor)
    limit = Limit(float((due - start).days), "d", Sense.AT_MOST)
    given = [a.on for who, a in answers if (who, a.to) == (asked.of, by) and a.on >= asked.on]
    words += f"; {start} + {AIRSPACE_ANSWER.amount} d, not before {floor}: due {due}"
    if not given:
        says = f"{words}; no answer is on record"
        return answered("DES-8", Outcome.BROKEN, says, readings=(reading,)), due
    days = Quantity(float((min(given) - start).days), "d")
    found = measured("DES-8", days, limit, f"{words}; answered {min(given)}")
    return under(found, reading), due


def source_finding(fact: AirspaceSourceNotified, in_force: date | None) -> Finding:
    """Return whether the source of information on airspace was notified in time.

    Treaty: annex.I.3 (DES-8).
    """
    words = f"{fact.state} named the source of its airspace information on {fact.on}"
    if in_force is None:
        return answered("DES-8", Outcome.KEPT, f"{words}; the Treaty is not yet in force")
    last = in_force + timedelta(days=int(AIRSPACE_FLOOR.amount))
    days = Quantity(float((fact.on - in_force).days), "d")
    limit = Limit(float(AIRSPACE_FLOOR.amount), "d", Sense.AT_MOST)
    says = f"{words}; {in_force} + {limit.value:g} d = {last}"
    return measured("DES-8", days, limit, says, provision="annex.I.3")
