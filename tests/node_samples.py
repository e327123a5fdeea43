"""A node that listens on this machine, and those who call it, with keys made from a seed.

>>> pin("HU").name
'HU'
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from overflight.adapters.node.http_peer import HttpPeer, PeerLimits
from overflight.adapters.node.listening import Listener, ListenLimits
from overflight.adapters.node.server import AppLimits, NodeApp, Outlets
from overflight.adapters.node.tls import Pin, TlsIdentity, call_context, listen_context, names_of

NOW = 1_893_456_000
QUICK = PeerLimits(connect_s=2.0, answer_s=0.7, hint_s=0.5)
THERE = {"log/checkpoint": b"a head\n", "log/tile/entries/000": b"entries" * 10}


def tls_key(party: str) -> Ed25519PrivateKey:
    """Return a party's TLS key."""
    return Ed25519PrivateKey.from_private_bytes(sha256(f"tls {party}".encode()).digest())


def identity(party: str, key: str = "", now: datetime | None = None) -> TlsIdentity:
    """Return what a party's node shows; with another party's key, or made at another time."""
    return TlsIdentity(party, tls_key(key or party), now or datetime.now(UTC))


def pin(party: str) -> Pin:
    """Return a party's TLS key as others know it."""
    return identity(party).pin()


def calling(by: str, to: str) -> ssl.SSLContext:
    """Return how one party calls another."""
    return call_context(identity(by), [pin(to)])


def outlets(
    serve: Callable[[str], bytes | None] = THERE.get,
    hinted: Callable[[str], None] = lambda party: None,
    **more: object,
) -> Outlets:
    """Return what a node does when it is asked."""
    return Outlets(serve, hinted, **more)  # type: ignore[arg-type]


@contextmanager
def listening(
    what: Outlets | None = None,
    *,
    known: Mapping[str, str] | None = None,
    guests: Mapping[str, str] | None = None,
    app_limits: AppLimits | None = None,
    limits: ListenLimits | None = None,
    context: ssl.SSLContext | None = None,
    now: Callable[[], int] = lambda: NOW,
) -> Iterator[Listener]:
    """Run RO's node while the test lasts; it knows HU and, as a guest, OSCE."""
    parties = names_of([pin("HU")]) if known is None else known
    others = names_of([pin("OSCE")]) if guests is None else guests
    app = NodeApp(what or outlets(), parties, now, guests=others, limits=app_limits)
    context = context or listen_context(identity("RO"), [pin("HU"), pin("OSCE")])
    listener = Listener(app, context, limits=limits)
    listener.start()
    try:
        yield listener
    finally:
        listener.stop()
        app.close()


def url_of(address: tuple[str, int]) -> str:
    """Return the address of a node as a key set would name it."""
    return f"https://{address[0]}:{address[1]}/"


@contextmanager
def peer_at(
    address: tuple[str, int], by: str = "HU", limits: PeerLimits = QUICK, **changed: object
) -> Iterator[HttpPeer]:
    """Give RO's node as HU sees it."""
    context = changed.get("context") or calling(by, "RO")
    assert isinstance(context, ssl.SSLContext)
    with HttpPeer("RO", url_of(address), context, [pin("RO").kid], limits) as peer:
        yield peer


@contextmanager
def raw_call(address: tuple[str, int], by: str = "HU") -> Iterator[ssl.SSLSocket]:
    """Give a connection to RO's node on which anything can be sent."""
    with (
        socket.create_connection(address, timeout=5) as plain,
        calling(by, "RO").wrap_socket(plain) as tls,
    ):
        yield tls


def answered(address: tuple[str, int], sent: bytes, by: str = "HU") -> bytes:
    """Return all that a node answers to bytes, until it ends the connection or falls silent."""
    with raw_call(address, by) as tls:
        tls.settimeout(3)
        got = b""
        try:
            tls.sendall(sent)
            while chunk := tls.recv(65_536):
                got += chunk
        except (ConnectionError, ssl.SSLError, TimeoutError):
            pass  # how it ended does not matter, only what was said
    return got


@contextmanager
def misbehaving(
    act: Callable[[ssl.SSLSocket], None], context: ssl.SSLContext | None = None
) -> Iterator[tuple[str, int]]:
    """Run a false RO, which does as it likes with each caller."""
    context = context or listen_context(identity("RO"), [pin("HU")])
    door = socket.create_server(("127.0.0.1", 0))
    threads: list[threading.Thread] = []

    def answer(plain: socket.socket) -> None:
        try:
            with plain, context.wrap_socket(plain, server_side=True) as tls:
                tls.settimeout(5)
                act(tls)
        except (OSError, ValueError):
            pass  # the caller left: that is what is tested

    def accept() -> None:
        while True:
            try:
                plain, _ = door.accept()
            except OSError:
                return
            threads.append(threading.Thread(target=answer, args=(plain,), daemon=True))
            threads[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield door.getsockname()
    finally:
        door.shutdown(socket.SHUT_RDWR)
        door.close()
        accepting.join()
        for thread in threads:
            thread.join(6)


def request_of(tls: ssl.SSLSocket) -> bytes:
    """Read the head of one request."""
    got = b""
    while b"\r\n\r\n" not in got:
        chunk = tls.recv(65_536)
        if not chunk:
            raise ConnectionError
        got += chunk
    return got
