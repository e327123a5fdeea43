"""Hostile and broken cases: one clear error with the line and the member, never a trace."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overflight.desk.cases import CaseAsked, judge_case, read_case
from overflight.errors import OverflightError, SourceError
from overflight.treaty import write_form

MISSION = "2003-OS3001"
ARRIVED = {
    "type": "missions.arrived/1",
    "party": "IT",
    "body": {"mission": MISSION, "at": "2003-05-08T15:30:00Z", "point_of_entry": "BG-SOFIA"},
}
GOOD = json.dumps(ARRIVED).encode()
DEEP = b"[" * 100_000 + b"]" * 100_000


def line(**members: object) -> bytes:
    """Return the good statement with some members replaced."""
    return json.dumps({**ARRIVED, **members}).encode()


@pytest.mark.parametrize(
    ("second", "place"),
    [
        (DEEP, "case line 2"),
        (b'{"type": ' + DEEP + b"}", "case line 2"),
        (line(body={"mission": MISSION, "at": "x"}), "case line 2.body: at"),
        (line(body={**ARRIVED["body"], "point_of_entry": 10**400}), "case line 2.body"),  # type: ignore[dict-item]
        (b'{"type": "missions.arrived/1", "type": "b", "party": "IT", "body": {}}', "case line 2"),
        (b'{"type": "a/1", "party": "IT", "body": {"x": 1, "x": 2}}', "case line 2: body"),
        (b'{"type": "a/1", "party": "IT", "body": {"n": NaN}}', "case line 2: body.n"),
        (b'{"type": "a/1", "party": "IT", "body": {"n": -Infinity}}', "case line 2: body.n"),
        (b'{"type": "a/1", "party": "IT", "body": {"n": ' + b"9" * 10_000 + b"}}", "case line 2"),
        (b'{"type": "a/1", "party": "\\ud800", "body": {}}', "case line 2: party"),
        (b"\xff", "case line 2"),
        (b'{"type": "a/1", "party": "IT"}', "case line 2: body"),
        (b'{"type": "a/1", "party": null, "body": {}}', "case line 2: party"),
        (b"null", "case line 2"),
        (b"[]", "case line 2"),
        (b"17", "case line 2"),
        (line(time="2003-02-29T00:00:00Z"), "case line 2: time"),
        (line(time="9999-99-99T00:00:00Z"), "case line 2: time"),
        (line(re="all"), "case line 2: re"),
        (line(re=[-1]), "case line 2.re"),
        (line(re=[1e9]), "case line 2.re"),
        (GOOD[:-1], "case line 2"),
        (GOOD + b"\x00", "case line 2"),
        (b'{"at": "2003-05-09T00:00:00Z"}', "case line 2"),
    ],
)
def test_a_broken_line_is_told_with_its_number(second: bytes, place: str) -> None:
    """A lawyer with a text editor sees where, and what was expected."""
    with pytest.raises(SourceError) as fault:
        read_case(GOOD + b"\n" + second + b"\n" + GOOD, where="case")
    assert fault.value.where.startswith(place), fault.value.where
    assert fault.value.remedy
    assert len(str(fault.value)) < 2_000


@pytest.mark.parametrize(
    "data",
    [
        GOOD + b"\r\n" + GOOD + b"\r\n",
        b"\xef\xbb\xbf" + GOOD + b"\n" + GOOD,
        b"\n\n" + GOOD + b"\n   \n" + GOOD,
        b"\xef\xbb\xbf" + json.dumps({"statements": [ARRIVED, ARRIVED]}).encode(),
    ],
)
def test_what_editors_add_is_no_fault(data: bytes) -> None:
    """A byte order mark, carriage returns and empty lines say nothing."""
    assert len(read_case(data, where="case").said) == 2


@pytest.mark.parametrize(
    ("spoilt", "place", "found"),
    [
        ((b'"IT"', b'"IT'), "case", "line 6 column"),
        ((b'"IT"', b"NaN"), "case: statements[0].party", "NaN"),
        ((b'"party": "IT",', b'"party": "IT", "party": "BG",'), "case: statements[0]", "twice"),
        ((b'"IT"', b"7"), "case: statements[0]: party", "7"),
    ],
)
def test_a_document_over_many_lines_has_its_own_places(
    spoilt: tuple[bytes, bytes], place: str, found: str
) -> None:
    """Its first line alone is no case, so the fault is told where it stands in the whole."""
    data = json.dumps({"case": "x", "statements": [ARRIVED]}, indent=1).encode()
    with pytest.raises(SourceError) as fault:
        read_case(data.replace(*spoilt, 1), where="case")
    assert fault.value.where == place
    assert found in str(fault.value.found)


def test_a_long_text_is_taken_or_told() -> None:
    """A megabyte in one member neither stops the program nor fills the screen."""
    long = "x" * 1_000_000
    kept = read_case(line(type="zoo.seen/1", body={"text": long}), where="case")
    assert len(kept.unread) == 1
    with pytest.raises(SourceError) as fault:
        read_case(line(party=7, id=long), where="case")
    assert len(str(fault.value)) < 2_000
    with pytest.raises(OverflightError) as told:
        read_case(line(type="missions.arrived/1", body={"mission": long}), where="case")
    assert len(str(told.value)) < 2_000


def test_contradictory_statements_are_kept_and_told() -> None:
    """A plan after departure and two arrivals: nothing is dropped."""
    rows = [
        {
            "type": "missions.notified/1",
            "party": "IT",
            "body": {
                "mission": MISSION,
                "at": "2003-05-05T05:50:00Z",
                "observing": "IT",
                "observed": "BG",
                "intention": {
                    "estimated_arrival": "2003-05-08T08:00:00Z",
                    "point_of_entry": "BG-SOFIA",
                },
            },
        },
        ARRIVED,
        {**ARRIVED, "body": {**ARRIVED["body"], "at": "2003-05-08T16:00:00Z"}},  # type: ignore[dict-item]
    ]
    data = b"\n".join(json.dumps(row).encode() for row in rows)
    answer = judge_case(read_case(data, where="case"), CaseAsked(), source="case")
    assert answer.statements == 3
    told = [f for s in answer.subjects for f in s.findings if f.rule == "E-STATE"]
    assert len(told) == 1


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["2003-05-08T15:30:00Z", MISSION, "IT", "missions.arrived/1", "treaty.x/1"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "party", "body", "time", "id", "re", "at", "mission", "views"])
            | st.text(max_size=5),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)
LINES = st.lists(PLAIN.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=40))


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_no_case_brings_the_reader_down(lines: list[bytes]) -> None:
    """Whatever bytes come, the answer is a case or one error of this program."""
    with suppress(OverflightError):
        read_case(b"\n".join(lines), where="case")


KNOWN = st.sampled_from(
    ["missions.arrived/1", "missions.landed/1", "membership.withdrawal-notified/1", "quotas.x/1"]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(KNOWN, st.sampled_from(["IT", "BG", "QQ"]), PLAIN), max_size=4))
def test_what_is_read_is_judged(rows: list[tuple[str, str, object]]) -> None:
    """A case that was read has an answer that is a document."""
    written = [{"type": t, "party": p, "body": b} for t, p, b in rows]
    data = json.dumps({"at": "2003-05-09T00:00:00Z", "statements": written}).encode()
    try:
        case = read_case(data, where="case")
    except OverflightError:
        return
    assert write_form(judge_case(case, CaseAsked(), source="case"))
