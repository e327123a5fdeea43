"""What is served is fetched to a folder and verified there, whatever serves it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.network_world import World, origin
from typer.testing import CliRunner

from overflight.adapters.store.copies import export_record, local_copy, verify_path
from overflight.adapters.store.peer_copy import PeerCopy
from overflight.adapters.store.plain_fetch import WebPeer
from overflight.assembly import Outside, new_record
from overflight.cli import record as record_commands
from overflight.desk import Charter
from overflight.errors import SourceError, UsageError


@contextmanager
def served(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    """Serve on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Files(SimpleHTTPRequestHandler):
    """A static server."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Answering(BaseHTTPRequestHandler):
    """A server that always answers the same."""

    status, headers_, body = 200, {"Content-Length": "0"}, b""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(self.status)
        for name, value in self.headers_.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Return an exported record."""
    charter = Charter("Trial", "overflight.example/trial", ("HU",), "0" * 64)
    with new_record(tmp_path / "record", charter, ("HU", "RO"), Outside(seed="web")):
        pass
    export_record(tmp_path / "record", tmp_path / "wire")
    return tmp_path / "wire"


def test_a_served_export(export: Path) -> None:
    """A folder behind any web server is verified as if it lay here."""
    with served(partial(Files, directory=str(export))) as url:
        for address in (url, f"{url}/"):
            with local_copy(address) as folder:
                report = verify_path(folder)
                assert not report.problems
                assert report == verify_path(export)
            assert not folder.exists()
        answer = CliRunner().invoke(record_commands.app, ["verify", url])
        assert answer.exit_code == 0, answer.output
        assert url in answer.output
        (export / "log/hu/1/tile/entries/000.p/1").unlink()
        assert CliRunner().invoke(record_commands.app, ["verify", url]).exit_code == 4


def test_a_node(tmp_path: Path) -> None:
    """A node serves its mirrors, too: the whole record comes from one of them."""
    world = World()
    world.say("HU", 300)
    world.rounds(2)
    found = PeerCopy(world.node("RO").peer(), tmp_path).fetch()
    assert found == tuple(origin(party) for party in world.parties)
    assert not verify_path(tmp_path).problems


@pytest.mark.parametrize(
    ("status", "headers", "body", "code"),
    [
        (302, {"Location": "http://elsewhere.example/"}, b"", "E-REDIRECT"),
        (500, {}, b"", "E-STATUS"),
        (200, {"Content-Encoding": "gzip"}, b"x", "E-ENCODING"),
        (200, {"Content-Length": "9"}, b"x", "E-PEER"),
        (200, {}, b"x" * (16 * 2**20 + 1), "E-OVERSIZE"),
        (404, {}, b"", "E-MISSING"),
    ],
)
def test_a_server_that_is_none(
    status: int, headers: dict[str, str], body: bytes, code: str
) -> None:
    """Redirects, compression, floods and half answers each end with one clear error."""
    kind = type("Kind", (Answering,), {"status": status, "headers_": headers, "body": body})
    with served(kind) as url, pytest.raises(SourceError, match=code), local_copy(url):
        pass


def test_nobody_there() -> None:
    """A closed port is a fault of the source."""
    with served(Files) as url:
        pass
    with pytest.raises(SourceError, match="E-PEER"):
        WebPeer(url).get("genesis.json", 10)


@pytest.mark.parametrize(
    "url", ["http://", "https://a b/", "http://u:p@h/", "http://h/?q=1", "http://h/../x"]
)
def test_addresses_of_another_form(url: str) -> None:
    """Passwords, queries and ways up are not addresses of a copy."""
    with pytest.raises(UsageError, match="E-URL"):
        WebPeer(url)
