"""What is kept of a record gives the facts of the record, and only of that record as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.dated_missions import Network
from tests.kept_shelf import Shelf, Writer
from tests.mission_script import KEY, acknowledged, arrived, at, notified, submitted

from overflight.desk import AsOf, Kept, Records, from_record, load_founding
from overflight.desk.held.kept_facts import FACTS, MissionFacts
from overflight.desk.held.kept_reading import SIGNATURES, fits, read_or_kept
from overflight.desk.missions import mission_of
from overflight.desk.record import Draft
from overflight.record import SignatureMemory, verifies
from overflight.treaty import readings, write_form

DAYS = [date(2003, 5, 4) + timedelta(days=n) for n in range(6)]


@pytest.fixture(scope="module")
def play() -> Network:
    """Return a network whose mirrors have dated the founding facts and a mission up to its plan."""
    made = Network.founded()
    load_founding(made.record.desk, made.record.signers["HU"])
    for statement in (notified(), acknowledged(), arrived(), submitted()):
        made.say(statement)
    return made


def asked(records: Records, kept: Kept | None) -> AsOf:
    """Return what held, by a record and what is kept of it."""
    return from_record(records, source="record", kept=kept)


def answers(held: AsOf) -> Iterator[Any]:
    """Yield what a person may ask, as it would be printed, and what folds are made of."""
    yield held.source, held.cut, held.parties, held.quotas, held.airfields, held.chronicle
    yield tuple(held.mission_facts), len(held.mission_facts), held.said_of(KEY), held.said_of("no")
    yield held.year_facts, held.uses, held.sensors
    assert held.quiet is not None
    yield {origin: tuple(lines) for origin, lines in held.quiet.lines.items()}, held.quiet.parties
    for day in DAYS:
        yield held.missions_on(day), list(held.standings_on(day)), list(held.debits_on(day))
        yield repr(write_form(held.balance_on("IT", "BG", day)))
    yield mission_of(held, KEY, at("05-08 17:00"))


def test_what_is_kept_gives_the_same_answers(play: Network) -> None:
    """Without a cache, while it is filled, and from it: the same, to the last digit."""
    shelf = Shelf()
    plain = list(answers(asked(play.records, None)))
    assert list(answers(asked(play.records, shelf))) == plain
    assert {FACTS, SIGNATURES} < set(shelf.held)
    from_it = asked(play.records, shelf)
    assert isinstance(from_it.mission_facts, MissionFacts)
    assert from_it.mission_facts.keys == (KEY,)
    assert from_it.mission_facts[0] == from_it.mission_facts[:1][0]
    assert list(answers(from_it)) == plain
    assert repr(list(from_it.mission_facts)) == repr(list(asked(play.records, None).mission_facts))


def test_from_the_cache_no_signature_is_checked(play: Network) -> None:
    """The facts kept are taken as they are: nothing of the record but its heads is read."""
    shelf = Shelf()
    asked(play.records, shelf)
    shelf.asked.clear()
    asked(play.records, shelf)
    assert shelf.asked == [FACTS]
    assert fits(play.records, shelf)


@pytest.mark.parametrize("change", ["state", "unknown", "gone"])
def test_what_does_not_fit_is_not_used(play: Network, change: str) -> None:
    """Another state of the files, one that cannot be known, or nothing kept: read anew."""
    shelf = Shelf()
    plain = list(answers(asked(play.records, shelf)))
    if change == "gone":
        shelf.held.clear()
    else:
        shelf.told = "" if change == "unknown" else "another"
    assert not fits(play.records, shelf)
    found = asked(play.records, shelf)
    assert not isinstance(found.mission_facts, MissionFacts)
    assert list(answers(found)) == plain


def test_a_disk_that_takes_nothing_changes_nothing(play: Network) -> None:
    """Where nothing can be kept, every question is answered as before."""
    shelf = Shelf(takes=False)
    assert list(answers(asked(play.records, shelf))) == list(answers(asked(play.records, None)))
    assert not shelf.held


def test_what_was_appended_meanwhile_is_not_kept_under_the_old_cut() -> None:
    """A reading that began before an append and ended after it names no cut of the record."""
    made = Network.founded()
    made.say(notified())
    signer = made.record.signers["BG"]
    shelf = Writer(made.record.desk, signer, [Draft(acknowledged().fact)])
    told = read_or_kept(made.records, shelf)
    assert told.key == ""
    assert FACTS not in shelf.held
    assert read_or_kept(made.records, shelf).key != ""
    assert len(asked(made.records, shelf).said_of(KEY)) == 2


def test_a_record_without_cosignatures_has_no_quiet() -> None:
    """No mirror's times, no silence: from what is kept as from the record."""
    made = Network.founded()
    made.records.lines.clear()
    shelf = Shelf()
    assert asked(made.records, shelf).quiet is None
    assert asked(made.records, shelf).quiet is None


