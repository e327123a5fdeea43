"""Pages of a site: what they show, what they carry on, and what they never let in or out."""

from __future__ import annotations

import re

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient
from tests.site_record import HOSTILE

from overflight.web.guard import HEADERS

KEY = "2003-OS3001"
PAGES = (
    "/docket",
    "/missions",
    f"/missions/{KEY}",
    "/regime",
    "/regime/quotas",
    "/regime/airfields",
    "/regime/claims",
    "/regime/chronicle",
    "/rules",
    "/rules/GEO-4",
    "/rules/readings",
    "/rules/NTF-3",
    "/rules/QEF-1",
    "/rules/DEF-24",
    "/record",
    "/record/entries",
    "/record/entries/IT/1",
    "/register",
    "/plans",
    "/imagery",
    "/acts",
    "/acts/notify",
    "/acts/acknowledge?mission=2003-OS3001&party=HU",
)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole_and_asks_nobody_else(site: TestClient, path: str) -> None:
    """A page names nothing outside the site, and carries the headers that hold a browser to it."""
    answer = site.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.text.startswith("<!doctype html>")
    assert answer.text.rstrip().endswith("</html>")
    assert set(HEADERS.items()) <= {(k.title(), v) for k, v in answer.headers.items()}
    addresses = re.findall(r'(?:href|src|action)="([^"]*)"', answer.text)
    assert addresses
    assert all(a.startswith(("/", "#")) and not a.startswith("//") for a in addresses), addresses


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_a_page_leads_somewhere(site: TestClient, path: str) -> None:
    """Nobody is led to a page that is not there."""
    seen = set(re.findall(r'href="(/[^"#]*)', site.get(path).text))
    for address in sorted(seen)[:60]:
        assert site.get(address.replace("&amp;", "&")).status_code == 200, address


@pytest.mark.parametrize(
    ("day", "count"), [("2021-12-17", 33), ("2021-12-18", 32), ("2020-11-22", 33)]
)
def test_a_day_moves_the_whole_site(site: TestClient, day: str, count: int) -> None:
    """art.XV: the day of a withdrawal is a day on which the Parties differ."""
    assert f"{count} States Parties" in site.get("/regime", params={"at": day}).text


def test_links_carry_the_instant_the_party_and_the_reading_on(site: TestClient) -> None:
    """A page that is cited shows the same to whoever opens it, and so does the next one."""
    asked = {"at": "2003-05-07T00:00Z", "party": "IT", "reading": "AMB-2=dispatch"}
    text = site.get("/docket", params=asked).text
    link = "/missions?at=2003-05-07T00%3A00%3A00Z&amp;party=IT&amp;reading=AMB-2%3Ddispatch"
    assert link in text
    assert "not now" in text


def test_a_docket_says_why_and_by_which_article(site: TestClient) -> None:
    """art.VI.I.6: the observed Party acknowledges within 24 hours, and the sum is shown."""
    text = site.get("/docket").text
    assert "acknowledge" in text
    assert "24 h" in text
    assert "art.VI.I.6" in text
    assert "in 6 h" in text
    assert "acknowledge" not in site.get("/docket", params={"party": "CA"}).text


