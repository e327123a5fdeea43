"""The text as data: provisions, dated values, readings, and the findings a rule may return."""

from overflight.treaty.asking import (
    Member,
    MemberSort,
    Prompt,
    RecordForm,
    answer_finding,
    recorded_finding,
)
from overflight.treaty.chronicle import DateStatus, EventEntry, EventKind, days_within
from overflight.treaty.decisions import ClaimEntry, DecisionEntry, DecisionStatus
from overflight.treaty.entries import (
    CheckKind,
    DefinitionEntry,
    ReadingEntry,
    ReadingList,
    RuleAnswer,
    RuleEntry,
    RuleList,
    Source,
)
from overflight.treaty.facts import KINDS, FactRecorded, QuestionAnswered, TreatyFact
from overflight.treaty.findings import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Refusal,
    Sense,
    judge,
    overall,
)
from overflight.treaty.form_places import plain_words
from overflight.treaty.forms import form_schema, read_form, read_json, write_form
from overflight.treaty.founding import (
    CoordStatus,
    DistanceEntry,
    DistanceScope,
    GroupEntry,
    GroupKind,
    PartyEntry,
    PassiveQuotaEntry,
    ShareEntry,
    SiteEntry,
    SiteRole,
)
from overflight.treaty.limits import (
    AnnotationCode,
    NotificationEntry,
    PersonnelLimit,
    Phase,
    QuotaEffect,
    SensorLimit,
    TimeLimit,
)
from overflight.treaty.provisions import check_provision
from overflight.treaty.readings import Reading, Readings, point_name
from overflight.treaty.regime import Regime, open_skies, readings, rule, ruleset_hash
from overflight.treaty.tables import Row, read_table
from overflight.treaty.values import Value
from overflight.treaty.words import count_of

__all__ = [
    "KINDS",
    "AnnotationCode",
    "CheckKind",
    "ClaimEntry",
    "CoordStatus",
    "DateStatus",
    "DecisionEntry",
    "DecisionStatus",
    "DefinitionEntry",
    "DistanceEntry",
    "DistanceScope",
    "EventEntry",
    "EventKind",
    "FactRecorded",
    "Finding",
    "GroupEntry",
    "GroupKind",
    "Limit",
    "Member",
    "MemberSort",
    "NotificationEntry",
    "Outcome",
    "PartyEntry",
    "PassiveQuotaEntry",
    "PersonnelLimit",
    "Phase",
    "Prompt",
    "Quantity",
    "QuestionAnswered",
    "QuotaEffect",
    "Reading",
    "ReadingEntry",
    "ReadingList",
    "Readings",
    "RecordForm",
    "Refusal",
    "Regime",
    "Row",
    "RuleAnswer",
    "RuleEntry",
    "RuleList",
    "Sense",
    "SensorLimit",
    "ShareEntry",
    "SiteEntry",
    "SiteRole",
    "Source",
    "TimeLimit",
    "TreatyFact",
    "Value",
    "answer_finding",
    "check_provision",
    "count_of",
    "days_within",
    "form_schema",
    "judge",
    "open_skies",
    "overall",
    "plain_words",
    "point_name",
    "read_form",
    "read_json",
    "read_table",
    "readings",
    "recorded_finding",
    "rule",
    "ruleset_hash",
    "write_form",
]
