"""A node's answers over HTTP: what is where, for whom, how often, and how it is told."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.node_samples import NOW, QUICK, THERE, answered, listening, outlets, peer_at
from tests.record_samples import RO, key, rehearsed, statement

from overflight.adapters.node.listening import Listener
from overflight.adapters.node.server import AppLimits
from overflight.adapters.node.shelves import Shelves
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.desk import signed
from overflight.desk.network.witnessing import Reply
from overflight.errors import RecordError, SourceError, StoreError, UsageError
from overflight.record import read_bundle, read_head


@pytest.fixture
def node() -> Iterator[Listener]:
    """Yield RO's node over a few fixed paths."""
    with listening() as listener:
        yield listener


def asked(node: Listener, line: str, *headers: str, by: str = "HU", body: bytes = b"") -> str:
    """Return the answer to one request, as text."""
    head = "\r\n".join([f"{line} HTTP/1.1", "Host: a", "Connection: close", *headers, "", ""])
    return answered(node.address, head.encode() + body, by).decode("latin-1")


def test_heads_are_never_kept_and_full_tiles_for_ever(node: Listener) -> None:
    """Caches on the way may hold what can never change (section 5), and nothing else."""
    head = asked(node, "GET /log/checkpoint")
    assert head.startswith("HTTP/1.1 200 OK\r\n")
    assert "cache-control: no-store" in head
    assert "content-type: text/plain; charset=utf-8" in head
    assert "date: Tue, 01 Jan 2030 00:00:00 GMT" in head
    assert head.endswith("\r\n\r\na head\n")
    bundle = asked(node, "GET /log/tile/entries/000")
    assert "cache-control: public, max-age=31536000, immutable" in bundle
    assert "content-type: application/octet-stream" in bundle
    assert "server:" not in head + bundle


def test_head_requests(node: Listener) -> None:
    """HEAD says how long an answer would be, and no more."""
    answer = asked(node, "HEAD /log/tile/entries/000")
    assert "content-length: 70" in answer
    assert answer.endswith("\r\n\r\n")


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("GET /log/checkpoint?", 200),
        ("GET /nothing", 404),
        ("GET /log/checkpoint?a=1", 404),
        ("GET //log/checkpoint", 404),
        ("GET /log/%63heckpoint", 404),
        ("GET /../log/checkpoint", 404),
        ("GET /log/checkpoint/", 404),
        ("GET https://a/log/checkpoint", 404),
        ("POST /log/checkpoint", 405),
        ("DELETE /log/checkpoint", 405),
        ("GET /hint", 404),
        ("OPTIONS *", 404),
        ("BREW /log/checkpoint", 405),
    ],
)
def test_one_spelling_and_one_way(node: Listener, line: str, status: int) -> None:
    """A path has one spelling also over HTTP; nothing is redirected."""
    assert asked(node, line).startswith(f"HTTP/1.1 {status} ")


def test_guests_may_not_read(node: Listener) -> None:
    """A foreign log is known by its key, but the record is the parties' own."""
    for line in ("GET /log/checkpoint", "POST /hint"):
        answer = asked(node, line, by="OSCE")
        assert answer.startswith("HTTP/1.1 403 ")
        assert "E-PARTY" in answer


def test_hints_reach_the_node_and_are_not_many() -> None:
    """Who hinted is known by the key; a flood of hints is told to come back later."""
    heard: list[str] = []
    limits = AppLimits(hints=3, hint_s=3600)
    with (
        listening(outlets(hinted=heard.append), app_limits=limits) as node,
        peer_at(node.address) as peer,
    ):
        for _ in range(5):
            peer.hint()
        assert heard == ["HU"] * 3
        assert asked(node, "POST /hint").startswith("HTTP/1.1 429 ")


def test_hints_are_allowed_again() -> None:
    """An allowance grows back with time."""
    heard: list[str] = []
    limits = AppLimits(hints=1, hint_s=0.05)
    with (
        listening(outlets(hinted=heard.append), app_limits=limits) as node,
        peer_at(node.address) as peer,
    ):
        for _ in range(3):
            peer.hint()
            time.sleep(0.1)
    assert heard == ["HU"] * 3


