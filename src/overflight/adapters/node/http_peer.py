"""A peer over the network: what is taken from it, how long one waits, and nothing beyond.

The limits of trust.md section 7: TLS 1.3, the peer known by its key; 10 s to connect; 30 s for a
whole answer, even where its bytes drip; no redirects; no compression; never more bytes than were
asked for. Whatever a peer does instead becomes one ``SourceError``, and the connection is dropped.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any, Self

import httpcore

from overflight.adapters.node.tls import shown_key
from overflight.desk.network.ports import Got
from overflight.desk.network.witnessing import Reply
from overflight.errors import SourceError, UsageError

__all__ = ["HttpPeer", "PeerLimits"]

_URL = re.compile(
    r"https://(?P<host>[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?(?P<path>/(?:[A-Za-z0-9._-]+/)*)"
)
_HTTPS = 443
_LARGEST_REPLY = 262_144
_LAST_PORT = 65_535
_ADDRESSES = 3
_OK, _NO_CONTENT, _NOT_FOUND = 200, 204, 404
_LARGEST_EXCUSE = 10_000
_REDIRECTS = range(300, 400)
_DATE = re.compile(r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")
_DROPPED = re.compile(r"disconnected|closed connection")
_REMEDIES = {
    "E-PEER": "Nothing was taken; it is asked again in the next round.",
    "E-TLS": "Nothing was taken. Compare its TLS key with its key set, and both clocks.",
    "E-OVERSIZE": "Nothing was taken; ask the peer's keeper why.",
    "E-REDIRECT": "Its key set must name the address where it answers.",
    "E-ENCODING": "Its server must send bytes as they are, without compression.",
    "E-STATUS": "Nothing was taken; ask the peer's keeper what its node says.",
}


@dataclass(frozen=True, slots=True)
class PeerLimits:
    """How long one waits for a peer.

    Args:
        connect_s: Seconds until it answers the call and has shown its key.
        answer_s: Seconds until its whole answer is here, connecting included.
        hint_s: The same for a hint, which may be lost.
    """

    connect_s: float = 10.0
    answer_s: float = 30.0
    hint_s: float = 5.0


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer in HTTP.

    Args:
        status: Its number.
        media: Media type of the bytes, without parameters.
        date: What the peer's clock said, in seconds since 1970, if it said it.
        data: The bytes.
    """

    status: int
    media: str
    date: int | None
    data: bytes


