"""Listen for peers: an HTTP server that nobody can hold up, and that shows who is calling.

Above what uvicorn does: a handshake, a request head, a body and an answer each end when their time
is over, however slowly their bytes come or go; the key the other side proved it holds is written
into the scope of each request; and the keys that are known can be changed while it listens.
"""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from weakref import WeakKeyDictionary

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from overflight.adapters.node.tls import shown_key
from overflight.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Coroutine

__all__ = ["ListenLimits", "Listener"]

_WAITING = 128


@dataclass(frozen=True, slots=True)
class ListenLimits:
    """How long a caller is borne with.

    Args:
        handshake_s: Seconds for the handshake.
        request_s: Seconds for the head of a request, from the call or from its first byte on.
        answer_s: Seconds from the head of a request to the end of its answer.
        idle_s: Seconds between two requests.
        calls: How many connections at once; more are told to come back later.
        calls_each: How many of them the holder of one key may have.
        door: How many calls at once, those included whose handshake is under way; more are ended
            unheard, for each takes a file, and a node without files left cannot write.
        door_each: How many of them may come from one address.
        head_bytes: The greatest length of a request's head.
        stop_s: Seconds that answers under way are given when the node stops.
    """

    handshake_s: float = 10.0
    request_s: float = 10.0
    answer_s: float = 60.0
    idle_s: int = 75
    calls: int = 250
    calls_each: int = 40
    door: int = 400
    door_each: int = 200
    head_bytes: int = 16_384
    stop_s: int = 5


class _Protocol(H11Protocol):
    """A connection whose every turn has an end."""

    limits = ListenLimits()
    _turn: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Note whose key was shown, and wait for a request."""
        super().connection_made(transport)
        tls = cast("ssl.SSLObject | None", transport.get_extra_info("ssl_object"))
        shown = shown_key(tls.getpeercert(binary_form=True)) if tls else ""
        self.app_state = {**self.app_state, "kid": shown}
        others = (c.app_state.get("kid") for c in self.connections if isinstance(c, _Protocol))
        if tls and sum(kid == shown for kid in others) > self.limits.calls_each:
            self.transport.abort()
            return
        self._give(self.limits.request_s)

    def _give(self, seconds: float) -> None:
        """Give the caller so long for the turn that begins."""
        self._end_turn()
        self._turn = self.loop.call_later(seconds, self.transport.abort)

    def _end_turn(self) -> None:
        if self._turn is not None:
            self._turn.cancel()
            self._turn = None

    def data_received(self, data: bytes) -> None:
        """Take bytes; the first ones of a request begin its turn, its whole head the next."""
        answering = self._is_answering()
        if self._turn is None:
            self._give(self.limits.request_s)
        super().data_received(data)
        if not answering and self._is_answering():
            self._give(self.limits.answer_s)

    def _is_answering(self) -> bool:
        cycle = cast("RequestResponseCycle | None", self.cycle)
        return cycle is not None and not cycle.response_complete

    def on_response_complete(self) -> None:
        """End the turn; the server's own limit for idle connections begins."""
        self._end_turn()
        super().on_response_complete()
        if self._is_answering():  # the next request was here already
            self._give(self.limits.answer_s)

    def connection_lost(self, exc: Exception | None) -> None:
        """End the turn with the connection."""
        self._end_turn()
        super().connection_lost(exc)


class _Door(socket.socket):
    """A socket that listens, and remembers who called."""

    calls: WeakKeyDictionary[socket.socket, object]
    limits = ListenLimits()

    def accept(self) -> tuple[socket.socket, object]:
        """Take the next call; where there is no room for it, end it."""
        call, address = super().accept()
        host = address[0] if isinstance(address, tuple) else ""
        hosts = [other for open_, other in list(self.calls.items()) if open_.fileno() >= 0]
        if len(hosts) >= self.limits.door or hosts.count(host) >= self.limits.door_each:
            call.close()
            raise ConnectionAbortedError(errno.ECONNABORTED, "no room for another call")
        # Head and body of an answer go out as they are ready, not 40 ms apart.
        call.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.calls[call] = host
        return call, address

    def again(self) -> _Door:
        """Return a second one on the same address, with the same memory."""
        door = self.dup()
        door.calls, door.limits = self.calls, self.limits
        return door

    def end_calls(self) -> int:
        """End all calls, also those whose handshake is under way; return how many there were."""
        ended = 0
        for call in list(self.calls):
            with suppress(OSError):  # it has ended already
                call.shutdown(socket.SHUT_RDWR)
                ended += 1
        return ended


