"""Forms: typed values to plain JSON and back, nothing added, nothing lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from jsonschema import Draft202012Validator

from overflight.deadlines import Instant
from overflight.errors import SourceError
from overflight.geodesy import Position
from overflight.treaty import form_schema, read_form, read_json, write_form
from overflight.treaty.form_places import steps_to


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
        b'{"a": ' + b"1" * 5000 + b"}",
        b'{"a": "\\ud800"}',
        b'{"\\udc00": 1}',
    ],
    ids=[
        "empty",
        "cut-off",
        "nan",
        "infinity",
        "twice",
        "not-utf-8",
        "too-deep",
        "too-long",
        "half",
        "half-name",
    ],
)
def test_json_that_is_not_whole_and_plain_is_refused(text: bytes) -> None:
    """One clear error, before anything is made of the text."""
    with pytest.raises(SourceError, match="E-JSON"):
        read_json(text, where="t")


@pytest.mark.parametrize(
    ("text", "where", "found"),
    [
        (b'{"a": [1, {"b": NaN}]}', "t: a[1].b", "NaN"),
        (b'{"a": ["x", "\\ud800"]}', "t: a[1]", "half a character"),
        ('{"a": "\ud800"}', "t: a", "half a character"),
        (b'{"a": {"b": 1, "b": 2}}', "t: a", "'b' written twice"),
        (b"NaN", "t", "NaN"),
        (b" ", "t", "nothing: the file is empty"),
        (b"\xff\xfe{", "t", "byte 0xff at 0: not UTF-8 text"),
        (b"[1,", "t", "line 1 column 4"),
    ],
)
def test_a_fault_in_json_is_told_with_its_place(text: str | bytes, where: str, found: str) -> None:
    """File and place in the document, in words that are not those of a programming language."""
    with pytest.raises(SourceError) as told:
        read_json(text, where="t")
    assert told.value.where == where
    assert found in told.value.found


def test_a_byte_order_mark_is_left_out_and_whole_characters_are_read() -> None:
    """Some editors write the mark; an escaped pair is one character, not two halves."""
    assert read_json(b"\xef\xbb\xbf[1]", where="t") == [1]
    assert read_json("\ufeff[1]", where="t") == [1]
    assert read_json(b'["\\ud83d\\ude00"]', where="t") == ["\U0001f600"]


@dataclass(frozen=True, slots=True)
class Nested:
    """A form that holds positions in every way a form can hold a value."""

    many: tuple[Position, ...] = ()
    pair: tuple[str, Position] | None = None
    named: Mapping[str, Position] | None = None
    other: str | Position | None = None


_OFF = {"lon_deg": 0, "lat_deg": 91}
_ON = {"lon_deg": 0, "lat_deg": 1}


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ({"many": [_ON, _ON, _OFF]}, "t: many[2].lat_deg"),
        ({"pair": ["a", _OFF]}, "t: pair[1].lat_deg"),
        ({"named": {"a": _ON, "b": _OFF}}, "t: named.b.lat_deg"),
        ({"other": _OFF}, "t: other.lat_deg"),
    ],
)
def test_a_value_that_cannot_be_is_told_with_its_place(
    document: dict[str, object], where: str
) -> None:
    """One of a hundred points is wrong: its number is said."""
    with pytest.raises(SourceError, match="E-POSITION") as told:
        read_form(Nested, document, where="t")
    assert told.value.where == where


def test_what_has_no_parts_is_its_own_innermost_part() -> None:
    """The search for a place ends at a plain value."""
    assert steps_to(int, 5, lambda _part, _value: True) == ()


@pytest.mark.parametrize(
    ("value", "found"),
    [(None, "nothing"), ({}, "a JSON object"), ([1], "a list of one"), ([], "an empty list"),
     (True, "true"), (5, "5")],
)  # fmt: skip
def test_what_stands_there_is_told_in_words_of_json(value: object, found: str) -> None:
    """Nobody who wrote a file has to know what None or dict is."""
    with pytest.raises(SourceError) as told:
        read_form(Sample, {**WRITTEN, "name": value}, where="t")
    assert told.value.found == found
    assert told.value.expected == "a string"
    with pytest.raises(SourceError) as whole:
        read_form(Sample, value, where="t")
    assert value == {} or whole.value.expected == "a JSON object"


@pytest.mark.parametrize(
    ("change", "where", "expected"),
    [
        ({"km": "much"}, "t: km", "decimal"),
        ({"km": "NaN"}, "t: km", "finite"),
        ({"on": "2002-13-01"}, "t: on", "date"),
        ({"at": "2002-01-01T00:00:00"}, "t: at", "time zone"),
        ({"more": 1}, "t: more", "no field of this name"),
        ({"tags": [1]}, "t: tags[0]", "string"),
        ({"where": {"lon_deg": 181, "lat_deg": 0}}, "t: where.lon_deg", "degrees"),
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
