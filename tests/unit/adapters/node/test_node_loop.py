"""When a node works: rounds that are spread, hints at once, its own words told; virtual time."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from tests.record_samples import AT

from overflight.adapters.clock import SetClock
from overflight.adapters.node.contacts import Contacts, NotedPeer, read_round, write_round
from overflight.adapters.node.hinting import AT_ONCE, EACH_S, HintPace, PacedPeer
from overflight.adapters.node.journal import Journal
from overflight.adapters.node.loop import LOOK_S, SPREAD, NodeLoop
from overflight.adapters.node.near_peer import NearPeer
from overflight.adapters.node.virtual import VirtualTime, Worker
from overflight.desk.network.node_status import LastRound
from overflight.errors import SourceError


class Diary:
    """Work that notes what was asked of it, and stops the loop after so many looks."""

    def __init__(self, looks: int, speaks_at: int = -1) -> None:
        self.did: list[str] = []
        self.again_s: float | None = None
        self.loop: NodeLoop | None = None
        self._looks = looks
        self._speaks_at = speaks_at
        self._seen = 0

    def do_round(self) -> float | None:
        """Note a round."""
        self.did.append("round")
        return self.again_s

    def answer_hints(self, parties: Sequence[str]) -> None:
        """Note hints."""
        self.did.append(f"hints {' '.join(parties)}")

    def own_size(self) -> int:
        """Return the size of the log, and end after so many looks."""
        self._seen += 1
        if self._seen > self._looks and self.loop is not None:
            self.loop.stop()
        return 2 if 0 <= self._speaks_at < self._seen else 1

    def tell_peers(self) -> None:
        """Note that peers were told."""
        self.did.append("told")


def loop_of(diary: Diary, interval_s: float = 1000.0) -> NodeLoop:
    """Return the loop of a diary."""
    diary.loop = NodeLoop(diary, interval_s, random.Random(1))  # noqa: S311 - a repeatable spread
    return diary.loop


def test_a_node_begins_with_a_round() -> None:
    """It does not wait a minute before it looks around."""
    diary = Diary(1)
    loop_of(diary).run()
    assert diary.did == ["round"]


def test_a_round_that_could_not_be_done_comes_again_soon() -> None:
    """A node that has just started does not wait a minute for the others to be there."""
    diary = Diary(3)
    diary.again_s = 0.01
    loop_of(diary).run()
    assert diary.did.count("round") > 1


def test_a_hint_is_answered_once() -> None:
    """Many hints of one party before it is answered are one."""
    diary = Diary(2)
    loop = loop_of(diary)
    for party in ("RO", "HU", "RO"):
        loop.hint(party)
    loop.run()
    assert diary.did == ["round", "hints RO HU"]


def test_what_another_process_says_is_told_to_peers() -> None:
    """The command line appends to the same folder; the serving process sees it within a second."""
    diary = Diary(2, speaks_at=1)
    loop_of(diary).run()
    assert diary.did == ["round", "told"]
    assert LOOK_S <= 1


def test_rounds_are_spread() -> None:
    """Not all nodes ask at once: a fifth more or less."""
    loop = loop_of(Diary(1), 60)
    pauses = [loop._pause() for _ in range(1000)]
    assert min(pauses) >= 60 * (1 - SPREAD)
    assert max(pauses) <= 60 * (1 + SPREAD)
    assert max(pauses) - min(pauses) > 20


def test_a_stopped_loop_does_nothing() -> None:
    """A signal that comes before the first round is not lost."""
    diary = Diary(5)
    loop = loop_of(diary)
    loop.stop()
    loop.run()
    assert diary.did == []


def test_a_hint_too_many_waits_for_its_turn() -> None:
    """A hint that the peer would refuse is sent when it takes one again; two that wait are one."""
    now, sent = [0.0], list[float]()
    pace = HintPace(lambda: now[0])
    near = NearPeer("RO", lambda path: b"x", None, lambda: sent.append(now[0]))
    peer = PacedPeer(near, pace)
    for _ in range(8):
        peer.hint()
    for _ in range(40):
        now[0] += 0.5
        pace.catch_up()
    assert sent == [0.0] * AT_ONCE + [EACH_S]
    assert (peer.name, peer.get("log/checkpoint", 9).data) == ("RO", b"x")


def test_contacts_tell_what_is_new() -> None:
    """A fault and an alarm are told once, and again after it was in order."""
    clock = SetClock(AT)
    contacts = Contacts(clock.now)
    contacts.tried("RO", "https://ro.example/")
    assert contacts.failed("RO", "E-PEER", "refused")
    assert not contacts.failed("RO", "E-PEER", "refused")
    contacts.reached("RO", int(AT.timestamp()) + 7)
    (known,) = contacts.all()
    assert (known.code, known.clock_s, known.reached_at) == ("", 7, AT)
    assert contacts.failed("RO", "E-PEER", "refused")
    assert contacts.alarm("E-FORK", "RO", "two heads")
    clock.advance(timedelta(hours=1))
    assert not contacts.alarm("E-FORK", "RO", "two heads")
    (alarm,) = contacts.alarms()
    assert (alarm.since, alarm.at) == (AT, AT + timedelta(hours=1))
    assert contacts.clear("RO") == ("E-FORK",)
    assert contacts.alarms() == ()


def test_a_peer_that_answers_wrongly_was_reached() -> None:
    """Too many bytes are an answer; the status must not say that nobody was there."""
    contacts = Contacts(SetClock(AT).now)
    peer = NotedPeer(NearPeer("RO", lambda path: b"x" * 9, lambda: 5), contacts)
    assert peer.get("log/checkpoint", 9).data == b"x" * 9
    with pytest.raises(SourceError, match="E-OVERSIZE"):
        peer.get("log/checkpoint", 8)
    (known,) = contacts.all()
    assert (known.party, known.code, known.reached_at) == ("RO", "E-OVERSIZE", AT)


def test_the_last_round_is_left_behind(tmp_path: Path) -> None:
    """Another process of the folder reads what the serving one found."""
    assert read_round(tmp_path) is None
    contacts = Contacts(SetClock(AT).now)
    contacts.reached("RO", None)
    contacts.alarm("E-FORK", "DE", "two heads")
    left = LastRound(1, "HU", AT, AT, 3, Decimal("0.1"), 60, contacts.all(), contacts.alarms())
    write_round(tmp_path, left)
    read = read_round(tmp_path)
    assert read is not None
    assert (read.contacts, read.alarms, read.rounds) == (left.contacts, left.alarms, 3)
    (tmp_path / "round.json").write_text('{"v": 1')
    with pytest.raises(SourceError):
        read_round(tmp_path)


def test_a_line_of_the_journal_stays_one_line() -> None:
    """What a peer sent cannot write a line of its own, as words or as JSON."""
    hostile = "one\nalarm \u202e two"
    words, plain = io.StringIO(), io.StringIO()
    Journal(words, SetClock(AT).now).tell("fault", party="RO", found=hostile)
    Journal(plain, SetClock(AT).now, as_json=True).tell("fault", party="RO", found=hostile)
    assert words.getvalue().count("\n") == plain.getvalue().count("\n") == 1
    assert "\u202e" not in words.getvalue()
    assert json.loads(plain.getvalue())["found"] == hostile


def test_virtual_time_takes_no_time() -> None:
    """Workers run one at a time, in the order of their instants; the clock jumps."""
    time = VirtualTime()
    seen: list[tuple[str, float]] = []

    def work(name: str, step: float) -> object:
        def run(worker: Worker) -> None:
            while True:
                seen.append((name, time.now))
                worker.wait(step)

        return run

    time.add(work("a", 3600), "a")  # type: ignore[arg-type]
    time.add(work("b", 5400), "b")  # type: ignore[arg-type]
    time.run(10_800)
    assert seen[:5] == [("a", 0), ("b", 0), ("a", 3600), ("b", 5400), ("a", 7200)]


def test_an_idle_worker_is_woken() -> None:
    """A hint does not wait for the next round; what it had waited for is forgotten."""
    time = VirtualTime()
    seen: list[float] = []

    def sleeper(worker: Worker) -> None:
        for _ in range(2):
            worker.wait(100, idle=True)
            seen.append(time.now)

    idle = time.add(sleeper, "sleeper")

    def waker(worker: Worker) -> None:
        worker.wait(7)
        assert idle.is_idle
        time.wake(idle, time.now + 1)

    time.add(waker, "waker")
    time.run(1000)
    assert seen == [8, 108]


def test_a_fault_of_a_worker_ends_the_run() -> None:
    """What nobody foresaw is not lost in a thread."""
    time = VirtualTime()

    def work(worker: Worker) -> None:
        worker.wait(1)
        raise RuntimeError("unforeseen")

    time.add(work, "a")
    with pytest.raises(RuntimeError, match="unforeseen"):
        time.run(10)
