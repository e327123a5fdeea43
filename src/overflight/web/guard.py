"""What every answer carries, and which requests are let in at all."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Awaitable, Callable, Iterable

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse

__all__ = ["ACTING", "HEADERS", "READING", "Guard"]

LOG = logging.getLogger("overflight.web")

# Nothing is fetched from anywhere else, nothing is written into a page by a script of others, no
# page is shown inside another.
_POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self' data:; "
    "font-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
READING = frozenset({"GET", "HEAD"})
ACTING = READING | {"POST"}
_LONGEST_ADDRESS = 4_096


class Guard:
    """Turns away what no page is for, and seals every answer with the headers above.

    A site for this machine answers only to its own names: a page of a stranger cannot reach it by
    pointing a name of theirs at this machine.

    Args:
        hosts: Names the site answers to; any, where none is given.
        methods: Methods it knows.
    """

    def __init__(self, hosts: Iterable[str], methods: Iterable[str] = READING) -> None:
        self._hosts = frozenset(hosts)
        self._methods = frozenset(methods)

    async def __call__(
        self, request: Request, answer: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        """Answer a request, or turn it away.

        Args:
            request: The request.
            answer: Answers it.
        """
        begun = time.perf_counter()
        response = self._turned_away(request) or await answer(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.url.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        LOG.info("%s", _line(request, response.status_code, time.perf_counter() - begun))
        return response

    def _turned_away(self, request: Request) -> Response | None:
        """Return why a request is turned away, or nothing."""
        if self._hosts and (request.url.hostname or "") not in self._hosts:
            return PlainTextResponse("This site answers only to its own name.\n", 421)
        if request.method not in self._methods:
            allowed = ", ".join(sorted(self._methods))
            return PlainTextResponse("Not here.\n", 405, headers={"Allow": allowed})
        if request.method not in READING and not _from_here(request):
            return PlainTextResponse("Forms are sent from a page of this site only.\n", 403)
        if len(str(request.url)) > _LONGEST_ADDRESS:
            return PlainTextResponse("The address is too long.\n", 414)
        return None


def _from_here(request: Request) -> bool:
    """Tell whether a form was sent by a page of this site: no stranger's page can send one.

    Every browser says so itself (Fetch Metadata, or Origin); who says neither is turned away.
    """
    told = request.headers.get("sec-fetch-site")
    if told is not None:
        return told == "same-origin"
    return request.headers.get("origin", "") == f"{request.url.scheme}://{request.url.netloc}"


def _line(request: Request, status: int, seconds: float) -> str:
    """Return a request as one line of JSON, without what its address asks about."""
    told = {
        "method": request.method,
        "path": request.url.path,
        "status": status,
        "ms": round(seconds * 1000, 1),
    }
    return json.dumps(told)
