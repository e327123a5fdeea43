"""Acts through the pages: drafted here, signed elsewhere, appended here; the rest turned away."""

from __future__ import annotations

import re
from base64 import b64decode
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.mission_script import at
from tests.site_record import HOSTILE, new_site_record

from overflight.adapters.clock import SetClock
from overflight.adapters.keys.pem import load_key
from overflight.desk.missions import VERBS
from overflight.desk.signing.envelopes import add_signature, read_draft
from overflight.missions import KINDS
from overflight.web import Audience, Held, application
from overflight.web.fields import Asks, fields_of, filled

HERE = {"Sec-Fetch-Site": "same-origin"}
ANSWER = {
    "party-that-acts": "HU",
    "mission": "2003-OS3001",
    "at": "2003-05-05T20:00:00Z",
    "supplies_aircraft": "no",
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a record of one's own, to be spoken in."""
    return new_site_record(tmp_path / "record")


@pytest.fixture
def desk(own: Path) -> TestClient:
    """Return a browser on the machine of that record, at the evening of the notification."""
    made = application(Held(own, SetClock(at("05-05 20:30"))), Audience.OWN, ("localhost",))
    return TestClient(made, base_url="http://localhost", raise_server_exceptions=False)


def drafted(desk: TestClient, **changed: str) -> str:
    """Return the page of a draft."""
    answer = desk.post("/acts/acknowledge", data={**ANSWER, **changed}, headers=HERE)
    assert answer.status_code == 200, answer.text
    return answer.text


def signed(own: Path, page: str, keys: str = "HU") -> bytes:
    """Return the draft of a page, signed for Hungary on another machine with an author key."""
    found = re.search(r'name="draft" value="([^"]+)"', page)
    assert found
    (file,) = (own / "keys" / keys).glob("author*")
    return add_signature(read_draft(b64decode(found[1])), load_key(file, "HU"))


def test_a_flight_is_acknowledged_through_the_pages(desk: TestClient, own: Path) -> None:
    """art.VI.I.6: drafted, read, signed elsewhere, brought back; the docket has moved."""
    page = drafted(desk)
    assert "Hungary (HU)" in page
    assert "acknowledg" in page
    envelope = signed(own, page)
    done = desk.post("/submit", files={"signed": ("x.signed", envelope)}, headers=HERE)
    assert done.status_code == 200, done.text
    assert "valid" in done.text
    assert "M20 ACKNOWLEDGED" in desk.get("/missions/2003-OS3001").text


def test_the_page_shows_the_bytes_that_are_signed(desk: TestClient) -> None:
    """The words on the page are of the very draft that can be taken away."""
    page = drafted(desk, aircraft=HOSTILE)
    found = re.search(r'name="draft" value="([^"]+)"', page)
    assert found
    taken = desk.post("/draft", data={"draft": found[1]}, headers=HERE)
    assert taken.content == b64decode(found[1])
    assert "attachment" in taken.headers["content-disposition"]
    assert "<script>alert" not in page
    assert "2003-05-05T20:00:00Z" in page


def test_an_act_that_cannot_stand_is_not_drafted(desk: TestClient) -> None:
    """The wrong Party: nothing to sign is given out, and the finding says why."""
    wrong = desk.post("/acts/acknowledge", data={**ANSWER, "party-that-acts": "CA"}, headers=HERE)
    assert wrong.status_code == 409
    assert "cannot stand" in wrong.text
    assert 'name="draft"' not in wrong.text


@pytest.mark.parametrize(
    ("changed", "told"),
    [({"at": "yesterday"}, "at"), ({"at": ""}, "at"), ({"party-that-acts": "XX"}, "XX"),
     ({"supplies_aircraft": "perhaps"}, "")],
)  # fmt: skip
def test_what_is_filled_in_wrongly_loses_nothing(
    desk: TestClient, changed: dict[str, str], told: str
) -> None:
    """The form comes back with what was written and one clear word."""
    answer = desk.post(
        "/acts/acknowledge", data={**ANSWER, "aircraft": "AN-30", **changed}, headers=HERE
    )
    if changed == {"supplies_aircraft": "perhaps"}:
        assert answer.status_code == 200  # not yes is no; the page shows what will be said
        return
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert told in answer.text
    assert 'value="AN-30"' in answer.text


@pytest.mark.parametrize(
    "headers",
    [{}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
     {"Sec-Fetch-Site": "none"}, {"Origin": "http://evil.example"}, {"Origin": "null"}],
)  # fmt: skip
def test_a_stranger_page_cannot_send_a_form(
    desk: TestClient, own: Path, headers: dict[str, str]
) -> None:
    """CSRF: a form from elsewhere is turned away before it is read, signed or not."""
    assert desk.post("/acts/acknowledge", data=ANSWER, headers=headers).status_code == 403
    envelope = signed(own, drafted(desk))
    sent = {"signed": ("x.signed", envelope)}
    assert desk.post("/submit", files=sent, headers=headers).status_code == 403
    assert "M10 NOTIFIED" in desk.get("/missions/2003-OS3001").text


def test_an_origin_of_its_own_is_enough(desk: TestClient) -> None:
    """A browser too old to say where a form comes from still names its origin."""
    answer = desk.post("/acts/acknowledge", data=ANSWER, headers={"Origin": "http://localhost"})
    assert answer.status_code == 200


def test_what_is_not_signed_or_signed_by_another_is_refused(desk: TestClient, own: Path) -> None:
    """The signature is the authority: without the Party's own key nothing enters the log."""
    page = drafted(desk)
    found = re.search(r'name="draft" value="([^"]+)"', page)
    assert found
    bare = b64decode(found[1])
    other = signed(own, page, keys="IT")
    for sent in (bare, other, b"", b"\x00" * 50, b"{}", signed(own, page)[:-5]):
        answer = desk.post("/submit", files={"signed": ("x", sent)}, headers=HERE)
        assert answer.status_code in {400, 422, 500}, answer.text
        assert "Traceback" not in answer.text
    assert desk.post("/submit", headers=HERE).status_code == 422
    assert "M10 NOTIFIED" in desk.get("/missions/2003-OS3001").text


def test_the_same_draft_cannot_be_said_twice(desk: TestClient, own: Path) -> None:
    """E-DUP: bringing it back again changes nothing."""
    sent = {"signed": ("x.signed", signed(own, drafted(desk)))}
    assert desk.post("/submit", files=sent, headers=HERE).status_code == 200
    assert desk.post("/submit", files=sent, headers=HERE).status_code != 200


def test_a_large_body_is_not_taken(desk: TestClient) -> None:
    """A megabyte is more than any form or signed draft needs."""
    sent = {"signed": ("x", b"x" * 1_200_000)}
    assert desk.post("/submit", files=sent, headers=HERE).status_code in {413, 422}
    assert (
        desk.post("/submit", files={"signed": ("x", b"x" * 300_000)}, headers=HERE).status_code
        == 422
    )


def test_unknown_acts_are_not_there(desk: TestClient) -> None:
    """Neither as a form nor to be sent; nor a draft that is none."""
    assert desk.get("/acts/overthrow").status_code == 404
    assert desk.post("/acts/overthrow", data=ANSWER, headers=HERE).status_code == 404
    assert desk.post("/draft", data={"draft": "%%%"}, headers=HERE).status_code == 422


@pytest.mark.parametrize("verb", VERBS)
def test_every_act_has_a_form(desk: TestClient, verb: str) -> None:
    """Everything the command line can do to a mission can be begun here."""
    answer = desk.get(f"/acts/{verb}?mission=2003-OS3001&party=HU")
    assert answer.status_code == 200
    names = [field.name for field in fields_of(KINDS[VERBS[verb]])]
    assert "mission" in names
    assert all(f'name="{name}"' in answer.text for name in names)


def test_fields_become_the_fact_again() -> None:
    """Parts go to their place, empty fields are left out, numbers and JSON keep what they say."""
    fields = fields_of(KINDS["missions.notified/1"])
    asks = {field.name: field.asks for field in fields}
    assert asks["intention.estimated_arrival"] is Asks.INSTANT
    assert asks["intention.personnel"] is Asks.NUMBER
    assert asks["transits"] is Asks.JSON
    made = filled(
        fields, {"mission": " M ", "intention.personnel": "12", "transits": "[1]", "observed": " "}
    )
    assert made == {"mission": "M", "intention": {"personnel": 12}, "transits": [1]}
