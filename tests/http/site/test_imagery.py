"""Imagery in the pages: strips on a map, who holds what, what was asked and decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.release_stage import FLIGHT, FLOWN, flown, manifest_of, request
from tests.unit.desk.test_imagery_acts import frame

from overflight.adapters.clock import SetClock
from overflight.desk.imagery import catalogue_strip
from overflight.release import MediaSealed
from overflight.web import Audience, Held, application


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a record with a strip of two frames, a seal, and a request that waits."""
    path = tmp_path_factory.mktemp("imagery") / "record"
    stage = flown(path=path)
    with stage.record:
        signer = stage.record.signers["BG"]
        frames = [frame("0012"), frame("0013")]
        catalogue_strip(stage.record.desk, signer, frames, collection_sha256="cd" * 32)
        manifest = manifest_of(**{"a.tif": b"a"})
        stage.say("BG", MediaSealed(FLIGHT, "medium-1", manifest.root, len(manifest.files), 1))
        stage.clock.set(FLOWN + timedelta(days=2))
        stage.say("CA", request())
    return path


@pytest.fixture
def site(folder: Path) -> Iterator[TestClient]:
    """Return a browser on the machine of that record, a year after the flight."""
    held = Held(folder, SetClock(FLOWN + timedelta(days=365)))
    made = application(held, Audience.OWN, ("localhost",))
    with TestClient(made, base_url="http://localhost", raise_server_exceptions=False) as browser:
        yield browser


def test_strips_holdings_and_requests_are_shown(site: TestClient) -> None:
    """art.IX: what was catalogued, who holds a sealed original, what is not decided."""
    text = site.get("/imagery").text
    for word in ("S1", "sealed original", "CA asks for", "not decided", "rendered by a program"):
        assert word in text


def test_a_strip_is_drawn_and_listed(site: TestClient) -> None:
    """Two footprints on the map, both frames in the table with spacing and doubt."""
    text = site.get("/imagery/2003-OS3001/S1").text
    assert "2 footprints" in text
    assert "<svg" in text
    assert "0012" in text
    assert "0013" in text
    assert "no legal meaning" in text


def test_before_it_was_said_nothing_is_shown(site: TestClient) -> None:
    """A day moves imagery as it moves the rest of the site."""
    text = site.get("/imagery", params={"at": "2003-05-14T09:00Z"}).text
    assert "No strip is catalogued" in text
    assert "Nothing is sealed" in text
    assert "Nobody has asked" in text


@pytest.mark.parametrize("path", ["/imagery/2003-OS3001/S2", "/imagery/x/S1", "/imagery/a/b/c"])
def test_other_strips_are_not_there(site: TestClient, path: str) -> None:
    """A strip nobody entered has no page."""
    assert site.get(path).status_code == 404
