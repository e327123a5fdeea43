"""How a certification is announced and joined: CRT-3 to CRT-8 (annex.D.I)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from overflight.deadlines import Instant, day_of
from overflight.record import Said
from overflight.sensors.answers import (
    ENTRY,
    counted_from,
    days_between,
    limit_of,
)
from overflight.sensors.certifications import Certification, SensorRecord
from overflight.sensors.facts import (
    CertificationNotified,
    DossierGiven,
    NumbersDecided,
    ParticipantsNamed,
    ParticipationIntended,
    PeriodDecided,
    Photograph,
)
from overflight.sensors.facts_examined import InFlightExamined
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
    "clash",
    "dossier",
    "intentions",
    "names_in_time",
    "nobody_comes",
    "notice_in_time",
    "numbers",
    "photographs",
]

NOTICE_D = Value("notice of a certification", Decimal(60), "d", ENTRY, "annex.D.I.3")
PERIOD_D = Value("period of a certification", Decimal(7), "d", ENTRY, "annex.D.I.3")
INTENTION_D = Value("intention to take part", Decimal(10), "d", ENTRY, "annex.D.I.4")
IN_ALL = Value("individuals in all", Decimal(40), "individuals", ENTRY, "annex.D.I.4")
FROM_EACH = Value("individuals of one Party", Decimal(4), "individuals", ENTRY, "annex.D.I.4")
NAMES_D = Value("names of participants", Decimal(30), "d", ENTRY, "annex.D.I.5")
DOSSIER_D = Value("information on sensors", Decimal(14), "d", ENTRY, "annex.D.I.6")
FILLS = Value("part of the photograph filled", Decimal(80), "%", ENTRY, "annex.D.I.6.B")
SHORT_CM, LONG_CM = Decimal(18), Decimal(24)


def _days(
    rule: str,
    what: str,
    span: tuple[Instant | date, Instant | date],
    limit: Limit,
    on: tuple[Readings, tuple[str, ...]],
) -> Finding:
    """Return the finding of days between two events, under readings, with what it rests on."""
    readings, basis = on
    used = (f"AMB-1={readings.of('AMB-1')}", f"AMB-2={readings.of('AMB-2')}")
    number = days_between(*span, readings)
    if number is None:
        says = f"{what}: days by the local calendar need a time zone; {limit.value:g} d are asked."
        return answered(rule, Outcome.OPEN, says, basis=basis, readings=used)
    sense = "at least" if limit.sense is Sense.AT_LEAST else "at most"
    says = f"{what}: {number.value:g} d; {sense} {limit.value:g} d."
    return measured(rule, number, limit, says, basis=basis, readings=used)


def notice_in_time(certification: Certification, readings: Readings) -> tuple[Finding, ...]:
    """Judge the lead of the notice and the length of the period it names.

    Treaty: annex.D.I.3; CRT-3.
    """
    notice = certification.notice
    if notice is None:
        says = f"{certification.key}: no notice of the certification is on record."
        return (answered("CRT-3", Outcome.OPEN, says),)
    fact = notice.fact
    counted, basis = counted_from(fact, readings)
    lead = _days(
        "CRT-3",
        f"{certification.key}: notice {day_of(counted)}, first day {fact.begins}",
        (counted, fact.begins),
        limit_of(NOTICE_D, Sense.AT_LEAST),
        (readings, basis),
    )
    length = Quantity(float((fact.ends - fact.begins).days + 1), "d")
    says = f"{certification.key}: {fact.begins} to {fact.ends}, both counted: {length.value:g} d;"
    if length.value < 1:
        return (lead, answered("CRT-3", Outcome.BROKEN, f"{says} it ends before it begins."))
    says += " a period of seven days."
    return (lead, measured("CRT-3", length, limit_of(PERIOD_D, Sense.AT_MOST), says))


def intentions(certification: Certification, readings: Readings) -> tuple[Finding, ...]:
    """Judge when each State Party said that it will take part.

    Treaty: annex.D.I.4; CRT-4.
    """
    notice = certification.notice
    if notice is None:
        return ()
    start, basis = counted_from(notice.fact, readings)
    limit = limit_of(INTENTION_D, Sense.AT_MOST)
    told = []
    for party, said in sorted(certification.by_party(ParticipationIntended).items()):
        done, more = counted_from(said.fact, readings)
        what = f"{certification.key}: intention of {party} after the notice"
        told.append(_days("CRT-4", what, (start, done), limit, (readings, (*basis, *more))))
    return tuple(told)


def numbers(certification: Certification) -> tuple[Finding, ...]:
    """Judge how many individuals take part, in all and from each State Party.

    Treaty: annex.D.I.4; CRT-4. The Commission decides, and may agree otherwise.
    """
    named = {c: s.fact.individuals for c, s in certification.participants.items()}
    if not named:
        return ()
    decided = certification.last(NumbersDecided)
    agreed = decided is not None and decided.fact.otherwise
    basis = (f"decided within the Commission: {decided.fact.decision}",) if decided else ()
    if decided is not None and agreed:
        return tuple(_decided(certification.key, named, decided, basis))
    in_all = Quantity(float(sum(named.values())), "individuals")
    largest = max(sorted(named), key=lambda code: named[code])
    each = Quantity(float(named[largest]), "individuals")
    key = certification.key
    return (
        measured(
            "CRT-4",
            in_all,
            limit_of(IN_ALL, Sense.AT_MOST),
            f"{key}: {in_all.value:g} individuals take part; no more than 40.",
            basis=basis,
        ),
        measured(
            "CRT-4",
            each,
            limit_of(FROM_EACH, Sense.AT_MOST),
            f"{key}: most come from {largest}, {each.value:g}; no more than four from one Party.",
            basis=basis,
        ),
    )


def _decided(
    key: str, named: dict[str, int], decided: Said[NumbersDecided], basis: tuple[str, ...]
) -> Iterator[Finding]:
    """Yield the findings where the Commission agreed on other numbers."""
    for code, count in sorted(named.items()):
        allowed = decided.fact.numbers.get(code, 0)
        number = Quantity(float(count), "individuals")
        says = f"{key}: {count} individuals of {code}; the Commission agreed on {allowed}."
        limit = limit_of(FROM_EACH, Sense.AT_MOST, Decimal(allowed))
        yield measured("CRT-4", number, limit, says, basis=basis)


def clash(certification: Certification, record: SensorRecord) -> tuple[Finding, ...]:
    """Judge whether another State Party certifies in the same period, and who was chosen.

    Treaty: annex.D.I.4; CRT-4.
    """
    notice = certification.notice
    if notice is None:
        return ()
    others = [
        other
        for other in record.certifications.values()
        if other.notice is not None and _overlap(notice, other.notice)
    ]
    if not others:
        return ()
    named = ", ".join(f"{o.key} of {o.notice.party}" for o in others if o.notice)
    chosen = [c.key for c in (certification, *others) if c.last(PeriodDecided)]
    says = f"{certification.key}: the period is also named for {named};"
    if len(chosen) != 1:
        says += " the Commission has not decided whose it is."
        return (answered("CRT-4", Outcome.OPEN, says),)
    says += f" the Commission decided for {chosen[0]}."
    kept = chosen[0] == certification.key
    return (answered("CRT-4", Outcome.KEPT if kept else Outcome.BROKEN, says),)


def _overlap(one: Said[CertificationNotified], other: Said[CertificationNotified]) -> bool:
    a, b = one.fact, other.fact
    return one.party != other.party and a.begins <= b.ends and b.begins <= a.ends


def names_in_time(certification: Certification, readings: Readings) -> tuple[Finding, ...]:
    """Judge when each participant named its individuals, and whether they are on its list.

    Treaty: annex.D.I.5; CRT-5.
    """
    notice = certification.notice
    if notice is None:
        return ()
    told = []
    for party, said in sorted(certification.participants.items()):
        counted, basis = counted_from(said.fact, readings)
        what = f"{certification.key}: names of {party} before {notice.fact.begins}"
        limit = limit_of(NAMES_D, Sense.AT_LEAST)
        told.append(_days("CRT-5", what, (counted, notice.fact.begins), limit, (readings, basis)))
        told += _listed(certification.key, said)
    return tuple(told)


def _listed(key: str, said: Said[ParticipantsNamed]) -> Iterator[Finding]:
    if said.fact.listed is not None:
        kept = said.fact.listed
        word = "all" if kept else "not all"
        says = f"{key}: {word} individuals of {said.party} are on its list of designated personnel."
        yield answered("CRT-5", Outcome.KEPT if kept else Outcome.BROKEN, says)


def dossier(certification: Certification, at: Instant, readings: Readings) -> tuple[Finding, ...]:
    """Judge the information on each sensor: in time, for every sensor.

    Nothing is said before it is due.

    Treaty: annex.D.I.6.A, annex.D.I.6.C; CRT-6.
    """
    notice, given = certification.notice, certification.last(DossierGiven)
    if notice is None or not certification.participants:
        return ()
    begins, limit = notice.fact.begins, limit_of(DOSSIER_D, Sense.AT_LEAST)
    if given is None:
        if (begins - day_of(at)).days >= limit.value:
            return ()
        says = f"{certification.key}: participants have no information on the sensors, due 14 days"
        return (answered("CRT-6", Outcome.BROKEN, f"{says} before {begins}."),)
    counted, basis = counted_from(given.fact, readings)
    what = f"{certification.key}: information on sensors before {begins}"
    lead = _days("CRT-6", what, (counted, begins), limit, (readings, basis))
    wanted = [one.sensor for one in notice.fact.sensors]
    lacking = [f"{s}: description" for s in wanted if s not in given.fact.described]
    lacking += [f"{s}: instructions" for s in wanted if s not in given.fact.instructed]
    says = f"{certification.key}: every sensor is described, with instructions for flight."
    if lacking:
        says = f"{certification.key}: not given: {', '.join(lacking)}."
    return (lead, answered("CRT-6", Outcome.BROKEN if lacking else Outcome.KEPT, says))


def photographs(certification: Certification) -> tuple[Finding, ...]:
    """Judge the photographs of each sensor.

    Treaty: annex.D.I.6.B; CRT-7: separate from the aircraft, 80 per cent of one dimension filled,
    18 by 24 cm without the border, marked.
    """
    notice, given = certification.notice, certification.last(DossierGiven)
    if notice is None or given is None:
        return ()
    told = []
    for one in notice.fact.sensors:
        mine = [p for p in given.fact.photographs if p.sensor == one.sensor]
        if not mine:
            says = f"{certification.key}: no photograph of {one.sensor}."
            told.append(answered("CRT-7", Outcome.BROKEN, says))
        told += [_photograph(certification.key, p) for p in mine]
    return tuple(told)


def _photograph(key: str, shown: Photograph) -> Finding:
    wrong = ["taken on the aircraft"] * (not shown.apart) + ["not marked"] * (not shown.marked)
    if (shown.short_cm, shown.long_cm) != (SHORT_CM, LONG_CM):
        wrong.append(f"{shown.short_cm} by {shown.long_cm} cm, not 18 by 24 cm")
    number = Quantity(float(shown.fills_percent), "%")
    limit = limit_of(FILLS, Sense.AT_LEAST)
    says = f"{key}: {shown.sensor} fills {shown.fills_percent} % of one side; at least 80 %"
    if wrong:
        return answered("CRT-7", Outcome.BROKEN, f"{says}; {'; '.join(wrong)}.")
    return measured("CRT-7", number, limit, f"{says}; separate, 18 by 24 cm, marked.")


def nobody_comes(certification: Certification, at: Instant) -> tuple[Finding, ...]:
    """Judge what the certifying Party does alone where nobody gave names.

    Treaty: annex.D.I.7; CRT-8.
    """
    notice = certification.notice
    if notice is None or certification.participants:
        return ()
    if (notice.fact.begins - day_of(at)).days >= NAMES_D.amount:
        return ()
    key, flown = certification.key, certification.last(InFlightExamined) is not None
    says = f"{key}: no State Party named individuals; {notice.party} certifies alone:"
    if certification.report is None:
        done = "the in-flight examination is done" if flown else "the in-flight examination"
        return (answered("CRT-8", Outcome.OPEN, f"{says} {done}, the report is still to come."),)
    if not flown:
        return (
            answered("CRT-8", Outcome.BROKEN, f"{says} a report without in-flight examination."),
        )
    return (answered("CRT-8", Outcome.KEPT, f"{says} in-flight examination and report are done."),)
