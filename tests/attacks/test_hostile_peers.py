"""Peers and callers that send anything: each is refused with its code, and the node stays up."""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from tests.node_samples import (
    QUICK,
    THERE,
    answered,
    calling,
    identity,
    listening,
    misbehaving,
    outlets,
    peer_at,
    pin,
    raw_call,
    request_of,
)

from overflight.adapters.node.http_peer import HttpPeer
from overflight.adapters.node.listening import ListenLimits
from overflight.adapters.node.server import AppLimits
from overflight.adapters.node.tls import listen_context, names_of
from overflight.desk.network.witnessing import Reply
from overflight.errors import SourceError, UsageError

HASTY = ListenLimits(handshake_s=0.5, request_s=0.5, answer_s=1.0, idle_s=1, stop_s=1)
GOOD = b"GET /log/checkpoint HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
BOMB = gzip.compress(bytes(10_000_000))
Act = Callable[[ssl.SSLSocket], None]


def saying(*parts: bytes, after: float = 0.0) -> Act:
    """Return a false peer that answers each request with bytes, a pause before each part."""

    def act(tls: ssl.SSLSocket) -> None:
        request_of(tls)
        for part in parts:
            time.sleep(after)
            tls.sendall(part)

    return act


def ok(body: bytes, *headers: str, length: int | None = None) -> bytes:
    """Return an answer in HTTP."""
    size = f"Content-Length: {len(body) if length is None else length}"
    return "\r\n".join(["HTTP/1.1 200 OK", size, *headers, "", ""]).encode() + body


def forever(front: bytes, part: bytes) -> Act:
    """Return a false peer that never comes to an end."""

    def act(tls: ssl.SSLSocket) -> None:
        request_of(tls)
        tls.sendall(front)
        while True:
            tls.sendall(part)

    return act


