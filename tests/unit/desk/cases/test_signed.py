"""Signed cases: checked before they are judged; what does not count is told, never dropped."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.record_samples import key
from typer.testing import CliRunner, Result

from overflight.adapters.clock import SetClock
from overflight.assembly import OpenRecord, Outside, new_record, rehearsal
from overflight.cli import case as command
from overflight.deadlines import parse_instant
from overflight.desk import Charter, say, signed
from overflight.desk.cases import CaseAsked, case_files, judge_case, read_signed_case
from overflight.desk.cases.case_forms import CaseAnswer
from overflight.desk.founding.facts import load_founding
from overflight.errors import OverflightError, RecordError, SourceError, UsageError
from overflight.missions.said.facts_ground import Arrived
from overflight.missions.said.facts_notice import Acknowledged, Notified
from overflight.notifications import IntentionToFly
from overflight.record import Statement, log_origin
from overflight.treaty import Outcome, ruleset_hash

MISSION = "2003-OS3001"
E = parse_instant("2003-05-08T08:00:00Z", where="test")


def begun(clock: SetClock, opened: OpenRecord) -> None:
    """Let Italy notify 72 hours ahead, and Bulgaria acknowledge 14 hours later, twice."""
    at = E - timedelta(hours=72)
    clock.set(at)
    intention = IntentionToFly(estimated_arrival=E, point_of_entry="BG-SOFIA")
    signers, desk = opened.signers, opened.desk
    say(desk, signers["IT"], Notified(MISSION, at, "IT", "BG", intention, received_at=at))
    for hours in (14, 15):
        clock.set(at + timedelta(hours=hours))
        say(desk, signers["BG"], Acknowledged(MISSION, clock.now()))


@pytest.fixture
def opened() -> OpenRecord:
    """Return a record in memory in which a mission has begun."""
    clock = SetClock(datetime(2003, 1, 1, tzinfo=E.tzinfo), timedelta(0))
    made = rehearsal(("BG", "IT"), clock, seed="tests")
    begun(clock, made)
    return made


def lines_of(opened: OpenRecord) -> list[bytes]:
    """Return the entries of all logs, one a line."""
    records = opened.desk.records
    return [leaf for origin in records.origins() for leaf in records.entries(origin)]


def judged(data: bytes, document: bytes, at: str = "2003-05-07T00:00:00Z") -> CaseAnswer:
    """Return the answer to signed lines."""
    case = read_signed_case(data, document, where="case")
    asked = CaseAsked(at=parse_instant(at, where="test"))
    return judge_case(case, asked, source="case")


def outcomes(answer: CaseAnswer) -> dict[str, Outcome]:
    """Return the outcome of each rule."""
    return {f.rule: f.outcome for subject in answer.subjects for f in subject.findings}


@pytest.mark.rule("NTF-3")
def test_signed_lines_are_judged_without_anybodys_word(opened: OpenRecord) -> None:
    """A signature says who said it; no --unsigned is needed."""
    head = json.dumps({"case": "signed", "at": "2003-05-07T00:00:00Z"}).encode()
    answer = judged(b"\n".join([head, *lines_of(opened)]), opened.genesis)
    assert (answer.case, answer.not_counted) == ("signed", ())
    found = outcomes(answer)
    assert (found["NTF-3"], found["NTF-6"]) == (Outcome.KEPT, Outcome.KEPT)


def test_two_acknowledgements_are_kept_and_told(opened: OpenRecord) -> None:
    """Of two signed statements neither is dropped in silence."""
    answer = judged(b"\n".join(lines_of(opened)), opened.genesis)
    told = [f for s in answer.subjects for f in s.findings if f.rule == "E-STATE"]
    assert len(told) == 1
    assert "what was said first stands" in told[0].says


def test_at_an_earlier_instant_the_later_was_not_said(opened: OpenRecord) -> None:
    """The same lines answer for any instant."""
    data = b"\n".join(lines_of(opened))
    answer = judged(data, opened.genesis, "2003-05-05T12:00:00Z")
    assert "E-STATE" not in outcomes(answer)
    assert "NTF-6" in {item.rule for item in answer.docket if item.open}


def test_a_forged_line_counts_for_nothing_and_is_told(opened: OpenRecord) -> None:
    """Bulgaria's key under Italy's words is no statement of Italy."""
    origin = log_origin("overflight.example/rehearsal", "IT")
    body = {"mission": MISSION, "at": "2003-05-08T09:00:00Z", "point_of_entry": "BG-SOFIA"}
    forged = Statement("missions.arrived/1", origin, "0" * 32, "IT", E, body)
    leaf = signed(forged, [key("BG", "author-1")])
    answer = judged(b"\n".join([*lines_of(opened), leaf]), opened.genesis)
    assert [(row.origin, row.standing, row.code) for row in answer.not_counted] == [
        (origin, "void", "E-KEY")
    ]


@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (lambda rows: [rows[0][:-1], *rows[1:]], "line 1"),
        (lambda rows: [rows[0], b'{"payload":"", "x":1}', *rows[1:]], "line 2"),
        (lambda rows: [b'{"what": 1}', *rows], "line 1"),
        (lambda rows: [b"\xff\xfe", *rows], "line 1"),
        (lambda rows: [rows[0], b'{"type":"missions.arrived/1"}'], "line 2"),
    ],
)
def test_what_is_no_entry_is_told_with_its_line(
    opened: OpenRecord, spoil: object, line: str
) -> None:
    """One byte changed is another statement; nothing is repaired."""
    assert callable(spoil)
    with pytest.raises(SourceError) as fault:
        judged(b"\n".join(spoil(lines_of(opened))), opened.genesis)
    assert fault.value.where.startswith(f"case {line}")


def test_another_genesis_voids_every_line(opened: OpenRecord) -> None:
    """Who the founders are is told on paper, never by the lines themselves."""
    other = rehearsal(("BG", "IT"), SetClock(E), seed="others")
    answer = judged(b"\n".join(lines_of(opened)), other.genesis)
    assert len(answer.not_counted) == len(lines_of(opened))
    assert answer.statements == 0
    with pytest.raises(RecordError):
        judged(b"", b"{}")


def ask(*words: object) -> Result:
    """Run the command."""
    return CliRunner().invoke(command.app, ["judge", *(str(word) for word in words)])


@pytest.mark.parametrize("loaded", [False, True])
def test_a_record_is_judged_where_it_lies(tmp_path: Path, loaded: bool) -> None:
    """A folder answers for any instant, with the package's founding facts or with its own."""
    clock = SetClock(datetime(2003, 1, 1, tzinfo=E.tzinfo), timedelta(0))
    charter = Charter("trial", "overflight.example/rehearsal", ("HU",), ruleset_hash())
    outside = Outside(clock=clock, seed="tests")
    with new_record(tmp_path / "record", charter, ("BG", "HU", "IT"), outside) as made:
        if loaded:
            load_founding(made.desk, made.signers["HU"])
        begun(clock, made)
    head = tmp_path / "head.json"
    head.write_text('{"case": "mine", "at": "2003-05-07T00:00:00Z"}', encoding="utf-8")
    shown = ask(head, "--record", tmp_path / "record", "--json")
    told = json.loads(shown.stdout)
    assert (told["case"], told["facts"]) == ("mine", "record record, signed")
    assert told["quotas"][0]["observing"] == "IT"
    assert ask("--record", tmp_path / "record", "--at", "2003-05-07T00:00Z").exit_code in {0, 1, 3}


