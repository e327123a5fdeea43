"""The rows of limits and messages: resolution, time, people, outcomes, notices, phases, codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from overflight.treaty.tables import Row

__all__ = [
    "AnnotationCode",
    "NotificationEntry",
    "PersonnelLimit",
    "Phase",
    "QuotaEffect",
    "SensorLimit",
    "TimeLimit",
]


@dataclass(frozen=True, slots=True)
class SensorLimit:
    """How well a category of sensor may see: the smallest ground resolution that is lawful.

    Args:
        id: Id of the row (``OPT-PAN``).
        sensor: The sensor in words.
        code: Code of its category in annotations (annex.B-1.2.A).
        limit_m: Ground resolution in metres.
        sense: ``no better than`` or ``no WORSE than``, with the method's place.
        method: How the resolution is measured.
        max_number: How many may be fitted, as printed.
        coverage: How far to the side, as printed.
        medium: Recording medium.
        phase_in: What differs until 31 December 2005.
    """

    id: str
    sensor: str
    code: str
    limit_m: Decimal
    sense: str
    method: str
    max_number: str
    coverage: str
    medium: str
    phase_in: str
    provisions: tuple[str, ...]

    @classmethod
    def read(cls, row: Row) -> SensorLimit:
        """Read a row of ``sensor_limits.tsv``."""
        if row.text("unit") != "m":
            row.refuse("unit", "m")
        return cls(
            id=row.text("id"),
            sensor=row.text("sensor"),
            code=row.text("code"),
            limit_m=row.number("limit"),
            sense=row.text("sense"),
            method=row.text("method"),
            max_number=row.text("max_number"),
            coverage=row.text("coverage"),
            medium=row.text("medium"),
            phase_in=row.text("phase_in"),
            provisions=row.provisions(),
        )


@dataclass(frozen=True, slots=True)
class QuotaEffect:
    """What one outcome of a flight does to quotas and data.

    ``active`` and ``passive`` say it in the words of the table: ``yes``, ``no``, a choice of the
    observing Party, or the open point that covers it.
    """

    id: str
    outcome: str
    active: str
    passive: str
    sensor_data: str
    provisions: tuple[str, ...]

    @classmethod
    def read(cls, row: Row) -> QuotaEffect:
        """Read a row of ``quota_effects.tsv``."""
        return cls(
            row.text("id"),
            row.text("outcome"),
            row.text("active_quota_debit"),
            row.text("passive_quota_debit"),
            row.text("sensor_data"),
            row.provisions(),
        )


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """One time limit of the text.

    Args:
        id: Id of the limit (``TL-001``).
        bound: Who must act.
        from_event: The starting event.
        to_event: The event that must come in time.
        relation: ``max_after``, ``min_before`` and so on.
        amount: Length where it is a number.
        duration: Length as printed.
        unit: Unit as printed.
        waivable: ``yes``, ``no``, or by whom.
        on_expiry: What the text itself says happens.
        rule: The rule it belongs to.
        note: What to mind.
    """

    id: str
    bound: str
    from_event: str
    to_event: str
    relation: str
    amount: Decimal | None
    duration: str
    unit: str
    waivable: str
    on_expiry: str
    rule: str
    note: str
    provisions: tuple[str, ...]

    @classmethod
    def read(cls, row: Row) -> TimeLimit:
        """Read a row of ``time_limits.tsv``."""
        duration = row.maybe("duration")
        return cls(
            id=row.text("id"),
            bound=row.text("bound"),
            from_event=row.text("from_event"),
            to_event=row.text("to_event"),
            relation=row.text("relation"),
            amount=row.number("duration") if duration.isdigit() else None,
            duration=duration,
            unit=row.text("unit"),
            waivable=row.text("waivable"),
            on_expiry=row.maybe("on_expiry"),
            rule=row.text("rule"),
            note=row.maybe("note"),
            provisions=row.provisions(),
        )


@dataclass(frozen=True, slots=True)
class NotificationEntry:
    """One message the text requires or allows: who to whom, when, with what content."""

    id: str
    name: str
    sender: str
    recipients: str
    lead_time: str
    content: str
    reply: str
    provisions: tuple[str, ...]

    @classmethod
    def read(cls, row: Row) -> NotificationEntry:
        """Read a row of ``notifications.tsv``."""
        return cls(
            id=row.text("id"),
            name=row.text("name"),
            sender=row.text("sender"),
            recipients=row.text("recipients"),
            lead_time=row.text("lead_time"),
            content=row.text("content"),
            reply=row.text("reply"),
            provisions=row.provisions(),
        )


@dataclass(frozen=True, slots=True)
class Phase:
    """A rule of the phase-in with its first and its last day, computed from entry into force."""

    id: str
    rule: str
    since: date
    last_day: date
    note: str
    provisions: tuple[str, ...]

    @classmethod
    def read(cls, row: Row) -> Phase:
        """Read a row of ``phasing.tsv``."""
        since, last = row.day("since"), row.day("last_day")
        note = row.maybe("note")
        return cls(row.text("id"), row.text("rule"), since, last, note, row.provisions())


@dataclass(frozen=True, slots=True)
class AnnotationCode:
    """A field or code of the annotation of sensor data (Annex B and its Appendix 1)."""

    field: str
    group: str
    code: str
    meaning: str
    pattern: str
    note: str
    provisions: tuple[str, ...]

    @classmethod
    def read(cls, row: Row) -> AnnotationCode:
        """Read a row of ``annotation_codes.tsv``."""
        return cls(
            field=row.text("field"),
            group=row.maybe("group"),
            code=row.maybe("code"),
            meaning=row.maybe("meaning"),
            pattern=row.maybe("pattern"),
            note=row.maybe("note"),
            provisions=row.provisions(),
        )


@dataclass(frozen=True, slots=True)
class PersonnelLimit:
    """A limit on numbers of people, as printed."""

    id: str
    who: str
    relation: str
    number: str
    waivable: bool
    note: str
    provisions: tuple[str, ...]

    @classmethod
    def read(cls, row: Row) -> PersonnelLimit:
        """Read a row of ``personnel_limits.tsv``."""
        return cls(
            id=row.text("id"),
            who=row.text("who"),
            relation=row.text("relation"),
            number=row.maybe("number"),
            waivable=row.yes("waivable_by_agreement"),
            note=row.maybe("note"),
            provisions=row.provisions(),
        )
