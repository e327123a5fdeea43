"""A record with one mission in it, and sites that show it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.mission_script import KEY, at

from overflight.adapters.clock import SetClock
from overflight.assembly import Outside, new_record, open_record
from overflight.desk import Charter, load_founding
from overflight.desk.missions import act
from overflight.missions import KINDS
from overflight.treaty import Refusal, read_form
from overflight.web import Audience, Held, application

NAMES = ("localhost", "127.0.0.1")
HOSTILE = "<script>alert(1)</script>\u202e'\"><img src=x>"


def speak(folder: Path, party: str, kind: str, **body: object) -> None:
    """Say a fact of the mission in a Party's log."""
    fact = read_form(KINDS[f"missions.{kind}/1"], {"mission": KEY, **body}, where=kind)
    with open_record(folder, Outside(clock=SetClock(at("05-05 06:00")), seed="site")) as opened:
        assert not isinstance(act(opened.desk, opened.signers[party], fact, anyway=True), Refusal)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a record in which Italy notified a flight over Hungary, with words meant to harm."""
    folder = tmp_path_factory.mktemp("site") / "record"
    outside = Outside(clock=SetClock(at("05-05 06:00")), seed="site")
    charter = Charter("R", "overflight.example/t", ("HU",), "0" * 64)
    with new_record(folder, charter, ["CA", "HU", "IT"], outside) as record:
        load_founding(record.desk, record.signers["HU"])
    intention = {
        "estimated_arrival": "2003-05-08T08:00:00Z",
        "point_of_entry": "HU-TOKOL",
        "aircraft": HOSTILE,
    }
    received = "2003-05-05T06:00:00Z"
    speak(
        folder, "IT", "notified",
        at=received, observing="IT", observed="HU", received_at=received, intention=intention,
    )  # fmt: skip
    return folder


@pytest.fixture
def site(folder: Path) -> Iterator[TestClient]:
    """Return a browser on the machine of the record, as the clock stood on 6 May 2003."""
    held = Held(folder, SetClock(at("05-06 00:00")))
    made = application(held, Audience.OWN, NAMES)
    with TestClient(made, base_url="http://localhost", raise_server_exceptions=False) as browser:
        yield browser


@pytest.fixture
def register(folder: Path) -> Iterator[TestClient]:
    """Return anybody's browser."""
    held = Held(folder, SetClock(at("05-06 00:00")))
    with TestClient(application(held, Audience.PUBLIC), base_url="http://anywhere") as browser:
        yield browser
