"""Plans in the pages: judged, drawn, taken away; and what is sent to harm."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from starlette.testclient import TestClient
from tests.mission_script import at
from tests.site_record import new_site_record, plan_text, speak

from overflight.adapters.clock import SetClock
from overflight.web import Audience, Held, application

HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a record in which a plan was submitted."""
    folder = new_site_record(tmp_path_factory.mktemp("plans") / "record")
    speak(folder, "HU", "acknowledged", at="2003-05-05T20:00:00Z")
    speak(folder, "IT", "arrived", at="2003-05-08T08:00:00Z")
    plan, ends = plan_text(), "2003-05-10T12:00:00Z"
    times = {"at": plan["submitted"], "commencement": plan["commencement"], "completion": ends}
    speak(folder, "IT", "plan-submitted", plan=plan, **times)
    return folder


@pytest.fixture
def desk(planned: Path) -> Iterator[TestClient]:
    """Return a browser on the machine of that record."""
    made = application(Held(planned, SetClock(at("05-09 12:00"))), Audience.OWN, ("localhost",))
    with TestClient(made, base_url="http://localhost", raise_server_exceptions=False) as browser:
        yield browser


def sent(desk: TestClient, text: str, **more: str) -> tuple[int, str]:
    """Send a plan to be judged; return status and page."""
    answer = desk.post("/plans", data={"plan": text, **more}, headers=HERE)
    return answer.status_code, answer.text


def test_a_plan_is_judged_and_drawn(desk: TestClient) -> None:
    """Every rule with its provision; a map of the path; nothing of the plan's words acts."""
    status, text = sent(desk, json.dumps(plan_text()))
    assert status == 200, text
    assert "<svg" in text
    for word in ("GEO-1", "art.VI.II.4", "HU-TOKOL", "no legal meaning"):
        assert word in text
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_a_plan_is_judged_under_every_view(desk: TestClient) -> None:
    """Each Party's view has its own outcome."""
    status, text = sent(desk, json.dumps(plan_text()), views="all")
    assert status == 200
    assert "the readings asked" in text
    assert "the readings of BE, BG" in text


def test_a_plan_comes_as_a_file_too(desk: TestClient) -> None:
    """The same page for a file as for pasted text."""
    file = {"file": ("plan.json", json.dumps(plan_text()).encode(), "application/json")}
    answer = desk.post("/plans", files=file, headers=HERE)
    assert (answer.status_code, "GEO-1" in answer.text) == (200, True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "found nothing"),
        ("{", "E-JSON"),
        ("[1]", "E-"),
        ('{"mission": "x"}', "E-"),
        ("\x00", "E-"),
        ("[" * 5_000, "E-"),
        ('{"plan": {"route": NaN}}', "E-"),
    ],
)
def test_what_is_no_plan_gets_one_clear_word(desk: TestClient, text: str, told: str) -> None:
    """The page comes back with what was written, and nothing of what went on inside."""
    status, page = sent(desk, text)
    assert status == 400, page
    assert told in page
    assert 'role="alert"' in page
    assert "Traceback" not in page


def test_a_version_of_a_mission_has_its_page_and_its_forms(desk: TestClient) -> None:
    """The mission links to it; each form opens as what it says it is."""
    base = "/missions/2003-OS3001/plans/1"
    assert base in desk.get("/missions/2003-OS3001").text
    page = desk.get(base)
    assert page.status_code == 200
    assert desk.get(f"{base}/plan.pdf").content.startswith(b"%PDF-")
    assert desk.get(f"{base}/plan.geojson").json()["type"] == "FeatureCollection"
    for form in ("kml", "gpx"):
        assert ET.fromstring(desk.get(f"{base}/plan.{form}").content) is not None  # noqa: S314 - our own output
    assert "2003-OS3001" in desk.get(f"{base}/plan.text").text


@pytest.mark.parametrize(
    "path",
    ["2", "1/plan.exe", "x", "-1", "1/plan.fpl", "1/..%2f..%2fplan.pdf"],
)
def test_other_versions_and_forms_are_not_there(desk: TestClient, path: str) -> None:
    """Neither a version nobody submitted nor a form nobody offers."""
    assert desk.get(f"/missions/2003-OS3001/plans/{path}").status_code == 404
