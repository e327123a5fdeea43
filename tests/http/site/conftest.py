"""Sites of one record: a browser on its machine, and anybody's browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.mission_script import at
from tests.site_record import new_site_record

from overflight.adapters.clock import SetClock
from overflight.web import Audience, Held, application

NAMES = ("localhost", "127.0.0.1")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a record with a mission in it."""
    return new_site_record(tmp_path_factory.mktemp("site") / "record")


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
