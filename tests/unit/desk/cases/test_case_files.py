"""A case as people write it: three forms, names, and one clear word for what is wrong."""

from __future__ import annotations

import json

import pytest

from overflight.desk.cases import CaseAsked, judge_case, read_case
from overflight.desk.cases import case_files as files
from overflight.errors import OverflightError, SourceError, UsageError
from overflight.treaty import Outcome

ARRIVED = {
    "type": "missions.arrived/1",
    "party": "IT",
    "body": {"mission": "2003-OS3001", "at": "2003-05-08T15:30:00Z", "point_of_entry": "BG-SOFIA"},
}
DEPOSIT = {
    "type": "membership.instrument-deposited/1",
    "party": "HU",
    "body": {
        "state": "IT",
        "instrument": "ratification",
        "depositary": "HU",
        "on": "1994-10-28",
        "provision": "art.XVII.2",
        "source": "nl-registry",
    },
}


def lines(*rows: object) -> bytes:
    """Return rows as JSON Lines."""
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


@pytest.mark.parametrize(
    "data",
    [
        lines(ARRIVED, ARRIVED),
        lines({"case": "two", "at": "2003-05-09T00:00:00Z"}, ARRIVED, ARRIVED),
        b"\n" + lines(ARRIVED) + b"\n\n" + lines(ARRIVED),
        json.dumps([ARRIVED, ARRIVED], indent=2).encode(),
        json.dumps({"case": "two", "statements": [ARRIVED, ARRIVED]}, indent=2).encode(),
    ],
)
def test_a_case_has_three_forms_of_one_meaning(data: bytes) -> None:
    """Whoever writes it takes the form that is at hand."""
    case = read_case(data, where="case")
    assert [(s.party, s.ref.i) for s in case.said] == [("IT", 0), ("IT", 1)]


def test_one_line_is_a_case() -> None:
    """A single statement needs no list around it."""
    assert len(read_case(lines(ARRIVED), where="case").said) == 1


def test_statements_name_each_other_by_id_or_number() -> None:
    """An answer must be able to say what it answers."""
    first = {**ARRIVED, "id": "came"}
    second = {**ARRIVED, "re": ["came", 0]}
    case = read_case(lines(first, second), where="case")
    assert [ref.i for ref in case.said[1].re] == [0, 0]


def test_an_unknown_type_is_kept_and_named() -> None:
    """A newer program's statement is nothing to be dropped in silence."""
    case = read_case(lines(ARRIVED, {**ARRIVED, "type": "zoo.seen/1"}), where="case")
    assert (len(case.said), case.unread[0].number, case.unread[0].type) == (1, 1, "zoo.seen/1")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "case"),
        (b"\n\n", "case"),
        (lines(ARRIVED) + b"{", "case line 2"),
        (lines(ARRIVED, {**ARRIVED, "party": 3}), "case line 2: party"),
        (lines({**ARRIVED, "colour": "red"}), "case line 1: colour"),
        (lines({**ARRIVED, "body": {}}), "case line 1.body"),
        (lines({**ARRIVED, "re": ["who"]}), "case line 1.re"),
        (lines({**ARRIVED, "re": [1]}), "case line 1.re"),
        (lines({**ARRIVED, "id": "a"}, {**ARRIVED, "id": "a"}), "case line 2.id"),
        (lines(DEPOSIT), "case line 1.time"),
        (lines({"case": 3}, ARRIVED), "case line 1: case"),
        (json.dumps([ARRIVED, 3]).encode(), "case: [1]"),
        (json.dumps({"statements": [ARRIVED], "whom": 1}).encode(), "case: whom"),
        (b"\xff\xfe", "case"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_member(data: bytes, told: str) -> None:
    """A lawyer with a text editor must find the place."""
    with pytest.raises(OverflightError) as fault:
        read_case(data, where="case")
    assert fault.value.where.startswith(told), fault.value.where


def test_too_much_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A case of gigabytes is a record."""
    monkeypatch.setattr(files, "MOST_BYTES", 10)
    with pytest.raises(SourceError, match="10 bytes"):
        read_case(lines(ARRIVED), where="case")
    monkeypatch.setattr(files, "MOST_BYTES", 10_000)
    monkeypatch.setattr(files, "MOST_STATEMENTS", 1)
    with pytest.raises(SourceError, match="at most 1 statements"):
        read_case(lines(ARRIVED, ARRIVED), where="case")


def test_a_case_without_any_instant_asks_for_one() -> None:
    """Nothing can be judged at no time."""
    case = read_case(json.dumps({"statements": []}).encode(), where="case")
    with pytest.raises(UsageError, match="an instant"):
        judge_case(case, CaseAsked(), source="case")


def test_what_lies_after_the_instant_is_not_said_yet() -> None:
    """The same case asked a day earlier knows nothing of the day."""
    deposit = {**DEPOSIT, "time": "1994-10-28T12:00:00Z"}
    data = json.dumps({"at": "1994-10-27T12:00:00Z", "statements": [deposit]}).encode()
    assert judge_case(read_case(data, where="case"), CaseAsked(), source="case").statements == 0


def test_a_case_may_stand_without_the_founding_facts() -> None:
    """Whoever asks "what if nobody had joined" says so."""
    data = {"founding": False, "at": "2003-01-01T00:00:00Z", "statements": [ARRIVED]}
    answer = judge_case(read_case(json.dumps(data).encode(), where="c"), CaseAsked(), source="c")
    assert answer.outcome is Outcome.KEPT
    assert answer.subjects == ()


def test_a_case_asked_under_the_views_of_all_puts_those_who_read_alike_together() -> None:
    """Thirty-odd Parties that have stated no reading share one view."""
    data = {"at": "2003-05-09T00:00:00Z", "views": ["all"], "statements": [ARRIVED]}
    answer = judge_case(read_case(json.dumps(data).encode(), where="c"), CaseAsked(), source="c")
    (view,) = answer.views
    assert view.view.count(",") >= 20
    assert answer.contested == ()


def test_a_member_of_a_statement_misspelled_is_named() -> None:
    """What a person types and nobody reads would be judged as if it had not been said."""
    slip = {**ARRIVED, "body": {**ARRIVED["body"], "point_of_entri": "BG-SOFIA"}}  # type: ignore[dict-item]
    with pytest.raises(SourceError, match=r"line 2\.body: point_of_entri"):
        read_case(lines(ARRIVED, slip), where="case.jsonl")