class _Server(uvicorn.Server):
    """A server on a socket of ours, whose known keys can change."""

    def __init__(self, config: uvicorn.Config, door: _Door, limits: ListenLimits) -> None:
        super().__init__(config)
        self._door = door
        self._limits = limits
        self.context: ssl.SSLContext | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:  # noqa: ARG002 ours
        """Begin to listen."""
        await self.lifespan.startup()
        self.servers = []
        await self.listen()
        self.started = True

    async def listen(self) -> None:
        """Listen under the present context, and no more under the one before."""
        for server in self.servers:
            server.close()
        loop = asyncio.get_running_loop()

        def protocol() -> asyncio.Protocol:
            return _limited(self._limits)(self.config, self.server_state, self.lifespan.state)

        server = await loop.create_server(
            protocol,
            sock=self._door.again(),
            ssl=self.context,
            backlog=_WAITING,
            ssl_handshake_timeout=self._limits.handshake_s if self.context else None,
        )
        self.servers = [server]
        for connection in list(self.server_state.connections):
            connection.shutdown()


def _limited(limits: ListenLimits) -> type[_Protocol]:
    return type("_Limited", (_Protocol,), {"limits": limits})


class Listener:
    """A server in a thread of its own.

    Args:
        app: What answers.
        context: How it listens; nothing for plain HTTP behind a proxy on the same machine.
        address: Host and port; port 0 takes a free one.
        limits: How long a caller is borne with.
    """

    def __init__(
        self,
        app: ASGIApp,
        context: ssl.SSLContext | None,
        address: tuple[str, int] = ("127.0.0.1", 0),
        limits: ListenLimits | None = None,
    ) -> None:
        self._limits = limits or ListenLimits()
        self._door = _bound(address, self._limits)
        config = uvicorn.Config(
            app,
            http=_Protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=False,
            timeout_keep_alive=self._limits.idle_s,
            timeout_graceful_shutdown=self._limits.stop_s,
            limit_concurrency=self._limits.calls,
            h11_max_incomplete_event_size=self._limits.head_bytes,
        )
        self._server = _Server(config, self._door, self._limits)
        self._server.context = context
        self._loop: asyncio.AbstractEventLoop | None = None
        self._begun = threading.Event()
        self._thread = threading.Thread(target=self._run, name="overflight-listener", daemon=True)

    @property
    def address(self) -> tuple[str, int]:
        """Return host and port it listens on."""
        host, port = self._door.getsockname()[:2]
        return str(host), int(port)

    def start(self) -> None:
        """Begin to listen; when this returns, callers are answered."""
        self._thread.start()
        self._begun.wait()

    def renew(self, context: ssl.SSLContext) -> None:
        """Listen under other keys; connections are ended when their answer is through."""
        self._server.context = context
        self._on_loop(self._server.listen())

    def stop(self) -> None:
        """Listen no more; answers under way are given a few seconds."""
        if self._thread.is_alive():
            self._server.should_exit = True
            self._thread.join()
        self._door.close()

    def is_listening(self) -> bool:
        """Tell whether the server runs."""
        return self._thread.is_alive()

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        finally:
            self._begun.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._loop.call_soon(self._tell)
        await self._server.serve()
        for _ in range(100):
            if not self._door.end_calls():
                break
            await asyncio.sleep(0.01)

    def _tell(self) -> None:
        """Let the starter go on once callers are answered."""
        loop = asyncio.get_running_loop()
        if self._server.started:
            self._begun.set()
        else:
            loop.call_later(0.005, self._tell)

    def _on_loop(self, task: Coroutine[object, object, None]) -> None:
        if self._loop is None or not self._thread.is_alive():
            task.close()
            return
        asyncio.run_coroutine_threadsafe(task, self._loop).result(timeout=30)


def _bound(address: tuple[str, int], limits: ListenLimits) -> _Door:
    """Return a socket bound to an address."""
    door = _Door(socket.AF_INET6 if ":" in address[0] else socket.AF_INET, socket.SOCK_STREAM)
    door.calls = WeakKeyDictionary()
    door.limits = limits
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(address)
        door.listen(_WAITING)
    except OSError as fault:
        door.close()
        raise UsageError(
            "E-ADDRESS",
            where=f"{address[0]}:{address[1]}",
            expected="a free address of this machine to listen on",
            found=fault.strerror or fault,
            remedy="Stop what listens there, or name another port.",
        ) from fault
    return door