@pytest.mark.parametrize("header", ["Content-Length: 5", "Transfer-Encoding: chunked"])
def test_a_hint_has_no_body(node: Listener, header: str) -> None:
    """There is nothing to say in a hint but that it came."""
    assert asked(node, "POST /hint", header).startswith("HTTP/1.1 413 ")


def test_health_is_said_in_json() -> None:
    """Whoever watches the machine asks here."""
    with listening(outlets(health=lambda: {"party": "RO", "log": 7})) as node:
        answer = asked(node, "GET /health", by="OSCE")
    assert json.loads(answer.partition("\r\n\r\n")[2]) == {"party": "RO", "log": 7}


def test_submissions_are_judged_for_guests() -> None:
    """A foreign log gets what the witness answers, under its status and media type."""
    bodies: list[bytes] = []

    def witness(body: bytes) -> Reply:
        bodies.append(body)
        return Reply(409, "text/x.tlog.size", b"7\n")

    with listening(outlets(witness=witness)) as node:
        with peer_at(node.address, by="OSCE") as peer:
            assert peer.submit(b"old 0\n") == Reply(409, "text/x.tlog.size", b"7\n")
        answer = asked(
            node,
            "POST /add-checkpoint",
            "Transfer-Encoding: chunked",
            by="OSCE",
            body=b"3\r\nold\r\n0\r\n\r\n",
        )
        assert "content-type: text/x.tlog.size\r\n" in answer
    assert bodies == [b"old 0\n", b"old"]


def test_submissions_have_limits() -> None:
    """Neither many nor large ones hold the node up."""
    limits = AppLimits(body=100, submissions=3, submission_s=3600)
    judged = outlets(witness=lambda body: Reply(200, "text/plain", b""))
    with listening(judged, app_limits=limits) as node, peer_at(node.address) as peer:
        assert peer.submit(bytes(101)).status == 413
        chunked = b"65\r\n" + bytes(101) + b"\r\n0\r\n\r\n"
        answer = asked(node, "POST /add-checkpoint", "Transfer-Encoding: chunked", body=chunked)
        assert answer.startswith("HTTP/1.1 413 ")
        assert [peer.submit(b"a").status for _ in range(2)] == [200, 429]


def test_a_node_that_witnesses_nobody(node: Listener) -> None:
    """Without foreign logs in its settings there is no such call."""
    assert asked(node, "POST /add-checkpoint", by="OSCE").startswith("HTTP/1.1 404 ")


def test_a_broken_disk_stops_the_process() -> None:
    """The caller learns nothing of the machine; its keeper learns everything (W4)."""

    def broken(path: str) -> bytes:
        kind = StoreError if path == "log/checkpoint" else RecordError
        raise kind("E-STORE", where="/secret", expected="a disk", found="none", remedy="Stop.")

    faults: list[StoreError] = []
    what = outlets(serve=broken, health=lambda: {"n": len(broken("a"))}, witness=broken)
    with listening(what) as node:
        assert "secret" not in asked(node, "GET /log/checkpoint")
    what = outlets(
        serve=broken,
        failed=faults.append,
        health=lambda: {"n": len(broken("a"))},
        witness=lambda body: Reply(200, "a/b", broken("a")),
    )
    with listening(what) as node:
        for line in ("GET /log/checkpoint", "GET /other", "GET /health", "POST /add-checkpoint"):
            answer = asked(node, line)
            assert answer.startswith("HTTP/1.1 500 ")
            assert "secret" not in answer
            assert "E-STORE" in answer
    assert len(faults) == 1


def test_every_request_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    """Who asked for what, what came of it, how long it took: as JSON, whatever was asked."""
    with caplog.at_level(logging.INFO, "overflight.node"), listening() as node:
        asked(node, "GET /log/checkpoint")
        asked(node, "GET /%0a%22" + "x" * 500)
    lines = [json.loads(record.getMessage()) for record in caplog.records]
    assert [(line["by"], line["status"]) for line in lines] == [("HU", 200), ("HU", 404)]
    assert lines[0] | {"ms": 0} == {
        "at": NOW,
        "by": "HU",
        "did": "GET",
        "path": "/log/checkpoint",
        "status": 200,
        "bytes": 7,
        "ms": 0,
    }
    assert len(lines[1]["path"]) == 200


