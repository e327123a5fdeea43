"""What a reader of a record learns from its cosignatures about when things were said."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from tests.dated_missions import PARTIES, Network
from tests.mirror_samples import mirror_signer
from tests.mission_script import acknowledged, arrived, at, notified, said, submitted

from overflight.deadlines import parse_instant
from overflight.desk import fold_as_of, from_record, read_record
from overflight.desk.held.dated import mirror_times
from overflight.desk.missions import mission_of
from overflight.desk.record import Draft, origin_of, say_all
from overflight.missions import clock_findings, fold_missions
from overflight.missions.life.mission_cases import read_mission_case
from overflight.record import (
    Hooks,
    Reference,
    Said,
    Seen,
    check_record,
    cosign,
    read_envelope,
    read_genesis,
    read_note,
    read_statement,
    view_record,
)
from overflight.treaty import Finding, Outcome

GOLDEN = Path(__file__).parents[2] / "golden" / "missions"
SCRIPT = (notified(), acknowledged(), arrived(), submitted())


def told(*, mirrors: bool = True) -> Network:
    """Return a network in which a mission has come to its plan."""
    play = Network.founded()
    for statement in SCRIPT:
        play.say(statement, mirrors=None if mirrors else {})
    return play


def test_every_entry_is_dated_as_the_record_dates_it() -> None:
    """The one walk over a log gives each entry the bounds that the record's own view gives it."""
    play = told()
    records = play.records
    leaves = {origin: tuple(records.entries(origin)) for origin in records.origins()}
    heads = {origin: records.heads(origin) for origin in leaves}
    checked = check_record(play.record.genesis, leaves, Hooks(), heads)
    genesis = read_genesis(play.record.genesis)
    times = mirror_times(genesis, checked, heads, records.blob)
    assert times is not None
    view = view_record(genesis, checked, heads)
    for each in checked:
        bounds, found = view.bounds(each, records.blob), times.dated[each.ref]
        assert (found.after, found.before) == (bounds.earliest, bounds.latest)
        assert (found.faults, found.parties) == (1, 4)
    assert any(found.after and found.before for found in times.dated.values())


def test_no_cosignature_no_times() -> None:
    """A record nobody has cosigned dates nothing: every fact stands at its claimed time."""
    play = told()
    play.records.lines.clear()
    reading = read_record(play.records, dated=True)
    assert reading.times is None
    assert {s.dated for s in reading.facts} == {None}
    assert from_record(play.records, source="record").quiet is None


def test_lines_that_are_not_good_date_nothing() -> None:
    """A line by a key of no party, or over other bytes, is as good as none."""
    play = told()
    records = play.records
    records.lines.clear()
    origin = origin_of(records, "IT")
    note = records.heads(origin)[-1]
    size = len(tuple(records.entries(origin)))
    records.lines[origin, size] = (cosign(read_note(note).text, 1, mirror_signer("TR")),)
    assert read_record(records, dated=True).times is None


def test_too_few_mirrors() -> None:
    """A statement that one mirror of four has dated has no upper end yet."""
    play = told()
    play.say(said("plan-accepted", "BG", "05-08 18:00"), mirrors={"HU": 5})
    last = play.facts()[-1]
    assert last.dated is not None
    assert last.dated.after == at("05-08 17:59")
    assert last.dated.before is None


@pytest.mark.parametrize("note", [None, b"no note", b"other bytes"])
def test_notes_that_cannot_be_read_bound_nothing(note: bytes | None) -> None:
    """A note that is not held, is no head, or is another one gives no lower end."""
    play = told()
    named = {s.c for leaf in _seen(play) for s in leaf}
    for digest in named:
        if note is None:
            play.records._blobs.pop(digest, None)
        else:
            play.records._blobs[digest] = note
    assert {s.dated.after for s in play.facts() if s.dated} == {None}


def _seen(play: Network) -> list[tuple[Seen, ...]]:
    return [
        read_statement(read_envelope(leaf).payload).seen
        for origin in play.records.origins()
        for leaf in play.records.entries(origin)
    ]


def test_missions_of_a_record_know_its_mirrors() -> None:
    """A mission asked for from a record is judged by the times of its mirrors."""
    play = told()
    held = from_record(play.records, source="record")
    assert held.quiet is not None
    mission = mission_of(held, "2003-OS3001", at("05-08 17:00"))
    found = next(f for f in clock_findings(mission) if f.rule == "NTF-6")
    assert "by the mirrors' times (f = 1 of 4)" in found.basis[-1]


def test_statement_names_the_head_dated_last() -> None:
    """What is said names the head that f + 1 mirrors have dated last, not one by its name."""
    play = told()
    play.cosign(origin_of(play.records, "BG"), dict.fromkeys(PARTIES, at("05-08 17:30")))
    play.cosign(origin_of(play.records, "IT"), {"HU": at("05-08 17:50")})  # one may lie
    signer = play.record.signers["IT"]
    (ref,) = say_all(play.record.desk, signer, [Draft(SCRIPT[0].fact)])
    (last,) = [s for s in read_record(play.records, dated=True).facts if s.ref == ref]
    assert last.dated is not None
    assert last.dated.after == at("05-08 17:30")


def _replayed(name: str) -> tuple[Network, tuple[Said[object], ...]]:
    """Say a golden mission on the network, each statement when its case says it was said."""
    golden = json.loads((GOLDEN / name).read_text())
    case = read_mission_case(json.dumps(golden["case"]).encode(), where=name)
    play = Network.founded()
    for statement in case:
        play.say(statement, really=statement.time)
    return play, case


@pytest.mark.parametrize(
    "name", ["worked-example.json", "silence.json", "proposed-and-countered.json"]
)
def test_golden_mission_on_a_network(name: str) -> None:
    """By the mirrors' times a mission ends as by its claims; what they do not decide is open."""
    play, case = _replayed(name)
    for ask in json.loads((GOLDEN / name).read_text())["asks"]:
        now = parse_instant(ask["at"])
        for origin in play.records.origins():  # mirrors look again right before the question
            play.cosign(origin, dict.fromkeys(PARTIES, now + timedelta(seconds=1)))
        (claimed,) = fold_missions(case, at=now)  # type: ignore[arg-type]
        mission = play.mission(now)
        assert mission.state is claimed.state
        pairs = _paired(clock_findings(claimed, now), clock_findings(mission, now))
        assert pairs
        for by_claim, by_mirrors in pairs:
            if by_mirrors.outcome is not by_claim.outcome:
                assert by_mirrors.outcome is Outcome.OPEN, by_mirrors
                assert "undecided" in by_mirrors.says


def _paired(one: tuple[Finding, ...], other: tuple[Finding, ...]) -> list[tuple[Finding, Finding]]:
    assert [f.rule for f in one] == [f.rule for f in other]
    return list(zip(one, other, strict=True))


def test_fold_keeps_its_shape_without_a_record() -> None:
    """Facts of the package have no mirrors, and need none."""
    said = Said(SCRIPT[0].fact, "IT", at("05-05 06:00"), Reference("o", 0, ""))
    assert fold_as_of([said], source="case").quiet is None


def test_readers_that_judge_no_limit_check_no_cosignature() -> None:
    """Whoever only asks what was said is not kept waiting for every mirror's signature."""
    play = told()
    assert read_record(play.records).times is None
    assert {s.dated for s in read_record(play.records).facts} == {None}