def dripping(front: bytes, part: bytes) -> Act:
    """Return a false peer that sends a little, always in time for a naive limit."""

    def act(tls: ssl.SSLSocket) -> None:
        request_of(tls)
        tls.sendall(front)
        while True:
            time.sleep(0.05)
            tls.sendall(part)

    return act


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
HOSTILE: dict[str, tuple[str, Act]] = {
    "says it is too large": ("E-OVERSIZE", saying(ok(b"", length=10**9))),
    "says it is larger than numbers": ("E-OVERSIZE|E-STATUS", saying(ok(b"", length=10**30))),
    "sends more than asked": ("E-OVERSIZE", saying(ok(bytes(2000)))),
    "sends chunks without end": (
        "E-OVERSIZE",
        forever(CHUNKED, b"400\r\n" + bytes(1024) + b"\r\n"),
    ),
    "drips a body": ("E-PEER", dripping(ok(b"", length=500), b"x")),
    "drips a head": ("E-PEER", dripping(b"HTTP/1.1 200 OK\r\nX: ", b"x")),
    "drips interim answers": ("E-PEER", dripping(b"", b"HTTP/1.1 103 Wait\r\n\r\n")),
    "floods with interim answers": ("E-PEER", forever(b"", b"HTTP/1.1 103 Wait\r\n\r\n")),
    "says nothing": ("E-PEER", saying(b"", after=1.5)),
    "closes at once": ("E-PEER", saying()),
    "closes in the head": ("E-PEER", saying(b"HTTP/1.1 200 OK\r\nContent-")),
    "closes in the body": ("E-PEER", saying(ok(b"half", length=500))),
    "closes in a chunk": ("E-PEER", saying(CHUNKED + b"400\r\nhalf")),
    "sends no chunk": ("E-STATUS", saying(CHUNKED + b"zz\r\nhalf\r\n")),
    "packs a bomb": ("E-ENCODING", saying(ok(BOMB[:900], "Content-Encoding: gzip"))),
    "packs a bomb for transport": (
        "E-STATUS",
        saying(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n" + BOMB[:900]),
    ),
    "sends us elsewhere": (
        "E-REDIRECT",
        saying(b"HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1/\r\nContent-Length: 0\r\n\r\n"),
    ),
    "sends us to itself": (
        "E-REDIRECT",
        saying(b"HTTP/1.1 308 P\r\nLocation: /log/checkpoint\r\nContent-Length: 0\r\n\r\n"),
    ),
    "floods with headers": ("E-STATUS", forever(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n" * 100)),
    "speaks HTTP/1.0": ("E-STATUS", saying(b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\na")),
    "hides its length": ("E-STATUS", saying(b"HTTP/1.1 200 OK\r\n\r\nabc")),
    "gives two lengths": ("E-STATUS", saying(ok(b"abc", "Content-Length: 4"))),
    "speaks another language": ("E-STATUS", saying(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")),
    "speaks HTTP/2": ("E-STATUS", saying(b"\0\0\x12\4\0\0\0\0\0" + bytes(200))),
    "sends control characters": ("E-STATUS", saying(b"HTTP/1.1 200 OK\r\nA: \0\x01\r\n\r\n")),
    "fails": ("E-STATUS", saying(b"HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\nnone")),
    "is busy": ("E-STATUS", saying(b"HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")),
    "switches protocols": ("E-STATUS", saying(b"HTTP/1.1 101 Go\r\nUpgrade: x\r\n\r\n")),
    "excuses itself at length": (
        "E-OVERSIZE",
        saying(b"HTTP/1.1 404 No\r\nContent-Length: 20000\r\n\r\n" + bytes(20_000)),
    ),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_peer_that(what: str) -> None:
    """Whatever a peer sends, one error with its code comes of it, within the time for an answer."""
    code, act = HOSTILE[what]
    with misbehaving(act) as address, peer_at(address) as peer:
        begun = time.monotonic()
        with pytest.raises(SourceError) as raised:
            peer.get("log/checkpoint", 1000)
        assert raised.value.code in code.split("|"), raised.value
        assert time.monotonic() - begun < QUICK.answer_s + 1.0
        peer.hint()  # is lost, and does no harm


def test_a_peer_whose_handshake_never_ends() -> None:
    """A host that takes the call and says nothing costs no more than the time to connect."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        limits = replace(QUICK, connect_s=0.3)
        begun = time.monotonic()
        with (
            peer_at(door.getsockname(), limits=limits) as peer,
            pytest.raises(SourceError) as raised,
        ):
            peer.get("log/checkpoint", 1000)
        assert raised.value.code == "E-PEER"
        assert time.monotonic() - begun < 1.0


def test_a_peer_that_is_away() -> None:
    """A closed port, and a name nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        address = door.getsockname()
    with peer_at(address) as peer, pytest.raises(SourceError, match="E-PEER"):
        peer.get("log/checkpoint", 1000)
    context = calling("HU", "RO")
    with (
        HttpPeer("RO", "https://no-such-host.invalid/", context, [], QUICK) as lost,
        pytest.raises(SourceError, match="E-PEER"),
    ):
        lost.get("log/checkpoint", 1000)


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("Tue, 01 Jan 2030 00:00:00 GMT", 1_893_456_000),
        ("Tue, 01 Jan 2030 00:00:00 +0500", None),
        ("Tue, 99 Jan 2030 00:00:00 GMT", None),
        ("yesterday", None),
        ("9" * 5000, None),
        ("", None),
    ],
)
def test_a_peer_with_another_date(said: str, date: int | None) -> None:
    """A date has one form; what has another is no clock, and counts for nothing."""
    with misbehaving(saying(ok(b"a", f"Date: {said}"))) as address, peer_at(address) as peer:
        assert (peer.get("log/checkpoint", 10).data, peer.get("log/checkpoint", 10).date) == (
            b"a",
            date,
        )


def test_bytes_after_the_answer_are_not_taken_for_the_next() -> None:
    """An answer nobody asked for, sent ahead, is never given out."""
    act = saying(ok(b"first") + ok(b"smuggled"))
    with misbehaving(act) as address, peer_at(address) as peer:
        assert peer.get("log/checkpoint", 10).data == b"first"
        assert peer.get("log/checkpoint", 10).data == b"first"


@pytest.mark.parametrize(
    "url",
    [
        "http://ro.example/",
        "https://ro.example",
        "https://ro.example/a",
        "https://user@ro.example/",
        "https://ro.example:0/",
        "https://ro.example:65536/",
        "https://ro.example/?a/",
        "https://ro.example/../",
        "https://ro.example/a\r\nX: b/",
        "https://r\u00f6.example/",
        "file:///etc/",
        "https://-/",
        "",
    ],
)
def test_an_address_of_another_form(url: str) -> None:
    """A key set may name anything as an address; only the one form is called."""
    with pytest.raises(UsageError, match="E-URL"):
        HttpPeer("RO", url, calling("HU", "RO"), [pin("RO").kid])


# Callers.


def still_answers(address: tuple[str, int]) -> None:
    """Require that a good caller is heard."""
    assert answered(address, GOOD).endswith(THERE["log/checkpoint"])


CLOSE = "Connection: close"
CHUNKS = "Transfer-Encoding: chunked"
SOCKET = ("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13")


def request(line: str, *headers: str, host: str = "Host: a") -> bytes:
    """Return the head of a request, well formed or not."""
    return "\r\n".join([f"{line} HTTP/1.1", host, *headers, "", ""]).encode("latin-1")


SUBMIT = "POST /add-checkpoint"
BAD_REQUESTS = {
    "no HTTP": b"\x16\x03\x01 noise\r\n\r\n",
    "no path": b"GET\r\n\r\n",
    "no host": request("GET /log/checkpoint", host="A: b"),
    "two hosts": request("GET /log/checkpoint", "Host: b"),
    "a long path": request("GET /" + "a" * 20_000),
    "many headers": request("GET /log/checkpoint", *["A: b"] * 100_000),
    "a control character": request("GET /log\0/checkpoint"),
    "two lengths": request("POST /hint", "Content-Length: 0", "Content-Length: 5"),
    "another coding": request(SUBMIT, "Transfer-Encoding: gzip"),
    "a chunk of no size": request(SUBMIT, CHUNKS) + b"xyz\r\n",
    "a huge body": request(SUBMIT, "Content-Length: 9999999999"),
    "a length beyond numbers": request(SUBMIT, "Content-Length: " + "9" * 19),
    "a proxy": request("CONNECT 127.0.0.1:22"),
    "keys": request("GET /keys/RO/log.pem", CLOSE),
    "a folder above": request("GET /log/../../keys/RO/log.pem", CLOSE),
    "a folder above, hidden": request("GET /log/%2e%2e/%2e%2e/keys", CLOSE),
    "no letters": request("GET /\xff\xfe", CLOSE),
    "length and chunks": request(SUBMIT, "Content-Length: 5", CHUNKS, CLOSE) + b"0\r\n\r\n",
    "a web socket": request("GET /nothing", *SOCKET, "Sec-WebSocket-Key: a"),
}


def test_requests_that_are_none() -> None:
    """Each is refused in HTTP or cut off; none gets bytes; a good caller is heard after them."""
    judged = outlets(witness=lambda body: Reply(400, "text/plain", b""))
    with listening(judged, limits=HASTY) as node:
        for what, sent in BAD_REQUESTS.items():
            got = answered(node.address, sent)
            refused = got.startswith((b"HTTP/1.1 4", b"HTTP/1.1 5"))
            assert refused or not got, (what, got)
        still_answers(node.address)


LARGE = bytes(2**24)


def drips(address: tuple[str, int], front: bytes) -> None:
    """Send a front, then a little at a time until it is cut off."""
    with raw_call(address) as tls, contextlib.suppress(OSError):
        tls.sendall(front)
        for _ in range(100):
            tls.sendall(b"x")
            time.sleep(0.05)
        raise AssertionError


def says_nothing(address: tuple[str, int]) -> None:
    """Take a place, and never ask for anything."""
    with raw_call(address) as tls:
        assert tls.recv(1) == b""


def shakes_no_hand(address: tuple[str, int]) -> None:
    """Call, and never begin the handshake."""
    with socket.create_connection(address, timeout=5) as call:
        assert call.recv(1) == b""


def reads_nothing(address: tuple[str, int]) -> None:
    """Ask for much, and leave it lying."""
    got = 0
    with raw_call(address) as tls, contextlib.suppress(OSError):
        tls.sendall(request("GET /blob/large", CLOSE))
        time.sleep(2.5)
        while chunk := tls.recv(65_536):
            got += len(chunk)
    assert got < len(LARGE)


BODY = request(SUBMIT, "Content-Length: 200000")
ENDLESS: dict[str, Callable[[tuple[str, int]], None]] = {
    "a head": lambda address: drips(address, b"GET /log/checkpoint HTTP/1.1\r\nA: "),
    "a body": lambda address: drips(address, BODY),
    "a silent call": says_nothing,
    "a handshake": shakes_no_hand,
    "an answer": reads_nothing,
}


@pytest.mark.parametrize("what", ENDLESS)
def test_a_caller_who_never_comes_to_the_end_of(what: str) -> None:
    """It is cut off when its time is over; others are heard meanwhile, and after."""
    node_does = outlets(
        serve=lambda path: LARGE if path == "blob/large" else THERE.get(path),
        witness=lambda body: Reply(200, "text/plain", b""),
    )
    with listening(node_does, limits=HASTY) as node:
        begun = time.monotonic()
        call = threading.Thread(target=ENDLESS[what], args=(node.address,))
        call.start()
        still_answers(node.address)
        call.join()
        assert time.monotonic() - begun < 4
        still_answers(node.address)


def test_a_thousand_hints() -> None:
    """A caller that hints without end is told to stop, and wakes the node a few times only."""
    heard: list[str] = []
    hint = request("POST /hint", "Content-Length: 0")
    with listening(outlets(hinted=heard.append), app_limits=AppLimits(hints=5, hint_s=60)) as node:
        got = answered(
            node.address,
            hint * 999 + request("POST /hint", "Content-Length: 0", CLOSE),
        )
        assert (got.count(b"HTTP/1.1 204"), got.count(b"HTTP/1.1 429")) == (5, 995)
        still_answers(node.address)
    assert heard == ["HU"] * 5


def test_more_calls_than_places() -> None:
    """Who comes when all places are taken is told so; when one leaves, the next is heard."""
    with listening(limits=replace(HASTY, calls=4, request_s=3.0)) as node:
        with contextlib.ExitStack() as calls:
            for _ in range(4):
                calls.enter_context(raw_call(node.address))
            assert answered(node.address, GOOD).startswith(b"HTTP/1.1 503 ")
        time.sleep(0.2)
        still_answers(node.address)


def test_calls_broken_off_at_any_point() -> None:
    """A caller that vanishes, politely or not, leaves nothing behind."""
    with listening(limits=HASTY) as node:
        for cut in range(0, len(GOOD), 7):
            with raw_call(node.address) as tls:
                tls.sendall(GOOD[:cut])
                if cut % 2:
                    tls.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        for _ in range(20):
            with socket.create_connection(node.address) as plain:
                plain.sendall(b"\x16\x03\x01\x02\x00\x01noise")
        still_answers(node.address)


def test_a_peer_that_calls_itself_another() -> None:
    """The name in the certificate is never asked; the key alone says who it is."""
    with (
        misbehaving(saying(ok(b"a")), None) as address,
        peer_at(address, context=calling("SK", "RO")) as peer,
        pytest.raises(SourceError, match=r"E-TLS|E-PEER"),
    ):
        peer.get("log/checkpoint", 10)
    assert identity("RO", key="SK").pin().kid == pin("SK").kid


def test_calls_that_say_nothing_leave_room_and_files() -> None:
    """Each call takes a file of the process; whoever shakes no hands cannot use them all up."""
    limits = ListenLimits(handshake_s=2.0, door=20, door_each=10, stop_s=1)
    files = Path("/proc/self/fd")
    with listening(limits=limits) as node:
        before = len(list(files.iterdir()))
        calls = [socket.create_connection(node.address, timeout=5) for _ in range(100)]
        time.sleep(0.5)
        assert len(list(files.iterdir())) - before - len(calls) <= limits.door_each + 2
        for call in calls:
            call.close()
        time.sleep(0.2)
        with peer_at(node.address) as peer:
            assert peer.get("log/checkpoint", 1000).data


def test_one_party_does_not_take_every_connection() -> None:
    """A party that holds connections open keeps nobody else out."""
    limits = ListenLimits(calls=20, calls_each=5, stop_s=1)
    known = names_of([pin("HU"), pin("IT")])
    context = listen_context(identity("RO"), [pin("HU"), pin("IT")])
    with listening(known=known, limits=limits, context=context) as node, ExitStack() as held:
        for _ in range(30):
            held.enter_context(raw_call(node.address, "IT"))
        with peer_at(node.address) as peer:
            assert peer.get("log/checkpoint", 1000).data