def test_large_answers_come_whole() -> None:
    """A full bundle of the longest entries goes through in pieces."""
    large = bytes(range(256)) * 65_536
    with (
        listening(outlets(serve={"log/tile/entries/000": large}.get)) as node,
        peer_at(node.address) as peer,
    ):
        assert peer.get("log/tile/entries/000", 2**24).data == large


def test_one_caller_cannot_take_all_places() -> None:
    """Too many requests of one caller at a time are put off; another's is answered."""
    free = threading.Event()

    def slow(path: str) -> bytes | None:
        if path == "log/checkpoint":
            free.wait(5)
        return THERE.get(path)

    limits = AppLimits(at_once=2, threads=3)
    with listening(outlets(serve=slow), app_limits=limits) as node:
        calls = [
            threading.Thread(target=asked, args=(node, "GET /log/checkpoint")) for _ in range(2)
        ]
        for call in calls:
            call.start()
        time.sleep(0.4)
        assert asked(node, "GET /log/tile/entries/000").startswith("HTTP/1.1 429 ")
        assert asked(node, "GET /health", by="OSCE").startswith("HTTP/1.1 200 ")
        free.set()
        for call in calls:
            call.join()
        assert asked(node, "GET /log/tile/entries/000").startswith("HTTP/1.1 200 ")


def test_an_address_that_is_taken(node: Listener) -> None:
    """Whoever starts a second node is told so at once, in words."""
    with pytest.raises(UsageError, match="E-ADDRESS"):
        Listener(lambda scope, receive, send: None, None, node.address)  # type: ignore[arg-type,return-value]


def test_stopping_lets_an_answer_through() -> None:
    """What is under way when a node stops is finished."""
    begun = threading.Event()

    def slow(path: str) -> bytes | None:
        begun.set()
        time.sleep(0.3)
        return THERE.get(path)

    got: list[bytes | None] = []
    with listening(outlets(serve=slow)) as node, peer_at(node.address) as peer:
        call = threading.Thread(target=lambda: got.append(peer.get("log/checkpoint", 99).data))
        call.start()
        begun.wait(5)
        node.stop()
        call.join()
        assert got == [THERE["log/checkpoint"]]
        assert not node.is_listening()
        with pytest.raises(SourceError, match="E-PEER"):
            peer.get("log/checkpoint", 99)


def test_many_threads_share_a_peer(node: Listener) -> None:
    """A round may ask one peer for several things at a time; connections are used again."""
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(20):
            got = peer.get("log/tile/entries/000", 1000)
            wrong.extend([] if got.data == THERE["log/tile/entries/000"] else [got])

    with peer_at(node.address, limits=QUICK) as peer:
        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_a_record_over_the_network(tmp_path: Path) -> None:
    """What a peer reads over TLS is what lies in the file, while others append to it."""
    record = rehearsed()
    assert isinstance(record.desk.records, MemoryRecords)
    file = tmp_path / "record.sqlite"
    with SqliteRecords(file, {RO: key("RO", "log")}) as records:
        shelves = Shelves(file, record.genesis, "RO")
        with listening(outlets(serve=shelves.serve)) as node, peer_at(node.address) as peer:
            for number in range(3):
                leaf = signed(statement("RO", number), [key("RO", "author-1")])
                records.append(RO, [leaf])
                head = peer.get("log/checkpoint", 300_000).data or b""
                assert read_head(head)[0].size == number + 1
                path = f"log/tile/entries/000.p/{number + 1}"
                assert read_bundle(peer.get(path, 10**6).data or b"", number + 1)[-1] == leaf
            assert peer.get("genesis.json", 10**6).data == record.genesis
            assert peer.get("blob/" + "0" * 64, 10).data is None
        shelves.close()
