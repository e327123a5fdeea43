"""Forms: typed values to plain JSON and back, nothing added, nothing lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from jsonschema import Draft202012Validator

from overflight.deadlines import Instant
from overflight.errors import SourceError
from overflight.geodesy import Position
from overflight.treaty import form_schema, read_form, read_json, write_form


@dataclass(frozen=True, slots=True)
class Sample:
    """A form with one field of each kind that facts use."""

    name: str
    km: Decimal
    on: date
    at: Instant
    tags: tuple[str, ...] = ()
    where: Position | None = None


WRITTEN = {"name": "a", "km": "1.50", "on": "2002-01-01", "at": "2002-01-01T00:00:00Z", "tags": []}
VALUE = Sample("a", Decimal("1.50"), date(2002, 1, 1), datetime(2002, 1, 1, tzinfo=UTC))


def test_a_value_is_written_and_read_back_alike() -> None:
    """Decimals keep their digits, instants their Z, absent fields stay absent."""
    assert write_form(VALUE) == WRITTEN
    assert read_form(Sample, WRITTEN, where="t") == VALUE


def test_text_is_read_as_bytes_are() -> None:
    """A caller that already decoded the file gets the same values."""
    assert read_json('{"a": 1}', where="t") == read_json(b'{"a": 1}', where="t") == {"a": 1}


def test_json_numbers_keep_their_digits() -> None:
    """1.50 typed by a person is 1.50, not 1.5."""
    typed = read_json(b'{"km": 1.50}', where="t")
    assert typed == {"km": Decimal("1.50")}
    assert "1.50" in repr(typed)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": 1, "a": 2}',
        b"\xff{}",
        b"[" * 100_000,
    ],
    ids=["empty", "cut-off", "nan", "infinity", "twice", "not-utf-8", "too-deep"],
)
def test_json_that_is_not_whole_and_plain_is_refused(text: bytes) -> None:
    """One clear error, before anything is made of the text."""
    with pytest.raises(SourceError, match="E-JSON"):
        read_json(text, where="t")


@pytest.mark.parametrize(
    ("change", "where", "expected"),
    [
        ({"km": "much"}, "t: km", "decimal"),
        ({"km": "NaN"}, "t: km", "finite"),
        ({"on": "2002-13-01"}, "t: on", "date"),
        ({"at": "2002-01-01T00:00:00"}, "t: at", "time zone"),
        ({"more": 1}, "t: more", "no field of this name"),
        ({"tags": [1]}, "t: tags[0]", "string"),
        ({"where": {"lon_deg": 181, "lat_deg": 0}}, "t: lon_deg", "degrees"),
    ],
)
def test_a_wrong_field_is_told_with_its_place(
    change: dict[str, object], where: str, expected: str
) -> None:
    """Whoever typed the file must know which field to look at."""
    with pytest.raises(SourceError) as told:
        read_form(Sample, {**WRITTEN, **change}, where="t")
    assert told.value.where == where
    assert expected in told.value.expected


def test_a_missing_field_is_told() -> None:
    """A form is whole or it is nothing."""
    with pytest.raises(SourceError) as told:
        read_form(Sample, {"name": "a"}, where="t")
    assert told.value.expected == "this field"
    assert told.value.found == "nothing"
    with pytest.raises(SourceError) as whole:
        read_form(Sample, [], where="t")
    assert whole.value.where == "t"


def test_facts_of_a_later_version_are_read_open() -> None:
    """Old readers must live with fields they do not know."""
    assert read_form(Sample, {**WRITTEN, "more": 1}, where="t", closed=False) == VALUE


def test_a_form_describes_itself() -> None:
    """docs/reference holds what the code reads."""
    schema = form_schema(Sample, title="Sample form")
    assert schema["title"] == "Sample form"
    assert schema["$schema"].endswith("2020-12/schema")
    form = schema["$defs"]["Sample"]
    assert set(form["required"]) == {"name", "km", "on", "at"}
    assert form["additionalProperties"] is False
    check = Draft202012Validator(schema)
    assert check.is_valid(WRITTEN)
    assert not check.is_valid({**WRITTEN, "more": 1})