def test_the_docket_is_a_calendar(site: TestClient) -> None:
    """A calendar program reads the feed; each event stands at the instant that is due."""
    answer = site.get("/docket.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    starts = {str(e["summary"]): e.decoded("dtstart").isoformat() for e in events}
    told = next(start for name, start in starts.items() if "acknowledge" in name)
    assert told == "2003-05-06T06:00:00+00:00"
    assert len({str(e["uid"]) for e in events}) == len(events)


@pytest.mark.parametrize("path", ["/record/entries/IT/1", f"/missions/{KEY}", "/docket"])
def test_words_meant_to_harm_stay_words(site: TestClient, path: str) -> None:
    """What a Party wrote is shown as text, never as part of the page."""
    text = site.get(path).text
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_the_hostile_words_are_shown_to_be_there(site: TestClient) -> None:
    """The test above would prove nothing if the words were not on a page at all."""
    text = site.get("/record/entries/IT/1").text
    assert "alert(1)" in text
    assert "alert(1)" in HOSTILE
    assert "\u202e" not in text


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/nothing", 404, "E-PAGE"),
        ("/missions/2003-OS9999", 404, "E-MISSION"),
        ("/record/entries/IT/999", 404, "E-REF"),
        ("/record/entries/IT/x", 404, "E-PAGE"),
        ("/record/entries/../../etc/passwd", 404, "E-PAGE"),
        ("/static/../held.py", 404, "E-PAGE"),
        ("/docket?at=yesterday", 400, "E-INSTANT"),
        ("/docket?at=<script>", 400, "E-INSTANT"),
        ("/docket?party=<b>", 400, "E-CODE"),
        ("/docket?reading=AMB-2", 400, "E-READING"),
        ("/docket?reading=AMB-2=never", 400, "E-READING"),
        ("/rules/XYZ-1", 404, "E-RULE-ID"),
    ],
)
def test_what_cannot_be_asked_gets_one_clear_page(
    site: TestClient, path: str, status: int, code: str
) -> None:
    """Where, expected, found, what to do; nothing of what went on inside."""
    answer = site.get(path)
    assert (answer.status_code, code in answer.text) == (status, True), answer.text
    assert "Traceback" not in answer.text
    assert "<script>" not in answer.text
    assert "To do" in answer.text


def test_a_program_gets_a_problem(site: TestClient) -> None:
    """RFC 9457: type, title, status, detail, and our four fields."""
    answer = site.get("/api/v1/missions/2003-OS9999")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["type"] == "urn:overflight:error:E-MISSION"
    assert {"title", "status", "detail", "where", "expected", "found", "remedy"} <= set(problem)


def test_an_answer_that_did_not_change_is_not_sent_again(site: TestClient) -> None:
    """ETag: the second request costs no body."""
    first = site.get("/api/v1/docket")
    again = site.get("/api/v1/docket", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    moved = site.get(
        "/api/v1/docket?at=2003-05-07", headers={"If-None-Match": first.headers["etag"]}
    )
    assert moved.status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_no_other_method_is_known(site: TestClient, method: str) -> None:
    """A page is read, or a form of it is sent; nothing else is understood."""
    assert site.request(method, "/docket").status_code == 405


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_the_public_site_takes_nothing(register: TestClient, method: str) -> None:
    """What is for everybody is read only, whatever is sent and wherever from."""
    headers = {"Sec-Fetch-Site": "same-origin"}
    for path in ("/register", "/submit", "/draft", "/acts/notify"):
        assert register.request(method, path, headers=headers).status_code == 405


def test_a_stranger_name_is_not_answered(site: TestClient) -> None:
    """A page elsewhere that points its own name at this machine learns nothing (DNS rebinding)."""
    assert site.get("/docket", headers={"Host": "evil.example"}).status_code == 421
    assert site.get("/docket", headers={"Host": "localhost:8462"}).status_code == 200


def test_a_long_address_is_turned_away(site: TestClient) -> None:
    """Before anything is read."""
    assert site.get("/docket?x=" + "a" * 5_000).status_code == 414


PRIVATE = (
    "/docket",
    "/docket.ics",
    "/missions",
    f"/missions/{KEY}",
    "/record",
    "/record/entries",
    "/record/entries/IT/1",
    "/plans",
    "/imagery",
    "/acts",
    "/acts/notify",
    "/api/v1/docket",
    "/api/v1/missions",
    "/api/openapi.json",
)


@pytest.mark.parametrize("path", PRIVATE)
def test_what_is_not_public_is_not_there(register: TestClient, path: str) -> None:
    """art.IX: data and plans go to States Parties; a public site has no such page at all."""
    assert register.get(path).status_code == 404


def test_the_public_register_names_no_mission(register: TestClient) -> None:
    """Neither its key nor its instants nor its aircraft are in it, and no link leads to them."""
    answer = register.get("/", follow_redirects=True)
    assert "Public register" in answer.text
    for word in (KEY, "HU-TOKOL", "alert(1)", "/docket", "/missions", "/record"):
        assert word not in answer.text
