"""What an aircraft may carry: SEN-1, SEN-8, SEN-9, SEN-11, SEN-12, SEN-14, SEN-16, TAX-3."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from overflight.record import Said
from overflight.sensors.answers import (
    ENTRY,
    counted_from,
    days_between,
    limit_of,
)
from overflight.sensors.categories import SensorCategory
from overflight.sensors.certifications import SensorRecord
from overflight.sensors.examining import category_named
from overflight.sensors.facts_packages import (
    CarriedSensor,
    CategoryAdded,
    ChangeNotified,
    PackageCarried,
    Purpose,
    SensorChange,
    SensorDescribed,
)
from overflight.sensors.limits import limits_of
from overflight.treaty import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Readings,
    Sense,
    Value,
    answered,
    measured,
)

__all__ = [
    "ITEMS",
    "change_notified",
    "closed_list",
    "covers",
    "data_given",
    "media",
    "no_interception",
    "own_package",
]

CHANGE_D = Value("notice of a change of sensors", Decimal(90), "d", ENTRY, "art.IV.12")
C = SensorCategory

_OPTICAL = (
    "type and model",
    "field of view or scan angles",
    "frame size",
    "exposure times",
    "filters",
    "each lens",
    "photographic intervals or cycle rates",
    "velocity over height",
    "angle of framing cameras",
    "maximum altitude",
)
# Items of Annex B, Section I by category: paragraph and names, lettered from A.
ITEMS: Final[Mapping[SensorCategory, tuple[str, tuple[str, ...]]]] = MappingProxyType(
    {
        C.OPTICAL_PANORAMIC: ("annex.B.I.2", _OPTICAL),
        C.OPTICAL_FRAMING: ("annex.B.I.2", _OPTICAL),
        C.VIDEO: (
            "annex.B.I.3",
            (
                "type and model",
                "field of view",
                "lens",
                "size of detector elements",
                "number of detector elements",
                "light sensitivity",
                "spectral bandwidth",
            ),
        ),
        C.INFRA_RED: (
            "annex.B.I.4",
            (
                "type and model",
                "field of view or scan angles",
                "instantaneous field of view",
                "spectral bandwidth",
                "resolvable temperature difference",
                "temperature of the detector",
                "time to cool down",
                "maximum operating time",
                "velocity over height",
                "maximum altitude",
            ),
        ),
        C.RADAR: (
            "annex.B.I.5",
            (
                "type and model",
                "frequencies",
                "polarisations",
                "number of pulses",
                "near range angle",
                "swath width",
                "ground resolution in the slant plane",
                "maximum altitude",
                "transmitter power",
            ),
        ),
    }
)
FILM: Final = ("annex.B.I.6", ("types of film", "width", "resolution", "capacity of magazines"))
OTHER_MEDIA: Final = (
    "annex.B.I.7",
    (
        "recording equipment",
        "media",
        "bandwidth",
        "recording rate",
        "capacity",
        "format of data",
    ),
)
_FILMS = frozenset({"BI", "BM", "BP", "BR"})
_TAPES = frozenset({"TA", "TD"})
MEDIA: Final[Mapping[SensorCategory, tuple[frozenset[str], str]]] = MappingProxyType(
    {
        C.OPTICAL_PANORAMIC: (_FILMS, "art.IX.I.1.A"),
        C.OPTICAL_FRAMING: (_FILMS, "art.IX.I.1.A"),
        C.VIDEO: (_TAPES, "art.IX.I.1.B"),
        C.INFRA_RED: (_FILMS | _TAPES, "art.IX.I.1.C"),
        C.RADAR: (_TAPES, "art.IX.I.1.D"),
    }
)


def _added(record: SensorRecord, carried: Said[PackageCarried]) -> tuple[CategoryAdded, ...]:
    every = record.every(CategoryAdded)
    return tuple(s.fact for s in every if s.fact.at <= carried.fact.at)


def closed_list(carried: Said[PackageCarried], record: SensorRecord) -> tuple[Finding, ...]:
    """Judge whether every sensor aboard is of an agreed category.

    Treaty: art.IV.1, art.IV.3; SEN-1.
    """
    added = {a.category: a.decision for a in _added(record, carried) if not a.medium}
    fact = carried.fact
    strange = [
        f"{one.sensor} ({one.category})"
        for one in fact.sensors
        if category_named(one.category) is None and one.category not in added
    ]
    later = sorted({f"{c}: added by {d}" for c, d in added.items()})
    if strange:
        says = f"{fact.mission}: of no agreed category: {', '.join(strange)}."
        return (answered("SEN-1", Outcome.BROKEN, says, basis=tuple(later)),)
    says = f"{fact.mission}: all sensors aboard are of agreed categories."
    return (answered("SEN-1", Outcome.KEPT, says, basis=tuple(later)),)


def no_interception(carried: Said[PackageCarried]) -> tuple[Finding, ...]:
    """Judge equipment aboard that collects, processes, relays or records signals.

    Treaty: art.IV.7; SEN-9.
    """
    fact = carried.fact
    signals = [one for one in fact.equipment if one.signals]
    unsaid = [one.name for one in signals if one.purpose is None]
    other = [one.name for one in signals if one.purpose is Purpose.OTHER]
    if other:
        says = f"{fact.mission}: for other signals than the text allows: {', '.join(other)}."
        return (answered("SEN-9", Outcome.BROKEN, says),)
    if unsaid:
        says = f"{fact.mission}: what it is for is not stated: {', '.join(unsaid)}."
        return (answered("SEN-9", Outcome.OPEN, says),)
    if not fact.equipment:
        says = f"{fact.mission}: no equipment beside the sensors is listed."
        return (answered("SEN-9", Outcome.KEPT, says, basis=("as the list says",)),)
    says = f"{fact.mission}: no equipment for other signals among {len(fact.equipment)} listed."
    return (answered("SEN-9", Outcome.KEPT, says),)


def numbers_aboard(sensors: tuple[CarriedSensor, ...]) -> Iterator[tuple[str, Quantity, Limit]]:
    """Yield how many sensors of each limited category there are, and how many there may be.

    Treaty: art.IV.2: one panoramic, one vertical and two oblique framing cameras, one on each
    side, one infra-red line scanner, one radar; video is not limited.
    """
    for category in SensorCategory:
        most = limits_of(category).most
        mine = [one for one in sensors if one.category == category.value]
        if most is None or not mine:
            continue
        limit = limit_of(most, Sense.AT_MOST)
        yield category.value, Quantity(float(len(mine)), most.unit), limit
        for looks in sorted({one.looks for one in mine if one.looks}):
            if category is SensorCategory.OPTICAL_FRAMING:
                count = float(sum(one.looks == looks for one in mine))
                one_way = Limit(1.0, most.unit, Sense.AT_MOST)
                yield f"OF looking {looks}", Quantity(count, most.unit), one_way


def own_package(carried: Said[PackageCarried]) -> tuple[Finding, ...]:
    """Judge the sensors of an aircraft the observing Party supplies: any, up to the limits.

    Treaty: art.IV.8; SEN-11: it need not carry all categories.
    """
    fact = carried.fact
    if fact.taxi:
        return ()
    rows = list(numbers_aboard(fact.sensors))
    kinds = ", ".join(sorted({one.category for one in fact.sensors})) or "none"
    head = f"{fact.mission}: sensors aboard: {kinds}; no duty to carry all"
    if not rows:
        return (answered("SEN-11", Outcome.KEPT, f"{head}."),)
    # The row furthest beyond its limit, or nearest to it, speaks for all.
    name, number, limit = max(rows, key=lambda row: row[1].value - row[2].value)
    says = f"{head}; {number.value:g} of {name}, {limit.value:g} allowed."
    return (measured("SEN-11", number, limit, says),)


def covers(described: Said[SensorDescribed]) -> tuple[Finding, ...]:
    """Judge the cover of a sensor, or the device that inhibits it.

    Treaty: art.IV.4; SEN-8: it can be removed or operated only from outside the aircraft.
    """
    fact = described.fact
    what = f"{fact.package}: {fact.sensor}"
    if fact.covered is False:
        return (answered("SEN-8", Outcome.BROKEN, f"{what}: nothing inhibits its operation."),)
    if fact.covered is None or fact.from_outside is None:
        return (answered("SEN-8", Outcome.OPEN, f"{what}: its cover is not described."),)
    if not fact.from_outside:
        says = f"{what}: its cover can be removed or operated from inside the aircraft."
        return (answered("SEN-8", Outcome.BROKEN, says),)
    says = f"{what}: covered; removable or operable from outside only."
    return (answered("SEN-8", Outcome.KEPT, says),)


def data_given(described: Said[SensorDescribed]) -> tuple[Finding, ...]:
    """Judge the technical information on a sensor, item by item.

    An item that does not apply is said not to.

    Treaty: art.IV.10, annex.B.I.2 to annex.B.I.7; SEN-12.
    """
    fact = described.fact
    category = category_named(fact.category)
    if category is None:
        says = f"{fact.package}: {fact.sensor}: no list of items for category {fact.category}."
        return (answered("SEN-12", Outcome.OPEN, says),)
    what = f"{fact.package}: {fact.sensor}"
    told = [_items(what, *ITEMS[category], fact.items)]
    told += [_items(what, *FILM, fact.film)] if fact.film else []
    told += [_items(what, *OTHER_MEDIA, fact.other_media)] if fact.other_media else []
    if not fact.film and not fact.other_media:
        says = f"{what}: neither film nor another medium is described."
        told.append(answered("SEN-12", Outcome.BROKEN, says, provision="annex.B.I.6"))
    return tuple(told)


def _items(what: str, provision: str, names: tuple[str, ...], given: Mapping[str, str]) -> Finding:
    letters = [chr(ord("A") + n) for n in range(len(names))]
    rows = zip(letters, names, strict=True)
    lacking = [f"({a}) {name}" for a, name in rows if not given.get(a, "").strip()]
    count = float(len(names) - len(lacking))
    says = f"{what}: {count:g} of {len(names)} items of {provision}"
    says += f"; lacking: {', '.join(lacking)}." if lacking else "."
    limit = Limit(float(len(names)), "items", Sense.AT_LEAST)
    return measured("SEN-12", Quantity(count, "items"), limit, says, provision=provision)


def change_notified(
    said: Said[ChangeNotified], record: SensorRecord, readings: Readings
) -> tuple[Finding, ...]:
    """Judge the notice of a change of sensors, and that what is new was certified.

    Treaty: art.IV.12; SEN-14.
    """
    fact = said.fact
    counted, basis = counted_from(fact, readings)
    used = (f"AMB-1={readings.of('AMB-1')}", f"AMB-2={readings.of('AMB-2')}")
    what = f"{fact.package}: {fact.change.value} {fact.sensor} from {fact.effective}"
    number = days_between(counted, fact.effective, readings)
    if number is None:
        says = f"{what}: days by the local calendar need a time zone."
        lead = answered("SEN-14", Outcome.OPEN, says, basis=basis, readings=used)
    else:
        says = f"{what}: notice {number.value:g} d before; at least 90 d."
        limit = limit_of(CHANGE_D, Sense.AT_LEAST)
        lead = measured("SEN-14", number, limit, says, basis=basis, readings=used)
    if fact.change not in {SensorChange.REPLACE, SensorChange.ADD}:
        return (lead,)
    certified = record.certifications.get(fact.certified_as)
    on = certified.certified_on if certified else None
    if on is None:
        return (lead, answered("SEN-14", Outcome.BROKEN, f"{what}: it is not certified."))
    kept = on <= fact.effective
    says = f"{what}: certified on {on} by {fact.certified_as}."
    return (lead, answered("SEN-14", Outcome.KEPT if kept else Outcome.BROKEN, says))


def media(carried: Said[PackageCarried], record: SensorRecord) -> tuple[Finding, ...]:
    """Judge the recording medium of each sensor aboard.

    Treaty: art.IX.I.1; SEN-16. Other media are those the Commission added.
    """
    told = []
    added = {(a.category, a.medium): a.decision for a in _added(record, carried) if a.medium}
    for one in carried.fact.sensors:
        category = category_named(one.category)
        if category is None:
            continue
        allowed, provision = MEDIA[category]
        what = f"{carried.fact.mission}: {one.sensor} ({one.category})"
        decision = added.get((one.category, one.medium))
        if not one.medium:
            outcome, says = Outcome.OPEN, f"{what}: its recording medium is not stated."
        elif decision:
            outcome, says = Outcome.KEPT, f"{what} records on {one.medium}, added by {decision}."
        else:
            outcome = Outcome.KEPT if one.medium in allowed else Outcome.BROKEN
            says = f"{what} records on {one.medium}; allowed: {', '.join(sorted(allowed))}."
        told.append(answered("SEN-16", outcome, says, provision=provision))
    return tuple(told)
