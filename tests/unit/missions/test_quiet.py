"""What dates of mirrors prove of a silence, and what they leave undecided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from tests.mirror_samples import mirror_key
from tests.mission_script import at

from overflight.missions import Quiet
from overflight.record import Line, Reference, Silence

BG, NL, BE = (f"r/log/{party}/1" for party in ("bg", "nl", "be"))
UNTIL = at("05-08 20:00")


def lines(parties: Sequence[str], size: int = 5, seconds: int = 0) -> tuple[Line, ...]:
    """Return a cosignature of each party over a head, some seconds after the instant."""
    time = int((UNTIL + timedelta(seconds=seconds)).timestamp())
    return tuple(Line(party, mirror_key(party), size, time) for party in parties)


@pytest.mark.parametrize(
    ("parties", "seconds", "found"),
    [
        ("ABC", 0, Silence.PROVEN),
        ("ABC", -1, Silence.UNDECIDED),
        ("AB", 0, Silence.UNDECIDED),
        ("", 0, Silence.UNDECIDED),
    ],
)
def test_quorum_of_fresh_dates(parties: str, seconds: int, found: Silence) -> None:
    """Three of four dates at the instant or later prove a silence; two, or older ones, do not."""
    assert Quiet({BG: lines(parties, seconds=seconds)}, 4).of("BG", UNTIL) is found


@pytest.mark.parametrize(("size", "found"), [(5, Silence.PROVEN), (6, Silence.UNDECIDED)])
def test_head_with_the_later_statement(size: int, found: Silence) -> None:
    """A head that holds what was said later proves no silence; one that ends before it does."""
    quiet = Quiet({BG: lines("ABC", size)}, 4)
    later = quiet.before([Reference(BG, 9, ""), Reference(BG, 5, ""), Reference(NL, 0, "")])
    assert later.of("BG", UNTIL) is found


def test_every_member_that_could_have_spoken() -> None:
    """A unit is silent where all its members are; one whose log is unknown leaves it undecided."""
    members = {"BNL": ("BE", "NL")}
    both = {NL: lines("ABC"), BE: lines("ABC")}
    assert Quiet(both, 4, members=members).of("BNL", UNTIL) is Silence.PROVEN
    one = {NL: lines("ABC"), BE: lines("AB")}
    assert Quiet(one, 4, members=members).of("BNL", UNTIL) is Silence.UNDECIDED
    assert Quiet({NL: lines("ABC")}, 4, members=members).of("BNL", UNTIL) is Silence.UNDECIDED
    assert Quiet(both, 4).of("", UNTIL) is Silence.UNDECIDED
    assert Quiet({NL: lines("ABC"), BG: lines("ABC")}, 4).of("NL, BG", UNTIL) is Silence.PROVEN


def test_newest_log_speaks() -> None:
    """A log that was succeeded gets no fresh dates; its successor's count."""
    held = {BG: lines("AB", seconds=-99), "r/log/bg/10": lines("ABC"), "r/log/bg/2": ()}
    assert Quiet(held, 4).of("BG", UNTIL) is Silence.PROVEN
