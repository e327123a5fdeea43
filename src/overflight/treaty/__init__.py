"""The text as data: provisions, dated values, readings, and the findings a rule may return."""

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
from overflight.treaty.forms import form_schema, read_form, read_json, write_form
from overflight.treaty.provisions import check_provision
from overflight.treaty.readings import Reading, Readings
from overflight.treaty.values import Value

__all__ = [
    "Finding",
    "Limit",
    "Outcome",
    "Quantity",
    "Reading",
    "Readings",
    "Refusal",
    "Sense",
    "Value",
    "check_provision",
    "form_schema",
    "judge",
    "overall",
    "read_form",
    "read_json",
    "write_form",
]