def test_other_readings_are_folded_for_themselves(play: Network) -> None:
    """Standings are kept by the readings they were folded with; a copy of what held has none."""
    shelf = Shelf()
    default = asked(play.records, shelf)
    list(default.standings_on(DAYS[0]))
    other = from_record(
        play.records, source="record", readings=readings({"AMB-17": "debit"}), kept=shelf
    )
    list(other.standings_on(DAYS[0]))
    assert len([name for name in shelf.held if name.startswith("standings")]) == 2
    nothing = replace(default, mission_facts=())
    assert list(default.standings_on(DAYS[-1]))
    assert list(nothing.standings_on(DAYS[-1])) == []


def test_standings_of_another_key_are_not_read(play: Network) -> None:
    """What was folded from another record does not answer for this one."""
    shelf = Shelf()
    plain = list(asked(play.records, shelf).standings_on(DAYS[-1]))
    (name,) = (name for name in shelf.held if name.startswith("standings"))
    shelf.held[name] = shelf.held[name].replace(b'"key":"', b'"key":"0')
    assert list(asked(play.records, shelf).standings_on(DAYS[-1])) == plain


def test_two_cosignatures_are_never_taken_for_one_another(play: Network) -> None:
    """What mirrors said is read back line for line: who, with which key, over what, when."""
    shelf = Shelf()
    plain = asked(play.records, shelf).quiet
    kept = asked(play.records, shelf).quiet
    assert plain is not None
    assert kept is not None
    assert len(kept.lines) == len(plain.lines)
    for origin, lines in plain.lines.items():
        for one, other in zip(lines, kept.lines[origin], strict=True):
            for each in fields(one):
                assert getattr(one, each.name) == getattr(other, each.name)


def test_a_bad_signature_is_never_remembered() -> None:
    """Only what was found good is known afterwards, and a known one is not checked again."""
    calls: list[bytes] = []

    def check(public: bytes, signature: bytes, message: bytes) -> bool:
        calls.append(message)
        return signature == b"good" and bool(public)

    memory = SignatureMemory()
    assert not memory.verifies(check, b"key", b"bad", b"m")
    assert not memory.grown
    assert memory.verifies(check, b"key", b"good", b"m")
    assert memory.verifies(check, b"key", b"good", b"m")
    assert len(calls) == 2
    again = SignatureMemory(memory.names())
    assert again.verifies(check, b"key", b"good", b"m")
    assert not again.grown
    assert len(calls) == 2
    assert not again.verifies(check, b"ke", b"ygood", b"m")
    assert not again.verifies(verifies, bytes(32), bytes(64), b"m")


def test_signatures_are_remembered_over_an_append(play: Network) -> None:
    """After one more statement every old signature is known; only the new ones are checked."""
    shelf = Shelf()
    asked(play.records, shelf)
    before = shelf.held[SIGNATURES]
    play.beat(at("05-09 12:00"))
    shelf.told = "cosigned since"
    asked(play.records, shelf)
    after = shelf.held[SIGNATURES]
    names = [{data[n : n + 32] for n in range(0, len(data), 32)} for data in (before, after)]
    assert names[0] < names[1]
