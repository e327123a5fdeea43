"""The flood guard, and how catching up is told from a flood."""

from __future__ import annotations

import pytest
from tests.mirror_samples import mirror_signer
from tests.network_world import World, origin

from overflight.desk.network import run_round
from overflight.desk.network.flood import DAY_S, Allowance
from overflight.record import Declined, Intake, cosign, read_head, read_note

HU = origin("HU")
MOST = 50


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Return four parties whose mirrors take fifty entries a day from one log."""
    monkeypatch.setattr("overflight.desk.network.flood.MOST_ENTRIES", MOST)
    return World()


def codes(world: World) -> list[str]:
    """Return what went wrong in a round of RO with HU alone."""
    return [o.code for o in run_round(world.node("RO").desk, [world.between("RO", "HU")]).outcomes]


def dated(world: World, sizes: dict[str, int], ago: int) -> None:
    """Let mirrors have cosigned heads of HU's log some time ago."""
    node = world.node("HU")
    heads = {read_head(note)[0].size: note for note in node.records.heads(HU)}
    time = node.desk.now() - ago
    for party, size in sizes.items():
        line = cosign(read_note(heads[size]).text, time, mirror_signer(party))
        node.mirror.put_lines(HU, size, [line])


def test_a_days_measure_is_taken_and_no_more(world: World) -> None:
    """What a day may bring is cosigned; the rest waits, and a person is told."""
    for _ in range(12):
        world.say("HU", 9)
    assert codes(world) == ["E-FLOOD"]
    assert world.node("RO").cosigned("HU") == 46
    assert codes(world) == ["E-FLOOD"]
    assert world.node("RO").cosigned("HU") == 46
    world.tick(DAY_S + 1)
    assert codes(world) == ["E-FLOOD"]
    assert world.node("RO").cosigned("HU") == 91
    world.tick(DAY_S + 1)
    assert codes(world) == []
    assert world.node("RO").cosigned("HU") == 109


def test_one_head_over_more_than_a_day(world: World) -> None:
    """A head alone over too much is declined whole; nothing of it is kept."""
    world.say("HU", 80)
    world.node("HU").records._heads[HU] = world.node("HU").records._heads[HU][-1:]
    assert codes(world) == ["E-FLOOD"]
    assert world.node("RO").held("HU") == 0


def test_what_a_quorum_held_a_day_ago_is_catching_up(world: World) -> None:
    """Whoever was away takes all of it at once, and the day's measure besides."""
    for _ in range(10):
        world.say("HU", 30)
    dated(world, {"CA": 301, "US": 301, "HU": 301}, DAY_S)
    for _ in range(3):
        world.say("HU", 10)
    assert codes(world) == []
    assert world.node("RO").cosigned("HU") == 331
    assert world.node("RO").mirror.intake(HU, 0).entries == 30


def test_lines_over_different_heads_count_together(world: World) -> None:
    """Mirrors cosign different heads of a busy log; each line proves the smaller ones, too."""
    for _ in range(10):
        world.say("HU", 30)
    dated(world, {"CA": 271, "US": 301, "HU": 241, "RO": 61}, DAY_S)
    assert codes(world) == ["E-FLOOD"] or world.node("RO").cosigned("HU") >= 271
    assert world.node("RO").mirror.intake(HU, 0).entries <= MOST
    assert world.node("RO").cosigned("HU") == 271


@pytest.mark.parametrize(
    ("sizes", "ago"),
    [
        ({"CA": 301, "US": 301, "HU": 301}, DAY_S - 1),
        ({"CA": 301, "US": 301}, DAY_S),
        ({"CA": 301}, 10 * DAY_S),
        ({}, 0),
    ],
)
def test_too_new_or_too_few(world: World, sizes: dict[str, int], ago: int) -> None:
    """Less than a quorum, or a second less than a day, is a flood."""
    for _ in range(10):
        world.say("HU", 30)
    dated(world, sizes, ago)
    assert codes(world) == ["E-FLOOD"]
    assert world.node("RO").cosigned("HU") == 31


def test_many_heads_with_one_mirrors_lines(world: World) -> None:
    """The search ends: a single mirror's lines over every head never make a quorum."""
    for _ in range(60):
        world.say("HU")
    for size in range(2, 62):
        dated(world, {"CA": size}, DAY_S)
    peer = world.between("RO", "HU")
    assert [o.code for o in run_round(world.node("RO").desk, [peer]).outcomes] == ["E-FLOOD"]
    assert len(peer.asked) < 500


def test_old_heads_that_are_not_served(world: World) -> None:
    """A peer without old heads cannot show that anybody is catching up."""
    world.say("HU", 80)
    peer = world.between("RO", "HU")
    peer.lie = lambda path, data: None if "/head/" in path else data
    assert [o.code for o in run_round(world.node("RO").desk, [peer]).outcomes] == ["E-FLOOD"]


def test_a_run_of_heads_nobody_cosigned(world: World) -> None:
    """Heads without lines between those with lines are stepped over, in ever longer strides."""
    for _ in range(40):
        world.say("HU", 2)
    dated(world, {"CA": 81, "US": 81, "HU": 81}, DAY_S)
    assert codes(world) == []
    other = World()
    for _ in range(40):
        other.say("HU", 2)
    assert codes(other) == ["E-FLOOD"]


def test_bytes_count_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gibibyte from one log in a day is the measure, entries and attachments together."""
    world = World()
    monkeypatch.setattr("overflight.desk.network.flood.MOST_BYTES", 9_000)
    world.say("HU", 5)
    assert codes(world) == []
    world.say("HU", 40)
    assert codes(world) == ["E-FLOOD"]
    assert world.node("RO").held("HU") == 6


def test_a_measure_is_noted_down_after_it_was_kept(world: World) -> None:
    """What is free counts for nothing; the rest is counted once."""
    desk = world.node("RO").desk
    may = Allowance(Intake(), free=10)
    assert may.count(range(5, 10), 7) is None
    may.arrived(desk, HU)
    assert desk.arrivals.intake(HU, 0) == Intake()
    assert may.count(range(8, 14), 7) is None
    may.arrived(desk, HU)
    may.arrived(desk, HU)
    assert desk.arrivals.intake(HU, 0) == Intake(4, 7)
    assert may.count(range(14, 14), 2**31) == Declined(
        "E-FLOOD",
        f"at most {MOST} entries and 1073741824 bytes from one log in 24 h",
        f"4 entries, {2**31 + 7} bytes",
    )
    assert may.upto(20) == 66
    assert may.fault(20, 66) is None
    assert may.fault(20, 67) is not None
