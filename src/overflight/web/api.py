"""The same answers as the command line gives with ``--json``, over HTTP."""

from __future__ import annotations

from hashlib import sha256
from json import dumps
from typing import Annotated

from fastapi import APIRouter, Header, Response

from overflight.desk.answers.on_a_day import active_list, party_list, passive_list
from overflight.desk.answers.sites import airfield_list
from overflight.desk.commission.chronicle import chronicle_list
from overflight.desk.commission.claims import claim_list
from overflight.desk.missions import mission_of, missions_at
from overflight.missions.judging.mission_forms import mission_form
from overflight.treaty import RuleList, open_skies, write_form
from overflight.web.pages.docket import docket_of
from overflight.web.site import PageAsked

__all__ = ["ROUTES"]

ROUTES = APIRouter(prefix="/api/v1", tags=["read"])
IfNoneMatch = Annotated[str, Header(alias="If-None-Match")]


def _given(answer: object, known: str) -> Response:
    """Return an answer, or that the caller has it already."""
    text = dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()
    mark = f'"{sha256(text).hexdigest()[:32]}"'
    headers = {"ETag": mark, "Cache-Control": "private, no-cache"}
    if mark in known:
        return Response(status_code=304, headers=headers)
    return Response(text, media_type="application/json", headers=headers)


@ROUTES.get("/docket")
def docket(page: PageAsked, known: IfNoneMatch = "") -> Response:
    """What is due, by whom, until when and why; `party`, `at`, `reading` as on the pages."""
    return _given(write_form(docket_of(page)), known)


@ROUTES.get("/missions")
def missions(page: PageAsked, known: IfNoneMatch = "") -> Response:
    """Return every mission known at the instant."""
    held, at = page.site.held.as_of(page.asked.chosen), page.asked.at
    forms = [mission_form(mission, at, held.readings) for mission in missions_at(held, at)]
    return _given([write_form(form) for form in forms], known)


@ROUTES.get("/missions/{key}")
def mission(key: str, page: PageAsked, known: IfNoneMatch = "") -> Response:
    """One mission: states, instants, plan versions, quota, findings, statements."""
    held, at = page.site.held.as_of(page.asked.chosen), page.asked.at
    return _given(write_form(mission_form(mission_of(held, key, at), at, held.readings)), known)


@ROUTES.get("/parties")
def parties(page: PageAsked, known: IfNoneMatch = "") -> Response:
    """Return the States Parties of the day."""
    return _given(
        write_form(party_list(page.site.held.as_of(page.asked.chosen), page.asked.on)), known
    )


@ROUTES.get("/quotas/passive")
def passive(page: PageAsked, known: IfNoneMatch = "") -> Response:
    """Passive quotas of the day."""
    return _given(
        write_form(passive_list(page.site.held.as_of(page.asked.chosen), page.asked.on)), known
    )


@ROUTES.get("/quotas/active")
def active(page: PageAsked, known: IfNoneMatch = "") -> Response:
    """Return the distribution of active quotas of the day."""
    return _given(
        write_form(active_list(page.site.held.as_of(page.asked.chosen), page.asked.on)), known
    )


@ROUTES.get("/airfields")
def airfields(page: PageAsked, known: IfNoneMatch = "") -> Response:
    """Designated sites and maximum flight distances of the day; `party` narrows to a unit."""
    held = page.site.held.as_of(page.asked.chosen)
    return _given(write_form(airfield_list(held, page.asked.on, unit=page.asked.party)), known)


@ROUTES.get("/claims")
def claims(page: PageAsked, known: IfNoneMatch = "") -> Response:
    """Contested claims of the day."""
    held = page.site.held.as_of(page.asked.chosen)
    return _given(write_form(claim_list(held, page.asked.on, party=page.asked.party)), known)


@ROUTES.get("/chronicle")
def chronicle(page: PageAsked, known: IfNoneMatch = "") -> Response:
    """Return what happened, each with the status of its date and its source."""
    held = page.site.held.as_of(page.asked.chosen)
    answer = chronicle_list(held, since=None, until=None, kind=None, party=page.asked.party)
    return _given(write_form(answer), known)


@ROUTES.get("/rules")
def rules(known: IfNoneMatch = "") -> Response:
    """Every rule with its provisions, who is bound, and how far a program decides it."""
    law = open_skies()
    return _given(write_form(RuleList(law.ruleset, tuple(law.rules.values()))), known)