class _Waiting(threading.local):
    """Until when the thread that asks is willing to wait."""

    until: float = 0.0

    def left(self) -> float:
        """Return the seconds left; never 0, which would mean not to wait at all."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for a whole answer is over")
        return left


class _Stream(httpcore.NetworkStream):
    """A connection that ends when the time is over, and that begins with a known key."""

    def __init__(
        self, stream: httpcore.NetworkStream, waiting: _Waiting, kids: frozenset[str] | None
    ) -> None:
        self._stream = stream
        self._waiting = waiting
        self._kids = kids

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 one limit for all
        """Read what is there, waiting no longer than the whole answer may take."""
        return self._stream.read(max_bytes, self._waiting.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 the same
        """Write, waiting no longer than the whole answer may take."""
        self._stream.write(buffer, self._waiting.left())

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Shake hands, then compare the key in the certificate itself."""
        left = min(self._waiting.left(), timeout or self._waiting.left())
        stream = self._stream.start_tls(ssl_context, server_hostname, left)
        shown = shown_key(stream.get_extra_info("socket").getpeercert(binary_form=True))
        if self._kids is not None and shown not in self._kids:
            stream.close()
            raise httpcore.ConnectError(ssl.SSLError(f"a certificate for key {shown}"))
        return _Stream(stream, self._waiting, self._kids)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 as httpcore declares it
        """Return what httpcore asks of a connection."""
        return self._stream.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Calls hosts; a name with many addresses does not make it wait longer."""

    def __init__(self, waiting: _Waiting, kids: frozenset[str] | None) -> None:
        self._waiting = waiting
        self._kids = kids

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002 the machine chooses
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Call the first of a host's addresses that answers."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[:_ADDRESSES]
        except OSError as fault:
            raise httpcore.ConnectError(str(fault)) from fault
        share = min(self._waiting.left(), timeout or self._waiting.left()) / len(found)
        lost: Exception = httpcore.ConnectError("no address")
        for *_, address in found:
            try:
                stream = httpcore.SyncBackend().connect_tcp(
                    str(address[0]), port, share, socket_options=socket_options or ()
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as fault:
                lost = fault
            else:
                return _Stream(stream, self._waiting, self._kids)
        raise lost


class HttpPeer:
    """Another party's node, or a witness, as a peer over the network; safe for many threads.

    Args:
        name: Who it is: a party's code, or a name from the node's settings.
        url: Its address, from its key set or the node's settings: ``https://host:port/path/``.
        context: How it is called, see ``tls.py``.
        kids: Ids of its TLS keys; nothing for a public witness, whose host name counts.
        limits: How long one waits.

    Raises:
        UsageError: ``E-URL``: the address is of another form.
    """

    def __init__(
        self,
        name: str,
        url: str,
        context: ssl.SSLContext,
        kids: Iterable[str] | None,
        limits: PeerLimits | None = None,
    ) -> None:
        self._name = name
        self._limits = limits or PeerLimits()
        self._origin, self._prefix = _address(url)
        self._waiting = _Waiting()
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=8,
            max_keepalive_connections=4,
            keepalive_expiry=70.0,  # one round to the next
            network_backend=_Backend(self._waiting, None if kids is None else frozenset(kids)),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that wait for the next question."""
        self._pool.close()

    @property
    def name(self) -> str:
        """Who it is."""
        return self._name

    def get(self, path: str, most: int) -> Got:
        """Ask for the bytes at a path.

        Raises:
            SourceError: ``E-PEER``, ``E-TLS``, ``E-OVERSIZE``, ``E-REDIRECT``, ``E-ENCODING`` or
                ``E-STATUS``: it did not answer with the bytes or "not here".
        """
        answer = self._ask("GET", path, most=most, within=self._limits.answer_s)
        if answer.status == _NOT_FOUND:
            return Got(None, answer.date)
        if answer.status != _OK:
            found = f"{answer.status} {answer.data[:100].decode('latin-1')}"
            raise self._fault("E-STATUS", path, "200 or 404", found)
        return Got(answer.data, answer.date)

    def submit(self, body: bytes) -> Reply:
        """Send the body of an ``add-checkpoint``, and return the answer of whatever status.

        Raises:
            SourceError: As for ``get``, but for the status.
        """
        within = self._limits.answer_s
        answer = self._ask("POST", "add-checkpoint", body, most=_LARGEST_REPLY, within=within)
        return Reply(answer.status, answer.media, answer.data)

    def hint(self) -> None:
        """Tell the peer that there is something new here; a hint that is lost does no harm."""
        try:
            self._ask("POST", "hint", b"", most=10_000, within=self._limits.hint_s)
        except SourceError:
            return

    def _ask(
        self, method: str, path: str, body: bytes | None = None, *, most: int, within: float
    ) -> _Answer:
        self._waiting.until = time.monotonic() + within
        try:
            return self._exchange(method, path, body, most)
        except httpcore.RemoteProtocolError as fault:
            dropped = _DROPPED.search(str(fault))
            code = "E-PEER" if dropped else "E-STATUS"
            raise self._fault(code, path, "a whole answer in HTTP/1.1", str(fault)) from fault
        except (httpcore.NetworkError, httpcore.TimeoutException) as fault:
            cause = fault.args[0] if fault.args else fault
            if _is_of_tls(fault, cause):
                raise self._fault("E-TLS", path, "the key of its key set", cause) from fault
            found = str(cause) or type(fault).__name__
            raise self._fault("E-PEER", path, f"an answer within {within:g} s", found) from fault

    def _exchange(self, method: str, path: str, body: bytes | None, most: int) -> _Answer:
        url = httpcore.URL(
            scheme=b"https",
            host=self._origin[0].encode(),
            port=self._origin[1],
            target=(self._prefix + path).encode(),
        )
        host = f"[{self._origin[0]}]" if ":" in self._origin[0] else self._origin[0]
        headers: dict[bytes | str, bytes | str] = {
            "Host": f"{host}:{self._origin[1]}",
            "Accept-Encoding": "identity",
            "User-Agent": "overflight",
        }
        if body is not None:
            headers["Content-Length"] = str(len(body))
        timeouts = {"connect": self._limits.connect_s, "pool": self._waiting.left()}
        extensions = {"timeout": timeouts}
        with self._pool.stream(
            method, url, headers=headers, content=body, extensions=extensions
        ) as response:
            return self._read(path, response, most)

    def _read(self, path: str, response: httpcore.Response, most: int) -> _Answer:
        """Judge the head of an answer, then count its bytes while they come."""
        headers = _headers(response.headers)
        status = response.status
        if response.extensions.get("http_version") != b"HTTP/1.1":
            raise self._fault("E-STATUS", path, "HTTP/1.1", response.extensions["http_version"])
        if status in _REDIRECTS:
            raise self._fault("E-REDIRECT", path, "no redirect", headers.get("location", status))
        encoding = headers.get("content-encoding", "identity")
        if encoding != "identity":
            raise self._fault("E-ENCODING", path, "bytes as they are", encoding)
        length = headers.get("content-length", "")
        if not length and "transfer-encoding" not in headers and status != _NO_CONTENT:
            raise self._fault("E-STATUS", path, "an answer that says its length", "none")
        data, most = bytearray(), most if status == _OK else _LARGEST_EXCUSE
        if length.isdecimal() and int(length[:20]) > most:
            raise self._fault("E-OVERSIZE", path, f"at most {most} bytes", f"{length} bytes")
        for chunk in response.iter_stream():
            data += chunk
            if len(data) > most:
                raise self._fault("E-OVERSIZE", path, f"at most {most} bytes", "more")
        media = headers.get("content-type", "").partition(";")[0].strip()
        return _Answer(status, media, _date(headers.get("date", "")), bytes(data))

    def _fault(self, code: str, path: str, expected: str, found: object) -> SourceError:
        where = f"{self._name}, {self._origin[0]}:{self._origin[1]}{self._prefix}{path}"
        remedy = _REMEDIES[code]
        return SourceError(code, where=where, expected=expected, found=found, remedy=remedy)


def _is_of_tls(fault: Exception, cause: object) -> bool:
    """Tell whether TLS failed: in the handshake, or because the other side refused our key."""
    ended = isinstance(cause, (ssl.SSLEOFError, ssl.SSLZeroReturnError))
    shaking_hands = isinstance(fault, httpcore.ConnectError)
    return isinstance(cause, ssl.SSLError) and (shaking_hands or not ended)


def _headers(pairs: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in pairs}


def _date(text: str) -> int | None:
    """Return a date of HTTP in seconds since 1970; nothing where it has not the one form."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return int(parsedate_to_datetime(text).timestamp())
    except ValueError:
        return None


def _address(url: str) -> tuple[tuple[str, int], str]:
    """Return host, port and path of an address."""
    found = _URL.fullmatch(url)
    port = int(found["port"] or _HTTPS) if found else 0
    if not found or port > _LAST_PORT or ".." in url:
        raise UsageError(
            "E-URL",
            where="address of a peer",
            expected="https://host:port/path/",
            found=url,
            remedy="Mend the address in the key set, or in the node's settings.",
        )
    return (found["host"].strip("[]"), port), found["path"]
