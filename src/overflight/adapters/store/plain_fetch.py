"""A web address as a peer, for strangers: a served folder, over http or https, nothing else.

Bytes prove themselves, so plain http is enough to verify by. A node of a party answers only to
parties; what it holds is verified from a bundle, an export, or the party's own node.
"""

from __future__ import annotations

import http.client
import re
import time
from contextlib import closing
from typing import TYPE_CHECKING

from overflight.errors import SourceError, UsageError

if TYPE_CHECKING:
    from overflight.desk.network.ports import Got

__all__ = ["WebPeer", "is_address"]

_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?(?P<path>(?:/[A-Za-z0-9._~-]+)*)/?"
)
_CONNECT_S = 10.0
_ANSWER_S = 30.0
_CHUNK = 65_536
_OK, _NOT_FOUND, _GONE = 200, 404, 410
_REDIRECTS = range(300, 400)


def is_address(text: str) -> bool:
    """Tell whether a text is meant as a web address."""
    return text.startswith(("http://", "https://"))


class WebPeer:
    """A folder that is served over the web.

    Args:
        url: Its address.

    Raises:
        UsageError: ``E-URL``: the address is of another form.
    """

    def __init__(self, url: str) -> None:
        found = _ADDRESS.fullmatch(url)
        if found is None or ".." in url:
            raise UsageError(
                "E-URL",
                where="address",
                expected="https://host/path of a served folder, without query or password",
                found=url,
                remedy="Copy the address of the folder that holds genesis.json.",
            )
        self._url = url.rstrip("/")
        self._host = found["host"].strip("[]")
        self._port = int(found["port"]) if found["port"] else None
        self._path = found["path"]
        self._secure = found["scheme"] == "https"

    @property
    def name(self) -> str:
        """The address."""
        return self._url

    def get(self, path: str, most: int) -> Got:
        """Ask for the bytes at a path below the address.

        Raises:
            SourceError: ``E-PEER``, ``E-OVERSIZE``, ``E-REDIRECT``, ``E-ENCODING`` or ``E-STATUS``.
        """
        until = time.monotonic() + _ANSWER_S
        kind = http.client.HTTPSConnection if self._secure else http.client.HTTPConnection
        try:
            with closing(kind(self._host, self._port, timeout=_CONNECT_S)) as connection:
                headers = {"Accept-Encoding": "identity", "User-Agent": "overflight"}
                connection.request("GET", f"{self._path}/{path}", headers=headers)
                return self._read(connection.getresponse(), path, most, until)
        except (OSError, http.client.HTTPException) as fault:
            expected = f"an answer within {_ANSWER_S:g} s"
            raise self._fault("E-PEER", path, expected, str(fault) or repr(fault)) from fault

    def _read(self, response: http.client.HTTPResponse, path: str, most: int, until: float) -> Got:
        from overflight.desk.network.ports import Got  # noqa: PLC0415 - not for files

        if response.status in {_NOT_FOUND, _GONE}:
            return Got(None)
        if response.status in _REDIRECTS:
            found = response.headers.get("Location", str(response.status))
            raise self._fault("E-REDIRECT", path, "no redirect", found)
        if response.status != _OK:
            raise self._fault("E-STATUS", path, "200 or 404", str(response.status))
        encoding = response.headers.get("Content-Encoding", "identity")
        if encoding != "identity":
            raise self._fault("E-ENCODING", path, "bytes as they are", encoding)
        return Got(self._body(response, path, most, until))

    def _body(
        self, response: http.client.HTTPResponse, path: str, most: int, until: float
    ) -> bytes:
        """Count the bytes while they come."""
        data = bytearray()
        while chunk := response.read1(_CHUNK):
            data += chunk
            if len(data) > most:
                raise self._fault("E-OVERSIZE", path, f"at most {most} bytes", "more")
            if time.monotonic() > until:
                raise self._fault("E-PEER", path, f"an answer within {_ANSWER_S:g} s", "too slow")
        if response.length:
            raise self._fault("E-PEER", path, "the whole answer", f"{response.length} bytes less")
        return bytes(data)

    def hint(self) -> None:
        """Do nothing: a served folder takes no hints."""

    def _fault(self, code: str, path: str, expected: str, found: str) -> SourceError:
        return SourceError(
            code,
            where=f"{self._url}/{path}",
            expected=expected,
            found=found,
            remedy="Nothing was verified. Ask whoever serves the folder, or take a bundle.",
        )