def test_a_command_takes_signed_lines(opened: OpenRecord, tmp_path: Path) -> None:
    """Lines and genesis as files; both or neither way to give facts is an error."""
    lines, genesis = tmp_path / "case.jsonl", tmp_path / "genesis.json"
    leaf = signed(
        Statement(
            "of/test/1", log_origin("overflight.example/rehearsal", "IT"), "1" * 32, "IT", E, {}
        ),
        [key("BG", "author-1")],
    )
    lines.write_bytes(b"\r\n".join([*lines_of(opened), leaf]))
    genesis.write_bytes(opened.genesis)
    shown = ask(lines, "--genesis", genesis, "--at", "2003-05-07T00:00Z")
    assert "signed; without heads" in shown.stdout
    assert "kept, not counted" in shown.stdout
    for words in ((), (lines, "--genesis", genesis, "--record", tmp_path)):
        assert isinstance(ask(*words).exception, UsageError)
    assert isinstance(ask(lines).exception, OverflightError)


def test_the_statements_stay_what_was_said(opened: OpenRecord) -> None:
    """A fact that nobody has said is in no case."""
    case = read_signed_case(b"\n".join(lines_of(opened)), opened.genesis, where="case")
    assert not [said for said in case.said if isinstance(said.fact, Arrived)]
    assert case.signed


def test_too_many_lines_are_a_record(opened: OpenRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    """Gigabytes of entries are a bundle, not a case."""
    monkeypatch.setattr(case_files, "MOST_BYTES", 10)
    with pytest.raises(SourceError, match="at most 10 bytes"):
        judged(b"\n".join(lines_of(opened)), opened.genesis)
