"""A node's answers over HTTP: the wire to read, hints, ``add-checkpoint``, ``health``.

Who calls is known by the TLS key it showed. Parties read the record; whoever else is pinned, a
foreign log, may only ask for a cosignature. Each request ends as one line of JSON in the log.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import TypeVar

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from overflight.adapters.node.wire import LONGEST_PATH, is_fixed
from overflight.desk.network.witnessing import Reply
from overflight.errors import OverflightError, StoreError

__all__ = ["AppLimits", "NodeApp", "Outlets"]

LOG = logging.getLogger("overflight.node")
_FOREVER = "public, max-age=31536000, immutable"
_CHUNK = 65_536
_Asked = TypeVar("_Asked")
_Given = TypeVar("_Given")
_TEXT, _BYTES = "text/plain; charset=utf-8", "application/octet-stream"


@dataclass(frozen=True, slots=True)
class AppLimits:
    """How much one caller may ask for.

    Args:
        hints: Hints at once; after that one every ``hint_s``.
        hint_s: Seconds after which a caller may hint once more.
        submissions: ``add-checkpoint`` at once; after that one every ``submission_s``.
        submission_s: Seconds after which a caller may submit once more.
        at_once: Requests of one caller under way at the same time.
        body: The greatest body of ``add-checkpoint``, in bytes.
        threads: How many requests read the record at the same time.
    """

    hints: int = 5
    hint_s: float = 5.0
    submissions: int = 20
    submission_s: float = 1.0
    at_once: int = 16
    body: int = 300_000
    threads: int = 4


@dataclass(frozen=True, slots=True)
class Outlets:
    """What the node does when it is asked.

    Args:
        serve: Gives the bytes at a path of the wire; called in several threads at a time.
        hinted: Hears from whom a hint came; must return at once.
        witness: Judges the body of an ``add-checkpoint``; nothing where none are served.
        health: Says in a few words and numbers how the node is.
        failed: Hears that the disk failed: the process must stop (W4).
    """

    serve: Callable[[str], bytes | None]
    hinted: Callable[[str], None]
    witness: Callable[[bytes], Reply] | None = None
    health: Callable[[], Mapping[str, str | int]] = dict
    failed: Callable[[StoreError], None] | None = None


@dataclass(slots=True)
class _Allowance:
    """So many at once, then one every so many seconds."""

    most: int
    every_s: float
    left: float = field(init=False)
    at: float = field(init=False)

    def __post_init__(self) -> None:
        self.left, self.at = float(self.most), time.monotonic()

    def take(self) -> bool:
        """Take one, if one is left."""
        now = time.monotonic()
        self.left = min(float(self.most), self.left + (now - self.at) / self.every_s)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


class NodeApp:
    """The application behind a listener.

    Args:
        outlets: What the node does when it is asked.
        parties: Code of the party that holds each TLS key, by the key's id; they may read.
        guests: Name of each other holder of a pinned key; they may only ``add-checkpoint``.
        now: The node's clock, in seconds since 1970: what its answers are dated with.
        limits: How much one caller may ask for.
    """

    def __init__(
        self,
        outlets: Outlets,
        parties: Mapping[str, str],
        now: Callable[[], int],
        *,
        guests: Mapping[str, str] | None = None,
        limits: AppLimits | None = None,
    ) -> None:
        self._outlets = outlets
        self._now = now
        self._limits = limits or AppLimits()
        self._parties = dict(parties)
        self._guests = dict(guests or {})
        self._hints: dict[str, _Allowance] = {}
        self._submissions: dict[str, _Allowance] = {}
        self._under_way: dict[str, int] = {}
        self._pool = ThreadPoolExecutor(self._limits.threads, "overflight-answer")
        self._routes = Starlette(
            routes=[
                Route("/hint", self._hint, methods=["POST"]),
                Route("/add-checkpoint", self._submit, methods=["POST"]),
                Route("/health", self._health, methods=["GET"]),
                Route("/{path:path}", self._read, methods=["GET"]),
            ]
        )

    def know(self, parties: Mapping[str, str], guests: Mapping[str, str] | None = None) -> None:
        """Answer the holders of these keys from now on, and nobody else."""
        self._parties, self._guests = dict(parties), dict(guests or {})

    def close(self) -> None:
        """Let go of the threads; requests under way are finished first."""
        self._pool.shutdown()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        kid = str(scope["state"].get("kid", ""))
        caller = self._parties.get(kid) or self._guests.get(kid) or ""
        scope["state"].update(caller=caller, may_read=kid in self._parties)
        told = _Told(self._now(), caller or kid[:16])

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = formatdate(told.at, usegmt=True).encode()
                message = {**message, "headers": [*message["headers"], (b"date", date)]}
                told.status = message["status"]
            else:
                told.size += len(message.get("body", b""))
            await send(message)

        with self._counted(kid) as under_way:
            app: ASGIApp = self._routes
            if not caller:
                app = _refusal(403, "E-TLS", "no key set names the key of this certificate")
            elif under_way > self._limits.at_once:
                app = _refusal(429, "E-BUSY", "too many requests at the same time")
            await app(scope, receive, answer)
        LOG.info("%s", told.line(scope))

    @contextmanager
    def _counted(self, kid: str) -> Iterator[int]:
        self._under_way[kid] = self._under_way.get(kid, 0) + 1
        try:
            yield self._under_way[kid]
        finally:
            self._under_way[kid] -= 1
            if not self._under_way[kid]:
                del self._under_way[kid]

    async def _read(self, request: Request) -> Response:
        """Answer with the bytes at a path of the wire."""
        path = request.scope["path"].removeprefix("/")
        if not request.state.may_read:
            return _refusal(403, "E-PARTY", "the record is read by parties")
        # The spelling as it came: what was escaped, or has a question after it, is no path of ours.
        if request.scope["raw_path"] != b"/" + path.encode() or request.scope["query_string"]:
            return _refusal(404, "E-PATH", "not here")
        try:
            data = await self._in_thread(self._outlets.serve, path)
        except OverflightError as fault:
            return self._failed(fault)
        if data is None:
            return _refusal(404, "E-PATH", "not here")
        cache = _FOREVER if is_fixed(path) else "no-store"
        media = _TEXT if path.endswith("checkpoint") or "/head/" in path else _BYTES
        headers = {"Cache-Control": cache, "X-Content-Type-Options": "nosniff"}
        if len(data) <= _CHUNK:
            return Response(data, 200, headers, media)
        # In pieces, so that whoever reads slowly is seen to, and cut off in time.
        headers["Content-Length"] = str(len(data))
        return StreamingResponse(_pieces(data), 200, headers, media)

    async def _hint(self, request: Request) -> Response:
        """Hear that a party has something new."""
        if not request.state.may_read:
            return _refusal(403, "E-PARTY", "hints are given by parties")
        if request.headers.get("content-length", "0") != "0" or _is_chunked(request):
            return _refusal(413, "E-OVERSIZE", "a hint has no body")
        allowed = _Allowance(self._limits.hints, self._limits.hint_s)
        if not self._hints.setdefault(request.state.kid, allowed).take():
            return _refusal(429, "E-BUSY", "too many hints")
        self._outlets.hinted(request.state.caller)
        return Response(status_code=204)

    async def _submit(self, request: Request) -> Response:
        """Judge a head of a foreign log (C2SP tlog-witness)."""
        witness = self._outlets.witness
        if witness is None:
            return _refusal(404, "E-PATH", "this node cosigns no foreign logs")
        allowed = _Allowance(self._limits.submissions, self._limits.submission_s)
        if not self._submissions.setdefault(request.state.kid, allowed).take():
            return _refusal(429, "E-BUSY", "too many submissions")
        body = await _body(request, self._limits.body)
        if body is None:
            return _refusal(413, "E-OVERSIZE", f"at most {self._limits.body} bytes")
        try:
            reply = await self._in_thread(witness, body)
        except OverflightError as fault:
            return self._failed(fault)
        headers = {"Cache-Control": "no-store", "Content-Type": reply.media}
        return Response(reply.body, reply.status, headers)

    async def _health(self, request: Request) -> Response:  # noqa: ARG002 as a route calls it
        """Say how the node is."""
        headers = {"Cache-Control": "no-store"}
        try:
            return JSONResponse(dict(self._outlets.health()), 200, headers)
        except OverflightError as fault:
            return self._failed(fault)

    async def _in_thread(self, act: Callable[[_Asked], _Given], asked: _Asked) -> _Given:
        return await asyncio.get_running_loop().run_in_executor(self._pool, act, asked)

    def _failed(self, fault: OverflightError) -> Response:
        LOG.error("%s", json.dumps({"at": self._now(), "fault": fault.as_json()}))
        if isinstance(fault, StoreError) and self._outlets.failed is not None:
            self._outlets.failed(fault)
        return _refusal(500, fault.code, "the node cannot answer; its keeper has been told")


@dataclass(slots=True)
class _Told:
    """What the log says of one request."""

    at: int
    by: str
    status: int = 0
    size: int = 0
    begun: float = field(default_factory=time.monotonic)

    def line(self, scope: Scope) -> str:
        """Return the line of the log."""
        said = {
            "at": self.at,
            "by": self.by,
            "did": scope["method"],
            "path": scope["path"][:LONGEST_PATH],
            "status": self.status,
            "bytes": self.size,
            "ms": round((time.monotonic() - self.begun) * 1000),
        }
        return json.dumps(said)


def _refusal(status: int, code: str, words: str) -> Response:
    return Response(f"{code} {words}\n", status, {"Cache-Control": "no-store"}, _TEXT)


def _is_chunked(request: Request) -> bool:
    return "transfer-encoding" in request.headers


async def _pieces(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), _CHUNK):
        yield data[start : start + _CHUNK]


async def _body(request: Request, most: int) -> bytes | None:
    """Return the body of a request, or nothing where it is longer or ends too soon."""
    length = request.headers.get("content-length", "0")
    if len(length) > len(str(most)) or int(length) > most:
        return None
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > most:
                return None
    except ClientDisconnect:
        return None
    return bytes(body)
